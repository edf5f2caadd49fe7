"""Figures as a page: cards, charts and tables, the same for screen, PDF and XLSX."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ..rules.periods import PERIODS, period_of
from ..rules.tally import Tally
from .complaint_dashboard import GROUP

DEFAULT_PERIOD = "last_90_days"
ROWS = 10
# figure of a Tally: (how it is written, cases behind it, whether more is better)
FIGURES = {
    "received": ("count", "received", None),
    "open": ("count", "open", False),
    "overdue": ("count", "overdue", False),
    "resolved": ("count", "resolved", None),
    "acknowledge_hours": ("number", "acknowledged", False),
    "acknowledged_percent": ("percent", "received", True),
    "resolve_days": ("number", "resolved", False),
    "in_time_percent": ("percent", "resolved", True),
    "on_site_percent": ("percent", "received", True),
    "justified_percent": ("percent", "resolved", None),
    "reopened_percent": ("percent", "resolved", False),
    "cost": ("money", "resolved", False),
    "sold": ("count", "received", None),
    "per_thousand": ("number", "received", False),
    "csat": ("number", "rated", True),
    "csat_percent": ("percent", "rated", True),
    "ces": ("number", "rated", False),
    "nps": ("count", "rated", True),
}
CARDS = (
    "received",
    "open",
    "overdue",
    "acknowledge_hours",
    "resolve_days",
    "in_time_percent",
    "on_site_percent",
    "cost",
    "csat_percent",
    "nps",
)
# What stands below the bars of a chart.
GRAINS = {"day": "d MMM", "week": "d MMM", "month": "MMM yy", "year": "yyyy"}
CHINESE_GRAINS = {
    "day": "M月d日",
    "week": "M月d日",
    "month": "yy年M月",
    "year": "yyyy年",
}
TABLES = {
    "store": (
        "received",
        "open",
        "overdue",
        "acknowledged_percent",
        "resolve_days",
        "on_site_percent",
        "cost",
        "csat_percent",
    ),
    "category": ("received", "open", "resolve_days", "cost", "csat_percent"),
    "cause": ("resolved", "justified_percent", "cost", "csat_percent"),
    "product_category": ("received", "resolved", "cost", "csat_percent"),
    "supplier": ("received", "resolved", "cost", "csat_percent"),
    "channel": ("received", "on_site_percent", "resolve_days", "csat_percent"),
}
FOR_SUPERVISORS = ("supplier", "staff")


class ComplaintDashboard(models.AbstractModel):
    _inherit = "complaint.dashboard"

    @api.model
    @api.readonly
    def get_complaint_dashboard(self, options=None):
        """Return the dashboard of the current user, ready to be laid out.

        :param dict options: period, date_from, date_to, store_id, category_id
        """
        self._check_reader()
        scope = self._scope(options or {})
        return {**self._page(scope, limit=ROWS), "filters": self._filters(scope)}

    @api.model
    def _check_reader(self):
        if not self.env.user.has_group(GROUP % "reader"):
            raise AccessError(self.env._("This page is for the complaint desk."))

    # ------------------------------------------------------------------
    # what was asked for
    # ------------------------------------------------------------------

    @api.model
    def _scope(self, options):
        """Return period, store and category of the options a client sent.

        :raises ValidationError: when they make no sense
        """
        try:
            today = fields.Date.context_today(self.with_context(tz=self._zone()))
            period = period_of(
                options.get("period") or DEFAULT_PERIOD,
                today,
                fields.Date.to_date(options.get("date_from") or None),
                fields.Date.to_date(options.get("date_to") or None),
            )
            store = int(options.get("store_id") or 0)
            category = int(options.get("category_id") or 0)
            if not 0 <= store < 2**31 or not 0 <= category < 2**31:
                raise ValueError(options)
        except (AttributeError, OverflowError, TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("Choose a period of at most ten years, first day first.")
            ) from error
        return {
            "key": options.get("period") or DEFAULT_PERIOD,
            "period": period,
            "store": self._store_choices().filtered(lambda s: s.id == store),
            "category": self._category_choices().filtered(lambda c: c.id == category),
            # a store of others is not shown as "all": nothing is found in it
            "nothing": bool(store),
        }

    @api.model
    def _store_choices(self):
        user = self.env.user
        domain = Domain("company_id", "in", self.env.companies.ids)
        if not user.has_group(GROUP % "manager") and not user.has_group(
            GROUP % "auditor"
        ):
            upper = user.has_group(GROUP % "supervisor")
            members = "upper_member_ids" if upper else "member_ids"
            domain &= Domain(members, "in", user.ids)
        return self.env["retail.store"].sudo().search(domain)

    @api.model
    def _category_choices(self):
        return self.env["helpdesk.ticket.category"].search(
            [("is_complaint", "=", True), ("parent_id.is_complaint", "!=", True)]
        )

    @api.model
    def _filters(self, scope):
        labels = self._period_labels()
        return {
            "periods": [[key, labels[key]] for key in PERIODS],
            "stores": [[s.id, s.display_name] for s in self._store_choices()],
            "categories": [[c.id, c.display_name] for c in self._category_choices()],
            "period": scope["key"],
            "date_from": fields.Date.to_string(scope["period"].start),
            "date_to": fields.Date.to_string(scope["period"].last),
            "store_id": scope["store"].id or 0,
            "category_id": scope["category"].id or 0,
        }

    @api.model
    def _period_labels(self):
        return {
            "last_30_days": self.env._("Last 30 days"),
            "last_90_days": self.env._("Last 90 days"),
            "this_month": self.env._("This month"),
            "last_month": self.env._("Last month"),
            "this_quarter": self.env._("This quarter"),
            "last_quarter": self.env._("Last quarter"),
            "this_year": self.env._("This year"),
            "last_year": self.env._("Last year"),
            "last_12_months": self.env._("Last 12 months"),
            "custom": self.env._("Other period"),
        }

    # ------------------------------------------------------------------
    # the page
    # ------------------------------------------------------------------

    @api.model
    def _page(self, scope, limit=None, with_staff=True):
        """Return heading, cards, charts and tables.

        :param int limit: rows of a table; what is left is added up in one row
        """
        period, store, category = scope["period"], scope["store"], scope["category"]
        if scope["nothing"] and not store:
            raise AccessError(self.env._("You do not see that store."))
        figures = self._figures(period, store, category)
        before = self._totals(period.before(), store, category)
        return {
            "heading": self._period_text(period),
            "compared": self._period_text(period.before()),
            "currency": self.env.company.currency_id.name,
            "cards": self._cards(figures["total"][None], before),
            "charts": self._charts(figures["bucket"], period),
            "tables": self._tables(figures, scope, limit, with_staff),
            "domains": self._case_domains(scope),
            "action": self.env["helpdesk.ticket"]._complaint_list_action("", []),
        }

    @api.model
    def _period_text(self, period):
        first, last = (
            format_date(self.env, day, date_format="medium")
            for day in (period.start, period.last)
        )
        return f"{first} – {last}"

    @api.model
    def _case_domains(self, scope):
        """Return the cases behind each kind of figure, as a client can send them."""
        period = scope["period"]
        base = self._base_domain(scope["store"], scope["category"])
        received = self._within("received_at", period)
        domains = {
            "received": received,
            "acknowledged": received & Domain("acknowledged_at", "!=", False),
            "resolved": self._within("resolved_at", period),
            "rated": self._within("survey_answered_at", period),
            "open": self._open_domain(period),
            "overdue": self._overdue_domain(period),
        }
        return {name: self._plain(base & domain) for name, domain in domains.items()}

    @api.model
    def _plain(self, domain):
        return [
            leaf
            if isinstance(leaf, str)
            else [leaf[0], leaf[1], self._plain_value(leaf[2])]
            for leaf in domain
        ]

    @api.model
    def _plain_value(self, value):
        if isinstance(value, list | tuple | set | frozenset):
            return list(value)
        return fields.Datetime.to_string(value) if hasattr(value, "hour") else value

    @api.model
    def _labels(self):
        currency = self.env.company.currency_id.name
        return {
            "received": self.env._("Received"),
            "open": self.env._("Open"),
            "overdue": self.env._("Overdue"),
            "resolved": self.env._("Resolved"),
            "acknowledge_hours": self.env._("Hours to acknowledge"),
            "acknowledged_percent": self.env._("Acknowledged in time"),
            "resolve_days": self.env._("Days to resolve"),
            "in_time_percent": self.env._("Resolved in time"),
            "on_site_percent": self.env._("Settled on the spot"),
            "justified_percent": self.env._("Justified or partly"),
            "reopened_percent": self.env._("Reopened"),
            "cost": self.env._("Settlements (%(currency)s)", currency=currency),
            "sold": self.env._("Sold"),
            "per_thousand": self.env._("Per 1,000 sold"),
            "csat": self.env._("Satisfaction (1–5)"),
            "csat_percent": self.env._("Satisfied customers"),
            "ces": self.env._("Effort (1–7)"),
            "nps": self.env._("Net promoter score"),
        }

    @api.model
    def _text(self, kind, value):
        if value is None:
            return "–"
        if kind == "percent":
            return f"{formatLang(self.env, value, digits=0)}%"
        digits = {"number": 1}.get(kind, 0)
        return formatLang(self.env, value, digits=digits)

    @api.model
    def _cell(self, name, tally):
        kind, which, _better = FIGURES[name]
        value = getattr(tally, name)
        return {
            "raw": value,
            "text": self._text(kind, value),
            "kind": kind,
            "which": which,
        }

    @api.model
    def _cards(self, total, before):
        labels = self._labels()
        cards = []
        for name in CARDS:
            card = {"key": name, "label": labels[name], **self._cell(name, total)}
            # what was open then was not counted
            old = None if name in ("open", "overdue") else getattr(before, name)
            kind, _which, better = FIGURES[name]
            card["raw_before"] = old
            card["before"] = old is not None and self._text(kind, old)
            card["tone"] = "muted"
            if better is not None and old is not None and card["raw"] is not None:
                change = card["raw"] - old
                if abs(change) > 0.005 * max(abs(old), 1):
                    card["tone"] = "good" if (change > 0) == better else "bad"
            cards.append(card)
        return cards

    # ------------------------------------------------------------------
    # charts
    # ------------------------------------------------------------------

    @api.model
    def _charts(self, buckets, period):
        labels = self._labels()
        pieces = period.pieces()
        tallies = [buckets.get(piece.start, Tally()) for piece in pieces]
        plans = (
            ("flow", self.env._("Received and resolved"), ("received", "resolved")),
            ("cost", labels["cost"], ("cost",)),
            ("csat", labels["csat_percent"], ("csat_percent",)),
        )
        return [
            {
                "key": key,
                "title": title,
                "top": 100 if key == "csat" else None,
                "labels": [self._piece_label(piece, period) for piece in pieces],
                "spans": [
                    [
                        fields.Datetime.to_string(self._utc(day))
                        for day in (piece.start, piece.stop)
                    ]
                    for piece in pieces
                ],
                "series": [
                    {
                        "key": name,
                        "name": labels[name],
                        "field": self._moment(name),
                        "cells": [self._cell(name, tally) for tally in tallies],
                    }
                    for name in names
                ],
            }
            for key, title, names in plans
        ]

    @api.model
    def _moment(self, name):
        which = FIGURES[name][1]
        return {
            "received": "received_at",
            "resolved": "resolved_at",
            "rated": "survey_answered_at",
        }[which]

    @api.model
    def _piece_label(self, piece, period):
        chinese = (self.env.lang or "").startswith("zh")
        formats = CHINESE_GRAINS if chinese else GRAINS
        return format_date(self.env, piece.start, date_format=formats[period.grain])
