"""Warranty decisions, repairs, service centres and loan watches of the demo."""

from __future__ import annotations

from odoo.addons.retail_complaint_addon.demo.flow import Flow

ANSWERS = {
    "part": "movement",
    "proof": True,
    "misuse": False,
    "water_misuse": False,
    "opened_by_others": False,
}


class Bench(Flow):
    """A case whose watch is repaired: counter, bench, service centre, counter."""

    repair = None

    def stopped(self, customer, product, lot, title, body, **told):
        told = {"bought": 300, "category": "quality_stopped", **told}
        category = told.pop("category")
        self.take(
            category, title, body,
            customer=customer, product=product, lot=lot, happened=2, **told,
        )  # fmt: skip
        self.acknowledge()
        return self

    def decide(self, by=None, result=None, note=None, **answers):
        ticket = self.as_(by)
        return ticket._decide_warranty({**ANSWERS, **answers}, result, note)

    def open_repair(self):
        action = self.as_().action_repair()
        self.repair = self._env()["repair.order"].browse(action["res_id"])

    def at(self, by="watchmaker"):
        return self.repair.with_env(self._env(by))

    def estimate(self, *works, findings=None, charge=0, days=10, other=0):
        works = [self.desk.ref(f"work_{name}_demo").id for name in works]
        self.at()._estimate(
            {
                "work_ids": works,
                "findings": findings,
                "charge_amount": charge,
                "other_value": other,
                "promised_at": self.later(days=days),
            }
        )
        self.at().user_id = self.desk.user("watchmaker").id

    def agree(self, words=None, outside=False):
        how = {"channel": "phone", "evidence": words} if words else {}
        self.repair._record_consent(
            {
                "by": self.ticket.partner_name,
                "channel": "visit",
                "signature": None if words else self._sign(),
                "open": True,
                "outside": outside,
                **how,
            }
        )

    def goodwill(self):
        """What the warranty does not pay is a package of the case."""
        package = self.repair.action_propose_cover()["res_id"]
        package = self._env()["complaint.solution"].browse(package)
        package.action_submit()
        package.action_offer()
        package.action_accept()

    def send(self, centre, number, parcel):
        centre = self.desk.ref(f"centre_{centre}_demo")
        self._env()["watch.centre.job"]._send(
            self.repair,
            {
                "centre_id": centre.id,
                "job_number": number,
                "expected_on": self.desk.date(centre.days),
            },
            {"own": self._sign(), "evidence": parcel},
        )

    def lend(self, number, days):
        self._env()["watch.loan"]._lend(
            self.repair,
            {
                "lot_id": self.desk.ref(f"lot_loan_{number}_demo").id,
                "name": self.ticket.partner_name,
                "condition": "As new, strap without marks",
                "signature": self._sign(),
                "due_on": self.desk.date(days),
            },
        )

    def loan_back(self, condition="As new", damaged=False):
        for loan in self.repair.loan_ids:
            loan._give_back(condition, self._sign(), is_damaged=damaged)


def scripts(desk):
    for story in STORIES:
        yield story(desk)


def overhaul_in_warranty(desk):
    """Stopped after ten months: repaired under the warranty; the loan watch suffers."""
    yield desk.days_ago(74, 12.2)
    case = Bench(desk, "bench warranty", "cwb", start=desk.days_ago(74, 12.2))
    case.stopped(
        "customer_08", "field36", 1, "The watch stops every night",
        "I put it down at eleven and in the morning it shows half past two.",
        paid=7800,
    )  # fmt: skip
    case.article("Field 36 on a textile strap", "Light scratches", 62.1, "WB-301")
    case.decide()
    case.open_repair()
    yield case.soon(3, 6)
    case.estimate("overhaul", findings="Mainspring slips, oil dry.", days=14)
    case.agree()
    case.lend(1, 20)
    yield case.later(days=3)
    case.at().action_start()
    yield case.later(days=8)
    case.at().action_finish()
    yield case.later(days=2)
    case.give("return", other_name=case.ticket.partner_name)
    case.loan_back("Deep scratch on the crystal, at 8 o'clock", damaged=True)
    yield case.soon(1, 3)
    case.close("justified", "watch_oil", "satisfied")


def battery_as_goodwill(desk):
    """Out of warranty and angry: the battery is goodwill within the clerk's limit."""
    yield desk.days_ago(33, 16.5)
    case = Bench(desk, "bench battery", "mk", start=desk.days_ago(33, 16.5))
    case.stopped(
        "customer_11", "tram", 1, "手錶又停了", "買了不到三年已經停了,太過份!",
        paid=1880, bought=1050, mood="hostile", lang="zh",
    )  # fmt: skip
    case.decide(part="battery")
    case.open_repair()
    case.estimate("battery", findings="Battery flat, 1.18 V. Movement fine.", days=1)
    case.agree()
    case.goodwill()
    yield case.soon(1, 2)
    case.at().action_start()
    yield case.soon(1, 2)
    case.at().action_finish()
    yield case.soon(1, 3)
    case.repair.action_returned()
    package = case.ticket.solution_ids.filtered(lambda one: one.state == "accepted")
    package.with_env(case._env()).action_complete("Battery fitted, RO of the repair")
    case.close("unfounded", "watch_battery", "accepted")


def crystal_to_pay(desk):
    """A broken crystal is not covered: asked, agreed by phone, ready since days."""
    yield desk.days_ago(19, 13.0)
    case = Bench(desk, "bench crystal", "tst", start=desk.days_ago(19, 13.0))
    case.stopped(
        "customer_21", "ridge", 2, "The crystal is cracked",
        "It was on the shelf over night and in the morning there was a crack.",
        paid=14800, category="quality_defective",
    )  # fmt: skip
    case.article("Ridge chronograph", "Crystal cracked at 4", 148.0, "WB-318")
    case.decide(part="crystal", misuse=True)
    case.open_repair()
    case.estimate("crystal", "water", charge=1980, findings="Knock at 4 o'clock.")
    case.at().action_ask_price()
    yield case.later(days=1)
    case.agree("Call at 11:20: yes to the price, wants it before the holiday")
    yield case.later(days=2)
    case.at().action_start()
    yield case.later(days=5)
    case.at().action_finish()


def at_the_maker(desk):
    """At the brand's service centre for longer than it said; the loan watch is due."""
    yield desk.days_ago(46, 17.0)
    case = Bench(desk, "bench maker", "tst", start=desk.days_ago(46, 17.0))
    case.stopped(
        "customer_24", "pacerblack", 2, "The chronograph hand does not return to zero",
        "After every reset it stands at two seconds. That cannot be normal.",
        paid=26800, category="quality_defective",
    )  # fmt: skip
    case.article("Pacer chronograph, black", "As new", 96.4, "WB-309")
    case.decide(part="chronograph")
    case.open_repair()
    case.estimate("overhaul_chrono", findings="Heart cam worn.", days=42)
    case.agree(outside=True)
    case.lend(2, 42)
    yield case.later(days=1)
    case.send("brenwick", "BW-26-11873", "Parcel SF 1183 5520")


def customer_says_no(desk):
    """Worth more than the customer wants to pay: back without a charge."""
    yield desk.days_ago(27, 15.0)
    case = Bench(desk, "bench no", "web", start=desk.days_ago(27, 15.0))
    case.stopped(
        "customer_18", "field40", 2, "Stopped after swimming",
        "I wore it in the pool, it says 10 bar. Now there is fog under the glass.",
        paid=8600, bought=700,
    )  # fmt: skip
    case.decide(part="crown", opened_by_others=True)
    case.open_repair()
    case.estimate("overhaul", "crown", charge=3450, findings="Crown tube cut; rust.")
    case.at().action_ask_price()
    yield case.later(days=2)
    case.repair._cancel_by("The customer does not want to pay for it")
    yield case.later(days=3)
    case.repair.action_returned()
    case.close("unfounded", "watch_opened", "dissatisfied")


def again_and_late(desk):
    """The same fault within the guarantee on our repair, and later than promised."""
    yield desk.days_ago(120, 12.0)
    case = Bench(desk, "bench first", "web", start=desk.days_ago(120, 12.0))
    told = {"paid": 14800, "bought": 2400}
    case.stopped(
        "customer_14", "ridge", 1, "It stops in the afternoon",
        "Wound fully in the morning, it stands still at four.", **told,
    )  # fmt: skip
    case.decide()
    case.open_repair()
    case.estimate("overhaul_chrono", charge=5800, findings="Dry, gear train dirty.")
    case.agree("Mail of the same day: agrees")
    yield case.later(days=4)
    case.at().action_start()
    yield case.later(days=9)
    case.at().action_finish()
    yield case.later(days=2)
    case.repair.action_returned()
    case.close("partly", "watch_wear", "accepted")
    yield desk.days_ago(16, 12.0)
    again = Bench(desk, "bench again", "web", start=desk.days_ago(16, 12.0))
    again.stopped(
        "customer_14", "ridge", 1, "It stops again, after a repair of 5,800 dollars",
        "Three months after you repaired it, it is the same as before.",
        **told, mood="upset",
    )  # fmt: skip
    again.decide()
    again.open_repair()
    again.estimate("overhaul_chrono", findings="Third wheel: burr left.", days=8)
    again.agree("Call at 16:05: agrees, is angry")
    yield again.later(days=2)
    again.at().action_start()


def just_come_in(desk):
    """Nothing estimated yet; and one that waits for the customer's answer."""
    yield desk.days_ago(3, 16.0)
    case = Bench(desk, "bench new", "tst", start=desk.days_ago(3, 16.0))
    case.stopped(
        "customer_17", "ridgeti", 1, "Stands still since Sunday",
        "It stopped on Sunday and does not start when I wind it.", paid=19800,
    )  # fmt: skip
    case.decide()
    case.open_repair()
    yield desk.days_ago(2, 14.0)
    other = Bench(desk, "bench price", "cwb", start=desk.days_ago(2, 14.0))
    other.stopped(
        "customer_15", "field36", 2, "It lost an hour",
        "Since I changed the strap somewhere else it loses an hour a day.",
        paid=7800, bought=900,
    )  # fmt: skip
    other.decide()
    other.open_repair()
    other.estimate("overhaul", charge=2800, findings="Balance knocks, oil old.")
    other.at().action_ask_price()


STORIES = (
    overhaul_in_warranty,
    battery_as_goodwill,
    crystal_to_pay,
    at_the_maker,
    customer_says_no,
    again_and_late,
    just_come_in,
)
