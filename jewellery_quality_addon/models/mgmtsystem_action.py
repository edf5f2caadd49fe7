"""Actions of the management system that come from an investigation."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .qc_inspection_actions import INVESTIGATOR

CANCELLED = "mgmtsystem_action.stage_cancel"


class MgmtsystemAction(models.Model):
    _name = "mgmtsystem.action"
    _inherit = ["mgmtsystem.action", "complaint.export.mixin"]

    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        # The investigation may come from the context: what counts is what is stored.
        ours = actions.filtered("investigation_id")
        ours._check_investigation()
        ours._join_nonconformity()
        return actions

    def write(self, vals):
        if "investigation_id" in vals:
            self._check_stays(vals["investigation_id"])
        ours = self.sudo().filtered("investigation_id")
        done_before = ours.filtered("stage_id.is_ending")
        result = super().write(vals)
        if vals.keys() & {"user_id", "company_id"}:
            ours._check_people()
        (ours - done_before).filtered(
            "stage_id.is_ending"
        ).investigation_id._plan_when_done()
        return result

    def _check_stays(self, investigation_id):
        """:raises UserError: when an action would move to another investigation"""
        for action in self:
            if (action.sudo().investigation_id.id or False) != investigation_id:
                raise UserError(self.env._("An action stays with its investigation."))

    def _check_investigation(self):
        """:raises AccessError: unless the quality manager adds it to an open one"""
        user = self.env.user
        for one in self.sudo().investigation_id.with_env(self.env):
            if not self.env.su and not user.has_group(INVESTIGATOR):
                raise AccessError(
                    self.env._("Only the quality manager starts actions here.")
                )
            one.check_access("read")
            if one.sudo().state in ("closed", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(name)s has ended: nothing is added to it any more.",
                        name=one.sudo().name,
                    )
                )
        self._check_people()

    def _check_people(self):
        """:raises UserError: when the person in charge must not know the case"""
        for action in self.sudo():
            one = action.investigation_id
            if action.user_id in one.involved_user_ids:
                raise UserError(
                    self.env._(
                        "%(user)s is named in a case of %(name)s, and cannot have its "
                        "actions.",
                        user=action.user_id.name,
                        name=one.name,
                    )
                )
            if action.company_id != one.company_id:
                raise UserError(
                    self.env._(
                        "%(name)s belongs to %(company)s, and so do its actions.",
                        name=one.name,
                        company=one.company_id.name,
                    )
                )

    def _join_nonconformity(self):
        for action in self.sudo():
            record = action.investigation_id.nonconformity_id
            record.write({"action_ids": [(4, action.id)]})

    def _is_cancelled(self):
        stage = self.env.ref(CANCELLED, raise_if_not_found=False)
        return bool(stage) and self.stage_id == stage

    def send_mail_for_action(self, force_send=True):
        """Mails about ours wait for the queue, and nobody is written to in vain."""
        ours = self.filtered("investigation_id")
        reachable = ours.filtered("user_id.email")
        if reachable:
            super(MgmtsystemAction, reachable).send_mail_for_action(force_send=False)
        others = self - ours
        if others:
            super(MgmtsystemAction, others).send_mail_for_action(force_send=force_send)
        return True


class MgmtsystemNonconformity(models.Model):
    _inherit = "mgmtsystem.nonconformity"

    investigation_ids = fields.One2many(
        comodel_name="jewellery.investigation",
        inverse_name="nonconformity_id",
        string="Investigations",
        readonly=True,
    )
