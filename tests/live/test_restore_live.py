"""Backups are really made, really restored, and a loss is found."""

import re
import subprocess
import uuid

import pytest

from desk.run import unprivileged

FIELDS = ["state", "file", "rows", "chains", "problems"]


@pytest.fixture(scope="module")
def restored(live_server):
    """Return a function that runs the command, with the server's configuration."""

    def run(*arguments):
        odoo = live_server.odoo
        conf = odoo.configure("setup")
        whole = odoo.command("restore_test", "-d", live_server.database, *arguments)
        return subprocess.run(
            unprivileged(whole, "TERM"),
            env=odoo.env(ODOO_RC=str(conf)),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


def _last(admin):
    found = admin.call("backup.restore.test", "search_read", [], FIELDS, limit=1)
    return found[0]


def test_a_backup_is_made_restored_and_compared(live_server, rpc, sql, restored):
    admin = rpc("admin")
    folder = live_server.odoo.data / "backups" / uuid.uuid4().hex
    setup = admin.call("backup.setup", "create", {"folder": str(folder), "now": True})
    admin.call("backup.setup", "action_set_up", setup)
    files = list(folder.glob("*.dump.zip"))
    assert len(files) == 1 and files[0].stat().st_size > 100_000
    assert sql.one("SELECT count(*) FROM db_backup WHERE last_success_at IS NOT NULL")

    passed = restored()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert re.search(r"Passed: backup .* decision chains verified", passed.stdout)
    result = _last(admin)
    assert result["state"] == "passed" and not result["problems"]
    assert result["rows"] > 1000 and result["chains"] > 0

    # a row that the backup should hold, and does not
    sql(
        "INSERT INTO res_partner_category (name, create_date)"
        " VALUES (jsonb_build_object('en_US', 'Lost'), '2020-01-01')"
    )
    failed = restored()
    assert failed.returncode == 1
    assert "res_partner_category" in _last(admin)["problems"]

    (folder / "broken.dump.zip").write_bytes(b"half a file")
    broken = restored("--file", str(folder / "broken.dump.zip"))
    assert broken.returncode == 1
    assert _last(admin)["state"] == "failed"
    scratch = "SELECT count(*) FROM pg_database WHERE datname LIKE '%%restore%%'"
    assert sql.one(scratch) == 0
