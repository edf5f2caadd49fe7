from odoo.addons.retail_complaint_addon.tests.common import ComplaintCommon

GROUP = "customer_relations_addon.group_relations_%s"


class RelationsCommon(ComplaintCommon):
    """Shop staff, a privacy officer and a customer with a telephone number."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.privacy = cls._user("t_privacy", GROUP % "privacy")
        cls.vip = cls.env["res.partner"].create(
            {
                "name": "Vip Customer",
                "email": "vip.customer@example.com",
                "phone": "+852 2345 6789",
            }
        )
