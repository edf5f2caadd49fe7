"""What bin/test runs: which arguments mean which part of the tests."""

from dataclasses import dataclass, field
from pathlib import Path

from . import places
from .errors import Stop

# Each part is one pytest run of its own kind.
TITLES = {
    "commands": "the commands themselves",
    "addons": "the addons' own tests, inside Odoo",
    "live": "across addons, against a live server",
}


@dataclass
class Selection:
    parts: dict[str, list[Path]] = field(default_factory=dict)
    keyword: str = ""
    everything: bool = False

    def add(self, part: str, path: Path) -> None:
        self.parts.setdefault(part, []).append(path)

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def folders(self) -> set[str]:
        """Of which folders of ``tests/`` something is wanted."""
        tests = places.ROOT / "tests"
        found = {path for paths in self.parts.values() for path in paths}
        inside = [path for path in found if path.is_relative_to(tests)]
        return {path.relative_to(tests).parts[0] for path in inside}


def select(arguments: list[str]) -> Selection:
    """Paths choose files; anything else is a name as pytest -k understands it."""
    chosen = Selection()
    words = []
    for argument in arguments:
        path = Path(argument.split("::")[0])
        path = path if path.exists() else places.ROOT / path
        if path.exists():
            _add_path(chosen, path.resolve(), argument.partition("::")[2])
        elif "/" in argument:
            raise Stop(f"{argument} does not exist.")
        else:
            words.append(argument)
    chosen.keyword = " or ".join(words)
    if not chosen.parts:
        _add_all(chosen)
        chosen.everything = not words
    return chosen


def _add_all(chosen: Selection) -> None:
    for addon in places.addons():
        if (places.ROOT / addon / "tests").is_dir():
            chosen.add("addons", places.ROOT / addon / "tests")
    for folder in sorted((places.ROOT / "tests").iterdir()):
        if _holds_tests(folder):
            chosen.add("commands" if folder.name == "commands" else "live", folder)


def _holds_tests(path: Path) -> bool:
    if path.is_dir():
        return any(path.rglob("test_*.py"))
    return path.name.startswith("test_") and path.suffix == ".py"


def _add_path(chosen: Selection, path: Path, node: str) -> None:
    if path == places.ROOT:
        _add_all(chosen)
        return
    if not path.is_relative_to(places.ROOT):
        raise Stop(f"{path} is not in this project.")
    first, *rest = path.relative_to(places.ROOT).parts
    if first == "tests" and not rest:
        whole = Selection()
        _add_all(whole)
        for part, paths in whole.parts.items():
            if part != "addons":
                chosen.parts.setdefault(part, []).extend(paths)
        return
    if first == "tests":
        part = "commands" if rest[0] == "commands" else "live"
    elif (places.ROOT / first / "__manifest__.py").exists():
        part = "addons"
        path = path if rest else path / "tests"
    else:
        raise Stop(f"{path} holds no tests.")
    if not path.exists():
        raise Stop(f"{path} does not exist.")
    chosen.add(part, Path(f"{path}::{node}") if node else path)
