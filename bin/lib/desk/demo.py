"""bin/demo: the demo company in a running Odoo, from nothing, with one command."""

import argparse
import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from . import places, steps
from .errors import Stop
from .odoo import Odoo, Server, free_port, need_port
from .postgres import Cluster
from .prepare import prepare
from .run import end, own, start, wait_gone

DATABASE = "complaint_demo"
# An ordinary Odoo has it by itself: *Import records* in the gear of a list.
IMPORT = "base_import"
# The first becomes the language of the database; the others are added to it.
LANGUAGES = "en_US,zh_HK,zh_TW,zh_CN"
HISTORY = """
from odoo.addons.{addon}.demo import history
history.build(env, months={months})
env.cr.commit()
"""
ALL_MONTHS = 24
# Looks back at what the others have told: complaints, repairs and their notices.
LAST = "customer_relations_addon"
LOGINS = (
    ("clerk, clerk3", "clerk, shop TST", "HKD 1,000"),
    ("clerk2 / clerk_mk / eshop", "clerk, shop CWB / MK / online", "HKD 1,000"),
    ("clerk_macau", "clerk, shop in Macau", "MOP 1,000"),
    ("supervisor / supervisor2", "supervisor, shop TST / CWB", "HKD 10,000"),
    ("supervisor_mk", "supervisor, shop MK", "HKD 10,000"),
    ("manager", "manager", "HKD 50,000"),
    ("director", "manager", "unlimited"),
    ("compliance", "approves what the conditions name", "none"),
    ("auditor", "reads everything, changes nothing", "none"),
    ("watchmaker", "workshop", "none"),
    ("inspector / investigator", "quality staff / quality manager", "none"),
    ("sales", "writes quotations, works with customers", "none"),
    ("connector", "intake from other systems (API key)", "none"),
    ("customer", "a customer, in the portal", "-"),
    ("admin", "administrator of Odoo", "none"),
)


def history_months() -> int:
    """How far the history of a new database goes back; 0 means that it has none."""
    text = os.environ.get("DEMO_MONTHS", str(ALL_MONTHS))
    if not text.isdigit() or int(text) > ALL_MONTHS:
        raise Stop(f"DEMO_MONTHS={text} is not a number of months (0 to {ALL_MONTHS}).")
    return int(text)


def port() -> int:
    text = os.environ.get("ODOO_PORT", "8069")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"ODOO_PORT={text} is not a port number (1 to 65535).")
    return int(text)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument(
        "--reset", action="store_true", help="throw the demo away and build it anew"
    )
    parser.add_argument(
        "--background", action="store_true", help="run it without a terminal"
    )
    parser.add_argument(
        "--stop", action="store_true", help="stop the one in the background"
    )
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if options.stop:
        return stop()
    if options.background:
        return background(options.reset)
    with _signals(), _single():
        return serve(options.reset)
    return 130  # stopped before it was ready


def serve(reset: bool) -> int:
    wanted = port()
    need_port(wanted, f"ODOO_PORT={wanted + 1} bin/demo")
    steps.say("Complaint desk demo")
    own(places.DEMO)
    source = prepare("run")
    cluster = Cluster(places.DEMO)
    if reset:
        _throw_away(cluster)
    cluster.create()
    odoo = Odoo(source, cluster, places.DEMO)
    sink = server = None
    try:
        cluster.start()
        build(odoo)
        mails = own(places.DEMO / "mail")
        smtp = free_port()
        program = [places.PYTHON, Path(__file__).with_name("mailsink.py"), smtp, mails]
        sink = start(
            program, places.DEMO / "mailsink.log", env=odoo.env(), cwd=places.DEMO
        )
        with steps.progress("Odoo"):
            server = Server(
                odoo, DATABASE, wanted, smtp_server="127.0.0.1", smtp_port=str(smtp)
            )
            server.start()
        # From the first word on that it is ready, Ctrl-C is the way to end it.
        with contextlib.suppress(_Ended):
            _show(wanted, mails)
            (places.DEMO / "ready").write_text(str(os.getpid()))
            _watch(server, sink)
        return 0
    finally:
        (places.DEMO / "ready").unlink(missing_ok=True)
        # A second Ctrl-C must not leave half of it running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if server:
            server.stop()
        end(sink)
        cluster.stop()
        steps.say("The demo has stopped.")


def build(odoo: Odoo) -> None:
    """The database: made once, and upgraded where an addon has changed since."""
    ours = places.in_order(places.addons())
    if not ours:
        raise Stop(
            "There is no addon (folder with __manifest__.py) in the project folder."
        )
    now = {name: places.digest(places.ROOT / name) for name in ours}
    stamp = places.STAMPS / "demo-database"
    before = json.loads(stamp.read_text()) if stamp.exists() else {}
    months = history_months()
    log = places.LOGS / "demo-install.log"
    if not before or not odoo.cluster.exists(DATABASE):
        steps.forget("demo-database")
        odoo.drop(DATABASE)
        with steps.progress("Database: Odoo and the addons (a few minutes)"):
            odoo.cluster.create_database(DATABASE)
            odoo.install(
                DATABASE, "-i", ",".join([*ours, IMPORT]), "--with-demo",
                f"--load-language={LANGUAGES}", log=log, title="Database",
            )  # fmt: skip
        if months:
            with steps.progress(f"Database: {months} months of history"):
                tell(odoo, DATABASE, months)
    elif before != now:
        fresh = [name for name in ours if name not in before]
        changed = [
            name for name in ours if name in before and before[name] != now[name]
        ]
        what = [
            *(("-i", ",".join(fresh)) if fresh else ()),
            *(("-u", ",".join(changed)) if changed else ()),
        ]
        steps.forget("demo-database")
        try:
            with steps.progress(
                f"Database: upgrade of {', '.join([*fresh, *changed])}"
            ):
                odoo.install(DATABASE, *what, "--with-demo", log=log, title="Database")
        except Stop as error:
            raise Stop(f"{error} Start over with: bin/demo --reset") from error
    steps.finish("demo-database", json.dumps(now))


def tell(odoo: Odoo, database: str, months: int = ALL_MONTHS) -> str:
    """Make the history of every addon that has one; return what Odoo said.

    All of them in one process: Odoo takes seconds to start.
    """
    script = "".join(
        HISTORY.format(addon=name, months=months)
        for name in sorted(places.in_order(places.addons()), key=LAST.__eq__)
        if (places.ROOT / name / "demo" / "history.py").exists()
    )
    log = f"history-{odoo.folder.name}"
    return odoo.script(database, script, "Demo history", log=log)


def _throw_away(cluster: Cluster) -> None:
    steps.forget("demo-database")
    steps.forget(f"cluster-{cluster.folder.name}")
    for name in ("data", "mail"):
        shutil.rmtree(places.DEMO / name, ignore_errors=True)


def _show(wanted: int, mails: Path) -> None:
    steps.say(f"\nReady: http://127.0.0.1:{wanted}   (password = login)\n")
    for login, role, limit in LOGINS:
        steps.say(f"  {login:<28}{role:<38}{limit}")
    steps.say(f"\nMails are not sent: each one is a file in {mails}")
    steps.say("Stop with Ctrl-C, or bin/demo --stop\n")


def _watch(server: Server, sink: subprocess.Popen) -> None:
    while True:
        for name, process in (("Odoo", server.process), ("The mail sink", sink)):
            if process and process.poll() is not None:
                raise Stop(f"{name} ended by itself; see {server.log}")
        time.sleep(0.5)


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end the demo as cleanly as Ctrl-C."""

    def interrupt(_number, _frame):
        raise _Ended

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    with contextlib.suppress(_Ended):
        yield


class _Ended(BaseException):
    """A signal asked us to stop: that is no failure."""


@contextlib.contextmanager
def _single() -> Iterator[None]:
    own(places.DEMO)
    with (places.DEMO / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stop(
                "The demo is running already; stop it with: bin/demo --stop"
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
        handle.truncate(0)


def _running() -> int | None:
    """The process of the running demo, known by its lock."""
    try:
        with (places.DEMO / "lock").open("r") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(handle.read() or 0) or None
    except (FileNotFoundError, ValueError):
        pass
    return None


def stop() -> int:
    pid = _running()
    if pid is None:
        steps.say("The demo is not running.")
        return 0
    os.kill(pid, signal.SIGTERM)
    if not wait_gone(pid, 60):
        raise Stop(f"The demo (process {pid}) does not stop within a minute.")
    steps.say("The demo has stopped.")
    return 0


def background(reset: bool) -> int:
    if _running():
        raise Stop("The demo is running already; stop it with: bin/demo --stop")
    wanted = port()
    need_port(wanted, f"ODOO_PORT={wanted + 1} bin/demo --background")
    own(places.DEMO)
    log = places.DEMO / "demo.log"
    ready = places.DEMO / "ready"
    ready.unlink(missing_ok=True)
    command = [
        sys.executable,
        places.ROOT / "bin" / "demo",
        *(["--reset"] if reset else []),
    ]
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        return _follow(child, log, ready)
    except BaseException:
        # Whoever gives up waiting does not want a demo that starts later.
        end(child, wait=60)
        raise


def _follow(child: subprocess.Popen, log: Path, ready: Path) -> int:
    """Show what the demo in the background says until it is ready or has failed."""
    shown = 0
    while True:
        text = log.read_text("utf-8", "replace")
        sys.stdout.write(text[shown:])
        sys.stdout.flush()
        shown = len(text)
        if ready.exists():
            return 0
        if child.poll() is not None:
            sys.stdout.write(log.read_text("utf-8", "replace")[shown:])
            return child.returncode or 1
        time.sleep(0.3)
