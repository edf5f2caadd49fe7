from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOVEMENTS = [
    ("automatic", "Automatic"),
    ("manual", "Manual Winding"),
    ("quartz", "Quartz"),
    ("solar", "Solar"),
    ("kinetic", "Kinetic"),
    ("smart", "Smart"),
    ("other", "Other"),
]
# What a product takes over from its calibre.
INHERITED = (
    "movement",
    "beat_rate_ah",
    "lift_angle_deg",
    "power_reserve_h",
    "service_interval_months",
    "rate_class_id",
)


class WatchCalibre(models.Model):
    """A type of movement: what products with it start from."""

    _name = "watch.calibre"
    _inherit = ["complaint.raw.mixin", "watch.limits.mixin", "complaint.export.mixin"]
    _description = "Watch Calibre"
    _order = "brand_id, name, id"
    _rec_names_search = ["name", "brand_id.name"]

    name = fields.Char(string="Calibre", required=True, help="As ETA 2824-2 or B-01.")
    active = fields.Boolean(default=True)
    brand_id = fields.Many2one(
        comodel_name="product.brand",
        string="Maker",
        index="btree_not_null",
        ondelete="restrict",
    )
    movement = fields.Selection(selection=MOVEMENTS, required=True, default="automatic")
    beat_rate_ah = fields.Integer(
        string="Beat Rate (A/h)", help="Half-swings an hour, as 28,800."
    )
    lift_angle_deg = fields.Float(
        string="Lift Angle (°)",
        digits=(4, 1),
        help="Set it on the timing device, or the amplitude is wrong. Mostly 52°.",
    )
    power_reserve_h = fields.Float(string="Power Reserve (h)", digits=(8, 1))
    jewels = fields.Integer()
    rate_class_id = fields.Many2one(
        comodel_name="watch.rate.class",
        domain="[('company_id', '=', False)]",
        index="btree_not_null",
        ondelete="restrict",
        help="What the maker or a standard allows the movement.",
    )
    service_interval_months = fields.Integer(string="Service Interval (Months)")
    note = fields.Text(string="Notes for the Workshop", translate=True)
    product_tmpl_ids = fields.One2many(
        comodel_name="product.template", inverse_name="calibre_id", string="Products"
    )
    product_count = fields.Integer(compute="_compute_product_count")

    @api.depends("name", "brand_id.name")
    def _compute_display_name(self):
        for calibre in self:
            calibre.display_name = " ".join(
                filter(None, [calibre.brand_id.name, calibre.name])
            )

    @api.depends("product_tmpl_ids")
    def _compute_product_count(self):
        counts = dict(
            self.env["product.template"]._read_group(
                [("calibre_id", "in", self.ids)], ["calibre_id"], ["__count"]
            )
        )
        for calibre in self:
            calibre.product_count = counts.get(calibre, 0)

    @api.constrains(
        "beat_rate_ah",
        "lift_angle_deg",
        "power_reserve_h",
        "jewels",
        "service_interval_months",
        "movement",
    )
    def _check_possible(self):
        self._check_watch_limits()

    @api.constrains("rate_class_id")
    def _check_rate_class_id(self):
        """A calibre is for every company, so its class is too."""
        for calibre in self:
            if calibre.rate_class_id.sudo().company_id:
                raise ValidationError(
                    self.env._(
                        "Rate Class of %(calibre)s: %(rate_class)s is for one company "
                        "only. Choose it on the product.",
                        calibre=calibre.display_name,
                        rate_class=calibre.rate_class_id.sudo().display_name,
                    )
                )

    def write(self, vals):
        """Products that still had what the calibre said follow it."""
        names = [name for name in INHERITED if name in vals]
        before = {calibre: {name: calibre[name] for name in names} for calibre in self}
        result = super().write(vals)
        for calibre, values in before.items():
            for name, value in values.items():
                if calibre[name] != value:
                    calibre._pass_on(name, value)
        return result

    def _pass_on(self, name, old):
        """Whoever keeps calibres need not be allowed to write products."""
        products = self.env["product.template"].sudo().with_context(active_test=False)
        value = self[name]
        if isinstance(value, models.BaseModel):
            old, value = old.id, value.id
        products.search([("calibre_id", "=", self.id), (name, "=", old)]).write(
            {name: value}
        )
