"""What anybody may read at ``/help``: published versions, as plain values."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from .document_page import FALLBACK

MOST_SUGGESTED = 3
# Fewer words say too little to suggest anything.
LEAST_TYPED = 8


class DocumentPage(models.Model):
    _inherit = "document.page"

    @api.model
    def _help_shown(self, company):
        """Return the domain of what customers of a company can read."""
        domain = Domain("is_help", "=", True) & Domain("help_version_id", "!=", False)
        domain &= Domain("help_topic_id.active", "=", True)
        return domain & Domain("company_id", "in", [False, company.id])

    @api.model
    def _help_pages(self, lang, company, domain=Domain.TRUE):
        """Return the published pages, each once, in the language that is nearest.

        :param str lang: code of the reader's language
        :param company: whose pages (res.company)
        """
        pages = self.sudo().search(self._help_shown(company) & domain)
        return pages._help_in(lang)

    def _help_in(self, lang):
        """Return these pages in the reader's language where they exist in it."""
        roots = {page.help_of_id.id or page.id: True for page in self}
        known = self.browse(roots)
        both = self.search(
            Domain("help_version_id", "!=", False)
            & (Domain("id", "in", known.ids) | Domain("help_of_id", "in", known.ids))
        )
        by_root = both.grouped(lambda page: page.help_of_id.id or page.id)
        return self.browse(
            max(by_root[root], key=lambda page: page._help_closeness(lang)).id
            for root in roots
            if root in by_root
        )

    def _help_closeness(self, lang):
        """Return how near this page is to a language: itself, its family, English."""
        code = self.help_lang_id.code or FALLBACK
        return (
            code == lang,
            code[:2] == lang[:2],
            code[:2] == FALLBACK[:2],
            not self.help_of_id,
        )

    @api.model
    def _help_find(self, text, lang, company, most):
        """Return the published pages that fit what somebody types, the best first."""
        found = self.env["help.index"].sudo()._find(text)
        if not found:
            return self.browse()
        shown = self.sudo().search(
            self._help_shown(company) & Domain("id", "in", found)
        )
        order = {id_: at for at, id_ in enumerate(found)}
        return shown.sorted(lambda page: order[page.id])._help_in(lang)[:most]

    def _help_row(self):
        """Return what a list of pages shows of this one."""
        self.ensure_one()
        text = html2plaintext(self.help_version_id.content or "", include_references=0)
        short = " ".join(text.split())
        return {
            "id": self.id,
            "title": self.name,
            "summary": self.help_summary or (short[:140] + "…" if short else ""),
            "topic": self.help_topic_id.name or "",
            "url": f"/help/{self.id}",
            "lang": (self.help_lang_id.code or FALLBACK).replace("_", "-"),
        }

    def _help_language(self):
        """Return the language as its readers write it, without a country."""
        name = self.help_lang_id.name.split("/")[-1]
        return name.split("(")[0].strip() or self.help_lang_id.name

    def _help_values(self):
        """Return what the page itself shows (sudo)."""
        self.ensure_one()
        root = self.help_of_id or self
        family = (root | root.help_translation_ids).filtered("help_version_id") - self
        return {
            **self._help_row(),
            "content": self.help_version_id.content or "",
            "topic_id": self.help_topic_id.id,
            "changed": self.help_published_at,
            "others": [
                {
                    "url": f"/help/{page.id}",
                    "name": page._help_language(),
                    "lang": (page.help_lang_id.code or FALLBACK).replace("_", "-"),
                }
                for page in family
                if page.help_lang_id
            ],
        }

    @api.model
    def _help_suggest(self, text, lang, company):
        """Return a few pages for a text that is being typed; none for a short one."""
        if len(text.strip()) < LEAST_TYPED and text.isascii():
            return []
        pages = self._help_find(text, lang, company, MOST_SUGGESTED)
        return [page._help_row() for page in pages]
