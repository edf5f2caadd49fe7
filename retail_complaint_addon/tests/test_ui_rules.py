from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models.helpdesk_ticket_survey import SENDABLE_STATES
from .settlement_common import SettlementCommon

ADDON = "retail_complaint_addon"
FORM = f"{ADDON}.helpdesk_ticket_view_form_complaint"


@tagged("post_install", "-at_install")
class TestScreenRules(SettlementCommon):
    """A screen offers what the server allows, and nothing else."""

    def _form_nodes(self, user, name, inside=""):
        arch = (
            self.env["helpdesk.ticket"]
            .with_user(user)
            .get_view(self.env.ref(FORM).id, "form")["arch"]
        )
        return etree.fromstring(arch).findall(f".{inside}//*[@name='{name}']")

    def test_who_may_not_read_the_stock_gets_no_button_to_it(self):
        self.env["res.config.settings"].create(
            {"group_stock_production_lot": True}
        ).execute()
        keeper = self._user("t_stock", "stock.group_stock_user")
        for user, seen in ((self.clerk, False), (keeper, True)):
            arch = self.env["res.partner"].with_user(user).get_view(view_type="form")
            found = "action_view_stock_serial" in arch["arch"]
            self.assertEqual(found, seen, user.login)

    def test_only_supervisors_find_the_targets_open(self):
        for user, open_to in (
            (self.clerk, False),
            (self.auditor, False),
            (self.supervisor, True),
            (self.manager, True),
        ):
            for name in ("next_notice_by", "resolve_by"):
                with self.subTest(user=user.login, field=name):
                    times = "//group[@name='clock']"
                    (node,) = self._form_nodes(user, name, times)
                    self.assertEqual(node.get("readonly"), "closed" if open_to else "1")
                    model = self.env["helpdesk.ticket"].with_user(user)
                    self.assertEqual(model._may_set_targets(), open_to)

    def test_a_clerk_saves_the_form_of_a_case(self):
        """With targets on the screen, nothing of them is sent."""
        ticket = self._complaint().with_user(self.clerk)
        with Form(ticket, view=FORM) as form:
            form.incident_place = "Counter 2"
        self.assertEqual(ticket.incident_place, "Counter 2")

    def test_the_log_of_one_case_is_verified_from_the_case(self):
        ticket = self._complaint()
        package = self._package(ticket, 600, kind="repair")
        package.action_submit()
        (button,) = self._form_nodes(self.clerk, "action_verify_decisions")
        self.assertEqual(button.get("invisible"), "not decision_count")
        for user in (self.clerk, self.manager, self.auditor):
            answer = ticket.with_user(user).action_verify_decisions()
            self.assertEqual(answer["params"]["type"], "success", user.login)
        with self.assertRaises(AccessError):
            ticket.with_user(self.clerk2).action_verify_decisions()

    def test_survey_can_be_sent_where_its_button_shows(self):
        (button,) = self._form_nodes(self.clerk, "action_send_survey")
        for state in SENDABLE_STATES:
            self.assertIn(f"'{state}'", button.get("invisible"))

    def test_categories_are_short_in_a_list(self):
        parent = self.category
        child = parent.create({"name": "Leaf", "parent_id": parent.id})
        self.assertEqual(child.display_name, f"{parent.name} / Leaf")
        short = child.with_context(complaint_category_leaf=True)
        self.assertEqual(short.display_name, "Leaf")

    def test_owner_candidates_are_those_who_may_own(self):
        ticket = self._complaint(staff_ids=[Command.set(self.staff.ids)])
        ticket.flush_recordset()
        users = self.env["res.users"].sudo()
        near = ticket.store_id.upper_member_ids | ticket.store_id.manager_id
        near |= ticket.team_id.user_ids | ticket._complaint_managers(ticket.company_id)
        expected = near.filtered(
            lambda user: ticket.sudo()._may_own(
                user, ticket.company_id, ticket.involved_user_ids
            )
        )
        self.assertIn(self.clerk, expected)
        self.assertEqual(ticket.owner_candidate_ids, expected)
        self.assertNotIn(self.staff.user_id, users.browse(expected.ids))
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            self.assertTrue(ticket.owner_candidate_ids.ids)
