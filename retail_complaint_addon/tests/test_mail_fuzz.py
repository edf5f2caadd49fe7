from collections import Counter

from odoo.tests import tagged

from ..rules import mail_body, mail_headers
from .mail_common import MailCommon
from .mail_fuzz import MailFuzzer

MAILS = 2000
# How many of them go through the gateway. The first 220 make the cases; from then on a
# mail is only kept and held back, which differs by nothing but its headers: what is
# stored of those is checked for all MAILS.
DELIVERED = 500
# how many of them become cases; each costs as much as a complaint at the counter
CASES = 60
# each of so many comes once more, as mail servers do that were cut off
TWICE = 50
LOADS = r"<[^<>]*\s(src|srcset|poster|background)=\W*(https?:|//)"
SEEN = {"done", "ignored", "held", "unreadable"}
WAYS = {"automatic", "bounce", "list", "flood_total", "no_sender", "same_id"}
WAYS |= {"unverified", False}


@tagged("post_install", "-at_install")
class TestMailFuzz(MailCommon):
    """Strange mails by the thousand: none lost, none raised, none without a reason."""

    def test_every_strange_mail_can_be_read(self):
        """Headers that the database takes; text and files of each, as harmless HTML."""
        fuzzer = MailFuzzer(self.address, ["<a@b>"])
        mail = self.mails.new({})
        place = self.mails._find_place(mail_headers.read(self._mail()))
        for number in range(MAILS):
            raw, _machine = fuzzer.mail(number)
            headers = mail_headers.read(raw)
            self.assertIn(self.address, headers.recipients)
            facts = self.mails._facts(raw, headers, place)
            # a number of its own: none may be left out as one that is known
            facts["dedup_key"] += f"#{number}"
            self.assertTrue(self.mails._insert(facts))
            content = mail_body.read(raw)
            for keep_cid in (True, False):
                shown = mail._shown(content, keep_cid)
                self.assertNotIn("<script", shown)
                self.assertNotRegex(shown, LOADS)
                self.assertNotIn("\x00", shown)
                shown.encode()
            for file in content.files:
                self.assertIsInstance(file.content, bytes)
                file.name.encode()

    def test_none_of_many_strange_mails_is_lost(self):
        case = self._deliver(self._mail()).ticket_id
        references = case.message_ids.mapped("message_id")
        self.company.write(
            {"complaint_mail_sender_limit": 0, "complaint_mail_total_limit": CASES}
        )
        fuzzer = MailFuzzer(self.address, references)
        last = self.mails.search([], limit=1).id
        self.env.flush_all()
        with self.assertNoLogs(level="WARNING"):
            for number in [*range(DELIVERED), *range(0, DELIVERED, TWICE)]:
                raw, _machine = fuzzer.mail(number)
                self.env["mail.thread"].message_process(False, raw)
        self.env.invalidate_all()
        mails = self.mails.search([("id", ">", last)])
        twice = DELIVERED // TWICE
        self.assertEqual(sum(mails.mapped("deliveries")), DELIVERED + twice)
        self.assertLessEqual(len(mails), DELIVERED)
        self.assertTrue(all(mails.mapped("attachment_id")))
        states = Counter(mails.mapped("state"))
        unfinished = mails.filtered(lambda mail: mail.state not in SEEN)
        self.assertFalse(unfinished, unfinished[:1].error)
        self.assertGreater(states["done"], CASES / 3)
        # all the ways a mail can take have been taken
        self.assertLessEqual(SEEN, set(states))
        self.assertLessEqual(WAYS, set(mails.mapped("reason")))
        self.assertFalse(
            mails.filtered(lambda mail: mail.state != "done" and not mail.reason)
        )
