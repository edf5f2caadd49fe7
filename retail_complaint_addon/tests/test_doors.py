from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestDoors(ComplaintCommon):
    def _take(self, door="web", **vals):
        vals = {
            "description": "The clasp broke after a week.",
            "partner_name": "Chan Siu Ming",
            "partner_email": "chan.siu.ming@example.com",
            "store_id": self.store.id,
            **vals,
        }
        model = self.env["helpdesk.ticket"].with_user(self.env.ref("base.public_user"))
        return model._complaint_intake(vals, door)

    def test_a_stranger_becomes_a_customer(self):
        ticket = self._take(description="Please call me back.")
        self.assertTrue(ticket.is_complaint)
        self.assertEqual(ticket.company_id, self.company)
        self.assertEqual(ticket.store_id, self.store)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.user_id, self.supervisor)
        self.assertEqual(ticket.partner_id.name, "Chan Siu Ming")
        self.assertEqual(
            ticket.category_id,
            self.env.ref("retail_complaint_addon.category_unclassified"),
        )
        self.assertFalse(ticket.sender_unverified)

    def test_the_address_of_a_customer_proves_nothing(self):
        ticket = self._take(
            partner_email=" COMPLAINANT@example.com ", partner_name="Somebody"
        )
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertTrue(ticket.sender_unverified)
        self.assertEqual(ticket.partner_name, "Somebody")
        self.assertFalse(ticket.partner_phone)
        self.assertEqual(self.customer.name, "Test Customer")

    def test_a_phone_with_another_address_is_another_person(self):
        ticket = self._take(partner_phone="+852 5555 0101")
        self.assertNotEqual(ticket.partner_id, self.customer)
        ticket = self._take(
            partner_phone="+852 5555-0101",
            partner_email=False,
            partner_name="test customer",
        )
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertTrue(ticket.sender_unverified)

    def test_colleagues_are_no_customers(self):
        ticket = self._take(partner_email=self.clerk.email)
        self.assertNotEqual(ticket.partner_id, self.clerk.partner_id)

    def test_the_same_reference_is_one_case(self):
        first = self._take(external_ref="review-1")
        again = self._take(external_ref="review-1", description="Other words")
        self.assertEqual(first, again)
        self.assertTrue(again.env.context.get("complaint_known"))
        other = self._take(external_ref="review-1", store_id=self.other_store.id)
        self.assertNotEqual(first, other)
        self.assertNotEqual(first, self._take(door="api", external_ref="review-1"))

    def test_nothing_is_lost_by_what_cannot_be_stored(self):
        ticket = self._take(description="before\x00after\ud800", partner_name="A\x00B")
        self.assertIn("beforeafter", ticket.description)
        self.assertEqual(ticket.partner_name, "AB")

    def test_the_link(self):
        ticket = self._take()
        link = ticket._complaint_link()
        self.assertEqual(link, ticket._complaint_link())
        token = link.rsplit("/", 1)[1]
        tracking = self.env["complaint.tracking"]
        self.assertEqual(tracking._from_token(token).ticket_id, ticket)
        for wrong in (None, 7, "", token[:-1], token[:-1] + "x", token[:16] + "0" * 40):
            self.assertFalse(tracking._from_token(wrong))
        tracking._from_token(token)._renew()
        self.assertFalse(tracking._from_token(token))

    def test_files_that_came_with_it_are_the_customers(self):
        """Whoever brought them in: a visitor, the gateway or a connector."""
        connector = self._user("t_connector", "base.group_user")
        for user in (self.env.ref("base.public_user"), self.env.user, connector):
            model = self.env["helpdesk.ticket"].with_user(user).sudo()
            ticket = model._complaint_intake(
                {
                    "description": "The clasp broke.",
                    "partner_name": "Chan Siu Ming",
                    "store_id": self.store.id,
                    "files": [("clasp.png", b"x")],
                },
                "web",
            )
            inside = self.env["ir.attachment"].with_user(user).sudo()
            inside = inside.create(
                {"name": "Our own", "res_model": ticket._name, "res_id": ticket.id}
            )
            ticket.invalidate_recordset()
            self.assertIn(inside, ticket.attachment_ids)
            shown = ticket._portal_attachments()
            self.assertEqual(shown.mapped("name"), ["clasp.png"], user.login)

    def test_nobody_makes_a_file_the_customers(self):
        files = self.env["ir.attachment"].with_user(self.clerk)
        case = self._complaint()
        values = {"name": "x", "res_model": case._name, "res_id": case.id}
        with self.assertRaises(AccessError):
            files.create({**values, "complaint_from_customer": True})
        with self.assertRaises(AccessError):
            files.create(values).write({"complaint_from_customer": True})
