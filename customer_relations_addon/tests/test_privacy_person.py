import doctest
import io
import json
import zipfile
from datetime import datetime

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..models.customer_privacy_holders import HOLDERS
from ..rules import privacy
from .privacy_common import EMAIL, NAME, PHONE, PrivacyCommon

# What is emptied anew each time, whether there is something in it or not.
EMPTIED_AGAIN = {"res.partner", "res.users", "customer.privacy.request", "mail.message"}
TRACES = (
    r"ysolde\.quaxley@customer",
    r"Ysolde",
    r"Quaxley",
    r"9707[ -]?3391",
    r"A123456\(7\)",
    r"7 Quarrybank Lane",
)


def load_tests(_loader, tests, _ignore):
    tests.addTests(doctest.DocTestSuite(privacy))
    return tests


@tagged("post_install", "-at_install")
class TestPerson(PrivacyCommon, HttpCase):
    def test_found_and_exported(self):
        self._known_everywhere()
        request = self.request
        for user in (self.clerk, self.manager, self.auditor2, self.second):
            with self.assertRaises(AccessError):
                request.with_user(user).action_export()
        with self.assertRaises(UserError):
            request.action_export()
        request.action_identify("Known in the shop.")
        action = request.action_export()
        export = self.env["customer.privacy.export"].browse(action["res_id"])
        with self.assertRaises(AccessError):
            export.with_user(self.second)._read_file()
        content = export.with_user(self.privacy)._read_file()
        book = zipfile.ZipFile(io.BytesIO(content))
        self.assertEqual(set(book.namelist()), {"data.json", "summary.pdf"})
        data = json.loads(book.read("data.json"))
        records = data["records"]
        tickets = {row["id"] for row in records["helpdesk.ticket"]}
        self.assertLessEqual({self.case.id, self.mailed.id}, tickets, "V7")
        for name in (
            "crm.lead",
            "customer.exchange",
            "customer.promise",
            "sale.order",
            "survey.user_input",
            "customer.fact",
            "customer.consent",
            "complaint.mail",
            "complaint.notice",
            "complaint.solution",
            "complaint.decision.text",
            "mail.message",
            "ir.attachment",
            "res.users",
        ):
            self.assertIn(name, records)
        self.assertIn("Nickel", book.read("data.json").decode())
        other = [row for row in records["res.partner"] if row["id"] == self.other.id]
        self.assertEqual(list(other[0]), ["id", "mentioned", "comment"])
        self.assertNotIn("Her Husband", book.read("data.json").decode())
        self.assertNotIn(self.clerk.name, json.dumps(records["complaint.solution"]))
        writers = {row["from"] for row in records["mail.message"]}
        self.assertNotIn(self.clerk.email_formatted, writers)
        self.assertNotIn(self.env.user.email_formatted, writers)
        self.assertIn("A member of our staff", writers)
        # in words and times of the customer, without what is only ours
        text = book.read("data.json").decode()
        for ours in ("limit_amount", "authority_id", "company_cost", "mail_ref"):
            self.assertNotIn(ours, text)
        self.assertNotIn("complaint.fingerprint", records)
        self.assertTrue(data["time_zone"])
        self.assertEqual(next(iter(records)), "res.partner")
        noted = [row for row in records["mail.message"] if "changes" in row]
        self.assertTrue(any(" → " in row["changes"] for row in noted))
        self.assertFalse(
            [row for row in records["mail.message"] if False in row.values()]
        )
        log = self.env["customer.access.log"].search([("res_id", "=", export.id)])
        self.assertEqual(set(log.mapped("kind")), {"made", "export"})
        self.assertEqual(log.user_id, self.privacy)
        # by its address, each time
        self.authenticate("t_clerk", "t_clerk")
        path = f"/privacy/export/{export.id}"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate("t_privacy", "t_privacy")
        self.assertEqual(self.url_open(path).content[:2], b"PK")
        # kept for thirty days
        self.env.cr.execute("UPDATE customer_privacy_export SET made_at = '2020-01-01'")
        export.invalidate_recordset()
        self.env["customer.privacy.export"]._gc_files()
        export.invalidate_recordset()
        self.assertFalse(export.has_file)

    def test_what_changed_is_told_by_its_type(self):
        book = self.env["customer.privacy.book"]
        fields = self.env["ir.model.fields"]
        moment = datetime(2026, 3, 1, 2, 30)
        for model, name, vals, told in (
            ("customer.promise", "due_at", {"new_value_datetime": moment}, "10:30"),
            ("customer.fact", "date", {"new_value_datetime": moment}, "2026-03-01"),
            ("crm.lead", "active", {"new_value_integer": 1}, "Yes"),
            ("crm.lead", "active", {"new_value_integer": 0}, "–"),
            ("crm.lead", "expected_revenue", {"new_value_float": 12.5}, "12.5"),
            ("crm.lead", "stage_id", {"new_value_char": "Won"}, "Won"),
        ):
            field = fields._get(model, name)
            value = self.env["mail.tracking.value"].new({"field_id": field.id, **vals})
            self.env.company.resource_calendar_id.tz = "Asia/Hong_Kong"
            self.assertIn(told, book._tracked(value, "new"), name)

    def test_lookup_of_odoo_finds_the_mailed_case(self):
        self._known_everywhere()
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": NAME, "email": EMAIL}
        )
        wizard.action_lookup()
        cases = wizard.line_ids.filtered(lambda one: one.res_model == "helpdesk.ticket")
        self.assertIn(self.mailed.id, cases.mapped("res_id"))

    def test_who_may_erase(self):
        self._known_everywhere()
        with self.assertRaises(UserError):
            self.request.action_erase()
        access = self.request.create({"partner_id": self.ella.id, "kind": "access"})
        access.action_identify("Known in the shop.")
        with self.assertRaisesRegex(UserError, "request for erasure"):
            access.action_erase()
        erasure = self._erasure()
        self.assertTrue(erasure.with_user(self.second).may_agree)
        self.assertFalse(erasure.with_user(self.privacy).may_agree)
        for user in (self.clerk, self.auditor2, self.employee, self.privacy):
            with self.assertRaises(AccessError):
                erasure.with_user(user).action_approve()
        with self.assertRaises(AccessError):
            erasure.with_user(self.second).write({"state": "done"})
        with self.assertRaises(AccessError):
            erasure.with_user(self.second).create({"name": "x"})
        self.privacy.group_ids |= self.second.group_ids
        with self.assertRaisesRegex(AccessError, "second person"):
            erasure.with_user(self.privacy).action_approve()
        seen = erasure.with_user(self.second)
        self.assertIn(NAME, seen.person)
        self.assertFalse(seen.obstacle)
        self.case.sudo()._trusted().write({"legal_hold": True})
        seen.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "legal hold"):
            seen.action_approve()
        self.assertIn("legal", seen.obstacle)
        self.case.sudo()._trusted().write({"legal_hold": False})
        running = self._complaint(partner_id=False, partner_email=EMAIL)
        with self.assertRaisesRegex(UserError, "still open"):
            seen.action_approve()
        self._close(running)
        self.env.flush_all()
        with self.assertRaises(RuntimeError), self.env.cr.savepoint():
            seen.action_approve()
            raise RuntimeError("killed")
        self.env.invalidate_all()
        self.assertEqual(self.ella.name, NAME)
        self.assertEqual(seen.state, "waiting")
        seen.action_reject("Not agreed.")
        self.assertEqual(seen.state, "rejected")

    def test_erased(self):
        self._known_everywhere()
        facts = ["amount", "state", "verdict"]
        solution = self.case.solution_ids.sudo()
        before = (
            self.case.settled_amount,
            self.case.verdict,
            self.case.cause_id,
            self.case.number,
            solution.amount,
            solution.state,
            self.case.received_at,
        )
        self.assertTrue(facts)
        # a mail begun to her names her by half her name, in a screen of Odoo's
        screen = self.env["mail.compose.message"].create(
            {"subject": "Panda dial for Ysolde", "partner_ids": self.ella.ids}
        )
        erasure = self._erasure()
        action = self.request.action_export()
        export = self.env["customer.privacy.export"].browse(action["res_id"])
        self.assertTrue(export.has_file)
        erasure.with_user(self.second).action_approve()
        self.assertEqual(erasure.state, "done")
        export.invalidate_recordset()
        self.assertFalse(export.has_file, "everything about her, in one file")
        self.env.invalidate_all()
        self.assertFalse(screen.exists())
        left = self._everywhere(*TRACES)
        self.assertFalse(left)
        after = (
            self.case.settled_amount,
            self.case.verdict,
            self.case.cause_id,
            self.case.number,
            solution.amount,
            solution.state,
            self.case.received_at,
        )
        self.assertEqual(before, after)
        self.assertIn("stopped", self.case.description)
        self.assertIn("Till 4711", solution.evidence)
        self.assert_chain_holds(self.case)
        self.assertFalse(self.env["complaint.chain"].search([])._verify())
        self.assertIn("erased", self._kinds(self.case))
        self.assertIn("Erased customer", self.ella.name)
        self.assertFalse(self.ella.active)
        self.assertEqual(self.case.partner_id, self.ella)
        self.assertFalse(self.login.active)
        self.assertFalse(self.fact.exists())
        self.assertEqual(self.lead.name, "[erased] looks for a diver")
        self.assertEqual(self.exchange.kind, "visit")
        self.assertEqual(self.promise.name, "Ring [erased] on [erased]")
        self.assertIn("Her Husband", self.other.name)
        consent = self.ella.consent_ids
        self.assertEqual((consent.state, consent.evidence), ("given", False))
        self.assertEqual(self.request.state, "answered")
        mail = self.env["mail.mail"].search([("email_to", "=", EMAIL)])
        self.assertEqual(len(mail), 1)
        self.assertTrue(mail.auto_delete)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.case.id)]
        )
        self.assertFalse(files)
        # again: nothing happens, and nothing is found
        count = len(self._kinds(self.case))
        erasure.with_user(self.second).action_approve()
        self.assertEqual(len(self._kinds(self.case)), count)
        person = self.env["customer.privacy.finder"]._person(
            self.ella, [EMAIL], [PHONE], [NAME]
        )
        mail.unlink()
        again = self.env["customer.privacy.eraser"]._erase(self.ella, person, "x")
        self.assertEqual(set(again) - EMPTIED_AGAIN, set())

    def test_retention(self):
        self._known_everywhere()
        rule = self.env.ref("customer_relations_addon.data_recycle_customers")
        self.assertFalse(rule.active, "the company decides first")
        held = self._complaint(partner_id=self.vip.id, legal_hold=True)
        self._close(held)
        records = self.env["data_recycle.record"].create(
            [
                {"res_id": partner.id, "recycle_model_id": rule.id}
                for partner in (self.ella, self.vip)
            ]
        )
        with self.assertRaises(AccessError):
            records.with_user(self.privacy).action_validate()
        records.action_validate()
        self.assertEqual(self.ella.name, NAME, "seen today, and asks for something")
        rule.time_field_delta = 0
        records.action_validate()
        self.assertEqual(self.ella.name, NAME, "who asks for something stays")
        self.request.sudo()._trusted().write({"state": "closed"})
        records.action_validate()
        self.assertIn("Erased customer", self.ella.name)
        self.assertEqual(self.vip.name, "Vip Customer")
        self.assertEqual(records.exists().mapped("res_id"), self.vip.ids)
        self.assertIn("legal hold", records.exists().kept_because)
        self.assert_chain_holds(self.case)

    def test_foreign_method_is_guarded(self):
        """V5: another addon's public method asks nobody who calls it."""
        cls = self.env.registry["res.partner"]
        self.assertFalse(hasattr(cls, "anonymize_partner_data"))
        called = []
        cls.anonymize_partner_data = lambda records: called.append(records)
        self.addCleanup(delattr, cls, "anonymize_partner_data")
        self.env["res.partner"]._register_hook()
        for user in (self.clerk, self.env.user):
            with self.assertRaisesRegex(UserError, "privacy request"):
                self.ella.with_user(user).anonymize_partner_data()
        self.assertFalse(called)

    def test_every_model_of_ours_is_declared(self):
        finder = self.env["customer.privacy.finder"]
        missing = []
        for model in finder._tables():
            module = model._original_module or ""
            if not module.endswith("_addon"):
                continue
            if finder._partner_fields(model) and model._name not in HOLDERS:
                missing.append(model._name)
        self.assertFalse(missing, "declare them in customer_privacy_holders.py")


@tagged("post_install", "-at_install")
class TestAccessLog(PrivacyCommon):
    def setUp(self):  # pylint: disable=invalid-name
        super().setUp()
        self.fact = self.env["customer.fact"].create(
            {
                "partner_id": self.ella.id,
                "kind": "allergy",
                "value": "Nickel",
                "sensitive": True,
                "company_id": self.company.id,
            }
        )
        self.privacy.group_ids |= self.env.ref("base.group_allow_export")
        self.plain = self.fact.copy({"value": "Tea", "sensitive": False})
        self.logs = self.env["customer.access.log"]

    def _new(self, read, user=None):
        """Return the log rows of one way of reading."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.pop("customer_access_log", None)
        before = self.logs.search([], limit=1).id or 0
        facts = (self.fact | self.plain).with_user(user or self.privacy)
        read(facts)
        return self.logs.search([("id", ">", before)])

    def test_a_clerk_can_save_a_request(self):
        """Who may make one and not change it sees none of Odoo's own buttons."""
        model = self.env["customer.privacy.request"].with_user(self.clerk)
        self.assertTrue(model.has_access("create"))
        self.assertFalse(model.has_access("write"))
        arch = etree.fromstring(model.get_view(view_type="form")["arch"])
        [button] = arch.xpath("//header/button[@special='save']")
        self.assertEqual(button.get("invisible"), "id")

    def test_every_way_of_reading(self):
        domain = [("id", "in", (self.fact | self.plain).ids)]
        keys = {
            "auditlog_disabled_read": True,
            "tracking_disable": True,
            "prefetch_fields": False,
            "bin_size": True,
        }
        ways = {
            "read": lambda facts: facts.read(["value"]),
            "web_read": lambda facts: facts.web_read({"value": {}}),
            "search_read": lambda facts: facts.search_read(domain, ["value"]),
            "web_search_read": lambda facts: facts.web_search_read(
                domain, {"value": {}}
            ),
            "export": lambda facts: facts.export_data(["value"]),
            "group": lambda facts: facts.formatted_read_group(domain, ["value"]),
            "name": lambda facts: facts.name_search("Nickel"),
            "context": lambda facts: facts.with_context(**keys).read(["value"]),
            "customer": lambda facts: facts.partner_id.web_read(
                {"fact_ids": {"fields": {"value": {}}}}
            ),
            "cache": lambda facts: (
                facts.sudo().mapped("value"),
                facts.web_read({"value": {}}),
            ),
        }
        for way, read in ways.items():
            with self.subTest(way=way):
                rows = self._new(read)
                self.assertEqual(rows.mapped("res_id"), self.fact.ids)
                self.assertEqual(rows.user_id, self.privacy)
                self.assertEqual(rows.partner_id, self.ella)
        self.assertFalse(self._new(lambda facts: facts.read(["sensitive", "kind"])))
        self.assertFalse(self._new(lambda facts: facts.sudo().read(["value"])))

    def test_every_way_of_guessing(self):
        """What is asked by its value is known by the answer."""
        me = [("id", "in", (self.fact | self.plain).ids)]
        hit = [*me, ("value", "=", "Nickel")]
        one = [("id", "=", self.ella.id)]
        through = [*one, ("fact_ids.value", "=", "Nickel")]
        inside = [*one, ("fact_ids", "any", [("value", "=like", "N%")])]
        ways = {
            "search": lambda facts: facts.search(hit),
            "count": lambda facts: facts.search_count(hit),
            "not": lambda facts: facts.search_count([*me, ("value", "!=", "Tea")]),
            "shown": lambda facts: facts.search_count(
                [*me, ("display_name", "ilike", "Nickel")]
            ),
            "fetch": lambda facts: facts.search_fetch(hit, ["kind"]),
            "order": lambda facts: facts.search(me, order="kind, value desc"),
            "group": lambda facts: facts.formatted_read_group(hit, ["kind"]),
            "greatest": lambda facts: facts.formatted_read_group(
                me, ["kind"], ["value:max"]
            ),
            "having": lambda facts: facts._read_group(
                me, ["kind"], having=[("value:max", ">", "M")]
            ),
            "customer": lambda facts: facts.env["res.partner"].search_count(through),
            "any": lambda facts: facts.env["res.partner"].search_count(inside),
        }
        for way, ask in ways.items():
            with self.subTest(way=way):
                rows = self._new(ask)
                self.assertEqual(rows.mapped("res_id"), self.fact.ids)
                self.assertEqual(set(rows.mapped("kind")), {"read"})
        row = self._new(lambda facts: facts.search([*me, ("value", "=", "Gold")]))
        self.assertEqual((row.kind, row.user_id, row.res_id), ("vain", self.privacy, 0))
        self.assertFalse(self._new(lambda facts: facts.search_count(me)))
        # who may not read them finds none by them, and nothing is logged
        clerk = self.clerk
        for ask in ("search", "count", "customer", "any", "greatest", "shown"):
            rows = self._new(ways[ask], user=clerk)
            self.assertFalse(rows)
        facts = self.env["customer.fact"].with_user(clerk)
        self.assertFalse(facts.search(hit))
        self.assertFalse(self.env["res.partner"].with_user(clerk).search(through))

    def test_nobody_writes_it(self):
        row = self._new(lambda facts: facts.read(["value"]))
        for user in (self.privacy, self.auditor2, self.env.user):
            log = row.with_user(user)
            with self.assertRaises(UserError):
                log.write({"user_id": self.clerk.id})
            with self.assertRaises(UserError):
                log.unlink()
            with self.assertRaises(UserError):
                log.create({"kind": "read"})
        with self.assertRaises(UserError):
            row.sudo().unlink()
        self.assertTrue(row.with_user(self.auditor2).read(["kind"]))
        for user in (self.clerk, self.manager, self.portal_user):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["kind"])
