"""douyin-day: what four suppliers and 顺丰 send back in the evening.

杭州云仓 fills in our sheet, 义乌优品 exports its own, 广州暖阳 writes a chat, 成都茶里 bought at 1688, 顺丰 gives its result.
"""

from __future__ import annotations

from tests.stories.answering import Answers, Post, SentSheet, filled, renamed, shuffled, token_of
from tests.stories.workbooks import export_book, rows_of

_HANGZHOU = """
line|number|courier
01|75862031144501|
02|75862031144502+75862031144503|
03|75862031144504|中通快递
04|75862031144505|
05|773200118800421|申通
06|75862031144506|
07|75862031144506|
08|EA202611218CN|EMS
11|75862031144507|中通快递
"""
"""08: a parcel that went by EMS; 09 says that it is out of stock; 10 is left blank."""
_HANGZHOU_FOREIGN = """
订单号|收货信息|商品名称|商品数量|备注信息|快递单号
6988770011220033441|江一苇，13900005001，江苏省苏州市虎丘区狮山街道滨河路8号|竹纤维毛巾|2|加急|75862031144590
6988770011220033458|阮清和，13900005002，安徽省芜湖市镜湖区北京路9号|保鲜盒三件套|1||75862031144591
"""
_YIWU = """
line|number|packed|courier
01|YT7632410023301||圆通速递
02|YT7632410023302||圆通速递
03|YT7632410023303||圆通速递
04|YT7632410023304||圆通速递
05|YT7632410023304||圆通速递
07|YT7632410023306||圆通速递
08|YT7632410023307|2|圆通速递
09|SF1691120450099||顺丰速运
10|EA202611222CN||邮政EMS
11|YT7632410023308+YT7632410023309||
"""
"""08: 2 of 3 towels; 09: the urgent one; 10: mistyped, its check digit is wrong; 11: three mugs in two parcels."""
_YIWU_SLIPPED = ("06", "YT7632410023305", "许半青")
"""A row that slipped when the sheet was put together: this line's token, but somebody else's name beside it."""
_YIWU_NAMES = {"物流单号": "快递单号", "订单编号": "外部编号", "收件人姓名": "收件人", "商家编码": "货号"}
_CHAT = """\
广州暖阳  11-21 17:40
今天的单号，韵达：
赵星辰 432610077120011
伍豆芽 13900002899 432610077120012
郑可欣：432610077120013
皮小卡 {order} 432610077120014
云舒舒 432610077120015 432610077120016
毛小雨 432610077120099
"""
_CHAT_LINES = """
line|number
01|432610077120011
02|432610077120012
03|432610077120013
04|432610077120014
05|432610077120015+432610077120016
"""
_CHENGDU = """
line|number|quantity|note
01|JT3129004411201|1|{token}
02|JT3129004411202|1|
03|JT3129004411203|1|顺路一起发
"""
_SF = """
line|number
01|SF1691120450011
02|SF1691120450012
03|SF1691120450013
04|SF1691120450014
06|SF1691120450016
07|SF1691120450017
"""
"""05 has not been picked up yet."""
_PURCHASES_1688 = (
    "订单编号", "买家公司名", "买家会员名", "卖家公司名", "卖家会员名", "货品总价(元)", "运费(元)", "涨价或折扣(元)", "实付款(元)",
    "订单状态", "订单创建时间", "订单付款时间", "发货方", "收货人姓名", "收货地址", "邮编", "联系电话", "联系手机", "货品标题",
    "单价(元)", "数量", "单位", "货号", "型号", "Offer ID", "SKU ID", "物料编号", "单品货号", "货品种类", "买家留言",
    "物流公司", "运单号",
)  # fmt: skip


def answers(outbox: dict[str, bytes]) -> Answers:
    """What comes back for the files of the first run."""
    post = Post(outbox)
    _hangzhou(post)
    _yiwu(post)
    _guangzhou(post)
    _chengdu(post)
    _shunfeng(post)
    return post.answers


def _hangzhou(post: Post) -> None:
    """Our sheet, filled in by hand: shuffled, a column added, two cells merged, two rows of another shop."""
    sheet = SentSheet(post.sent("代发单-杭州云仓"), 4)
    rows = filled(post, sheet, _HANGZHOU, {"number": "快递单号", "courier": "快递公司"})
    sheet.row("09")["快递单号"] = "雾蓝缺货，周二到"
    pair = [sheet.row("06"), sheet.row("07")]
    pair[1]["快递单号"] = ""
    rest = [row for row in rows if row not in pair]
    foreign = rows_of(_HANGZHOU_FOREIGN)
    post.strays |= {row["快递单号"]: "REPLY-10" for row in foreign}
    back = [*rest[:2], foreign[0], *rest[2:5], *pair, *rest[5:], foreign[1]]
    merged = {"快递单号": (back.index(pair[0]), back.index(pair[1]))}
    post.files["代发单-杭州云仓-已发货.xlsx"] = sheet.sent_back(back, [*sheet.headings, "快递公司"], merged)


def _yiwu(post: Post) -> None:
    """An export of their own system: other headings, another order of columns, what was really packed."""
    sheet = SentSheet(post.sent("一件代发-义乌优品"), 1)
    told = {"number": "物流单号", "packed": "实发数量", "courier": "快递公司"}
    filled(post, sheet, _YIWU, told, between="\n")
    serial, number, name = _YIWU_SLIPPED
    sheet.row(serial).update({"物流单号": number, "收件人姓名": name})
    post.strays |= {number: "REPLY-12", "EA202611222CN": "REPLY-17"}
    post.numbers.pop(token_of(sheet.row("10")))
    rows = renamed(shuffled(sheet.rows), _YIWU_NAMES)
    headings = ["外部编号", "收件人", "货号", "商品名称", "数量", "实发数量", "快递公司", "快递单号"]
    post.files["义乌优品1121发货明细.xlsx"] = sheet.sent_back(rows, headings)


def _guangzhou(post: Post) -> None:
    """Pasted from a chat: a recipient of two orders is told apart by the order's number, one name is not ours."""
    sheet = SentSheet(post.sent("订单导入-广州暖阳"), 1)
    filled(post, sheet, _CHAT_LINES, {"number": "单号"})
    post.strays["432610077120099"] = "REPLY-10"
    text = _CHAT.format(order=sheet.row("04")["订单号"])
    post.files["广州暖阳 微信.txt"] = text.encode()


def _chengdu(post: Post) -> None:
    """Bought at 1688: one purchase carries our token in its message, the others are known by recipient and goods."""
    sheet = SentSheet(post.sent("代发单-成都茶里"), 4)
    purchases = []
    for at, said in enumerate(rows_of(_CHENGDU)):
        row = sheet.row(said["line"])
        name, phone, address = row["收货信息"].split("，")
        post.belongs(token_of(row), said["number"])
        purchases.append(
            {
                "订单编号": f"27419003{at}7715500{at}",
                "卖家会员名": "成都茶里",
                "订单状态": "等待买家确认收货",
                "收货人姓名": name,
                "收货地址": address,
                "联系手机": phone,
                "货品标题": "蒙顶甘露 2026 新茶 250g 罐装",
                "单品货号": "GL-250",
                "数量": said["quantity"],
                "单位": "罐",
                "买家留言": said["note"].format(token=token_of(row)),
                "物流公司": "极兔速递",
                "运单号": said["number"],
            }
        )
    post.files["1688_buyer_orders_20261121.xlsx"] = export_book(_PURCHASES_1688, purchases, tab="Sheet0")


def _shunfeng(post: Post) -> None:
    """The courier's own file, its 运单号 filled; one parcel is still to be picked up."""
    sheet = SentSheet(post.sent("顺丰-SZ04"), 2)
    rows = filled(post, sheet, _SF, {"number": "运单号"})
    post.files["顺丰批量下单结果.xlsx"] = sheet.sent_back(rows, sheet.headings)
