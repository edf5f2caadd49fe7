"""A real POP3 server with one mailbox, for mail that is fetched."""

import asyncio
import threading

from desk.odoo import free_port


class Pop3Server:
    """``mails`` are in the mailbox; what a client deletes leaves it at QUIT."""

    def __init__(self, mails: list[bytes]):
        self.mails = list(mails)
        self.port = free_port()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Pop3Server":
        self._thread.start()
        starting = asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(5)
        return self

    def __exit__(self, *_exception) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _talk(self, reader, writer) -> None:
        deleted: set[int] = set()
        mails = list(self.mails)
        writer.write(b"+OK ready\r\n")
        while line := await reader.readline():
            command, _blank, argument = line.decode().strip().partition(" ")
            writer.write(self._answer(command.upper(), argument, mails, deleted))
            await writer.drain()
            if command.upper() == "QUIT":
                kept = [mail for n, mail in enumerate(mails, 1) if n not in deleted]
                self.mails = kept
                break
        writer.close()

    def _answer(self, command, argument, mails, deleted) -> bytes:
        if command in ("USER", "PASS", "QUIT", "NOOP"):
            return b"+OK\r\n"
        if command == "STAT":
            return f"+OK {len(mails)} {sum(map(len, mails))}\r\n".encode()
        if command == "LIST":
            sizes = [f"{n} {len(mail)}" for n, mail in enumerate(mails, 1)]
            return "\r\n".join(["+OK", *sizes, ".", ""]).encode()
        if command == "RETR":
            lines = mails[int(argument) - 1].replace(b"\r\n", b"\n").split(b"\n")
            lines = [b"." + line if line.startswith(b".") else line for line in lines]
            return b"\r\n".join([b"+OK", *lines, b".", b""])
        if command == "DELE":
            deleted.add(int(argument))
            return b"+OK\r\n"
        return b"-ERR unknown\r\n"
