"""bin/lint: style, known mistakes, translations; --fix mends what a program can."""

import argparse
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import places, steps, templates_pot, translations
from .odoo_source import OdooSource
from .prepare import npm, npm_environment, prepare
from .run import environment, own, run

# Odoo's own checks, as its test suite calls them.
CORE_CHECKS = (
    "used-before-assignment,undefined-variable,eval-used,unreachable,function-redefined,"
    "sql-injection,missing-gettext,gettext-variable,gettext-placeholders,gettext-repr,"
    "raise-unlink-override"
)
CORE_PLUGINS = (
    "_pylint_path_setup,pylint.extensions.bad_builtin,_odoo_checker_sql_injection,"
    "_odoo_checker_gettext,_odoo_checker_unlink_override"
)
# pylint-odoo's, beside OCA's mandatory ones: our own small registers are read whole.
# One concern a file here, even where several of them extend one model.
NOT_FOR_US = "missing-return,no-search-all,consider-merging-classes-inherited"
Check = Callable[[], tuple[bool, str]]


@dataclass
class Linter:
    source: OdooSource
    fix: bool

    @property
    def addons(self) -> list[str]:
        return places.addons()

    def call(
        self, *command: object, env: dict[str, str] | None = None
    ) -> tuple[bool, str]:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=places.ROOT,
            env=env or self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout.strip()

    def environment(self, *paths: Path) -> dict[str, str]:
        search = os.pathsep.join(map(str, (*paths, self.source.base)))
        return environment(PYTHONPATH=search, PYLINTHOME=str(places.WORK / "pylint"))

    @staticmethod
    def tool(name: str) -> Path:
        return places.VENV / "bin" / name

    @staticmethod
    def files(*endings: str) -> list[str]:
        """What git knows or would take, so that nobody's scratch files matter."""
        listed = run(
            "git",
            ["git", "ls-files", "-z", "-co", "--exclude-standard"],
            cwd=places.ROOT,
        )
        there = (name for name in listed.split("\0") if (places.ROOT / name).is_file())
        return sorted(name for name in there if name.endswith(endings))

    # Python

    def ruff(self) -> tuple[bool, str]:
        return self.call(
            self.tool("ruff"), "check", *(["--fix"] if self.fix else []), "."
        )

    def ruff_format(self) -> tuple[bool, str]:
        how = [] if self.fix else ["--check"]
        return self.call(self.tool("ruff"), "format", *how, ".")

    def pylint_odoo(self) -> tuple[bool, str]:
        options = ["--rcfile=.pylintrc", f"--disable={NOT_FOR_US}"]
        return self.call(self.tool("pylint"), *options, *self.addons)

    def pylint_core(self) -> tuple[bool, str]:
        plugins = self.source.base / "odoo" / "addons" / "test_lint" / "tests"
        options = [
            f"--rcfile={os.devnull}",
            "--disable=all,useless-option-value,unknown-option-value",
            f"--enable={CORE_CHECKS}",
            f"--load-plugins={CORE_PLUGINS}",
            "--reports=n",
            "--score=n",
            "--bad-functions=input",
        ]
        env = self.environment(plugins)
        env["ADDONS_PATH"] = os.pathsep.join(
            map(str, (*self.source.addons, places.ROOT))
        )
        return self.call(self.tool("pylint"), *options, *self.addons, env=env)

    # Addons

    def oca_module(self) -> tuple[bool, str]:
        manifests = [f"{name}/__manifest__.py" for name in self.addons]
        how = ["--fix"] if self.fix else []
        return self.call(self.tool("oca-checks-odoo-module"), *how, *manifests)

    def oca_po(self) -> tuple[bool, str]:
        files = self.files(".po", ".pot")
        return self.call(self.tool("oca-checks-po"), *files) if files else (True, "")

    def placeholders(self) -> tuple[bool, str]:
        return translations.check([places.ROOT / name for name in self.files(".po")])

    def pot(self) -> tuple[bool, str]:
        return templates_pot.check(self.source, self.fix)

    # XML and JavaScript

    def prettier(self) -> tuple[bool, str]:
        files = self.files(".xml", ".js", ".scss", ".yml")
        how = "--write" if self.fix else "--check"
        program = places.ROOT / "node_modules" / ".bin" / "prettier"
        return self.call(
            program, how, "--log-level=warn", *files, env=npm_environment()
        )

    def eslint(self) -> tuple[bool, str]:
        files = [name for name in self.files(".js") if "/static/" in name]
        how = ["--fix"] if self.fix else []
        program = places.ROOT / "node_modules" / ".bin" / "eslint"
        if not files:
            return True, ""
        return self.call(
            program, *how, "--max-warnings=0", *files, env=npm_environment()
        )

    def checks(self) -> dict[str, tuple[str, Check]]:
        return {
            "ruff": ("ruff", self.ruff),
            "format": ("ruff format", self.ruff_format),
            "pylint": ("pylint-odoo", self.pylint_odoo),
            "core": ("Odoo's own checks", self.pylint_core),
            "oca": ("OCA's module checks", self.oca_module),
            "prettier": ("prettier", self.prettier),
            "eslint": ("eslint", self.eslint),
            "pot": (".pot files up to date", self.pot),
            "po": ("OCA's translation checks", self.oca_po),
            "values": ("Values and tags of the translations", self.placeholders),
        }


def javascript_tools() -> None:
    lock = places.ROOT / "package-lock.json"
    key = places.digest(lock)
    if not (places.ROOT / "node_modules" / ".bin" / "eslint").exists():
        steps.forget("npm")

    def install() -> None:
        shutil.rmtree(places.ROOT / "node_modules", ignore_errors=True)
        run(
            "npm packages", npm("ci"), log="npm", cwd=places.ROOT, env=npm_environment()
        )

    steps.once("npm", key, "npm packages", install, 300)


def main(arguments: list[str]) -> int:
    names = Linter(OdooSource(Path(), ()), False).checks()
    parser = argparse.ArgumentParser(prog="bin/lint", description=__doc__)
    parser.add_argument(
        "--fix", action="store_true", help="format, and write the .pot files"
    )
    parser.add_argument(
        "only", nargs="*", choices=[*names, []], help="only these checks"
    )
    options = parser.parse_args(arguments)
    steps.say("Complaint desk lint")
    source = prepare("dev")
    with steps.only_one(
        places.WORK / "setup.lock", "waiting for another command's setup"
    ):
        javascript_tools()
    own(places.TEST)
    passed = failed = 0
    for name, (title, check) in Linter(source, options.fix).checks().items():
        if options.only and name not in options.only:
            continue
        good, output = check()
        steps.say(f"  {title}: {'ok' if good else 'FAILED'}")
        if not good:
            steps.say(output)
        passed, failed = passed + good, failed + (not good)
    steps.say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0
