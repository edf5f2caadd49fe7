"""What is said in shops: subjects, notes and promises, in the customer's language."""

from __future__ import annotations

from .desk import table

# language | topic | kinds | direction | subject | note | promise | within days
SAID = """
en | product | visit chat | in | Compared two divers | Tried both on; prefers the lighter one. | Call when the blue dial is in | 5
en | product | visit | in | Looked at the new season | Stayed twenty minutes, took the catalogue. | |
en | product | email | in | Asked for the reference of a dial | Answered with photos of both versions. | Send photos of both dials | 1
en | price | call email | in | Asked for the best price of a pair | Quoted the list price less the member discount. | Send the quotation in writing | 2
en | price | visit | in | Price of a trade-in | Left photographs; the workshop has to look at it. | Name a price for the trade-in | 4
en | order | call | in | Where is my order? | In customs since Monday; told the number of the parcel. | Call again when it has cleared customs | 3
en | order | email | out | Arrival of the order | Ready at the counter from tomorrow. | |
en | repair | visit | in | Brought a bracelet for two links | Done while waiting. | |
en | repair | call | in | Crown feels loose | Asked to bring it in and not to swim with it. | Keep a watchmaker free on Saturday | 4
en | repair | call | out | Service reminder | Five years since the last one; will come next month. | Send the price list of the service | 1
en | repair | letter | out | Certificate after the service | Posted with the timing sheet. | |
en | complaint | call | in | Unhappy about the waiting time | Apologised; explained what happened that day. | Report back after talking to the team | 3
en | compliment | visit letter | in | Praised the fitting | Wants the colleague to know. | |
en | compliment | social | in | Kind words under our picture | Thanked in the thread. | |
en | event | call email | out | Invitation to the preview | Will come with one guest. | Keep two seats in the front row | 6
en | event | email | in | Cannot come to the preview | Asked for another day. | Offer another day | 2
en | greeting | letter | out | Birthday card | Signed by the whole shop. | |
en | greeting | chat | out | Season's greetings | Answered with a photo of the family. | |
en | product | chat | in | Is the strap vegan? | Yes, the maker says so in writing. | Send the maker's statement | 2
en | order | visit | in | Changed the engraving | New text taken down and signed. | Send a picture of the engraving before it is cut | 3
zh | product | visit | in | 睇新款機械錶 | 試戴兩款,鍾意藍面。 | 藍面到貨即致電 | 5
zh | product | visit chat | in | 查詢 18K 金鏈 | 解釋成色同重量,客人想諗下。 | 傳相片及重量 | 1
zh | product | call | in | 問翡翠證書 | 有天然A貨證書,可到店查看。 | 影證書傳畀客人 | 2
zh | price | call chat | in | 對戒報價 | 已講會員價,星期五前答覆。 | 星期五前書面報價 | 3
zh | price | visit | in | 以舊換新 | 舊金已磅,等師傅估價。 | 覆以舊換新價錢 | 2
zh | order | call | in | 查訂單 | 仍在清關,已講提單號。 | 清關後再致電 | 3
zh | order | email chat | out | 貨已到店 | 明天起可取。 | |
zh | repair | visit | in | 錶帶截短兩格 | 即場做好。 | |
zh | repair | call | out | 保養提示 | 上次保養五年前,下月會過來。 | 傳保養價目表 | 1
zh | repair | visit | in | 戒指鬆咗 | 爪位要執,免費。 | 星期六前執好 | 4
zh | complaint | call | in | 不滿等候太耐 | 已致歉並解釋當日情況。 | 了解後回覆客人 | 3
zh | compliment | visit | in | 讚同事細心 | 希望話畀經理知。 | |
zh | compliment | social | in | 留言讚好 | 已多謝。 | |
zh | event | call | out | 邀請春季預覽 | 會同太太一齊嚟。 | 留前排兩個位 | 6
zh | event | chat | in | 改預覽日期 | 想改星期日。 | 安排另一日 | 2
zh | greeting | letter | out | 生日卡 | 全店簽名。 | |
zh | greeting | chat | out | 中秋祝賀 | 客人回覆多謝。 | |
zh | product | email | in | 查詢戒指尺寸 | 建議到店量度。 | 留一套戒圈備用 | 2
cn | product | chat visit | in | 看限量款 | 想预订下一批。 | 有货立即微信通知 | 6
cn | product | chat | in | 问表盘颜色 | 发了三张实物图。 | 发视频 | 1
cn | price | chat call | in | 询价并问能否邮寄 | 解释了保险费用。 | 书面报价含运费 | 2
cn | order | chat | in | 查快递 | 已到深圳仓。 | 到货后告知单号 | 3
cn | repair | email | in | 进水怎么办 | 建议不要开表壳,尽快寄来。 | 安排保险寄送 | 3
cn | event | email | out | 新品预览邀请 | 会带一位朋友。 | 留两个座位 | 5
cn | greeting | chat | out | 新年祝福 | 回复了谢谢。 | |
cn | compliment | email | in | 感谢耐心讲解 | 希望下次还是同一位同事。 | |
"""
KEPT = {
    "en": (
        "Called; the customer is content.",
        "Done as promised.",
        "Sent the same day.",
    ),
    "zh": ("已致電,客人滿意。", "已辦妥。", "即日已傳。"),
    "cn": ("已联系,客户满意。", "已办好。", "当天已发送。"),
}
LATE = {
    "en": (
        "Done, with an apology for the delay.",
        "The colleague was on leave; done now.",
    ),
    "zh": ("已辦妥,並為延誤致歉。", "同事放假,遲咗處理。"),
    "cn": ("已办好,并为延误致歉。",),
}
BROKEN = {
    "en": (
        "The maker has stopped the model.",
        "Forgotten; a letter of apology was sent.",
    ),
    "zh": ("供應商停產。", "忘記跟進,已書面致歉。"),
    "cn": ("供应商停产。",),
}
WITHDRAWN = {
    "en": ("The customer has decided otherwise.", "Bought it on the spot instead."),
    "zh": ("客人改變主意。", "客人已即場買咗。"),
    "cn": ("客户改变主意。",),
}


def said():
    """Return the rows by language: dicts with kinds as a list."""
    names = "lang topic kinds direction subject note promise within".split()
    found = {}
    for cells in table(SAID, parts=8):
        row = dict(zip(names, cells, strict=True))
        row["kinds"] = row["kinds"].split()
        row["within"] = int(row["within"] or 0)
        found.setdefault(row["lang"], []).append(row)
    return found


def language(number):
    """Return in which of the three languages one speaks with a customer."""
    if number == "portal":
        return "en"
    if number in range(26, 38):
        return "cn"
    return "zh" if number in (*range(1, 26), 61, *range(63, 158)) else "en"
