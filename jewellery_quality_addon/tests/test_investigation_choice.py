from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.retail_complaint_addon.tests.common import GROUP as COMPLAINT

from .common import GROUP
from .inspection_common import InspectionCommon


@tagged("post_install", "-at_install")
class TestInvestigationChoice(InspectionCommon):
    """Alternatives and implementation on the investigation."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.case = cls._complaint()
        cls.case2 = cls._complaint()
        repair = cls.env.ref("retail_complaint_addon.solution_type_repair")
        cls.packages = (
            cls.env["complaint.solution"]
            .with_user(cls.clerk)
            .create(
                [
                    {
                        "ticket_id": cls.case.id,
                        "line_ids": [
                            Command.create({"type_id": repair.id, "amount": amount})
                        ],
                    }
                    for amount in (100, 200)
                ]
            )
        )
        groups = ",".join([GROUP % "inspector", COMPLAINT % "manager"])
        cls.quality = cls._user("t_quality_reader", groups)
        cls.one = cls.env["jewellery.investigation"].create(
            {"ticket_ids": [Command.set(cls.case.ids)], "what": "Worn through"}
        )

    def test_who_reads_no_complaints_sees_no_packages(self):
        one = self.one.with_user(self.inspector)
        with self.assertRaises(AccessError):
            one.read(["alternative_ids"])
        for method in ("action_score_packages", "action_side_by_side"):
            with self.assertRaises(AccessError):
                getattr(one, method)()
        views = one.get_view(view_type="form")["arch"]
        self.assertNotIn("alternative_ids", views)
        stranger = self.one.with_user(self.clerk2)
        with self.assertRaises(AccessError):
            stranger.action_score_packages()

    def test_packages_follow_their_cases(self):
        groups = ",".join([GROUP % "inspector", COMPLAINT % "clerk"])
        elsewhere = self._user("t_quality_elsewhere", groups)
        self.assertFalse(self.one.with_user(elsewhere).alternative_ids)
        with self.assertRaises(AccessError):
            self.one.with_user(elsewhere).action_score_packages()
        self.assertEqual(
            self.one.with_user(self.quality).alternative_ids, self.packages
        )

    def test_alternatives_and_implementation(self):
        one = self.one.with_user(self.quality)
        self.assertFalse(one.implementation_ids)
        action = one.action_score_packages()
        self.assertEqual(action["tag"], "retail_complaint_score_matrix")
        self.assertEqual(action["context"]["active_id"], self.case.id)
        package = self.packages[0]
        # accepted, with its own decisions left out: only the page is tested here
        package.sudo()._trusted().write({"state": "accepted"})
        one.invalidate_recordset()
        self.assertEqual(one.implementation_ids, package)
        self.one._trusted().ticket_ids |= self.case2
        action = one.action_side_by_side()
        self.assertEqual(action["res_model"], "complaint.solution")
        with Form(one) as form:
            self.assertEqual(len(form.alternative_ids), 2)
