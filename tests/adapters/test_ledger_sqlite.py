"""The shop's memory: only ever added to, never more ordered than asked, and damage is always noticed."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from sheetship.adapters import _disk, _ledger_tables
from sheetship.adapters.ledger_sqlite import Ledger
from sheetship.core import events as ev
from sheetship.core.events import Event, StoredEvent
from sheetship.core.findings import SheetShipError
from sheetship.core.history import fold
from sheetship.core.model import Issue
from tests.growth import IN_STEP, growth

if TYPE_CHECKING:
    from sheetship.flow import ports

AT = datetime(2026, 11, 21, 10, 0, 0, 5, tzinfo=UTC)
LINE = "douyin/shop/1"
SEEN = ev.line_seen(LINE, {"收件人": "张三"}, "orders.csv")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".sheetship" / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened


def issued(
    token: str, quantity: int = 1, *, ordered: int = 2, part: int = 1, line: str = LINE, sku: str = "sku"
) -> Event:
    issue = Issue(
        token=token, line_key=line, po_number="HZ-261121-1", supplier=token[:2], supplier_sku=sku,
        quantity=quantity, units=quantity,
    )  # fmt: skip
    return ev.po_issued(issue, ordered=ordered, part=part)


def put(ledger: Ledger, *events: Event, run: str = "r1") -> int:
    return ledger.commit(run, AT, events, head=ledger.head())


def refused(ledger: Ledger, *events: Event) -> SheetShipError:
    """The refusal of a commit, after which nothing of it may be there."""
    before = list(ledger.events())
    with pytest.raises(SheetShipError) as refusal:
        put(ledger, *events)
    assert list(ledger.events()) == before
    return refusal.value


def code_on_opening(path: Path) -> str:
    with pytest.raises(SheetShipError) as refusal:
        Ledger.open(path)
    return refusal.value.finding.code


def raw(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path)
    with db:
        for statement in statements:
            db.execute(statement)
    db.close()


def test_it_is_what_the_flow_asks_for(ledger: Ledger) -> None:
    port: ports.Ledger = ledger
    assert port.head() == 0
    assert not list(port.events())


def test_events_come_back_as_they_were_recorded(ledger: Ledger, path: Path) -> None:
    events = [
        SEEN,
        issued("HZ1"),
        ev.run_started("r1", inputs={"rules": "h"}, files={}),
        ev.run_finished("r1"),
    ]
    assert put(ledger, *events) == 4
    told = [StoredEvent(seq, "r1", AT, event) for seq, event in enumerate(events, 1)]
    assert list(ledger.events()) == told
    assert list(ledger.events(after=2)) == told[2:]
    assert not list(ledger.events(after=4))
    with Ledger.open(path) as again:
        assert list(again.events()) == told


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.text(), values, max_size=4), max_size=5))
def test_any_text_comes_back_whatever_a_cell_held(
    tmp_path_factory: pytest.TempPathFactory, told: list[dict[str, Any]]
) -> None:
    events = [Event(ev.Kind.DECIDED, f"k{at}", one) for at, one in enumerate(told)]
    with Ledger.open(tmp_path_factory.mktemp("shop") / "ledger.db") as ledger:
        put(ledger, *events)
        assert [stored.event for stored in ledger.events()] == events


def test_half_a_character_that_some_program_cut_comes_back_too(ledger: Ledger) -> None:
    event = ev.line_seen(LINE, {"remark": "\ud83d 尽快"}, "orders.csv")
    put(ledger, event)
    assert next(ledger.events()).event == event


def test_a_commit_of_nothing_is_no_change(ledger: Ledger) -> None:
    assert put(ledger) == 0


def test_a_plan_made_before_someone_elses_run_is_refused(ledger: Ledger, path: Path) -> None:
    with Ledger.open(path) as other:
        put(other, SEEN)
    with pytest.raises(SheetShipError) as refusal:
        ledger.commit("r2", AT, [SEEN], head=0)
    assert refusal.value.finding.code == "STORE-14"
    assert ledger.head() == 1


def test_a_unique_thing_happens_once(ledger: Ledger) -> None:
    start = ev.run_started("r1", inputs={}, files={})
    put(ledger, start)
    assert refused(ledger, SEEN, start).finding.code == "STORE-21"


def test_a_unique_thing_twice_in_one_commit_is_refused(ledger: Ledger) -> None:
    start = ev.run_started("r1", inputs={}, files={})
    error = refused(ledger, ev.run_started("r0", inputs={}, files={}), start, start)
    assert error.finding.values["key"] == "run:r1"


def test_a_token_is_issued_once(ledger: Ledger) -> None:
    put(ledger, issued("HZ1"))
    error = refused(ledger, issued("HZ2", line="other"), issued("HZ1", line="other"))
    assert (error.finding.code, error.finding.values["key"]) == ("STORE-22", "HZ1")


def test_only_a_live_purchase_order_line_can_be_voided(ledger: Ledger) -> None:
    put(ledger, issued("HZ1"), ev.po_voided("HZ1", "out of stock"))
    assert refused(ledger, ev.po_voided("HZ1", "")).finding.code == "STORE-23"
    assert refused(ledger, ev.po_voided("HZ9", "")).finding.code == "STORE-23"


def test_a_purchase_order_for_nothing_is_a_bug_and_nothing_is_recorded(ledger: Ledger) -> None:
    with pytest.raises(IntegrityError):
        put(ledger, issued("HZ1", 0))
    assert ledger.head() == 0


def test_more_than_ordered_is_never_in_live_purchase_orders(ledger: Ledger) -> None:
    put(ledger, issued("HZ1"), issued("HZ2"))
    error = refused(ledger, issued("YW1"))
    assert error.finding.code == "STORE-20"
    assert error.finding.values == {"line": LINE, "live": "3", "ordered": "2"}


def test_another_supplier_with_another_sku_is_still_the_same_line(ledger: Ledger) -> None:
    put(ledger, issued("HZ1", 2))
    assert refused(ledger, issued("YW1", 2, sku="other name")).finding.code == "STORE-20"


def test_the_parts_of_a_bundle_are_counted_apart(ledger: Ledger) -> None:
    put(ledger, issued("HZ1", 2, part=1), issued("YW1", 2, part=2))
    assert refused(ledger, issued("HZ2", part=2)).finding.code == "STORE-20"


def test_voided_units_make_room_in_the_same_commit(ledger: Ledger) -> None:
    put(ledger, issued("HZ1", 2))
    assert put(ledger, ev.po_voided("HZ1", "re-routed"), issued("YW1", 2)) == 3


def test_a_line_cut_to_fewer_units_takes_no_more(ledger: Ledger) -> None:
    put(ledger, issued("HZ1", 2, ordered=3))
    assert refused(ledger, issued("HZ2", ordered=2)).finding.code == "STORE-20"
    assert refused(ledger, issued("HZ3", ordered=3), issued("HZ4", ordered=9)).finding.code == "STORE-20"


def test_a_line_already_over_after_a_cut_does_not_stop_other_lines(ledger: Ledger) -> None:
    put(ledger, issued("HZ1", 5, ordered=5))
    assert put(ledger, issued("HZ2", line="other")) == 2


steps = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 2), st.sampled_from(["a", "b"]), st.booleans()), max_size=12
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_whatever_is_tried_live_units_never_exceed_what_was_ordered(
    tmp_path_factory: pytest.TempPathFactory, tried: list[tuple[int, int, str, bool]]
) -> None:
    refusals: list[str] = []
    with Ledger.open(tmp_path_factory.mktemp("shop") / "ledger.db") as ledger:
        for serial, (quantity, part, line, is_void) in enumerate(tried):
            live = [issue.token for issue in fold(ledger.events()).line(line).issues]
            voids = [ev.po_voided(token, "") for token in live[:1] if is_void]
            try:
                put(ledger, *voids, issued(f"T{serial}", quantity, ordered=4, part=part, line=line))
            except SheetShipError as error:
                refusals.append(error.finding.code)
        for known in fold(ledger.events()).lines.values():
            for part in (1, 2):
                assert sum(issue.quantity for issue in known.issues if known.parts[issue.token] == part) <= 4
    assert set(refusals) <= {"STORE-20"}


def test_two_computers_at_once_never_order_a_line_twice(path: Path) -> None:
    Ledger.open(path).close()
    together = threading.Barrier(2)
    codes: list[str] = []

    def order(name: str) -> None:
        with Ledger.open(path) as ledger:
            together.wait()
            code, serial = "", 0
            while code in {"", "STORE-14"}:
                serial += 1
                try:
                    put(ledger, issued(f"{name}{serial}", ordered=10))
                except SheetShipError as error:
                    code = error.finding.code
        codes.append(code)

    threads = [threading.Thread(target=order, args=(name,)) for name in ("HZ", "YW")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["STORE-20", "STORE-20"]
    with Ledger.open(path) as ledger:
        assert sum(issue.quantity for issue in fold(ledger.events()).line(LINE).issues) == 10


@pytest.mark.parametrize("table", ["events", "unique_keys", "issues", "voids"])
@pytest.mark.parametrize("act", ["UPDATE {table} SET seq = seq + 100", "DELETE FROM {table}"])
def test_nothing_recorded_can_be_changed_or_deleted(ledger: Ledger, path: Path, table: str, act: str) -> None:
    put(ledger, ev.run_started("r1", inputs={}, files={}), issued("HZ1"), ev.po_voided("HZ1", ""))
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        raw(path, act.format(table=table))


def test_a_changed_event_is_noticed_when_it_is_read(ledger: Ledger, path: Path) -> None:
    put(ledger, SEEN, SEEN, SEEN)
    raw(path, "DROP TRIGGER events_update", "UPDATE events SET payload = '{}' WHERE seq = 2")
    read = ledger.events()
    assert next(read).seq == 1
    with pytest.raises(SheetShipError) as refusal:
        next(read)
    assert refusal.value.finding.code == "STORE-10"
    assert refusal.value.finding.values["reason"] == "event 2"


def test_a_changed_event_of_a_run_is_noticed_when_runs_are_read(ledger: Ledger, path: Path) -> None:
    put(ledger, SEEN, ev.run_finished("r1"))
    raw(path, "DROP TRIGGER events_update", "UPDATE events SET key = 'r2' WHERE seq = 2")
    with pytest.raises(SheetShipError) as refusal:
        list(ledger.run_events())
    assert refusal.value.finding.code == "STORE-10"
    assert refusal.value.finding.values["reason"] == "event 2"


def test_a_missing_event_is_noticed_when_it_is_read(ledger: Ledger, path: Path) -> None:
    put(ledger, SEEN, SEEN, SEEN)
    raw(path, "DROP TRIGGER events_delete", "DELETE FROM events WHERE seq = 2")
    with pytest.raises(SheetShipError) as refusal:
        list(ledger.events())
    assert refusal.value.finding.code == "STORE-10"


def test_a_damaged_file_is_refused_or_reads_as_it_was(path: Path) -> None:
    with Ledger.open(path) as ledger:
        put(ledger, *(issued(f"HZ{serial}", ordered=400) for serial in range(200)))
        sound = list(ledger.events())
    content, dice = path.read_bytes(), random.Random(7)
    codes: list[str] = []
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(20):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        path.write_bytes(damaged)
        try:
            with Ledger.open(path) as ledger:
                assert list(ledger.events()) == sound
        except SheetShipError as error:
            codes.append(error.finding.code)
    assert set(codes) <= {"STORE-10", "STORE-11", "STORE-12", "STORE-13"}
    assert len(codes) > 100


@pytest.mark.parametrize("keep", [0, 1, 99, 4096, -4096])
def test_a_cut_off_file_is_refused(path: Path, keep: int) -> None:
    with Ledger.open(path) as ledger:
        put(ledger, SEEN)
    path.write_bytes(path.read_bytes()[:keep])
    assert code_on_opening(path) == "STORE-10"


def test_a_text_file_is_no_ledger(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"order no,name\n" * 100)
    assert code_on_opening(path) == "STORE-10"


def test_the_database_of_another_program_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    raw(path, "CREATE TABLE songs (name TEXT)")
    before = path.read_bytes()
    assert code_on_opening(path) == "STORE-13"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("schema", "code"), [("2", "STORE-11"), ("10", "STORE-11"), ("0", "STORE-12"), ("", "STORE-12")]
)
def test_a_ledger_of_another_format_is_refused_with_a_sentence(path: Path, schema: str, code: str) -> None:
    Ledger.open(path).close()
    raw(path, f"UPDATE about SET value = '{schema}'")
    assert code_on_opening(path) == code


def test_a_ledger_held_by_another_program_is_said_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ledger_tables, "_BUSY_SECONDS", 0)
    with Ledger.open(path) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SheetShipError) as refusal:
            put(ledger, SEEN)
        other.close()
        assert refusal.value.finding.code == "STORE-15"
        assert put(ledger, SEEN) == 1


def test_a_folder_where_a_file_should_be_is_said_so(path: Path) -> None:
    path.mkdir(parents=True)
    assert code_on_opening(path) == "STORE-16"


def test_a_place_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert code_on_opening(tmp_path / "file" / "shop" / "ledger.db") == "STORE-16"


def test_a_ledger_is_whole_from_the_first_moment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_disk, "publish_new", killed)
    with pytest.raises(KeyboardInterrupt):
        Ledger.open(path)
    assert not list(path.parent.iterdir())


def test_two_programs_that_make_the_first_ledger_share_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[Path, Path], None] = _disk.publish_new

    def someone_is_quicker(temp: Path, final: Path) -> None:
        monkeypatch.undo()
        with Ledger.open(path) as other:
            put(other, SEEN)
        real(temp, final)

    monkeypatch.setattr(_disk, "publish_new", someone_is_quicker)
    with Ledger.open(path) as ledger:
        assert ledger.head() == 1


def test_every_commit_is_on_disk_before_it_is_reported(ledger: Ledger) -> None:
    with ledger._file.reading() as db:
        asked = {name: db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("journal_mode", "synchronous", "foreign_keys")}  # fmt: skip
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_backup_is_a_ledger_of_its_own(ledger: Ledger, tmp_path: Path) -> None:
    put(ledger, SEEN, issued("HZ1"))
    copy = tmp_path / "backups" / "ledger-1.db"
    ledger.backup(copy)
    assert [path.name for path in copy.parent.iterdir()] == ["ledger-1.db"]
    with Ledger.open(copy) as restored:
        assert list(restored.events()) == list(ledger.events())
        assert refused(restored, issued("YW1", 2)).finding.code == "STORE-20"


def test_a_backup_never_replaces_a_file(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_bytes(b"an older backup")
    with pytest.raises(SheetShipError) as refusal:
        ledger.backup(tmp_path / "backup.db")
    assert refusal.value.finding.code == "STORE-30"
    assert (tmp_path / "backup.db").read_bytes() == b"an older backup"


def test_a_backup_of_a_damaged_ledger_does_not_count(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    put(ledger, SEEN)
    raw(path, "DROP TRIGGER events_update", "UPDATE events SET payload = '{}'")
    with pytest.raises(SheetShipError) as refusal:
        ledger.backup(tmp_path / "backups" / "ledger.db")
    assert refusal.value.finding.code == "STORE-10"
    assert not list((tmp_path / "backups").iterdir())


def test_a_backup_that_cannot_be_written_is_said_so(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_disk, "temp_beside", lambda path: path.parent / "no" / "folder")
    with pytest.raises(SheetShipError) as refusal:
        ledger.backup(tmp_path / "backup.db")
    assert refusal.value.finding.code == "STORE-16"


def test_many_events_are_recorded_in_step_with_their_number(tmp_path: Path) -> None:
    serials = count()
    with ExitStack() as opened:

        def prepared(lines: int) -> Callable[[], object]:
            events = [issued(f"HZ{serial}", line=f"line {serial}") for serial in range(lines)]
            events += [ev.cells_written("t", {(f"line {n}", "status"): ("", "x")}) for n in range(2 * lines)]
            ledger = opened.enter_context(Ledger.open(tmp_path / f"{next(serials)}.db"))
            return lambda: ledger.commit("r1", AT, events, head=0)

        assert growth(prepared, 500) < IN_STEP
