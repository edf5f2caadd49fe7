from odoo.addons.retail_complaint_addon.tests.common import ComplaintCommon

GROUP = "jewellery_quality_addon.group_jewellery_%s"


class JewelleryCommon(ComplaintCommon):
    """A ring of 18 carat with two serial numbers, and the quality staff."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.inspector = cls._user("t_inspector", GROUP % "inspector")
        cls.inspector2 = cls._user("t_inspector2", GROUP % "inspector")
        cls.investigator = cls._user("t_investigator", GROUP % "investigator")
        cls.other_inspector = cls._user(
            "t_other_inspector", GROUP % "investigator", company=cls.other_company
        )
        cls.supplier = cls.env["res.partner"].create({"name": "Test Goldsmiths"})
        cls.ring = cls.env["product.product"].create(
            {
                "name": "Test ring 18K",
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "jewellery_ok": True,
                "metal": "gold",
                "fineness": 750,
                "jewellery_weight_g": 4.2,
                "ring_size": 52,
                "plating_metal": "rhodium",
                "plating_kind": "plated",
                "plating_um": 0.5,
                "worn_as": "skin",
                "seller_ids": [(0, 0, {"partner_id": cls.supplier.id})],
            }
        )
        cls.piece, cls.piece2 = cls.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": cls.ring.id,
                    "company_id": cls.company.id,
                    "production_batch": "T/26-1",
                }
                for name in ("RING-0001", "RING-0002")
            ]
        )
        cls.laboratory = cls.env["jewellery.laboratory"].create({"name": "Test Lab"})
