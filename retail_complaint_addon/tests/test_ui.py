from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .settlement_common import SettlementCommon

ADDON = "retail_complaint_addon"


@tagged("post_install", "-at_install")
class TestScreens(SettlementCommon):
    """Complaints open in their own screens, plain tickets in upstream's."""

    def _menus(self, user):
        return self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

    def _menu(self, xmlid):
        return self.env.ref(xmlid).id

    def test_complaint_opens_in_its_own_form(self):
        ticket = self._complaint()
        form = self.env.ref(f"{ADDON}.helpdesk_ticket_view_form_complaint")
        for user in (self.clerk, self.manager, self.auditor):
            mine = ticket.with_user(user)
            self.assertEqual(mine.get_formview_id(), form.id)
            self.assertEqual(mine.get_formview_action()["views"], [(form.id, "form")])
        # somebody else's mail link asks for the view of the reader
        self.assertEqual(ticket.get_formview_id(access_uid=self.clerk.id), form.id)
        self.assertNotEqual(ticket.with_user(self.employee).get_formview_id(), form.id)

    def test_plain_ticket_opens_as_before(self):
        form = self.env.ref(f"{ADDON}.helpdesk_ticket_view_form_complaint")
        ticket = self._plain_ticket()
        for user in (self.helpdesk_user, self.manager):
            self.assertNotEqual(ticket.with_user(user).get_formview_id(), form.id)
        views = self.env["helpdesk.ticket"].with_user(self.helpdesk_user)
        for kind in ("form", "list", "kanban", "search", "pivot"):
            xmlid = views.get_view(view_type=kind)["id"]
            view = self.env["ir.ui.view"].browse(xmlid)
            self.assertNotEqual(view.get_external_id()[view.id].split(".")[0], ADDON)

    def test_upstream_form_shows_the_way(self):
        ticket = self._complaint()
        arch = (
            self.env["helpdesk.ticket"]
            .with_user(self.clerk)
            .get_view(self.env.ref("helpdesk_mgmt.ticket_view_form").id, "form")["arch"]
        )
        button = etree.fromstring(arch).find(".//button[@name='action_open_complaint']")
        self.assertIsNotNone(button)
        action = ticket.action_open_complaint()
        self.assertEqual(action["res_id"], ticket.id)

    def test_every_screen_opens_for_those_who_have_its_menu(self):
        """Views, search and first page of every action below the menu."""
        roots = [
            self._menu(f"{ADDON}.complaint_menu{part}")
            for part in ("", "_report", "_config")
        ]
        users = (self.clerk, self.supervisor, self.manager, self.auditor)
        for user in (*users, self.authority_admin):
            visible = self._menus(user)
            menus = (
                self.env["ir.ui.menu"]
                .with_context(**{"ir.ui.menu.full_list": True})
                .search([("id", "child_of", roots), ("id", "in", list(visible))])
            )
            self.assertTrue(menus, user.login)
            for action in menus.mapped("action"):
                if action and action._name == "ir.actions.act_window":
                    with self.subTest(user=user.login, action=action.name):
                        self._open(user, action)

    def _open(self, user, action):
        action = action.sudo()
        model = self.env[action.res_model].with_user(user)
        kinds = [(view_id, kind) for view_id, kind in action.views if kind != "search"]
        views = model.get_views(
            [*kinds, (action.search_view_id.id, "search")], {"toolbar": True}
        )
        self.assertIn("search", views["views"])
        domain = safe_eval(action.domain or "[]", {"uid": user.id})
        if "list" not in views["views"]:
            return  # a screen of its own, without a list
        arch = etree.fromstring(views["views"]["list"]["arch"])
        names = {
            node.get("name"): {}
            for node in arch.iterchildren("field")
            if node.get("name") in model._fields
        }
        model.web_search_read(domain, names, limit=10)

    def test_menus(self):
        ours = {self._menu(f"{ADDON}.complaint_menu{part}") for part in ("", "_config")}
        root = self._menu("helpdesk_mgmt.helpdesk_ticket_main_menu")
        tickets = self._menu("helpdesk_mgmt.helpdesk_ticket_menu")
        cases = {
            self.clerk: (True, True, True),
            self.auditor: (True, True, False),
            self.authority_admin: (True, True, False),
            self.helpdesk_user: (True, False, True),
            self.employee: (False, False, False),
        }
        for user, expected in cases.items():
            with self.subTest(user=user.login):
                visible = self._menus(user)
                seen = (root in visible, bool(ours & visible), tickets in visible)
                self.assertEqual(seen, expected)

    def test_configuration_is_for_managers(self):
        config = self._menu(f"{ADDON}.complaint_menu_config")
        self.assertIn(config, self._menus(self.manager))
        self.assertIn(config, self._menus(self.authority_admin))
        self.assertNotIn(config, self._menus(self.supervisor))

    def test_titles_of_foreign_cases_stay_hidden(self):
        """A default in the context links anything; the title is not shown for it."""
        ticket = self._complaint(name="A secret story")
        package = self._package(ticket, 600)
        links = (
            ("complaint.solution", "ticket_id", ticket),
            ("complaint.settle.on.site", "ticket_id", ticket),
            ("complaint.step", "ticket_id", ticket),
            ("helpdesk.ticket", "duplicate_id", ticket),
            ("complaint.solution.line", "solution_id", package),
        )
        for user, seen in ((self.clerk, True), (self.clerk2, False)):
            for model, name, target in links:
                with self.subTest(user=user.login, model=model):
                    records = self.env[model].with_user(user)
                    records = records.with_context(**{f"default_{name}": target.id})
                    spec = {name: {"fields": {"display_name": {}}}}
                    try:
                        value = records.onchange({}, [], spec)["value"][name]
                    except AccessError:
                        self.assertFalse(seen)
                        continue
                    text = value["display_name"]
                    self.assertEqual("secret" in text or "Refund" in text, seen, text)
        self.assertIn("secret", ticket.sudo().display_name)

    def test_lists_of_other_cases_use_the_complaint_screens(self):
        ticket = self._complaint()
        action = ticket.action_view_partner_cases()
        kinds = {kind: view for view, kind in action["views"]}
        self.assertEqual(
            kinds["form"],
            self.env.ref(f"{ADDON}.helpdesk_ticket_view_form_complaint").id,
        )
        self.assertEqual(
            action["search_view_id"][0],
            self.env.ref(f"{ADDON}.helpdesk_ticket_view_search_complaint").id,
        )

    def test_form_fills_itself_in(self):
        """Two minutes at the counter: customer, article, what happened."""
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        model = model.with_context(default_is_complaint=True)
        view = f"{ADDON}.helpdesk_ticket_view_form_complaint"
        with Form(model, view) as form:
            form.partner_id = self.customer
            form.lot_id = self.lot
            form.category_id = self.category
            form.description = "<p>It stopped.</p>"
            self.assertEqual(form.product_id, self.product)
            self.assertEqual(form.partner_email, self.customer.email)
            self.assertEqual(form.store_id, self.store)
        ticket = form.record
        self.assertEqual(ticket.name, "It stopped.")
        self.assertEqual(ticket.severity, "moderate")
        self.assertEqual(ticket.user_id, self.clerk)

    def test_new_complaint_has_a_name_on_the_screen(self):
        ticket = self.env["helpdesk.ticket"].new({"is_complaint": True})
        self.assertEqual(ticket.display_name, "New complaint")

    def test_repeat_customers_and_articles(self):
        first = self._complaint(lot_id=self.lot.id)
        self._complaint()
        once = self._complaint(
            partner_id=self.env["res.partner"].create({"name": "Once"}).id
        )
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        repeated = model.search([("is_repeat_customer", "=", True)])
        self.assertIn(first, repeated)
        self.assertNotIn(once, repeated)
        self.assertIn(once, model.search([("is_repeat_customer", "=", False)]))
        self.assertNotIn(first, model.search([("is_repeat_article", "=", True)]))
        self._complaint(lot_id=self.lot.id)
        self.assertIn(first, model.search([("is_repeat_article", "=", True)]))
        # a clerk of another store is not told of cases they cannot see
        other = model.with_user(self.clerk2)
        self.assertFalse(other.search([("is_repeat_customer", "=", True)]))


@tagged("post_install", "-at_install")
class TestCustomerSearch(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.partners = (
            self.env["res.partner"]
            .with_user(self.clerk)
            .with_context(complaint_customer=True)
        )

    def test_found_by_name_phone_or_email(self):
        for text in (
            "Test Customer",
            "5555 0101",
            "55550101",
            "+852 5555 0101",
            "complainant@example.com",
            "Somebody 5555 0101",
        ):
            with self.subTest(text=text):
                found = [id_ for id_, _name in self.partners.name_search(text)]
                self.assertIn(self.customer.id, found)

    def test_other_screens_search_as_before(self):
        plain = self.env["res.partner"].with_user(self.clerk)
        self.assertNotIn(
            self.customer.id, [id_ for id_, _name in plain.name_search("55550101")]
        )

    def test_namesakes_differ_in_the_list(self):
        partner = self.customer.with_context(
            complaint_customer=True, formatted_display_name=True
        )
        self.assertIn("+852 5555 0101", partner.display_name)
        self.assertNotIn("5555", self.customer.display_name)

    def test_quick_create_keeps_phone_and_email(self):
        partner_id, name = self.partners.name_create(
            "陳大文 9123 4567 chan@example.com"
        )
        partner = self.env["res.partner"].browse(partner_id)
        self.assertEqual(name, "陳大文")
        self.assertEqual(partner.phone.replace(" ", "")[-8:], "91234567")
        self.assertEqual(partner.email, "chan@example.com")
        only_phone = self.partners.name_create("6888 1234")[0]
        self.assertEqual(self.env["res.partner"].browse(only_phone).name, "6888 1234")

    def test_auditor_creates_nobody(self):
        with self.assertRaises(AccessError):
            self.partners.with_user(self.auditor).name_create("New 9123 4567")


@tagged("post_install", "-at_install")
class TestPackageScreens(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._complaint()
        cls.package = cls._package(cls.ticket, 600, kind="repair")

    def _step(self, step, user=None, **vals):
        return (
            self.env["complaint.solution.step"]
            .with_user(user or self.clerk)
            .create({"solution_id": self.package.id, "step": step, **vals})
        )

    def _offer(self):
        self.package.action_submit()
        self.package.action_offer()

    def test_summaries(self):
        self.assertIn("Apology", self.package.measure_summary)
        self.assertIn(self.hkd.format(600), self.package.measure_summary)
        self.package.action_submit()
        self.assertIn(self.clerk.name, self.package.approval_summary)

    def test_rejection_stays_readable_on_the_card(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        self.assertIn(self.supervisor.name, package.approval_summary)
        package.with_user(self.supervisor).action_reject("Not covered")
        self.assertIn("Not covered", package.approval_summary)

    def test_propose(self):
        action = self.ticket.action_propose_solution()
        self.assertEqual(action["context"], {"default_ticket_id": self.ticket.id})
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.clerk2).action_propose_solution()
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.auditor).action_propose_solution()

    def test_accept_and_complete(self):
        self._offer()
        self._step("accept", note="Thank you", due_date="2030-01-01").action_confirm()
        self.assertEqual(self.package.state, "accepted")
        self.assertEqual(self.package.answer_note, "Thank you")
        self.assertEqual(self.package.executor_id, self.clerk)
        self.assertIn("2030", self.package.execution_summary)
        with self.assertRaises(UserError):
            self._step("complete").action_confirm()
        file = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create({"name": "slip.txt", "raw": b"signed"})
        )
        step = self._step("complete", evidence_ids=[Command.set(file.ids)])
        step.action_confirm()
        self.assertEqual(self.package.state, "done")
        self.assertEqual(self.package.evidence_ids, file)

    def test_decline_and_cancel(self):
        self._offer()
        with self.assertRaisesRegex(UserError, "why the customer declines"):
            self._step("decline", note="  ").action_confirm()
        for nothing in (None, False, "", " \n "):
            with self.assertRaises(UserError):
                self.package.action_decline(nothing)
        self.assertEqual(self.package.state, "offered")
        self._step("decline", note="Too little").action_confirm()
        self.assertEqual(self.package.state, "declined")
        self.assertEqual(self.package.answer_note, "Too little")
        other = self._package(self.ticket, 700)
        self._step("cancel", solution_id=other.id).action_confirm()
        self.assertEqual(other.state, "cancelled")

    def test_step_of_a_foreign_case(self):
        self._offer()
        for user in (self.clerk2, self.auditor, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._step("accept", user=user).action_confirm()
        self.assertEqual(self.package.state, "offered")

    def test_step_shows_nothing_of_a_foreign_package(self):
        model = self.env["complaint.solution.step"].with_user(self.clerk2)
        foreign = model.with_context(default_solution_id=self.package.id)
        with self.assertRaises(AccessError):
            foreign.default_get(["solution_id", "step"])
        text = model.with_context(default_solution_id=str(self.package.id))
        with self.assertRaises(ValidationError):
            text.default_get(["solution_id", "step"])
        own = self._complaint(user=self.clerk2, store_id=self.store2.id)
        step = model.create(
            {
                "solution_id": self._package(own, user=self.clerk2).id,
                "step": "cancel",
            }
        )
        with self.assertRaises(AccessError):
            step.write({"solution_id": self.package.id})

    def test_impossible_steps(self):
        for values in (
            {"step": "approve"},
            {"step": ["accept"]},
            {"solution_id": "x"},
            {"evidence_ids": "x"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._step(**{"step": "accept", **values})
        for step in ([], {}, 7, "approve"):
            action = self.package.with_context(complaint_step=step).action_open_step()
            self.assertEqual(action["res_model"], "complaint.solution.step")

    def test_step_takes_no_short_cut(self):
        """The screen calls the checked steps: nothing is accepted out of turn."""
        with self.assertRaises(UserError):
            self._step("accept").action_confirm()
        self.assertEqual(self.package.state, "draft")

    def test_evidence_of_others_stays_theirs(self):
        self._offer()
        self._step("accept").action_confirm()
        secret = self.env["ir.attachment"].create(
            {
                "name": "secret.txt",
                "raw": b"x",
                "res_model": "res.company",
                "res_id": self.other_company.id,
            }
        )
        with self.assertRaises(AccessError):
            self._step(
                "complete", evidence_ids=[Command.set(secret.ids)]
            ).action_confirm()
        self.assertEqual(secret.res_model, "res.company")

    def test_decide_from_the_card(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        action = package.with_user(self.supervisor).action_open_decide()
        self.assertEqual(
            action["context"]["default_approval_ids"], package.approval_ids.ids
        )

    def test_decision_log_screen(self):
        self.package.action_submit()
        decision = self.env["complaint.decision"].search(
            [("solution_id", "=", self.package.id)], limit=1
        )
        self.assertIn(self.ticket.number, decision.display_name)
        result = decision.with_user(self.auditor).action_verify_log()
        self.assertEqual(result["params"]["type"], "success")
