"""Retention of what is written about people: the figures stay, the person goes.

A legal hold, an open complaint and an open privacy request win over every rule.
"""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules.privacy import MASK
from .customer_privacy_holders import HOLDERS
from .customer_privacy_request import OPEN

NOBODY = "customer_relations_addon.partner_nobody"
LOG = "customer.access.log"
LOG_DAYS = 365
# What proves what was decided, and by whom: no rule touches it.
NEVER = frozenset(
    {
        "complaint.chain",
        "complaint.decision",
        "complaint.decision.text",
        "complaint.manifest",
        "customer.erasure",
    }
)


class Rows(NamedTuple):
    """What of a kind of record is about the person.

    :param words: texts that become a mark
    :param empty: what becomes empty
    :param case: the link to a complaint
    :param lines: records below it: model, its link, its texts
    :param links: links of others to it, by which the person would be known again
    """

    words: tuple = ()
    empty: tuple = ()
    case: str = ""
    lines: tuple = ()
    links: tuple = ()


ROWS = {
    "customer.exchange": Rows(
        ("subject",),
        ("note", "message_id", "event_id", "lead_id", "order_id", "ticket_id"),
        "ticket_id",
        links=(("customer.promise", "exchange_id"),),
    ),
    "crm.lead": Rows(
        ("name",),
        ("description", "partner_id", *sorted(HOLDERS["crm.lead"].erase)),
        "case_id",
        links=(("customer.exchange", "lead_id"), ("customer.promise", "lead_id")),
    ),
    "survey.user_input": Rows(
        (),
        ("email", "nickname", "partner_id"),
        "complaint_ticket_id",
        (
            "survey.user_input.line",
            "user_input_id",
            ("value_char_box", "value_text_box"),
        ),
    ),
}


class DataRecycleModel(models.Model):
    _inherit = "data_recycle.model"

    @api.constrains("res_model_id")
    def _check_evidence(self):
        """:raises UserError: for a rule about what has to stay"""
        for rule in self:
            if rule.res_model_name in NEVER:
                raise UserError(
                    self.env._("The decision log and its texts are kept: no rule.")
                )

    def _keeps_rows(self):
        """Say whether a rule is ours: it looks at holds, and what stays is shown."""
        self.ensure_one()
        if self.recycle_action == "anonymise":
            return self.res_model_name in ("res.partner", *ROWS)
        return self.recycle_action == "unlink" and self.res_model_name == LOG


class DataRecycleRecord(models.Model):
    _inherit = "data_recycle.record"

    kept_because = fields.Char(string="Stays Because", readonly=True)

    def action_validate(self):
        """Take the person out of such rows, say what stays, and log both."""
        rest = self
        for rule, rows in self.grouped("recycle_model_id").items():
            if not rule._keeps_rows():
                continue
            self.check_access("write")
            rest -= rows
            rows._run_rule(rule)
        counts = {
            rule: len(rows) for rule, rows in rest.grouped("recycle_model_id").items()
        }
        result = super(DataRecycleRecord, rest).action_validate()
        for rule, count in counts.items():
            self.env["customer.retention.log"]._log(rule, count, 0)
        return result

    def _run_rule(self, rule):
        """Apply a rule of ours; what has to stay keeps its row, with the reason."""
        ids = self.mapped("res_id")
        stays = self._apply(rule, ids)
        kept = self.filtered(lambda row: row.res_id in stays)
        done = len(self) - len(kept)
        self.env["customer.retention.log"]._log(rule, done, len(kept))
        if rule.recycle_mode == "automatic":
            # without a row it is found again the next time
            self.unlink()
            return
        for row in kept:
            row.kept_because = stays[row.res_id]
        (self - kept).unlink()

    @api.model
    def _apply(self, rule, ids):
        """Return {record id: why it stays}."""
        if rule.res_model_name == "res.partner":
            contacts = self.env["res.partner"].sudo().with_context(active_test=False)
            contacts = contacts.browse(ids).exists()
            return contacts._retention_erase(contacts, rule._retention_since())
        records = self.env[rule.res_model_name].sudo()
        records = records.with_context(active_test=False).browse(ids).exists()
        if rule.res_model_name == LOG:
            why = self.env._("Less than a year old, or a legal hold")
            gone = self._delete_log(ids)
        else:
            why = self.env._("Legal hold, open complaint or open privacy request")
            gone = self._anonymise_rows(rule.res_model_name, ids)
        return dict.fromkeys(set(records.ids) - set(gone.ids), why)

    @api.model
    def _anonymise_rows(self, name, ids):
        """Empty the rows that may go; return them. The server asks, by its rule."""
        kind = ROWS[name]
        model = self.env[name].sudo().with_context(active_test=False)
        records = self._not_held(model.browse(ids).exists(), kind.case)
        if not records:
            return records
        self.env.flush_all()
        known = records.partner_id
        sets = [SQL("%s = %s", SQL.identifier(one), MASK) for one in kind.words]
        sets += [
            SQL("%s = NULL", SQL.identifier(one))
            for one in kind.empty
            if one in model._fields and model._fields[one].store
        ]
        if name == "customer.exchange":
            sets.append(SQL("partner_id = %s", self.env.ref(NOBODY).id))
        self._update(model, sets, "id", records.ids)
        if kind.lines:
            lines, link, texts = kind.lines
            sets = [SQL("%s = NULL", SQL.identifier(one)) for one in texts]
            self._update(self.env[lines].sudo(), sets, link, records.ids)
        for other, link in kind.links:
            empty = [SQL("%s = NULL", SQL.identifier(link))]
            self._update(self.env[other].sudo(), empty, link, records.ids)
        self._forget_threads(records)
        self.env.invalidate_all(flush=False)
        if name == "customer.exchange":
            (known | self.env.ref(NOBODY))._update_last_contact()
        return records

    @api.model
    def _update(self, model, sets, column, ids):
        """Past the ORM: it would write down what was there before."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE %s IN %s",
                SQL.identifier(model._table),
                SQL(", ").join(sets),
                SQL.identifier(column),
                tuple(ids),
            )
        )

    @api.model
    def _forget_threads(self, records):
        """Delete messages, to-dos and files of these records."""
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        ).unlink()
        for table, column in (
            ("mail_message", "model"),
            ("mail_activity", "res_model"),
        ):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE %s = %s AND res_id IN %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    records._name,
                    tuple(records.ids),
                )
            )

    @api.model
    def _not_held(self, records, case=""):
        """Return the records nothing stands against (sudo).

        Nobody puts a hold on a case of these persons until this transaction ends: a
        case that somebody changes right now stays, and is found again the next time.
        """
        partners = records.partner_id
        cases = partners._complaints_about()
        if case:
            cases |= records[case]
        held = cases.filtered("legal_hold")
        held |= cases - cases.try_lock_for_update(allow_referencing=True)
        busy = held.partner_id | held.on_behalf_of_id
        requests = self.env["customer.privacy.request"].sudo()
        asked = requests.search(
            [("state", "in", OPEN), ("same_partner_ids", "in", partners.ids)]
        )
        busy |= asked.same_partner_ids
        return records.filtered(
            lambda one: (
                one.partner_id not in busy
                and not (case and (one[case] in held or self._is_running(one[case])))
            )
        )

    @api.model
    def _is_running(self, case):
        return case and not case.stage_id.closed

    @api.model
    def _delete_log(self, ids):
        """Delete old lines of the access log; whom a hold is about keep theirs."""
        log = self.env[LOG].sudo()
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=LOG_DAYS)
        old = log.browse(ids).exists().filtered(lambda one: one.at < limit)
        old = self._not_held(old)
        if old:
            self.env["customer.privacy.eraser"]._delete(log, old.ids)
            self.env.invalidate_all(flush=False)
        return old
