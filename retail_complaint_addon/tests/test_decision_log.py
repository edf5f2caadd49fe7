import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .settlement_common import SettlementCommon


@tagged("post_install", "-at_install")
class TestDecisionLog(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._complaint()
        package = self._package(self.ticket, 900)
        package.action_submit()
        self._settle(package)
        self.chain = self.env["complaint.chain"].search(
            [("ticket_id", "=", self.ticket.id)]
        )

    def _sql(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE complaint_decision DISABLE TRIGGER USER")
        self.env.cr.execute(query, params)
        self.env.cr.execute("ALTER TABLE complaint_decision ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def _sql_manifest(self, query):
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE complaint_manifest DISABLE TRIGGER USER")
        self.env.cr.execute(query)
        self.env.cr.execute("ALTER TABLE complaint_manifest ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def test_verifies(self):
        self.assertEqual(self.chain._verify(), [])
        self.assertGreaterEqual(self.chain.count, 5)
        action = self.chain.with_user(self.auditor).action_verify()
        self.assertEqual(action["params"]["type"], "success")
        for user in (self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self.chain.with_user(user).action_verify()

    def test_nobody_writes_through_odoo(self):
        rows = self.chain.decision_ids
        for user in (self.clerk, self.manager, self.auditor, self.env.user):
            for records in (rows.with_user(user), rows.with_user(user).sudo()):
                with self.assertRaises(AccessError):
                    records.write({"amount": 1})
                with self.assertRaises(AccessError):
                    records.unlink()
                with self.assertRaises(AccessError):
                    records.create(
                        {
                            "chain_id": self.chain.id,
                            "sequence": 99,
                            "kind": "approved",
                            "user_id": user.id,
                            "decided_at": "2026-01-01",
                            "previous_hash": "x",
                            "hash": "y",
                        }
                    )
            with self.assertRaises(AccessError):
                self.chain.with_user(user).sudo().write({"count": 1})
            with self.assertRaises(AccessError):
                self.chain.with_user(user).sudo().unlink()

    def test_the_database_refuses(self):
        self.env["complaint.manifest"].sudo()._cron_list_heads()
        self.env.flush_all()
        for query in (
            "UPDATE complaint_decision SET amount = 1",
            "DELETE FROM complaint_decision",
            "TRUNCATE complaint_decision CASCADE",
            "UPDATE complaint_manifest SET digest = 'x'",
            "DELETE FROM complaint_manifest",
            "TRUNCATE complaint_manifest CASCADE",
        ):
            with (
                self.subTest(query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)

    def test_first_broken_row_is_named(self):
        rows = self.chain.decision_ids.sorted("sequence")
        self._sql("UPDATE complaint_decision SET amount = 1 WHERE id = %s", rows[2].id)
        broken = self.chain._verify()
        self.assertEqual(broken[0]["decision"], rows[2].id)
        action = self.chain.action_verify()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertIn(str(rows[2].id), action["params"]["message"])

    def test_missing_row(self):
        rows = self.chain.decision_ids.sorted("sequence")
        self._sql("DELETE FROM complaint_decision_text")
        self._sql("DELETE FROM complaint_decision WHERE id = %s", rows[1].id)
        self.assertEqual(self.chain._verify()[0]["sequence"], 2)

    def test_cut_off_end_shows_by_head_and_by_manifest(self):
        manifest = self.env["complaint.manifest"]._cron_list_heads()
        self.assertIn(str(self.chain.id), manifest.content)
        last = self.chain.decision_ids.sorted("sequence")[-1]
        self._sql("DELETE FROM complaint_decision_text")
        self._sql("DELETE FROM complaint_decision WHERE id = %s", last.id)
        self.assertEqual(self.chain._verify()[0]["reason"], "cut")
        # the head rewritten too: only the manifest still knows
        before = self.chain.decision_ids.sorted("sequence")[-1]
        self._sql(
            "UPDATE complaint_chain SET count = %s, head = %s WHERE id = %s",
            before.sequence,
            before.hash,
            self.chain.id,
        )
        self.assertEqual(self.chain._verify()[0]["reason"], "cut")

    def test_manifest(self):
        first = self.env["complaint.manifest"]._cron_list_heads()
        self.assertTrue(first)
        package = self._package(self._complaint(), 100)
        package.action_submit()
        second = self.env["complaint.manifest"]._cron_list_heads()
        self.assertEqual(second.previous_digest, first.digest)
        self.assertFalse(self.env["complaint.manifest"]._broken_manifests())
        with self.assertRaises(AccessError):
            first.sudo().write({"digest": "x"})
        with self.assertRaises(AccessError):
            first.sudo().unlink()
        log = self.env["complaint.decision"].with_user(self.auditor)
        self.assertEqual(log.action_verify_all()["params"]["type"], "success")
        self._sql_manifest("UPDATE complaint_manifest SET digest = 'x'")
        self.assertEqual(log.action_verify_all()["params"]["type"], "danger")
        action = first.with_user(self.auditor).action_download()
        self.assertIn("/web/content/", action["url"])

    def test_erasing_a_comment_keeps_the_chain(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        package.with_user(self.supervisor).action_approve("Mrs. Somebody is right")
        texts = self.chain.decision_ids.text_ids
        self.assertIn("Mrs. Somebody is right", texts.mapped("text"))
        with self.assertRaises(AccessError):
            texts.with_user(self.manager).write({"text": False})
        texts._trusted().write({"text": False, "salt": False})
        self.assertEqual(self.chain._verify(), [])

    def test_partner_merge_does_not_touch_it(self):
        twin = self.env["res.partner"].create({"name": "Test Customer (2)"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | twin).ids, twin
        )
        self.assertEqual(self.chain._verify(), [])

    def test_another_store_sees_nothing(self):
        rows = self.env["complaint.decision"].with_user(self.clerk2)
        self.assertFalse(rows.search([("ticket_id", "=", self.ticket.id)]))
        rows = rows.with_user(self.other_manager).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(rows.search([("ticket_id", "=", self.ticket.id)]))
