"""Made-up orders for filling templates, and the document around them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from sheetship.adapters.templates_files import TemplateFolder, built_in_templates
from sheetship.core.documents import FIELDS, Row, TemplateSpec, Value
from sheetship.core.plan import Document
from sheetship.core.report import FileKind

CHINA = timezone(timedelta(hours=8))
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=CHINA)
DOCUMENT: dict[str, Value] = {
    "po.number": "HZ-261121-1",
    "po.date": date(2026, 11, 21),
    "po.lines": 3,
    "supplier.name": "杭州云仓",
    "supplier.code": "HZ",
    "shop.name": "小鹿优品",
    "run.id": "20261121-1",
    "totals.quantity": 6,
    "totals.cost": Decimal("21.00"),
    "totals.currency": "CNY",
    "today": date(2026, 11, 21),
}


def order(number: int) -> dict[str, Value]:
    """A line with every field filled; texts name their field, so that a wrong column shows."""
    texts: dict[str, Value] = {name: f"{name} {number}" for name in FIELDS}
    return texts | {
        "token": f"HZ-261121-1-{number:02}M",
        "order_id": f"692611211234567{number:04}",
        "phone": f"1841234567{number}-1234",
        "quantity": number,
        "order_quantity": number,
        "line_quantity": number,
        "lines": number,
        "terms": 30,
        "unit_cost": Decimal("3.50"),
        "cost": Decimal("3.50") * number,
        "ordered_at": NOON,
        "ship_by": NOON,
        "shipped_at": NOON,
        "tracking_number": f"SF100000000000{number}",
    }


def orders(count: int) -> list[dict[str, Value]]:
    """So many lines, numbered from 1."""
    return [order(number) for number in range(1, count + 1)]


def document(rows: Sequence[Row], headings: tuple[str, ...] = ()) -> Document:
    """A file to make."""
    return Document(
        kind=FileKind.SUPPLIER_SHEET,
        template="",
        group="HZ",
        fields=DOCUMENT,
        rows=tuple(rows),
        keys=(),
        headings=headings,
    )


def built_in(lang: str = "zh") -> TemplateFolder:
    """The templates that come with SheetShip."""
    return TemplateFolder([built_in_templates()], lang=lang)


def filled(
    name: str, rows: list[dict[str, Value]], *, lang: str = "zh", headings: tuple[str, ...] = ()
) -> bytes:
    """A built-in template filled."""
    folder = built_in(lang)
    return folder.render(folder.specs()[name], document(rows, headings))


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file in a template folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def spec_of(folder: TemplateFolder, name: str) -> TemplateSpec:
    """A template of a folder."""
    return folder.specs()[name]
