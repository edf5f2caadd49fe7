from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

from .helpdesk_ticket_escalation import REMINDER_KEY
from .mail_activity import CHECKED_KEY
from .trust import TRUSTED

TODO = "retail_complaint_addon.mail_activity_type_critical"
CAUSES = {"severity", "category_id", "is_complaint"}
QUEUE = "mail.ir_cron_mail_scheduler_action"


class HelpdeskTicket(models.Model):
    """A critical case is told to the manager at once, once per rise in severity."""

    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets.sudo().filtered(lambda t: t._is_critical())._alert_managers()
        return tickets

    def write(self, vals):
        if CAUSES.isdisjoint(vals):
            return super().write(vals)
        before = self.sudo().filtered(lambda t: t._is_critical())
        result = super().write(vals)
        after = self.sudo().filtered(lambda t: t._is_critical())
        (after - before)._alert_managers()
        return result

    def _is_critical(self):
        return self.is_complaint and self.severity == "critical" and not self.closed

    def _alert_managers(self):
        """Give each manager in charge a to-do and a mail; whoever is complained about
        gets neither."""
        asked = [
            (ticket, user)
            for ticket, users in self.sudo()._alert_receivers().items()
            for user in users - self.env.user
        ]
        if not asked:
            return
        tickets = self.sudo().browse({ticket.id for ticket, _user in asked})
        tickets._alert_todos(asked)
        by_language = defaultdict(lambda: self.env["res.users"].sudo())
        for ticket, user in asked:
            by_language[ticket, user.lang] |= user
        for (ticket, _lang), users in by_language.items():
            ticket._alert_by_mail(users)
        self.env.ref(QUEUE).sudo()._trigger()

    def _alert_receivers(self):
        """Return {case: who hears of it}: as set up, else the managers."""
        found = {}
        for company, cases in self.grouped("company_id").items():
            wanted = cases._readers_among(company.complaint_alert_user_ids)
            found.update(wanted)
            rest = cases.browse([case.id for case in cases if case not in wanted])
            if not rest:
                continue
            managers = self._complaint_managers(company).filtered(
                lambda user, home=company: user.company_id == home
            )
            keepers = managers.filtered(lambda u: u.has_group("base.group_system"))
            for case, readers in rest._readers_among(managers).items():
                found[case] = readers - keepers or readers
        return found

    def _readers_among(self, users):
        """Return {case: those of the users who may read it}, without empty ones."""
        company = self.company_id
        found = defaultdict(users.browse)
        for user in users:
            if not user.active or user.share or company not in user.company_ids:
                continue
            seen = self.with_user(user).with_context(allowed_company_ids=company.ids)
            for case in seen._filtered_access("read").with_env(self.env):
                if user not in case.involved_user_ids:
                    found[case] |= user
        return found

    def _alert_todos(self, asked):
        """Create the to-dos the clock has not given yet; they make nobody a follower.

        :param asked: [(case, user)]: users who were found to read the case
        """
        # a company may have deleted it: the case is registered all the same
        kind = self.env.ref(TODO, raise_if_not_found=False)
        kind = kind or self.env["mail.activity.type"]
        robot = self._as_robot(self.env.user).env["mail.activity"]
        known = {
            (todo.res_id, todo.user_id.id)
            for todo in robot.search_fetch(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", kind.id),
                    ("automated", "=", True),
                ],
                ["res_id", "user_id"],
            )
        }
        # one mail, ours: the to-do would send another one
        quiet = {
            "mail_activity_quick_update": True,
            REMINDER_KEY: TRUSTED,
            CHECKED_KEY: TRUSTED,
        }
        robot.with_context(**quiet).create(
            [
                {
                    "activity_type_id": kind.id,
                    "automated": True,
                    "date_deadline": fields.Date.context_today(
                        ticket.with_context(tz=user.tz)
                    ),
                    "summary": kind.with_context(lang=user.lang).summary,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": ticket.id,
                    "user_id": user.id,
                    "note": Markup("<p>%s</p>")
                    % ticket.with_context(lang=user.lang)._alert_text(),
                }
                for ticket, user in asked
                if (ticket.id, user.id) not in known
            ]
        )

    def _alert_text(self):
        return self.env._(
            "Case %(case)s of %(store)s is critical.",
            case=self.number,
            store=self.store_id.name or self.company_id.name,
        )

    def _alert_by_mail(self, users):
        """Tell users of one language, in one message."""
        case = self._as_robot(users[:1])
        case.message_notify(
            partner_ids=users.partner_id.ids,
            subject=case.env._("Critical complaint %(case)s", case=self.number),
            body=Markup("<p>%s</p><p>%s</p>") % (case._alert_text(), self.name),
        )
