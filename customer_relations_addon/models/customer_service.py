from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CustomerService(models.Model):
    """Something extra for customers: for whom, on what condition, at what cost."""

    _name = "customer.service"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _description = "Value-Added Service"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    description = fields.Text(
        string="What the Customer Gets", translate=True, tracking=True
    )
    condition = fields.Text(
        translate=True, help="What staff check before: as, bought from us."
    )
    class_ids = fields.Many2many(
        comodel_name="customer.class",
        relation="customer_service_class_rel",
        column1="service_id",
        column2="class_id",
        string="Who Is Entitled",
        help="Empty: every customer.",
    )
    max_uses = fields.Integer(
        string="Times a Year",
        tracking=True,
        help="How often a customer may use it within 12 months. 0: as often as wanted.",
    )
    cost = fields.Monetary(
        string="Cost a Time", tracking=True, help="What one use costs the company."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    date_from = fields.Date(string="Valid From", tracking=True)
    date_to = fields.Date(string="Valid Until", tracking=True)
    effect_months = fields.Integer(
        string="Followed For (Months)",
        default=6,
        help="Purchases within so many months after the first use count as coming "
        "back.",
    )
    use_ids = fields.One2many(
        comodel_name="customer.service.use",
        inverse_name="service_id",
        string="Uses",
    )
    use_count = fields.Integer(
        string="Used", compute="_compute_use_count", help="In the last 12 months."
    )
    use_cost = fields.Monetary(
        string="Cost of Uses", compute="_compute_use_count", help="In 12 months."
    )

    @api.depends("use_ids.date", "use_ids.cost")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_use_count(self):
        since = fields.Date.context_today(self) - relativedelta(months=12)
        groups = self.env["customer.service.use"]._read_group(
            [("service_id", "in", self.ids), ("date", ">", since)],
            ["service_id"],
            ["__count", "cost:sum"],
        )
        figures = {service.id: rest for service, *rest in groups}
        for service in self:
            count, cost = figures.get(service._origin.id, (0, 0.0))
            service.use_count = count
            service.use_cost = cost

    @api.constrains("max_uses", "cost", "date_from", "date_to", "effect_months")
    def _check_figures(self):
        for service in self:
            if service.max_uses < 0 or service.cost < 0:
                raise ValidationError(
                    self.env._("Times a year and cost cannot be negative.")
                )
            start, end = service.date_from, service.date_to
            if start and end and end < start:
                raise ValidationError(self.env._("The service ends before it begins."))
            if not 1 <= service.effect_months <= 12:
                raise ValidationError(
                    self.env._("Followed for: between 1 and 12 months.")
                )

    def _obstacle(self, partner, day, company, besides=()):
        """Return why the customer may not use the service that day, or None.

        :param company: whose uses count; what another one gave is not told here
        :param besides: ids of uses that do not count, as the one that is looked at
        """
        self.ensure_one()
        start, end = self.date_from or day, self.date_to or day
        if not self.active or not start <= day <= end:
            return self.env._("%(service)s is not offered that day.", service=self.name)
        own = partner.sudo().customer_class_id
        own = own or partner.sudo().commercial_partner_id.customer_class_id
        if self.class_ids and own not in self.class_ids:
            return self.env._(
                "%(service)s is for %(classes)s. %(customer)s is not among them.",
                service=self.name,
                classes=", ".join(self.class_ids.mapped("name")),
                customer=partner.display_name,
            )
        if (
            self.max_uses
            and self._uses(partner, day, company, besides) >= self.max_uses
        ):
            return self.env._(
                "%(customer)s has used %(service)s %(count)s times in 12 months "
                "already, as often as allowed.",
                customer=partner.display_name,
                service=self.name,
                count=self.max_uses,
            )
        return None

    def _uses(self, partner, day, company, besides):
        """Return how often the customer used it in the year before, in all stores."""
        return (
            self.env["customer.service.use"]
            .sudo()
            .search_count(
                [
                    ("service_id", "=", self.id),
                    ("partner_id", "=", partner.id),
                    ("company_id", "=", company.id),
                    ("date", ">", day - relativedelta(months=12)),
                    ("date", "<=", day),
                    ("id", "not in", list(besides)),
                ]
            )
        )

    def action_view_uses(self):
        """Open who used the service."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.customer_service_use_action"
        )
        action["domain"] = [("service_id", "=", self.id)]
        action["context"] = {"default_service_id": self.id}
        return action
