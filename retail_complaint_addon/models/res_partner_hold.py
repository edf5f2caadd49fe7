from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResPartner(models.Model):
    """A person of a case under a legal hold is neither deleted nor made anonymous."""

    _inherit = "res.partner"

    def _held_cases(self):
        """Return the cases under a legal hold of these persons (sudo)."""
        return self._complaints_about(Domain("legal_hold", "=", True))

    def _complaints_about(self, domain=Domain.TRUE):
        """Return the cases of these persons, archived ones too (sudo)."""
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        if not self:
            return tickets
        persons = Domain("partner_id", "in", self.ids)
        persons |= Domain("on_behalf_of_id", "in", self.ids)
        return tickets.search(Domain("is_complaint", "=", True) & persons & domain)

    def _check_no_legal_hold(self):
        """:raises UserError: when erasing these persons would break a legal hold

        For whatever erases personal data.
        """
        held = self._held_cases()
        if held:
            raise UserError(
                self.env._(
                    "This contact is part of case %(case)s, which is under a legal "
                    "hold. It stays as it is until the hold is lifted.",
                    case=held[0].number,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._check_no_legal_hold()
