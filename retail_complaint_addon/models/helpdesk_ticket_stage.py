from odoo import api, models
from odoo.exceptions import AccessError, ValidationError


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        self.env.registry.clear_cache()
        return stages

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def write(self, vals):
        """A stage with complaints does not open or close them all at once."""
        if "closed" in vals:
            changing = self.filtered(lambda s: s.closed != bool(vals["closed"]))
            used = (
                self.env["helpdesk.ticket"]
                .sudo()
                .with_context(active_test=False)
                .search_count(
                    [("stage_id", "in", changing.ids), ("is_complaint", "=", True)],
                    limit=1,
                )
            )
            if used:
                raise ValidationError(
                    self.env._(
                        "%(field)s: there are complaints in this stage. Make a new "
                        "stage instead.",
                        field=self._fields["closed"]._description_string(self.env),
                    )
                )
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _check_access(self, operation):
        """Upstream lets the public write stages (S0); nobody outside does."""
        result = super()._check_access(operation)
        if operation == "read" or self.env.su or self.env.user._is_internal():
            return result
        return self, lambda: AccessError(self.env._("Only staff change stages."))
