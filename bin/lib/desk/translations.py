"""Translations keep what the program fills in or the browser reads.

OCA's check formats a translation with the values of the original; here also what that
lets pass: a value that is gone, other tags, an expression of a template changed.
"""

import ast
import re
from collections import Counter
from pathlib import Path

# %(name)s, %s, {{ expression }}, {name}
VALUES = re.compile(
    r"%\(\w+\)[sdrf]|(?<!%)%[sdrf](?!\w)|\{\{.*?\}\}|\{\w+\}", re.DOTALL
)
# Tags that say something; a paragraph or a line break more changes nothing.
TAGS = re.compile(r"<[a-zA-Z][\w-]*\s[^<>]*[^<>/\s]\s*/?>")
# What a browser shows of a tag, so it is translated.
SHOWN = re.compile(r'(\s(?:title|alt|aria-label|placeholder|label)=)"[^"]*"')
# Words inside of an expression, as the name for a customer without one.
QUOTED = re.compile(r"'[^']*'")
# A line of a text, with or without the word it begins with.
LINE = re.compile(r'^(msgid|msgstr)? ?(".*")$')


def check(files: list[Path]) -> tuple[bool, str]:
    found = [
        f"{path}: {what}: {msgid!r}"
        for path in files
        for msgid, msgstr in entries(path.read_text("utf-8"))
        if msgid and msgstr
        for what in differences(msgid, msgstr)
    ]
    return not found, "\n".join(found)


def entries(content: str) -> list[tuple[str, str]]:
    """The texts and translations of a .po file; plurals are not used by Odoo."""
    found: list[tuple[str, str]] = []
    texts = {"msgid": "", "msgstr": ""}
    part = ""
    for line in [*content.splitlines(), 'msgid ""']:
        match = LINE.match(line)
        if not match:
            continue
        if match[1] == "msgid" and part:
            found.append((texts["msgid"], texts["msgstr"]))
            texts = {"msgid": "", "msgstr": ""}
        part = match[1] or part
        texts[part] += ast.literal_eval(match[2])
    return found


def differences(msgid: str, msgstr: str) -> list[str]:
    result = []
    if set(VALUES.findall(msgid)) != set(VALUES.findall(msgstr)):
        result.append("other values")
    if _tags(msgid) != _tags(msgstr):
        result.append("other tags")
    return result


def _tags(text: str) -> Counter[str]:
    return Counter(
        QUOTED.sub("''", SHOWN.sub(r'\1""', " ".join(tag.split())))
        for tag in TAGS.findall(text)
    )
