"""Hand over, receive, return: each step is a signed hand-over."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .complaint_custody import HELD_STATES
from .helpdesk_ticket_people import MANAGER, SUPERVISOR

# Where an article is after each kind of hand-over.
STATE_AFTER = {
    "intake": "in_custody",
    "internal": "in_custody",
    "outside": "outside",
    "back": "in_custody",
    "return": "returned",
    "dispose": "disposed",
}


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    def action_hand_over(self):
        """Open the screen that hands the article to somebody."""
        self.ensure_one()
        self._check_may_hand_over()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_custody_hand_over_action"
        )
        return {**action, "context": {"default_custody_id": self.id}}

    def _check_may_hand_over(self, kind=None):
        self.check_access("read")
        # who disposes of it need not be where it is
        able = self._may_steer() if kind == "dispose" else self._may_hand_over()
        if not able:
            raise AccessError(
                self.env._(
                    "%(article)s: only who has it, or works where it is, hands it on.",
                    article=self.name,
                )
            )

    def _hand_over(self, kind, vals):
        """Hand the article over; inside the company the receiver has to accept it.

        :param str kind: internal, outside, back, check, return or dispose
        :param dict vals: to_user_id, to_store_id, to_partner_id, other_name, condition,
            weight, bag_number, note, evidence, ``own`` and ``other`` signature
        """
        self.ensure_one()
        self._check_may_hand_over(kind)
        custody = self.sudo()._trusted()
        custody._lock_rows()
        self._check_may_hand_over(kind)
        custody._check_kind(kind)
        self._check_weight(vals.get("weight"))
        self._check_own_signature(vals.get("own"))
        getattr(self, f"_prepare_{kind}")(vals)
        move_vals = self._move_vals(kind, vals)
        move = custody._record(kind, **move_vals)
        if move.state == "pending":
            custody._ask_receiver(move)
        else:
            custody._arrive(move)
        return move.with_env(self.env)

    def _check_kind(self, kind):
        """:raises UserError: when that is not possible as things stand (sudo)"""
        if self.state not in HELD_STATES:
            raise UserError(
                self.env._("%(article)s is no longer with us.", article=self.name)
            )
        if self.move_ids.filtered(lambda move: move.state == "pending"):
            raise UserError(
                self.env._(
                    "%(article)s is on its way: it has to be accepted or refused "
                    "first.",
                    article=self.name,
                )
            )
        outside = self.state == "outside"
        possible = {"back"} if outside else {"internal", "outside", "check", "return"}
        if self.state == "unclaimed":
            possible |= {"dispose"}
        if kind not in possible:
            raise UserError(
                self.env._(
                    "%(article)s: not possible while it is %(place)s.",
                    article=self.name,
                    place=self.place,
                )
            )

    def _prepare_internal(self, vals):
        company = self.sudo().company_id
        store = self.env["retail.store"].sudo().browse(vals.get("to_store_id") or [])
        if not store or store.company_id != company:
            raise ValidationError(self.env._("Say in which store of the company."))
        user = self.env["res.users"].sudo().browse(vals.get("to_user_id") or [])
        receivers = user or (store.member_ids | store.manager_id)
        able = self._is_eligible(receivers) - self.env.user
        if not able:
            raise ValidationError(
                self.env._(
                    "Nobody at %(store)s can accept it. People complained about in the "
                    "case, auditors and yourself cannot.",
                    store=store.display_name,
                )
            )

    def _prepare_outside(self, vals):
        partner = self.env["res.partner"].sudo().browse(vals.get("to_partner_id") or [])
        if not partner:
            raise ValidationError(self.env._("Say to which outside party."))
        self._check_other_side(vals)

    def _prepare_back(self, vals):
        store = self.env["retail.store"].sudo().browse(vals.get("to_store_id") or [])
        self._check_place(store, self.sudo().company_id, self.env.user)
        self._check_other_side(vals)

    def _prepare_check(self, vals):
        return

    def _prepare_return(self, vals):
        if not self._words(vals.get("other_name")):
            raise ValidationError(self.env._("Write down who collects it."))
        self._check_other_side(vals)

    def _prepare_dispose(self, vals):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager disposes of an article."))
        if not self._words(vals.get("note")):
            raise ValidationError(
                self.env._("Write down what became of it, and on what ground.")
            )

    def _check_other_side(self, vals):
        """The other side signs; when it is not there, something proves it."""
        if vals.get("other"):
            self._check_signature(vals["other"])
        elif not self._words(vals.get("evidence")):
            raise ValidationError(
                self.env._(
                    "The other side signs, or name the evidence, as the number of the "
                    "parcel."
                )
            )

    def _move_vals(self, kind, vals):
        """Return both sides of the hand-over, with their signatures."""
        custody = self.sudo()
        names = ("other_name", "condition", "weight", "bag_number", "note", "evidence")
        values = {name: vals.get(name) or False for name in names}
        values["weight_before"] = custody.weight_now
        own, other = vals.get("own"), vals.get("other")
        if kind == "back":
            values.update(
                from_partner_id=custody.place_partner_id.id,
                from_signature=other,
                to_user_id=self.env.uid,
                to_store_id=vals["to_store_id"],
                to_signature=own,
            )
        else:
            values.update(
                from_user_id=self.env.uid,
                from_store_id=custody.place_store_id.id,
                from_signature=own,
                to_signature=other,
            )
        if kind == "internal":
            values["state"] = "pending"
            values["to_user_id"] = vals.get("to_user_id") or False
            values["to_store_id"] = vals["to_store_id"]
        elif kind == "outside":
            values["to_partner_id"] = vals["to_partner_id"]
        elif kind == "check":
            values["to_user_id"] = self.env.uid
            values["to_store_id"] = custody.place_store_id.id
        values["is_discrepant"] = custody._weight_differs(
            custody.weight_now, vals.get("weight")
        )
        return values

    def _record(self, kind, **values):
        """Write the hand-over down; return it (trusted)."""
        self.ensure_one()
        now = fields.Datetime.now()
        moves = self.env["complaint.custody.move"].sudo()._trusted()
        moves.flush_model(["state"])
        done = values.get("state", "accepted") == "accepted"
        return moves.create(
            {
                "custody_id": self.id,
                "kind": kind,
                "handed_at": now,
                "accepted_by_id": self.env.uid if done else False,
                "accepted_at": now if done else False,
                **values,
            }
        )

    def _arrive(self, move):
        """The article is now where the accepted hand-over says (trusted)."""
        self.ensure_one()
        values = {
            "weight_now": move.weight_received or move.weight or self.weight_now,
            "condition_now": move.condition_received
            or move.condition
            or self.condition_now,
            "bag_number": move.bag_number or self.bag_number,
        }
        if move.kind != "check":
            state = STATE_AFTER[move.kind]
            gone = state in ("returned", "disposed")
            inside = state == "in_custody"
            values.update(
                state=state,
                holder_id=move.accepted_by_id.id if inside else False,
                # outside, the store it left from answers for it
                place_store_id=move.to_store_id.id or self._store_kept(state),
                place_partner_id=move.to_partner_id.id,
                ready_at=False,
                remind_at=False,
                unclaimed_told_at=False,
                ended_at=move.handed_at if gone else False,
            )
        if move.is_discrepant:
            values["has_discrepancy"] = True
        self._trusted().write(values)
        self._end_todos()
        if move.kind != "check":
            self._end_collection()
        kinds = dict(move._fields["kind"]._description_selection(self.env))
        words = [kinds[move.kind], move.to_label]
        self._tell_case(" · ".join(filter(None, words)), move.note)
        if move.is_discrepant:
            self._tell_difference(move)

    def _store_kept(self, state):
        return self.place_store_id.id if state == "outside" else False

    # ------------------------------------------------------------------
    # ready, unclaimed
    # ------------------------------------------------------------------

    def action_ready(self):
        """The customer can collect it: from now on the days count."""
        for one in self:
            one.check_access("read")
            if not (one._may_hand_over() or one._may_steer()):
                raise AccessError(
                    self.env._("Only who has it, or handles the case, does this.")
                )
            custody = one.sudo()._trusted()
            custody._lock_rows()
            if custody.ready_at:
                continue
            if custody.state != "in_custody":
                raise UserError(
                    self.env._("%(article)s is not here.", article=custody.name)
                )
            now = fields.Datetime.now()
            days = custody.company_id.complaint_custody_remind_days
            custody.write(
                {"ready_at": now, "remind_at": fields.Datetime.add(now, days=days)}
            )
            custody._tell_case(self.env._("ready for collection"))
        return True

    def action_unclaimed(self):
        """Declare that the customer did not collect it within the set time."""
        for one in self:
            one.check_access("read")
            if not one._may_steer() or not self.env.user.has_group(SUPERVISOR):
                raise AccessError(
                    self.env._("Only a supervisor declares an article unclaimed.")
                )
            custody = one.sudo()._trusted()
            custody._lock_rows()
            if custody.state == "unclaimed":
                continue
            until = custody._unclaimed_from()
            waiting = custody.state == "in_custody" and until
            if not waiting or until > fields.Datetime.now():
                raise UserError(
                    self.env._(
                        "%(article)s: the customer has %(days)s days from the day it "
                        "is ready.",
                        article=custody.name,
                        days=custody.company_id.complaint_custody_unclaimed_days,
                    )
                )
            custody.write({"state": "unclaimed", "remind_at": False})
            custody._tell_case(self.env._("declared unclaimed"))
        return True

    def _unclaimed_from(self):
        days = self.company_id.complaint_custody_unclaimed_days
        return self.ready_at and fields.Datetime.add(self.ready_at, days=days)

    def action_open_ticket(self):
        """Open the case."""
        self.ensure_one()
        self.check_access("read")
        return self.ticket_id._complaint_form_action()

    def action_accept(self):
        """Receive what is on its way to here."""
        return self._pending_move().action_accept()

    def action_cancel(self):
        """Take the hand-over back that is on its way."""
        return self._pending_move().action_cancel()

    def _pending_move(self):
        self.ensure_one()
        self.check_access("read")
        move = self.pending_move_id
        if not move:
            raise UserError(self.env._("Nothing of it is on its way."))
        return move
