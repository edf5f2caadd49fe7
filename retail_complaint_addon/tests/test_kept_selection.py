from unittest.mock import patch

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestKeptSelection(TransactionCase):
    """Decisions of an add-on that is gone have a label on every screen."""

    def _labels(self, model):
        return dict(self.env[model].fields_get(["kind"])["kind"]["selection"])

    def test_labels(self):
        kept = self.env.registry["complaint.kept.values"]
        for model, known in (
            ("complaint.decision", "closed"),
            ("complaint.escalation", "resolve"),
        ):
            before = self._labels(model)
            stored = (known, "gone_kind")
            with patch.object(kept, "_stored", return_value=stored):
                after = self._labels(model)
            self.assertEqual(after.pop("gone_kind"), "Gone kind (of a removed add-on)")
            self.assertEqual(after, before)

    def test_nobody_chooses_it(self):
        field = self.env["complaint.decision"]._fields["kind"]
        kept = self.env.registry["complaint.kept.values"]
        with patch.object(kept, "_stored", lambda *_given: ("gone_kind",)):
            self.assertNotIn("gone_kind", field.get_values(self.env))
            with self.assertRaises(ValueError):
                field.convert_to_cache("gone_kind", self.env["complaint.decision"])

    def test_stored(self):
        values = self.env["complaint.kept.values"]
        values.env.registry.clear_cache()
        self.assertLessEqual(
            set(values._stored("complaint.decision", "kind")),
            set(self._labels("complaint.decision")),
        )
