"""paste-your-orders: no platform at all, only a workbook kept by hand with headings of its own."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from tests.stories.people import person
from tests.stories.story import Story, Trap
from tests.stories.workbooks import HEAD, book, catalogue_book, rows_of, set_print, striped_png

NAME = "paste-your-orders"
_HEADER_ROW = 3

SETTINGS = """# 自己的表、自己的列名：只有认不出来的两列要在这里说一声。
[shop]
name = "巷口杂货"
lang = "zh"

[tables]
orders = "orders.xlsx#接单登记"

[columns]
order_id = "客户单号"
quantity = "要几个"

[money]
margin_floor = 0.1
"""

ABOUT = """
没有平台，也没有导出：订单都是客户在微信里说的，手工记在 `orders.xlsx` 的“接单登记”里。列名是自己起的，顺序也随意，
上面有合并的大标题和一张小图，下面有“合计”行，旁边有图表，还有一页“说明”。`sheetship.toml` 里只写了两列的名字，其余自己认出来。
运行后，SheetShip 的列出现在表的右边；标题、图、图表、合计、说明都原样不动。
"""

_TABS = {
    "suppliers": """
code|name|template|courier|priority|terms|contact|active
NB01|宁波小五金|offline_cn|圆通||现结|微信 wujin-nb|是
LY02|临沂批发老周|import_12|中通||15|微信 laozhou|是
""",
    "offers": """
supplier|supplier_sku|product|cost|stock|no_ship|as_of
NB01|KP-12|开瓶器|3.60|||2026-11-10
NB01|JD-08|剪刀 8 寸|5.20|40||2026-11-10
LY02|ZX-30|折叠小板凳|13.50|100|西藏|2026-11-15
LY02|SB-02|扫把簸箕套装|11.00|30|西藏|2026-11-15
LY02|JD-08|剪刀 8 寸|4.80|200|西藏|2026-11-15
""",
    "sku_map": """
sku|supplier|supplier_sku|factor
开瓶器||KP-12|1
剪刀||JD-08|1
剪刀三把||JD-08|3
板凳||ZX-30|1
扫把||SB-02|1
""",
    "freight": """
supplier|area|first|additional
NB01||4.00|1.00
LY02||5.00|0.50
""",
}

_HEADINGS = (
    ("下单日期", 12), ("客户单号", 14), ("收货人", 11), ("货号", 11), ("要几个", 8), ("金额", 10), ("手机", 18), ("收货地址", 44),
    ("备注", 22), ("谁接的", 9),
)  # fmt: skip

_ROWS = rows_of("""
day|order|who|sku|count|money|note|taker|trap|answer
19|X1119-1|3|开瓶器|2|30|常客|阿青||
19|X1119-2|5|板凳|1|39||阿青||
19|X1119-3|7|剪刀|1|19.9||小五|手机列是数字，不是文本|照常下单，11 位一位不少
20|X1120-1|9|扫把|1|29.9|红色的|小五|同一个客户单号有两行|两行都下单：同一单的两件货
20|X1120-1|9|剪刀三把|1|45||小五|一份三把|按 3 把下给临沂老周：两把起他家总价低，只买一把是宁波的低
20|X1120-2|11|板凳|一打|390|村委会要的|阿青|数量写成“一打”|挂起 ORD-20，改成 12 就走
20|X1120-3|12|剪刀|2个|39.8||阿青|数量写成“2个”|照常下单 2 把
20|X1120-4|14|水壶|1|55||小五|货号“水壶”没有映射|挂起 ORD-23
21|X1121-1|15|板凳|1|39|和上面王姐一起发|阿青|地址写的“同上”|挂起 ORD-15：看不出省市区，不去猜是哪一行
21|X1121-2|16|开瓶器|1|15||小五|没有手机|挂起 ORD-12
21|X1121-3|18|扫把|2|56|先别发，等我电话|小五|备注说先别发|挂起 ORD-28，可以了就在“放行”列写放行
21|X1121-4|20|剪刀|1|8.8|老客户送的价|阿青|8.8 元，不够成本加运费|挂起 ORD-46
""")
_NOT_TEXT = frozenset({"下单日期", "要几个", "金额", "手机"})


def story() -> Story:
    """The whole story."""
    return Story(
        name=NAME,
        title_zh="自己记的订单表",
        title_en="A hand-kept orders sheet",
        lang="zh",
        at="2026-11-21T10:00:00+08:00",
        replies_at="2026-11-21T19:00:00+08:00",
        about=ABOUT,
        files={
            "sheetship.toml": SETTINGS.encode(),
            "catalogue.xlsx": catalogue_book("zh", _TABS),
            "orders.xlsx": book(_fill),
        },
        traps=[
            *_traps(),
            Trap("orders.xlsx", str(_total_row() + 1), "“合计”行，带公式", "不当作订单，公式原样"),
        ],
    )


def _traps() -> list[Trap]:
    first = _HEADER_ROW + 1
    return [
        Trap("orders.xlsx", str(at), row["trap"], row["answer"])
        for at, row in enumerate(_ROWS, start=first)
        if row["trap"]
    ]


def _total_row() -> int:
    return _HEADER_ROW + len(_ROWS)


def _fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet = workbook.add_worksheet("接单登记")
    set_print(sheet)
    title = {"bold": True, "font_size": 18, "align": "center", "valign": "vcenter", "font_color": "#134E4A"}
    sheet.merge_range(0, 0, 0, len(_HEADINGS) - 1, "巷口杂货 · 11 月接单登记", workbook.add_format(title))
    sheet.set_row(0, 42)
    picture = {
        "image_data": io.BytesIO(striped_png(72, 36)),
        "x_offset": 6,
        "y_offset": 4,
        "description": "店标",
    }
    sheet.insert_image(0, 0, "logo.png", picture)
    sheet.merge_range(1, 0, 1, len(_HEADINGS) - 1, "每接一单记一行；发了货的不要删")
    head = workbook.add_format(HEAD)
    for at, (name, width) in enumerate(_HEADINGS):
        sheet.set_column(at, at, width)
        sheet.write_string(_HEADER_ROW - 1, at, name, head)
    for number, row in enumerate(_ROWS, start=_HEADER_ROW):
        _write_row(workbook, sheet, number, row)
    _write_total(workbook, sheet)
    _write_chart(workbook, sheet)
    _write_notes(workbook)


def _cells(row: dict[str, str]) -> dict[str, object]:
    who = person(int(row["who"]))
    address = (
        "同上" if "同上" in row["trap"] else f"{who.province}{who.city}{who.district}{who.town}{who.detail}"
    )
    phone: object = "" if row["trap"] == "没有手机" else who.phone
    return {
        "下单日期": date(2026, 11, int(row["day"])),
        "客户单号": row["order"],
        "收货人": who.name,
        "货号": row["sku"],
        "要几个": int(row["count"]) if row["count"].isdigit() else row["count"],
        "金额": float(row["money"]),
        "手机": int(who.phone) if "数字" in row["trap"] else phone,
        "收货地址": address,
        "备注": row["note"],
        "谁接的": row["taker"],
    }


def _write_row(workbook: Any, sheet: Any, number: int, row: dict[str, str]) -> None:  # noqa: ANN401
    edge = {"bottom": 1, "bottom_color": "#CBD5E1"}
    plain = workbook.add_format(edge)
    money = workbook.add_format({"num_format": "#,##0.00", **edge})
    day = workbook.add_format({"num_format": 'm"月"d"日"', **edge})
    for at, value in enumerate(_cells(row).values()):
        if isinstance(value, date):
            sheet.write_datetime(number, at, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        elif isinstance(value, str):
            sheet.write_string(number, at, value, plain) if value else sheet.write_blank(
                number, at, None, plain
            )
        else:
            sheet.write_number(number, at, value, money if isinstance(value, float) else plain)


def _write_total(workbook: Any, sheet: Any) -> None:  # noqa: ANN401
    bold = workbook.add_format({"bold": True, "top": 2, "num_format": "#,##0.00"})
    at, last = _total_row(), _total_row()
    sheet.write_string(at, 0, "合计", bold)
    for column in range(1, len(_HEADINGS)):
        sheet.write_blank(at, column, None, bold)
    total = sum(float(row["money"]) for row in _ROWS)
    sheet.write_formula(at, 5, f"=SUM(F{_HEADER_ROW + 1}:F{last})", bold, round(total, 2))


def _write_chart(workbook: Any, sheet: Any) -> None:  # noqa: ANN401
    chart = workbook.add_chart({"type": "bar"})
    last = _total_row()
    chart.add_series(
        {
            "name": "金额",
            "categories": f"=接单登记!$C${_HEADER_ROW + 1}:$C${last}",
            "values": f"=接单登记!$F${_HEADER_ROW + 1}:$F${last}",
            "fill": {"color": "#0F766E"},
        }
    )
    chart.set_legend({"none": True})
    sheet.insert_chart(_total_row() + 3, 1, chart)


def _write_notes(workbook: Any) -> None:  # noqa: ANN401
    sheet = workbook.add_worksheet("说明")
    sheet.set_column(0, 0, 60)
    for at, text in enumerate(
        ("客户单号：X＋月日－第几单", "金额是客户付的总数，不是单价", "老客户的价钱问阿青")
    ):
        sheet.write_string(at, 0, text)
