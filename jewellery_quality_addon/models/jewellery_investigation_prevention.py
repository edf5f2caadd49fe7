"""Prevention: actions in the management system, and whether they helped."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .jewellery_effect import STATES
from .meeting import meet

# Days an action has, unless somebody sets another date.
ACTION_DAYS = 30
TYPES = ("correction", "prevention")


class JewelleryInvestigation(models.Model):
    _inherit = "jewellery.investigation"

    system_action_ids = fields.One2many(
        comodel_name="mgmtsystem.action",
        inverse_name="investigation_id",
        string="Actions of the Management System",
        readonly=True,
        groups="mgmtsystem.group_mgmtsystem_viewer",
    )
    effect_ids = fields.One2many(
        comodel_name="jewellery.effect",
        inverse_name="investigation_id",
        string="Effectiveness Checks",
        readonly=True,
    )
    effect_state = fields.Selection(
        selection=STATES,
        string="Effectiveness",
        compute="_compute_effect_state",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        help="Of the last check.",
    )

    @api.depends("effect_ids.state")
    def _compute_effect_state(self):
        for one in self:
            last = one.effect_ids.sorted("id")[-1:]
            one.effect_state = last.state

    # ------------------------------------------------------------------
    # actions
    # ------------------------------------------------------------------

    def action_new_action(self):
        """Open the form of a new action, with everything it needs filled in."""
        self.ensure_one()
        self._check_manager()
        if self.state in ("closed", "cancelled"):
            raise UserError(
                self.env._(
                    "%(name)s has ended: nothing is added to it any more.",
                    name=self.name,
                )
            )
        wanted = self.env.context.get("jewellery_type_action")
        values = self._action_values(wanted if wanted in TYPES else TYPES[0])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Action"),
            "res_model": "mgmtsystem.action",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    def _action_values(self, kind):
        """Return everything an action needs, also without contact or owner."""
        one = self.sudo()
        owner = one.user_id if one.user_id.active else self.env.user
        today = fields.Date.context_today(self)
        text = one.prevention if kind == "prevention" else one.containment
        return {
            "name": self.env._(
                "%(name)s: %(cause)s",
                name=one.name,
                cause=one.cause_id.name or one.case_numbers or one.severity or "",
            ),
            "type_action": kind,
            "user_id": owner.id,
            "company_id": one.company_id.id,
            "investigation_id": one.id,
            "date_deadline": fields.Date.to_string(today + timedelta(days=ACTION_DAYS)),
            "description": str(plaintext2html(text or one.what or one.name)),
        }

    def _nonconformity_values(self):
        """The actions that are there already belong to it."""
        values = super()._nonconformity_values()
        actions = self.sudo().system_action_ids
        return {**values, "action_ids": [(6, 0, actions.ids)]}

    # ------------------------------------------------------------------
    # did it help?
    # ------------------------------------------------------------------

    def action_plan_effect(self):
        """Plan the check, so many days from now; once."""
        self._check_manager()
        for one in self:
            if one.effect_state == "planned":
                continue
            one._lock_in("accepted", "closed")
            one._plan_effect(fields.Datetime.now())
        return True

    def _plan_when_done(self):
        """Plan the check as soon as the last action is closed (sudo)."""
        # whose action was the last one when two are closed at once?
        meet(self)
        for one in self.sudo():
            actions = one.system_action_ids
            real = actions.filtered(lambda action: not action._is_cancelled())
            waits = not all(action.stage_id.is_ending for action in actions)
            if not real or waits or one.effect_state == "planned":
                continue
            if one.state in ("accepted", "closed"):
                one._plan_effect(max(real.mapped("date_closed")))

    def _plan_effect(self, done_at):
        one = self.sudo()
        cases = one.ticket_ids
        scope = "defect"
        if cases.product_id:
            scope = "product"
        elif cases.lot_id.supplier_id:
            scope = "supplier"
        self.env["jewellery.effect"].sudo()._trusted().create(
            {
                "investigation_id": one.id,
                "scope": scope,
                "done_at": done_at,
                "days": one.company_id.jewellery_effect_days,
            }
        )

    def _is_effect_said(self):
        """Whether a check found that it helped, or somebody wrote why there is none."""
        return self.effect_state == "effective" or super()._is_effect_said()
