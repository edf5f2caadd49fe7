from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

READERS = (
    "customer_relations_addon.group_relations_user,"
    "customer_relations_addon.group_relations_auditor"
)


class ResPartner(models.Model):
    """When we last spoke with a customer, and what was said and promised."""

    _inherit = "res.partner"

    last_contact_at = fields.Datetime(
        string="Last Contact",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=READERS,
        help="The latest exchange with this customer, or with a contact of theirs; "
        "mails that went out by themselves do not count.",
    )
    exchange_count = fields.Integer(
        compute="_compute_exchange_count", string="Exchanges", groups=READERS
    )
    promise_count = fields.Integer(
        compute="_compute_promise_count", string="Open Promises", groups=READERS
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_exchange_count(self):
        groups = self.env["customer.exchange"]._read_group(
            [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
        )
        counts = dict(groups)
        for partner in self:
            partner.exchange_count = counts.get(partner._origin, 0)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_promise_count(self):
        domain = [("partner_id", "in", self.ids), ("state", "=", "open")]
        groups = self.env["customer.promise"]._read_group(
            domain, ["partner_id"], ["__count"]
        )
        counts = dict(groups)
        for partner in self:
            partner.promise_count = counts.get(partner._origin, 0)

    def write(self, vals):
        if "last_contact_at" in vals and not self.env.su:
            vals = {key: vals[key] for key in vals if key != "last_contact_at"}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_known(self):
        """:raises UserError: when exchanges or promises would lose their customer"""
        for model in ("customer.exchange", "customer.promise"):
            records = self.env[model].sudo()
            found = records.search([("partner_id", "in", self.ids)], limit=1)
            if found:
                raise UserError(
                    self.env._(
                        "%(customer)s has exchanges or promises: merge or archive the "
                        "contact.",
                        customer=found.partner_id.display_name,
                    )
                )

    def _update_last_contact(self):
        """Write the latest exchange on customers and their companies (sudo).

        Past the ORM: nothing else of the contact changes, neither its date nor its
        history, and a thousand mails cost one statement.
        """
        partners = self.sudo() | self.sudo().commercial_partner_id
        if not partners:
            return
        self.env["customer.exchange"].flush_model(
            ["partner_id", "date", "direction", "user_id"]
        )
        partners.flush_recordset(["last_contact_at", "commercial_partner_id"])
        query = SQL(
            """UPDATE res_partner partner SET last_contact_at = latest.date
                 FROM (SELECT one.id, max(exchange.date) AS date
                         FROM res_partner one
                    LEFT JOIN res_partner contact
                           ON contact.id = one.id
                           OR (contact.commercial_partner_id = one.id)
                    LEFT JOIN customer_exchange exchange
                           ON exchange.partner_id = contact.id
                          AND (exchange.direction = 'in'
                               OR exchange.user_id IS NOT NULL)
                        WHERE one.id IN %s
                     GROUP BY one.id) latest
                WHERE partner.id = latest.id
                  AND partner.last_contact_at IS DISTINCT FROM latest.date""",
            tuple(partners.ids),
        )
        self.env.cr.execute(query)
        partners.invalidate_recordset(["last_contact_at"], flush=False)
