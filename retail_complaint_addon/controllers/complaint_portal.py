"""The customer's own complaints, signed in; and an end to upstream's pages for them."""

from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk
from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.helpdesk_ticket_portal import ONLY_PLAIN, ONLY_PLAIN_KEY
from .complaint_page import most_bytes, private, read_files
from .complaint_track import answer_offer, find_offer

DOOR = "portal"
LIST = "/my/complaints"
PLAIN = Domain("is_complaint", "=", False)


def _from_replica(_controller, _rule, _args):
    """Whether a replica may answer: not right after the customer wrote something."""
    return "sent" not in request.httprequest.args


class ComplaintPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "complaint_count" in counters:
            tickets = request.env["helpdesk.ticket"]
            readable = tickets.has_access("read")
            values["complaint_count"] = (
                tickets.search_count(self._complaint_domain()) if readable else 0
            )
        return values

    def _complaint_domain(self):
        return Domain("is_complaint", "=", True) & Domain(
            "partner_id", "child_of", request.env.user.commercial_partner_id.ids
        )

    @http.route(
        [LIST, f"{LIST}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_complaints(self, page=1, **_kw):
        """List the complaints of the customer, the latest first."""
        tickets = request.env["helpdesk.ticket"]
        if not tickets.has_access("read"):
            return request.redirect("/my")
        domain = self._complaint_domain()
        pages = pager(
            url=LIST,
            total=tickets.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = tickets.search(
            domain,
            order="create_date desc, id desc",
            limit=self._items_per_page,
            offset=pages["offset"],
        )
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "complaint",
            "default_url": LIST,
            "pager": pages,
            "complaints": [
                {"id": case.id, **case._customer_summary()} for case in found.sudo()
            ],
        }
        return request.render("retail_complaint_addon.portal_my_complaints", values)

    @http.route(
        f"{LIST}/<int:ticket_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        readonly=_from_replica,
    )
    def portal_my_complaint(self, ticket_id, **_kw):
        """Show one complaint."""
        ticket = self._complaint(ticket_id)
        return self._complaint_page(ticket) if ticket else request.redirect(LIST)

    @http.route(
        f"{LIST}/<int:ticket_id>/message",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        max_content_length=most_bytes,
    )
    def portal_complaint_message(self, ticket_id, text="", **_kw):
        """Add a message or files."""

        def write(ticket):
            ticket._customer_message(text, read_files(), DOOR)

        return self._complaint_do(ticket_id, write, text)

    @http.route(
        f"{LIST}/<int:ticket_id>/reopen",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_complaint_reopen(self, ticket_id, text="", **_kw):
        """Say that a closed case is not settled."""
        return self._complaint_do(
            ticket_id, lambda case: case._customer_reopen(text, DOOR), text
        )

    @http.route(
        f"{LIST}/<int:ticket_id>/accept/<int:solution_id>",
        type="jsonrpc",
        auth="user",
        website=True,
    )
    def portal_complaint_accept(
        self, ticket_id, solution_id, name=None, signature=None, **_kw
    ):
        """Take an offer, with a signature."""
        ticket = self._complaint(ticket_id)
        if not ticket:
            return {"error": request.env._("Please load the page again.")}
        return answer_offer(
            ticket,
            solution_id,
            lambda offer: offer._customer_accept(name, signature, DOOR),
            f"{LIST}/{ticket_id}",
        )

    @http.route(
        f"{LIST}/<int:ticket_id>/decline/<int:solution_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_complaint_decline(self, ticket_id, solution_id, text="", **_kw):
        """Decline an offer, with a reason."""

        def decline(ticket):
            find_offer(ticket, solution_id)._customer_decline(text, DOOR)

        return self._complaint_do(ticket_id, decline, text)

    @http.route(
        f"{LIST}/<int:ticket_id>/file/<int:file_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def portal_complaint_file(self, ticket_id, file_id, **_kw):
        """Hand out a file of a message the customer can see, as a download."""
        ticket = self._complaint(ticket_id)
        file = ticket and ticket._customer_file(file_id)
        if not file:
            raise request.not_found()
        return private(
            request.make_response(
                file.raw or b"",
                [
                    ("Content-Type", "application/octet-stream"),
                    ("Content-Disposition", content_disposition(file.name)),
                    ("X-Content-Type-Options", "nosniff"),
                ],
            )
        )

    # ------------------------------------------------------------------

    def _complaint(self, ticket_id):
        """Return a complaint of the customer who is signed in (sudo), or None."""
        tickets = request.env["helpdesk.ticket"]
        if not tickets.has_access("read") or not 0 < ticket_id < 2**31:
            return None
        found = tickets.search(
            self._complaint_domain() & Domain("id", "=", ticket_id), limit=1
        )
        return found.sudo() or None

    def _complaint_do(self, ticket_id, action, text):
        """Run what the customer does; an error keeps the words typed."""
        ticket = self._complaint(ticket_id)
        if not ticket:
            return request.redirect(LIST)
        try:
            with request.env.cr.savepoint():
                action(ticket)
        except UserError as error:
            return self._complaint_page(ticket, error=error.args[0], text=text)
        return request.redirect(f"{LIST}/{ticket_id}?sent=1", code=303)

    def _complaint_page(self, ticket, error="", text=""):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "complaint",
            "view": ticket._customer_view(),
            "address": f"{LIST}/{ticket.id}",
            "may_download": True,
            "error": error,
            "text": text if isinstance(text, str) else "",
            "sent": not error and bool(request.params.get("sent")),
            "accept": ticket._upload_accept(),
            "signer": request.env.user.name,
        }
        page = "retail_complaint_addon.portal_my_complaint"
        return private(request.render(page, values, status=422 if error else 200))


class ComplaintTicketPages(CustomerPortalHelpdesk):
    """Upstream's list and page are for tickets that are no complaints."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "ticket_count" in counters:
            tickets = request.env["helpdesk.ticket"]
            readable = tickets.has_access("read")
            values["ticket_count"] = tickets.search_count(PLAIN) if readable else 0
        return values

    def _ticket_get_search_domain(self, search_in, search):
        return super()._ticket_get_search_domain(search_in, str(search))

    @http.route()
    def portal_my_tickets(
        self,
        page=1,
        date_begin=None,
        date_end=None,
        sortby=None,
        filterby=None,
        search=None,
        search_in=None,
        groupby=None,
        **kw,
    ):
        """List plain tickets; what is not offered is ignored (H5)."""
        request.update_context(**{ONLY_PLAIN_KEY: ONLY_PLAIN})
        return super().portal_my_tickets(
            page=page,
            date_begin=self._day_or_none(date_begin),
            date_end=self._day_or_none(date_end),
            sortby=sortby if sortby in self._ticket_get_searchbar_sortings() else None,
            filterby=filterby,
            search=search.replace("\x00", "") if search else None,
            search_in=(
                search_in if search_in in self._ticket_get_searchbar_inputs() else None
            ),
            groupby=(
                groupby if groupby in self._ticket_get_searchbar_groupby() else None
            ),
            **kw,
        )

    def _day_or_none(self, text):
        try:
            return text if fields.Datetime.to_datetime(text) else None
        except (TypeError, ValueError):
            return None

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        """Send complaints to their own page; the old token opens none (L1, L3)."""
        ticket = request.env["helpdesk.ticket"].sudo().browse(ticket_id)
        if not 0 < ticket_id < 2**31 or not ticket.exists():
            return request.redirect("/my")
        if ticket.is_complaint:
            # others learn no more than that there is nothing for them
            mine = ticket.sudo(False).has_access("read")
            return request.redirect(f"{LIST}/{ticket_id}" if mine else "/my")
        return super().portal_my_ticket(ticket_id, access_token=access_token, **kw)


class ComplaintTicketForms(HelpdeskTicketController):
    @http.route(methods=["GET", "POST"])
    def support_ticket_close(self, **kw):
        """Close one's own plain ticket, by the button of its page (H3, H3b, H5)."""
        ticket = self._record("helpdesk.ticket", kw.get("ticket_id"))
        stage = self._record("helpdesk.ticket.stage", kw.get("stage_id"))
        mine = ticket and stage and self._may_close(ticket)
        if not mine or ticket.sudo().is_complaint:
            return request.redirect("/my/tickets")
        return super().support_ticket_close(ticket_id=ticket.id, stage_id=stage.id)

    def _may_close(self, ticket):
        """Say whether the ticket belongs to who is signed in and asked for it here.

        A link on another page brings no proof that it was the customer.
        """
        user = request.env.user
        if user._is_internal():
            return ticket.has_access("write")
        origin = request.httprequest.headers.get("Sec-Fetch-Site", "same-origin")
        return origin in ("same-origin", "none") and ticket.has_access("read")

    def _record(self, model, text):
        """Return the record of an id a browser sent, or None."""
        text = str(text or "")
        # not longer than ids are: Python refuses to count thousands of digits
        known = text.isascii() and text.isdigit() and len(text) <= 10
        if not known or int(text) >= 2**31:
            return None
        record = request.env[model].browse(int(text))
        try:
            record.check_access("read")
            return record.exists() or None
        except (AccessError, MissingError):
            return None

    @http.route(methods=["POST"])
    def submit_ticket(self, **kw):
        """Take a plain ticket, or a complaint by the one way complaints come in.

        Only POST (H4), only teams and categories of the company (U2), no crash (H5),
        few and small files (U3).
        """
        subject = self._text(kw.get("subject"), 300)
        description = self._text(kw.get("description"), 100_000)
        if not subject or not description:
            return request.redirect("/new/ticket")
        kw = {**kw, "subject": subject, "description": description}
        company = request.env.company
        category = self._record("helpdesk.ticket.category", kw.get("category"))
        team = self._record("helpdesk.ticket.team", kw.get("team"))
        for name, record in (("category", category), ("team", team)):
            ours = record and record.sudo().company_id in (company, company.browse())
            kw[name] = str(record.id) if ours else ""
        files = read_files("attachment")
        tickets = request.env["helpdesk.ticket"].sudo()
        try:
            tickets._check_upload_sizes(files, company)
            if kw["category"] and category.sudo().is_complaint:
                return self._submit_complaint(subject, description, category, files)
        except UserError:
            return request.redirect("/new/ticket")
        for file in request.httprequest.files.getlist("attachment"):
            file.seek(0)
        return super().submit_ticket(**kw)

    def _text(self, value, most):
        text = value.replace("\x00", "").strip() if isinstance(value, str) else ""
        return text[:most]

    def _submit_complaint(self, subject, description, category, files):
        user = request.env.user
        tickets = request.env["helpdesk.ticket"].sudo()
        ticket = tickets._complaint_intake(
            {
                "name": subject,
                "description": tickets._page_description(
                    {"what": description, "article": ""}
                ),
                "category_id": category.id,
                "company_id": request.env.company.id,
                "partner_id": user.partner_id.id,
                "files": tickets._check_uploads(files, request.env.company),
            },
            "portal",
        )
        return request.redirect(f"{LIST}/{ticket.id}", code=303)
