from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .customer_linked import READERS
from .res_users import GROUP

# A record of one of these models makes somebody a customer.
OF_CUSTOMERS = ("customer.exchange", "helpdesk.ticket", "sale.order", "crm.lead")


class ResPartner(models.Model):
    """What shop staff know about a customer, important things first."""

    _inherit = "res.partner"

    customer_class_id = fields.Many2one(
        comodel_name="customer.class",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        groups=READERS,
    )
    customer_store_id = fields.Many2one(
        comodel_name="retail.store",
        string="Home Store",
        index="btree_not_null",
        ondelete="set null",
        groups=READERS,
        help="The store that looks after this customer.",
    )
    fact_ids = fields.One2many(
        comodel_name="customer.fact",
        inverse_name="partner_id",
        string="Facts",
        groups=READERS,
    )
    important_facts = fields.Text(
        string="Important",
        compute="_compute_important_facts",
        groups=READERS,
        help="Important facts that are not sensitive.",
    )
    fact_count = fields.Integer(compute="_compute_fact_count", groups=READERS)
    last_verified_at = fields.Datetime(
        string="Data Verified On", readonly=True, copy=False, index=True, groups=READERS
    )
    last_verified_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Data Verified By",
        readonly=True,
        copy=False,
        groups=READERS,
    )
    relation_policy_ids = fields.Many2many(
        comodel_name="customer.policy",
        string="Policies for This Customer",
        compute="_compute_relation_policy_ids",
        groups=READERS,
    )

    is_customer = fields.Boolean(
        compute="_compute_is_customer",
        search="_search_is_customer",
        groups=READERS,
        help="Has a class, a home store, an exchange, a complaint, an order, an "
        "invoice or an enquiry.",
    )

    @api.depends("customer_class_id", "customer_store_id", "customer_rank")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_customer(self):
        found = self.search([("id", "in", self.ids), ("is_customer", "=", True)])
        for partner in self:
            partner.is_customer = partner._origin in found

    def _search_is_customer(self, operator, value):
        """Customers, by what the user may read."""
        if operator != "in":
            return NotImplemented
        customers = (
            Domain("customer_class_id", "!=", False)
            | Domain("customer_store_id", "!=", False)
            | Domain("customer_rank", ">", 0)
        )
        for name in OF_CUSTOMERS:
            model = self.env[name]
            if model.has_access("read"):
                linked = model._search([("partner_id", "!=", False)])
                column = SQL.identifier(model._table, "partner_id")
                customers |= Domain("id", "in", linked.subselect(column))
        return customers

    @api.depends("fact_ids.important", "fact_ids.sensitive", "fact_ids.value")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_important_facts(self):
        texts = self._important_facts()
        for partner in self:
            partner.important_facts = texts.get(partner._origin.id, False)

    def _important_facts(self):
        """Return {id: what to know first, a line each}, of what the user may read.

        Sensitive facts are opened on purpose only: they are not among them.
        """
        model = self.env["customer.fact"]
        if not self.ids or not model.has_access("read"):
            return {}
        facts = model.search(
            [
                ("partner_id", "in", self.ids),
                ("important", "=", True),
                ("sensitive", "=", False),
            ]
        )
        return {
            partner.id: "\n".join(own.mapped("display_name"))
            for partner, own in facts.grouped("partner_id").items()
        }

    @api.depends("fact_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_fact_count(self):
        self._count_records("customer.fact", [], "fact_count")

    @api.depends("customer_class_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_relation_policy_ids(self):
        today = fields.Date.context_today(self)
        policies = self.env["customer.policy"].search([("state", "=", "running")])
        current = policies.filtered(
            lambda one: (one.date_from or today) <= today <= (one.date_to or today)
        )
        for partner in self:
            own = partner.customer_class_id
            partner.relation_policy_ids = current.filtered(
                lambda one, own=own: own and (not one.class_ids or own in one.class_ids)
            )

    def action_data_verified(self):
        """Note that somebody went through the data with the customer today."""
        self.check_access("read")
        if not self.env.user.has_group(GROUP % "user"):
            raise AccessError(self.env._("Shop staff verify the data of customers."))
        return self.sudo().write(
            {
                "last_verified_at": fields.Datetime.now(),
                "last_verified_by_id": self.env.uid,
            }
        )

    def action_view_facts(self):
        """Open what is known about the customer."""
        return self._customer_records("customer_fact_action")

    def _customer_records(self, name):
        """Return the action of records about this customer."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"customer_relations_addon.{name}"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        return action
