import base64
import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..controllers import complaint_track
from .settlement_common import SettlementCommon
from .test_complaint_page import PNG, PageCommon

SIGNATURE = base64.b64encode(PNG).decode()


class TrackCommon(SettlementCommon, PageCommon):
    def _case(self, **vals):
        return self._complaint(**vals)

    def _address(self, case):
        return "/complaint/track/" + case.sudo()._complaint_link().rsplit("/", 1)[1]

    def _post(self, address, door, files=None, **values):
        page = self._open(address)
        values["csrf_token"] = self._token(page)
        return self._open(f"{address}/{door}", data=values, files=files)

    def _rpc(self, url, **params):
        answer = self.url_open(
            url,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("Traceback", answer.text)
        return answer.json()["result"]

    def _offered(self, case, **vals):
        package = self._package(case, **vals)
        package.action_submit()
        package.action_offer()
        return package

    def _closed(self, case):
        self._ready_to_close(case)
        case.action_close_complaint()
        return case


@tagged("post_install", "-at_install")
class TestComplaintTrack(TrackCommon, HttpCase):
    def test_the_page_tells_nothing_internal(self):
        case = self._case(
            cause_note="SECRET cause", handling_reason="SECRET reason", legal_hold=True
        )
        case.message_post(body="SECRET note")
        case.message_post(
            body="Dear customer",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("letter.png", PNG)],
        )
        case.message_post(body="SECRET", attachments=[("SECRET.png", PNG)])
        self._package(case, amount=777.77)
        page = self._open(self._address(case))
        self.assertEqual(page.status_code, 200)
        self.assertIn(case.number, page.text)
        self.assertIn("Dear customer", page.text)
        self.assertIn("letter.png", page.text)
        for hidden in ("SECRET", "777.77", self.clerk.name, self.supervisor.name):
            self.assertNotIn(hidden, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])

    def test_wrong_links(self):
        case = self._case()
        address = self._address(case)
        other = self._address(self._case())
        tokens = (
            address[:-1] + ("0" if address[-1] != "0" else "1"),
            address[:-40] + other[-40:],
            address[:-41],
            "/complaint/track/x",
            "/complaint/track/" + "0" * 56,
            "/complaint/track/%00",
            "/complaint/track/" + "é" * 56,
        )
        for wrong in tokens:
            page = self._open(wrong)
            self.assertEqual(page.status_code, 404)
            self.assertNotIn(case.number, page.text)
        self.assertEqual(self._open(address.replace("track", "done")).status_code, 200)
        self.assertEqual(self._open("/complaint/done/x").status_code, 303)
        with patch.object(complaint_track, "WRONG_LINKS", 1):
            self.assertEqual(self._open(tokens[0]).status_code, 429)
            self.assertEqual(self._open(address).status_code, 200)

    def test_the_link_ends(self):
        case = self._closed(self._case())
        self.assertEqual(self._open(self._address(case)).status_code, 200)
        days = self.company.complaint_tracking_days
        case.sudo()._trusted().resolved_at = fields.Datetime.now() - timedelta(
            days=days, hours=1
        )
        self.assertEqual(self._open(self._address(case)).status_code, 404)

    def test_a_message(self):
        case = self._case()
        case.sudo()._pause_clock("an answer")
        address = self._address(case)
        answer = self._post(
            address,
            "message",
            text="It <b>stopped</b> again",
            files=[("files", ("shot.png", PNG))],
        )
        self.assertEqual(answer.status_code, 303)
        message = case.message_ids.filtered(lambda m: "stopped" in (m.body or ""))
        self.assertEqual(message.author_id, self.customer)
        self.assertEqual(message.attachment_ids.mapped("name"), ["shot.png"])
        self.assertFalse(case.sudo().clock_paused_at)
        page = self._open(address)
        self.assertIn("It &lt;b&gt;stopped&lt;/b&gt; again", page.text)

    def test_a_claimed_address_signs_nothing_as_the_customer(self):
        case = self._case()
        case.sudo().sender_unverified = True
        self._post(self._address(case), "message", text="I am the customer")
        message = case.message_ids.filtered(lambda m: "I am" in (m.body or ""))
        self.assertFalse(message.author_id)

    def test_bad_messages_keep_the_words(self):
        case = self._case()
        address = self._address(case)
        count = len(case.message_ids)
        for values, files in (
            ({"text": ""}, None),
            ({"text": "x" * 20_001}, None),
            ({"text": "Kept"}, [("files", ("x.exe", b"MZ"))]),
            ({"text": "Kept"}, [("files", (f"{n}.png", PNG)) for n in range(200)]),
        ):
            answer = self._post(address, "message", files=files, **values)
            self.assertEqual(answer.status_code, 422)
            if values["text"] == "Kept":
                self.assertIn("Kept", answer.text)
        self.assertEqual(len(case.message_ids), count)
        with self.assertLogs("odoo.http", "WARNING"):
            self.assertEqual(
                self._open(f"{address}/message", data={"text": "x"}).status_code, 400
            )

    def test_an_offer_taken(self):
        case = self._case()
        package, other = self._offered(case), self._package(case, amount=100)
        address = self._address(case)
        page = self._open(address)
        self.assertIn("Our offer", page.text)
        url = f"{address}/accept/{package.id}"
        for name, signature in (
            ("", SIGNATURE),
            ("Chan", ""),
            ("Chan", None),
            ("Chan", 7),
            ("Chan", "%%%"),
            ("Chan", base64.b64encode(b"<svg/>").decode()),
            ([1], SIGNATURE),
            ("x" * 300, SIGNATURE),
        ):
            self.assertIn("error", self._rpc(url, name=name, signature=signature))
        self.assertEqual(package.state, "offered")
        done = self._rpc(url, name="Chan", signature=SIGNATURE)
        self.assertTrue(done.get("force_refresh"), done)
        self.assertEqual(package.state, "accepted")
        self.assertEqual(other.state, "cancelled")
        self.assertEqual(package.signed_by, "Chan")
        self.assertTrue(package.signature)
        self.assertEqual(package.executor_id, case.user_id)
        decision = self.env["complaint.decision"].search(
            [("solution_id", "=", package.id), ("kind", "=", "accepted")]
        )
        self.assertEqual(decision.detail, "customer: link")
        self.assert_chain_holds(case)
        self.assertIn("error", self._rpc(url, name="Chan", signature=SIGNATURE))
        self.assertIn("carrying out", self._open(address).text)

    def test_offers_of_others(self):
        case, other = self._case(), self._case()
        package = self._offered(other)
        draft = self._package(case, amount=5)
        address = self._address(case)
        for id_ in (package.id, draft.id, 0, 2**31 - 1):
            answer = self._rpc(
                f"{address}/accept/{id_}", name="Chan", signature=SIGNATURE
            )
            self.assertIn("error", answer)
            self.assertEqual(
                self._post(address, f"decline/{id_}", text="no").status_code, 422
            )
        self.assertEqual(package.state, "offered")
        self.assertEqual(draft.state, "draft")

    def test_an_offer_not_covered_any_more_shows_no_limit(self):
        case = self._case()
        package = self._offered(case)
        package.sudo().approval_ids._trusted().write({"state": "superseded"})
        answer = self._rpc(
            f"{self._address(case)}/accept/{package.id}",
            name="Chan",
            signature=SIGNATURE,
        )
        self.assertIn("could not take your answer", answer["error"])
        self.assertEqual(package.state, "offered")

    def test_an_offer_declined(self):
        case = self._case()
        package = self._offered(case)
        door = f"decline/{package.id}"
        answer = self._post(self._address(case), door, text=" \n ")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("why you decline", answer.text)
        self.assertEqual(package.state, "offered")
        answer = self._post(self._address(case), door, text="Too little")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(package.state, "declined")
        self.assertEqual(package.answer_note, "Too little")

    def test_reopened(self):
        case = self._closed(self._case())
        address = self._address(case)
        self.assertIn("Not settled for you", self._open(address).text)
        self.assertEqual(self._post(address, "reopen", text=" ").status_code, 422)
        self.assertTrue(case.closed)
        answer = self._post(address, "reopen", text="It broke again")
        self.assertEqual(answer.status_code, 303)
        self.assertFalse(case.closed)
        self.assertEqual(case.round, 2)
        self.assertIn("It broke again", self._open(address).text)

    def test_reopened_too_late(self):
        case = self._closed(self._case())
        address = self._address(case)
        token = self._token(self._open(address))
        case.sudo()._trusted().resolved_at = fields.Datetime.now() - timedelta(days=15)
        answer = self._open(
            f"{address}/reopen", data={"text": "x", "csrf_token": token}
        )
        self.assertEqual(answer.status_code, 422)
        self.assertTrue(case.closed)
        self.assertNotIn("Not settled for you", answer.text)
