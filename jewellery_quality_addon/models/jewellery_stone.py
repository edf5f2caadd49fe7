from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import limits, stones

KINDS = [
    ("diamond", "Diamond"),
    ("ruby", "Ruby"),
    ("sapphire", "Sapphire"),
    ("emerald", "Emerald"),
    ("fei_cui", "Fei Cui"),
    ("pearl", "Pearl"),
    ("opal", "Opal"),
    ("spinel", "Spinel"),
    ("tourmaline", "Tourmaline"),
    ("zirconia", "Cubic Zirconia"),
    ("moissanite", "Moissanite"),
    ("other", "Other"),
]
ORIGINS = [
    ("natural", "Natural"),
    ("lab_grown", "Laboratory-grown"),
    ("cultured", "Cultured"),
    ("imitation", "Imitation"),
    ("unknown", "Not Known"),
]
TREATMENTS = [
    ("none", "None"),
    ("heated", "Heated"),
    ("oiled", "Oil or Resin, Colourless"),
    ("waxed", "Waxed"),
    ("bleached", "Bleached"),
    ("dyed", "Dyed"),
    ("coated", "Coated"),
    ("irradiated", "Irradiated"),
    ("filled", "Fractures Filled"),
    ("diffusion", "Diffusion"),
    ("laser_drilled", "Laser-drilled"),
    ("impregnated", "Impregnated with Polymer"),
    ("hpht", "HPHT"),
]
FEI_CUI_TYPES = [("a", "A"), ("b", "B"), ("c", "C"), ("bc", "B + C")]
CLARITIES = [(grade, grade) for grade in stones.CLARITIES]
CUTS = [
    ("excellent", "Excellent"),
    ("very_good", "Very Good"),
    ("good", "Good"),
    ("fair", "Fair"),
    ("poor", "Poor"),
]


class JewelleryStone(models.Model):
    """A stone, or several alike, of a product or one serial number."""

    _name = "jewellery.stone"
    _description = "Stone"
    _inherit = ["jewellery.attached.mixin", "complaint.export.mixin"]
    _rec_names_search = ["kind", "colour", "note"]

    kind = fields.Selection(KINDS, required=True, default="diamond")
    number = fields.Integer(string="Pieces", default=1, aggregator="sum")
    carat = fields.Float(
        digits=(9, 3),
        help="All the stones of this line together; 1 ct = 0.2 g.",
    )
    colour = fields.Char(help="D to Z for colourless diamonds, in words for others.")
    clarity = fields.Selection(CLARITIES)
    cut = fields.Selection(CUTS)
    shape = fields.Char(help="Round, princess, cabochon …")
    origin = fields.Selection(ORIGINS, default="natural", required=True)
    treatment = fields.Selection(
        TREATMENTS, help="Empty: not known. None: examined, and nothing found."
    )
    disclosure = fields.Selection(
        selection=[
            ("none", "Nothing to Tell"),
            ("spoken", "In Plain Words"),
            ("written", "Also in Writing"),
        ],
        compute="_compute_disclosure",
        store=True,
        help="How the buyer is told of the treatment, by the rules of CIBJO.",
    )
    disclosed = fields.Boolean(
        string="Told the Buyer", help="The treatment stands on the papers of the sale."
    )
    fei_cui_type = fields.Selection(FEI_CUI_TYPES, string="Type of Fei Cui")
    note = fields.Char()

    @api.depends("treatment")
    def _compute_disclosure(self):
        for stone in self:
            stone.disclosure = stones.disclosure(stone.treatment)

    @api.depends("kind", "carat", "colour", "clarity")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for stone in self:
            carat = f"{stone.carat:g} ct" if stone.carat else ""
            parts = [labels.get(stone.kind), carat, stone.colour, stone.clarity]
            stone.display_name = " · ".join(part for part in parts if part)

    @api.constrains("carat", "number")
    def _check_figures(self):
        allowed = limits.RANGES["carat"]
        for stone in self:
            if stone.number < 1:
                raise ValidationError(
                    self.env._(
                        "%(stone)s: at least one stone.", stone=stone.display_name
                    )
                )
            if not limits.fits(stone.carat, allowed):
                raise ValidationError(
                    self.env._(
                        "%(stone)s: the weight is %(low)g to %(high)g ct, so it cannot "
                        "be %(value)g.",
                        stone=stone.display_name,
                        low=allowed.low,
                        high=allowed.high,
                        value=stone.carat,
                    )
                )

    @api.constrains("carat", "lot_id", "product_tmpl_id")
    def _check_fits_the_piece(self):
        self.lot_id._check_stones_fit()
        self.product_tmpl_id._check_stones_fit()

    @api.constrains("kind", "colour")
    def _check_colour(self):
        for stone in self:
            colour = (stone.colour or "").strip().upper()
            single = len(colour) == 1 and stone.kind == "diamond"
            if single and colour not in stones.COLOURS:
                raise ValidationError(
                    self.env._(
                        "The colour of a diamond is D to Z, so it cannot be "
                        "%(colour)s.",
                        colour=stone.colour,
                    )
                )

    @api.constrains("kind", "fei_cui_type", "treatment")
    def _check_fei_cui(self):
        for stone in self:
            if stone.fei_cui_type and stone.kind != "fei_cui":
                raise ValidationError(
                    self.env._(
                        "%(stone)s: only fei cui has a type.", stone=stone.display_name
                    )
                )
            if not stones.fei_cui_fits(stone.fei_cui_type, stone.treatment):
                raise ValidationError(
                    self.env._(
                        "Fei cui of type A has no treatment but wax, type B is "
                        "impregnated with polymer, type C is dyed. Type and treatment "
                        "of %(stone)s do not go together.",
                        stone=stone.display_name,
                    )
                )
