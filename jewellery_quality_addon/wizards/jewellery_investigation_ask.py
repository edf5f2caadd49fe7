from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class JewelleryInvestigationAsk(models.TransientModel):
    """Ask a department a question about one or several cases of an investigation."""

    _name = "jewellery.investigation.ask"
    _inherit = ["complaint.screen.mixin"]
    _description = "Ask a Department"
    _about = "investigation_id"

    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation", required=True, readonly=True
    )
    company_id = fields.Many2one(
        related="investigation_id.company_id", related_sudo=False
    )
    case_ids = fields.One2many(
        comodel_name="jewellery.investigation.ask.case",
        inverse_name="ask_id",
        string="About",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    reason = fields.Char()
    question = fields.Text(string="What Is Asked")
    due_at = fields.Datetime(string="Due")

    @api.model
    def default_get(self, fields):
        """Start with the open cases and the department that knows this defect."""
        values = super().default_get(fields)
        one = self._about_in(values)
        if not one:
            return values
        cases = one._check_asks()
        first = cases[0]
        values["case_ids"] = [
            Command.create(
                {
                    "number": case.number,
                    "article": case._referred_article(),
                    "chosen": case == first,
                }
            )
            for case in cases
        ]
        department = first.category_id._department_of(first.category_id)
        if department and first._askable_in(department):
            values.setdefault("department_id", department.id)
        values.setdefault("due_at", first._referral_due())
        return values

    def action_ask(self):
        """Ask, once for each case that is ticked.

        :raises UserError: when something is missing or nobody there can be asked
        """
        self.ensure_one()
        if not self.department_id:
            raise UserError(self.env._("Say which department is asked."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say in a few words what it is about."))
        self.investigation_id._ask(
            self.case_ids.filtered("chosen").mapped("number"),
            {
                "department_id": self.department_id.id,
                "reason": self.reason.strip(),
                "question": self.question,
                "due_at": self.due_at,
            },
        )
        return {"type": "ir.actions.act_window_close"}


class JewelleryInvestigationAskCase(models.TransientModel):
    """A case to tick; what it says is looked up again before anything is asked."""

    _name = "jewellery.investigation.ask.case"
    _inherit = ["complaint.raw.mixin"]
    _description = "Case to Ask About"

    ask_id = fields.Many2one(
        comodel_name="jewellery.investigation.ask",
        string="Screen",
        index=True,
        ondelete="cascade",
    )
    number = fields.Char(string="Case")
    article = fields.Char()
    chosen = fields.Boolean(string="Ask")
