from lxml import html as lxml_html
from markupsafe import Markup

from odoo import models

PAGE = Markup(
    "<!DOCTYPE html><html><head><meta charset='utf-8'/></head><body>%s</body></html>"
)
SELF_STANDING = ("complaint.notice", "complaint.custody")
ARTICLE = "//div[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _self_standing_models(self):
        """Return the models whose reports have all they need in their body."""
        return SELF_STANDING

    def _prepare_html(self, html, report_model=False):
        """Letters and receipts for customers stand for themselves.

        Their letterhead is in the body and their style in the elements: printing them
        asks no server for anything, and Debian's program, which has no headers and
        footers, finds none to warn of.
        """
        if report_model not in self._self_standing_models():
            return super()._prepare_html(html, report_model=report_model)
        parser = lxml_html.HTMLParser(encoding="utf-8")
        articles = lxml_html.fromstring(html, parser=parser).xpath(ARTICLE)
        bodies = [
            PAGE % Markup(lxml_html.tostring(node, encoding="unicode"))
            for node in articles
        ]
        ids = [int(node.get("data-oe-id", 0)) for node in articles]
        return bodies, ids, None, None, {}
