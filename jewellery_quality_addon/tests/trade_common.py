import base64

from odoo import Command

from .inspection_common import PIXEL, InspectionCommon


class TradeCommon(InspectionCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Test Wholesale", "is_company": True, "email": "qc@example.com"}
        )
        cls.supplier2 = cls.env["res.partner"].create(
            {"name": "Test Casters", "email": "casters@example.com"}
        )
        cls.ring.seller_ids.price = 1200
        cls.trade_case = cls._complaint(
            partner_id=cls.buyer.id,
            trade_order_ref="PO-77",
            trade_invoice_ref="INV-12",
            trade_delivery_ref="DN-5",
            trade_delivery_date="2026-01-05",
        )

    def _as(self, user, records):
        companies = user.company_ids.ids
        return records.with_user(user).with_context(allowed_company_ids=companies)

    def _lot(self, user=None, case=None, **values):
        model = self._as(user or self.clerk, self.env["jewellery.buyer.lot"])
        return model.create(
            {
                "ticket_id": (case or self.trade_case).id,
                "product_id": self.ring.id,
                "batch": "T/26-1",
                "quantity_supplied": 200,
                "quantity_inspected": 50,
                "quantity_defective": 6,
                **values,
            }
        )

    def _claim(self, user=None, lot=None, **values):
        lot = lot or self._lot()
        model = self.env["jewellery.supplier.claim"].with_user(user or self.supervisor)
        return model.create(
            {
                "partner_id": self.supplier.id,
                "ticket_ids": [Command.set(lot.ticket_id.ids)],
                "reason": "Stones are loose",
                "line_ids": [Command.create({"buyer_lot_id": lot.id})],
                **values,
            }
        )

    def _report_file(self, user=None, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.clerk)
            .create(
                {
                    "name": "qc-report.png",
                    "raw": base64.b64decode(PIXEL),
                    "res_model": "helpdesk.ticket",
                    **values,
                }
            )
        )
