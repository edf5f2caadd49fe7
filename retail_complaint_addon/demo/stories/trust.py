"""A fei cui dispute, a tour group, a letter, a review, a watch with a number."""

from datetime import timedelta

from ..case import Case
from ..survey import follow_up


def fei_cui_type_b(desk):
    case = Case(desk, "type b", "tst", start=desk.days_ago(171, 14.1))
    yield case.start
    case.take(
        "quality_authenticity",
        "翡翠吊墜被驗出屬B貨",
        "去年底以 HKD 68,000 購入的翡翠吊墜,發票寫「天然翡翠」。上星期送另一間化驗所,"
        "紅外光譜顯示有樹脂,屬B貨。我要求全數退款及賠償,否則向海關舉報。",
        lang="zh_hant",
        customer="customer_11",
        product="feicui",
        lot=24,
        paid=68000,
        claimed=80000,
        bought=201,
        happened=8,
        mood="hostile",
        wants="退回貨款六萬八千元,並賠償一萬二千元",
        tags=("vip",),
    )
    yield case.later(hours=1)
    case.acknowledge("supervisor")
    case.change("manager", legal_hold=True)
    case.note(
        "Invoice copy, photo of the window and the supplier's statement are secured. "
        "Nobody discusses the grade before the laboratory has spoken.",
        "compliance",
    )
    yield case.later(days=3, office=True)
    case.steps(
        words="Our own FTIR report by an accredited laboratory: polymer peaks, "
        "impregnated. Sold as natural on the word of the supplier alone."
    )
    full = case.propose(
        "apology",
        ("refund", 68000, "Price paid"),
        ("compensation", 3500, "Both laboratory reports"),
        reason="The description on the invoice is wrong. There is nothing to argue.",
        by="supervisor",
    )
    case.submit(full, "supervisor")
    yield case.later(days=1, office=True)
    case.approve(
        full,
        "Approved. Every piece of this supplier goes to the laboratory this week, and "
        "customers who bought one are written to.",
    )
    yield case.later(hours=4)
    case.offer(full, "supervisor")
    yield case.later(days=3)
    case.accept(full, "接受,但仍會考慮是否舉報。", due=5, by="supervisor")
    yield case.later(days=3)
    case.carry_out(
        full, "Bank transfer 771204; pendant taken back, sealed", "supervisor"
    )
    case.change("manager", legal_hold=False)
    case.close(
        "justified",
        "description_wrong",
        "dissatisfied",
        "Impregnated jadeite sold as natural. Six other pieces withdrawn; customs was "
        "informed by us.",
        by="manager",
    )
    yield from follow_up(case, "angry", "錢退了,但信任沒有了。", csat=2, nps=1)


def tour_group_refund(desk):
    case = Case(desk, "tour", "tst", start=desk.days_ago(121, 11.8))
    yield case.start
    case.take(
        "staff_pressure",
        "旅行团强迫购物要求退款",
        "三月参加旅行团,导游带到店里两个小时不让走。店员说金镯回去一定升值,我妈妈花了"
        "29,600 买下。根据一百八十天退货承诺要求全额退款,镯子没有戴过,发票齐全。",
        lang="zh_hans",
        customer="customer_27",
        behalf="customer_32",
        product="bangle",
        lot=24,
        paid=29600,
        bought=96,
        happened=0,
        channel="email",
        mood="upset",
        incident_place="Group counter, first floor",
        wants="全额退款到我妈妈的银行卡",
        tags=("tourist",),
    )
    yield case.later(hours=20)
    case.acknowledge()
    case.steps(
        words="Group sale of 12 March; the promise for tour groups is six months. The "
        "bangle is unworn, weight 37.52 g as invoiced."
    )
    yield case.later(days=2)
    package = case.propose(
        "apology",
        ("refund", 29600, "Full price, six months' promise for tour groups"),
        reason="Within the promise. The sales talk is followed up separately.",
    )
    case.submit(package)
    yield case.later(days=1, office=True)
    case.approve(package, "Within the promise, so pay. I speak with the group desk.")
    yield case.later(hours=5)
    case.offer(package)
    case.stage("awaiting")
    yield case.later(days=6)
    case.accept(package, "谢谢,手镯已经寄出。", due=10)
    yield case.later(days=8)
    case.carry_out(
        package, "Refund to the card, reference 5519, parcel SF-30041 received"
    )
    case.close(
        "partly",
        "people_behaviour",
        "satisfied",
        "No lock-in could be shown, but the promise of a gain should not be made.",
    )
    yield from follow_up(case, "happy", "处理很专业,比想象中快。", csat=5, ces=3, nps=8)


def letter_of_the_consumer_council(desk):
    case = Case(desk, "council", "office", start=desk.days_ago(93, 9.8))
    yield case.start
    case.take(
        "refund_refused",
        "Letter of the Consumer Council: refund refused, watch faulty",
        "The Council forwards the case of Mr. Cheng: his Observatory Chronograph for "
        "HKD 38,000 stopped on the second day; the shop offered a repair only. The "
        "Council asks for our position within fourteen days.",
        customer="customer_09",
        product="observatory",
        lot=24,
        paid=38000,
        bought=26,
        happened=24,
        channel="letter",
        outside_body="consumer_council",
        outside_ref="CC-2026-11873",
        outside_reply_by=(desk.now + timedelta(days=14)).date(),
        mood="calm",
        wants="Refund of HKD 38,000 and an answer to the Council",
        severity="major",
    )
    yield case.later(hours=2, office=True)
    case.acknowledge()
    yield case.later(days=2, office=True)
    case.steps(words="The shop sold the last piece without a check of the running.")
    repair = case.propose("apology", ("repair", 1500, "With a loan watch"))
    case.submit(repair)
    case.approve(repair)  # a legal hold asks compliance as well
    case.offer(repair)
    yield case.later(days=2, office=True)
    case.decline(repair, "He asked for his money on the second day, and still does.")
    refund = case.propose(
        "apology",
        ("refund", 38000, "Price paid"),
        ("goodwill", 300, "Strap as a gesture"),
        reason="Stopped on the second day: the buyer may reject it.",
    )
    case.submit(refund)
    case.approve(refund)
    case.offer(refund)
    yield case.later(days=3, office=True)
    case.accept(refund, "Thank you. I have told the Council.", due=4)
    yield case.later(days=3, office=True)
    case.as_().action_outside_answered()
    case.carry_out(
        refund, "Card refund, reference 9004; letter to the Council of today"
    )
    case.close(
        "justified",
        "process_ignored",
        "satisfied",
        "Stopped within two days and a repair was forced on him. Shops reminded.",
    )
    yield from follow_up(case, "happy", csat=4, csat_handling=3, ces=5, nps=6)


def bad_review(desk):
    case = Case(desk, "review", "cwb", "supervisor2", start=desk.days_ago(47, 20.0))
    yield case.start
    case.take(
        "staff",
        "一星差評:店員全程玩手機",
        "一星!星期六去銅鑼灣店想買對戒,兩個店員坐着玩手機,問價錢就指一指價錢牌。"
        "十五分鐘後自己走。隔壁那間有茶飲有人招呼。大家不用來了。",
        lang="zh_hant",
        customer="customer_19",
        channel="website_review",
        external_handle="@sunny_bride_2026",
        source_url="https://www.example.com/reviews/4471",
        incident_place="銅鑼灣店,鑽飾櫃",
        happened=1,
        staff=("cwb_1",),
        mood="hostile",
        wants="公開道歉",
        tags=("press",),
        severity="major",
    )
    yield case.later(hours=1)
    case.acknowledge()
    yield case.later(days=1)
    case.steps(
        words="Both on shift admit it; the third was at lunch. Warned in writing."
    )
    case.reply_publicly(
        "<p>感謝您的評論。您的體驗未如理想,我們深表歉意,並希望作出補救。請與我們聯絡,以便私下詳談。</p>",
        approve="manager",
        link="https://www.example.com/reviews/4471#reply",
    )
    package = case.propose(
        "apology",
        ("voucher", 1000, "Private appointment with our wedding adviser"),
        reason="Read by four thousand people, and she is right.",
    )
    case.submit(package)
    case.offer(package)
    yield case.later(days=2)
    case.accept(package, "有誠意,已更新評論。", due=14)
    yield case.later(days=9)
    case.carry_out(package, "Voucher V-2210 used on the appointment of the day")
    case.close(
        "justified",
        "people_behaviour",
        "satisfied",
        "Review changed from one to four stars by the customer herself.",
    )
    yield from follow_up(case, "happy", "主管親自打來,值得一讚。", csat=5, ces=2, nps=8)


def review_to_answer(desk):
    """A reply that waits for somebody else's approval, with a word too many."""
    case = Case(desk, "new_review", "cwb", "clerk2", start=desk.hours_ago(22))
    yield case.start
    case.take(
        "staff",
        "Two stars: had to ask three times",
        "Two stars. Nice rings, but I had to ask three times before anybody opened the "
        "showcase, and nobody could tell me the carat weight.",
        customer="customer_23",
        channel="website_review",
        external_handle="@weekend_in_cwb",
        source_url="https://www.example.com/reviews/5120",
        incident_place="CWB, bridal counter",
        happened=2,
        staff=("cwb_1",),
        mood="upset",
        severity="moderate",
    )
    case.acknowledge()
    case.reply_publicly(
        "<p>Thank you for your review. We are sorry that you had to wait and guarantee "
        "that it will not happen again. Please write to care@example.com, so that we "
        "can talk about it in private.</p>"
    )


def tourbillon(desk):
    """A payment that the dealers' rule brings to compliance, besides the director."""
    case = Case(desk, "tourbillon", "tst", start=desk.days_ago(262, 16.4))
    yield case.start
    case.take(
        "not_as_shown",
        "Limited edition number 07 delivered as 70",
        "I bought the Regent Tourbillon because of its number, 07 of 88. The piece "
        "that was handed over after the engraving is 70. For HKD 388,000 I expect that "
        "somebody reads what he hands over.",
        customer="customer_47",
        product="regent",
        lot=1,
        paid=388000,
        bought=11,
        happened=2,
        mood="upset",
        wants="Number 07, or the whole price back",
        tags=("vip",),
        severity="major",
    )
    yield case.later(hours=1)
    case.acknowledge("supervisor")
    yield case.later(days=1)
    case.steps(words="Number 07 was sold by the maker to a collector in Geneva.")
    package = case.propose(
        "apology",
        ("refund", 388000, "Price paid, by bank transfer only"),
        reason="Number 07 cannot be had. The piece comes back unworn.",
        by="supervisor",
    )
    case.submit(package, "supervisor")
    yield case.later(days=1, office=True)
    case.approve(
        package, "Approved; by transfer to the account of the purchase, no cash."
    )
    yield case.later(hours=3)
    case.offer(package, "supervisor")
    case.accept(package, "A pity, but correct.", due=5, by="supervisor")
    yield case.later(days=3)
    case.carry_out(
        package, "Bank transfer 660017, watch back in the safe", "supervisor"
    )
    case.close(
        "justified",
        "logistics_stock",
        "accepted",
        "07 and 70 mixed up between the safe book and the engraver.",
        by="supervisor",
    )
    yield from follow_up(case, None)


def foreign_money(desk):
    """A tourist is paid back in the currency of the card."""
    case = Case(desk, "euro", "tst", "clerk3", start=desk.days_ago(152, 12.7))
    yield case.start
    case.take(
        "payment_wrong",
        "Charged in euro at a rate of the terminal",
        "I chose Hong Kong dollars. The slip says EUR 1,960.00, my bank says the "
        "market rate would have been EUR 1,865.",
        customer="customer_51",
        product="pearl",
        lot=24,
        paid=15800,
        claimed=95,
        currency="EUR",
        bought=5,
        happened=5,
        channel="email",
        wants="The difference of EUR 95",
        tags=("tourist",),
    )
    yield case.later(hours=18)
    case.acknowledge()
    package = case.propose(
        "apology", ("refund", 95, "Difference of the rate"), currency="EUR"
    )
    case.submit(package)
    case.offer(package)
    yield case.later(days=1)
    case.accept(package, "Merci.", due=5)
    yield case.later(days=2)
    case.carry_out(package, "Refund to the card, reference 7730, EUR 95.00")
    case.close("justified", "process_payment", "satisfied", "Terminal set to convert.")
    yield from follow_up(case, "happy", "Very correct.", csat=5, ces=2, nps=9)


STORIES = (
    fei_cui_type_b,
    tour_group_refund,
    letter_of_the_consumer_council,
    bad_review,
    review_to_answer,
    tourbillon,
    foreign_money,
)
