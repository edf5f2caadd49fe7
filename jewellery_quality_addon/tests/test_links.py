from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import GROUP
from .inspection_common import InspectionCommon

CLERK = "retail_complaint_addon.group_complaint_clerk"


@tagged("post_install", "-at_install")
class TestLinks(InspectionCommon):
    """What is read as superuser reaches nobody who may not see it."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.case = cls._complaint(product_id=cls.ring.id, lot_id=cls.piece.id)
        one = cls.env["jewellery.investigation"]._open_for(cls.case.sudo())
        one._trusted().write({"user_id": cls.inspector.id})
        cls.one = one.with_env(cls.env(user=cls.inspector, su=False))
        cls.hidden = cls._complaint(
            cls.clerk2, store_id=cls.store2.id, name="Hidden words"
        )
        cls.secret = cls.env["ir.attachment"].create(
            {
                "name": "secret.png",
                "raw": b"\x89PNG\r\n\x1a\n",
                "mimetype": "image/png",
                "res_model": "helpdesk.ticket",
                "res_id": cls.hidden.id,
            }
        )

    def _as(self, user, record):
        return record.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    # files

    def test_a_file_of_another_case_is_no_photo(self):
        """Confirmed, it would hang on the inspection, and leave its case."""
        inspection = self._inspection("fineness")
        self._fill(inspection, 751)
        finding = {"investigation_id": self.one.id, "name": "Seen"}
        model = self.one.env["jewellery.finding"]
        mine = model.create(finding)
        for command in (Command.link(self.secret.id), Command.set(self.secret.ids)):
            with self.subTest(command=command):
                with self.assertRaises(AccessError):
                    inspection.write({"photo_ids": [command]})
                with self.assertRaises(AccessError):
                    self._inspection("fineness", photo_ids=[command])
                with self.assertRaises(AccessError):
                    mine.write({"photo_ids": [command]})
                with self.assertRaises(AccessError):
                    model.create({**finding, "photo_ids": [command]})
                with self.assertRaises(AccessError):
                    self.one.write(
                        {
                            "finding_ids": [
                                Command.create({**finding, "photo_ids": [command]})
                            ]
                        }
                    )
        self.assertEqual(self.secret.res_id, self.hidden.id)

    def test_photos_of_colleagues_count(self):
        inspection = self._inspection("fineness")
        self._fill(inspection, 751)
        self._as(self.inspector2, inspection).action_confirm()
        self.assertEqual(inspection.photo_ids.res_id, inspection.id)
        finding = self.one.env["jewellery.finding"].create(
            {
                "investigation_id": self.one.id,
                "name": "Seen",
                "photo_ids": self._photo().ids,
                "inspection_id": inspection.id,
            }
        )
        self.assertEqual(
            self._as(self.investigator, finding).photo_ids.name, "stone.png"
        )

    # records

    def test_an_inspection_one_cannot_read_is_no_finding(self):
        abroad = self.env["qc.inspection"].create(
            {"company_id": self.other_company.id, "name": "Abroad"}
        )
        with self.assertRaises(AccessError):
            self.one.env["jewellery.finding"].create(
                {
                    "investigation_id": self.one.id,
                    "name": "Seen",
                    "inspection_id": abroad.id,
                }
            )

    def test_a_piece_of_another_company(self):
        lot = self.env["stock.lot"].create(
            {
                "name": "ABROAD-1",
                "product_id": self.ring.id,
                "company_id": self.other_company.id,
            }
        )
        with self.assertRaises(AccessError):
            self.one.lot_ids = lot

    def test_an_action_one_cannot_read(self):
        both = self._user("t_both", f"{GROUP % 'investigator'},{CLERK}")
        action = self.env["complaint.action"].create(
            {
                "name": "Hidden words",
                "company_id": self.other_company.id,
                "owner_id": self.other_manager.id,
                "due_date": fields.Date.today(),
            }
        )
        with self.assertRaises(AccessError):
            self._as(both, self.one).action_ids = action

    def test_the_name_of_a_page_one_cannot_read(self):
        page = self.env["document.page"].create(
            {"name": "Hidden words", "type": "content", "content": "x"}
        )
        values = {
            "investigation_id": self.one.id,
            "summary": "Look",
            "kind": "guideline",
            "page_id": page.id,
            "user_id": self.inspector.id,
        }
        model = self.one.env["jewellery.correction"]
        self.assertFalse(page.with_user(self.inspector).has_access("read"))
        with self.assertRaises(AccessError):
            model.create(values)
        mine = model.create(
            {
                **values,
                "kind": "product",
                "page_id": False,
                "product_tmpl_id": self.ring.product_tmpl_id.id,
            }
        )
        with self.assertRaises(AccessError):
            mine.write(
                {"kind": "guideline", "page_id": page.id, "product_tmpl_id": False}
            )
        with self.assertRaises(AccessError):
            model.onchange(values, [], {"target_name": {}})

    def test_a_screen_shows_no_number_of_another_case(self):
        hidden = self.env["jewellery.investigation"]._open_for(self.hidden.sudo())
        other = self._user("t_away", f"{CLERK},{GROUP % 'inspector'}")
        number = self.hidden.sudo().number
        for user, model, values in (
            (self.clerk, "jewellery.report", {"investigation_id": hidden.id}),
            (self.clerk, "jewellery.buyer.lot", {"ticket_id": self.hidden.id}),
            (
                other,
                "jewellery.investigation",
                {"ticket_ids": [Command.link(self.hidden.id)]},
            ),
            (
                self.supervisor,
                "jewellery.supplier.claim",
                {"ticket_ids": [Command.link(self.hidden.id)]},
            ),
        ):
            screen = self._as(user, self.env[model])
            names = ("case_numbers", "case_number", "severity", "display_name")
            spec = {name: {} for name in names if name in screen._fields}
            with self.subTest(model=model):
                try:
                    shown = str(screen.onchange(values, list(values), spec))
                except AccessError:
                    continue
                self.assertNotIn(number, shown)
                self.assertNotIn(hidden.name, shown)

    def test_whose_piece_it_is(self):
        """That a customer of another shop complained is for Quality and that shop."""
        self.hidden.sudo().write({"product_id": self.ring.id, "lot_id": self.piece2.id})
        holder = self.hidden.sudo().partner_id
        self.assertTrue(holder)
        for user, seen in (
            (self.clerk, False),
            (self.clerk2, True),
            (self.inspector, True),
            (self.manager, True),
        ):
            with self.subTest(user=user.login):
                lot = self._as(user, self.piece2)
                lot.invalidate_recordset()
                self.assertEqual(lot.jewellery_holder_id.id == holder.id, seen)

    # reports

    def test_a_clerk_of_one_of_the_cases(self):
        """The report tells of packages of all cases of the investigation."""
        self.assertTrue(self._as(self.clerk, self.one).can_report)
        self.one._trusted().sudo().ticket_ids |= self.hidden
        self.one.invalidate_recordset()
        mine = self._as(self.clerk, self.one)
        self.assertTrue(mine.has_access("read"))
        self.assertFalse(mine.can_report)
        with self.assertRaises(AccessError):
            mine.action_draw_report()
        self.assertTrue(self._as(self.manager, self.one).can_report)

    def test_a_drawn_report_changes_no_company(self):
        both = self._user("t_both", GROUP % "investigator")
        both.company_ids |= self.other_company
        report = self._as(both, self.env["jewellery.report"]).create({"kind": "period"})
        report.action_draw()
        self.assertTrue(report.drawn_at)
        report.company_id = self.other_company
        self.assertFalse(report.drawn_at)
        self.assertFalse(report.sudo().pdf)

    def test_tasks_of_a_case_about_a_reader(self):
        """They are on no paper which that reader could be given."""
        employee = self.env["hr.employee"].create(
            {
                "name": "Reader",
                "company_id": self.company.id,
                "user_id": self.director.id,
            }
        )
        self.case.sudo().write(
            {
                "staff_ids": [Command.set(employee.ids)],
                "category_id": self._ref("category_metal").id,
            }
        )
        self.one.env["jewellery.correction"].create(
            {
                "investigation_id": self.one.id,
                "summary": "Hidden words",
                "kind": "product",
                "product_tmpl_id": self.ring.product_tmpl_id.id,
                "user_id": self.inspector.id,
            }
        )
        self.env["complaint.action"].create(
            {
                "name": "Hidden words",
                "company_id": self.company.id,
                "owner_id": self.manager.id,
                "due_date": fields.Date.today(),
                "ticket_ids": [Command.set(self.case.ids)],
            }
        )
        report = self._as(self.investigator, self.env["jewellery.report"])
        report = report.create({"kind": "period", "date_to": fields.Date.today()})
        report.action_draw()
        if self.director not in report.sudo().involved_user_ids:
            page = report.sudo()._trusted()._page()
            self.assertNotIn("Hidden words", str(page["actions"]))
            rows = report.sudo()._trusted()._period_sheets(page)
            self.assertNotIn("Hidden words", str(rows))

    def test_who_got_the_last_report(self):
        """Proposed to who sends this one; told to nobody else."""
        self.director.email = "director@example.com"
        last = self._as(self.investigator, self.env["jewellery.report"])
        last = last.create({"kind": "case", "investigation_id": self.one.id})
        last.action_draw()
        last._send_to(self.director)
        mine = last.create({"kind": "case", "investigation_id": self.one.id})
        mine.action_draw()
        screens = self.env["jewellery.report.send"]
        values = {"report_id": mine.id}
        screen = self._as(self.investigator, screens).create(values)
        self.assertEqual(screen.user_ids, self.director)
        screen = self._as(self.manager, screens).create(values)
        self.assertFalse(screen.user_ids)
        with self.assertRaises(AccessError):
            screen.action_send()
