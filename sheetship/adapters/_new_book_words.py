"""What a new workbook says to the person who fills it: a note for every heading, and the Read-me tab.

Private to ``new_books.py``. Notes are keyed by tab and field; each is (Chinese, English).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Words = tuple[str, str]

ORDERS_TAB: Final[Words] = ("订单", "Orders")
README_TAB: Final[Words] = ("说明", "Read me")

NOTES: Final[Mapping[str, Mapping[str, Words]]] = {
    "orders": {
        "platform": (
            "订单来自哪个平台，如 抖店、淘宝、拼多多。",
            "Where the order was placed: Shopify, Amazon, …",
        ),
        "shop": ("哪个店铺；同一平台有几个店铺时必填。", "Which shop; needed when a platform has several."),
        "order_id": (
            "平台的订单号，原样粘贴，不要变成 1.23E+17。",
            "The platform's order number, exactly as it is there.",
        ),
        "line_id": (
            "平台的子订单号；没有就留空。",
            "The platform's own line number; leave blank if there is none.",
        ),
        "sku": (
            "商家编码；在“商品映射”里对应到供应商货号。",
            "Your SKU; the SKU map leads from it to a supplier's.",
        ),
        "product": ("商品名称，供应商表里会用到。", "Product name, as the supplier's sheet shows it."),
        "variant": ("颜色、尺码等规格。", "Colour, size and so on."),
        "quantity": ("买了几件，正整数。", "How many were bought: a whole number above 0."),
        "unit_price": ("一件的售价。", "Selling price of one unit."),
        "paid": (
            "这一行实收的钱；空着就用 单价×数量。",
            "Money received for this row; blank means price × quantity.",
        ),
        "currency": ("空着就是店铺设置里的币种。", "Blank means the shop's own currency."),
        "recipient_name": ("收件人姓名，不能带 *。", "Who gets the parcel; not masked with *."),
        "phone": (
            "收件人电话；虚拟号连分机一起写，如 18412345678-1234。",
            "The recipient's phone; keep the extension: +1 202 555 0100 x12.",
        ),
        "province": ("省、直辖市；详细地址里已有可留空。", "State, province or region."),
        "city": ("市；详细地址里已有可留空。", "City or town."),
        "district": ("区、县；详细地址里已有可留空。", "District or county, where there is one."),
        "street": (
            "街道、小区、门牌；也可以把整个地址写在这里。",
            "Street and house, or the whole address in one cell.",
        ),
        "postcode": ("邮编；国内可留空。", "Postcode or ZIP code; keep leading zeros."),
        "country": ("寄往国外时填两位代码，如 US；国内留空。", "Two letters, such as US or GB."),
        "buyer_note": (
            "买家留言；要求改地址、取消等会先挂起。",
            "What the buyer asks for; wishes for changes wait for you.",
        ),
        "seller_note": ("你们自己的备注。", "Your own remark."),
        "order_state": (
            "平台上的订单状态，如 待发货；空着按待发货处理。",
            "State on the platform; blank means to be shipped.",
        ),
        "refund_state": (
            "平台上的售后状态；有退款的不会下单。",
            "After-sales state; refunded lines are not bought.",
        ),
        "ordered_at": ("下单时间，如 2026-11-21 10:00。", "When it was ordered, such as 2026-11-21 10:00."),
        "paid_at": ("付款时间。", "When it was paid."),
        "ship_by": (
            "最晚什么时候发货；SheetShip 按它排先后。",
            "Promised shipping time; the nearest goes first.",
        ),
        "release": (
            "这一行被挂起而您看过没问题时，写“放行”。",
            "Write release when a row waits and you find it in order.",
        ),
        "line_key": (
            "SheetShip 靠它认出这一行，请勿改动。",
            "SheetShip finds the row by it. Please leave it alone.",
        ),
        "status": ("这一行走到哪一步了。", "How far the row has come."),
        "problem": ("什么拦住了它。", "What keeps it back."),
        "next_step": ("接下来谁做什么。", "Who does what next."),
        "supplier": ("选了哪家供应商。", "The supplier that was chosen."),
        "po_number": ("在哪张采购单里。", "The purchase order it is in."),
        "cost": ("采购成本。", "What it costs to buy."),
        "profit": ("预计利润：收入－成本－运费－平台费用。", "Income less cost, freight and fees."),
        "courier": ("快递公司。", "Who carries the parcel."),
        "tracking_number": ("运单号，点开可以查物流。", "Tracking number; click to follow the parcel."),
        "shipped_at": ("供应商发货的时间。", "When the supplier shipped it."),
        "parcel_state": ("包裹走到哪里了。", "Where the parcel is."),
        "upload_state": ("运单号有没有写进回传文件。", "Whether the number is in a channel upload."),
        "last_run": ("最后改动这一行的批次。", "The run that last changed this row."),
    },
    "suppliers": {
        "code": (
            "1 到 8 位大写字母或数字，如 HZ01；定了就别改。",
            "1 to 8 capitals or digits, such as HZ01; keep it for good.",
        ),
        "name": ("供应商名称。", "The supplier's name."),
        "template": (
            "发给他的表用哪个模板；空着用默认的。",
            "Which sheet the supplier gets; blank is the usual one.",
        ),
        "courier_template": ("还要给快递做表时填，如 顺丰。", "Fill in to make a courier's file as well."),
        "courier": ("这家平时发什么快递。", "The courier this supplier uses."),
        "priority": ("数字小的先选；空着不分先后。", "The smaller number is chosen first; blank has no say."),
        "terms": ("现结，或账期天数，如 30。", "cash, or the days of its account, such as 30."),
        "sender_name": ("快递单上的寄件人。", "Sender on the parcel."),
        "sender_phone": ("快递单上的寄件电话。", "Sender's phone."),
        "sender_province": ("从哪个省发货。", "State the goods leave from."),
        "sender_city": ("从哪个市发货。", "City the goods leave from."),
        "sender_district": ("从哪个区县发货。", "District the goods leave from."),
        "sender_address": ("从哪个地址发货。", "Address the goods leave from."),
        "contact": ("怎么联系他：微信、电话或邮箱。", "How to reach them: mail, chat or phone."),
        "active": ("否 = 暂时不给他下单；空着 = 是。", "no = buy nothing there for now; blank = yes."),
    },
    "offers": {
        "supplier": ("“供应商”那一页里的代码。", "The code from the Suppliers tab."),
        "supplier_sku": ("供应商自己的货号。", "The supplier's own SKU."),
        "product": ("商品名称，给人看的。", "Product name, for people."),
        "cost": ("一件的进价。", "Price of one unit."),
        "currency": ("空着就是店铺的币种。", "Blank means the shop's own currency."),
        "stock": ("还有几件；空着 = 不知道，当作有货。", "Units left; blank = unknown, taken as in stock."),
        "min_quantity": ("少于几件不卖；空着 = 1。", "Least number of units; blank = 1."),
        "lead_days": ("几天内发货。", "Days until it ships."),
        "no_ship": (
            "不发的地区，用、隔开，如 新疆、西藏。",
            "Areas not served, split by commas: Alaska, Hawaii.",
        ),
        "as_of": ("这个价格是哪天的。", "The day this price was given."),
    },
    "sku_map": {
        "shop": ("只对这个店铺有效；空着 = 所有店铺。", "Only for this shop; blank = all."),
        "sku": ("你们店里的商家编码。", "Your own SKU."),
        "option": (
            "同一编码、同一方案的几行是一个组合装；不同方案是备选。空着 = 1。",
            "Rows with the same SKU and option are one bundle; other options are alternatives. Blank = 1.",
        ),
        "supplier": ("只找这一家；空着 = 谁有报价找谁。", "Only this supplier; blank = any with an offer."),
        "supplier_sku": ("对应供应商的哪个货号。", "The supplier's SKU it stands for."),
        "factor": ("卖一件要发几个；空着 = 1。", "Units to send for each one sold; blank = 1."),
    },
    "couriers": {
        "courier": ("快递公司的名称或代码。", "Name or code of the courier."),
        "alias": ("供应商还会怎么写它，如 圆通速递。", "What else suppliers call it."),
        "platform": (
            "下面这个名称用在哪个平台；空着 = 都用。",
            "The platform that wants the name; blank = all.",
        ),
        "upload_name": ("回传时平台认的名称。", "What the platform calls it in its upload."),
    },
    "freight": {
        "supplier": ("哪家供应商的运费；空着 = 所有。", "Whose freight; blank = any supplier."),
        "area": ("寄到哪个省；空着 = 其余地区。", "State it goes to; blank = everywhere else."),
        "first": ("第一件的运费。", "Freight of the first unit."),
        "additional": ("每多一件加多少；空着 = 0。", "For each further unit; blank = 0."),
    },
    "rules": {
        "priority": ("从小到大看，第一条符合的生效。", "Read from the smallest; the first that fits wins."),
        "shop": ("空着 = 不限。", "Blank = any."),
        "platform": ("空着 = 不限。", "Blank = any."),
        "province": ("空着 = 不限。", "Blank = any."),
        "sku_prefix": ("商品编码以什么开头；空着 = 不限。", "What the SKU begins with; blank = any."),
        "min_quantity": ("数量不少于；空着 = 不限。", "At least so many; blank = any."),
        "min_amount": ("金额不少于；空着 = 不限。", "At least so much money; blank = any."),
        "when": (
            "更细的条件，如 数量 > 3 and 省 == '广东'。",
            "A finer condition: quantity > 3 and province == 'CA'.",
        ),
        "supplier": ("符合时找哪家供应商。", "The supplier to use."),
        "courier": ("符合时用哪个快递。", "The courier to use."),
        "hold": ("写了就先挂起，等人看。", "Fill in to keep the line until someone looks."),
        "note": ("为什么有这条规则，给人看的。", "Why the rule is there, for people."),
    },
}

TEAM_DROP_DOWNS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "currency": (("CNY", "USD", "EUR", "GBP", "HKD"), ("USD", "EUR", "GBP", "CNY", "HKD")),
    "release": (("放行",), ("release",)),
}

LEGEND: Final[Mapping[str, Words]] = {
    "required": ("深色：一定要填", "Dark: must be filled in"),
    "optional": ("浅色：有就填", "Light: fill in what you have"),
    "ours": ("灰色：SheetShip 填写，请不要改", "Grey: SheetShip fills these in, please leave them"),
}

ABOUT: Final[Mapping[str, Words]] = {
    "orders": (
        "每件商品一行：把订单贴进“订单”这一页，或把平台导出的文件放进 inbox 文件夹",
        "One row per product: paste orders into the Orders tab, or drop platform exports into inbox",
    ),
    "run": (
        "双击“一键运行”，供应商表会出现在 outbox 文件夹",
        "Double-click Run SheetShip; supplier sheets appear in outbox",
    ),
    "replies": (
        "把供应商填好运单号的表放进 inbox，再双击一次，运单号就回到这张表里",
        "Drop the suppliers' answers into inbox and run again: tracking numbers come back to this table",
    ),
    "freedom": (
        "随时可以排序、筛选、加列、改列名、挪列；运行前请先关闭表格",
        "Sort, filter, add, rename or move columns as you like; close the workbook before a run",
    ),
    "clear": (
        "空着表示不动它；要清空一个值，写 清除",
        "Blank means leave alone; to erase a value write CLEAR",
    ),
    "suppliers": ("供应商：向谁买，一家一行", "Suppliers: who you buy from, one row each"),
    "offers": ("报价：每家每个货号的进价和库存", "Offers: each supplier's price and stock of an item"),
    "sku_map": ("商品映射：店里的编码对应供应商的哪个货号", "SKU map: from your SKU to a supplier's"),
    "couriers": (
        "快递：快递公司的别名，回传时平台认的名称",
        "Couriers: other names, and what each platform calls them",
    ),
    "freight": ("运费：寄到哪里多少钱", "Freight: what it costs to send where"),
    "rules": (
        "规则：什么订单一定找哪家、用什么快递、先挂起",
        "Rules: which orders go where, or wait for you",
    ),
    "first": (
        "先填前三页就能用，后三页可以以后再填",
        "Fill in the first three tabs to start; the others can wait",
    ),
    "hover": ("鼠标停在表头上，会显示这一列填什么", "Rest the pointer on a heading to see what goes in"),
}

TITLES: Final[Mapping[str, Words]] = {
    "orders": ("订单表怎么用", "How to use the orders workbook"),
    "catalogue": ("资料表怎么填", "How to fill in the catalogue"),
}
