"""Cases about watches worth reading, and what is open today."""

from __future__ import annotations

from odoo.addons.retail_complaint_addon.demo.case import Case
from odoo.addons.retail_complaint_addon.demo.survey import follow_up

from .diagnosis import measured
from .sales import belongs_to


def chronometer_gains(desk):
    """+14 s/d: out of the class of a chronometer."""
    case = Case(desk, "watch chronometer", "tst", start=desk.days_ago(58, 12.4))
    yield case.start
    case.take(
        "watch_timekeeping",
        "Certified chronometer gains 14 seconds a day",
        "I compared it with the time signal for ten days: it gains 14 seconds every "
        "day. The paper in the box says −5 to +8. I paid for that paper.",
        customer="customer_43",
        product="cygnelady",
        lot=1,
        paid=36800,
        bought=300,
        happened=10,
        mood="upset",
        wants="As on the certificate, and how long it takes",
        answers={"watch_rate": "+14 s a day over ten days, worn 12 hours a day"},
    )
    yield case.later(hours=1)
    case.acknowledge()
    yield case.later(days=3)
    case.steps(
        count=2,
        words="Five positions at full wind: mean +13.8 s/d, amplitude 288°, beat error "
        "0.3 ms. Outside ISO 3159 for small movements.",
    )
    measured(
        case,
        "CH +12.2 288 0.2\nCB +10.8 284 0.3\n6H +15.6 265 0.3\n"
        "9H +13.9 262 0.3\n3H +16.5 263 0.3",
        findings="The regulator stands too fast. Clean and sound.",
    )
    package = case.propose(
        "apology",
        ("watch_regulation", 600, "Regulated in five positions, under warranty"),
        "watch_loan",
        reason="Out of its class, clean and sound: needs regulation only.",
    )
    case.submit(package)
    yield case.later(hours=3)
    case.offer(package)
    yield case.later(hours=2)
    case.accept(package, "Fine, if I get the new readings on paper.", due=10)
    yield case.later(days=8)
    case.carry_out(package, "Mean +1.2 s/d, control over 7 days; loan watch back")
    case.close("justified", "watch_regulation", "satisfied", "Adjusted after a knock.")
    yield from follow_up(case, "happy", "The readings convinced me.", after=1, csat=5)


def within_the_class(desk):
    """+8 s/d: within what a common automatic may gain, explained with figures."""
    case = Case(desk, "watch in class", "cwb", start=desk.days_ago(41, 16.2))
    yield case.start
    case.take(
        "watch_timekeeping",
        "新錶每天快八秒,要求換新",
        "三星期前買的機械錶每天快八秒。我太太的石英錶一年也不會差一分鐘,要求換新錶。",
        lang="zh_hant",
        customer="customer_12",
        product="field40",
        lot=1,
        paid=8600,
        bought=21,
        happened=14,
        wants="換一隻準的",
        answers={"watch_rate": "每天快8秒,戴了兩星期"},
    )
    yield case.later(hours=1)
    case.acknowledge()
    yield case.later(days=2)
    case.steps(words="三個方位平均 +7.9 秒/日,擺幅 281°,在此級別之內。")
    measured(
        case,
        "面上 +6.9 281 0.3\n柄下 +8.4 262 0.3\n柄左 +8.4 260 0.4",
        findings="走時正常,屬此級別的標準範圍。",
    )
    package = case.propose(
        "explanation",
        ("watch_regulation", 200, "Regulated to how it is worn, as goodwill"),
        reason="Within −10 to +20 s/d. Regulated all the same.",
    )
    case.submit(package)
    case.offer(package)
    yield case.later(days=1)
    case.accept(package, "原來機械錶是這樣,調一調也好。", due=3)
    yield case.later(days=2)
    case.carry_out(package, "+2.5 s/d 佩戴三天")
    case.close("unfounded", "watch_in_class", "satisfied", "級別之內,已微調。")
    yield from follow_up(case, "happy", "解釋得清楚。", after=1)


def quartz_and_an_angry_customer(desk):
    """Battery, out of warranty, angry: goodwill within the clerk's limit."""
    case = Case(desk, "watch battery", "mk", start=desk.days_ago(23, 18.9))
    yield case.start
    case.take(
        "watch_battery",
        "Watch stopped and they want money for a battery",
        "Two years and three months old and already dead. I am not paying a cent, and "
        "everybody in this shop may hear it.",
        customer="customer_47",
        product="metro",
        lot=2,
        paid=980,
        bought=820,
        happened=1,
        mood="hostile",
        wants="Working watch, free of charge, now",
        answers={"watch_battery": "Never changed"},
    )
    yield case.later(hours=0.3)
    case.acknowledge()
    package = case.propose(
        "apology",
        ("watch_battery", 90, "Battery and water test as goodwill"),
        reason="Not under warranty; a battery costs less than the dispute.",
    )
    case.submit(package)
    case.offer(package)
    yield case.later(hours=0.4)
    case.accept(package, "All right then.", due=0)
    case.carry_out(package, "Battery 377, sealed, tested at 3 bar; while he waited")
    case.close("unfounded", "watch_battery", "accepted", "Battery used up.")
    yield from follow_up(case, "so_so", "Still, two years?", after=1)


def parallel_import(desk):
    """Sold without a word that the brand gives no warranty here."""
    case = Case(desk, "watch parallel", "tst", start=desk.days_ago(120, 14.1))
    yield case.start
    case.take(
        "watch_parallel",
        "Brand refuses the warranty: parallel import",
        "The service centre says that my diver was never meant for Hong Kong and that "
        "your card is not theirs. Nobody told me.",
        customer="customer_50",
        product="fjord",
        lot=2,
        paid=34800,
        bought=90,
        happened=2,
        mood="upset",
        wants="The warranty of the brand, or my money back",
        answers={"watch_origin": "“International warranty”, said the salesman"},
    )
    yield case.later(hours=2)
    case.acknowledge()
    yield case.later(days=2)
    case.steps(words="Invoice of the importer; nothing of it on our receipt.")
    package = case.propose(
        "apology",
        ("watch_warranty", 3800, "Our own warranty of five years, in writing"),
        ("price_reduction", 4200, "What a watch with the brand's warranty is worth"),
        reason="A misleading omission. Compliance has been told.",
    )
    case.submit(package)
    yield case.later(days=1)
    if not case.approve(package, "Yes, and change the receipts this week."):
        return
    case.offer(package)
    yield case.later(days=2)
    case.accept(package, "I keep it on these terms.", due=5)
    yield case.later(days=3)
    case.carry_out(package, "Letter of warranty signed; HKD 4,200 paid back")
    case.close("justified", "watch_sale", "accepted", "Receipts now name the import.")
    yield from follow_up(case, "so_so", after=3)


def third_time(desk):
    """A chronograph that comes back twice: the third time it is exchanged."""
    start = desk.days_ago(260, 13.3)
    case = Case(desk, "watch third", "tst", start=start)
    told = {
        "customer": "customer_39",
        "product": "pacer",
        "lot": 1,
        "paid": 24800,
        "purchase_date": desk.days_ago(400).date(),
        "purchase_ref": "TST-30114",
    }
    yield case.start
    words = "The stopwatch hand does not go back to zero: it stands at 12.5."
    case.take("watch_chronograph", "Chronograph does not reset", words, **told)
    for evidence in ("Hand refitted", "Hammer and heart-piece adjusted"):
        yield case.later(days=1)
        case.acknowledge()
        package = case.propose("apology", ("watch_part", 700, "Under warranty"))
        case.submit(package)
        case.offer(package)
        case.accept(package, due=20)
        yield case.later(days=16)
        case.carry_out(package, evidence)
        case.close("justified", "watch_repair", "accepted", evidence)
        yield case.later(days=45)
        case = Case(desk, ("watch third", evidence), "tst")
        case.take(
            "watch_repair_quality",
            "Chronograph does not reset, again",
            words + " Again.",
            mood="upset",
            answers={"watch_job": "The last one", "watch_opened": "Only you"},
            **told,
        )
    yield case.later(days=2)
    case.acknowledge()
    package = case.propose(
        "apology",
        ("watch_exchange", 24800, "For a new one of the same model", "pacer"),
        reason="Third time. Nobody believes in a fourth repair.",
    )
    case.submit(package)
    yield case.later(days=2)
    if not case.approve(package, "Exchange, and send the old one to the maker."):
        return
    case.offer(package)
    yield case.later(days=1)
    case.accept(package, "At last.", due=3)
    yield case.later(days=2)
    case.carry_out(package, "Exchanged for BWPC-4459")
    case.close("justified", "watch_part", "satisfied", "Batch of springs too soft.")
    yield from follow_up(case, "happy", "Should have been the first answer.", after=2)


OPEN = (
    (
        "watch_water",
        "skerry",
        1,
        "customer_16",
        "zh_hant",
        "青銅潛水錶有水氣",
        "浮潛後錶鏡內有霧氣,錶冠一直鎖好。",
        {"watch_water": "浮潛二十分鐘,約三米", "watch_opened": "沒有"},
        3,
    ),
    (
        "watch_crown",
        "longhaul",
        1,
        "customer_52",
        "en",
        "Crown came off in my hand",
        "I set the second time zone and had the crown between my fingers.",
        {},
        2,
    ),
    (
        "watch_repair_time",
        "heritage",
        1,
        "customer_08",
        "zh_hant",
        "保養六星期仍未完成",
        "說好四星期,現在六星期了,每次打電話都說等零件。",
        {"watch_job": "收條上,六星期前"},
        5,
    ),
    (
        "watch_authenticity",
        "compass",
        1,
        "customer_55",
        "en",
        "Another dealer says that it is not genuine",
        "He opened the back and says that the movement is not the one of the brand.",
        {},
        1,
    ),
)


def open_today(desk, row):
    category, product, lot, customer, lang, title, body, answers, days = row
    case = Case(desk, ("watch open", product), "tst", start=desk.days_ago(days, 12.5))
    yield case.start
    case.take(
        category,
        title,
        body,
        lang=lang,
        customer=customer,
        product=product,
        lot=lot,
        bought=200,
        happened=1,
        mood="upset",
        answers=answers,
    )
    if days > 1:
        yield case.later(hours=2)
        case.acknowledge()


def whose_watches(desk):
    """At the end: what the retail addon's cases tell about who bought what."""
    yield desk.hours_ago(1)
    belongs_to(desk)


STORIES = (
    chronometer_gains,
    within_the_class,
    quartz_and_an_angry_customer,
    parallel_import,
    third_time,
)


def scripts(desk):
    for story in STORIES:
        yield story(desk)
    for row in OPEN:
        yield open_today(desk, row)
    yield whose_watches(desk)
