from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from ..rules import improvements
from .res_users import GROUP

STATES = [
    ("draft", "Proposed"),
    ("doing", "In Progress"),
    ("done", "Done, to Be Checked"),
    ("effective", "Effective"),
    ("not_effective", "Not Effective"),
    ("cancelled", "Cancelled"),
]
OPEN = ("draft", "doing")
# What an improvement may come from, and how that is called in lists.
SOURCES = {
    "service.indicator.value": "indicator",
    "store.assessment.line": "assessment",
    "store.incident": "incident",
}
EFFECTS = [
    (improvements.BETTER, "Better"),
    (improvements.SAME, "No Difference"),
    (improvements.WORSE, "Worse"),
    (improvements.TOO_EARLY, "Too Early to Say"),
]
CUSTOMER_IMPACTS = [
    ("better", "Customers Gain"),
    ("none", "Customers Do Not Notice"),
    ("worse", "Some Customers Lose Something"),
]
PRIVACY_IMPACTS = [
    ("none", "No Personal Data"),
    ("same", "Known Data, Known Purpose"),
    ("new", "New Data or a New Purpose"),
]
CHECKS = (
    "customer_impact",
    "customer_impact_note",
    "privacy_impact",
    "privacy_impact_note",
)
FIGURES = frozenset(
    {
        "figure_label",
        "figure_unit",
        "figure_before",
        "figure_after",
        "has_before",
        "has_after",
        "more_is_better",
    }
)


class ServiceImprovement(models.Model):
    """What a shop changes in its service, checked first and measured afterwards.

    Anything that has a figure can be the source: its model has the method
    ``_improvement_figures()``, which returns ``{res_id: Figures}``.
    """

    _name = "service.improvement"
    _description = "Service Improvement"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.effect.mixin",
        "customer.record.mixin",
    ]
    _open_states = OPEN
    _order = "due_date, id"
    _check_company_auto = True
    _protected_fields = FIGURES | {
        "state",
        "res_model",
        "res_id",
        "source_name",
        "started_at",
        "checks_by_id",
        "privacy_noted_by_id",
        "privacy_agreed_by_id",
        "privacy_agreed_at",
        "done_at",
        "check_date",
        "remind_at",
        "checked_at",
        "checked_by_id",
        "effect",
    }

    name = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        tracking=True,
        help="Empty: all stores.",
    )
    # where it comes from; a soft link, the source may belong to any part
    source = fields.Selection(
        selection=[
            ("indicator", "Indicator"),
            ("assessment", "Assessment"),
            ("incident", "Incident"),
            ("other", "Own Idea"),
        ],
        compute="_compute_source",
        store=True,
    )
    res_model = fields.Char(string="Source Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference(
        string="Source Record", model_field="res_model", readonly=True, copy=False
    )
    source_name = fields.Char(string="Comes From", readonly=True, copy=False)
    # what is to happen
    why = fields.Text()
    what = fields.Text(string="What Is Changed")
    # checked before anything starts
    customer_impact = fields.Selection(
        selection=CUSTOMER_IMPACTS, copy=False, tracking=True
    )
    customer_impact_note = fields.Text(
        string="What It Means for Customers",
        copy=False,
        help="Who notices what: waiting time, choice, price, language, disabled "
        "customers. Needed before the start.",
    )
    privacy_impact = fields.Selection(
        selection=PRIVACY_IMPACTS, copy=False, tracking=True
    )
    privacy_impact_note = fields.Text(
        string="What It Means for Personal Data",
        copy=False,
        help="Which data, for which purpose, who sees it, how long it is kept. "
        "Needed before the start.",
    )
    checks_by_id = fields.Many2one(
        comodel_name="res.users", string="Checks Confirmed By", readonly=True
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    # done, and did it help?
    result = fields.Text(string="What Was Done", copy=False)
    check_days = fields.Integer(
        help="So long after it was done the owner's manager checks the effect."
    )
    figure_label = fields.Char(string="Measured By", readonly=True, copy=False)
    figure_unit = fields.Char(string="Unit", readonly=True, copy=False)
    figure_before = fields.Float(
        string="Before", readonly=True, copy=False, aggregator="avg"
    )
    figure_after = fields.Float(
        string="After", readonly=True, copy=False, aggregator="avg"
    )
    has_before = fields.Boolean(readonly=True, copy=False)
    has_after = fields.Boolean(readonly=True, copy=False)
    more_is_better = fields.Boolean(readonly=True, copy=False, default=True)
    effect = fields.Selection(selection=EFFECTS, readonly=True, copy=False, index=True)
    effect_comment = fields.Text(string="What the Check Found", copy=False)
    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")
    _source_uniq = models.UniqueIndex(
        "(res_model, res_id) WHERE res_id IS NOT NULL AND state != 'cancelled'",
        "There is an improvement for this already.",
    )

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("res_model")
    def _compute_source(self):
        for record in self:
            record.source = SOURCES.get(record.res_model, "other")

    # ------------------------------------------------------------------
    # for the parts an improvement comes from
    # ------------------------------------------------------------------

    @api.model
    def _open_for(self, source, vals):
        """Return the improvement of a record, a new one if it has none.

        :param source: one record of a model in ``SOURCES``; the caller has checked
            that the user may do this
        :param dict vals: values of a new improvement
        """
        source.ensure_one()
        take_turns(source)
        improvement = self._improvements_of(source).get(source.id)
        if improvement:
            return improvement
        vals = {
            "source_name": source.display_name,
            **vals,
            "res_model": source._name,
            "res_id": source.id,
        }
        improvement = self._trusted().create(vals)._untrusted()
        improvement._refresh_figures()
        return improvement

    @api.model
    def _improvements_of(self, sources):
        """Return {id of a source: its improvement}, whoever may read it."""
        found = self.sudo().search(
            [
                ("res_model", "=", sources._name),
                ("res_id", "in", sources.ids),
                ("state", "!=", "cancelled"),
            ]
        )
        return {record.res_id: record.with_env(self.env) for record in found}

    def _refresh_figures(self):
        """Take the figures from the sources, until the effect has been checked."""
        live = self.sudo().filtered(
            lambda record: record.res_model in self.env and not record.checked_at
        )
        for model, records in live.grouped("res_model").items():
            sources = self.env[model].sudo().browse(records.mapped("res_id")).exists()
            figures = sources._improvement_figures() if sources else {}
            for record in records:
                record._take_figures(figures.get(record.res_id))

    def _take_figures(self, figures):
        self.ensure_one()
        if figures is None:
            return
        judged = self.state in ("done", "effective", "not_effective")
        after = figures.after if self.started_at else None
        effect = improvements.effect(figures._replace(after=after))
        self._trusted().write(
            {
                "figure_label": figures.label,
                "figure_unit": figures.unit,
                "more_is_better": figures.more_is_better,
                "has_before": figures.before is not None,
                "figure_before": figures.before or 0.0,
                "has_after": after is not None,
                "figure_after": after or 0.0,
                "effect": effect if judged else False,
            }
        )

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    def write(self, vals):
        if not self._is_trusted() and not vals.keys().isdisjoint(CHECKS):
            self._check_still_draft()
        return super().write(vals)

    def _check_still_draft(self):
        """:raises UserError: when what was checked before the start would change"""
        started = self.filtered(lambda record: record.state != "draft")
        if started:
            raise UserError(
                self.env._(
                    "%(name)s has started: what was checked before stays as it was.",
                    name=started[0].display_name,
                )
            )

    @api.constrains("owner_id", "company_id")
    def _check_owner(self):
        for record in self.sudo():
            owner = record.owner_id
            staff = owner.has_group(GROUP % "user")
            if not staff or record.company_id not in owner.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work with customers of %(company)s.",
                        user=owner.name,
                        company=record.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(record.started_at for record in self):
            raise UserError(
                self.env._("What has started is cancelled, and stays in the list.")
            )
