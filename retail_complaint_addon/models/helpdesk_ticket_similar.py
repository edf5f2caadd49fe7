"""Similar cases: what was decided, what it cost and how satisfied the customer was."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ..rules import tokens
from .complaint_fingerprint import FACT_FIELDS
from .complaint_solution import SETTLED_STATES
from .helpdesk_ticket_category import READERS
from .res_users import GROUP

SOURCES = frozenset(
    {
        "name",
        "description",
        "remedy_sought",
        "is_complaint",
        "company_id",
        *FACT_FIELDS.values(),
    }
)
MOST = 10
MOST_WORDS = 4
SHOWN = [
    "number",
    "name",
    "received_at",
    "store_id",
    "product_id",
    "category_id",
    "cause_id",
    "verdict",
    "customer_outcome",
    "settled_amount",
    "company_currency_id",
    "csat",
    "stage_id",
    "closed",
]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._store_fingerprints()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if not SOURCES.isdisjoint(vals):
            self._store_fingerprints()
        return result

    def _store_fingerprints(self):
        complaints = self.sudo().filtered("is_complaint")
        if complaints:
            self.env["complaint.fingerprint"].sudo()._store(complaints)

    # ------------------------------------------------------------------
    # looking up
    # ------------------------------------------------------------------

    def _check_reads_complaints(self):
        """:raises AccessError: for customers, who may read their own ticket too"""
        if not self.env.su and not self.env.user.has_group(READERS):
            raise AccessError(self.env._("Only staff look into other complaints."))

    def _similar(self, most=MOST, domain=None):
        """Return [(id, score, common tokens)] of cases the user can read, best first.

        :param domain: further limits
        """
        self.ensure_one()
        index = self.env["complaint.fingerprint"].sudo()
        case = self.sudo()
        words = tokens.numbers(tokens.words(index._text(case)))
        domain = Domain(domain or Domain.TRUE) & Domain("id", "!=", self.id)
        # the same case told twice teaches nothing
        domain &= Domain("id", "not in", self._cluster().ids)
        return self._similar_to(words, index._facts(case), most, domain)

    @api.model
    def _similar_to(self, words, facts, most, domain):
        domain = Domain("is_complaint", "=", True) & domain
        # a duplicate has no result of its own
        domain &= Domain("duplicate_id", "=", False)

        def visible(ids):
            return set(self._search(domain & Domain("id", "in", ids)))

        index = self.env["complaint.fingerprint"].sudo()
        return index._nearest(words, facts, visible, most, self._only_stores())

    @api.model
    def _only_stores(self):
        """Return the tokens of the stores whose cases the user sees; None: of all."""
        user = self.env.user
        if self.env.su or any(
            user.has_group(GROUP % name) for name in ("manager", "auditor")
        ):
            return None
        supervises = user.has_group(GROUP % "supervisor")
        members = "upper_member_ids" if supervises else "member_ids"
        stores = self.env["retail.store"].sudo()
        stores = stores.search([(members, "in", user.ids)])
        return [tokens.fact("store", store.id) for store in stores] or None

    def similar_cases(self):
        """Return the ten most similar cases that the user can read, for the screen.

        :return: list of dicts with what was decided, its cost and the satisfaction
        """
        self.ensure_one()
        self.check_access("read")
        self._check_reads_complaints()
        if not self.sudo().is_complaint:
            return []
        nearest = self._similar()
        ids = [id_ for id_, _score, _common in nearest]
        cases = self.search_fetch([("id", "in", ids)], SHOWN).grouped("id")
        decided = self._decided_in(ids)
        names = self._token_names()
        return [
            {
                **cases[id_]._similar_row(),
                "score": min(round(score * 100), 100),
                "reasons": self._reasons(names, common),
                "decided": decided.get(id_, []),
            }
            for id_, score, common in nearest
            if id_ in cases
        ]

    def _similar_row(self):
        outcome = dict(
            self._fields["customer_outcome"]._description_selection(self.env)
        )
        verdict = dict(self._fields["verdict"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "date": format_date(self.env, self.received_at),
            "store": self.store_id.display_name or "",
            "product": self.product_id.display_name or "",
            "category": self.category_id.display_name or "",
            "cause": self.cause_id.display_name or "",
            "closed": self.closed,
            "stage": self.stage_id.display_name or "",
            "verdict": verdict.get(self.verdict, ""),
            "outcome": outcome.get(self.customer_outcome, ""),
            "cost": self.settled_amount
            and format_amount(self.env, self.settled_amount, self.company_currency_id)
            or "",
            "csat": self.csat or 0,
        }

    @api.model
    def _decided_in(self, ids):
        """Return {ticket id: names of the measures that were agreed}."""
        lines = self.env["complaint.solution.line"].search_fetch(
            [
                ("solution_id.ticket_id", "in", ids),
                ("solution_id.state", "in", list(SETTLED_STATES)),
            ],
            ["type_id", "solution_id"],
        )
        result = {}
        for line in lines:
            names = result.setdefault(line.solution_id.ticket_id.id, [])
            if line.type_id.name not in names:
                names.append(line.type_id.name)
        return result

    def _token_names(self):
        """Return {token: what to call it} for the words and facts of this case."""
        index = self.env["complaint.fingerprint"].sudo()
        case = self.sudo()
        texts = tokens.written(index._text(case))
        named = {tokens.number(token): word for token, word in texts.items()}
        facts = {
            kind: self._label(name)
            for kind, name in FACT_FIELDS.items()
            if case[name].id
        }
        for kind, token in index._facts(case).items():
            named[token] = (kind, facts[kind])
        return named

    @api.model
    def _reasons(self, names, common):
        """Return why a case is similar, the facts first, then some of the words."""
        shared = [names[token] for token in common if token in names]
        facts = [one for one in shared if isinstance(one, tuple)]
        words = sorted((one for one in shared if isinstance(one, str)), key=len)
        order = list(FACT_FIELDS)
        facts.sort(key=lambda fact: order.index(fact[0]))
        return {
            "facts": [label for _kind, label in facts],
            "words": words[: -MOST_WORDS - 1 : -1],
        }
