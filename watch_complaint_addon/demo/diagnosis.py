"""Diagnosis sheets of the demo: of complaints, and of watches in for a service."""

from __future__ import annotations

from datetime import timedelta

from ..rules.criteria import HORIZONTAL, POSITIONS
from .workshop import Bench

DEVICE = "Timing device, bench 2"
# lot, month ago, mean rate, amplitude: what came in for a service
SERVICED = [
    ("field36_1", 23, 31, 228),
    ("shio_1", 21, 6, 276),
    ("cygne_1", 19, 22, 241),
    ("longhaul_1", 17, -14, 196),
    ("pacer_1", 16, 9, 268),
    ("akatsuki_2", 14, 3, 291),
    ("fjord_2", 12, 26, 219),
    ("heritage_1", 10, -22, 188),
    ("ridgeti_2", 8, 2, 285),
    ("skerry_1", 6, 12, 262),
    ("field40_1", 4, 17, 255),
    ("lune_1", 3, 24, 232),
    ("compass_1", 2, 1, 280),
    ("ridge_2", 1, 4, 288),
]
FACTS = {
    "watch_rate": "About a quarter of a minute a day, since two weeks",
    "watch_winding": "Worn every day",
    "watch_event": "None",
    "watch_accessories": "Box and card",
}


def measured(case, lines, **found):
    """Ask for a sheet of a case, measure and finish it, all in one visit."""
    sheet = case.as_().action_ask_diagnosis()["res_id"]
    _measure(case, sheet, lines, {"running": "runs", "magnetised": "no", **found})
    case._env("watchmaker")["watch.diagnosis"].browse(sheet).action_finish()


def _measure(case, sheet, lines, found):
    """Paste what the device wrote, and write down what else was found."""
    env, desk = case._env("watchmaker"), case.desk
    screen = env["watch.readings.import"].create({"diagnosis_id": sheet, "text": lines})
    screen.action_import()
    env["watch.diagnosis"].browse(sheet).write(
        {
            "measured_at": desk.now,
            "device": DEVICE,
            "watchmaker_id": env.uid,
            **found,
        }
    )


class Sheet(Bench):
    """A complaint whose watch is measured."""

    sheet = None

    def about(self, category, customer, product, lot, title, body, **told):
        answers = {**FACTS, **told.pop("answers", {})}
        told = {"bought": 200, "happened": 3, **told}
        self.take(
            category, title, body,
            customer=customer, product=product, lot=lot, answers=answers, **told,
        )  # fmt: skip
        self.acknowledge()

    def ask(self):
        self.sheet = self.as_().action_ask_diagnosis()["res_id"]

    def check(self):
        """A second sheet, after the repair."""
        self.sheet = (
            self._env("watchmaker")["watch.diagnosis"]
            .create({"repair_id": self.repair.id, "symptom": "Check after the repair"})
            .id
        )

    def bench(self, by="watchmaker"):
        return self._env(by)["watch.diagnosis"].browse(self.sheet)

    def measure(self, lines, **found):
        _measure(self, self.sheet, lines, found)

    def finish(self):
        self.bench().action_finish()


# The sheet of this watch was finished with a slip of the pen.
CORRECTED = "heritage_1"


def scripts(desk):
    for story in STORIES:
        yield story(desk)
    for row in SERVICED:
        yield serviced(desk, *row)
    yield inherited(desk)


def loses_after_a_fall(desk):
    """A chronometer out of its class: regulated in warranty, measured again."""
    yield desk.days_ago(66, 13.4)
    case = Sheet(desk, "sheet loses", "tst", start=desk.days_ago(66, 13.4))
    case.about(
        "watch_timekeeping", "customer_21", "ridge", 2,
        "Loses a quarter of a minute a day",
        "It lost nothing for half a year. Now it is eleven seconds slow every day.",
        paid=15800,
    )  # fmt: skip
    case.ask()
    yield case.later(days=1)
    case.measure(
        "CH -9.4 285 0.2\nCB -10.1 281 0.3\n6H -12.8 262 0.3\n"
        "9H -11.1 259 0.4\n3H -12.7 260 0.4\n24h\nCH -13.2 251 0.3",
        running="runs",
        magnetised="no",
        findings="The regulator stands too slow. Nothing is worn or broken.",
    )
    case.finish()
    yield case.soon(2, 5)
    case.decide()
    case.open_repair()
    case.estimate("regulate", findings="Regulate in five positions.", days=7)
    case.agree()
    yield case.later(days=2)
    case.at().action_start()
    yield case.later(days=2)
    case.at().action_finish()
    case.check()
    case.measure(
        "CH +2.1 284 0.2\nCB +1.4 281 0.2\n6H +0.6 263 0.3\n"
        "9H +1.9 260 0.3\n3H +2.8 261 0.3",
        running="runs",
        work_done="Regulated in five positions; water test passed.",
        water_test_bar=10,
        water_result="tight",
    )
    case.finish()
    yield case.later(days=1)
    case.repair.action_returned()
    yield case.soon(1, 3)
    case.close("justified", "watch_regulation", "satisfied")


def slower_at_night(desk):
    """平放與佩戴走時不同: within what its class allows, explained and understood."""
    yield desk.days_ago(37, 15.2)
    case = Sheet(desk, "sheet in class", "cwb", start=desk.days_ago(37, 15.2))
    case.about(
        "watch_timekeeping", "customer_50", "shio", 1,
        "晚上放着與白天戴着快慢不同",
        "買了三個月的自動錶，晚上平放會快一些，是否有問題？",
        paid=9800, bought=90, lang="zh_hant",
        answers={"watch_rate": "平放一晚快約三秒，戴着則準"},
    )  # fmt: skip
    case.ask()
    yield case.later(days=2)
    case.measure(
        "CH +7.2 288 0.2\nCB +6.8 284 0.2\n6H +3.9 266 0.3\n"
        "9H +2.6 264 0.2\n3H +4.1 262 0.3",
        running="runs",
        magnetised="no",
        power_reserve_h=72.5,
        findings="走時正常，屬此類機芯的標準範圍。",
    )
    case.finish()
    yield case.soon(3, 6)
    case.tell("progress")
    yield case.later(days=1)
    case.close("unfounded", "watch_in_class", "accepted")


def water_in_a_diver(desk):
    """Moisture in a diver's watch: leaks at three bar, dried, seals replaced."""
    yield desk.days_ago(27, 16.8)
    case = Sheet(desk, "sheet water", "tst", start=desk.days_ago(27, 16.8))
    case.about(
        "watch_water", "customer_34", "fjord", 1,
        "Water under the glass after snorkelling",
        "A diver's watch for 500 m, and there is fog inside after two metres.",
        paid=18800, mood="upset",
        answers={
            "watch_water": "Two metres in the sea, crown closed",
            "watch_opened": "Never",
        },
    )  # fmt: skip
    case.ask()
    yield case.later(days=1)
    case.measure(
        "CH +4 271 0.4\nCB +3 270 0.4\n6H +4 255 0.5\n"
        "9H +5 252 0.4\n3H +6 254 0.4\n12H +4 253 0.5",
        running="runs",
        moisture="yes",
        water_test_bar=3,
        water_result="leaks",
        findings="Crown seal cut, drops under the crystal, first rust on a screw.",
    )
    case.finish()


def waits_for_the_bench(desk):
    """Asked yesterday; nobody has measured it yet."""
    yield desk.days_ago(1, 17.1)
    case = Sheet(desk, "sheet waits", "cwb", start=desk.days_ago(1, 17.1))
    case.about(
        "watch_timekeeping", "customer_44", "akatsuki", 1,
        "Loses half a minute a day",
        "Since last week it loses half a minute every day.",
        paid=42000, answers={"watch_rate": "Half a minute slow a day, for a week"},
    )  # fmt: skip
    case.ask()


def serviced(desk, lot, months, mean, amplitude):
    """A watch in for a service: measured before, without a complaint."""
    start = desk.days_ago(months * 30 + 4, 11.5)
    yield start
    rng = desk.random("serviced", lot)
    env = desk.as_user("watchmaker")
    readings = [
        {
            "position": place,
            "rate_sd": round(mean + rng.uniform(-5, 5), 1),
            "amplitude_deg": round(amplitude - 22 * (place not in HORIZONTAL)),
            "beat_error_ms": round(rng.uniform(0.1, 0.9), 1),
        }
        for place in POSITIONS
    ]
    sheet = env["watch.diagnosis"].create(
        {
            "lot_id": desk.ref(f"lot_{lot}_demo").id,
            "measured_at": desk.now,
            "watchmaker_id": env.uid,
            "device": DEVICE,
            "symptom": "In for its regular service",
            "running": "runs",
            "magnetised": "no",
            "reading_ids": [(0, 0, values) for values in readings],
        }
    )
    yield start + timedelta(minutes=40)
    sheet.action_finish()
    if lot == CORRECTED:
        yield start + timedelta(minutes=55)
        new = env["watch.diagnosis"].browse(sheet.action_correct()["res_id"])
        new.write({"magnetised": "yes", "note": "The compass moved after all."})
        new.action_finish()


def inherited(desk):
    """A watch of the customer's father: bought elsewhere, its calibre not known yet."""
    start = desk.days_ago(9, 15.4)
    yield start
    model = desk.env["product.template"].create(
        {
            "name": "Dress watch of the sixties",
            "is_storable": True,
            "tracking": "serial",
            "watch_ok": True,
            "movement": "manual",
            "list_price": 0,
            "sale_ok": False,
            "categ_id": desk.ref("product_shelf_demo").categ_id.id,
        }
    )
    desk.as_user("manager")["stock.lot"].create(
        {
            "name": "614207",
            "product_id": model.product_variant_id.id,
            "company_id": desk.ref("base.main_company").id,
            "owner_id": desk.ref("customer_21_demo").id,
            "last_service": desk.date(-9 * 365),
        }
    )


STORIES = (loses_after_a_fall, slower_at_night, water_in_a_diver, waits_for_the_bench)
