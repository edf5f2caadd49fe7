"""What customers see and change of their own data, by link or signed in."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.retail_complaint_addon.controllers.complaint_page import private

PAGE = "/my/privacy"
MAX_WORDS = 5000
TRIES = 60


class PrivacyPage(http.Controller):
    @http.route("/privacy", type="http", auth="public", website=True, sitemap=True)
    def privacy_notice(self, **_kw):
        """Show what data are collected for, by purpose."""
        company = request.env.company
        purposes = (
            request.env["customer.purpose"]
            .sudo()
            .search([("company_id", "in", [False, company.id])])
        )
        values = {
            "company": company.sudo(),
            "words": company.sudo()._privacy_words(),
            "purposes": purposes.filtered("collection_notice"),
        }
        return request.render("customer_relations_addon.privacy_notice_page", values)

    @http.route(
        "/privacy/consent/<int:partner_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def privacy_consent(self, partner_id, token, done=None, **_kw):
        """Show the consents of one customer to whoever has the link."""
        partner = self._partner(partner_id, token)
        if not partner:
            raise request.not_found()
        values = {
            "lines": partner._consent_lines(),
            "address": f"/privacy/consent/{partner.id}/{token}",
            "company": request.env.company.sudo(),
            "done": bool(done),
        }
        page = "customer_relations_addon.privacy_consent_page"
        return private(request.render(page, values))

    @http.route(
        "/privacy/consent/<int:partner_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def privacy_consent_withdraw(self, partner_id, token, consent=None, **_kw):
        """Withdraw one consent, or all of them."""
        partner = self._partner(partner_id, token)
        if not partner:
            raise request.not_found()
        withdraw(partner, consent, self._evidence())
        return request.redirect(
            f"/privacy/consent/{partner.id}/{token}?done=1", code=303
        )

    @http.route(
        "/privacy/consent/<int:partner_id>/<string:token>/unsubscribe",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        sitemap=False,
    )
    def privacy_unsubscribe(self, partner_id, token, **_kw):
        """One click in the mail program (RFC 8058): the token is the proof."""
        partner = self._partner(partner_id, token)
        if not partner:
            raise request.not_found()
        withdraw(partner, None, self._evidence())
        return request.make_response("OK", [("Content-Type", "text/plain")])

    def _evidence(self):
        return request.env._("By the link in a mail.")

    def _partner(self, partner_id, token):
        """Return the customer (sudo) the link belongs to, or None."""
        visits = request.env["complaint.visit"].sudo()
        address = request.httprequest.remote_addr
        if visits._is_too_often("privacy", address, TRIES):
            return None
        if not 0 < partner_id < 2**31:
            return None
        partner = request.env["res.partner"].sudo().browse(partner_id).exists()
        if not partner or partner.erased_at or not partner._is_consent_token(token):
            return None
        return partner


class PrivacyExport(http.Controller):
    @http.route(
        "/privacy/export/<int:export_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
        sitemap=False,
    )
    def privacy_export(self, export_id, **_kw):
        """Hand an export out to a privacy officer; each time is logged."""
        if not 0 < export_id < 2**31:
            raise request.not_found()
        export = request.env["customer.privacy.export"].browse(export_id).exists()
        if not export:
            raise request.not_found()
        try:
            content = export._read_file()
        except UserError as error:
            raise request.not_found() from error
        name = f"{export.request_id.name}.zip"
        return private(
            request.make_response(
                content,
                [
                    ("Content-Type", "application/zip"),
                    ("Content-Disposition", content_disposition(name)),
                    ("X-Content-Type-Options", "nosniff"),
                ],
            )
        )


class PrivacyPortal(CustomerPortal):
    @http.route(PAGE, type="http", auth="user", methods=["GET"], website=True)
    def portal_my_privacy(self, done=None, **_kw):
        """Show consents and requests of the customer who is signed in."""
        return self._privacy_page(done=done)

    @http.route(
        f"{PAGE}/withdraw", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_privacy_withdraw(self, consent=None, **_kw):
        """Withdraw one consent, or all of them."""
        partner = request.env.user.partner_id.sudo()
        withdraw(partner, consent, request.env._("In the customer portal."))
        return request.redirect(f"{PAGE}?done=withdrawn", code=303)

    @http.route(
        f"{PAGE}/request", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_privacy_request(self, kind=None, details="", **_kw):
        """Ask for access, correction or erasure."""
        user = request.env.user
        words = details if isinstance(details, str) else ""
        try:
            request.env["customer.privacy.request"].sudo()._from_portal(
                user.partner_id, kind, words[:MAX_WORDS]
            )
        except UserError as error:
            return self._privacy_page(error=error.args[0], words=words, kind=kind)
        return request.redirect(f"{PAGE}?done=requested", code=303)

    def _privacy_page(self, done=None, error="", words="", kind=""):
        partner = request.env.user.partner_id.sudo()
        requests = request.env["customer.privacy.request"].sudo()
        labels = requests._fields["kind"]._description_selection(request.env)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "privacy",
            "lines": partner._consent_lines(),
            "requests": requests.search([("partner_id", "=", partner.id)]),
            "kinds": labels,
            "address": f"{PAGE}/withdraw",
            "done": done if done in ("withdrawn", "requested") else "",
            "error": error,
            "words": words if isinstance(words, str) else "",
            "kind": kind if isinstance(kind, str) else "",
        }
        page = "customer_relations_addon.portal_my_privacy"
        return private(request.render(page, values, status=422 if error else 200))


def withdraw(partner, consent, evidence):
    """Withdraw one consent by its number, or all when none is named."""
    if consent is None or consent == "":
        partner._withdraw_consent(evidence=evidence)
        return
    text = consent if isinstance(consent, str) else ""
    if text.isascii() and text.isdigit() and len(text) < 10:
        lines = partner._consent_lines().filtered(lambda one: one.id == int(text))
        if lines:
            partner._withdraw_consent(lines, evidence=evidence)
