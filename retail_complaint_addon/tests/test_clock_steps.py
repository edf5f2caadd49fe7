from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestClockAndSteps(ComplaintCommon):
    """Targets, procedure steps, other cases of the customer."""

    # clock

    def test_targets_in_working_time(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Mon-Fri 9-18",
                "tz": "Asia/Hong_Kong",
                "company_id": self.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": "day",
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 18,
                        }
                    )
                    for day in range(5)
                ],
                "leave_ids": [
                    Command.create(
                        {
                            "name": "Holiday",
                            "date_from": "2026-03-02 16:00:00",
                            "date_to": "2026-03-03 15:59:59",
                        }
                    )
                ],
            }
        )
        self.store.resource_calendar_id = calendar
        # Friday 27 February 2026, 15:00 in Hong Kong; Tuesday 3 March is a holiday
        ticket = self._complaint(received_at=datetime(2026, 2, 27, 7))
        self.assertEqual(ticket.acknowledge_by, datetime(2026, 3, 2, 10))
        self.assertEqual(ticket.next_notice_by, datetime(2026, 3, 9, 10))
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 16, 10))

    def test_targets_without_calendar(self):
        self.company.resource_calendar_id = False
        ticket = self._complaint(received_at=datetime(2026, 2, 27, 7))
        self.assertEqual(ticket.acknowledge_by, datetime(2026, 2, 28, 7))

    def test_targets_are_not_moved_by_clerks(self):
        ticket = self._complaint()
        with self.assertRaises(AccessError):
            ticket.resolve_by = datetime(2030, 1, 1)
        with self.assertRaises(AccessError):
            self._complaint(resolve_by="2030-01-01 00:00:00")
        ticket.with_user(self.supervisor).resolve_by = datetime(2030, 1, 1)

    def test_target_state(self):
        now = fields.Datetime.now()
        model = self.env["helpdesk.ticket"]
        ticket = self._complaint().with_user(self.supervisor)
        day = timedelta(days=1)
        for state, values in {
            "ok": (now + 3 * day, now + 3 * day, now + 3 * day),
            "due": (now + day / 2, now + 3 * day, now + 3 * day),
            "overdue": (now + 3 * day, now - day, now + 3 * day),
            "none": (False, False, False),
        }.items():
            ticket.write(
                dict(
                    zip(
                        ("acknowledge_by", "next_notice_by", "resolve_by"),
                        values,
                        strict=True,
                    )
                )
            )
            self.assertEqual(ticket.target_state, state)
            domain = [("target_state", "=", state), ("id", "=", ticket.id)]
            self.assertEqual(model.search(domain), ticket.with_env(model.env), state)
            others = [("target_state", "!=", state), ("id", "=", ticket.id)]
            self.assertFalse(model.search(others), state)
        ticket.write({"acknowledge_by": now - day})
        self.assertEqual(ticket.target_state, "overdue")
        ticket.action_acknowledge()
        ticket.write({"next_notice_by": False})
        self.assertEqual(ticket.target_state, "none")

    # steps

    def _with_procedure(self):
        self.category.step_template_ids = [
            Command.create(
                {"name": "Call back", "delay_days": 1, "is_mandatory": True}
            ),
            Command.create({"name": "Write", "delay_days": 3}),
        ]
        return self._complaint()

    def test_steps_from_the_category(self):
        ticket = self._with_procedure()
        self.assertEqual(ticket.step_ids.mapped("name"), ["Call back", "Write"])
        self.assertTrue(all(ticket.step_ids.mapped("planned_date")))
        ticket.category_id = self.category.copy()
        self.assertEqual(len(ticket.step_ids), 2, "the same steps are not made twice")

    def test_steps(self):
        ticket = self._with_procedure()
        first, second = ticket.step_ids
        self._ready_to_close(ticket)
        with self.assertRaisesRegex(ValidationError, "Call back"):
            ticket.action_close_complaint()
        for vals in (
            {"state": "done"},
            {"done_at": "2026-01-01"},
            {"is_mandatory": False},
            {"ticket_id": self._complaint().id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                first.write(vals)
        with self.assertRaises(UserError):
            first.unlink()
        with self.assertRaises(UserError):
            first.action_skip()
        with self.assertRaises(AccessError):
            first.with_user(self.auditor).action_done()
        with self.assertRaises(AccessError):
            first.with_user(self.clerk2).action_done()
        first.action_done("Agreed")
        first.action_done("Again")
        self.assertEqual(first.result, "Agreed")
        self.assertEqual(first.done_by_id, self.clerk)
        with self.assertRaises(UserError):
            first.write({"result": "changed"})
        second.action_skip()
        ticket.action_close_complaint()

    def test_own_steps(self):
        ticket = self._complaint()
        model = self.env["complaint.step"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            model.create({"ticket_id": ticket.id, "name": "x", "state": "done"})
        step = model.create({"ticket_id": ticket.id, "name": "x"})
        step.unlink()
        with self.assertRaises(AccessError):
            model.with_user(self.clerk2).create({"ticket_id": ticket.id, "name": "x"})

    # other cases

    def test_case_counts_respect_rules(self):
        ticket = self._complaint(product_id=self.product.id, lot_id=self.lot.id)
        self._complaint(
            user=self.clerk2, store_id=self.store2.id, product_id=self.product.id
        )
        self.assertEqual(ticket.product_case_count, 0)
        seen = ticket.with_user(self.manager)
        self.assertEqual(seen.product_case_count, 1)
        self.assertEqual(seen.partner_case_count, 1)
        self.assertEqual(seen.lot_case_count, 0)
        action = seen.action_view_product_cases()
        self.assertEqual(
            len(
                self.env["helpdesk.ticket"]
                .with_user(self.manager)
                .search(action["domain"])
            ),
            1,
        )
        with self.assertRaises(AccessError):
            ticket.with_user(self.clerk2).action_view_partner_cases()
