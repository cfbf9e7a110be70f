"""What may follow what, and how quantities become one word."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.findings import SheetShipError
from sheetship.core.known import KnownLine
from sheetship.core.model import Issue, Parcel
from sheetship.core.states import TRANSITIONS, LineState, Quantities, move, quantities, view
from tests.core.little_shop import line


def issue(token: str, quantity: int, factor: int = 1) -> Issue:
    return Issue(
        token=token,
        line_key="L1",
        po_number="HZ-261121-1",
        supplier="HZ",
        supplier_sku="CUP",
        quantity=quantity,
        units=quantity * factor,
        cost=Decimal(1),
    )


def parcel(token: str, quantity: int) -> Parcel:
    return Parcel(
        token=token, line_key="L1", courier="zto", number=f"75{token}", quantity=quantity, evidence="token"
    )


def known(
    *issues: Issue, parcels: tuple[Parcel, ...] = (), doubt: str = "", parts: dict[str, int] | None = None
) -> KnownLine:
    return KnownLine(
        key="L1", issues=issues, parcels=parcels, in_doubt=frozenset(doubt.split()), parts=parts or {}
    )


def test_every_state_has_a_word_in_both_languages_a_colour_and_its_row_in_the_table() -> None:
    assert set(TRANSITIONS) == set(LineState)
    for state in LineState:
        assert state.label("zh") != state.label("en")
        assert len(state.fill) == 6
    assert len({state.label("zh") for state in LineState}) == len(LineState)


def test_the_usual_way_through() -> None:
    way = [
        "new",
        "confirmed",
        "allocated",
        "po_sent",
        "acknowledged",
        "shipped",
        "in_transit",
        "delivered",
        "completed",
    ]
    for old, new in pairwise(way):
        assert move(LineState(old), LineState(new)) == new


@given(st.sampled_from(LineState), st.sampled_from(LineState))
def test_what_is_not_in_the_table_is_refused(old: LineState, new: LineState) -> None:
    if new in TRANSITIONS[old]:
        assert move(old, new) is new
        return
    with pytest.raises(SheetShipError) as refused:
        move(old, new)
    assert refused.value.finding.code == "ORD-60"


def test_a_line_in_doubt_is_never_sent_again_by_itself() -> None:
    assert LineState.CONFIRMED not in TRANSITIONS[LineState.IN_DOUBT]


@pytest.mark.parametrize("rest", ["new", "confirmed", "backordered", "allocated", "cancelled"])
def test_a_line_in_no_purchase_order_is_where_the_rest_is(rest: str) -> None:
    counts = quantities(line(quantity=3), known(), LineState(rest))
    assert getattr(counts, rest) == 3
    assert view(counts) == rest


def test_sent_in_doubt_and_part_shipped() -> None:
    both = (issue("T1", 2), issue("T2", 1))
    assert view(quantities(line(quantity=3), known(*both), LineState.NEW)) is LineState.PO_SENT
    assert view(quantities(line(quantity=3), known(*both, doubt="T2"), LineState.NEW)) is LineState.IN_DOUBT
    part = quantities(line(quantity=3), known(*both, parcels=(parcel("T1", 2),)), LineState.NEW)
    assert (part.shipped, part.sent, view(part)) == (2, 1, LineState.PO_SENT)
    whole = quantities(
        line(quantity=3), known(*both, parcels=(parcel("T1", 2), parcel("T2", 9))), LineState.NEW
    )
    assert view(whole) is LineState.SHIPPED


def test_a_bundle_is_as_far_as_its_slowest_part() -> None:
    both = known(
        issue("T1", 2), issue("T2", 2), parcels=(parcel("T1", 2), parcel("T2", 1)), parts={"T1": 1, "T2": 2}
    )
    counts = quantities(line(quantity=2), both, LineState.NEW)
    assert (counts.shipped, counts.sent) == (1, 1)


def test_half_a_pair_is_no_pair() -> None:
    counts = quantities(
        line(quantity=2), known(issue("T1", 2, factor=2), parcels=(parcel("T1", 3),)), LineState.NEW
    )
    assert (counts.shipped, counts.sent) == (1, 1)


def test_a_quantity_cut_after_sending_never_counts_more_than_was_ordered() -> None:
    counts = quantities(line(quantity=1), known(issue("T1", 3), parcels=(parcel("T1", 2),)), LineState.NEW)
    assert (counts.ordered, counts.shipped) == (1, 1)


def test_an_unreadable_quantity_counts_what_was_sent() -> None:
    assert quantities(line(quantity=None), known(issue("T1", 3)), LineState.NEW).ordered == 3


@given(
    st.integers(-1, 9),
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5), st.booleans(), st.integers(1, 2)), max_size=5),
    st.sampled_from(["new", "confirmed", "backordered", "allocated", "cancelled"]),
)
def test_quantities_always_add_up_to_what_was_ordered(
    ordered: int, sent: list[tuple[int, int, bool, int]], rest: str
) -> None:
    issues = tuple(issue(f"T{at}", quantity) for at, (quantity, *_) in enumerate(sent))
    parcels = tuple(parcel(f"T{at}", packed) for at, (_, packed, *_) in enumerate(sent))
    doubt = " ".join(f"T{at}" for at, (_, _, is_doubtful, _) in enumerate(sent) if is_doubtful)
    parts = {f"T{at}": part for at, (*_, part) in enumerate(sent)}
    seen = known(*issues, parcels=parcels, doubt=doubt, parts=parts)
    counts = quantities(line(quantity=ordered), seen, LineState(rest))
    assert counts.ordered == max(ordered, 0)
    assert view(counts) in LineState


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        (Quantities(ordered=0), "new"),
        (Quantities(ordered=2, cancelled=1, shipped=1), "shipped"),
        (Quantities(ordered=2, shipped=2, delivered=1), "shipped"),
        (Quantities(ordered=2, shipped=2, delivered=2), "delivered"),
        (Quantities(ordered=2, shipped=2, returned=2), "returned"),
        (Quantities(ordered=2, cancel_asked=1, acknowledged=1), "cancel_requested"),
    ],
)
def test_one_word_for_many_quantities(counts: Quantities, state: str) -> None:
    assert view(counts) == state


@pytest.mark.parametrize(
    "wrong",
    [{"ordered": 1}, {"ordered": 0, "new": 1, "sent": -1}, {"ordered": 1, "shipped": 1, "returned": 2}],
)
def test_quantities_that_do_not_add_up_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="add up"):
        Quantities(**wrong)
