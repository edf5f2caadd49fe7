from odoo import fields, models


class ComplaintSolutionType(models.Model):
    _inherit = "complaint.solution.type"

    covers_repair = fields.Boolean(
        string="Pays a Repair",
        help="A repair out of warranty may begin when an accepted package of the case "
        "has such a measure of at least its amount.",
    )
