from ast import literal_eval

from odoo import api, fields, models

FLAG = "is_complaint"


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    complaint_mail = fields.Boolean(
        string="Mail Becomes Complaints",
        groups="retail_complaint_addon.group_complaint_reader,"
        "helpdesk_mgmt.group_helpdesk_user_own,base.group_system",
        help="What is sent to the address of this team becomes a complaint, otherwise "
        "a plain ticket.",
    )
    complaint_store_ids = fields.One2many(
        comodel_name="retail.store",
        inverse_name="team_id",
        string="Stores",
        groups="retail_complaint_addon.group_complaint_reader",
    )

    def _complaint_store(self):
        """Return the store of the team if it works for one only (sudo)."""
        stores = self.sudo().complaint_store_ids
        return stores if len(stores) == 1 else stores.browse()

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams.sudo().filtered("complaint_mail")._mark_alias()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if "complaint_mail" in vals:
            self._mark_alias()
        return result

    def _mark_alias(self):
        """The alias says the same, for whoever looks at it alone."""
        for team in self.sudo():
            try:
                defaults = literal_eval(team.alias_id.alias_defaults or "{}")
            except (ValueError, SyntaxError):
                defaults = {}
            if team.complaint_mail:
                defaults[FLAG] = True
            else:
                defaults.pop(FLAG, None)
            team.alias_id.alias_defaults = repr(defaults)
