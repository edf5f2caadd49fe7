import io
import json
import zipfile

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GROUP
from .privacy_common import EMAIL, NAME, PrivacyCommon


@tagged("post_install", "-at_install")
class TestPrivacyCompanies(PrivacyCommon):
    """Each company answers for what it holds itself."""

    def _known_elsewhere(self):
        """Let another company of the house know her, too."""
        there = self.env(
            context={
                **self.env.context,
                "allowed_company_ids": [self.other_company.id],
            }
        )
        self.contact = there["res.partner"].create(
            {"name": "Y. Q.", "email": EMAIL, "company_id": self.other_company.id}
        )
        self.lead = there["crm.lead"].create(
            {
                "name": "Wants a ring",
                "partner_id": self.contact.id,
                "email_from": EMAIL,
                "company_id": self.other_company.id,
            }
        )
        self.message = self.lead.message_post(
            body=f"Rang {EMAIL} about the ring.", author_id=self.ella.id
        )
        self.to_do = self.lead.activity_schedule(
            "mail.mail_activity_data_todo", note=f"Ring {EMAIL} about the ring."
        )
        self.request = (
            self.env["customer.privacy.request"]
            .with_user(self.privacy)
            .create({"partner_id": self.ella.id, "kind": "erasure", "details": "All"})
        )
        self.env["crm.lead"].create(
            {"name": "Wants a watch", "partner_id": self.ella.id, "email_from": EMAIL}
        )
        self.request.action_identify("Known in the shop.")
        self.env.flush_all()

    def _export(self):
        action = self.request.action_export()
        export = self.env["customer.privacy.export"].browse(action["res_id"])
        content = export.with_user(self.privacy)._read_file()
        book = zipfile.ZipFile(io.BytesIO(content))
        return json.loads(book.read("data.json"))["records"]

    def test_export(self):
        self._known_elsewhere()
        records = self._export()
        self.assertIn("Wants a watch", json.dumps(records["crm.lead"]))
        partners = {row["id"] for row in records["res.partner"]}
        self.assertIn(self.ella.id, partners)
        self.assertNotIn(self.contact.id, partners)
        self.assertNotIn("ring", json.dumps(records), "of the other company")
        self.privacy.company_ids |= self.other_company
        records = self._export()
        self.assertIn("Wants a ring", json.dumps(records["crm.lead"]))
        self.assertIn("about the ring", json.dumps(records["mail.message"]))
        self.assertIn("about the ring", json.dumps(records["mail.activity"]))
        self.assertIn(self.contact.id, {row["id"] for row in records["res.partner"]})

    def test_erasure(self):
        self._known_elsewhere()
        action = self.request.action_erase()
        erasure = self.env["customer.erasure"].browse(action["res_id"])
        asked = erasure.with_user(self.privacy)
        agreed = erasure.with_user(self.second)
        self.assertEqual(asked.preview["crm.lead"], 1, "only their own are counted")
        with self.assertRaisesRegex(UserError, "company you do not work for"):
            asked.action_ask()
        self.privacy.company_ids |= self.other_company
        asked.action_ask()
        # the second person has to work for both, too
        with self.assertRaisesRegex(UserError, "company you do not work for"):
            agreed.action_approve()
        self.assertEqual(self.lead.email_from, EMAIL)
        self.assertEqual(self.ella.name, NAME)
        self.second.company_ids |= self.other_company
        agreed.action_approve()
        self.env.invalidate_all()
        self.assertEqual(erasure.state, "done")
        self.assertFalse(self._everywhere(EMAIL))

    def test_unconcerned_company_is_no_obstacle(self):
        self.request = (
            self.env["customer.privacy.request"]
            .with_user(self.privacy)
            .create({"partner_id": self.ella.id, "kind": "erasure", "details": "All"})
        )
        erasure = self._erasure()
        self.assertNotIn(self.other_company, self.privacy.company_ids)
        erasure.with_user(self.second).action_approve()
        self.assertEqual(erasure.state, "done")
        self.assertTrue(self.second.has_group(GROUP % "manager"))
