from odoo import api, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

CLERK = "retail_complaint_addon.group_complaint_clerk"
MANAGER = "retail_complaint_addon.group_complaint_manager"


SUPERVISOR = "retail_complaint_addon.group_complaint_supervisor"
AUDITOR = "retail_complaint_addon.group_complaint_auditor"
STAFF_FIELDS = ("staff_ids", "involved_user_ids")


class HelpdeskTicket(models.Model):
    """Store, team and owner of a complaint: it is never without an owner."""

    _inherit = "helpdesk.ticket"

    # ------------------------------------------------------------------
    # store and team
    # ------------------------------------------------------------------

    @api.model
    def _own_store(self, company):
        """Return the first store of the company the user works in."""
        return (
            self.env["retail.store"]
            .sudo()
            .search(
                [("member_ids", "in", self.env.uid), ("company_id", "=", company.id)],
                limit=1,
            )
        )

    @api.depends("is_complaint", "company_id")
    def _compute_store_id(self):
        own = {}
        for ticket in self:
            store, company = ticket.store_id, ticket.company_id
            if store and store.company_id == company or not ticket.is_complaint:
                ticket.store_id = store
                continue
            if company not in own:
                own[company] = self._own_store(company)
            ticket.store_id = own[company]

    @api.depends("store_id")
    def _compute_team_id(self):
        complaints = self.filtered("is_complaint")
        for ticket in complaints:
            ticket.team_id = ticket.team_id or ticket._default_team()
        return super(HelpdeskTicket, self - complaints)._compute_team_id()

    def _default_team(self):
        self.ensure_one()
        return self._pick_team(
            self.sudo().category_id, self.store_id, self.handling, self.company_id
        )

    @api.model
    def _pick_team(self, category, store, handling, company):
        """Return the team for a case of this category and store.

        A category of all companies may name the team of one of them.
        """
        company = store.company_id or company
        refer = category.refer_team_id
        if handling == "refer" and refer:
            if not company or refer.company_id in (company, company.browse()):
                return refer
        return store.team_id

    @api.onchange("store_id", "handling")
    def _onchange_store_id(self):
        if self.is_complaint:
            self.team_id = self._default_team() or self.team_id

    @api.onchange("lot_id")
    def _onchange_lot_id(self):
        if self.lot_id:
            self.product_id = self.lot_id.product_id

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        result = super()._onchange_partner_id()
        if self.is_complaint and self.partner_id:
            self.partner_phone = self.partner_id.phone
        return result

    # ------------------------------------------------------------------
    # owner
    # ------------------------------------------------------------------

    @api.depends("team_id", "involved_user_ids")
    def _compute_user_id(self):
        complaints = self.filtered("is_complaint")
        for ticket in complaints.sudo():
            ticket.user_id = ticket._find_owner()
        # onchange works on records whose other fields are not set yet
        return super(HelpdeskTicket, self - complaints)._compute_user_id()

    @api.depends("store_id", "team_id", "involved_user_ids", "company_id")
    def _compute_owner_candidate_ids(self):
        users = self.env["res.users"].sudo()
        # the search below leaves out who is archived, without reading each of them
        groups = (
            self.sudo()
            .with_context(active_test=False)
            .grouped(
                lambda t: (t.store_id, t.team_id, t.company_id, t.involved_user_ids)
            )
        )
        for (store, team, company, involved), tickets in groups.items():
            near = store.upper_member_ids | store.manager_id | team.user_ids
            tickets.owner_candidate_ids = users.search(
                self._owner_domain(company, involved)
                & (
                    Domain("id", "in", near.ids)
                    | Domain("all_group_ids", "in", [self._group_id(MANAGER)])
                )
            )

    @api.model
    def _owner_domain(self, company, involved):
        """Return the users for whom ``_may_own`` says yes, in one query."""
        return (
            Domain("share", "=", False)
            & Domain("company_ids", "in", company.ids)
            & Domain("id", "not in", involved.ids)
            & Domain("all_group_ids", "in", [self._group_id(CLERK)])
        )

    @api.model
    def _group_id(self, xmlid):
        return self.env["ir.model.data"]._xmlid_to_res_id(xmlid)

    @api.model
    def _complaint_managers(self, company):
        group = self.env.ref(MANAGER).sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and company in user.company_ids
        ).sorted("id")

    @api.model
    def _may_own(self, user, company, involved):
        """Say whether the user can see and handle a case of the company."""
        return bool(
            user
            and user.active
            and not user.share
            and user not in involved
            and company in user.company_ids
            and user.has_group(CLERK)
        )

    def _find_owner(self):
        """Return the owner of a stored or new case: the present one if possible."""
        self.ensure_one()
        involved = self.involved_user_ids
        current = self.user_id._origin or self.user_id
        candidates = [current] if self._origin else [current, self.env.user]
        for user in candidates:
            if self._may_own(user, self.company_id, involved):
                return user
        return self._fallback_owner(
            self.company_id, self.store_id, self.team_id, involved
        )

    @api.model
    def _fallback_owner(self, company, store, team, involved):
        """Return who owns a case when its creator cannot (sudo)."""
        for user in self._owner_chain(company, store.sudo(), team.sudo()):
            if self._may_own(user, company, involved):
                return user
        return self.env["res.users"].sudo()

    @api.model
    def _owner_chain(self, company, store, team):
        place = store
        while place:
            yield place.manager_id
            place = place.parent_id
        yield team.user_id
        yield company.sudo().complaint_owner_id
        yield from store.member_ids.sorted("id")
        yield from self._complaint_managers(company)

    def _owner_reaches(self):
        """Say whether the owner works in the store of the case or above it."""
        self.ensure_one()
        owner, store = self.user_id, self.store_id
        if not self._may_own(owner, self.company_id, self.involved_user_ids):
            return False
        return (
            not store
            or owner in store.upper_member_ids | store.manager_id
            or owner in self.team_id.user_ids
            or owner.has_group(MANAGER)
        )

    def _sync_people(self, vals):
        """Team and owner follow the store and the handling of a stored case."""
        if "staff_ids" in vals:
            self._part_from_involved()
        if not {"store_id", "handling"} & set(vals):
            return
        for ticket in self.sudo():
            changes = {}
            if "team_id" not in vals:
                team = ticket._default_team()
                if team and team != ticket.team_id:
                    changes["team_id"] = team.id
            if "store_id" in vals and "user_id" not in vals:
                if not ticket._owner_reaches():
                    owner = ticket._fallback_owner(
                        ticket.company_id,
                        ticket.store_id,
                        ticket.team_id,
                        ticket.involved_user_ids,
                    )
                    changes["user_id"] = owner.id or ticket.user_id.id
            if changes:
                ticket._trusted().write(changes)

    def _part_from_involved(self):
        """Whoever is complained about is told no more: no following, no to-do."""
        for ticket in self.sudo():
            users = ticket.involved_user_ids
            if not users:
                continue
            ticket.message_unsubscribe(users.partner_id.ids)
            todos = ticket.with_context(active_test=False).activity_ids
            todos.filtered(lambda todo, users=users: todo.user_id in users).write(
                {"user_id": ticket.user_id.id}
            )

    @api.constrains("user_id", "is_complaint")
    def _check_owner(self):
        for ticket in self.sudo().filtered("is_complaint"):
            if not ticket.user_id:
                continue
            if ticket.user_id in ticket.involved_user_ids:
                raise ValidationError(
                    self.env._(
                        "%(field)s: %(user)s is complained about in case %(case)s and "
                        "cannot own it.",
                        field=self._label("user_id"),
                        user=ticket.user_id.name,
                        case=ticket.number,
                    )
                )
            if not self._may_own(
                ticket.user_id, ticket.company_id, ticket.involved_user_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(field)s: %(user)s does not handle complaints of "
                        "%(company)s.",
                        field=self._label("user_id"),
                        user=ticket.user_id.name,
                        company=ticket.company_id.name,
                    )
                )

    def assign_to_me(self):
        """Take a complaint over, without being in the helpdesk team."""
        complaints = self.filtered("is_complaint")
        if not complaints:
            return super().assign_to_me()
        self.ensure_one()
        return self.write({"user_id": self.env.uid})

    # ------------------------------------------------------------------
    # owner at intake
    # ------------------------------------------------------------------

    @api.model
    def _involved_users_of(self, commands):
        """Return the users behind the employees of x2many commands (sudo)."""
        ids = set()
        for command in commands or ():
            if isinstance(command, int):
                ids.add(command)
            elif command[0] == 4:
                ids.add(command[1])
            elif command[0] == 6:
                ids.update(command[2])
        employees = self.env["hr.employee"].sudo().browse(ids)
        return employees.user_id if ids else self.env["res.users"].sudo()

    # ------------------------------------------------------------------
    # figures by staff member
    # ------------------------------------------------------------------

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Figures by member of staff are for supervisors and auditors."""
        name = groupby_spec.split(":")[0].split(".")[0]
        if name in STAFF_FIELDS and not self.env.su:
            user = self.env.user
            if not user.has_group(SUPERVISOR) and not user.has_group(AUDITOR):
                raise AccessError(
                    self.env._("Figures by member of staff are for supervisors.")
                )
        return super()._read_group_groupby(alias, groupby_spec, query)
