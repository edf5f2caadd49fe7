"""Mails as programs, broken servers and people with bad intentions write them."""

import base64
import quopri
from random import Random

CHARSETS = [
    *("utf-8", "big5", "gb18030", "gb2312", "gbk", "iso-8859-1", "us-ascii", "utf-16"),
    *("klingon", "x-unknown", "", "utf-7", "hz", "iso-2022-jp", "base64", "rot13"),
    *(
        "unicode_escape",
        "punycode",
        "idna",
        "undefined",
        "cp437",
        "utf-8\x00",
        "'utf-8",
    ),
]
TEXTS = [
    "My watch stopped after nine days.",
    "我買的手錶壞了，請退款。謝謝！",
    "我买的手表坏了，请退款。谢谢！",
    "Café à la carte – naïve façade €",
    "",
    "   \r\n \t \r\n",
    "\x00\x01\x02 nul \x7f",
    "😀 ‮ right to left \u2028 \ufeff",
    "x" * 5000,
    "<script>alert(1)</script> {{7*7}} <t t-out='1'/> %s %(x)s {x}",
    "=?utf-8?B?zz?= --boundary\r\n.\r\nFrom me",
]
HTML = [
    "<p>It broke</p><script>alert(1)</script><img src='http://t.example.com/p.gif'>",
    "<html><head><style>p{background:url(//x)}</style></head><body>text",
    "<div>" * 3000 + "deep",
    "<?xml version='1.0' encoding='utf-16'?><html><body>declared</body></html>",
    "<img src='cid:one'><a href='javascript:x'>x</a><svg onload=x><iframe src=x>",
    "",
    "<![CDATA[ &#0; &#x110000; &bogus; ",
    "<table><tr><td style='background-image:url(http://x)'>壞</table></p></p>",
    "<!--" + "-" * 2000,
]
NAMES = [
    "photo.jpg",
    "../../etc/passwd",
    "發票.pdf",
    "=?utf-8?B?55m8?=.png",
    "a" * 400,
    "",
    "\x00x",
    "x.html",
    "c:\\x.exe",
    "NUL",
]
JUNK = [
    "X-Broken",
    ": no name",
    "X Y: blank in the name",
    "Date: yesterday or so",
    "Date: Thu, 99 Foo 20266 99:99:99 +9999",
    "Subject: second subject",
    "Content-Type: text/plain; charset=a; charset=b",
    "Content-Type: ;;;",
    "Content-Type: multipart/mixed",
    "Content-Transfer-Encoding: x-rot13",
    "Content-Disposition: attachment; filename*=klingon''%E4%FC; filename*0*=x",
    "References: <<>> <a <b> c> " + "<x@y> " * 80,
    "In-Reply-To: not an id",
    "Received: " + "(" * 300,
    "MIME-Version: 9.9",
    "To: undisclosed-recipients:;",
    "Cc: =?utf-8?Q?=FF=FE?= <>, @, a@b@c, <>",
    "Reply-To: (((",
    "Authentication-Results: mx; dmarc=pass (((",
    "Return-Path: <ann@x.example.com>",
    "Auto-Submitted: no",
    "Sender: \x80\x81\xfe",
]
SUBJECTS = [
    "My watch",
    "=?big5?B?pKSk5Q==?=",
    "=?gb2312?B?1tDOxA==?= =?klingon?Q?=E4=B8?=",
    "=?utf-8?B?AAAA?=",
    "=?utf-8?Q?=",
    "Re: Re: Fwd:",
    "",
    "x" * 3000,
    "line\r\n folded\r\n\tagain",
    "\x00",
    "=cmd|' /C calc'!A0",
]
MACHINES = [
    "Auto-Submitted: auto-replied",
    "Precedence: bulk",
    "List-Id: <l.example.com>",
    "Return-Path: <>",
    "X-Auto-Response-Suppress: OOF",
]


class MailFuzzer:
    """``mail(number)`` is the same mail every time."""

    def __init__(self, address, references, seed="mail-fuzz"):
        self.address = address
        self.references = references
        self.seed = seed

    def mail(self, number):
        """Return (raw mail, whether a machine wrote it)."""
        dice = Random(f"{self.seed}/{number}")
        head, body = self.head(dice, number), self.part(dice, 0)
        machine = dice.random() < 0.1
        if machine:
            head.insert(0, dice.choice(MACHINES).encode())
        kind, _blank, rest = body.partition(b"\r\n\r\n")
        raw = b"\r\n".join([*head, kind]) + b"\r\n\r\n" + rest
        raw = self.damage(dice, raw)
        # what our own mail server adds comes last and is whole
        return f"Delivered-To: {self.address}\r\n".encode() + raw, machine

    def head(self, dice, number):
        lines = [self.sender(dice, number)]
        if dice.random() < 0.9:
            lines.append(f"To: {self.address}".encode())
        if dice.random() < 0.9:
            lines.append(f"Message-ID: {self.message_id(dice, number)}".encode())
        subject = dice.choice(SUBJECTS)
        lines.append(b"Subject: " + self.encode(dice, subject))
        if dice.random() < 0.3 and self.references:
            lines.append(f"In-Reply-To: {dice.choice(self.references)}".encode())
        for _count in range(dice.choice([0, 0, 1, 2, 4])):
            line = dice.choice(JUNK).encode("latin-1", "replace")
            lines.insert(dice.randrange(len(lines) + 1), line)
        return lines

    def sender(self, dice, number):
        address = f"person{number % 700}@customer.example.com"
        name = dice.choice(["", "Ann", "陳大文", '"A, B"', "a@b.c", "\x00", "(c)", '"'])
        return dice.choices(
            [
                b"From: " + self.encode(dice, name) + f" <{address}>".encode(),
                f"From: {address}".encode(),
                f"From: {address}, second@x.example.com".encode(),
                f"From: {address}\r\nFrom: second@x.example.com".encode(),
                b"From: nobody at all",
                b"From: ",
                b"X-From: missing",
            ],
            [60, 30, 3, 2, 2, 1, 2],
        )[0]

    def message_id(self, dice, number):
        usual = f"<{number}@customer.example.com>"
        return dice.choices(
            [usual, usual[1:-1], f"<{'x' * 3000}{number}@y>", "<>", "same@scanner"],
            [90, 4, 2, 2, 2],
        )[0]

    def encode(self, dice, text):
        codec = dice.choice(["utf-8", "big5", "gb18030", "latin-1", "utf-16-le"])
        return text.encode(codec, "replace")

    # ------------------------------------------------------------------
    # bodies
    # ------------------------------------------------------------------

    def part(self, dice, depth):
        kinds = [self.text, self.html, self.file]
        if depth < 4:
            kinds += [self.container, self.container, self.forwarded]
        if not depth:
            kinds += [self.bare, self.deep]
        return dice.choice(kinds)(dice, depth)

    def text(self, dice, _depth, kind="plain", texts=None):
        charset = dice.choice(CHARSETS)
        data = self.encode(dice, dice.choice(texts or TEXTS))
        if dice.random() < 0.1:
            data += dice.randbytes(40)
        transfer = dice.choice(["7bit", "8bit", "base64", "quoted-printable", "binary"])
        shown = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}
        if dice.random() < 0.85:
            data = shown.get(transfer, bytes)(data)
        kind = f"Content-Type: text/{kind}; charset={charset}"
        return (
            f"{kind}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n".encode() + data
        )

    def html(self, dice, depth):
        return self.text(dice, depth, "html", HTML)

    def file(self, dice, _depth):
        name = dice.choice(NAMES)
        kind = dice.choice(
            [
                *("image/png", "application/pdf", "text/html", "image/svg+xml"),
                *("*/*", "binary/octet-stream", "x", "message/delivery-status", ""),
            ]
        )
        parameter = dice.choice(['filename="%s"', "filename=%s", "filename*=utf-8''%s"])
        lines = [
            f"Content-Type: {kind}",
            f"Content-Disposition: attachment; {parameter % name}",
            "Content-Transfer-Encoding: base64",
            "Content-ID: <one>",
        ]
        data = base64.encodebytes(dice.randbytes(dice.choice([0, 1, 300])))
        head = "\r\n".join(lines).encode("utf-8", "replace")
        return head + b"\r\n\r\n" + data

    def container(self, dice, depth):
        mark = f"b{depth}-{dice.randrange(10**6)}"
        kind = dice.choice(["mixed", "alternative", "related", "report", "signed", "x"])
        told = dice.choices([mark, "", "other", f'"{mark}'], [90, 3, 4, 3])[0]
        out = [f"Content-Type: multipart/{kind}; boundary={told}\r\n\r\n".encode()]
        for _count in range(dice.choice([0, 1, 2, 2, 3])):
            out.append(f"--{mark}\r\n".encode() + self.part(dice, depth + 1) + b"\r\n")
        if dice.random() < 0.9:
            out.append(f"--{mark}--\r\n".encode())
        return b"".join(out)

    def forwarded(self, dice, depth):
        inner = b"From: x@y\r\nSubject: inner\r\n" + self.part(dice, depth + 1)
        return b"Content-Type: message/rfc822\r\n\r\n" + inner

    def bare(self, dice, _depth):
        return b"X-Bare: yes\r\n\r\n" + self.encode(dice, dice.choice(TEXTS))

    def deep(self, dice, _depth):
        levels = dice.choice([5, 45, 150])
        out = [
            f"Content-Type: multipart/mixed; boundary=d{n}\r\n\r\n--d{n}\r\n".encode()
            for n in range(levels)
        ]
        return b"".join(out) + b"Content-Type: text/plain\r\n\r\nat the bottom"

    def damage(self, dice, raw):
        kind = dice.choices(
            ["none", "cut", "flip", "lf", "cr", "nul"], [6, 1, 1, 1, 1, 1]
        )
        if kind == ["cut"]:
            return raw[: dice.randrange(len(raw))]
        if kind == ["flip"]:
            data = bytearray(raw)
            for _count in range(dice.randrange(1, 12)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            return bytes(data)
        if kind == ["lf"]:
            return raw.replace(b"\r\n", b"\n")
        if kind == ["cr"]:
            return raw.replace(b"\r\n", b"\r")
        if kind == ["nul"]:
            return raw.replace(b"e", b"e\x00", 3)
        return raw
