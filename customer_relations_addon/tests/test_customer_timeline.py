import logging
import time
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.tests import tagged

from .common import RelationsCommon

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestCustomerTimeline(RelationsCommon):
    def _timeline(self, user=None, **options):
        model = self.env["customer.timeline"].with_user(user or self.clerk)
        return model.get_timeline(self.vip.id, options)

    def _many(self, number, **vals):
        now = fields.Datetime.now().replace(microsecond=0)
        return self.env["customer.exchange"].create(
            [
                {
                    "partner_id": self.vip.id,
                    "subject": f"Exchange {index}",
                    "store_id": self.store.id,
                    # some at the same moment
                    "date": now - timedelta(hours=index // 3),
                    **vals,
                }
                for index in range(number)
            ]
        )

    def test_everything_on_one_line(self):
        self._many(1)
        ticket = self._complaint(partner_id=self.vip.id)
        self.env["customer.promise"].with_user(self.clerk).create(
            {"partner_id": self.vip.id, "name": "Call", "within": 1}
        )
        self.env["crm.lead"].create(
            {
                "name": "Blue",
                "partner_id": self.vip.id,
                "company_id": self.company.id,
            }
        )
        order = self.env["sale.order"].create(
            {"partner_id": self.vip.id, "company_id": self.company.id}
        )
        page = self._timeline(self.env.user)
        kinds = {kind["key"]: kind["count"] for kind in page["kinds"]}
        for kind in ("exchange", "complaint", "promise", "lead", "quotation"):
            self.assertEqual(kinds[kind], 1, kind)
        self.assertEqual(len(page["lines"]), 5)
        order.state = "sale"
        only = self._timeline(self.env.user, kinds=["order"])
        self.assertEqual([line["id"] for line in only["lines"]], order.ids)
        title = self._timeline(kinds=["complaint"])["lines"][0]["title"]
        self.assertIn(ticket.number, title)

    def test_pages_show_each_row_once(self):
        exchanges = self._many(100)
        place, seen = None, []
        while place is not False:
            page = self._timeline(kinds=["exchange"], place=place)
            seen += [line["id"] for line in page["lines"]]
            place = page["place"]
        self.assertEqual(len(seen), 100)
        self.assertEqual(
            seen, exchanges.sorted(lambda o: (o.date, o.id), reverse=True).ids
        )

    def test_nothing_the_reader_may_not_read(self):
        self._many(2)
        ticket = self._complaint(partner_id=self.vip.id)
        self._many(1, ticket_id=ticket.id)
        self.assertEqual(len(self._timeline(self.clerk)["lines"]), 4)
        self.assertFalse(self._timeline(self.clerk2)["lines"])
        shop = self._user("t_shop", "customer_relations_addon.group_relations_user")
        self.store.member_ids |= shop
        self.assertEqual(len(self._timeline(shop)["lines"]), 2)
        self.assertEqual(len(self._timeline(self.auditor)["lines"]), 4)
        for user in (self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self._timeline(user)

    def test_junk(self):
        model = self.env["customer.timeline"].with_user(self.clerk)
        for options in ({"place": "x"}, {"place": [1, 2, 3]}, {"kinds": 3}, "x"):
            with self.assertRaises(ValidationError):
                model.get_timeline(self.vip.id, options)
        for partner in (0, -1, None, "x", 2**40):
            with self.assertRaises(MissingError):
                model.get_timeline(partner)

    def test_ten_thousand_rows(self):
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO customer_exchange (partner_id, company_id, store_id, subject,
                           kind, direction, source, date, create_date, create_uid)
               SELECT %s, %s, %s, 'Exchange ' || n, 'visit', 'in', 'manual',
                      now() at time zone 'UTC' - n * interval '1 hour', now(), 1
                 FROM generate_series(1, 10000) n""",
            [self.vip.id, self.company.id, self.store.id],
        )
        self.env.cr.execute("ANALYZE customer_exchange")
        self._timeline()
        self.env.invalidate_all()
        start = time.perf_counter()
        with self.assertQueryCount(60):
            page = self._timeline()
        took = time.perf_counter() - start
        self.assertEqual(page["kinds"][0]["count"], 999)
        self.assertLess(took, 2)
        _logger.info("Timeline of 10,000 rows: %.0f ms", took * 1000)
