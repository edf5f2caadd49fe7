"""First page: the work of the day, as cards and short lists."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .helpdesk_ticket_home import (
    APPROVAL_FILTERS,
    APPROVALS,
    CASES,
    PACKAGE_FILTERS,
    PACKAGES,
    STEP_FILTERS,
    STEPS,
    TICKET_FILTERS,
)

ROWS = 6
# what a row shows; the texts of the cases stay in the database
ROW_FIELDS = [
    "number",
    "name",
    "is_complaint",
    "partner_id",
    "store_id",
    "next_due_at",
]
TONES = {"overdue": "danger", "due": "warning", "ok": "success"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    def _home_cases(self, role):
        plans = {
            "clerk": (
                ("mine", "overdue"),
                ("mine", "due"),
                ("mine", "open"),
                ("to_acknowledge",),
                ("unassigned", "open"),
                ("low_score",),
            ),
            "supervisor": (
                ("overdue",),
                ("due",),
                ("open",),
                ("to_acknowledge",),
                ("unassigned", "open"),
                ("mine", "open"),
                ("low_score",),
            ),
            "manager": (
                ("overdue",),
                ("due",),
                ("open",),
                ("to_acknowledge",),
                ("to_approve", "open"),
                ("critical", "open"),
                ("legal_hold",),
                ("low_score",),
            ),
            "auditor": (
                ("overdue",),
                ("open",),
                ("to_approve", "open"),
                ("critical", "open"),
                ("legal_hold",),
                ("low_score",),
            ),
        }
        plan = plans[role]
        domains = {names: self._home_domain(TICKET_FILTERS, names) for names in plan}
        counts = self._home_counts(
            "helpdesk.ticket", Domain("is_complaint", "=", True), domains
        ).get(None, {})
        return {
            "key": "cases",
            "kind": "cards",
            "title": self.env._("Complaints"),
            "cards": [
                self._home_case_card(names, counts.get(names, 0)) for names in plan
            ],
        }

    @api.model
    def _home_case_card(self, names, count):
        texts = {
            ("mine", "overdue"): (self.env._("My overdue"), "danger", "fa-bell"),
            ("mine", "due"): (self.env._("Mine due soon"), "warning", "fa-clock-o"),
            ("mine", "open"): (self.env._("My open cases"), "info", "fa-user"),
            ("overdue",): (self.env._("Overdue"), "danger", "fa-bell"),
            ("due",): (self.env._("Due soon"), "warning", "fa-clock-o"),
            ("open",): (self.env._("Open"), "info", "fa-folder-open-o"),
            ("to_acknowledge",): (
                self.env._("Not acknowledged"),
                "warning",
                "fa-envelope-open-o",
            ),
            ("unassigned", "open"): (
                self.env._("Without owner"),
                "warning",
                "fa-user-times",
            ),
            ("to_approve", "open"): (
                self.env._("Waiting for approval"),
                "info",
                "fa-hourglass-half",
            ),
            ("critical", "open"): (
                self.env._("Critical"),
                "danger",
                "fa-exclamation-triangle",
            ),
            ("legal_hold",): (self.env._("Legal hold"), "warning", "fa-lock"),
            ("low_score",): (
                self.env._("Low survey score"),
                "danger",
                "fa-frown-o",
            ),
        }
        label, tone, icon = texts[names]
        hint = self.env._("Last 30 days") if names == ("low_score",) else False
        return self._home_card(
            "-".join(names), label, count, tone, icon, (CASES, names), hint
        )

    @api.model
    def _home_packages(self):
        domains = {
            name: self._home_domain(PACKAGE_FILTERS, [name]) for name in PACKAGE_FILTERS
        }
        counts = self._home_counts(
            "complaint.solution",
            Domain("state", "in", ("approved", "offered", "accepted")),
            domains,
        ).get(None, {})
        texts = {
            "to_offer": (self.env._("To offer"), "warning", "fa-comments-o"),
            "offered": (
                self.env._("Waiting for the customer"),
                "info",
                "fa-hourglass-half",
            ),
            "to_carry_out": (self.env._("To carry out"), "warning", "fa-truck"),
            "late": (self.env._("Overdue to carry out"), "danger", "fa-bell"),
        }
        return {
            "key": "packages",
            "kind": "cards",
            "title": self.env._("Packages"),
            "cards": [
                self._home_card(
                    name, label, counts.get(name, 0), tone, icon, (PACKAGES, [name])
                )
                for name, (label, tone, icon) in texts.items()
            ],
        }

    @api.model
    def _home_steps(self, role):
        """The steps of the procedure: one's own, above the clerks also those of all."""
        texts = {
            ("my_steps", "late"): (self.env._("My late steps"), "danger", "fa-bell"),
            ("my_steps", "todo"): (self.env._("My steps to do"), "info", "fa-list-ol"),
            ("late",): (self.env._("Late steps of all"), "danger", "fa-users"),
        }
        if role == "clerk":
            del texts[("late",)]
        domains = {names: self._home_domain(STEP_FILTERS, names) for names in texts}
        todo = Domain("state", "=", "todo")
        counts = self._home_counts("complaint.step", todo, domains).get(None, {})
        return {
            "key": "steps",
            "kind": "cards",
            "title": self.env._("Steps"),
            "cards": [
                self._home_card(
                    f"steps-{'-'.join(names)}",
                    label,
                    counts.get(names, 0),
                    tone,
                    icon,
                    (STEPS, names),
                )
                for names, (label, tone, icon) in texts.items()
            ],
        }

    @api.model
    def _home_approvals(self):
        """What waits for the user's decision; for others, where their requests are."""
        approvals = self.env["complaint.approval"]
        domain = self._home_domain(APPROVAL_FILTERS, ["for_me"])
        waiting = approvals.search(domain, order="id", limit=ROWS)
        names = ["for_me"]
        title = self.env._("To approve")
        if not waiting and self._home_role() == "clerk":
            names = ["my_requests", "pending"]
            title = self.env._("My requests for approval")
            domain = self._home_domain(APPROVAL_FILTERS, names)
            waiting = approvals.search(domain, order="id", limit=ROWS)
        return {
            "key": "approvals",
            "kind": "list",
            "title": title,
            "empty": self.env._("Nothing waits for a decision."),
            "more": {"action": APPROVALS, "context": self._home_context(names)},
            "rows": [approval._home_row() for approval in waiting],
        }

    @api.model
    def _home_due(self, role):
        """The cases whose time is up first."""
        names = ["mine", "open"] if role == "clerk" else ["open"]
        domain = Domain("is_complaint", "=", True) & self._home_domain(
            TICKET_FILTERS, names
        )
        late = domain & Domain("target_state", "in", ("overdue", "due"))
        cases = self.search_fetch(late, ROW_FIELDS, order="next_due_at, id", limit=ROWS)
        return {
            "key": "due",
            "kind": "list",
            "title": self.env._("Due first"),
            "empty": self.env._("Nothing is due. Well done."),
            "more": {"action": CASES, "context": self._home_context(names)},
            "rows": [case._home_row() for case in cases],
        }

    def _home_row(self):
        self.ensure_one()
        parts = [self.number, self.partner_id.name, self.store_id.name]
        return {
            "id": self.id,
            "action": CASES,
            "title": self.name,
            "subtitle": " · ".join(filter(None, parts)),
            "badge": self._home_due_text(),
            "tone": TONES.get(self.target_state, "muted"),
        }

    def _home_due_text(self):
        """Return how far the nearest open target is, in days."""
        if not self.next_due_at:
            return ""
        day = fields.Datetime.context_timestamp(self, self.next_due_at).date()
        days = (day - fields.Date.context_today(self)).days
        if days == 0:
            return self.env._("Today")
        if days == 1:
            return self.env._("Tomorrow")
        if days == -1:
            return self.env._("Yesterday")
        if days > 0:
            return self.env._("In %(days)s days", days=days)
        return self.env._("%(days)s days late", days=-days)


class ComplaintApproval(models.Model):
    _inherit = "complaint.approval"

    def _home_row(self):
        """Return the line of the request on the first page."""
        self.ensure_one()
        parts = [
            self.ticket_id.number,
            self.partner_id.name,
            self.requester_id.name,
            format_date(self.env, self.create_date, date_format="medium"),
        ]
        return {
            "id": self.id,
            "action": APPROVALS,
            "title": self.solution_name or self.display_name,
            "subtitle": " · ".join(filter(None, parts)),
            "badge": self.currency_id.format(self.amount),
            "tone": "warning",
        }
