"""Text and files of a mail, whatever its structure. No Odoo here.

The standard library gives up on some of what strangers send; each call of it is guarded
and what it cannot take apart is kept as a file.
"""

import email
import email.policy
import re
from email.message import Message
from typing import NamedTuple

from . import mail_headers
from .mail_text import clean, decode, decode_header

DEEPEST = 40
MOST_FILES = 500
LONGEST_NAME = 150
# characters of text of one part that are shown; the whole goes into a file
LONGEST_TEXT = 400_000
UNSAFE_NAME = re.compile(r"[/\\\x00-\x1f\x7f<>:\"|?*]+")
TAG = re.compile(r"<[^<>]{0,2000}>")
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/html": "html",
    "text/plain": "txt",
}


class File(NamedTuple):
    name: str
    content: bytes
    content_id: str


class Content(NamedTuple):
    """``texts``: ("html" or "text", what is written) in the order of the mail."""

    texts: list[tuple[str, str]]
    files: list[File]
    damaged: bool

    @property
    def plain(self) -> str:
        """The words without the form, to look at them."""
        return "\n".join(
            TAG.sub(" ", text) if kind == "html" else text for kind, text in self.texts
        ).strip()


def read(raw: bytes) -> Content:
    """Return what somebody would see who opened the mail.

    >>> read(b"Content-Type: text/plain; charset=klingon\\n\\nIt broke").texts
    [('text', 'It broke')]
    """
    reader = _Reader()
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        texts = reader.part(message, 0)
    except Exception:
        reader.damaged = True
        text = decode(mail_headers.read(raw).body[:LONGEST_TEXT])
        texts = [("text", text)] if text.strip() else []
    return Content(texts, reader.files, reader.damaged)


class _Reader:
    def __init__(self):
        self.files: list[File] = []
        self.damaged = False

    def part(self, part: Message, depth: int) -> list[tuple[str, str]]:
        kind = self.guard(part.get_content_type, "text/plain")
        if depth > DEEPEST:
            self.damaged = True
            self.keep(part, "message/rfc822", self.source(part))
            return []
        if kind == "message/rfc822" and depth:
            inner = part.get_payload(0) if part.is_multipart() else part
            self.keep(part, kind, self.source(inner))
            return []
        if part.is_multipart():
            return self.container(part, kind, depth)
        return self.leaf(part, kind)

    def container(self, part, kind, depth):
        versions = [self.part(child, depth + 1) for child in part.get_payload()]
        if kind != "multipart/alternative":
            return [text for version in versions for text in version]
        written = [v for v in versions if any(text.strip() for _kind, text in v)]
        rich = [v for v in written if any(kind == "html" for kind, _text in v)]
        return (rich or written or [[]])[-1]

    def leaf(self, part, kind):
        content = self.guard(lambda: part.get_payload(decode=True), None)
        if not isinstance(content, bytes):
            content = str(part.get_payload()).encode("utf-8", "replace")
        disposition = str(part.get("content-disposition") or "").strip().lower()
        named = self.guard(part.get_filename, None)
        if kind not in ("text/plain", "text/html", "multipart/mixed"):
            shown = kind.startswith("multipart/")
        else:
            shown = not (disposition.startswith("attachment") or named)
        if not shown:
            self.keep(part, kind, content)
            return []
        text = decode(content, self.charset(part))
        if len(text) > LONGEST_TEXT:
            self.keep(part, kind, content)
            short = TAG.sub(" ", text[:LONGEST_TEXT])
            return [("text", short + " …")]
        if not text.strip():
            return []
        return [("html" if kind == "text/html" else "text", text)]

    def charset(self, part):
        return self.guard(lambda: str(part.get_param("charset") or ""), "")

    def keep(self, part, kind, content):
        if len(self.files) >= MOST_FILES:
            self.damaged = True
            return
        name = self.file_name(part)
        if not name:
            extension = EXTENSIONS.get(kind, "bin")
            name = f"attachment-{len(self.files) + 1}.{extension}"
        content_id = str(part.get("content-id") or "").strip(" <>")
        self.files.append(File(name, content, clean(content_id)[:200]))

    def file_name(self, part):
        name = self.guard(part.get_filename, None)
        if not name:
            return ""
        name = decode_header(str(name).encode("utf-8", "surrogateescape"))
        return UNSAFE_NAME.sub("_", name).strip(" .")[-LONGEST_NAME:]

    def source(self, part):
        try:
            return part.as_bytes(policy=email.policy.compat32)
        except Exception:
            self.damaged = True
            return str(part.get_payload()).encode("utf-8", "replace")

    def guard(self, call, otherwise):
        """Call the standard library, which was not made for everything it is given."""
        try:
            return call()
        except Exception:
            self.damaged = True
            return otherwise
