from odoo.addons.retail_complaint_addon.tests.common import ComplaintCommon

WATCH = "watch_complaint_addon"


class WatchCommon(ComplaintCommon):
    """A brand with a calibre, a model and a serial number; people of the workshop."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.watchmaker = cls._user("t_watchmaker", f"{WATCH}.group_watch_workshop")
        cls.workshop_manager = cls._user(
            "t_workshop_manager", f"{WATCH}.group_watch_workshop_manager"
        )
        cls.brand = cls.env["product.brand"].create({"name": "Testor"})
        cls.rate_class = cls.env.ref(f"{WATCH}.rate_class_cosc_large")
        cls.calibre = cls.env["watch.calibre"].create(
            {
                "name": "T-1",
                "brand_id": cls.brand.id,
                "movement": "automatic",
                "beat_rate_ah": 28800,
                "lift_angle_deg": 52,
                "power_reserve_h": 42,
                "service_interval_months": 60,
                "rate_class_id": cls.rate_class.id,
            }
        )
        cls.watch = cls._model("Testor One", watch_reference="TS40.1001")
        cls.watch_lot = cls._watch("TS-0001")

    @classmethod
    def _model(cls, name, **values):
        """Return the product (variant) of a watch."""
        return (
            cls.env["product.template"]
            .create(
                {
                    "name": name,
                    "is_storable": True,
                    "tracking": "serial",
                    "watch_ok": True,
                    "product_brand_id": cls.brand.id,
                    "calibre_id": cls.calibre.id,
                    "warranty_months": 24,
                    **values,
                }
            )
            .product_variant_id
        )

    @classmethod
    def _watch(cls, serial, **values):
        return cls.env["stock.lot"].create(
            {
                "name": serial,
                "product_id": cls.watch.id,
                "company_id": cls.company.id,
                **values,
            }
        )
