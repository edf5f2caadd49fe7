from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..rules.effect import midnight_after

TODO = "mail.mail_activity_data_todo"


class ComplaintEffectMixin(models.AbstractModel):
    """Work with an owner and a day, whose effect somebody else checks afterwards.

    The model has ``state`` (those of ``_open_states``, then "done" and the judgement)
    and ``effect_comment``; it is protected, and says whom the clock may remind.
    """

    _name = "complaint.effect.mixin"
    _description = "Work Whose Effect Is Checked"

    _open_states = ()

    owner_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    due_date = fields.Date(required=True, tracking=True)
    is_late = fields.Boolean(
        compute="_compute_is_late", search="_search_is_late", string="Late"
    )
    done_at = fields.Datetime(readonly=True, copy=False)
    check_days = fields.Integer(string="Check After (Days)", default=90)
    check_date = fields.Date(
        string="To Be Checked",
        compute="_compute_check_date",
        store=True,
        index="btree_not_null",
    )
    checked_at = fields.Datetime(readonly=True, copy=False)
    checked_by_id = fields.Many2one(comodel_name="res.users", readonly=True, copy=False)
    # when the clock looks at it: overdue, or to be checked
    remind_at = fields.Datetime(
        compute="_compute_remind_at", store=True, copy=False, readonly=True
    )

    @api.depends("due_date", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for record in self:
            due = record.due_date if record.state in self._open_states else False
            record.is_late = bool(due and due < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        today = fields.Date.context_today(self)
        late = Domain("state", "in", self._open_states)
        late &= Domain("due_date", "<", today)
        return late if (operator == "in") == (True in value) else ~late

    @api.depends("done_at", "check_days")
    def _compute_check_date(self):
        for record in self:
            record.check_date = record.done_at and (
                record.done_at.date() + timedelta(days=record.check_days)
            )

    @api.depends("state", "due_date", "check_date")
    def _compute_remind_at(self):
        for record in self:
            due = record.due_date if record.state in self._open_states else False
            if record.state == "done":
                due = record.check_date
            record.remind_at = due and midnight_after(due)

    @api.constrains("check_days")
    def _check_check_days(self):
        if any(not 1 <= record.check_days <= 730 for record in self):
            raise ValidationError(self.env._("Check after 1 to 730 days."))

    # ------------------------------------------------------------------
    # steps
    # ------------------------------------------------------------------

    def _move(self, state, sources, **values):
        """Move to a state; called again it does nothing."""
        self.check_access("write")
        for record in self:
            if record.state == state:
                continue
            if record.state not in sources:
                raise UserError(
                    self.env._(
                        "%(name)s is not at this step any more.",
                        name=record.display_name,
                    )
                )
            record._trusted().write({"state": state, **values})
            record._untrusted().activity_unlink([TODO])
        return True

    def _check_judgement(self):
        """:raises AccessError, UserError: when the user may not judge or is silent"""
        for record in self:
            if record.owner_id == self.env.user and not self.env.su:
                raise AccessError(
                    self.env._("Somebody else checks what you have carried out.")
                )
            if not (record.effect_comment or "").strip():
                raise UserError(
                    self.env._(
                        "%(name)s: write down what the check found.",
                        name=record.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    def _checker(self):
        """Return who checks the effect, never the owner (sudo); empty if nobody can."""
        raise NotImplementedError

    @api.model
    def _may_be_reminded(self, user):
        """Say whether somebody would see the record they are reminded of."""
        raise NotImplementedError

    def _remind_batch(self):
        """Tell the owner that it is late, or the checker that it is to be checked."""
        for record in self.sudo():
            late = record.state in self._open_states
            user = record.owner_id if late else record._checker()
            told = record.with_context(lang=user.lang)
            words = (
                told.env._("Late: %(name)s", name=record.display_name)
                if late
                else told.env._("Did it help? %(name)s", name=record.display_name)
            )
            record._trusted().write({"remind_at": False})
            if user.active and self._may_be_reminded(user):
                record._untrusted().activity_schedule(
                    TODO, user_id=user.id, summary=words
                )
