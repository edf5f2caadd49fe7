from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RetailStore(models.Model):
    """A place of business: who works there decides who sees its complaints."""

    _name = "retail.store"
    _inherit = ["mail.thread", "complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Store"
    _order = "sequence, code, id"
    _parent_store = True
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, tracking=True, help="Short and unique, as TST.")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("shop", "Shop"),
            ("online", "Online Shop"),
            ("workshop", "Workshop"),
            ("office", "Office"),
        ],
        required=True,
        default="shop",
    )
    active = fields.Boolean(default=True, tracking=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    parent_id = fields.Many2one(
        comodel_name="retail.store",
        string="Belongs To",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Area or head office. Its members see the complaints of this store.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        comodel_name="retail.store", inverse_name="parent_id", string="Stores Below"
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Address",
        index="btree_not_null",
        check_company=True,
    )
    member_ids = fields.Many2many(
        comodel_name="res.users",
        relation="retail_store_member_rel",
        column1="store_id",
        column2="user_id",
        string="Members",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        help="Clerks and supervisors among them see the complaints of this store.",
    )
    upper_member_ids = fields.Many2many(
        comodel_name="res.users",
        relation="retail_store_upper_member_rel",
        column1="store_id",
        column2="user_id",
        string="Members Here and Above",
        compute="_compute_upper_member_ids",
        store=True,
        recursive=True,
    )
    manager_id = fields.Many2one(
        comodel_name="res.users",
        string="Store Manager",
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        help="Becomes the owner of cases that nobody else can own.",
    )
    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="Helpdesk Team",
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    resource_calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Opening Hours",
        check_company=True,
        help="Targets count in these hours; empty: the calendar of the company.",
    )
    complaint_count = fields.Integer(
        compute="_compute_complaint_count", string="Complaints"
    )
    open_complaint_count = fields.Integer(
        compute="_compute_open_complaint_count", string="Open Complaints"
    )

    _code_company_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "Two stores of a company cannot have the same code."
    )

    @api.depends("member_ids", "parent_id.upper_member_ids")
    def _compute_upper_member_ids(self):
        for store in self:
            store.upper_member_ids = store.member_ids | store.parent_id.upper_member_ids

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        counts = self._count_complaints([])
        for store in self:
            store.complaint_count = counts.get(store, 0)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_open_complaint_count(self):
        counts = self._count_complaints([("resolved_at", "=", False)])
        for store in self:
            store.open_complaint_count = counts.get(store, 0)

    def _count_complaints(self, domain):
        """Return {store: complaints the user can read}."""
        domain = [("store_id", "in", self.ids), ("is_complaint", "=", True), *domain]
        groups = self.env["helpdesk.ticket"]._read_group(
            domain, ["store_id"], ["__count"]
        )
        return dict(groups)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for store in self:
            store.display_name = " · ".join(filter(None, [store.code, store.name]))

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("Belongs To: a store cannot belong to itself.")
            )

    @api.constrains("member_ids", "manager_id", "company_id")
    def _check_member_company(self):
        for store in self.sudo():
            users = store.member_ids | store.manager_id
            strangers = users.filtered(
                lambda user, store=store: (
                    user.share or store.company_id not in user.company_ids
                )
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "Members of %(store)s must be employees of %(company)s. "
                        "Not so: %(users)s",
                        store=store.display_name,
                        company=store.company_id.display_name,
                        users=", ".join(strangers.mapped("name")),
                    )
                )

    def action_view_complaints(self):
        """Open the complaints of the store."""
        self.ensure_one()
        action = self.env["helpdesk.ticket"]._complaint_list_action(
            self.env._("Complaints of %(store)s", store=self.display_name),
            [("store_id", "=", self.id)],
        )
        action["context"] = {
            "default_is_complaint": True,
            "default_store_id": self.id,
        }
        return action
