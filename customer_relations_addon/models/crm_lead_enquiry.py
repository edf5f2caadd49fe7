"""An enquiry: what was asked for, and how long quotation and confirmation took."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_clock import Calendars
from odoo.addons.retail_complaint_addon.models.score_field import HoursField

from .res_users import GROUP

KINDS = [
    ("product", "Product"),
    ("price", "Price"),
    ("stock", "Stock"),
    ("order", "Made to Order"),
    ("repair", "Repair or Service"),
    ("trade_in", "Trade-in or Buy-back"),
    ("valuation", "Valuation or Certificate"),
    ("other", "Other"),
]
STATES = [
    ("open", "To Answer"),
    ("quoted", "Quoted"),
    ("confirmed", "Confirmed"),
    ("lost", "Lost"),
]
# how far the clock of a telephone may be ahead
CLOCK_SKEW = timedelta(minutes=10)


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "customer.moments.mixin", "customer.case.link.mixin"]
    _protected_fields = frozenset(
        {"quoted_at", "confirmed_at", "hours_to_quote", "hours_to_confirm"}
    )

    enquiry_kind = fields.Selection(selection=KINDS, string="Kind", tracking=True)
    product_id = fields.Many2one(
        comodel_name="product.product",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="The product the customer asked for.",
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_store(),
        domain="['|', ('company_id', '=', company_id), "
        "('company_id', 'in', allowed_company_ids)]",
        help="Where the customer asked; its opening hours count.",
    )
    enquired_at = fields.Datetime(
        string="Asked On",
        default=lambda self: fields.Datetime.now(),
        copy=False,
        tracking=True,
    )
    quoted_at = fields.Datetime(
        string="Quotation Given", compute="_compute_answers", store=True, copy=False
    )
    confirmed_at = fields.Datetime(
        string="Confirmed On", compute="_compute_answers", store=True, copy=False
    )
    hours_to_quote = HoursField(
        string="Hours to the Quotation",
        compute="_compute_hours",
        store=True,
        copy=False,
        help="Working hours of the store from the question to the quotation.",
    )
    hours_to_confirm = HoursField(
        string="Hours to the Confirmation",
        compute="_compute_hours",
        store=True,
        copy=False,
        help="Working hours of the store from the question to the confirmed order.",
    )
    enquiry_state = fields.Selection(
        selection=STATES,
        string="Enquiry",
        compute="_compute_enquiry_state",
        store=True,
        copy=False,
    )

    _store_enquired_idx = models.Index("(store_id, enquired_at)")

    def _auto_init(self):
        """Leads of before the addon were asked when they were made."""
        cr = self.env.cr
        if not column_exists(cr, self._table, "enquired_at"):
            create_column(cr, self._table, "enquired_at", "timestamp")
            create_column(cr, self._table, "store_id", "int4")
            cr.execute(SQL("UPDATE crm_lead SET enquired_at = create_date"))
        return super()._auto_init()

    @api.model
    def _default_store(self):
        return self.env["helpdesk.ticket"]._own_store(self.env.company).sudo(False)

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("order_ids.quoted_at", "order_ids.confirmed_at")
    def _compute_answers(self):
        for lead in self:
            quoted = filter(None, lead.order_ids.mapped("quoted_at"))
            confirmed = filter(None, lead.order_ids.mapped("confirmed_at"))
            lead.quoted_at = min(quoted, default=False)
            lead.confirmed_at = min(confirmed, default=False)

    @api.depends("enquired_at", "quoted_at", "confirmed_at", "store_id", "company_id")
    def _compute_hours(self):
        calendars = Calendars()
        tickets = self.env["helpdesk.ticket"]
        for lead in self:
            company = lead.company_id or lead.store_id.company_id or self.env.company
            calendar = tickets._complaint_calendar(lead.store_id, company)
            start = lead.enquired_at
            for name, end in (
                ("hours_to_quote", lead.quoted_at),
                ("hours_to_confirm", lead.confirmed_at),
            ):
                hours = False
                if start and end:
                    time = calendars[calendar].between(start, max(start, end))
                    hours = time.total_seconds() / 3600
                lead[name] = hours

    @api.depends("quoted_at", "confirmed_at", "won_status")
    def _compute_enquiry_state(self):
        for lead in self:
            state = "quoted" if lead.quoted_at else "open"
            if lead.confirmed_at or lead.won_status == "won":
                state = "confirmed"
            elif lead.won_status == "lost":
                state = "lost"
            lead.enquiry_state = state

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("enquired_at")
    def _check_enquired_at(self):
        latest = fields.Datetime.now() + CLOCK_SKEW
        if any(lead.enquired_at and lead.enquired_at > latest for lead in self):
            raise ValidationError(
                self.env._("An enquiry is written down after it was made.")
            )

    def write(self, vals):
        if "enquired_at" in vals:
            self._check_asked_later(vals["enquired_at"])
        return super().write(vals)

    def _check_asked_later(self, value):
        """:raises AccessError: when hours that are counted would be made shorter"""
        user = self.env.user
        heads = (GROUP % "supervisor", "sales_team.group_sale_manager")
        if self.env.su or any(user.has_group(group) for group in heads):
            return
        moment = fields.Datetime.to_datetime(value)
        if any(lead.quoted_at and lead.enquired_at != moment for lead in self):
            raise AccessError(
                self.env._(
                    "The quotation has been given: a store manager corrects when the "
                    "customer asked."
                )
            )
