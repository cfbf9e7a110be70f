"""What a shop knows after what happened, above all after an undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sheetship.core import events as ev
from sheetship.core.events import Event, StoredEvent
from sheetship.core.history import Decision, Known, KnownLine, fold, remaining, undone_runs
from sheetship.core.model import Issue, Parcel, Upload
from tests.growth import IN_STEP, growth

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
LINE = "douyin/shop/1"


def told(*happened: tuple[str, Event]) -> list[StoredEvent]:
    return [StoredEvent(seq, run, AT, event) for seq, (run, event) in enumerate(happened, 1)]


def known(*happened: tuple[str, Event]) -> Known:
    return fold(told(*happened))


def issue(token: str = "HZ-261121-1-01A", quantity: int = 2, line: str = LINE, supplier: str = "HZ") -> Issue:
    return Issue(
        token=token,
        line_key=line,
        po_number=token.rsplit("-", 1)[0],
        supplier=supplier,
        supplier_sku="sku",
        quantity=quantity,
        units=quantity,
        cost=Decimal(12),
    )


def parcel(number: str = "SF1", token: str = "HZ-261121-1-01A") -> Parcel:
    return Parcel(token=token, line_key=LINE, courier="sf", number=number, quantity=1, evidence="token")


ISSUED = ev.po_issued(issue(), ordered=2)


def test_nothing_happened_and_nothing_is_known() -> None:
    nothing = fold([])
    assert nothing.head == 0
    assert not nothing.lines
    assert nothing.line(LINE) == KnownLine(key=LINE)
    assert remaining(nothing.line(LINE), 3) == 3


def test_a_line_shows_its_latest_export_and_what_was_appended_for_it() -> None:
    line = known(
        ("r1", ev.line_seen(LINE, {"quantity": "2"}, "a.csv")),
        ("r1", ev.row_seeded(LINE, {"quantity": "2"})),
        ("r2", ev.line_seen(LINE, {"quantity": "1"}, "b.csv")),
    ).line(LINE)
    assert (line.fields, line.source) == ({"quantity": "1"}, "b.csv")
    assert line.seeded == {"quantity": "2"}


def test_a_row_appended_as_it_was_seen_is_stored_once_and_stays_as_it_was() -> None:
    seeded = ev.row_seeded(LINE, {"quantity": "2"}, {"quantity": "2"})
    assert not seeded.values
    line = known(
        ("r1", ev.line_seen(LINE, {"quantity": "2"}, "a.csv")),
        ("r1", seeded),
        ("r2", ev.line_seen(LINE, {"quantity": "1"}, "b.csv")),
    ).line(LINE)
    assert (line.fields, line.seeded) == ({"quantity": "1"}, {"quantity": "2"})


def test_the_rows_a_run_appended_are_told_by_what_it_saw_or_by_themselves() -> None:
    seen, changed = {"quantity": "2"}, {"quantity": "3"}
    events = [
        ev.line_seen(LINE, seen, "a.csv"),
        ev.row_seeded(LINE, seen, seen),
        ev.row_seeded("L-2", changed, seen),
        ev.held(LINE, ["ORD-03"]),
    ]
    assert ev.seeded_rows(events) == {LINE: seen, "L-2": changed}


def test_a_file_is_known_by_its_bytes_and_by_its_rows_whatever_its_name() -> None:
    files = known(
        ("r1", ev.file_seen("sha1", name="orders.csv", digest="rows", layout="douyin", rows=3)),
        ("r2", ev.file_seen("sha2", name="copy of orders.csv", digest="rows", layout="douyin", rows=3)),
        ("r2", ev.file_seen("sha3", name="photo.jpg", digest="", layout="", rows=0)),
    )
    assert files.files == {"sha1", "sha2", "sha3"}
    assert files.digests == {"rows": "orders.csv"}


def test_a_release_ends_the_holds_of_a_line() -> None:
    waiting = ("r1", ev.held(LINE, ["ORD-03", "ORD-07"]))
    assert known(waiting).line(LINE).held == ("ORD-03", "ORD-07")
    assert known(waiting, ("r2", ev.released(LINE, "Mei"))).line(LINE).held == ()
    assert known(waiting, ("r2", ev.held(LINE, []))).line(LINE).held == ()


def test_the_last_decision_counts() -> None:
    line = known(
        ("r1", ev.decided(LINE, supplier="HZ", why="cheapest", money={"profit": Decimal("3.50")}, sent={})),
        (
            "r2",
            ev.decided(
                LINE, supplier="YW", why="only one left", money={"profit": None}, sent={"quantity": "2"}
            ),
        ),
    ).line(LINE)
    assert line.decision == Decision("YW", "only one left", {"profit": None}, {"quantity": "2"})
    assert known(
        ("r1", ev.decided(LINE, supplier="HZ", why="w", money={"profit": Decimal("3.5")}, sent={}))
    ).line(LINE).decision == Decision("HZ", "w", {"profit": Decimal("3.5")})


def test_units_in_a_live_purchase_order_do_not_remain() -> None:
    line = known(("r1", ISSUED)).line(LINE)
    assert line.issues == (issue(),)
    assert (remaining(line, 3), remaining(line, 2), remaining(line, 1)) == (1, 0, 0)


def test_voided_units_may_be_ordered_again() -> None:
    line = known(("r1", ISSUED), ("r2", ev.po_voided(issue().token, "out of stock"))).line(LINE)
    assert line.issues == ()
    assert line.voided == (issue(),)
    assert remaining(line, 2) == 2


def test_each_part_of_a_bundle_remains_by_itself() -> None:
    line = known(
        ("r1", ev.po_issued(issue("HZ-261121-1-01A"), ordered=2, part=1)),
        ("r1", ev.po_issued(issue("YW-261121-1-01B"), ordered=2, part=2)),
        ("r2", ev.po_voided("YW-261121-1-01B", "out of stock")),
    ).line(LINE)
    assert (remaining(line, 2, part=1), remaining(line, 2, part=2)) == (0, 2)


def test_a_purchase_order_number_is_never_free_again() -> None:
    serials = known(
        ("r1", ev.po_issued(issue("HZ-261121-9-01A"), ordered=2)),
        ("r1", ev.po_issued(issue("HZ-261121-10-01A"), ordered=2)),
        ("r1", ev.po_issued(issue("HZ-261122-1-01A"), ordered=2)),
        ("r1", ev.po_issued(issue("by hand"), ordered=2)),
        ("r2", ev.po_voided("HZ-261121-10-01A", "")),
        ("r3", ev.run_undone("r1")),
    ).po_serials
    assert serials == {("HZ", "261121"): 10, ("HZ", "261122"): 1}


def test_parcels_gather_and_only_a_void_takes_one_away() -> None:
    first, second = ("r1", ev.parcel_matched(parcel("SF1"))), ("r1", ev.parcel_matched(parcel("SF2")))
    assert known(first, second, first).line(LINE).parcels == (parcel("SF1"), parcel("SF2"))
    gone = ("r2", ev.parcel_voided(parcel("SF1"), "wrong line"))
    assert known(first, second, gone).line(LINE).parcels == (parcel("SF2"),)
    assert known(gone).line(LINE).parcels == ()


def test_uploads_messages_and_cells_are_remembered() -> None:
    upload = Upload(LINE, "SF1", "upload.csv", "r1")
    line = known(
        ("r1", ev.upload_written(upload)),
        ("r1", ev.message_written(LINE, template="shipped", occasion="SF1", file="m.txt")),
        ("r1", ev.cells_written("orders.xlsx", {(LINE, "status"): ("", "新")})),
        ("r2", ev.cells_written("orders.xlsx", {(LINE, "status"): ("新", "已发货")})),
    ).line(LINE)
    assert line.uploads == (upload,)
    assert line.messages == {("shipped", "SF1")}
    assert line.cells == {"status": "已发货"}


def test_what_a_supplier_was_said_to_have_is_marked_sent() -> None:
    line = known(("r1", ISSUED), ("r2", ev.said_sent(issue().token, "Mei"))).line(LINE)
    assert line.sent == {issue().token}
    assert not line.in_doubt


def test_a_run_that_passed_its_commit_point_must_be_finished_or_taken_back() -> None:
    start = ("r1", ev.run_started("r1", inputs={"rules": "h1"}, files={"a.xlsx": "s1", "b.xlsx": "s2"}))
    wrote = ("r1", ev.file_written("a.xlsx", kind="supplier", sha256="s1", lines=4))
    (run,) = known(start, wrote).unfinished
    assert (run.name, run.at, run.inputs) == ("r1", AT, {"rules": "h1"})
    assert (run.files, run.written) == ({"a.xlsx": "s1", "b.xlsx": "s2"}, {"a.xlsx": "s1"})
    assert known(start, ("r1", ev.run_finished("r1"))).unfinished == ()
    taken_back = known(start, ("r2", ev.run_undone("r1")))
    assert taken_back.unfinished == ()
    assert taken_back.runs[0].undone_by == "r2"


EVERYTHING_ELSE = (
    ev.file_seen("sha", name="a.csv", digest="d", layout="douyin", rows=1),
    ev.line_seen(LINE, {"quantity": "2"}, "a.csv"),
    ev.row_seeded(LINE, {"quantity": "2"}),
    ev.held(LINE, ["ORD-03"]),
    ev.decided(LINE, supplier="HZ", why="w", money={"profit": None}, sent={}),
    ev.said_sent(issue().token, "Mei"),
    ev.parcel_matched(parcel()),
    ev.message_written(LINE, template="shipped", occasion="SF1", file="m.txt"),
    ev.cells_written("t", {(LINE, "status"): ("", "x")}),
)


def test_what_stayed_in_the_shop_folder_is_taken_back_with_its_run() -> None:
    after = known(*(("r1", event) for event in EVERYTHING_ELSE), ("r2", ev.run_undone("r1")))
    assert not after.lines
    assert not after.files
    assert not after.digests


def test_a_purchase_order_of_an_undone_run_stays_live_and_in_doubt() -> None:
    line = known(("r1", ISSUED), ("r2", ev.run_undone("r1"))).line(LINE)
    assert line.issues == (issue(),)
    assert line.in_doubt == {issue().token}
    assert remaining(line, 2) == 0


def test_the_doubt_ends_with_a_void_or_with_a_word_given_after_the_undo() -> None:
    start = (("r1", ISSUED), ("r2", ev.run_undone("r1")))
    assert not known(*start, ("r3", ev.po_voided(issue().token, ""))).line(LINE).in_doubt
    assert not known(*start, ("r3", ev.said_sent(issue().token, "Mei"))).line(LINE).in_doubt
    before = (("r1", ISSUED), ("r1b", ev.said_sent(issue().token, "Mei")), ("r2", ev.run_undone("r1")))
    assert known(*before).line(LINE).in_doubt == {issue().token}


def test_a_void_stays_though_its_run_was_undone() -> None:
    line = known(("r1", ISSUED), ("r2", ev.po_voided(issue().token, "")), ("r3", ev.run_undone("r2"))).line(
        LINE
    )
    assert line.issues == ()


def test_an_uploaded_number_stays_uploaded_though_its_run_was_undone() -> None:
    upload = Upload(LINE, "SF1", "upload.csv", "r1")
    line = known(("r1", ev.upload_written(upload)), ("r2", ev.run_undone("r1"))).line(LINE)
    assert line.uploads == (upload,)


def test_an_undo_can_be_undone() -> None:
    again = known(
        *(("r1", event) for event in (ISSUED, *EVERYTHING_ELSE)),
        ("r2", ev.run_undone("r1")),
        ("r3", ev.run_undone("r2")),
    )
    once = known(*(("r1", event) for event in (ISSUED, *EVERYTHING_ELSE)))
    assert again.lines == once.lines
    assert again.files == once.files


runs = st.sampled_from(["r1", "r2", "r3", "r4"])
tokens = st.sampled_from([f"HZ-261121-{serial}-01A" for serial in range(1, 5)])
happenings = st.lists(
    st.tuples(
        runs,
        st.one_of(
            tokens.map(lambda token: ev.po_issued(issue(token, 1), ordered=9)),
            tokens.map(lambda token: ev.po_voided(token, "")),
            tokens.map(lambda token: ev.said_sent(token, "Mei")),
            runs.map(ev.run_undone),
            st.sampled_from(EVERYTHING_ELSE),
            st.just(ev.upload_written(Upload(LINE, "SF1", "f", "r"))),
        ),
    ),
    max_size=25,
)


@given(happenings)
def test_an_issue_is_live_or_voided_but_never_forgotten(happened: list[tuple[str, Event]]) -> None:
    line = known(*happened).line(LINE)
    issued = {event.key for _, event in happened if event.kind is ev.Kind.PO_ISSUED}
    voided = {event.key for _, event in happened if event.kind is ev.Kind.PO_VOIDED}
    assert {one.token for one in line.issues} == issued - voided
    assert {one.token for one in line.voided} == issued & voided
    assert line.in_doubt <= issued - voided
    assert remaining(line, 9) == 9 - len(issued - voided)


@given(happenings)
def test_undoing_a_run_is_as_if_only_what_left_the_shop_had_happened(
    happened: list[tuple[str, Event]],
) -> None:
    history = told(*happened, ("last", ev.run_undone("r1")))
    gone = undone_runs(history)
    assert "r1" in gone
    stays = {ev.Kind.PO_ISSUED, ev.Kind.PO_VOIDED, ev.Kind.UPLOAD_WRITTEN, ev.Kind.RUN_UNDONE}
    left = [one for one in history if one.run not in gone or one.event.kind in stays]
    assert fold(left) == fold(history)


@given(happenings)
def test_events_of_other_lines_change_nothing_here(happened: list[tuple[str, Event]]) -> None:
    other = ("r9", ev.po_issued(issue("YW-261121-1-01A", line="other"), ordered=2))
    assert known(*happened, other).line(LINE) == known(*happened).line(LINE)


def ten_events_a_line(count: int) -> list[StoredEvent]:
    lines = [f"{LINE}{serial}" for serial in range(count)]
    return told(
        *(("r1", ev.line_seen(key, {"quantity": "2"}, "a.csv")) for key in lines),
        *(("r1", ev.po_issued(issue(f"HZ-261121-1-{key}", line=key), ordered=2)) for key in lines),
        *(("r1", ev.cells_written("t", {(key, name): ("", "x")})) for key in lines for name in "abcdefgh"),
    )


def test_many_events_are_read_in_step_with_their_number() -> None:
    def prepared(count: int) -> Callable[[], object]:
        history = ten_events_a_line(count)
        return lambda: fold(history)

    assert len(fold(ten_events_a_line(1_000)).lines) == 1_000
    assert growth(prepared, 1_000) < IN_STEP
