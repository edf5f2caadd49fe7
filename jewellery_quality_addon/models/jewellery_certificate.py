from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .jewellery_stone import CLARITIES, CUTS, FEI_CUI_TYPES, TREATMENTS


def key_of(number):
    """Return a number as it is compared: letters and digits only.

    >>> key_of("gia 2 141-438 167") == key_of("GIA2141438167")
    True
    """
    return "".join(char for char in (number or "").upper() if char.isalnum())


class JewelleryCertificate(models.Model):
    """The report of a laboratory about a stone: one number, one piece."""

    _name = "jewellery.certificate"
    _description = "Certificate of a Laboratory"
    _inherit = ["jewellery.attached.mixin", "complaint.export.mixin"]
    _rec_name = "number"
    _rec_names_search = ["number", "number_key"]

    laboratory_id = fields.Many2one(
        comodel_name="jewellery.laboratory",
        required=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Char(required=True, index="trigram")
    shown_product_id = fields.Many2one(
        comodel_name="product.template",
        string="Of Product",
        compute="_compute_shown_product_id",
        search="_search_shown_product_id",
        help="It belongs to, itself or as the product of the serial number.",
    )
    number_key = fields.Char(compute="_compute_number_key", store=True, precompute=True)
    issued_on = fields.Date()
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    inscription = fields.Char(help="What is lasered on the girdle.")
    # what the laboratory found
    carat = fields.Float(digits=(9, 3), aggregator=None)
    colour = fields.Char()
    clarity = fields.Selection(CLARITIES)
    cut = fields.Selection(CUTS)
    treatment = fields.Selection(TREATMENTS)
    fei_cui_type = fields.Selection(FEI_CUI_TYPES, string="Type of Fei Cui")

    _number_unique = models.UniqueIndex(
        "(laboratory_id, number_key)",
        "The number of this certificate is used already.",
    )

    @api.depends("product_tmpl_id", "lot_id.product_id")
    def _compute_shown_product_id(self):
        for certificate in self:
            of_piece = certificate.lot_id.product_id.product_tmpl_id
            certificate.shown_product_id = certificate.product_tmpl_id or of_piece

    @api.model
    def _search_shown_product_id(self, operator, value):
        own = Domain("product_tmpl_id", operator, value)
        of_piece = Domain("lot_id.product_id.product_tmpl_id", operator, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return own & of_piece
        return own | of_piece

    @api.depends("number")
    def _compute_number_key(self):
        for certificate in self:
            certificate.number_key = key_of(certificate.number)

    @api.depends("number", "laboratory_id.name")
    def _compute_display_name(self):
        for certificate in self:
            laboratory = certificate.laboratory_id.name or ""
            certificate.display_name = (
                f"{laboratory} {certificate.number or ''}".strip()
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_numbers_free(
            [(vals.get("laboratory_id"), vals.get("number")) for vals in vals_list]
        )
        return super().create(vals_list)

    def write(self, vals):
        if "number" in vals or "laboratory_id" in vals:
            wanted = [
                (
                    vals.get("laboratory_id", certificate.laboratory_id.id),
                    vals.get("number", certificate.number),
                )
                for certificate in self
            ]
            self._check_numbers_free(wanted)
        return super().write(vals)

    def copy_data(self, default=None):
        """:raises ValidationError: always; a number belongs to one stone"""
        raise ValidationError(
            self.env._("A certificate belongs to one piece and cannot be copied.")
        )

    def _check_numbers_free(self, wanted):
        """Refuse before the database does: its answer names no piece.

        :param list wanted: pairs of laboratory id and number
        """
        seen = set()
        for laboratory_id, number in wanted:
            key = (laboratory_id, key_of(number))
            if not key[1]:
                continue
            if key in seen:
                raise ValidationError(self._used_twice(number))
            seen.add(key)
        self._wait_for_turn(seen)
        others = self.sudo().search(
            [
                ("laboratory_id", "in", [one for one, _key in seen]),
                ("number_key", "in", [key for _one, key in seen]),
                ("id", "not in", self.ids),
            ]
        )
        for other in others:
            if (other.laboratory_id.id, other.number_key) in seen:
                raise ValidationError(self._used_twice(other.number, other))

    def _wait_for_turn(self, keys):
        """Nobody else enters a number of these laboratories at this moment."""
        laboratories = self.env["jewellery.laboratory"].sudo()
        ids = {one for one, _key in keys if isinstance(one, int)}
        take_turns(laboratories.browse(sorted(ids)))

    def _used_twice(self, number, other=None):
        """Name the other piece to those who may see it."""
        seen = other and other.with_env(self.env)
        if seen and seen._piece()._filtered_access("read"):
            return self.env._(
                "Certificate %(number)s belongs to %(piece)s already. One of the two "
                "is wrong: look at the inscription of the stone.",
                number=number,
                piece=seen._piece().display_name,
            )
        return self.env._(
            "Certificate %(number)s is used already. One number belongs to one piece: "
            "look at the inscription of the stone.",
            number=number,
        )

    @api.constrains("number")
    def _check_number(self):
        for certificate in self:
            if not certificate.number_key:
                raise ValidationError(
                    self.env._("The number of a certificate has letters or digits.")
                )
