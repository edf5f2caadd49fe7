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

    def test_who_leads_it_reads_the_alternatives(self):
        """Words only, of one's own investigation; no right on package or case."""
        for user in (self.inspector, self.inspector2):
            with self.subTest(user=user.login):
                self.assertFalse(self.one.with_user(user).alternatives_overview)
        for user in (self.clerk2, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.one.with_user(user).read(["alternatives_overview"])
        self.one.user_id = self.inspector
        self.packages[0].name = "<b>Repair</b>"
        for user in (self.inspector, self.investigator):
            mine = self.one.with_user(user)
            self.assertIn("&lt;b&gt;Repair", mine.alternatives_overview)
            self.assertEqual(mine.alternatives_overview.count("<td>Draft"), 2)
            with self.assertRaises(AccessError):
                self.packages.with_user(user).read(["name"])
        # who may read the case sees its packages themselves
        self.assertFalse(self.one.with_user(self.quality).alternatives_overview)

    def test_whoever_is_complained_about_reads_no_alternatives(self):
        guilty = self._user("t_guilty_leader", GROUP % "investigator")
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        self.one.user_id = guilty
        self.assertTrue(self.one.with_user(guilty).alternatives_overview)
        self.case.sudo().staff_ids = employee
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.one.with_user(guilty).read(["alternatives_overview"])
        self.assertFalse(self.one.with_user(guilty)._shown_packages())

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
