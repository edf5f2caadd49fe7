from odoo import models

# Which operation a rule is asked for; see res.users._complaint_only_domain.
RULE_MODE = "retail_complaint_rule_mode"


class IrRule(models.Model):
    """Rules of complaints may tell reading from changing.

    Whoever was handed a question reads the case and everything that hangs on it, and
    changes nothing of it: so every rule that follows the case holds this by itself.
    """

    _inherit = "ir.rule"

    def _compute_domain(self, model_name, mode="read"):
        # the mode is part of upstream's cache key; what a client sends is replaced
        ruled = self.with_context(**{RULE_MODE: mode})
        return super(IrRule, ruled)._compute_domain(model_name, mode)

    def _get_failing(self, for_records, mode="read"):
        ruled = self.with_context(**{RULE_MODE: mode})
        return super(IrRule, ruled)._get_failing(for_records, mode)

    def _eval_context(self):
        values = super()._eval_context()
        mode = self.env.context.get(RULE_MODE)
        if mode:
            values["user"] = values["user"].with_context(**{RULE_MODE: mode})
        return values
