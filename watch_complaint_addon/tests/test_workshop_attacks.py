"""Every public method of the workshop's records, by who has no business there."""

import contextlib
import inspect
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .workshop_common import WorkshopCommon

ADDON = "odoo.addons.watch_complaint_addon."
TICKET_STEPS = ("action_repair", "action_decide_warranty", "action_ask_diagnosis")
FRAMEWORK = {"create", "write", "unlink", "copy", "copy_data", "default_get"}
SCREENS = {
    "watch.repair.estimate": "repair_id",
    "watch.repair.consent": "repair_id",
    "watch.repair.part": "repair_id",
    "watch.repair.cancel": "repair_id",
    "watch.centre.send": "repair_id",
    "watch.loan.lend": "repair_id",
    "watch.centre.back": "job_id",
    "watch.loan.back": "loan_id",
    "watch.warranty.decide": "ticket_id",
}


@tagged("post_install", "-at_install")
class TestWorkshopAttacks(WorkshopCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.staff_user.group_ids |= cls.env.ref(
            "watch_complaint_addon.group_watch_workshop"
        )
        cls.workshop.member_ids |= cls.staff_user
        cls.store.member_ids |= cls.staff_user
        cls.strangers = {
            "a watchmaker of another workshop": cls.stranger,
            "a clerk of another store": cls.clerk2,
            "the customer": cls._user(
                "t_customer", "base.group_portal", partner_id=cls.customer.id
            ),
            "an employee": cls.employee,
            "who is complained about": cls.staff_user,
            "a manager of another company": cls.other_manager,
        }

    def setUp(self):  # pylint: disable=invalid-name
        super().setUp()
        self.repair = self._ready_repair()
        self.ticket = self.repair.sudo().ticket_id
        lot = self.lot.copy({"name": "TEST-LOAN", "is_loan_watch": True})
        self.loan = self.env["watch.loan"].with_user(self.clerk)
        self.loan = self.loan._lend(
            self.repair,
            {
                "lot_id": lot.id,
                "name": "Test Customer",
                "condition": "As new",
                "signature": self.SIGN,
            },
        )
        self._consent(self.repair, outside=True)
        centre = self.env["watch.service.centre"].create(
            {"partner_id": self.supplier.id, "company_id": self.company.id}
        )
        self.job = self.env["watch.centre.job"].with_user(self.clerk)
        self.job = self.job._send(
            self.repair,
            {
                "centre_id": centre.id,
                "expected_on": fields.Date.today() + timedelta(days=9),
            },
            {},
        )
        self.ticket.staff_ids = self.staff
        # tracked values become messages now, not while somebody attacks
        self.env.cr.flush()
        self.records = (self.repair, self.job, self.loan)

    # ------------------------------------------------------------------
    # what there is
    # ------------------------------------------------------------------

    def _methods(self, record, module=ADDON):
        """Return the names of the methods that anybody may call from outside."""
        names = {
            name
            for cls in type(record).__mro__
            if cls.__module__.startswith(module)
            for name, value in vars(cls).items()
            if inspect.isfunction(value) and not name.startswith("_")
        }
        return sorted(names - FRAMEWORK)

    def _state(self):
        """Return everything an attack could change."""
        self.env.flush_all()
        state = []
        for table in (
            "repair_order",
            "watch_centre_job",
            "watch_loan",
            "watch_warranty_decision",
            "watch_diagnosis",
            "complaint_decision",
            "sale_order",
            "mail_message",
            "mail_activity",
        ):
            rows = self.env.execute_query(
                SQL(
                    "SELECT count(*), md5(string_agg(t::text, '' ORDER BY id)) "
                    "FROM %s t",
                    SQL.identifier(table),
                )
            )
            state.append((table, *rows[0]))
        return state

    def _refused(self, who, record, name, *args):
        with self.assertRaises(UserError, msg=f"{who}: {name}"):
            getattr(record, name)(*args)

    # ------------------------------------------------------------------
    # attacks
    # ------------------------------------------------------------------

    def _check_lists(self):
        """What is attacked is read from the code: an empty list would prove nothing."""
        self.assertEqual(self._methods(self.job), ["action_back"])
        self.assertEqual(self._methods(self.loan), ["action_take_back"])
        self.assertLessEqual(
            {"action_start", "action_finish", "action_diagnose", "action_add_part"},
            set(self._methods(self.repair)),
        )

    def test_strangers(self):
        """One repair for all of these attacks: it takes seconds to bring it there."""
        self._check_lists()
        before = self._state()
        for attack in (
            self._press_buttons,
            self._write_records,
            self._make_by_hand,
            self._open_screens,
        ):
            with self.subTest(attack.__name__):
                attack()
                self.assertEqual(self._state(), before)

    def _press_buttons(self):
        for who, user in self.strangers.items():
            for record in self.records:
                for name in self._methods(record):
                    with self.assertRaises(AccessError, msg=f"{who}: {name}"):
                        getattr(self._as(record, user), name)()
        for record in self.records:
            for name in self._methods(record):
                if name != "action_view_diagnoses":
                    with self.assertRaises(AccessError, msg=f"auditor: {name}"):
                        getattr(self._as(record, self.auditor), name)()
        for user in (*self.strangers.values(), self.auditor):
            for name in TICKET_STEPS:
                with self.assertRaises(AccessError, msg=f"{user.login}: {name}"):
                    getattr(self._as(self.ticket, user), name)()

    def _write_records(self):
        people = {**self.strangers, "an auditor": self.auditor, "a clerk": self.clerk}
        for who, user in people.items():
            for record in self.records:
                mine = self._as(record, user)
                self._refused(who, mine, "write", {"state": "back"})
                self._refused(who, mine, "write", {"company_id": self.company.id})
                self._refused(who, mine, "unlink")
                self._refused(who, mine, "copy")
                if user in (self.auditor, self.clerk):
                    continue
                self._refused(who, mine, "read", ["display_name"])
                self._refused(who, mine, "export_data", ["id"])
                self._refused(who, mine, "get_metadata")
                self.assertNotIn(record.id, self._found(record, user), who)

    def _found(self, record, user):
        try:
            return self._as(record, user).search([]).ids
        except AccessError:
            return []

    def _make_by_hand(self):
        values = {
            "watch.centre.job": {
                "repair_id": self.repair.id,
                "centre_id": self.job.centre_id.id,
                "sent_at": fields.Datetime.now(),
                "sent_by_id": self.clerk.id,
            },
            "watch.loan": {
                "ticket_id": self.ticket.id,
                "lot_id": self.lot.id,
                "out_at": fields.Datetime.now(),
                "out_user_id": self.clerk.id,
                "out_name": "Me",
                "out_condition": "New",
                "out_signature": self.SIGN,
            },
            "repair.order": {
                "ticket_id": self.ticket.id,
                "product_id": self.product.id,
            },
        }
        people = {
            **self.strangers,
            "an auditor": self.auditor,
            "a clerk": self.clerk,
            "a watchmaker": self.watchmaker,
        }
        for who, user in people.items():
            for model, vals in values.items():
                self._refused(who, self.env[model].with_user(user), "create", [vals])

    def _open_screens(self):
        about = {"repair_id": self.repair, "job_id": self.job, "loan_id": self.loan}
        about["ticket_id"] = self.ticket
        for who, user in {**self.strangers, "an auditor": self.auditor}.items():
            for model, name in SCREENS.items():
                screen = self.env[model].with_user(user)
                given = {name: about[name].id}
                opened = screen.with_context(**{f"default_{name}": about[name].id})
                self._refused(f"{who} {model}", opened, "default_get", [name])
                self._refused(f"{who} {model}", screen, "create", [given])
                spec = {name: {} for name in screen._fields}
                self._refused(f"{who} {model}", screen, "onchange", given, [], spec)

    def test_another_ones_screen(self):
        """A screen that a colleague opened is nobody else's, whoever knows its id."""
        screen = self.env["watch.repair.cancel"].with_user(self.clerk)
        screen = screen.create({"repair_id": self.repair.id, "reason": "Because"})
        for user in (*self.strangers.values(), self.auditor, self.watchmaker):
            self._refused(user.login, self._as(screen, user), "action_cancel_it")
            self._refused(user.login, self._as(screen, user), "read", ["reason"])

    def test_names_of_another_company(self):
        """What one cannot read is refused before an error names it."""
        elsewhere = {"name": "HIDDEN-1", "company_id": self.other_company.id}
        lot = self.lot.copy({**elsewhere, "is_loan_watch": True})
        work = self.env["watch.repair.work"].create({**elsewhere, "price": 1})
        loans = self.env["watch.loan"].with_user(self.clerk)
        taken = {"name": "A", "condition": "New", "signature": self.SIGN}
        for step in (
            lambda: loans._lend(self.repair, {**taken, "lot_id": lot.id}),
            lambda: self.repair._estimate({"work_ids": work.ids}),
        ):
            with self.assertRaises(AccessError) as caught:
                step()
            self.assertNotIn("HIDDEN-1", str(caught.exception))

    def test_buttons_of_odoo(self):
        """What repair orders can do without us moves none of a complaint."""
        repair = self.repair
        names = [
            name
            for name in self._methods(repair, "odoo.addons.repair.")
            if name.startswith(("action_", "print_"))
        ]
        self.assertIn("action_repair_done", names)
        before = self._state()
        people = {**self.strangers, "an auditor": self.auditor, "a clerk": self.clerk}
        people["stock"] = self._user("t_stock", "stock.group_stock_manager")
        for who, user in people.items():
            for name in names:
                with (
                    contextlib.suppress(UserError, TypeError),
                    self.cr.savepoint(),
                ):
                    getattr(self._as(repair, user), name)()
                self.env.invalidate_all()
            self.assertEqual(self._state(), before, who)
