from markupsafe import Markup

from odoo import api, models

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
        told = False
        for ticket in self.sudo():
            for user in ticket._alert_receivers() - self.env.user:
                ticket._alert_one(user)
                told = True
        if told:
            self.env.ref(QUEUE).sudo()._trigger()

    def _alert_receivers(self):
        """Return who hears of a critical case: as set up, else the managers."""
        self.ensure_one()
        company = self.company_id
        wanted = self._survey_readers(company.complaint_alert_user_ids)
        if wanted:
            return wanted
        managers = self._survey_readers(
            self._complaint_managers(company).filtered(
                lambda user: user.company_id == company
            )
        )
        keepers = managers.filtered(lambda user: user.has_group("base.group_system"))
        return managers - keepers or managers

    def _alert_one(self, user):
        """Mail to one manager; the to-do unless the clock has given it already."""
        case = self._as_robot(user)
        text = case.env._(
            "Case %(case)s of %(store)s is critical.",
            case=self.number,
            store=self.store_id.name or self.company_id.name,
        )
        if not case.activity_search([TODO], user_id=user.id):
            # one mail, ours: the to-do would send another one
            case.with_context(mail_activity_quick_update=True).activity_schedule(
                TODO, user_id=user.id, note=text
            )
        case.message_notify(
            partner_ids=user.partner_id.ids,
            subject=case.env._("Critical complaint %(case)s", case=self.number),
            body=Markup("<p>%s</p><p>%s</p>") % (text, self.name),
        )
