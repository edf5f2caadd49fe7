from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestReading(ComplaintCommon):
    """A page of cases costs few queries, and shows nobody more than before."""

    def setUp(self):
        super().setUp()
        self.cases = self.env["helpdesk.ticket"].union(
            *(self._complaint(name=f"Case {number}") for number in range(6))
        )

    def _shown(self):
        """Return what the list asks for: columns nobody shows are left out."""
        view = self.env.ref(
            "retail_complaint_addon.helpdesk_ticket_view_list_complaint"
        )
        tickets = self.env["helpdesk.ticket"].with_user(self.clerk)
        root = etree.fromstring(tickets.get_view(view.id, "list")["arch"])
        self.assertEqual(root.get("js_class"), "complaint_list")
        names = [
            node.get("name")
            for node in root.iter("field")
            if node.get("optional") != "hide"
        ]
        relational = ("many2one", "many2many", "one2many")
        return {
            name: {"fields": {"display_name": {}}}
            if tickets._fields[name].type in relational
            else {}
            for name in names
        }

    def _read_page(self, cases, asked):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        found = cases.web_search_read([("id", "in", cases.ids)], asked)
        self.assertEqual(len(found["records"]), len(cases))
        return self.cr.sql_log_count - before

    def test_queries_of_a_page(self):
        asked = self._shown()
        cases = self.cases.with_user(self.clerk)
        self._read_page(cases, asked)
        few, many = self._read_page(cases[:2], asked), self._read_page(cases, asked)
        self.assertEqual(few, many, "none for each row")
        self.assertLessEqual(many, 16)

    def test_many_are_read_as_each_of_them(self):
        cases = self.cases.with_user(self.clerk)
        names = [*self._shown(), "description", "partner_case_count", "settled_amount"]
        each = [case.read(names)[0] for case in cases]
        self.env.invalidate_all()
        self.assertEqual(cases.read(names), each)

    def test_fields_of_staff_stay_with_staff(self):
        stranger = new_test_user(self.env, "reads.nothing", groups="base.group_user")
        helper = new_test_user(
            self.env, "plain.tickets", groups="helpdesk_mgmt.group_helpdesk_manager"
        )
        # in memory, put there by somebody who may
        self.cases.mapped("severity")
        for user in (stranger, helper):
            cases = self.cases.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                cases._read_format(["number", "severity"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                cases.read(["number", "severity"])

    def test_parts_are_counted_for_who_may_read_them(self):
        case = self.cases[0]
        self.env["complaint.solution"].create({"ticket_id": case.id})
        for user, expected in ((self.clerk, 1), (self.auditor, 1)):
            seen = case.with_user(user)
            self.assertEqual(seen.solution_count, expected)
            self.assertEqual(seen.decision_count, len(seen.sudo().decision_ids))
            self.assertEqual(seen.custody_count, 0)
