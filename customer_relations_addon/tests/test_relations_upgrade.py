"""A database of the first version gets what a fresh installation has."""

from odoo.modules.module import load_script
from odoo.tests import tagged

from .common import RelationsCommon

SCRIPT = "customer_relations_addon/migrations/19.0.1.1.0/post-migration.py"


@tagged("post_install", "-at_install")
class TestUpgrade(RelationsCommon):
    def test_old_exchanges_forget_the_enquiry(self):
        lead = self.env["crm.lead"].create(
            {"name": "Vip Customer: watch for her husband", "partner_id": self.vip.id}
        )
        mails = self.env["mail.message"].create(
            [
                {"model": lead._name, "res_id": lead.id, "subject": subject}
                for subject in (False, "Still there?")
            ]
        )
        about = "Vip Customer: watch"
        untitled, titled, call = (
            self.env["customer.exchange"]
            ._trusted()
            .create(
                [
                    {
                        "partner_id": self.vip.id,
                        "company_id": self.company.id,
                        "lead_id": lead.id,
                        "subject": subject,
                        "source": source,
                        "message_id": message.id,
                        "source_ref": f"test:{number}",
                    }
                    for number, (subject, source, message) in enumerate(
                        [
                            (about, "mail", mails[0]),
                            ("Still there?", "mail", mails[1]),
                            (lead.name, "call", mails[:0]),
                        ]
                    )
                ]
            )
        )
        rule = self.env.ref("customer_relations_addon.data_recycle_customers")
        script = load_script(SCRIPT, "customer_relations_addon_upgrade")
        rule.domain = script.DOMAIN
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual((untitled | call).mapped("subject"), ["About an enquiry"] * 2)
        self.assertEqual(titled.subject, "Still there?")
        self.assertIn("erased_at", rule.domain)
