from odoo import api, models


class SurveyUserInputLine(models.Model):
    _name = "survey.user_input.line"
    _inherit = [
        "survey.user_input.line",
        "complaint.protected.mixin",
        "complaint.export.mixin",
    ]

    def _check_complaint_lines(self, user_inputs):
        """:raises AccessError: lines of complaints change with the answer alone"""
        if not self._is_trusted() and user_inputs._complaint_inputs():
            raise user_inputs._complaint_refusal()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_complaint_lines(lines.user_input_id)
        return lines

    def write(self, vals):
        self._check_complaint_lines(self.user_input_id)
        result = super().write(vals)
        if "user_input_id" in vals:
            self._check_complaint_lines(self.user_input_id)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint(self):
        self._check_complaint_lines(self.user_input_id)
