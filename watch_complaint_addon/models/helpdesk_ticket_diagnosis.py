"""Diagnosis of the watch a complaint is about, and what the watch should do."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from .watch_diagnosis import OVERALL

FACTS = (
    "product_brand_id",
    "watch_reference",
    "calibre_id",
    "movement",
    "rate_class_id",
    "power_reserve_h",
    "water_resistance_text",
    "magnetic_resistance_text",
    "beat_rate_ah",
    "service_interval_months",
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    diagnosis_ids = fields.One2many(
        comodel_name="watch.diagnosis",
        inverse_name="ticket_id",
        string="Diagnoses",
        groups=READERS,
    )
    diagnosis_count = fields.Integer(compute="_compute_diagnosis_count", groups=READERS)
    diagnosis_verdict = fields.Selection(
        selection=OVERALL, compute="_compute_diagnosis_count", groups=READERS
    )
    is_watch = fields.Boolean(
        string="About a Watch", related="product_id.watch_ok", groups=READERS
    )
    watch_card = fields.Json(compute="_compute_watch_card", groups=READERS)

    @api.depends("diagnosis_ids.state", "diagnosis_ids.verdict")
    def _compute_diagnosis_count(self):
        for ticket in self:
            sheets = ticket.diagnosis_ids
            ticket.diagnosis_count = len(sheets)
            ticket.diagnosis_verdict = sheets._current()[:1].verdict

    @api.depends("product_id", "partner_id", "diagnosis_ids.state")
    @api.depends_context("lang")
    def _compute_watch_card(self):
        for ticket in self:
            watch = ticket.product_id.product_tmpl_id
            ticket.watch_card = ticket._watch_card() if watch.watch_ok else False

    def _watch_card(self):
        """Return what this watch should do, and what was measured."""
        self.ensure_one()
        watch = self.product_id.product_tmpl_id
        card = {
            "name": self.product_id.display_name,
            "facts": watch._card_facts(FACTS),
            "class": watch.rate_class_id.name or "",
            "description": watch.rate_class_id.description or "",
            "rows": watch._card_rows(),
            "languages": [],
        }
        lang = self._customer_language()
        if lang and lang != self.env.lang:
            theirs = watch.with_context(lang=lang)._card_rows()
            label = self.env["res.lang"]._get_data(code=lang).name
            card["languages"] = [{"label": label, "rows": theirs}]
        return card

    def _customer_language(self):
        """Return the language of the customer, when it is installed."""
        lang = self.sudo().partner_id.lang
        installed = dict(self.env["res.lang"].get_installed())
        return lang if lang in installed else None

    def action_ask_diagnosis(self):
        """Ask the workshop for a diagnosis: an empty sheet waits there."""
        self.ensure_one()
        self._require_complaints()
        self._check_open_for(self.env._("diagnoses"))
        known = self.diagnosis_ids.filtered(lambda one: one.state == "draft")
        if known:
            return known[0]._open(known[0])
        ticket = self.sudo()
        if not ticket.product_id:
            raise UserError(
                self.env._("Say first which watch it is: the product or the serial.")
            )
        sheet = (
            self.env["watch.diagnosis"]
            .sudo()
            ._trusted()
            .create(
                {
                    "ticket_id": self.id,
                    "company_id": ticket.company_id.id,
                    "lot_id": ticket.lot_id.id,
                    "product_id": ticket.product_id.id,
                    "symptom": ticket.name,
                    "measured_at": False,
                }
            )
        )
        return sheet._open(sheet)

    def action_view_diagnoses(self):
        """Open the sheets of this case."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.watch_diagnosis_action"
        )
        if self.diagnosis_count == 1:
            return self.diagnosis_ids._open(self.diagnosis_ids)
        return {**action, "domain": [("ticket_id", "=", self.id)], "context": {}}
