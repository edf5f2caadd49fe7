from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .settlement_common import SettlementCommon


@tagged("post_install", "-at_install")
class TestAuthorityRegister(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.keeper = self.authority_admin
        self.register = self.env["complaint.authority"].with_user(self.keeper)

    def _vals(self, **vals):
        return {
            "name": "New",
            "company_id": self.company.id,
            "currency_id": self.hkd.id,
            "amount_limit": 100,
            "user_ids": [Command.link(self.clerk.id)],
            **vals,
        }

    def test_keeper_writes_for_others(self):
        record = self.register.create(self._vals())
        record.amount_limit = 200
        record.action_archive()
        chain = self.env["complaint.chain"].search([("name", "=", "register")])
        self.assertEqual(chain._verify(), [])
        kinds = chain.decision_ids.mapped("kind")
        self.assertIn("register_created", kinds)
        self.assertIn("register_changed", kinds)

    def test_never_for_oneself(self):
        group = self.env["res.groups"].create(
            {"name": "Keepers too", "user_ids": [Command.link(self.keeper.id)]}
        )
        for holder in (
            {"user_ids": [Command.link(self.keeper.id)]},
            {"group_ids": [Command.link(group.id)]},
        ):
            with self.assertRaises(AccessError):
                self.register.create(self._vals(**holder))
            with self.assertRaises(AccessError):
                self.limits["clerks"].with_user(self.keeper).write(holder)
        with self.assertRaises(AccessError):
            self.env["complaint.absence"].with_user(self.keeper).create(
                {
                    "user_id": self.director.id,
                    "deputy_id": self.keeper.id,
                    "date_to": self._today(),
                }
            )
        mine = self._authority("Mine", 1, self.keeper)
        with self.assertRaises(AccessError):
            mine.with_user(self.keeper).amount_limit = 10**6
        with self.assertRaises(AccessError):
            mine.with_user(self.keeper).unlink()

    def test_nobody_else_writes(self):
        record = self.limits["clerks"]
        for user in (
            self.clerk,
            self.supervisor,
            self.manager,
            self.director,
            self.auditor,
            self.employee,
            self.portal_user,
        ):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"amount_limit": 10**6})
                with self.assertRaises(AccessError):
                    record.with_user(user).create(self._vals())
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()

    def test_outsiders_read_nothing(self):
        for user in (self.employee, self.portal_user, self.helpdesk_user):
            for model in (
                "complaint.authority",
                "complaint.condition",
                "complaint.absence",
                "complaint.solution",
                "complaint.approval",
                "complaint.decision",
                "complaint.manifest",
            ):
                with self.subTest(model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_no_joining_of_groups_with_authority(self):
        group = self.env["res.groups"].create({"name": "Holders"})
        wide = self.env["res.groups"].create({"name": "Wide"})
        self._authority("By group", 5000, self.env["res.users"], group_ids=group.ids)
        boss = new_test_user(
            self.env,
            "t_system",
            "base.group_system",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        wide.user_ids = boss
        with self.assertRaises(AccessError):
            boss.with_user(boss).write({"group_ids": [Command.link(group.id)]})
        with self.assertRaises(AccessError):
            group.with_user(boss).write({"user_ids": [Command.link(boss.id)]})
        with self.assertRaises(AccessError):
            wide.with_user(boss).write({"implied_ids": [Command.link(group.id)]})
        group.with_user(boss).write({"user_ids": [Command.link(self.clerk.id)]})
        chain = self.env["complaint.chain"].search([("name", "=", "register")])
        self.assertIn("access_changed", chain.decision_ids.mapped("kind"))

    def test_authority_of_a_group_reaches_those_who_imply_it(self):
        """Through any number of groups; never the other way round."""
        groups = self.env["res.groups"]
        group = groups.create({"name": "Holders"})
        middle = groups.create({"name": "Middle", "implied_ids": group.ids})
        top = groups.create({"name": "Top", "implied_ids": middle.ids})
        below = groups.create({"name": "Below"})
        group.implied_ids = below
        record = self._authority(
            "By group", 10**9, self.env["res.users"], group_ids=group.ids
        )
        top.user_ids = self.clerk
        group.user_ids = self.manager
        below.user_ids = self.supervisor
        held = {
            candidate.user_id
            for candidate in self.register._candidates(self._complaint())
            if record.id in {grant.record_id for grant in candidate.grants}
        }
        self.assertEqual(held, {self.clerk.id, self.manager.id})

    def test_bad_values(self):
        for bad in (-1, float("nan"), float("inf"), "much", 1e15):
            with self.assertRaises(ValidationError):
                self.register.create(self._vals(amount_limit=bad))
        with self.assertRaises(ValidationError):
            self.register.create(self._vals(user_ids=False))

    def test_deputy_within_the_dates_only(self):
        today = self._today()
        ticket = self._complaint()
        package = self._package(ticket, 30000)
        absence = self.env["complaint.absence"].create(
            {
                "user_id": self.manager.id,
                "deputy_id": self.supervisor.id,
                "date_from": today - timedelta(days=2),
                "date_to": today + timedelta(days=2),
            }
        )
        package.action_submit()
        self.assertEqual(self._pending(package).decider_ids, self.supervisor)
        absence.date_to = today - timedelta(days=1)
        with self.assertRaises(AccessError):
            package.with_user(self.supervisor).action_approve("too late")
        absence.date_to = today
        package.with_user(self.supervisor).action_approve("In time")
        approval = package.sudo().approval_ids
        self.assertEqual(approval.deputy_for_id, self.manager)
        self.assertEqual(approval.authority_id, self.limits["managers"])

    def test_deputy_decides_no_own_request(self):
        self.env["complaint.absence"].create(
            {
                "user_id": self.manager.id,
                "deputy_id": self.clerk.id,
                "date_to": self._today(),
            }
        )
        package = self._package(self._complaint(), 30000)
        package.action_submit()
        self.assertEqual(package.state, "submitted")
        self.assertEqual(self._pending(package).decider_ids, self.director)
        with self.assertRaises(AccessError):
            package.action_approve("as deputy")

    def test_everybody_away(self):
        self.env["complaint.absence"].create(
            [
                {"user_id": user.id, "date_to": self._today()}
                for user in self.manager | self.director
            ]
        )
        package = self._package(self._complaint(), 30000)
        with self.assertRaises(UserError):
            package.action_submit()

    def test_own_absence_only(self):
        absences = self.env["complaint.absence"].with_user(self.supervisor)
        vals = {"deputy_id": self.manager.id, "date_to": self._today()}
        absences.create({**vals, "user_id": self.supervisor.id})
        with self.assertRaises(AccessError):
            absences.create({**vals, "user_id": self.director.id})

    def test_absence_with_impossible_facts(self):
        today = self._today()
        absences = self.env["complaint.absence"]
        with self.assertRaisesRegex(ValidationError, "Date To"):
            absences.create({"user_id": self.manager.id, "date_to": "2020-01-01"})
        with self.assertRaisesRegex(ValidationError, "own deputy"):
            absences.create(
                {
                    "user_id": self.manager.id,
                    "deputy_id": self.manager.id,
                    "date_to": today,
                }
            )

    def test_period_of_a_limit(self):
        with self.assertRaisesRegex(ValidationError, "Valid until"):
            self.env["complaint.authority"].create(
                self._vals(
                    user_ids=[Command.link(self.clerk.id)],
                    date_from="2026-02-01",
                    date_to="2026-01-31",
                )
            )

    def test_a_group_of_the_register_stays(self):
        group = self.env["res.groups"].create({"name": "Counter Seniors"})
        limit = self.env["complaint.authority"].create(
            self._vals(group_ids=[Command.link(group.id)])
        )
        limit.active = False
        with self.assertRaisesRegex(UserError, "Counter Seniors"):
            group.unlink()

    def test_approvals_are_found_by_the_number_of_the_case(self):
        package = self._package(self._complaint(), 9000)
        package.action_submit()
        approval = self._pending(package)
        found = self.env["complaint.approval"].name_search(package.ticket_id.number)
        self.assertIn(approval.id, [record_id for record_id, _name in found])

    def test_archived_or_moved_holder(self):
        package = self._package(self._complaint(), 9000)
        package.action_submit()
        self.store.member_ids -= self.supervisor
        with self.assertRaises(AccessError):
            package.with_user(self.supervisor).action_approve("not my store now")
        self.supervisor.active = False
        other = self._package(self._complaint(), 9000)
        other.action_submit()
        self.assertEqual(self._pending(other).decider_ids, self.manager)

    def test_other_company_has_no_say(self):
        self.env["complaint.authority"].create(
            self._vals(
                company_id=self.other_company.id,
                user_ids=[Command.link(self.other_manager.id)],
                unlimited=True,
            )
        )
        package = self._package(self._complaint(), 30000)
        package.action_submit()
        with self.assertRaises(AccessError):
            package.with_user(self.other_manager).action_approve("hello")

    def test_my_authority(self):
        page = self.env["complaint.authority"].with_user(self.clerk).get_my_authority()
        self.assertEqual([line["name"] for line in page["records"]], ["Clerks"])
        self.assertIn("T supervisor", page["above"][0]["holders"])
        with self.assertRaises(AccessError):
            self.env["complaint.authority"].with_user(self.employee).get_my_authority()
        with self.assertRaises(AccessError):
            self.env["complaint.authority"].with_user(self.clerk).get_matrix()
        matrix = self.env["complaint.authority"].with_user(self.manager).get_matrix()
        self.assertEqual(len(matrix["rows"]), 4)

    def test_queries_of_a_decision(self):
        """Flat: reading the register costs the same with many records (P3)."""
        ticket = self._complaint()
        model = self.env["complaint.authority"]
        model._candidates(ticket)
        users = self.env["res.users"].create(
            [{"name": f"h{n}", "login": f"holder{n}"} for n in range(20)]
        )
        for user in users:
            self._authority(f"By {user.login}", 5, user)
        self.env.flush_all()
        self.env.invalidate_all()
        # warm the case itself
        self.assertFalse(ticket.sudo().involved_user_ids)
        self.assertTrue(ticket.sudo().company_id.resource_calendar_id.tz)
        with self.assertQueryCount(2):
            model._candidates(ticket)

    def test_what_the_register_points_at_stays(self):
        """Empty means all: deleting the last type would widen the authority."""
        kind = self.env["complaint.solution.type"].create(
            {"name": "Rare", "code": "rare", "amount_basis": "cost"}
        )
        self._authority("Narrow", 10**6, self.clerk, type_ids=kind.ids)
        with self.assertRaises(UserError):
            kind.with_user(self.manager).unlink()

    def test_moving_a_branch_or_a_meaning_is_a_change_of_the_register(self):
        ticket = self._complaint()
        self._package(ticket, 100)
        above = self.env["helpdesk.ticket.category"].create(
            {"name": "Above", "is_complaint": True, "company_id": False}
        )
        branch = self.category.with_user(self.manager)
        with self.assertRaises(AccessError):
            branch.parent_id = above
        refund = self.type["refund"].with_user(self.manager)
        with self.assertRaises(AccessError):
            refund.amount_basis = "none"
        with self.assertRaises(UserError):
            branch.unlink()
        with self.assertRaises(UserError):
            refund.unlink()
        refund.sequence = 1
        refund.with_user(self.keeper).amount_basis = "cost"
        chain = self.env["complaint.chain"].search([("name", "=", "register")])
        self.assertIn("amount_basis=cost", chain.decision_ids[0].detail)

    def test_archived_types_still_trigger_conditions(self):
        ticket = self._complaint(severity="minor")
        package = self._package(ticket, 130000, user=self.director)
        self.type["refund"].active = False
        self.assertIn("Payment", package._matching_conditions().mapped("name")[0])
        with self.assertRaises(UserError) as caught:
            package.with_user(self.director).action_submit()
        self.assertIn("no longer in use", str(caught.exception))
