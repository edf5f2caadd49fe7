from odoo import fields, models


class RepairOrder(models.Model):
    _inherit = "repair.order"

    diagnosis_ids = fields.One2many(
        comodel_name="watch.diagnosis",
        inverse_name="repair_id",
        string="Diagnoses",
    )
