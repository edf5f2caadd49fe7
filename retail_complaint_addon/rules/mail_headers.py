"""What a raw mail says about itself, read leniently. No Odoo here.

Nothing in this module fails, however broken the mail is: it decides whether a mail is
ours before anything else looks at it.
"""

import hashlib
import re
from typing import NamedTuple

from .mail_text import decode_header

HEAD_LIMIT = 512 * 1024
END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\r\r")
NAMED = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
# an open quotation ends with the header: every pattern here takes linear time
QUOTED = re.compile(r'"(?:\\.|[^"\\])*(?:"|\\?$)', re.DOTALL)
COMMENT = re.compile(r"\([^()]*\)")
ANGLE = re.compile(r"<([^<>]*)>")
ATOM = r"[^\s<>,;:()\[\]\"@]"
ADDRESS = re.compile(rf"(?<!{ATOM}){ATOM}++@{ATOM}++")
ENCODED = re.compile(r"=\?[^?\s]*\?[bBqQ]\?[^?]*\?=")
MESSAGE_ID = re.compile(r"<[^<>\s]{3,990}>")
RECEIVED_FOR = re.compile(r"\bfor\s+<([^<>\s]+@[^<>\s]+)>")
RECIPIENTS = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "to",
    "cc",
    "bcc",
    "resent-to",
    "resent-cc",
    "apparently-to",
)
# as many as Odoo looks at
REFERENCES = 32
LONGEST_ID, LONGEST_ADDRESS = 500, 320


class Headers(NamedTuple):
    """Names in small letters, values as the mail has them (undecoded)."""

    items: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.items if key == name]

    def first(self, name: str) -> str:
        return next((value for key, value in self.items if key == name), "")

    def text(self, name: str) -> str:
        """Return a header as people read it."""
        return decode_header(self.first(name))

    @property
    def recipients(self) -> list[str]:
        """The addresses the mail went to, the surest first, each once."""
        found = []
        for name in RECIPIENTS:
            for value in self.all(name):
                found += addresses(value)
        return list(dict.fromkeys(found))

    @property
    def envelope_recipients(self) -> list[str]:
        """What the mail servers on the way noted down: the last resort."""
        received = " ".join(self.all("received"))
        return list(dict.fromkeys(map(str.lower, RECEIVED_FOR.findall(received))))

    @property
    def senders(self) -> list[str]:
        """Every address in From; more than one proves nothing about any of them."""
        return [one for value in self.all("from") for one in addresses(value)]

    @property
    def sender(self) -> str:
        """The address to write back to."""
        for name in ("from", "sender", "reply-to", "return-path"):
            found = [one for value in self.all(name) for one in addresses(value)]
            if found:
                return found[0]
        return ""

    @property
    def sender_name(self) -> str:
        value = self.first("from")
        name = decode_header(COMMENT.sub(" ", ANGLE.sub(" ", value.split(",")[0])))
        name = name.strip(" \"'<>")
        return "" if "@" in name else name[:120]

    @property
    def message_ref(self) -> str:
        """The Message-ID, "" when there is none; an endless one as its digest."""
        value = self.first("message-id").strip()
        found = MESSAGE_ID.search(value)
        ref = found[0] if found else "".join(value.split())
        ref = ref.replace("\x00", "").encode("utf-8", "replace").decode()
        if len(ref) > LONGEST_ID:
            return f"<{hashlib.sha256(ref.encode()).hexdigest()}@too-long>"
        return ref

    @property
    def references(self) -> list[str]:
        """The Message-IDs this mail answers, the latest last."""
        found = []
        for name in ("references", "in-reply-to"):
            for value in self.all(name):
                found += MESSAGE_ID.findall(value)
        return list(dict.fromkeys(found))[-REFERENCES:]

    @property
    def body_digest(self) -> str:
        """The same for every delivery of a mail: neither way nor line ends count."""
        return hashlib.sha256(b"\n".join(self.body.split())).hexdigest()

    @property
    def key(self) -> str:
        """What two deliveries of the same mail have in common."""
        if self.message_ref:
            return self.message_ref
        parts = [self.first(name) for name in ("from", "to", "date", "subject")]
        parts.append(self.body_digest)
        whole = "\n".join(parts).encode("utf-8", "replace")
        return f"sha256:{hashlib.sha256(whole).hexdigest()}"


def read(raw: bytes) -> Headers:
    """Split a mail into its headers and the rest.

    >>> read(b"To: A <a@x.com>,\\n b@x.com\\n\\nHello").recipients
    ['a@x.com', 'b@x.com']
    >>> read(b"").message_ref
    ''
    """
    raw = raw.lstrip(b"\r\n \t")
    if raw.startswith(b"From "):
        # the separator of a mailbox file
        raw = raw.partition(b"\n")[2]
    end = END_OF_HEAD.search(raw, 0, HEAD_LIMIT)
    head = raw[: end.start()] if end else raw[:HEAD_LIMIT]
    items: list[tuple[str, list[bytes]]] = []
    for line in re.split(rb"\r\n|\n|\r", head):
        if line[:1] in (b" ", b"\t") and items:
            items[-1][1].append(line.strip())
            continue
        found = NAMED.fullmatch(line)
        if found:
            items.append((found[1].decode("ascii").lower(), [found[2].strip()]))
    body = raw[end.end() :] if end else b""
    return Headers([(name, _readable(b" ".join(lines))) for name, lines in items], body)


def _readable(value: bytes) -> str:
    try:
        return value.decode("ascii").replace("\x00", "")
    except UnicodeDecodeError:
        return decode_header(value)


def addresses(value: str) -> list[str]:
    """Return the addresses of a header, never one out of a display name.

    >>> addresses('"boss@shop.com" <evil@x.com>, Ann <ann@x.com>')
    ['evil@x.com', 'ann@x.com']
    >>> addresses("boss@shop.com <evil@x.com>")
    ['evil@x.com']
    >>> addresses('"Ann <ann@x.com>')
    ['ann@x.com']
    """
    bare = COMMENT.sub(" ", ENCODED.sub(" ", QUOTED.sub(" ", value)))
    found = []
    for mailbox in re.split("[,;]", bare):
        angles = ADDRESS.findall(" ".join(ANGLE.findall(mailbox)))
        found += angles or ADDRESS.findall(mailbox)
    if not found and value.count('"') % 2:
        # a quotation that never ends hides the address
        found = ADDRESS.findall(" ".join(ANGLE.findall(value)))
    return [one.lower().strip(".'") for one in found if len(one) <= LONGEST_ADDRESS]


def why_automatic(headers: Headers) -> str:
    """Say why nobody wrote this mail: "bounce", "automatic", "list", or "".

    >>> why_automatic(read(b"Auto-Submitted: auto-replied\\n\\n"))
    'automatic'
    >>> why_automatic(read(b"Auto-Submitted: no\\nFrom: a@x.com\\n\\n"))
    ''
    """
    sender = headers.sender.partition("@")[0]
    paths = headers.all("return-path")
    kind = headers.first("content-type").lower()
    if sender == "mailer-daemon" or any("<>" in path for path in paths):
        return "bounce"
    if kind.startswith("multipart/report"):
        return "bounce"
    submitted = headers.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return "automatic"
    precedence = headers.first("precedence").strip().lower()
    marks = ("x-auto-response-suppress", "x-autoreply", "x-autorespond")
    if precedence == "auto_reply" or any(headers.first(mark) for mark in marks):
        return "automatic"
    if headers.first("list-id") or precedence in ("bulk", "junk", "list"):
        return "list"
    return ""
