"""Everything held about one person, in one file."""

import base64
import io
import json
import zipfile
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tools import html2plaintext

from .customer_privacy_request import OFFICER

KEPT_DAYS = 30
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
    }
)
# Whoever else stands in a record is somebody else's data.
PEOPLE = ("res.users", "hr.employee")
SIMPLE = ("char", "text", "integer", "float", "monetary", "boolean", "selection")


class CustomerPrivacyExport(models.Model):
    """A file with everything about one person; who made it and opened it is logged."""

    _name = "customer.privacy.export"
    _description = "Export of Personal Data"
    _inherit = ["complaint.append.only.mixin"]
    _order = "id desc"
    _rec_name = "request_id"
    _moving_fields = frozenset({"file", "summary"})

    request_id = fields.Many2one(
        "customer.privacy.request",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    made_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Made by", readonly=True)
    company_id = fields.Many2one(
        related="request_id.company_id", store=True, index=True
    )
    record_count = fields.Integer(string="Records", readonly=True)
    model_count = fields.Integer(string="Kinds of Records", readonly=True)
    summary = fields.Json(readonly=True)
    file = fields.Binary(attachment=True, readonly=True, groups=NO_ACCESS)
    has_file = fields.Boolean(compute="_compute_has_file")

    def _compute_has_file(self):
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "file"),
                    ("res_id", "in", self.ids),
                ]
            )
        )
        with_file = set(files.mapped("res_id"))
        for export in self:
            export.has_file = export.id in with_file

    def action_download(self):
        """Open the file; that is written down."""
        self.ensure_one()
        self.request_id._check_officer()
        return {
            "type": "ir.actions.act_url",
            "url": f"/privacy/export/{self.id}",
            "target": "self",
        }

    def _read_file(self):
        """Return the zip for a privacy officer, and log it (bytes).

        :raises AccessError: for everybody else
        """
        self.ensure_one()
        if not self.env.user.has_group(OFFICER):
            raise AccessError(self.env._("Only a privacy officer opens an export."))
        self.check_access("read")
        content = self.sudo().with_context(bin_size=False).file
        if not content:
            raise UserError(self.env._("The file was deleted. Make it again."))
        self.env["customer.access.log"]._write_down(self, "export")
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "file"),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
        )
        return attachment.raw

    @api.autovacuum
    def _gc_files(self):
        """A file with everything about somebody does not lie around."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        old = self.sudo().search([("made_at", "<", limit)])
        old.filtered("has_file")._trusted().write({"file": False})


class CustomerPrivacyRequest(models.Model):
    _inherit = "customer.privacy.request"

    same_partner_ids = fields.Many2many(
        "res.partner",
        relation="customer_privacy_request_partner_rel",
        column1="request_id",
        column2="partner_id",
        string="Contacts of This Person",
        compute="_compute_same_partner_ids",
        store=True,
        readonly=False,
        groups=OFFICER,
        help="All contacts that are this person. Take out who only shares an address.",
    )
    export_ids = fields.One2many(
        "customer.privacy.export", "request_id", string="Exports", groups=OFFICER
    )

    @api.depends("partner_id", "email")
    def _compute_same_partner_ids(self):
        finder = self.env["customer.privacy.finder"]
        for request in self:
            emails = [request.email] if request.email else []
            request.same_partner_ids = finder._same_person(request.partner_id, emails)

    def _keys(self):
        """Return (contacts, person) this request is about."""
        self.ensure_one()
        request = self.sudo()
        finder = self.env["customer.privacy.finder"]
        contacts = request.same_partner_ids | request.partner_id
        contacts -= finder._not_customers(contacts)
        lines = (request.other_keys or "").splitlines()
        values = [one.strip() for one in lines if one.strip()]
        emails = [request.email or "", *(one for one in values if "@" in one)]
        digits = [one for one in values if sum(map(str.isdigit, one)) >= 7]
        names = [one for one in values if "@" not in one and one not in digits]
        person = finder._person(
            contacts,
            emails=emails,
            phones=[request.phone or "", *digits],
            names=[request.partner_name or "", *names],
        )
        if not contacts and not person.key_pattern():
            raise UserError(
                self.env._("There is no contact, address or number to look for.")
            )
        return contacts, person

    def action_export(self):
        """Put everything about the person into a file.

        :raises AccessError: for everybody but a privacy officer
        :raises UserError: before the identity was checked
        """
        self._check_officer()
        self.ensure_one()
        if self.state == "new":
            raise UserError(self.env._("Check the identity first."))
        contacts, person = self._keys()
        finder = self.env["customer.privacy.finder"]
        found = finder._find(contacts, person)
        book = self.env["customer.privacy.book"]
        content = book._content(contacts, person, found)
        counts = {name: len(rows) for name, rows in content["records"].items()}
        export = (
            self.env["customer.privacy.export"]
            .sudo()
            ._trusted()
            .create(
                {
                    "request_id": self.id,
                    "user_id": self.env.uid,
                    "record_count": sum(counts.values()),
                    "model_count": len(counts),
                    "summary": counts,
                }
            )
        )
        export.write({"file": base64.b64encode(self._zip(export, content))})
        self.env["customer.access.log"]._write_down(export, "made")
        return {
            "type": "ir.actions.act_window",
            "res_model": export._name,
            "res_id": export.id,
            "view_mode": "form",
            "name": self.env._("Export"),
        }

    def _zip(self, export, content):
        """Return the file: data for machines, a paper for people."""
        buffer = io.BytesIO()
        report = self.env["ir.actions.report"].sudo()
        paper, _kind = report._render_qweb_pdf(
            "customer_relations_addon.customer_privacy_paper",
            export.ids,
            data={"content": content},
        )
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
            text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
            book.writestr("data.json", text)
            book.writestr("summary.pdf", paper)
        return buffer.getvalue()


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
        for name, hit in sorted(found.items()):
            model = self.env[name].sudo().with_context(active_test=False)
            if name in ("mail.message", "mail.tracking.value"):
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
        return {
            "person": {
                "names": sorted(person.names),
                "emails": sorted(person.emails),
                "phones": sorted(person.phones),
            },
            "made_at": fields.Datetime.to_string(fields.Datetime.now()),
            "labels": labels,
            "records": records,
        }

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
            and not any(part in name for part in SECRET)
            and not field.inherited
        ]

    @api.model
    def _value(self, record, field, contacts):
        value = record[field.name]
        if field.type in SIMPLE:
            if field.type == "selection" and value:
                return dict(field._description_selection(self.env)).get(value, value)
            return value
        if field.type == "html":
            return html2plaintext(value or "").strip()
        if field.type in ("date", "datetime"):
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
        by_message = defaultdict(list)
        for value in (
            self.env["mail.tracking.value"]
            .sudo()
            .search([("mail_message_id", "in", messages.ids)])
        ):
            by_message[value.mail_message_id.id].append(
                {
                    "field": value.field_id.field_description,
                    "old": value.old_value_char or value.old_value_text,
                    "new": value.new_value_char or value.new_value_text,
                }
            )
        return [
            {
                "id": message.id,
                "date": str(message.date),
                "on": f"{message.model or ''},{message.res_id or ''}",
                "from": message.email_from,
                "subject": message.subject,
                "text": html2plaintext(message.body or "").strip(),
                **(
                    {"changes": by_message[message.id]}
                    if message.id in by_message
                    else {}
                ),
            }
            for message in messages
        ]

    @api.model
    def _file_rows(self, ids):
        files = self.env["ir.attachment"].sudo().browse(ids).exists()
        return [
            {
                "id": file.id,
                "name": file.name,
                "on": f"{file.res_model or ''},{file.res_id or ''}",
                "date": str(file.create_date),
                "type": file.mimetype,
                "bytes": file.file_size,
            }
            for file in files
        ]
