"""Everything these addons write as HTML, of what is stored: and all taken back."""

import traceback
from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tools.misc import mute_logger

# Records of each model that are printed or written about.
SOME = 2


def written(env, addons):
    """:return: {"papers": [(what, html)], "crashes": [traceback]}"""
    env = env(user=env.ref("base.user_admin").id, su=True, context={})
    papers, crashes = [], []
    for make in (_reports, _mails, _notices, _digests, _worked_out, _kept):
        for what, call in make(env, addons):
            try:
                with _taken_back(env):
                    found = call()
                    papers += [(what, str(html)) for html in found if html]
            except UserError:
                # nothing to be printed of this one
                continue
            except Exception:
                crashes.append(f"{what}: {traceback.format_exc()}")
    return {"papers": papers, "crashes": crashes}


@contextmanager
def _taken_back(env):
    commit = env.cr.commit
    env.cr.commit = lambda: env.cr.flush()
    try:
        with mute_logger("odoo.addons.base.models.ir_qweb"):
            yield
    finally:
        env.cr.commit = commit
        env.cr.precommit.clear()
        env.cr.postcommit.clear()
        env.cr.rollback()
        env.transaction.reset()


def _of(env, model, addons):
    known = env["ir.model.data"].search(
        [("model", "=", model), ("module", "in", addons)]
    )
    return env[model].browse(known.mapped("res_id")).exists().sorted("id")


def _last(env, model):
    records = env[model].with_context(active_test=False)
    if model == "helpdesk.ticket":
        domain = [("is_complaint", "=", True), ("partner_id", "!=", False)]
    elif model == "res.partner":
        domain = [("consent_ids", "!=", False)]
    else:
        domain = []
    return records.search(domain, order="id desc", limit=SOME)


def _reports(env, addons):
    for report in _of(env, "ir.actions.report", addons):
        model = env[report.model]
        records = model.create({}) if model._transient else _last(env, model._name)
        for record in records:
            yield (
                f"{report.report_name} of {record}",
                lambda report=report, ids=record.ids: [_html(report, ids)],
            )


def _html(report, ids):
    if report.env[report.model]._transient:
        # the one made for the list was taken back
        ids = report.env[report.model].create({}).ids
    content, _kind = report._render_qweb_html(report.report_name, ids)
    return content.decode()


def _mails(env, addons):
    for template in _of(env, "mail.template", addons):
        for record in _last(env, template.model)[:1]:
            yield (
                f"{template.name} to {record}",
                lambda template=template, id_=record.id: _sent(
                    template.env, lambda: template.send_mail(id_)
                ),
            )


def _sent(env, send):
    """The mails and notes that this makes."""
    last = {
        name: env[name].search([], order="id desc", limit=1).id
        for name in ("mail.mail", "mail.message")
    }
    send()
    mails = env["mail.mail"].search([("id", ">", last["mail.mail"])])
    notes = env["mail.message"].search([("id", ">", last["mail.message"])])
    return [*mails.mapped("body_html"), *notes.mapped("body")]


def _notices(env, addons):
    kinds = env["complaint.notice"]._fields["kind"].get_values(env)
    for ticket in _last(env, "helpdesk.ticket")[:1]:
        for kind in kinds:
            yield (
                f"notice {kind} of {ticket}",
                lambda ticket=ticket, kind=kind: _sent(
                    env, lambda: ticket._send_notice(kind, message="Words")
                ),
            )


def _digests(env, addons):
    # the weeks that were told already are in the way, until this is taken back
    def send():
        env.cr.execute("DELETE FROM complaint_digest")
        env["complaint.digest"]._send_week(company)

    for company in env["res.company"].search([]):
        yield f"digest of {company}", lambda: _sent(env, send)


def _worked_out(env, addons):
    """Fields that are worked out as HTML."""
    for model, fields in _html_fields(env, addons, stored=False):
        for record in _last(env, model):
            yield (
                f"{fields} of {record}",
                lambda record=record, fields=fields: [record[key] for key in fields],
            )


def _kept(env, addons):
    """What is left when somebody writes a script into a field for HTML."""
    text = "<p>window.__pwned=1</p><script>window.__pwned=1</script>"
    text += "<img src='x' onerror='window.__pwned=1'/>"
    for model, fields in _html_fields(env, addons, stored=True):
        for name in fields:
            field, record = env[model]._fields[name], env[model].new()
            yield (
                f"{field} as written",
                lambda field=field, record=record: [
                    field.convert_to_cache(text, record)
                ],
            )


def _html_fields(env, addons, stored):
    for name in sorted(env.registry):
        model = env[name]
        fields = [
            field.name
            for field in model._fields.values()
            if field.type == "html"
            and bool(field.store) == stored
            and set(field._modules) & set(addons)
        ]
        if fields and not model._abstract and (stored or not model._transient):
            yield name, fields


def links(env, login):
    """Addresses of pages that a customer reads, with their secrets."""
    env = env(user=1, su=True, context={})
    partner = env["res.users"].search([("login", "=", login)]).partner_id
    case = env["helpdesk.ticket"].search(
        [("partner_id", "=", partner.id), ("is_complaint", "=", True)], limit=1
    )
    link = env["complaint.tracking"]._for_ticket(case)
    consent = env["customer.consent"].search([], order="id desc", limit=1)
    pages = env["document.page"].search([])._help_shown(env.company)
    helps = env["document.page"].search(pages, limit=3)
    token = link._token()
    _base, page, consent = consent.partner_id._consent_link().partition("/privacy/")
    return {
        "track": f"/complaint/track/{token}",
        "done": f"/complaint/done/{token}",
        "consent": page + consent,
        "case": case.id,
        "helps": helps.ids,
    }
