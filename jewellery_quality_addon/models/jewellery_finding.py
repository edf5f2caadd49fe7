from odoo import api, fields, models

from .meeting import meet

EVIDENCE = {"inspection_id", "photo_ids"}


class JewelleryPartOfInvestigation(models.AbstractModel):
    """Rows of an investigation: whoever may write it writes them, as long as it is."""

    _name = "jewellery.investigation.part.mixin"
    _description = "Part of an Investigation"
    _order = "sequence, id"

    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_open()
        return parts

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        if "investigation_id" in vals:
            self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        self._check_open()

    def _check_open(self):
        investigations = self.investigation_id
        if not investigations._is_trusted():
            investigations.check_access("write")
            meet(investigations)
            investigations._check_may_write()


class JewelleryFinding(models.Model):
    """Something that was seen or measured, with its photos."""

    _name = "jewellery.finding"
    _description = "Finding of an Investigation"
    _inherit = ["jewellery.investigation.part.mixin", "complaint.export.mixin"]

    name = fields.Char(string="Finding", required=True)
    inspection_id = fields.Many2one(
        comodel_name="qc.inspection", index="btree_not_null", ondelete="restrict"
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="jewellery_finding_photo_rel",
        column1="finding_id",
        column2="attachment_id",
        string="Photos",
        bypass_search_access=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        findings = super().create(vals_list)
        findings._check_evidence()
        return findings

    def write(self, vals):
        result = super().write(vals)
        if not EVIDENCE.isdisjoint(vals):
            self._check_evidence()
        return result

    def _check_evidence(self):
        """New photos hang on the finding; nobody shows what they cannot read."""
        for finding in self:
            seen = finding.sudo()
            seen.inspection_id.with_env(self.env).check_access("read")
            seen.photo_ids._hang_on(finding)


class JewelleryWhy(models.Model):
    """One of the five why."""

    _name = "jewellery.why"
    _description = "Why"
    _inherit = ["jewellery.investigation.part.mixin", "complaint.export.mixin"]

    name = fields.Char(string="Why?", required=True)
    answer = fields.Char(string="Because", required=True)
