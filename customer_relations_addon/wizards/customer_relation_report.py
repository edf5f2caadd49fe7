from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.retail_complaint_addon.rules.workbook import Figure, workbook

from ..models.res_users import GROUP
from ..rules.tallies import COUNTED, rows_of, total_of

LINES = 30


class CustomerRelationReport(models.TransientModel):
    """What was done with customers in a period, by shop and by person."""

    _name = "customer.relation.report"
    _description = "Relation Report"
    _inherit = ["complaint.period.mixin", "complaint.raw.mixin"]
    _period_report = "customer_relations_addon.customer_relation_report_pdf"
    _period_route = "/customer/relation-report"

    # its table goes with this addon
    store_ids = fields.Many2many(comodel_name="retail.store")

    # ------------------------------------------------------------------
    # figures
    # ------------------------------------------------------------------

    def _page(self):
        """Return the figures as the reader may see them.

        :return: dict with stores and people (rows), their total, and texts
        """
        self.ensure_one()
        self.check_access("read")
        self._check_printable()
        stores = self._figures("store_id")
        people = self._figures("user_id") if self._may_see_people() else {}
        names = self.env["retail.store"].browse({k for f in stores.values() for k in f})
        users = self.env["res.users"].browse({k for f in people.values() for k in f})
        store_rows = rows_of(stores, {one.id: one.display_name for one in names})
        return {
            "stores": store_rows,
            "people": rows_of(people, {one.id: one.name for one in users.sudo()}),
            "total": total_of(store_rows),
            "overdue": self._overdue(),
            "from": format_date(self.env, self.date_from),
            "to": format_date(self.env, self.date_to),
            "chosen": ", ".join(self.store_ids.mapped("display_name")),
            "printed": format_date(self.env, fields.Date.context_today(self)),
        }

    def _check_printable(self):
        user = self.env.user
        if not any(user.has_group(GROUP % kind) for kind in ("supervisor", "auditor")):
            raise AccessError(
                self.env._("The relation report is for store managers and above.")
            )

    def _may_see_people(self):
        """Figures of single colleagues are for who leads them."""
        return self.env.user.has_group(GROUP % "supervisor")

    def _figures(self, by):
        """Return {figure: {id of store or person: number}}, one query a figure."""
        promises = self._grouped("customer.promise", by, "due_at", [], "outcome")
        settled = {
            name: {key: n for (key, outcome), n in promises.items() if outcome == name}
            for name in ("kept", "late", "broken")
        }
        made = self._grouped("customer.promise", by, "made_at", [])
        exchanges = self._grouped("customer.exchange", by, "date", [])
        customers = self._grouped(
            "customer.exchange", by, "date", [], measure="partner_id:count_distinct"
        )
        consents = [("state", "=", "given")]
        return {
            "exchanges": exchanges,
            "customers": customers,
            "promises": made,
            **settled,
            # lost ones are archived, and were asked all the same
            "enquiries": self.with_context(active_test=False)._grouped(
                "crm.lead", by, "enquired_at", []
            ),
            "consents": self._grouped("customer.consent", by, "at", consents),
        }

    def _grouped(self, model, by, date, domain, second=None, measure="__count"):
        """Return {key or (key, second): number}, with the rights of the reader."""
        records = self.env[model].sudo(False)
        if by not in records._fields or not records.has_access("read"):
            return {}
        whole = Domain(domain) & self._in_period(date) & Domain(by, "!=", False)
        if self.store_ids and "store_id" in records._fields:
            whole &= Domain("store_id", "child_of", self.store_ids.ids)
        if self.store_ids and "store_id" not in records._fields:
            return {}
        groups = [by, second] if second else [by]
        rows = records._read_group(whole, groups, [measure])
        if second:
            return {(key.id, value): number for key, value, number in rows}
        return {key.id: number for key, number in rows}

    def _in_period(self, field):
        zone = pytz.timezone(self.env.user.tz or "UTC")
        ends = (self.date_from, self.date_to + timedelta(days=1))
        start, stop = (
            zone.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in ends
        )
        return Domain(field, ">=", start) & Domain(field, "<", stop)

    def _overdue(self):
        """Return the open promises that are late now, the longest first."""
        promises = self.env["customer.promise"].sudo(False)
        domain = Domain("state", "=", "open")
        domain &= Domain("due_at", "<", fields.Datetime.now())
        if self.store_ids:
            domain &= Domain("store_id", "child_of", self.store_ids.ids)
        found = promises.search(domain, order="due_at, id", limit=LINES)
        with_people = self._may_see_people()
        return [
            {
                "what": promise.name,
                "customer": promise.partner_id.display_name,
                "store": promise.store_id.display_name or "",
                "who": (promise.user_id.name or "") if with_people else "",
                "due": format_date(self.env, promise.due_at),
                "due_on": fields.Datetime.context_timestamp(
                    promise, promise.due_at
                ).date(),
            }
            for promise in found
        ]

    # ------------------------------------------------------------------
    # paper
    # ------------------------------------------------------------------

    @api.model
    def _headings(self):
        """Return {figure: heading}, in the order of the columns."""
        return {
            "exchanges": self.env._("Exchanges"),
            "customers": self.env._("Customers Met"),
            "promises": self.env._("Promises Made"),
            "kept": self.env._("Kept in Time"),
            "late": self.env._("Late"),
            "broken": self.env._("Not Kept"),
            "enquiries": self.env._("Enquiries"),
            "consents": self.env._("Consents Given"),
        }

    def _xlsx(self):
        page = self._page()
        sheets = [
            (
                self.env._("Stores"),
                self._sheet(page["stores"], self.env._("Store"), page["total"]),
            ),
        ]
        if page["people"]:
            sheets.append(
                (self.env._("People"), self._sheet(page["people"], self.env._("Who")))
            )
        late = [
            [
                self.env._("What"),
                self.env._("Customer"),
                self.env._("Store"),
                self.env._("Who"),
                self.env._("Due"),
            ]
        ]
        late += [
            [row["what"], row["customer"], row["store"], row["who"], row["due_on"]]
            for row in page["overdue"]
        ]
        sheets.append((self.env._("Late Promises"), late))
        return workbook(sheets)

    def _sheet(self, rows, first, total=None):
        lines = [[first, *self._headings().values(), self.env._("Share Kept")]]
        for row in rows:
            lines.append([row["name"], *self._cells(row)])
        if total:
            lines.append([self.env._("Together"), *self._cells(total)])
        return lines

    def _cells(self, row):
        counts = [Figure(row[name], "count") for name in COUNTED]
        return [*counts, Figure(row["share"], "percent")]
