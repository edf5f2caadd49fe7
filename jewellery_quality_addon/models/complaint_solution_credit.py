"""The credit note for a trade buyer: evidence of a package that is carried out."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CREDIT = frozenset({"credit_note_ref", "credit_note_amount"})


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    is_trade = fields.Boolean(related="ticket_id.is_trade")
    credit_note_ref = fields.Char(
        string="Credit Note",
        copy=False,
        help="Its number is evidence that the package is carried out.",
    )
    credit_note_amount = fields.Monetary(
        string="Amount Credited",
        copy=False,
        help="Never more than the value of the package to the customer.",
    )

    @api.constrains("credit_note_amount", "credit_note_ref", "customer_value")
    def _check_credit_note(self):
        for solution in self.filtered("credit_note_amount"):
            most = solution._creditable()
            given = solution.credit_note_amount
            if solution.currency_id.compare_amounts(given, most) > 0:
                raise ValidationError(
                    self.env._(
                        "Amount credited: 0 to %(most)s is possible, what was settled "
                        "in “%(package)s”.",
                        most=solution.currency_id.format(most),
                        package=solution.name,
                    )
                )

    def _creditable(self):
        """Return what the customer may be credited at most.

        The amount of a package is what it is worth or costs, whichever is greater;
        where somebody entered the value to the customer, that is the settled sum.
        """
        return self.customer_value or self.amount

    def _check_still_draft(self, names):
        """The credit note is entered when the package is carried out."""
        if CREDIT & names:
            for solution in self.sudo():
                if solution.state != "accepted":
                    raise UserError(
                        self.env._(
                            "“%(package)s”: a credit note is entered when the "
                            "customer has accepted, and before it is carried out.",
                            package=solution.display_name,
                        )
                    )
        return super()._check_still_draft(names - CREDIT)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in CREDIT):
            raise UserError(self.env._("A new package has no credit note yet."))
        # not from default values either
        return super().create(
            [{**vals, **dict.fromkeys(CREDIT, False)} for vals in vals_list]
        )

    def _complete(self, evidence):
        """With number and amount the credit note is the evidence."""
        if self.state == "accepted":
            number = self._words(self.credit_note_ref)
            if bool(number) != bool(self.credit_note_amount):
                raise UserError(
                    self.env._("Fill in number and amount of the credit note.")
                )
            if number:
                self._check_credit_note()
                words = self.env._(
                    "Credit note %(number)s: %(amount)s",
                    number=number,
                    amount=self.currency_id.format(self.credit_note_amount),
                )
                evidence = "\n".join(
                    filter(None, [evidence or self._words(self.evidence), words])
                )
        return super()._complete(evidence)
