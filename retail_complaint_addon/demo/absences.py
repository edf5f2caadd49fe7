"""Who was away, who stood in, and the book-keeping of every month."""

from __future__ import annotations

from datetime import timedelta

from . import moments

# who, deputy, first day (days ago), length in days
ABSENCES = (
    ("manager", "director", 655, 12, "Annual leave"),
    ("compliance", "director", 548, 9, "Training abroad"),
    ("manager", "supervisor", 402, 14, "Annual leave"),
    ("supervisor", None, 321, 7, "Sick leave"),
    ("director", "compliance", 246, 16, "Business trip"),
    ("manager", "supervisor", 118, 10, "Annual leave"),
    ("compliance", "director", 66, 8, "Annual leave"),
    ("manager", "director", -18, 12, "Annual leave"),
)


def scripts(desk):
    yield from (absence(desk, *one) for one in ABSENCES)
    yield manifests(desk)


def absence(desk, login, deputy, days_ago, length, note):
    """Yield the moment at which somebody enters their leave."""
    yield desk.days_ago(max(days_ago + 5, 4), 10.5)
    first = moments.local(desk.today - timedelta(days=days_ago)).date()
    user = desk.as_user(login).user
    desk.as_user(login)["complaint.absence"].create(
        {
            "user_id": user.id,
            "deputy_id": desk.user(deputy).id if deputy else False,
            "date_from": first,
            "date_to": first + timedelta(days=length),
            "note": note,
        }
    )


def manifests(desk):
    """Yield the first night of every month: the heads of the log are listed."""
    for month in range(24, 0, -1):
        yield desk.days_ago(month * 30, 23.5)
        desk.env["complaint.manifest"].sudo()._cron_list_heads()
