import base64

from .common import JewelleryCommon

MODULE = "jewellery_quality_addon"
# the smallest picture there is
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


class InspectionCommon(JewelleryCommon):
    """A case about the ring, instruments, and how an inspector fills in a test."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.instrument = cls.env["jewellery.instrument"].create(
            {"name": "Test spectrometer", "company_id": cls.company.id}
        )
        cls.compliance = cls._user(
            "t_compliance",
            "retail_complaint_addon.group_complaint_manager,"
            "retail_complaint_addon.group_complaint_compliance",
        )

    def _case(self, **values):
        values = {"product_id": self.ring.id, "lot_id": self.piece.id, **values}
        return self._complaint(**values)

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    def _inspection(self, test, user=None, start=True, lot=None, **values):
        """An inspection of the ring as an inspector makes it, ready to be filled."""
        user = user or self.inspector
        model = self.env["qc.inspection"].with_user(user).with_company(self.company)
        inspection = model.create(
            {
                "lot_id": (lot or self.piece).id,
                "test": self._ref(f"qc_test_{test}").id,
                "company_id": self.company.id,
                **values,
            }
        )
        if start:
            inspection.action_todo()
        return inspection

    def _photo(self, user=None):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.inspector)
            .create(
                {
                    "name": "stone.png",
                    "raw": base64.b64decode(PIXEL),
                    "res_model": "qc.inspection",
                }
            )
        )

    def _fill(self, inspection, *results, methods=(), photo=True):
        """Write results in the order of the questions."""
        for number, (line, result) in enumerate(
            zip(inspection.inspection_lines, results, strict=True)
        ):
            found = {"instrument_id": self.instrument.id}
            found["method_id"] = self._method(line, methods, number).id
            if line.question_type == "qualitative":
                answer = line.possible_ql_values.filtered(
                    lambda value, name=result: value.name == name
                )
                found["qualitative_value"] = answer.id
            else:
                found["quantitative_value"] = result
                found["measured"] = True
            line.write(found)
        if photo:
            inspection.photo_ids = self._photo(inspection.env.user)
        return inspection

    def _method(self, line, methods, number):
        if methods:
            return self._ref(f"method_{methods[number]}")
        return self.env["jewellery.method"].search(
            [
                ("criterion", "=", line.jewellery_criterion),
                ("destructive", "=", False),
            ],
            order="conclusive desc, id",
            limit=1,
        )

    def _about(self, ticket, inspection):
        """Link an inspection with a case, as the button of a referral does."""
        inspection.sudo()._trusted().write(
            {"ticket_id": ticket.id, "case_number": ticket.sudo().number}
        )
        return inspection
