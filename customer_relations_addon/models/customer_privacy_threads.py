"""What hangs on what was found: records, messages, files."""

from odoo import api, models
from odoo.tools import SQL

from .customer_privacy_finder import OURS, Found

# What hangs on one of these belongs to the same person.
ROOTS = (
    "helpdesk.ticket",
    "crm.lead",
    "survey.user_input",
    "repair.order",
    "calendar.event",
)
DEPTH = 4


class CustomerPrivacyFinder(models.AbstractModel):
    _inherit = "customer.privacy.finder"

    @api.model
    def _add_hanging(self, found):
        """Add the records of our own that belong to what was found."""
        for _level in range(DEPTH):
            grown = False
            for model in self._tables():
                if not self._may_hang(model._name):
                    continue
                ids = self._hanging_ids(model, found)
                known = found.get(model._name, Found())
                new = ids - known.about
                if new:
                    found[model._name] = known._replace(
                        hangs=known.hangs | new, mentions=known.mentions - new
                    )
                    grown = True
            if not grown:
                return

    @api.model
    def _may_hang(self, name):
        return name.startswith(OURS) or name in (
            "survey.user_input",
            "survey.user_input.line",
            "repair.order",
            "qc.inspection",
            "calendar.attendee",
        )

    @api.model
    def _is_root(self, name):
        """Say whether what hangs on a record of this model is about its customer."""
        return name in ROOTS or name.startswith(
            ("complaint.", "watch.", "jewellery.", "customer.exchange", "qc.inspection")
        )

    @api.model
    def _hanging_ids(self, model, found):
        ids = set()
        for field in model._fields.values():
            if (
                not field.store
                or field.type != "many2one"
                or field.comodel_name == model._name
                or field.comodel_name not in found
                or not self._is_root(field.comodel_name)
            ):
                continue
            about = found[field.comodel_name].about
            if about:
                rows = self.env.execute_query(
                    SQL(
                        "SELECT id FROM %s WHERE %s IN %s",
                        SQL.identifier(model._table),
                        SQL.identifier(field.name),
                        tuple(about),
                    )
                )
                ids |= {id_ for (id_,) in rows}
        return ids

    @api.model
    def _messages_of(self, found):
        """Return the ids of messages on what was found, and from or to the person."""
        ids = set(found.get("mail.message", Found()).rows)
        for name, hit in found.items():
            if hit.about and name != "mail.message":
                rows = self.env.execute_query(
                    SQL(
                        "SELECT id FROM mail_message WHERE model = %s AND res_id IN %s",
                        name,
                        tuple(hit.about),
                    )
                )
                ids |= {id_ for (id_,) in rows}
        return ids

    @api.model
    def _files_of(self, found, message_ids):
        """Return the ids of the files of what was found and of these messages."""
        ids = set()
        for name, hit in found.items():
            if hit.about and name not in ("mail.message", "res.users"):
                rows = self.env.execute_query(
                    SQL(
                        "SELECT id FROM ir_attachment "
                        "WHERE res_model = %s AND res_id IN %s",
                        name,
                        tuple(hit.about),
                    )
                )
                ids |= {id_ for (id_,) in rows}
        if message_ids:
            rows = self.env.execute_query(
                SQL(
                    "SELECT attachment_id FROM message_attachment_rel "
                    "WHERE message_id IN %s",
                    tuple(message_ids),
                )
            )
            ids |= {id_ for (id_,) in rows}
        mails = found.get("complaint.mail", Found()).about
        if mails:
            rows = self.env.execute_query(
                SQL(
                    "SELECT attachment_id FROM complaint_mail "
                    "WHERE id IN %s AND attachment_id IS NOT NULL",
                    tuple(mails),
                )
            )
            ids |= {id_ for (id_,) in rows}
        return ids
