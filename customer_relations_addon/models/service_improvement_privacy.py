"""New data, or a new purpose: a second person agrees before it starts."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .customer_privacy_request import OFFICER
from .res_users import GROUP

NEW = "new"
NOTED = ("privacy_impact", "privacy_impact_note")


class ServiceImprovement(models.Model):
    _inherit = "service.improvement"

    privacy_noted_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Privacy Checked By",
        readonly=True,
        copy=False,
        help="Who wrote down what it means for personal data.",
    )
    privacy_agreed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Use of Data Agreed By",
        readonly=True,
        copy=False,
        help="The second person: a relations manager or a privacy officer.",
    )
    privacy_agreed_at = fields.Datetime(
        string="Use of Data Agreed On", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record, vals in zip(records, vals_list, strict=True):
            if any(vals.get(name) for name in NOTED):
                record._trusted().sudo().privacy_noted_by_id = self.env.uid
        return records

    def write(self, vals):
        """Other words are another plan: whoever agreed did so to the ones before."""
        changed = self.filtered(
            lambda one: any(one[name] != vals[name] for name in NOTED if name in vals)
        )
        result = super().write(vals)
        if changed:
            changed._trusted().write(
                {
                    "privacy_noted_by_id": self.env.uid,
                    "privacy_agreed_by_id": False,
                    "privacy_agreed_at": False,
                }
            )
        return result

    def action_agree_privacy(self):
        """Agree, as the second person, to new data or a new purpose.

        :raises AccessError: for who planned it, and who is neither manager nor officer
        :raises UserError: when there is nothing to agree to
        """
        self.check_access("read")
        user = self.env.user
        if not (user.has_group(GROUP % "manager") or user.has_group(OFFICER)):
            raise AccessError(
                self.env._("Relations managers and privacy officers agree to this.")
            )
        for record in self.sudo():
            if record.state != "draft" or record.privacy_impact != NEW:
                raise UserError(self.env._("There is nothing to agree to here."))
            if not (record.privacy_impact_note or "").strip():
                raise UserError(
                    self.env._("First write down what it means for personal data.")
                )
            if user in record.owner_id | record.create_uid | record.privacy_noted_by_id:
                raise AccessError(
                    self.env._("You planned it: a second person has to agree.")
                )
            if not record.privacy_agreed_by_id:
                record._trusted().write(
                    {
                        "privacy_agreed_by_id": user.id,
                        "privacy_agreed_at": fields.Datetime.now(),
                    }
                )
        return True

    def _check_checks(self):
        super()._check_checks()
        if self.privacy_impact == NEW and not self.privacy_agreed_by_id:
            raise UserError(
                self.env._(
                    "%(name)s takes new data, or uses them for something new: a "
                    "relations manager or privacy officer who did not plan it agrees "
                    "first.",
                    name=self.display_name,
                )
            )

    def action_resume(self):
        """What is planned again is agreed to again."""
        result = super().action_resume()
        self._trusted().write({"privacy_agreed_by_id": False})
        return result
