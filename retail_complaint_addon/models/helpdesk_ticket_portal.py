"""Pages and links of upstream's portal, for complaints."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .helpdesk_ticket_people import AUDITOR

# Put into the context by the page that lists plain tickets; no client can send it.
ONLY_PLAIN = object()
ONLY_PLAIN_KEY = "retail_complaint_only_plain"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env.context.get(ONLY_PLAIN_KEY) is ONLY_PLAIN:
            domain = Domain(domain) & Domain("is_complaint", "=", False)
        return super()._search(domain, *args, **kwargs)

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for ticket in self.sudo().filtered("is_complaint"):
            ticket.with_env(self.env).access_url = f"/my/complaints/{ticket.id}"
        return result

    @api.model
    def _get_thread_with_access(
        self, thread_id, *, hash=None, pid=None, token=None, **kwargs
    ):
        """The portal's token never ends and lets its holder write as the customer (L3).

        The tracking link takes its place for complaints.
        """
        if hash or pid or token:
            try:
                ticket = self.sudo().browse(int(thread_id)).exists()
            except (TypeError, ValueError, OverflowError):
                return self.browse()
            if ticket.is_complaint:
                hash = pid = token = None  # noqa: A001  the names are the framework's
        return super()._get_thread_with_access(
            thread_id, hash=hash, pid=pid, token=token, **kwargs
        )

    def _portal_ensure_token(self):
        """No complaint gets a token that never ends."""
        if self.sudo().is_complaint:
            return self.access_token or ""
        return super()._portal_ensure_token()

    def get_portal_url(
        self,
        suffix=None,
        report_type=None,
        download=None,
        query_string=None,
        anchor=None,
    ):
        """Nobody learns the customer's page of a case they have nothing to do with.

        Upstream asks no right. The page is for the customer and for who serves them:
        auditors are neither.
        """
        if self.sudo().is_complaint:
            self.check_access("read")
            if self.env.user.has_group(AUDITOR) and not self.env.su:
                raise AccessError(
                    self.env._("The page of the customer is not for auditors.")
                )
        return super().get_portal_url(
            suffix=suffix,
            report_type=report_type,
            download=download,
            query_string=query_string,
            anchor=anchor,
        )

    def _notify_get_recipients_classify(
        self, message, recipients_data, model_description, msg_vals=False
    ):
        """Customers get the link that works without a login, and ends some day.

        It is made when one of them is written to, not for every note to colleagues.
        """
        groups = super()._notify_get_recipients_classify(
            message, recipients_data, model_description, msg_vals=msg_vals
        )
        if self and self.sudo().is_complaint:
            for group in groups:
                if group["notification_group_name"] == "portal_customer":
                    group["button_access"]["url"] = self._complaint_link()
        return groups
