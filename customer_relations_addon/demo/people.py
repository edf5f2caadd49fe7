"""Who the customers are: class, home store, what is known of them, what they wish."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from odoo import fields

from .desk import STAFF, table

# number: home store, who looks after the customer
VIPS = {
    2: ("tst", "clerk"),
    9: ("tst", "supervisor"),
    12: ("cwb", "clerk2"),
    15: ("tst", "clerk3"),
    20: ("mk", "clerk_mk"),
    28: ("tst", "clerk"),
    38: ("cwb", "supervisor2"),
    41: ("tst", "clerk3"),
    44: ("cwb", "clerk2"),
    45: ("mk", "supervisor_mk"),
    49: ("tst", "supervisor"),
    56: ("web", "eshop"),
    61: ("macau", "clerk_macau"),
    62: ("macau", "director"),
}
TRADE = {59: ("tst", "manager"), 60: ("tst", "manager")}
TOURISTS = (26, 27, 30, 32, 34, 35, 36, 50, 51, 52, 53, 54, 55, 57, 58)
# They bought once and were never spoken with since.
QUIET = tuple(range(228, 236))
REGULARS = tuple(
    n for n in (*range(1, 26), 39, 40, 42, 43, 46, 47, 48, *range(63, 106), *QUIET)
)
WEIGHTS = {"tst": 9, "cwb": 6, "mk": 5, "web": 2}
# customer | kind | size of | what | day or age | marks: ! important, * sensitive | from
FACTS = """
 9 | preference | | Steel only; no date, no logo on the dial | 40 | ! | said at the counter in spring
 9 | size | wrist | 17.5 cm | 40 | ! | measured with the Meridian
 9 | anniversary | | Bought his first watch from us | +9,12 | | our sales book
 9 | family | | Son Ka Lok starts medical school and would like a watch | 75 | | at the preview
 2 | anniversary | | 結婚週年 | +12,15 | ! | 客人自己提起
 2 | size | ring | 52 | 120 | ! | 量度於尖沙咀店
 2 | preference | | 喜歡玫瑰金,不戴黃金 | 120 | | 春季預覽會
 2 | allergy | | 對鎳敏感,只戴 18K 或以上 | 430 | ! | 去年維修時說
12 | anniversary | | 生日 | +5,47 | ! | 會員表格
12 | size | ring | 49 | 60 | | 銅鑼灣店
12 | preference | | 只聽普通話以外的廣東話;請勿於上班時間來電 | 60 | ! | 電話中說
15 | size | wrist | 19 cm, likes it loose | 200 | | tried the Tidewater
15 | other | | Hearing aid on the left: speak clearly, offer the quiet table | 200 | !* | told by his wife
15 | anniversary | | 女兒畢業 | +33,1 | | 客人 WhatsApp
20 | preference | | 翡翠要有證書,不看 B 貨 | 90 | ! | 首次到店
20 | anniversary | | 媽媽八十大壽 | +21,80 | ! | 旺角店
20 | family | | 三個孫,每年買金器送禮 | 400 | | 旺角店
28 | preference | | 喜欢限量款,愿意等 | 150 | ! | 微信
28 | size | wrist | 18 cm | 150 | | 尖沙咀店
28 | other | | 在上海的住址只用于寄送保单 | 150 | * | 客人要求
38 | anniversary | | Wedding anniversary | +3,6 | ! | the order of her rings
38 | size | ring | HK 12 | 30 | ! | measured for the eternity band
38 | allergy | | Latex: no rubber straps | 30 | ! | told at the fitting
38 | other | | Going through a divorce: no letters to the old address | 30 | !* | told by herself
41 | preference | | Wants three reference numbers and the price, no small talk | 80 | ! | his own words
41 | size | wrist | 18.5 cm | 500 | | bracelet of 2024
41 | anniversary | | Promotion to partner | +58,2 | | business paper
44 | size | neck | 42 cm | 160 | | pearl strand
44 | family | | Sister of Harriet Lowe's colleague; do not mix up their orders | 160 | | the CWB team
44 | anniversary | | Birthday | +14,52 | | member form
45 | preference | | Collects chronographs before 1970; brings his own loupe | 20 | ! | Mong Kok
45 | other | | Pays in cash; asked us not to keep copies of his card | 20 | !* | at the till
45 | size | wrist | 16.5 cm | 20 | | Mong Kok
49 | anniversary | | Diwali | +40,1 | ! | every year since 2021
49 | preference | | Vegetarian: no leather straps | 55 | ! | at the counter
49 | size | bracelet | 19 cm | 55 | | bangle for his wife
56 | preference | | Answers e-mail at night, never the phone | 110 | ! | his mails
56 | size | wrist | 17 cm | 450 | | first order
61 | preference | | 喜歡珍珠,近年看南洋珠 | 70 | ! | 澳門店
61 | anniversary | | 金婚 | +7,50 | ! | 丈夫來電
61 | size | ring | 50 | 70 | | 澳門店
62 | preference | | Speaks Portuguese and Cantonese; letters in Portuguese | 100 | ! | Macau
62 | allergy | | Nickel | 100 | ! | Macau
59 | preference | | Orders in dozens; invoice to the office, never the warehouse | 35 | ! | the buyer
60 | preference | | Needs the assay report with each lot | 300 | ! | the buyer
 1 | size | wrist | 16 cm | 210 | | 買錶時量度
 3 | size | wrist | 18 cm | 95 | | 尖沙咀店
 5 | anniversary | | 結婚紀念日 | +25,9 | | 訂造戒指時說
 6 | size | ring | 48 | 380 | | 舊單據
 8 | preference | | 喜歡細錶面 | 45 | | 銅鑼灣店
10 | anniversary | | 生日 | +44,34 | | 會員表格
13 | allergy | | 對膠錶帶敏感 | 260 | ! | 投訴個案
16 | family | | 先生也是客人(許先生,旺角店) | 130 | | 旺角店
18 | size | ring | 51 | 15 | | 昨日量度
21 | preference | | 只收短訊,不接電話 | 66 | ! | 客人說
27 | preference | | 只用简体中文联系 | 88 | ! | 微信
39 | size | wrist | 17 cm | 25 | | fitting
40 | anniversary | | Birthday of her mother | +18,70 | | when she bought the pearls
42 | preference | | Screw-down crown only: swims every day | 12 | ! | TST
46 | allergy | | Nickel | 33 | ! | complaint about the hoops
47 | preference | | Hates waiting: book a time | 50 | ! | his review
48 | size | ring | UK L | 140 | | engraving order
50 | preference | | French; reads English | 61 | | visit
52 | size | wrist | 15 cm | 47 | | visit
55 | preference | | Ships to Oregon only with signature | 58 | ! | after a lost parcel
57 | other | | Travels with a carer | 90 | * | visit
"""
# customer | product, or words | most | state | wanted in days | note
WISHES = """
 9 | observatory | 40000 | offered | 20 | Panda dial only
 9 | A chronograph of his birth year 1974 | 90000 | open | 200 | Ask the auction desk
 2 | 玫瑰金情侶對戒 | 28000 | open | 12 | 結婚週年禮物
12 | sapphire | 50000 | offered | 5 | 要睇過石先
15 | tidewater | 19000 | bought | | 給女兒畢業
20 | feicui | 80000 | open | 21 | 壽禮,要有證書
28 | regent | 400000 | open | 300 | 愿意等下一批
38 | eternity | 22000 | bought | | Size HK 12
38 | Matching earrings for the eternity band | 15000 | open | 25 | Not before the divorce is through
41 | kowloon | 27000 | offered | 14 | Price by mail only
44 | pearl | 16000 | dropped | | Bought abroad
45 | A Valjoux 72 in original condition | 120000 | open | | Calls every month
49 | bangle | 32000 | bought | | For Diwali
49 | solitaire | 35000 | open | 40 | For his daughter
56 | meridian | 13000 | open | 28 | Blue dial
61 | 南洋珠項鏈 | 60000 | open | 7 | 金婚禮物
62 | hoops | 6000 | bought | | Nickel-free
 3 | tidewater | 18600 | open | 60 |
 8 | perle | 4500 | bought | |
18 | charm | 1500 | open | 10 | 生日
39 | pulse | 2500 | dropped | | Chose another brand
42 | tidewater | 19000 | open | 29 | Orange strap
59 | Two dozen mantel clocks with engraved plates | 150000 | offered | 30 | Company jubilee
"""
# customer | product | bought days ago | store, or where else | serial of others
PIECES = """
 9 | meridian | 1460 | tst |
 9 | observatory | 700 | tst |
 9 | tidewater | 1800 | tst |
 9 | Vintage chronograph, steel | 2900 | auction in Geneva | 27114-66
 2 | solitaire | 5400 | tst |
 2 | perle | 690 | tst |
 2 | bangle | 320 | tst |
12 | sapphire | 250 | cwb |
12 | pearl | 900 | cwb |
15 | kowloon | 705 | tst |
15 | tidewater | 1795 | tst |
20 | feicui | 1200 | mk |
20 | bangle | 640 | mk |
28 | regent | 410 | tst |
28 | observatory | 712 | tst |
38 | eternity | 28 | cwb |
38 | solitaire | 2200 | cwb |
41 | kowloon | 500 | tst |
41 | meridian | 1790 | tst |
44 | perle | 695 | cwb |
45 | observatory | 1825 | mk |
45 | Pocket watch of his grandfather | 9000 | family piece | 
49 | bangle | 60 | tst |
49 | mantel | 1500 | tst |
56 | pulse | 380 | web |
61 | pearl | 1100 | macau |
62 | hoops | 45 | macau |
59 | mantel | 800 | tst |
"""
LONG_AGO = 430
WARRANTY = relativedelta(years=2)
SERVICE = relativedelta(years=5)


def known(desk):
    """Return {number: (class, home store, login of the salesperson or none)}."""
    rng = desk.random("classes")
    found = {number: ("vip", *home) for number, home in VIPS.items()}
    found |= {number: ("trade", *home) for number, home in TRADE.items()}
    for name, numbers in (("tourist", TOURISTS), ("regular", REGULARS)):
        for number in numbers:
            store = rng.choices(list(WEIGHTS), WEIGHTS.values())[0]
            login = rng.choice(STAFF[store]) if name == "regular" else None
            found.setdefault(number, (name, store, login))
    return found | {"portal": ("regular", "tst", "clerk")}


def classes(desk):
    """Give the customers their class, home store and salesperson; one write a group."""
    groups = {}
    for number, place in desk.known.items():
        groups.setdefault(place, []).append(number)
    partners = desk.bulk("res.partner")
    for (name, store, login), numbers in groups.items():
        people = partners.union(*(_person(desk, number) for number in numbers))
        people.with_env(partners.env).write(
            {
                "customer_class_id": desk.ref(f"customer_class_{name}").id,
                "customer_store_id": desk.store(store).id,
                "user_id": desk.user(login).id if login else False,
            }
        )


def _person(desk, number):
    if number == "portal":
        return desk.ref("partner_customer_demo")
    return desk.customer(number)


def verified(desk):
    """The data of most were gone through with them, of some long ago."""
    rng = desk.random("verified")
    partners = desk.bulk("res.partner")
    for login, numbers in (
        ("clerk", (2, 9, 15, 41, 1, 3, 5)),
        ("clerk2", (12, 38, 44, 8, 10)),
        ("clerk_mk", (20, 45, 16, 18)),
        ("supervisor", (49, 59, 13, 21)),
    ):
        for number in numbers:
            days = rng.choice((12, 35, 80, 200, LONG_AGO))
            partner = desk.customer(number).with_env(partners.env)
            partner.write(
                {
                    "last_verified_at": desk.shop_moment(days, rng),
                    "last_verified_by_id": desk.user(login).id,
                }
            )


def facts(desk):
    rows = []
    for number, kind, key, value, when, marks, source in table(FACTS, parts=7):
        days, date = when, False
        if when.startswith("+"):
            ahead, years = map(int, when[1:].split(","))
            date = desk.date(ahead) - relativedelta(years=years)
            days = ahead * 7 % 300 + 20
        _class, store, login = desk.known[int(number)]
        user = desk.user(login or STAFF[store][0])
        rows.append(
            {
                "partner_id": desk.customer(number).id,
                "company_id": desk.company_of(store).id,
                "kind": kind,
                "key": key or False,
                "value": value,
                "date": date,
                "important": "!" in marks,
                "sensitive": "*" in marks,
                "source": source,
                "verified_at": desk.date(-int(days)),
                "verified_by_id": user.id,
            }
        )
    made = desk.bulk("customer.fact").create(rows)
    desk.date_back(made, "verified_at", "verified_by_id")


def _product(desk, word):
    name = f"retail_complaint_addon.product_{word}_demo"
    return desk.env.ref(name, raise_if_not_found=False) if word.isascii() else None


def wishes(desk):
    rng = desk.random("wishes")
    rows = []
    for number, what, most, state, ahead, note in table(WISHES, parts=6):
        _class, store, login = desk.known[int(number)]
        product = _product(desk, what)
        rows.append(
            {
                "partner_id": desk.customer(number).id,
                "company_id": desk.company_of(store).id,
                "store_id": desk.store(store).id,
                "user_id": desk.user(login or STAFF[store][0]).id,
                "product_id": product.id if product else False,
                "name": product.display_name if product else what,
                "budget": float(most),
                "state": state,
                "wanted_by": desk.date(int(ahead)) if ahead else False,
                "note": note,
            }
        )
    made = desk.bulk("customer.wish").create(rows)
    for wish in made:
        moment = desk.shop_moment(rng.randrange(10, 160), rng)
        desk.env.cr.execute(
            "UPDATE customer_wish SET create_date = %s, create_uid = user_id"
            " WHERE id = %s",
            (moment, wish.id),
        )


def collections(desk):
    """What VIPs own, and what the others have complained about."""
    free = _free_lots(desk)
    rows = []
    for number, what, days, place, serial in table(PIECES, parts=5):
        _class, home, _login = desk.known[int(number)]
        product = _product(desk, what)
        lots = free.get(product.id, []) if product and home != "macau" else []
        ours = place in STAFF
        bought = desk.date(-int(days))
        row = {
            "partner_id": desk.customer(number).id,
            "company_id": desk.company_of(home).id,
            "bought_on": bought,
            "store_id": desk.store(place).id if ours else False,
            "bought_elsewhere": False if ours else place,
            "warranty_end": bought + WARRANTY if ours else False,
            "next_service": bought + SERVICE if ours else False,
        }
        if product:
            # serial numbers belong to the company that bought the piece
            lot = lots.pop().id if lots else False
            row |= {"product_id": product.id, "lot_id": lot}
        else:
            row |= {"name": what, "serial": serial or False}
        rows.append(row)
    rows[3]["owned_until"] = desk.date(-90)
    rows[3]["note"] = "Given to his son"
    pieces = desk.bulk("customer.ownership")
    pieces.create(rows)
    desk.env.flush_all()
    pieces.create(_complained_of(desk))


def _free_lots(desk):
    """Return {product: serial numbers nobody owns or has complained about}."""
    lots = desk.env["stock.lot"]
    taken = desk.env["helpdesk.ticket"].sudo().search([("lot_id", "!=", False)]).lot_id
    domain = [
        ("id", "not in", taken.ids),
        ("company_id", "=", desk.ref("base.main_company").id),
    ]
    if "owner_id" in lots._fields:
        domain.append(("owner_id", "=", False))
    found = lots.sudo().search(domain, order="id")
    return {
        product.id: list(own) for product, own in found.grouped("product_id").items()
    }


def _complained_of(desk):
    """Return what the last customer of each serial number has in the collection."""
    held = desk.env["customer.ownership"].sudo().search([]).lot_id.ids
    desk.env.cr.execute(
        """SELECT DISTINCT ON (ticket.lot_id) ticket.lot_id, ticket.partner_id,
                  ticket.company_id, ticket.purchase_date AS bought_on,
                  CASE WHEN store.kind IN ('shop', 'online') THEN store.id
                       END AS store_id
             FROM helpdesk_ticket ticket
             JOIN res_partner partner ON partner.id = ticket.partner_id
        LEFT JOIN retail_store store ON store.id = ticket.store_id
            WHERE ticket.lot_id IS NOT NULL AND ticket.lot_id <> ALL(%s)
              AND ticket.is_complaint AND ticket.purchase_date IS NOT NULL
              AND NOT partner.is_company
         ORDER BY ticket.lot_id, ticket.received_at DESC
            LIMIT 90""",
        (held,),
    )
    rows = desk.env.cr.dictfetchall()
    lots = desk.env["stock.lot"].sudo().browse([row["lot_id"] for row in rows])
    owned = "owner_id" in lots._fields
    today = desk.date()
    result = []
    for row, lot in zip(rows, lots, strict=True):
        if owned and lot.owner_id and lot.owner_id.id != row["partner_id"]:
            continue
        bought = fields.Date.to_date(row["bought_on"])
        if bought > today:
            continue
        row |= {"warranty_end": bought + WARRANTY, "next_service": bought + SERVICE}
        result.append(row)
    return result


def scripts(desk):
    yield _told(desk)


def _told(desk):
    yield desk.hours_ago(6)
    classes(desk)
    verified(desk)
    facts(desk)
    wishes(desk)
    collections(desk)
