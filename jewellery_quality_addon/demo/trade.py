"""Trade buyers: whole lots come back, and the supplier pays for them."""

from __future__ import annotations

from odoo.fields import Command

from odoo.addons.retail_complaint_addon.demo import pictures

from .quality import Quality


class Trade(Quality):
    """A complaint of a company that sells on."""

    def bought_lots(self, category, customer, title, body, lots, **papers):
        """Take it in with its papers.

        :param lots: (product, batch, supplied, inspected, defective, what is wrong)
        """
        self.take(
            category, title, body,
            customer=customer,
            product_id=self.desk.ref(f"product_{lots[0][0]}_demo").id,
            purchase_date=papers["trade_delivery_date"],
            happened=2,
            answers=self._answers(category),
            **papers,
        )  # fmt: skip
        report = self._env()["ir.attachment"].create(
            {"name": "qc-report.png", "datas": pictures.photo("ring", self.rng)}
        )
        rows = [self._lot_values(category, *row) for row in lots]
        self.change(
            buyer_lot_ids=[Command.create(row) for row in rows],
            buyer_report_ids=[Command.link(report.id)],
        )

    def _lot_values(self, category, product, batch, supplied, inspected, bad, note):
        return {
            "product_id": self.desk.ref(f"product_{product}_demo").id,
            "batch": batch,
            "quantity_supplied": supplied,
            "quantity_inspected": inspected,
            "quantity_defective": bad,
            "category_id": self.desk.ref(f"category_{category}").id,
            "note": note,
        }

    def claim(self, reason, demand=None, due=14, send=True, by="manager"):
        """What the supplier is asked to bear; the manager signs it."""
        action = self.as_(by).action_claim_on_supplier()
        claim = self._env(by)["jewellery.supplier.claim"].browse(action["res_id"])
        claim.write(
            {"reason": reason, "demand": demand, "answer_due": self.desk.date(due)}
        )
        if send:
            claim.action_send()
        return claim


def stacking_rings_for_singapore(desk):
    """Forty of two hundred thin in gold: price reduced, the supplier credits half."""
    start = desk.days_ago(132, 11.2)
    case = Trade(desk, "trade rings", "office", start=start)
    yield start
    case.bought_lots(
        "plating_worn", "customer_60",
        "Order LS-2219: plating below 2.5 µm",
        "Our intake measured two of your three cartons: a third is under 1 µm. Report "
        "attached. We need credit or new pieces before the Night Market.",
        [
            ("worn_gilt", "R10/26-1", 100, 50, 19, "0.6 to 0.9 µm"),
            ("worn_gilt", "R10/26-2", 60, 30, 3, "2.1 µm"),
            ("cufflinks", "X01/26-1", 40, 20, 0, "Rhodium as ordered"),
        ],
        trade_order_ref="LS-2219", trade_invoice_ref="INV/2219",
        trade_delivery_ref="DN-7741", trade_delivery_date=desk.date(-9),
        wants="Credit for the defective pieces", claimed=5720,
    )  # fmt: skip
    yield case.later(hours=3)
    case.acknowledge()
    claim = case.claim(
        "Plating of 22 rings under the 2.5 µm of our order.", "Credit note or new rings"
    )
    yield case.later(days=1)
    package = yield from case.settle(
        "apology",
        ("price_reduction", 5720, "22 rings credited, the rest sorted"),
        reason="22 of 80 looked at are thin.",
        words="Agreed, please mark the new lot.",
        due=10,
    )
    yield case.later(days=6)
    if package:
        case.carry_out(package, "Credit note RINV/0119")
        case.close("justified", "jewellery_plating_thin", "accepted")
    claim.write({"answer": "Half: the intake was late.", "amount_accepted": 2860})
    claim.action_accept_part()
    yield case.later(days=12)
    claim.write({"credit_ref": "CN-4471", "amount_credited": 2860})
    claim.action_credit()


def clasps_for_a_gift_house(desk):
    """The supplier has not answered in time."""
    start = desk.days_ago(26, 15.6)
    case = Trade(desk, "trade clasps", "office", start=start)
    yield start
    case.bought_lots(
        "clasp_fails", "customer_59",
        "300 rope chains: clasps open",
        "One of six clasps opens under a pull of one kilogram.",
        [("rope", "N01/26-1", 300, 60, 10, "Spring too soft")],
        trade_order_ref="PG-0880", trade_invoice_ref="INV/2304",
        trade_delivery_ref="DN-7902", trade_delivery_date=desk.date(-6),
        wants="New clasps for all of them", claimed=9000,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    case.claim("Clasps of batch N01/26-1 open at 1 kg.", "300 new clasps", due=12)
    again = case.ask("quality", "Pull test of the clasps", "Which force opens them?")
    yield case.later(days=2, office=True)
    case.answer("0.9 to 1.1 kg; 2 kg is what the drawing says.", "inspector", again)


def pearls_of_two_colours(desk):
    """Came in this week; the claim is a draft, an earlier one was refused."""
    start = desk.days_ago(5, 12.1)
    case = Trade(desk, "trade pearls", "office", start=start)
    yield start
    case.bought_lots(
        "pair", "customer_60",
        "珍珠耳環配對不符",
        "四十對之中有十一對左右色澤不同，已拍照。",
        [
            ("pearl_drop", "E02/26-1", 40, 40, 11, "Colour of left and right differ"),
            ("studs", "E01/26-1", 20, 20, 2, "Colour G and I in one pair"),
        ],
        lang="zh_hant", trade_order_ref="LS-2303", trade_invoice_ref="INV/2351",
        trade_delivery_ref="DN-7960", trade_delivery_date=desk.date(-4),
        wants="更換十一對", claimed=26000,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    refused = case.claim("Eleven of forty pairs do not match.")
    yield case.later(days=1)
    refused.answer = "They were matched under your own lamp."
    refused.action_refuse()
    yield case.later(days=1)
    case.claim("Matched again under daylight by an outside body.", send=False)
    yield case.later(hours=3)
    rows = (
        ("pair", "jade_drop", "E04/26-1", 10, 10, 1, "Found a day later"),
        ("polish", "coin", "C02/26-1", 80, 0, 0, "Cartons not opened yet"),
    )
    case.change(buyer_lot_ids=[Command.create(case._lot_values(*row)) for row in rows])


def charms_by_weight(desk):
    """The supplier accepts the claim; the credit note is not here yet."""
    start = desk.days_ago(48, 10.9)
    case = Trade(desk, "trade charms", "office", start=start)
    yield start
    case.bought_lots(
        "weight", "customer_59",
        "Charms lighter than on the delivery note",
        "Nine of sixty charms are 0.05 to 0.11 g light on our balance.",
        [("abacus", "C01/26-1", 60, 60, 9, "0.05 to 0.11 g light")],
        trade_order_ref="PG-0851", trade_invoice_ref="INV/2270",
        trade_delivery_ref="DN-7850", trade_delivery_date=desk.date(-5),
        wants="Credit by weight", claimed=2400,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    claim = case.claim("Nine charms under the weight of our order.")
    package = yield from case.settle(
        "apology", ("refund_weight", 2400, "0.7 g in all, with the work"), due=5
    )
    yield case.later(days=4)
    if package:
        case.carry_out(package, "Credit note RINV/0127")
        case.close("justified", "jewellery_weighing", "satisfied")
    claim.answer = "Our balance was due for calibration."
    claim.action_accept()


def scripts(desk):
    yield stacking_rings_for_singapore(desk)
    yield clasps_for_a_gift_house(desk)
    yield pearls_of_two_colours(desk)
    yield charms_by_weight(desk)
