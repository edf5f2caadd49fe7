from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.complaint_custody import HELD_STATES
from odoo.addons.retail_complaint_addon.models.complaint_solution import SETTLED_STATES
from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

from ..rules import repair_cover, warranty
from .repair_order import OPEN_STAGES
from .repair_order_steps import TODO


class HelpdeskTicket(models.Model):
    """The case and the workshop: its repairs and loan watches."""

    _inherit = "helpdesk.ticket"

    repair_ids = fields.One2many(
        comodel_name="repair.order",
        inverse_name="ticket_id",
        string="Repairs",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    repair_count = fields.Integer(compute="_compute_repair_count", groups=READERS)
    loan_ids = fields.One2many(
        comodel_name="watch.loan",
        inverse_name="ticket_id",
        string="Loan Watches",
        copy=False,
        readonly=True,
        groups=READERS,
    )

    @api.depends("repair_ids")
    def _compute_repair_count(self):
        counts = self._count_by_ticket("repair.order")
        for ticket in self:
            ticket.repair_count = counts.get(ticket.id, 0)

    # ------------------------------------------------------------------
    # the watch of the case
    # ------------------------------------------------------------------

    def _check_watch(self):
        """:raises UserError: unless it is clear which watch it is, and whose

        A serial number of another product or of another customer's watch is a slip of
        the pen, or worse.
        """
        self.ensure_one()
        ticket = self.sudo()
        lot, product = ticket.lot_id, ticket.product_id
        if not (lot or product):
            raise UserError(
                self.env._("Enter the serial number or the product of the watch first.")
            )
        if lot and product and lot.product_id != product:
            raise ValidationError(
                self.env._(
                    "%(lot)s is a serial number of %(other)s, not of %(product)s.",
                    lot=lot.name,
                    other=lot.product_id.display_name,
                    product=product.display_name,
                )
            )
        if not lot and product.tracking != "none":
            raise UserError(
                self.env._(
                    "%(product)s has serial numbers: enter that of this watch.",
                    product=product.display_name,
                )
            )
        customer = (ticket.on_behalf_of_id or ticket.partner_id).commercial_partner_id
        owner = lot.owner_id.commercial_partner_id
        if owner and owner not in (customer | ticket.partner_id.commercial_partner_id):
            raise ValidationError(
                self.env._(
                    "%(lot)s is registered to another customer. Check the number, or "
                    "have its owner corrected first.",
                    lot=lot.name,
                )
            )

    @api.constrains("partner_id", "company_id")
    def _check_repairs_of_case(self):
        """The customer of a case and of its repairs are the same, whoever moves."""
        self.sudo().repair_ids._check_case()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_workshop(self):
        ticket = self.sudo()
        if ticket.repair_ids or ticket.warranty_decision_ids or ticket.loan_ids:
            raise UserError(
                self.env._("The warranty was decided or a repair made, so it stays.")
            )

    # ------------------------------------------------------------------
    # one click
    # ------------------------------------------------------------------

    def action_repair(self):
        """Open the running repair of the watch; there is none: make it."""
        self.ensure_one()
        self._require_complaints()
        self._check_open_for(self.env._("repairs"))
        self._check_watch()
        self._lock_cluster()
        repair = self._running_repair() or self._make_repair()
        return self._repair_form(repair)

    def action_view_repairs(self):
        """Open the repairs of the case."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.repair_order_action_watch"
        )
        return {**action, "domain": [("ticket_id", "in", self.ids)], "context": {}}

    @api.model
    def _repair_form(self, repair):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.repair_order_action_watch"
        )
        form = self.env.ref("watch_complaint_addon.repair_order_view_form_watch")
        return {**action, "views": [(form.id, "form")], "res_id": repair.id}

    def _running_repair(self):
        ticket = self.sudo()
        return ticket.repair_ids.filtered(
            lambda repair: (
                repair.stage in OPEN_STAGES and repair.lot_id == ticket.lot_id
            )
        )[:1]

    def _make_repair(self):
        """Create the repair order with what the case knows (the caller has checked)."""
        ticket = self.sudo()
        if not ticket.partner_id:
            raise UserError(self.env._("Enter the customer first."))
        company = ticket.company_id
        earlier = self._earlier_repair()
        # one that was cancelled just now is in nobody's way
        ticket.repair_ids.flush_recordset(["stage"])
        repair = (
            self.env["repair.order"]
            .sudo()
            ._trusted()
            .with_company(company)
            .create(
                {
                    "ticket_id": ticket.id,
                    "company_id": company.id,
                    "partner_id": ticket.partner_id.id,
                    "product_id": (ticket.product_id or ticket.lot_id.product_id).id,
                    "lot_id": ticket.lot_id.id,
                    "picking_type_id": self._repair_operation(company).id,
                    "user_id": False,
                    "workshop_id": self._default_workshop().id,
                    "custody_id": self._article_of_watch().id,
                    "fault_category_id": ticket.category_id.id,
                    "fault_cause_id": ticket.cause_id.id,
                    "findings": self._workshop_findings(),
                    "earlier_repair_id": earlier.id,
                    "is_repeat": bool(earlier),
                    "floor_value": self.env["repair.order"]._floor_of_cancelled(ticket),
                }
            )
        )
        repair._log_case(self.env._("Repair %(repair)s opened", repair=repair.name))
        if earlier:
            repair._tell_repeat()
        repair._tell_opened()
        return repair

    @api.model
    def _repair_operation(self, company):
        operation = (
            self.env["stock.picking.type"]
            .sudo()
            .search(
                [("code", "=", "repair_operation"), ("company_id", "=", company.id)],
                limit=1,
            )
        )
        if not operation:
            raise UserError(
                self.env._(
                    "%(company)s has no warehouse with a repair operation.",
                    company=company.name,
                )
            )
        return operation

    def _default_workshop(self):
        """Return where the watch is, if that is a workshop, or else the first one."""
        ticket = self.sudo()
        stores = self.env["retail.store"].sudo()
        workshops = stores.search(
            [("kind", "=", "workshop"), ("company_id", "=", ticket.company_id.id)]
        )
        return (workshops & ticket.custody_ids.place_store_id)[:1] or workshops[:1]

    def _article_of_watch(self):
        ticket = self.sudo()
        held = ticket.custody_ids.filtered(lambda one: one.state in HELD_STATES)
        same = held.filtered(lambda one: one.lot_id == ticket.lot_id)
        return same[:1] or held.filtered(lambda one: not one.lot_id)[:1]

    def _workshop_findings(self):
        """Return what is known of the fault: the newest sheet, and the cause."""
        ticket = self.sudo()
        sheet = ticket.diagnosis_ids._current()[:1]
        lines = [sheet.findings]
        if sheet.verdict:
            verdicts = dict(sheet._fields["verdict"]._description_selection(self.env))
            lines.insert(0, f"{sheet.name}: {verdicts[sheet.verdict]}")
        lines.append(ticket.cause_note)
        return "\n".join(filter(None, lines)) or False

    # ------------------------------------------------------------------
    # the same fault again
    # ------------------------------------------------------------------

    def _earlier_repair(self):
        """Return the last finished repair of the same fault that is still guaranteed.

        On the day the customer reported the fault, not on the day we look.
        """
        self.ensure_one()
        ticket = self.sudo()
        repairs = self.env["repair.order"].sudo()
        if not ticket.lot_id:
            return repairs
        reported = ticket._local_date(ticket.received_at)
        done = repairs.search(
            [
                ("lot_id", "=", ticket.lot_id.id),
                ("guaranteed_until", ">=", reported),
                ("finished_at", "<", ticket.received_at),
                ("company_id", "=", ticket.company_id.id),
            ],
            order="finished_at desc, id desc",
        )
        return done.filtered(
            lambda repair: warranty.same_fault(
                ticket.category_id.id or 0,
                ticket.cause_id.id or 0,
                repair.fault_category_id.id or 0,
                repair.fault_cause_id.id or 0,
            )
        )[:1]

    # ------------------------------------------------------------------
    # packages
    # ------------------------------------------------------------------

    def _given_repairs(self):
        """Return the repairs of the case that use up its packages (sudo)."""
        began = ("in_repair", "outside", "ready", "returned")
        return (
            self.sudo()
            .repair_ids.filtered(lambda repair: repair.stage in began)
            .filtered(lambda repair: not repair.under_warranty)
        )

    def _check_repairs_paid(self):
        """:raises UserError: when packages no longer pay what has begun"""
        for ticket in self.sudo():
            repairs = ticket._given_repairs()
            given = sum(repair._given() for repair in repairs)
            if repair_cover.missing(given, ticket._repair_packages()):
                raise UserError(
                    self.env._(
                        "%(repair)s is paid by this package: the repair has begun.",
                        repair=repairs[0].name,
                    )
                )

    def _repair_packages(self):
        """Return what accepted packages of the case give as repairs (sudo)."""
        ticket = self.sudo()
        company = ticket.company_id
        convert = self.env["complaint.authority"]._convert
        today = self.env["complaint.authority"]._today(company)
        total = 0.0
        for line in ticket.solution_ids.line_ids:
            package = line.solution_id
            if package.state in SETTLED_STATES and line.type_id.covers_repair:
                total += float(
                    convert(
                        line.amount,
                        package.currency_id,
                        company.currency_id,
                        company,
                        today,
                    )
                )
        return total

    # ------------------------------------------------------------------
    # clock and closing
    # ------------------------------------------------------------------

    @api.model
    def _clock_depends(self):
        return [*super()._clock_depends(), "repair_ids.promised_at", "repair_ids.stage"]

    def _clock_due_dates(self):
        """A repair later than promised makes the case due, paused or not."""
        dates = super()._clock_due_dates()
        if self.is_complaint and not self.resolved_at:
            promised = [
                repair.promised_at
                for repair in self.sudo().repair_ids
                if repair.promised_at and repair.stage in OPEN_STAGES
            ]
            if promised:
                dates["repair"] = min(promised)
        return dates

    def _missed_text(self, kind):
        if kind == "repair":
            return self.env._("Overdue: the repair is later than promised")
        return super()._missed_text(kind)

    def _check_result(self):
        result = super()._check_result()
        ticket = self.sudo()
        running = ticket.repair_ids.filtered(lambda one: one.stage in OPEN_STAGES)
        if running:
            raise ValidationError(
                self.env._(
                    "Case %(case)s: repair %(repair)s is not finished. Finish or "
                    "cancel it first.",
                    case=ticket.number,
                    repair=running[0].name,
                )
            )
        out = ticket.loan_ids.filtered(lambda loan: loan.state == "out")
        if out:
            raise ValidationError(
                self.env._(
                    "Case %(case)s: the customer still has our loan watch %(watch)s. "
                    "Take it back first.",
                    case=ticket.number,
                    watch=out[0].lot_id.name,
                )
            )
        return result

    def _finish_closing(self):
        """What the workshop asked the owner to do is done, or nobody's any more."""
        result = super()._finish_closing()
        todos = self.sudo()._untrusted().activity_search([TODO], only_automated=True)
        todos.unlink()
        return result
