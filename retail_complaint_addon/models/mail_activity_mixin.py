from lxml import etree

from odoo import api, models

# Names that the clock at the top of the screen asks a list to begin with; Odoo shows
# every record of a model whose search does not know them.
MINE = "filter_activities_my"
DUE = {
    "activities_overdue": "<",
    "activities_today": "=",
    "activities_upcoming_all": ">",
}


class MailActivityMixin(models.AbstractModel):
    _inherit = "mail.activity.mixin"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Let a to-do lead to its record: every search knows the filters for it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "search":
            known = set(arch.xpath(".//filter/@name"))
            for names in ([MINE], list(DUE)):
                missing = [name for name in names if name not in known]
                if missing:
                    arch.append(etree.Element("separator", invisible="1"))
                arch.extend(self._todo_filter(name) for name in missing)
        return arch, view

    @api.model
    def _todo_filter(self, name):
        """Return a filter that is not in the menu, only used by the clock."""
        labels = {
            MINE: self.env._("My Activities"),
            "activities_overdue": self.env._("Late Activities"),
            "activities_today": self.env._("Today's Activities"),
            "activities_upcoming_all": self.env._("Future Activities"),
        }
        domain = "[('activity_user_id', '=', uid)]"
        if name in DUE:
            domain = f"[('my_activity_date_deadline', '{DUE[name]}', 'today')]"
        return etree.Element(
            "filter", name=name, string=labels[name], domain=domain, invisible="1"
        )
