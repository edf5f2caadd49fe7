from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.helpdesk_ticket_category import READERS

GIVEN = (
    "to_store_id",
    "to_user_id",
    "to_partner_id",
    "other_name",
    "condition",
    "weight",
    "bag_number",
    "note",
    "evidence",
)


class ComplaintCustodyHandOver(models.TransientModel):
    """Hand an article to a colleague, an outside party or back to the customer."""

    _name = "complaint.custody.hand.over"
    _inherit = ["complaint.signed.screen.mixin"]
    _description = "Hand an Article Over"
    _about = "custody_id"

    custody_id = fields.Many2one(
        comodel_name="complaint.custody",
        string="Article",
        required=True,
        readonly=True,
    )
    # as the user: a link to a foreign article must show nothing of it
    company_id = fields.Many2one(related="custody_id.company_id", related_sudo=False)
    custody_state = fields.Selection(related="custody_id.state", related_sudo=False)
    weight_now = fields.Float(
        string="Last Weight (g)",
        digits=(12, 3),
        related="custody_id.weight_now",
        related_sudo=False,
    )
    kind = fields.Selection(
        selection=[
            ("internal", "To a Colleague or Another Store"),
            ("outside", "To an Outside Party"),
            ("back", "Back From the Outside Party"),
            ("check", "Look at It Again (new bag, weight, condition)"),
            ("return", "Return It to the Customer"),
            ("dispose", "Dispose of It"),
        ],
        string="What Happens",
        required=True,
        default="internal",
    )
    to_store_id = fields.Many2one(
        comodel_name="retail.store",
        domain="[('company_id', '=', company_id)]",
    )
    to_user_id = fields.Many2one(
        comodel_name="res.users",
        string="To Whom",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    to_partner_id = fields.Many2one(comodel_name="res.partner", string="Outside Party")
    other_name = fields.Char(string="Name of the Other Side")
    condition = fields.Text()
    weight = fields.Float(string="Weight (g)", digits=(12, 3))
    bag_number = fields.Char(string="Sealed Bag")
    note = fields.Text()
    other_signature = fields.Image(
        string="Signature of the Other Side", max_width=600, max_height=300
    )
    evidence = fields.Char(string="Instead of a Signature")

    @api.model
    def default_get(self, fields):
        """Start with how and where the article is now."""
        values = super().default_get(fields)
        custody = self._about_in(values)
        if not custody:
            return values
        if custody.state == "outside":
            values["kind"] = "back"
            values["to_store_id"] = custody.place_store_id.id
        elif custody.ready_at and "default_kind" not in self.env.context:
            values["kind"] = "return"
        values.setdefault("bag_number", custody.bag_number)
        values.setdefault("condition", custody.condition_now)
        return values

    @api.onchange("kind")
    def _onchange_kind(self):
        """Mostly who collects it is who brought it in; the workshop does not know."""
        if not self.env.user.has_group(READERS):
            return
        custody = self.custody_id
        names = {custody.signed_by, custody.customer_id.name} - {False}
        if self.kind == "return" and not self.other_name:
            self.other_name = custody.signed_by or custody.customer_id.name
        elif self.kind != "return" and self.other_name in names:
            self.other_name = False

    def action_hand_over(self):
        """Hand it over.

        :raises UserError: when that is not possible, with the reason
        """
        self.ensure_one()
        if not self.kind:
            raise UserError(self.env._("Say what happens."))
        vals = self._filled_in(GIVEN)
        vals["own"] = self.own_signature
        vals["other"] = self.other_signature
        custody = self.custody_id
        custody._hand_over(self.kind, vals)
        return custody._after_screen("complaint_custody_action")
