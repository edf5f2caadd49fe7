from odoo import api, models
from odoo.exceptions import AccessError, MissingError, ValidationError

# Keys by which a client switches off the traces of a change.
SILENCERS = ("tracking_disable", "mail_notrack", "mail_create_nolog")


class HelpdeskTicket(models.Model):
    """Chatter of a complaint is a record: no silent change, no stranger in it."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaints_among(self, ids):
        """Return the complaints among these ids (sudo), from the cache if possible."""
        tickets = self.sudo().browse(set(ids) - {None, 0})
        try:
            return tickets.filtered("is_complaint")
        except MissingError:
            return tickets.exists().filtered("is_complaint")

    def _with_evidence(self):
        """Return the records without the context keys that switch tracking off (V3)."""
        if any(self.env.context.get(key) for key in SILENCERS):
            return self.with_context(**dict.fromkeys(SILENCERS, False))
        return self

    def _compute_field_value(self, field):
        return super(HelpdeskTicket, self._with_evidence())._compute_field_value(field)

    def _check_access(self, operation):
        """Only clerks and above change complaints, whatever else they may do."""
        result = super()._check_access(operation)
        if operation == "read" or self.env.su or not self:
            return result
        if self._is_clerk():
            return result
        refused = self.sudo().filtered("is_complaint").with_env(self.env)
        if result:
            refused -= result[0]
            if not refused:
                return result
        elif not refused:
            return None
        forbidden = refused | result[0] if result else refused
        return forbidden, lambda: AccessError(
            self.env._("You may read complaints, not change them.")
        )

    def unlink(self):
        """Messages go with the case; alone they stay (V2)."""
        if self.sudo().filtered("is_complaint"):
            self.check_access("unlink")
            return super(HelpdeskTicket, self._trusted()).unlink()
        return super().unlink()

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Staff who only read complaints post nothing on them; customers may."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "create" and self.env.user._is_internal():
            for ticket in self.sudo().filtered("is_complaint").with_env(self.env):
                operations[ticket] = "write"
        return operations

    def _portal_attachments(self):
        """Return the files the customer may see: their own, and those sent to them.

        Upstream shows every file of the ticket, also those of internal notes. What came
        with the complaint is marked at the door: a connector, the mail gateway and a
        visitor bring files of the customer, each under an account of their own.
        """
        self.ensure_one()
        if not self.is_complaint:
            return self.attachment_ids
        sent = self.website_message_ids.filtered(
            lambda m: not m.is_internal and not m.subtype_id.internal
        )
        return self.attachment_ids.filtered(
            lambda file: (
                file in sent.attachment_ids or file.sudo().complaint_from_customer
            )
        )

    def _creation_subtype(self):
        """A new complaint is logged; nobody is notified of it by following a team."""
        if self[:1].sudo().is_complaint:
            return self.env["mail.message.subtype"]
        return super()._creation_subtype()

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Only the owner follows a complaint by itself, not the whole team."""
        complaints = self.sudo().filtered("is_complaint").with_env(self.env)
        plain = self - complaints
        if plain:
            super(HelpdeskTicket, plain)._message_auto_subscribe(
                updated_values, followers_existing_policy
            )
        owner_id = updated_values.get("user_id")
        if complaints and owner_id and owner_id != self.env.uid:
            super(HelpdeskTicket, complaints)._message_auto_subscribe(
                {"user_id": owner_id}, followers_existing_policy
            )
        return True

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Following is a kind of posting: those who only read do not."""
        if self.env.user._is_internal():
            complaints = self.sudo().filtered("is_complaint").with_env(self.env)
            complaints.check_access("write")
            known = self.env["complaint.raw.mixin"]._is_record_id
            junk = isinstance(partner_ids, str | dict | int) or (
                isinstance(partner_ids, list) and not all(map(known, partner_ids))
            )
            if complaints and junk:
                raise ValidationError(self.env._("Followers are given by their ids."))
        return super().message_subscribe(partner_ids, subtype_ids)

    def _complaint_readers(self, partner_ids):
        """Return {ticket: partners among these who may follow and be written to}.

        Staff only when they can read the case; customers always.
        """
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        users = (
            self.env["res.users"]
            .sudo()
            .search([("partner_id", "in", partners.ids), ("share", "=", False)])
        )
        result = {ticket: set(partners.ids) for ticket in self}
        for user in users - self.env.user:
            # the companies of the client are not those of the reader
            seen = self.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            hidden = self - seen._filtered_access("read").with_env(self.env)
            for ticket in hidden:
                result[ticket].discard(user.partner_id.id)
        return result
