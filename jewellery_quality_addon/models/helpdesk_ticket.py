from odoo import models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def action_refer(self):
        """Propose the department that knows this kind of defect."""
        action = super().action_refer()
        department = self.category_id._department_of(self.category_id)
        if department and self._askable_in(department):
            action["context"] = {
                **action["context"],
                "default_receiver_kind": "department",
                "default_department_id": department.id,
            }
        return action

    def _askable_in(self, department):
        """Return the people of a department who can be asked about this case."""
        referrals = self.env["complaint.referral"].sudo()
        people = (department.member_ids | department.manager_id).user_id
        return referrals._eligible(people, self.sudo(), "question")
