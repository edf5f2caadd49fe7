import itertools
from email.message import EmailMessage

from .common import ComplaintCommon

DOMAIN = "desk.example.com"
SERVER = "mx.desk.example.com"


class MailCommon(ComplaintCommon):
    """A store with an address, and mails as they come in from the mail server."""

    numbers = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alias_domain = cls.env["mail.alias.domain"].create({"name": DOMAIN})
        (cls.company | cls.other_company).alias_domain_id = cls.alias_domain
        cls.team.alias_id.alias_domain_id = cls.alias_domain
        cls.company.email = "office@example.com"
        cls.store.alias_name = "complaints-tst"
        cls.address = f"complaints-tst@{DOMAIN}"
        cls.mails = cls.env["complaint.mail"]

    def setUp(self):
        super().setUp()
        # the gateway opens transactions of its own
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)

    @classmethod
    def _ref(cls):
        return f"<test-{next(cls.numbers)}@customer.example.com>"

    @classmethod
    def _mail(cls, body="It stopped.", to=None, sender="ann@customer.example.com", **h):
        """Return a raw mail; headers by name, underscores for hyphens."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = to or cls.address
        headers = {"Subject": "My watch", "Message_ID": cls._ref(), **h}
        for name, value in headers.items():
            if value is not None:
                message[name.replace("_", "-")] = value
        message.set_content(body)
        return message.as_bytes()

    @classmethod
    def _raw(cls, *lines, body=b""):
        """Return a mail out of header lines that no library would write."""
        head = [line if isinstance(line, bytes) else line.encode() for line in lines]
        return b"\r\n".join(head) + b"\r\n\r\n" + body

    def _deliver(self, raw, model=False, user=None, **kwargs):
        """Hand a mail to the gateway; return the stored mail."""
        self.env.flush_all()
        before = self.mails.search([], limit=1).id or 0
        thread = self.env["mail.thread"].with_user(user or self.env.user)
        thread.message_process(model, raw, **kwargs)
        self.env.invalidate_all()
        return self.mails.search([("id", ">", before)])

    def _new_tickets(self):
        return self.env["helpdesk.ticket"].search([("id", ">", self.last_ticket)])

    @property
    def last_ticket(self):
        return self._last_ticket

    def _note_tickets(self):
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        self._last_ticket = tickets.search([], order="id desc", limit=1).id or 0
