from odoo import models
from odoo.tools import html_sanitize

from .document_page import TOPICS

# What to open first when the customer is not calm.
FIRST = {"upset": "difficult", "hostile": "difficult"}


class HelpdeskTicket(models.Model):
    """The guidelines of the category beside the complaint."""

    _inherit = "helpdesk.ticket"

    def complaint_guidelines(self):
        """Return the guidelines of this case, those for its mood first.

        :return: list of dicts with the content as sanitized HTML
        """
        self.ensure_one()
        self.check_access("read")
        self._check_reads_complaints()
        branch = self.sudo().category_id._branch()
        pages = self.env["document.page"]._guidelines_for(branch)
        topics = dict(
            self.env["document.page"]
            ._fields["guideline_topic"]
            ._description_selection(self.env)
        )
        order = [name for name, _label in TOPICS]
        first = FIRST.get(self.customer_mood)
        rows = []
        for page in pages:
            main = page.guideline_of_id or page
            topic = main.guideline_topic or "other"
            rows.append(
                {
                    "id": page.id,
                    "version": page.history_head.id,
                    "name": page.name,
                    "topic": topics[topic],
                    "rank": (topic != first, order.index(topic)),
                    "open": topic == first,
                    "content": html_sanitize(page.content or ""),
                    "confirmed": bool(page.my_confirmed_at),
                    "asks": main.needs_confirmation,
                }
            )
        return sorted(rows, key=lambda row: (row["rank"], row["name"]))
