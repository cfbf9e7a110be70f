"""What holds for any replies to any lines, however noisy."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetship.core.match import Matched, OpenLine, match
from sheetship.core.replies import ReplyItem
from tests.core.replies_made import COURIERS, item, open_line, token

NAMES = st.sampled_from(["张三", "李四", "王五", ""])
NUMBERS = st.integers(0, 8).map(lambda at: f"SF123456789012{at}")


@st.composite
def open_lines(draw: st.DrawFn) -> list[OpenLine]:
    lines = []
    for serial in range(1, draw(st.integers(1, 7)) + 1):
        order = draw(st.integers(1, 4))
        told = {
            "order_id": f"69{order}",
            "name": draw(NAMES),
            "phone": f"1380000000{order}",
            "supplier_sku": draw(st.sampled_from("AB")),
        }
        lines.append(open_line(serial, quantity=draw(st.integers(1, 3)), **told))
    return lines


ITEMS = st.lists(
    st.builds(
        item,
        NUMBERS,
        st.integers(2, 9),
        quantity=st.none() | st.integers(0, 3),
        token=st.sampled_from(["", "", token(1), token(2), token(3), token(99)]),
        po_number=st.sampled_from(["", "HZ-261121-1", "XX-261121-1"]),
        order_id=st.sampled_from(["", "691", "692", "69"]),
        name=NAMES,
        phone=st.sampled_from(["", "13800000001", "0002"]),
        sku=st.sampled_from(["", "A", "B", "C"]),
        courier_text=st.sampled_from(["", "顺丰", "中通", "?"]),
    ),
    max_size=8,
)


def run(items: list[ReplyItem], lines: list[OpenLine]) -> Matched:
    return match(items, lines, COURIERS)


@given(ITEMS, open_lines(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_lines_changes_nothing(
    items: list[ReplyItem], lines: list[OpenLine], chance: object
) -> None:
    shuffle = getattr(chance, "shuffle")  # noqa: B009 - hypothesis gives a random.Random
    before = run(items, lines)
    items, lines = list(items), list(lines)
    shuffle(items)
    shuffle(lines)
    assert run(items, lines) == before


@given(ITEMS, open_lines())
def test_every_item_ends_as_exactly_one_thing(items: list[ReplyItem], lines: list[OpenLine]) -> None:
    result = run(items, lines)
    ended = [*result.written, *result.known, *(exception.item for exception in result.exceptions)]
    assert Counter(map(repr, ended)) == Counter(map(repr, items))
    assert {parcel.number for parcel in result.parcels} == {written.number for written in result.written}


@given(ITEMS, open_lines())
def test_no_line_gets_more_than_was_ordered(items: list[ReplyItem], lines: list[OpenLine]) -> None:
    sums = Counter[str]()
    for parcel in run(items, lines).parcels:
        assert parcel.quantity >= 1
        sums[parcel.token] += parcel.quantity
    assert all(sums[line.token] <= line.quantity for line in lines)


@given(ITEMS, open_lines())
def test_a_second_run_writes_nothing(items: list[ReplyItem], lines: list[OpenLine]) -> None:
    first = run(items, lines)
    after = [
        OpenLine(
            **{name: getattr(line, name) for name in OpenLine.__slots__ if name != "shipped"},
            shipped=tuple((p.courier, p.number, p.quantity) for p in first.parcels if p.token == line.token),
        )
        for line in lines
    ]
    assert run(list(first.written), after).parcels == ()


@given(ITEMS, open_lines())
def test_a_parcel_never_contradicts_a_field_of_ours(items: list[ReplyItem], lines: list[OpenLine]) -> None:
    by_token = {line.token: line for line in lines}
    result = run(items, lines)
    for parcel in result.parcels:
        line = by_token[parcel.token]
        behind = [written for written in result.written if written.number == parcel.number]
        assert any(
            (not one.token or one.token == line.token)
            and (one.order_id not in {other.order_id for other in lines} or one.order_id == line.order_id)
            and (not one.name or not line.name or one.name == line.name)
            for one in behind
        )


@given(st.lists(st.tuples(st.integers(100, 999), NUMBERS), max_size=6), open_lines())
def test_foreign_rows_never_match(rows: list[tuple[int, str]], lines: list[OpenLine]) -> None:
    foreign = [
        item(
            number,
            at,
            order_id=f"88{at}",
            name=f"外人{at}",
            phone=f"13977770{at}",
            sku="A",
            token=token(at, "XX-261121-1"),
        )
        for at, number in rows
    ]
    without_tokens = [
        item(one.number, one.origin.row, order_id=one.order_id, name=one.name, phone=one.phone)
        for one in foreign
    ]
    assert run(foreign + without_tokens, lines).parcels == ()


@settings(max_examples=60)
@given(st.integers(1, 12), st.randoms(use_true_random=False), st.data())
def test_no_number_goes_to_a_wrong_line_under_noise(count: int, chance: object, data: st.DataObject) -> None:
    shuffle = getattr(chance, "shuffle")  # noqa: B009 - hypothesis gives a random.Random
    lines = [open_line(serial) for serial in range(1, count + 1)]
    told = []
    for serial, line in enumerate(lines, start=1):
        fields: dict[str, Any] = {
            "token": line.token,
            "order_id": line.order_id,
            "name": line.name,
            "phone": line.phone,
            "sku": line.supplier_sku,
        }
        lost = data.draw(st.sets(st.sampled_from(sorted(fields))))
        told.append(
            item(
                f"SF{serial:013}", serial, **{name: text for name, text in fields.items() if name not in lost}
            )
        )
    shuffle(told)
    result = run(told, lines)
    assert all(parcel.number == f"SF{int(parcel.line_key[1:]):013}" for parcel in result.parcels)
    said = [one for one in told if one.token or one.order_id or one.name]
    assert len(result.parcels) == len(said)
