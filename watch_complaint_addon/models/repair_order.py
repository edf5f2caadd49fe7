from odoo import api, fields, models, tools

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from ..rules import repair_cover
from .watch_warranty_decision import RESULTS

CONSENT_CHANNELS = [
    ("visit", "In Person, Signed"),
    ("phone", "By Phone"),
    ("email", "By E-mail"),
    ("message", "By Message"),
]
STAGES = [
    ("received", "Received"),
    ("waiting", "Waiting for the Customer"),
    ("agreed", "Agreed"),
    ("in_repair", "In Repair"),
    ("outside", "At a Service Centre"),
    ("ready", "Ready"),
    ("returned", "Returned"),
    ("cancelled", "Cancelled"),
]
# The customer does not have it back, and it is not ready either.
OPEN_STAGES = ("received", "waiting", "agreed", "in_repair", "outside")


class RepairOrder(models.Model):
    """The repair a complaint asks for. Repairs of no complaint are as before."""

    _name = "repair.order"
    _inherit = ["repair.order", "complaint.protected.mixin", "complaint.words.mixin"]

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    of_complaint = fields.Boolean(
        string="Repair of a Complaint",
        compute="_compute_of_complaint",
        store=True,
        precompute=True,
    )
    case_number = fields.Char(
        string="Case", related="ticket_id.number", related_sudo=True, store=True
    )
    custody_id = fields.Many2one(
        comodel_name="complaint.custody",
        string="Article",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )
    workshop_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )
    fault_category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Fault",
        copy=False,
        readonly=True,
        ondelete="restrict",
    )
    fault_cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Cause",
        copy=False,
        readonly=True,
        ondelete="restrict",
        groups=READERS,
    )
    findings = fields.Text(copy=False, readonly=True)
    earlier_repair_id = fields.Many2one(
        comodel_name="repair.order",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="restrict",
        help="The same fault of the same watch was repaired before, and that repair is "
        "still guaranteed.",
    )
    is_repeat = fields.Boolean(
        string="Repeat Repair", copy=False, readonly=True, index="btree_not_null"
    )
    guaranteed_until = fields.Date(
        string="Repair Guaranteed Until", copy=False, readonly=True
    )
    stage = fields.Selection(
        selection=STAGES,
        compute="_compute_stage",
        group_expand="_group_expand_stage",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    promised_at = fields.Datetime(
        string="Promised For",
        copy=False,
        readonly=True,
        help="When the customer was told the watch would be ready.",
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )
    finished_at = fields.Datetime(copy=False, readonly=True)
    returned_at = fields.Datetime(copy=False, readonly=True)
    cancel_reason = fields.Char(copy=False, readonly=True)
    # what it is worth, what it costs, who agreed
    currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    work_ids = fields.Many2many(
        comodel_name="watch.repair.work",
        relation="watch_repair_work_rel",
        column1="repair_id",
        column2="work_id",
        copy=False,
        readonly=True,
    )
    work_value = fields.Monetary(
        copy=False, readonly=True, help="List price of the work, when it was estimated."
    )
    other_value = fields.Monetary(
        string="Other Costs",
        copy=False,
        readonly=True,
        help="What a service centre asks, or parts that are not in stock.",
    )
    parts_value = fields.Monetary(
        compute="_compute_values", compute_sudo=True, help="List price of the parts."
    )
    full_value = fields.Monetary(
        string="Worth",
        compute="_compute_values",
        compute_sudo=True,
        help="What the repair would cost a customer who pays for it.",
    )
    charge_amount = fields.Monetary(
        string="Customer Pays", copy=False, readonly=True, help="Before tax."
    )
    relief_amount = fields.Monetary(
        string="Free of Charge",
        compute="_compute_values",
        compute_sudo=True,
        help="Worth less what the customer pays. Outside of the warranty an accepted "
        "package of the case has to cover it.",
    )
    warranty_decision_id = fields.Many2one(
        related="ticket_id.warranty_decision_id", groups=READERS
    )
    # not related: it would take the groups of the case along
    warranty_result = fields.Selection(
        selection=RESULTS,
        string="Warranty",
        compute="_compute_warranty_result",
        compute_sudo=True,
    )
    consent_open = fields.Boolean(string="May Be Opened", copy=False, readonly=True)
    consent_outside = fields.Boolean(
        string="May Be Sent Out", copy=False, readonly=True
    )
    consent_amount = fields.Monetary(
        string="Agreed Price", copy=False, readonly=True, help="Before tax."
    )
    consent_by = fields.Char(string="Agreed By", copy=False, readonly=True)
    consent_channel = fields.Selection(
        CONSENT_CHANNELS, string="Agreed How", copy=False, readonly=True
    )
    consent_evidence = fields.Char(string="What Was Said", copy=False, readonly=True)
    consent_signature = fields.Image(
        string="Signature of the Customer",
        max_width=600,
        max_height=300,
        copy=False,
        readonly=True,
        attachment=True,
    )
    consent_at = fields.Datetime(string="Agreed At", copy=False, readonly=True)
    consent_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Recorded By",
        copy=False,
        readonly=True,
        ondelete="restrict",
    )
    asked_at = fields.Datetime(string="Price Told At", copy=False, readonly=True)
    price_told = fields.Boolean(
        copy=False, readonly=True, help="The customer was told price and day of today."
    )
    reminded_at = fields.Datetime(
        copy=False, readonly=True, help="Of the price, last time."
    )
    quotation_id = fields.Many2one(
        comodel_name="sale.order",
        string="Quotation of the Repair",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="restrict",
    )
    centre_job_ids = fields.One2many(
        comodel_name="watch.centre.job",
        inverse_name="repair_id",
        string="Service Centre Jobs",
        copy=False,
        readonly=True,
    )
    loan_ids = fields.One2many(
        comodel_name="watch.loan",
        inverse_name="repair_id",
        string="Loan Watches",
        copy=False,
        readonly=True,
    )
    can_work = fields.Boolean(compute="_compute_can_work")
    can_tell = fields.Boolean(compute="_compute_can_work")

    # one open repair of a watch in a case: pressed twice it is one
    _one_open_idx = models.UniqueIndex(
        "(ticket_id, COALESCE(lot_id, 0)) WHERE ticket_id IS NOT NULL AND stage IN "
        "('received', 'waiting', 'agreed', 'in_repair', 'outside')",
        "This watch is in repair for this complaint already.",
    )
    _lot_finished_idx = models.Index(
        "(lot_id, guaranteed_until) WHERE guaranteed_until IS NOT NULL"
    )
    _complaint_lot_idx = models.Index("(lot_id) WHERE of_complaint")
    _promised_idx = models.Index(
        "(promised_at) WHERE stage IN "
        "('received', 'waiting', 'agreed', 'in_repair', 'outside')"
    )

    def _auto_init(self):
        """No repair belongs to a complaint yet: nothing to compute."""
        cr, table = self.env.cr, self._table
        for name, kind in (
            ("of_complaint", "bool"),
            ("stage", "varchar"),
            ("case_number", "varchar"),
        ):
            if not tools.sql.column_exists(cr, table, name):
                tools.sql.create_column(cr, table, name, kind)
        return super()._auto_init()

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("ticket_id")
    def _compute_of_complaint(self):
        for repair in self:
            repair.of_complaint = bool(repair.sudo().ticket_id)

    @api.depends(
        "ticket_id",
        "state",
        "returned_at",
        "asked_at",
        "consent_at",
        "centre_job_ids.state",
    )
    def _compute_stage(self):
        for repair in self.sudo():
            repair.stage = repair.ticket_id and repair_cover.stage(
                repair.state,
                returned=bool(repair.returned_at),
                outside="sent" in repair.centre_job_ids.mapped("state"),
                asked=bool(repair.asked_at),
                agreed=bool(repair.consent_at),
            )

    @api.depends(
        "work_value",
        "other_value",
        "charge_amount",
        "move_ids.product_id",
        "move_ids.product_uom_qty",
        "move_ids.quantity",
        "move_ids.state",
        "move_ids.repair_line_type",
    )
    def _compute_values(self):
        for repair in self:
            parts = sum(repair._part_value(move) for move in repair.move_ids)
            value = parts + repair.work_value + repair.other_value
            repair.parts_value = parts
            repair.full_value = value
            repair.relief_amount = repair_cover.relief(value, repair.charge_amount)

    @api.depends("ticket_id.warranty_result")
    def _compute_warranty_result(self):
        for repair in self:
            repair.warranty_result = repair.ticket_id.warranty_result

    @api.model
    def _group_expand_stage(self, stages, domain):
        """Columns in the order of the work; what is over only where there is some."""
        columns = (*OPEN_STAGES, "ready", *stages)
        return [stage for stage, _label in STAGES if stage in columns]

    def _part_value(self, move):
        """Return the list price of a part that goes in, of all of its pieces."""
        if move.repair_line_type != "add" or move.state == "cancel":
            return 0.0
        product = move.product_id.with_company(self.company_id)
        unit = move.product_uom or product.uom_id
        asked = unit._compute_quantity(move.product_uom_qty, product.uom_id)
        taken = unit._compute_quantity(move.quantity, product.uom_id)
        price = max(product.lst_price, product.standard_price)
        return max(asked, taken) * price

    @api.depends("promised_at", "stage")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for repair in self:
            promised = repair.promised_at
            repair.is_late = bool(
                promised and promised < now and repair.stage in OPEN_STAGES
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        now = fields.Datetime.now()
        return [("promised_at", "<", now), ("stage", "in", OPEN_STAGES)]

    @api.depends("ticket_id", "workshop_id", "stage")
    @api.depends_context("uid")
    def _compute_can_work(self):
        for repair in self:
            able = repair.of_complaint and repair._may_work()
            repair.can_work = able
            repair.can_tell = able and repair.stage in OPEN_STAGES
