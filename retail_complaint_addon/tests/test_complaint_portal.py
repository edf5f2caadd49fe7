import json
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .test_complaint_page import PNG
from .test_complaint_track import SIGNATURE, TrackCommon

LIST = "/my/complaints"


@tagged("post_install", "-at_install")
class TestComplaintPortal(TrackCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a customer of the main company, where the portal lives
        cls.portal_user.password = "t_portal"
        cls.other_portal = cls._user(
            "t_portal2", "base.group_portal", password="t_portal2"
        )
        cls.buyer = cls.portal_user.partner_id

    def _mine(self, **vals):
        return self._complaint(partner_id=self.buyer.id, **vals)

    def _address(self, case):
        return f"{LIST}/{case.id}"

    @contextmanager
    def _modes(self):
        """Collect with which cursor the pages of complaints were served at last."""
        modes = []
        render = type(self.env["ir.qweb"])._render

        def rendered(qweb, template, *args, **kwargs):
            if "portal_my_complaint" in str(template):
                modes.append("ro" if qweb.env.cr.readonly else "rw")
            return render(qweb, template, *args, **kwargs)

        with patch.object(type(self.env["ir.qweb"]), "_render", rendered):
            yield modes

    def _sign_in(self, user=None):
        user = user or self.portal_user
        self.authenticate(user.login, user.login)

    # ------------------------------------------------------------------
    # others first
    # ------------------------------------------------------------------

    def test_nobody_else(self):
        case = self._mine(name="Title of the case")
        package = self._offered(case)
        address = self._address(case)
        for user in (None, self.other_portal):
            if user:
                self._sign_in(user)
            for url in (address, f"/my/ticket/{case.id}", LIST, "/my/tickets"):
                page = self.url_open(url)
                self.assertNotIn("Title of the case", page.text)
        token = self._token(self._open("/complaint"))
        for door in ("message", "reopen", f"decline/{package.id}"):
            answer = self._open(
                f"{address}/{door}", data={"text": "x", "csrf_token": token}
            )
            self.assertEqual(answer.status_code, 303)
        answer = self._rpc(
            f"{address}/accept/{package.id}", name="Me", signature=SIGNATURE
        )
        self.assertIn("error", answer)
        self.assertEqual(package.state, "offered")
        self.assertEqual(self._open(f"{LIST}/999999999999").status_code, 303)

    def test_files_of_others_and_of_notes(self):
        case = self._mine()
        note = case.message_post(body="x", attachments=[("inside.png", PNG)])
        told = case.message_post(
            body="x",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("for you.svg", b"<svg/>")],
        )
        self._sign_in()
        page = self._open(self._address(case))
        self.assertNotIn("inside.png", page.text)
        file = f"{self._address(case)}/file/%s"
        answer = self._open(file % told.attachment_ids.id)
        self.assertEqual(answer.content, b"<svg/>")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
        self.assertEqual(self._open(file % note.attachment_ids.id).status_code, 404)
        self._sign_in(self.other_portal)
        self.assertEqual(self._open(file % told.attachment_ids.id).status_code, 404)

    # ------------------------------------------------------------------
    # the customer
    # ------------------------------------------------------------------

    def test_list_and_page(self):
        case = self._mine(name="Title of the case")
        other = self._complaint(name="Somebody else's")
        self._sign_in()
        with self._modes() as modes:
            page = self._open(LIST)
        self.assertEqual(modes, ["ro"])
        self.assertIn("Title of the case", page.text)
        self.assertNotIn(other.name, page.text)
        self.assertIn("We have received your complaint", page.text)
        self.assertIn("Title of the case", self._open(self._address(case)).text)
        self.assertIn(LIST, self.url_open("/my").text)

    def test_a_replica_serves_what_only_reads(self):
        """Nothing is written by looking, and what was just written is shown."""
        case = self._mine()
        self._offered(case)
        closed = self._closed(self._mine())
        self._sign_in()
        address = self._address(case)
        for url, mode in (
            (address, "ro"),
            (f"{address}?sent=1", "rw"),
            (f"{LIST}/page/1", "ro"),
        ):
            with self.subTest(url), self._modes() as modes:
                self._open(url)
                self.assertEqual(modes, [mode])
        with self._modes() as modes:
            self.assertIn("/survey/start/", self._open(self._address(closed)).text)
        self.assertEqual(modes, ["ro"])

    def test_the_list_costs_the_same_for_many(self):
        self._sign_in()
        for _case in range(2):
            self._mine()
        self._open(LIST)
        cases = self.env["helpdesk.ticket"].search([("partner_id", "=", self.buyer.id)])
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            for case in cases.sudo():
                case._customer_summary()

    def test_write_take_and_decline(self):
        case = self._mine()
        package = self._offered(case)
        self._sign_in()
        answer = self._post(
            self._address(case),
            "message",
            text="Please hurry",
            files=[("files", ("shot.png", PNG))],
        )
        self.assertEqual(answer.status_code, 303)
        message = case.message_ids.filtered(lambda m: "hurry" in (m.body or ""))
        self.assertEqual(message.author_id, self.buyer)
        page = self._open(self._address(case))
        self.assertIn(f"/file/{message.attachment_ids.id}", page.text)
        done = self._rpc(
            f"{self._address(case)}/accept/{package.id}",
            name="Buyer",
            signature=SIGNATURE,
        )
        self.assertTrue(done.get("force_refresh"), done)
        self.assertEqual(package.state, "accepted")
        decision = self.env["complaint.decision"].search(
            [("solution_id", "=", package.id), ("kind", "=", "accepted")]
        )
        self.assertEqual(decision.detail, "customer: portal")

    def test_survey_and_reopening(self):
        case = self._closed(self._mine())
        self._sign_in()
        page = self._open(self._address(case))
        self.assertIn("/survey/start/", page.text)
        answer = self._post(self._address(case), "reopen", text="Broken again")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(case.round, 2)
        self.company.complaint_reopen_days = 0
        self._closed(case)
        page = self._open(self._address(case))
        self.assertNotIn("Not settled for you", page.text)

    # ------------------------------------------------------------------
    # upstream's pages and tokens
    # ------------------------------------------------------------------

    def test_the_old_page_leads_to_the_new_one(self):
        case = self._mine()
        self.assertEqual(case.sudo()._portal_ensure_token(), "")
        case.sudo().access_token = "0" * 36
        old = f"/my/ticket/{case.id}"
        self.assertTrue(self._open(old).headers["Location"].endswith("/my"))
        self._sign_in()
        for url in (old, f"{old}/{case.sudo().access_token}"):
            answer = self._open(url)
            self.assertTrue(answer.headers["Location"].endswith(self._address(case)))
        self.assertEqual(case.sudo().access_url, self._address(case))

    def test_the_token_of_the_portal_opens_nothing(self):
        case = self._mine()
        token = case.sudo().access_token = "0" * 36
        sign = case.sudo()._sign_token(self.buyer.id)
        for access in ({"token": token}, {"hash": sign, "pid": self.buyer.id}):
            answer = self.url_open(
                "/mail/message/post",
                data=json.dumps(
                    {
                        "jsonrpc": "2.0",
                        "params": {
                            "thread_model": "helpdesk.ticket",
                            "thread_id": case.id,
                            "post_data": {"body": "FORGED"},
                            **access,
                        },
                    }
                ),
                headers={"Content-Type": "application/json"},
            )
            self.assertIn("error", answer.json())
        self.assertNotIn("FORGED", "".join(case.message_ids.mapped("body")))

    def _plain(self, user, **vals):
        return self.env["helpdesk.ticket"].create(
            {
                "name": "A question",
                "description": "x",
                "category_id": self.plain_category.id,
                "partner_id": user.partner_id.id,
                "company_id": self.company.id,
                **vals,
            }
        )

    def test_closing_by_a_link(self):
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        stage.close_from_portal = True
        case, mine = self._mine(), self._plain(self.portal_user)
        other = self._plain(self.other_portal)
        self._sign_in()
        close = "/ticket/close?ticket_id=%s&stage_id=%s"
        for ticket in (case, other):
            self._open(close % (ticket.id, stage.id))
            self.assertFalse(ticket.closed)
        for strange in ("abc", "", "-1", "9" * 20, "1%00"):
            for url in (close % (strange, stage.id), close % (mine.id, strange)):
                self.assertEqual(self._open(url).status_code, 303)
        self._open(
            close % (mine.id, stage.id), headers={"Sec-Fetch-Site": "cross-site"}
        )
        self.assertFalse(mine.closed)
        answer = self._open(close % (mine.id, stage.id))
        self.assertIn(f"/my/ticket/{mine.id}", answer.headers["Location"])
        self.assertTrue(mine.closed)

    def test_the_old_form(self):
        company = self.env.company = self.portal_user.company_id
        company.helpdesk_mgmt_portal_select_team = True
        foreign = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Elsewhere",
                "company_id": self.other_company.id,
                "show_in_portal": True,
            }
        )
        self._sign_in()
        submit = "/submitted/ticket"
        self.assertEqual(
            self._open(f"{submit}?subject=x&description=y").status_code, 405
        )
        token = self._token(self._open("/complaint"))
        tickets = self.env["helpdesk.ticket"]
        count = tickets.search_count([])
        large = b"x" * (company.complaint_upload_mb * 2**20 + 1)
        for values, files in (
            ({"subject": "x"}, None),
            ({"subject": " ", "description": "y"}, None),
            ({"subject": "x", "description": "y"}, [("attachment", ("a", large))]),
        ):
            answer = self._open(
                submit, data={"csrf_token": token, **values}, files=files
            )
            self.assertIn("/new/ticket", answer.headers["Location"])
        self.assertEqual(tickets.search_count([]), count)
        answer = self._open(
            submit,
            data={
                "csrf_token": token,
                "subject": "x\x00" + "y" * 1000,
                "description": "a\x00b",
                "category": "abc",
                "team": foreign.id,
                "attachment": "1",
            },
            files=[("attachment", ("text.txt", b"hello"))],
        )
        self.assertEqual(answer.status_code, 302)
        ticket = tickets.search([], order="id desc", limit=1)
        self.assertFalse(ticket.is_complaint)
        self.assertEqual(ticket.company_id, company)
        self.assertEqual(len(ticket.name), 300)
        self.assertEqual(ticket.attachment_ids.raw, b"hello")

    def test_a_complaint_in_the_old_form(self):
        self._sign_in()
        token = self._token(self._open("/complaint"))
        answer = self._open(
            "/submitted/ticket",
            data={
                "csrf_token": token,
                "subject": "The strap",
                "description": "It broke",
                "category": self.category.id,
            },
        )
        self.assertIn(LIST, answer.headers["Location"])
        case = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        self.assertTrue(case.is_complaint)
        self.assertEqual(case.partner_id, self.buyer)
        self.assertFalse(case.sender_unverified)

    def test_strange_lists(self):
        ticket = self._plain(self.portal_user, name="Plain one")
        case = self._mine(name="Not in this list")
        self._sign_in()
        for query in (
            "sortby=evil",
            "groupby=evil",
            "filterby=evil",
            "search_in=evil&search=x",
            "search=%00x",
            "date_begin=evil&date_end=2026-01-01",
        ):
            self.assertEqual(self._open(f"/my/tickets?{query}").status_code, 200)
        page = self._open("/my/tickets").text
        self.assertIn(ticket.name, page)
        self.assertNotIn(case.name, page)
