"""First page of the complaint desk: what is due today, by role.

Every card counts what one filter of a list finds, and opens that list with the filter
set. ``tests/test_home.py`` compares both for every card.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

ADDON = "retail_complaint_addon"
GROUP = ADDON + ".group_complaint_%s"
CASES = f"{ADDON}.helpdesk_ticket_action_complaint"
PACKAGES = f"{ADDON}.complaint_solution_action_todo"
APPROVALS = f"{ADDON}.complaint_approval_action"
DECISIONS = f"{ADDON}.complaint_decision_action"
STEPS = f"{ADDON}.complaint_step_action"
# filter of the search view: its domain
TICKET_FILTERS = {
    "mine": [("user_id", "=", "uid")],
    "open": [("resolved_at", "=", False)],
    "overdue": [("target_state", "=", "overdue")],
    "due": [("target_state", "=", "due")],
    "unassigned": [("user_id", "=", False)],
    "to_acknowledge": [
        ("acknowledged_at", "=", False),
        ("resolved_at", "=", False),
    ],
    "to_approve": [("approval_state", "=", "pending")],
    "critical": [("severity", "=", "critical")],
    "legal_hold": [("legal_hold", "=", True)],
    "low_score": [
        ("survey_is_low", "=", True),
        ("survey_answered_at", ">=", "today -30d"),
    ],
}
PACKAGE_FILTERS = {
    "to_offer": [("state", "=", "approved")],
    "offered": [("state", "=", "offered")],
    "to_carry_out": [("state", "=", "accepted")],
    "late": [("is_late", "=", True)],
}
APPROVAL_FILTERS = {
    "for_me": [("can_decide", "=", True)],
    "my_requests": [("requester_id", "=", "uid")],
    "pending": [("state", "=", "pending")],
    "condition": [("kind", "=", "condition")],
}
STEP_FILTERS = {
    "my_steps": [("user_id", "=", "uid")],
    "todo": [("state", "=", "todo"), ("ticket_id.stage_id.closed", "=", False)],
    "late": [
        ("state", "=", "todo"),
        ("ticket_id.stage_id.closed", "=", False),
        ("planned_date", "<", "today"),
    ],
}
DECISION_FILTERS = {
    "this_month": [("decided_at", ">=", "today =1d")],
    "rejections": [("kind", "=", "rejected")],
    "deputies": [("deputy_for_id", "!=", False)],
    "register": [("kind", "like", "register")],
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    @api.readonly
    def get_complaint_home(self):
        """Return what the first page shows to the current user, ready to be laid out.

        :return: dict with heading, subheading, new_action (or False) and sections; a
            section is of kind ``cards``, ``list`` or ``table``
        """
        user = self.env.user
        if not user.has_group(GROUP % "reader"):
            raise AccessError(self.env._("This page is for the complaint desk."))
        role = self._home_role()
        return {
            "heading": format_date(
                self.env, fields.Date.context_today(self), date_format="full"
            ),
            "subheading": self._home_subheading(role),
            "new_action": CASES if user.has_group(GROUP % "clerk") else False,
            "sections": self._home_sections(role),
        }

    @api.model
    def _home_role(self):
        for role in ("manager", "supervisor", "clerk"):
            if self.env.user.has_group(GROUP % role):
                return role
        return "auditor"

    @api.model
    def _home_subheading(self, role):
        labels = {
            "manager": self.env._("Manager"),
            "supervisor": self.env._("Supervisor"),
            "clerk": self.env._("Clerk"),
            "auditor": self.env._("Auditor"),
        }
        stores = self.env["retail.store"].search(
            [("member_ids", "=", self.env.uid)], limit=4
        )
        return ", ".join([labels[role], *stores.mapped("display_name")])

    @api.model
    def _home_sections(self, role):
        """Return the sections of a role in the order of the page."""
        if role == "auditor":
            return [
                self._home_log(),
                self._home_cases(role),
                self._home_stores(),
                self._home_due(role),
            ]
        work = [
            self._home_cases(role),
            self._home_due(role),
            self._home_approvals(),
            self._home_packages(),
            self._home_steps(role),
        ]
        if role == "clerk":
            return work
        overview = [self._home_stores()]
        if role == "manager":
            overview.append(self._home_result())
        return work + overview

    # ------------------------------------------------------------------
    # counting
    # ------------------------------------------------------------------

    @api.model
    def _home_domain(self, filters, names):
        """Return the domain that the named filters of a search view stand for."""
        return Domain.AND(
            Domain(field, operator, self.env.uid if value == "uid" else value)
            for name in names
            for field, operator, value in filters[name]
        )

    @api.model
    def _home_counts(self, model, base, domains, groupby=None):
        """Count many things in one query.

        :param model: name of the model; its record rules apply
        :param Domain base: what all of them have in common
        :param dict domains: what to count by key
        :param str groupby: stored many2one to count by, or None
        :return: {id of the group or None: {key: count}}
        """
        records = self.env[model]
        query = records._search(base)
        columns = [SQL("count(*)")] + [
            SQL(
                "count(*) FILTER (WHERE %s)",
                domain.optimize_full(records)._to_sql(records, query.table, query),
            )
            for domain in domains.values()
        ]
        group = SQL("NULL::int")
        if groupby:
            group = SQL.identifier(query.table, groupby)
            query.groupby = group
        rows = self.env.execute_query(query.select(group, *columns))
        return {
            row[0]: dict(zip(["total", *domains], row[1:], strict=True)) for row in rows
        }

    @api.model
    def _home_card(self, key, label, count, tone, icon, target, hint=False):
        """Return a card; ``target`` is (action, names of the filters)."""
        action, names = target
        return {
            "key": key,
            "label": label,
            "value": count,
            "tone": tone if count else "muted",
            "icon": icon,
            "hint": hint,
            "action": action,
            "context": self._home_context(names),
        }

    @api.model
    def _home_context(self, names, **extra):
        # 0 takes a default filter of the action away
        return {
            "search_default_open": 0,
            "search_default_for_me": 0,
            "search_default_my_steps": 0,
            "search_default_todo": 0,
            **{f"search_default_{name}": 1 for name in names},
            **extra,
        }

    @api.model
    def _home_figure(self, key, label, value, icon, action, hint=False):
        return {
            "key": key,
            "label": label,
            "value": value,
            "tone": "muted",
            "icon": icon,
            "hint": hint,
            "action": action,
            "context": {},
        }
