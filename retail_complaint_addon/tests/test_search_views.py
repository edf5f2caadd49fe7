from lxml import etree

from odoo.tests import TransactionCase, tagged

ADDONS = (
    "retail_complaint_addon",
    "watch_complaint_addon",
    "jewellery_quality_addon",
    "customer_relations_addon",
)


@tagged("post_install", "-at_install")
class TestSearchViews(TransactionCase):
    """Filters side by side are read as *or*: a date narrows down, it never adds."""

    def test_dates_stand_apart(self):
        data = self.env["ir.model.data"].search(
            [("module", "in", ADDONS), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(data.mapped("res_id"))
        dates = 0
        for view in views.filtered(lambda view: view.type == "search"):
            tree = etree.fromstring(view.arch_db)
            for date in tree.xpath("//filter[@date]"):
                dates += 1
                beside = date.xpath(
                    "preceding-sibling::*[1][self::filter]"
                    "| following-sibling::*[1][self::filter]"
                )
                together = [one for one in beside if "group_by" not in str(one.attrib)]
                self.assertFalse(together, (view.name, date.get("name")))
        self.assertGreater(dates, 5)
