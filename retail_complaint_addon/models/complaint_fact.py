from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The facts of a case that a category may ask for. Anything else is a free question.
FACT_FIELDS = [
    "partner_id",
    "partner_phone",
    "partner_email",
    "product_id",
    "lot_id",
    "purchase_date",
    "purchase_ref",
    "incident_at",
    "incident_place",
    "staff_ids",
    "store_id",
    "remedy_sought",
    "claimed_amount",
    "source_url",
    "external_ref",
]


class ComplaintFact(models.Model):
    """What has to be asked: a field of the case or a free question."""

    _name = "complaint.fact"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
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
        selection="_fact_fields",
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
        selection="_fact_fields",
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

    @api.model
    def _fact_fields(self):
        """Return the fields of a case that may be required, with their labels."""
        fields_ = self.env["helpdesk.ticket"]._fields
        return [
            (name, fields_[name]._description_string(self.env)) for name in FACT_FIELDS
        ]


class ComplaintFactAnswer(models.Model):
    """The answer to a free question."""

    _name = "complaint.fact.answer"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
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

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._check_open_case()
        return answers

    def write(self, vals):
        self._check_open_case()
        return super().write(vals)

    def _check_open_case(self):
        self.ticket_id._check_open_for(self.env._("answers"))

    @api.constrains("ticket_id", "fact_id")
    def _check_free_fact(self):
        for answer in self.sudo():
            if answer.fact_id.field_name:
                raise ValidationError(
                    self.env._(
                        "%(fact)s is answered in its own field, not here.",
                        fact=answer.fact_id.name,
                    )
                )
