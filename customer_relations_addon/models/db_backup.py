"""When the last backup was made, and whether it was ever restored."""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta
from glob import glob

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import config

from ..rules.restoring import begun

# A daily backup that is this old has failed at least once.
STALE = timedelta(hours=50)
WEEKS = 13
MOST_OUTPUT = 2000
TODO = "customer_relations_addon.mail_activity_type_backup"


class DbBackup(models.Model):
    _name = "db.backup"
    _inherit = ["db.backup", "mail.activity.mixin"]

    last_success_at = fields.Datetime(
        string="Last Backup", readonly=True, copy=False, tracking=False
    )
    last_failure_at = fields.Datetime(string="Last Failure", readonly=True, copy=False)

    def action_backup(self):
        """Back up, also on a server that hides its database manager.

        There the functions behind the manager refuse everybody, the scheduled backup
        too; Odoo's own command does not, and runs in a process of its own.
        """
        self.check_access("write")
        if config["list_db"]:
            return super().action_backup()
        local = self.filtered(lambda one: one.method == "local")
        for backup in local:
            with backup.backup_log():
                backup._dump()
        local.cleanup()
        return super(DbBackup, self - local).action_backup()

    def _dump(self):
        """Write one backup into the folder; a half one does not stay."""
        os.makedirs(self.folder, exist_ok=True)
        name = self.filename(datetime.now(), ext=self.backup_format)
        path = os.path.join(self.folder, name)
        command = [sys.executable, "-m", "odoo", "db", "-c", config["config"], "dump"]
        kind = ["--format", self.backup_format]
        done = subprocess.run(
            [*command, *kind, self.env.cr.dbname, path],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            # a half one does not stay
            if os.path.exists(path):
                os.unlink(path)
            raise OSError(done.stdout[-MOST_OUTPUT:])

    @contextmanager
    def backup_log(self):
        """Note when it worked, and when it did not."""
        done = False
        with super().backup_log():
            yield
            done = True
        now = fields.Datetime.now()
        self.write({"last_success_at" if done else "last_failure_at": now})

    @api.model
    def _newest_file(self):
        """Return the path of the newest backup in the local folders, or None."""
        found = []
        for backup in self.sudo().search([("method", "=", "local")]):
            for path in glob(os.path.join(backup.folder, "*.dump.zip")):
                moment = begun(os.path.basename(path))
                if moment:
                    found.append((moment, path))
        return max(found)[1] if found else None

    # ------------------------------------------------------------------

    @api.model
    def _backup_problem(self):
        """Return what is wrong with the backups of this database, or None."""
        backups = self.sudo().search([])
        if not backups:
            return self.env._("No backup is set up.")
        now = fields.Datetime.now()
        if any(one._has_failed() for one in backups):
            return self.env._("The last backup failed. Look at the server's log.")
        last = max(filter(None, backups.mapped("last_success_at")), default=None)
        if last is None:
            made = min(backups.mapped("create_date"))
            if made > now - STALE:
                return None
            return self.env._("No backup was made yet. Look at the server's log.")
        if last < now - STALE:
            return self.env._("The last backup is too old. Look at the server's log.")
        test = self.env["backup.restore.test"].sudo().search([], limit=1)
        if test.state == "failed":
            return self.env._("The last backup could not be restored as it was.")
        weeks = self._restore_weeks()
        if not test or test.tested_at < now - timedelta(weeks=weeks):
            if not test and min(backups.mapped("create_date")) > now - timedelta(
                weeks=1
            ):
                return None
            return self.env._("It is time to test whether the backup can be restored.")
        return None

    def _has_failed(self):
        """Say whether the last try of this backup failed."""
        failed, worked = self.last_failure_at, self.last_success_at
        return bool(failed and (not worked or failed >= worked))

    @api.model
    def _restore_weeks(self):
        kept = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("customer_relations_addon.restore_test_weeks")
        )
        try:
            return min(max(int(kept), 1), 520)
        except (TypeError, ValueError):
            return WEEKS

    @api.model
    def _check_backups(self):
        """Keep one to-do for the administrators as long as something is wrong."""
        backups = self.sudo().search([], order="id")
        problem = backups and self._backup_problem()
        todo = self.env.ref(TODO)
        open_ones = (
            self.env["mail.activity"]
            .sudo()
            .search(
                Domain("res_model", "=", self._name)
                & Domain("activity_type_id", "=", todo.id)
            )
        )
        stale = open_ones.filtered(lambda one: one.summary != problem)
        stale.unlink()
        if problem and not (open_ones - stale):
            group = self.env.ref("base.group_system")
            admins = group.all_user_ids.filtered(
                lambda user: user.active and user._is_internal()
            )
            for user in admins:
                backups[:1].activity_schedule(TODO, summary=problem, user_id=user.id)
