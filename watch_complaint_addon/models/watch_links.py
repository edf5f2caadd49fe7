"""What hangs on a watch or on a model of watches, as far as one reads it."""

from collections import Counter

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

# field: (model, domain of what counts, action, groups without which there is nothing)
LINKS = {
    "complaint_count": (
        "helpdesk.ticket",
        [("is_complaint", "=", True)],
        "retail_complaint_addon.helpdesk_ticket_action_complaint",
        READERS,
    ),
    "complaint_repair_count": (
        "repair.order",
        [("of_complaint", "=", True)],
        "watch_complaint_addon.repair_order_action_watch",
        None,
    ),
    "diagnosis_count": (
        "watch.diagnosis",
        [],
        "watch_complaint_addon.watch_diagnosis_action",
        None,
    ),
    "loan_count": (
        "watch.loan",
        [],
        "watch_complaint_addon.watch_loan_action",
        None,
    ),
    "watch_count": (
        "stock.lot",
        [],
        "watch_complaint_addon.watch_lot_action",
        None,
    ),
}


class WatchLinksMixin(models.AbstractModel):
    """Counts and lists of what hangs on a record, by the rules of who looks."""

    _name = "watch.links.mixin"
    _description = "What Hangs on a Watch"

    @api.model
    def _link_paths(self, name):
        """Return the fields by which these records hang on ours: names or paths."""
        return ()

    @api.model
    def _sees_links(self, group):
        return not group or self.env.su or self.env.user.has_group(group)

    def _set_link_counts(self, *names):
        """Count in one query a kind and a path."""
        for name in names:
            counted = self._count_links(name)
            for record in self:
                record[name] = counted.get(record._origin.id, 0)

    def _count_links(self, name):
        model, domain, _action, group = LINKS[name]
        records = self.env[model]
        if not (self._sees_links(group) and records.has_access("read")):
            return {}
        counted = Counter()
        for path in self._link_paths(name):
            rows = records._read_group(
                [(path, "in", self._origin.ids), *domain], [path], ["__count"]
            )
            counted.update({linked.id: count for linked, count in rows})
        return counted

    def _view_links(self, name):
        self.ensure_one()
        model, domain, action, group = LINKS[name]
        self.check_access("read")
        self.env[model].check_access("read")
        if not self._sees_links(group):
            raise AccessError(self.env._("Complaints are for the complaint desk."))
        linked = [Domain(path, "=", self.id) for path in self._link_paths(name)]
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "domain": list(Domain.OR(linked) & Domain(domain)),
            "context": {},
        }
