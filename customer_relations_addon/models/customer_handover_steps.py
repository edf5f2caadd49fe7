"""A hand-over is taken, answered or handed back: by buttons only."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import plaintext2html

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob

from .customer_handover import OUTCOMES, RUNNING

TODO = "customer_relations_addon.mail_activity_type_handover"


class CustomerHandover(models.Model):
    _inherit = "customer.handover"

    def action_take(self):
        """I look after it."""
        self._check_mine()
        for one in self._locked():
            if one.state == "taken":
                continue
            one._check_running()
            values = {"state": "taken", "taken_at": fields.Datetime.now()}
            if not one.user_id:
                values["user_id"] = self.env.uid
            one._trusted().write(values)
        return True

    def action_make_lead(self):
        """Make an enquiry of it, and open it; sales make the quotation there."""
        self.ensure_one()
        self._check_mine()
        one = self._locked()
        if not one.lead_id:
            one._check_running()
            one.lead_id = self.env["crm.lead"].create(one._lead_values())
        return one.action_view_lead()

    def _lead_values(self):
        return {
            "type": "opportunity",
            "name": self.name,
            "description": self.note,
            "partner_id": self.partner_id.id,
            "product_id": self.product_id.id,
            "store_id": (self.to_store_id or self.store_id).id,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
            "enquiry_kind": "repair" if self.target == "workshop" else "product",
            "enquired_at": self.handed_at,
        }

    def action_view_lead(self):
        """Open the enquiry, for who may read it."""
        self.ensure_one()
        self.check_access("read")
        self.lead_id.check_access("read")
        view = self.env.ref("customer_relations_addon.crm_lead_view_form_enquiry")
        return self._form(self.lead_id, view.id)

    def action_make_repair(self):
        """Make a repair of it, and open it."""
        self.ensure_one()
        self._check_mine()
        if "repair.order" not in self.env:
            raise UserError(self.env._("Repairs are not installed."))
        one = self._locked()
        if not one._repair():
            one._check_running()
            repair = self.env["repair.order"].create(one._repair_values())
            one._trusted().repair_ref = f"repair.order,{repair.id}"
        return one.action_view_repair()

    def _repair_values(self):
        return {
            "partner_id": self.partner_id.id,
            "product_id": (self.product_id or self.lot_id.product_id).id,
            "lot_id": self.lot_id.id,
            "company_id": self.company_id.id,
            # what the shop was told is what the workshop has to know
            "internal_notes": plaintext2html(
                "\n".join(filter(None, [self.name, self.note]))
            ),
        }

    def action_view_repair(self):
        """Open the repair, for who may read it."""
        self.ensure_one()
        self.check_access("read")
        repair = self._repair()
        if not repair:
            raise UserError(self.env._("There is no repair."))
        repair.check_access("read")
        return self._form(repair)

    @api.model
    def _form(self, record, view_id=False):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(view_id, "form")],
        }

    def action_ask_words(self):
        """Open the screen that asks what came of it, or why it goes back."""
        self._check_mine()
        back = bool(self.env.context.get("handover_back"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Back") if back else self.env._("What Came of It"),
            "res_model": "customer.handover.step",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_handover_ids": self.ids,
                "default_back": back,
                "default_outcome": not back and self._outcome_there(),
            },
        }

    def _outcome_there(self):
        """Return the furthest result that the records show already, if one does."""
        if len(self) != 1:
            return False
        there = self._results_there()
        return next(
            (name for name in ("order", "repair", "quotation") if there[name]), False
        )

    # ------------------------------------------------------------------
    # what happens
    # ------------------------------------------------------------------

    def _finish(self, outcome, words):
        """Say what came of it.

        :raises UserError: without words where nothing shows it, and for a result that
            is not there
        """
        self._check_mine()
        if outcome not in dict(OUTCOMES):
            raise ValidationError(self.env._("Choose what came of it."))
        for one in self._locked():
            one._check_running()
            one._check_outcome(outcome, words)
            one._close("done", outcome=outcome, result=words or False)

    def _results_there(self):
        """Return {result: whether a record shows it}, of the results that have one."""
        known = self.sudo()
        orders = known.lead_id.order_ids
        return {
            "enquiry": bool(known.lead_id),
            "quotation": bool(orders),
            "order": "sale" in orders.mapped("state"),
            "repair": bool(known._repair()),
        }

    def _check_outcome(self, outcome, words):
        there = self._results_there()
        if not there.get(outcome, True):
            label = dict(self._fields["outcome"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(what)s” has no such result yet: %(result)s. Make it with the "
                    "button, or choose another result.",
                    what=self.name,
                    result=label[outcome],
                )
            )
        if outcome not in there and not words:
            raise UserError(self.env._("Write down what came of it."))

    def _hand_back(self, words):
        """Give it back to who handed it over."""
        self._check_mine()
        if not words:
            raise UserError(self.env._("Write down the reason."))
        for one in self._locked():
            one._check_running()
            one._close("returned", result=words)
            one._give_todo(one.handed_by_id, back=True)

    def _close(self, state, **values):
        self._end_todos()
        self._trusted().write(
            {
                "state": state,
                "done_at": fields.Datetime.now(),
                "remind_at": False,
                **values,
            }
        )

    def _check_running(self):
        if self.state not in RUNNING:
            raise UserError(
                self.env._("“%(what)s” is not open any more.", what=self.name)
            )

    def _locked(self):
        """Return the hand-overs, locked and read again."""
        existing = self.exists()
        existing.lock_for_update()
        existing.invalidate_recordset(["state", "lead_id", "repair_ref", "user_id"])
        return existing

    # ------------------------------------------------------------------
    # to-dos
    # ------------------------------------------------------------------

    def _tell_receiver(self):
        if self.state in RUNNING:
            self._give_todo(self._receiver())

    def _receiver(self):
        """Return who is told: the colleague, or the manager of the store."""
        user = self.sudo().user_id
        if user.active:
            return user
        store = self.sudo().to_store_id or self.sudo().store_id
        while store and not store.manager_id.active:
            store = store.parent_id
        return store.manager_id

    def _give_todo(self, user, back=False, late=False):
        """Give somebody a to-do, in their language; nobody is told of the own work."""
        if not user or (user == self.env.user and not late):
            return
        robot = (
            self._untrusted()
            .sudo()
            .with_context(lang=user.lang, mail_activity_quick_update=True)
        )
        words = robot.env._("Handed over: %(what)s", what=self.name)
        if back:
            words = robot.env._("Handed back: %(what)s", what=self.name)
        elif late:
            words = robot.env._("Hand-over is late: %(what)s", what=self.name)
        day = max(self.due_at, fields.Datetime.now()).date()
        robot.activity_schedule(TODO, user_id=user.id, date_deadline=day, summary=words)

    def _end_todos(self):
        self._untrusted().sudo().activity_unlink([TODO])

    def _remind_batch(self):
        """Tell receiver and giver once that it is late; called by the clock."""
        for one in self.with_user(SUPERUSER_ID):
            one._trusted().write({"remind_at": False})
            if one.state not in RUNNING:
                continue
            one._end_todos()
            for user in one._receiver() | one.handed_by_id.filtered("active"):
                one._give_todo(user, late=True)


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        records = self.env["customer.handover"].sudo()
        due = [("remind_at", "<=", fields.Datetime.now())]
        job = ClockJob(records, due, "_remind_batch", "remind_at, id")
        return [*super()._clock_due_batches(), job]
