"""What happens to an improvement: started, done, checked; the clock reminds of it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob
from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .res_users import GROUP
from .service_improvement import CHECKS, OPEN


class ServiceImprovement(models.Model):
    _inherit = "service.improvement"

    def action_start(self):
        """Begin, once it is known what it means for customers and their data."""
        self.check_access("write")
        now = fields.Datetime.now()
        for record in self:
            if record.state == "draft":
                record._check_checks()
        return self._move(
            "doing", ("draft",), started_at=now, checks_by_id=self.env.uid
        )

    def _check_checks(self):
        """:raises UserError: naming what has to be checked before the start"""
        missing = [
            self._fields[name]._description_string(self.env)
            for name in CHECKS
            if not (self[name] or "").strip()
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Before %(name)s starts, fill in: %(fields)s",
                    name=self.display_name,
                    fields=", ".join(missing),
                )
            )

    def action_done(self):
        """Say that it is carried out, and how."""
        self.check_access("write")
        for record in self:
            if record.state in OPEN and not (record.result or "").strip():
                raise UserError(
                    self.env._(
                        "%(name)s: write down what was done.",
                        name=record.display_name,
                    )
                )
        self._move("done", ("doing",), done_at=fields.Datetime.now())
        self._refresh_figures()
        return True

    def action_cancel(self):
        """Give it up."""
        return self._move("cancelled", (*OPEN, "done"))

    def action_resume(self):
        """Take up again what was given up before it began, or did not help."""
        self.check_access("write")
        for record in self.filtered(lambda record: record.state == "cancelled"):
            if record.res_id:
                take_turns(record._source_record())
            other = record.res_id and self._improvements_of(record._source_record())
            if other:
                raise UserError(
                    self.env._(
                        "Another improvement has taken the place of %(name)s.",
                        name=record.display_name,
                    )
                )
        restarted = {"done_at": False, "checked_at": False, "checked_by_id": False}
        return self._move(
            "draft", ("cancelled", "not_effective"), started_at=False, **restarted
        )

    def action_effective(self):
        """The service became better."""
        return self._check_effect("effective")

    def action_not_effective(self):
        """It did not help."""
        return self._check_effect("not_effective")

    def _check_effect(self, state):
        """Keep the figures of the moment of the check beside the judgement."""
        self.check_access("write")
        user = self.env.user
        if not self.env.su and not user.has_group(GROUP % "supervisor"):
            raise AccessError(self.env._("Store managers check whether it helped."))
        self.filtered(lambda record: record.state == "done")._check_judgement()
        self._refresh_figures()
        return self._move(
            state,
            ("done",),
            checked_at=fields.Datetime.now(),
            checked_by_id=user.id,
        )

    def _source_record(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _open_form(self):
        """Return the action that shows one improvement."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_view_source(self):
        """Open what the improvement comes from."""
        self.ensure_one()
        self.check_access("read")
        if self.res_model not in self.env or not self.res_id:
            raise UserError(self.env._("It comes from no other record."))
        source = self._source_record()
        opener = getattr(source, "_improvement_source_action", None)
        if opener:
            return opener()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    @api.model
    def _may_be_reminded(self, user):
        return user.has_group(GROUP % "user")

    def _remind_batch(self):
        self._refresh_figures()
        return super()._remind_batch()

    def _checker(self):
        """Return a store manager other than the owner, from the store upwards."""
        store = self.sudo().store_id
        none = self.env["res.users"]
        users = self.create_uid
        while store:
            users |= store.manager_id | store.member_ids
            store = store.parent_id
        for user in users.filtered("active") - self.owner_id:
            able = user.has_group(GROUP % "supervisor")
            if able and self.company_id in user.company_ids:
                return user
        return none


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        records = self.env["service.improvement"].sudo()
        domain = [("remind_at", "<=", fields.Datetime.now())]
        return [
            *super()._clock_due_batches(),
            ClockJob(records, domain, "_remind_batch", "remind_at, id"),
        ]
