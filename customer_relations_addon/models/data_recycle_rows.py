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
    """

    words: tuple = ()
    empty: tuple = ()
    case: str = ""
    lines: tuple = ()


ROWS = {
    "customer.exchange": Rows(
        ("subject",), ("note", "message_id", "event_id"), "ticket_id"
    ),
    "crm.lead": Rows(
        ("name",),
        ("description", "partner_id", *sorted(HOLDERS["crm.lead"].erase)),
        "case_id",
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


class DataRecycleRecord(models.Model):
    _inherit = "data_recycle.record"

    def action_validate(self):
        """Take the person out of such rows; delete what is old of the access log."""
        done = self.browse()
        for (model, action), records in self.grouped(
            lambda one: (one.res_model_name, one.recycle_model_id.recycle_action)
        ).items():
            ids = records.mapped("res_id")
            if action == "anonymise" and model in ROWS:
                self.check_access("write")
                self._anonymise_rows(model, ids)
            elif action == "unlink" and model == LOG:
                self.check_access("write")
                self._delete_log(ids)
            else:
                continue
            done |= records
        rest = self - done
        done.unlink()
        return super(DataRecycleRecord, rest).action_validate()

    @api.model
    def _anonymise_rows(self, name, ids):
        """Empty the rows that may go; return them. The server asks, by its rule."""
        kind = ROWS[name]
        model = self.env[name].sudo().with_context(active_test=False)
        records = self._not_held(model.browse(ids).exists(), kind.case)
        if not records:
            return records
        self.env.flush_all()
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
        self._forget_threads(records)
        self.env.invalidate_all(flush=False)
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
        """Return the records nothing stands against (sudo)."""
        partners = records.partner_id
        held = partners._held_cases()
        busy = held.partner_id | held.on_behalf_of_id
        requests = self.env["customer.privacy.request"].sudo()
        asked = requests.search(
            [("state", "in", OPEN), ("same_partner_ids", "in", partners.ids)]
        )
        busy |= asked.same_partner_ids
        return records.filtered(
            lambda one: (
                one.partner_id not in busy
                and not (case and self._is_running(one[case]))
            )
        )

    @api.model
    def _is_running(self, case):
        return case and (case.legal_hold or not case.stage_id.closed)

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
