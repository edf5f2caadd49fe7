"""The page by which a customer follows a case without a login."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .complaint_page import most_bytes, private, read_files

DOOR = "link"
# Wrong links of one address in an hour, before it has to wait.
WRONG_LINKS = 30


class ComplaintTrack(http.Controller):
    @http.route(
        "/complaint/track/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def track(self, token, **_post):
        """Show how a case stands."""
        link = self._link(token)
        return self._page(link, token) if link else self._no_link()

    @http.route(
        "/complaint/track/<string:token>/message",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        max_content_length=most_bytes,
    )
    def track_message(self, token, text="", **_post):
        """Add a message or files."""

        def write(ticket):
            ticket._customer_message(text, read_files(), DOOR)

        return self._do(token, write, text)

    @http.route(
        "/complaint/track/<string:token>/reopen",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def track_reopen(self, token, text="", **_post):
        """Say that a closed case is not settled."""
        return self._do(token, lambda case: case._customer_reopen(text, DOOR), text)

    @http.route(
        "/complaint/track/<string:token>/accept/<int:solution_id>",
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def track_accept(self, token, solution_id, name=None, signature=None, **_kw):
        """Take an offer, with a signature."""
        link = self._link(token)
        if not link or self._too_often():
            return {"error": request.env._("Please load the page again.")}
        if request.env.user._is_internal():
            return {"error": self._staff_error()}
        return answer_offer(
            link.ticket_id,
            solution_id,
            lambda offer: offer._customer_accept(name, signature, DOOR),
            f"/complaint/track/{token}",
        )

    @http.route(
        "/complaint/track/<string:token>/decline/<int:solution_id>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def track_decline(self, token, solution_id, text="", **_post):
        """Decline an offer, with a reason."""

        def decline(ticket):
            find_offer(ticket, solution_id)._customer_decline(text, DOOR)

        return self._do(token, decline, text)

    # ------------------------------------------------------------------

    def _link(self, token):
        return request.env["complaint.tracking"]._from_token(token)

    def _too_often(self):
        company = request.env.company.sudo()
        return (
            request.env["complaint.visit"]
            .sudo()
            ._is_too_often(
                "track",
                request.httprequest.remote_addr,
                company.complaint_page_limit * 3,
            )
        )

    def _staff_error(self):
        return request.env._(
            "You are signed in as a member of staff. Staff do not answer for the "
            "customer here: use the buttons of the case."
        )

    def _do(self, token, action, text):
        """Run what the customer does; an error keeps the words typed."""
        link = self._link(token)
        if not link:
            return self._no_link()
        if self._too_often():
            return self._page(
                link,
                token,
                error=request.env._(
                    "You have sent a lot in a short time. Please wait an hour, or call "
                    "us."
                ),
                text=text,
                status=429,
            )
        try:
            if request.env.user._is_internal():
                raise UserError(self._staff_error())
            with request.env.cr.savepoint():
                action(link.ticket_id)
        except UserError as error:
            return self._page(link, token, error=error.args[0], text=text, status=422)
        return request.redirect(f"/complaint/track/{token}?sent=1", code=303)

    def _page(self, link, token, error="", text="", status=200):
        ticket = link.ticket_id
        address = f"/complaint/track/{token}"
        values = {
            "view": ticket._customer_view(),
            "address": address,
            "may_download": False,
            "error": error,
            "text": text if isinstance(text, str) else "",
            "sent": not error and bool(request.params.get("sent")),
            "accept": ticket._upload_accept(),
            "signer": "" if ticket.sender_unverified else ticket._customer_name(),
        }
        page = "retail_complaint_addon.complaint_page_track"
        return private(request.render(page, values, status=status))

    def _no_link(self):
        """Say that a link does not work; who tries too many has to wait."""
        company = request.env.company.sudo()
        visits = request.env["complaint.visit"].sudo()
        tried = visits._count_visit("wrong-link", request.httprequest.remote_addr)
        often = tried > WRONG_LINKS
        page = "retail_complaint_addon.complaint_page_sorry"
        values = {"reason": "often" if often else "link", "company": company}
        return private(request.render(page, values, status=429 if often else 404))


def find_offer(ticket, solution_id):
    """Return a package of the case that was offered to the customer.

    :raises UserError: for any other
    """
    known = ("offered", "accepted", "declined")
    offer = (
        ticket.sudo()
        .solution_ids.filtered(lambda one: one.id == solution_id and one.state in known)
        .with_env(ticket.env)
    )
    if not offer:
        raise UserError(
            ticket.env._("This offer is no longer open. Please load the page again.")
        )
    return offer


def answer_offer(ticket, solution_id, answer, address):
    """Return what the signature of the portal expects."""
    try:
        with request.env.cr.savepoint():
            answer(find_offer(ticket, solution_id))
    except UserError as error:
        return {"error": error.args[0]}
    return {"force_refresh": True, "redirect_url": f"{address}?sent=1"}
