"""Suggestions from rules and past cases. A person takes them, with one click."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import tokens, triage
from .complaint_condition import SEVERITY_RANK
from .helpdesk_ticket_category import READERS
from .res_users import GROUP

TAKEN = ("category_id", "severity", "cause_id")
SATISFIED = ("satisfied", "accepted")
SATISFIED_CSAT = 4
MOST_SHOWN = 2
MOST_SOLUTIONS = 3
# What one rule that is quite sure weighs beside all neighbours together.
RULE_SHARE = 0.8
VOTERS = [
    "number",
    "category_id",
    "severity",
    "cause_id",
    "customer_outcome",
    "csat",
    "closed",
]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    category_suggested = fields.Boolean(
        string="Category Only Suggested",
        copy=False,
        groups=READERS,
        help="Nobody has chosen the category: it was filled in from the words of the "
        "complaint.",
    )

    def write(self, vals):
        if "category_id" in vals and "category_suggested" not in vals:
            if any(self.sudo().mapped("category_suggested")):
                vals = {**vals, "category_suggested": False}
        return super().write(vals)

    # ------------------------------------------------------------------
    # intake without a category
    # ------------------------------------------------------------------

    @api.model
    def _suggest_category(self, text, company=None):
        """Return (category, confidence from 0 to 1) for a text, the empty category
        when nothing is suggested (sudo).

        :param str text: plain text or HTML
        """
        company = (company or self.env.company).sudo()
        text = tokens.plain(text or "")
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("category_suggested", "=", False)
        words = tokens.numbers(tokens.words(text))
        tickets = self.sudo().with_context(allowed_company_ids=company.ids)
        nearest = tickets._similar_to(words, {}, triage.MOST_NEIGHBOURS, domain)
        rules = self.env["complaint.triage.rule"]._matching(text, company)
        votes = tickets._votes(nearest, rules, ["category_id"])["category_id"]
        best = triage.decide(votes)[:1]
        categories = self.env["helpdesk.ticket.category"].sudo()
        if not best:
            return categories, 0.0
        return categories.browse(best[0].value), best[0].confidence

    @api.model
    def _intake_defaults(self, vals, door):
        """A complaint that nobody classified gets the suggested category if sure."""
        given = self._given_record(vals, "category_id").is_complaint
        result = super()._intake_defaults(vals, door)
        if not given:
            company = self.env["res.company"].browse(vals.get("company_id"))
            texts = (vals.get("name"), vals.get("description"))
            text = " ".join(part for part in texts if isinstance(part, str))
            category, confidence = self._suggest_category(text, company)
            if category and confidence * 100 >= company.complaint_suggest_percent:
                vals["category_id"] = category.id
                vals["category_suggested"] = True
        return result

    # ------------------------------------------------------------------
    # suggestions on a case
    # ------------------------------------------------------------------

    @api.model
    def _votes(self, nearest, rules, names=(*TAKEN, "solutions")):
        """Return {field: votes} of neighbours and rules.

        :param nearest: (ticket id, score, …) of past cases, best first
        :param rules: (rule id, category id, severity, weight)
        :param names: what is asked; the rest is not even read
        """
        alike = [(one[0], one[1]) for one in nearest if one[1] >= triage.LEAST_ALIKE]
        cases = self.browse(id_ for id_, _score in alike)
        cases.fetch(VOTERS if "solutions" in names else names)
        # the best ones decide: a score counts by its square
        whole = sum(score**2 for _id, score in alike)
        loud = min(alike[0][1] * 2, 1.0) if alike else 0.0
        weights = [loud * score**2 / whole for _id, score in alike]
        votes = {
            name: [
                triage.Vote(value, weight, ("case", case.id))
                for case, weight in zip(cases, weights, strict=True)
                if (value := case._voted(name))
            ]
            for name in names
            if name in TAKEN
        }
        for rule_id, category_id, severity, weight in rules:
            for name, value in (("category_id", category_id), ("severity", severity)):
                if value and name in votes:
                    votes[name].append(
                        triage.Vote(value, RULE_SHARE * weight, ("rule", rule_id))
                    )
        if "solutions" in names:
            votes["solutions"] = [
                (case.id, weight)
                for case, weight in zip(cases, weights, strict=True)
                if case._satisfied()
            ]
        return votes

    def _voted(self, name):
        """Return what a past case says: its cause only once that is settled."""
        value = self[name]
        if name == "severity":
            return value
        return value.id if name != "cause_id" or (value and self.closed) else False

    def _satisfied(self):
        if self.csat:
            return self.csat >= SATISFIED_CSAT
        return self.customer_outcome in SATISFIED

    def _suggested(self):
        """Return {field: suggestions that differ from what the case has}."""
        self.ensure_one()
        index = self.env["complaint.fingerprint"].sudo()
        rules = self.env["complaint.triage.rule"]
        text = index._text(self.sudo())
        nearest = self._similar(
            triage.MOST_NEIGHBOURS, Domain("category_suggested", "=", False)
        )
        votes = self._votes(nearest, rules._matching(text, self.sudo().company_id))
        result = {}
        for name in TAKEN:
            value = self.sudo()[name]
            present = value.id if self._fields[name].relational else value
            ranked = triage.decide(votes[name])
            if ranked and ranked[0].value == present:
                # it is what it seems to be, unless a rule says something else
                ranked = [
                    one
                    for one in ranked
                    if any(kind == "rule" for kind, _id in one.reasons)
                ]
            result[name] = [
                one
                for one in ranked[:MOST_SHOWN]
                if one.value != present
                and one.confidence >= triage.LEAST
                and self._may_suggest(name, one.value, present)
            ]
        result["solutions"] = self._suggested_solutions(votes["solutions"])
        return result

    @api.model
    def _may_suggest(self, name, value, present):
        """Nobody is talked into taking a case less seriously."""
        rank = SEVERITY_RANK
        return name != "severity" or rank[value] > rank.get(present, -1)

    def _suggested_solutions(self, votes):
        """Return suggestions of the measures that satisfied in similar cases."""
        weights = dict(votes)
        lines = self.env["complaint.solution.line"].search_fetch(
            [
                ("solution_id.ticket_id", "in", list(weights)),
                ("solution_id.state", "=", "done"),
            ],
            ["type_id", "solution_id"],
        )
        seen = {
            (line.type_id.id, line.solution_id.ticket_id.id)
            for line in lines
            if line.type_id.active
        }
        ballots = [
            triage.Vote(type_id, weights[case_id], ("case", case_id))
            for type_id, case_id in sorted(seen)
        ]
        return triage.decide(ballots)[:MOST_SOLUTIONS]

    def triage_suggestions(self):
        """Return what rules and similar cases suggest, for the box on the form."""
        self.ensure_one()
        self.check_access("read")
        self._check_reads_complaints()
        if not self.sudo().is_complaint or self.closed:
            return []
        suggested = self._suggested()
        rows = []
        for name in (*TAKEN, "solutions"):
            for one in suggested[name]:
                rows.append(
                    {
                        "field": name,
                        "label": self._suggestion_label(name),
                        "value": one.value,
                        "name": self._suggestion_name(name, one.value),
                        "percent": round(one.confidence * 100),
                        "reasons": self._suggestion_reasons(one.reasons),
                    }
                )
        return rows

    def _suggestion_label(self, name):
        if name == "solutions":
            return self.env._("Satisfied before")
        return self._label(name)

    def _suggestion_name(self, name, value):
        if name == "severity":
            return dict(self._fields[name]._description_selection(self.env))[value]
        models_ = {"solutions": "complaint.solution.type"}
        model = models_.get(name) or self._fields[name].comodel_name
        return self.env[model].sudo().browse(value).display_name

    def _suggestion_reasons(self, reasons):
        """Return one sentence: which rules, which cases (the user reads them)."""
        ids = {kind: [] for kind in ("rule", "case")}
        for kind, id_ in reasons:
            ids[kind].append(id_)
        rules = self.env["complaint.triage.rule"].sudo().browse(ids["rule"])
        parts = [self.env._("rule “%(rule)s”", rule=rule.name) for rule in rules]
        if ids["case"]:
            numbers = self.browse(ids["case"][:3]).mapped("number")
            parts.append(
                self.env._(
                    "%(count)s similar cases (%(numbers)s)",
                    count=len(ids["case"]),
                    numbers=", ".join(numbers),
                )
            )
        return "; ".join(parts)

    def action_take_suggestion(self, name, value):
        """Take over what is suggested; the decision log records it.

        A measure opens a new package with it.

        :param str name: ``category_id``, ``severity``, ``cause_id`` or ``solutions``
        :param value: the suggested id, or the severity
        """
        self.ensure_one()
        self.check_access("write")
        self._check_reads_complaints()
        if not self.env.su and not self.env.user.has_group(GROUP % "clerk"):
            self._refuse_suggestion()
        self._check_open_for(self.env._("facts"))
        if name not in (*TAKEN, "solutions") or not isinstance(value, int | str):
            self._refuse_suggestion()
        offered = {one.value: one for one in self._suggested()[name]}
        if value not in offered or isinstance(value, bool):
            self._refuse_suggestion()
        percent = round(offered[value].confidence * 100)
        if name == "solutions":
            self._check_may_settle()
        else:
            self.write({name: value})
        self._log_decision("suggestion_taken", detail=f"{name}: {value} ({percent} %)")
        if name != "solutions":
            return True
        action = self.action_propose_solution()
        line = {"type_id": value}
        return {
            **action,
            "context": {**action["context"], "default_line_ids": [(0, 0, line)]},
        }

    def _refuse_suggestion(self):
        raise UserError(
            self.env._("This is not suggested any more. Look at the case again.")
        )
