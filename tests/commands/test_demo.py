"""bin/demo as a person uses it: start, look, stop, start again, pull the plug."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from desk import places
from desk.odoo import answers, free_port
from desk.run import own
from support.client import Client

DEMO = places.ROOT / "bin" / "demo"
SETUP = ("venv", "pip-run", "pip-dev", "odoo", "odoo-script")


class Demo:
    """A demo in a work folder of its own; only what setup made is shared."""

    def __init__(self, work: Path):
        self.work = work
        self.port = free_port()
        work.chmod(0o755)
        for made in (places.VENV, places.PREFIX):
            if made.exists():
                (work / made.name).symlink_to(made)
        # Python's compiled files of Odoo
        (work / "pycache").symlink_to(own(places.WORK / "pycache"))
        (work / "stamps").mkdir()
        for name in SETUP:
            if (places.STAMPS / name).exists():
                shutil.copy(places.STAMPS / name, work / "stamps" / name)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(self, *arguments: str, seconds: int = 900) -> subprocess.CompletedProcess:
        return subprocess.run(
            [DEMO, *arguments],
            env=self.env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def env(self) -> dict[str, str]:
        # The history, made by bin/demo's own function, has its tests in tests/demo.
        bare = {"DEMO_MONTHS": "0", "DESK_WORK": str(self.work)}
        return {**os.environ, **bare, "ODOO_PORT": str(self.port)}

    def start(self) -> str:
        done = self.call("--background")
        assert done.returncode == 0, done.stdout + done.stderr
        assert answers(f"{self.url}/web/login")
        return done.stdout

    def supervisor(self) -> int:
        return int((self.work / "demo" / "lock").read_text())

    def processes(self) -> list[str]:
        """Whatever still runs in the demo's folder."""
        found = []
        mark = str(self.work / "demo").encode()
        for command in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                text = command.read_bytes()
            except OSError:
                continue
            if mark in text:
                found.append(text.replace(b"\0", b" ").decode())
        return found

    def assert_gone(self, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while self.processes() and time.monotonic() < limit:
            time.sleep(0.2)
        assert self.processes() == []
        assert not answers(f"{self.url}/web/login")


@pytest.fixture(scope="module")
def demo():
    # Not pytest's own folder: that one is closed to the unprivileged user.
    work = Path("/tmp") / f"desk-demo-{os.getpid()}"
    work.mkdir()
    one = Demo(work)
    try:
        one.first = one.start()
        yield one
    finally:
        one.call("--stop")
        shutil.rmtree(work)


def test_the_address_and_the_logins_are_shown_and_work(demo):
    assert f"Ready: {demo.url}" in demo.first
    table = demo.first.split("password = login)")[1].split("Mails")[0]
    logins = re.findall(r"^  ([\w, /]+?)  ", table, re.MULTILINE)
    names = [name for group in logins for name in re.split(r"[,/ ]+", group)]
    assert {"clerk", "eshop", "director", "customer", "admin"} <= set(names)
    for name in names:
        assert Client(demo.url, "complaint_demo", name).sign_in().uid, name


def test_a_mail_becomes_a_file(demo):
    admin = Client(demo.url, "complaint_demo", "admin").sign_in()
    values = {
        "subject": "Demo 鐘錶",
        "body_html": "<p>x</p>",
        "email_to": "a@example.com",
    }
    mail = admin.call("mail.mail", "create", values)
    admin.call("mail.mail", "send", mail if isinstance(mail, list) else [mail])
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        if list((demo.work / "demo" / "mail").glob("*Demo-鐘錶.eml")):
            return
        time.sleep(0.2)
    pytest.fail("no file for the mail")


def test_only_one_runs_at_a_time(demo):
    for way in ([], ["--background"]):
        done = demo.call(*way, seconds=60)
        assert done.returncode == 1
        assert "running already" in done.stderr
    assert answers(f"{demo.url}/web/login")


def test_stop_leaves_nothing_behind_and_a_new_start_repeats_nothing(demo):
    assert demo.call("--stop").returncode == 0
    demo.assert_gone(0.1)
    assert "..." not in demo.start().replace("Odoo ... done", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything(demo, number):
    if not demo.processes():
        demo.start()
    os.kill(demo.supervisor(), number)
    demo.assert_gone(60)


def test_a_killed_command_takes_its_programs_along(demo):
    demo.start()
    os.kill(demo.supervisor(), signal.SIGKILL)
    demo.assert_gone(60)


def test_it_starts_again_in_the_foreground_and_ends_with_ctrl_c(demo):
    demo.call("--stop")
    process = subprocess.Popen(
        [DEMO],
        env=demo.env(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    for line in process.stdout:
        if line.startswith("Stop with Ctrl-C"):
            break
    os.killpg(process.pid, signal.SIGINT)
    rest = process.communicate(timeout=60)[0]
    assert (process.returncode, "Traceback" in rest) == (0, False)
    assert "The demo has stopped." in rest
    demo.assert_gone(0.1)
