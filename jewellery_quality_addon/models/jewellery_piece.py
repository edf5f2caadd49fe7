from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import fineness, limits, ring_sizes

METALS = [
    ("gold", "Gold"),
    ("platinum", "Platinum"),
    ("palladium", "Palladium"),
    ("silver", "Silver"),
    ("steel", "Steel"),
    ("titanium", "Titanium"),
    ("base", "Base Metal"),
    ("none", "No Metal"),
]
METAL_COLOURS = [
    ("yellow", "Yellow"),
    ("white", "White"),
    ("rose", "Rose"),
    ("two_tone", "Two-tone"),
    ("black", "Black"),
]
PLATING_METALS = [
    ("gold", "Gold"),
    ("rhodium", "Rhodium"),
    ("silver", "Silver"),
    ("ruthenium", "Ruthenium"),
    ("pvd", "PVD"),
]
PLATING_KINDS = [
    ("flash", "Flash"),
    ("plated", "Plated"),
    ("heavy", "Heavy"),
    ("vermeil", "Vermeil"),
    ("plaque", "Plaqué"),
]
WORN = [
    ("piercing", "In a Piercing"),
    ("skin", "On the Skin"),
    ("none", "Not on the Skin"),
]
# What a serial number takes over from its product as long as it says nothing itself.
PIECE_FIELDS = (
    "metal",
    "metal_colour",
    "fineness",
    "jewellery_weight_g",
    "ring_size",
    "plating_metal",
    "plating_kind",
    "plating_um",
    "worn_as",
)
RANGED_FIELDS = ("jewellery_weight_g", "ring_size", "plating_um")


class JewelleryPiece(models.AbstractModel):
    """What a piece of jewellery is made of: the same for a product and one serial."""

    _name = "jewellery.piece.mixin"
    _description = "Piece of Jewellery"

    metal = fields.Selection(METALS, index="btree_not_null")
    metal_colour = fields.Selection(METAL_COLOURS)
    fineness = fields.Float(
        string="Fineness (‰)",
        digits=(6, 1),
        aggregator=None,
        help="Parts of pure metal in a thousand, as marked: 750 is 18 carat, 999 is "
        "Chuk Kam. 0: not known.",
    )
    jewellery_weight_g = fields.Float(
        string="Weight (g)",
        digits=(10, 3),
        aggregator=None,
        help="The whole piece with its stones.",
    )
    ring_size = fields.Float(
        string="Size (ISO 8653)",
        digits=(5, 1),
        aggregator=None,
        help="Inner circumference in mm, 41 to 76.",
    )
    plating_metal = fields.Selection(PLATING_METALS)
    plating_kind = fields.Selection(
        PLATING_KINDS,
        help="How the plating is sold; each kind has its least thickness.",
    )
    plating_um = fields.Float(
        string="Plating (µm)", digits=(8, 3), aggregator=None, help="As sold."
    )
    worn_as = fields.Selection(
        WORN,
        string="Worn",
        help="Decides how much nickel the piece may release.",
    )
    carat_gold = fields.Float(
        string="Carat (of 24)", digits=(5, 2), compute="_compute_carat_gold"
    )
    ring_size_text = fields.Char(
        string="Size in Other Systems", compute="_compute_ring_size_text"
    )
    stone_carat_total = fields.Float(
        string="Stones (ct)",
        digits=(9, 3),
        compute="_compute_stone_carat_total",
    )

    @api.depends("fineness", "metal")
    def _compute_carat_gold(self):
        for piece in self:
            is_gold = piece.metal == "gold" and piece.fineness
            piece.carat_gold = fineness.to_carat(piece.fineness) if is_gold else 0

    @api.depends("ring_size")
    def _compute_ring_size_text(self):
        for piece in self:
            size = piece.ring_size
            if size and limits.fits(size, limits.RANGES["ring_size"]):
                piece.ring_size_text = self.env._(
                    "HK %(hk)s · US %(us)s · UK %(uk)s · IT %(it)s",
                    **ring_sizes.all_systems(size),
                )
            else:
                piece.ring_size_text = False

    @api.depends("jewellery_stone_ids.carat")
    def _compute_stone_carat_total(self):
        for piece in self:
            piece.stone_carat_total = sum(piece.jewellery_stone_ids.mapped("carat"))

    # ------------------------------------------------------------------
    # impossible figures
    # ------------------------------------------------------------------

    @api.constrains("metal", "fineness")
    def _check_fineness(self):
        for piece in self:
            allowed = limits.fineness_range(piece.metal)
            if not limits.fits(piece.fineness, allowed):
                raise ValidationError(piece._fineness_error(allowed))

    def _fineness_error(self, allowed):
        """Return the refusal, with what the figure was perhaps meant to be."""
        label = dict(self._fields["metal"]._description_selection(self.env))
        text = self.env._(
            "%(piece)s: the fineness of %(metal)s is %(low)g to %(high)g ‰ (parts in a "
            "thousand), so it cannot be %(value)g.",
            piece=self.display_name,
            metal=label.get(self.metal) or self.env._("a metal"),
            low=allowed.low,
            high=allowed.high,
            value=self.fineness,
        )
        meant = fineness.guess(self.fineness, self.metal)
        if meant:
            units = {
                "percent": self.env._("per cent"),
                "carat": self.env._("carat"),
                "fraction": self.env._("parts of one"),
            }
            text += "\n" + self.env._(
                "If %(value)g are %(unit)s, enter %(fineness)g.",
                value=self.fineness,
                unit=units[meant.unit],
                fineness=meant.fineness,
            )
        return text

    @api.constrains(*RANGED_FIELDS)
    def _check_piece_ranges(self):
        for piece in self:
            for name in RANGED_FIELDS:
                allowed = limits.RANGES[name]
                if not limits.fits(piece[name], allowed):
                    raise ValidationError(
                        self.env._(
                            "%(piece)s: %(field)s is %(low)g to %(high)g %(unit)s, so "
                            "it cannot be %(value)g.",
                            piece=piece.display_name,
                            field=piece._fields[name]._description_string(self.env),
                            low=allowed.low,
                            high=allowed.high,
                            unit=allowed.unit,
                            value=piece[name],
                        )
                    )

    @api.constrains("jewellery_weight_g")
    def _check_stones_fit(self):
        """Stones cannot weigh more than the piece they are set in."""
        for piece in self:
            carats = sum(piece.jewellery_stone_ids.mapped("carat"))
            if not limits.stones_fit(carats, piece.jewellery_weight_g):
                raise ValidationError(
                    self.env._(
                        "%(piece)s: the stones weigh %(carats)g ct, that is %(grams)g "
                        "g, and the whole piece %(total)g g. The stones of a piece "
                        "weigh less than the piece.",
                        piece=piece.display_name,
                        carats=carats,
                        grams=carats * 0.2,
                        total=piece.jewellery_weight_g,
                    )
                )
