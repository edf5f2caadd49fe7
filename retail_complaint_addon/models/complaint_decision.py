from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .kept_selection import KeptSelection

REGISTER_CHAIN = "register"

# Tables whose rows are written once. complaint_chain is the head of each chain and
# moves; complaint_decision_text can lose its text when a person is erased.
APPEND_ONLY = ("complaint_decision", "complaint_manifest")

KINDS = [
    ("chosen", "Chosen against the scores"),
    ("submitted", "Submitted"),
    ("approval_requested", "Approval requested"),
    ("approved", "Approved"),
    ("approved_own", "Approved within own limit"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
    ("offered", "Offered"),
    ("accepted", "Accepted by the customer"),
    ("declined", "Declined by the customer"),
    ("completed", "Carried out"),
    ("cancelled", "Cancelled"),
    ("superseded", "Approval superseded"),
    ("rerouted", "Approval passed on"),
    ("case_changed", "Case changed after submission"),
    ("acknowledged", "Acknowledged"),
    ("targets_counted", "Targets counted anew"),
    ("closed", "Closed"),
    ("reopened", "Reopened"),
    ("suggestion_taken", "Suggestion taken"),
    ("erased", "Personal data erased"),
    ("register_created", "Register: added"),
    ("register_changed", "Register: changed"),
    ("register_deleted", "Register: deleted"),
    ("access_changed", "Register: group membership changed"),
]


# What the hash of a row covers. Adding a column here breaks every existing chain.
FACT_NUMBERS = ("sequence", "round")
FACT_IDS = (
    "chain_id",
    "user_id",
    "ticket_id",
    "company_id",
    "solution_id",
    "authority_id",
    "condition_id",
    "deputy_for_id",
)
FACT_TEXTS = (
    "kind",
    "state_from",
    "state_to",
    "currency",
    "limit_currency",
    "detail",
    "note_digest",
)
FACT_AMOUNTS = ("amount", "sum_amount", "limit_amount")
FACT_COLUMNS = (
    *FACT_NUMBERS,
    *FACT_IDS,
    *FACT_TEXTS,
    *FACT_AMOUNTS,
    "decided_at",
    "unlimited",
)


def facts_of(values):
    """Return what the hash of a row covers, in one form for ORM values and SQL rows.

    :param dict values: by column name; ids as integers, ``decided_at`` as datetime
    """
    facts = {name: values.get(name) or 0 for name in (*FACT_NUMBERS, *FACT_IDS)}
    facts.update({name: values.get(name) or "" for name in FACT_TEXTS})
    facts.update({name: f"{values.get(name) or 0.0:.4f}" for name in FACT_AMOUNTS})
    facts["decided_at"] = fields.Datetime.to_string(values["decided_at"])
    facts["unlimited"] = bool(values.get("unlimited"))
    return facts


class ComplaintDecision(models.Model):
    """Append-only, hash-chained log of every decision. Chatter is no evidence."""

    _name = "complaint.decision"
    _description = "Complaint Decision"
    _inherit = ["complaint.protected.mixin", "complaint.export.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _log_access = False

    chain_id = fields.Many2one(
        "complaint.chain", required=True, readonly=True, ondelete="restrict"
    )
    sequence = fields.Integer(required=True, readonly=True)
    decided_at = fields.Datetime(string="When", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = KeptSelection(KINDS, string="What", required=True, readonly=True)
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    solution_id = fields.Many2one(
        "complaint.solution",
        string="Package",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    state_from = fields.Char(string="From", readonly=True)
    state_to = fields.Char(string="To", readonly=True)
    amount = fields.Float(digits=(24, 4), readonly=True)
    currency = fields.Char(readonly=True)
    sum_amount = fields.Float(
        string="Sum of the Case",
        digits=(24, 4),
        readonly=True,
        help="What the decision had to cover, in the currency of the limit.",
    )
    limit_amount = fields.Float(string="Limit Used", digits=(24, 4), readonly=True)
    limit_currency = fields.Char(readonly=True)
    unlimited = fields.Boolean(readonly=True)
    authority_id = fields.Many2one(
        "complaint.authority", readonly=True, ondelete="restrict"
    )
    condition_id = fields.Many2one(
        "complaint.condition", readonly=True, ondelete="restrict"
    )
    deputy_for_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    round = fields.Integer(readonly=True)
    detail = fields.Char(readonly=True, help="Facts without personal data.")
    note_digest = fields.Char(readonly=True)
    text_ids = fields.One2many("complaint.decision.text", "decision_id", readonly=True)
    note = fields.Text(compute="_compute_note", string="Comment")
    previous_hash = fields.Char(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)

    _chain_sequence_unique = models.UniqueIndex("(chain_id, sequence)")

    @api.depends("text_ids.text")
    def _compute_note(self):
        for decision in self:
            decision.note = decision.text_ids[:1].text

    def init(self):
        super().init()
        create_guards(self.env.cr)

    def _refuse(self):
        raise AccessError(
            self.env._("The decision log is append-only: nobody changes it.")
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    @api.model
    def action_verify_all(self):
        """Verify every chain the user sees, and the manifests; tell the result."""
        chains = self.env["complaint.chain"].search([])
        broken = chains._verify()
        if not broken:
            broken = self.env["complaint.manifest"]._broken_manifests()
        return chains._verdict(broken)


class ComplaintDecisionText(models.Model):
    """Free text of a decision, kept apart so that erasing a person keeps the chain."""

    _name = "complaint.decision.text"
    _description = "Comment of a Complaint Decision"
    _inherit = ["complaint.protected.mixin", "complaint.export.mixin"]
    _log_access = False

    decision_id = fields.Many2one(
        "complaint.decision", required=True, index=True, ondelete="restrict"
    )
    salt = fields.Char(groups="base.group_no_one")
    text = fields.Text()

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            self.env["complaint.decision"]._refuse()
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_trusted():
            self.env["complaint.decision"]._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self.env["complaint.decision"]._refuse()


def create_guards(cr):
    """Let the database itself refuse UPDATE, DELETE and TRUNCATE of the log."""
    cr.execute(
        """
        CREATE OR REPLACE FUNCTION complaint_append_only() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION 'Table % is append-only', TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END $$ LANGUAGE plpgsql
        """
    )
    for table in APPEND_ONLY:
        cr.execute("SELECT to_regclass(%s)", (table,))
        if not cr.fetchone()[0]:
            continue
        for suffix, event, level in (
            ("row", "UPDATE OR DELETE", "ROW"),
            ("all", "TRUNCATE", "STATEMENT"),
        ):
            name = SQL.identifier(f"{table}_append_only_{suffix}")
            cr.execute(
                SQL(
                    "DROP TRIGGER IF EXISTS %s ON %s",
                    name,
                    SQL.identifier(table),
                )
            )
            cr.execute(
                SQL(
                    "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s "
                    "EXECUTE FUNCTION complaint_append_only()",
                    name,
                    SQL(event),
                    SQL.identifier(table),
                    SQL(level),
                )
            )


def drop_guards(cr):
    """Remove what ``create_guards`` made, so that uninstalling leaves nothing."""
    cr.execute("DROP FUNCTION IF EXISTS complaint_append_only() CASCADE")
