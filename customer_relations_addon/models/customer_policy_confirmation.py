from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .res_users import GROUP


class CustomerPolicy(models.Model):
    """Staff confirm a policy as they confirm guidelines: each version again."""

    _inherit = "customer.policy"

    needs_confirmation = fields.Boolean(
        default=True,
        help="Staff confirm that they have read it, each new version again.",
    )
    confirmation_ids = fields.One2many(
        comodel_name="customer.policy.confirmation",
        inverse_name="policy_id",
        string="Confirmations",
        readonly=True,
    )
    my_confirmed_at = fields.Datetime(
        string="I Confirmed It",
        compute="_compute_my_confirmed_at",
        help="When you confirmed the present version.",
    )
    to_confirm = fields.Boolean(
        string="To Confirm by Me",
        compute="_compute_my_confirmed_at",
        search="_search_to_confirm",
    )
    open_user_ids = fields.Many2many(
        comodel_name="res.users",
        string="Not Confirmed By",
        compute="_compute_open_user_ids",
        groups="customer_relations_addon.group_relations_supervisor,"
        "customer_relations_addon.group_relations_auditor",
    )

    def _confirmed_now(self, domain=()):
        """Return the confirmations (sudo) of the present versions."""
        rows = (
            self.env["customer.policy.confirmation"]
            .sudo()
            .search([("policy_id", "in", self.ids), *domain])
        )
        return rows.filtered(
            lambda row: (
                (row.version, row.page_version_id)
                == (row.policy_id.version, row.policy_id.page_id.history_head)
            )
        )

    @api.depends("version", "page_id.history_head", "confirmation_ids", "state")
    @api.depends_context("uid")
    def _compute_my_confirmed_at(self):
        mine = self._confirmed_now([("user_id", "=", self.env.uid)])
        confirmed = {row.policy_id.id: row.confirmed_at for row in mine}
        asked = self.env.user.has_group(GROUP % "user")
        for policy in self:
            policy.my_confirmed_at = confirmed.get(policy.id, False)
            policy.to_confirm = (
                asked
                and policy.needs_confirmation
                and policy.state == "running"
                and policy.id not in confirmed
            )

    def _search_to_confirm(self, operator, value):
        if operator != "in":
            return NotImplemented
        asking = self.search(
            [("state", "=", "running"), ("needs_confirmation", "=", True)]
        )
        ids = asking.filtered("to_confirm").ids
        wanted = set(value)
        if wanted == {True, False}:
            return [(1, "=", 1)]
        return [("id", "in" if True in wanted else "not in", ids)]

    @api.depends("version", "page_id.history_head", "confirmation_ids", "state")
    def _compute_open_user_ids(self):
        group = self.env.ref(GROUP % "user")
        staff = (
            self.env["res.users"]
            .sudo()
            .search([("all_group_ids", "in", group.ids), ("share", "=", False)])
        )
        done = self._confirmed_now().grouped("policy_id")
        for policy in self:
            company = policy.company_id or self.env.companies
            asked = staff.filtered(
                lambda user, company=company: user.company_ids & company
            )
            confirmed = done.get(policy.sudo())
            running = policy.state == "running" and policy.needs_confirmation
            still = asked - confirmed.user_id if confirmed else asked
            policy.open_user_ids = still.ids if running else False

    def action_confirm(self):
        """Confirm that the user has read the present version of these policies."""
        self.check_access("read")
        if not self.env.user.has_group(GROUP % "user"):
            raise AccessError(self.env._("Policies are confirmed by shop staff."))
        for policy in self.sudo():
            if policy.state != "running":
                raise UserError(
                    self.env._(
                        "%(policy)s is not in force.", policy=policy.display_name
                    )
                )
            self.env["customer.policy.confirmation"]._confirm(policy, self.env.user)
        self.invalidate_recordset(["my_confirmed_at", "to_confirm", "confirmation_ids"])
        return True

    def action_view_confirmations(self):
        """Open who has confirmed the policy, and which version."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.customer_policy_confirmation_action"
        )
        return {**action, "domain": [("policy_id", "=", self.id)], "context": {}}


class CustomerPolicyConfirmation(models.Model):
    """Who has read which version of which policy; each for themselves only."""

    _name = "customer.policy.confirmation"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _description = "Confirmed Policy"
    _order = "confirmed_at desc, id desc"
    _rec_name = "policy_id"
    _log_access = False

    policy_id = fields.Many2one(
        comodel_name="customer.policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    version = fields.Integer(required=True, readonly=True)
    page_version_id = fields.Many2one(
        comodel_name="document.page.history",
        string="Guideline Version",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    confirmed_at = fields.Datetime(string="When", required=True, readonly=True)
    company_id = fields.Many2one(related="policy_id.company_id")

    _once = models.UniqueIndex(
        "(policy_id, version, COALESCE(page_version_id, 0), user_id)"
    )

    @api.model
    def _confirm(self, policy, user):
        """Confirm once, also when two clicks arrive at the same moment."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO customer_policy_confirmation
                            (policy_id, version, page_version_id, user_id, confirmed_at)
                     VALUES (%s, %s, %s, %s, %s)
                ON CONFLICT DO NOTHING RETURNING id
                """,
                policy.id,
                policy.version,
                policy.page_id.history_head.id or None,
                user.id,
                fields.Datetime.now(),
            )
        )
        self.invalidate_model()
