"""bin/test: every test, on real servers of their own, beside a running demo."""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from . import cover, databases, debian, places, steps, times
from .logcheck import Record, ours, read, read_collected
from .odoo import Odoo
from .parts import TITLES, Selection, select
from .postgres import Cluster
from .prepare import prepare
from .run import end, own, run, unprivileged

LEAST_COVERAGE = 95
NOT_GOOD = ("failure", "error", "skipped")
NOTHING_FOUND = 5  # pytest's exit code when no test matched
# Both have one worker more than the machine has processors; the commands, which wait
# most of the time, run beside whatever else is done.
IN_TURN = ("addons", "live")


class Run:
    """One call of bin/test: its folder, its databases, its results."""

    def __init__(self, odoo: Odoo, chosen: Selection):
        self.odoo, self.chosen = odoo, chosen
        self.results = own(places.TEST / "results")
        self.coverage = places.TEST / "coverage"
        self.passed = 0
        self.problems: list[str] = []
        self.failed = 0

    def clean(self) -> None:
        for folder in (self.results, self.coverage):
            shutil.rmtree(folder, ignore_errors=True)
            own(folder)
        self.write_coverage_config()
        self.write_settings()

    def write_coverage_config(self) -> None:
        sources = "".join(f"    {places.ROOT / name}\n" for name in places.addons())
        text = (
            f"[run]\nsource =\n{sources}data_file = {self.coverage / 'data'}\n"
            "[report]\nskip_covered = true\nexclude_also =\n    if TYPE_CHECKING\n"
        )
        (places.TEST / "coveragerc").write_text(text, "utf-8")

    def write_settings(self) -> None:
        """What tests/support needs to know."""
        source = self.odoo.source
        settings = {
            "folder": str(places.TEST),
            "results": str(self.results),
            "source": {
                "base": str(source.base),
                "addons": [str(path) for path in source.addons],
            },
            "databases": databases.LIVE,
            "template": databases.PLAIN,
        }
        (places.TEST / "settings.json").write_text(
            json.dumps(settings, indent=2), "utf-8"
        )

    def prepare_databases(self) -> None:
        folders = self.chosen.folders()
        addons, live = "addons" in self.chosen, bool(folders - {"commands", "install"})
        names = []
        if live or addons:
            names.append(databases.WITH_DEMO)
        if "install" in folders:
            names.append(databases.PLAIN)
        databases.templates(self.odoo, names)
        if live or addons:
            found = databases.tested(self.odoo, live, addons)
            self.log_problems("installation", found)

    def log_problems(self, where: str, records: list[Record]) -> None:
        self.problems += [f"log of the {where}: {record}" for record in records]

    # Running pytest

    def parts(self) -> None:
        running: dict[str, subprocess.Popen] = {}
        others = [name for name in IN_TURN if name in self.chosen]
        try:
            if "commands" in self.chosen:
                running["commands"] = self.start("commands", hidden=bool(others))
            self.prepare_databases()
            for name in others:
                running[name] = self.start(name)
                self.done(name, running.pop(name).wait())
            if "commands" in running:
                self.done("commands", running.pop("commands").wait(), bool(others))
        except BaseException:
            for process in running.values():
                end(process, signal.SIGINT, wait=30)
            raise

    def output(self, name: str) -> Path:
        return self.results / f"output-{name}.txt"

    def start(self, name: str, hidden: bool = False) -> subprocess.Popen:
        """``hidden``: what it says goes to a file, as others write on the screen."""
        if not hidden:
            steps.say(f"\n== {TITLES[name]}")
        env = {
            **self.odoo.env(),
            **self.odoo.cluster.env(),
            "PATH": os.pathsep.join((os.environ["PATH"], str(debian.postgres_bin()))),
            "PYTHONPATH": os.pathsep.join(map(str, self.python_path())),
            "DESK_WORK": str(places.WORK),
            cover.FOLDER: str(self.coverage),
            "DESK_LOG": str(self.results / f"log-{name}.jsonl"),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(own(places.TEST / "hypothesis")),
        }
        if name == "commands":
            # Run by the caller, who may be root: nobody else could write beside that.
            env["PYTHONPYCACHEPREFIX"] = str(places.WORK / "pycache-commands")
        with contextlib.ExitStack() as stack:
            output = (
                stack.enter_context(self.output(name).open("w")) if hidden else None
            )
            return subprocess.Popen(
                self.command(name),
                env=env,
                cwd=places.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output and subprocess.STDOUT,
            )

    def python_path(self) -> list[Path]:
        base = self.odoo.source.base
        return [base, places.ROOT / "tests", places.ROOT / "bin" / "lib"]

    def command(self, name: str) -> list[str]:
        command = [
            *(places.PYTHON, "-m", "pytest", "-p", "support.guard"),
            *("-p", "support.schedule", "-p", "no:cacheprovider"),
            f"--junitxml={self.junit(name)}",
            "-ra",
            *self.kind(name),
            *self.chosen.parts[name],
        ]
        if self.chosen.keyword:
            command += ["-k", self.chosen.keyword]
        if name == "commands":
            # They try the commands as the person does who calls them.
            return [str(word) for word in command]
        return unprivileged(command, "TERM")

    def junit(self, name: str) -> Path:
        return self.results / f"junit-{name}.xml"

    def done(self, name: str, code: int, hidden: bool = False) -> None:
        if hidden:
            steps.say(f"\n== {TITLES[name]}: what was said")
            steps.say(self.output(name).read_text("utf-8", "replace"))
        if code == NOTHING_FOUND and self.chosen.keyword:
            return
        self.count(name, self.junit(name), code)
        collected = self.results / f"log-{name}.jsonl"
        self.log_problems(f"part {name}", ours(read_collected(collected), "test"))
        if name == "live":
            for log in sorted(self.results.glob("server-*.log")):
                expected = self.results / "expected_log.txt"
                self.log_problems(log.stem, ours(read(log), "live", expected))

    def kind(self, name: str) -> list[str]:
        if name == "commands":
            return ["-p", "no:odoo", "--import-mode=importlib"]
        # One file is for one worker anyway.
        paths = self.chosen.parts[name]
        alone = len(paths) == 1 and not paths[0].is_dir()
        several = [] if alone else ["-n", str(len(databases.LIVE))]
        if name == "live":
            return ["-p", "no:odoo", "--import-mode=importlib", *several]
        conf = self.odoo.configure(
            "addons", screenshots=str(own(self.results / "screenshots"))
        )
        return [
            *several,
            f"--odoo-config={conf}",
            f"--odoo-database={databases.ADDONS}",
            "--odoo-http",
        ]

    def count(self, name: str, junit: Path, code: int) -> None:
        if not junit.exists():
            self.problems.append(
                f"{TITLES[name]}: pytest ended with code {code}, without a result"
            )
            return
        # A test with subtests has several entries: one bad one makes it a bad test.
        tests: dict[tuple, bool] = {}
        for case in ElementTree.parse(junit).getroot().iter("testcase"):
            key = (case.get("classname"), case.get("name"))
            good = not any(case.find(tag) is not None for tag in NOT_GOOD)
            tests[key] = tests.get(key, True) and good
        bad = list(tests.values()).count(False)
        if self.chosen.everything:
            times.learn(junit)
        self.passed += len(tests) - bad
        self.failed += bad
        if code and not bad:
            self.problems.append(f"{TITLES[name]}: pytest ended with code {code}")

    # Results

    def cover(self) -> None:
        """One figure over all processes: tests, live servers, installations."""
        tool = [places.PYTHON, "-m", "coverage"]
        rc = f"--rcfile={places.TEST / 'coveragerc'}"
        env = self.odoo.env()

        def call(*arguments: str) -> str:
            done = subprocess.run(
                [*tool, *arguments, rc],
                env=env,
                cwd=places.ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            return done.stdout

        gather = [places.PYTHON, cover.__file__, self.coverage, self.coverage / "data"]
        run("Coverage", gather, env=env, log="coverage")
        # Each reads all of our code again, and nothing else runs any more.
        with ThreadPoolExecutor() as side:
            report, *_others = side.map(
                lambda words: call(*words),
                (
                    ("report",),
                    ("xml", "-q", "-o", str(self.results / "coverage.xml")),
                    ("html", "-q", "-d", str(self.results / "coverage")),
                ),
            )
        (self.results / "coverage.txt").write_text(report, "utf-8")
        total = re.search(r"^TOTAL.*?(\d+)%\s*$", report, re.MULTILINE)
        if not total:
            if self.chosen.everything:
                self.problems.append("coverage: no result")
            return
        steps.say(
            f"\nCoverage of our addons: {total[1]} %"
            f" (lines in {self.results / 'coverage.txt'})"
        )
        if self.chosen.everything and int(total[1]) < LEAST_COVERAGE:
            steps.say(report)
            self.problems.append(
                f"coverage is {total[1]} %, less than {LEAST_COVERAGE} %"
            )

    def finish(self, begin: float) -> int:
        if not self.passed + self.failed and not self.problems:
            self.problems.append("no test matches")
        for problem in self.problems:
            steps.say(f"FAILED {problem}")
        steps.say(f"\nResults: {self.results}   ({time.monotonic() - begin:.0f} s)")
        bad = self.failed + len(self.problems)
        steps.say(f"{self.passed} passed, {bad} failed")
        return 1 if bad else 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument(
        "what", nargs="*", help="an addon, folder or file, or a name (pytest -k)"
    )
    options = parser.parse_args(arguments)
    begin = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_args: _interrupt())
    chosen = select(options.what)
    steps.say("Complaint desk tests")
    source = prepare("dev")
    own(places.TEST)
    with steps.only_one(places.TEST / "lock", "waiting for another bin/test"):
        cluster = Cluster(places.TEST, throw_away=True)
        run = Run(Odoo(source, cluster, places.TEST), chosen)
        run.clean()
        cluster.create()
        try:
            cluster.start()
            run.parts()
            run.cover()
            return run.finish(begin)
        finally:
            cluster.stop()


def _interrupt() -> None:
    raise KeyboardInterrupt
