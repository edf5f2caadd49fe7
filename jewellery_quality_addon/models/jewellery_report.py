import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import NO_ACCESS, Domain

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS
from odoo.addons.retail_complaint_addon.rules.periods import period_of

from ..rules.report_period import PaperPeriod
from .qc_inspection_actions import INVESTIGATOR

MANAGER = "retail_complaint_addon.group_complaint_manager"
AUDITOR = "retail_complaint_addon.group_complaint_auditor"
# What the paper is made from: a change needs a new paper.
CONTENT = {
    "kind",
    "company_id",
    "investigation_id",
    "date_from",
    "date_to",
    "lang",
    "request",
}
PAPER = {
    "drawn_by_id": False,
    "drawn_at": False,
    "pdf": False,
    "xlsx": False,
    "pdf_sha256": False,
    "investigation_ids": [(5,)],
}


class JewelleryReport(models.Model):
    """A case or a period on paper for those above: drawn, sent, read, commented."""

    _name = "jewellery.report"
    _description = "Quality Report"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "case_numbers"]
    _protected_fields = frozenset(
        {
            "name",
            "state",
            "sent_at",
            "drawn_by_id",
            "drawn_at",
            "pdf",
            "xlsx",
            "pdf_sha256",
            "investigation_ids",
            "involved_user_ids",
            "recipient_ids",
        }
    )

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    kind = fields.Selection(
        [("case", "Case"), ("period", "Period")], required=True, default="period"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    case_numbers = fields.Char(
        string="Cases", related="investigation_id.case_numbers", store=True
    )
    date_from = fields.Date(string="From", default=lambda self: self._last_month(0))
    date_to = fields.Date(string="To", default=lambda self: self._last_month(1))
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    request = fields.Text(
        string="What You Ask For",
        help="The decision or help you need; it stands at the end of the paper.",
    )
    # whose cases are named on the paper
    investigation_ids = fields.Many2many(
        comodel_name="jewellery.investigation",
        relation="jewellery_report_investigation_rel",
        column1="report_id",
        column2="investigation_id",
        string="Investigations Named",
        readonly=True,
        copy=False,
    )
    involved_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="jewellery_report_involved_rel",
        column1="report_id",
        column2="user_id",
        compute="_compute_involved_user_ids",
        store=True,
        compute_sudo=True,
        groups=READERS,
    )
    drawn_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    drawn_at = fields.Datetime(string="Drawn Up", readonly=True, copy=False)
    # read through their own address only, which records who reads
    pdf = fields.Binary(attachment=True, copy=False, groups=NO_ACCESS)
    xlsx = fields.Binary(attachment=True, copy=False, groups=NO_ACCESS)
    pdf_sha256 = fields.Char(
        string="Checksum of the Paper (SHA-256)", readonly=True, copy=False
    )
    sent_at = fields.Datetime(readonly=True, copy=False)
    recipient_ids = fields.One2many(
        comodel_name="jewellery.report.recipient",
        inverse_name="report_id",
        string="Receivers",
        readonly=True,
    )
    recipient_count = fields.Integer(compute="_compute_counts", string="Sent To")
    read_count = fields.Integer(compute="_compute_counts", string="Read By")
    comment_count = fields.Integer(compute="_compute_counts", string="Commented By")
    to_read = fields.Boolean(compute="_compute_mine", search="_search_to_read")
    can_answer = fields.Boolean(compute="_compute_mine")
    can_send = fields.Boolean(compute="_compute_can_send")

    @api.model
    def _last_month(self, end):
        period = period_of("last_month", fields.Date.context_today(self))
        return period.last if end else period.start

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("name", "kind", "investigation_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for report in self:
            if report.name == "/":
                report.display_name = self.env._("New report")
                continue
            about = (
                report.sudo().investigation_id.name
                if report.kind == "case"
                else f"{report.date_from} – {report.date_to}"
            )
            report.display_name = f"{report.name}: {about}"

    @api.depends(
        "investigation_ids.involved_user_ids", "investigation_id.involved_user_ids"
    )
    def _compute_involved_user_ids(self):
        for report in self:
            named = report.investigation_ids | report.investigation_id
            report.involved_user_ids = named.involved_user_ids

    @api.depends("recipient_ids.read_at", "recipient_ids.commented_at")
    def _compute_counts(self):
        for report in self:
            rows = report.sudo().recipient_ids
            report.recipient_count = len(rows)
            report.read_count = len(rows.filtered("read_at"))
            report.comment_count = len(rows.filtered("commented_at"))

    @api.depends("recipient_ids.read_at")
    @api.depends_context("uid")
    def _compute_mine(self):
        for report in self:
            row = report._own_row()
            report.to_read = bool(row) and not row.read_at
            # not only who has read it: the paper opens elsewhere, and the form
            # that is still open here does not learn of it
            report.can_answer = bool(row)

    @api.model
    def _search_to_read(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        rows = Domain("user_id", "=", self.env.uid) & Domain("read_at", "=", False)
        mine = Domain("recipient_ids", "any!", rows)
        return mine if (operator == "in") == (True in value) else ~mine

    @api.depends("drawn_by_id", "state")
    @api.depends_context("uid")
    def _compute_can_send(self):
        for report in self:
            report.can_send = bool(report.drawn_at) and report._may_send()

    def _own_row(self):
        """Return the row of the current user as a receiver (sudo)."""
        return self.sudo().recipient_ids.filtered(
            lambda row: row.user_id.id == self.env.uid
        )

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("kind", "company_id", "investigation_id", "date_from", "date_to")
    def _check_subject(self):
        for report in self:
            if report.kind == "case":
                about = report.sudo().investigation_id
                if not about or about.company_id != report.company_id:
                    raise ValidationError(
                        self.env._("Which investigation of this company is it about?")
                    )
            else:
                report._period()

    def _period(self):
        """Return the days of the report.

        :raises ValidationError: when they make no period
        """
        self.ensure_one()
        try:
            period = period_of("custom", self.date_to, self.date_from, self.date_to)
            return PaperPeriod(period.start, period.stop)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("Choose a period of at most ten years, first day first.")
            ) from error

    @api.model_create_multi
    def create(self, vals_list):
        trusted = self._is_trusted()
        numbers = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if not trusted:
                self._check_protected(vals)
        reports = super().create(vals_list)
        for report in reports:
            report._check_may_draw()
            report.sudo()._trusted().name = numbers.next_by_code(self._name) or "/"
        return reports

    def write(self, vals):
        if not self._is_trusted():
            self._check_protected(vals)
            self._check_draft()
        elif {"pdf", "xlsx", *CONTENT} & set(vals):
            self._check_draft()
        result = super().write(vals)
        if not self._is_trusted() and CONTENT & set(vals):
            for report in self:
                report._check_may_draw()
            self.sudo()._trusted().write(PAPER)
        return result

    def _check_draft(self):
        """:raises UserError: what was sent stays as it was read"""
        if any(report.state != "draft" for report in self.sudo()):
            raise UserError(
                self.env._("What was sent stays as it is. Draw up a new report.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_draft()

    def _check_may_draw(self):
        """:raises AccessError: for who is not on the case, or reports no periods"""
        self.ensure_one()
        if self.kind == "case":
            about = self.sudo().investigation_id.with_env(self.env)
            about.check_access("read")
            allowed = about._may_report()
        else:
            user = self.env.user
            allowed = user.has_group(INVESTIGATOR) or user.has_group(MANAGER)
        if not allowed and not self._is_trusted():
            raise AccessError(
                self.env._(
                    "A case is reported by whoever works on it, a period by the "
                    "quality manager or a manager of complaints."
                )
            )

    def _may_send(self):
        user = self.env.user
        return user == self.sudo().drawn_by_id or user.has_group(INVESTIGATOR)

    # ------------------------------------------------------------------
    # drawing
    # ------------------------------------------------------------------

    def action_draw(self):
        """Draw up the paper and the workbook, once more while nobody has it."""
        self.check_access("write")
        for report in self:
            report._check_draft()
            report._check_may_draw()
            report._draw()
        return True

    def _draw(self):
        """Freeze what the case or the period looks like now."""
        self.ensure_one()
        drawn = self.sudo()._trusted().with_context(lang=self.lang)
        drawn.write(
            {"drawn_by_id": self.env.uid, "drawn_at": fields.Datetime.now()},
        )
        page = drawn._page()
        pdf = drawn._render(page)
        drawn.write(
            {
                "pdf": base64.b64encode(pdf),
                "xlsx": base64.b64encode(drawn._workbook(page)),
                "pdf_sha256": hashlib.sha256(pdf).hexdigest(),
                "investigation_ids": [(6, 0, page["investigations"].ids)],
            }
        )

    def _file(self, kind):
        """Return name and content of one of the files.

        :raises AccessError: for whoever may not read the report
        :raises MissingError: when there is none
        """
        self.check_access("read")
        content = self.sudo().with_context(bin_size=False)[kind]
        if not content:
            raise MissingError(self.env._("The report is not drawn up yet."))
        return f"{self.name.replace('/', '-')}.{kind}", content
