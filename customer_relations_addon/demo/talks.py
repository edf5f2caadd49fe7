"""Mails in threads, meetings in the calendar and calls of the to-do list.

Nobody writes them down: the collector makes exchanges of them, of the notices of two
years of complaints, and promises of what those notices and repairs said.
"""

from __future__ import annotations

from datetime import timedelta

from odoo.fields import Command

# customer | days ago | from the customer | our answer
MAILS = (
    (56, 40, "Is the blue dial coming this year?", "In spring; we keep one for you."),
    (50, 21, "Could you post the certificate to Lyon?", "Posted today, insured."),
    (9, 16, "My son liked the visit very much.", "So did we. The salon is yours."),
    (34, 9, "请问保养要多久?", "三个星期左右,会先报价。"),
    (2, 4, "星期日可以試戒指嗎?", "可以,下午三時留座。"),
)
# customer | days ago | who | title | hours
MEETINGS = (
    (38, 33, "supervisor2", "Fitting of the eternity band", 1.0),
    (20, 13, "clerk_mk", "睇翡翠", 0.75),
    (59, 26, "manager", "Yearly talk with Pacific Gifts", 1.5),
    (45, 6, "supervisor_mk", "Chronographs before 1970", 2.0),
)
# customer | days ago | who | about | words
CALLS = (
    (41, 18, "clerk3", "Call: references", "Wants them by mail."),
    (49, 12, "supervisor", "Call before Diwali", "Will come with his daughter."),
    (12, 7, "clerk2", "致電:藍寶石", "下星期到店。"),
    (61, 5, "clerk_macau", "致電:金婚", "想睇南洋珠。"),
)


def _mail(desk, number, days, text, answer):
    customer = desk.customer(number)
    yield desk.days_ago(days, 11.2)
    customer.sudo().message_post(
        body=text,
        subject=text[:60],
        message_type="email",
        subtype_xmlid="mail.mt_comment",
        author_id=customer.id,
        email_from=customer.email_formatted,
    )
    yield desk.now + timedelta(hours=3)
    _class, store, login = desk.known[number]
    mine = customer.with_env(desk.acting(login or "clerk", store))
    mine.message_post(
        body=answer,
        subject=text[:60],
        message_type="comment",
        subtype_xmlid="mail.mt_comment",
        partner_ids=customer.ids,
    )


def _meeting(desk, number, days, login, title, hours):
    yield desk.days_ago(days + 3, 17.0)
    env = desk.as_user(login)
    start = desk.days_ago(days, 14.5)
    quiet = env["calendar.event"].with_context(
        no_mail_to_attendees=True, dont_notify=True, mail_create_nolog=True
    )
    quiet.create(
        {
            "name": title,
            "start": start,
            "stop": start + timedelta(hours=hours),
            "user_id": env.uid,
            "partner_ids": [
                Command.set((env.user.partner_id | desk.customer(number)).ids)
            ],
        }
    )


def _call(desk, number, days, login, about, text):
    yield desk.days_ago(days + 1, 12.0)
    _class, store, _login = desk.known[number]
    mine = desk.customer(number).with_env(desk.acting(login, store))
    activity = mine.activity_schedule(
        "mail.mail_activity_data_call", summary=about, user_id=mine.env.uid
    )
    yield desk.days_ago(days, 11.5)
    activity.action_feedback(feedback=text)


def _collected(desk):
    """The scheduled action finds all of it, and the promises of cases and repairs."""
    yield desk.today - timedelta(seconds=1)
    back = max(desk.months, 2) * 31 + 30
    desk.commit()
    desk.env["customer.collect"].sudo()._cron_collect(back)
    desk.commit()


def scripts(desk):
    for make, rows in ((_mail, MAILS), (_meeting, MEETINGS), (_call, CALLS)):
        for row in rows:
            yield make(desk, *row)
    yield _collected(desk)
