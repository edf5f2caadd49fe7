"""Which files a stranger may hand in, judged by what is in them. No Odoo here."""

import re

# What a file is, by its first bytes; (offset, bytes) of each.
SIGNATURES = (
    ("image/jpeg", ".jpg", ((0, b"\xff\xd8\xff"),)),
    ("image/png", ".png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    ("image/gif", ".gif", ((0, b"GIF87a"),)),
    ("image/gif", ".gif", ((0, b"GIF89a"),)),
    ("image/webp", ".webp", ((0, b"RIFF"), (8, b"WEBP"))),
    ("image/heic", ".heic", ((4, b"ftypheic"),)),
    ("image/heic", ".heic", ((4, b"ftypheix"),)),
    ("image/heic", ".heic", ((4, b"ftypmif1"),)),
    ("video/quicktime", ".mov", ((4, b"ftypqt"),)),
    ("video/mp4", ".mp4", ((4, b"ftyp"),)),
    ("application/pdf", ".pdf", ((0, b"%PDF-"),)),
)
# What the file dialogue of a browser offers.
ACCEPT = "image/jpeg,image/png,image/gif,image/webp,image/heic,video/*,application/pdf"
NAME_LENGTH = 80
NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u202a-\u202e\u2066-\u2069]+")


def kind_of(content: bytes) -> tuple[str, str] | None:
    """Return (type, ending) of a picture, video or PDF, None for anything else.

    >>> kind_of(b"%PDF-1.7 ...")
    ('application/pdf', '.pdf')
    >>> kind_of(b"\\x00\\x00\\x00\\x18ftypmp42 ...")
    ('video/mp4', '.mp4')
    >>> kind_of(b"<svg onload='alert(1)'/>") is None
    True
    >>> kind_of(b"RIFF____WAVE") is None
    True
    """
    for mimetype, ending, parts in SIGNATURES:
        if all(content[at : at + len(mark)] == mark for at, mark in parts):
            return mimetype, ending
    return None


def safe_name(name: str, ending: str) -> str:
    """Return a file name without a path, ending as its content says.

    >>> safe_name("../../etc/Photo 1.JPEG", ".jpg")
    'Photo 1.jpg'
    >>> safe_name("receipt.html", ".pdf")
    'receipt.pdf'
    >>> safe_name("", ".png")
    'file.png'
    >>> safe_name("收據.jpg", ".jpg")
    '收據.jpg'
    """
    last = re.split(r"[/\\]", name or "")[-1]
    stem = NOT_IN_NAMES.sub(" ", last.rpartition(".")[0] or last)
    stem = "".join(c for c in stem if not 0xD800 <= ord(c) <= 0xDFFF)
    stem = " ".join(stem.split()).strip(". ")[:NAME_LENGTH]
    return (stem or "file") + ending
