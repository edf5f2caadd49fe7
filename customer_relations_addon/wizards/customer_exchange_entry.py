from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..models.customer_exchange import DIRECTIONS, KINDS
from ..models.customer_promise import UNITS

PLACES = {
    "res.partner": "partner_id",
    "helpdesk.ticket": "ticket_id",
    "crm.lead": "lead_id",
    "sale.order": "order_id",
}


class CustomerExchangeEntry(models.TransientModel):
    """Ten seconds: who, how, about what; and what was promised."""

    _name = "customer.exchange.entry"
    _description = "Log an Exchange"
    _inherit = ["customer.record.mixin"]

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", required=True
    )
    is_known = fields.Boolean(
        string="Customer Known at the Start",
        readonly=True,
        help="Then the cursor is where the words go.",
    )
    kind = fields.Selection(selection=KINDS, required=True, default="visit")
    direction = fields.Selection(selection=DIRECTIONS, required=True, default="in")
    subject = fields.Char(string="About", required=True)
    note = fields.Text(string="What Was Said")
    topic_ids = fields.Many2many(comodel_name="customer.topic", string="Topics")
    date = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    duration = fields.Integer(string="Minutes")
    important = fields.Boolean()
    follow_up_date = fields.Date(string="Follow Up On")
    store_id = fields.Many2one(
        comodel_name="retail.store",
        default=lambda self: self._default_store(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    ticket_id = fields.Many2one(comodel_name="helpdesk.ticket", string="Complaint")
    lead_id = fields.Many2one(comodel_name="crm.lead", string="Enquiry")
    order_id = fields.Many2one(comodel_name="sale.order")
    collection_notice = fields.Html(compute="_compute_collection_notice")
    promise = fields.Char(string="Promised", help="What we promised in this exchange.")
    promise_within = fields.Integer(string="Within", default=1)
    promise_unit = fields.Selection(selection=UNITS, required=True, default="days")
    promise_due_at = fields.Datetime(string="Or Until")

    @api.model
    def _default_store(self):
        return self.env["customer.exchange"]._default_store()

    def _compute_collection_notice(self):
        purpose = self.env["customer.purpose"]._find("service", self.env.company)
        for entry in self:
            entry.collection_notice = purpose.collection_notice

    @api.model
    def default_get(self, fields):
        """Start from the record the button was pressed on."""
        values = {**super().default_get(fields), **self._place_values()}
        return {**values, "is_known": bool(values.get("partner_id"))}

    @api.model
    def _place_values(self):
        values = {}
        place = self.env.context.get("active_model")
        active_id = self.env.context.get("active_id")
        name = PLACES.get(place) if isinstance(place, str) else None
        if not name or not self._is_record_id(active_id):
            return values
        record = self.env[place].browse(active_id).exists()
        if not record or not record.has_access("read"):
            return values
        values[name] = record.id
        partner = record if name == "partner_id" else record.partner_id
        if partner and partner.has_access("read"):
            values["partner_id"] = partner.id
        store = (
            name != "partner_id" and "store_id" in record._fields and record.store_id
        )
        if store:
            values["store_id"] = store.id
        return values

    def action_log(self):
        """Write the exchange down, and the promise; say so, and until when."""
        exchange = self._log()
        promise = exchange.promise_ids[:1]
        if promise:
            message = self.env._(
                "Logged. Promised to %(customer)s until %(due)s.",
                customer=exchange.partner_id.display_name,
                due=format_datetime(self.env, promise.due_at, dt_format="short"),
            )
        else:
            message = self.env._(
                "Logged with %(customer)s.", customer=exchange.partner_id.display_name
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_log_and_open(self):
        """Write it down and open it, to add more."""
        exchange = self._log()
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.exchange",
            "res_id": exchange.id,
            "views": [(False, "form")],
        }

    def _log(self):
        self.ensure_one()
        values = self._exchange_values()
        exchange = self.env["customer.exchange"].create(values)
        if (self.promise or "").strip():
            self.env["customer.promise"].create(self._promise_values(exchange))
        return exchange

    def _exchange_values(self):
        company = (
            self.store_id.company_id
            or self.ticket_id.company_id
            or self.order_id.company_id
            or self.lead_id.company_id
            or self.partner_id.company_id
            or self.env.company
        )
        return {
            "partner_id": self.partner_id.id,
            "kind": self.kind,
            "direction": self.direction,
            "subject": self.subject,
            "note": self.note,
            "topic_ids": [(6, 0, self.topic_ids.ids)],
            "date": self.date,
            "duration": self.duration,
            "important": self.important,
            "follow_up_date": self.follow_up_date,
            "store_id": self.store_id.id,
            "company_id": company.id,
            "ticket_id": self.ticket_id.id,
            "lead_id": self.lead_id.id,
            "order_id": self.order_id.id,
        }

    def _promise_values(self, exchange):
        if not self.promise_due_at and self.promise_within <= 0:
            raise UserError(self.env._("Until when was it promised?"))
        by_date = {"due_at": self.promise_due_at, "within": 0}
        by_time = {"within": self.promise_within, "within_unit": self.promise_unit}
        return {
            "name": self.promise,
            "partner_id": exchange.partner_id.id,
            "company_id": exchange.company_id.id,
            "store_id": exchange.store_id.id,
            "made_at": exchange.date,
            "exchange_id": exchange.id,
            "ticket_id": exchange.ticket_id.id,
            "lead_id": exchange.lead_id.id,
            "order_id": exchange.order_id.id,
            **(by_date if self.promise_due_at else by_time),
        }
