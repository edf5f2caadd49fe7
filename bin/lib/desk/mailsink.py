"""A mail server that delivers nothing: every message becomes an .eml file.

Runs in the virtual environment: ``python mailsink.py PORT FOLDER``.
"""

import email
import signal
import sys
import time
from email.header import decode_header, make_header
from pathlib import Path

from aiosmtpd.controller import Controller


class Folder:
    def __init__(self, folder: Path):
        self.folder = folder

    async def handle_DATA(self, _server, _session, envelope):
        message = email.message_from_bytes(envelope.content)
        subject = str(make_header(decode_header(message.get("Subject", ""))))
        words = "-".join("".join(c if c.isalnum() else " " for c in subject).split())
        stamp = f"{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 10**6:06d}"
        name = f"{stamp}-{words[:60]}".rstrip("-")
        (self.folder / f"{name}.eml").write_bytes(envelope.content)
        return "250 kept as a file"


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    controller = Controller(Folder(folder), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main()
