import os
import tempfile
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.restore_checks import compare
from .common import RelationsCommon


@tagged("post_install", "-at_install")
class TestBackup(RelationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["db.backup"].search([]).unlink()
        cls.admin = cls._user("t_system", "base.group_system")
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(os.rmdir, cls.folder)
        cls.tests = cls.env["backup.restore.test"].sudo()

    def _setup(self, user=None, **values):
        wizard = self.env["backup.setup"].with_user(user or self.admin)
        return wizard.create({"folder": self.folder, "now": False, **values})

    def _record(self, **values):
        return self.tests._record({"file": "2026_01_01_03_00_00.dump.zip", **values})

    def _todos(self):
        return self.env["mail.activity"].search([("res_model", "=", "db.backup")])

    def _weeks_old(self, backup, weeks=52):
        self.env.cr.execute(
            "UPDATE db_backup SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(weeks=weeks), backup.id],
        )
        backup.invalidate_recordset()

    def test_only_administrators_set_up_and_read(self):
        for user in (self.manager, self.privacy, self.auditor):
            with self.assertRaises(AccessError):
                self._setup(user)
            with self.assertRaises(AccessError):
                self.tests.with_user(user).search([])
        with self.assertRaises(AccessError):
            self.tests.sudo(False).with_user(self.admin).create(
                {"file": "x", "state": "passed", "tested_at": fields.Datetime.now()}
            )

    def test_set_up_twice_keeps_one_and_says_when(self):
        self._setup(hour=4).action_set_up()
        self._setup(hour=5, days_to_keep=7).action_set_up()
        backup = self.env["db.backup"].search([])
        self.assertEqual(len(backup), 1)
        self.assertEqual(backup.days_to_keep, 7)
        cron = self.env.ref("auto_backup.ir_cron_backup_scheduler_0")
        self.assertTrue(cron.active)
        self.assertGreater(cron.nextcall, fields.Datetime.now())

    def test_bad_settings_say_what_to_do(self):
        with self.assertRaisesRegex(UserError, "whole path"):
            self._setup(folder="backups").action_set_up()
        with self.assertRaisesRegex(UserError, "cannot write"):
            self._setup(folder="/proc/nothing/here").action_set_up()
        for values in ({"hour": 24}, {"hour": -1}, {"days_to_keep": 0}):
            with self.assertRaises(ValidationError):
                self._setup(**values)

    def test_success_and_failure_are_noted(self):
        self._setup().action_set_up()
        backup = self.env["db.backup"].search([])
        with backup.backup_log():
            pass
        self.assertTrue(backup.last_success_at)
        self.assertFalse(backup.last_failure_at)
        with mute_logger("odoo.addons.auto_backup.models.db_backup"):
            with backup.backup_log():
                raise OSError("disk full")
        self.assertTrue(backup.last_failure_at)
        # nobody waits two days to hear of it, also when none ever worked
        self.assertIn("last backup failed", backup._backup_problem())
        backup.last_success_at = False
        self.assertIn("last backup failed", backup._backup_problem())
        backup.last_success_at = fields.Datetime.now() + timedelta(seconds=1)
        self.assertNotIn("failed", backup._backup_problem() or "")

    def test_one_todo_as_long_as_something_is_wrong(self):
        backups = self.env["db.backup"]
        self.assertIn("No backup is set up", backups._backup_problem())
        backups._check_backups()
        self.assertFalse(self._todos())
        self._setup().action_set_up()
        self.assertIsNone(backups._backup_problem())
        backup = backups.search([])
        self._weeks_old(backup)
        backups._check_backups()
        backups._check_backups()
        admins = len(self._todos())
        self.assertEqual(len(self._todos().user_id), admins)
        self.assertIn("No backup was made", self._todos()[0].summary)
        backup.last_success_at = fields.Datetime.now() - timedelta(days=5)
        self.assertIn("too old", backups._backup_problem())
        backup.last_success_at = fields.Datetime.now()
        self.assertIn("time to test", backups._backup_problem())
        self._record(problems="res_partner: 1 rows instead of 2.")
        self.assertIn("could not be restored", self._todos()[0].summary)
        self.assertEqual(len(self._todos()), admins)
        test = self._record(rows=12, tables=3)
        self.assertIn("12 rows", test._summary())
        # of the shop's clock, whatever the robot's own is
        self.env.company.resource_calendar_id.tz = "Asia/Hong_Kong"
        test._trusted().write({"backup_at": "2026-03-01 20:00:00"})
        self.assertIn("4:00:00", test._summary())
        self.assertIn("(Asia/Hong_Kong)", test._summary())
        self.assertFalse(self._todos())
        self.env.cr.execute("UPDATE backup_restore_test SET tested_at = '2020-01-01'")
        test.invalidate_recordset()
        self.assertIn("time to test", backups._backup_problem())

    def test_the_status_is_in_the_settings(self):
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertIn("No backup is set up", settings.backup_problem)
        self._setup().action_set_up()
        self.env["db.backup"].search([]).last_success_at = "2026-01-01 03:00:00"
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertEqual(str(settings.backup_last_at), "2026-01-01 03:00:00")

    def test_the_newest_whole_backup_is_found(self):
        self._setup().action_set_up()
        names = (
            "2026_01_01_03_00_00.dump.zip",
            "2026_01_02_03_00_00.dump.zip",
            "notes.dump.zip",
            "2026_01_03_03_00_00.dump",
        )
        for name in names:
            path = os.path.join(self.folder, name)
            with open(path, "wb"):
                pass
            self.addCleanup(os.unlink, path)
        newest = self.env["db.backup"]._newest_file()
        self.assertEqual(os.path.basename(newest), names[1])

    def test_a_database_compared_with_itself_has_no_problem(self):
        self._complaint()
        self.env.flush_all()
        until = fields.Datetime.now() + timedelta(days=1)
        figures, problems = compare(self.env, self.env, until)
        self.assertEqual(problems, [])
        self.assertGreater(figures["tables"], 100)
        self.assertGreater(figures["rows"], 1000)
