"""Which mails are ours: by the alias they went to, or by what they answer."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ..rules.mail_headers import Headers
from .mail_message import OWN_MODELS

TICKET = "helpdesk.ticket"


class Place(NamedTuple):
    """Records are superuser's; ``others``: the mail went to other models as well."""

    alias: models.BaseModel
    ticket: models.BaseModel
    store: models.BaseModel
    team: models.BaseModel
    company: models.BaseModel
    category_id: int
    others: bool

    def moved(self, env):
        """Return the same place in another transaction."""
        return self._replace(
            **{
                name: value.with_env(env)
                for name, value in self._asdict().items()
                if isinstance(value, models.BaseModel)
            }
        )

    def stored(self):
        """Return the values of a stored mail, as plain ids."""
        return {
            "alias_id": self.alias.id,
            "answered_ticket_id": self.ticket.id,
            "store_id": (self.ticket.store_id or self.store).id,
            "company_id": (self.ticket.company_id or self.company).id,
        }


class Letter(NamedTuple):
    """A mail that has just come, read once."""

    raw: bytes
    headers: Headers
    place: Place


class ComplaintMail(models.Model):
    _inherit = "complaint.mail"

    @api.model
    def _find_place(self, headers, model=None, thread_id=None):
        """Return where a mail belongs, or None when it is not for complaints.

        :param Headers headers: what the mail says
        :param str model: what the gateway was told, with ``thread_id``
        """
        recipients = headers.recipients
        aliases = self._aliases_for(recipients)
        if not aliases:
            recipients = headers.envelope_recipients
            aliases = self._aliases_for(recipients) if recipients else aliases
        ours = {alias: alias._complaint_place() for alias in aliases}
        ours = {alias: place for alias, place in ours.items() if place is not None}
        others = aliases - self.env["mail.alias"].sudo().union(*ours)
        parent = self._answered_message(headers)
        if parent.model == TICKET and not self._ticket_of_message(parent):
            # an answer in a plain ticket stays there
            return None
        ticket = self._ticket_of_message(parent)
        tickets = aliases._model_of(TICKET)
        elsewhere = others.filtered(lambda a: a.alias_model_id != tickets)
        if ticket is not None and elsewhere and not ours:
            # forwarded to somebody else, unless it came back to us as well
            if not self._catchalls() & set(recipients):
                ticket = None
        if ticket is None and model and thread_id and not aliases:
            ticket = self._ticket_of_record(model, thread_id)
        if ticket is None and not ours:
            return None
        alias = next(iter(ours), self.env["mail.alias"].sudo())
        place = ours.get(alias) or {
            "store": self.env["retail.store"].sudo(),
            "team": self.env["helpdesk.ticket.team"].sudo(),
            "company": self.env.company.sudo(),
            "category_id": False,
        }
        return Place(
            alias=alias,
            ticket=self.env[TICKET].sudo() if ticket is None else ticket,
            others=bool(others if ours else elsewhere),
            **place,
        )

    @api.model
    def _aliases_for(self, recipients):
        """Return the aliases that these addresses reach, in the same order."""
        aliases = self.env["mail.alias"].sudo()
        if not recipients:
            return aliases
        local = [self._local_part(address) for address in recipients]
        found = aliases.search_fetch(
            Domain("alias_full_name", "in", recipients)
            | Domain("alias_name", "in", list(filter(None, local)))
            & Domain("alias_incoming_local", "=", True)
        )

        def position(alias):
            if alias.alias_full_name in recipients:
                return recipients.index(alias.alias_full_name)
            return local.index(alias.alias_name)

        return found.sorted(position)

    @api.model
    def _local_part(self, address):
        """Return what stands before the @ if the domain is one of those allowed."""
        left, _at, domain = address.partition("@")
        parameters = self.env["ir.config_parameter"].sudo()
        allowed = parameters.get_param("mail.catchall.domain.allowed") or ""
        allowed = [name.strip() for name in allowed.split(",") if name.strip()]
        if allowed:
            allowed += self.env["mail.alias.domain"].sudo().search([]).mapped("name")
        return left if domain and (not allowed or domain in allowed) else ""

    @api.model
    def _catchalls(self):
        domains = self.env["mail.alias.domain"].sudo().search([])
        return {address.lower() for address in domains.mapped("catchall_email")}

    @api.model
    def _answered_message(self, headers):
        """Return the newest message that the mail answers (sudo)."""
        messages = self.env["mail.message"].sudo()
        references = headers.references
        if not references:
            return messages
        return messages.search(
            [("message_id", "in", references), ("model", "!=", False)],
            order="id desc",
            limit=1,
        )

    @api.model
    def _ticket_of_message(self, message):
        """Return the complaint a message is about.

        Empty when it is about something else of ours, None when it is not ours.
        """
        if not message or not message.model or not message.res_id:
            return None
        return self._ticket_of_record(message.model, message.res_id)

    @api.model
    def _ticket_of_record(self, model, res_id):
        ours = isinstance(model, str) and model.startswith(OWN_MODELS)
        if model not in self.env or not isinstance(res_id, int):
            return None
        record = self.env[model].sudo().browse(res_id).exists()
        if model == TICKET:
            return record if record.is_complaint else None
        if model == "survey.user_input" and record.complaint_ticket_id:
            return record.complaint_ticket_id
        if not ours:
            return None
        none = self.env[TICKET].sudo()
        return record.ticket_id if "ticket_id" in record._fields else none
