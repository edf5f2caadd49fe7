from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from ..rules import quantities

# Claims on the supplier hang on these.
IDENTITY = frozenset({"ticket_id", "product_id", "lot_id", "batch"})


class JewelleryBuyerLot(models.Model):
    """A lot delivered to a trade buyer: how many pieces, and how many are defective."""

    _name = "jewellery.buyer.lot"
    _description = "Lot of a Trade Buyer"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "ticket_id desc, sequence, id"
    _check_company_auto = True
    _rec_names_search = ["batch", "lot_id.name", "product_id.name", "case_number"]
    _protected_fields = frozenset({"quantity_claimed", "claim_line_ids"})

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("is_complaint", "=", True)],
    )
    # what quality staff know without any right to read the case
    case_number = fields.Char(
        string="Case", related="ticket_id.number", store=True, related_sudo=True
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        comodel_name="product.product",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Lot or Serial Number",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="product_id and [('product_id', '=', product_id)] or []",
    )
    batch = fields.Char(
        compute="_compute_batch",
        store=True,
        readonly=False,
        precompute=True,
        help="As on the delivery note; of the serial number when that is known.",
    )
    supplier_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_supplier_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        help="Who made it for us: claims are made on them.",
    )
    quantity_supplied = fields.Integer(string="Supplied", required=True)
    quantity_inspected = fields.Integer(
        string="Inspected", help="By the buyer or by us."
    )
    quantity_defective = fields.Integer(
        string="Defective", help="Of the inspected ones."
    )
    quantity_claimed = fields.Integer(
        string="Claimed",
        compute="_compute_quantity_claimed",
        store=True,
        compute_sudo=True,
        help="On claims to the supplier that are not refused or cancelled.",
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Defect",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("is_complaint", "=", True)],
        check_company=True,
    )
    defect_rate = fields.Float(
        string="Defective (%)",
        compute="_compute_defect_rate",
        store=True,
        digits=(5, 2),
        aggregator="avg",
        help="Of the inspected pieces. Plain per cent: no sampling plan is applied.",
    )
    note = fields.Char(help="What the buyer's quality control writes.")
    claim_line_ids = fields.One2many(
        comodel_name="jewellery.supplier.claim.line",
        inverse_name="buyer_lot_id",
        string="Claims on the Supplier",
        readonly=True,
        groups=NO_ACCESS,
    )

    _quantities_valid = models.Constraint(
        "CHECK(quantity_supplied > 0"
        " AND COALESCE(quantity_inspected, 0) BETWEEN 0 AND quantity_supplied"
        " AND COALESCE(quantity_defective, 0)"
        " BETWEEN 0 AND COALESCE(quantity_inspected, 0))",
        "Defective pieces are among the inspected ones, and these among the supplied.",
    )

    @api.depends("lot_id")
    def _compute_batch(self):
        for one in self:
            one.batch = one.batch or one.lot_id.sudo().production_batch

    @api.depends("lot_id", "product_id")
    def _compute_supplier_id(self):
        for one in self:
            sellers = one.product_id.sudo().seller_ids
            known = one.lot_id.sudo().supplier_id or sellers[:1].partner_id
            one.supplier_id = one.supplier_id or known

    @api.depends("quantity_inspected", "quantity_defective")
    def _compute_defect_rate(self):
        for one in self:
            one.defect_rate = quantities.defect_rate(
                one.quantity_inspected, one.quantity_defective
            )

    @api.depends("claim_line_ids.quantity", "claim_line_ids.claim_id.state")
    def _compute_quantity_claimed(self):
        """Stored: two claims at once for the same pieces meet on this row."""
        for one in self:
            counted = one.claim_line_ids.filtered("counts")
            one.quantity_claimed = sum(counted.mapped("quantity"))

    @api.depends("product_id", "batch", "lot_id")
    def _compute_display_name(self):
        for one in self:
            product = one.product_id.sudo().display_name
            mark = one.batch or one.lot_id.sudo().name
            one.display_name = f"{mark} · {product}" if mark else product

    def _defect_words(self):
        """Return what is wrong with the lot, in a few words."""
        self.ensure_one()
        defect = self.category_id.sudo().name
        return ": ".join(filter(None, [defect, self.note])) or False

    def _read_group_select(self, aggregate_spec, query):
        """The rate of several lots is that of all their pieces, no mean of rates."""
        if aggregate_spec != "defect_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        defective, inspected = (
            self._field_to_sql(self._table, name, query)
            for name in ("quantity_defective", "quantity_inspected")
        )
        return SQL("100.0 * SUM(%s) / NULLIF(SUM(%s), 0)", defective, inspected)

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    # what is claimed is looked at by the lines of the claims
    @api.constrains("quantity_supplied", "quantity_inspected", "quantity_defective")
    def _check_quantities(self):
        for one in self:
            one._check_figures(
                one.quantity_supplied,
                one.quantity_inspected,
                one.quantity_defective,
                one.sudo().quantity_claimed,
            )

    @api.model
    def _check_figures(self, supplied, inspected, defective, claimed=0):
        """:raises ValidationError: with the allowed range, before PostgreSQL says no"""
        wrong = quantities.problem(supplied, inspected, defective, claimed)
        if not wrong:
            return
        figures = {
            "supplied": supplied,
            "inspected": inspected,
            "defective": defective,
            "claimed": claimed,
        }
        raise ValidationError(
            {
                quantities.NEGATIVE: self.env._(
                    "Pieces supplied, inspected and defective are 0 or more."
                ),
                quantities.NOTHING: self.env._(
                    "Say how many pieces of the lot were supplied: at least 1."
                ),
                quantities.INSPECTED: self.env._(
                    "%(inspected)s pieces inspected, but only %(supplied)s supplied: "
                    "0 to %(supplied)s is possible.",
                    **figures,
                ),
                quantities.DEFECTIVE: self.env._(
                    "%(defective)s pieces defective, but only %(inspected)s inspected: "
                    "0 to %(inspected)s is possible.",
                    **figures,
                ),
                quantities.CLAIMED: self.env._(
                    "%(claimed)s defective pieces are on claims to the supplier: "
                    "%(defective)s are too few. Cancel the claim first.",
                    **figures,
                ),
            }[wrong]
        )

    @api.constrains("product_id", "lot_id", "batch", "ticket_id", "company_id")
    def _check_lot(self):
        for one in self:
            if not (one.lot_id or (one.batch or "").strip()):
                raise ValidationError(
                    self.env._(
                        "%(product)s: name the batch or the serial number, so that the "
                        "lot can be found again.",
                        product=one.product_id.sudo().display_name,
                    )
                )
            if one.lot_id and one.lot_id.sudo().product_id != one.product_id:
                raise ValidationError(
                    self.env._(
                        "%(lot)s is a lot of another product.",
                        lot=one.lot_id.sudo().name,
                    )
                )
            if not one.ticket_id.sudo().is_complaint:
                raise ValidationError(self.env._("Lots belong to a complaint."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(vals)
            if "lot_id" in vals and not vals.get("product_id"):
                vals["product_id"] = self._product_of(vals["lot_id"])
            if not vals.get("batch"):
                # so that the serial number says it
                vals.pop("batch", None)
            self._check_raw(vals)
            self._check_figures(
                *(
                    int(vals.get(f"quantity_{name}") or 0)
                    for name in ("supplied", "inspected", "defective")
                )
            )
        lots = super().create(vals_list)
        lots._check_case_open()
        return lots

    @api.model
    def _product_of(self, lot_id):
        """A serial number says what the product is."""
        if not lot_id or not self._is_record_id(lot_id):
            return False
        lot = self.env["stock.lot"].browse(lot_id).exists()
        return lot.product_id.id

    def write(self, vals):
        self._check_protected(vals)
        self._check_case_open()
        self._check_raw(vals)
        self._check_new_figures(vals)
        if IDENTITY & vals.keys():
            self._check_unclaimed()
        result = super().write(vals)
        if "ticket_id" in vals:
            self._check_case_open()
        return result

    def _check_new_figures(self, vals):
        names = ("supplied", "inspected", "defective")
        fields_ = [f"quantity_{name}" for name in names]
        if vals.keys().isdisjoint(fields_):
            return
        for one in self:
            figures = [int(vals.get(name, one[name]) or 0) for name in fields_]
            one._check_figures(*figures, one.sudo().quantity_claimed)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        self._check_case_open()
        self._check_unclaimed()

    def _check_case_open(self):
        self.ticket_id._check_open_for(self.env._("lots"))

    def _check_unclaimed(self):
        """:raises UserError: when the supplier has been asked to pay for it"""
        claimed = self.sudo().claim_line_ids.mapped("buyer_lot_id")
        if claimed:
            raise UserError(
                self.env._(
                    "%(lot)s is on a claim to the supplier: it stays what it is.",
                    lot=claimed[0].display_name,
                )
            )

    @api.model
    def get_import_templates(self):
        """Offer a sheet with the columns of a lot."""
        return [
            {
                "label": self.env._("Import Template for Lots of Trade Buyers"),
                "template": "/jewellery_quality_addon/static/import/buyer_lots.csv",
            }
        ]
