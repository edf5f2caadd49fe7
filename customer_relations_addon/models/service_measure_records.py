"""The words of each measure, and which records are behind a figure."""

from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import measures

# What a screen counts as well: the same conditions as the SQL beside it.
RESOLVED = Domain("resolved_at", "!=", False)
RECORDS = {
    "first_response": ("received_at", Domain("acknowledged_at", "!=", False)),
    "resolution_time": ("resolved_at", Domain.TRUE),
    "resolved_in_time": ("resolved_at", Domain("resolve_by", "!=", False)),
    "on_site_share": ("received_at", Domain("nature", "!=", "opinion")),
    "csat": ("survey_answered_at", Domain("csat", "!=", False)),
    "csat_handling": ("survey_answered_at", Domain("csat_handling", "!=", False)),
    "ces": ("survey_answered_at", Domain("ces", "!=", False)),
    "nps": ("survey_answered_at", Domain("nps_group", "!=", False)),
    "csi": ("survey_answered_at", Domain("survey_answered_at", "!=", False)),
    "repeat_rate": ("resolved_at", Domain.TRUE),
    "reopen_rate": ("resolved_at", Domain.TRUE),
    "repurchase_12m": ("resolved_at", Domain("commercial_partner_id", "!=", False)),
    "complaints_per_1000": (
        "received_at",
        Domain("nature", "!=", "opinion") & Domain("store_id.keeps_day_log", "=", True),
    ),
    "survey_response": (
        "complaint_sent_at",
        Domain("complaint_state", "in", ("sent", "answered", "expired")),
    ),
    "promises_kept": ("due_at", Domain("state", "in", ("open", "kept", "broken"))),
    "quotation_time": ("enquired_at", Domain("quoted_at", "!=", False)),
    "assessment_score": (
        "date",
        Domain("state", "=", "done") & Domain("is_scored", "=", True),
    ),
    "day_logs": ("date", Domain("state", "!=", "shut")),
    "visitors_conversion": (
        "date",
        Domain("state", "=", "closed") & Domain("visitors", ">", 0),
    ),
    "public_review": ("date", Domain.TRUE),
}
# Where model and store are called otherwise.
STORES = {"survey.user_input": "complaint_store_id"}
COMPANIES = {"survey.user_input": "complaint_company_id"}


class ServiceMeasure(models.AbstractModel):
    _inherit = "service.measure"

    @api.model
    def _words(self, name):
        """Return (unit, formula) of a measure in the language of the reader."""
        hours, days = self.env._("hours"), self.env._("days")
        percent = "%"
        return {
            "first_response": (
                hours,
                self.env._(
                    "Mean hours from the receipt of a complaint to its acknowledgement."
                ),
            ),
            "acknowledged_in_time": (
                percent,
                self.env._(
                    "Complaints acknowledged in time ÷ complaints received × 100."
                ),
            ),
            "resolution_time": (
                days,
                self.env._(
                    "Mean calendar days from the receipt of a complaint to its end."
                ),
            ),
            "resolved_in_time": (
                percent,
                self.env._("Complaints resolved in time ÷ complaints resolved × 100."),
            ),
            "notices_on_time": (
                percent,
                self.env._(
                    "Acknowledgements and next notices given in time ÷ all that were "
                    "due × 100."
                ),
            ),
            "on_site_share": (
                percent,
                self.env._(
                    "Complaints settled on the spot ÷ complaints received × 100."
                ),
            ),
            "csat": (
                percent,
                self.env._(
                    "Answers 4 and 5 of 5 about the result ÷ all answers × 100."
                ),
            ),
            "csat_handling": (
                self.env._("of 5"),
                self.env._("Mean of the answers about the handling, from 1 to 5."),
            ),
            "nps": (
                self.env._("points"),
                self.env._(
                    "Share of answers 9 and 10 less share of answers 0 to 6, × 100."
                ),
            ),
            "ces": (
                self.env._("of 7"),
                self.env._("Mean effort of the customer, from 1 (little) to 7 (much)."),
            ),
            "csi": (
                self.env._("of 100"),
                self.env._(
                    "Σ(weight × score) ÷ Σ(weight) × 100. Weights: result 4, handling "
                    "3, effort 2, recommendation 1; each score as a share of its scale."
                ),
            ),
            "survey_response": (
                percent,
                self.env._("Surveys answered ÷ surveys sent × 100."),
            ),
            "complaints_per_1000": (
                self.env._("per 1,000"),
                self.env._(
                    "Complaints received ÷ sales in the daily logs × 1,000, of the "
                    "stores that keep a daily log, from their first day with sales on."
                ),
            ),
            "repeat_rate": (
                percent,
                self.env._(
                    "Resolved complaints of a customer, piece or product that came "
                    "back within 12 months ÷ complaints resolved × 100."
                ),
            ),
            "reopen_rate": (
                percent,
                self.env._(
                    "Resolved complaints that had been reopened ÷ resolved × 100."
                ),
            ),
            "repurchase_12m": (
                percent,
                self.env._(
                    "Customers who bought again within 12 months ÷ complaints "
                    "resolved 12 months before the period × 100."
                ),
            ),
            "promises_kept": (
                percent,
                self.env._(
                    "Promises kept in time ÷ promises due × 100, withdrawn ones aside."
                ),
            ),
            "quotation_time": (
                hours,
                self.env._(
                    "Mean working hours of the store from an enquiry to its quotation."
                ),
            ),
            "assessment_score": (
                self.env._("of 100"),
                self.env._("Mean score of the assessments."),
            ),
            "day_logs": (
                percent,
                self.env._("Opening days with a daily log ÷ opening days × 100."),
            ),
            "visitors_conversion": (
                percent,
                self.env._("Sales ÷ visitors × 100, from the closed daily logs."),
            ),
            "public_review": (
                self.env._("of 5"),
                self.env._("Mean number of stars in public reviews, from 1 to 5."),
            ),
        }[name]

    # ------------------------------------------------------------------
    # the records behind a figure
    # ------------------------------------------------------------------

    @api.model
    def _record_domain(self, name, span, company, store=None):
        """Return the domain of the records behind a figure.

        :param span: first day, and the first day after
        :param store: ``retail.store``; none: all stores
        """
        measure = measures.MEASURES[name]
        moments, domain = self._moment_domain(name, measure, span, company)
        model = measure.model
        domain &= moments
        ours = Domain(COMPANIES.get(model, "company_id"), "=", company.id)
        if model == "crm.lead":
            shared = Domain("company_id", "=", False)
            ours |= shared & Domain("store_id.company_id", "=", company.id)
        domain &= ours
        path = STORES.get(model, "store_id")
        if store and path in self.env[model]._fields:
            domain &= Domain(path, "=", store.id)
        if model == "helpdesk.ticket":
            domain &= Domain("is_complaint", "=", True)
        return domain

    @api.model
    def _moment_domain(self, name, measure, span, company):
        """Return the conditions on the moment, and the others."""
        if measure.by_day:
            field, domain = RECORDS[name]
            return self._between(field, span), domain
        begin, end = (
            self._midnight(day, company) - relativedelta(months=measure.months)
            for day in span
        )
        now = fields.Datetime.now()
        if name == "acknowledged_in_time":
            answered = Domain("acknowledged_at", "!=", False)
            due = answered | Domain("acknowledge_by", "<", now)
            moments = self._between("received_at", (begin, end))
            return moments, Domain("acknowledge_by", "!=", False) & due
        if name == "notices_on_time":
            span = (begin, min(end, now))
            first = self._between("acknowledge_by", span)
            return first | self._between("notice_ids.next_notice_by", span), Domain.TRUE
        field, domain = RECORDS[name]
        if name == "promises_kept":
            end = min(end, now)
        elif name == "complaints_per_1000":
            domain &= self._since_first_sales(company)
        return self._between(field, (begin, end)), domain

    @api.model
    def _since_first_sales(self, company):
        """Return the domain of complaints of stores since they write down sales."""
        days = self.env["store.day"].sudo()
        counted = [("company_id", "=", company.id), ("sales_count", ">", 0)]
        begun = days._read_group(counted, ["store_id"], ["date:min"])
        return Domain.OR(
            Domain("store_id", "=", store.id)
            & Domain("received_at", ">=", self._midnight(day, company))
            for store, day in begun
        )

    @api.model
    def _between(self, path, span):
        """Return the domain of a field from one moment to before another."""
        *relation, field = path.split(".")
        domain = Domain(field, ">=", span[0]) & Domain(field, "<", span[1])
        return Domain(relation[0], "any", domain) if relation else domain

    @api.model
    def _zone(self, company):
        """Return the time zone by which the days of a company are counted."""
        calendar = company.sudo().resource_calendar_id
        return pytz.timezone(calendar.tz or "UTC")

    @api.model
    def _midnight(self, day, company):
        local = self._zone(company).localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
