"""From a request to the erasure of the person."""

from odoo import fields, models
from odoo.exceptions import UserError

from .customer_privacy_request import OFFICER


class CustomerPrivacyRequest(models.Model):
    _inherit = "customer.privacy.request"

    erasure_ids = fields.One2many(
        "customer.erasure", "request_id", string="Erasures", groups=OFFICER
    )

    def action_erase(self):
        """Open the erasure of this person, with a preview.

        :raises UserError: when something else is asked, or before the identity check
        """
        self._check_officer()
        self.ensure_one()
        if self.kind != "erasure":
            raise UserError(
                self.env._(
                    "Nobody asked for that here: it takes a request for erasure."
                )
            )
        if self.state not in ("identified",):
            raise UserError(self.env._("Check the identity first."))
        erasure = self.env["customer.erasure"]._start(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": erasure._name,
            "res_id": erasure.id,
            "view_mode": "form",
            "name": self.env._("Erasure"),
        }

    def _erasure_mail(self):
        """Return the values of the last mail to the person, or nothing."""
        self.ensure_one()
        if not self.email:
            return None
        template = self.env.ref("customer_relations_addon.mail_template_privacy_erased")
        rendered = template.sudo()._generate_template(
            self.ids, ["subject", "body_html", "email_from"]
        )[self.id]
        return {
            "subject": rendered.get("subject"),
            "body_html": rendered.get("body_html"),
            "email_from": rendered.get("email_from"),
            "email_to": self.email,
            "auto_delete": True,
        }

    def _erased(self, mail):
        """Note that it was done; the last mail goes out and is then deleted, too."""
        now = fields.Datetime.now()
        self.invalidate_recordset()
        self.sudo()._trusted().write(
            {
                "state": "answered",
                "answer": self.env._("The data were erased."),
                "answered_at": now,
                "answered_by_id": self.env.uid,
                "remind_at": False,
            }
        )
        self.sudo()._untrusted().activity_unlink(
            ["customer_relations_addon.mail_activity_type_privacy_request"]
        )
        if mail:
            self.env["mail.mail"].sudo().create(mail)
