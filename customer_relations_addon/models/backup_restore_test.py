from odoo import api, fields, models
from odoo.tools import format_datetime


class BackupRestoreTest(models.Model):
    """What a real restoring of a backup into a scratch database found.

    Written by the command ``odoo restore_test`` only, and never changed.
    """

    _name = "backup.restore.test"
    _description = "Restore Test"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _order = "tested_at desc, id desc"
    _rec_name = "file"
    _log_access = False

    tested_at = fields.Datetime(
        string="Tested", required=True, readonly=True, index=True
    )
    state = fields.Selection(
        selection=[("passed", "Passed"), ("failed", "Failed")],
        string="Result",
        required=True,
        readonly=True,
    )
    file = fields.Char(string="Backup", required=True, readonly=True)
    backup_at = fields.Datetime(string="Backed Up", readonly=True)
    size_mb = fields.Float(string="Size (MB)", readonly=True, digits=(16, 1))
    seconds = fields.Float(string="Took (s)", readonly=True, digits=(16, 1))
    host = fields.Char(string="Machine", readonly=True)
    tables = fields.Integer(string="Tables Compared", readonly=True)
    rows = fields.Integer(string="Rows Compared", readonly=True)
    files = fields.Integer(string="Files of Attachments", readonly=True)
    chains = fields.Integer(string="Decision Chains Verified", readonly=True)
    decisions = fields.Integer(string="Decisions Verified", readonly=True)
    problems = fields.Text(readonly=True)

    @api.model
    def _record(self, values):
        """Keep a result and end, or make, the administrator's to-do."""
        failed = bool(values.get("problems"))
        test = (
            self.sudo()
            ._trusted()
            .create(
                {
                    **values,
                    "tested_at": fields.Datetime.now(),
                    "state": "failed" if failed else "passed",
                }
            )
        )
        self.env["db.backup"].sudo()._check_backups()
        return test._untrusted()

    def _summary(self):
        """Return the result as a text of a few lines."""
        self.ensure_one()
        # printed for a robot, read by people: their clock, and it is named
        zone = self.env["customer.privacy.book"]._zone()
        when = format_datetime(self.env, self.backup_at, tz=zone)
        when = f"{when} ({zone})" if self.backup_at else "-"
        if self.state == "failed":
            return self.env._(
                "FAILED: backup %(file)s of %(when)s\n%(problems)s",
                file=self.file,
                when=when,
                problems=self.problems,
            )
        return self.env._(
            "Passed: backup %(file)s of %(when)s, %(tables)s tables with %(rows)s "
            "rows, %(files)s files, %(chains)s decision chains verified.",
            file=self.file,
            when=when,
            tables=self.tables,
            rows=self.rows,
            files=self.files,
            chains=self.chains,
        )
