from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestSetup(ComplaintCommon):
    """Stores, categories, causes and what is shipped."""

    def test_only_managers_write_stores(self):
        for user in (self.clerk, self.supervisor, self.auditor, self.employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.store.with_user(user).write(
                    {"member_ids": [Command.link(user.id)]}
                )
        self.store.with_user(self.manager).write({"name": "New name"})
        with self.assertRaises(AccessError):
            self.store.with_user(self.other_manager).read(["name"])

    @mute_logger("odoo.sql_db")
    def test_store_code(self):
        with self.assertRaises(Exception), self.cr.savepoint():  # noqa: B017
            self.store2.code = "TST"
            self.env.flush_all()

    def test_store_cycle(self):
        with self.assertRaises(UserError):
            self.office.parent_id = self.store

    def test_store_members(self):
        with self.assertRaisesRegex(ValidationError, "employees"):
            self.store.member_ids |= self.portal_user
        with self.assertRaisesRegex(ValidationError, "employees"):
            self.store.member_ids |= self.other_manager
        with self.assertRaises(UserError):
            self.store.parent_id = self.other_store

    def test_upper_members(self):
        ticket = self._complaint(user=self.clerk2, store_id=self.store2.id)
        self.assertFalse(ticket.with_user(self.supervisor).has_access("read"))
        self.office.member_ids |= self.supervisor
        self.assertTrue(ticket.with_user(self.supervisor).has_access("read"))
        self.office.member_ids |= self.clerk
        self.assertFalse(
            ticket.with_user(self.clerk).has_access("read"), "clerks: own store only"
        )
        self.store2.parent_id = False
        self.assertFalse(ticket.with_user(self.supervisor).has_access("read"))

    def test_store_counts(self):
        self._complaint()
        self._ready_to_close(self._complaint()).action_close_complaint()
        store = self.store.with_user(self.clerk)
        self.assertEqual((store.complaint_count, store.open_complaint_count), (2, 1))
        action = store.action_view_complaints()
        tickets = (
            self.env["helpdesk.ticket"].with_user(self.clerk).search(action["domain"])
        )
        self.assertEqual(len(tickets), 2)

    def test_cause_cycle(self):
        child = self.env["complaint.cause"].create(
            {"name": "child", "parent_id": self.cause.id}
        )
        with self.assertRaises(UserError):
            self.cause.parent_id = child
        self.assertEqual(child.complete_name, "Test cause / child")

    def test_catalogues_belong_to_managers(self):
        for model, vals in {
            "complaint.cause": {"name": "x"},
            "complaint.fact": {"name": "x", "question": "x"},
            "complaint.step.template": {"name": "x"},
            "helpdesk.ticket.category": {"name": "x"},
        }.items():
            for user in (self.clerk, self.supervisor, self.auditor, self.employee):
                with self.subTest(model=model, user=user.login):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).create(vals)
            self.assertTrue(self.env[model].with_user(self.manager).create(vals))

    def test_clerks_read_what_they_need(self):
        clerk = self.clerk
        self.assertTrue(self.lot.with_user(clerk).read(["name", "product_id"]))
        self.assertTrue(self.product.with_user(clerk).read(["name"]))
        page, other = self.env["document.page"].create(
            [
                {"name": "Guide", "content": "<p>a</p>", "is_guideline": True},
                {"name": "Wages", "content": "<p>b</p>"},
            ]
        )
        self.assertTrue(page.with_user(clerk).read(["name", "content"]))
        with self.assertRaises(AccessError):
            other.with_user(clerk).read(["name", "content"])
        partner = self.env["res.partner"].with_user(clerk).create({"name": "Walk-in"})
        partner.phone = "+852 5555 0102"
        ticket = self._complaint(staff_ids=[Command.set(self.staff.ids)])
        shown = ticket.web_read(
            {
                "staff_ids": {"fields": {"display_name": {}}},
                "lot_id": {},
                "store_id": {},
            }
        )
        self.assertEqual(shown[0]["staff_ids"][0]["display_name"], "Test Staff")
        with self.assertRaises(AccessError):
            self.lot.with_user(clerk).write({"name": "x"})

    def test_shipped_data_belongs_to_no_company(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "retail_complaint_addon"),
                (
                    "model",
                    "in",
                    [
                        "helpdesk.ticket.category",
                        "helpdesk.ticket.channel",
                        "complaint.cause",
                        "complaint.step.template",
                        "ir.sequence",
                    ],
                ),
            ]
        )
        self.assertGreater(len(data), 60)
        for row in data:
            record = self.env[row.model].browse(row.res_id)
            self.assertFalse(record.company_id, row.name)
            if row.model == "helpdesk.ticket.category":
                self.assertTrue(record.is_complaint and record.nature, row.name)
                self.assertTrue(record.default_severity, row.name)

    def test_every_employee_of_a_store_uses_the_shipped_tree(self):
        user = self.other_manager
        category = self.env.ref("retail_complaint_addon.category_service")
        ticket = self._complaint(
            user=user,
            company_id=self.other_company.id,
            store_id=self.other_store.id,
            category_id=category.id,
        )
        self.assertEqual(ticket.nature, "service")

    def test_settings(self):
        settings = self.env["res.config.settings"].create({})
        settings.complaint_resolve_days = 20
        settings.execute()
        self.assertEqual(self.env.company.complaint_resolve_days, 20)
