"""Do a correction, or drop it; from it to the record and to the case."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob

from .jewellery_correction import KINDS


class JewelleryCorrection(models.Model):
    _inherit = "jewellery.correction"

    def action_done(self, result=None):
        """Say that it is done. Without a result the screen for it opens.

        :param str result: what was changed
        """
        return self._finish("done", result)

    def action_drop(self, result=None):
        """Leave it. Without a reason the screen for it opens.

        :param str result: why not
        """
        return self._finish("dropped", result)

    def _finish(self, state, result):
        self.ensure_one()
        words = self._words(result)
        self._check_finishes()
        if words is None:
            return self._step_action(state)
        one = self.sudo()._trusted()
        one._lock_rows()
        if one.state == state and one.done_by_id == self.env.user:
            return True
        if one.state != "proposed":
            label = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(correction)s has ended: %(state)s.",
                    correction=one.summary,
                    state=label[one.state],
                )
            )
        self._check_finishes()
        one.write(
            {
                "state": state,
                "result": words,
                "done_by_id": self.env.uid,
                "done_at": fields.Datetime.now(),
            }
        )
        one.activity_ids.filtered("automated").unlink()
        if state == "done":
            one._tell_the_record()
            kinds = dict(KINDS)
            one.investigation_id._log_in_cases(
                self.env._("correction done: %(kind)s", kind=kinds[one.kind])
            )
        return True

    def _may_finish(self):
        """Whose job it is, or who works on the investigation."""
        self.ensure_one()
        one = self.sudo()
        user = self.env.user
        if user in one.investigation_id.involved_user_ids:
            return False
        return user == one.user_id or self._is_on_it()

    def _check_finishes(self):
        self.check_access("read")
        if not self._may_finish():
            raise AccessError(
                self.env._(
                    "%(correction)s: this is the job of %(user)s.",
                    correction=self.sudo().summary,
                    user=self.sudo().user_id.name,
                )
            )

    def _tell_the_record(self):
        """Leave a note on the record, with the way back to the correction (sudo)."""
        record = self._untrusted()._target()
        link = self._untrusted()._get_html_link(title=self.investigation_id.name)
        body = Markup("%s<br/>%s<br/>%s") % (
            self.env._("Corrected: %(summary)s", summary=self.summary),
            self.result,
            link,
        )
        record._message_log(body=body, author_id=self.env.user.partner_id.id)

    def _step_action(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[state],
            "res_model": "jewellery.correction.step",
            "view_mode": "form",
            "target": "new",
            "context": {"default_correction_id": self.id, "default_step": state},
        }

    def action_open_record(self):
        """Open the record that is corrected."""
        self.ensure_one()
        self.check_access("read")
        target = self._target()
        target.check_access("read")
        return target.get_formview_action()

    def action_view_cases(self):
        """Open the cases it comes from, as far as the user may read them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.helpdesk_ticket_action_complaint"
        )
        cases = self.sudo().investigation_id.ticket_ids
        return {**action, "domain": [("id", "in", cases.ids)], "context": {}}

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    def _remind_batch(self):
        """Remind whose job it is, once for each day (sudo)."""
        self._trusted().write({"remind_at": False})
        self.filtered("is_late")._give_todo(late=True)


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        corrections = self.env["jewellery.correction"].sudo()
        domain = [("remind_at", "<=", fields.Datetime.now())]
        return [
            *super()._clock_due_batches(),
            ClockJob(corrections, domain, "_remind_batch", "remind_at, id"),
        ]
