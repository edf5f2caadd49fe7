"""The public complaint page: no login, works on a phone, keeps what was typed."""

import logging
import secrets

from odoo import http
from odoo.http import request

_logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
# Room for the texts, beside the files.
TEXT_BYTES = MEGABYTE
# A form with an error is sent again: more than complaints, but not without end.
TRIES_PER_COMPLAINT = 5


def most_bytes(_controller=None):
    """Return how large a submission may be, before anything of it is read."""
    # the language the browser asked for is not yet checked: it may not be installed
    companies = request.env["res.company"].sudo().with_context(lang=None).search([])
    files = max(
        company.complaint_upload_files * company.complaint_upload_mb
        for company in companies
    )
    return files * MEGABYTE + TEXT_BYTES


def read_files(name="files"):
    """Return [(name, bytes)] of the files that were sent along."""
    found = []
    for file in request.httprequest.files.getlist(name):
        # a request that is repeated after a conflict reads them again
        file.seek(0)
        content = file.read()
        if file.filename and content:
            found.append((file.filename, content))
    return found


def private(response):
    """Mark a page that shows a case: not for caches, search engines or referrers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


class ComplaintPage(http.Controller):
    @http.route(
        "/complaint",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        max_content_length=most_bytes,
    )
    def complaint(self, store=None, **post):
        """Show the form, or take what was filled in."""
        company, chosen = self._place(store)
        if not company.complaint_page_enabled:
            raise request.not_found()
        if request.httprequest.method == "POST":
            return self._submit({**post, "store": store}, company)
        typed = {"store": str(chosen.id or ""), "submission": secrets.token_hex(16)}
        user = request.env.user
        if not user._is_public() and not user._is_internal():
            typed["name"], typed["email"] = user.name, user.email or ""
            typed["phone"] = user.phone or ""
        return self._form(company, typed, {})

    @http.route(
        "/complaint/done/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def complaint_done(self, token, **_post):
        """Thank for a complaint and show its number and tracking link."""
        link = request.env["complaint.tracking"]._from_token(token)
        if not link:
            return request.redirect("/complaint")
        ticket = link.ticket_id
        return private(
            request.render(
                "retail_complaint_addon.complaint_page_done",
                {
                    "view": ticket._customer_view(),
                    "has_email": bool(ticket._survey_email()),
                    "link": ticket._complaint_link(),
                },
            )
        )

    # ------------------------------------------------------------------

    def _place(self, store):
        """Return the company and the store of a page, by code or by id."""
        company = request.env.company.sudo()
        stores = request.env["retail.store"].sudo()
        if not isinstance(store, str) or not store.strip() or "\x00" in store:
            return company, stores
        store = store.strip()
        places = [("kind", "in", ("shop", "online")), ("company_id.active", "=", True)]
        found = stores.search([*places, ("code", "=ilike", self._literal(store))])
        if store.isascii() and store.isdigit() and len(store) < 10:
            found |= stores.search([*places, ("id", "=", int(store))])
        here = found.filtered(lambda one: one.company_id == company) or found
        chosen = here.filtered(lambda one: str(one.id) == store)[:1] or here[:1]
        return chosen.company_id or company, chosen

    def _literal(self, text):
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    def _submit(self, post, company):
        tickets = request.env["helpdesk.ticket"].sudo()
        if self._too_often("page-try", company.complaint_page_limit):
            return self._sorry("often", 429)
        if post.get("website"):
            # a field that people do not see
            _logger.info("A program filled in the complaint page")
            return self._sorry("robot", 400)
        files = read_files()
        ticket, typed, errors = tickets._take_page(
            post, files, company, self._check_often
        )
        if errors.get("often"):
            return self._sorry("often", 429)
        if errors:
            return self._form(company, typed, errors, files)
        token = request.env["complaint.tracking"]._for_ticket(ticket)._token()
        return request.redirect(f"/complaint/done/{token}", code=303)

    def _check_often(self, company):
        return self._too_often("page", company.complaint_page_limit, 1)

    def _too_often(self, page, limit, factor=TRIES_PER_COMPLAINT):
        address = request.httprequest.remote_addr
        visits = request.env["complaint.visit"].sudo()
        return visits._is_too_often(page, address, limit * factor)

    def _form(self, company, typed, errors, files=()):
        env = request.env
        tickets = env["helpdesk.ticket"].sudo()
        values = {
            "company": company,
            "typed": typed,
            "errors": errors,
            "chosen_files": [name for name, _content in files],
            "stores": tickets._page_stores(company),
            "kinds": env["helpdesk.ticket.category"]._on_complaint_page(company),
            "consent": company._complaint_consent(),
            "accept": tickets._upload_accept(),
        }
        return request.render(
            "retail_complaint_addon.complaint_page",
            values,
            status=422 if errors else 200,
        )

    def _sorry(self, reason, status):
        company = request.env.company.sudo()
        return request.render(
            "retail_complaint_addon.complaint_page_sorry",
            {"reason": reason, "company": company},
            status=status,
        )
