"""Cases that show what the desk does when it becomes difficult: limits and deputies."""

from ..case import Case
from ..survey import follow_up


def nine_hundred_twice(desk):
    """A second 900 after a reopening is above the clerk's limit of 1,000."""
    case = Case(desk, "900", "tst", "clerk3", start=desk.days_ago(58, 13.0))
    yield case.start
    case.take(
        "repair_again",
        "Strap torn again after four days",
        "The strap that was sewn last month is torn at the same place.",
        customer="customer_43",
        product="meridian",
        lot=23,
        paid=12800,
        bought=200,
        happened=1,
        wants="A new strap",
    )
    yield case.later(hours=1)
    case.acknowledge()
    first = case.propose("apology", ("goodwill", 900, "New strap"))
    case.submit(first)
    case.offer(first)
    case.accept(first, due=2)
    case.carry_out(first, "Strap handed over, slip 4471 signed")
    case.close("justified", "repair_work", "satisfied")
    yield case.later(days=12)
    case.reopen("The new strap is torn as well.")
    second = case.propose(
        "apology", ("goodwill", 900, "Strap of another maker"), reason="Once more."
    )
    case.submit(second)
    yield case.later(days=1)
    case.approve(second, "Yes, but look at the lugs: they cut the leather.")
    case.offer(second)
    case.accept(second, due=2)
    yield case.later(days=1)
    case.carry_out(second, "Strap handed over, lugs polished, slip 4530 signed")
    case.close("justified", "product_design", "accepted", "Sharp edge of the lugs.")
    yield from follow_up(case, "happy", csat=4, ces=3, nps=8)


def told_at_two_counters(desk):
    """The cases of one story count together against a limit."""
    first = Case(desk, "cluster 1", "tst", start=desk.days_ago(143, 12.1))
    yield first.start
    told = {
        "lang": "zh_hant",
        "customer": "customer_06",
        "product": "hoops",
        "lot": 23,
        "paid": 5600,
        "purchase_date": desk.days_ago(190).date(),
        "purchase_ref": "TST-41190",
        "happened": 0,
    }
    first.take(
        "quality_finish",
        "耳環扣針過鬆",
        "金圈耳環的扣針很鬆,戴一會就移位。",
        wants="修理",
        **told,
    )
    yield first.later(hours=1)
    first.acknowledge()
    package = first.propose("apology", ("repair", 600, "Springs replaced"))
    first.submit(package)
    first.offer(package)
    first.accept(package, due=7)
    yield first.later(days=1)
    second = Case(desk, "cluster 2", "tst", "clerk3", start=desk.now)
    second.take(
        "quality_finish",
        "耳環扣針投訴(同一客人)",
        "客人以電郵再次提出,並要求補償。",
        channel="email",
        wants="補償",
        **told,
    )
    yield second.later(hours=2)
    second.change("supervisor", duplicate_id=first.ticket.id)
    voucher = second.propose("apology", ("voucher", 500, "As asked by mail"))
    second.submit(voucher)
    yield second.later(days=1)
    second.reject(
        voucher, "The repair of the other case settles it. One story, one hand."
    )
    second.stage("cancelled", "supervisor")
    yield first.later(days=5)
    first.carry_out(package, "Repair order R-4901, signed")
    first.close("justified", "product_manufacture", "satisfied")
    yield from follow_up(first, "happy", csat=5, ces=2, nps=9)


def made_critical_by_the_supervisor(desk):
    """Raising the severity supersedes the request: compliance is asked besides."""
    case = Case(desk, "critical", "mk", start=desk.days_ago(87, 17.5))
    yield case.start
    case.take(
        "quality_defective",
        "智能手錶充電時發燙,燒焦床單",
        "Pulse 2 在床邊充電,半夜發燙,床單燒穿一個洞,幸好人醒着。",
        lang="zh_hant",
        customer="customer_17",
        product="pulse",
        lot=24,
        paid=2380,
        claimed=3200,
        bought=33,
        happened=1,
        mood="upset",
        wants="退款及賠償床單",
    )
    yield case.later(hours=1)
    case.acknowledge()
    package = case.propose(
        "apology", ("refund", 2380, "Price paid"), ("compensation", 820, "Bed linen")
    )
    case.submit(package)
    yield case.later(hours=3)
    case.change("supervisor_mk", severity="critical")
    case.steps(
        words="Charger and watch sealed; burn mark photographed; maker informed."
    )
    yield case.later(days=1, office=True)
    case.approve(package, "Approved. Stop the sale of this charger in all shops today.")
    yield case.later(hours=2)
    case.offer(package)
    case.accept(package, "處理得很快。", due=3)
    yield case.later(days=2)
    case.carry_out(
        package, "Card refund, reference 6120; linen paid in cash, slip 0940"
    )
    case.close(
        "justified",
        "product_material",
        "satisfied",
        "Third-party charger sold at the till has no thermal cut-off. Sale stopped.",
        by="supervisor_mk",
    )
    yield from follow_up(case, "happy", csat=5, ces=2, nps=8)


def passed_on_when_the_manager_fell_ill(desk):
    case = Case(desk, "passed on", "cwb", start=desk.days_ago(168, 16.0))
    yield case.start
    case.take(
        "quality_defective",
        "Stone of the solitaire lost on the second day",
        "The setting of my Lotus ring is open on one side. The stone is gone; I have "
        "searched the whole flat.",
        customer="customer_48",
        product="solitaire",
        lot=24,
        paid=32800,
        bought=3,
        happened=1,
        mood="upset",
        wants="A new ring, the proposal is on Saturday",
        severity="major",
    )
    yield case.later(hours=1)
    case.acknowledge()
    package = case.propose(
        "apology",
        ("replacement", 32800, "Same ring, checked under the microscope", "solitaire"),
        reason="Needed on Saturday. The setter's mark is the one of the June recall.",
    )
    case.submit(package)
    yield case.later(hours=4)
    desk.as_user("manager")["complaint.absence"].create(
        {
            "user_id": desk.user("manager").id,
            "date_from": desk.date(),
            "date_to": desk.date(5),
            "note": "Flu",
        }
    )
    # the scheduled action finds the manager away and asks the next holder
    yield case.later(hours=2)
    case.approve(package, "Of course. And tell them good luck.")
    case.offer(package)
    case.accept(package, "You saved Saturday.", due=2)
    yield case.later(days=1)
    case.carry_out(package, "Ring handed over, certificate 5510, signed")
    case.close("justified", "product_manufacture", "satisfied", "Setter changed.")
    yield from follow_up(case, "happy", "She said yes.", csat=5, ces=1, nps=10)


def offered_too_much_and_taken_back(desk):
    case = Case(desk, "withdrawn", "web", start=desk.days_ago(34, 11.4))
    yield case.start
    case.take(
        "delivery_late",
        "毕业礼物迟到九天",
        "下单时写三天送达,结果毕业礼都过了九天才到。",
        lang="zh_hans",
        customer="customer_30",
        product="charm",
        lot=23,
        paid=1280,
        claimed=1280,
        bought=14,
        happened=0,
        channel="chat",
        mood="upset",
        wants="退款或者补偿",
        answers={"expected_delivery": "三天内"},
    )
    yield case.later(hours=2)
    case.acknowledge()
    package = case.propose("apology", ("refund", 1280, "Whole price"))
    case.submit(package)
    yield case.later(hours=3)
    case.withdraw(package)
    second = case.propose("apology", ("refund", 80, "Delivery"), ("voucher", 300, ""))
    case.submit(second)
    case.offer(second)
    yield case.later(days=1)
    case.accept(second, "可以。", due=3)
    yield case.later(days=1)
    case.carry_out(second, "Refund 80, reference 3391; voucher V-2409 by mail")
    case.close("justified", "logistics_carrier", "accepted", "Typhoon signal no. 8.")
    yield from follow_up(case, "bounced")


def unhappy_to_the_end(desk):
    """Refused within the authority of the manager, with the recourse named."""
    case = Case(desk, "refused", "mk", start=desk.days_ago(104, 18.8))
    yield case.start
    case.take(
        "refund_refused",
        "鑽戒戴了四個月要求退貨",
        "鑽石線戒買了四個月,朋友說別間便宜兩成,要求全數退款。",
        lang="zh_hant",
        customer="customer_23",
        product="eternity",
        lot=24,
        paid=21500,
        claimed=21500,
        bought=122,
        happened=0,
        mood="hostile",
        wants="全數退款",
    )
    yield case.later(hours=2)
    case.acknowledge()
    yield case.later(days=1)
    package = case.propose(
        "explanation",
        ("refusal", 21500, "Worn for four months, without a fault"),
        reason="No fault, worn, bought at the price on the tag.",
    )
    case.submit(package)
    yield case.later(days=1, office=True)
    case.approve(package, "Refusal approved. Name the ways that are open to him.")
    case.offer(package)
    yield case.later(days=1)
    case.accept(package, "不同意,但知道結果。")
    case.carry_out(package, "Letter of refusal of today with the ways that are open")
    case.steps()
    case.result("unfounded", "customer_expectation", "dissatisfied", "貨品沒有問題。")
    case.stage("rejected")
    yield from follow_up(case, "angry", csat=1, csat_handling=2, ces=6, nps=0)


STORIES = (
    nine_hundred_twice,
    told_at_two_counters,
    made_critical_by_the_supervisor,
    passed_on_when_the_manager_fell_ill,
    offered_too_much_and_taken_back,
    unhappy_to_the_end,
)
