"""Records of the quality desk, made by those who make them, for attacks and races."""

import secrets

from .attack import Attack
from .cases import SIGNATURE

GROUP = "jewellery_quality_addon.group_jewellery_%s"
CASE, INSPECTION = "helpdesk.ticket", "qc.inspection"
INVESTIGATION, REPORT = "jewellery.investigation", "jewellery.report"
CLAIM, LOT = "jewellery.supplier.claim", "jewellery.buyer.lot"


class Quality:
    """``Quality(attack)``: a second inspector, a second quality manager, and rings."""

    def __init__(self, attack: Attack):
        self.attack, self.call, self.sql = attack, attack.call, attack.sql
        attack.person("inspector2", GROUP % "inspector")
        attack.person("investigator2", GROUP % "investigator")
        self.product = attack.record(
            "Attacked ring",
            "product.product",
            type="consu",
            is_storable=True,
            tracking="serial",
            jewellery_ok=True,
            metal="gold",
            fineness=750,
            jewellery_weight_g=4.2,
        )
        self.supplier = attack.record(
            "Attacked goldsmith", "res.partner", email="goldsmith@example.com"
        )
        self.instrument = attack.record(
            "Attacked gauge", "jewellery.instrument", "investigator"
        )

    def abroad(self, login: str) -> None:
        """A quality manager of the other company of the demo."""
        self.attack.person(login, GROUP % "investigator")
        company = self.sql.one("SELECT max(id) FROM res_company")
        vals = {"company_ids": [[6, 0, [company]]], "company_id": company}
        self.call("admin", "res.users", "write", [self.attack.user(login)], vals=vals)

    def one(self, login: str, model: str, **values) -> int:
        """A record, or a screen filled in and waiting for its button."""
        return self.call(login, model, "create", vals_list=[values])[0]

    def press(self, login: str, model: str, button: str, **values):
        return self.call(login, model, button, [self.one(login, model, **values)])

    def ref(self, name: str) -> int:
        return self.sql.one(
            "SELECT res_id FROM ir_model_data"
            " WHERE module = 'jewellery_quality_addon' AND name = %s",
            name,
        )

    # Cases and pieces

    def lot(self) -> int:
        values = {"product_id": self.product, "company_id": 1}
        return self.one(
            "admin", "stock.lot", name=f"RR-{secrets.token_hex(4)}", **values
        )

    def case(self, **values) -> int:
        """A complaint about a ring of its own, at TST."""
        about = {"product_id": self.product, "lot_id": self.lot()}
        bought = self.attack.today(-30)
        return self.attack.case(purchase_date=bought, **{**about, **values})

    def taken_in(self, case: int) -> int:
        """The ring is here, and signed for."""
        [[lot]] = self.sql("SELECT lot_id FROM helpdesk_ticket WHERE id = %s", case)
        about = {"product_id": self.product, "lot_id": lot, "description": "Ring"}
        return self.attack.article(case, **about)

    # Inspections

    def inspection(self, case: int, test: str = "fineness") -> int:
        """Asked by the shop, begun by the inspector."""
        asked = self.attack.refer(case, "inspector")
        action = self.call("inspector", "complaint.referral", "action_inspect", [asked])
        found = action["res_id"]
        values = {"test": self.ref(f"qc_test_{test}")}
        self.call("inspector", INSPECTION, "write", [found], vals=values)
        self.call("inspector", INSPECTION, "action_todo", [found])
        return found

    def line(self, inspection: int) -> int:
        return self.attack.id_of("qc_inspection_line", "inspection_id", inspection)

    def result(self, figure: float, method: str = "xrf") -> dict:
        """What an inspector writes into a line."""
        return {
            "quantitative_value": figure,
            "measured": True,
            "method_id": self.ref(f"method_{method}"),
            "instrument_id": self.instrument,
        }

    def measure(self, inspection: int, figure: float) -> None:
        line, result = self.line(inspection), self.result(figure)
        self.call("inspector", "qc.inspection.line", "write", [line], vals=result)
        image = {"name": "x.png", "datas": SIGNATURE, "res_model": INSPECTION}
        photo = self.one("inspector", "ir.attachment", **image)
        values = {"photo_ids": [[4, photo]]}
        self.call("inspector", INSPECTION, "write", [inspection], vals=values)

    def consent(self, login: str, inspection: int, kind: str = "given") -> int:
        """The screen for what the customer says, filled in."""
        return self.one(
            login,
            "jewellery.consent.record",
            inspection_id=inspection,
            kind=kind,
            given_by="Victim",
            signature=SIGNATURE,
        )

    # Investigations

    def investigation(self, case: int, state: str = "draft") -> int:
        """Asked by the shop, taken by the inspector; accepted by the manager."""
        found = self.call("clerk", CASE, "action_investigate", [case])["res_id"]
        self.call("inspector", INVESTIGATION, "action_take", [found])
        if state == "draft":
            return found
        values = {
            "what": "Worn",
            "containment": "Put aside",
            "cause_id": self.attack.cause,
        }
        self.call("inspector", INVESTIGATION, "write", [found], vals=values)
        self.call("inspector", INVESTIGATION, "action_submit", [found])
        if state == "accepted":
            self.call("investigator", INVESTIGATION, "action_accept", [found])
        return found

    def correction(self, investigation: int, **values) -> int:
        template = self.sql.one(
            "SELECT product_tmpl_id FROM product_product WHERE id = %s", self.product
        )
        return self.one(
            "inspector",
            "jewellery.correction",
            investigation_id=investigation,
            kind="product",
            product_tmpl_id=template,
            summary="Thicker plating",
            **values,
        )

    def effect(self, investigation: int) -> int:
        """A check that was planned long ago."""
        plan = "action_plan_effect"
        self.call("investigator", INVESTIGATION, plan, [investigation])
        check = self.attack.id_of("jewellery_effect", "investigation_id", investigation)
        self.sql(
            "UPDATE jewellery_effect SET done_at = done_at - interval '200 days'"
            " WHERE id = %s",
            check,
        )
        return check

    # Reports and claims

    def report(self, investigation: int) -> int:
        draw = "action_draw_report"
        return self.call("inspector", INVESTIGATION, draw, [investigation])["res_id"]

    def buyer_lot(self, case: int) -> int:
        return self.one(
            "clerk",
            LOT,
            ticket_id=case,
            product_id=self.product,
            batch=f"B-{secrets.token_hex(4)}",
            supplier_id=self.supplier,
            quantity_supplied=100,
            quantity_inspected=50,
            quantity_defective=6,
        )

    def claim(self, case: int, **values) -> int:
        """A draft for the lots of a case; the supplier is told by mail."""
        draw = "action_claim_on_supplier"
        claim = self.call("supervisor", CASE, draw, [case])["res_id"]
        line = self.attack.id_of("jewellery_supplier_claim_line", "claim_id", claim)
        vals = {
            "reason": "Loose",
            "by_mail": True,
            "line_ids": [[1, line, {"price_unit": 100}]],
            **values,
        }
        self.call("supervisor", CLAIM, "write", [claim], vals=vals)
        return claim


def late(attack, login: str, model: str, button: str, id_: int, **more) -> None:
    """Somebody who comes after it was done is told, too."""
    attack.refused("web", login, model, button, [id_], **more)


def field(attack, model: str, id_: int, name: str):
    table = model.replace(".", "_")
    return attack.sql.one(f"SELECT {name} FROM {table} WHERE id = %s", id_)
