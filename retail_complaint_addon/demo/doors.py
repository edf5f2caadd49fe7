"""What came in by itself: mail through the gateway; replies to reviews on their way.

Mail is stored and read in transactions of its own: the desk commits before and after.
"""

from __future__ import annotations

from datetime import timedelta

from ..models.complaint_mail_place import Letter
from ..rules import mail_headers
from .case import Case

MAIL = """\
From: {sender}
To: {to}
Subject: {subject}
Message-ID: <{key}@mail.example.com>
{more}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{body}
"""
# key, hours ago, sender, store's address, subject, body
LETTERS = (
    (
        "letter-1",
        70,
        '"Rosalind Kerr" <rosalind.kerr@example.com>',
        "complaints",
        "Parcel WEB-9120 marked as delivered, never received",
        "Your page says that my parcel was delivered on Thursday. It never arrived, "
        "nobody at the concierge has seen it, and the signature is not mine.",
    ),
    (
        "letter-2",
        45,
        '"Gwen Ho" <gwen.ho@example.com>',
        "complaints-tst",
        "手錶入水",
        "上個月買的潛水錶,洗手之後錶面有霧,入水了。單據號碼 TST-55120。\n"
        "請問可以點樣處理?",
    ),
    (
        "letter-3",
        5,
        '"Martin Voss" <martin.voss@example.com>',
        "complaints-cwb",
        "A question first",
        "I was in your shop on Sunday and left with a bad feeling. Whom may I call?",
    ),
)
REVIEWS = (
    (
        ("review draft", "tst", "customer_47", 8, "@east_end_eugene"),
        "Three stars: waited for the till",
        "Three stars. Friendly, but four people stood at one till for twenty minutes.",
        "Thank you for telling us. From this weekend a second till is open from two "
        "to six.",
        None,
    ),
    (
        ("review approved", "tst", "customer_48", 30, "@harriet_in_hk"),
        "Two stars: engraving took three weeks",
        "Two stars. I was told one week for the engraving, and it took three.",
        "You are right: the engraver was ill and nobody called you. We are sorry, and "
        "whoever waits now is called every Friday.",
        "supervisor",
    ),
)


def scripts(desk):
    for number, letter in enumerate(LETTERS):
        yield _letter(desk, letter, answered=number == 0)
    for review in REVIEWS:
        yield _review(desk, *review)
    yield _just_arrived(desk)


def _raw(desk, key, sender, to, subject, body, more=""):
    domain = desk.ref("alias_domain_demo").name
    return MAIL.format(
        key=key,
        sender=sender,
        to=f"{to}@{domain}",
        subject=subject,
        body=body,
        more=more,
    ).encode()


def _receive(desk, raw):
    """Bring a mail to the gateway, as the mail server does."""
    desk.commit()
    desk.env["mail.thread"].message_process(False, raw)
    desk.commit()
    # its own transactions have the time of the building
    desk.env.cr.execute(
        "UPDATE helpdesk_ticket ticket SET create_date = ticket.received_at"
        " FROM complaint_mail mail WHERE mail.ticket_id = ticket.id"
        " AND ticket.create_date > ticket.received_at"
    )
    desk.commit()


def _letter(desk, letter, answered):
    key, hours, *rest = letter
    yield desk.hours_ago(hours)
    _receive(desk, _raw(desk, key, *rest))
    if not answered:
        return
    yield desk.now + timedelta(hours=26)
    # from another address than the one we wrote to: somebody has to look at it
    mail = desk.env["complaint.mail"].search(
        [("message_ref", "=", f"<{key}@mail.example.com>")]
    )
    notice = mail.ticket_id.notice_ids[:1]
    more = f"In-Reply-To: {notice.mail_ref}\nReferences: {notice.mail_ref}\n"
    sender = '"R. Kerr (office)" <r.kerr@office.example.com>'
    words = "This is my office address. The concierge has found nothing either."
    raw = _raw(desk, f"{key}-2", sender, rest[1], f"Re: {rest[2]}", words, more)
    _receive(desk, raw)


def _review(desk, about, title, words, reply, approve):
    key, store, customer, hours, handle = about
    case = Case(desk, key, store, start=desk.hours_ago(hours))
    yield case.start
    case.take(
        "service_waiting",
        title,
        words,
        customer=customer,
        channel="website_review",
        external_handle=handle,
        source_url=f"https://www.example.com/reviews/{6000 + hours}",
        happened=3,
    )
    case.acknowledge()
    case.reply_publicly(reply, approve=approve, ask=bool(approve), post=False)


def _just_arrived(desk):
    """Stored a moment ago; the scheduled action reads it with its next run."""
    yield desk.hours_ago(0.01)
    raw = _raw(
        desk,
        "letter-4",
        '"Irene Lau" <irene.lau@example.com>',
        "complaints-tst",
        "Clasp came open again",
        "The clasp you repaired in spring came open again on Saturday.",
    )
    desk.commit()
    headers = mail_headers.read(raw)
    place = desk.env["complaint.mail"]._find_place(headers)
    desk.env["mail.thread"]._keep_complaint_mail(Letter(raw, headers, place))
    desk.commit()
