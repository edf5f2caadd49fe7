from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import NO_ACCESS, Domain

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class CustomerCaseLinkMixin(models.AbstractModel):
    """A record that came from a complaint, and is for people who may not read that.

    The name of a linked record is shown to everybody who reads the link. So the link
    itself is hidden, and who may read the complaint sees it in ``ticket_id``.
    """

    _name = "customer.case.link.mixin"
    _description = "Record That Came from a Complaint"

    case_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint Behind It",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups=NO_ACCESS,
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        compute="_compute_ticket_id",
        inverse="_inverse_ticket_id",
        search="_search_ticket_id",
        compute_sudo=False,
        domain="[('is_complaint', '=', True)]",
        groups=READERS,
    )

    @api.depends("case_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_ticket_id(self):
        cases = self.sudo().case_id.with_env(self.env)
        seen = cases._filtered_access("read")
        for record in self:
            record.ticket_id = record.sudo().case_id.with_env(self.env) & seen

    def _inverse_ticket_id(self):
        for record in self:
            case = record.ticket_id
            case.check_access("read")
            company = record.company_id
            if case and not case.is_complaint:
                raise ValidationError(self.env._("This ticket is no complaint."))
            if case and company and case.company_id != company:
                raise ValidationError(
                    self.env._("This complaint belongs to another company.")
                )
            record.sudo().case_id = case.id

    @api.model
    def _search_ticket_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        if operator == "in" and False in value:
            # a case nobody may know of is none: the search says what the field shows
            seen = self.env["helpdesk.ticket"]._search([])
            linked = self.sudo()._search([("case_id", "in", seen)])
            none = Domain("id", "not in", linked)
            rest = [one for one in value if one]
            return none | Domain(self._search_ticket_id("in", rest)) if rest else none
        cases = self.env["helpdesk.ticket"]._search(
            Domain("id", "in", value) if operator == "in" else value
        )
        return Domain("id", "in", self.sudo()._search([("case_id", "in", cases)]))
