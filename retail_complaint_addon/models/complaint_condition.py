from odoo import api, fields, models
from odoo.tools import SQL

from ..rules import authority, money
from .helpdesk_ticket_category import SEVERITIES

SEVERITY_RANK = {key: rank for rank, (key, _label) in enumerate(SEVERITIES)}


class ComplaintCondition(models.Model):
    _name = "complaint.condition"
    _description = "Complaint Approval Condition"
    _inherit = ["complaint.register.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    group_id = fields.Many2one(
        "res.groups",
        string="Approved by",
        required=True,
        ondelete="restrict",
        help="Somebody of this group, other than the requester, must approve beside "
        "the authority limit.",
    )
    min_severity = fields.Selection(SEVERITIES, string="Severity from")
    legal_hold = fields.Boolean(string="Under Legal Hold")
    category_ids = fields.Many2many(
        "helpdesk.ticket.category",
        string="Categories",
        ondelete="restrict",
        help="With everything below them. Empty: every category.",
    )
    type_ids = fields.Many2many(
        "complaint.solution.type",
        string="Solution Types",
        ondelete="restrict",
        help="Empty: every type.",
    )
    amount_from = fields.Monetary(
        string="Sum from",
        help="Sum of these solution types over the case and its duplicates. 0: any.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self._default_currency_id(),
    )
    reason = fields.Text(
        translate=True, help="Why this needs a second look, shown to the clerk."
    )

    @api.model
    def _default_currency_id(self):
        return self.env.company.currency_id

    def _register_beneficiaries(self):
        """A condition gives nobody a limit, but its group decides."""
        return self.group_id.all_user_ids

    @api.model
    def _rules_of(self, company):
        """Return the conditions of a company for the plain decision, in their order.

        Categories and types that are archived count too.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, min_severity, legal_hold, amount_from, currency_id,
                       ARRAY(
                           SELECT helpdesk_ticket_category_id
                             FROM complaint_condition_helpdesk_ticket_category_rel
                            WHERE complaint_condition_id = condition.id),
                       ARRAY(
                           SELECT complaint_solution_type_id
                             FROM complaint_condition_complaint_solution_type_rel
                            WHERE complaint_condition_id = condition.id)
                  FROM complaint_condition condition
                 WHERE active AND COALESCE(company_id, %(company)s) = %(company)s
              ORDER BY sequence, id
                """,
                company=company.id,
            )
        )
        return [
            authority.Condition(
                record_id=id_,
                min_severity=SEVERITY_RANK.get(severity),
                legal_hold=bool(hold),
                category_ids=frozenset(categories),
                type_ids=frozenset(types),
                amount_from=money.decimal(amount) if amount else None,
                currency_id=currency_id,
            )
            for id_, severity, hold, amount, currency_id, categories, types in rows
        ]
