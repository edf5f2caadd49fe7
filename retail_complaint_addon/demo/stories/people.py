"""Complaints about people, personal data, and a customer who knows the portal."""

from ..case import Case
from ..survey import follow_up, in_the_shop


def about_a_clerk(desk):
    """The clerk complained about neither owns nor reads nor decides the case."""
    case = Case(desk, "about clerk3", "tst", "clerk", start=desk.days_ago(38, 15.9))
    yield case.start
    case.take(
        "staff",
        "Clerk threw the guarantee card on the counter",
        "I asked Mr. Lau for the date on my guarantee card. He threw it on the counter "
        "and said that I should learn to read.",
        customer="customer_44",
        product="perle",
        lot=24,
        bought=60,
        happened=0,
        claimed=0,
        mood="upset",
        wants="An apology from the person himself",
        staff=("clerk3",),
        incident_place="Service counter",
    )
    yield case.later(hours=1)
    case.acknowledge("supervisor")
    yield case.later(days=2)
    case.steps(
        by="supervisor",
        words="Mr. Lau was heard in private. He regrets it: the seventh hour without a "
        "break. The colleague beside him confirms the words.",
    )
    package = case.propose(
        "apology",
        ("goodwill", 300, "Card and a watch cushion, handed over by the supervisor"),
        by="supervisor",
    )
    case.submit(package, "supervisor")
    case.offer(package, "supervisor")
    yield case.later(days=1)
    case.accept(package, "He apologised like a man. Good.", due=2, by="supervisor")
    case.carry_out(package, "Visit of the customer, 17:10", "supervisor")
    case.close(
        "justified",
        "people_behaviour",
        "satisfied",
        "Breaks of the service counter are on the plan now.",
        by="supervisor",
    )
    yield from follow_up(case, "happy", "Well done.", after=1, csat=5, ces=2, nps=8)


def about_a_supervisor(desk):
    case = Case(
        desk, "about supervisor2", "cwb", "clerk2", start=desk.days_ago(81, 19.0)
    )
    yield case.start
    case.take(
        "staff",
        "店長當眾責罵客人",
        "我只是要求見經理,姓郭的店長在全店面前大聲說「你要投訴就去投訴」。",
        lang="zh_hant",
        customer="customer_21",
        happened=0,
        claimed=0,
        mood="hostile",
        wants="要求公司正式道歉",
        staff=("supervisor2",),
        incident_place="銅鑼灣店收銀處",
        severity="major",
    )
    yield case.later(days=1, office=True)
    case.change("manager", user_id=desk.user("manager").id)
    case.acknowledge("manager")
    yield case.later(days=2, office=True)
    case.steps(by="manager", words="已分別與店長及兩位同事面談,情況屬實。")
    package = case.propose(
        "apology", ("voucher", 500, "With a letter of the director"), by="manager"
    )
    case.submit(package, "manager")
    case.offer(package, "manager")
    yield case.later(days=2, office=True)
    case.decline(package, "錢不是重點,我要他自己道歉。", "manager")
    apology = case.propose(
        "apology", "explanation", reason="The person himself, with me.", by="manager"
    )
    case.submit(apology, "manager")
    case.offer(apology, "manager")
    yield case.later(days=1, office=True)
    case.accept(apology, "接受道歉。", by="manager")
    case.carry_out(apology, "已於分店當面致歉,客人簽署確認", "manager")
    case.close(
        "justified", "people_behaviour", "accepted", "已安排管理培訓。", "manager"
    )
    yield from follow_up(case, "so_so", csat=3, nps=5)


def slip_with_a_strangers_address(desk):
    case = Case(desk, "privacy", "web", start=desk.days_ago(64, 10.2))
    yield case.start
    case.take(
        "privacy",
        "My address and purchase in a stranger's parcel",
        "A lady called me on my private number. Her parcel held my delivery slip: "
        "name, address, telephone, and that I had bought a ring for HKD 32,800.",
        customer="customer_40",
        happened=1,
        claimed=0,
        mood="upset",
        channel="phone",
        wants="To know who else has seen it, and that it cannot happen again",
        answers={
            "personal_data": "Name, address, telephone, article and price, on a slip "
            "in the parcel of another customer"
        },
    )
    yield case.later(hours=1)
    case.acknowledge()
    case.steps(
        1, words="Slip collected by our driver the same day; print queue stopped."
    )
    yield case.later(days=1, office=True)
    case.steps(
        1,
        words="One person saw it, the slip is back. Not reported to the Commissioner: "
        "no real risk of harm; reason written down.",
        by="compliance",
    )
    package = case.propose(
        "apology",
        "explanation",
        ("voucher", 500, "For the fright"),
        reason="Our error.",
    )
    case.submit(package)
    yield case.later(days=1, office=True)
    case.approve(package, "Approved. Slips are printed one by one from now on.")
    case.offer(package)
    yield case.later(days=1)
    case.accept(package, "Thank you for the open answer.", due=3)
    case.carry_out(package, "Voucher V-2317 by mail, letter of the privacy officer")
    case.close("justified", "process_system", "accepted", "Printer joined two orders.")
    yield from follow_up(case, "happy", csat=4, ces=2, nps=7)


def daughter_for_her_mother(desk):
    case = Case(desk, "behalf", "mk", start=desk.days_ago(110, 16.6))
    yield case.start
    case.take(
        "price",
        "代母親投訴:金價多收",
        "家母七十八歲,買手鏈時價錢牌寫 HKD 1,280,結帳收了 HKD 1,680,說是金價上升,"
        "但那是銀鏈。",
        lang="zh_hant",
        customer="customer_08",
        behalf="customer_13",
        product="charm",
        lot=24,
        paid=1680,
        claimed=400,
        bought=2,
        happened=2,
        wants="退回四百元",
        mood="upset",
    )
    yield case.later(hours=0.5)
    case.acknowledge()
    case.steps()
    package = case.propose(
        "apology", ("price_reduction", 400, "As on the tag"), ("goodwill", 150, "Pouch")
    )
    case.submit(package)
    case.offer(package)
    case.accept(package, "多謝,即場處理好。")
    case.carry_out(package, "Cash refund, slip 0817 signed")
    case.close("justified", "process_ignored", "satisfied", "店員輸入錯誤貨號。")
    in_the_shop(case, "happy", csat=5, csat_handling=5, ces=1, nps=9)


def customer_of_the_portal(desk):
    """Three cases of the customer who signs in; the last one is open."""
    told = {
        "customer": "partner_customer",
        "product": "perle",
        "lot": 25,
        "paid": 4280,
        "purchase_date": desk.days_ago(340).date(),
        "purchase_ref": "TST-30117",
    }
    case = Case(desk, "portal 1", "tst", start=desk.days_ago(301, 14.0))
    yield case.start
    case.take(
        "repair_slow",
        "Battery change takes three weeks",
        "I left my Perle for a battery. Three weeks later it is still in the workshop.",
        happened=1,
        wants="My watch back this week",
        **told,
    )
    yield case.later(hours=3)
    case.acknowledge()
    package = case.propose("apology", ("voucher", 200, "Next battery on the house"))
    case.submit(package)
    case.offer(package)
    yield case.later(days=1)
    case.accept(package, "Fine, thank you.", due=2)
    yield case.later(days=1)
    case.carry_out(package, "Voucher V-1880, watch collected")
    case.close("justified", "people_capacity", "satisfied")
    yield from follow_up(case, "happy", "Friendly.", after=1, csat=4, ces=2, nps=8)
    yield desk.days_ago(150, 17.0)
    case = Case(desk, "portal 2", "tst", start=desk.now)
    case.take(
        "service_unreachable",
        "Nobody answers the telephone at Tsim Sha Tsui",
        "Five calls in two days. I only want to know whether the strap has come.",
        customer="partner_customer",
        channel="phone",
        happened=0,
        wants="A call",
    )
    yield case.later(hours=2)
    case.acknowledge()
    package = case.propose("apology", "explanation")
    case.submit(package)
    case.offer(package)
    case.accept(package, "All right.")
    case.carry_out(package, "Call of 19:20")
    case.close("justified", "people_capacity", "accepted", "Two lines, one person.")
    yield from follow_up(case, None)
    yield desk.days_ago(4, 12.5)
    case = Case(desk, "portal 3", "tst", start=desk.now)
    case.take(
        "quality_finish",
        "Hands of the Perle have lost their colour",
        "The blue of the hands has become grey on one side. The watch lies in a drawer "
        "when I do not wear it.",
        happened=2,
        channel="web_form",
        wants="New hands",
        **told,
    )
    yield case.later(hours=2)
    case.acknowledge()
    case.steps(1)


STORIES = (
    about_a_clerk,
    about_a_supervisor,
    slip_with_a_strangers_address,
    daughter_for_her_mother,
    customer_of_the_portal,
)
