from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.anniversaries import next_on

KINDS = [
    ("preference", "Preference"),
    ("anniversary", "Anniversary"),
    ("size", "Size"),
    ("family", "Family"),
    ("allergy", "Allergy"),
    ("other", "Other"),
]
SIZES = [
    ("wrist", "Wrist"),
    ("ring", "Ring"),
    ("neck", "Neck"),
    ("bracelet", "Bracelet"),
    ("other", "Other Size"),
]
PRIVATE = "customer_relations_addon.group_relations_private"


class CustomerFact(models.Model):
    """One thing worth knowing about a customer; a few of them are sensitive."""

    _name = "customer.fact"
    _inherit = ["customer.linked.mixin"]
    _description = "Fact About a Customer"
    _order = "important desc, kind, id"
    _rec_name = "value"
    _check_company_auto = True

    kind = fields.Selection(
        selection=KINDS, required=True, default="preference", index=True
    )
    key = fields.Selection(selection=SIZES, string="Size Of")
    value = fields.Char(
        string="What",
        required=True,
        help="As a colleague reads it at the counter: 52, nickel, no logo on the dial.",
    )
    date = fields.Date(help="The day itself, with its year; it comes back every year.")
    next_date = fields.Date(
        string="Next Time",
        compute="_compute_next_date",
        store=True,
        index="btree_not_null",
    )
    important = fields.Boolean(
        help="Shown first on the customer, the enquiry and the complaint."
    )
    sensitive = fields.Boolean(
        index=True,
        help="Seen only by those with the group Sensitive Facts, who are logged.",
    )
    source = fields.Char(
        string="Known From", help="Who said it and when, as: at the fitting in May."
    )
    verified_at = fields.Date(
        string="Last Verified", default=fields.Date.context_today, index=True
    )
    verified_by_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        index="btree_not_null",
    )
    customer_class_id = fields.Many2one(related="partner_id.customer_class_id")

    @api.depends("kind", "date")
    def _compute_next_date(self):
        today = fields.Date.context_today(self)
        for fact in self:
            comes_back = fact.kind == "anniversary" and fact.date
            fact.next_date = next_on(fact.date, today) if comes_back else False

    @api.depends("kind", "key", "value")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        sizes = dict(self._fields["key"]._description_selection(self.env))
        for fact in self:
            label = sizes.get(fact.key) if fact.kind == "size" else None
            fact.display_name = self.env._(
                "%(kind)s: %(fact)s",
                kind=label or kinds.get(fact.kind, ""),
                fact=fact.value or "",
            )

    @api.constrains("kind", "key", "date")
    def _check_kind(self):
        for fact in self:
            if fact.kind == "size" and not fact.key:
                raise ValidationError(self.env._("Say what the size is of."))
            if fact.kind == "anniversary" and not fact.date:
                raise ValidationError(self.env._("An anniversary needs its day."))

    def action_verify(self):
        """Note that the customer has said today that it is still so."""
        self.check_access("write")
        today = fields.Date.context_today(self)
        return self.write({"verified_at": today, "verified_by_id": self.env.uid})

    def action_put_away(self):
        """Mark as sensitive what somebody without that group has just been told."""
        self.check_access("write")
        self.sudo().write({"sensitive": True})
        if self.env.user.has_group(PRIVATE):
            return True
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _roll_anniversaries(self):
        """Move anniversaries that are over to their next year."""
        today = fields.Date.context_today(self)
        over = self.sudo().search([("next_date", "<", today)])
        self.env.add_to_compute(self._fields["next_date"], over)
        over._recompute_recordset(["next_date"])
        return len(over)
