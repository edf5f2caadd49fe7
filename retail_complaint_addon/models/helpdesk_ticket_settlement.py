"""The case as the settlement sees it: its cluster, the lock, the log, the sums."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .complaint_solution import OPEN_STATES, SETTLED_STATES
from .helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    solution_ids = fields.One2many(
        "complaint.solution", "ticket_id", string="Packages", groups=READERS
    )
    decision_ids = fields.One2many(
        "complaint.decision", "ticket_id", string="Decisions", groups=READERS
    )
    solution_count = fields.Integer(compute="_compute_part_counts", groups=READERS)
    decision_count = fields.Integer(compute="_compute_part_counts", groups=READERS)
    approval_state = fields.Selection(
        [("none", "None"), ("pending", "Waiting for Approval"), ("offer", "To Offer")],
        string="Approval",
        compute="_compute_settled",
        store=True,
        groups=READERS,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency", groups=READERS
    )
    settled_amount = fields.Monetary(
        compute="_compute_settled",
        store=True,
        currency_field="company_currency_id",
        help="Accepted or done, in the company's currency.",
        groups=READERS,
    )
    # Raised by every step of a settlement: a transaction that started before sees the
    # row changed and is run again, instead of deciding on old figures.
    settlement_version = fields.Integer(copy=False, readonly=True, groups=READERS)

    @api.depends("solution_ids.state", "solution_ids.company_amount")
    def _compute_settled(self):
        for ticket in self:
            solutions = ticket.solution_ids
            states = set(solutions.mapped("state"))
            ticket.settled_amount = sum(
                solutions.filtered(lambda s: s.state in SETTLED_STATES).mapped(
                    "company_amount"
                )
            )
            if not solutions:
                ticket.approval_state = False
            elif "submitted" in states:
                ticket.approval_state = "pending"
            else:
                ticket.approval_state = "offer" if "approved" in states else "none"

    def _count_by_ticket(self, model):
        groups = self.env[model]._read_group(
            [("ticket_id", "in", self.ids)], ["ticket_id"], ["__count"]
        )
        return {ticket.id: count for ticket, count in groups}

    # ---------------------------------------------------
    # Cluster and lock
    # ---------------------------------------------------

    def _cluster(self):
        """Return all tickets linked with these as duplicates, in id order (sudo)."""
        self.flush_model(["duplicate_id"])
        rows = self.env.execute_query(
            SQL("WITH RECURSIVE %s SELECT id FROM cluster ORDER BY id", self._linked())
        )
        return self.sudo().browse(row[0] for row in rows)

    def _linked(self, seeds=None):
        """Return the query ``cluster(id)``: these and what is linked with them.

        :param seeds: the query for the cases to begin with
        """
        return SQL(
            """
            cluster(id) AS (
                %s
                 UNION
                SELECT linked.id
                  FROM cluster
            CROSS JOIN LATERAL (
                    SELECT up.duplicate_id AS id FROM helpdesk_ticket up
                     WHERE up.id = cluster.id AND up.duplicate_id IS NOT NULL
                     UNION ALL
                    SELECT down.id FROM helpdesk_ticket down
                     WHERE down.duplicate_id = cluster.id
                ) AS linked
            )
            """,
            seeds or SQL("SELECT unnest(%s)", list(self.ids)),
        )

    def _lock_cluster(self, packages=None):
        """Lock every case of the cluster and read again; return the cluster.

        :param packages: lock the clusters of their cases, read under the lock
        :raises UserError: when somebody else is deciding in the cluster right now
        """
        self.flush_model(["duplicate_id"])
        seeds = None
        if packages is not None:
            packages.flush_model(["ticket_id"])
            seeds = SQL(
                "SELECT ticket_id FROM complaint_solution WHERE id IN %s",
                tuple(packages.ids) or (0,),
            )
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE %s, locked AS (
                    SELECT id FROM helpdesk_ticket
                     WHERE id IN (SELECT id FROM cluster)
                       FOR NO KEY UPDATE SKIP LOCKED
                ), raised AS (
                    UPDATE helpdesk_ticket t
                       SET settlement_version = COALESCE(settlement_version, 0) + 1
                      FROM locked WHERE t.id = locked.id RETURNING t.id
                )
                SELECT cluster.id, raised.id FROM cluster
             LEFT JOIN raised ON raised.id = cluster.id ORDER BY cluster.id
                """,
                self._linked(seeds),
            )
        )
        if any(raised is None for _id, raised in rows):
            raise UserError(
                self.env._(
                    "Somebody else is deciding on this case right now. Look at it "
                    "again in a moment."
                )
            )
        cluster = self.sudo().browse(row[0] for row in rows)
        cluster.invalidate_recordset()
        self.env["complaint.solution"].invalidate_model()
        self.env["complaint.approval"].invalidate_model()
        return cluster

    def _category_path(self):
        """Return the ids of the category and of everything above it."""
        self.ensure_one()
        path = self.sudo().category_id.parent_path or ""
        return frozenset(int(part) for part in path.split("/") if part)

    # ---------------------------------------------------
    # Rules for packages
    # ---------------------------------------------------

    def _check_may_settle(self):
        """:raises UserError: when packages make no sense on one of these cases"""
        for ticket in self.sudo():
            if not ticket.is_complaint or ticket.nature == "opinion":
                raise UserError(
                    self.env._(
                        "Case %(case)s is no complaint to be settled: opinions, "
                        "suggestions and compliments have no packages.",
                        case=ticket.number,
                    )
                )
            if ticket.closed:
                raise UserError(
                    self.env._(
                        "Case %(case)s is closed. Reopen it first.", case=ticket.number
                    )
                )
            if not ticket.category_id or not ticket.store_id:
                raise UserError(
                    self.env._(
                        "Fill in Category and Store of case %(case)s first: they say "
                        "who may decide.",
                        case=ticket.number,
                    )
                )

    def _open_solutions(self):
        """Return the packages that stand in the way of closing."""
        return self.sudo().solution_ids.filtered(lambda s: s.state in OPEN_STATES)

    def _first_submission(self):
        """Return the packages of the cluster that were ever submitted (sudo)."""
        return (
            self.env["complaint.solution"]
            .sudo()
            .search(
                [
                    ("ticket_id", "in", self._cluster().ids),
                    ("requester_id", "!=", False),
                ]
            )
        )

    # ---------------------------------------------------
    # Log
    # ---------------------------------------------------

    def _log_decision(self, kind, note=None, **figures):
        """Append to the hash chain of the case.

        :param str kind: one of ``complaint.decision`` KINDS
        :param str note: free text; only its salted digest enters the hash
        :param figures: further columns of ``complaint.decision``
        """
        return self._log_decisions([(kind, note, figures)])

    def _log_decisions(self, entries):
        """Append what one step decided, in this order.

        :param entries: [(kind, note, figures)] as for ``_log_decision``
        """
        self.ensure_one()
        chain = self.env["complaint.chain"]._get(f"case:{self.id}", self)
        return chain._append_all(
            [
                (self._decision_values(kind, **figures), note)
                for kind, note, figures in entries
            ]
        )

    def _decision_values(self, kind, **figures):
        """Return the columns of ``complaint.decision`` for one entry of the log."""
        return {
            "kind": kind,
            "ticket_id": self.id,
            "company_id": self.sudo().company_id.id,
            "round": self.sudo().round,
            **figures,
        }

    # ---------------------------------------------------
    # Actions
    # ---------------------------------------------------

    def action_settle_on_site(self, vals=None):
        """Propose, submit, offer, accept, carry out and close in one go.

        Without ``vals`` the screen opens. With them the same steps run at once; above
        the own limit the package waits for approval and nothing is settled.

        :param dict vals: values of ``complaint.settle.on.site`` besides the ticket
        """
        self.ensure_one()
        self.check_access("write")
        self._check_may_settle()
        if vals is None:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "retail_complaint_addon.complaint_settle_on_site_action"
            )
            return {**action, "context": {"default_ticket_id": self.id}}
        if not isinstance(vals, dict):
            raise UserError(self.env._("Values are given by field."))
        wizard = self.env["complaint.settle.on.site"].create(
            {**vals, "ticket_id": self.id}
        )
        return wizard.action_settle()

    def action_view_solutions(self):
        """Open the packages of the case."""
        return self._settlement_list(
            "complaint_solution_action", [("ticket_id", "in", self.ids)]
        )

    def action_view_decisions(self):
        """Open the decision log of the case."""
        return self._settlement_list(
            "complaint_decision_action", [("ticket_id", "in", self.ids)]
        )

    def _settlement_list(self, xmlid, domain):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"retail_complaint_addon.{xmlid}"
        )
        return {
            **action,
            "domain": domain,
            "context": {"default_ticket_id": self[:1].id, "create": len(self) == 1},
        }

    def action_verify_decisions(self):
        """Verify the decision log of these cases."""
        self.check_access("read")
        chains = self.env["complaint.chain"].search([("ticket_id", "in", self.ids)])
        return chains.action_verify()

    def _complaint_form_action(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.id,
            "views": [(self.get_formview_id(), "form")],
        }

    def _check_not_involved(self):
        if self.env.user in self.sudo().involved_user_ids:
            raise AccessError(
                self.env._("You are named in this complaint and cannot decide it.")
            )
