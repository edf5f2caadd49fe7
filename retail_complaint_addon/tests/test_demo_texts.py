import doctest
from datetime import datetime
from random import Random

from odoo.tests import BaseCase, tagged

from ..demo import kinds, moments, open_cases, plans, texts

SLOTS = {"p": "P", "d": 3, "amt": "1,000", "shop": "TST", "ref": "W1", "date": "3"}


@tagged("post_install", "-at_install")
class TestDemoTexts(BaseCase):
    """The words of the demo fit together before anything is built of them."""

    def test_doctests(self):
        for module in (kinds, moments, open_cases):
            self.assertFalse(doctest.testmod(module).failed, module.__name__)

    def test_every_kind_has_words_in_english_and_chinese(self):
        known = texts.complaints()
        for category in kinds.KINDS:
            with self.subTest(category=category):
                self.assertIn((category, "en"), known)
                self.assertTrue(
                    (category, "zh_hant") in known or (category, "zh_hans") in known
                )

    def test_every_text_can_be_filled_in(self):
        for (category, lang), found in texts.complaints().items():
            self.assertIn(category, kinds.KINDS)
            for text in found:
                with self.subTest(title=text.title):
                    self.assertIn(text.goods, ("any", "watch", "jewel"))
                    for part in (text.title, text.body, text.wants):
                        self.assertNotIn("{", part.format(**SLOTS))
                    self.assertTrue(text.body)
                    if not category.startswith("opinion"):
                        self.assertTrue(text.wants)
                    chinese = any("一" <= sign <= "龥" for sign in text.body)
                    self.assertEqual(chinese, lang != "en")

    def test_every_menu_of_settlements_exists(self):
        for name, kind in kinds.KINDS.items():
            for part in kind.menus.split():
                menu = part.partition("*")[0]
                with self.subTest(kind=name, menu=menu):
                    package = kinds.measures(menu, Random(1), "perle", 4280, 4280)
                    self.assertTrue(package)

    def test_a_package_without_a_claim_pays_nothing_back(self):
        package = kinds.measures("refund", Random(1), "perle", 0, 0)
        self.assertNotIn("refund", [one[0] for one in package])

    def test_today_every_state_is_open(self):
        table = open_cases.table()
        self.assertEqual({row.state for row in table}, set(open_cases.STATES))
        pieces = [(row.product, row.lot) for row in table]
        self.assertEqual(len(pieces), len(set(pieces)), "one serial, one owner")
        self.assertFalse({lot for _p, lot in pieces} & set(plans.OWN_LOTS[:-1]))

    def test_a_shop_is_open_when_something_happens(self):
        night = datetime(2026, 3, 4, 18)
        for place, hours in (("shop", (2, 3)), ("online", (1,)), ("office", (1,))):
            moment = moments.later(night, place, Random(3), hours=1)
            self.assertEqual(moment.day, 5)
            self.assertIn(moment.hour, hours)
        friday = datetime(2026, 3, 6, 9)
        monday = moments.later(friday, "office", Random(3), days=1)
        self.assertEqual(monday.weekday(), 0)
