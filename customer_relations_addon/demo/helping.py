"""How the help pages are read, whether they helped, and what nobody found there."""

from __future__ import annotations

from datetime import timedelta

from odoo.tools import SQL

MISSED = (
    ("gift voucher", "en_US", 9),
    ("禮券有效期", "zh_HK", 14),
    ("parking", "en_US", 4),
    ("退税", "zh_CN", 11),
    ("tax refund", "en_US", 7),
    ("泊車", "zh_HK", 6),
    ("battery price", "en_US", 5),
    ("換電池幾錢", "zh_HK", 17),
    ("ear piercing", "en_US", 2),
)
COMMENTS = (
    "How long does it take at the Mong Kok shop?",
    "想知道週末有冇師傅。",
    "Please say what it costs.",
    "请写明需要带什么证件。",
)
VISITORS = 26


def told(desk):
    pages = desk.env["document.page"].sudo().search([("help_version_id", "!=", False)])
    rng = desk.random("help")
    days = max(desk.months, 1) * 30
    answers = desk.env["help.answer"].sudo()
    for page in pages:
        helps = rng.uniform(0.6, 0.95)
        for visitor in range(rng.randrange(2, VISITORS) if desk.months else 2):
            helped = rng.random() < helps
            comment = "" if helped or rng.random() < 0.6 else rng.choice(COMMENTS)
            answers._take(page, f"demo-{page.id}-{visitor}", helped, comment)
    desk.env.cr.execute(
        "UPDATE help_answer SET answered_at = answered_at"
        " - (id * 7919 %% %s) * interval '1 hour' WHERE visitor LIKE 'demo-%%'",
        (days * 24,),
    )
    _read(desk, pages, min(days, 120))
    searches = desk.env["help.search"].sudo()
    for words, lang, times in MISSED:
        for _time in range(times):
            searches._missed(words, lang)
        last = desk.today - timedelta(hours=rng.randrange(5, 400))
        desk.env.cr.execute(
            "UPDATE help_search SET last_at = %s WHERE words = %s AND lang = %s",
            (last, words, lang),
        )


def _written(desk):
    """One page has been changed since it was published, one is not ready yet."""
    manager = desk.as_user("manager")
    pages = manager["document.page"]
    page = pages.search([("help_version_id", "!=", False)], order="id", limit=1)
    page.content = f"{page.content}<p>The counter is open daily until 20:30.</p>"
    pages.create(
        {
            "name": "How long is a gift voucher valid?",
            "is_help": True,
            "help_topic_id": desk.ref("help_topic_purchase").id,
            "help_lang_id": desk.env.ref("base.lang_en").id,
            "draft_name": "0.1",
            "draft_summary": "To be checked by the office",
            "content": "<p>Three years from the day on its back.</p>",
        }
    )


def _read(desk, pages, days):
    """Count readers of each page and day; the shops' own address is on the bill."""
    desk.env.execute_query(
        SQL(
            """INSERT INTO help_view (page_id, day, count)
                    SELECT page.id, %s::date - back, 1 + (page.id * 13 + back * 7) %% 19
                      FROM document_page page, generate_series(1, %s) back
                     WHERE page.id IN %s
               ON CONFLICT DO NOTHING RETURNING id""",
            desk.date(),
            days,
            tuple(pages.ids) or (0,),
        )
    )


def scripts(desk):
    yield _told(desk)


def _told(desk):
    yield desk.hours_ago(4)
    told(desk)
    _written(desk)
