from odoo import api, fields, models
from odoo.exceptions import ValidationError

CHANNELS = [
    ("email", "E-mail"),
    ("phone", "Telephone"),
    ("sms", "Text Message"),
    ("post", "Letter"),
    ("social", "Social Media and Chat"),
]


class CustomerGoodsClass(models.Model):
    """A class of goods or services customers are told about, as they understand it."""

    _name = "customer.goods.class"
    _description = "Class of Goods"
    _inherit = ["complaint.export.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )


class CustomerPurpose(models.Model):
    """What personal data are used for, and what the customer is told about it."""

    _name = "customer.purpose"
    _description = "Purpose of Personal Data"
    _inherit = ["mail.thread", "complaint.export.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        help="The name by which a form finds the notice it shows.", copy=False
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    needs_consent = fields.Boolean(
        tracking=True,
        help="Nobody is written to or called for this purpose who has not agreed, as "
        "the law asks for direct marketing.",
    )
    goods_class_ids = fields.Many2many(
        "customer.goods.class",
        string="Classes of Goods",
        check_company=True,
        help="What the customer may hear about. Vague classes are no consent.",
    )
    by_email = fields.Boolean(string="E-mail", default=True)
    by_phone = fields.Boolean(string="Telephone")
    by_sms = fields.Boolean(string="Text Message")
    by_post = fields.Boolean(string="Letter")
    by_social = fields.Boolean(string="Social Media and Chat")
    statement = fields.Text(
        translate=True,
        tracking=True,
        help="The words the customer agrees to. They are kept with each consent.",
    )
    collection_notice = fields.Html(
        translate=True,
        help="What people are told when we ask for their data: what for, who gets "
        "them, whether they must, and how to see and correct them.",
    )
    version = fields.Integer(default=1, readonly=True, copy=False)
    consent_count = fields.Integer(compute="_compute_consent_count")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "There is a purpose with this code already.",
    )

    def _compute_consent_count(self):
        groups = self.env["customer.consent"]._read_group(
            [("purpose_id", "in", self.ids), ("is_current", "=", True)],
            ["purpose_id"],
            ["__count"],
        )
        counts = {purpose.id: count for purpose, count in groups}
        for purpose in self:
            purpose.consent_count = counts.get(purpose.id, 0)

    @api.constrains("code", "company_id")
    def _check_code(self):
        """Said here too, so that the database has nothing to refuse."""
        for purpose in self.filtered("code"):
            same = self.with_context(active_test=False).search_count(
                [
                    ("code", "=", purpose.code),
                    ("company_id", "=", purpose.company_id.id),
                    ("id", "!=", purpose.id),
                ],
                limit=1,
            )
            if same:
                raise ValidationError(
                    self.env._("There is a purpose with this code already.")
                )

    def write(self, vals):
        """Words that change are another consent: the version tells them apart."""
        if "version" not in vals and not {"statement", "name"}.isdisjoint(vals):
            for purpose in self:
                changed = any(
                    purpose[name] != vals[name]
                    for name in ("statement", "name")
                    if name in vals
                )
                if changed:
                    super(CustomerPurpose, purpose).write(
                        {"version": purpose.version + 1}
                    )
        return super().write(vals)

    def _channels(self):
        """Return the channels of this purpose, in order."""
        self.ensure_one()
        return [key for key, _label in CHANNELS if self[f"by_{key}"]]

    @api.model
    def _find(self, code, company):
        """Return the purpose with this code (sudo): the company's own one first."""
        found = self.sudo().search(
            [("code", "=", code), ("company_id", "in", [False, company.id])]
        )
        return found.filtered("company_id")[:1] or found[:1]

    def action_consents(self):
        """Open the consents of this purpose."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.customer_consent_action"
        )
        action["domain"] = [("purpose_id", "=", self.id)]
        return action
