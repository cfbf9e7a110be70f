"""What the first release promises to show, beyond the stories themselves."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sheetship.core.history import Known
from tests.stories.full_workbook import TAB, full_workbook, members
from tests.stories.make_inputs import SAMPLE_SHEETS
from tests.stories.playing import Played, clock, morning, set_up
from tests.stories.seeing import cells_of, order_lines

ORDERS_TAB = "xl/worksheets/sheet1.xml"


# --- the same export once more ------------------------------------------------------------------------------------------


def reshuffled(export: Path, encoding: str) -> bytes:
    """The export with its rows in another order, in GB18030 as older Excel saves it."""
    header, *rows = csv.reader(io.StringIO(export.read_bytes().decode(encoding)))
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows[1::2], *reversed(rows[::2])])
    return text.getvalue().encode("gb18030")


def lines_and_purchases(known: Known) -> dict[str, tuple[str, ...]]:
    return {key: tuple(issue.token for issue in line.issues) for key, line in known.lines.items()}


def drop_again(name: str, export: str, encoding: str, folder: Path) -> tuple[Played, bytes, bytes]:
    """The story after its morning, and its orders before and after the same export has come once more."""
    played, _ = morning(name, folder)
    before, known = played.orders, lines_and_purchases(played.known())
    again = played.folder / "inbox" / "副本 (2).csv"
    again.write_bytes(reshuffled(SAMPLE_SHEETS / name / "in" / "inbox" / export, encoding))
    ran = played.run_at(clock(name, "at"), minutes_later=1)
    assert ran.prepared.plan.counts["new"] == 0
    assert not ran.prepared.plan.seeds
    assert not ran.prepared.plan.documents
    assert lines_and_purchases(played.known()) == known
    return played, before, played.orders


def test_a_douyin_export_in_another_encoding_name_and_order_adds_nothing(tmp_path: Path) -> None:
    played, before, after = drop_again("douyin-day", "抖店订单_20261121.csv", "utf-8-sig", tmp_path / "shop")
    assert before == after
    assert played.outbox("261121-2") == {}


def test_an_export_that_was_read_to_its_end_is_put_away_and_adds_nothing(tmp_path: Path) -> None:
    played, before, after = drop_again("three-shops", "1763690000_订单.csv", "gb18030", tmp_path / "shop")
    assert before == after
    assert not (played.folder / "inbox" / "副本 (2).csv").exists()


# --- one supplier's sheet with foreign rows -----------------------------------------------------------------------------


def test_a_shuffled_reply_with_two_foreign_rows_writes_every_number_to_its_own_line(tmp_path: Path) -> None:
    played, _ = morning("douyin-day", tmp_path / "shop")
    reply = SAMPLE_SHEETS / "douyin-day" / "replies" / "代发单-杭州云仓-已发货.xlsx"
    (played.folder / "inbox" / reply.name).write_bytes(reply.read_bytes())
    ran = played.run_at(clock("douyin-day", "replies_at"))
    rows = order_lines(played.orders)
    written = {row["recipient"]: row["tracking_number"] for row in rows if row.get("tracking_number")}
    assert written == {
        "林晓禾": "75862031144501",
        "卫子衿": "75862031144502、75862031144503",
        "秦如意": "75862031144504",
        "顾小满": "75862031144505",
        "葛青藤": "773200118800421",
        "杨半夏": "75862031144506",
        "苏小打": "EA202611218CN",
        "朱青岚": "75862031144507",
    }
    strangers = [exception.item.number for exception in ran.prepared.plan.unmatched]
    assert strangers == ["75862031144590", "75862031144591"]


# --- a workbook with everything in it -----------------------------------------------------------------------------------


def changed_members(before: bytes, after: bytes) -> set[str]:
    old, new = members(before), members(after)
    assert list(old) == list(new)
    return {name for name in old if old[name] != new[name]}


def test_chart_text_box_picture_pivot_thread_and_sparklines_survive_a_run(tmp_path: Path) -> None:
    played = set_up("paste-your-orders", tmp_path / "shop")
    (played.folder / "orders.xlsx").write_bytes(full_workbook())
    first = played.run_at(clock("paste-your-orders", "at"))
    assert first.prepared.plan.counts["sent"] == len(order_lines(played.orders)) == 3
    assert changed_members(full_workbook(), played.orders) == {ORDERS_TAB, "xl/styles.xml"}
    after_first = played.orders
    played.drop(SAMPLE_SHEETS / "paste-your-orders" / "replies")
    played.run_at(clock("paste-your-orders", "replies_at"))
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    assert changed_members(after_first, played.orders) <= {ORDERS_TAB, "xl/styles.xml", rels}
    sheet = members(played.orders)[ORDERS_TAB]
    assert all(mark in sheet for mark in (b"sparklineGroup", b"<drawing ", b"<legacyDrawing "))
    assert list(cells_of(played.orders)) == [TAB, "汇总"]
