from odoo import api, fields, models


class WatchServiceCentre(models.Model):
    """A workshop outside: a brand's service centre, a dial maker, a polisher."""

    _name = "watch.service.centre"
    _description = "Service Centre"
    _asks_at_the_entrance = True
    _inherit = ["complaint.export.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(related="partner_id.name", store=True, index="trigram")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Empty: for every company.",
        default=lambda self: self._default_company_id(),
    )
    brand_ids = fields.Many2many(comodel_name="product.brand", string="Brands")
    days = fields.Integer(
        string="Usual Days", default=28, help="Calendar days from sending to return."
    )
    is_abroad = fields.Boolean(string="Abroad")
    note = fields.Text()
    job_ids = fields.One2many(
        comodel_name="watch.centre.job", inverse_name="centre_id", string="Jobs"
    )

    _days_valid = models.Constraint(
        "CHECK(days BETWEEN 0 AND 1000)", "Usual days are between 0 and 1000."
    )

    @api.model
    def _default_company_id(self):
        return self.env.company
