"""Contacts that are likely the same person, and what was merged."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .res_users import GROUP

STATES = [
    ("open", "Likely the Same"),
    ("proposed", "Proposed"),
    ("dismissed", "Not the Same"),
    ("merged", "Merged"),
]
# more contacts than this with one address or number: a family, a firm, a hotel
MOST_SHARING = 6


class CustomerDuplicate(models.Model):
    """A pair of contacts: found by e-mail and phone, or proposed by a colleague."""

    _name = "customer.duplicate"
    _description = "Likely Duplicate"
    _inherit = ["customer.record.mixin"]
    _order = "state desc, id desc"
    _rec_name = "partner_id"
    _protected_fields = frozenset(
        {
            "partner_id",
            "other_id",
            "company_id",
            "same_email",
            "same_phone",
            "same_name",
            "state",
            "by_hand",
            "proposed_by_id",
            "seen_at",
            "settled_at",
            "settled_by_id",
            "merged_name",
            "moved",
        }
    )

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    other_id = fields.Many2one(
        comodel_name="res.partner",
        string="Perhaps the Same",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", readonly=True, index="btree_not_null"
    )
    email = fields.Char(related="partner_id.email", string="E-mail")
    phone = fields.Char(related="partner_id.phone")
    other_email = fields.Char(related="other_id.email", string="Other E-mail")
    other_phone = fields.Char(related="other_id.phone", string="Other Phone")
    same_email = fields.Boolean(string="Same E-mail", readonly=True)
    same_phone = fields.Boolean(readonly=True)
    same_name = fields.Boolean(readonly=True)
    state = fields.Selection(
        selection=STATES, required=True, default="open", readonly=True, index=True
    )
    by_hand = fields.Boolean(
        readonly=True, help="Proposed by a colleague, not found by address or number."
    )
    note = fields.Text(string="Why They Are the Same")
    proposed_by_id = fields.Many2one(comodel_name="res.users", readonly=True)
    seen_at = fields.Datetime(readonly=True)
    settled_at = fields.Datetime(string="Settled On", readonly=True)
    settled_by_id = fields.Many2one(comodel_name="res.users", readonly=True)
    merged_name = fields.Char(string="Was Called", readonly=True)
    # how much there was of what is not for everybody
    moved = fields.Text(
        string="What Moved",
        readonly=True,
        groups="customer_relations_addon.group_relations_manager,"
        "customer_relations_addon.group_relations_auditor",
    )

    # plain columns: merging contacts finds and keeps to it
    _pair_uniq = models.UniqueIndex(
        "(partner_id, other_id)", "This pair is on the list already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """:raises AccessError: unless by the methods here"""
        if not self._is_trusted():
            raise AccessError(self.env._("Propose a pair from the list of contacts."))
        return super().create(vals_list)

    def copy_data(self, default=None):
        """:raises UserError: always"""
        raise UserError(self.env._("A pair is on the list once."))

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_compare(self):
        """Open the two contacts side by side."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare"),
            "res_model": "customer.merge",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_other_id": self.other_id.id,
                "default_note": self.note,
            },
        }

    def action_dismiss(self):
        """Note that these are two persons; they are not found again."""
        self._check_supervisor()
        self._check_unsettled()
        return self._settle("dismissed")

    def action_list_again(self):
        """Take back that these are two persons."""
        self._check_supervisor()
        if any(pair.state != "dismissed" for pair in self):
            raise UserError(self.env._("Only what was put aside is listed again."))
        values = {"state": "open", "settled_at": False, "settled_by_id": False}
        return self.sudo()._trusted().write(values)

    @api.model
    def action_find(self):
        """Look for likely duplicates now."""
        self._check_supervisor()
        found = self._find()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(count)s pairs are listed.", count=found),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------------
    # what happens
    # ------------------------------------------------------------------

    @api.model
    def _check_supervisor(self):
        """:raises AccessError: for who may only propose"""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(GROUP % "supervisor"):
            raise AccessError(
                self.env._("Store managers decide whether two contacts are the same.")
            )

    def _check_unsettled(self):
        if any(pair.state not in ("open", "proposed") for pair in self):
            raise UserError(self.env._("This pair is settled."))

    def _settle(self, state, **values):
        return (
            self.sudo()
            ._trusted()
            .write(
                {
                    "state": state,
                    "settled_at": fields.Datetime.now(),
                    "settled_by_id": self.env.uid,
                    **values,
                }
            )
        )

    @api.model
    def _pair(self, partner, other):
        """Return the row of two contacts, whichever comes first (sudo)."""
        both = (partner | other).ids
        return self.sudo().search(
            [("partner_id", "in", both), ("other_id", "in", both)], limit=1
        )

    @api.model
    def _drop_pairs(self, partners):
        """Take pairs of contacts that become one off the list; the log stays."""
        both = [("partner_id", "in", partners.ids), ("other_id", "in", partners.ids)]
        self.sudo().search(both).unlink()

    @api.model
    def _propose(self, partner, other, note):
        """Put a pair on the list for the store managers."""
        pair = self._pair(partner, other)
        if pair.state in ("proposed", "dismissed"):
            raise UserError(
                self.env._("Somebody has proposed or refused this pair before.")
            )
        values = {
            "state": "proposed",
            "proposed_by_id": self.env.uid,
            "note": note or False,
        }
        if pair:
            pair._trusted().write(values)
            return pair
        first, second = (partner | other).sorted("id")
        return (
            self.sudo()
            ._trusted()
            .create(
                {
                    **values,
                    "partner_id": first.id,
                    "other_id": second.id,
                    "company_id": first.company_id.id,
                    "by_hand": True,
                }
            )
        )

    @api.model
    def _find(self):
        """List contacts with the same e-mail or phone; return how many are open.

        One statement, however many contacts. Not listed: colleagues, our own shops,
        people of one firm, and what more than a few contacts share.
        """
        self.env["res.partner"].flush_model()
        self.env["res.users"].flush_model(["partner_id", "share"])
        self.flush_model()
        found = SQL("state = 'open' AND by_hand IS NOT TRUE")
        self.env.cr.execute(
            SQL("UPDATE customer_duplicate SET seen_at = NULL WHERE %s", found)
        )
        self.env.cr.execute(self._find_query(fields.Datetime.now()))
        self.env.cr.execute(
            SQL("DELETE FROM customer_duplicate WHERE %s AND seen_at IS NULL", found)
        )
        self.invalidate_model(flush=False)
        return self.search_count([("state", "in", ("open", "proposed"))])

    @api.model
    def _find_query(self, now):
        return SQL(
            """
            WITH people AS (
                SELECT p.id, p.company_id, COALESCE(p.is_company, FALSE) AS is_company,
                       NULLIF(p.email_normalized, '') AS email,
                       CASE WHEN length(d.digits) >= 7 THEN right(d.digits, 8) END
                       AS phone
                  FROM res_partner p
                 CROSS JOIN LATERAL (
                       SELECT regexp_replace(COALESCE(p.phone, ''), '\\D', '', 'g')
                       AS digits) d
                 WHERE p.active AND COALESCE(p.type, 'contact') = 'contact'
                   AND NOT EXISTS (SELECT 1 FROM res_users u
                                    WHERE u.partner_id = p.id AND NOT u.share)
                   AND NOT EXISTS (SELECT 1 FROM res_company c
                                    WHERE c.partner_id = p.id)
                   AND NOT EXISTS (SELECT 1 FROM retail_store s
                                    WHERE s.partner_id = p.id)
            ), keys AS (
                SELECT id, company_id, is_company, 'e' || email AS key
                  FROM people WHERE email IS NOT NULL
                UNION ALL
                SELECT id, company_id, is_company, 'p' || phone
                  FROM people WHERE phone IS NOT NULL
            ), sharing AS (
                SELECT id, company_id, key, min(id) OVER w AS first,
                       count(*) OVER w AS size
                  FROM keys
                WINDOW w AS (PARTITION BY key, company_id, is_company)
            ), pairs AS (
                SELECT sharing.first, sharing.id AS other, sharing.company_id,
                       bool_or(left(key, 1) = 'e') AS same_email,
                       bool_or(left(key, 1) = 'p') AS same_phone
                  FROM sharing
                 WHERE sharing.first <> sharing.id AND size <= %(most)s
                 GROUP BY 1, 2, 3
            )
            INSERT INTO customer_duplicate (
                   partner_id, other_id, company_id, same_email, same_phone,
                   same_name, state, by_hand, seen_at,
                   create_uid, create_date, write_uid, write_date)
            SELECT one.id, two.id, pairs.company_id, same_email, same_phone,
                   lower(btrim(one.name)) = lower(btrim(two.name)),
                   'open', FALSE, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM pairs
              JOIN res_partner one ON one.id = pairs.first
              JOIN res_partner two ON two.id = pairs.other
             WHERE one.parent_id IS DISTINCT FROM two.id
               AND two.parent_id IS DISTINCT FROM one.id
               AND (one.parent_id IS NULL
                    OR one.parent_id IS DISTINCT FROM two.parent_id)
               AND NOT EXISTS (SELECT 1 FROM customer_duplicate reversed
                                WHERE reversed.partner_id = two.id
                                  AND reversed.other_id = one.id)
            ON CONFLICT (partner_id, other_id) DO UPDATE
               SET same_email = excluded.same_email,
                   same_phone = excluded.same_phone,
                   same_name = excluded.same_name,
                   seen_at = excluded.seen_at
            """,
            most=MOST_SHARING,
            now=now,
            uid=self.env.uid,
        )
