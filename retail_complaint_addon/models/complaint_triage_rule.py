from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..rules import triage
from .helpdesk_ticket_category import SEVERITIES


class ComplaintTriageRule(models.Model):
    """Words that suggest a category or a severity; a person decides."""

    _name = "complaint.triage.rule"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Triage Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    patterns = fields.Text(
        string="Words",
        required=True,
        help="One way to match a line, in any language. * stands for the rest of a "
        "word, + joins parts that must all occur, - before a part says that it must "
        "not: refund + -deliver*",
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Suggested Category",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('is_complaint', '=', True)]",
    )
    severity = fields.Selection(selection=SEVERITIES, string="Suggested Severity")
    weight = fields.Integer(
        string="How Sure (%)", default=60, help="From 1 to 100, beside the past cases."
    )
    try_text = fields.Text(string="Try a Text", store=False)
    try_result = fields.Char(compute="_compute_try_result", string="Result")

    @api.depends("patterns", "try_text")
    def _compute_try_result(self):
        for rule in self:
            rule.try_result = rule._tried() if rule.try_text else False

    def _tried(self):
        try:
            ways = triage.lines(self.patterns or "")
        except triage.PatternError as error:
            return self._pattern_message(error)
        at = triage.first_match(ways, triage.prepare(self.try_text))
        if at is None:
            return self.env._("Does not match.")
        written = [line.strip() for line in self.patterns.splitlines() if line.strip()]
        return self.env._("Matches by: %(line)s", line=written[at])

    @api.model
    def _pattern_message(self, error):
        reasons = {
            "empty": self.env._("a rule needs a line that says what must occur"),
            "long": self.env._(
                "at most %(lines)s lines of %(characters)s characters",
                lines=triage.MOST_LINES,
                characters=triage.LONGEST_LINE,
            ),
            "stars": self.env._("at most %(most)s stars", most=triage.MOST_STARS),
            "letters": self.env._("each part needs a letter or a figure"),
        }
        return self.env._(
            "Words: %(reason)s: “%(line)s”.",
            reason=reasons[error.reason],
            line=error.line[:60],
        )

    @api.constrains("patterns")
    def _check_patterns(self):
        for rule in self:
            try:
                triage.lines(rule.patterns or "")
            except triage.PatternError as error:
                raise ValidationError(self._pattern_message(error)) from error

    @api.constrains("weight", "category_id", "severity", "company_id")
    def _check_suggestion(self):
        for rule in self:
            if not 1 <= rule.weight <= 100:
                raise ValidationError(self.env._("How Sure: from 1 to 100 per cent."))
            category = rule.category_id
            if not category and not rule.severity:
                raise ValidationError(
                    self.env._(
                        "Rule %(rule)s suggests nothing: fill in a category or a "
                        "severity.",
                        rule=rule.name,
                    )
                )
            if category and not category.is_complaint:
                raise ValidationError(
                    self.env._(
                        "%(category)s is no category of complaints.",
                        category=category.display_name,
                    )
                )
            owner = category.company_id
            if owner and owner != rule.company_id:
                raise ValidationError(
                    self.env._(
                        "%(category)s belongs to %(company)s; so must the rule.",
                        category=category.display_name,
                        company=owner.name,
                    )
                )

    # ------------------------------------------------------------------
    # use
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache("company_id")
    def _compiled(self, company_id):
        """Return (rule id, ways, category id, severity, weight) of each rule."""
        rules = self.sudo().search(
            [
                ("company_id", "in", [company_id, False]),
                "|",
                ("category_id", "=", False),
                ("category_id.active", "=", True),
            ]
        )
        return tuple(
            (
                rule.id,
                tuple(triage.lines(rule.patterns)),
                rule.category_id.id,
                rule.severity,
                rule.weight / 100,
            )
            for rule in rules
        )

    @api.model
    def _matching(self, text, company):
        """Return (rule id, category id, severity, weight) of the rules that match."""
        prepared = triage.prepare(text)
        return [
            (rule_id, category_id, severity, weight)
            for rule_id, ways, category_id, severity, weight in self._compiled(
                company.id
            )
            if triage.first_match(ways, prepared) is not None
        ]
