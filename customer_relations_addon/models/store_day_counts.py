"""Figures of a day from the records there are: complaints, enquiries, exchanges."""

from collections import Counter

from odoo import api, models
from odoo.fields import Domain

from .store_day import COUNTS

COMPLIMENT = "retail_complaint_addon.category_opinion_compliment"
LIVE = ("live_complaints", "live_compliments", "live_enquiries", "live_exchanges")


class StoreDay(models.Model):
    _inherit = "store.day"

    @api.depends("state", "store_id", "date")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_live(self):
        """What the reader may read; what was fixed at closing stays as it was."""
        under_way = self.filtered(lambda day: day.state == "open")
        counts = under_way._count_records()
        for day in self:
            for live, name in zip(LIVE, COUNTS, strict=True):
                known = counts.get((day.id, name), 0) if day in under_way else day[name]
                day[live] = known

    def _fix_counts(self):
        """Keep the figures of this moment, the same whoever closes the day.

        Complaints about a colleague are left out: who they are about reads this, too,
        and would learn from the difference that there is one.
        """
        counts = self.sudo()._count_records()
        for day in self:
            values = {name: counts.get((day.id, name), 0) for name in COUNTS}
            day._trusted().write(values)

    def _count_records(self):
        """Return {(day id, name of the count): records}, one query a source."""
        found = Counter()
        days = self.filtered(lambda day: day.store_id and day.date and day._origin)
        if not days:
            return found
        spans = {day: day.store_id._day_span(day.date) for day in days}
        for name, (model, domain, moment) in self._count_sources().items():
            moment_field = model._fields[moment]
            readable = model.has_access("read")
            if not readable or not model._has_field_access(moment_field, "read"):
                continue
            wanted = Domain.OR(
                Domain("store_id", "=", day.store_id.id)
                & Domain(moment, ">=", begin)
                & Domain(moment, "<", end)
                for day, (begin, end) in spans.items()
            )
            records = model.search_fetch(domain & wanted, ["store_id", moment])
            for record in records:
                for day, (begin, end) in spans.items():
                    same = record.store_id == day.store_id
                    if same and begin <= record[moment] < end:
                        found[day._origin.id, name] += 1
        return found

    @api.model
    def _count_sources(self):
        """Return {count: (model, domain, field of the moment)}; other parts may add."""
        tickets = self.env["helpdesk.ticket"]
        cases = Domain("is_complaint", "=", True)
        if self.env.su:
            cases &= Domain("involved_user_ids", "=", False)
        compliment = self.env.ref(COMPLIMENT, raise_if_not_found=False)
        praise = Domain("category_id", "child_of", compliment.ids if compliment else [])
        # a lost enquiry was an enquiry
        leads = self.env["crm.lead"].with_context(active_test=False)
        return {
            "complaint_count": (
                tickets,
                cases & Domain("nature", "!=", "opinion"),
                "received_at",
            ),
            "compliment_count": (tickets, cases & praise, "received_at"),
            "enquiry_count": (leads, Domain.TRUE, "enquired_at"),
            "exchange_count": (self.env["customer.exchange"], Domain.TRUE, "date"),
        }

    def _view_records(self, name, title):
        """Open the records behind a count that the user can read."""
        self.ensure_one()
        self.check_access("read")
        sources = self._count_sources()
        begin, end = self.store_id._day_span(self.date)
        model, domain, moment = sources[name]
        domain &= Domain("store_id", "=", self.store_id.id)
        domain &= Domain(moment, ">=", begin) & Domain(moment, "<", end)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model._name,
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {"create": False, "active_test": model._name != "crm.lead"},
        }

    def action_view_complaints(self):
        """Open the complaints of the day."""
        name = self.env._("Complaints of %(day)s", day=self.display_name)
        return self._view_records("complaint_count", name)

    def action_view_enquiries(self):
        """Open the enquiries of the day."""
        name = self.env._("Enquiries of %(day)s", day=self.display_name)
        return self._view_records("enquiry_count", name)

    def action_view_exchanges(self):
        """Open the exchanges of the day."""
        name = self.env._("Exchanges of %(day)s", day=self.display_name)
        return self._view_records("exchange_count", name)
