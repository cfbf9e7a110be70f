"""A made-up shop's day for the report's tests and pictures: every state, every kind of problem, no real people."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

from sheetship.core.findings import Finding
from sheetship.core.report import Done, FileKind, Report, ReportFile, ReportLine, Waits
from sheetship.core.states import LineState

NOW: Final = datetime(2026, 11, 21, 10, tzinfo=timezone(timedelta(hours=8)))

_STATES: Final = [
    LineState.CONFIRMED, LineState.PO_SENT, LineState.SHIPPED, LineState.PO_SENT, LineState.ACKNOWLEDGED,
    LineState.BACKORDERED, LineState.SHIPPED, LineState.IN_TRANSIT, LineState.DELIVERED, LineState.IN_DOUBT,
    LineState.CANCELLED,
]  # fmt: skip

_WAITS: Final = {
    LineState.CONFIRMED: (Waits.TEAM, "改好问题后再运行", "Mend the problem and run again"),
    LineState.BACKORDERED: (Waits.TEAM, "换供应商或联系买家", "Choose another supplier or ask the buyer"),
    LineState.IN_DOUBT: (Waits.TEAM, "问供应商是否收到采购单", "Ask the supplier whether the order arrived"),
    LineState.PO_SENT: (Waits.SUPPLIER, "等供应商回运单号", "The supplier sends the tracking number"),
    LineState.ACKNOWLEDGED: (Waits.SUPPLIER, "等供应商发货", "The supplier ships"),
    LineState.SHIPPED: (Waits.PLATFORM, "上传回传文件", "Upload the file to the platform"),
    LineState.IN_TRANSIT: (Waits.COURIER, "等签收", "Delivery"),
}

_NAMES: Final = {
    "zh": {
        "shops": ["云上优品（抖店）", "小满家居旗舰店", "拾光生活 微信小店"],
        "suppliers": ["杭州云仓", "义乌优品百货供应链有限公司", "广州白云皮具", "深圳数码 3C", "泉州鞋服"],
        "products": [
            "北欧风陶瓷马克杯 350ml 礼盒装",
            "旅行收纳袋七件套 防水 灰色",
            "儿童保温杯",
            "蓝牙耳机 黑",
        ],
        "tab": ["订单"],
    },
    "en": {
        "shops": ["Northwind US", "Harbour & Co. – Amazon", "Etsy"],
        "suppliers": [
            "Ace Wholesale",
            "Blue Ridge Supply Company of Tennessee",
            "Cargo 7",
            "Delta",
            "Evergreen",
        ],
        "products": [
            "Ceramic mug, 350 ml, gift box",
            "Travel packing cubes, set of 7, grey",
            "Kids' bottle",
            "Earbuds",
        ],
        "tab": ["Orders"],
    },
}


def sample_report(lang: str, *, lines: int = 60, applied: bool = True) -> Report:
    """A whole day's report in the language."""
    names = _NAMES[lang]
    told = tuple(_line(at, lang) for at in range(lines))
    suppliers = names["suppliers"]
    return Report(
        run="20261121-100000",
        shop=names["shops"][0],
        at=NOW,
        lang=lang,
        applied=applied,
        done=Done(new=lines, ordered=24, tracked=11, uploaded=9, cells=412),
        lines=told,
        files=_files(suppliers[0]),
        findings=(
            *_findings(told, names["tab"][0]),
            Finding("FILE-06", "inbox/1121.xlsx", {"file": "1121.xlsx"}),
        ),
        terms={suppliers[1]: "30", suppliers[2]: "15"},
    )


def _line(at: int, lang: str) -> ReportLine:
    names, state = _NAMES[lang], _STATES[at % len(_STATES)]
    who, zh, en = _WAITS.get(state, (Waits.NOBODY, "", ""))
    is_chosen = state is not LineState.CONFIRMED
    income = Decimal(6500 + at * 37 % 5000) / 100
    cost = Decimal(1200 + at * 53 % 3000) / 100
    fees = (income * Decimal("0.05")).quantize(Decimal("0.01"))
    freight = Decimal("4.50")
    return ReportLine(
        key=f"L{at}",
        platform="douyin" if lang == "zh" else "shopify",
        shop=names["shops"][at * at % 3],
        order_id=f"692138{at:013d}",
        sku=f"MUG-{at:03d}",
        product=names["products"][at % 4],
        quantity=1 + at % 3,
        state=state,
        supplier=names["suppliers"][at % 5] if is_chosen else "",
        po_number="HZ01-261121-01" if is_chosen and state is not LineState.BACKORDERED else "",
        currency="CNY" if lang == "zh" else "USD",
        income=income,
        cost=cost if is_chosen else None,
        freight=freight if is_chosen else None,
        fees=fees if is_chosen else None,
        profit=income - cost - freight - fees if is_chosen else None,
        courier="顺丰" if state is LineState.SHIPPED else "",
        tracking_number=f"SF14{at:011d}" if state is LineState.SHIPPED else "",
        ordered_at=NOW - timedelta(hours=at % 90),
        ship_by=NOW + timedelta(hours=at * 7 % 66 - 6),
        waits_for=who,
        problems=() if is_chosen else ("ORD-23",),
        next_step=zh if lang == "zh" else en,
        where=f"{names['tab'][0]}!F{at + 2}",
    )


def _findings(lines: tuple[ReportLine, ...], tab: str) -> list[Finding]:
    held = [line for line in lines if line.problems]
    return [
        *(Finding("ORD-23", f"{tab}!E{line.where[-1]}", {"sku": line.sku}, line.key) for line in held[2:]),
        *(Finding("ORD-16", line.where, {}, line.key) for line in held[:2]),
        Finding("ORD-27", f"{tab}!L9", {"others": "6921380000000000003"}, "L7"),
    ]


def _files(supplier: str) -> tuple[ReportFile, ...]:
    return (
        ReportFile(
            path=f"suppliers/{supplier} #1.xlsx", kind=FileKind.SUPPLIER_SHEET, lines=12, supplier=supplier
        ),
        ReportFile(path="couriers/sf.csv", kind=FileKind.COURIER_FILE, lines=12),
        ReportFile(path="uploads/batch.csv", kind=FileKind.CHANNEL_UPLOAD, lines=9),
        ReportFile(path="payments.xlsx", kind=FileKind.PAYMENT_LIST, lines=5),
        ReportFile(path="report.xlsx", kind=FileKind.REPORT),
    )
