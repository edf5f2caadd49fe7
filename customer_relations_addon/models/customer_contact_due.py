from odoo import fields, models
from odoo.tools import SQL

from .customer_policy import CHANNELS

# One row a customer with a class: the policy that asks for the earliest contact. The
# policies in force are laid out by class first, so that each customer meets few rows.
QUERY = """
    WITH scope AS MATERIALIZED (
        SELECT policy.id, policy.sequence, policy.channel, policy.company_id,
               policy.brand, policy.categ_id, policy.service_id,
               CASE WHEN purpose.needs_consent AND policy.channel <> 'visit'
                    THEN purpose.id END AS purpose_id,
               CASE policy.channel WHEN 'call' THEN 'phone' WHEN 'letter' THEN 'post'
                    WHEN 'chat' THEN 'social' ELSE policy.channel END AS door,
               policy.interval_count * ('1 ' || policy.interval_unit)::interval AS step,
               class.id AS class_id
          FROM customer_policy policy
     LEFT JOIN customer_purpose purpose ON purpose.id = policy.purpose_id
          JOIN customer_class class ON EXISTS (
                SELECT 1 FROM customer_policy_class_rel rel
                 WHERE rel.policy_id = policy.id AND rel.class_id = class.id)
            OR NOT EXISTS (
                SELECT 1 FROM customer_policy_class_rel rel
                 WHERE rel.policy_id = policy.id)
         WHERE policy.state = 'running'
           AND policy.active
           AND policy.interval_count > 0
           AND coalesce(policy.date_from, '-infinity'::date) <= %(today)s
           AND coalesce(policy.date_to, 'infinity'::date) >= %(today)s
           AND (policy.company_id IS NULL OR policy.company_id IN %(companies)s)
    )
    SELECT DISTINCT ON (partner.id)
           partner.id AS id,
           partner.id AS partner_id,
           partner.customer_class_id AS class_id,
           partner.customer_store_id AS store_id,
           partner.user_id AS user_id,
           partner.company_id AS company_id,
           partner.last_contact_at AS last_contact_at,
           scope.id AS policy_id,
           scope.channel AS channel,
           coalesce((partner.last_contact_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s
                     + scope.step)::date,
                    partner.create_date::date) AS due_date
      FROM res_partner partner
      JOIN scope ON scope.class_id = partner.customer_class_id
     WHERE partner.active
       AND (scope.company_id IS NULL OR partner.company_id IS NULL
            OR partner.company_id = scope.company_id)
       AND %(narrowed)s
  ORDER BY partner.id, due_date, scope.sequence, scope.id
"""
OWNERS = """
    ((scope.brand IS NULL AND scope.categ_id IS NULL)
     OR (scope.id, partner.id) IN (
        SELECT asked.id, piece.partner_id
          FROM (SELECT DISTINCT id, brand, categ_id FROM scope
                 WHERE brand IS NOT NULL OR categ_id IS NOT NULL) AS asked
     LEFT JOIN product_category line ON line.id = asked.categ_id
          JOIN customer_ownership piece ON piece.owned_until IS NULL
           AND (asked.brand IS NULL OR lower(piece.brand) = lower(asked.brand))
     LEFT JOIN product_product product ON product.id = piece.product_id
     LEFT JOIN product_template model ON model.id = product.product_tmpl_id
     LEFT JOIN product_category own ON own.id = model.categ_id
         WHERE line.id IS NULL OR own.parent_path LIKE line.parent_path || '%%'))
"""
USERS = """
    (scope.service_id IS NULL OR (scope.service_id, partner.id) IN (
        SELECT service_id, partner_id FROM customer_service_use))
"""
# The latest word about everything of the purpose counts; what was only said counts
# once it is confirmed in writing. A yes is said to one company, a no to all of them
# (customer.consent._permitted).
AGREED = """
    (scope.purpose_id IS NULL OR (scope.purpose_id, scope.door, partner.id) IN (
        SELECT word.purpose_id, word.channel, word.partner_id
          FROM (SELECT DISTINCT ON (partner_id, purpose_id, channel) *
                  FROM customer_consent
                 WHERE goods_class_id IS NULL
                   AND (state <> 'given' OR coalesce(company_id, %(company)s)
                                            = %(company)s)
              ORDER BY partner_id, purpose_id, channel, id DESC) AS word
         WHERE word.state = 'given'
           AND (word.source <> 'oral' OR word.confirmed_at IS NOT NULL)))
"""


class CustomerContactDue(models.Model):
    """With whom somebody has to get in touch next, by the policies in force."""

    _name = "customer.contact.due"
    _description = "Next Contact"
    _inherit = ["complaint.export.mixin"]
    _auto = False
    _order = "due_date, id"
    _rec_name = "partner_id"
    _depends = {
        "customer.consent": [
            "channel",
            "company_id",
            "confirmed_at",
            "goods_class_id",
            "partner_id",
            "purpose_id",
            "source",
            "state",
        ],
        "customer.purpose": ["needs_consent"],
        "customer.ownership": ["brand", "owned_until", "partner_id", "product_id"],
        "customer.policy": [
            "active",
            "brand",
            "categ_id",
            "channel",
            "class_ids",
            "company_id",
            "date_from",
            "date_to",
            "interval_count",
            "interval_unit",
            "purpose_id",
            "sequence",
            "service_id",
            "state",
        ],
        "customer.service.use": ["partner_id", "service_id"],
        "product.category": ["parent_path"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.partner": [
            "active",
            "company_id",
            "customer_class_id",
            "customer_store_id",
            "last_contact_at",
            "user_id",
        ],
    }

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email", string="E-mail")
    class_id = fields.Many2one("customer.class", readonly=True)
    store_id = fields.Many2one("retail.store", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    policy_id = fields.Many2one("customer.policy", readonly=True)
    contact_with = fields.Text(related="policy_id.contact_with")
    contact_by = fields.Selection(related="policy_id.contact_by")
    channel = fields.Selection(selection=CHANNELS, string="How", readonly=True)
    last_contact_at = fields.Datetime(string="Last Contact", readonly=True)
    due_date = fields.Date(string="Due", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            QUERY,
            zone=self.env.tz.zone,
            today=fields.Date.context_today(self),
            companies=tuple(self.env.companies.ids) or (0,),
            narrowed=self._narrowed(),
        )

    def _narrowed(self):
        """Return what brand, product line, service and consent ask of the customer."""
        agreed = SQL(AGREED, company=self.env.company.id)
        return SQL("%s AND %s AND %s", SQL(OWNERS), SQL(USERS), agreed)

    def action_open_customer(self):
        """Open the customer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }
