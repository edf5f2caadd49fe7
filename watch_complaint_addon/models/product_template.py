from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang
from odoo.tools.sql import column_exists, create_column

from ..rules import limits
from .watch_calibre import INHERITED, MOVEMENTS

KINDS = [
    ("wrist", "Wristwatch"),
    ("pocket", "Pocket Watch"),
    ("clock", "Clock"),
]
MATERIALS = [
    ("steel", "Steel"),
    ("gold", "Gold"),
    ("platinum", "Platinum"),
    ("titanium", "Titanium"),
    ("ceramic", "Ceramic"),
    ("bronze", "Bronze"),
    ("plated", "Gold-plated or Coated"),
    ("other", "Other"),
]
CRYSTALS = [("sapphire", "Sapphire"), ("mineral", "Mineral"), ("acrylic", "Acrylic")]
STRAPS = [
    ("leather", "Leather"),
    ("steel", "Steel"),
    ("gold", "Gold"),
    ("titanium", "Titanium"),
    ("rubber", "Rubber"),
    ("textile", "Textile"),
    ("other", "Other"),
]
SHEET = (
    "watch_ok",
    "watch_kind",
    "product_brand_id",
    "watch_reference",
    "calibre_id",
    *INHERITED,
    "complication_ids",
    "water_resistance_bar",
    "magnetic_resistance_am",
    "divers_watch",
    "chronometer",
    "warranty_months",
    "case_material",
    "case_diameter_mm",
    "crystal",
    "strap_material",
    "lug_width_mm",
)
FIGURES = tuple(name for name in SHEET if name in limits.LIMITS)
COLUMNS = {
    "movement": "varchar",
    "beat_rate_ah": "int4",
    "lift_angle_deg": "numeric",
    "power_reserve_h": "numeric",
    "service_interval_months": "int4",
    "rate_class_id": "int4",
}


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "watch.limits.mixin", "watch.sheet.access.mixin"]

    watch_ok = fields.Boolean(
        string="Is a Watch", help="A watch or clock: it has a watch sheet."
    )
    watch_kind = fields.Selection(selection=KINDS, default="wrist", string="Kind")
    watch_reference = fields.Char(
        string="Model Reference",
        index="trigram",
        help="The maker's number of the model: design, material and movement.",
    )
    calibre_id = fields.Many2one(
        comodel_name="watch.calibre",
        index="btree_not_null",
        ondelete="restrict",
    )
    movement = fields.Selection(
        selection=MOVEMENTS,
        compute="_compute_from_calibre",
        store=True,
        readonly=False,
        precompute=True,
    )
    beat_rate_ah = fields.Integer(
        string="Beat Rate (A/h)",
        compute="_compute_from_calibre",
        store=True,
        readonly=False,
        precompute=True,
        help="Half-swings an hour, as 28,800.",
    )
    lift_angle_deg = fields.Float(
        string="Lift Angle (°)",
        digits=(4, 1),
        compute="_compute_from_calibre",
        store=True,
        readonly=False,
        precompute=True,
        help="Set it on the timing device, or the amplitude is wrong.",
    )
    power_reserve_h = fields.Float(
        string="Power Reserve (h)",
        digits=(8, 1),
        compute="_compute_from_calibre",
        store=True,
        readonly=False,
        precompute=True,
    )
    service_interval_months = fields.Integer(
        string="Service Interval (Months)",
        compute="_compute_from_calibre",
        store=True,
        readonly=False,
        precompute=True,
    )
    rate_class_id = fields.Many2one(
        comodel_name="watch.rate.class",
        compute="_compute_from_calibre",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="How exactly it has to run: the diagnosis is judged by it.",
    )
    complication_ids = fields.Many2many(
        comodel_name="watch.complication",
        relation="product_template_watch_complication_rel",
        column1="product_tmpl_id",
        column2="complication_id",
        string="Complications",
    )
    water_resistance_bar = fields.Integer(
        string="Water Resistance (bar)", help="10 bar are 100 m on the dial."
    )
    water_resistance_text = fields.Char(
        string="Depth on the Dial", compute="_compute_watch_texts"
    )
    magnetic_resistance_am = fields.Integer(
        string="Magnetic Resistance (A/m)",
        help="ISO 764 asks for 4,800 A/m. Empty: nothing is claimed.",
    )
    magnetic_resistance_text = fields.Char(
        string="Magnetic Field", compute="_compute_watch_texts"
    )
    divers_watch = fields.Boolean(
        string="Diver's Watch", help="By ISO 6425: 100 m and more."
    )
    chronometer = fields.Boolean(help="Sold with an official rate certificate.")
    warranty_months = fields.Integer(string="Warranty (Months)")
    case_material = fields.Selection(selection=MATERIALS)
    case_diameter_mm = fields.Float(string="Case Diameter (mm)", digits=(6, 1))
    crystal = fields.Selection(selection=CRYSTALS)
    strap_material = fields.Selection(selection=STRAPS, string="Strap or Bracelet")
    lug_width_mm = fields.Float(string="Lug Width (mm)", digits=(4, 1))

    def _auto_init(self):
        """No product of an existing shop has a calibre yet: nothing to compute."""
        for name, kind in COLUMNS.items():
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.model
    def get_import_templates(self):
        """Offer the columns of a watch sheet on the import screen."""
        return [
            *super().get_import_templates(),
            {
                "label": self.env._("Import Template for Watch Sheets"),
                "template": "/watch_complaint_addon/static/import/watch_sheets.csv",
            },
        ]

    @api.model
    def _watch_sheet_fields(self):
        return super()._watch_sheet_fields() | set(SHEET)

    def _watch_kind(self):
        return self.watch_kind

    @api.depends("calibre_id")
    def _compute_from_calibre(self):
        """A calibre says what products with it start from; what it leaves open stays.

        A later change of the calibre reaches them by its ``write``.
        """
        for product in self:
            for name in INHERITED:
                product[name] = product.calibre_id[name] or product[name]

    @api.depends("watch_ok", "water_resistance_bar", "magnetic_resistance_am")
    @api.depends_context("lang")
    def _compute_watch_texts(self):
        for product in self:
            bar, field = product.water_resistance_bar, product.magnetic_resistance_am
            metres = formatLang(self.env, limits.metres(bar), 0)
            gauss = formatLang(self.env, limits.gauss(field), 0)
            dry = product.watch_ok and self.env._("Not water resistant")
            product.water_resistance_text = (
                self.env._("%(metres)s m", metres=metres) if bar else dry
            )
            product.magnetic_resistance_text = (
                self.env._("%(gauss)s gauss", gauss=gauss) if field else False
            )

    @api.constrains(*FIGURES, "movement", "watch_kind")
    def _check_watch_figures(self):
        self._check_watch_limits()

    @api.constrains("divers_watch", "water_resistance_bar")
    def _check_divers_watch(self):
        for product in self:
            bar = product.water_resistance_bar
            if product.divers_watch and 0 < bar < limits.DIVER_BAR:
                raise ValidationError(
                    self.env._(
                        "Water Resistance of %(product)s: a diver's watch holds "
                        "%(least)s bar and more (ISO 6425), not %(bar)s bar.",
                        product=product.display_name,
                        least=limits.DIVER_BAR,
                        bar=bar,
                    )
                )

    @api.onchange("water_resistance_bar")
    def _onchange_water_resistance_bar(self):
        """Metres are often typed for bar, and 100 bar do exist."""
        bar = self.water_resistance_bar
        if bar >= 50 and limits.is_possible("water_resistance_bar", bar):
            return {
                "warning": {
                    "title": self.env._("Metres or bar?"),
                    "message": self.env._(
                        "%(bar)s bar are %(metres)s m. Metres are divided by 10.",
                        bar=bar,
                        metres=limits.metres(bar),
                    ),
                }
            }
        return None

    @api.onchange("calibre_id", "watch_reference")
    def _onchange_watch_sheet(self):
        if self.calibre_id or self.watch_reference:
            self.watch_ok = True
