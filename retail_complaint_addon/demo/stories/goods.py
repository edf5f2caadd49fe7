"""Water in a diver's watch, a third repair, a stone swapped, a rash, a trade lot."""

from ..case import Case
from ..survey import follow_up, in_the_shop


def water_in_a_divers_watch(desk):
    case = Case(desk, "water", "tst", start=desk.days_ago(74, 12.2))
    yield case.start
    case.take(
        "repair_refused",
        "潛水錶入水,工場拒絕保養",
        "七月買的 Tidewater 300 潛水錶,戴着在南丫島游泳,第二天錶面內有水珠。錶身"
        "寫明防水三百米。櫃台說是「使用不當」,不予保養,要收 HKD 3,200。",
        lang="zh_hant",
        customer="customer_04",
        product="tidewater",
        lot=24,
        paid=18600,
        claimed=18600,
        bought=48,
        happened=3,
        mood="upset",
        wants="按保養條款免費維修,並書面解釋為何入水",
        severity="major",
    )
    yield case.later(hours=1)
    case.acknowledge()
    case.note("The crown was pushed in and locked when the watch came to the counter.")
    yield case.later(days=2)
    refusal = case.propose(
        "explanation",
        ("refusal", 18600, "Crown not screwed down: use against the instructions"),
        reason="The workshop reads the droplets as a crown that was left open.",
    )
    case.submit(refusal)
    yield case.later(days=1, office=True)
    case.reject(
        refusal,
        "No. A diver's watch passes 125 % of its rating when it is new. Put it in the "
        "water test with the crown locked before we tell a customer he is wrong.",
    )
    yield case.later(days=3, office=True)
    case.steps(
        words="Water test: leaks at the case back at 6 bar with the crown locked. The "
        "gasket is pinched on one side, from assembly."
    )
    repair = case.propose(
        "apology",
        ("repair", 4800, "New gaskets, movement cleaned, dial replaced, water test"),
        ("voucher", 500, "For five weeks without the watch"),
        reason="Finding of the workshop: pinched gasket, a fault of assembly.",
    )
    case.propose(
        "apology", ("refund", 18600, "Price paid"), reason="If he has lost his trust."
    )
    case.submit(repair)
    yield case.later(days=1)
    case.approve(repair, "Agreed, and a letter that says it was our gasket.")
    yield case.later(hours=2)
    case.offer(repair)
    case.stage("awaiting")
    yield case.later(days=1)
    case.accept(repair, "唔錯,最緊要是肯認是墊圈問題。", due=21, executor="supervisor")
    yield case.later(days=19)
    case.carry_out(repair, "Repair order R-5520; water test passed at 37.5 bar, signed")
    case.close(
        "justified",
        "product_manufacture",
        "satisfied",
        "Pinched case back gasket. Two more pieces of this delivery are being tested.",
    )
    yield from follow_up(
        case, "happy", "肯認錯已經很難得。", after=2, csat=5, ces=4, nps=9
    )


def repeat_repair(desk):
    """The same watch three times: the third time the customer wants no repair."""
    case = Case(desk, "repeat", "mk", start=desk.days_ago(233, 18.1))
    told = {
        "customer": "customer_41",
        "product": "kowloon",
        "lot": 24,
        "paid": 26500,
        "purchase_date": desk.days_ago(263).date(),
        "purchase_ref": "MK-20771",
    }
    yield case.start
    case.take(
        "quality_stopped",
        "GMT hand slips",
        "The 24-hour hand of my Kowloon GMT is an hour behind after every flight.",
        happened=2,
        wants="Repair",
        **told,
    )
    for text, note in (
        ("Repair order R-4410", "Hand refitted."),
        ("Repair order R-4687", "Friction spring replaced."),
    ):
        yield case.later(days=1)
        case.acknowledge()
        package = case.propose("apology", ("repair", 900, "Under the warranty"))
        case.submit(package)
        case.offer(package)
        case.accept(package, due=20)
        yield case.later(days=17)
        case.carry_out(package, text)
        case.close("justified", "product_manufacture", "accepted", note)
        yield from follow_up(case, None if "4410" in text else "so_so", after=1)
        if "4410" in text:
            yield case.later(days=6)
            case = Case(desk, "repeat 2", "mk", start=desk.now)
            case.take(
                "repair_again",
                "GMT hand slips again",
                "Some weeks after the repair the hand is behind again. Second time.",
                happened=1,
                mood="upset",
                wants="A repair that lasts",
                **told,
            )
    yield case.later(days=24)
    third = Case(desk, "repeat 3", "mk", start=desk.now)
    third.take(
        "repair_again",
        "Third time: no more repairs",
        "For the third time the second time zone of my Kowloon GMT is wrong. Each time "
        "I was three weeks without a watch. I do not want it repaired again.",
        happened=0,
        mood="hostile",
        wants="Another watch or my money. Not a fourth month of waiting.",
        **told,
    )
    yield third.later(hours=3)
    third.acknowledge()
    yield third.later(days=1)
    repair = third.propose(
        "apology", ("repair", 900, "By the head of the workshop"), ("voucher", 800, "")
    )
    exchange = third.propose(
        "apology",
        ("replacement", 26500, "New piece from another delivery", "kowloon"),
        reason="Third repair of the same fault; the law speaks of a reasonable time.",
    )
    third.submit(repair)
    third.submit(exchange)
    yield third.later(days=1, office=True)
    third.approve(repair)
    third.approve(
        exchange, "Exchange it. And send the old one to the maker, not to me."
    )
    yield third.later(hours=3)
    third.offer(repair)
    third.decline(repair, "I said no fourth repair on the first day.")
    third.offer(exchange)
    yield third.later(days=1)
    third.accept(exchange, "At last.", due=5)
    yield third.later(days=4)
    third.carry_out(exchange, "Delivery note D-7781; old piece taken back, signed")
    third.close(
        "justified",
        "product_design",
        "accepted",
        "The friction of the 24-hour wheel is too weak in this delivery.",
    )
    yield from follow_up(third, "so_so", after=3, csat=4, nps=6)


def stone_swapped_in_repair(desk):
    case = Case(desk, "swap", "cwb", start=desk.days_ago(196, 17.3))
    yield case.start
    case.take(
        "repair_damage",
        "戒指取回後懷疑寶石被調換",
        "送修改圈口的藍寶石戒指,取回後顏色明顯偏暗。舊的證書寫明石內有一條針狀包體,"
        "現在放大鏡下看不到。這是先夫送的結婚三十週年禮物。",
        lang="zh_hant",
        customer="customer_14",
        product="sapphire",
        lot=24,
        paid=46000,
        claimed=46000,
        bought=420,
        happened=6,
        mood="hostile",
        wants="還我原來的寶石",
        staff=("ws_1",),
    )
    yield case.later(hours=1)
    case.acknowledge()
    case.change("manager", legal_hold=True)
    case.note(
        "Bag number of the hand-over and the photos of the day secured.", "manager"
    )
    yield case.later(days=2, office=True)
    case.steps(
        words="Two rings of the same size were resized on one bench that day. The "
        "stones went back into the wrong bags: photos of 14:20 and 15:05 show it."
    )
    package = case.propose(
        "apology",
        (
            "repair",
            1200,
            "Own stone found in the second ring and set again, with report",
        ),
        ("compensation", 6000, "For the fright, and the laboratory report"),
        reason="Both stones have been found and identified by their certificates.",
    )
    case.submit(package)
    yield case.later(days=1, office=True)
    case.approve(
        package, "Go. One ring per tray from today, and two people at the bag."
    )
    yield case.later(hours=4)
    case.offer(package)
    yield case.later(days=2)
    case.accept(package, "找回就好,但以後不會再送修。", due=6)
    yield case.later(days=5)
    case.carry_out(package, "Laboratory report 88-120341; ring collected and signed")
    case.change("manager", legal_hold=False)
    case.close(
        "justified",
        "repair_custody",
        "accepted",
        "Two articles open on one bench. The second customer has been told as well.",
        by="supervisor2",
    )
    yield from follow_up(case, "so_so", "找回原石,但過程令人心寒。", csat=3, nps=3)


def rash_from_earrings(desk):
    case = Case(desk, "rash", "tst", "clerk3", start=desk.days_ago(138, 13.4))
    yield case.start
    case.take(
        "quality_injury",
        "Swollen ear lobes after two evenings",
        "Both ear lobes were swollen and wet after I wore the 18K hoops twice. The "
        "doctor writes contact dermatitis and asks for a nickel test of the piece.",
        customer="customer_50",
        product="hoops",
        lot=24,
        paid=5600,
        bought=9,
        happened=4,
        mood="upset",
        wants="My money back, the doctor's bill of HKD 900 and the result of the test",
        tags=("tourist",),
    )
    yield case.later(hours=2)
    case.acknowledge()
    case.steps(
        words="Piece sealed and sent for a nickel release test; two more of stock."
    )
    package = case.propose(
        "apology",
        ("refund", 5600, "Price paid"),
        ("compensation", 900, "Bill of the doctor"),
        reason="Health. The post is soldered with an alloy we do not know.",
    )
    case.submit(package)
    yield case.later(days=1, office=True)
    case.approve(
        package, "Pay today. Take the whole delivery off the shelf until tested."
    )
    yield case.later(hours=3)
    case.offer(package)
    case.accept(package, "Thank you for taking it seriously.", due=2)
    yield case.later(days=2)
    case.carry_out(
        package, "Card refund, reference 2204; doctor's bill paid by transfer"
    )
    case.close(
        "justified",
        "product_material",
        "satisfied",
        "Posts of one supplier over the limit for piercings. Twelve pairs sent back.",
        by="supervisor",
    )
    yield from follow_up(case, "happy", "Fast and human.", csat=5, ces=1, nps=9)


def trade_buyers_lot(desk):
    case = Case(desk, "trade", "office", start=desk.days_ago(52, 10.6))
    yield case.start
    case.take(
        "quality_defective",
        "40 charm bracelets, eleven clasps open by themselves",
        "Delivery of 40 Star Ferry bracelets for our hotel shops. Of twenty we tried, "
        "eleven clasps open at a light pull. Our buyer's report is attached.",
        customer="customer_59",
        product="charm",
        paid=1280,
        claimed=51200,
        bought=12,
        happened=3,
        channel="email",
        wants="40 sound pieces before the season, or the lot goes back",
        external_ref="PGT-PO-20417",
        tags=("trade",),
        severity="major",
    )
    yield case.later(hours=2, office=True)
    case.acknowledge()
    yield case.later(days=2, office=True)
    case.steps(
        words="Pull test of all 40: fourteen below 15 N. Spring of the box clasp."
    )
    exchange = case.propose(
        "apology",
        ("replacement", 51200, "40 pieces from the next delivery, in five weeks"),
        reason="What the buyer asks for; the supplier takes the lot back.",
    )
    discount = case.propose(
        ("repair", 2400, "Clasps replaced in our workshop within eight days"),
        ("price_reduction", 7600, "15 % of the invoice"),
        reason="The pieces are in the shops before the season.",
    )
    case.submit(exchange)
    case.submit(discount)
    yield case.later(days=1, office=True)
    case.approve(exchange, "If they insist. I would rather they took the repair.")
    case.offer(discount)
    yield case.later(days=2, office=True)
    case.accept(discount, "Acceptable if the eight days are kept.", due=8)
    yield case.later(days=7, office=True)
    case.carry_out(discount, "Delivery note D-8120, credit note CN-3318")
    case.close(
        "justified",
        "product_material",
        "accepted",
        "Supplier changed the spring without telling us. Claim sent, credit promised.",
    )
    yield from follow_up(case, "so_so", "Solved in time.", csat=4, ces=3, nps=7)


def nothing_wrong_but_a_magnet(desk):
    case = Case(desk, "magnet", "tst", start=desk.days_ago(29, 19.2))
    yield case.start
    case.take(
        "quality_stopped",
        "新錶每日快四十分鐘",
        "Meridian 自動錶戴了兩星期,忽然每日快四十分鐘。",
        lang="zh_hant",
        customer="customer_07",
        product="meridian",
        lot=24,
        paid=12800,
        bought=15,
        happened=1,
        wants="檢查及維修",
        severity="minor",
    )
    yield case.later(hours=1)
    case.acknowledge()
    case.steps(
        words="Magnetised: the tablet cover has a strong magnet. Rate after: +4 s/d."
    )
    package = case.propose(
        "explanation",
        ("inspection", 150, "Demagnetised while the customer waited"),
        ("goodwill", 100, "Card with three rules about magnets, and a polishing cloth"),
    )
    case.submit(package)
    case.offer(package)
    case.accept(package, "原來是平板電腦的磁石,長知識了。")
    case.carry_out(package, "Timing record of 19:40, signed")
    case.close("unfounded", "no_fault", "satisfied", "Magnetised by a tablet cover.")
    in_the_shop(case, "happy", csat=5, csat_handling=5, ces=1, nps=10)


STORIES = (
    water_in_a_divers_watch,
    repeat_repair,
    stone_swapped_in_repair,
    rash_from_earrings,
    trade_buyers_lot,
    nothing_wrong_but_a_magnet,
)
