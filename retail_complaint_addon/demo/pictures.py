"""Signatures and photos of the demo, drawn with a pencil of chance."""

from __future__ import annotations

import base64
import io
import math

from PIL import Image, ImageDraw

INK = (30, 40, 90, 255)


def signature(rng):
    """Return a scribble as the signature pad stores it."""
    image = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    x, points = 30.0, []
    phase = rng.random() * math.tau
    while x < 260:
        height = 26 * math.sin(x / 9 + phase) * math.sin(x / 47 + 1)
        points.append((x + 7 * math.sin(x / 5), 52 + height + rng.uniform(-5, 5)))
        x += 3
    pen.line(points, fill=INK, width=3, joint="curve")
    pen.line([(40, 78), (245, 70 + rng.uniform(-4, 4))], fill=INK, width=2)
    return _png(image)


def photo(kind, rng):
    """Return a picture of a watch or of a ring, as a shop would take it."""
    image = Image.new("RGB", (640, 480), (226, 224, 218))
    pen = ImageDraw.Draw(image)
    pen.ellipse((120, 340, 520, 440), fill=(206, 203, 196))
    if kind == "watch":
        _watch(pen, rng)
    else:
        _ring(pen)
    return _png(image)


def _watch(pen, rng):
    pen.rectangle((275, 20, 365, 460), fill=(120, 124, 130))
    pen.ellipse(
        (190, 110, 450, 370), fill=(150, 154, 160), outline=(90, 92, 98), width=8
    )
    pen.ellipse((215, 135, 425, 345), fill=(24, 40, 66))
    for hour in range(12):
        angle = hour * math.tau / 12
        x, y = 320 + 92 * math.sin(angle), 240 - 92 * math.cos(angle)
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=(235, 235, 225))
    for length, width in ((58, 7), (84, 4)):
        angle = rng.random() * math.tau
        tip = (320 + length * math.sin(angle), 240 - length * math.cos(angle))
        pen.line([(320, 240), tip], fill=(235, 235, 225), width=width)


def _ring(pen):
    pen.ellipse((200, 170, 440, 410), outline=(212, 175, 55), width=26)
    pen.polygon(
        [(320, 80), (370, 130), (320, 190), (270, 130)],
        fill=(214, 232, 240),
        outline=(140, 160, 172),
    )


def _png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())
