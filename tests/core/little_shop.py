"""A made-up shop for tests: lines and catalogue tabs with sound defaults, so that a test says only what matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sheetship.core.catalogue import Catalogue
from sheetship.core.catalogue_tabs import TABS
from sheetship.core.findings import Finding
from sheetship.core.model import Line, Origin, Recipient
from sheetship.core.read_catalogue import read_catalogue
from sheetship.core.tables import RawTable

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
ZHANG = Recipient(
    name="张小满",
    phone="13800001111",
    province="浙江省",
    city="杭州市",
    district="西湖区",
    street="文三路 1 号",
)
_PLACES = (
    "order_id",
    "line_id",
    "sku",
    "quantity",
    "recipient_name",
    "phone",
    "street",
    "release",
    "paid",
    "ship_by",
)
COLUMNS = {name: at for at, name in enumerate(_PLACES, 1)}

SUPPLIERS = (("代码", "名称", "默认快递"), ("HZ", "杭州云仓", "中通"), ("YW", "义乌优品", "圆通"))
OFFERS = (("供应商", "货号", "成本"), ("HZ", "CUP", "12"), ("YW", "CUP", "13.5"))
SKU_MAP = (("商品编码", "货号"), ("A1", "CUP"))

Rows = Sequence[Sequence[str]]


def line(key: str = "L1", **changes: Any) -> Line:  # noqa: ANN401 - any field of a line
    """A line that may go; ``who`` changes parts of its recipient."""
    recipient = replace(ZHANG, **changes.pop("who", {}))
    fields = {
        "order_id": f"69-{key}",
        "platform": "douyin",
        "shop": "小店",
        "sku": "A1",
        "quantity": 1,
        "paid": Decimal(40),
        "recipient": recipient,
        "ordered_at": NOW,
        "origin": Origin("订单", 2, COLUMNS),
    }
    return Line(key=key, **{**fields, **changes})


def read(**tabs: Rows) -> tuple[Catalogue, list[Finding]]:
    """The catalogue of the two suppliers of one cup, with these tabs changed."""
    rows = {"suppliers": SUPPLIERS, "offers": OFFERS, "sku_map": SKU_MAP, **tabs}
    return read_catalogue(
        {key: RawTable(f"catalogue.xlsx#{TABS[key].zh}", cells) for key, cells in rows.items()}
    )


def catalogue(**tabs: Rows) -> Catalogue:
    """The same, sure that nothing is wrong in it."""
    found, findings = read(**tabs)
    assert findings == []
    return found
