"""The desk of the demo of customer relations: names of this addon come first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from odoo.tools import SQL

from odoo.addons.retail_complaint_addon.demo import moments
from odoo.addons.retail_complaint_addon.demo.case import PLACES
from odoo.addons.retail_complaint_addon.demo.desk import TradeDesk

TABLES = Path(__file__).with_name("tables")
ADDON = "customer_relations_addon"
# what is written down in hundreds is not announced one by one
BULK = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}
SHOPS = ("tst", "cwb", "mk", "macau")
# who works with customers where; the second one is the store manager
STAFF = {
    "tst": ("clerk", "supervisor", "clerk3"),
    "cwb": ("clerk2", "supervisor2"),
    "mk": ("clerk_mk", "supervisor_mk"),
    "web": ("eshop",),
    "macau": ("clerk_macau", "director"),
}


class RelationsDesk(TradeDesk):
    addon = ADDON

    def customer(self, number):
        return self.ref(f"customer_{int(number):02d}_demo")

    def store(self, code):
        return self.ref(f"store_{code}_demo")

    def bulk(self, model):
        """Return a model to write many records into, with dates and states given."""
        records = self.env[model].sudo().with_context(**BULK)
        return records._trusted() if hasattr(records, "_trusted") else records

    def company_of(self, store):
        macau = store == "macau"
        return self.ref("company_macau_demo" if macau else "base.main_company")

    def acting(self, login, store="tst"):
        """Return the environment of somebody at a store."""
        return self.as_user(login, "macau" if store == "macau" else "main")

    def chief(self, store):
        return PLACES[store][1]

    def shop_moment(self, days, rng, store="tst"):
        """Return a likely moment of a day that is over, in opening hours."""
        begin, end, _week = moments.HOURS[PLACES[store][2]]
        moment = self.days_ago(days, begin + rng.random() * (end - begin))
        if moment > self.now:
            moment = self.now - timedelta(minutes=rng.randrange(10, 300))
        return moment.replace(second=0, microsecond=0)

    def date_back(self, records, moment, user="user_id"):
        """Let records that were written in bulk be as old as what they tell."""
        if not records:
            return
        self.env.flush_all()
        names = records._fields
        author = SQL.identifier(user if user in names else "create_uid")
        self.env.execute_query(
            SQL(
                "UPDATE %s SET create_date = %s, write_date = %s,"
                " create_uid = COALESCE(%s, create_uid) WHERE id IN %s RETURNING id",
                SQL.identifier(records._table),
                SQL.identifier(moment),
                SQL.identifier(moment),
                author,
                tuple(records.ids),
            )
        )
        records.invalidate_recordset()


def table(name, *, parts):
    """Return the cells of the lines of a table; ``|`` is between them."""
    rows = []
    text = TABLES.joinpath(f"{name}.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            assert len(cells) == parts, line
            rows.append(cells)
    return rows
