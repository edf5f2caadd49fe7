"""Repeats: the same customer, serial number, fault or person again within a set time.

Stored, so that lists of a million cases filter by them. Each is computed when a case is
taken or its facts change; a case that comes in late, or changes, also changes those
after it.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .helpdesk_ticket_category import READERS
from .helpdesk_ticket_people import AUDITOR, SUPERVISOR

REPEATS = (
    "repeat_customer",
    "repeat_serial",
    "repeat_product_cause",
    "repeat_staff",
)
KEYS = (
    "partner_id",
    "commercial_partner_id",
    "lot_id",
    "product_id",
    "cause_id",
    "store_id",
    "staff_ids",
    "received_at",
    "duplicate_id",
    "is_complaint",
    "company_id",
    "active",
)
# Taken this long after its receipt, a case may come before others already here.
LATE = timedelta(minutes=10)
# What is not stored yet comes after all that is.
LAST_ID = 2**31 - 1
COMPARED = (
    "company_id",
    "duplicate_id",
    "commercial_partner_id",
    "lot_id",
    "product_id",
    "cause_id",
)
# An earlier case of the same kind, in the window of its company.
EARLIER = """
    EXISTS (
        SELECT 1 FROM helpdesk_ticket earlier %(join)s
         WHERE earlier.is_complaint IS TRUE AND earlier.active
           AND earlier.company_id = ticket.company_id
           AND (earlier.received_at, earlier.id) < (ticket.received_at, ticket.id)
           AND earlier.received_at >= ticket.received_at
               - make_interval(days => company.complaint_repeat_days)
           AND earlier.duplicate_id IS DISTINCT FROM ticket.id
           AND ticket.duplicate_id IS DISTINCT FROM earlier.id
           AND %(same)s)
"""
SAME_STAFF = SQL(
    """
    JOIN helpdesk_ticket_staff_rel theirs ON theirs.ticket_id = earlier.id
    JOIN helpdesk_ticket_staff_rel ours ON ours.employee_id = theirs.employee_id
    """
)
SAME = {
    "repeat_customer": (
        SQL(),
        SQL("earlier.commercial_partner_id = ticket.commercial_partner_id"),
    ),
    "repeat_serial": (SQL(), SQL("earlier.lot_id = ticket.lot_id")),
    "repeat_product_cause": (
        SQL(),
        SQL(
            "earlier.product_id = ticket.product_id"
            " AND earlier.cause_id = ticket.cause_id"
        ),
    ),
    "repeat_staff": (
        SAME_STAFF,
        SQL("ours.ticket_id = ticket.id AND earlier.store_id = ticket.store_id"),
    ),
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    repeat_customer = fields.Boolean(
        string="Customer Again",
        compute="_compute_repeats",
        store=True,
        copy=False,
        groups=READERS,
        help="The customer complained before, within the time set for the company.",
    )
    repeat_serial = fields.Boolean(
        string="Serial Number Again",
        compute="_compute_repeats",
        store=True,
        copy=False,
        groups=READERS,
        help="The serial number was complained about before, within the set time.",
    )
    repeat_product_cause = fields.Boolean(
        string="Product and Cause Again",
        compute="_compute_repeats",
        store=True,
        copy=False,
        groups=READERS,
        help="The product had a complaint of the same cause, within the set time.",
    )
    repeat_staff = fields.Boolean(
        string="Store and Staff Again",
        compute="_compute_repeats",
        store=True,
        copy=False,
        groups=f"{SUPERVISOR},{AUDITOR}",
        help="The same member of staff was complained about in the same store, within "
        "the set time. For supervisors and auditors.",
    )

    _complaint_repeat_customer_idx = models.Index(
        "(received_at DESC) WHERE repeat_customer IS TRUE"
    )
    _complaint_repeat_serial_idx = models.Index(
        "(received_at DESC) WHERE repeat_serial IS TRUE"
    )
    _complaint_repeat_product_cause_idx = models.Index(
        "(received_at DESC) WHERE repeat_product_cause IS TRUE"
    )
    _complaint_repeat_staff_idx = models.Index(
        "(received_at DESC) WHERE repeat_staff IS TRUE"
    )
    _complaint_product_cause_idx = models.Index(
        "(product_id, cause_id, received_at) WHERE cause_id IS NOT NULL"
    )
    _complaint_customer_time_idx = models.Index(
        "(commercial_partner_id, received_at) WHERE is_complaint IS TRUE"
    )

    @api.depends(
        "commercial_partner_id",
        "lot_id",
        "product_id",
        "cause_id",
        "store_id",
        "staff_ids",
        "received_at",
        "duplicate_id",
        "is_complaint",
        "company_id",
        "active",
    )
    def _compute_repeats(self):
        stored = self.filtered(lambda ticket: ticket.is_complaint and ticket._origin)
        found = stored._origin._find_repeats()
        for ticket in self:
            repeats = found.get(ticket._origin.id, {})
            for name in REPEATS:
                ticket[name] = repeats.get(name, False)

    def _find_repeats(self):
        """Return {ticket id: {field: whether it is one}}, by one query for all."""
        if not self.ids:
            return {}
        self.flush_model([name for name in KEYS if self._fields[name].store])
        self.env["res.company"].flush_model(["complaint_repeat_days"])
        columns = self._repeat_columns(SAME)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT ticket.id, %s
                  FROM helpdesk_ticket ticket
                  JOIN res_company company ON company.id = ticket.company_id
                 WHERE ticket.id = ANY(%s) AND company.complaint_repeat_days > 0
                """,
                columns,
                list(self.ids),
            )
        )
        return {id_: dict(zip(SAME, flags, strict=True)) for id_, *flags in rows}

    @api.model
    def _repeat_columns(self, names):
        """Return the columns that say whether ``ticket`` is a repeat."""
        return SQL(", ").join(
            SQL(EARLIER, join=join, same=same) for join, same in map(SAME.get, names)
        )

    @api.model
    def _prepare_complaints(self, vals_list):
        """One case alone is stored with its repeats, instead of written to after it.

        Those of a batch may repeat each other: they are computed when they are there.
        """
        result = super()._prepare_complaints(vals_list)
        if len(vals_list) == 1:
            vals_list[0].update(self._repeats_of_new(vals_list[0]))
        return result

    def _after_intake(self):
        if len(self) == 1 and not self.sudo().staff_ids:
            # nothing is left to be compared
            for name in REPEATS:
                self.env.remove_to_compute(self._fields[name], self)
        return super()._after_intake()

    @api.model
    def _repeats_of_new(self, vals):
        """Return {field: whether it is one} of a complete case, later than all."""
        self.flush_model([name for name in KEYS if self._fields[name].store])
        self.env["res.company"].flush_model(["complaint_repeat_days"])
        names = [name for name in SAME if name != "repeat_staff"]
        keys = [
            SQL(
                "%s::integer AS %s",
                self._given_record(vals, name).id or None,
                SQL.identifier(name),
            )
            for name in COMPARED
        ]
        row = SQL(
            "(SELECT %s AS id, %s::timestamp AS received_at, %s)",
            LAST_ID,
            vals["received_at"],
            SQL(", ").join(keys),
        )
        found = self.env.execute_query(
            SQL(
                """
                SELECT %s FROM %s ticket
                  JOIN res_company company ON company.id = ticket.company_id
                 WHERE company.complaint_repeat_days > 0
                """,
                self._repeat_columns(names),
                row,
            )
        )
        flags = found[0] if found else [False] * len(names)
        return dict(zip(names, flags, strict=True))

    # ------------------------------------------------------------------
    # those after a case that came late or changed
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        now = fields.Datetime.now()
        late = tickets.sudo().filtered(
            lambda ticket: ticket.is_complaint and ticket.received_at < now - LATE
        )
        if late:
            late._refresh_later(late._repeat_keys())
        return tickets

    def write(self, vals):
        if vals.keys().isdisjoint(KEYS):
            return super().write(vals)
        complaints = self.sudo().filtered("is_complaint")
        before = complaints._repeat_keys()
        result = super().write(vals)
        complaints = self.sudo().filtered("is_complaint")
        after = complaints._repeat_keys()
        if before != after:
            complaints._refresh_later([*before, *after])
        return result

    def _repeat_keys(self):
        """Return what a later case may have in common with each of these (sudo)."""
        return [
            (
                ticket.received_at,
                ticket.commercial_partner_id.id,
                ticket.lot_id.id,
                ticket.cause_id.id and ticket.product_id.id,
                ticket.staff_ids.ids,
                ticket.company_id,
                ticket.active,
                ticket.duplicate_id.id,
                ticket.store_id.id,
                ticket.cause_id.id,
            )
            for ticket in self
        ]

    def _refresh_later(self, keys):
        """Compute again the cases received after these that share something."""
        keys = [key for key in keys if key[0]]
        if not keys:
            return
        moments = [key[0] for key in keys]
        days = max(key[5].complaint_repeat_days for key in keys)
        same = Domain.OR(
            [
                Domain("commercial_partner_id", "in", [k[1] for k in keys if k[1]]),
                Domain("lot_id", "in", [k[2] for k in keys if k[2]]),
                Domain("product_id", "in", [k[3] for k in keys if k[3]])
                & Domain("cause_id", "!=", False),
                Domain("staff_ids", "in", [id_ for k in keys for id_ in k[4]]),
            ]
        )
        window = Domain("received_at", ">=", min(moments)) & Domain(
            "received_at", "<=", max(moments) + timedelta(days=days)
        )
        later = self.sudo().search(
            same & window & Domain("is_complaint", "=", True), order="id"
        )
        for name in REPEATS:
            self.env.add_to_compute(self._fields[name], later)
