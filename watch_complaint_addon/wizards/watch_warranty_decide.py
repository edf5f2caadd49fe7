from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.watch_warranty_decision import ANSWERS, PARTS, REASONS, RESULTS
from ..rules import warranty


class WatchWarrantyDecide(models.TransientModel):
    """The facts, what the rule says, and the customer's rights beside it."""

    _name = "watch.warranty.decide"
    _inherit = ["watch.repair.screen"]
    _description = "Decide the Warranty"

    _about = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        readonly=True,
    )
    earlier_id = fields.Many2one(
        comodel_name="watch.warranty.decision",
        string="Decided Before",
        compute="_compute_earlier_id",
    )
    part = fields.Selection(
        PARTS, string="Affected Part", required=True, default="movement"
    )
    proof = fields.Boolean(
        string="Warranty card or proof of purchase shown",
        help="The card with stamp and serial number, the receipt, or our own records.",
    )
    misuse = fields.Boolean(string="Signs of misuse or an accident")
    water_misuse = fields.Boolean(string="Water against the instructions")
    opened_by_others = fields.Boolean(string="Opened by somebody who is not authorised")
    start = fields.Date(string="Warranty From", compute="_compute_rule")
    end = fields.Date(string="Warranty Until", compute="_compute_rule")
    repair_until = fields.Date(
        string="Our Repair Guaranteed Until", compute="_compute_rule"
    )
    rule_result = fields.Selection(
        RESULTS, string="The Rule Says", compute="_compute_rule"
    )
    rule_reason = fields.Selection(REASONS, string="Because", compute="_compute_rule")
    result = fields.Selection(
        RESULTS,
        string="Decision",
        compute="_compute_result",
        store=True,
        readonly=False,
        precompute=False,
        required=True,
    )
    note = fields.Text(string="Why Against the Rule")
    charged = fields.Text(compute="_compute_charged")
    may_charge = fields.Boolean(compute="_compute_charged")
    charge_reason = fields.Text(string="Why the Customer Pays")
    # each page is sanitized; here it would lose which card is open
    rights = fields.Html(
        string="The Customer's Rights", compute="_compute_rights", sanitize=False
    )

    @api.model
    def default_get(self, fields):
        """What we sold, or whose card we know, needs no paper of the customer's."""
        values = super().default_get(fields)
        ticket = self.env["helpdesk.ticket"].browse(values.get("ticket_id"))
        before = ticket._warranty_now() if ticket.has_access("read") else None
        if before:
            return {**values, **{name: before[name] for name in ANSWERS}}
        lot = ticket.sudo().lot_id
        values.setdefault("proof", bool(lot.warranty_card or lot.sold_on))
        return values

    @api.depends("ticket_id")
    def _compute_earlier_id(self):
        for screen in self:
            ticket = screen.ticket_id
            seen = ticket.has_access("read")
            screen.earlier_id = seen and ticket._warranty_now()

    @api.depends("ticket_id", *ANSWERS)
    def _compute_rule(self):
        for screen in self:
            ticket = screen.ticket_id
            if not ticket.has_access("read"):
                ticket = ticket.browse()
            if not ticket:
                screen.start = screen.end = screen.repair_until = False
                screen.rule_result = screen.rule_reason = False
                continue
            facts, _earlier = ticket._warranty_facts(screen._answers())
            ruling = warranty.rule(facts)
            screen.start, screen.end = facts.start, facts.end
            screen.repair_until = facts.repair_until
            screen.rule_result = "in" if ruling.covered else "out"
            screen.rule_reason = ruling.reason

    @api.depends("rule_result")
    def _compute_result(self):
        for screen in self:
            screen.result = screen.rule_result

    @api.depends("ticket_id", "result")
    def _compute_charged(self):
        for screen in self:
            ticket = screen.ticket_id
            seen = ticket and ticket.has_access("read")
            before = seen and ticket._warranty_now().result
            begins = seen and screen.result == "in" and before != "in"
            repairs = ticket._charged_repairs() if begins else ()
            screen.charged = "\n".join(
                self.env._(
                    "%(repair)s: the customer was to pay %(price)s. In warranty this "
                    "price is taken off.",
                    repair=repair.name,
                    price=repair.currency_id.format(repair.charge_amount),
                )
                for repair in repairs
            )
            screen.may_charge = repairs and ticket._may_override_warranty()

    @api.depends("ticket_id")
    def _compute_rights(self):
        """The cards of the law and the guideline for this mood, as on the case."""
        for screen in self:
            parts = []
            for page in screen.ticket_id and screen.ticket_id._rights_cards():
                parts.append(
                    self.env["ir.qweb"]._render(
                        "watch_complaint_addon.watch_rights_card", {"page": page}
                    )
                )
            screen.rights = "".join(parts)

    def _answers(self):
        return {name: self[name] or False for name in ANSWERS} | {
            "part": self.part or "movement"
        }

    def action_decide(self):
        """Decide; against the rule only a supervisor, with the reason."""
        self.ensure_one()
        if not self.part:
            raise UserError(self.env._("Say which part it is about."))
        self.ticket_id._decide_warranty(
            self._answers(), self.result, self.note, self.charge_reason
        )
        return self._done()
