from lxml import etree

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

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

    def test_a_voucher_is_worth_what_it_says(self):
        """Its offer names the value: one figure is enough for that, too."""
        voucher = self.env.ref("retail_complaint_addon.solution_type_voucher")
        self.type = {**self.type, "voucher": voucher}
        self.assertEqual(self._figures("voucher", amount=200), (200,) * 3)
        self.assertEqual(
            self._figures("voucher", customer_value=200, cost=120), (200, 120, 200)
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


@tagged("post_install", "-at_install")
class TestWords(SettlementCommon):
    """What the lists and threads say."""

    def test_first_message(self):
        complaint, plain = self._complaint(), self._plain_ticket()
        self.assertIn("Complaint registered", complaint.message_ids[-1].body)
        self.assertNotIn("Complaint", plain.message_ids[-1].body)

    def test_steps_of_closed_cases_are_not_to_do(self):
        arch = self.env["complaint.step"].get_view(view_type="search")["arch"]
        found = etree.fromstring(arch).find(".//filter[@name='todo']")
        domain = safe_eval(found.get("domain"))
        case = self._complaint(step_ids=[Command.create({"name": "Call back"})])
        steps = self.env["complaint.step"].with_user(self.clerk)
        self.assertIn(case.step_ids.id, steps.search(domain).ids)
        case.write(
            {
                "verdict": "unfounded",
                "cause_id": self.cause.id,
                "customer_outcome": "accepted",
            }
        )
        case.action_close_complaint()
        self.assertEqual(case.step_ids.state, "todo")
        self.assertNotIn(case.step_ids.id, steps.search(domain).ids)

    def test_hint_names_the_group_of_the_condition(self):
        self.env["complaint.condition"].create(
            {
                "name": "Always",
                "group_id": self.env.ref(
                    "retail_complaint_addon.group_complaint_compliance"
                ).id,
                "company_id": self.company.id,
            }
        )
        hint = self._package(self._complaint(), 300).authority_hint
        self.assertRegex(hint, r": Compliance$")
