"""What can happen in a shop, as values: the sentences the ledger is written in.

Each builder below makes one kind of event, so that its key and its values are spelled in one place; ``history.py``
decides what a row of events means, and the ledger only keeps them. Values are JSON without floats: money and times
are text, ids stay text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from sheetship.core.model import Issue, Parcel, Upload

JSON: TypeAlias = bool | int | str | Sequence["JSON"] | Mapping[str, "JSON"] | None


class Kind(StrEnum):
    """Every kind of event. A name here is stored for ever and never changes its meaning."""

    FILE_SEEN = "file_seen"
    LINE_SEEN = "line_seen"
    ROW_SEEDED = "row_seeded"
    HELD = "held"
    RELEASED = "released"
    DECIDED = "decided"
    PO_ISSUED = "po_issued"
    PO_VOIDED = "po_voided"
    SAID_SENT = "said_sent"
    PARCEL_MATCHED = "parcel_matched"
    PARCEL_VOIDED = "parcel_voided"
    CELLS_WRITTEN = "cells_written"
    UPLOAD_WRITTEN = "upload_written"
    MESSAGE_WRITTEN = "message_written"
    FILE_WRITTEN = "file_written"
    RUN_STARTED = "run_started"
    RUN_FINISHED = "run_finished"
    RUN_UNDONE = "run_undone"


RUN_KINDS = frozenset({Kind.RUN_STARTED, Kind.RUN_FINISHED, Kind.RUN_UNDONE})
"""Kinds that tell of a whole run: which ones are unfinished can be told from these alone."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. A ``unique`` that was ever recorded before makes the ledger refuse the whole commit."""

    kind: Kind
    key: str
    values: Mapping[str, JSON] = field(default_factory=dict)
    unique: str = ""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event in its place: order is by ``seq`` alone, ``at`` is for people to read."""

    seq: int
    run: str
    at: datetime
    event: Event


def file_seen(sha256: str, *, name: str, digest: str, layout: str, rows: int) -> Event:
    """A file from the inbox was read: its bytes' hash, and the digest of its normalised rows."""
    return Event(Kind.FILE_SEEN, sha256, {"name": name, "digest": digest, "layout": layout, "rows": rows})


def line_seen(line_key: str, fields: Mapping[str, str], source: str) -> Event:
    """A line as its latest export (or the team's own row) shows it, in canonical text."""
    return Event(Kind.LINE_SEEN, line_key, {"fields": fields, "source": source})


def row_seeded(line_key: str, fields: Mapping[str, str], seen: Mapping[str, str] | None = None) -> Event:
    """A row as it was appended to the team's table: the base of every later three-way merge.

    Fields that are the ones just ``seen`` in the same run are stored with that event only.
    """
    return Event(Kind.ROW_SEEDED, line_key, {} if fields == seen else fields)


def seeded_rows(events: Iterable[Event]) -> dict[str, Mapping[str, str]]:
    """The rows that the events of one run appended, by line key."""
    seen: dict[str, Mapping[str, str]] = {}
    seeded: dict[str, Mapping[str, str]] = {}
    for event in events:
        if event.kind is Kind.LINE_SEEN:
            seen[event.key] = texts(event.values["fields"])
        elif event.kind is Kind.ROW_SEEDED:
            seeded[event.key] = texts(event.values) or seen[event.key]
    return seeded


def held(line_key: str, codes: Sequence[str], *, word: str = "", lifted: Sequence[str] = ()) -> Event:
    """The line waits for these finding codes; they replace the ones before.

    ``word`` is what the release cell said, ``lifted`` the codes from the platform that it lifted.
    """
    said: dict[str, JSON] = {"word": word, "lifted": list(lifted)} if word else {}
    return Event(Kind.HELD, line_key, {"codes": list(codes), **said})


def released(line_key: str, by: str) -> Event:
    """A person let the line go."""
    return Event(Kind.RELEASED, line_key, {"by": by})


def decided(
    line_key: str, *, supplier: str, why: str, money: Mapping[str, Decimal | None], sent: Mapping[str, str]
) -> Event:
    """A supplier was chosen: why, the money that goes with it, and the fields that the supplier was told.

    ``money`` holds ``income``, ``freight``, ``fees`` and ``profit``, ``None`` where it could not be worked out.
    """
    amounts: dict[str, JSON] = {
        name: None if amount is None else str(amount) for name, amount in money.items()
    }
    return Event(
        Kind.DECIDED, line_key, {"supplier": supplier, "why": why, "money": amounts, "sent": dict(sent)}
    )


def po_issued(issue: Issue, *, ordered: int, part: int = 1) -> Event:
    """Units of a line were put into a purchase order.

    ``part`` numbers the parts of a bundle from 1. The ledger refuses a commit that would make the live quantity of
    any part of a line larger than ``ordered``, whatever supplier or supplier SKU the units went to.
    """
    values: dict[str, JSON] = {
        "line": issue.line_key,
        "po": issue.po_number,
        "supplier": issue.supplier,
        "supplier_sku": issue.supplier_sku,
        "quantity": issue.quantity,
        "units": issue.units,
        "cost": str(issue.cost),
        "currency": issue.currency,
        "run": issue.run,
        "part": part,
        "ordered": ordered,
    }
    return Event(Kind.PO_ISSUED, issue.token, values)


def issue_of(event: Event) -> Issue:
    """The issue that a ``po_issued`` event holds."""
    values = event.values
    return Issue(
        token=event.key,
        line_key=str(values["line"]),
        po_number=str(values["po"]),
        supplier=str(values["supplier"]),
        supplier_sku=str(values["supplier_sku"]),
        quantity=number(values["quantity"]),
        units=number(values["units"]),
        cost=Decimal(str(values["cost"])),
        currency=str(values["currency"]),
        run=str(values["run"]),
    )


def po_voided(token: str, why: str) -> Event:
    """The supplier is known not to send these units; only now may they be ordered again."""
    return Event(Kind.PO_VOIDED, token, {"why": why})


def said_sent(token: str, by: str) -> Event:
    """Someone said that the supplier has the purchase order."""
    return Event(Kind.SAID_SENT, token, {"by": by})


def parcel_matched(parcel: Parcel) -> Event:
    """A tracking number was bound to a line."""
    values: dict[str, JSON] = {
        "token": parcel.token,
        "line": parcel.line_key,
        "courier": parcel.courier,
        "number": parcel.number,
        "quantity": parcel.quantity,
        "evidence": parcel.evidence,
        "run": parcel.run,
        "at": parcel.at.isoformat() if parcel.at else None,
    }
    return Event(Kind.PARCEL_MATCHED, _parcel_key(parcel), values)


def parcel_of(event: Event) -> Parcel:
    """The parcel that a ``parcel_matched`` event holds."""
    values = event.values
    at = values["at"]
    return Parcel(
        token=str(values["token"]),
        line_key=str(values["line"]),
        courier=str(values["courier"]),
        number=str(values["number"]),
        quantity=number(values["quantity"]),
        evidence=str(values["evidence"]),
        run=str(values["run"]),
        at=datetime.fromisoformat(str(at)) if at else None,
    )


def parcel_voided(parcel: Parcel, why: str) -> Event:
    """The number was bound to the wrong line, or the courier took it back."""
    return Event(Kind.PARCEL_VOIDED, _parcel_key(parcel), {"line": parcel.line_key, "why": why})


def _parcel_key(parcel: Parcel) -> str:
    return f"{parcel.line_key}!{parcel.token}!{parcel.number}"


def cells_written(table: str, cells: Mapping[tuple[str, str], tuple[str, str]]) -> Event:
    """SheetShip set cells of its own: old and new text by line key and field, not by heading, which the team may rename.

    One event for a run's table, so that ten thousand lines are not a hundred thousand events.
    """
    lines: dict[str, dict[str, JSON]] = {}
    for (line_key, name), old_and_new in cells.items():
        lines.setdefault(line_key, {})[name] = old_and_new
    return Event(Kind.CELLS_WRITTEN, table, {"lines": lines})


def written_cells(event: Event) -> dict[tuple[str, str], tuple[str, str]]:
    """The cells that a ``cells_written`` event holds."""
    lines = event.values["lines"]
    if not isinstance(lines, Mapping):
        raise TypeError(f"{lines!r} is not a table of cells")
    return {
        (line_key, name): (str(pair[0]), str(pair[1]))
        for line_key, fields in lines.items()
        if isinstance(fields, Mapping)
        for name, pair in fields.items()
        if isinstance(pair, Sequence)
    }


def upload_written(upload: Upload) -> Event:
    """A parcel was put into a channel upload file."""
    values: dict[str, JSON] = {
        "line": upload.line_key,
        "number": upload.number,
        "file": upload.file,
        "run": upload.run,
    }
    return Event(Kind.UPLOAD_WRITTEN, f"{upload.line_key}!{upload.number}", values)


def upload_of(event: Event) -> Upload:
    """The upload that an ``upload_written`` event holds."""
    values = event.values
    return Upload(str(values["line"]), str(values["number"]), str(values["file"]), str(values["run"]))


def message_written(line_key: str, *, template: str, occasion: str, file: str) -> Event:
    """A message to the customer of a line was put into a file; said once for each template and occasion."""
    values: dict[str, JSON] = {"line": line_key, "template": template, "occasion": occasion, "file": file}
    return Event(Kind.MESSAGE_WRITTEN, f"{line_key}!{template}!{occasion}", values)


def file_written(path: str, *, kind: str, sha256: str, lines: int) -> Event:
    """A file got its final name in the outbox."""
    return Event(Kind.FILE_WRITTEN, path, {"kind": kind, "sha256": sha256, "lines": lines})


def run_started(run: str, *, inputs: Mapping[str, str], files: Mapping[str, str]) -> Event:
    """The commit point of a run: the hashes of what it was decided from, and of every file it is going to write."""
    return Event(Kind.RUN_STARTED, run, {"inputs": dict(inputs), "files": dict(files)}, unique=f"run:{run}")


def run_finished(run: str) -> Event:
    """Everything the run promised has its final name and place."""
    return Event(Kind.RUN_FINISHED, run)


def run_undone(run: str, why: str = "") -> Event:
    """A later run took this one back, as far as that can be."""
    return Event(Kind.RUN_UNDONE, run, {"why": why})


def number(value: JSON) -> int:
    """A stored whole number, as such."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def texts(value: JSON) -> dict[str, str]:
    """A stored table of texts, as such."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is not a table of texts")
    return {name: str(text) for name, text in value.items()}
