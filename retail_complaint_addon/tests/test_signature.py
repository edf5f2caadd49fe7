import base64
import doctest
import io

from PIL import Image

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from ..models.complaint_custody_intake import MAX_SIGNATURE
from ..rules import pictures


def drawn(kind, size=(30, 10), **options):
    """Return a picture of that kind in base64."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return base64.b64encode(out.getvalue())


def webp(content=b"abcdef"):
    part = b"VP8L" + len(content).to_bytes(4, "little") + content
    return b"RIFF" + (4 + len(part)).to_bytes(4, "little") + b"WEBP" + part


@tagged("post_install", "-at_install")
class TestSignature(TransactionCase):
    """A signature is a small picture, and nothing that only calls itself one."""

    def _refused(self, value, message):
        with self.subTest(value[:40] if value else value):
            with self.assertRaisesRegex(ValidationError, message):
                self.env["complaint.custody"]._check_signature(value)

    def test_pictures(self):
        check = self.env["complaint.custody"]._check_signature
        for value in (drawn("PNG"), drawn("JPEG"), base64.b64encode(webp())):
            check(value)
            check(value.decode())

    def test_no_pictures(self):
        png = base64.b64decode(drawn("PNG"))
        for raw in (
            b"no picture at all",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<html><img/></html>",
            b"%PDF-1.7",
            base64.b64decode(drawn("GIF")),
            base64.b64decode(drawn("BMP")),
            png[:30],
            b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
            b"\xff\xd8\xff" + b"\x00" * 200,
            base64.b64decode(drawn("JPEG"))[:300],
            b"RIFF\x04\x00\x00\x00WEBP",
            webp()[:-1],
            webp() + b"<script>alert(1)</script>",
        ):
            self._refused(base64.b64encode(raw), "no picture")
        for value in (b"no base64!", "簽名", 7, b"=", b"bm8gcGljdHVyZQ"):
            with self.assertRaisesRegex(ValidationError, "no picture"):
                self.env["complaint.custody"]._check_signature(value)

    def test_sizes(self):
        self._refused(None, "Please sign")
        self._refused(b"", "Please sign")
        self._refused(drawn("PNG", (4001, 2001)), "no picture")
        self._refused(
            base64.b64encode(b"\x89PNG" * (MAX_SIGNATURE // 4 + 1)), "too large"
        )

    def test_doctests(self):
        self.assertEqual(doctest.testmod(pictures).failed, 0)
