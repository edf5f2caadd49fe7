"""What hangs on a model of watches: its watches, their complaints and repairs."""

from odoo import api, fields, models

COUNTS = ("complaint_count", "watch_count", "complaint_repair_count", "diagnosis_count")


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "watch.links.mixin"]

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_watch_links"
    )
    watch_count = fields.Integer(string="Watches", compute="_compute_watch_links")
    complaint_repair_count = fields.Integer(
        string="Complaint Repairs", compute="_compute_watch_links"
    )
    diagnosis_count = fields.Integer(string="Diagnoses", compute="_compute_watch_links")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_watch_links(self):
        self._set_link_counts(*COUNTS)

    @api.model
    def _link_paths(self, name):
        return ("product_id.product_tmpl_id",)

    def action_view_complaints(self):
        """Open the complaints about watches of this model."""
        return self._view_links("complaint_count")

    def action_view_watches(self):
        """Open the watches of this model by serial number."""
        return self._view_links("watch_count")

    def action_view_complaint_repairs(self):
        """Open the repairs of this model that belong to a complaint."""
        return self._view_links("complaint_repair_count")

    def action_view_diagnoses(self):
        """Open the sheets of watches of this model."""
        return self._view_links("diagnosis_count")
