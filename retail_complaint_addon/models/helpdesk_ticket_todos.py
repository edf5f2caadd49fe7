"""To-dos that the desk gave, and that something else has settled since."""

from odoo import models

TYPE = "retail_complaint_addon.mail_activity_type_%s"
# Nobody has to do these any more once the case is closed. What the survey asked for
# comes after closing, and a public reply waits for its supervisor all the same.
SETTLED_BY_CLOSING = ("critical", "customer_replied", "notice_undelivered", "step_late")
# Who told the customer something has read the answer, and found another way.
SETTLED_BY_TELLING = ("customer_replied", "notice_undelivered")


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _end_todos(self, kinds, before=None):
        """Take away to-dos that the desk itself gave; those of people stay.

        :param before: only those given until then, to the second: a notice knows no
            fractions of one, a to-do does
        """
        types = [TYPE % kind for kind in kinds]
        todos = self.sudo()._untrusted().activity_search(types, only_automated=True)
        if before:
            todos = todos.filtered(
                lambda todo: todo.create_date.replace(microsecond=0) <= before
            )
        todos.unlink()

    def _finish_closing(self):
        result = super()._finish_closing()
        self._end_todos(SETTLED_BY_CLOSING)
        return result

    def _finish_reopening(self):
        """The survey of the last round is cancelled: nobody looks for its address."""
        result = super()._finish_reopening()
        self._end_todos(["survey_undelivered"])
        return result

    def _follow_basis(self, before, vals):
        result = super()._follow_basis(before, vals)
        if "severity" in vals:
            calm = self.filtered(lambda ticket: ticket.sudo().severity != "critical")
            calm._end_todos(["critical"])
        return result

    def _after_notice(self, notice):
        result = super()._after_notice(notice)
        # what the desk sends by itself answers nobody
        if notice.user_id and notice.told_at:
            self._end_todos(SETTLED_BY_TELLING, before=notice.told_at)
        return result
