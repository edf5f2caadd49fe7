from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount, format_date

from .meeting import meet

OPEN_OR_WON = ("draft", "sent", "accepted", "partly", "credited")


class JewellerySupplierClaimLine(models.Model):
    """Pieces of a lot, or a cost, that the supplier is asked to bear."""

    _name = "jewellery.supplier.claim.line"
    _description = "Line of a Claim on a Supplier"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "claim_id, sequence, id"
    _check_company_auto = True

    claim_id = fields.Many2one(
        comodel_name="jewellery.supplier.claim",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="claim_id.company_id")
    currency_id = fields.Many2one(related="claim_id.currency_id")
    sequence = fields.Integer(default=10)
    buyer_lot_id = fields.Many2one(
        comodel_name="jewellery.buyer.lot",
        string="Lot",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id), ('quantity_defective', '>', 0)]",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        compute="_compute_from_lot",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Char(
        string="What",
        compute="_compute_from_lot",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Integer(
        compute="_compute_from_lot",
        store=True,
        readonly=False,
        precompute=True,
    )
    price_unit = fields.Monetary(
        string="Price per Piece",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    counts = fields.Boolean(compute="_compute_counts")

    _figures_valid = models.Constraint(
        "CHECK(COALESCE(quantity, 0) >= 0 AND COALESCE(price_unit, 0) >= 0"
        " AND COALESCE(price_unit, 0) < 'Infinity')",
        "Quantities and prices of a claim are 0 or more.",
    )

    @api.depends("buyer_lot_id")
    def _compute_from_lot(self):
        for line in self:
            lot = line.buyer_lot_id
            free = lot.quantity_defective - lot.sudo().quantity_claimed
            line.product_id = lot.product_id or line.product_id
            line.name = line.name or (lot._defect_words() if lot else False)
            line.quantity = line.quantity or max(free, 0) or 1

    @api.depends("product_id", "claim_id.partner_id", "claim_id.currency_id")
    def _compute_price_unit(self):
        """What we paid for it, in the currency of the claim."""
        for line in self:
            line.price_unit = line.price_unit or line._bought_for()

    def _bought_for(self):
        product = self.product_id.sudo()
        claim = self.claim_id
        company = claim.company_id or self.env.company
        seller = product.seller_ids.filtered(
            lambda one: (
                one.partner_id.commercial_partner_id
                == claim.partner_id.commercial_partner_id
                and (not one.company_id or one.company_id == company)
            )
        )[:1]
        price = seller.price or product.with_company(company).standard_price
        source = seller.currency_id if seller.price else company.currency_id
        target = claim.currency_id or company.currency_id
        if not price or source == target:
            return price or 0.0
        today = fields.Date.context_today(self)
        return source._convert(price, target, company, today)

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price_unit

    @api.depends("claim_id.state")
    def _compute_counts(self):
        for line in self:
            line.counts = line.claim_id.state in OPEN_OR_WON

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("quantity", "buyer_lot_id", "price_unit", "name", "product_id")
    def _check_line(self):
        for line in self:
            if line.quantity < 1:
                line._refuse_quantity()
            if not (line.product_id or (line.name or "").strip()):
                raise ValidationError(
                    self.env._("Say what is claimed: a lot, an article or words.")
                )
        self._check_not_twice()

    def _check_not_twice(self):
        """:raises ValidationError: when more is claimed than is defective"""
        for lot in self.sudo().buyer_lot_id:
            if lot.quantity_claimed > lot.quantity_defective:
                raise ValidationError(
                    self.env._(
                        "%(lot)s: %(defective)s pieces are defective, and "
                        "%(claimed)s would be claimed. Look at the other claims of "
                        "this lot.",
                        lot=lot.display_name,
                        defective=lot.quantity_defective,
                        claimed=lot.quantity_claimed,
                    )
                )

    def _refuse_quantity(self):
        raise ValidationError(self.env._("Claim at least one piece in each line."))

    @api.model
    def _check_raw_scalar(self, field, value):
        """A quantity below 1 is told by us, before PostgreSQL does."""
        super()._check_raw_scalar(field, value)
        if field.name == "quantity" and field.convert_to_cache(value, self) < 1:
            self._refuse_quantity()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        lines._link_cases()
        return lines

    def write(self, vals):
        self._check_open()
        if "claim_id" in vals and self.claim_id.ids != [vals["claim_id"]]:
            raise UserError(self.env._("A line stays on its claim."))
        result = super().write(vals)
        if "buyer_lot_id" in vals:
            self._link_cases()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_open()

    def _check_open(self):
        claims = self.claim_id
        if not claims._is_trusted():
            claims.check_access("write")
            # it is not sent meanwhile
            meet(claims)
        claims._check_draft()

    def _link_cases(self):
        """The claim is about the cases of its lots, which the writer can read."""
        lots = self.buyer_lot_id
        lots.check_access("read")
        for line in self.sudo().filtered("buyer_lot_id"):
            case = line.buyer_lot_id.ticket_id
            if case not in line.claim_id.ticket_ids:
                line.claim_id._trusted().write({"ticket_ids": [(4, case.id)]})

    def _words_of_letter(self):
        """Return what is wrong; a defect's own name in the language of the letter."""
        lot, words = self.buyer_lot_id, self.name or ""
        known = (
            lot.with_context(lang=code)._defect_words()
            for code, _name in self.env["res.lang"].get_installed()
        )
        return lot._defect_words() if lot and words in known else words

    def _letter_line(self):
        """Return what the letter says of a line (sudo, in its language)."""
        lot = self.buyer_lot_id
        case = lot.ticket_id
        lang = self.env.lang
        return {
            "article": self.product_id.display_name or "",
            "what": self._words_of_letter(),
            "batch": ", ".join(filter(None, [lot.batch, lot.lot_id.name])),
            "delivered": case.trade_delivery_date
            and format_date(self.env, case.trade_delivery_date, lang, "medium"),
            "supplied": lot.quantity_supplied,
            "inspected": lot.quantity_inspected,
            "defective": lot.quantity_defective,
            "rate": f"{lot.defect_rate:.1f}",
            "has_lot": bool(lot),
            "quantity": self.quantity,
            "price": format_amount(self.env, self.price_unit, self.currency_id, lang),
            "amount": format_amount(self.env, self.amount, self.currency_id, lang),
        }
