"""What must be true of every run, whatever stands in the files and the table: played purely, several days long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetship.core.columns import TEAM, Column
from sheetship.core.events import Kind, parcel_of
from sheetship.core.model import Record
from sheetship.core.plan import Plan
from tests.core.little_shop import catalogue
from tests.core.pure_shop import PureShop, record, reply

GOODS = catalogue(
    offers=(
        ("供应商", "货号", "成本", "库存"),
        ("HZ", "CUP", "12", "3"),
        ("YW", "CUP", "13.5", "4"),
        ("YW", "TEA", "5", ""),
    ),
    sku_map=(
        ("商品编码", "货号", "倍数", "方案"),
        ("A1", "CUP", "1", ""),
        ("P2", "TEA", "2", ""),
        ("SET", "CUP", "1", ""),
        ("SET", "TEA", "1", ""),
    ),
)
ODD = st.text(max_size=12) | st.sampled_from(
    [
        "清除",
        "CLEAR",
        "0001-01-01",
        "9999-12-31T23:59:59-08:00",
        "2026-02-30",
        "1e999",
        "9" * 40,
        "=1+1",
        "'",
        "-5",
        "\x00",
    ]
)


@st.composite
def exported(draw: st.DrawFn) -> Record:
    """A line of one of a few orders; sometimes without a number of its own, sometimes unfit to be bought."""
    platform = draw(st.sampled_from(["douyin", "taobao"]))
    order = f"{platform == 'douyin':d}900{draw(st.integers(1, 4))}"
    return record(
        order,
        draw(st.sampled_from(["", f"{order}-1", f"{order}-2"])),
        sku=draw(st.sampled_from(["A1", "P2", "SET", "B9"])),
        quantity=draw(st.sampled_from(["1", "2", "3", "0", "两"])),
        platform=platform,
        street=draw(st.sampled_from(["文三路 1 号", "文三路 2 号", ""])),
        order_state=draw(st.sampled_from(["to_ship", "to_ship", "to_ship", "unpaid", "closed", "shipped"])),
        refund_state=draw(st.sampled_from(["none", "none", "none", "asked", "refunded"])),
        ship_by=draw(st.sampled_from(["", "2026-11-20T00:00:00+00:00", "2026-11-23T00:00:00+00:00"])),
    )


FILES = st.lists(exported(), max_size=7)


def played(*files: Sequence[Record], numbers: Sequence[int] = ()) -> tuple[PureShop, list[Plan]]:
    """The files dropped in one after another; after each the supplier answers for some lines by their token."""
    shop = PureShop(goods=GOODS)
    plans = []
    for day, file in enumerate(files):
        plans.append(shop.run(*(named(one, f"{day}.csv") for one in file)))
        open_tokens = sorted(shop.known().tokens)
        answered = [open_tokens[at % len(open_tokens)] for at in numbers if open_tokens]
        plans.append(
            shop.run(replies=[reply(f"7512345678{at:04}", token=token) for at, token in enumerate(answered)])
        )
    return shop, plans


def named(one: Record, file: str) -> Record:
    """The record as it stands in another file."""
    return replace(one, origin=replace(one.origin, sheet=file))


def live(shop: PureShop) -> Mapping[tuple[str, int], int]:
    """Units in live purchase orders, by line and part of a bundle."""
    units: Counter[tuple[str, int]] = Counter()
    for line in shop.known().lines.values():
        for issue in line.issues:
            units[line.key, line.parts[issue.token]] += issue.quantity
    return units


@given(FILES, FILES, st.lists(st.integers(0, 9), max_size=3))
@settings(max_examples=40, deadline=None)
def test_no_unit_of_a_line_is_bought_twice(
    first: list[Record], second: list[Record], numbers: list[int]
) -> None:
    shop, plans = played(first, second, first, numbers=numbers)
    ordered: defaultdict[str, int] = defaultdict(int)
    for plan in plans:
        for line in plan.lines.values():
            ordered[line.key] = max(ordered[line.key], line.quantity or 0)
    for (key, _), units in live(shop).items():
        assert 0 < units <= ordered[key]


@given(FILES, FILES, st.lists(st.integers(0, 9), max_size=3))
@settings(max_examples=40, deadline=None)
def test_a_second_run_changes_nothing(first: list[Record], second: list[Record], numbers: list[int]) -> None:
    shop, _ = played(first, second, numbers=numbers)
    again = shop.plan()
    assert (again.seeds, again.cells, again.documents, again.events) == ((), (), (), ())
    assert again.is_empty


@given(FILES, FILES)
@settings(max_examples=40, deadline=None)
def test_each_line_ends_in_exactly_one_place(first: list[Record], second: list[Record]) -> None:
    shop, plans = played(first, second)
    for plan in plans:
        assert Counter(line.key for line in plan.report) == Counter(dict.fromkeys(plan.lines, 1))
        assert plan.counts["lines"] == len(plan.lines)
    keys = shop.cells("line_key")
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(shop.known().lines)


@given(FILES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_is_nobodys_business(file: list[Record], chance: Random) -> None:
    shuffled = list(file)
    chance.shuffle(shuffled)
    (one, _), (other, _) = played(file), played(shuffled)
    assert bought(one) == bought(other)
    assert one.plan(*(named(line, "again.csv") for line in shuffled)).is_empty


def bought(shop: PureShop) -> set[tuple[str, str, str, int, str]]:
    return {
        (issue.line_key, issue.supplier, issue.supplier_sku, issue.units, issue.token)
        for line in shop.known().lines.values()
        for issue in line.issues
    }


@given(FILES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_table_may_be_sorted_between_two_runs(file: list[Record], chance: Random) -> None:
    shop, _ = played(file)
    body = shop.grid[1:]
    chance.shuffle(body)
    shop.grid[1:] = body
    assert shop.plan().is_empty


@given(FILES, FILES, st.lists(st.integers(0, 20), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_a_number_goes_only_to_the_line_that_its_token_names(
    first: list[Record], second: list[Record], numbers: list[int]
) -> None:
    shop, plans = played(first, second, numbers=numbers)
    tokens = shop.known().tokens
    for plan in plans:
        for event in plan.events:
            if event.kind is Kind.PARCEL_MATCHED:
                parcel = parcel_of(event)
                assert tokens[parcel.token] == parcel.line_key
    rows = dict(zip(shop.cells("line_key"), shop.cells("tracking_number"), strict=True))
    for key, line in shop.known().lines.items():
        assert rows.get(key, "") == "、".join(dict.fromkeys(parcel.number for parcel in line.parcels))


@given(FILES, FILES, st.lists(st.integers(0, 20), max_size=5))
@settings(max_examples=40, deadline=None)
def test_a_refunded_or_closed_line_is_never_told_to_its_platform(
    first: list[Record], second: list[Record], numbers: list[int]
) -> None:
    _, plans = played(first, second, numbers=numbers)
    for plan in plans:
        for event in plan.events:
            if event.kind is Kind.UPLOAD_WRITTEN:
                line = plan.lines[str(event.values["line"])]
                assert (line.refund_state, line.order_state == "closed") == ("none", False)


@given(FILES, st.lists(st.tuples(st.integers(2, 6), st.sampled_from(TEAM), ODD), max_size=6))
@settings(max_examples=80, deadline=None)
def test_no_text_in_a_cell_of_the_team_makes_a_run_stumble(
    file: list[Record], typed: list[tuple[int, Column, str]]
) -> None:
    shop, _ = played(file)
    for row, column, text in typed:
        if row <= len(shop.grid):
            shop.type(row, column.field, text)
    shop.run()
    assert shop.plan().is_empty
