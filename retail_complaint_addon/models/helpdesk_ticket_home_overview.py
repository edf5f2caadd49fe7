"""First page: stores, company and decision log at a glance."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .helpdesk_ticket_home import (
    ADDON,
    CASES,
    DECISION_FILTERS,
    DECISIONS,
    TICKET_FILTERS,
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    def _home_stores(self):
        """Open cases by store; nothing to compare with one store only."""
        domains = {
            name: self._home_domain(TICKET_FILTERS, [name])
            for name in ("overdue", "due", "to_acknowledge", "to_approve")
        }
        counts = self._home_counts(
            "helpdesk.ticket",
            Domain("is_complaint", "=", True)
            & self._home_domain(TICKET_FILTERS, ["open"])
            & Domain("store_id", "!=", False),
            domains,
            groupby="store_id",
        )
        stores = self.env["retail.store"].browse(counts).exists().sorted("code")
        return {
            "key": "stores",
            "kind": "table",
            "title": self.env._("Open complaints by store"),
            "empty": self.env._("No open complaint in any store."),
            "columns": [
                self.env._("Store"),
                self.env._("Open"),
                self.env._("Overdue"),
                self.env._("Due soon"),
                self.env._("Not acknowledged"),
                self.env._("To approve"),
            ],
            "lines": [store._home_line(counts[store.id]) for store in stores],
        }

    @api.model
    def _home_result(self):
        """Money and satisfaction of the company."""
        company = self.env.company
        base = Domain("is_complaint", "=", True) & Domain("company_id", "=", company.id)
        month = fields.Date.context_today(self).replace(day=1)
        [(closed, settled)] = self._read_group(
            base & Domain("resolved_at", ">=", month),
            [],
            ["__count", "settled_amount:sum"],
        )
        since = fields.Datetime.now() - timedelta(days=90)
        [(answers, satisfied, promoters)] = self._read_group(
            base & Domain("survey_answered_at", ">=", since),
            [],
            ["__count", "csat_percent:avg", "nps_points:avg"],
        )
        report = f"{ADDON}.helpdesk_ticket_action_complaint_report"
        survey = f"{ADDON}.helpdesk_ticket_action_satisfaction"
        return {
            "key": "result",
            "kind": "cards",
            "title": self.env._("Company"),
            "cards": [
                self._home_figure(
                    "closed",
                    self.env._("Resolved this month"),
                    closed,
                    "fa-check",
                    report,
                ),
                self._home_figure(
                    "settled",
                    self.env._("Settled this month"),
                    company.currency_id.format(settled or 0.0),
                    "fa-money",
                    report,
                ),
                self._home_figure(
                    "csat",
                    self.env._("Satisfied customers"),
                    "–" if satisfied is None else f"{satisfied:.0f} %",
                    "fa-smile-o",
                    survey,
                    self.env._("%(count)s answers in 90 days", count=answers),
                ),
                self._home_figure(
                    "nps",
                    self.env._("Net promoter score"),
                    "–" if promoters is None else f"{promoters:+.0f}",
                    "fa-bullhorn",
                    survey,
                    self.env._("−100 to +100, in 90 days"),
                ),
            ],
        }

    @api.model
    def _home_log(self):
        """The state of the decision log, for the auditor."""
        domains = {
            names: self._home_domain(DECISION_FILTERS, names)
            for names in (
                ("this_month",),
                ("this_month", "rejections"),
                ("this_month", "deputies"),
                ("this_month", "register"),
            )
        }
        counts = self._home_counts(
            "complaint.decision",
            self._home_domain(DECISION_FILTERS, ["this_month"]),
            domains,
        ).get(None, {})
        texts = {
            ("this_month",): (self.env._("Decisions this month"), "fa-gavel"),
            ("this_month", "rejections"): (self.env._("Rejected"), "fa-ban"),
            ("this_month", "deputies"): (self.env._("By a deputy"), "fa-exchange"),
            ("this_month", "register"): (
                self.env._("Changes of the register"),
                "fa-pencil",
            ),
        }
        cards = [
            self._home_card(
                "-".join(names),
                label,
                counts.get(names, 0),
                "info",
                icon,
                (DECISIONS, names),
            )
            for names, (label, icon) in texts.items()
        ]
        return {
            "key": "log",
            "kind": "cards",
            "title": self.env._("Decision log"),
            "cards": [*cards, self._home_manifest_card()],
        }

    @api.model
    def _home_manifest_card(self):
        last = self.env["complaint.manifest"].search([], limit=1)
        value = "–"
        if last:
            value = format_date(self.env, last.dated_at, date_format="medium")
        return self._home_figure(
            "manifest",
            self.env._("Last manifest"),
            value,
            "fa-list-alt",
            f"{ADDON}.complaint_chain_action",
            self.env._("Verify the chains"),
        )


class RetailStore(models.Model):
    _inherit = "retail.store"

    def _home_line(self, counts):
        """Return the store's line of the table on the first page."""
        self.ensure_one()
        tickets = self.env["helpdesk.ticket"]

        def cell(key, names, tone):
            context = tickets._home_context(names, search_default_store_id=self.id)
            return {
                "value": counts[key],
                "tone": tone if counts[key] else "muted",
                "action": CASES if counts[key] else False,
                "context": context,
            }

        return {
            "key": self.id,
            "label": self.display_name,
            "action": CASES,
            "context": tickets._home_context(["open"], search_default_store_id=self.id),
            "cells": [
                cell("total", ["open"], "info"),
                cell("overdue", ["overdue", "open"], "danger"),
                cell("due", ["due", "open"], "warning"),
                cell("to_acknowledge", ["to_acknowledge"], "warning"),
                cell("to_approve", ["to_approve", "open"], "info"),
            ],
        }
