import doctest

from odoo.tests import BaseCase, tagged

from ..models import jewellery_certificate
from ..rules import (
    fineness,
    limits,
    report_words,
    review,
    ring_sizes,
    stones,
    tolerances,
    weights,
)


@tagged("post_install", "-at_install")
class TestRules(BaseCase):
    def test_doctests(self):
        for module in (
            tolerances,
            fineness,
            limits,
            report_words,
            review,
            ring_sizes,
            stones,
            weights,
            jewellery_certificate,
        ):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_carat_and_mark(self):
        """Marks of the trade: 8 to 24 carat."""
        table = {8: 333.3, 9: 375, 12: 500, 14: 585, 15: 625, 18: 750, 22: 916}
        for carat, mark in table.items():
            with self.subTest(carat=carat):
                self.assertEqual(fineness.mark_of_carat(carat), mark)
                self.assertEqual(round(fineness.to_carat(mark)), carat)

    def test_a_figure_that_is_no_fineness(self):
        table = [
            (18, "gold", "carat", 750),
            (14, "gold", "carat", 585),
            (24, None, "carat", 1000),
            (75, "gold", "percent", 750),
            (92.5, "silver", "percent", 925),
            (0.75, "gold", "fraction", 750),
        ]
        for value, metal, unit, meant in table:
            with self.subTest(value=value, metal=metal):
                self.assertEqual(fineness.guess(value, metal), (unit, meant))
        for value, metal in ((0, "gold"), (-75, "gold"), (300, "gold"), (75, "silver")):
            with self.subTest(value=value, metal=metal):
                self.assertIsNone(fineness.guess(value, metal))

    def test_ring_sizes(self):
        """The chart of Wikipedia, in all directions, within a third of a millimetre."""
        chart = [(49.3, 5, "J½"), (51.9, 6, "L½"), (54.4, 7, "N½"), (57.0, 8, "P½")]
        chart += [(59.5, 9, "R½"), (62.1, 10, "T½"), (64.6, 11, "V½")]
        for circumference, us, uk in chart:
            with self.subTest(circumference=circumference):
                self.assertEqual(ring_sizes.to_us(circumference), us)
                self.assertEqual(ring_sizes.to_uk(circumference), uk)
                self.assertAlmostEqual(ring_sizes.from_us(us), circumference, delta=0.1)
                self.assertAlmostEqual(ring_sizes.from_uk(uk), circumference, delta=0.3)

    def test_ring_sizes_there_and_back(self):
        for size in range(6, 27):
            self.assertEqual(ring_sizes.to_hk(ring_sizes.from_hk(size)), size)
        for quarter in range(0, 64):
            us = quarter / 4
            self.assertEqual(ring_sizes.to_us(ring_sizes.from_us(us)), us)
        for size in ("A", "H½", "Z", "Z+3"):
            self.assertEqual(ring_sizes.to_uk(ring_sizes.from_uk(size)), size)

    def test_letters_that_are_no_size(self):
        for text in ("", "½", "AB", "7", "L+1", "Ä"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                ring_sizes.from_uk(text)

    def test_tael(self):
        self.assertEqual(weights.convert(1, "tael", "mace"), 10)
        self.assertAlmostEqual(weights.convert(1, "tael", "candareen"), 100)
        self.assertEqual(weights.split_tael(74.858), (2, 0, 0))
        self.assertEqual(weights.convert(10, "ct", "g"), 2)

    def test_possible(self):
        infinite = float("inf")
        for name, allowed in limits.RANGES.items():
            with self.subTest(name=name):
                self.assertTrue(limits.fits(0, allowed))
                self.assertTrue(limits.fits(allowed.low, allowed))
                self.assertTrue(limits.fits(allowed.high, allowed))
                for value in (allowed.low / 2, allowed.high * 2, -1, infinite):
                    self.assertFalse(limits.fits(value, allowed))

    def test_ranges_of_a_piece(self):
        """Criterion, what the piece is sold as, figure, within the range, critical."""
        sold = tolerances.Piece
        table = [
            ("fineness", sold(fineness=750), 750, True, False),
            ("fineness", sold(fineness=750), 749.9, False, True),
            ("fineness", sold(fineness=750), 735, False, True),
            ("fineness", sold(fineness=750), 760, True, False),
            ("weight", sold(weight_g=4.2), 4.19, True, False),
            ("weight", sold(weight_g=4.2), 4.18, False, False),
            ("prong_contact", sold(), 30, True, False),
            ("prong_contact", sold(), 22, False, False),
            ("prong_contact", sold(v_prongs=True), 40, False, False),
            ("prong_height", sold(), 59.9, False, False),
            ("prong_height", sold(v_prongs=True), 95, True, False),
            ("plating", sold(plating_kind="flash"), 0.1, True, False),
            ("plating", sold(plating_kind="plated"), 0.45, False, False),
            ("plating", sold(plating_kind="vermeil"), 2.5, True, False),
            ("plating", sold(plating_kind="plaque"), 4.9, False, False),
            ("plating", sold(plating_kind="plated", plating_um=1), 0.8, False, False),
            ("nickel", sold(worn_as="piercing"), 0.19, True, False),
            ("nickel", sold(worn_as="piercing"), 0.2, False, True),
            ("nickel", sold(worn_as="skin"), 0.5, True, False),
            ("nickel", sold(worn_as="skin"), 0.51, False, True),
            ("nickel", sold(worn_as="none"), 3, True, False),
            ("ring_size", sold(ring_size=52), 52.5, True, False),
            ("ring_size", sold(ring_size=52), 53, False, False),
            ("carat", sold(carat=0.5), 0.49, True, False),
            ("carat", sold(carat=0.5), 0.45, False, True),
            ("colour", sold(), 1, True, False),
            ("colour", sold(), 2, False, False),
            ("clarity", sold(), 3, False, True),
        ]
        for criterion, piece, value, passes, critical in table:
            with self.subTest(criterion=criterion, value=value, piece=piece):
                found = tolerances.of(criterion, piece)
                self.assertTrue(found.source)
                self.assertEqual(found.low <= value <= found.high, passes)
                self.assertEqual(
                    tolerances.critical(criterion, value, found.low, found.high),
                    critical,
                )

    def test_what_nobody_can_measure(self):
        for criterion, value in (
            ("fineness", 0),
            ("fineness", 7500),
            ("weight", -1),
            ("prong_contact", 101),
            ("ring_size", 16.6),
            ("plating", 500),
        ):
            with self.subTest(criterion=criterion, value=value):
                self.assertFalse(tolerances.possible(criterion, value))
