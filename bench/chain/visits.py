"""Visitors with a complaint: at the counter, by mail, on the page, in the portal."""

import re
import threading
import time
import uuid
import xmlrpc.client
from dataclasses import dataclass, field
from email.message import EmailMessage

from data.catalogue import PASSWORD

from chain.company import VISITORS, Chain, Shop
from support.client import Client

DOORS = {"counter": 0.55, "mail": 0.2, "web": 0.15, "portal": 0.1}
TOKEN = re.compile(r'csrf_token: "([^"]+)"|name="csrf_token" value="([^"]+)"')
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6"
    "kgAAAABJRU5ErkJggg=="
)


@dataclass
class Visit:
    """One complaint, and everything that was done about it."""

    number: int
    door: str
    shop: Shop
    # a word that stands in everything this visitor writes
    word: str
    customer: str = ""
    # how far it goes today: "open", "due" (and the clock finds it), "settled"
    way: str = "settled"
    amount: float = 0
    sent: bool = False
    case: int = 0
    package: int = 0
    state: str = ""
    notes: list[str] = field(default_factory=list)
    acknowledged: object = None
    link: str = ""
    survey: str = ""

    @property
    def address(self) -> str:
        return f"{self.word}@{VISITORS}"

    def note(self, what: str) -> str:
        """Words of its own, to be found again once and no more."""
        self.notes.append(f"{what} {self.word}-{len(self.notes)}")
        return self.notes[-1]


class World:
    """The server as everybody meets it; how long each answer takes is kept."""

    def __init__(self, server, database: str, chain: Chain, day):
        self.url, self.database = server.url, database
        self.chain, self.day = chain, day
        self.seconds: list[float] = []
        self._clients: dict[str, tuple[Client, threading.RLock]] = {}
        self._new = threading.Lock()

    def person(self, login: str) -> tuple[Client, threading.RLock]:
        """Somebody signed in, and their two hands: one thing at a time."""
        with self._new:
            known = self._clients.get(login)
            if known is None:
                client = self._timed(Client(self.url, self.database, login, PASSWORD))
                known = self._clients[login] = (client, threading.RLock())
        client, hands = known
        with hands:
            if client.uid is None:
                client.sign_in()
        return known

    def call(self, login: str, model: str, method: str, *args, **kwargs):
        client, hands = self.person(login)
        with hands:
            return client.call(model, method, *args, **kwargs)

    def stranger(self, number: int) -> Client:
        """A browser without a login, at an address of its own."""
        client = self._timed(Client(self.url, self.database, "public"))
        client.http.headers.update(
            {
                "X-Forwarded-For": f"203.{number // 60000}.{number // 250 % 240}"
                f".{number % 250 + 1}",
                "X-Forwarded-Host": self.url.partition("//")[2],
                "X-Forwarded-Proto": "http",
            }
        )
        return client

    def _timed(self, client: Client) -> Client:
        client.http.headers["Connection"] = "close"
        client.http.hooks["response"].append(
            lambda reply, *_args, **_more: self.seconds.append(
                reply.elapsed.total_seconds()
            )
        )
        return client

    def gateway(self, raw: bytes):
        """As odoo-mailgate.py hands a mail over."""
        proxy = xmlrpc.client.ServerProxy(
            f"{self.url}/xmlrpc/2/object", allow_none=True
        )
        begin = time.monotonic()
        uid = self.person("admin")[0].uid
        message = [False, xmlrpc.client.Binary(raw)]
        who = (self.database, uid, PASSWORD)
        case = proxy.execute_kw(*who, "mail.thread", "message_process", message, {})
        self.seconds.append(time.monotonic() - begin)
        return case


def form(client: Client, page: str, path: str, data: dict, **more):
    """Open a page and send its form, as a browser does."""
    shown = client.get(page)
    assert shown.status_code == 200, f"{page}: HTTP {shown.status_code}"
    token = next(filter(None, TOKEN.search(shown.text).groups()))
    sent = {"csrf_token": token, **data}
    reply = client.http.post(
        client.url + path, sent, timeout=120, allow_redirects=False, **more
    )
    assert reply.status_code in (302, 303), f"{path}: HTTP {reply.status_code}"
    return reply


class Doors:
    """How a complaint comes in; each returns nothing and notes what it sent."""

    def __init__(self, world: World):
        self.world, self.chain = world, world.chain

    def come(self, visit: Visit) -> None:
        visit.sent = True
        getattr(self, f"_{visit.door}")(visit)

    def _counter(self, visit: Visit) -> None:
        values = dict(self.chain.counter[visit.number % len(self.chain.counter)])
        values |= {
            "name": f"{values['name']} {visit.word}",
            "store_id": visit.shop.id,
            "partner_name": f"Visitor {visit.word}",
            "partner_email": visit.address,
        }
        (visit.case,) = self.world.call(
            visit.shop.clerk, "helpdesk.ticket", "create", [values]
        )
        self.world.call(
            visit.shop.clerk, "helpdesk.ticket", "action_acknowledge", [visit.case]
        )

    def _mail(self, visit: Visit) -> None:
        raw = self._letter(visit, f"My watch stopped {visit.word}", "It stopped.")
        self.world.gateway(raw)
        if visit.number % 10 == 0:
            # a mail server that was cut off sends it again
            self.world.gateway(raw)

    def reply(self, visit: Visit) -> None:
        """The customer answers the mail they got."""
        mail = visit.acknowledged
        answer = self._letter(
            visit,
            f"Re: {mail['Subject']}",
            visit.note("The receipt is from June."),
            to=mail["Reply-To"] or visit.shop.address,
            answers=mail["Message-ID"],
        )
        self.world.gateway(answer)

    def _letter(self, visit, subject, text, to="", answers="") -> bytes:
        mail = EmailMessage()
        mail["From"] = f"Visitor {visit.number} <{visit.address}>"
        mail["To"] = to or visit.shop.address
        mail["Subject"] = subject
        mail["Message-ID"] = f"<{uuid.uuid4().hex}@{VISITORS}>"
        if answers:
            mail["In-Reply-To"] = answers
        mail.set_content(f"Dear shop,\n\n{text}\n\nKind regards\n")
        return mail.as_bytes()

    def _web(self, visit: Visit) -> None:
        browser = self.world.stranger(visit.number)
        data = {
            "store": str(visit.shop.id),
            "what": f"I waited for an hour and nobody came {visit.word}",
            "name": f"Visitor {visit.number}",
            "email": visit.address,
            "consent": "1",
            "submission": uuid.uuid4().hex,
        }
        page = f"/complaint?store={visit.shop.code}"
        form(browser, page, "/complaint", data)
        if visit.number % 10 == 0:
            # pressed again while the page was loading
            form(browser, page, "/complaint", data)

    def _portal(self, visit: Visit) -> None:
        client, hands = self.world.person(visit.customer)
        data = {
            "subject": f"The strap broke {visit.word}",
            "description": "After a week.",
            "category": str(self.chain.portal_category),
        }
        with hands:
            form(client, "/my/complaints", "/submitted/ticket", data)

    # Afterwards

    def look(self, visit: Visit) -> None:
        """Open the link of the mail and write a line."""
        browser = self.world.stranger(visit.number)
        path = visit.link.partition("?")[0]
        data = {"text": visit.note("Any news?")}
        form(browser, path, f"{path}/message", data)

    def accept(self, visit: Visit) -> None:
        """Take the offer in the portal, with a signature."""
        client, hands = self.world.person(visit.customer)
        path = f"/my/complaints/{visit.case}/accept/{visit.package}"
        with hands:
            client.get(f"/my/complaints/{visit.case}")
            answer = client.route(path, name=visit.customer, signature=SIGNATURE)
        assert not answer.get("error"), answer

    def answer(self, visit: Visit, path: str) -> None:
        """Fill the survey in."""
        browser = self.world.stranger(visit.number)
        assert browser.get(path).status_code == 200
        survey, _mark, mine = path.rpartition("/start/")[2].partition("?answer_token=")
        tokens = f"{survey}/{mine}" if mine else survey
        browser.route(f"/survey/begin/{tokens}")
        score = str(visit.number % 5 + 1)
        answers = {key: word or score for key, word in self.chain.questions.items()}
        _page, more = browser.route(f"/survey/submit/{tokens}", **answers)
        assert not more.get("error"), more
        visit.survey = "answered"
