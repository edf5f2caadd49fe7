from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

KINDS = [
    ("visit", "Visit"),
    ("call", "Call"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("chat", "Chat"),
    ("social", "Social Media"),
]
DIRECTIONS = [("in", "From the Customer"), ("out", "To the Customer")]
SOURCES = [
    ("manual", "Written by Hand"),
    ("mail", "Mail"),
    ("meeting", "Meeting"),
    ("call", "Call Activity"),
    ("notice", "Notice of a Complaint"),
]
# how far the clock of a telephone may be ahead
CLOCK_SKEW = timedelta(minutes=10)
LONGEST = 24 * 60
FOLLOW_UP = "customer_relations_addon.mail_activity_type_follow_up"


class CustomerExchange(models.Model):
    """A visit, call, mail … with a customer: when, who, how long, about what."""

    _name = "customer.exchange"
    _description = "Exchange with a Customer"
    _inherit = ["mail.thread", "mail.activity.mixin", "customer.record.mixin"]
    _order = "date desc, id desc"
    _rec_name = "subject"
    _check_company_auto = True
    _protected_fields = frozenset({"source", "source_ref", "message_id", "event_id"})

    kind = fields.Selection(selection=KINDS, required=True, default="visit")
    direction = fields.Selection(selection=DIRECTIONS, required=True, default="in")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_store(),
        domain="[('company_id', '=', company_id)]",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The colleague. Empty: nobody in person, as for an automatic mail.",
    )
    date = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    duration = fields.Integer(string="Minutes", aggregator="sum")
    subject = fields.Char(string="About", required=True)
    note = fields.Text(string="What Was Said")
    topic_ids = fields.Many2many(
        comodel_name="customer.topic",
        relation="customer_exchange_topic_rel",
        column1="exchange_id",
        column2="topic_id",
        string="Topics",
    )
    important = fields.Boolean(help="Shown with a star, and found by a filter.")
    follow_up_date = fields.Date(
        string="Follow Up On", help="Gives the colleague a to-do for this day."
    )
    # where it belongs
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Enquiry",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    promise_ids = fields.One2many(
        comodel_name="customer.promise", inverse_name="exchange_id", string="Promises"
    )
    # where it comes from
    source = fields.Selection(
        selection=SOURCES, required=True, default="manual", readonly=True, copy=False
    )
    source_ref = fields.Char(
        readonly=True, copy=False, help="What it was taken from, so that it is once."
    )
    message_id = fields.Many2one(
        comodel_name="mail.message",
        string="Mail",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    event_id = fields.Many2one(
        comodel_name="calendar.event",
        string="Meeting",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    message_body = fields.Html(
        string="Text of the Mail", compute="_compute_message_body", sanitize=False
    )

    _source_ref_uniq = models.UniqueIndex(
        "(source_ref) WHERE source_ref IS NOT NULL",
        "This mail, meeting or call is there already.",
    )
    _partner_date_idx = models.Index("(partner_id, date DESC, id DESC)")
    _store_date_idx = models.Index("(store_id, date DESC)")
    _date_idx = models.Index("(company_id, date DESC, id DESC)")
    _user_date_idx = models.Index("(user_id, date DESC)")

    @api.model
    def _default_store(self):
        return self.env["helpdesk.ticket"]._own_store(self.env.company).sudo(False)

    @api.depends("message_id")
    @api.depends_context("uid")
    def _compute_message_body(self):
        """Show the mail to who may read it where it was written."""
        messages = self.sudo().message_id.sudo(False)._filtered_access("read")
        for exchange in self:
            body = (exchange.sudo().message_id & messages.sudo()).body
            exchange.message_body = False if is_html_empty(body) else body

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("date")
    def _check_date(self):
        latest = fields.Datetime.now() + CLOCK_SKEW
        if any(exchange.date > latest for exchange in self):
            raise ValidationError(
                self.env._("An exchange is written down after it took place.")
            )

    @api.constrains("duration")
    def _check_duration(self):
        if any(not 0 <= exchange.duration <= LONGEST for exchange in self):
            raise ValidationError(
                self.env._("Minutes: from 0 to %(most)s.", most=LONGEST)
            )

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for exchange in self.sudo():
            user = exchange.user_id
            if user and (user.share or exchange.company_id not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work at %(company)s.",
                        user=user.name,
                        company=exchange.company_id.name,
                    )
                )

    def _fixed_names(self):
        """What a mail, meeting or call says of itself stays as it was."""
        if all(exchange.source == "manual" for exchange in self.sudo()):
            return super()._fixed_names()
        return super()._fixed_names() | {
            "company_id",
            "date",
            "direction",
            "kind",
            "lead_id",
            "order_id",
            "partner_id",
            "subject",
            "ticket_id",
            "user_id",
        }

    def copy_data(self, default=None):
        """:raises UserError: always; what took place took place once"""
        raise UserError(self.env._("An exchange is not copied: write the new one."))

    # ------------------------------------------------------------------
    # writing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        exchanges = super().create(vals_list)
        exchanges.sudo()._count_contact(exchanges.partner_id)
        exchanges.filtered("follow_up_date")._plan_follow_up()
        return exchanges

    def write(self, vals):
        before = self.sudo().partner_id
        result = super().write(vals)
        if not {"partner_id", "date", "direction", "user_id"}.isdisjoint(vals):
            self.sudo()._count_contact(before | self.sudo().partner_id)
        if not {"follow_up_date", "user_id"}.isdisjoint(vals):
            self._plan_follow_up()
        return result

    def unlink(self):
        partners = self.sudo().partner_id
        result = super().unlink()
        self.sudo()._count_contact(partners)
        return result

    @api.model
    def _count_contact(self, partners):
        """Keep the date of the last exchange on the customers, in one statement."""
        self.env["res.partner"].browse(partners.ids)._update_last_contact()

    def _plan_follow_up(self):
        """Give the colleague one to-do for the day of the follow-up."""
        self.activity_unlink([FOLLOW_UP])
        for exchange in self.filtered("follow_up_date"):
            user = exchange.user_id or self.env.user
            exchange.activity_schedule(
                FOLLOW_UP,
                date_deadline=exchange.follow_up_date,
                user_id=user.id,
                summary=self.env._("Follow up: %(about)s", about=exchange.subject),
            )
