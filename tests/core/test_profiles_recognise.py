"""Exports are told by their headings alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sheetship.core.profiles import Profile, Source, StateRule, States
from sheetship.core.recognise import recognise, why_not
from sheetship.core.tables import RawTable


def profile(name: str, headings: tuple[str, ...], fields: Mapping[str, str], **more: object) -> Profile:
    made = Profile(
        name=name,
        title_zh=f"{name}表",
        title_en=f"{name} sheet",
        platform=name,
        platform_names=(name,),
        headings=headings,
        fingerprint=headings[:2],
        sources={field: (Source((heading,)),) for field, heading in fields.items()},
        required=("order_id",),
    )
    return replace(made, **more)  # type: ignore[arg-type] # the test's own keys


SHORT = profile("short", ("订单号", "数量（必填）"), {"order_id": "订单号"})
LONG = profile("long", ("订单号", "数量（必填）", "收件人", "电话"), {"order_id": "订单号"})
OTHER = profile("other", ("Order ID", "Qty"), {"order_id": "Order ID"})
ALL = (OTHER, SHORT, LONG)


def table(*rows: tuple[str, ...]) -> RawTable:
    return RawTable("inbox/x.csv", rows)


def test_width_spaces_brackets_stars_and_banners_do_not_matter() -> None:
    found = recognise(table(("导出时间 2026-11-20",), (), (" 订单号\t", "数量(必填)*")), ALL)
    assert found
    assert (found.profile, found.header_row, found.score) == (SHORT, 3, 1.0)


def test_the_layout_that_agrees_most_wins_and_the_next_is_named() -> None:
    found = recognise(table(("电话", "收件人", "数量", "订单号")), ALL)
    assert found
    assert (found.profile, found.runner_up) == (LONG, SHORT)


def test_nothing_is_guessed_between_two_that_fit_alike() -> None:
    rows = table(("订单号", "数量"))
    twin = replace(SHORT, name="twin", title_zh="双胞胎", title_en="the twin")
    assert recognise(rows, (SHORT, twin)) is None
    finding = why_not(rows, (SHORT, twin))
    assert finding.code == "FILE-11"
    assert "short表" in finding.message("zh")
    assert "the twin" in finding.message("en")


def test_an_unknown_table_is_told_what_the_nearest_layout_wants_and_what_there_is() -> None:
    rows = table(("订单号", "件"), ("1", "2"))
    assert recognise(rows, ALL) is None
    finding = why_not(rows, ALL)
    assert finding.code == "FILE-10"
    assert finding.values["missing"] == "数量（必填）"
    assert finding.values["there"] == "订单号、件"


def test_a_blank_table_is_unknown_and_nothing_crashes() -> None:
    for rows in ((), ((),), (("",),)):
        assert recognise(RawTable("x", rows), ALL) is None
        assert why_not(RawTable("x", rows), ALL).values["there"] == "—"


def test_a_recognised_table_says_which_needed_columns_it_lacks() -> None:
    wants = replace(
        LONG,
        required=("order_id", "phone", "order_state", "refund_state"),
        sources={**LONG.sources, "phone": (Source(("手机",)), Source(("电话",)))},
        order_state=States((StateRule(heading="状态"),)),
        refund_state=States((StateRule(heading="售后"),)),
    )
    found = recognise(table(("订单号", "数量", "电话", "售后")), (wants,))
    assert found
    assert found.missing == ("状态",)
    without = recognise(table(("订单号", "数量", "售后", "状态")), (wants,))
    assert without
    assert without.missing == ("手机",)


def test_a_layout_is_called_by_its_name_in_the_users_language() -> None:
    assert (SHORT.title("zh"), SHORT.title("en")) == ("short表", "short sheet")
