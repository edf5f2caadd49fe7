"""What shop staff get out of links, counts and messages that run as superuser."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import SQL

from ..models.customer_privacy_index import LARGE
from ..rules.privacy import Person
from .common import GROUP, RelationsCommon
from .privacy_common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestRelationsDoors(RelationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relations_manager = cls._user("t_rel_manager", GROUP % "manager")
        cls.staff_only = cls._user("t_rel_staff", GROUP % "user")
        cls.store.member_ids |= cls.clerk | cls.staff_only
        cls.foreign = cls.env["res.partner"].create(
            {
                "name": "Foreign Customer",
                "email": "foreign@example.com",
                "phone": "+852 9876 5432",
                "company_id": cls.other_company.id,
            }
        )
        # of nobody in the shop
        cls.secret_lead = cls.env["crm.lead"].create(
            {
                "name": "Divorce gift for Mr Secret",
                "type": "opportunity",
                "user_id": False,
                "store_id": False,
                "company_id": cls.company.id,
            }
        )

    def _as_clerk(self, model, **context):
        return self.env[model].with_user(self.clerk).with_context(**context)

    def _hidden_case(self, **values):
        """Return a case of another store, which the clerk cannot read."""
        values = {"store_id": self.store2.id, "user_id": self.clerk2.id, **values}
        tickets = self.env["helpdesk.ticket"].with_user(self.manager)
        return tickets.create(self._complaint_vals(**values)).with_env(self.env)

    def test_no_data_of_a_contact_one_may_not_read(self):
        """A request shows name, address and number of its contact (sudo)."""
        request = self._as_clerk("customer.privacy.request")
        values = {"kind": "access", "details": "Please"}
        for model in (
            request,
            request.with_context(default_partner_id=self.foreign.id),
        ):
            given = {**values, "partner_id": self.foreign.id}
            with self.assertRaises(AccessError):
                model.create(given if model is request else values)
        self.env["ir.default"].sudo().set(
            "customer.privacy.request",
            "partner_id",
            self.foreign.id,
            user_id=self.clerk.id,
        )
        with self.assertRaises(AccessError):
            request.create(values)
        self.env["ir.default"].sudo().search([("user_id", "=", self.clerk.id)]).unlink()
        own = request.create({**values, "partner_id": self.vip.id})
        self.assertEqual(own.email, self.vip.email)

    def test_no_link_to_what_one_may_not_read(self):
        exchange = {"partner_id": self.vip.id, "subject": "Asked for a diver"}
        exchanges = self._as_clerk("customer.exchange")
        with self.assertRaises(AccessError):
            exchanges.create({**exchange, "lead_id": self.secret_lead.id})
        with self.assertRaises(AccessError):
            exchanges.with_context(default_lead_id=self.secret_lead.id).create(exchange)
        facts = self._as_clerk("customer.fact", default_partner_id=self.foreign.id)
        with self.assertRaises(AccessError):
            facts.create({"kind": "preference", "value": "Tea"})
        with self.assertRaises(AccessError):
            self._as_clerk("customer.consent.record").create(
                {"partner_id": self.foreign.id}
            )
        with self.assertRaises(AccessError):
            self._as_clerk("customer.merge").create(
                {"partner_id": self.foreign.id, "other_id": self.vip.id}
            )
        with self.assertRaises(AccessError):
            self._as_clerk(
                "customer.merge",
                active_model="res.partner",
                active_ids=[self.foreign.id, self.vip.id],
            ).default_get(["partner_id", "other_id"])
        incident = self._as_clerk("store.incident").create(
            {"name": "Window broken", "store_id": self.store.id}
        )
        day = self.env["store.day"].create(
            {"store_id": self.store2.id, "date": "2026-01-05"}
        )
        with self.assertRaises(AccessError):
            incident.day_id = day
        self.assertFalse(day.incident_count)

    def test_name_of_an_enquiry_one_may_not_open(self):
        exchange = self.env["customer.exchange"].create(
            {
                "partner_id": self.vip.id,
                "subject": "Asked for something",
                "lead_id": self.secret_lead.id,
                "store_id": self.store.id,
                "company_id": self.company.id,
                "user_id": self.clerk.id,
            }
        )
        self.env.invalidate_all()
        seen = exchange.with_user(self.clerk)
        spec = {"lead_id": {"fields": {"display_name": {}}}}
        shown = [
            seen.web_read(spec)[0]["lead_id"]["display_name"],
            seen.read(["lead_id"])[0]["lead_id"][1],
            seen.sudo().lead_id.display_name,
            seen.formatted_read_group(
                [("id", "=", exchange.id)], ["lead_id"], ["__count"]
            )[0]["lead_id"][1],
        ]
        self.assertEqual(shown, ["Enquiry"] * 4)
        # what is linked already does not hinder changing the rest
        seen.write({"lead_id": self.secret_lead.id, "note": "Blue"})
        with Form(seen) as form:
            form.note = "Green"
        admin = exchange.with_user(self.relations_manager)
        self.assertIn("Secret", admin.web_read(spec)[0]["lead_id"]["display_name"])
        # a mail in its thread is an exchange of the store: named by nothing of sales
        self.secret_lead.partner_id = self.vip
        title = self.env["customer.collect"]._mail_title(self.secret_lead)
        self.assertEqual(title, "About an enquiry")

    def test_hidden_case_behind_an_enquiry(self):
        case = self._hidden_case()
        lead = self.env["crm.lead"].create(
            {
                "name": "Another strap",
                "store_id": self.store.id,
                "company_id": self.company.id,
                "ticket_id": case.id,
            }
        )
        self.env.invalidate_all()
        leads = self._as_clerk("crm.lead")
        self.assertFalse(leads.browse(lead.id).ticket_id)
        empty = leads.search([("ticket_id", "=", False), ("id", "=", lead.id)])
        self.assertEqual(empty, lead, "The search says what the field shows")
        self.assertFalse(
            leads.search([("ticket_id", "!=", False), ("id", "=", lead.id)])
        )
        self.assertEqual(
            self.env["crm.lead"].search([("ticket_id", "!=", False)]) & lead, lead
        )

    def test_closing_a_day_counts_no_case_about_a_colleague(self):
        self.store.member_ids |= self.staff_user
        days = self.env["store.day"].with_user(self.staff_user)
        day = days.create({"store_id": self.store.id})
        self._complaint(store_id=self.store.id)
        self._complaint(store_id=self.store.id, staff_ids=[self.staff.id])
        day.invalidate_recordset()
        self.assertEqual(day.live_complaints, 1)
        day.check_ids.write({"result": "na"})
        day.action_close()
        self.assertEqual(day.complaint_count, 1)

    def test_store_of_another_company_is_not_named(self):
        self.env["store.day"].create(
            {"store_id": self.other_store.id, "date": "2026-01-05"}
        )
        with self.assertRaises(AccessError):
            self._as_clerk("store.day").create(
                {"store_id": self.other_store.id, "date": "2026-01-05"}
            )

    def test_files_of_others_do_not_move(self):
        marketing = self.env.ref("customer_relations_addon.customer_purpose_marketing")
        values = {
            "partner_id": self.vip.id,
            "purpose_id": marketing.id,
            "by_email": True,
        }
        public = self.env["ir.attachment"].create(
            {
                "name": "Price list",
                "raw": b"1",
                "public": True,
                "res_model": "res.company",
                "res_id": self.company.id,
            }
        )
        wizards = self._as_clerk("customer.consent.record")
        with self.assertRaises(AccessError):
            wizards.create({**values, "file_ids": [public.id]}).action_record()
        self.assertEqual(public.res_model, "res.company")
        own = self._as_clerk("ir.attachment").create(
            {"name": "Form", "raw": b"1", "res_model": wizards._name, "res_id": 0}
        )
        wizards.create({**values, "file_ids": [own.id]}).action_record()
        self.assertEqual(own.sudo().res_model, "customer.consent")

    def test_merge_tells_no_counts_of_what_is_hidden(self):
        double = self.env["res.partner"].create({"name": "Vip Double"})
        held = self._hidden_case(partner_id=double.id, legal_hold=True)
        screens = self._as_clerk("customer.merge")
        screen = screens.create({"partner_id": self.vip.id, "other_id": double.id})
        self.assertNotIn(held.number, screen.obstacle)
        self.assertIn("may not open", screen.obstacle)
        self.assertIn(
            held.number,
            screen.with_user(self.manager)
            .create({"partner_id": self.vip.id, "other_id": double.id})
            .obstacle,
        )
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET legal_hold = FALSE WHERE id = %s", [held.id]
        )
        self.env.invalidate_all()
        boss = self._user("t_boss", GROUP % "supervisor")
        self.store.member_ids |= boss
        seen = (
            self.env["customer.merge"]
            .with_user(boss)
            .create({"partner_id": self.vip.id, "other_id": double.id})
        )
        tickets = self.env["ir.model"]._get("helpdesk.ticket").name
        self.assertNotIn(tickets, seen.preview)
        seen.action_merge()
        pair = self.env["customer.duplicate"].search([("partner_id", "=", self.vip.id)])
        self.assertIn(tickets, pair.moved)
        with self.assertRaises(AccessError):
            pair.with_user(boss).read(["moved"])
        bodies = "".join(self.vip.message_ids.mapped("body"))
        self.assertIn("Vip Double", bodies)
        self.assertNotIn(tickets, bodies)

    def test_promise_of_a_hidden_case_names_nothing(self):
        case = self._complaint(store_id=self.store2.id, user_id=self.clerk.id)
        promise = self.env["customer.promise"].create(
            {
                "name": "Ring about the ring of the minister",
                "partner_id": self.vip.id,
                "user_id": self.clerk.id,
                "ticket_id": case.id,
                "company_id": self.company.id,
                "due_at": "2030-01-01 10:00:00",
            }
        )
        wizard = (
            self.env["customer.promise.hand.over"]
            .with_user(self.clerk)
            .create({"to_user_id": self.staff_only.id, "reason": "Holiday"})
        )
        self.assertIn(promise, wizard.promise_ids)
        with self.assertRaisesRegex(UserError, "may not open"):
            wizard.action_hand_over()
        self.store.manager_id = self.staff_only
        promise.store_id = self.store
        self.assertEqual(promise._answering(manager=True), self.clerk)

    def test_incident_becomes_a_complaint(self):
        incident = self._as_clerk("store.incident").create(
            {
                "name": "Customer slipped",
                "description": "Wet floor\nat the door",
                "store_id": self.store.id,
                "kind": "accident",
            }
        )
        with self.assertRaises(AccessError):
            incident.with_user(self.staff_only).action_register_complaint()
        with self.assertRaises(AccessError):
            incident.with_user(self.clerk2).action_register_complaint()
        action = incident.action_register_complaint()
        form = self.env.ref(
            "retail_complaint_addon.helpdesk_ticket_view_form_complaint"
        )
        self.assertEqual(action["views"], [(form.id, "form")])
        context = action["context"]
        tickets = self._as_clerk("helpdesk.ticket", **context)
        values = self._complaint_vals()
        for name in ("name", "description", "store_id"):
            values.pop(name, None)
        case = tickets.create(values)
        self.assertEqual(case.name, "Customer slipped")
        self.assertIn("Wet floor", case.description)
        self.assertEqual((case.store_id, case.incident_id), (self.store, incident))
        self.assertEqual(incident.complaint_count, 1)
        found = tickets.search(incident.action_view_complaints()["domain"])
        self.assertEqual(found, case)
        self.assertEqual(case.action_view_incident()["res_id"], incident.id)
        hidden = self._hidden_case(incident_id=incident.id)
        self.env.invalidate_all()
        self.assertEqual(incident.complaint_count, 1, "what the reader may read")
        seen = hidden.with_user(self.clerk2)
        self.assertEqual(seen.read(["incident_id"])[0]["incident_id"][1], "Incident")
        with self.assertRaises(AccessError):
            seen.action_view_incident()
        with self.assertRaises(AccessError):
            seen.write({"incident_id": incident.copy({"name": "x"}).id})
        with self.assertRaises(AccessError):
            self.env["helpdesk.ticket"].with_user(self.clerk2).with_context(
                default_incident_id=incident.id
            ).create(self._complaint_vals(store_id=self.store2.id))

    def test_search_of_a_person_uses_an_index(self):
        """Whatever texts the addons installed bring: the index has them all."""
        # Odoo makes it with a new database; those of the tests come from elsewhere
        self.env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        self.patch(self.env.registry, "has_trigram", True)
        finder = self.env["customer.privacy.finder"]
        finder._make_indexes()
        finder._make_indexes()
        person = Person.of(["vip.customer+x@example.com"], ["+852 2345 6789"], [])
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for name in sorted(LARGE & set(self.env.registry)):
            model = self.env[name].sudo()
            quick = finder._quick(None, person, model)
            table = SQL.identifier(model._table)
            plan = self.env.execute_query(
                SQL("EXPLAIN SELECT id FROM %s WHERE %s", table, quick)
            )
            plan = "\n".join(line for (line,) in plan)
            self.assertIn(f"{model._table}_privacy_keys_"[:50], plan)
        case = self._complaint(
            partner_id=False,
            name="Call me (852) 2345-6789",
            description="<p>Vip.Customer+x@Example.com</p>",
        )
        self.env.flush_all()
        none = self.env["res.partner"]
        found = finder._look(self.env["helpdesk.ticket"].sudo(), none, person)
        self.assertIn(case.id, found.every)

    def test_publishing_help_by_default_values(self):
        editor = new_test_user(
            self.env,
            "t_editor",
            "document_page.group_document_editor",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        page = self.env["document.page"].create(
            {"name": "Internal", "content": "<p>Prices we pay</p>"}
        )
        topic = self.env["help.topic"].create({"name": "Prices"})
        made = (
            self.env["document.page"]
            .with_user(editor)
            .with_context(
                default_is_help=True,
                default_help_topic_id=topic.id,
                default_help_version_id=page.history_head.id,
            )
            .create({"name": "Out"})
        )
        self.assertFalse(made.sudo().help_version_id)

    def test_second_person_for_new_data(self):
        values = {
            "name": "Cameras that count faces",
            "store_id": self.store.id,
            "company_id": self.company.id,
            "due_date": "2030-01-01",
            "customer_impact": "none",
            "customer_impact_note": "Nobody notices.",
            "privacy_impact": "new",
            "privacy_impact_note": "Faces, for counting.",
        }
        plan = self.env["service.improvement"].with_user(self.clerk).create(values)
        with self.assertRaisesRegex(UserError, "agrees first"):
            plan.action_start()
        for user in (self.clerk, self.auditor, self.employee):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_agree_privacy()
        with self.assertRaises(AccessError):
            plan.write({"privacy_agreed_by_id": self.clerk.id})
        boss = plan.with_user(self.relations_manager)
        boss.write({"privacy_impact_note": "Faces, for counting and for how long."})
        with self.assertRaisesRegex(AccessError, "second person"):
            boss.action_agree_privacy()
        second = plan.with_user(self.manager)
        second.action_agree_privacy()
        self.assertEqual(plan.privacy_agreed_by_id, self.manager)
        plan.privacy_impact_note = "Faces, sold to others."
        self.assertFalse(plan.privacy_agreed_by_id, "Other words, another plan")
        second.action_agree_privacy()
        plan.action_start()
        self.assertEqual(plan.state, "doing")


@tagged("post_install", "-at_install")
class TestErasureSecondPerson(PrivacyCommon):
    def test_reason_and_the_same_person(self):
        self._known_everywhere()
        erasure = self._erasure()
        second = erasure.with_user(self.second)
        for words in (None, "", "  ", False, 5, ["x"]):
            with self.assertRaisesRegex(UserError, "why you do not agree"):
                second.with_context(erasure_reason="x").action_reject(words)
        # between question and answer it becomes somebody else
        self.request.with_user(self.privacy).other_keys = "victim@example.com"
        with self.assertRaisesRegex(UserError, "has changed"):
            second.action_approve()
        with self.assertRaises(AccessError):
            self.env["customer.erasure.reject"].with_user(self.clerk).create(
                {"erasure_id": erasure.id, "words": "No"}
            )
        self.env["customer.erasure.reject"].with_user(self.second).create(
            {"erasure_id": erasure.id, "words": "Ysolde Quaxley is another one"}
        ).action_reject()
        self.assertEqual(erasure.state, "rejected")
        self.assertEqual(erasure.reason, "[erased] is another one")
        log = self.env["customer.access.log"].search(
            [("model", "=", erasure._name), ("res_id", "=", erasure.id)]
        )
        self.assertIn("rejected", log.mapped("kind"))
        self.assertIn("is another one", erasure.message_ids[0].body)
