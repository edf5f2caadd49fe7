from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from .meeting import meet
from .qc_inspection_line import EARLY, OPEN

# What other code may write beside the methods.
SCREEN_PREFIXES = ("message_", "activity_", "my_activity_")
SUBJECT = {"lot_id", "ticket_id", "test", "object_id", "company_id", "qty"}


class QcInspection(models.Model):
    """Inspections of jewellery change state only by their buttons.

    Those of other goods are as upstream made them.
    """

    _name = "qc.inspection"
    _inherit = ["qc.inspection", "complaint.protected.mixin"]
    _rec_names_search = ["name", "case_number", "lot_id.name"]

    _protected_fields = frozenset(
        {
            "state",
            "date_done",
            "success",
            "name",
            "case_number",
            "confirmed_by_id",
            "confirmed_at",
            "second_user_id",
            "second_at",
            "compliance_referral_id",
            "critical",
            "is_jewellery",
            "auto_generated",
            "consent_state",
        }
    )

    # short enough for a phone, and no supervisor: whoever did not measure it
    state = fields.Selection(selection_add=[("waiting", "Second Look")])
    is_jewellery = fields.Boolean(
        string="Of Jewellery", compute="_compute_is_jewellery", store=True
    )
    jewellery_kind = fields.Selection(
        related="test.jewellery_kind", store=True, string="Kind of Test"
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Piece",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups=READERS,
    )
    # what an inspector knows without any right to read the case
    case_number = fields.Char(string="Case", readonly=True, copy=False)
    finding = fields.Text(help="What was found, in words.")
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="qc_inspection_photo_rel",
        column1="inspection_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
        bypass_search_access=True,
    )
    consent_note = fields.Text(
        string="Permission for a Destructive Test",
        copy=False,
        help="For a piece of our own: who agreed, when and how, that metal is taken "
        "off or a stone comes out of its setting. A customer's consent is recorded by "
        "the button.",
    )
    critical = fields.Boolean(
        string="Critical Finding", compute="_compute_critical", store=True
    )
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    second_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Second Person",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    second_at = fields.Datetime(string="Second Look At", readonly=True, copy=False)
    repeat_of_id = fields.Many2one(
        comodel_name="qc.inspection",
        string="Repeats",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    can_second = fields.Boolean(compute="_compute_can_second")

    def object_selection_values(self):
        """Inspections of one serial number."""
        values = super().object_selection_values()
        if "stock.lot" not in dict(values):
            values.append(("stock.lot", self.env._("Serial Number")))
        return values

    @api.depends("lot_id.jewellery_ok", "test.jewellery_kind")
    def _compute_is_jewellery(self):
        for inspection in self:
            inspection.is_jewellery = bool(
                inspection.lot_id.jewellery_ok or inspection.test.jewellery_kind
            )

    @api.depends("object_id", "lot_id")
    def _compute_product_id(self):
        result = super()._compute_product_id()
        for inspection in self.filtered("lot_id"):
            inspection.product_id = inspection.lot_id.product_id
        return result

    @api.depends("inspection_lines.verdict")
    def _compute_critical(self):
        for inspection in self:
            inspection.critical = "critical" in inspection.inspection_lines.mapped(
                "verdict"
            )

    @api.depends("state", "confirmed_by_id", "critical")
    @api.depends_context("uid")
    def _compute_can_second(self):
        for inspection in self:
            inspection.can_second = inspection._may_second()

    @api.constrains("ticket_id", "company_id", "lot_id")
    def _check_same_company(self):
        for inspection in self.sudo():
            ticket = inspection.ticket_id
            if ticket and ticket.company_id != inspection.company_id:
                raise ValidationError(
                    self.env._(
                        "Case %(case)s belongs to another company.", case=ticket.number
                    )
                )

    # ------------------------------------------------------------------
    # who writes what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._take_subject(vals)
        inspections = super().create(vals_list)
        if self._is_trusted():
            return inspections
        inspections.filtered(lambda one: one.sudo().photo_ids)._hang_photos()
        started = self.browse()
        for inspection, vals in zip(inspections, vals_list, strict=True):
            if not inspection.is_jewellery:
                continue
            names = set(vals) - {"state", "name", "auto_generated"}
            inspection._check_protected(names)
            if vals.get("ticket_id"):
                inspection._check_case_readable()
            if inspection.state not in OPEN:
                inspection._check_protected({"state"})
            if inspection.state == "ready":
                started |= inspection
        started._rebuild_lines()
        return inspections

    def write(self, vals):
        if self._is_trusted():
            return super().write(vals)
        vals = dict(vals)
        self._take_subject(vals)
        names = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        ours = self.filtered("is_jewellery")
        ours._check_writable(names)
        result = super().write(vals)
        if names & SUBJECT:
            # what has become an inspection of jewellery just now
            late = (self - ours).filtered("is_jewellery")
            late._check_writable(names)
        if "ticket_id" in names:
            self._check_case_readable()
        if vals.get("photo_ids"):
            self._hang_photos()
        return result

    def _hang_photos(self):
        """Colleagues see new photos, too: one of them confirms."""
        for inspection in self.filtered("is_jewellery"):
            inspection.sudo().photo_ids._hang_on(inspection)

    def _check_writable(self, names):
        """:raises UserError: when something fixed would change"""
        if not self or not names:
            return
        self._check_protected(names)
        if names & SUBJECT:
            self._check_lines_open(EARLY)
        self._check_lines_open(OPEN)

    def _check_lines_open(self, states):
        """:raises UserError: unless the inspections of jewellery are in these states"""
        ours = self.sudo().filtered("is_jewellery")
        # a result is not written while somebody confirms or the customer withdraws
        meet(ours)
        for inspection in ours:
            if inspection.state not in states:
                raise UserError(
                    self.env._(
                        "%(inspection)s: what is asked and what was found stays as it "
                        "is. Repeat the inspection instead.",
                        inspection=inspection.name,
                    )
                )

    def _check_case_readable(self):
        """:raises AccessError: when a case is named that the user cannot read"""
        self.sudo().ticket_id.with_env(self.env).check_access("read")
        for inspection in self.sudo()._trusted():
            inspection.case_number = inspection.ticket_id.number

    @api.model
    def _take_subject(self, vals):
        """Keep the piece and upstream's reference together."""
        if "lot_id" in vals:
            lot = vals["lot_id"]
            vals["object_id"] = f"stock.lot,{lot}" if lot else False
        elif "object_id" in vals:
            model, _comma, number = str(vals["object_id"] or "").partition(",")
            of_lot = model == "stock.lot" and number.isdigit()
            vals["lot_id"] = int(number) if of_lot else False

    def copy_data(self, default=None):
        """A copy starts anew: it takes no result with it."""
        copies = super().copy_data(default)
        for inspection, values in zip(self, copies, strict=True):
            if inspection.is_jewellery:
                values["state"] = "draft"
                values.pop("date_done", None)
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_results(self):
        if any(one.is_jewellery and one.confirmed_at for one in self.sudo()):
            raise UserError(self.env._("An inspection with results stays."))
