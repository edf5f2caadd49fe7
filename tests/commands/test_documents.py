"""What the documents promise is there: commands, options, files and pictures."""

import re
import subprocess

import pytest

from desk import places

DOCUMENTS = sorted([places.ROOT / "README.md", *(places.ROOT / "docs").glob("*.md")])
COMMANDS = ("bin/demo", "bin/test", "bin/lint", "bin/bench", "docs/addon_readme.py")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
NAMED_TEST = re.compile(r"`((?:tests/)?[\w/]+\.py)::(\w+)`")
MOST_PICTURES = 3_000_000


def helped(command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [places.ROOT / command, "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_exist(document):
    links = LINK.findall(document.read_text("utf-8"))
    missing = [
        link
        for link in links
        if not re.match(r"https?://|mailto:", link)
        and not (document.parent / link).exists()
    ]
    assert not missing


def test_the_tests_that_prove_a_promise_exist():
    """Those without a folder are the retail addon's own."""
    document = (places.ROOT / "docs" / "security.md").read_text("utf-8")
    own = places.ROOT / "retail_complaint_addon" / "tests"
    named = NAMED_TEST.findall(document)
    assert len(named) > 50
    missing = []
    for path, name in named:
        file = places.ROOT / path if "/" in path else own / path
        source = file.read_text("utf-8") if file.exists() else ""
        if not re.search(rf"^ *def {name}\(", source, re.MULTILINE):
            missing.append(f"{path}::{name}")
    assert not missing


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_say_what_they_do(command):
    done = helped(command)
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout.lower()


def test_the_readme_names_commands_and_options_that_exist():
    text = (places.ROOT / "README.md").read_text("utf-8")
    for command in set(re.findall(r"\bbin/\w+", text)):
        assert (places.ROOT / command).is_file(), command
    known = helped("bin/demo").stdout
    for option in set(re.findall(r"`(--[a-z-]+)`", text)):
        assert option in known, option


def test_every_picture_is_used_and_small():
    pictures = {path.name for path in (places.ROOT / "docs/images").glob("*")}
    told = "".join(path.read_text("utf-8") for path in DOCUMENTS)
    assert pictures == {name for name in pictures if name in told}
    sizes = [p.stat().st_size for p in (places.ROOT / "docs/images").glob("*")]
    assert sum(sizes) < MOST_PICTURES


def test_addon_readmes_are_made_from_their_fragments():
    done = subprocess.run(
        [places.ROOT / "docs/addon_readme.py", "--check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
