"""shopify-us: a Shopify export with continuation rows, three suppliers, parcels to the US, the UK and Canada."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sheetship.core.columns import TEAM
from tests.stories.douyin_sales import long_id
from tests.stories.exports import plain_csv
from tests.stories.layouts import headings
from tests.stories.shopify_people import PEOPLE
from tests.stories.story import Story, Trap
from tests.stories.workbooks import catalogue_book, orders_book, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "shopify-us"
_ROYAL_MAIL = "royal_mail_click_and_drop.toml"
_PARCEL_KILOGRAMS = "0.45"
TEMPLATES = Path(__file__).parents[2] / "templates"
AT = "2026-11-21T10:00:00-05:00"
EXPORT = "inbox/orders_export_1.csv"
_FIRST_NUMBER = 1041

SETTINGS = """# Settings of Fern & Flint. Whatever is not here has a default.
[shop]
name = "Fern & Flint"
lang = "en"
timezone = "America/New_York"

[money]
currency = "USD"
margin_floor = 0.1          # a line that would earn less than 10 % waits
fees = { shopify = 0.03 }

[sender]
name = "Fern & Flint"
phone = "+44 113 496 0122"
province = "West Yorkshire"
city = "Leeds"
address = "Unit 5, Canal Wharf"

[[shops]]
name = "Fern & Flint"
platform = "shopify"
"""

ABOUT = """
One morning of a small Shopify shop. The export lies in `inbox/`: only the first row of an order holds the order's own
cells, the rows below it are further goods. Garden State Mugs and Leeds Tin & Paper get the 28-column English sheet, Yiwu
Sunny Trade gets the 12-column import sheet that its team knows. Parcels from Leeds are booked by us, so there is a Royal
Mail Click & Drop file as well; `templates/` holds our own copy of its template with the weight of our parcels.

The rows below have something odd about them; all others are simply ordered. A line on hold keeps nobody else waiting. To let one go, write `release` in its Release column and run again.
"""

_TABS = {
    "suppliers": """
code|name|template|courier_template|courier|priority|terms|sender_name|sender_phone|sender_city|sender_address|contact|active
GSM|Garden State Mugs|fulfilment_en||USPS|10|cash|Fern & Flint|+1 201 555 0110|Newark|18 Ironbound Ave|orders@gsm.example|yes
LTP|Leeds Tin & Paper|fulfilment_en|royal_mail_click_and_drop|Royal Mail|10|30|Fern & Flint|+44 113 496 0122|Leeds|Unit 5, Canal Wharf|hello@ltp.example|yes
YST|Yiwu Sunny Trade|import_12||YunExpress|20|30|Fern & Flint|13900007011|Yiwu|66 Yinhai Road|WeChat sunny-trade|yes
""",
    "offers": """
supplier|supplier_sku|product|cost|currency|stock|min_quantity|lead_days|no_ship|as_of
GSM|GSM-ENM-12|Enamel mug 12 oz|6.10|USD|300||2|GB, CA, Canada, HI, Hawaii|2026-11-16
LTP|LTP-MUG-E|Enamel mug 350 ml|6.60|USD|120||2|US|2026-11-18
GSM|GSM-CAND-S|Soy candle small|5.40|USD|4||2|GB, Canada, HI, Hawaii|2026-11-16
LTP|LTP-TIN-R|Round tea tin|3.20|USD|200||2|US|2026-11-18
LTP|LTP-CARD|Letterpress card|1.10|USD|800||1||2026-11-18
YST|YS-TOTE-N|Canvas tote natural|2.35|USD|||6||2026-11-12
YST|YS-SOCK-1|Wool-blend sock (pair)|1.40|USD|||6||2026-11-12
YST|YS-LIGHT-S|String light 3 m|4.90|USD|60||6||2026-11-12
""",
    "sku_map": """
sku|option|supplier|supplier_sku|factor
FF-MUG|1|GSM|GSM-ENM-12|1
FF-MUG|2|LTP|LTP-MUG-E|1
FF-CANDLE||GSM|GSM-CAND-S|1
FF-TEA-TIN||LTP|LTP-TIN-R|1
FF-CARDS-5||LTP|LTP-CARD|5
FF-TOTE||YST|YS-TOTE-N|1
FF-SOCKS-3||YST|YS-SOCK-1|3
FF-LIGHTS||YST|YS-LIGHT-S|1
FF-COSY||GSM|GSM-CAND-S|1
FF-COSY||YST|YS-SOCK-1|1
""",
    "couriers": """
courier|alias|platform|upload_name
USPS|US Mail|Shopify|USPS
Royal Mail|RM|Shopify|Royal Mail
YunExpress|Yun|Shopify|Yun Express
""",
    "freight": """
supplier|area|first|additional
GSM||4.20|0.80
LTP|GB|3.10|0.40
LTP||6.50|0.30
YST||3.80|0.60
""",
    "rules": """
priority|platform|min_quantity|min_amount|when|supplier|courier|hold|note
10||||country == 'GB' and starts(sku, 'FF-MUG')|LTP|||UK mugs come from Leeds
20|||250||||Large order: call the buyer first|Card fraud has hit us before
""",
}

_GOODS = {
    row["sku"]: row
    for row in rows_of("""
sku|name|price
FF-MUG|Enamel Mug - Moss|24.00
FF-CANDLE|Soy Candle - Small|22.00
FF-TEA-TIN|Tea Tin - Round|18.00
FF-CARDS-5|Letterpress Cards - Set of 5|21.00
FF-TOTE|Canvas Tote - Natural|19.00
FF-SOCKS-3|Wool Socks - 3 pairs|26.00
FF-LIGHTS|String Lights - 3 m|29.00
FF-COSY|Cosy Box - Candle & Socks|38.00
FF-GIFTCARD-25|Gift Card - $25.00|25.00
""")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """One order: whose, its goods as ``SKU x quantity``, and what a trap changes on its first row."""

    who: str
    goods: tuple[str, ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    line_cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    trap: str = ""
    answer: str = ""


_ORDERS = (
    _Order(who="ava", goods=("FF-MUG x2", "FF-CARDS-5"), trap="ZIP '05401 and phone '+1… with an apostrophe; 2 goods, 2 suppliers", answer="Zero kept, apostrophe gone; 5 cards for one set; each supplier gets its own line only"),
    _Order(who="ben", goods=("FF-TOTE",)),
    _Order(who="cleo", goods=("FF-SOCKS-3", "FF-LIGHTS"), cells={"Notes": "Please leave with the neighbour,\nnot on the porch.\n\nThanks!"}, trap="Note of four lines", answer="Ordered; the note stays one cell"),
    _Order(who="dev", goods=("FF-MUG", "FF-TEA-TIN"), cells={"Notes": "It's a gift - no prices in the box please"}, trap="Tea tins do not ship to the US; note says gift", answer="Mug ordered, tin held ORD-42; note ORD-29"),
    _Order(who="elsa", goods=("FF-CANDLE x2",), cells={"Financial Status": "pending", "Paid at": ""}, trap="Not paid", answer="Held ORD-02"),
    _Order(who="finn", goods=("FF-TOTE x3", "FF-MUG"), cells={"Fulfillment Status": "partial"}, line_cells={0: {"Lineitem fulfillment status": "fulfilled"}}, trap="Order partly fulfilled: tote sent, mug not", answer="Tote ORD-06, mug ordered"),
    _Order(who="gia", goods=("FF-MUG",), trap="Hawaii: Garden State does not go there, Leeds does not serve the US", answer="Held ORD-42"),
    _Order(who="hugo", goods=("FF-LIGHTS x2",), cells={"Notes": "Wrong address! New one is 60 Elm Court"}, trap="Note asks for another address", answer="Held ORD-28 until a person mends it and writes release"),
    _Order(who="ivy", goods=("FF-MUG", "FF-TEA-TIN", "FF-CARDS-5"), trap="UK, no county code", answer="All from Leeds: rule 10 for the mug; in the Royal Mail file too"),
    _Order(who="jack", goods=("FF-TEA-TIN x2",), trap="Phone from a range that is never given out", answer="Ordered; note ORD-19, have a look"),
    _Order(who="kit", goods=("FF-MUG x4",), cells={"Notes": '=HYPERLINK("http://example.com","click")'}, trap="Note is a formula", answer="Ordered; the text stays text, also in the Royal Mail file"),
    _Order(who="lena", goods=("FF-SOCKS-3",), trap="Canada, accents in name and street", answer="Ordered, every accent kept"),
    _Order(who="milo", goods=("FF-MUG", "FF-CARDS-5"), trap="Mug to Canada: Garden State does not go there", answer="Leeds sends both"),
    _Order(who="nora", goods=("FF-TOTE x2", "FF-SOCKS-3"), cells={"Financial Status": "partially_refunded", "Refunded Amount": "19.00"}, trap="Refunded in part; the export does not say which line", answer="Both held ORD-08; release the right one"),
    _Order(who="otto", goods=("FF-CANDLE x3",), trap="3 candles; the earlier order took 2 of the 4", answer="Held ORD-44: 2 left, nothing is split"),
    _Order(who="pia", goods=("FF-COSY x2",), trap="Bundle: a candle from Garden State, socks from Yiwu", answer="A line at each supplier; fulfilled when both parcels have a number"),
    _Order(who="quin", goods=("FF-GIFTCARD-25",), trap="Gift card: nothing to send, no supplier", answer="Held ORD-23"),
    _Order(who="rae", goods=("FF-MUG x12",), trap="12 mugs, 288.00", answer="Held ORD-47 by rule 20"),
    _Order(who="ben", goods=("FF-LIGHTS",), trap="Same recipient as an earlier order", answer="Ordered; note ORD-27 proposes one parcel"),
    _Order(who="ava", goods=("FF-CANDLE",), cells={"Cancelled at": "2026-11-21 08:12:40 -0500", "Financial Status": "refunded", "Refunded Amount": "22.00"}, trap="Cancelled and refunded", answer="ORD-05, ORD-04"),
    _Order(who="cleo", goods=("FF-TOTE",), cells={"Fulfillment Status": "fulfilled", "Fulfilled at": "2026-11-20 15:30:00 -0500"}, line_cells={0: {"Lineitem fulfillment status": "fulfilled"}}, trap="Fulfilled already", answer="ORD-06"),
    _Order(who="otto", goods=("FF-CARDS-5",), line_cells={0: {"Lineitem price": "6.00"}}, trap="Sold for 6.00 in a sale; cards and freight cost more", answer="Held ORD-46"),
)  # fmt: skip


def story() -> Story:
    """The whole story."""
    team = [column for column in TEAM if column.field not in {"district", "line_id"}]
    return Story(
        name=NAME,
        title_zh="美国的 Shopify 店",
        title_en="A Shopify shop in the US",
        lang="en",
        at=AT,
        replies_at="2026-11-22T17:00:00-05:00",
        about=ABOUT,
        files={
            "sheetship.toml": SETTINGS.encode(),
            "catalogue.xlsx": catalogue_book("en", _TABS),
            "orders.xlsx": orders_book("en", team, "Orders"),
            f"templates/{_ROYAL_MAIL}": _own_template(),
            EXPORT: plain_csv(headings("shopify"), _rows(), encoding="utf-8", line_end="\n"),
        },
        traps=_traps(),
    )


def _own_template() -> bytes:
    """The built-in Royal Mail template with the shop's own parcel weight in it."""
    text = (TEMPLATES / "courier" / _ROYAL_MAIL).read_text(encoding="utf-8")
    mine = text.replace('weight = ""', f'weight = "{_PARCEL_KILOGRAMS}"')
    if mine == text:
        raise ValueError(_ROYAL_MAIL)
    return mine.encode()


def _rows() -> list[dict[str, str]]:
    newest = datetime.fromisoformat(AT) - timedelta(minutes=25)
    rows = []
    for at, order in enumerate(_ORDERS):
        rows += _order_rows(order, len(_ORDERS) - 1 - at + _FIRST_NUMBER, newest - timedelta(minutes=97 * at))
    return rows


def _order_rows(order: _Order, number: int, created: datetime) -> list[dict[str, str]]:
    paid = created + timedelta(seconds=9)
    lines = [_line(good, created) | dict(order.line_cells.get(at, {})) for at, good in enumerate(order.goods)]
    subtotal = sum(
        (Decimal(line["Lineitem price"]) * int(line["Lineitem quantity"]) for line in lines), Decimal()
    )
    who = PEOPLE[order.who]
    common = {"Name": f"#{number}", "Email": f"{order.who}@example.com", "Vendor": "Fern & Flint"}
    first = {
        **common,
        **_recipient("Shipping", who),
        **_recipient("Billing", who),
        "Financial Status": "paid",
        "Paid at": _spoken(paid),
        "Fulfillment Status": "unfulfilled",
        "Accepts Marketing": "no",
        "Currency": "USD",
        "Subtotal": f"{subtotal:.2f}",
        "Shipping": "5.00",
        "Taxes": "0.00",
        "Total": f"{subtotal + 5:.2f}",
        "Discount Amount": "0.00",
        "Shipping Method": "Standard",
        "Payment Method": "Shopify Payments",
        "Refunded Amount": "0.00",
        "Outstanding Balance": "0.00",
        "Id": long_id(f"{NAME}{number}", head="60", digits=13),
        "Risk Level": "Low",
        "Source": "web",
        "Duties": "",
        **order.cells,
    }
    return [first | lines[0], *(common | line for line in lines[1:])]


def _line(good: str, created: datetime) -> dict[str, str]:
    sku, _, quantity = good.partition(" x")
    is_parcel = not sku.startswith("FF-GIFTCARD")
    return {
        "Created at": _spoken(created),
        "Lineitem quantity": quantity or "1",
        "Lineitem name": _GOODS[sku]["name"],
        "Lineitem price": _GOODS[sku]["price"],
        "Lineitem sku": sku,
        "Lineitem requires shipping": str(is_parcel).lower(),
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "pending",
        "Lineitem discount": "0.00",
    }


def _recipient(kind: str, who: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{kind} Name": who["name"],
        f"{kind} Street": ", ".join(filter(None, (who["address1"], who["address2"]))),
        f"{kind} Address1": who["address1"],
        f"{kind} Address2": who["address2"],
        f"{kind} City": who["city"],
        f"{kind} Zip": who["zip"],
        f"{kind} Province": who["province"],
        f"{kind} Province Name": who["province_name"],
        f"{kind} Country": who["country"],
        f"{kind} Phone": who["phone"],
    }


def _spoken(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")


def _traps() -> list[Trap]:
    traps = []
    row = 2
    for order in _ORDERS:
        last = row + len(order.goods) - 1
        if order.trap:
            traps.append(Trap(EXPORT, str(row) if row == last else f"{row}–{last}", order.trap, order.answer))
        row = last + 1
    return traps
