from datetime import timedelta

from odoo import fields

from odoo.addons.retail_complaint_addon.tests.flow_common import FlowCommon
from odoo.addons.retail_complaint_addon.tests.settlement_common import SettlementCommon


class WorkshopCommon(SettlementCommon, FlowCommon):
    """A workshop with a price list, and the helpers to take a repair through it."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        workshop = cls.env.ref("watch_complaint_addon.group_watch_workshop")
        cls.watchmaker.group_ids |= workshop
        cls.stranger = cls._user(
            "t_stranger", "watch_complaint_addon.group_watch_workshop"
        )
        cls.battery, cls.overhaul = cls.env["watch.repair.work"].create(
            [
                {"name": "Battery", "price": 380, "company_id": cls.company.id},
                {"name": "Overhaul", "price": 5800, "company_id": cls.company.id},
            ]
        )
        cls.crown = cls.env["product.product"].create(
            {"name": "Test gold crown", "type": "consu", "list_price": 9000}
        )
        cls.company.email = "desk@example.com"
        cls.product.warranty_months = 24
        cls.product.list_price = 0

    def _case(self, days=9, user=None, **vals):
        """A complaint about the watch, bought so many days ago."""
        bought = fields.Date.today() - timedelta(days=days)
        values = {"lot_id": self.lot.id, "product_id": self.product.id}
        return self._complaint(user, **{**values, "purchase_date": bought, **vals})

    def _decide(self, ticket, user=None, result=None, note=None, **answers):
        answers = {
            "part": "movement",
            "proof": True,
            "misuse": False,
            "water_misuse": False,
            "opened_by_others": False,
            **answers,
        }
        ticket = self._as(ticket, user or self.clerk)
        return ticket._decide_warranty(answers, result, note)

    def _repair(self, ticket, user=None):
        """Press the button; return the repair as the same user."""
        user = user or self.clerk
        action = self._as(ticket, user).action_repair()
        return self._as(self.env["repair.order"].browse(action["res_id"]), user)

    def _estimate(self, repair, works=None, **vals):
        works = self.battery if works is None else works
        return repair._estimate({"work_ids": works.ids, **vals})

    def _consent(self, repair, **vals):
        return repair._record_consent(
            {
                "by": "Test Customer",
                "channel": "visit",
                "signature": self.SIGN,
                "open": True,
                **vals,
            }
        )

    def _accepted(self, ticket, amount, user=None, kind="repair"):
        """A package of the case with a repair, accepted by the customer."""
        package = self._package(ticket, amount, user=user, kind=kind)
        package.action_submit()
        package.action_offer()
        package.action_accept()
        return package

    def _ready_repair(self, days=9, **answers):
        """A repair in warranty to which the customer has agreed."""
        ticket = self._case(days)
        self._decide(ticket, **answers)
        repair = self._repair(ticket)
        self._estimate(repair)
        self._consent(repair)
        return repair

    def _loan_lot(self):
        return self.env["stock.lot"].create(
            {
                "name": "LOAN-1",
                "product_id": self.product.id,
                "company_id": self.company.id,
                "is_loan_watch": True,
            }
        )

    def _lend(self, repair, lot, **vals):
        return (
            self.env["watch.loan"]
            .with_env(repair.env)
            ._lend(
                repair,
                {
                    "lot_id": lot.id,
                    "name": "Test Customer",
                    "condition": "As new",
                    "signature": self.SIGN,
                    **vals,
                },
            )
        )
