import base64
from email.message import EmailMessage

from odoo.tests import tagged

from .mail_common import MailCommon

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
CHINESE = "我買的手錶壞了，請退款。"


@tagged("post_install", "-at_install")
class TestMailContent(MailCommon):
    """What is in a mail reaches the case, and nothing that runs or calls home."""

    def _case(self, body, *headers):
        lines = [
            f"To: {self.address}",
            "From: ann@customer.example.com",
            f"Message-ID: {self._ref()}",
            *headers,
        ]
        mail = self._deliver(self._raw(*lines, body=body))
        self.assertEqual(mail.state, "done", mail.error)
        return mail.ticket_id

    def _message(self, ticket):
        return ticket.message_ids.filtered(lambda m: m.message_type == "email")

    def test_encodings(self):
        for declared, codec in (
            ("utf-8", "utf-8"),
            ("big5", "big5hkscs"),
            ("gb18030", "gb18030"),
            ("gb2312", "gb18030"),
            ("klingon", "utf-8"),
            ("klingon", "big5"),
            ("us-ascii", "gb18030"),
            ("utf-8", "big5"),
        ):
            with self.subTest(declared=declared, codec=codec):
                text = CHINESE.replace("壞", "坏") if codec == "gb18030" else CHINESE
                ticket = self._case(
                    (text * 3).encode(codec),
                    "Subject: x",
                    f"Content-Type: text/plain; charset={declared}",
                    "Content-Transfer-Encoding: 8bit",
                )
                self.assertIn(text, ticket.description)

    def test_chinese_subjects(self):
        for subject in (
            "=?big5?B?" + base64.b64encode(CHINESE.encode("big5")).decode() + "?=",
            "=?utf-8?Q?" + "".join(f"={b:02X}" for b in CHINESE.encode()) + "?=",
        ):
            self.assertEqual(self._case(b"x", f"Subject: {subject}").name, CHINESE)
        raw = b"Subject: " + CHINESE.encode("big5")
        self.assertEqual(self._case(b"x", raw).name, CHINESE)

    def test_nothing_written(self):
        ticket = self._case(b"")
        self.assertIn("mail without text", ticket.description)
        ticket = self._case(b"  \r\n ", "Subject: Only a subject")
        self.assertEqual(ticket.name, "Only a subject")

    def test_html_that_would_run_or_call_home(self):
        ticket = self._case(
            b"<p onclick='x()'>It <b>broke</b></p><script>alert(1)</script>"
            b"<img src='https://t.example.com/p.gif?who=ann' alt='logo'>"
            b"<div style=\"background-image:url('https://t.example.com/b')\">x</div>"
            b"<a href='javascript:alert(1)'>a</a>"
            b"<iframe src='//t.example.com'></iframe>"
            b"<video poster='https://t.example.com/v'></video>",
            "Content-Type: text/html",
        )
        for html in (ticket.description, self._message(ticket).body):
            self.assertIn("<b>broke</b>", html)
            self.assertIn("[logo]", html)
            for bad in ("script", "t.example.com", "onclick", "iframe"):
                self.assertNotIn(bad, html)

    def _with_files(self, count, **kwargs):
        message = EmailMessage()
        message["From"], message["To"] = "ann@customer.example.com", self.address
        message["Subject"] = "Pictures"
        message.set_content("See the pictures")
        for number in range(count):
            message.add_attachment(
                PIXEL + bytes([number]),
                maintype="image",
                subtype="png",
                filename=f"{number}.png",
            )
        return message

    def test_files_are_kept_as_they_came(self):
        mail = self._deliver(self._with_files(200).as_bytes())
        files = self._message(mail.ticket_id).attachment_ids
        self.assertEqual(len(files), 200)
        self.assertEqual(set(files.mapped("res_id")), {mail.ticket_id.id})
        self.assertEqual(
            {file.raw for file in files}, {PIXEL + bytes([n]) for n in range(200)}
        )

    def test_files_that_a_browser_would_run(self):
        message = self._with_files(0)
        for name, kind in (("x.html", "html"), ("x.svg", "svg+xml")):
            message.add_attachment(
                b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                maintype="text" if kind == "html" else "image",
                subtype=kind,
                filename=name,
            )
        ticket = self._deliver(message.as_bytes()).ticket_id
        files = self._message(ticket).attachment_ids
        self.assertEqual(set(files.mapped("mimetype")), {"text/plain"})

    def test_pictures_in_the_text(self):
        message = self._with_files(0)
        message.add_alternative("<p>Look: <img src='cid:one'></p>", subtype="html")
        message.get_payload()[1].add_related(PIXEL, "image", "png", cid="<one>")
        ticket = self._deliver(message.as_bytes()).ticket_id
        self.assertIn("/web/image/", self._message(ticket).body)
        self.assertNotIn("cid:", ticket.description)

    def test_plain_and_rich_are_the_same_text_once(self):
        message = self._with_files(0)
        message.add_alternative("<p>See the <i>pictures</i></p>", subtype="html")
        ticket = self._deliver(message.as_bytes()).ticket_id
        self.assertEqual(ticket.description.count("pictures"), 1)
        self.assertIn("<i>", ticket.description)

    def test_a_mail_in_a_mail(self):
        inner = self._with_files(1)
        message = self._with_files(0)
        message.add_attachment(inner)
        ticket = self._deliver(message.as_bytes()).ticket_id
        [file] = self._message(ticket).attachment_ids
        self.assertTrue(file.name.endswith(".eml"))
        self.assertIn(b"Pictures", file.raw)

    def test_a_mail_cut_in_the_middle(self):
        raw = self._with_files(3).as_bytes()
        mail = self._deliver(raw[: len(raw) // 2])
        self.assertEqual(mail.state, "done")
        self.assertIn("See the pictures", mail.ticket_id.description)

    def test_a_text_without_end(self):
        ticket = self._case(b"<p>long</p>" * 60_000, "Content-Type: text/html")
        self.assertLess(len(ticket.description), 600_000)
        [file] = self._message(ticket).attachment_ids
        self.assertEqual(len(file.raw), 660_000)
