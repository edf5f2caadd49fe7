import doctest

from odoo.tests import BaseCase, tagged

from ..rules import (
    mail_auth,
    mail_body,
    mail_headers,
    mail_html,
    mail_language,
    mail_text,
)


@tagged("post_install", "-at_install")
class TestMailRules(BaseCase):
    def test_doctests(self):
        for module in (
            mail_auth,
            mail_body,
            mail_headers,
            mail_html,
            mail_language,
            mail_text,
        ):
            result = doctest.testmod(module)
            self.assertFalse(result.failed, module.__name__)

    def test_headers_of_all_shapes(self):
        headers = mail_headers.read(
            b"From x@y Thu\nTO:a@x.com\nSubject : One\n  two\nbroken line\n"
            b"References: <a@b>\n <c@d>\nIn-Reply-To: <e@f> text\n\nbody"
        )
        self.assertEqual(headers.recipients, ["a@x.com"])
        self.assertEqual(headers.text("subject"), "One two")
        self.assertEqual(headers.references, ["<a@b>", "<c@d>", "<e@f>"])
        self.assertEqual(headers.body, b"body")

    def test_no_mail_takes_long(self):
        """Patterns that go back and forth take minutes on what strangers write."""
        for start, rest in (
            (b"From: ", b'\\"' * 200_000),
            (b"From: ", b'"' * 400_000),
            (b"From: ", b"(" * 400_000),
            (b"From: ", b"a" * 400_000),
            (b"From: a\n", b" \n" * 200_000),
            (b"Authentication-Results: mx;", b"(" * 300_000),
            (b"Subject: ", b"=?a*" * 100_000),
        ):
            headers = mail_headers.read(start + rest + b"\n\n")
            self.assertLessEqual(len(headers.sender), 320)
            self.assertTrue(headers.key)
            mail_auth.standing(headers, "mx")
            headers.text("subject")

    def test_proof(self):
        def judge(results, sender="a@shop.example.com"):
            head = f"Authentication-Results: {results}\r\nFrom: {sender}\r\n\r\n"
            return mail_auth.standing(mail_headers.read(head.encode()), "mx.us")

        proven = (
            "mx.us; dmarc=pass header.from=shop.example.com",
            "MX.us; dmarc=pass (p=reject) header.from=shop.example.com",
            "mx.us 1; spf=fail; dkim=pass header.d=example.com",
            "mx.us; dkim=pass header.i=@shop.example.com",
        )
        for results in proven:
            self.assertEqual(judge(results), "verified", results)
        for results in (
            "",
            "mx.us",
            "mx.them; dmarc=pass header.from=shop.example.com",
            "mx.us.evil; dmarc=pass",
            "mx.us; spf=pass",
            "mx.us; dkim=pass header.d=evil-example.com",
            "mx.us; dkim=pass header.d=com",
            "mx.us; dmarc=none (dmarc=pass)",
            'mx.us; x="; dmarc=pass header.from=shop.example.com"',
        ):
            self.assertEqual(judge(results), "unknown", results)
        self.assertEqual(judge("mx.us; dmarc=fail"), "failed")
        self.assertEqual(judge(proven[0], "a@b.com, c@shop.example.com"), "unknown")

    def test_only_the_topmost_word_of_our_server_counts(self):
        head = (
            b"Authentication-Results: mx.us; dmarc=fail\r\n"
            b"Authentication-Results: mx.us; dmarc=pass\r\n"
            b"From: a@example.com\r\n\r\n"
        )
        headers = mail_headers.read(head)
        self.assertEqual(mail_auth.standing(headers, "mx.us"), "failed")
        self.assertEqual(mail_auth.standing(headers, ""), "unknown")
