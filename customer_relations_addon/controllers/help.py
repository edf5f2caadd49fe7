"""Help pages for customers: no login, readable on a phone, in their language."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import hmac

from ..models.document_page import FALLBACK
from ..rules.helping import searched

LONGEST_SEARCH = 200
LONGEST_TYPED = 4000
MOST_FOUND = 20
SCOPE = "help-answer"
INDEX = "customer_relations_addon.help_index_page"


class HelpPages(http.Controller):
    @http.route(
        "/help", type="http", auth="public", methods=["GET"], website=True, sitemap=True
    )
    def help_index(self, q=None, **_kw):
        """Show the topics with their pages, or what a search found."""
        company = self._company()
        text = q[:LONGEST_SEARCH] if self._is_text(q) else ""
        if text.strip():
            return self._search(text, company)
        pages = self._pages()._help_pages(self._lang(), company)
        topics = [
            {
                "id": topic.id,
                "name": topic.name,
                "summary": topic.summary or "",
                "icon": topic.icon,
                "pages": [page._help_row() for page in group],
            }
            for topic, group in pages.grouped("help_topic_id").items()
        ]
        order = request.env["help.topic"].sudo().search([]).ids
        topics.sort(key=lambda topic: order.index(topic["id"]))
        return self._render(INDEX, topics=topics, text="", found=None)

    @http.route(
        "/help/<int:page_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def help_page(self, page_id, thanks=None, **_kw):
        """Show one page."""
        page = self._page(page_id)
        if not thanks:
            request.env["help.view"].sudo()._count(page)
        return self._render(
            "customer_relations_addon.help_page",
            page=page._help_values(),
            thanks=bool(thanks),
        )

    @http.route(
        "/help/<int:page_id>/answer",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        max_content_length=64 * 1024,
    )
    def help_answer(self, page_id, helped=None, comment=None, website=None, **_kw):
        """Take whether the page helped, and what was missing."""
        page = self._page(page_id)
        company = request.env.company.sudo()
        known = helped in ("yes", "no")
        if known and not website and not self._too_often("help-answer", company):
            words = comment.strip() if self._is_text(comment) else ""
            request.env["help.answer"].sudo()._take(
                page, self._visitor(), helped == "yes", words
            )
        return request.redirect(f"/help/{page.id}?thanks=1#answer", code=303)

    @http.route(
        "/help/suggest",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def help_suggest(self, text=None):
        """Return the pages that fit a complaint while it is being typed."""
        company = request.env.company.sudo()
        if not company.help_enabled or not self._is_text(text):
            return []
        if self._too_often("help", company):
            return []
        return self._pages()._help_suggest(text[:LONGEST_TYPED], self._lang(), company)

    # ------------------------------------------------------------------

    def _search(self, text, company):
        if self._too_often("help", company):
            return self._render(INDEX, topics=[], text=text, found=[], often=True)
        pages = self._pages()._help_find(text, self._lang(), company, MOST_FOUND)
        kept = searched(text)
        if not pages and kept:
            request.env["help.search"].sudo()._missed(kept, self._lang())
        rows = [page._help_row() for page in pages]
        return self._render(INDEX, topics=[], text=text, found=rows)

    def _company(self):
        company = request.env.company.sudo()
        if not company.help_enabled:
            raise request.not_found()
        return company

    def _pages(self):
        return request.env["document.page"].sudo()

    def _page(self, page_id):
        """Return the published page; whatever else has that number is not found."""
        shown = self._pages()._help_shown(self._company())
        # a number no row can have is not found either
        wanted = page_id if page_id < 2**31 else 0
        page = self._pages().search(shown & Domain("id", "=", wanted))
        if not page:
            raise request.not_found()
        return page

    def _lang(self):
        return request.env.lang or FALLBACK

    def _is_text(self, value):
        return isinstance(value, str) and "\x00" not in value

    def _too_often(self, page, company):
        visits = request.env["complaint.visit"].sudo()
        address = request.httprequest.remote_addr
        return visits._is_too_often(page, address, company.help_limit)

    def _visitor(self):
        """Tell two readers of a day apart without keeping who they are."""
        agent = request.httprequest.user_agent.string
        seen = f"{request.httprequest.remote_addr} {agent}"
        return hmac(request.env(su=True), SCOPE, seen)[:32]

    def _render(self, template, **values):
        company = request.env.company.sudo()
        values["can_complain"] = company.complaint_page_enabled
        values.setdefault("often", False)
        return request.render(template, values)
