from odoo import fields, models

from .kept_selection import KeptSelection

KINDS = [
    ("acknowledge", "Acknowledgement"),
    ("notice", "Progress Notice"),
    ("resolve", "Resolution"),
    ("wait", "Answer of the Customer"),
    ("outside", "Answer to an Outside Body"),
    ("critical", "Critical Case"),
]
LEVELS = [
    ("owner", "Owner"),
    ("supervisor", "Supervisor"),
    ("manager", "Manager"),
]


class ComplaintEscalation(models.Model):
    """Who was reminded of which missed target: each step of each breach once."""

    _name = "complaint.escalation"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _description = "Missed Complaint Target"
    _order = "told_at desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, readonly=True
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    owner_id = fields.Many2one(
        comodel_name="res.users", readonly=True, help="Who owned the case then."
    )
    severity = fields.Selection(related="ticket_id.severity")
    category_id = fields.Many2one(related="ticket_id.category_id")
    kind = KeptSelection(selection=KINDS, string="Missed", required=True, readonly=True)
    due_at = fields.Datetime(string="Due", required=True, readonly=True)
    level = fields.Selection(selection=LEVELS, required=True, readonly=True)
    told_at = fields.Datetime(string="Reminded At", required=True, readonly=True)
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_escalation_user_rel",
        column1="escalation_id",
        column2="user_id",
        string="Reminded",
        readonly=True,
    )
    activity_ids = fields.Many2many(
        comodel_name="mail.activity",
        relation="complaint_escalation_activity_rel",
        column1="escalation_id",
        column2="activity_id",
        string="To-Dos",
        readonly=True,
        groups="base.group_system",
    )

    # the same reminder twice is impossible, whoever runs the clock
    _once = models.UniqueIndex(
        "(ticket_id, kind, due_at, level)", "This reminder was sent already."
    )

    def action_open_case(self):
        """Open the complaint."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()
