"""The doors of this module; they are in no database and no product."""

from odoo import http
from odoo.http import request

from . import calls, dump, exports, papers


class Sweep(http.Controller):
    @http.route("/desk_test/registry", type="jsonrpc", auth="none")
    def registry(self, addons):
        """Models, methods and routes of these addons."""
        env = request.env(user=1, su=True)
        return {"models": dump.models(env, addons), "routes": dump.routes(env, addons)}

    @http.route("/desk_test/calls", type="jsonrpc", auth="public")
    def calls(self, calls_made, context=None):
        """Make each call as the user of the session, and take it back."""
        return calls.run(request.env(context=dict(context or {})), calls_made)

    @http.route("/desk_test/seen", type="jsonrpc", auth="public")
    def seen(self, models):
        """The ids the user of the session finds, and the fields that are open."""
        return calls.seen(request.env, models)

    @http.route("/desk_test/records", type="jsonrpc", auth="none")
    def records(self, models):
        """{model: {state: ids}} of everything that is there."""
        return dump.records(request.env(user=1, su=True), models)

    @http.route("/desk_test/papers", type="jsonrpc", auth="none")
    def papers(self, addons):
        """Every report, mail and notice of these addons, as HTML."""
        return papers.written(request.env, addons)

    @http.route("/desk_test/links", type="jsonrpc", auth="none")
    def links(self, login):
        """What only the customer with this login knows."""
        return papers.links(request.env, login)

    @http.route("/desk_test/exported", type="jsonrpc", auth="none")
    def exported(self, chosen, formulas):
        """What a spreadsheet gets of texts that begin with these formulas."""
        return exports.exported(request.env, chosen, formulas)

    @http.route("/desk_test/workbooks", type="jsonrpc", auth="none")
    def workbooks(self):
        """Every workbook of ours, of names that begin with a formula."""
        return exports.workbooks(request.env)
