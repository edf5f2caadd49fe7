from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from ..rules import timing
from ..rules import verdict as rule

STATES = [
    ("draft", "To Be Measured"),
    ("done", "Finished"),
    ("cancelled", "Cancelled"),
]
OVERALL = [
    ("in_class", "As It Should Be"),
    ("out_of_class", "Not As It Should Be"),
    ("incomplete", "No Verdict Yet"),
]
RUNNING = [
    ("runs", "Runs"),
    ("stops", "Stops at times"),
    ("stopped", "Does not run"),
]
WATER_METHODS = [
    ("air", "Air, dry"),
    ("water", "Water, look for condensation"),
    ("diver", "Diver's watch, 125 % of the rating"),
]
WATER_RESULTS = [("tight", "Tight"), ("leaks", "Leaks")]
YES_NO = [("no", "No"), ("yes", "Yes")]


class WatchDiagnosis(models.Model):
    """What the workshop measured and found on a watch, and whether that is as it
    should be. A finished sheet stays as it is; a correction is a new one."""

    _name = "watch.diagnosis"
    _description = "Watch Diagnosis"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "lot_id.name", "case_number"]
    _protected_fields = frozenset(
        {
            "name",
            "state",
            "done_at",
            "done_by_id",
            "corrects_id",
            "verdict_ids",
            "verdict",
            "mean_rate",
            "position_delta",
            "amplitude_low",
        }
    )

    name = fields.Char(string="Sheet", readonly=True, copy=False)
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    # what it is about
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_complaint', '=', True), ('company_id', '=', company_id)]",
        groups=READERS,
    )
    case_number = fields.Char(
        string="Case",
        compute="_compute_case_number",
        store=True,
        index="btree_not_null",
    )
    repair_id = fields.Many2one(
        comodel_name="repair.order",
        index="btree_not_null",
        ondelete="restrict",
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('product_id', '=?', product_id)]",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Watch",
        compute="_compute_product_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    symptom = fields.Text(
        string="What the Customer Says", help="As told in the shop: when, how much."
    )
    # what it is judged by
    rate_class_id = fields.Many2one(
        comodel_name="watch.rate.class",
        compute="_compute_ratings",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    rated_power_reserve_h = fields.Float(
        string="Power Reserve by the Maker (h)",
        digits=(8, 1),
        compute="_compute_ratings",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    rated_water_bar = fields.Float(
        string="Water Resistance by the Maker (bar)",
        digits=(8, 1),
        compute="_compute_ratings",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    # what is found
    measured_at = fields.Datetime(string="Measured", default=fields.Datetime.now)
    watchmaker_id = fields.Many2one(
        comodel_name="res.users",
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    device = fields.Char(string="Timing Device", help="Make and number of the device.")
    lift_angle_deg = fields.Float(
        string="Lift Angle Set (°)",
        digits=(4, 1),
        compute="_compute_ratings",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="With a wrong lift angle the amplitude is wrong.",
    )
    reading_ids = fields.One2many(
        comodel_name="watch.diagnosis.reading",
        inverse_name="diagnosis_id",
        string="Readings",
        copy=True,
    )
    running = fields.Selection(selection=RUNNING, string="Does It Run?")
    power_reserve_h = fields.Float(
        string="Power Reserve (h)",
        digits=(8, 1),
        aggregator="avg",
        help="From full wind until it stops. 0: not measured.",
    )
    water_test_bar = fields.Float(
        string="Water Test (bar)", digits=(8, 1), aggregator=None
    )
    water_method = fields.Selection(
        selection=WATER_METHODS,
        compute="_compute_water_method",
        store=True,
        readonly=False,
        precompute=True,
        string="Method",
    )
    water_result = fields.Selection(selection=WATER_RESULTS, string="Result")
    magnetised = fields.Selection(selection=YES_NO)
    moisture = fields.Selection(selection=YES_NO, string="Moisture Inside")
    battery_v = fields.Float(string="Battery (V)", digits=(4, 2), aggregator=None)
    current_ua = fields.Float(
        string="Current Consumption (µA)", digits=(6, 2), aggregator=None
    )
    appearance = fields.Text(help="Case, crystal, bracelet, crown: as they came in.")
    findings = fields.Text(
        string="What Was Found", help="For the customer too: no names, no blame."
    )
    work_done = fields.Text(
        string="What Was Done", help="For the customer too: regulated, parts, cleaned."
    )
    note = fields.Text(string="Internal Note", help="Never on the customer's report.")
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="watch_diagnosis_photo_rel",
        column1="diagnosis_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )
    # what that means
    verdict = fields.Selection(
        selection=OVERALL, compute="_compute_verdict", store=True, index=True
    )
    mean_rate = fields.Float(
        string="Mean Rate (s/d)",
        digits=(6, 2),
        compute="_compute_verdict",
        store=True,
        aggregator="avg",
    )
    position_delta = fields.Float(
        string="Between Positions (s/d)",
        digits=(6, 2),
        compute="_compute_verdict",
        store=True,
        aggregator="avg",
    )
    amplitude_low = fields.Float(
        string="Lowest Amplitude (°)",
        digits=(5, 1),
        compute="_compute_verdict",
        store=True,
        aggregator="avg",
    )
    verdict_ids = fields.One2many(
        comodel_name="watch.diagnosis.verdict",
        inverse_name="diagnosis_id",
        string="Verdicts",
        readonly=True,
        copy=False,
    )
    sheet_data = fields.Json(compute="_compute_sheet_data", string="Verdict Sheet")
    done_at = fields.Datetime(string="Finished", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Finished By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    corrects_id = fields.Many2one(
        comodel_name="watch.diagnosis",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    correction_ids = fields.One2many(
        comodel_name="watch.diagnosis",
        inverse_name="corrects_id",
        string="Corrections",
        readonly=True,
    )
    corrected_by_id = fields.Many2one(
        comodel_name="watch.diagnosis",
        compute="_compute_corrected_by_id",
    )

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("name", "lot_id.name", "product_id")
    def _compute_display_name(self):
        for sheet in self:
            watch = sheet.lot_id.name or sheet.product_id.display_name
            sheet.display_name = " · ".join(filter(None, [sheet.name, watch]))

    @api.depends("correction_ids.state")
    def _compute_corrected_by_id(self):
        for sheet in self:
            sheet.corrected_by_id = sheet.correction_ids.filtered(
                lambda one: one.state != "cancelled"
            )[:1]

    @api.depends("ticket_id")
    def _compute_case_number(self):
        for sheet in self.sudo():
            sheet.case_number = sheet.ticket_id.number

    @api.depends("lot_id", "repair_id", "ticket_id")
    def _compute_product_id(self):
        for sheet in self:
            known = sheet.sudo()
            sheet.product_id = (
                known.lot_id.product_id
                or known.product_id
                or known.repair_id.product_id
                or known.ticket_id.product_id
            )

    @api.depends("product_id")
    def _compute_ratings(self):
        for sheet in self:
            watch = sheet.product_id.product_tmpl_id
            sheet.rate_class_id = watch.rate_class_id
            sheet.rated_power_reserve_h = watch.power_reserve_h
            sheet.rated_water_bar = watch.water_resistance_bar
            sheet.lift_angle_deg = watch.lift_angle_deg

    @api.depends("product_id")
    def _compute_water_method(self):
        for sheet in self:
            if sheet.product_id.divers_watch:
                sheet.water_method = "diver"
            else:
                sheet.water_method = sheet.water_method or "air"

    @api.depends(
        "reading_ids",
        "reading_ids.position",
        "reading_ids.wind",
        "reading_ids.day",
        "reading_ids.temperature_c",
        "reading_ids.chronograph",
        "reading_ids.rate_sd",
        "reading_ids.amplitude_deg",
        "reading_ids.beat_error_ms",
        "rate_class_id",
        "rated_power_reserve_h",
        "rated_water_bar",
        "running",
        "power_reserve_h",
        "water_test_bar",
        "water_method",
        "water_result",
        "magnetised",
        "moisture",
    )
    def _compute_verdict(self):
        for sheet in self:
            readings = sheet.reading_ids._as_readings()
            position_set = sheet.rate_class_id.position_set or "2"
            sheet.verdict = sheet._judge()[1]
            sheet.mean_rate = timing.mean_rate(readings, position_set) or 0
            sheet.position_delta = timing.position_delta(readings, position_set) or 0
            sheet.amplitude_low = min(timing.amplitudes(readings), default=0)

    def _judge(self):
        """Return the lines of the sheet and the verdict, from what is in it."""
        self.ensure_one()
        rate_class = self.rate_class_id
        return rule.judge_sheet(
            rate_class.tolerance_ids._as_tolerances(),
            rate_class.position_set or "2",
            self.reading_ids._as_readings(),
            self._as_findings(),
            rule.Rating(
                self.rated_power_reserve_h or None, self.rated_water_bar or None
            ),
        )

    def _as_findings(self):
        yes = {"yes": True, "no": False}
        leaks = {"leaks": True, "tight": False}.get(self.water_result)
        return rule.Findings(
            running=self.running or "",
            power_reserve=self.power_reserve_h or None,
            water_bar=self.water_test_bar or None,
            water_leaks=leaks,
            water_method=self.water_method or "",
            magnetised=yes.get(self.magnetised),
            moisture=yes.get(self.moisture),
        )

    def _needs_positions(self):
        """Say whether the rate depends on the position: not with quartz."""
        self.ensure_one()
        if self.rate_class_id:
            return self.rate_class_id.kind == "mechanical"
        movement = self.product_id.movement
        return movement not in ("quartz", "solar", "kinetic", "smart", "other")
