"""Rules in the words of complaints give the same cases as the rules themselves."""

import re
from unittest.mock import patch

from odoo import Command
from odoo.api import Environment
from odoo.fields import Domain
from odoo.tests import tagged

from ..models.helpdesk_ticket_search import given
from .common import ComplaintCommon

COMPLAINTS = Domain("is_complaint", "=", True)
OPEN = Domain("resolved_at", "=", False)
BAR = {
    "field": "severity",
    "colors": dict.fromkeys(("minor", "moderate", "major", "critical"), "info"),
}


@tagged("post_install", "-at_install")
class TestTicketSearch(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ours = [
            cls._complaint(user=cls.manager, store_id=store.id, **vals)
            for store in (cls.store, cls.store2, cls.online)
            for vals in (
                {},
                {"user_id": cls.clerk.id},
                {"staff_ids": [Command.set(cls.staff.ids)]},
                {"partner_id": cls.portal_user.partner_id.id},
            )
        ]
        ours.append(
            cls._complaint(
                user=cls.other_manager,
                company_id=cls.other_company.id,
                store_id=cls.other_store.id,
            )
        )
        plain = cls.env["helpdesk.ticket"].create(
            [
                {
                    "name": f"Plain {number}",
                    "description": "Plain",
                    "category_id": cls.plain_category.id,
                    "user_id": user.id,
                }
                for number, user in enumerate((cls.helpdesk_user, cls.clerk))
            ]
        )
        cls.tickets = cls.env["helpdesk.ticket"].browse(
            [*(ticket.id for ticket in ours), *plain.ids]
        )
        cls.tickets[0].sudo()._trusted().write({"active": False})
        cls.tickets[1].sudo().message_subscribe(cls.helpdesk_user.partner_id.ids)

    def _visible(self, user, companies):
        """Return what the rules as they are let the user see."""
        tickets = self.tickets.with_user(user).with_context(
            allowed_company_ids=companies.ids
        )
        return tickets._filtered_access("read")

    def test_everybody_finds_the_same(self):
        both = self.company | self.other_company
        self.manager.sudo().company_ids |= self.other_company
        self.store.sudo().member_ids |= self.staff_user
        found_by = {}
        for user, companies in (
            (self.manager, self.company),
            (self.manager, both),
            (self.other_manager, self.other_company),
            (self.auditor, self.company),
            (self.supervisor, self.company),
            (self.clerk, self.company),
            (self.staff_user, self.company),
            (self.helpdesk_user, self.company),
            (self.employee, self.company),
            (self.portal_user, self.company),
        ):
            allowed = self._visible(user, companies).sudo()
            complaints = allowed.filtered("is_complaint")
            tickets = allowed.browse().with_user(user)
            for domain, expected in (
                (COMPLAINTS, complaints),
                (Domain("is_complaint", "in", [True]), complaints),
                (~Domain("is_complaint", "=", False), complaints),
                (
                    COMPLAINTS & Domain("partner_id", "=", self.customer.id),
                    complaints.filtered(lambda one: one.partner_id == self.customer),
                ),
                (COMPLAINTS | Domain("user_id", "=", user.id), None),
                (Domain("is_complaint", "=", False), allowed - complaints),
                (Domain.TRUE, allowed),
            ):
                if expected is None:
                    expected = complaints | allowed.filtered(
                        lambda one, user=user: one.user_id == user
                    )
                domain &= Domain("id", "in", self.tickets.ids)
                with self.subTest(user=user.login, domain=domain):
                    every = tickets.with_context(active_test=False).search(domain)
                    self.assertEqual(set(every.ids), set(expected.ids))
                    shown = expected.filtered("active")
                    self.assertEqual(tickets.search_count(domain), len(shown))
            found_by.setdefault(user, complaints)
        # the samples tell people apart
        self.assertNotEqual(found_by[self.clerk], found_by[self.supervisor])
        self.assertLess(len(found_by[self.supervisor]), len(found_by[self.manager]))
        self.assertFalse(found_by[self.employee])
        self.assertTrue(found_by[self.portal_user])
        of_store = found_by[self.staff_user]
        self.assertTrue(of_store)
        self.assertFalse(of_store.filtered("staff_ids"))

    def test_the_rules_say_no_more_than_needed(self):
        """Who follows a ticket is not asked for where there are only complaints."""
        tickets = self.env["helpdesk.ticket"].with_user(self.manager)
        for domain, asked in ((COMPLAINTS, False), (Domain.TRUE, True)):
            code = tickets._search(domain).select().code
            self.assertEqual("mail_followers" in code, asked)
            self.assertIn("involved_user", code)

    def test_columns_of_the_kanban_are_counted(self):
        for user in (self.manager, self.supervisor, self.clerk, self.other_manager):
            tickets = self.env["helpdesk.ticket"].with_user(user)
            tickets = tickets.with_context(allowed_company_ids=user.company_id.ids)
            for domain in (COMPLAINTS, COMPLAINTS & OPEN):
                visible = self._visible(user, user.company_id).filtered_domain(domain)
                visible = visible.filtered("active").sudo()
                domain &= Domain("id", "in", self.tickets.ids)
                board = tickets.web_read_group(
                    list(domain),
                    ["stage_id"],
                    order="resolve_by, id",
                    auto_unfold=True,
                    unfold_read_specification={"number": {}},
                )
                bars = tickets.read_progress_bar(list(domain), "stage_id", BAR)
                groups = {
                    group["stage_id"][0]: group
                    for group in board["groups"]
                    if group["__count"]
                }
                self.assertEqual(set(groups), set(visible.stage_id.ids))
                for stage, cases in visible.grouped("stage_id").items():
                    cases = cases.sorted(lambda one: (one.resolve_by, one.id))
                    shown = groups[stage.id]
                    self.assertEqual(shown["__count"], len(cases))
                    self.assertEqual([r["id"] for r in shown["__records"]], cases.ids)
                    severe = bars[str(stage.id)]
                    self.assertEqual(sum(severe.values()), len(cases))

    def test_an_index_holds_what_is_counted(self):
        """No row is read: neither the question nor the rules ask for another column."""
        for user in (self.manager, self.supervisor, self.clerk):
            with self.subTest(user=user.login):
                self._assert_counted_by_index(user)

    def _assert_counted_by_index(self, user):
        board = self.env["complaint.dashboard"].with_user(user)
        tickets = self.env["helpdesk.ticket"].with_user(user)
        options = {"period": "last_12_months"}
        both, bar = COMPLAINTS & OPEN, BAR
        for index, count in (
            ("received", lambda: tickets.search_count(COMPLAINTS, limit=9)),
            ("stage", lambda: tickets.read_progress_bar(COMPLAINTS, "stage_id", bar)),
            ("stage", lambda: tickets.web_read_group(COMPLAINTS, ["stage_id"])),
            ("open_stage", lambda: tickets.read_progress_bar(both, "stage_id", bar)),
            ("open_stage", lambda: tickets.web_read_group(both, ["stage_id"])),
        ):
            (code,) = self._counts(count)
            self._assert_held(code, index)
        codes = self._counts(lambda: board.get_complaint_dashboard(options))
        moments = ("received", "resolved", "answered")
        for index, code in zip((*moments, "open_store", *moments), codes, strict=True):
            self._assert_held(code, index)

    def _counts(self, work):
        """Return the code of the queries that count complaints."""
        codes = []
        execute = Environment.execute_query

        def note(env, query):
            codes.append(query.code)
            return execute(env, query)

        with patch.object(Environment, "execute_query", note):
            work()
        begin = ("WITH cells", "SELECT COUNT(*) FROM (", 'SELECT "helpdesk_ticket".')
        return [
            code
            for code in codes
            if code.startswith(begin) and "count(" in code.lower()
        ]

    def _assert_held(self, code, index):
        name = f"helpdesk_ticket_complaint_{index}_idx"
        self.env.cr.execute("SELECT pg_get_indexdef(%s::regclass)", (name,))
        (definition,) = self.env.cr.fetchone()
        asked = set(re.findall(r'"helpdesk_ticket"\."(\w+)"', code))
        self.assertGreater(len(asked), 3)
        missing = {one for one in asked if not re.search(rf"\b{one}\b", definition)}
        self.assertFalse(missing, f"{name} lacks what is asked for: {code}")

    def test_what_a_domain_says_of_complaints(self):
        other = Domain("id", "=", 1)
        for domain, if_complaint, if_none in (
            (COMPLAINTS, Domain.TRUE, Domain.FALSE),
            (COMPLAINTS & other, other, Domain.FALSE),
            (COMPLAINTS | other, Domain.TRUE, other),
            (~COMPLAINTS | other, other, Domain.TRUE),
            (Domain("is_complaint", "not in", [False]), Domain.TRUE, Domain.FALSE),
            (Domain("is_complaint", "in", [True, False]), Domain.TRUE, Domain.TRUE),
            (Domain("is_complaint", "!=", True), Domain.FALSE, Domain.TRUE),
            (other, other, other),
            (Domain("duplicate_id.is_complaint", "=", True),) * 3,
        ):
            with self.subTest(domain=domain):
                self.assertEqual(given(domain, True), if_complaint)
                self.assertEqual(given(domain, False), if_none)
