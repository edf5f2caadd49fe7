from odoo import api, fields, models

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

    def _as_rule(self):
        """Return the condition for the plain decision; what is archived counts too."""
        self.ensure_one()
        self = self.with_context(active_test=False)  # noqa: PLW0642
        return authority.Condition(
            record_id=self.id,
            min_severity=SEVERITY_RANK.get(self.min_severity),
            legal_hold=self.legal_hold,
            category_ids=frozenset(self.category_ids.ids),
            type_ids=frozenset(self.type_ids.ids),
            amount_from=money.decimal(self.amount_from) if self.amount_from else None,
        )
