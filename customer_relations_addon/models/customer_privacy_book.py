"""Writes out what was found about a person, in words the person understands."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import html2plaintext

# Secrets and search keys: of no meaning to the person, and dangerous in a file.
SECRET = (
    "token",
    "password",
    "salt",
    "secret",
    "selector",
    "signature_",
    "_key",
    "digest",
    "hash",
)
TECHNICAL = frozenset(
    {
        "id",
        "create_uid",
        "write_uid",
        "write_date",
        "message_ids",
        "message_follower_ids",
        "activity_ids",
        "parent_path",
        "access_token",
        "references",
        "active",
        "sequence",
        "complete_name",
        "email_normalized",
        "phone_sanitized",
        "email_domain_criterion",
        "signup_type",
        "calendar_last_notif_ack",
        "autopost_bills",
        "trust",
        "partner_share",
        "message_ref",
        "mail_ref",
        "complaint_message_ref",
        "source_ref",
        "settlement_version",
    }
)
# Of us, not of the person: how far our staff may go, and what it costs us.
OURSELVES = frozenset(
    {
        "authority_id",
        "limit_amount",
        "limit_currency_id",
        "company_cost",
        "cost",
    }
)
# Nothing of the person that does not stand elsewhere: an index, links, a suggestion.
UNTOLD = frozenset(
    {"complaint.fingerprint", "complaint.tracking", "customer.duplicate"}
)
# What people look for first.
FIRST = ("res.partner", "helpdesk.ticket", "crm.lead", "sale.order", "repair.order")
# Whoever else stands in a record is somebody else's data.
PEOPLE = ("res.users", "hr.employee")
SIMPLE = ("char", "text", "integer", "float", "monetary", "boolean", "selection")


class CustomerPrivacyBook(models.AbstractModel):
    """Writes records out for the person they are about."""

    _name = "customer.privacy.book"
    _description = "Personal Data Written Out"

    @api.model
    def _content(self, contacts, person, found):
        """Return {person, records: {model: [...]}, labels, messages, files}."""
        finder = self.env["customer.privacy.finder"]
        messages = finder._messages_of(found)
        files = finder._files_of(found, messages)
        records = {}
        labels = {}
        for name in sorted(found, key=self._place):
            hit = found[name]
            model = self.env[name].sudo().with_context(active_test=False)
            if name in ("mail.message", "mail.tracking.value", *UNTOLD):
                continue
            rows = self._rows(model.browse(sorted(hit.about)), contacts)
            rows += self._mentions(model.browse(sorted(hit.mentions)), person)
            if rows:
                records[name] = rows
                labels[name] = model.env["ir.model"]._get(name).name or name
        texts = self._message_rows(sorted(messages))
        if texts:
            records["mail.message"] = texts
            labels["mail.message"] = self.env._("Messages")
        names = self._file_rows(sorted(files))
        if names:
            records["ir.attachment"] = names
            labels["ir.attachment"] = self.env._("Files")
        made_at, zone = self._moment(fields.Datetime.now()), self._zone()
        return {
            "person": {
                "names": sorted(person.names),
                "emails": sorted(person.emails),
                "phones": sorted(person.phones),
            },
            "made": self.env._(
                "Made on %(day)s; times are those of %(zone)s.", day=made_at, zone=zone
            ),
            "made_at": made_at,
            "time_zone": zone,
            "labels": labels,
            "records": records,
        }

    @api.model
    def _place(self, name):
        return (FIRST.index(name) if name in FIRST else len(FIRST), name)

    @api.model
    def _zone(self):
        """Return the time zone of the company: the customer's clock on the wall."""
        company = self.env.company.sudo()
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    @api.model
    def _moment(self, value):
        """Return a time of the database as the customer's clock showed it."""
        if not value:
            return None
        here = fields.Datetime.context_timestamp(
            self.with_context(tz=self._zone()), value
        )
        return here.strftime("%Y-%m-%d %H:%M")

    @api.model
    def _rows(self, records, contacts):
        """Return each record as {field label: value}, what is empty left out."""
        names = self._exported(records)
        labels = {
            name: records._fields[name]._description_string(self.env) or name
            for name in names
        }
        rows = []
        for record in records.exists():
            row = {"id": record.id}
            for name in names:
                value = self._value(record, records._fields[name], contacts)
                if value not in (None, "", False, [], 0, 0.0):
                    row[f"{labels[name]} ({name})"] = value
            rows.append(row)
        return rows

    @api.model
    def _exported(self, records):
        return [
            name
            for name, field in records._fields.items()
            if field.store
            and field.type not in ("binary", "image", "one2many", "json")
            and name not in TECHNICAL
            and name not in OURSELVES
            and not name.startswith("property_")
            and not any(part in name for part in SECRET)
            and not field.inherited
        ]

    @api.model
    def _value(self, record, field, contacts):
        value = record[field.name]
        if field.type in SIMPLE:
            if field.type == "selection" and value:
                return dict(field._description_selection(self.env)).get(value, value)
            if field.type in ("float", "monetary"):
                return round(value, 2)
            if field.name == "body_html":
                return html2plaintext(value or "").strip()
            return value
        if field.type == "html":
            return html2plaintext(value or "").strip()
        if field.type == "datetime":
            return self._moment(value)
        if field.type == "date":
            return value and str(value)
        if field.type in ("many2one", "many2many"):
            return self._linked(value, contacts)
        return None

    @api.model
    def _linked(self, records, contacts):
        """Return names; of people who are not this person only that they are there."""
        if not records:
            return None
        if records._name in PEOPLE:
            return self.env._("A member of our staff")
        if records._name == "res.partner":
            own = records.with_env(contacts.env) & contacts
            others = len(records) - len(own)
            names = own.mapped("name") + [self.env._("Somebody else")] * bool(others)
            return ", ".join(filter(None, names))
        return ", ".join(filter(None, records.mapped("display_name")))

    @api.model
    def _mentions(self, records, person):
        """Return of records about others only the field that speaks of the person."""
        texts = self.env["customer.privacy.finder"]._text_fields(records)
        rows = []
        for record in records.exists():
            hits = {
                name: html2plaintext(record[name])
                for name in texts
                if name not in TECHNICAL and person.has_keys(str(record[name] or ""))
            }
            if hits:
                rows.append({"id": record.id, "mentioned": True, **hits})
        return rows

    @api.model
    def _message_rows(self, ids):
        messages = self.env["mail.message"].sudo().browse(ids).exists()
        # what we remind one another of names colleagues, not the person
        messages = messages.filtered(
            lambda one: one.message_type != "user_notification"
        )
        finder = self.env["customer.privacy.finder"]
        staff = finder._not_customers(messages.author_id)
        by_message = defaultdict(list)
        for value in (
            self.env["mail.tracking.value"]
            .sudo()
            .search([("mail_message_id", "in", messages.ids)])
        ):
            old, new = self._tracked(value, "old"), self._tracked(value, "new")
            by_message[value.mail_message_id.id].append(
                f"{value.field_id.field_description}: {old} → {new}"
            )
        rows = []
        for message in messages:
            row = {
                "id": message.id,
                "date": self._moment(message.date),
                "on": self._about(message.model, message.res_id),
                "from": self.env._("A member of our staff")
                if message.author_id in staff
                else message.email_from,
                "subject": message.subject or "",
                "text": html2plaintext(message.body or "").strip(),
                "changes": "\n".join(by_message[message.id]),
            }
            if row["subject"] or row["text"] or row["changes"]:
                rows.append({name: part for name, part in row.items() if part})
        return rows

    @api.model
    def _tracked(self, value, side):
        """Return what a field was, or became, from the column of its type."""
        kind = value.field_id.ttype
        if kind == "datetime":
            return self._moment(value[f"{side}_value_datetime"]) or "–"
        if kind == "date":
            moment = value[f"{side}_value_datetime"]
            return str(moment.date()) if moment else "–"
        if kind == "boolean":
            return self.env._("Yes") if value[f"{side}_value_integer"] else "–"
        if kind in ("integer", "float", "monetary"):
            column = "integer" if kind == "integer" else "float"
            return str(round(value[f"{side}_value_{column}"], 2))
        return value[f"{side}_value_char"] or value[f"{side}_value_text"] or "–"

    @api.model
    def _about(self, name, id_):
        """Return what a message or a file is about, in words."""
        if not name or name not in self.env or not id_:
            return ""
        record = self.env[name].sudo().with_context(active_test=False).browse(id_)
        title = record.exists().display_name or ""
        return f"{self.env['ir.model']._get(name).name} {title}".strip()

    @api.model
    def _file_rows(self, ids):
        files = self.env["ir.attachment"].sudo().browse(ids).exists()
        return [
            {
                "id": file.id,
                "name": file.name,
                "on": self._about(file.res_model, file.res_id),
                "date": self._moment(file.create_date),
                "type": file.mimetype,
                "bytes": file.file_size,
            }
            for file in files
        ]
