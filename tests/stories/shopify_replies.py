"""shopify-us: the 28-column sheet from Garden State, Royal Mail's export for Leeds, a chat from Yiwu."""

from __future__ import annotations

import csv
import io

from tests.stories.answering import Answers, Post, SentSheet, filled, token_of
from tests.stories.workbooks import rows_of

_GARDEN_STATE = """
line|number|again
01|9400111899561234561012|
02|9400111899561234561119|
03|9400111899561234561180|
04|9400111899561234561258|9400111899561234561326
"""
"""02: a digit is mistyped; 04: the first label was spoiled, the parcel went out under a new number."""
_GARDEN_STATE_FOREIGN = """
Order Number|Name (Shipping)|City (Shipping)|Country Code (Shipping)|SKU Suplier|Item Name|Quantity|Tracking
SO-88213|Gus Lindqvist|Duluth|US|GSM-PLATE-9|Enamel plate|2|9400111899561234561494
SO-88219|Tess Maddox|Reno|US|GSM-BOWL-6|Enamel bowl|1|9400111899561234561555
"""
_ROYAL_MAIL = """
reference|number
#1050|QA104822340GB
#1054|QA104822512GB
03|QA104822336GB
04|QA104822680GB
08|QA104822755GB
HM-2207|QA881230017GB
"""
"""An order of several lines is booked as one parcel under its number, other lines by their serial; HM-2207 is not ours."""
_CHAT = """\
Sunny Trade  18:02
Tracking for today, YunExpress
Ben Okoro-Hale {first} {sixth} YT2632500712345601
Pia Sorrentino {second} YT2632500712345602
Léna Beauchêne {third} YT2632500712345603
Cleo Marchetti {fourth} {fifth} YT2632500712345604
Ben Okoro-Hale YT2632500712345609
"""
_CHAT_LINES = """
line|number
01|YT2632500712345601
02|YT2632500712345602
03|YT2632500712345603
04|YT2632500712345604
05|YT2632500712345604
06|YT2632500712345601
"""
"""01 and 06: two orders of one recipient in one parcel. The last line of the chat could mean either of them."""
_SERIALS = {"first": "01", "second": "02", "third": "03", "fourth": "04", "fifth": "05", "sixth": "06"}


def answers(outbox: dict[str, bytes]) -> Answers:
    """What comes back for the files of the first run."""
    post = Post(outbox)
    _garden_state(post)
    _royal_mail(post)
    _yiwu(post)
    return post.answers


def _garden_state(post: Post) -> None:
    """Our sheet with Tracking and NEW Tracking filled, two orders of another shop between ours."""
    sheet = SentSheet(post.sent("Garden-State-Mugs"), 4)
    rows = filled(post, sheet, _GARDEN_STATE, {"number": "Tracking", "again": "NEW Tracking"})
    resent = sheet.row("04")
    post.numbers[token_of(resent)] = {resent["NEW Tracking"]}
    post.numbers.pop(token_of(sheet.row("02")))
    foreign = rows_of(_GARDEN_STATE_FOREIGN)
    post.strays |= {row["Tracking"]: "REPLY-10" for row in foreign}
    post.strays["9400111899561234561119"] = "REPLY-17"
    back = [foreign[0], *rows[:2], foreign[1], *rows[2:]]
    post.files["GSM orders 11-22 shipped.xlsx"] = sheet.sent_back(back, sheet.headings)


def _royal_mail(post: Post) -> None:
    """Click & Drop's list of labels: our reference, the service, the number."""
    sheet = SentSheet(post.sent("Leeds-Tin-&-Paper"), 4)
    listed = []
    for said in rows_of(_ROYAL_MAIL):
        reference, number = said["reference"], said["number"]
        if reference.startswith("#"):
            of_order = [token_of(row) for row in sheet.rows if row["Order Number"] == reference]
        elif reference.isdigit():
            of_order = [token_of(sheet.row(reference))]
            reference = of_order[0]
        else:
            of_order = []
            post.strays[number] = "REPLY-10"
        for token in of_order:
            post.belongs(token, number)
        listed.append([reference, "22/11/2026", "International Tracked", number, "Despatched"])
    listed.sort(key=lambda row: row[3])
    text = io.StringIO()
    csv.writer(text).writerows(
        [["Order reference", "Despatch date", "Service", "Tracking number", "Status"], *listed]
    )
    post.files["click-and-drop-labels.csv"] = text.getvalue().encode("utf-8-sig")


def _yiwu(post: Post) -> None:
    """A chat that repeats our codes; its last line names only a recipient who has two orders."""
    sheet = SentSheet(post.sent("订单导入-Yiwu"), 1)
    filled(post, sheet, _CHAT_LINES, {"number": "number"})
    post.strays["YT2632500712345609"] = "REPLY-11"
    tokens = {name: f"[{token_of(sheet.row(serial))}]" for name, serial in _SERIALS.items()}
    post.files["Sunny Trade chat.txt"] = _CHAT.format_map(tokens).encode()
