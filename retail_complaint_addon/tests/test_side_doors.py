from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .mail_common import MailCommon


@tagged("post_install", "-at_install")
class TestSideDoors(MailCommon):
    """Ways to a complaint through what is not ours: templates, contacts, quotes."""

    def _template(self, user, **values):
        return (
            self.env["mail.template"]
            .with_user(user)
            .create(
                {
                    "name": "Mine",
                    "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                    "subject": "Mine",
                    "body_html": "<p>Mine</p>",
                    **values,
                }
            )
        )

    def test_notices_are_worded_by_managers(self):
        kind = {"complaint_notice_kind": "progress"}
        ours = {**kind, "complaint_company_id": self.company.id}
        for user in (self.clerk, self.supervisor, self.auditor, self.employee):
            template = self._template(user)
            for values in (kind, ours):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self._template(user, **values)
                with self.assertRaises(AccessError):
                    template.write(values)
        theirs = {**kind, "complaint_company_id": self.other_company.id}
        for values in (kind, theirs):
            with self.assertRaises(AccessError):
                self._template(self.manager, **values)
        template = self._template(self.manager, **ours)
        found = self.env["mail.template"]._of_notice("progress", self.company)
        self.assertEqual(found, template.sudo())
        for user in (self.clerk, self.employee):
            with self.assertRaises(AccessError):
                template.with_user(user).unlink()

    def test_a_quoted_link_does_not_reach_the_chatter(self):
        ticket = self._complaint(partner_email="ann@customer.example.com")
        notice = ticket.sudo()._send_notice("progress", message="We look at it.")
        link = ticket.sudo()._complaint_link()
        token = link.rpartition("/")[2]
        mail = self._deliver(
            self._mail(
                f"Thanks.\n> {link}\n> https://x.com/survey/start/{'a' * 36}",
                In_Reply_To=notice.mail_message_id.message_id,
            )
        )
        self.assertEqual(mail.ticket_id, ticket)
        said = "".join(ticket.message_ids.mapped("body"))
        self.assertIn("Thanks.", said)
        for place in (said, mail.preview):
            self.assertNotIn(token, place)
            self.assertNotIn("a" * 36, place)

    def test_a_clerk_takes_over_no_login(self):
        signs_in = self.portal_user.partner_id
        signs_in.company_id = False
        for partner in (signs_in, self.company.partner_id):
            with self.assertRaises(AccessError):
                partner.with_user(self.clerk).write({"email": "evil@example.com"})
        signs_in.with_user(self.clerk).write({"phone": "+852 2345 6789"})
        signs_in.with_user(self.clerk).write({"email": signs_in.email})
        self.customer.with_user(self.clerk).write({"email": "new@example.com"})
        contacts = self.env.ref("base.group_partner_manager")
        self.clerk.group_ids |= contacts
        signs_in.with_user(self.clerk).write({"email": "new@example.com"})

    def test_a_link_runs_no_program(self):
        ticket = self._complaint().with_user(self.clerk)
        for link in ("javascript://x%0aalert(1)", "JavaScript:a('://')", "data://x"):
            with self.assertRaises(ValidationError):
                ticket.source_url = link
        notice = ticket.sudo()._draft_public_reply("<p>Sorry.</p>")
        with self.assertRaises(ValidationError):
            notice.with_user(self.clerk).write({"link": "javascript://x%0aalert(1)"})
        ticket.source_url = "example.com/review"

    def test_no_default_of_ones_own_opens_a_screen(self):
        """Everybody may have default values; the link of a screen is no such value."""
        foreign = self._complaint(self.clerk2, store_id=self.store2.id)
        for model, name in (
            ("complaint.refer", "ticket_id"),
            ("complaint.clock.wait", "ticket_id"),
            ("complaint.settle.on.site", "ticket_id"),
            ("complaint.custody.take.in", "ticket_id"),
        ):
            screens = self.env[model].with_user(self.clerk)
            with self.subTest(model=model):
                self.env["ir.default"].with_user(self.clerk).set(
                    model, name, foreign.id, user_id=True
                )
                with self.assertRaises(AccessError):
                    screens.default_get([name])
                with self.assertRaises(AccessError):
                    screens.create({"reason": "Mine"} if "wait" in model else {})

    def test_a_held_person_stays(self):
        other = self.customer.copy({"name": "Acts for the customer"})
        self._complaint(legal_hold=True, on_behalf_of_id=other.id)
        self.env.flush_all()
        for person in (self.customer, other):
            with self.assertRaisesRegex(UserError, "legal hold"):
                person.sudo().unlink()

    def test_a_file_of_a_case_is_not_made_public(self):
        ticket = self._complaint()
        file = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create({"name": "a.txt", "raw": b"a", **self._place_of(ticket)})
        )
        self.env.flush_all()
        with self.assertRaises(AccessError):
            file.public = True

    def _place_of(self, ticket):
        return {"res_model": ticket._name, "res_id": ticket.id}
