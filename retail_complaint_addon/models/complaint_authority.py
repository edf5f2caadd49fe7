from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ComplaintAuthority(models.Model):
    """One line of the authority register: who may settle what, up to which sum."""

    _name = "complaint.authority"
    _description = "Complaint Authority"
    _inherit = ["complaint.register.mixin"]
    _order = "company_id, rank, id"
    _check_company_auto = True

    name = fields.Char(
        required=True,
        translate=True,
        help="For example “Shop supervisor, all solutions”.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )
    user_ids = fields.Many2many(
        "res.users",
        "complaint_authority_user_rel",
        "authority_id",
        "user_id",
        string="Users",
        domain=[("share", "=", False)],
    )
    group_ids = fields.Many2many(
        "res.groups",
        "complaint_authority_group_rel",
        "authority_id",
        "group_id",
        string="Groups",
        ondelete="restrict",
    )
    unlimited = fields.Boolean()
    amount_limit = fields.Monetary(
        string="Limit per Case",
        help="Covers the sum of everything settled on the case and its duplicates.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self._default_currency_id(),
    )
    rank = fields.Float(
        compute="_compute_rank",
        store=True,
        help="Orders the register; unlimited comes last.",
    )
    type_ids = fields.Many2many(
        "complaint.solution.type",
        "complaint_authority_type_rel",
        "authority_id",
        "type_id",
        string="Solution Types",
        # Empty means all: deleting the last one must not widen the authority.
        ondelete="restrict",
        help="Empty: every type.",
    )
    category_ids = fields.Many2many(
        "helpdesk.ticket.category",
        "complaint_authority_category_rel",
        "authority_id",
        "category_id",
        string="Categories",
        ondelete="restrict",
        help="With everything below them. Empty: every category.",
    )
    date_from = fields.Date(string="Valid from")
    date_to = fields.Date(string="Valid until")
    duties = fields.Text(
        translate=True, help="What the holder has to do, shown under “My authority”."
    )
    must_refer = fields.Text(
        string="To Be Referred",
        translate=True,
        help="What the holder must hand on even within the limit.",
    )

    _limit_valid = models.Constraint(
        "CHECK(amount_limit IS NULL OR "
        "(amount_limit >= 0 AND amount_limit < 'Infinity'))",
        "The limit must be an amount of 0 or more.",
    )

    @api.model
    def _default_company_id(self):
        return self.env.company

    @api.model
    def _default_currency_id(self):
        return self.env.company.currency_id

    @api.depends("unlimited", "amount_limit")
    def _compute_rank(self):
        for record in self:
            record.rank = 1e15 if record.unlimited else record.amount_limit

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for record in self:
            start, end = record.date_from, record.date_to
            if start and end and end < start:
                raise ValidationError(
                    self.env._("“Valid until” must not be before “Valid from”.")
                )

    @api.constrains("user_ids", "group_ids", "active")
    def _check_holders(self):
        for record in self:
            if record.active and not (record.user_ids or record.group_ids):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” needs a holder: fill in Users or Groups.",
                        name=record.name,
                    )
                )

    def _register_beneficiaries(self):
        holders = self.user_ids | self.group_ids.all_user_ids
        return holders | self._current_deputies(holders)

    @api.model
    def _current_deputies(self, holders):
        absences = self.env["complaint.absence"].sudo()
        # A day more, so that no time zone makes an absence of today a past one.
        since = fields.Date.today() - timedelta(days=1)
        return absences.search(
            [("user_id", "in", holders.ids), ("date_to", ">=", since)]
        ).deputy_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["complaint.approval"].sudo()
        if used.search_count([("authority_id", "in", self.ids)], limit=1):
            raise ValidationError(
                self.env._(
                    "Decisions rest on this record, so it stays. Archive it instead."
                )
            )


class ComplaintAbsence(models.Model):
    """While a holder is away, the deputy decides in their place."""

    _name = "complaint.absence"
    _description = "Absence with Deputy"
    _inherit = ["complaint.register.mixin"]
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        string="Absent",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("share", "=", False)],
    )
    deputy_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="cascade",
        domain=[("share", "=", False)],
        help="Decides in their place during these dates. Empty: requests go to the "
        "next holder.",
    )
    date_from = fields.Date(
        required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date(required=True, index=True)
    note = fields.Char()

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self)

    @api.depends("user_id", "deputy_id")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = self.env._(
                "%(user)s, deputy %(deputy)s",
                user=absence.user_id.name,
                deputy=absence.deputy_id.name or "–",
            )

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        if any(absence.date_to < absence.date_from for absence in self):
            raise ValidationError(
                self.env._("“Date To” must not be before “Date From”.")
            )

    @api.constrains("user_id", "deputy_id")
    def _check_deputy(self):
        if any(absence.deputy_id == absence.user_id for absence in self):
            raise ValidationError(self.env._("Nobody can be their own deputy."))

    def _register_beneficiaries(self):
        return self.deputy_id

    def _check_not_for_oneself(self):
        result = super()._check_not_for_oneself()
        keeper = "retail_complaint_addon.group_complaint_authority_admin"
        if not self.env.user.has_group(keeper) and self.env.user != self.user_id:
            raise AccessError(
                self.env._(
                    "You may enter your own absence only. "
                    "The keeper of the register enters those of others."
                )
            )
        return result
