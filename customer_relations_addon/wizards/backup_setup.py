import os
import tempfile
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class BackupSetup(models.TransientModel):
    """Where to, when and for how long: backups of this database in one screen."""

    _name = "backup.setup"
    _description = "Set Up Backups"
    _inherit = ["complaint.raw.mixin"]

    folder = fields.Char(
        required=True,
        default=lambda self: self.env["db.backup"]._default_folder(),
        help="On the server. Better on another disk, or one that is copied elsewhere.",
    )
    hour = fields.Integer(
        string="Every Day at", required=True, default=3, help="Full hour, your time."
    )
    days_to_keep = fields.Integer(string="Keep (Days)", required=True, default=30)
    now = fields.Boolean(
        string="Make the First One Now",
        default=True,
        help="Takes a while for a large database.",
    )

    @api.constrains("hour", "days_to_keep")
    def _check_figures(self):
        for setup in self:
            if not 0 <= setup.hour <= 23:
                raise ValidationError(self.env._("The hour is between 0 and 23."))
            if not 1 <= setup.days_to_keep <= 3660:
                raise ValidationError(
                    self.env._("Backups are kept for 1 to 3,660 days.")
                )

    def action_set_up(self):
        """Write the settings, and make the first backup when asked to.

        :raises UserError: when the server cannot write to the folder
        """
        self.ensure_one()
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Backups are set up by administrators."))
        folder = os.path.normpath(self.folder.strip())
        self._check_folder(folder)
        backups = self.env["db.backup"]
        backup = backups.search([("folder", "=", folder), ("method", "=", "local")])
        values = {"days_to_keep": self.days_to_keep, "backup_format": "zip"}
        if backup:
            backup.write(values)
        else:
            backup = backups.create({**values, "folder": folder, "method": "local"})
        cron = self.env.ref("auto_backup.ir_cron_backup_scheduler_0")
        cron.sudo().write({"active": True, "nextcall": self._next_call()})
        if self.now:
            backup.action_backup()
        return {
            "type": "ir.actions.act_window",
            "res_model": "db.backup",
            "res_id": backup.id,
            "view_mode": "form",
        }

    def _check_folder(self, folder):
        if not os.path.isabs(folder):
            raise UserError(
                self.env._("Give the whole path of the folder, from the root on.")
            )
        try:
            os.makedirs(folder, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise UserError(
                self.env._(
                    "The server cannot write to %(folder)s (%(reason)s). Choose "
                    "another folder, or let its administrator give the right.",
                    folder=folder,
                    reason=error.strerror,
                )
            ) from error

    def _next_call(self):
        """Return the next such hour of the user's zone (naive UTC)."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        now = datetime.now(zone)
        day = now.date() + timedelta(days=int(now.hour >= self.hour))
        local = zone.localize(datetime(day.year, day.month, day.day, self.hour))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
