"""paste-your-orders: 宁波小五金 answers by chat, 临沂老周 adds two columns to the sheet that he was sent."""

from __future__ import annotations

from tests.stories.answering import Answers, Post, SentSheet, filled

_CHAT = """\
吴思远 YT7632410060001
孙小满，尾号2211  圆通 YT7632410060002
谢谢老板
"""
_CHAT_LINES = """
line|number
01|YT7632410060001
02|YT7632410060002
"""
_LINYI = """
line|number|packed
01|75862070020001|1
02|75862070020002|1
03|75862070020002|2
04|75862070020004|2
"""
"""02 and 03: a broom and scissors of one order in one parcel; of the three scissors only two are packed."""


def answers(outbox: dict[str, bytes]) -> Answers:
    """What comes back for the files of the first run."""
    post = Post(outbox)
    filled(post, SentSheet(post.sent("代发单-宁波小五金"), 4), _CHAT_LINES, {"number": "单号"})
    post.files["宁波小五金.txt"] = _CHAT.encode("gb18030")
    sheet = SentSheet(post.sent("订单导入-临沂"), 1)
    rows = filled(post, sheet, _LINYI, {"number": "快递单号", "packed": "实发数量"})
    post.files["老周1121.xlsx"] = sheet.sent_back(rows, [*sheet.headings, "快递单号", "实发数量"])
    return post.answers
