"""three-shops: 浙南日杂 exports its own list, 安徽竹木厂 fills in our sheet, 中通 gives its result."""

from __future__ import annotations

from tests.stories.answering import Answers, Post, SentSheet, filled, renamed, shuffled
from tests.stories.workbooks import rows_of

_ANHUI = """
line|number
01|432610088000011
02|432610088000012+432610088000013
"""
"""02: two bamboo mats in two parcels; 03 is not packed yet."""
_ZHENAN = """
line|number
01|YT7632410050001
02|YT7632410050002
03|YT7632410050003
04|YT7632410050004
05|YT7632410050005
06|YT7632410050005
07|YT7632410050006
08|YT7632410050007
"""
"""05 and 06: two goods of one order in one parcel; 09 is left blank."""
_ZHENAN_FOREIGN = """
收件人|货品|数量|单号|外部编号
江一苇|山野竹筷|1|YT7632410050091|XS-20261121-77
阮清和|野餐垫|1|YT7632410050092|XS-20261121-78
"""
_ZHENAN_NAMES = {"收件人姓名": "收件人", "商品名称": "货品", "物流单号": "单号", "订单编号": "外部编号"}
_ZTO = """
row|number
0|75862050010001
1|75862050010002
2|75862050010003
3|75862050010004
"""
"""The first row is an order of two parts in one parcel, under the order's number."""


def answers(outbox: dict[str, bytes]) -> Answers:
    """What comes back for the files of the first run."""
    post = Post(outbox)
    _anhui(post)
    _zhenan(post)
    _zhongtong(post)
    return post.answers


def _anhui(post: Post) -> None:
    """Our sheet, filled in by hand."""
    sheet = SentSheet(post.sent("代发单-安徽竹木厂"), 4)
    rows = filled(post, sheet, _ANHUI, {"number": "快递单号"}, between="\n")
    post.files["安徽竹木厂回单.xlsx"] = sheet.sent_back(rows, sheet.headings)


def _zhenan(post: Post) -> None:
    """A list of their own: few columns, and the numbers under 单号, which may mean anything."""
    sheet = SentSheet(post.sent("一件代发-浙南日杂"), 1)
    filled(post, sheet, _ZHENAN, {"number": "物流单号"})
    foreign = rows_of(_ZHENAN_FOREIGN)
    post.strays |= {row["单号"]: "REPLY-10" for row in foreign}
    rows = renamed(shuffled(sheet.rows), _ZHENAN_NAMES)
    headings = ["单号", "收件人", "货品", "数量", "外部编号"]
    back = [*rows[:4], foreign[0], *rows[4:], foreign[1]]
    post.files["浙南日杂 11.21 已发.xlsx"] = sheet.sent_back(back, headings)


def _zhongtong(post: Post) -> None:
    """The courier's file with a column of numbers added at its right."""
    booked = SentSheet(post.sent("中通-FJ03"), 1)
    supplier = SentSheet(post.sent("代发单-福建茶具"), 4)
    for said in rows_of(_ZTO):
        row = booked.rows[int(said["row"])]
        row["运单号"] = said["number"]
        told = [own for own in supplier.rows if row["订单号"] in " ".join(own.values())]
        for own in told:
            post.belongs(_bracketed(own["备注信息"]), said["number"])
    post.files["中通下单结果.xlsx"] = booked.sent_back(shuffled(booked.rows), [*booked.headings, "运单号"])


def _bracketed(remark: str) -> str:
    return remark.partition("[")[2].partition("]")[0]
