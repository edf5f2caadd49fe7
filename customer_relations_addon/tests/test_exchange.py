import doctest
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules import promises, timeline
from .common import RelationsCommon


@tagged("post_install", "-at_install")
class TestExchange(RelationsCommon):
    def _exchange(self, user=None, **vals):
        model = self.env["customer.exchange"].with_user(user or self.clerk)
        return model.create(
            {"partner_id": self.vip.id, "subject": "Blue dial", "kind": "visit", **vals}
        )

    def test_an_exchange_is_of_the_own_store_and_counts_as_contact(self):
        exchange = self._exchange()
        self.assertEqual(exchange.store_id, self.store)
        self.assertEqual(exchange.user_id, self.clerk)
        self.assertEqual(self.vip.last_contact_at, exchange.date)
        earlier = exchange.date - timedelta(days=3)
        self._exchange(date=earlier)
        self.assertEqual(self.vip.last_contact_at, exchange.date)
        exchange.with_user(self.manager).unlink()
        self.assertEqual(self.vip.last_contact_at, earlier)

    def test_a_contact_counts_for_the_company_it_belongs_to(self):
        company = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": company.id}
        )
        exchange = self._exchange(partner_id=contact.id)
        self.assertEqual(company.last_contact_at, exchange.date)

    def test_who_sees_and_changes_it(self):
        exchange = self._exchange()
        for user in (self.clerk2, self.employee, self.portal_user, self.other_manager):
            with self.assertRaises(AccessError):
                exchange.with_user(user).read(["subject"])
        for user in (self.clerk, self.supervisor, self.manager, self.auditor):
            self.assertTrue(exchange.with_user(user).read(["subject"]))
        with self.assertRaises(AccessError):
            exchange.with_user(self.auditor).write({"note": "x"})
        colleague = self.staff_user
        self.store.member_ids |= colleague
        with self.assertRaises(AccessError):
            exchange.with_user(colleague).write({"note": "x"})
        exchange.with_user(self.supervisor).note = "More"
        with self.assertRaises(AccessError):
            exchange.with_user(self.clerk).unlink()

    def test_what_hangs_on_a_complaint_is_read_with_the_complaint(self):
        ticket = self._complaint()
        exchange = self._exchange(ticket_id=ticket.id)
        ticket.sudo().staff_ids = self.staff
        self.store.member_ids |= self.staff_user
        with self.assertRaises(AccessError):
            exchange.with_user(self.staff_user).read(["subject"])
        with self.assertRaises(AccessError):
            self._exchange(self.clerk2, ticket_id=ticket.id)

    def test_impossible_values(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        for vals in (
            {"date": later},
            {"duration": -1},
            {"duration": 5000},
            {"subject": False},
            {"subject": "a\x00b"},
            {"partner_id": False},
            {"user_id": self.portal_user.id},
        ):
            with self.assertRaises(ValidationError):
                self._exchange(**vals)
        for vals in (
            {"source": "mail"},
            {"source_ref": "message:1"},
            {"message_id": self.env["mail.message"].search([], limit=1).id},
        ):
            with self.assertRaises(AccessError):
                self._exchange(**vals)
        with self.assertRaises(UserError):
            self._exchange().copy()
        with self.assertRaises(UserError):
            self._exchange()
            self.vip.unlink()

    def test_a_follow_up_is_a_to_do(self):
        exchange = self._exchange(follow_up_date="2030-01-01")
        self.assertEqual(exchange.activity_ids.user_id, self.clerk)
        exchange.follow_up_date = "2030-02-01"
        self.assertEqual(len(exchange.activity_ids), 1)
        self.assertEqual(str(exchange.activity_ids.date_deadline), "2030-02-01")
        exchange.follow_up_date = False
        self.assertFalse(exchange.activity_ids)

    def test_quick_entry_from_everywhere(self):
        ticket = self._complaint()
        lead = self.env["crm.lead"].create({"name": "Watch", "partner_id": self.vip.id})
        wizard = self.env["customer.exchange.entry"]
        for record, user in (
            (self.vip, self.clerk),
            (ticket, self.clerk),
            (lead, self.env.user),
        ):
            entry = wizard.with_user(user).with_context(
                active_model=record._name, active_id=record.id
            )
            start = entry.default_get(["partner_id"])
            self.assertTrue(start["partner_id"] and start["is_known"])
        self.assertFalse(wizard.default_get(["partner_id"])["is_known"])
        entry = entry.with_user(self.clerk).create(
            {
                "partner_id": self.vip.id,
                "subject": "Wants a blue dial",
                "promise": "Call with the price",
                "promise_within": 4,
                "promise_unit": "hours",
                "store_id": self.store.id,
            }
        )
        said = entry.action_log()["params"]
        self.assertIn(f"Promised to {self.vip.display_name}", said["message"])
        self.assertEqual(said["next"]["type"], "ir.actions.act_window_close")
        exchange = self.env["customer.exchange"].search(
            [("partner_id", "=", self.vip.id)]
        )
        self.assertEqual(exchange.promise_ids.name, "Call with the price")
        self.assertEqual(exchange.promise_ids.origin, "exchange")
        self.assertEqual(self.vip.with_user(self.clerk).promise_count, 1)
        with self.assertRaises(AccessError):
            wizard.with_user(self.employee).create(
                {"partner_id": self.vip.id, "subject": "x"}
            )
        with self.assertRaises(UserError):
            wizard.with_user(self.clerk).create(
                {
                    "partner_id": self.vip.id,
                    "subject": "x",
                    "promise": "y",
                    "promise_within": 0,
                }
            ).action_log()


@tagged("post_install", "-at_install")
class TestPromise(RelationsCommon):
    def test_doctests(self):
        for module in (promises, timeline):
            self.assertFalse(doctest.testmod(module).failed)

    def _promise(self, user=None, **vals):
        model = self.env["customer.promise"].with_user(user or self.clerk)
        return model.create(
            {"partner_id": self.vip.id, "name": "Call on Friday", "within": 2, **vals}
        )

    def _run_clock(self, moment):
        clock = self.env["complaint.clock"]
        with patch.object(fields.Datetime, "now", lambda: moment):
            [job] = [
                job
                for job in clock._clock_due_batches()
                if job.records._name == "customer.promise"
            ]
            due = job.records.search(job.domain)
            getattr(due, job.method)()
            self.env.flush_all()
        return due

    def test_kept_late_broken_withdrawn(self):
        promise = self._promise()
        self.assertGreater(promise.due_at, promise.made_at)
        self.assertEqual(promise.outcome, "open")
        promise.action_keep("Called")
        self.assertEqual((promise.outcome, promise.kept_percent), ("kept", 100))
        promise.action_keep()
        with self.assertRaises(UserError):
            promise.action_break("x")
        late = self._promise(made_at="2026-01-05 02:00:00")
        self.assertEqual(late.outcome, "late")
        late.action_keep()
        self.assertEqual((late.outcome, late.kept_percent), ("late", 0))
        self.assertGreater(late.late_hours, 0)
        other = self._promise()
        with self.assertRaises(UserError):
            other.action_withdraw(" ")
        other.action_withdraw("Bought elsewhere")
        self.assertEqual((other.outcome, other.kept_percent), ("withdrawn", False))
        self._promise().action_break("Forgot it")
        [(share, count)] = self.env["customer.promise"]._read_group(
            [("partner_id", "=", self.vip.id)], [], ["kept_percent:avg", "__count"]
        )
        self.assertEqual((round(share, 2), count), (33.33, 4))

    def test_nobody_writes_what_became_of_it(self):
        promise = self._promise()
        for vals in (
            {"state": "kept"},
            {"done_at": fields.Datetime.now()},
            {"due_at": fields.Datetime.now()},
            {"made_at": "2026-01-01"},
            {"within": 200},
            {"name": "Nothing"},
            {"partner_id": self.customer.id},
            {"source_ref": "x"},
            {"reminded": 3},
        ):
            for user in (self.clerk, self.manager):
                with self.assertRaises(AccessError):
                    promise.with_user(user).write(vals)
        with self.assertRaises(AccessError):
            self._promise(state="kept")
        with self.assertRaises(AccessError):
            self.env["customer.promise"].with_user(self.clerk).with_context(
                default_state="kept", retail_complaint_trusted=True
            ).create(
                {"partner_id": self.vip.id, "name": "x", "within": 1, "state": "kept"}
            )
        with self.assertRaises(ValidationError):
            self._promise(within=0)
        with self.assertRaises(AccessError):
            promise.with_user(self.clerk).unlink()
        for user in (self.clerk2, self.employee, self.portal_user, self.auditor):
            with self.assertRaises(AccessError):
                promise.with_user(user).action_keep()

    def test_another_day_is_agreed_before_the_first_one(self):
        promise = self._promise()
        first = promise.due_at
        step = self.env["customer.promise.step"].with_user(self.clerk)
        later = first + timedelta(days=3)
        step.create(
            {
                "promise_ids": [(6, 0, promise.ids)],
                "step": "move",
                "due_at": later,
                "words": "The customer travels",
            }
        ).action_apply()
        self.assertEqual((promise.due_at, promise.first_due_at), (later, first))
        late = self._promise(made_at="2026-01-05 02:00:00")
        with self.assertRaises(UserError):
            late._move(later, "Too late")

    def test_the_clock_reminds_once_a_step(self):
        promise = self._promise()
        due = promise.due_at
        self.assertFalse(promise in self._run_clock(promise.made_at))
        self.assertIn(promise, self._run_clock(due - timedelta(minutes=1)))
        self.assertEqual(promise.activity_ids.user_id, self.clerk)
        self.assertNotIn(promise, self._run_clock(due))
        self.assertIn(promise, self._run_clock(due + timedelta(minutes=1)))
        self.assertEqual(promise.outcome, "late")
        self.assertEqual(len(promise.activity_ids), 1)
        self.assertIn(promise, self._run_clock(due + timedelta(days=2)))
        self.assertEqual(promise.activity_ids.user_id, self.clerk | self.supervisor)
        self.assertNotIn(promise, self._run_clock(due + timedelta(days=9)))
        self.assertFalse(promise.remind_at)
        promise.action_keep()
        self.assertFalse(promise.activity_ids)

    def test_somebody_answers_for_who_leaves(self):
        promise = self._promise(self.clerk2, store_id=self.store.id).sudo()
        self.clerk2.active = False
        self.assertEqual(promise.user_id, self.supervisor)
        self.assertEqual(promise.activity_ids.user_id, self.supervisor)

    def test_hand_over(self):
        promise = self._promise()
        wizards = self.env["customer.promise.hand.over"]
        vals = {"to_user_id": self.supervisor.id, "reason": "On leave"}
        wizard = wizards.with_user(self.clerk).create(vals)
        self.assertEqual(wizard.promise_ids, promise)
        wizard.action_hand_over()
        self.assertEqual(promise.user_id, self.supervisor)
        back = wizards.with_user(self.clerk).create(
            {
                **vals,
                "from_user_id": self.supervisor.id,
                "to_user_id": self.clerk.id,
                "promise_ids": [(6, 0, promise.ids)],
            }
        )
        with self.assertRaises(AccessError):
            back.action_hand_over()
        nobody = wizards.with_user(self.supervisor).create(
            {**vals, "to_user_id": self.employee.id}
        )
        with self.assertRaises(UserError):
            nobody.action_hand_over()

    def test_hand_over_from_a_list(self):
        mine, kept = self._promise(), self._promise(name="Send the photo")
        kept.with_user(self.clerk).action_keep()
        theirs = self._promise(user_id=self.supervisor.id)
        chosen = mine | kept | theirs
        wizards = self.env["customer.promise.hand.over"].with_user(self.supervisor)
        wizards = wizards.with_context(active_model=chosen._name, active_ids=chosen.ids)
        vals = {"to_user_id": self.manager.id, "reason": "The shop closes"}
        wizard = wizards.create(vals)
        self.assertEqual(wizard.promise_ids, mine | theirs)
        self.assertFalse(wizard.from_user_id)
        wizard.action_hand_over()
        self.assertEqual((mine | theirs).user_id, self.manager)
        one = wizards.with_context(active_ids=mine.ids).create(vals)
        self.assertEqual(one.from_user_id, self.manager)
        for junk in ("1", None, ["x"], [0], [2**40], kept.ids):
            with self.assertRaises(UserError):
                wizards.with_context(active_ids=junk).create(vals).action_hand_over()
