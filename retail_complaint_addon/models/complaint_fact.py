from odoo import fields, models

# The facts of a case that a category may ask for. Anything else is a free question.
FACT_FIELDS = [
    ("partner_id", "Contact"),
    ("partner_phone", "Phone"),
    ("partner_email", "Email"),
    ("product_id", "Product"),
    ("lot_id", "Serial Number"),
    ("purchase_date", "Purchase Date"),
    ("purchase_ref", "Receipt or Order"),
    ("incident_at", "Happened At"),
    ("incident_place", "Place"),
    ("staff_ids", "Staff Involved"),
    ("store_id", "Store"),
    ("remedy_sought", "What the Customer Wants"),
    ("claimed_amount", "Amount Claimed"),
    ("source_url", "Link"),
    ("external_ref", "External Reference"),
]


class ComplaintFact(models.Model):
    """What has to be asked: a field of the case or a free question."""

    _name = "complaint.fact"
    _inherit = ["complaint.export.mixin"]
    _description = "Required Fact"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    question = fields.Char(
        required=True,
        translate=True,
        help="What to ask the customer, word for word.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    field_name = fields.Selection(
        selection=FACT_FIELDS,
        string="Field",
        help="Where the answer is kept; empty: as a free answer on the case.",
    )
    required_at = fields.Selection(
        selection=[("intake", "Intake"), ("close", "Closing")],
        required=True,
        default="intake",
        help="Intake: staff cannot register the case without it. Closing: the case "
        "cannot be closed without it.",
    )
    alternative_field_name = fields.Selection(
        selection=FACT_FIELDS,
        string="Or This Field",
        help="Enough instead of the first one, as the place for the person.",
    )
    category_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.category",
        relation="helpdesk_ticket_category_complaint_fact_rel",
        column1="fact_id",
        column2="category_id",
        string="Categories",
    )


class ComplaintFactAnswer(models.Model):
    """The answer to a free question."""

    _name = "complaint.fact.answer"
    _inherit = ["complaint.export.mixin"]
    _description = "Answer to a Question"
    _order = "ticket_id, id"
    _rec_name = "fact_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        required=True,
        index=True,
        ondelete="cascade",
    )
    fact_id = fields.Many2one(
        comodel_name="complaint.fact",
        string="Fact",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('field_name', '=', False)]",
    )
    question = fields.Char(related="fact_id.question")
    answer = fields.Text()

    _ticket_fact_uniq = models.Constraint(
        "UNIQUE(ticket_id, fact_id)", "A question has one answer on a case."
    )
