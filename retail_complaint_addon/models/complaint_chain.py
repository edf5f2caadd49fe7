import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, groupby

from ..rules import chain as rule
from .complaint_decision import FACT_COLUMNS, facts_of
from .together import remember

VERIFY_BATCH = 1000


class ComplaintChain(models.Model):
    """Head and length of the decision chain of one case, and of the register."""

    _name = "complaint.chain"
    _description = "Complaint Decision Chain"
    _inherit = ["complaint.protected.mixin", "complaint.export.mixin"]
    _order = "id desc"
    _protected_fields = frozenset({"name", "ticket_id", "count", "head", "changed_at"})

    name = fields.Char(required=True, readonly=True)
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="ticket_id.company_id")
    count = fields.Integer(string="Decisions", readonly=True)
    head = fields.Char(readonly=True, default=rule.GENESIS)
    changed_at = fields.Datetime(readonly=True, index=True)
    decision_ids = fields.One2many("complaint.decision", "chain_id", readonly=True)

    _name_unique = models.UniqueIndex("(name)")

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            self.env["complaint.decision"]._refuse()
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self.env["complaint.decision"]._refuse()

    @api.model
    def _get(self, name, ticket=None):
        """Return the chain with this name, locked until the transaction ends.

        :raises UserError: when somebody else is appending to it right now
        """
        self.flush_model(["name"])
        found = self.env.execute_query(
            SQL(
                """
                WITH locked AS (
                    SELECT id, count, head FROM complaint_chain
                     WHERE name = %(name)s FOR NO KEY UPDATE SKIP LOCKED
                )
                SELECT chain.id, locked.id, locked.count, locked.head
                  FROM complaint_chain chain
             LEFT JOIN locked ON locked.id = chain.id WHERE chain.name = %(name)s
                """,
                name=name,
            )
        )
        for chain_id, locked_id, *values in found:
            if locked_id:
                remember(self, ("count", "head"), {chain_id: values})
                return self.sudo().browse(chain_id)
            raise UserError(
                self.env._(
                    "Somebody else is deciding on this right now. "
                    "Look at the case again in a moment."
                )
            )
        return (
            self.sudo()
            ._trusted()
            .create({"name": name, "ticket_id": ticket.id if ticket else False})
        )

    def _append(self, values, note=None):
        """Append one decision; see ``_append_all``."""
        return self._append_all([(values, note)])

    def _append_all(self, entries):
        """Append decisions, in this order and with one statement.

        :param entries: [(values, note)]: values are columns of ``complaint.decision``
            besides chain, sequence, time, user and hashes; a note is free text that
            enters the hash as a salted digest only
        """
        self.ensure_one()
        chain = self.sudo()._trusted()
        count, head, now = chain.count, chain.head, fields.Datetime.now()
        rows, salts = [], []
        for values, note in entries:
            salt = secrets.token_hex(16)
            count += 1
            row = {
                **values,
                "chain_id": self.id,
                "sequence": count,
                "decided_at": now,
                "user_id": self.env.uid,
                "note_digest": rule.digest_text(salt, note) if note else False,
                "previous_hash": head,
            }
            head = row["hash"] = rule.row_hash(head, facts_of(row))
            rows.append(row)
            salts.append(salt)
        decisions = self.env["complaint.decision"].sudo()._trusted().create(rows)
        texts = [
            {"decision_id": decision.id, "salt": salt, "text": note}
            for decision, salt, (_values, note) in zip(
                decisions, salts, entries, strict=True
            )
            if note
        ]
        if texts:
            self.env["complaint.decision.text"].sudo()._trusted().create(texts)
        chain.write({"count": count, "head": head, "changed_at": now})
        return decisions

    # ---------------------------------------------------
    # Verification
    # ---------------------------------------------------

    @api.readonly
    def action_verify(self):
        """Verify these chains and tell the user the first broken row."""
        self.check_access("read")
        return self._verdict(self._verify())

    def _verdict(self, broken):
        """Return the notification that tells what a verification found."""
        if broken:
            message = broken[0]["message"]
        else:
            message = self.env._(
                "%(count)s chains verified: every decision is as it was written.",
                count=len(self),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Decision log"),
                "message": message,
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
            },
        }

    def _verify(self):
        """Return the first break of each broken chain.

        :return: list of dicts with chain (id), decision (id or None), sequence,
            reason and message
        """
        broken = []
        for start in range(0, len(self), VERIFY_BATCH):
            broken += self[start : start + VERIFY_BATCH]._verify_batch()
        return broken

    def _verify_batch(self):
        broken = []
        listed = self.env["complaint.manifest"]._listed_heads(self.ids)
        rows_by_chain = self._rows_by_chain()
        for chain in self.sudo():
            rows = rows_by_chain.get(chain.id, [])
            hit = rule.first_break(rows) or self._ends_wrong(chain, rows, listed)
            if hit:
                broken.append(
                    {
                        "chain": chain.id,
                        "decision": hit.record_id,
                        "sequence": hit.sequence,
                        "reason": hit.reason,
                        "message": self._break_message(chain, hit),
                    }
                )
        return broken

    @api.model
    def _ends_wrong(self, chain, rows, listed):
        """Compare with the head and with the last manifest that lists the chain."""
        hashes = [row.hash for row in rows]
        hit = rule.cut_off(chain.count, chain.head, hashes)
        if not hit and chain.id in listed:
            hit = rule.cut_off(*listed[chain.id], hashes)
        if not hit and len(hashes) > chain.count:
            hit = rule.Break(rows[-1].record_id, len(hashes), "sequence")
        return hit

    def _rows_by_chain(self):
        self.env["complaint.decision"].flush_model()
        columns = SQL(", ").join(map(SQL.identifier, FACT_COLUMNS))
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT id, previous_hash, hash, %s FROM complaint_decision "
                "WHERE chain_id IN %s ORDER BY chain_id, sequence",
                columns,
                tuple(self.ids) or (0,),
            )
        )
        return {
            chain_id: [
                rule.Row(
                    row["id"],
                    row["sequence"],
                    row["previous_hash"],
                    row["hash"],
                    facts_of(row),
                )
                for row in group
            ]
            for chain_id, group in groupby(rows, key=lambda row: row["chain_id"])
        }

    def _break_message(self, chain, hit):
        if hit.reason == "cut":
            return self.env._(
                "Chain “%(chain)s” is cut off: decision %(sequence)s is missing.",
                chain=chain.name,
                sequence=hit.sequence,
            )
        return self.env._(
            "Chain “%(chain)s” is broken at decision %(sequence)s (row %(row)s): "
            "it is not as it was written.",
            chain=chain.name,
            sequence=hit.sequence,
            row=hit.record_id,
        )
