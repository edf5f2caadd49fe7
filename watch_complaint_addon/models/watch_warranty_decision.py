from odoo import api, fields, models

RESULTS = [("in", "In Warranty"), ("out", "Out of Warranty")]
PARTS = [
    ("movement", "Movement"),
    ("chronograph", "Chronograph or Calendar"),
    ("crown", "Crown, Pusher or Gasket"),
    ("case", "Case, Dial or Hands"),
    ("battery", "Battery"),
    ("strap", "Strap, Bracelet or Clasp"),
    ("crystal", "Crystal"),
    ("appearance", "Wear of the Surface"),
]
REASONS = [
    ("manufacturer", "Fault within the warranty"),
    ("repair_warranty", "Same fault within the guarantee on our repair"),
    ("expired", "The warranty has ended"),
    ("no_dates", "No warranty dates and no date of purchase"),
    ("no_proof", "No warranty card and no proof of purchase"),
    ("battery", "Batteries are not covered"),
    ("strap", "Straps and bracelets are not covered"),
    ("crystal", "Crystals are not covered"),
    ("appearance", "Wear of the surface is not covered"),
    ("misuse", "Misuse or an accident"),
    ("water", "Water against the instructions"),
    ("opened", "Opened by somebody who is not authorised"),
    ("override", "Decided by a supervisor"),
]
ANSWERS = ("part", "proof", "misuse", "water_misuse", "opened_by_others")


class WatchWarrantyDecision(models.Model):
    """In or out of warranty, with the facts of that day: never changed, only replaced.

    An override changes what the customer is told. It makes no repair free of charge:
    what the rule does not cover needs a package of the case, with its amount.
    """

    _name = "watch.warranty.decision"
    _description = "Warranty Decision"
    _inherit = [
        "complaint.append.only.mixin",
        "complaint.words.mixin",
        "complaint.export.mixin",
    ]
    _order = "id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    reported_on = fields.Date(required=True, readonly=True)
    start = fields.Date(string="Warranty From", readonly=True)
    end = fields.Date(string="Warranty Until", readonly=True)
    repair_id = fields.Many2one(
        comodel_name="repair.order",
        string="Earlier Repair",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    repair_until = fields.Date(string="Repair Guaranteed Until", readonly=True)
    part = fields.Selection(PARTS, string="Affected Part", required=True, readonly=True)
    proof = fields.Boolean(string="Card or Proof of Purchase", readonly=True)
    misuse = fields.Boolean(string="Misuse or Accident", readonly=True)
    water_misuse = fields.Boolean(string="Water Against Instructions", readonly=True)
    opened_by_others = fields.Boolean(string="Opened by Others", readonly=True)
    rule_result = fields.Selection(RESULTS, required=True, readonly=True)
    rule_reason = fields.Selection(REASONS, required=True, readonly=True)
    result = fields.Selection(RESULTS, required=True, readonly=True, index=True)
    reason = fields.Selection(REASONS, required=True, readonly=True)
    is_override = fields.Boolean(string="Overridden", readonly=True)
    note = fields.Text(string="Reason of the Override", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    decided_at = fields.Datetime(required=True, readonly=True)

    @api.depends("result", "reason")
    def _compute_display_name(self):
        results = dict(self._fields["result"]._description_selection(self.env))
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for one in self:
            one.display_name = f"{results[one.result]} · {reasons[one.reason]}"

    def _is_free(self):
        """Say whether the warranty pays: the rule says so, and nobody denied it."""
        return self.result == "in" and self.rule_result == "in"

    def _log_facts(self):
        """Return the facts for the decision log, without personal data."""
        return (
            f"serial {self.lot_id.name or '–'}, part {self.part}, "
            f"until {self.end or '–'}, repair until {self.repair_until or '–'}, "
            f"proof {self.proof}, misuse {self.misuse}, water {self.water_misuse}, "
            f"opened {self.opened_by_others}"
        )
