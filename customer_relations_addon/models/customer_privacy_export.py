"""Everything held about one person, in one file."""

import base64
import io
import json
import zipfile

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS

from .customer_privacy_finder import Found
from .customer_privacy_request import OFFICER

KEPT_DAYS = 30


class CustomerPrivacyExport(models.Model):
    """A file with everything about one person; who made it and opened it is logged."""

    _name = "customer.privacy.export"
    _description = "Export of Personal Data"
    _inherit = ["complaint.append.only.mixin", "complaint.export.mixin"]
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
        found = finder._keep_ours(finder._find(contacts, person))
        contacts &= contacts.browse(found.get("res.partner", Found()).rows)
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


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _self_standing_models(self):
        ours = (
            "customer.privacy.request",
            "customer.consent",
            "customer.privacy.export",
        )
        return (*super()._self_standing_models(), *ours)
