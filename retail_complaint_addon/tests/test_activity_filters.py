from ast import literal_eval

from lxml import etree

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..models.mail_activity_mixin import DUE, MINE


@tagged("post_install", "-at_install")
class TestActivityFilters(TransactionCase):
    """The clock at the top leads to one's own to-dos, not to everything."""

    def _filters(self, model):
        arch = self.env[model].get_view(view_type="search")["arch"]
        return {one.get("name"): one for one in etree.fromstring(arch).iter("filter")}

    def test_each_search_knows_them_once(self):
        for name, model in self.registry.models.items():
            if hasattr(model, "_todo_filter") and model._auto and not model._transient:
                arch = self.env[name].get_view(view_type="search")["arch"]
                names = etree.fromstring(arch).xpath("//filter/@name")
                for wanted in (MINE, *DUE):
                    self.assertEqual(names.count(wanted), 1, (name, wanted))

    def test_they_are_not_in_the_menu(self):
        filters = self._filters("complaint.referral")
        for name in (MINE, *DUE):
            self.assertEqual(filters[name].get("invisible"), "1")

    def test_they_find_what_is_due(self):
        """Days away from today, which is another day in another time zone."""
        names = ["activities_overdue", "activities_upcoming_all"]
        admin = self.env.ref("base.user_admin")
        partners = self.env["res.partner"].create([{"name": name} for name in names])
        for partner, days in zip(partners, (-3, 3), strict=True):
            partner.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=admin.id,
                date_deadline=fields.Date.add(fields.Date.today(), days=days),
            )
        filters = self._filters("complaint.referral")
        for partner in partners:
            due = filters[partner.name].get("domain")
            domain = [*literal_eval(due), ("activity_user_id", "=", admin.id)]
            found = partners.with_user(admin).search(
                [("id", "in", partners.ids), *domain]
            )
            self.assertEqual(found, partner)

    def test_other_views_stay_as_they_are(self):
        arch = self.env["complaint.referral"].get_view(view_type="list")["arch"]
        self.assertNotIn(MINE, arch)
