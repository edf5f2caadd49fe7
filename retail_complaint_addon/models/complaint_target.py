from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..rules import targets
from ..rules.working_time import Span
from .helpdesk_ticket_category import SEVERITIES

UNITS = [
    ("days", "working days"),
    ("hours", "working hours"),
    ("none", "no target"),
]
MOST_DAYS = 3650
MOST_HOURS = 8760
# kind: (field with the amount, field with the unit)
TIMES = {
    "acknowledge": ("acknowledge_within", "acknowledge_unit"),
    "notice": ("notice_every", "notice_unit"),
    "resolve": ("resolve_within", "resolve_unit"),
    "wait": ("wait_for", "wait_unit"),
}
CONDITIONS = ("category_id", "severity", "channel_id", "company_id")


class ComplaintTarget(models.Model):
    """How soon cases of a kind are acknowledged, reported on and resolved.

    A time without unit is left to the more general targets, at last to the company.
    """

    _name = "complaint.target"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Complaint Target"
    _order = "category_id, severity, channel_id, company_id, id"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('is_complaint', '=', True)]",
        help="With everything below it. Empty: every category.",
    )
    severity = fields.Selection(selection=SEVERITIES, help="Empty: every severity.")
    channel_id = fields.Many2one(
        comodel_name="helpdesk.ticket.channel",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: every channel.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="cascade",
        default=lambda self: self._default_company_id(),
        help="Empty: for every company.",
    )
    acknowledge_within = fields.Float(digits=(16, 2))
    acknowledge_unit = fields.Selection(selection=UNITS, string="Acknowledge: Unit")
    notice_every = fields.Float(string="Progress Notice Every", digits=(16, 2))
    notice_unit = fields.Selection(selection=UNITS, string="Notice: Unit")
    resolve_within = fields.Float(digits=(16, 2))
    resolve_unit = fields.Selection(selection=UNITS, string="Resolve: Unit")
    wait_for = fields.Float(
        string="Wait for the Customer",
        digits=(16, 2),
        help="After so long without an answer the owner is reminded.",
    )
    wait_unit = fields.Selection(selection=UNITS, string="Wait: Unit")
    source = fields.Text(
        string="Why",
        translate=True,
        help="Where the times come from: a law, a promise, a benchmark.",
    )

    @api.model
    def _default_company_id(self):
        return self.env.company

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        # nobody gives a target of theirs to every company
        self.check_access("write")
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        """A copy is for the own company, where the shared one does not fit."""
        vals_list = super().copy_data(default)
        for target, vals in zip(self, vals_list, strict=True):
            if "company_id" not in (default or {}) and not target.company_id:
                vals["company_id"] = self.env.company.id
        return vals_list

    @api.depends("category_id", "severity", "channel_id")
    def _compute_display_name(self):
        severities = dict(self._fields["severity"]._description_selection(self.env))
        for target in self:
            parts = [
                target.category_id.display_name,
                severities.get(target.severity),
                target.channel_id.display_name,
            ]
            target.display_name = " · ".join(filter(None, parts)) or self.env._(
                "Every complaint"
            )

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains(*(name for pair in TIMES.values() for name in pair))
    def _check_times(self):
        for target in self:
            units = [unit for _amount, unit in TIMES.values() if target[unit]]
            if not units:
                raise ValidationError(
                    self.env._(
                        "%(target)s: set at least one time.", target=target.display_name
                    )
                )
            for amount, unit in TIMES.values():
                target._check_time(amount, unit)

    def _check_time(self, amount, unit):
        value, kind = self[amount], self[unit]
        if kind not in ("days", "hours"):
            return
        most = MOST_DAYS if kind == "days" else MOST_HOURS
        if not 0 <= value <= most or (kind == "hours" and not value):
            raise ValidationError(
                self.env._(
                    "%(field)s: from 0 to %(days)s working days, or up to %(hours)s "
                    "working hours.",
                    field=self._fields[amount]._description_string(self.env),
                    days=MOST_DAYS,
                    hours=MOST_HOURS,
                )
            )
        if kind == "days" and value != int(value):
            raise ValidationError(
                self.env._(
                    "%(field)s: parts of a day are given in working hours.",
                    field=self._fields[amount]._description_string(self.env),
                )
            )

    @api.constrains("active", *CONDITIONS)
    def _check_only_one(self):
        """Two entered at the same moment do no harm: the older one wins."""
        for target in self.filtered("active"):
            same = [(name, "=", target._condition(name)) for name in CONDITIONS]
            if self.sudo().search_count([*same, ("id", "!=", target.id)], limit=1):
                raise ValidationError(
                    self.env._(
                        "There is a target for these cases already: %(target)s.",
                        target=target.display_name,
                    )
                )

    def _condition(self, name):
        value = self[name]
        return value.id if self._fields[name].relational else value

    # ------------------------------------------------------------------
    # use
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _as_rules(self):
        """Return all targets for the plain decision, read once and kept."""
        return tuple(
            targets.Target(
                record_id=target.id,
                spans=target._spans(),
                category_id=target.category_id.id or 0,
                severity=target.severity or "",
                channel_id=target.channel_id.id or 0,
                company_id=target.company_id.id or 0,
            )
            for target in self.sudo().with_context(active_test=True).search([])
        )

    def _spans(self):
        self.ensure_one()
        return {
            kind: None if self[unit] == "none" else Span(self[amount], self[unit])
            for kind, (amount, unit) in TIMES.items()
            if self[unit]
        }
