from odoo import api, fields, models


class WatchCentreBack(models.TransientModel):
    """Take the watch back from the service centre; the hand-over is signed."""

    _name = "watch.centre.back"
    _inherit = ["complaint.signed.screen.mixin", "watch.repair.screen"]
    _description = "Back From a Service Centre"

    _about = "job_id"

    job_id = fields.Many2one("watch.centre.job", required=True, readonly=True)
    company_id = fields.Many2one(related="job_id.company_id", related_sudo=False)
    has_article = fields.Boolean(compute="_compute_has_article")
    result = fields.Text(string="What Was Done")
    store_id = fields.Many2one(
        comodel_name="retail.store",
        string="Where It Is Now",
        domain="[('company_id', '=', company_id)]",
    )
    evidence = fields.Char(string="Parcel or Receipt")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        job = self.env["watch.centre.job"].browse(values.get("job_id")).sudo()
        custody = job.repair_id.custody_id
        place = custody.place_store_id or job.repair_id.workshop_id
        values.setdefault("store_id", place.id)
        return values

    @api.depends("job_id")
    def _compute_has_article(self):
        for screen in self:
            custody = screen.job_id.sudo().repair_id.custody_id
            screen.has_article = custody.state == "outside"

    def action_take_back(self):
        """Take it back."""
        self.ensure_one()
        self.job_id._take_back(
            self.result,
            {
                "to_store_id": self.store_id.id,
                "own": self.own_signature,
                "evidence": self.evidence,
            },
        )
        return self._done()
