"""A database of the first version gets what a fresh installation has."""

from odoo.modules.module import load_script
from odoo.tests import TransactionCase, tagged

SCRIPT = "jewellery_quality_addon/migrations/19.0.1.1.0/pre-migration.py"
ROBOT = 1


@tagged("post_install", "-at_install")
class TestUpgrade(TransactionCase):
    def _upgraded(self, basis="retail", text=None, user=ROBOT):
        """Return the type after the script, from how it was before."""
        kind = self.env.ref("jewellery_quality_addon.solution_type_replace_stone")
        script = load_script(SCRIPT, "jewellery_quality_addon_upgrade")
        kind.with_user(user).sudo().write(
            {"amount_basis": basis, "description": text or script.BEFORE}
        )
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        return kind

    def test_replacing_the_stone_counts_the_stone(self):
        kind = self.env.ref("jewellery_quality_addon.solution_type_replace_stone")
        shipped = kind.description
        self.assertEqual(kind.amount_basis, "cost")
        kind = self._upgraded()
        self.assertEqual((kind.amount_basis, kind.description), ("cost", shipped))

    def test_what_people_changed_stays(self):
        self.assertEqual(self._upgraded(basis="paid").amount_basis, "paid")
        person = self.env.ref("base.user_admin").id
        self.assertEqual(self._upgraded(user=person).amount_basis, "retail")
        kind = self._upgraded(text="Ours")
        self.assertEqual((kind.amount_basis, kind.description), ("cost", "Ours"))
