from odoo import api, fields, models

from .db_backup import WEEKS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    backup_last_at = fields.Datetime(
        string="Last backup", compute="_compute_backup_status"
    )
    backup_tested_at = fields.Datetime(
        string="Last restore test that passed", compute="_compute_backup_status"
    )
    backup_problem = fields.Char(compute="_compute_backup_status")
    backup_restore_weeks = fields.Integer(
        string="Weeks between restore tests",
        config_parameter="customer_relations_addon.restore_test_weeks",
        default=WEEKS,
    )

    @api.depends("company_id")
    def _compute_backup_status(self):
        allowed = self.env.user.has_group("base.group_system")
        self.backup_last_at = self.backup_tested_at = self.backup_problem = False
        if not allowed:
            return
        last = self.env["db.backup"].search(
            [("last_success_at", "!=", False)], order="last_success_at desc", limit=1
        )
        test = self.env["backup.restore.test"].search(
            [("state", "=", "passed")], limit=1
        )
        for settings in self:
            settings.backup_last_at = last.last_success_at
            settings.backup_tested_at = test.tested_at
            settings.backup_problem = self.env["db.backup"]._backup_problem()
