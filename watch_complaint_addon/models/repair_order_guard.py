"""Who works on a complaint's repair, and what nobody writes directly."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.complaint_append_only import (
    SCREEN_PREFIXES,
)

from .repair_order import OPEN_STAGES

# Written by the workshop as it likes; all the rest of a complaint's repair moves
# through its buttons.
FREE_FIELDS = frozenset(
    {"internal_notes", "user_id", "priority", "tag_ids", "repair_properties"}
)

# Ours: on a repair of no complaint they stay empty.
OWN_FIELDS = frozenset(
    {
        "ticket_id",
        "of_complaint",
        "case_number",
        "custody_id",
        "workshop_id",
        "fault_category_id",
        "fault_cause_id",
        "findings",
        "earlier_repair_id",
        "is_repeat",
        "guaranteed_until",
        "stage",
        "promised_at",
        "finished_at",
        "returned_at",
        "cancel_reason",
        "work_ids",
        "work_value",
        "other_value",
        "charge_amount",
        "charge_reason",
        "charge_allowed_by_id",
        "floor_value",
        "consent_open",
        "consent_outside",
        "consent_amount",
        "consent_by",
        "consent_channel",
        "consent_evidence",
        "consent_signature",
        "consent_at",
        "consent_user_id",
        "asked_at",
        "price_told",
        "reminded_at",
        "quotation_id",
        "centre_job_ids",
        "loan_ids",
    }
)


class RepairOrder(models.Model):
    _inherit = "repair.order"

    _protected_fields = OWN_FIELDS

    # ------------------------------------------------------------------
    # who may
    # ------------------------------------------------------------------

    def _may_work(self):
        """Say whether the user works in the workshop or handles the case."""
        self.ensure_one()
        repair, user = self.sudo(), self.env.user
        ticket = repair.ticket_id
        if not self.env["complaint.referral"]._eligible(user, ticket, "question"):
            return False
        if self._works_in_workshop():
            return True
        case = ticket.with_env(self.env(su=False))
        return case._is_clerk() and case.has_access("write")

    def _works_in_workshop(self):
        user, workshop = self.env.user, self.sudo().workshop_id
        if not user.has_group("watch_complaint_addon.group_watch_workshop"):
            return False
        return user in workshop.upper_member_ids | workshop.manager_id

    def _enter(self, *stages):
        """Check the caller, lock the case and read again; return it to write on.

        :param stages: in which of them the step is possible; none: in all open ones
        """
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().ticket_id:
            raise UserError(self.env._("This repair belongs to no complaint."))
        if not self._may_work():
            raise AccessError(
                self.env._(
                    "%(repair)s: only its workshop and who handles the case do this.",
                    repair=self.sudo().name,
                )
            )
        repair = self.sudo()._trusted()
        repair.ticket_id._lock_cluster()
        repair._lock_rows()
        repair.ticket_id._check_open_for(self.env._("repairs"))
        if repair.stage not in (stages or OPEN_STAGES):
            labels = dict(self._fields["stage"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(repair)s is in stage “%(stage)s”: this step is not possible.",
                    repair=repair.name,
                    stage=labels[repair.stage],
                )
            )
        return repair

    # ------------------------------------------------------------------
    # what nobody writes directly
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected({name for name in vals if vals[name]})
        return super().create(vals_list)

    def write(self, vals):
        if not self._is_trusted():
            self._check_protected(vals)
            self._check_free(vals)
        return super().write(vals)

    def _check_free(self, vals):
        """:raises AccessError: when a complaint's repair would change"""
        fixed = {
            name
            for name in vals
            if name not in FREE_FIELDS and not name.startswith(SCREEN_PREFIXES)
        }
        ours = self.sudo().filtered("ticket_id") if fixed else self.browse()
        if ours:
            raise AccessError(
                self.env._(
                    "%(repair)s belongs to complaint %(case)s: it changes only through "
                    "the buttons of the repair.",
                    repair=ours[0].name,
                    case=ours[0].ticket_id.number,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_complaint(self):
        if self.sudo().filtered("ticket_id"):
            raise UserError(
                self.env._("Repairs of a complaint are not deleted. Cancel them.")
            )

    @api.constrains("ticket_id", "partner_id", "product_id", "lot_id", "company_id")
    def _check_case(self):
        """The watch and its customer are those of the case."""
        for repair in self.sudo().filtered("ticket_id"):
            ticket = repair.ticket_id
            if repair.company_id != ticket.company_id:
                raise ValidationError(
                    self.env._("Repair and complaint belong to different companies.")
                )
            if repair.partner_id != ticket.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(repair)s is for another customer than complaint %(case)s.",
                        repair=repair.name,
                        case=ticket.number,
                    )
                )
            if repair.lot_id and repair.lot_id.product_id != repair.product_id:
                raise ValidationError(
                    self.env._(
                        "%(lot)s is a serial number of %(product)s.",
                        lot=repair.lot_id.name,
                        product=repair.lot_id.product_id.display_name,
                    )
                )
