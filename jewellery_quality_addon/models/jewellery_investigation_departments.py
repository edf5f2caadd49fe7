"""What departments are asked for an investigation, and what they answer."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .qc_inspection_actions import INSPECTOR, INVESTIGATOR

ENDED = ("closed", "cancelled")


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    referral_ids = fields.Many2many(
        comodel_name="complaint.referral",
        string="Questions",
        compute="_compute_referrals",
        help="What was asked in its cases, as far as you may read it.",
    )
    referral_open_count = fields.Integer(
        string="Answers Awaited", compute="_compute_referrals"
    )
    referral_late_count = fields.Integer(
        string="Late Answers", compute="_compute_referrals"
    )
    can_ask = fields.Boolean(compute="_compute_can_ask")

    @api.depends("ticket_ids")
    @api.depends_context("uid")
    def _compute_referrals(self):
        cases = self.sudo().ticket_ids
        model = self.env["complaint.referral"]
        asked = Domain("ticket_id", "in", cases.ids) & Domain("kind", "=", "question")
        found = model.sudo().search(asked) if cases else model
        found = found.with_env(self.env)._filtered_access("read")
        by_case = found.sudo().grouped("ticket_id")
        now = fields.Datetime.now()
        for one in self:
            questions = model.union(
                *(by_case.get(case, model) for case in one.sudo().ticket_ids)
            ).sorted(lambda question: (question.due_at, question.id))
            waiting = questions.filtered(lambda question: question._is_awaited())
            late = waiting.filtered(lambda question: question.due_at < now)
            one.referral_ids = questions.with_env(self.env)
            one.referral_open_count = len(waiting)
            one.referral_late_count = len(late)

    @api.depends("state", "user_id", "team_ids", "ticket_ids")
    @api.depends_context("uid")
    def _compute_can_ask(self):
        for one in self:
            one.can_ask = one.state not in ENDED and bool(one._askable_cases())

    def _askable_cases(self):
        """Return the open cases (sudo) for which the user may ask a department.

        Quality staff who lead the investigation ask for all of them, with no other
        right on a case; staff of a case for those they handle.
        """
        self.ensure_one()
        cases = self.sudo().ticket_ids.filtered(lambda case: not case.closed)
        cases = cases.sorted("id")
        if self._leads():
            return cases
        return cases.filtered(lambda case: self._handles(case))

    def _leads(self):
        """Say whether the user works on it, or is the quality manager."""
        user = self.env.user
        if not user.has_group(INSPECTOR) or not self.has_access("write"):
            return False
        one = self.sudo()
        return user.has_group(INVESTIGATOR) or bool(one.user_id and one._is_on_it(user))

    def _handles(self, case):
        mine = case.with_env(self.env(su=False))
        return mine._is_clerk() and mine.has_access("write")

    def action_ask_department(self):
        """Open the screen that asks a department."""
        self.ensure_one()
        self._check_asks()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask a Department"),
            "res_model": "jewellery.investigation.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"default_investigation_id": self.id},
        }

    def _check_asks(self):
        """Return the cases one may ask about (sudo).

        :raises AccessError: when the user neither leads it nor handles a case of it
        """
        self.check_access("read")
        if self.state in ENDED:
            raise UserError(
                self.env._("%(name)s has ended: nothing is asked.", name=self.name)
            )
        if not self.sudo().ticket_ids:
            raise UserError(
                self.env._(
                    "%(name)s: name the complaint that the question is about.",
                    name=self.name,
                )
            )
        cases = self._askable_cases()
        if not cases:
            raise AccessError(
                self.env._(
                    "%(name)s: whoever works on it, or handles an open case of it, "
                    "asks departments.",
                    name=self.name,
                )
            )
        return cases

    def _ask(self, numbers, vals):
        """Ask a department about these cases; return the referrals.

        :param list numbers: numbers of cases
        :param dict vals: department_id, reason, question, due_at
        """
        self.ensure_one()
        cases = self._check_asks().filtered(lambda case: case.number in numbers)
        if not cases:
            raise UserError(self.env._("Say which case the question is about."))
        given = {
            name: vals.get(name)
            for name in ("department_id", "reason", "question", "due_at")
        }
        referrals = self.env["complaint.referral"]
        for case in cases:
            referrals |= case._hand_to(
                {
                    **given,
                    "kind": "question",
                    "receiver_kind": "department",
                    "investigation_id": self.id,
                }
            ).sudo(False)
        self.invalidate_recordset(["referral_ids"])
        return referrals
