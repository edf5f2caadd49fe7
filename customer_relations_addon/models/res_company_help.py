from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    help_enabled = fields.Boolean(
        string="Help Pages at /help",
        default=True,
        groups="base.group_user",
        help="Customers read the published help pages without a login.",
    )
    help_limit = fields.Integer(
        string="Searches an Hour",
        default=600,
        groups="base.group_user",
        help="From one internet connection; many people may share one. 0: no limit.",
    )
    _help_limit_range = models.Constraint(
        "CHECK (help_limit BETWEEN 0 AND 100000)",
        "Searches an hour are between 0 and 100,000.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    help_enabled = fields.Boolean(related="company_id.help_enabled", readonly=False)
    help_limit = fields.Integer(related="company_id.help_limit", readonly=False)
