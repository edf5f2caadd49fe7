from odoo.addons.retail_complaint_addon.tests.common import ComplaintCommon

WORKSHOP = "watch_complaint_addon.group_watch_workshop"
FIVE = ("dial_up", "dial_down", "crown_left", "crown_down", "crown_up")


class DiagnosisCommon(ComplaintCommon):
    """A chronometer that gains 14 seconds a day, and who measures it."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.watchmaker = cls._user("t_watchmaker", WORKSHOP)
        cls.workshop_manager = cls._user("t_workshop_manager", f"{WORKSHOP}_manager")
        cls.rate_class = cls.env.ref("watch_complaint_addon.rate_class_cosc_large")
        cls.product.write(
            {
                "watch_ok": True,
                "movement": "automatic",
                "rate_class_id": cls.rate_class.id,
                "power_reserve_h": 42,
                "water_resistance_bar": 10,
            }
        )
        cls.case = cls._complaint(
            name="It gains a quarter of a minute a day",
            product_id=cls.product.id,
            lot_id=cls.lot.id,
        )

    @classmethod
    def _sheet(cls, user=None, rates=(), **vals):
        """Create a sheet at the bench, with one reading for each of five positions."""
        readings = [
            (
                0,
                0,
                {
                    "position": position,
                    "rate_sd": rate,
                    "amplitude_deg": 280,
                    "beat_error_ms": 0.2,
                },
            )
            for position, rate in zip(FIVE, rates, strict=False)
        ]
        return (
            cls.env["watch.diagnosis"]
            .with_user(user or cls.watchmaker)
            .create(
                {
                    "lot_id": cls.lot.id,
                    "company_id": cls.company.id,
                    "reading_ids": readings,
                    **vals,
                }
            )
        )

    def _asked(self, case=None):
        """Return the sheet the clerk asked for, as the watchmaker sees it."""
        case = case or self.case
        sheet_id = case.with_user(self.clerk).action_ask_diagnosis()["res_id"]
        return self.env["watch.diagnosis"].with_user(self.watchmaker).browse(sheet_id)
