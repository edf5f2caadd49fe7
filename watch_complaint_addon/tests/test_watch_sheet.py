import csv
import doctest
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.misc import file_open

from ..rules import ages, limits
from .watch_common import WATCH, WatchCommon

# figure: (possible values, impossible values with what was meant by them)
FIGURES = {
    "beat_rate_ah": ((0, 14400, 18000, 28800, 36000), (4, 10_799, 130_001, -28800)),
    "lift_angle_deg": ((30, 38, 52, 70), (29.9, 70.1, 400, -52)),
    "power_reserve_h": ((12, 42, 1300), (1, 1301, -42)),
    "water_resistance_bar": ((1, 3, 10, 600), (601, 1000, -3)),
    "magnetic_resistance_am": ((4800, 80000, 1_200_000), (60, 1000, 2_000_001)),
    "service_interval_months": ((6, 60, 240), (5, 241, -60)),
    "warranty_months": ((1, 24, 240), (241, -1)),
    "case_diameter_mm": ((8, 40, 80), (4, 81, 400)),
    "lug_width_mm": ((5, 20, 40), (2, 41)),
}


@tagged("post_install", "-at_install")
class TestWatchSheet(WatchCommon):
    # who may not

    def test_who_edits_no_products_edits_no_sheet(self):
        template = self.watch.product_tmpl_id
        for user in (
            self.clerk,
            self.supervisor,
            self.auditor,
            self.employee,
            self.watchmaker,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                template.with_user(user).write({"water_resistance_bar": 5})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.watch_lot.with_user(user).write({"owner_id": self.customer.id})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.calibre.with_user(user).write({"beat_rate_ah": 21600})

    def test_workshop_manager_edits_the_sheet_and_nothing_else(self):
        template = self.watch.product_tmpl_id.with_user(self.workshop_manager)
        template.write(
            {
                "water_resistance_bar": 20,
                "calibre_id": self.calibre.id,
                "complication_ids": [
                    Command.set(self.env.ref(f"{WATCH}.complication_date").ids)
                ],
            }
        )
        for values in (
            {"name": "Mine"},
            {"list_price": 1},
            {"standard_price": 1},
            {"active": False},
            {"tracking": "none"},
            {"company_id": self.other_company.id},
            {"water_resistance_bar": 10, "list_price": 1},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                template.write(values)
        with self.assertRaises(AccessError):
            template.update_field_translations("name", {"en_US": "Mine"})
        with self.assertRaises(AccessError):
            template.create({"name": "New", "watch_ok": True})
        with self.assertRaises(AccessError):
            template.unlink()
        with self.assertRaises(AccessError):
            self.watch.with_user(self.workshop_manager).write({"default_code": "X"})

    def test_workshop_manager_takes_in_a_watch_bought_elsewhere(self):
        lots = self.env["stock.lot"].with_user(self.workshop_manager)
        lot = lots.create(
            {
                "name": "ELSEWHERE-1",
                "product_id": self.watch.id,
                "owner_id": self.customer.id,
                "selling_dealer": "Another Dealer",
            }
        )
        lot.write({"last_service": "2026-01-05"})
        with self.assertRaises(AccessError):
            lot.write({"location_id": 1})
        with self.assertRaises(AccessError):
            lot.unlink()

    def test_product_manager_who_leads_the_workshop_keeps_his_rights(self):
        both = self._user(
            "t_both",
            f"{WATCH}.group_watch_workshop_manager,product.group_product_manager",
        )
        template = self.watch.product_tmpl_id.with_user(both)
        template.write({"list_price": 12, "water_resistance_bar": 3})
        self.assertEqual(template.list_price, 12)

    def test_desk_and_workshop_read_without_stock_groups(self):
        self.watch_lot.owner_id = self.customer
        for user in (self.clerk, self.auditor, self.watchmaker):
            with self.subTest(user=user.login):
                lot = self.watch_lot.with_user(user)
                self.assertEqual(lot.read(["watch_reference"])[0]["id"], lot.id)
                lot.web_read(
                    {
                        "owner_id": {"fields": {"display_name": {}}},
                        "sold_store_id": {"fields": {"display_name": {}}},
                        "warranty_state": {},
                        "calibre_id": {"fields": {"display_name": {}}},
                    }
                )
                template = self.watch.product_tmpl_id.with_user(user)
                self.assertEqual(template.rate_class_id, self.rate_class)
        with self.assertRaises(AccessError):
            self.watch_lot.with_user(self.employee).read(["name"])

    # impossible values

    def test_impossible_figures_are_refused_with_the_range(self):
        template = self.watch.product_tmpl_id
        for name, (good, bad) in FIGURES.items():
            for value in good:
                template[name] = value
            for value in bad:
                with (
                    self.subTest(name=name, value=value),
                    self.assertRaisesRegex(ValidationError, "Allowed are"),
                ):
                    template[name] = value
            template[name] = 0

    def test_message_names_field_range_and_unit(self):
        with self.assertRaises(ValidationError) as caught:
            self.watch.product_tmpl_id.beat_rate_ah = 4
        for part in ("Beat Rate", "Testor One", "10,800", "130,000", "A/h", "4 Hz"):
            self.assertIn(part, str(caught.exception))

    def test_limits_depend_on_what_it_is(self):
        template = self.watch.product_tmpl_id
        with self.assertRaises(ValidationError):
            template.power_reserve_h = 4300
        template.write({"movement": "solar", "power_reserve_h": 4300})
        with self.assertRaises(ValidationError):
            template.movement = "manual"
        with self.assertRaises(ValidationError):
            template.case_diameter_mm = 240
        template.write({"watch_kind": "clock", "case_diameter_mm": 240})

    def test_divers_watch_holds_100_metres(self):
        template = self.watch.product_tmpl_id
        with self.assertRaisesRegex(ValidationError, "ISO 6425"):
            template.write({"divers_watch": True, "water_resistance_bar": 9})
        template.write({"divers_watch": True, "water_resistance_bar": 10})

    def test_calibre_has_limits_too(self):
        with self.assertRaisesRegex(ValidationError, "30 to 70"):
            self.calibre.lift_angle_deg = 400
        with self.assertRaises(ValidationError):
            self.env["watch.calibre"].create({"name": "Bad", "beat_rate_ah": 8})

    def test_class_of_one_company_is_not_for_a_calibre(self):
        own = self.rate_class.copy({"company_id": self.company.id})
        with self.assertRaisesRegex(ValidationError, "one company"):
            self.calibre.rate_class_id = own

    # calibre

    def test_product_starts_from_its_calibre(self):
        template = self.watch.product_tmpl_id
        self.assertEqual(template.movement, "automatic")
        self.assertEqual(template.beat_rate_ah, 28800)
        self.assertEqual(template.rate_class_id, self.rate_class)
        own = self._model("Own", power_reserve_h=72).product_tmpl_id
        self.assertEqual((own.power_reserve_h, own.beat_rate_ah), (72, 28800))

    def test_correction_of_a_calibre_reaches_those_that_followed(self):
        own = self._model("Own", power_reserve_h=72).product_tmpl_id
        other = self.env.ref(f"{WATCH}.rate_class_standard")
        self.calibre.with_user(self.workshop_manager).write(
            {"power_reserve_h": 44, "rate_class_id": other.id}
        )
        self.assertEqual(self.watch.power_reserve_h, 44)
        self.assertEqual(self.watch.rate_class_id, other)
        self.assertEqual(own.power_reserve_h, 72)

    def test_what_a_calibre_leaves_open_stays(self):
        template = self.watch.product_tmpl_id
        template.write({"service_interval_months": 36})
        open_one = self.env["watch.calibre"].create(
            {"name": "T-2", "movement": "manual"}
        )
        template.calibre_id = open_one
        self.assertEqual(template.movement, "manual")
        self.assertEqual(template.service_interval_months, 36)

    # serial numbers

    def test_warranty_ends_the_day_before(self):
        lot = self._watch("TS-0002", warranty_start="2024-02-29")
        self.assertEqual(str(lot.warranty_end), "2026-02-27")
        lot.warranty_end = "2027-01-01"
        lot.owner_id = self.customer
        self.assertEqual(str(lot.warranty_end), "2027-01-01")

    def test_warranty_state_is_found(self):
        today = fields.Date.context_today(self.watch_lot)
        lots = {
            "running": self._watch("TS-R", warranty_end=today),
            "over": self._watch("TS-O", warranty_end=today - timedelta(1)),
            "unknown": self.watch_lot,
        }
        for state, lot in lots.items():
            self.assertEqual(lot.warranty_state, state)
            found = lot.search(
                [("warranty_state", "=", state), ("product_id", "=", self.watch.id)]
            )
            self.assertEqual(found, lot)
        found = self.watch_lot.search(
            [("warranty_state", "!=", "over"), ("product_id", "=", self.watch.id)]
        )
        self.assertEqual(found, lots["running"] | lots["unknown"])

    def test_impossible_dates_are_refused_with_the_range(self):
        today = fields.Date.context_today(self.watch_lot)
        for values, words in (
            ({"last_service": today + timedelta(days=40)}, "Allowed are"),
            ({"sold_on": today + timedelta(days=40)}, "Allowed are"),
            ({"warranty_start": "1492-10-12"}, "Allowed are"),
            ({"warranty_end": today + relativedelta(years=80)}, "Allowed are"),
            (
                {"warranty_start": today, "warranty_end": today - timedelta(1)},
                "before the start",
            ),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, words),
            ):
                self.watch_lot.write(values)

    def test_store_of_another_company_did_not_sell_it(self):
        foreign = self.env["retail.store"].create(
            {"name": "Far", "code": "FAR", "company_id": self.other_company.id}
        )
        with self.assertRaisesRegex(ValidationError, "Other Retailer"):
            self.watch_lot.sold_store_id = foreign

    def test_next_service(self):
        self.watch_lot.sold_on = "2020-03-01"
        self.assertEqual(str(self.watch_lot.next_service), "2025-03-01")
        self.watch_lot.last_service = "2024-03-01"
        self.assertEqual(str(self.watch_lot.next_service), "2029-03-01")

    # finding

    def test_watch_is_found_by_reference(self):
        found = self.env["product.product"].with_user(self.clerk).name_search("40.1001")
        self.assertIn(self.watch.id, [id_ for id_, _name in found])
        nothing = self.env["product.product"].name_search("no such thing")
        self.assertEqual(nothing, [])

    def test_import_templates_have_columns_that_exist(self):
        for model, name in (
            ("product.template", "watch_sheets"),
            ("stock.lot", "watches"),
        ):
            urls = [one["template"] for one in self.env[model].get_import_templates()]
            self.assertIn(f"/{WATCH}/static/import/{name}.csv", urls)
            labels = {one["string"] for one in self.env[model].fields_get().values()}
            with file_open(f"{WATCH}/static/import/{name}.csv") as lines:
                rows = list(csv.reader(lines))
            self.assertFalse(set(rows[0]) - labels)

    def test_import_template_of_sheets_is_imported(self):
        names = {
            one["string"]: name
            for name, one in self.env["product.template"].fields_get().items()
        }
        with file_open(f"{WATCH}/static/import/watch_sheets.csv") as lines:
            header, *rows = csv.reader(lines)
        result = self.env["product.template"].load(
            [names[label] for label in header], rows
        )
        self.assertFalse(result["messages"])
        made = self.env["product.template"].search([("default_code", "=", "EX-F38")])
        self.assertEqual((made.movement, made.beat_rate_ah), ("automatic", 28800))

    def test_form_warns_of_metres(self):
        with Form(self.watch.product_tmpl_id) as form:
            with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log:
                form.water_resistance_bar = 200
            self.assertIn("2000", log.output[0])
            form.water_resistance_bar = 20
        self.assertEqual(self.watch.water_resistance_text, "200 m")

    def test_rules(self):
        for module in (ages, limits):
            self.assertFalse(doctest.testmod(module).failed)
