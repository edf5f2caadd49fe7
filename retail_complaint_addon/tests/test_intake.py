from datetime import datetime

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestIntake(ComplaintCommon):
    """Negative cases first: what must not get in."""

    # who

    def test_who_may_register(self):
        for user in (
            self.auditor,
            self.employee,
            self.authority_admin,
            self.portal_user,
            self.helpdesk_user,
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._complaint(user=user)
        for user in (self.clerk, self.supervisor, self.manager):
            self.assertTrue(self._complaint(user=user).is_complaint)

    def test_other_company(self):
        with self.assertRaises(AccessError):
            self._complaint(user=self.other_manager, company_id=self.company.id)

    def test_person_complained_about_cannot_register(self):
        with self.assertRaisesRegex(ValidationError, "Staff Involved"):
            self._complaint(
                user=self.staff_user, staff_ids=[Command.set(self.staff.ids)]
            )

    # number

    def test_number_is_ours(self):
        first = self._complaint(number="HT00001")
        self.assertRegex(first.number, r"^C\d{4}-\d{5}$")
        second = self._complaint(number=first.number)
        self.assertNotEqual(first.number, second.number)
        for vals in (
            {"number": "C1"},
            {"closed_date": "2000-01-01"},
            {"last_stage_update": "2000-01-01"},
            {"assigned_date": "2000-01-01"},
            {"acknowledged_at": "2000-01-01"},
            {"resolved_at": "2000-01-01"},
            {"round": 2},
            {"settled_amount": 5},
            {"involved_user_ids": [Command.clear()]},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                first.write(vals)
            with self.subTest(vals), self.assertRaises(AccessError):
                first.with_context(retail_complaint_trusted=True).sudo().write(vals)
        for vals in (
            {"closed_date": "2000-01-01"},
            {"resolved_at": "2000-01-01"},
            {"round": 9},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                self._complaint(**vals)

    @mute_logger("odoo.sql_db")
    def test_number_unique(self):
        first, second = self._complaint(), self._complaint()
        self.env.flush_all()
        with self.assertRaisesRegex(Exception, "complaint_number_uniq"):
            self.cr.execute(
                "UPDATE helpdesk_ticket SET number=%s WHERE id=%s",
                [first.number, second.id],
            )

    def test_number_of_a_company_with_its_own_sequence(self):
        self.env["ir.sequence"].create(
            {
                "name": "own",
                "code": "complaint.case",
                "prefix": "K-",
                "padding": 3,
                "company_id": self.company.id,
                "implementation": "no_gap",
            }
        )
        self.assertEqual(self._complaint().number, "K-001")
        self.assertEqual(self._complaint().number, "K-002")

    def test_company_created_later(self):
        company = self.env["res.company"].create({"name": "Later"})
        user = self._user(
            "t_later", "retail_complaint_addon.group_complaint_manager", company=company
        )
        ticket = self._complaint(user=user, company_id=company.id, store_id=False)
        self.assertRegex(ticket.number, r"^C\d{4}-\d{5}$")
        self.assertEqual(ticket.currency_id, company.currency_id)

    # defaults

    def test_defaults(self):
        category = self.category
        category.write({"default_severity": "major", "default_handling": "refer"})
        ticket = self._complaint()
        self.assertEqual(ticket.nature, "product")
        self.assertEqual(ticket.severity, "major")
        self.assertEqual(ticket.handling, "refer")
        self.assertEqual(ticket.user_id, self.clerk)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.round, 1)
        self.assertFalse(ticket.stage_id.closed)
        self.assertTrue(ticket.received_at)
        self.assertTrue(ticket.acknowledge_by < ticket.next_notice_by)
        self.assertTrue(ticket.next_notice_by < ticket.resolve_by)

    def test_title_cuts_no_word(self):
        """Customers read the title that was made from their first line."""
        tickets = self.env["helpdesk.ticket"]
        for line, title in (
            ("Short enough.", "Short enough."),
            ("a" * 80, "a" * 80),
            (f"{'word ' * 15}shines yellow", f"{('word ' * 15).strip()}…"),
            (f"{'word ' * 15}shin, yellow", f"{'word ' * 15}shin…"),
            ("鍍" * 90, f"{'鍍' * 79}…"),
            (f"K {'鍍' * 90}", f"K {'鍍' * 77}…"),
        ):
            with self.subTest(line=line):
                vals = {"name": False, "description": f"<p>{line}</p>"}
                tickets._prepare_texts(vals)
                self.assertEqual(vals["name"], title)

    def test_store_of_the_creator(self):
        vals = self._complaint_vals()
        del vals["store_id"], vals["company_id"]
        ticket = self.env["helpdesk.ticket"].with_user(self.clerk2).create(vals)
        self.assertEqual(ticket.store_id, self.store2)
        self.assertEqual(ticket.company_id, self.company)

    def test_chosen_values_stay(self):
        ticket = self._complaint(
            severity="critical", handling="refer", nature="service"
        )
        self.assertEqual(ticket.severity, "critical")
        self.assertEqual(ticket.handling, "refer")
        ticket.category_id = self.category.copy({"default_severity": "minor"})
        self.assertEqual(ticket.severity, "critical", "never lowered by the way")

    def test_complaint_category_makes_a_complaint(self):
        self.assertTrue(self._complaint(is_complaint=False).is_complaint)
        ticket = self._complaint()
        with self.assertRaises(AccessError):
            ticket.is_complaint = False
        with self.assertRaisesRegex(ValidationError, "Category"):
            ticket.with_user(self.supervisor).write({"is_complaint": False})
        ticket.with_user(self.supervisor).write(
            {"is_complaint": False, "category_id": self.plain_category.id}
        )
        self.assertFalse(ticket.is_complaint)

    def test_sub_category(self):
        child = self.env["helpdesk.ticket.category"].create(
            {"name": "child", "parent_id": self.category.id}
        )
        self.assertTrue(child.is_complaint)
        with self.assertRaises(ValidationError):
            child.is_complaint = False

    def test_form(self):
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        model = model.with_context(default_is_complaint=True)
        view = "retail_complaint_addon.helpdesk_ticket_view_form_complaint"
        with Form(model, view=view) as form:
            self.assertEqual(form.store_id, self.store)
            self.assertEqual(form.team_id, self.team)
            self.assertEqual(form.user_id, self.clerk)
            form.category_id = self.category
            self.assertEqual(form.severity, "moderate")
            form.name = "Form"
            form.description = "<p>x</p>"
            form.partner_id = self.customer
            form.lot_id = self.lot
            self.assertEqual(form.product_id, self.product)
        ticket = form.record
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.partner_phone, self.customer.phone)
        # letters, mails and receipts call the customer by it
        self.assertEqual(ticket.partner_name, self.customer.name)
        self.assertEqual(ticket.user_id, self.clerk)

    def test_customer_without_a_name_on_the_case(self):
        ticket = self._complaint(partner_name=False)
        screen = self.env["complaint.custody.take.in"].with_user(self.clerk)
        screen = screen.with_context(default_ticket_id=ticket.id).new()
        self.assertEqual(screen.signed_by, self.customer.name)

    def test_article_of_the_receipt_has_no_code_of_ours(self):
        self.product.default_code = "OUR-1"
        ticket = self._complaint(product_id=self.product.id, lot_id=self.lot.id)
        screen = self.env["complaint.custody.take.in"].with_user(self.clerk)
        screen = screen.with_context(default_ticket_id=ticket.id).new()
        words = f"{self.product.name} · {self.lot.name}"
        self.assertEqual(screen.description, words)
        screen.description = False
        screen._onchange_article()
        self.assertEqual(screen.description, words)

    # import

    def test_import_runs_the_same_checks(self):
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        names = ["name", "description", "category_id/.id", "incident_at"]
        row = ["Import", "<p>x</p>", str(self.category.id), "2099-01-01 10:00:00"]
        result = model.load(names, [row])
        self.assertFalse(result["ids"])
        self.assertIn("Happened At", result["messages"][0]["message"])
        row[-1] = "2026-01-01 10:00:00"
        result = model.load(names, [row])
        ticket = model.browse(result["ids"])
        self.assertEqual(ticket.store_id, self.store)
        self.assertRegex(ticket.number, r"^C\d{4}-\d{5}$")

    # conversion and copies

    def test_conversion(self):
        ticket = self._plain_ticket(user=self.clerk, user_id=self.clerk.id)
        old = ticket.number
        ticket.category_id = self.category
        self.assertTrue(ticket.is_complaint)
        self.assertRegex(ticket.number, r"^C\d{4}-\d{5}$")
        self.assertEqual(ticket.external_ref, old)
        self.assertTrue(ticket.resolve_by)
        self.assertEqual(ticket.severity, "moderate")
        self.assertEqual(ticket.store_id, self.store)

    def test_conversion_by_button(self):
        ticket = self._plain_ticket(user=self.clerk, user_id=self.clerk.id)
        ticket.action_make_complaint()
        number = ticket.number
        ticket.action_make_complaint()
        self.assertEqual(ticket.number, number)
        self.assertTrue(ticket.received_at)

    def test_closed_ticket_is_not_converted(self):
        ticket = self._plain_ticket(user=self.clerk, user_id=self.clerk.id)
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        with self.assertRaisesRegex(ValidationError, "closed"):
            ticket.category_id = self.category

    def test_copy(self):
        ticket = self._complaint(
            severity="critical", received_at=datetime(2026, 1, 5, 3), legal_hold=True
        )
        ticket.action_acknowledge()
        self._ready_to_close(ticket).action_close_complaint()
        copy = ticket.copy()
        self.assertNotEqual(copy.number, ticket.number)
        self.assertFalse(copy.verdict or copy.cause_id or copy.customer_outcome)
        self.assertFalse(copy.acknowledged_at or copy.resolved_at or copy.closed_date)
        self.assertFalse(copy.legal_hold)
        self.assertFalse(copy.closed)
        self.assertGreater(copy.received_at, ticket.received_at)

    # plain tickets

    def test_plain_tickets_as_before(self):
        ticket = self._plain_ticket(number="MINE")
        self.assertEqual(ticket.number, "MINE")
        self.assertFalse(ticket.is_complaint)
        ticket = ticket.sudo()
        for name in (
            "received_at",
            "severity",
            "store_id",
            "resolve_by",
            "currency_id",
        ):
            self.assertFalse(ticket[name], name)
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        ticket.with_user(self.helpdesk_user).write({"stage_id": done.id, "number": "X"})
        self.assertTrue(ticket.closed_date)

    # batch

    def test_batch_queries(self):
        """Preparing is per batch: the rest is what the chatter needs."""
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        model.create([self._complaint_vals() for _index in range(2)])
        self.env.flush_all()
        count = 60
        vals_list = [self._complaint_vals(name=f"n{i}") for i in range(count)]
        start = self.cr.sql_log_count
        model.create(vals_list)
        self.env.flush_all()
        queries = self.cr.sql_log_count - start
        self.assertLessEqual(queries, count // 2, f"{queries} queries")

    def test_single_complaint_queries(self):
        """One complaint costs no more queries than one plain ticket."""
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        plain = {
            "name": "Plain",
            "description": "<p>x</p>",
            "category_id": self.plain_category.id,
            "team_id": self.team.id,
            "user_id": self.clerk.id,
        }
        counts = []
        for vals in (plain, self._complaint_vals()):
            model.create([vals])
            self.env.flush_all()
            start = self.cr.sql_log_count
            model.create([vals])
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], min(counts[0], 14), counts)
