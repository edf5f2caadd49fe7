import re

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .common import ComplaintCommon

PART = "--x\r\nContent-Disposition: form-data%s\r\n\r\n%s\r\n"


@tagged("post_install", "-at_install")
class TestEntrance(ComplaintCommon, HttpCase):
    """What a program sends is looked at before any model does something with it."""

    def test_values_that_are_none(self):
        kinds = self.env["complaint.action"].with_user(self.manager)
        for junk in ("x", 7, None, [["name", "x"]], {"nope": 1}, {"\ud800": 1}):
            with self.subTest(junk=junk), self.assertRaises(ValidationError) as caught:
                kinds.create([junk])
            # an answer can hold it
            caught.exception.args[0].encode()

    def test_values_that_no_field_holds(self):
        case = self._complaint()
        for name, junk in (
            ("description", 7),
            ("description", float("inf")),
            ("description", [[4, -1]]),
            ("partner_id", 10**30),
            ("channel_id", "\ud800"),
            ("assigned_date", 1.5),
            ("kanban_state", {"x": 1}),
            ("sequence", [[0]]),
            ("tag_ids", [[9, 9, 9]]),
            ("activity_ids", [[0, 0, {"nope": 1}]]),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                case.with_user(self.clerk).write({name: junk})

    def test_by_name_as_the_new_interface_gives_them(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.clerk)
        with self.assertRaises(ValidationError):
            tickets.create(vals_list=[{"severity": 7}])
        with self.assertRaises(ValidationError):
            self._complaint().write(vals={"received_at": "yesterday"})

    def test_what_is_missing_is_named(self):
        kinds = self.env["complaint.solution.type"].with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "Code"):
            kinds.create({"name": "Without a code"})

    def test_a_plain_ticket_is_as_before(self):
        vals = {"name": "Plain", "description": "Plain", "user_id": self.clerk.id}
        plain = self.env["helpdesk.ticket"].create(vals)
        plain.with_user(self.clerk).write({"name": "Still plain"})
        self.assertEqual(plain.name, "Still plain")
        self.assertFalse(plain.is_complaint)

    def test_words_nobody_can_store(self):
        case = self._complaint()
        with self.assertRaises(ValidationError):
            case.with_user(self.clerk).action_reopen("\ud800")

    def test_addresses_nobody_can_ask_for(self):
        """They were a crash of the server in the log, by anybody, at any address."""
        for path in ("/complaint/track/x%00/decline/%00", "/no%00thing"):
            with self.subTest(path=path), self.assertNoLogs("odoo.http", "ERROR"):
                self.assertEqual(self.url_open(path).status_code, 404)

    def test_a_field_without_a_name(self):
        """It reached the method as an argument without a name, and crashed there."""
        page = self.url_open("/complaint").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        parts = PART % ('; name="csrf_token"', token) + PART % ("", "nameless")
        with self.assertNoLogs("odoo.http", "ERROR"):
            reply = self.url_open(
                "/complaint",
                data=f"{parts}--x--\r\n".encode(),
                headers={"Content-Type": "multipart/form-data; boundary=x"},
            )
        # the form is shown again, and says what is missing
        self.assertEqual(reply.status_code, 422)
