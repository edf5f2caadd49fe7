"""Start, confirm, second person, repeat."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .qc_inspection_line import OPEN

INSPECTOR = "jewellery_quality_addon.group_jewellery_inspector"
INVESTIGATOR = "jewellery_quality_addon.group_jewellery_investigator"


class QcInspection(models.Model):
    _name = "qc.inspection"
    _inherit = ["qc.inspection", "complaint.export.mixin"]

    def action_todo(self):
        """Start: the questions are made from the test and the sheet of the piece."""
        ours = self._ours_to_act()
        result = super(QcInspection, self - ours).action_todo()
        for inspection in ours:
            inspection._lock_in("plan", "draft")
            if not inspection.test:
                raise UserError(self.env._("You must first set the test to perform."))
            if not inspection.lot_id:
                raise UserError(self.env._("Say which piece is inspected."))
            inspection._rebuild_lines()
            inspection._go("ready")
        return result

    def action_confirm(self):
        """Take the results as final. What failed waits for a second person."""
        ours = self._ours_to_act()
        result = super(QcInspection, self - ours).action_confirm()
        for inspection in ours:
            inspection._confirm()
        return result

    def action_approve(self):
        """Look at it as the second person."""
        ours = self._ours_to_act()
        result = super(QcInspection, self - ours).action_approve()
        for inspection in ours:
            inspection._second_look()
        return result

    def action_cancel(self):
        """Cancel what has no result yet, or what a second person does not accept."""
        ours = self._ours_to_act()
        result = super(QcInspection, self - ours).action_cancel()
        for inspection in ours:
            inspection._lock_in("plan", "draft", "ready", "waiting")
            if inspection.state == "waiting":
                inspection._check_second()
            inspection._go("canceled")
        return result

    def action_draft(self):
        """Only what was cancelled without a result starts again."""
        ours = self._ours_to_act()
        result = super(QcInspection, self - ours).action_draft()
        for inspection in ours:
            inspection._lock_in("canceled")
            if inspection.confirmed_at:
                raise UserError(
                    self.env._(
                        "%(inspection)s has results. Repeat it instead.",
                        inspection=inspection.name,
                    )
                )
            inspection._go("draft")
        return result

    def action_repeat(self):
        """Inspect the same piece again, by the same test; open the new inspection."""
        self.ensure_one()
        self._ours_to_act()
        self.check_access("read")
        if not self.is_jewellery or not self.confirmed_at:
            raise UserError(self.env._("Only an inspection with results is repeated."))
        before = self.sudo()
        take_turns(before)
        again = before._repeated_by() or before._trusted().create(
            {
                "lot_id": before.lot_id.id,
                "test": before.test.id,
                "ticket_id": before.ticket_id.id,
                "case_number": before.case_number,
                "company_id": before.company_id.id,
                "repeat_of_id": before.id,
                "user": self.env.uid,
            }
        )
        return again._untrusted()._open_form()

    def _repeated_by(self):
        """Return the inspection that repeats this one and is not finished."""
        self.ensure_one()
        domain = [("repeat_of_id", "=", self.id), ("state", "in", OPEN)]
        return self.search(domain, order="id desc", limit=1)

    def _open_form(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.qc_inspection_action_jewellery"
        )
        form = self.env.ref("jewellery_quality_addon.qc_inspection_view_form_jewellery")
        return {**action, "views": [(form.id, "form")], "res_id": self.id}

    # ------------------------------------------------------------------
    # steps
    # ------------------------------------------------------------------

    def _ours_to_act(self):
        """Return the inspections of jewellery, after asking for the right to act."""
        ours = self.filtered("is_jewellery")
        if ours and not self.env.user.has_group(INSPECTOR):
            raise AccessError(self.env._("Only inspectors inspect jewellery."))
        ours.check_access("write")
        return ours

    def _lock_in(self, *states):
        """Lock and read again.

        :raises UserError: unless it is in one of these states
        """
        self.ensure_one()
        if not self.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._("Somebody else works on this inspection right now.")
            )
        self.invalidate_recordset(["state", "confirmed_by_id", "confirmed_at"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(inspection)s: not possible any more, it is in state %(state)s.",
                    inspection=self.name,
                    state=labels[self.state],
                )
            )

    def _go(self, state, **values):
        self.sudo()._trusted().write({"state": state, **values})

    def _confirm(self):
        if (
            self.state in ("success", "waiting")
            and self.confirmed_by_id == self.env.user
        ):
            return
        self._lock_in("ready")
        self._check_complete()
        values = {
            "confirmed_by_id": self.env.uid,
            "confirmed_at": fields.Datetime.now(),
        }
        self.sudo()._keep_photos()
        self._go("success" if self.success else "waiting", **values)
        if self.critical:
            self._raise_alarm()

    def _check_complete(self):
        if not self.inspection_lines:
            raise UserError(self.env._("Nothing is asked in this inspection."))
        self.inspection_lines._check_filled()
        self._check_conclusive()
        if self.test.needs_photo and not self.photo_ids:
            raise UserError(
                self.env._(
                    "%(test)s: add a photo of what was found.", test=self.test.name
                )
            )
        for photo in self.sudo().photo_ids:
            if not (photo.mimetype or "").startswith("image/"):
                raise UserError(self.env._("%(file)s is no picture.", file=photo.name))
        self._check_destructive()

    def _check_conclusive(self):
        """Wax or polymer: only some methods can tell."""
        typed = self.inspection_lines.filtered(
            lambda line: line.jewellery_criterion == "fei_cui_type"
        )
        if typed and not any(typed.method_id.mapped("conclusive")):
            raise UserError(
                self.env._(
                    "%(method)s cannot tell type A from type B. Add a method that "
                    "decides, as an infrared spectrum, or leave the inspection open.",
                    method=typed[0].method_id.name,
                )
            )

    def _keep_photos(self):
        """The photos hang on the inspection, and stay (see ir.attachment)."""
        loose = self.photo_ids.filtered(lambda photo: not photo.res_id)
        loose.write({"res_model": self._name, "res_id": self.id})

    # ------------------------------------------------------------------
    # the second person
    # ------------------------------------------------------------------

    def _may_second(self):
        """Somebody else; for a critical finding the quality manager."""
        self.ensure_one()
        user = self.env.user
        if self.state != "waiting" or self.confirmed_by_id == user:
            return False
        return user.has_group(INVESTIGATOR if self.critical else INSPECTOR)

    def _check_second(self):
        if not self._may_second():
            raise AccessError(
                self.env._(
                    "%(inspection)s: a second person looks at what failed, not the one "
                    "who measured; at a critical finding the quality manager.",
                    inspection=self.name,
                )
            )

    def _second_look(self):
        if self.state == "failed" and self.second_user_id == self.env.user:
            return
        self._lock_in("waiting")
        self._check_second()
        self._go("failed", second_user_id=self.env.uid, second_at=fields.Datetime.now())
        ticket = self.sudo().ticket_id
        if ticket.is_complaint and self.critical:
            ticket._log_inspection(self.sudo(), self.env._("seen by a second person"))
