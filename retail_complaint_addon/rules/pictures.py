"""Which bytes are a picture, judged by reading all of it. No Odoo here."""

import io
import struct
import zlib

from PIL import Image

from . import uploads

READ = {"image/png": "PNG", "image/jpeg": "JPEG"}
WEBP_KINDS = (b"VP8 ", b"VP8L", b"VP8X")
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


def is_picture(content: bytes, most_pixels: int) -> bool:
    """Say whether it is a whole PNG or JPEG, or a WebP, of at most so many pixels.

    A WebP is looked at from outside only: Odoo decodes none either. Other kinds are no
    picture here: an SVG can hold scripts, and no signature pad makes a GIF.

    >>> is_picture(b"<svg onload='alert(1)'/>", 10**6)
    False
    >>> is_picture(b"RIFF____WEBPVP8 not really", 10**6)
    False
    """
    kind = (uploads.kind_of(content) or ("",))[0]
    if kind == "image/webp":
        return _is_webp(content)
    if kind not in READ:
        return False
    try:
        with Image.open(io.BytesIO(content), formats=[READ[kind]]) as picture:
            width, height = picture.size
            if not 0 < width * height <= most_pixels:
                return False
            picture.load()
    except BROKEN:
        return False
    return True


def _is_webp(content: bytes) -> bool:
    """Say whether the outer box and its first part are as long as they say.

    >>> part = b"VP8L" + (6).to_bytes(4, "little") + b"abcdef"
    >>> box = b"RIFF" + (4 + len(part)).to_bytes(4, "little") + b"WEBP"
    >>> _is_webp(box + part), _is_webp(box + part[:-1])
    (True, False)
    """
    whole = int.from_bytes(content[4:8], "little") + 8
    first = int.from_bytes(content[16:20], "little") + 20
    known = content[12:16] in WEBP_KINDS and len(content) > 20
    return known and whole <= len(content) <= whole + 1 and first <= len(content)
