"""A real mail server that keeps what it is given."""

import asyncio
import email
import email.policy
import time
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from desk.odoo import free_port


class SmtpSink:
    """``messages`` holds the mails received; ``refuse`` makes the next ones fail.

    ``delay`` lets it think so many seconds about each.
    """

    def __init__(self):
        self.messages: list[EmailMessage] = []
        self.refuse: str | None = None
        self.delay = 0.0
        self.port = free_port()

    async def handle_DATA(self, _server, _session, envelope):
        await asyncio.sleep(self.delay)
        if self.refuse:
            return self.refuse
        message = email.message_from_bytes(
            envelope.content, policy=email.policy.default
        )
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 kept"

    def start(self) -> "SmtpSink":
        """Start, or start again at the same port."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    def clear(self) -> None:
        self.messages.clear()
        self.refuse = None
        self.delay = 0.0

    def to(self, address: str) -> list[EmailMessage]:
        return [
            message for message in self.messages if address in message["X-Envelope-To"]
        ]

    def wait_for(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        limit = time.monotonic() + seconds
        while len(self.messages) < count and time.monotonic() < limit:
            time.sleep(0.1)
        assert len(self.messages) >= count, (
            f"{len(self.messages)} mails instead of {count}"
        )
        return list(self.messages)

    def serve(self, admin) -> None:
        """Make the live server send through us."""
        servers = admin.call("ir.mail_server", "search", [])
        if servers:
            admin.call("ir.mail_server", "write", servers, {"active": False})
        values = {"name": "Test sink", "smtp_host": "127.0.0.1", "smtp_port": self.port}
        admin.call("ir.mail_server", "create", {**values, "smtp_encryption": "none"})
