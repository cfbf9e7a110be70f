"""Every sample story from its first run to its last, compared with what a person should see."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from sheetship.core.model import Parcel
from sheetship.flow.run import Ran
from tests.stories.answering import Answers, token_of
from tests.stories.make_inputs import SAMPLE_SHEETS, stories
from tests.stories.make_replies import answers_to
from tests.stories.playing import NAMES, Played, clock, morning
from tests.stories.seeing import cells_of, findings_text, order_lines, orders_text, outbox_texts

LANG = {story.name: story.lang for story in stories()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """A story after its three runs."""

    played: Played
    first: Ran
    second: Ran
    third: Ran
    answers: Answers
    after_second: bytes


@pytest.fixture(scope="module", params=NAMES)
def evening(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Evening:
    name = str(request.param)
    played, first = morning(name, tmp_path_factory.mktemp("stories") / name)
    answers = answers_to(played, first.prepared.plan.run)
    played.drop(SAMPLE_SHEETS / name / "replies")
    second = played.run_at(clock(name, "replies_at"))
    after_second = played.orders
    third = played.run_at(clock(name, "replies_at"), minutes_later=1)
    return Evening(
        played=played, first=first, second=second, third=third, answers=answers, after_second=after_second
    )


def seen(evening: Evening) -> dict[str, str]:
    lang = LANG[evening.played.name]
    texts = {"orders.tsv": orders_text(evening.after_second)}
    for number, ran in enumerate((evening.first, evening.second), start=1):
        files = outbox_texts(evening.played.outbox(ran.prepared.plan.run))
        texts |= {f"run-{number}/{path}": text for path, text in files.items()}
        texts[f"run-{number}/findings.tsv"] = findings_text(ran.findings, lang)
    return texts


def renew(folder: Path, texts: Mapping[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def test_a_person_sees_what_is_expected(evening: Evening, request: pytest.FixtureRequest) -> None:
    folder = SAMPLE_SHEETS / evening.played.name / "expected"
    texts = seen(evening)
    if request.config.getoption("--renew", default=False):
        renew(folder, texts)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in kept} == texts


def test_every_number_stands_on_its_own_line_and_nowhere_else(evening: Evening) -> None:
    known = evening.played.known()
    line_of = {issue.token: key for key, line in known.lines.items() for issue in line.issues}
    wanted: dict[str, set[str]] = {}
    for token, numbers in evening.answers.numbers.items():
        wanted.setdefault(line_of[token], set()).update(numbers)
    rows = [row for row in order_lines(evening.after_second) if row.get("tracking_number")]
    assert {row["line_key"]: set(row["tracking_number"].split("、")) for row in rows} == wanted


def test_a_number_goes_to_the_recipient_whom_the_supplier_was_told(evening: Evening) -> None:
    told = {token: text for token, text in _sent_rows(evening) if token in evening.answers.numbers}
    rows = order_lines(evening.after_second)
    for token, numbers in evening.answers.numbers.items():
        at = [row for row in rows if numbers <= set(row.get("tracking_number", "").split("、"))]
        assert any(row["recipient"] in told[token] and row["order_id"] for row in at), token
        assert {row["recipient"] for row in at} == {
            row["recipient"] for row in at if row["recipient"] in told[token]
        }


def _sent_rows(evening: Evening) -> list[tuple[str, str]]:
    """The token and the text of every row that suppliers got."""
    books = [
        content
        for path, content in evening.played.outbox(evening.first.prepared.plan.run).items()
        if path.endswith(".xlsx")
    ]
    rows = [row for content in books for tab in cells_of(content).values() for row in tab]
    return [(token, " ".join(row)) for row in rows if (token := token_of({"": " ".join(row)}))]


def test_numbers_that_belong_to_no_line_are_listed_and_written_nowhere(evening: Evening) -> None:
    listed = {it.item.number: it.finding.code for it in evening.second.prepared.plan.unmatched}
    assert listed == evening.answers.strays
    everything = str(cells_of(evening.after_second))
    assert not [number for number in evening.answers.strays if number in everything]


def test_a_third_run_changes_nothing(evening: Evening) -> None:
    assert evening.third.applied
    assert (evening.third.applied.files, evening.third.applied.edits) == ((), 0)
    assert evening.played.orders == evening.after_second
    assert not evening.played.outbox(evening.third.prepared.plan.run)


def test_the_replies_in_the_repository_are_what_the_suppliers_answer(evening: Evening) -> None:
    folder = SAMPLE_SHEETS / evening.played.name / "replies"
    there = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert there.keys() == evening.answers.files.keys()
    for name, content in evening.answers.files.items():
        is_book = name.endswith(".xlsx")
        assert (cells_of(content) == cells_of(there[name])) if is_book else (content == there[name]), name


def test_no_unit_is_in_more_parcels_than_were_ordered(evening: Evening) -> None:
    known = evening.played.known()
    for line in known.lines.values():
        for issue in line.issues:
            assert sum(p.quantity for p in _parcels_of(issue.token, line.parcels)) <= issue.units


def _parcels_of(token: str, parcels: tuple[Parcel, ...]) -> list[Parcel]:
    return [parcel for parcel in parcels if parcel.token == token]
