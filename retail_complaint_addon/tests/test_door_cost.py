"""How many queries the doors cost; more of them is a change worth a look."""

import re

from odoo.tests import HttpCase, tagged

from .test_complaint_page import PAGE, PageCommon

CONNECTOR = "retail_complaint_addon.group_complaint_connector"


@tagged("post_install", "-at_install")
class TestPageCost(PageCommon, HttpCase):
    def _cost(self, what):
        """Count the queries of a second time, when assets and caches are there."""
        what()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        answer = what()
        self.assertEqual(answer.status_code, 200, answer.text[:500])
        cost = self.cr.sql_log_count - before
        self.assertGreater(cost, 5, "the queries of the server are counted here")
        return cost

    def test_the_public_page(self):
        url = f"{PAGE}?store={self.store.id}"
        self.assertLessEqual(self._cost(lambda: self._open(url)), 20)

    def test_sending_it(self):
        """With the page before it, and the one that thanks."""

        def send():
            page = self._open(f"{PAGE}?store={self.store.id}")
            submission = re.search(r'name="submission" value="([0-9a-f]+)"', page.text)
            form = self._form(
                csrf_token=self._token(page), submission=submission.group(1)
            )
            return self.url_open(PAGE, data=form, timeout=60)

        self.assertLessEqual(self._cost(send), 155)

    def test_the_tracking_page(self):
        case = self._complaint()
        link = case.sudo()._complaint_link()
        address = "/complaint/track/" + link.rsplit("/", 1)[1]
        few = self._cost(lambda: self._open(address))
        self.assertLessEqual(few, 22)
        for number in range(6):
            case.sudo()._send_notice("progress", message=f"Still at it, {number}.")
            case.sudo().message_post(
                body=f"Answer {number}",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                author_id=self.customer.id,
            )
        many = self._cost(lambda: self._open(address))
        self.assertLessEqual(many, few + 10, "it does not grow with what was said")

    def test_the_interface(self):
        connector = self._user("t_cost_connector", CONNECTOR)
        tickets = self.env["helpdesk.ticket"].with_user(connector)
        tickets = tickets.with_context(allowed_company_ids=self.company.ids)

        def register(number):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            tickets.complaint_register(
                {
                    "external_ref": f"cost-{number}",
                    "description": "The clasp broke.",
                    "partner_name": f"Customer {number}",
                    "partner_email": f"cost{number}@customer.example.com",
                    "store": "TST",
                }
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        register(1)
        self.assertLessEqual(register(2), 105)
        self.assertLessEqual(register(2), 20, "the same again finds its case")
