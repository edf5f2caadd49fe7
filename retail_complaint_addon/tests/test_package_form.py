from odoo.tests import Form, tagged

from .settlement_common import SettlementCommon


@tagged("post_install", "-at_install")
class TestPackageForm(SettlementCommon):
    """The form of a package asks for one figure per measure."""

    def _form(self, **context):
        ticket = self._complaint(product_id=False)
        model = self.env["complaint.solution"].with_user(self.clerk)
        return Form(model.with_context(default_ticket_id=ticket.id, **context))

    def _figures(self, kind, **values):
        """Enter a measure in the given order; return value, cost and amount."""
        form = self._form()
        with form.line_ids.new() as line:
            line.type_id = self.type[kind]
            for name, value in values.items():
                line[name] = value
        line = form.save().line_ids
        return line.customer_value, line.cost, line.amount

    def test_a_payment_is_value_and_cost(self):
        self.assertEqual(self._figures("refund", amount=38000), (38000,) * 3)
        self.assertEqual(self._figures("refund", customer_value=900), (900,) * 3)

    def test_a_repair_is_a_cost(self):
        self.assertEqual(self._figures("repair", amount=600), (0, 600, 600))
        self.assertEqual(
            self._figures("repair", customer_value=900, cost=600), (900, 600, 900)
        )

    def test_a_slip_of_the_pen(self):
        """A corrected amount is not held up by the first one."""
        form = self._form()
        with form.line_ids.new() as line:
            line.type_id = self.type["refund"]
            line.amount = 380000
            line.amount = 38000
        self.assertEqual(form.save().amount, 38000)

    def test_no_money_stays_no_money(self):
        self.assertEqual(self._figures("apology"), (0, 0, 0))
