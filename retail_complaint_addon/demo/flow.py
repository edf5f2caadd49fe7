"""What was handed to somebody, and the customers' articles in our hands."""

from __future__ import annotations

from datetime import timedelta

from . import pictures
from .case import Case

OPENED = {"consent_open": True}


class Flow(Case):
    """A case of which others are asked, and whose article goes from hand to hand."""

    custody = None
    weight = 0

    # Referrals

    def refer(self, kind, to, reason, question=None, by=None, handover=False):
        """Hand it over; ``to`` is a login, or the name of a record of the demo."""
        field = {"user": "user_id", "team": "team_id", "partner": "partner_id"}
        field["department"] = "department_id"
        receiver = self.desk.user(to) if kind == "user" else self.desk.ref(f"{to}_demo")
        return self.as_(by)._refer(
            {
                "kind": "handover" if handover else "question",
                "receiver_kind": kind,
                field[kind]: receiver.id,
                "reason": reason,
                "question": question,
            }
        )

    def referral(self, record, login):
        return record.with_env(self._env(login))

    # Articles

    def article(self, description, condition, weight, bag, kind="watch", **more):
        """Take the article in at the counter; both sign."""
        env = self._env()
        photo = env["ir.attachment"].create(
            {"name": f"{bag}.png", "datas": pictures.photo(kind, self.rng)}
        )
        ticket = self.as_()
        company = ticket.company_id
        values = {
            "description": description,
            "condition": condition,
            "weight": weight,
            "bag_number": bag,
            "product_id": ticket.product_id.id,
            "lot_id": ticket.lot_id.id,
            "declared_value": ticket.claimed_amount,
            "currency_id": company.currency_id.id,
            "signed_by": ticket.partner_name,
            "store_id": ticket.store_id.id,
            "photo_ids": photo.ids,
            **more,
        }
        signatures = {"customer": self._sign(), "own": self._sign()}
        self.custody = env["complaint.custody"]._take_in(ticket, values, signatures)
        self.weight = weight
        return self.custody

    def give(self, kind, by=None, **values):
        """Hand it on; the other side signs where it stands at the counter."""
        values = {"own": self._sign(), "weight": self.weight, **values}
        if kind in ("outside", "back", "return"):
            values.setdefault("other", self._sign())
        custody = self.custody.with_env(self._env(by))
        return custody._hand_over(kind, values)

    def take_over(self, move, by, weight=None):
        """Accept it: weigh, look, sign."""
        self.weight = weight or self.weight
        move.with_env(self._env(by))._accept(
            {
                "to_signature": self._sign(),
                "weight_received": self.weight,
                "condition_received": "Seal unbroken, as described",
            }
        )

    def to_workshop(self, by=None):
        return self.give("internal", by, to_store_id=self.desk.ref("store_ws_demo").id)

    def to_shop(self, by):
        store = self.desk.ref(f"store_{self.store}_demo")
        return self.give("internal", by, to_store_id=store.id)

    def ready(self, by=None):
        self.custody.with_env(self._env(by)).action_ready()

    def _sign(self):
        return pictures.signature(self.rng)


def scripts(desk):
    for story in STORIES:
        yield story(desk)


def _watch_case(desk, key, store, days, customer, lot, title, body, **told):
    case = Flow(desk, key, store, start=desk.days_ago(days, 12.5))
    told = {"product": "tidewater", "paid": 18600, "bought": days + 40, **told}
    case.take(
        "quality_stopped", title, body,
        customer=customer, lot=lot, happened=2, **told,
    )  # fmt: skip
    return case


def there_and_back(desk):
    """Taken in, asked, repaired, returned: the whole way with every signature."""
    yield desk.days_ago(41, 12.5)
    case = _watch_case(
        desk, "flow way", "tst", 41, "customer_43", 11,
        "Watch stops at night", "It stops every night around three and runs again.",
        wants="A watch that runs",
    )  # fmt: skip
    case.article(
        "Tidewater 300 on steel bracelet", "Light scratch at 7 o'clock; runs",
        152.36, "S-20417", accessories="Box, two spare links", **OPENED,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    move = case.to_workshop()
    asked = case.refer(
        "team", "team_workshop", "Why does it stop at night?",
        "Please time it over 24 hours, dial up. Is it the oil or the mainspring?",
    )  # fmt: skip
    yield case.later(days=1, office=True)
    case.take_over(move, "watchmaker")
    case.referral(asked, "watchmaker").action_accept()
    yield case.later(days=1, office=True)
    case.referral(asked, "watchmaker").action_answer(
        "Amplitude falls under 180 degrees after twenty hours. Oil is dry, from "
        "assembly. Movement to be serviced, no charge."
    )
    repair = case.propose("apology", ("repair", 900, "Movement serviced"))
    yield case.later(days=1)
    case.submit(repair)
    case.offer(repair)
    case.accept(repair, due=20)
    yield case.later(days=9, office=True)
    move = case.to_shop("watchmaker")
    yield case.later(days=1)
    case.take_over(move, "clerk3")
    case.ready("clerk3")
    yield case.later(days=2)
    case.carry_out(repair, "Service sheet W-118, test report signed")
    case.give("return", other_name="Dominic Fok", condition="Runs, polished")
    case.close("justified", "product_manufacture", "satisfied")


def stone_lighter_than_before(desk):
    """A ring comes back lighter than it went: everybody concerned is told."""
    yield desk.days_ago(6, 15.0)
    case = Flow(desk, "flow weight", "cwb", start=desk.now)
    case.take(
        "quality_defective", "戒指鑽石鬆脫", "戴了三個月,主石已經會轉動。",
        lang="zh_hant", customer="customer_13", product="eternity", lot=11,
        paid=21500, claimed=21500, bought=95, happened=4,
        wants="鑲穩並檢查其他石", severity="major",
    )  # fmt: skip
    case.article(
        "Eternity ring, 18 k white gold", "Third stone from the hallmark is loose",
        4.182, "S-20988", kind="ring", stones="21 diamonds, channel set",
    )  # fmt: skip
    yield case.later(hours=1)
    case.acknowledge()
    move = case.to_workshop()
    yield case.later(days=1, office=True)
    case.take_over(move, "watchmaker", weight=4.182)
    asked = case.refer(
        "team", "team_quality", "Is the channel too wide?",
        "Twenty-one stones of 0.03 ct. Compare with the drawing of this model.",
    )  # fmt: skip
    yield case.later(days=1, office=True)
    case.referral(asked, "inspector").action_answer(
        "Channel 1.68 mm, drawing says 1.60. Two more pieces of the lot are wide."
    )
    case.weight = 4.118
    move = case.to_shop("watchmaker")
    yield case.later(days=1)
    case.take_over(move, "clerk2")


def with_the_brand(desk):
    """The brand's service centre has it; the customer still hears from us."""
    yield desk.days_ago(12, 16.0)
    case = _watch_case(
        desk, "flow brand", "mk", 12, "customer_44", 12,
        "Chronograph does not reset", "The hand stops two seconds after twelve.",
        product="observatory", paid=38000, severity="major",
    )  # fmt: skip
    case.article(
        "Observatory Chronograph", "As new; second hand two seconds off", 141.05,
        "S-20951", accessories="Box, papers, warranty card", **OPENED,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    move = case.to_workshop()
    yield case.later(days=1, office=True)
    case.take_over(move, "watchmaker")
    yield case.later(days=1, office=True)
    case.give(
        "outside", "watchmaker", to_partner_id=desk.ref("customer_59_demo").id,
        other_name="Counter 2", note="Repair note of the brand: 77-4410",
    )  # fmt: skip
    case.refer(
        "partner", "customer_59", "Repair under the maker's warranty",
        "Do you accept it under warranty, and until when?",
    )  # fmt: skip


def nobody_collects(desk):
    """Ready for three months: the supervisor declares it unclaimed."""
    yield desk.days_ago(118, 13.0)
    case = _watch_case(
        desk, "flow unclaimed", "cwb", 118, "customer_53", 13,
        "Strap came off", "The pin of the strap broke on the ferry.", paid=12800,
        product="meridian",
    )  # fmt: skip
    case.article("Meridian on leather strap", "Pin missing", 61.9, "S-18803")
    yield case.later(days=1)
    case.acknowledge()
    yield case.later(days=5)
    case.ready()
    case.note("Called twice, no answer; wrote an e-mail.")
    case.as_()._pause_clock("The customer collects the watch")
    yield desk.now + timedelta(days=92)
    case.custody.with_env(case.desk.as_user(case.chief)).action_unclaimed()
    case.close("justified", "product_manufacture", "unreachable")


def ready_today(desk):
    yield desk.days_ago(9, 17.0)
    case = _watch_case(
        desk, "flow ready", "tst", 9, "customer_45", 14,
        "Crown does not screw down", "It turns and does not catch.",
    )  # fmt: skip
    case.article(
        "Tidewater 300 on rubber strap", "Crown thread worn", 98.4, "S-20969", **OPENED
    )
    yield case.later(hours=3)
    case.acknowledge()
    move = case.to_workshop()
    yield case.later(days=1, office=True)
    case.take_over(move, "watchmaker")
    yield case.later(days=3, office=True)
    move = case.to_shop("watchmaker")
    yield case.later(days=1)
    case.take_over(move, "clerk")
    case.ready()


def on_its_way(desk):
    """Handed over yesterday; the workshop has not accepted it yet."""
    yield desk.days_ago(1, 14.0)
    case = _watch_case(
        desk, "flow way now", "tst", 1, "customer_46", 15,
        "手錶快了十分鐘", "一日快十分鐘,上星期買的。", lang="zh_hant",
    )  # fmt: skip
    case.article("Tidewater 300", "No marks", 150.12, "S-21003", **OPENED)
    yield case.later(hours=1)
    case.to_workshop()
    case.refer(
        "team", "team_workshop", "Ten minutes fast a day: magnetised?",
        "Please test and demagnetise; tell us what it shows before and after.",
    )  # fmt: skip


def late_answer(desk):
    """The department has not answered; both sides and the supervisor know."""
    yield desk.days_ago(7, 11.5)
    case = Flow(desk, "flow late", "mk", start=desk.now)
    case.take(
        "service_waiting", "等足半個鐘無人理", "店員只顧看電話,問了三次才理我。",
        lang="zh_hant", customer="customer_12", mood="upset", happened=1,
    )  # fmt: skip
    yield case.later(hours=4)
    case.acknowledge()
    case.refer(
        "department", "department_office", "Has this been reported before?",
        "Was there a talk about telephones in the shop this year?",
    )  # fmt: skip


def handed_over(desk):
    """The case itself goes to compliance, and is accepted there."""
    yield desk.days_ago(4, 12.0)
    case = Flow(desk, "flow handover", "tst", start=desk.now)
    case.take(
        "quality_defective", "Fineness differs", "A test elsewhere shows 745, not 750.",
        customer="customer_50", product="bangle", lot=11, paid=29600, claimed=29600,
        bought=30, happened=3, severity="critical",
        handling="refer", handling_reason="Fineness below its mark",
    )  # fmt: skip
    yield case.later(hours=1)
    case.acknowledge()
    asked = case.refer("user", "compliance", "Fineness below its mark", handover=True)
    yield case.later(hours=3, office=True)
    case.referral(asked, "compliance").action_accept()


def not_ours(desk):
    """Offered to another shop, returned, and then kept."""
    yield desk.days_ago(5, 13.5)
    case = Flow(desk, "flow returned", "tst", start=desk.now)
    case.take(
        "service_waiting", "Waited an hour for a battery", "One person at the counter.",
        customer="customer_51", happened=1,
    )  # fmt: skip
    yield case.later(hours=1)
    case.acknowledge()
    asked = case.refer(
        "user", "supervisor_mk", "It happened in Mong Kok", handover=True
    )
    yield case.later(hours=5)
    case.referral(asked, "supervisor_mk").action_return(
        "He was at TST: the receipt has your till number."
    )
    yield case.later(hours=2)
    withdrawn = case.refer("user", "manager", "May we offer a voucher?")
    yield case.later(hours=1)
    case.referral(withdrawn, "clerk").action_withdraw("Found it in the guideline")


def waiting_for_a_colleague(desk):
    yield desk.days_ago(1, 16.5)
    case = Flow(desk, "flow pending", "tst", start=desk.now)
    case.take(
        "repair_damage", "Dent after the service", "There was no dent when I gave it.",
        customer="customer_49", product="kowloon", lot=13, paid=26500, claimed=3000,
        happened=1, mood="upset", handling="refer",
        handling_reason="The workshop did it",
    )  # fmt: skip
    case.refer("user", "supervisor_mk", "You took it in then", handover=True)


STORIES = (
    there_and_back,
    stone_lighter_than_before,
    with_the_brand,
    nobody_collects,
    ready_today,
    on_its_way,
    late_answer,
    handed_over,
    not_ours,
    waiting_for_a_colleague,
)
