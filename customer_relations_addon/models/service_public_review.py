from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

SITES = [
    ("google", "Google"),
    ("facebook", "Facebook"),
    ("openrice", "OpenRice"),
    ("xiaohongshu", "Xiaohongshu"),
    ("tripadvisor", "Tripadvisor"),
    ("other", "Another Site"),
]


class ServicePublicReview(models.Model):
    """Stars that customers gave in public, one by one or as the figure of a day.

    The names of who wrote them are not kept: nobody asked them.
    """

    _name = "service.public.review"
    _description = "Public Review"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    site = fields.Selection(selection=SITES, required=True, default="google")
    store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["retail.store"]._only_store(),
        domain="[('company_id', '=', company_id)]",
        help="Empty: about the company as a whole.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    stars = fields.Float(required=True, digits=(2, 1), aggregator="avg")
    number = fields.Integer(
        string="Reviews",
        required=True,
        default=1,
        help="More than 1: the stars are the mean of so many reviews.",
    )
    text = fields.Text(string="What It Says")
    link = fields.Char(string="Address on the Web")
    answered = fields.Boolean(help="We have answered in public.")

    _date_idx = models.Index("(company_id, store_id, date)")

    @api.depends("site", "date", "store_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        sites = dict(self._fields["site"]._description_selection(self.env))
        for review in self:
            store = review.sudo().store_id.code
            when = format_date(self.env, review.date)
            words = filter(None, [sites.get(review.site), store, when])
            review.display_name = " · ".join(words)

    @api.constrains("stars", "number")
    def _check_stars(self):
        for review in self:
            if not 1 <= review.stars <= 5:
                raise ValidationError(self.env._("Stars go from 1 to 5."))
            if not 1 <= review.number <= 100000:
                raise ValidationError(self.env._("Reviews: 1 or more."))
