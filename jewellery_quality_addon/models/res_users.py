from odoo import models
from odoo.fields import Domain

from .qc_inspection_actions import INSPECTOR, INVESTIGATOR


class ResUsers(models.Model):
    _inherit = "res.users"

    def _jewellery_inspection_domain(self, company_ids, path=""):
        """Return the rule domain of inspections.

        Those about a case follow the case, and quality staff of the company see them
        too; never who is complained about. Those about no case are as upstream.

        :param str path: field path from the ruled model to the inspection
        """
        self.ensure_one()
        about = Domain("ticket_id", "!=", False)
        about &= Domain("ticket_id.involved_user_ids", "not in", self.ids)
        if self.has_group(INSPECTOR):
            about &= Domain("company_id", "in", company_ids)
        else:
            about &= Domain("ticket_id", "any", self._complaint_only_domain())
        domain = Domain("ticket_id", "=", False) | about
        return list(Domain(path, "any", domain) if path else domain)

    def _jewellery_investigation_domain(self, company_ids, path=""):
        """Return the rule domain of investigations: as that of inspections."""
        self.ensure_one()
        domain = Domain("involved_user_ids", "not in", self.ids)
        domain &= Domain("company_id", "in", company_ids)
        if not self.has_group(INSPECTOR):
            domain &= Domain("ticket_ids", "any", self._complaint_only_domain())
        return list(Domain(path, "any", domain) if path else domain)

    def _complaint_referral_domain(self, company_ids):
        """Add the questions to departments that belong to one's investigations.

        The quality manager reads those of all investigations of the company. Reading
        only: nobody has a right to write referrals.
        """
        domain = super()._complaint_referral_domain(company_ids)
        if not self.has_group(INSPECTOR):
            return domain
        led = Domain("company_id", "in", company_ids)
        led &= Domain("involved_user_ids", "not in", self.ids)
        if not self.has_group(INVESTIGATOR):
            mine = Domain("user_id", "=", self.id)
            led &= mine | Domain("team_ids", "in", self.ids)
        asked = Domain("kind", "=", "question")
        asked &= Domain("receiver_kind", "=", "department")
        asked &= Domain("company_id", "in", company_ids)
        asked &= Domain("ticket_id.involved_user_ids", "not in", self.ids)
        asked &= Domain("ticket_id.investigation_ids", "any", led)
        return list(Domain(domain) | asked)

    def _jewellery_correction_domain(self, company_ids):
        """Return the rule domain of corrections: follow the investigation.

        Whoever has to do one sees it, too, as someone who keeps products.
        """
        self.ensure_one()
        seen = Domain(
            self._jewellery_investigation_domain(company_ids, "investigation_id")
        )
        mine = Domain("user_id", "=", self.id)
        mine &= Domain("company_id", "in", company_ids)
        mine &= Domain("investigation_id.involved_user_ids", "not in", self.ids)
        return list(seen | mine)

    def _guideline_domain(self, path=""):
        """Inspectors without a role for complaints read guidelines, no other page."""
        domain = Domain(super()._guideline_domain(path))
        knows = self.has_group("document_knowledge.group_document_user")
        if knows or not self.has_group(INSPECTOR):
            return list(domain)
        name = f"{path}.is_guideline" if path else "is_guideline"
        return list(domain & Domain(name, "=", True))

    def _jewellery_review_domain(self, company_ids):
        """Return the rule domain of the review: quality staff see all but their own."""
        self.ensure_one()
        about_me = Domain("involved_user_ids", "in", self.ids)
        domain = Domain("company_id", "in", company_ids)
        domain &= Domain("ticket_id", "not any", about_me)
        if not self.has_group(INSPECTOR):
            domain &= Domain("ticket_id", "any", self._complaint_only_domain())
        return list(domain)

    def _jewellery_system_domain(self, *paths):
        """Return the rule domain of records of the management system.

        All but those that come from an investigation of a case about the user.

        :param paths: field paths from the ruled model to investigations
        """
        self.ensure_one()
        about_me = Domain("involved_user_ids", "in", self.ids)
        domain = Domain.AND([~Domain(self._along(path, about_me)) for path in paths])
        return list(domain)

    def _along(self, path, domain):
        for name in reversed(path.split(".")):
            domain = Domain(name, "any", domain)
        return domain
