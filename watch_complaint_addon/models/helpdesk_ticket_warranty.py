from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS
from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_people import SUPERVISOR

from ..rules import warranty
from .watch_warranty_decision import ANSWERS, RESULTS


class HelpdeskTicket(models.Model):
    """The warranty decisions of a case."""

    _inherit = "helpdesk.ticket"

    warranty_decision_ids = fields.One2many(
        comodel_name="watch.warranty.decision",
        inverse_name="ticket_id",
        string="Warranty Decisions",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    warranty_decision_id = fields.Many2one(
        comodel_name="watch.warranty.decision",
        compute="_compute_warranty_decision",
        groups=READERS,
    )
    warranty_result = fields.Selection(
        selection=RESULTS,
        string="Warranty",
        compute="_compute_warranty_result",
        store=True,
        index="btree_not_null",
        groups=READERS,
    )

    def _auto_init(self):
        """Nothing was decided yet: no reason to compute it for every ticket."""
        if not tools.sql.column_exists(self.env.cr, self._table, "warranty_result"):
            tools.sql.create_column(
                self.env.cr, self._table, "warranty_result", "varchar"
            )
        return super()._auto_init()

    @api.depends("warranty_decision_ids", "lot_id", "product_id")
    def _compute_warranty_decision(self):
        for ticket in self:
            ticket.warranty_decision_id = ticket._warranty_now()

    @api.depends("warranty_decision_ids", "lot_id", "product_id")
    def _compute_warranty_result(self):
        for ticket in self:
            ticket.warranty_result = ticket._warranty_now().result

    def _warranty_now(self):
        """Return the last decision about the watch the case is about now (sudo)."""
        ticket = self.sudo()
        return ticket._warranty_of(ticket.lot_id, ticket.product_id)

    def _warranty_of(self, lot, product):
        """Return the last decision about this watch in the case (sudo)."""
        decisions = self.sudo().warranty_decision_ids.sorted("id", reverse=True)
        return decisions.filtered(
            lambda one: one.lot_id == lot and (one.lot_id or one.product_id == product)
        )[:1]

    def action_decide_warranty(self):
        """Open the screen with the facts, the rule and the customer's rights."""
        self.ensure_one()
        self._require_complaints()
        self._check_open_for(self.env._("warranty"))
        self._check_watch()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.watch_warranty_decide_action"
        )
        return {**action, "context": {"default_ticket_id": self.id}}

    # ------------------------------------------------------------------
    # facts
    # ------------------------------------------------------------------

    def _warranty_dates(self):
        """Return first and last day of the warranty: the serial's, else the purchase's.

        The dates of the serial number are kept by those who sell; what a case says
        counts only where these are empty.
        """
        ticket = self.sudo()
        lot, product = ticket.lot_id, ticket.product_id or ticket.lot_id.product_id
        start = lot.warranty_start or lot.sold_on or ticket.purchase_date
        if lot.warranty_end or not start:
            return start or None, lot.warranty_end or None
        months = product.warranty_months
        return start, warranty.last_day(start, months) if months else None

    def _warranty_facts(self, answers):
        """Return the facts of the rule, and the earlier repair they name."""
        self.ensure_one()
        start, end = self._warranty_dates()
        earlier = self._earlier_repair()
        return (
            warranty.Facts(
                reported_on=self.sudo()._local_date(self.sudo().received_at),
                start=start,
                end=end,
                repair_until=earlier.guaranteed_until or None,
                **{name: answers[name] for name in ANSWERS},
            ),
            earlier,
        )

    # ------------------------------------------------------------------
    # deciding
    # ------------------------------------------------------------------

    def _decide_warranty(self, answers, result=None, note=None, charge_reason=None):
        """Write the decision down; return it.

        :param dict answers: what was found out, by the names in ``ANSWERS``
        :param str result: ``in`` or ``out`` against the rule, by a supervisor
        :param str note: why against the rule
        :param str charge_reason: why the customer pays in warranty, by a supervisor;
            without it the price is taken off
        """
        self.ensure_one()
        self._require_complaints()
        self._check_open_for(self.env._("warranty"))
        self._check_watch()
        self._lock_cluster()
        self._check_own_dates()
        facts, earlier = self._warranty_facts(answers)
        ruling = warranty.rule(facts)
        rule_result = "in" if ruling.covered else "out"
        note = self.env["watch.warranty.decision"]._words(note)
        result = result or rule_result
        against = result != rule_result
        if against:
            self._check_warranty_override(note)
        ticket = self.sudo()
        before = self._warranty_now().result
        decision = (
            self.env["watch.warranty.decision"]
            .sudo()
            ._trusted()
            .create(
                {
                    "ticket_id": self.id,
                    "product_id": (ticket.product_id or ticket.lot_id.product_id).id,
                    "lot_id": ticket.lot_id.id,
                    "reported_on": facts.reported_on,
                    "start": facts.start,
                    "end": facts.end,
                    "repair_id": earlier.id,
                    "repair_until": facts.repair_until,
                    **{name: answers[name] for name in ANSWERS},
                    "rule_result": rule_result,
                    "rule_reason": ruling.reason,
                    "result": result,
                    "reason": "override" if against else ruling.reason,
                    "is_override": against,
                    "note": note if against else False,
                    "user_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                }
            )
        )
        self._log_decision(
            "warranty",
            note=note if against else None,
            state_to=result,
            detail=f"rule: {rule_result}, {ruling.reason}; {decision._log_facts()}",
        )
        ticket._untrusted()._message_log(
            body=self.env._("Warranty: %(decision)s", decision=decision.display_name),
            author_id=self.env.user.partner_id.id,
        )
        if result == "in" and before != "in":
            self._settle_charges(charge_reason)
        return decision.with_env(self.env)

    def _charged_repairs(self):
        """Return the repairs of the watch the customer is still to pay for (sudo)."""
        ticket = self.sudo()
        return ticket.repair_ids.filtered(
            lambda repair: (
                repair.charge_amount
                and repair.stage not in ("returned", "cancelled")
                and repair.lot_id == ticket.lot_id
                and (repair.lot_id or repair.product_id == ticket.product_id)
            )
        )

    def _settle_charges(self, reason):
        """Take off what was to be paid, unless a supervisor says why it stays.

        What is returned to the customer is paid, and stays as it was.
        """
        repairs = self._charged_repairs()._trusted()
        if not self.env["watch.warranty.decision"]._words(reason):
            repairs._drop_charge()
            return
        for repair in repairs:
            if not self._may_override_warranty():
                raise AccessError(repair._charge_refusal(0))
            repair.write(repair._allow_charge(repair.charge_amount, reason))

    def _check_own_dates(self):
        """Whoever dates a warranty after the complaint came in does not decide by it.

        Else the date would be a way to a free repair that needs nobody's authority.
        """
        ticket = self.sudo()
        lot = ticket.lot_id
        # the lot's moment has no fractions of a second
        came_in = ticket.create_date.replace(microsecond=0)
        late = lot.warranty_set_at and lot.warranty_set_at >= came_in
        if late and lot.warranty_set_by_id == self.env.user and not self.env.su:
            raise UserError(
                self.env._(
                    "You entered the warranty dates of %(lot)s after the complaint "
                    "came in. Somebody else decides by them.",
                    lot=lot.name,
                )
            )

    def _may_override_warranty(self):
        """Say whether the user decides against the rule: a supervisor of the case."""
        supervises = self.env.user.has_group(SUPERVISOR)
        return supervises and self._is_clerk() and self.has_access("write")

    def _override_refusal(self):
        """Return why the rule stands, and whom to ask."""
        people = self.sudo()._survey_supervisors()[:3].mapped("name")
        if not people:
            return self.env._("Only a supervisor of the case decides against the rule.")
        return self.env._(
            "Only a supervisor of the case decides against the rule. Ask one of them "
            "to press Decide the Warranty: %(people)s.",
            people=", ".join(people),
        )

    def _check_warranty_override(self, note):
        if not self._may_override_warranty():
            raise AccessError(self._override_refusal())
        if not note:
            raise UserError(self.env._("Say why you decide against the rule."))

    def _rights_cards(self):
        """Return the cards of the law for this kind of case, and those for its mood.

        What stands beside every complaint, as how to apologise, decides no warranty.
        """
        law = dict(
            self.env["document.page"]
            ._fields["guideline_topic"]
            ._description_selection(self.env)
        )["law"]
        rows = self.complaint_guidelines()
        pages = self.env["document.page"].sudo().browse(row["id"] for row in rows)
        general = {
            page.id
            for page in pages
            if (page.guideline_of_id or page).guideline_for_all
        }
        return [
            row
            for row in rows
            if row["open"] or (row["topic"] == law and row["id"] not in general)
        ]
