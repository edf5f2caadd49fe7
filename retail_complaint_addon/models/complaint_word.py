import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext

from ..rules import words

REASONS = [
    ("admission", "Admits Liability"),
    ("blame", "Blames Somebody"),
    ("promise", "Promises Too Much"),
    ("rude", "Impolite"),
    ("internal", "Internal Matter"),
    ("other", "Other"),
]


class ComplaintWord(models.Model):
    """A word to think twice about before it goes to a customer. It only warns."""

    _name = "complaint.word"
    _description = "Word to Check"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "reason, name"

    name = fields.Char(
        string="Word or Phrase",
        required=True,
        help="English: whole words, upper or lower case; * at the end stands for any "
        "ending. Chinese: wherever the characters stand.",
    )
    reason = fields.Selection(REASONS, required=True, default="other")
    advice = fields.Char(translate=True, help="What to write instead.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for every company."
    )

    _name_company_unique = models.UniqueIndex(
        "(lower(name), COALESCE(company_id, 0))",
        "The word is in the list already.",
    )

    @api.constrains("name", "company_id")
    def _check_name(self):
        for word in self:
            if not words.pattern_of(word.name):
                raise ValidationError(
                    self.env._("“%(word)s” finds nothing.", word=word.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        seen = set()
        for vals in vals_list:
            self._check_raw(vals)
            name, company = vals.get("name"), vals.get("company_id") or False
            self._check_new_name(name, company)
            key = (str(name).lower(), company)
            if key in seen:
                raise self._twin_error(name)
            seen.add(key)
        return super().create(vals_list)

    def write(self, vals):
        self._check_raw(vals)
        for word in self:
            if not {"name", "company_id"}.isdisjoint(vals):
                company = vals.get("company_id", word.company_id.id)
                word._check_new_name(vals.get("name", word.name), company)
        return super().write(vals)

    def _check_new_name(self, name, company_id):
        """:raises ValidationError: before the database would, and log an error"""
        if not isinstance(name, str):
            return
        others = self.sudo().with_context(active_test=False)
        twin = others.search(
            [
                ("name", "=ilike", re.sub(r"([\\%_])", r"\\\1", name)),
                ("company_id", "=", company_id or False),
                ("id", "not in", self.ids),
            ],
            limit=1,
        )
        if twin:
            raise self._twin_error(twin.name)

    def _twin_error(self, name):
        return ValidationError(
            self.env._("“%(word)s” is in the list already.", word=name)
        )

    @api.model
    def _warnings(self, company, *texts):
        """Return a line for each listed word in these texts (plain or HTML)."""
        listed = self.sudo().search([("company_id", "in", [company.id, False])])
        text = "\n".join(html2plaintext(one or "") for one in texts)
        found = set(words.find_words(text, listed.mapped("name")))
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        lines = []
        for word in listed.filtered(lambda one: one.name in found).with_env(self.env):
            word = word.sudo()
            line = self.env._(
                "“%(word)s”: %(reason)s", word=word.name, reason=reasons[word.reason]
            )
            if word.advice:
                line = self.env._("%(line)s. %(advice)s", line=line, advice=word.advice)
            lines.append(line)
        return lines
