"""What the flow may expect of the orders workbook and the catalogue, whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sheetship.adapters.catalogue_book import CatalogueBook
from sheetship.adapters.orders_book import OrdersBook
from sheetship.adapters.safe_files import SafeFiles
from sheetship.core.findings import SheetShipError
from sheetship.core.table_change import SetCell, TableChange
from sheetship.flow import ports
from tests.contracts.memory import MemoryBook, MemoryCatalogue, hash_of, written
from tests.stories.workbooks import book, export_book

HEAD = ("订单号", "数量", "状态")
ROWS = (("A1", "1", ""), ("A2", "3", "已下单"))


@dataclass(frozen=True, slots=True)
class Desk:
    """A workbook on somebody's desk: the port, and what people do to it."""

    port: ports.OrdersBook
    somebody_opens: Callable[[], object]
    somebody_saves: Callable[[], object]
    is_lost: Callable[[], object]


def _on_disk(folder: Path) -> Desk:
    path = folder / "orders.xlsx"
    path.write_bytes(_workbook(ROWS))
    port = OrdersBook(path, None, SafeFiles(), folder / "backups")
    return Desk(
        port,
        (folder / "~$orders.xlsx").touch,
        lambda: path.write_bytes(_workbook((*ROWS, ("A3", "1", "")))),
        path.unlink,
    )


def _workbook(rows: tuple[tuple[str, ...], ...]) -> bytes:
    return export_book(HEAD, [dict(zip(HEAD, row, strict=True)) for row in rows], tab="订单")


def _in_memory(_: Path) -> Desk:
    port = MemoryBook(written((HEAD, *ROWS)))
    return Desk(
        port,
        lambda: setattr(port, "reader", "Li"),
        lambda: setattr(port, "content", written((HEAD, *ROWS, ("A3", "1", "")))),
        lambda: setattr(port, "content", None),
    )


@pytest.fixture(params=[_on_disk, _in_memory], ids=["xlsx", "memory"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    made: Desk = request.param(tmp_path)
    return made


def cell_of(port: ports.OrdersBook, row: int, column: int) -> str:
    _, table = port.table(port.read())
    return table.rows[row - 1][column - 1]


def change(*cells: SetCell) -> TableChange:
    return TableChange(
        sheet="订单", cells=cells, widths={}, release_column=4, first_row=2, last_row=1, like_rows=()
    )


def test_it_reads_the_same_as_long_as_nobody_saves(desk: Desk) -> None:
    first = desk.port.read()
    assert desk.port.exists()
    assert first == desk.port.read()
    assert first.sha256 == hash_of(first.content)
    desk.somebody_saves()
    assert desk.port.read().sha256 != first.sha256


def test_the_table_is_all_text(desk: Desk) -> None:
    sheet, table = desk.port.table(desk.port.read())
    assert sheet == "订单"
    assert list(table.rows[0]) == list(HEAD)
    assert cell_of(desk.port, 3, 2) == "3"


def test_a_change_is_made_on_the_side_and_changes_only_what_it_names(desk: Desk) -> None:
    before = desk.port.read()
    content = desk.port.changed(before, change(SetCell(row=2, column=3, value="已发货")), "zh").content
    assert desk.port.read() == before
    desk.port.replace(content, expected_sha=before.sha256)
    assert cell_of(desk.port, 2, 3) == "已发货"
    assert cell_of(desk.port, 3, 3) == "已下单"


def test_replacing_keeps_a_backup_that_can_be_found_by_its_hash(desk: Desk) -> None:
    before = desk.port.read()
    assert desk.port.newest_backup() is None
    desk.port.replace(
        desk.port.changed(before, change(SetCell(row=2, column=3, value="x")), "zh").content,
        expected_sha=before.sha256,
    )
    assert desk.port.backup_of(before.sha256) == before.content
    assert desk.port.backup_of("0" * 64) is None
    assert desk.port.newest_backup() is not None


def test_a_workbook_that_changed_since_is_not_replaced(desk: Desk) -> None:
    before = desk.port.read()
    desk.somebody_saves()
    now = desk.port.read()
    with pytest.raises(SheetShipError):
        desk.port.replace(before.content, expected_sha=before.sha256)
    assert desk.port.read() == now


def test_a_workbook_that_is_open_is_not_replaced(desk: Desk) -> None:
    before = desk.port.read()
    desk.port.refuse_if_open()
    desk.somebody_opens()
    for act in (desk.port.refuse_if_open, lambda: desk.port.replace(b"x", expected_sha=before.sha256)):
        with pytest.raises(SheetShipError) as refusal:
            act()
        assert refusal.value.finding.code == "BOOK-01"
    assert desk.port.read() == before


def test_a_lost_workbook_comes_back_from_a_backup_and_never_over_another(desk: Desk) -> None:
    before = desk.port.read()
    desk.port.replace(
        desk.port.changed(before, change(SetCell(row=2, column=3, value="x")), "zh").content,
        expected_sha=before.sha256,
    )
    backup = desk.port.newest_backup()
    assert backup is not None
    with pytest.raises(SheetShipError):
        desk.port.restore(backup)
    desk.is_lost()
    assert not desk.port.exists()
    with pytest.raises(SheetShipError):
        desk.port.read()
    desk.port.restore(backup)
    assert desk.port.read() == before


def test_backups_of_other_files_are_not_its_own(tmp_path: Path) -> None:
    """The ledger keeps its copies in the same folder, and so does another orders workbook."""
    port = _on_disk(tmp_path).port
    (tmp_path / "backups").mkdir()
    for name in ("ledger-261121.db", f"orders-old-{'0' * 16}.xlsx", f"other-{'0' * 16}.xlsx"):
        (tmp_path / "backups" / name).touch()
    assert port.newest_backup() is None


def test_only_the_newest_backups_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetship.adapters.orders_book._KEPT_BACKUPS", 2)
    port = _on_disk(tmp_path).port
    for text in "abcd":
        now = port.read()
        port.replace(
            port.changed(now, change(SetCell(row=2, column=3, value=text)), "zh").content,
            expected_sha=now.sha256,
        )
    assert len(list((tmp_path / "backups").iterdir())) == 2


@pytest.fixture(params=["xlsx", "memory"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> ports.CatalogueBook:
    if request.param == "memory":
        return MemoryCatalogue({"供应商": (("代码",), ("HZ",)), "备忘": (("x",),)})
    path = tmp_path / "catalogue.xlsx"
    path.write_bytes(book(_two_tabs))
    return CatalogueBook(path)


def _two_tabs(workbook: object) -> None:
    add = workbook.add_worksheet  # type: ignore[attr-defined]
    add("供应商").write_column(0, 0, ["代码", "HZ"])
    add("备忘").write_string(0, 0, "x")
    hidden = add("旧")
    hidden.hide()
    chart = workbook.add_chart({"type": "line"})  # type: ignore[attr-defined]
    chart.add_series({"values": "=备忘!$A$1:$A$2"})
    workbook.add_chartsheet("图").set_chart(chart)  # type: ignore[attr-defined]


def test_the_catalogue_has_its_visible_tabs_by_name(catalogue: ports.CatalogueBook) -> None:
    read = catalogue.read()
    tabs = catalogue.tabs(read)
    assert list(tabs) == ["供应商", "备忘"]
    assert [list(row) for row in tabs["供应商"].rows] == [["代码"], ["HZ"]]
    assert catalogue.read().sha256 == read.sha256
