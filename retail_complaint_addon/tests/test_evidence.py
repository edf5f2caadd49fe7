from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail
from odoo.addons.web.controllers.export import GroupsTreeNode

from ..controllers.export import ComplaintExcelExport
from .common import GROUP, ComplaintCommon

MAIL = b"""\
From: Boss <boss@example.com>
To: someone@example.com
Subject: Approved
Message-ID: <%s@example.com>
%s
APPROVED up to 99999
"""


@tagged("post_install", "-at_install")
class TestEvidence(ComplaintCommon, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._complaint()

    def _track(self):
        self.env.flush_all()
        self.cr.precommit.run()

    # V1, V2, V3

    def test_messages_are_not_changed(self):
        message = self.ticket.message_post(
            body="We offer HK$9000",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        for vals in (
            {"body": "HK$90"},
            {"subject": "x"},
            {"date": "2020-01-01"},
            {"author_id": self.customer.id},
            {"res_id": self._complaint().id},
            {"model": "res.partner"},
            {"attachment_ids": [Command.clear()]},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                message.write(vals)
            with self.subTest(vals), self.assertRaises(AccessError):
                message.with_user(self.manager).sudo().write(vals)
        with self.assertRaises(AccessError):
            message.unlink()
        with self.assertRaises(AccessError):
            self.ticket._message_update_content(message, body="HK$90")
        message.toggle_message_starred()
        plain = self._plain_ticket(user=self.clerk, user_id=self.clerk.id)
        other = plain.message_post(body="x", message_type="comment")
        other.body = "y"
        other.unlink()

    def _failed_mail(self, **values):
        """A mail of the desk about the case that did not go out."""
        return self.env["mail.mail"].create(
            {
                "model": self.ticket._name,
                "res_id": self.ticket.id,
                "subject": "Your complaint",
                "body_html": "<p>We look into it.</p>",
                "email_to": "complainant@example.com",
                "email_from": "care@example.com",
                "state": "exception",
                "auto_delete": False,
                **values,
            }
        )

    def test_an_administrator_sends_a_failed_mail_again(self):
        """Odoo writes the reference of the mail into the message, unchanged."""
        admin = self._user("t_admin", f"base.group_system,{GROUP % 'manager'}")
        kept, deleted = self._failed_mail(), self._failed_mail(auto_delete=True)
        notice = self.ticket.sudo().message_post(body="x", message_type="comment")
        notified = self._failed_mail(mail_message_id=notice.id, is_notification=True)
        body = notice.body
        mails = (kept | deleted | notified).with_user(admin)
        with self.mock_mail_gateway(mail_unlink_sent=True):
            mails.action_retry()
            mails.send()
        self.assertEqual(
            (kept | notified).mapped("state"),
            ["sent", "sent"],
            (kept | notified).mapped("failure_reason"),
        )
        self.assertFalse(deleted.exists())
        self.assertEqual(notice.body, body)
        with self.assertRaises(AccessError):
            kept.with_user(admin).write({"message_id": "<other@example.com>"})
        with self.assertRaises(AccessError):
            kept.with_user(admin).write(
                {"message_id": kept.message_id, "subject": "We offer more"}
            )

    def test_writing_what_is_there_changes_nothing(self):
        message = self.ticket.sudo().message_post(body="x", message_type="comment")
        message = message.with_user(self.manager).sudo()
        message.write({"body": message.body, "author_id": message.author_id.id})
        for vals in ({"author_id": False}, {"body": "y"}, {"message_id": None}):
            with self.subTest(vals), self.assertRaises(AccessError):
                message.write(vals)

    def test_tracking_cannot_be_switched_off(self):
        silent = self.ticket.with_context(
            tracking_disable=True, mail_notrack=True, mail_create_nolog=True
        )
        self._track()
        silent.write({"severity": "major"})
        self._track()
        values = self.ticket.sudo().message_ids.tracking_value_ids
        self.assertIn("severity", values.field_id.mapped("name"))
        created = (
            self.env["helpdesk.ticket"]
            .with_user(self.clerk)
            .with_context(tracking_disable=True, mail_create_nolog=True)
            .create(self._complaint_vals())
        )
        self.assertTrue(created.message_ids)

    def test_tracking_values_stay(self):
        self._track()
        self.ticket.write({"severity": "major"})
        self._track()
        values = self.ticket.sudo().message_ids.tracking_value_ids
        admin = new_test_user(
            self.env,
            "t_system",
            f"base.group_system,{GROUP % 'manager'}",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            values.with_user(admin).write({"new_value_char": "minor"})
        with self.assertRaises(AccessError):
            values.with_user(admin).unlink()
        message = values.mail_message_id[:1].with_user(self.clerk)
        with self.assertRaises(AccessError):
            message.unlink()

    def test_nobody_writes_as_somebody_else(self):
        with self.assertRaises(AccessError):
            self.ticket.message_post(body="I agree", author_id=self.customer.id)
        with self.assertRaises(AccessError):
            self.env["mail.message"].with_user(self.clerk).create(
                {
                    "model": "helpdesk.ticket",
                    "res_id": self.ticket.id,
                    "body": "I agree",
                    "message_type": "comment",
                    "author_id": self.customer.id,
                }
            )

    def test_made_up_dates_and_changes(self):
        model = self.env["mail.message"].with_user(self.clerk)
        message = model.create(
            {
                "model": "helpdesk.ticket",
                "res_id": self.ticket.id,
                "body": "Called on the first day",
                "date": "2020-01-01 00:00:00",
                "tracking_value_ids": [Command.create({"new_value_char": "Minor"})],
            }
        )
        self.assertGreater(message.date.year, 2020)
        self.assertFalse(message.sudo().tracking_value_ids)
        partner = self.customer.with_user(self.clerk)
        other = partner.message_post(body="I am content", message_type="comment")
        with self.assertRaises(AccessError):
            other.write({"model": "helpdesk.ticket", "res_id": self.ticket.id})

    def test_files(self):
        model = self.env["ir.attachment"]
        vals = {
            "name": "photo.txt",
            "raw": b"a",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket.id,
        }
        with self.assertRaises(AccessError):
            model.with_user(self.auditor).create(vals)
        file = model.with_user(self.clerk).create(vals)
        for change in ({"raw": b"b"}, {"res_id": self._complaint().id}, {"name": "x"}):
            with self.subTest(change), self.assertRaises(AccessError):
                file.write(change)
        with self.assertRaises(AccessError):
            file.unlink()
        file.with_user(self.supervisor).unlink()

    # who posts, who follows

    def test_auditor_posts_nothing(self):
        seen = self.ticket.with_user(self.auditor)
        self.assertTrue(seen.has_access("read"))
        with self.assertRaises(AccessError):
            seen.message_post(body="x")
        with self.assertRaises(AccessError):
            seen.message_subscribe(self.auditor.partner_id.ids)
        with self.assertRaises(AccessError):
            seen.activity_schedule("mail.mail_activity_data_todo")
        with self.assertRaises(AccessError):
            seen.write({"severity": "minor"})
        self.auditor.group_ids |= self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        with self.assertRaises(AccessError):
            seen.write({"severity": "minor"})
        with self.assertRaises(AccessError):
            seen.unlink()
        self.auditor.group_ids |= self.env.ref(GROUP % "clerk")
        with self.assertRaises(AccessError):
            seen.write({"severity": "minor"})
        self.ticket.sudo()._message_subscribe(self.auditor.partner_id.ids)
        with self.assertRaises(AccessError):
            seen.message_post(body="x", message_type="comment")

    def test_strangers_neither_post_nor_follow(self):
        for user in (self.clerk2, self.employee, self.helpdesk_user, self.staff_user):
            strange = self.ticket.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                strange.message_post(body="x")
            with self.subTest(user.login), self.assertRaises(AccessError):
                strange.message_subscribe(user.partner_id.ids)
            self.ticket.message_subscribe(user.partner_id.ids)
            self.assertNotIn(user.partner_id, self.ticket.message_partner_ids)
        stranger = self.other_manager.partner_id
        self.ticket.message_subscribe(stranger.ids)
        self.assertNotIn(stranger, self.ticket.message_partner_ids)
        self.ticket.message_subscribe(self.customer.ids)
        self.assertIn(self.customer, self.ticket.message_partner_ids)
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.portal_user).message_post(body="x")

    def test_team_followers_do_not_follow_complaints(self):
        self.team.message_subscribe(self.employee.partner_id.ids)
        ticket = self._complaint()
        self.assertNotIn(self.employee.partner_id, ticket.message_partner_ids)

    # mail gateway (G4, G5)

    def _mail(self, name, headers=b""):
        return MAIL % (name.encode(), headers)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_gateway_is_closed_to_employees(self):
        for user in (self.employee, self.clerk2, self.helpdesk_user, self.auditor):
            thread = self.env["mail.thread"].with_user(user)
            before = self.ticket.sudo().message_ids
            with self.subTest(user.login), self.assertRaises(AccessError):
                thread.message_process(
                    "helpdesk.ticket", self._mail("a"), thread_id=self.ticket.id
                )
            message = before[:1]
            with self.subTest(user.login), self.assertRaises(AccessError):
                thread.message_process(
                    "res.partner",
                    self._mail("b", b"In-Reply-To: %s\n" % message.message_id.encode()),
                )
            for values in (
                {"category_id": self.category.id, "company_id": self.company.id},
                {"is_complaint": True, "claimed_amount": 5},
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    thread.message_process(
                        "helpdesk.ticket", self._mail("c"), custom_values=values
                    )
            with self.subTest(user.login), self.assertRaises(AccessError):
                thread.message_process(
                    "retail.store", self._mail("d"), thread_id=self.store.id
                )
            self.assertEqual(self.ticket.sudo().message_ids, before)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_gateway_for_the_mail_server_and_other_models(self):
        # the gateway opens transactions of its own
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)
        thread = self.env["mail.thread"]
        self.env.flush_all()
        thread.message_process(
            "helpdesk.ticket", self._mail("e"), thread_id=self.ticket.id
        )
        self.env.invalidate_all()
        self.assertIn("APPROVED", self.ticket.message_ids[0].body)
        with self.assertRaises(AccessError):
            # the mail decides what the case is about, nobody else
            thread.message_process(
                "helpdesk.ticket",
                self._mail("f"),
                custom_values={"category_id": self.category.id},
            )
        plain_id = thread.with_user(self.helpdesk_user).message_process(
            "helpdesk.ticket", self._mail("g")
        )
        self.assertTrue(plain_id)

    # export (E1)

    def test_export(self):
        self.clerk.group_ids |= self.env.ref("base.group_allow_export")
        self.ticket.write(
            {"name": "=cmd|' /C calc'!A0", "partner_phone": "+852 1234 5678"}
        )
        data = self.ticket.export_data(["name", "partner_phone"])["datas"]
        self.assertEqual(data, [["'=cmd|' /C calc'!A0", "+852 1234 5678"]])

    def test_export_along_with_another_model(self):
        self.clerk.group_ids |= self.env.ref("base.group_allow_export")
        step = self.env["complaint.step"].with_user(self.clerk)
        step.create({"ticket_id": self.ticket.id, "name": "@SUM(A1)"})
        data = self.ticket.export_data(["step_ids/name"])["datas"]
        self.assertEqual(data, [["'@SUM(A1)"]])

    def test_export_by_groups(self):
        tree = GroupsTreeNode(
            self.ticket, ["name"], ["name", "partner_id"], ["char", "many2one"]
        )
        tree.insert_leaf(
            {"name": "=1+1", "partner_id": (1, "@SUM(A1)"), "__count": 1}, [["=1+1"]]
        )
        ComplaintExcelExport()._guard_group_titles(tree)
        self.assertEqual(list(tree.children), ["'=1+1"])
        self.assertEqual(list(tree.children["'=1+1"].children), [(1, "'@SUM(A1)")])

    # deleting

    def test_deleting(self):
        with self.assertRaises(AccessError):
            self.ticket.unlink()
        self.ticket.action_acknowledge()
        self.manager.group_ids |= self.env.ref("helpdesk_mgmt.group_helpdesk_manager")
        with self.assertRaises(Exception):  # noqa: B017
            self.ticket.with_user(self.manager).unlink()
        fresh = self._complaint()
        fresh.with_user(self.manager).unlink()
        self.assertFalse(fresh.exists())

    def test_archiving_needs_a_supervisor(self):
        with self.assertRaises(AccessError):
            self.ticket.action_archive()
        self.ticket.with_user(self.supervisor).action_archive()

    # field visibility (F1)

    def test_portal_sees_none_of_our_fields(self):
        ours = {
            name
            for name, field in self.env["helpdesk.ticket"]._fields.items()
            if field._module == "retail_complaint_addon"
        }
        seen = self.env["helpdesk.ticket"].with_user(self.portal_user).fields_get()
        self.assertEqual(ours & set(seen), {"is_complaint"})
        plain = self.env["helpdesk.ticket"].with_user(self.helpdesk_user).fields_get()
        self.assertEqual(ours & set(plain), {"is_complaint"})
