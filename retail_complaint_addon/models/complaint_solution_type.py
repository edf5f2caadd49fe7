from odoo import api, fields, models


class ComplaintSolutionType(models.Model):
    _name = "complaint.solution.type"
    _description = "Complaint Solution Type"
    _asks_at_the_entrance = True
    _inherit = ["complaint.export.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    amount_basis = fields.Selection(
        [
            ("none", "No money"),
            ("cost", "What it costs the company"),
            ("retail", "Retail value of the article"),
            ("paid", "Sum paid to the customer"),
            ("claimed", "Sum the customer claims"),
        ],
        string="Amount Means",
        required=True,
        default="cost",
        help="What counts against an authority limit: the value to the customer or "
        "the cost to the company, whichever is greater, and never less than this.",
    )
    is_payment = fields.Boolean(
        string="Paid Out",
        help="Money leaves the company to the customer, as in a refund.",
    )
    description = fields.Text(translate=True)

    _code_company_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))",
        "The code of a solution type must be unique in the company.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for kind in self:
            kind.display_name = kind.name or kind.code
