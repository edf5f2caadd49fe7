"""``odoo restore_test``: really restore the last backup, compare, report, drop."""

import os
import secrets
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.modules.registry import Registry
from odoo.service import db
from odoo.tools import config


class RestoreTest(Command):
    """Restore the last backup of a database into a scratch database and compare.

    Rows, files of attachments and the decision chains are compared with the running
    database. The result is written to Configuration / Backups; the scratch database is
    dropped. Exit code 0: passed, 1: failed.
    """

    name = "restore_test"

    def run(self, cmdargs):
        """Run the command; see the class.

        :param list cmdargs: arguments of the command line
        """
        args = self._arguments(cmdargs)
        # a server that shows no database manager has its checks for the browser only
        config["list_db"] = True
        registry = Registry(args.database)
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["backup.restore.test"]
            file = args.file or env["db.backup"]._newest_file()
        if not file:
            sys.exit("There is no backup in the folders of Automated Backups.")
        result = self._test(args.database, Path(file))
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            test = env["backup.restore.test"]._record(result)
            print(test._summary())  # pylint: disable=print-used
            failed = test.state == "failed"
        sys.exit(1 if failed else 0)

    def _arguments(self, cmdargs):
        parser = self.parser
        parser.add_argument("-c", "--config", help="configuration file of the server")
        parser.add_argument("-d", "--database", required=True)
        parser.add_argument("--file", help="this backup instead of the newest one")
        args, others = parser.parse_known_args(cmdargs)
        given = ["-c", args.config] if args.config else []
        config.parse_config([*given, *others], setup_logging=True)
        return args

    def _test(self, database, file):
        """Restore, compare and drop; return the values of the record."""
        from odoo.addons.customer_relations_addon.models.restore_checks import compare
        from odoo.addons.customer_relations_addon.rules.restoring import MARGIN, begun

        started = time.monotonic()
        scratch = f"{database[:40]}_restore_{secrets.token_hex(4)}"
        values = {"file": file.name, "host": socket.gethostname()}
        try:
            changed = datetime.fromtimestamp(os.path.getmtime(file), UTC)
            since = begun(file.name) or (
                changed.replace(tzinfo=None) - timedelta(hours=1)
            )
            values.update(backup_at=since.replace(microsecond=0))
            values["size_mb"] = os.path.getsize(file) / 1024**2
            # neutralized: no mail, no scheduled action, no payment ever runs in it
            db.restore_db(scratch, str(file), copy=True, neutralize_database=True)
            with Registry(database).cursor() as cr, Registry(scratch).cursor() as copy:
                live = api.Environment(cr, SUPERUSER_ID, {})
                other = api.Environment(copy, SUPERUSER_ID, {})
                figures, problems = compare(live, other, since - MARGIN)
            values.update(figures, problems="\n".join(problems))
        # whatever goes wrong is the result that the administrator must see
        except Exception as error:  # noqa: BLE001  pylint: disable=broad-except
            values["problems"] = f"{type(error).__name__}: {error}"
        finally:
            if db.exp_db_exist(scratch):
                db.exp_drop(scratch)
        return {**values, "seconds": time.monotonic() - started}
