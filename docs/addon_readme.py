#!/usr/bin/env python3
"""Write README.rst of the addons from the fragments in their readme/ folder.

    docs/addon_readme.py [--check] [ADDON ...]

The fragments are Markdown as far as it is used here: headings, paragraphs, lists, bold,
emphasis, code and links. ``--check`` writes nothing and fails when a README is behind.
"""

import argparse
import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = {
    "DESCRIPTION": "",
    "CONTEXT": "Use cases",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known issues and roadmap",
    "HISTORY": "Changelog",
    "CONTRIBUTORS": "Contributors",
}
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def heading(title: str, mark: str) -> str:
    return f"{title}\n{mark * len(title)}"


def line_to_rst(line: str) -> str:
    if found := re.match(r"(#+) (.*)", line):
        return heading(found[2], "~")
    line = CODE.sub(r"``\1``", line)
    return LINK.sub(r"`\1 <\2>`__", line)


def to_rst(markdown: str) -> str:
    return "\n".join(map(line_to_rst, markdown.strip().splitlines()))


def readme(addon: Path) -> str:
    """The text of README.rst, from the manifest and the fragments."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text("utf-8"))
    title = manifest["name"]
    parts = [
        ".. Made by docs/addon_readme.py from readme/*.md; do not edit.",
        "=" * len(title) + "\n" + heading(title, "="),
    ]
    for name, section in SECTIONS.items():
        fragment = addon / "readme" / f"{name}.md"
        if fragment.exists():
            parts += [heading(section, "=")] if section else []
            parts.append(to_rst(fragment.read_text("utf-8")))
    parts += [heading("Licence", "="), manifest["license"]]
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say what is behind")
    parser.add_argument("addons", nargs="*", help="only these (default: all)")
    options = parser.parse_args(arguments)
    folders = [path.parent for path in sorted(ROOT.glob("*/__manifest__.py"))]
    behind = 0
    for addon in folders:
        if options.addons and addon.name not in options.addons:
            continue
        target, text = addon / "README.rst", readme(addon)
        if target.exists() and target.read_text("utf-8") == text:
            continue
        behind += 1
        if options.check:
            print(f"{addon.name}/README.rst is behind: run docs/addon_readme.py")
        else:
            target.write_text(text, "utf-8")
            print(f"{addon.name}/README.rst")
    return 1 if options.check and behind else 0


if __name__ == "__main__":
    sys.exit(main())
