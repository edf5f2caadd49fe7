#!/usr/bin/env python3
"""Bring the Chinese translations of the addons up to their .pot files.

    docs/chinese.py [--check] [ADDON ...]

zh_TW.po is written by hand; texts that the .pot no longer has leave it. zh_CN.po is
made from it with OpenCC and the words of docs/glossary-zh.md. Texts without a
translation are printed; ``--check`` writes nothing and fails when there is one.
Needs ``pip install polib==1.2.0 opencc==1.4.2``.
"""

import argparse
import re
import sys
from pathlib import Path

import opencc
import polib

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary-zh.md"
# Values that the export takes for texts, and grades of clarity.
NO_TEXT = re.compile(
    r"[a-z]+(_[a-z]+)+|due|mine|open|overdue|unassigned|critical|late|id"
    r"|FL|IF|(VVS|VS|SI|I)[123]"
)


def words() -> dict[str, str]:
    """What the mainland calls otherwise: 繁體 to 简体."""
    found = {}
    for line in GLOSSARY.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and "---" not in line:
            found[cells[1]] = cells[2] or cells[1]
    found.pop("繁體中文")
    return found


class Simplified:
    def __init__(self) -> None:
        self.words = words()
        longest_first = sorted(self.words, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, longest_first)))
        self.script = opencc.OpenCC("hk2s")

    def __call__(self, text: str) -> str:
        chosen = self.pattern.sub(lambda found: self.words[found[0]], text)
        return self.script.convert(chosen)


def header(lang: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "Odoo Server 19.0",
        "Report-Msgid-Bugs-To": "",
        "Language": lang,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }


def catalogue(pot: polib.POFile, lang: str, known: dict[str, str]) -> polib.POFile:
    """What is translated, sorted and wrapped as OCA's check wants it."""
    result = polib.POFile()
    result.metadata = header(lang)
    for entry in sorted(pot, key=lambda entry: entry.msgid):
        if translation := known.get(entry.msgid):
            result.append(
                polib.POEntry(
                    msgid=entry.msgid,
                    msgstr="" if translation == entry.msgid else translation,
                    comment=entry.comment,
                    occurrences=entry.occurrences,
                )
            )
    return result


def bring_up(addon: Path, simplified: Simplified, check: bool) -> list[str]:
    """Write both files of an addon; return what has no translation yet."""
    folder = addon / "i18n"
    pot = polib.pofile(str(folder / f"{addon.name}.pot"))
    by_hand = folder / "zh_TW.po"
    kept = polib.pofile(str(by_hand)) if by_hand.exists() else []
    # An empty one: what stays as it is, in Latin or already bilingual.
    known = {entry.msgid: entry.msgstr or entry.msgid for entry in kept}
    if not check:
        catalogue(pot, "zh_TW", known).save(str(by_hand))
        mainland = {text: simplified(known[text]) for text in known}
        catalogue(pot, "zh_CN", mainland).save(str(folder / "zh_CN.po"))
        _extra(addon / "i18n_extra", simplified)
    return [
        entry.msgid
        for entry in pot
        if entry.msgid not in known and not NO_TEXT.fullmatch(entry.msgid)
    ]


def _extra(folder: Path, simplified: Simplified) -> None:
    """What no .pot of ours names: words of the addons below, names of the demo."""
    if folder.exists():
        by_hand = polib.pofile(str(folder / "zh_TW.po"))
        known = {entry.msgid: simplified(entry.msgstr) for entry in by_hand}
        catalogue(by_hand, "zh_CN", known).save(str(folder / "zh_CN.po"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("addons", nargs="*", metavar="ADDON")
    options = parser.parse_args()
    addons = [ROOT / name for name in options.addons] or [
        path.parent.parent for path in sorted(ROOT.glob("*/i18n/*.pot"))
    ]
    simplified = Simplified()
    missing = 0
    for addon in addons:
        for text in bring_up(addon, simplified, options.check):
            print(f"{addon.name}: {text!r}")
            missing += 1
    return 1 if missing and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
