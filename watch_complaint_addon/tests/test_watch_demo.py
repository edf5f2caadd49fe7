from odoo.tests import TransactionCase, tagged

from ..demo import kinds, stories
from .watch_common import WATCH


@tagged("post_install", "-at_install")
class TestWatchDemo(TransactionCase):
    """What the demo names exists before anything is built of it."""

    def _ref(self, name):
        ours = self.env.ref(f"{WATCH}.{name}", raise_if_not_found=False)
        return ours or self.env.ref(f"retail_complaint_addon.{name}")

    def test_every_kind_fits_the_data(self):
        movements = dict(self.env["watch.calibre"]._fields["movement"].selection)
        for category, kind in kinds.KINDS.items():
            with self.subTest(category=category):
                self.assertTrue(self._ref(f"category_{category}").is_complaint)
                self.assertLessEqual(set(kind.which.split()), set(movements))
                for fact in kind.answers:
                    self._ref(f"fact_{fact}")
                for _often, cause, verdict, measures in kind.ends:
                    self._ref(f"cause_{cause}")
                    self.assertIn(verdict, kinds.ACCEPTED)
                    for measure in measures:
                        name = measure if isinstance(measure, str) else measure[0]
                        basis = self._ref(f"solution_type_{name}").amount_basis
                        self.assertEqual(basis == "none", isinstance(measure, str))

    def test_every_kind_answers_what_is_asked(self):
        kept = {"lot_id", "purchase_date"}
        for category, kind in kinds.KINDS.items():
            asked = self._ref(f"category_{category}")._required_facts()
            told = self.env["complaint.fact"].union(
                *(self._ref(f"fact_{fact}") for fact in kind.answers)
            )
            missing = asked.filtered(lambda fact: fact.field_name not in kept) - told
            self.assertFalse(missing.mapped("name"), category)

    def test_texts_can_be_filled_in(self):
        for kind in kinds.KINDS.values():
            for _lang, title, body in kind.texts:
                self.assertNotIn("{", title.format(p="P") + body.format(p="P"))
        for row in stories.OPEN:
            self._ref(f"category_{row[0]}")
