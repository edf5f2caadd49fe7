from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.complaint_condition import SEVERITY_RANK
from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import (
    READERS,
    SEVERITIES,
)

from .qc_inspection_actions import INVESTIGATOR

STATES = [
    ("draft", "In Work"),
    ("submitted", "Submitted"),
    ("returned", "Returned"),
    ("accepted", "Accepted"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
# The inspector writes; later the quality manager keeps what follows from it.
WRITABLE = ("draft", "returned")
FOLLOWING = {"effect_note", "lesson", "prevention", "action_ids", "nonconformity_id"}
LINKS = {"action_ids", "lot_ids"}
SCREEN_PREFIXES = ("message_", "activity_", "my_activity_")
# What must be filled in before it is submitted, by the form.
SHORT = ("what", "containment", "cause_id")
# in the order of the pages, as the message about what is missing names them
FULL = (
    "team_ids",
    "what",
    "when_happened",
    "where_happened",
    "who_concerned",
    "how_found",
    "how_many",
    "containment",
    "finding_ids",
    "why_ids",
    "cause_id",
    "escape_point",
)


class JewelleryInvestigation(models.Model):
    """Why it happened: the steps of 8D, or a short form for minor cases."""

    _name = "jewellery.investigation"
    _description = "Quality Investigation"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.protected.mixin",
        "complaint.export.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "case_numbers", "what"]
    _protected_fields = frozenset(
        {
            "name",
            "state",
            "submitted_by_id",
            "submitted_at",
            "analysed_by_id",
            "analysed_at",
            "analysis_comment",
            "closed_at",
            "involved_user_ids",
            "case_numbers",
            "severity",
            "effect_state",
        }
    )

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    form = fields.Selection(
        [("short", "Short"), ("full", "8D")],
        compute="_compute_form",
        store=True,
        readonly=False,
        help="8D for major and critical cases, the short form for the others.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    ticket_ids = fields.Many2many(
        comodel_name="helpdesk.ticket",
        relation="jewellery_investigation_ticket_rel",
        column1="investigation_id",
        column2="ticket_id",
        string="Complaints",
        copy=False,
        groups=READERS,
    )
    case_numbers = fields.Char(
        string="Cases", compute="_compute_from_cases", store=True, compute_sudo=True
    )
    severity = fields.Selection(
        SEVERITIES, compute="_compute_from_cases", store=True, compute_sudo=True
    )
    involved_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="jewellery_investigation_involved_rel",
        column1="investigation_id",
        column2="user_id",
        compute="_compute_from_cases",
        store=True,
        compute_sudo=True,
        groups=READERS,
    )
    lot_ids = fields.Many2many(
        comodel_name="stock.lot",
        relation="jewellery_investigation_lot_rel",
        column1="investigation_id",
        column2="lot_id",
        string="Pieces",
    )
    inspection_ids = fields.Many2many(
        comodel_name="qc.inspection", compute="_compute_inspection_ids"
    )
    # D1
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Investigator",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    team_ids = fields.Many2many(
        comodel_name="res.users",
        relation="jewellery_investigation_team_rel",
        column1="investigation_id",
        column2="user_id",
        domain="[('share', '=', False)]",
    )
    # D2: the problem in five W and two H
    what = fields.Text(help="What is wrong, as it can be seen or measured.")
    when_happened = fields.Char(string="When")
    where_happened = fields.Char(
        string="Where", help="On the piece, and in which shop."
    )
    who_concerned = fields.Char(string="Who", help="Who found it, who made it.")
    why_matters = fields.Char(string="Why It Matters")
    how_found = fields.Char(string="How")
    how_many = fields.Char(help="Pieces, of how many.")
    # D3
    containment = fields.Text(
        help="What keeps customers from harm until the cause is gone: pieces taken out "
        "of the shop, deliveries stopped."
    )
    contained_at = fields.Datetime()
    # D4
    finding_ids = fields.One2many(
        comodel_name="jewellery.finding",
        inverse_name="investigation_id",
        string="Findings",
    )
    why_ids = fields.One2many(
        comodel_name="jewellery.why", inverse_name="investigation_id", string="Five Why"
    )
    cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Root Cause",
        ondelete="restrict",
        index="btree_not_null",
    )
    escape_point = fields.Text(help="Where it should have been noticed, and was not.")
    # D7, D8
    prevention = fields.Text()
    action_ids = fields.Many2many(
        comodel_name="complaint.action",
        relation="jewellery_investigation_action_rel",
        column1="investigation_id",
        column2="action_id",
        string="Actions",
        groups=READERS,
    )
    nonconformity_id = fields.Many2one(
        comodel_name="mgmtsystem.nonconformity",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="mgmtsystem.group_mgmtsystem_viewer",
    )
    lesson = fields.Text(help="What others learn from it.")
    effect_note = fields.Text(
        string="Did It Help?",
        help="Or why it is closed without a check that found it effective.",
    )
    # who said what
    submitted_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    submitted_at = fields.Datetime(readonly=True, copy=False)
    analysed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    analysed_at = fields.Datetime(readonly=True, copy=False)
    analysis_comment = fields.Text(string="Comment", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    can_analyse = fields.Boolean(compute="_compute_can_analyse")

    @api.depends(
        "ticket_ids.number", "ticket_ids.severity", "ticket_ids.involved_user_ids"
    )
    def _compute_from_cases(self):
        for one in self:
            cases = one.ticket_ids
            one.case_numbers = ", ".join(filter(None, cases.mapped("number"))) or False
            one.severity = max(
                filter(None, cases.mapped("severity")),
                key=SEVERITY_RANK.get,
                default=False,
            )
            one.involved_user_ids = cases.involved_user_ids

    @api.depends("severity")
    def _compute_form(self):
        for one in self:
            heavy = one.severity in ("major", "critical")
            one.form = "full" if heavy else one.form or "short"

    @api.depends("ticket_ids", "lot_ids")
    def _compute_inspection_ids(self):
        for one in self:
            cases = one.sudo().ticket_ids
            about = [
                "|",
                ("ticket_id", "in", cases.ids),
                ("lot_id", "in", one.lot_ids.ids),
            ]
            found = self.env["qc.inspection"].sudo().search(about)
            one.inspection_ids = found.with_env(self.env)._filtered_access("read")

    @api.depends("state", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_can_analyse(self):
        for one in self:
            one.can_analyse = one._may_analyse()

    @api.constrains("ticket_ids", "lot_ids", "company_id")
    def _check_companies(self):
        for one in self.sudo():
            about = one.ticket_ids.company_id | one.lot_ids.company_id
            if about - one.company_id:
                raise ValidationError(
                    self.env._("%(name)s: cases of one company only.", name=one.name)
                )
            if not all(one.ticket_ids.mapped("is_complaint")):
                raise ValidationError(
                    self.env._("%(name)s: only complaints.", name=one.name)
                )

    # ------------------------------------------------------------------
    # who writes what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            for vals in vals_list:
                self._check_protected(vals)
        numbers = self.env["ir.sequence"].sudo()
        vals_list = [
            {**vals, "name": numbers.next_by_code(self._name) or "/"}
            for vals in vals_list
        ]
        created = super().create(vals_list)
        if not self._is_trusted():
            created._check_cases_readable()
            for vals in vals_list:
                self._check_links_readable(vals)
        return created

    def write(self, vals):
        names = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        if names and not self._is_trusted():
            self._check_protected(names)
            self._check_may_write(names)
        result = super().write(vals)
        if not self._is_trusted():
            if "ticket_ids" in names:
                self._check_cases_readable()
            self._check_links_readable(vals)
        return result

    def _check_may_write(self, names=frozenset()):
        """:raises UserError: once it is submitted; what follows is written later"""
        manager = self.env.user.has_group(INVESTIGATOR)
        for one in self.sudo():
            later = one.state == "accepted" and manager and names and names <= FOLLOWING
            if one.state not in WRITABLE and not later:
                raise UserError(
                    self.env._(
                        "%(name)s has been submitted, and changes when it comes back.",
                        name=one.name,
                    )
                )
            if not manager and not one._is_on_it(self.env.user):
                raise AccessError(
                    self.env._(
                        "%(name)s: only the investigator and the team write here.",
                        name=one.name,
                    )
                )

    def _is_on_it(self, user):
        """Say whether the user works on it; what nobody has taken is free (sudo)."""
        return not self.user_id or user in self.user_id | self.team_ids

    def _check_closable(self):
        """:raises UserError: while something is missing; parts add what they need"""
        if self.form == "full" and not self._is_effect_said():
            raise UserError(
                self.env._(
                    "%(name)s: check whether it helped (page Prevention), or write "
                    "under “Did It Help?” on the page Closing why it is closed without "
                    "that.",
                    name=self.name,
                )
            )

    def _is_effect_said(self):
        return bool((self.effect_note or "").strip())

    def _check_cases_readable(self):
        cases = self.sudo().ticket_ids.with_env(self.env)
        cases.check_access("read")

    @api.model
    def _check_links_readable(self, vals):
        """:raises AccessError: when a report would tell of what one cannot read"""
        for name in LINKS & vals.keys():
            ids = self.env["helpdesk.ticket"]._linked_ids(vals[name])
            linked = self.env[self._fields[name].comodel_name].browse(ids)
            linked.exists().check_access("read")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if any(one.submitted_at for one in self.sudo()):
            raise UserError(self.env._("What was submitted stays."))
        self._check_may_write()
