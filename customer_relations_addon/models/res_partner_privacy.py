import hmac

from odoo import fields, models
from odoo.tools import hmac as sign

USERS = (
    "customer_relations_addon.group_relations_user,"
    "customer_relations_addon.group_relations_auditor"
)


class ResPartner(models.Model):
    """What a customer agreed to, and asked about the own data."""

    _inherit = "res.partner"

    consent_ids = fields.One2many(
        "customer.consent", "partner_id", string="Consents", groups=USERS
    )
    privacy_request_ids = fields.One2many(
        "customer.privacy.request",
        "partner_id",
        string="Privacy Requests",
        groups="customer_relations_addon.group_relations_privacy",
    )
    consent_count = fields.Integer(compute="_compute_consent_count", groups=USERS)

    def _compute_consent_count(self):
        groups = self.env["customer.consent"]._read_group(
            [
                ("partner_id", "in", self.ids),
                ("is_current", "=", True),
                ("state", "=", "given"),
            ],
            ["partner_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.consent_count = counts.get(partner.id, 0)

    def _may_contact(self, channel, purpose=None, goods_class=None):
        """Return those of these customers who may be addressed like this.

        For whatever writes to customers or calls them without a reason of theirs.

        :param channel: one of the channels of ``customer.consent``
        :param purpose: record; by default direct marketing
        """
        purpose = purpose or self._marketing_purpose()
        return self.env["customer.consent"]._permitted(
            self, purpose, channel, goods_class
        )

    def _marketing_purpose(self):
        return self.env["customer.purpose"]._find("marketing", self.env.company)

    # ------------------------------------------------------------------
    # the customer's own page, by a link in each such mail
    # ------------------------------------------------------------------

    def _consent_token(self):
        self.ensure_one()
        return sign(self.env(su=True), "customer-consent", self.id)

    def _consent_link(self):
        """Return the address at which the customer changes the own consents."""
        self.ensure_one()
        return (
            f"{self.get_base_url()}/privacy/consent/{self.id}/{self._consent_token()}"
        )

    def _is_consent_token(self, token):
        """Say whether this is the token of the one customer."""
        return hmac.compare_digest(
            self._consent_token().encode(), str(token or "").encode()
        )

    def _consent_lines(self):
        """Return what the customer's own pages show: the rows that count (sudo)."""
        self.ensure_one()
        rows = self.env["customer.consent"].sudo()
        return rows.search(
            [("partner_id", "=", self.id), ("is_current", "=", True)],
            order="purpose_id, channel, id",
        )

    def _withdraw_consent(self, consents=None, evidence=None):
        """Withdraw these consents of the customer, by default every one.

        Whoever withdraws everything also refuses what nobody asked about yet.
        """
        self.ensure_one()
        model = self.env["customer.consent"]
        lines = self._consent_lines()
        given = lines if consents is None else lines & consents
        done = model.sudo()
        for consent in given.filtered(lambda one: one.state == "given"):
            done |= model._record(
                self,
                consent.purpose_id,
                [consent.channel],
                "withdrawn",
                "online",
                goods_class=consent.goods_class_id,
                evidence=evidence,
            )
        if consents is None:
            purpose = self._marketing_purpose()
            if purpose:
                done |= model._record(
                    self, purpose, ["email"], "withdrawn", "online", evidence=None
                )
        return done

    def action_consents(self):
        """Open the consents of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.customer_consent_action"
        )
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        return action
