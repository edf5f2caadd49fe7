from odoo import fields, models


class ComplaintStep(models.Model):
    """A step of the procedure of one case."""

    _name = "complaint.step"
    _inherit = ["complaint.protected.mixin", "complaint.export.mixin"]
    _description = "Complaint Step"
    _order = "ticket_id, sequence, id"

    _protected_fields = frozenset(
        {"ticket_id", "template_id", "state", "done_at", "done_by_id", "round"}
    )

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
    done_by_id = fields.Many2one(
        comodel_name="res.users", string="Done By", readonly=True
    )
    result = fields.Text()
    round = fields.Integer(default=1, readonly=True)
