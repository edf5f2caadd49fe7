from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..models.helpdesk_ticket_home import (
    APPROVAL_FILTERS,
    DECISION_FILTERS,
    PACKAGE_FILTERS,
    STEP_FILTERS,
    TICKET_FILTERS,
)
from .settlement_common import SettlementCommon

SEARCH_VIEWS = {
    "helpdesk.ticket": "helpdesk_ticket_view_search_complaint",
    "complaint.solution": "complaint_solution_view_search",
    "complaint.approval": "complaint_approval_view_search",
    "complaint.decision": "complaint_decision_view_search",
    "complaint.step": "complaint_step_view_search",
}


@tagged("post_install", "-at_install")
class TestHome(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = [
            cls._complaint(name="Mine, new"),
            cls._complaint(name="Critical", severity="critical"),
            cls._complaint(user=cls.clerk2, store_id=cls.store2.id, name="Of CWB"),
            cls._complaint(name="Named", staff_ids=[(6, 0, cls.staff.ids)]),
        ]
        now = fields.Datetime.now()
        # whatever day of the week it is
        later = fields.Datetime.add(now, days=5)
        targets = ("acknowledge_by", "next_notice_by", "resolve_by")
        for ticket in cls.tickets[1:]:
            ticket.sudo()._trusted().write(dict.fromkeys(targets, later))
        late = fields.Datetime.subtract(now, days=3)
        cls.tickets[0].sudo()._trusted().write(
            {"acknowledge_by": late, "resolve_by": late}
        )
        cls.env["complaint.step"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "name": "Call back",
                    "user_id": user.id,
                    "planned_date": fields.Date.add(fields.Date.today(), days=days),
                }
                for ticket, user, days in (
                    (cls.tickets[0], cls.clerk, -3),
                    (cls.tickets[0], cls.clerk, 3),
                    (cls.tickets[2], cls.clerk2, -3),
                )
            ]
        )
        cls.within = cls._package(cls.tickets[0], 600, kind="repair")
        cls.within.action_submit()
        cls.above = cls._package(cls.tickets[3], 38000)
        cls.above.action_submit()

    def _home(self, user):
        return (
            self.env["helpdesk.ticket"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_id.ids)
            .get_complaint_home()
        )

    def _cards(self, home):
        return [
            card
            for section in home["sections"]
            if section["kind"] == "cards"
            for card in section["cards"]
        ]

    def _section(self, home, key):
        return next(part for part in home["sections"] if part["key"] == key)

    def _filter_domain(self, model, names, uid):
        """Combine filters as the search bar does: or in a group, and between them."""
        view = self.env.ref("retail_complaint_addon." + SEARCH_VIEWS[model])
        groups, current = [], []
        for node in etree.fromstring(view.arch):
            if node.tag == "filter" and node.get("name") in names:
                domain = safe_eval(node.get("domain"), {"uid": uid})
                current.append(Domain(domain))
            elif node.tag == "separator" and current:
                groups.append(current)
                current = []
        if current:
            groups.append(current)
        self.assertEqual(sum(map(len, groups)), len(names), names)
        return Domain.AND(Domain.OR(group) for group in groups)

    def test_filters_exist_as_written(self):
        """What the page counts is what the filter of the list finds."""
        uid = self.clerk.id
        for model, filters in (
            ("helpdesk.ticket", TICKET_FILTERS),
            ("complaint.solution", PACKAGE_FILTERS),
            ("complaint.approval", APPROVAL_FILTERS),
            ("complaint.decision", DECISION_FILTERS),
            ("complaint.step", STEP_FILTERS),
        ):
            for name in filters:
                with self.subTest(model=model, filter=name):
                    home = self.env["helpdesk.ticket"].with_user(uid)
                    self.assertEqual(
                        home._home_domain(filters, [name]),
                        self._filter_domain(model, [name], uid),
                    )

    def test_every_card_counts_its_list(self):
        for user in (self.clerk, self.supervisor, self.manager, self.auditor):
            env = self.env(
                user=user,
                context={"allowed_company_ids": user.company_id.ids},
            )
            for card in self._cards(self._home(user)):
                names = [
                    key.removeprefix("search_default_")
                    for key, value in card["context"].items()
                    if value
                ]
                if not names:
                    continue
                with self.subTest(user=user.login, card=card["key"]):
                    action = env.ref(card["action"]).sudo()
                    model = action.res_model
                    base = safe_eval(action.domain or "[]", {"uid": user.id})
                    found = Domain(base) & self._filter_domain(model, names, user.id)
                    self.assertEqual(card["value"], env[model].search_count(found))

    def test_clerk(self):
        home = self._home(self.clerk)
        cards = {card["key"]: card["value"] for card in self._cards(home)}
        self.assertEqual(cards["mine-overdue"], 1)
        self.assertEqual(cards["mine-open"], 3)
        self.assertEqual(cards["to_acknowledge"], 3)
        self.assertEqual(cards["to_offer"], 1)
        self.assertEqual(cards["steps-my_steps-late"], 1)
        self.assertEqual(cards["steps-my_steps-todo"], 2)
        self.assertNotIn("steps-late", cards)
        due = self._section(home, "due")
        self.assertEqual([row["id"] for row in due["rows"]], self.tickets[0].ids)
        self.assertEqual(due["rows"][0]["badge"], "3 days late")
        self.assertEqual(due["rows"][0]["tone"], "danger")
        requests = self._section(home, "approvals")
        self.assertEqual(len(requests["rows"]), 1)
        self.assertEqual(requests["rows"][0]["badge"], self.hkd.format(38000))
        self.assertTrue(home["new_action"])
        self.assertNotIn("stores", [part["key"] for part in home["sections"]])

    def test_supervisor_sees_the_store(self):
        stores = self._section(self._home(self.supervisor), "stores")
        self.assertEqual([line["key"] for line in stores["lines"]], self.store.ids)
        cells = [cell["value"] for cell in stores["lines"][0]["cells"]]
        self.assertEqual(cells, [3, 1, 0, 3, 1])

    def test_manager_sees_the_company_and_what_to_approve(self):
        home = self._home(self.manager)
        stores = self._section(home, "stores")
        self.assertEqual(
            {line["key"] for line in stores["lines"]},
            set((self.store | self.store2).ids),
        )
        rows = self._section(home, "approvals")["rows"]
        waiting = self.above.approval_ids.filtered(lambda a: a.state == "pending")
        self.assertEqual([row["id"] for row in rows], waiting.ids)
        self.assertIn("result", [part["key"] for part in home["sections"]])

    def test_who_is_complained_about_sees_nothing_of_it(self):
        self.store.member_ids |= self.staff_user
        home = self._home(self.staff_user)
        rows = [
            row["id"]
            for section in home["sections"]
            if section["kind"] == "list"
            for row in section["rows"]
        ]
        self.assertNotIn(self.tickets[3].id, rows)
        cards = {card["key"]: card["value"] for card in self._cards(home)}
        self.assertEqual(cards["to_acknowledge"], 2)

    def test_auditor(self):
        home = self._home(self.auditor)
        self.assertFalse(home["new_action"])
        cards = {card["key"]: card["value"] for card in self._cards(home)}
        self.assertGreaterEqual(cards["this_month"], 3)

    def test_empty_page(self):
        """Another company: every section is there, and says that nothing waits."""
        home = self._home(self.other_manager)
        for section in home["sections"]:
            if section["kind"] != "cards":
                self.assertFalse(section.get("rows") or section.get("lines"))
                self.assertTrue(section["empty"])

    def test_others_are_refused(self):
        for user in (self.employee, self.helpdesk_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._home(user)

    def _queries(self, user):
        """Count the queries of the page once the caches of the registry are warm."""
        self._home(user)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._home(user)
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_cases(self):
        users = (self.clerk, self.supervisor, self.manager, self.auditor)
        few = {user: self._queries(user) for user in users}
        for _index in range(12):
            self._complaint()
        for user in users:
            with self.subTest(user=user.login):
                # a handful more where a first row brings its customer and store
                self.assertLessEqual(self._queries(user), few[user] + 2)
                self.assertLessEqual(few[user], 26)
