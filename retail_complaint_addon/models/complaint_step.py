from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ComplaintStep(models.Model):
    """A step of the procedure of one case."""

    _name = "complaint.step"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _description = "Complaint Step"
    _order = "ticket_id, sequence, id"

    _protected_fields = frozenset(
        {
            "ticket_id",
            "template_id",
            "is_mandatory",
            "state",
            "done_at",
            "done_by_id",
            "round",
        }
    )

    @api.model
    def _names_without_defaults(self):
        return self._protected_fields - {"ticket_id"}

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    template_id = fields.Many2one(
        comodel_name="complaint.step.template",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="ticket_id.company_id")
    description = fields.Text(string="How to Do It")
    is_mandatory = fields.Boolean(string="Mandatory")
    planned_date = fields.Date(string="Due")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    state = fields.Selection(
        selection=[("todo", "To Do"), ("done", "Done"), ("skipped", "Skipped")],
        required=True,
        default="todo",
        readonly=True,
    )
    done_at = fields.Datetime(readonly=True)
    done_by_id = fields.Many2one(comodel_name="res.users", readonly=True)
    result = fields.Text()
    round = fields.Integer(default=1, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            for vals in vals_list:
                self._check_protected(
                    name
                    for name in vals
                    if name != "ticket_id"
                    and vals[name] not in (False, None, "todo", 1)
                )
        steps = super().create(vals_list)
        steps._check_open_case()
        if not steps._is_trusted():
            for step in steps.sudo():
                step._trusted().write({"round": step.ticket_id.round})
        return steps

    def write(self, vals):
        self._check_protected(vals)
        if not self._is_trusted():
            self._check_open_case()
            if set(vals) - {"user_id", "planned_date", "sequence"}:
                self._check_todo()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_procedure(self):
        if self._is_trusted():
            return
        self._check_open_case()
        self._check_todo()
        if self.sudo().template_id:
            raise UserError(
                self.env._("A step of the procedure is skipped, not deleted.")
            )

    def _check_todo(self):
        done = self.sudo().filtered(lambda step: step.state != "todo")
        if done:
            raise UserError(
                self.env._("%(step)s is finished and stays.", step=done[0].name)
            )

    def _check_open_case(self):
        self.ticket_id._check_open_for(self.env._("steps"))

    def action_done(self, result=None):
        """Finish the step.

        :param str result: what came out of it
        """
        return self._finish("done", result)

    def action_skip(self, result=None):
        """Leave the step out; mandatory ones need the reason.

        :param str result: why
        """
        for step in self:
            if step.is_mandatory and not (result or step.result or "").strip():
                raise UserError(
                    self.env._(
                        "Say why the mandatory step %(step)s is skipped.",
                        step=step.name,
                    )
                )
        return self._finish("skipped", result)

    def _finish(self, state, result):
        self.check_access("write")
        if result is not None and not isinstance(result, str):
            raise UserError(self.env._("The result is a text."))
        self._check_open_case()
        if not self.env.su and not self.ticket_id._is_clerk():
            raise AccessError(self.env._("Only staff handle complaints."))
        values = {
            "state": state,
            "done_at": fields.Datetime.now(),
            "done_by_id": self.env.uid,
        }
        if result:
            values["result"] = result
        todo = self.filtered(lambda step: step.state == "todo")
        todo._trusted().write(values)
        return True
