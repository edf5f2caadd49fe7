"""Turn the bytes of a mail into text, whatever it says about itself. No Odoo here.

Nothing in this module fails: what cannot be decoded is replaced.
"""

import codecs
import re

# What writers of mails call a charset, and the codec that reads more than it promises.
ALIASES = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cp950": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
# Codecs that turn text into code, or take quadratic time.
REFUSED = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
CHINESE = ("gb18030", "big5hkscs")
# Characters that make up a third of ordinary Chinese, in both scripts.
FREQUENT = frozenset(
    "的一是不了在人有我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能"
    "而子那得于着下自之年過过發发後后作里用道行所然家種种事成方多經经去法學学如都同現现當当沒没"
    "動动面起看定天分還还進进好小部其些主樣样理心本前開开但因只從从想實实日者意無无力它與与長长"
    "您請请貴贵客店買买換换退款錶表修謝谢問问題题服務务員员"
)
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# How much of a text may be unreadable before another charset is tried.
TOLERATED = 0.02
# How many bytes tell the charset, and the share of frequent characters that does.
SAMPLE, ORDINARY = 20_000, 0.1
ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")


def clean(text: str) -> str:
    """Return the text without what a database cannot hold or a screen not show."""
    return UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def codec_of(charset: str | None) -> str | None:
    """Return the codec that reads a charset, None for unknown and harmful ones.

    >>> codec_of("GB2312"), codec_of("klingon"), codec_of("base64")
    ('gb18030', None, None)
    """
    name = (charset or "").strip().strip("\"'").lower().replace("\x00", "")
    name = ALIASES.get(name, name)
    if not name or name.replace("_", "-") in REFUSED:
        return None
    try:
        found = codecs.lookup(name).name
        b"a".decode(found)
    except (LookupError, ValueError, TypeError, OSError):
        return None
    return None if found.replace("_", "-") in REFUSED else found


def decode(data: bytes, charset: str | None = None) -> str:
    """Return the text of these bytes.

    >>> decode("退款".encode("big5"), "big5"), decode("退款".encode("gb18030"))
    ('退款', '退款')
    >>> decode("Caf\\xe9".encode("latin-1"), "klingon")
    'Café'
    """
    declared = codec_of(charset)
    for codec in filter(None, (declared, _codec_of_mark(data), "utf-8")):
        text = _strict(data, codec)
        if text is not None:
            return clean(text)
    if declared:
        text = data.decode(declared, "replace")
        if text.count("\ufffd") <= max(3, TOLERATED * len(text)):
            return clean(text)
    return clean(_guess(data))


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _codec_of_mark(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _guess(data: bytes) -> str:
    """Choose between the Chinese charsets by how ordinary the text would be."""
    best, best_score = "", 0.0
    sample = data[:SAMPLE]
    for codec in CHINESE:
        text = sample.decode(codec, "replace")
        bad = text.count("\ufffd")
        foreign = sum(1 for char in text if ord(char) > 127)
        ordinary = sum(1 for char in text if char in FREQUENT)
        score = (ordinary - 4 * bad) / foreign if foreign else 0
        if score > best_score:
            best, best_score = codec, score
    if best_score > ORDINARY:
        return data.decode(best, "replace")
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= TOLERATED * len(text):
        return text
    return data.decode("cp1252", "replace")


def decode_header(value: bytes | str) -> str:
    """Return the text of a header with its encoded words.

    >>> decode_header("=?utf-8?B?6YCA?= =?utf-8?B?5qy+?= please")
    '退款 please'
    >>> decode_header("=?klingon?Q?a=20b?=")
    'a b'
    """
    text = decode(value) if isinstance(value, bytes) else value
    parts, position, pending = [], 0, None
    for match in ENCODED_WORD.finditer(text):
        between = text[position : match.start()]
        charset, data = match[1].lower(), _word_bytes(match[2], match[3])
        if pending and pending[0] == charset and not between.strip():
            # one character may be cut into two words
            pending = (charset, pending[1] + data)
        else:
            if pending:
                parts.append(decode(pending[1], pending[0]))
            if between.strip() or not pending:
                parts.append(between)
            pending = (charset, data)
        position = match.end()
    if pending:
        parts.append(decode(pending[1], pending[0]))
    parts.append(text[position:])
    return " ".join(clean("".join(parts)).split())


def _word_bytes(kind: str, content: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if kind in "qQ":
        data = data.replace(b"_", b" ")
        return re.sub(
            rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), data
        )
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return codecs.decode(letters + b"=" * (-len(letters) % 4), "base64")
