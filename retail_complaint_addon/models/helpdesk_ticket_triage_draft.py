"""Suggestions while a complaint is being typed: nothing is stored, nothing is taken."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rules import tokens, triage
from .complaint_condition import SEVERITY_RANK
from .helpdesk_ticket_triage import MOST_SHOWN
from .res_users import GROUP

# Fewer characters say nothing; more of them are not needed for a suggestion.
SHORTEST, LONGEST = 8, 10000
DRAFTED = ("category_id", "severity")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    @api.readonly
    def triage_draft(self, text, category_id=None, severity=None):
        """Return what rules and similar cases suggest for words not saved yet.

        The rows are those of ``triage_suggestions``; of past cases only those count
        that the user can read.

        :param str text: title and description so far, plain or HTML
        :param int category_id: what is chosen so far
        :param str severity: what is chosen so far
        """
        if not self.env.user.has_group(GROUP % "clerk"):
            raise AccessError(self.env._("Only staff of the complaint desk."))
        if not isinstance(text, str):
            return []
        text = tokens.plain(text[:LONGEST]).strip()
        if len(text) < SHORTEST:
            return []
        chosen = {"category_id": category_id, "severity": severity}
        return [
            {
                "field": name,
                "label": self._suggestion_label(name),
                "value": one.value,
                "name": self._suggestion_name(name, one.value),
                "percent": round(one.confidence * 100),
                "reasons": self._suggestion_reasons(one.reasons),
            }
            for name, ranked in self._drafted(text).items()
            for one in ranked
            if self._worth_saying(name, one, chosen[name])
        ]

    @api.model
    def _drafted(self, text):
        """Return {field: suggestions} for plain words, as the user may know of them."""
        words = tokens.numbers(tokens.words(text))
        sure = Domain("category_suggested", "=", False)
        nearest = self._similar_to(words, {}, triage.MOST_NEIGHBOURS, sure)
        rules = self.env["complaint.triage.rule"]._matching(text, self.env.company)
        votes = self._votes(nearest, rules)
        return {name: triage.decide(votes[name])[:MOST_SHOWN] for name in DRAFTED}

    @api.model
    def _worth_saying(self, name, one, chosen):
        if one.value == chosen or one.confidence < triage.LEAST:
            return False
        if name == "severity":
            known = chosen if isinstance(chosen, str) else None
            return SEVERITY_RANK[one.value] > SEVERITY_RANK.get(known, -1)
        return True
