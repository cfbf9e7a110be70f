"""A platform is told of what has left, never of what was refunded, and never twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from sheetship.core.model import Issue, Line, OrderState, Parcel, RefundState, Upload
from sheetship.core.uploads import Told, UploadState, has_left, tell_platform
from tests.core.little_shop import line

SPLITS = {"douyin": True, "taobao": False}


def issue(key: str, quantity: int = 1, factor: int = 1, part: str = "1") -> Issue:
    return Issue(
        token=f"{key}-{part}",
        line_key=key,
        po_number="HZ-261121-1",
        supplier="HZ",
        supplier_sku="CUP",
        quantity=quantity,
        units=quantity * factor,
    )


def parcel(key: str, quantity: int = 1, number: str = "75", part: str = "1") -> Parcel:
    return Parcel(
        token=f"{key}-{part}", line_key=key, courier="zto", number=number, quantity=quantity, evidence="x"
    )


def tell(
    lines: Sequence[Line],
    sent: Mapping[str, Sequence[Parcel]],
    told: Mapping[str, Sequence[Upload]] | None = None,
    excluded: frozenset[str] = frozenset(),
) -> Told:
    issues = {one.key: (issue(one.key, one.quantity or 1),) for one in lines}
    return tell_platform(lines, issues, sent, told or {}, SPLITS, excluded=excluded)


def test_a_line_by_itself_is_told_at_once_where_the_platform_ships_lines() -> None:
    lines = [line("L1", order_id="1"), line("L2", order_id="1")]
    said = tell(lines, {"L1": (parcel("L1"),)})
    assert set(said.now) == {"L1"}
    assert said.states == {"L1": UploadState.WRITTEN, "L2": UploadState.NONE}


def test_a_whole_order_waits_for_its_last_line() -> None:
    lines = [line(key, order_id="1", platform="taobao") for key in ("L1", "L2")]
    assert tell(lines, {"L1": (parcel("L1"),)}).states == {"L1": UploadState.WAITS, "L2": UploadState.NONE}
    assert set(tell(lines, {key: (parcel(key),) for key in ("L1", "L2")}).now) == {"L1", "L2"}


def test_a_refunded_line_does_not_keep_its_order_waiting() -> None:
    lines = [
        line("L1", order_id="1", platform="taobao"),
        line("L2", order_id="1", platform="taobao", refund_state=RefundState.REFUNDED),
    ]
    assert set(tell(lines, {"L1": (parcel("L1"),)}).now) == {"L1"}


def test_a_shop_without_a_platform_tells_nobody() -> None:
    assert tell([line("L1", platform="老客户")], {"L1": (parcel("L1"),)}).states == {"L1": UploadState.NONE}


def test_a_number_is_told_once_and_a_second_one_by_itself() -> None:
    sent = {"L1": (parcel("L1"), parcel("L1", number="76"))}
    told = {"L1": (Upload("L1", "75", "x"),)}
    assert [one.number for one in tell([line("L1")], sent, told).now["L1"]] == ["76"]


def test_a_line_that_a_person_wants_to_wait_waits_with_its_whole_order() -> None:
    sent = {key: (parcel(key),) for key in ("L1", "L2")}
    whole = [line(key, order_id="1", platform="taobao") for key in ("L1", "L2")]
    assert tell(whole, sent, excluded=frozenset({"L1"})).now == {}
    by_line = [line(key, order_id="1") for key in ("L1", "L2")]
    assert set(tell(by_line, sent, excluded=frozenset({"L1"})).now) == {"L2"}


def test_a_line_has_left_when_all_parts_and_all_units_have() -> None:
    bundle = (issue("L1", 2), issue("L1", 2, factor=3, part="2"))
    one, two = parcel("L1", 2), parcel("L1", 6, part="2")
    assert has_left(line(quantity=2), bundle, (one, two))
    assert not has_left(line(quantity=2), bundle, (one,))
    assert not has_left(line(quantity=2), bundle, (one, parcel("L1", 5, part="2")))
    assert not has_left(line(quantity=2), (), (one,))
    assert not has_left(line(quantity=None), bundle, (one, two))


def test_what_the_line_has_now_counts_not_what_was_ordered_from_the_supplier() -> None:
    assert has_left(line(quantity=1), (issue("L1", 3),), (parcel("L1", 1),))
    assert not has_left(line(quantity=3), (issue("L1", 2),), (parcel("L1", 2),))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2"]),
            st.sampled_from(["douyin", "taobao", "other"]),
            st.sampled_from(OrderState),
            st.sampled_from(RefundState),
            st.integers(0, 3),
            st.integers(0, 3),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_refunded_and_closed_lines_are_never_told_and_nothing_twice(
    drawn: list[tuple[str, str, OrderState, RefundState, int, int, bool]],
) -> None:
    lines = [
        line(
            f"L{at}",
            order_id=order,
            platform=platform,
            order_state=state,
            refund_state=refund,
            quantity=quantity,
        )
        for at, (order, platform, state, refund, quantity, _, _) in enumerate(drawn)
    ]
    sent = {f"L{at}": (parcel(f"L{at}", one[5]),) for at, one in enumerate(drawn) if one[5]}
    told = {f"L{at}": (Upload(f"L{at}", "75", "x"),) for at, one in enumerate(drawn) if one[6]}
    said = tell(lines, sent, told)
    assert set(said.states) == {one.key for one in lines}
    for one in lines:
        if one.key in said.now:
            assert one.refund_state is RefundState.NONE
            assert one.order_state is not OrderState.CLOSED
            assert one.platform in SPLITS
            assert one.key not in told
            assert said.states[one.key] is UploadState.WRITTEN
