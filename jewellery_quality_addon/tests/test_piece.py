from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import JewelleryCommon


@tagged("post_install", "-at_install")
class TestPiece(JewelleryCommon):
    # what nobody should be able to do comes first

    def test_who_may_not_write_the_sheet(self):
        for user in (self.clerk, self.auditor, self.employee, self.inspector):
            with self.subTest(user=user.login):
                lot = self.piece.with_user(user)
                with self.assertRaises(AccessError):
                    lot.write({"fineness": 585})
                with self.assertRaises(AccessError):
                    self.env["jewellery.stone"].with_user(user).create(
                        {"lot_id": self.piece.id, "kind": "ruby"}
                    )
                with self.assertRaises(AccessError):
                    self._certificate("1", user=user)

    def test_quality_manager_keeps_the_sheet_only(self):
        piece = self.piece.with_user(self.investigator)
        for values in ({"name": "OTHER"}, {"product_id": self.product.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                piece.write(values)
        self.investigator.group_ids |= self.env.ref("stock.group_stock_user")
        piece.name = "RING-0001-A"

    def test_customers_see_nothing(self):
        stone = self._stone(self.piece, carat=0.3)
        certificate = self._certificate("2")
        for record in (stone, certificate, self.laboratory, self.piece):
            with self.assertRaises(AccessError):
                record.with_user(self.portal_user).read(["display_name"])

    def test_another_company(self):
        stone = self._stone(self.piece, carat=0.3)
        self.assertEqual(stone.company_id, self.company)
        with self.assertRaises(AccessError):
            self._abroad(stone).read(["kind"])
        model = self._abroad(self.env["jewellery.certificate"])
        self._certificate("X-1")
        self.assertFalse(model.search([("number", "=", "X-1")]))

    # impossible figures

    def test_per_cent_for_fineness(self):
        with self.assertRaisesRegex(ValidationError, "333 to 1000 ‰.*\n.*cent.*750"):
            self.piece.fineness = 75
        with self.assertRaisesRegex(ValidationError, "18 are carat, enter 750"):
            self.ring.product_tmpl_id.fineness = 18
        with self.assertRaisesRegex(ValidationError, "800 to 1000"):
            self.piece.write({"metal": "silver", "fineness": 750})
        for value in (-750, 1000.5):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.piece.fineness = value

    def test_other_figures(self):
        for name, value in (
            ("jewellery_weight_g", -1),
            ("jewellery_weight_g", 50000),
            ("ring_size", 16.6),
            ("ring_size", 77),
            ("plating_um", 500),
        ):
            with self.subTest(name=name, value=value):
                with self.assertRaisesRegex(ValidationError, "cannot be"):
                    self.piece[name] = value

    def test_stones_heavier_than_the_piece(self):
        self._stone(self.piece, carat=10)
        with self.assertRaisesRegex(ValidationError, "weigh less than the piece"):
            self._stone(self.piece, carat=12)
        with self.assertRaisesRegex(ValidationError, "weigh less than the piece"):
            self.piece.jewellery_weight_g = 1.9
        self.piece.jewellery_weight_g = 2.1

    def test_a_certificate_used_twice(self):
        first = self._certificate("GIA 2141-438 167")
        with self.assertRaisesRegex(ValidationError, "belongs to RING-0001 already"):
            self._certificate("gia2141438167", lot=self.piece2)
        other = self._certificate("GIA 2141438168", lot=self.piece2)
        with self.assertRaisesRegex(ValidationError, "already"):
            other.number = first.number
        first.number = "GIA 2141438167"
        laboratory = self.env["jewellery.laboratory"].create({"name": "Second Lab"})
        same = self._certificate("GIA2141438167", laboratory_id=laboratory.id)
        with self.assertRaisesRegex(ValidationError, "already"):
            same.laboratory_id = self.laboratory
        with self.assertRaisesRegex(ValidationError, "cannot be copied"):
            first.copy()

    def test_twice_in_one_import(self):
        values = {"laboratory_id": self.laboratory.id, "lot_id": self.piece.id}
        with self.assertRaisesRegex(ValidationError, "used already"):
            self.env["jewellery.certificate"].create(
                [{**values, "number": "A 1"}, {**values, "number": "a-1"}]
            )

    def test_the_product_of_a_certificate(self):
        """Of a serial number, too: it was an empty column."""
        template = self.ring.product_tmpl_id
        certificate = self._certificate("P-1")
        self.assertEqual(certificate.lot_id, self.piece)
        self.assertEqual(certificate.shown_product_id, template)
        model = self.env["jewellery.certificate"]
        for domain, found in (
            ([("shown_product_id", "=", template.id)], True),
            ([("shown_product_id", "ilike", template.name)], True),
            ([("shown_product_id", "!=", template.id)], False),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(certificate in model.search(domain), found)

    def test_a_number_of_another_company_tells_nothing(self):
        self._certificate("S-1")
        lot = self.env["stock.lot"].create(
            {
                "name": "THEIRS-1",
                "product_id": self.ring.id,
                "company_id": self.other_company.id,
            }
        )
        values = {"number": "S-1", "laboratory_id": self.laboratory.id}
        model = self._abroad(self.env["jewellery.certificate"])
        with self.assertRaisesRegex(ValidationError, "used already") as caught:
            model.create({**values, "lot_id": lot.id})
        self.assertNotIn("RING-0001", str(caught.exception))

    def test_a_number_without_letters(self):
        with self.assertRaisesRegex(ValidationError, "letters or digits"):
            self._certificate("---")

    def test_stones_say_what_goes_together(self):
        bad = [
            {"kind": "diamond", "colour": "B"},
            {"kind": "diamond", "fei_cui_type": "a"},
            {"kind": "fei_cui", "fei_cui_type": "a", "treatment": "dyed"},
            {"kind": "fei_cui", "fei_cui_type": "b", "treatment": "waxed"},
            {"kind": "ruby", "carat": -1},
            {"kind": "ruby", "number": 0},
        ]
        for values in bad:
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._stone(self.piece, **values)
        with self.assertRaisesRegex(ValidationError, "name one of them"):
            self.env["jewellery.stone"].create({"kind": "ruby"})
        with self.assertRaisesRegex(ValidationError, "name one of them"):
            self._stone(self.piece, product_tmpl_id=self.ring.product_tmpl_id.id)

    # what it is for

    def test_a_piece_starts_with_the_figures_of_its_product(self):
        self.assertEqual(self.piece.fineness, 750)
        self.assertEqual(self.piece.ring_size, 52)
        self.assertEqual(self.piece.supplier_id, self.supplier)
        self.assertTrue(self.piece.jewellery_ok)
        self.assertEqual(self.piece.carat_gold, 18)
        self.assertEqual(self.piece.ring_size_text, "HK 13 · US 6 · UK L½ · IT 12")

    def test_what_was_found_stays(self):
        self.piece.ring_size = 54
        self.ring.product_tmpl_id.ring_size = 50
        self.assertEqual(self.piece.ring_size, 54)
        self.assertEqual(self.piece2.ring_size, 52)

    def test_products_that_become_jewellery_later(self):
        self.product2.product_tmpl_id.write({"metal": "silver", "fineness": 925})
        lot = self.env["stock.lot"].create(
            {"name": "LATE-1", "product_id": self.product2.id}
        )
        self.product2.product_tmpl_id.write(
            {"jewellery_ok": True, "jewellery_weight_g": 3}
        )
        self.assertTrue(lot.jewellery_ok)
        self.assertEqual(lot.jewellery_weight_g, 3)

    def test_disclosure(self):
        stone = self._stone(self.piece, kind="fei_cui", treatment="dyed")
        self.assertEqual(stone.disclosure, "written")
        stone.treatment = "waxed"
        self.assertEqual(stone.disclosure, "spoken")
        self.assertIn("Fei Cui", stone.display_name)

    def test_quality_manager_keeps_the_sheet(self):
        piece = self.piece.with_user(self.investigator)
        piece.fineness = 585
        piece.jewellery_stone_ids = [(0, 0, {"kind": "ruby", "carat": 0.5})]
        self.assertEqual(piece.stone_carat_total, 0.5)
        self.assertEqual(len(piece.jewellery_stone_ids), 1)
        self._certificate("Q-1", user=self.investigator)
        self.assertEqual(piece.jewellery_certificate_ids.display_name, "Test Lab Q-1")

    def test_inspector_reads_the_sheet(self):
        piece = self.piece.with_user(self.inspector)
        views = piece.get_views(
            [
                (self.env.ref(f"jewellery_quality_addon.stock_lot_view_{kind}").id, one)
                for kind, one in (
                    ("form_piece", "form"),
                    ("list_piece", "list"),
                    ("kanban_piece", "kanban"),
                    ("search_piece", "search"),
                )
            ]
        )
        names = [*views["models"]["stock.lot"]["fields"]]
        self.assertIn("fineness", names)
        self.assertEqual(piece.read(["fineness"])[0]["fineness"], 750)

    def test_units(self):
        tael = self.env.ref("jewellery_quality_addon.uom_tael")
        gram = self.env.ref("uom.product_uom_gram")
        self.assertAlmostEqual(
            tael._compute_quantity(2, gram, round=False), 74.858, places=6
        )
        mace = self.env.ref("jewellery_quality_addon.uom_mace")
        self.assertAlmostEqual(tael._compute_quantity(1, mace, round=False), 10)

    def test_import_of_pieces(self):
        result = self.env["stock.lot"].load(
            [
                "name",
                "product_id",
                "metal",
                "fineness",
                "jewellery_stone_ids/kind",
                "jewellery_stone_ids/carat",
                "jewellery_certificate_ids/laboratory_id",
                "jewellery_certificate_ids/number",
            ],
            [
                [
                    "IMP-1",
                    self.ring.name,
                    "Gold",
                    "750",
                    "Ruby",
                    "0.3",
                    "Test Lab",
                    "I1",
                ],
                ["", "", "", "", "Diamond", "0.1", "", ""],
            ],
        )
        self.assertFalse(result["messages"])
        lot = self.env["stock.lot"].browse(result["ids"])
        self.assertEqual(lot.stone_carat_total, 0.4)
        self.assertEqual(lot.jewellery_certificate_ids.number, "I1")
        bad = self.env["stock.lot"].load(
            ["name", "product_id", "metal", "fineness"],
            [["IMP-2", "Test ring 18K", "Gold", "75"]],
        )
        self.assertIn("333 to 1000", bad["messages"][0]["message"])

    def _abroad(self, records):
        return records.with_user(self.other_inspector).with_context(
            allowed_company_ids=self.other_company.ids
        )

    def _stone(self, lot, **values):
        return self.env["jewellery.stone"].create(
            {"kind": "diamond", "lot_id": lot.id, **values}
        )

    def _certificate(self, number, lot=None, user=None, **values):
        model = self.env["jewellery.certificate"].with_user(user or self.env.user)
        return model.create(
            {
                "number": number,
                "laboratory_id": self.laboratory.id,
                "lot_id": (lot or self.piece).id,
                **values,
            }
        )
