"""Complaints open in their own screens from anywhere; plain tickets in upstream's."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .helpdesk_ticket_category import READERS

ADDON = "retail_complaint_addon"
VIEWS = [
    ("list", "helpdesk_ticket_view_list_complaint"),
    ("kanban", "helpdesk_ticket_view_kanban_complaint"),
    ("form", "helpdesk_ticket_view_form_complaint"),
    ("pivot", "helpdesk_ticket_view_pivot_complaint"),
    ("graph", "helpdesk_ticket_view_graph_complaint"),
    ("calendar", "helpdesk_ticket_view_calendar_complaint"),
    ("activity", "helpdesk_ticket_view_activity_complaint"),
]


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "complaint.discreet.mixin"]

    is_repeat_customer = fields.Boolean(
        string="Repeat Customer",
        compute="_compute_is_repeat",
        search="_search_is_repeat_customer",
        groups=READERS,
        help="The customer has other complaints.",
    )
    is_repeat_article = fields.Boolean(
        string="Repeat Serial Number",
        compute="_compute_is_repeat",
        search="_search_is_repeat_article",
        groups=READERS,
        help="The same serial number has other complaints.",
    )

    @api.depends("partner_case_count", "lot_case_count")
    def _compute_is_repeat(self):
        for ticket in self:
            ticket.is_repeat_customer = ticket.partner_case_count > 0
            ticket.is_repeat_article = ticket.lot_case_count > 0

    @api.model
    def _search_is_repeat_customer(self, operator, value):
        return self._search_repeat("commercial_partner_id", operator, value)

    @api.model
    def _search_is_repeat_article(self, operator, value):
        return self._search_repeat("lot_id", operator, value)

    @api.model
    def _search_repeat(self, name, operator, value):
        """Find what occurs in more than one complaint the user may see."""
        # a search method of its own, which the ORM runs without asking for groups (F1)
        self._check_field_access(self._fields["is_repeat_article"], "read")
        if operator not in ("in", "not in"):
            return NotImplemented
        repeated = self._search([("is_complaint", "=", True), (name, "!=", False)])
        column = SQL.identifier(repeated.table, name)
        repeated.groupby = column
        repeated.having = SQL("count(*) > 1")
        found = Domain(name, "in", SQL("(%s)", repeated.select(column)))
        return found if (operator == "in") == (True in value) else ~found

    @api.depends("number")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """A complaint that is being taken has neither number nor title yet; to those
        who may not read it, it has no title at all."""
        result = super()._compute_display_name()
        complaints = self.filtered("is_complaint")
        for ticket in complaints.filtered(lambda ticket: not ticket._origin):
            ticket.display_name = self.env._("New complaint")
        for ticket in complaints._names_to_hide():
            # not even its number to a customer, whose case it may be linked with
            share = self.env.user.share
            ticket.display_name = self.env._("Complaint") if share else ticket.number
        return result

    def get_formview_id(self, access_uid=None):
        """Open a complaint in the complaint form, whoever links to it."""
        user = self.env.user
        if access_uid:
            known = self.env["complaint.raw.mixin"]._is_record_id(access_uid)
            user = user.browse(access_uid if known else ()).exists()
        if (
            len(self) == 1
            and self.sudo().is_complaint
            and user
            and user.sudo().has_group(READERS)
        ):
            return self._complaint_view_id("form")
        return super().get_formview_id(access_uid=access_uid)

    @api.model
    def _complaint_view_id(self, kind):
        return self.env["ir.model.data"]._xmlid_to_res_id(
            f"{ADDON}.{dict(VIEWS)[kind]}", raise_if_not_found=True
        )

    @api.model
    def _complaint_list_action(self, name, domain):
        action = super()._complaint_list_action(name, domain)
        action["view_mode"] = ",".join(kind for kind, _view in VIEWS)
        action["views"] = [(self._complaint_view_id(kind), kind) for kind, _v in VIEWS]
        action["search_view_id"] = [
            self.env["ir.model.data"]._xmlid_to_res_id(
                f"{ADDON}.helpdesk_ticket_view_search_complaint",
                raise_if_not_found=True,
            ),
            "search",
        ]
        return action

    def action_open_complaint(self):
        """Open the complaint form from upstream's form."""
        self.ensure_one()
        return self._complaint_form_action()

    def _creation_message(self):
        self.ensure_one()
        if self.sudo().is_complaint:
            return self.env._("Complaint registered")
        return super()._creation_message()

    def action_propose_solution(self):
        """Open a new package for this case."""
        self.ensure_one()
        self.check_access("write")
        self._check_may_settle()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Package"),
            "res_model": "complaint.solution",
            "views": [(False, "form")],
            "context": {"default_ticket_id": self.id},
        }

    @api.onchange("lot_id")
    def _onchange_lot_id_product(self):
        """The serial number names the product."""
        if self.lot_id and not self.product_id:
            self.product_id = self.lot_id.product_id
