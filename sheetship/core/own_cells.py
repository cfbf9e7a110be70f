"""What SheetShip's own columns say of a line: a view of what is known after the run, in the team's language.

The same knowledge gives the same cells, so a second run writes nothing; a cell that somebody emptied or changed is
brought back. Nothing here depends on where the row stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal

from sheetship.core.catalogue import Supplier
from sheetship.core.couriers import Couriers, tracking_link
from sheetship.core.findings import Finding, Level
from sheetship.core.lines import plain_decimal, read_decimal
from sheetship.core.model import Issue, Parcel
from sheetship.core.orders_table import TableRow
from sheetship.core.plan import CellChange, Value
from sheetship.core.states import LineState
from sheetship.core.uploads import UploadState

_UPLOAD_WORDS: Mapping[UploadState, tuple[str, str]] = {
    UploadState.NONE: ("", ""),
    UploadState.WAITS: ("等整单发齐", "waits for the rest of the order"),
    UploadState.WRITTEN: ("已生成回传文件", "in an upload file"),
    UploadState.BLOCKED: ("缺信息，没有回传", "something is missing, not reported"),
    UploadState.REFUSED: ("已退款，不回传", "refunded, not reported"),
}
_NEXT: Mapping[LineState, tuple[str, str]] = {
    LineState.PO_SENT: ("等供应商回单号", "Wait for the supplier's tracking number"),
    LineState.IN_DOUBT: (
        "问供应商是否收到采购单：收到就在“放行”列写 已收到，没收到写 作废（会重新下单）",
        (
            "Ask the supplier whether the purchase order arrived: write received in the Release column if it did, "
            "void if it did not (it is then ordered anew)"
        ),
    ),
    LineState.CANCEL_REQUESTED: ("请供应商取消", "Ask the supplier to cancel"),
}
_AWAITING_SCAN = ("等待揽收", "awaiting first scan")
_REST = ("等供应商回其余的单号", "Wait for the numbers of the rest")
_BETWEEN = ("；", "; ")
SEPARATOR = "、"
_TYPED_TOO = frozenset({"supplier", "po_number", "cost", "courier", "tracking_number", "shipped_at"})
"""Columns of ours that a team fills by hand for what it bought or sent without SheetShip."""
_LONGEST_SENTENCES = 2_000
"""So much of its findings stands beside a line; all of them stand in the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """What is known of a line once the run is done."""

    state: LineState
    issues: tuple[Issue, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    profit: Decimal | None = None
    upload: UploadState = UploadState.NONE
    findings: tuple[Finding, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    """What SheetShip last wrote into its cells, by field; any other text there is a person's."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who puts a view into words: the language, the clock's zone, and the names to use."""

    lang: str
    zone: tzinfo
    suppliers: Mapping[str, Supplier]
    couriers: Couriers

    def pick(self, words: tuple[str, str]) -> str:
        """The word of the language."""
        return words[0] if self.lang == "zh" else words[1]


def own_cells(key: str, view: LineView, speaker: Speaker) -> dict[str, Value]:
    """The value of every column of ours but 最后批次; ``None`` for a cell that stays empty."""
    issues, parcels = view.issues, view.parcels
    names = dict.fromkeys(
        speaker.suppliers[i.supplier].name if i.supplier in speaker.suppliers else i.supplier for i in issues
    )
    return {
        "line_key": key,
        "status": view.state.label(speaker.lang),
        "problem": _problem(view, speaker) or None,
        "next_step": _cut(next_step(view, speaker)) or None,
        "supplier": SEPARATOR.join(names) or None,
        "po_number": SEPARATOR.join(dict.fromkeys([issue.po_number for issue in issues])) or None,
        "cost": sum([issue.cost for issue in issues], Decimal(0)) if issues else None,
        "profit": view.profit if issues else None,
        "courier": SEPARATOR.join(dict.fromkeys([_courier_name(p, speaker) for p in parcels])) or None,
        "tracking_number": SEPARATOR.join(dict.fromkeys([parcel.number for parcel in parcels])) or None,
        "shipped_at": _shipped_at(parcels, speaker.zone),
        "parcel_state": speaker.pick(_AWAITING_SCAN) if parcels else None,
        "upload_state": speaker.pick(_UPLOAD_WORDS[view.upload]) or None,
    }


def _problem(view: LineView, speaker: Speaker) -> str:
    if not view.findings:
        return ""
    said = dict.fromkeys(finding.message(speaker.lang) for finding in _worst_first(view))
    return _cut(speaker.pick(_BETWEEN).join(said))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SENTENCES else f"{text[: _LONGEST_SENTENCES - 1]}…"


def changed_cells(
    key: str, row: TableRow | None, view: LineView, speaker: Speaker, run: str
) -> list[CellChange]:
    """The cells of a line that differ from what stands in its row, all of them where it has none yet.

    With any of them, 最后批次 becomes this run. Where nothing is known of a purchase or a parcel, what a person typed there is not erased for that.
    """
    number, there = (row.number, row.ours) if row else (0, dict[str, str]())
    differing = {
        name: value
        for name, value in own_cells(key, view, speaker).items()
        if (value is not None or name in there)
        and (text := there.get(name, "")) != as_text(value)
        and _is_ours_to_set(name, text, value, view)
    }
    if not differing:
        return []
    if there.get("last_run") != run:
        differing["last_run"] = run
    return [
        CellChange(
            row=number,
            line_key=key,
            field=name,
            old=there.get(name, ""),
            new=value,
            tone=view.state.value if name == "status" else "",
            link=_link(view.parcels, speaker.couriers) if name == "tracking_number" else "",
        )
        for name, value in differing.items()
    ]


def _is_ours_to_set(name: str, text: str, value: Value, view: LineView) -> bool:
    """Not what says the same in another spelling, nor what a person typed where nothing is known."""
    if value is None:
        return name not in _TYPED_TOO or text == view.written.get(name, "")
    return not isinstance(value, Decimal) or _plain(text) != plain_decimal(value)


def as_text(value: Value) -> str:
    """A cell's value as text, the way it is read back."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _plain(text: str) -> str:
    """Money in its plain spelling, so that 12.50 is 12.5."""
    amount = read_decimal(text)
    return text if amount is None else plain_decimal(amount)


def _worst_first(view: LineView) -> list[Finding]:
    return sorted(view.findings, key=lambda finding: (finding.level is not Level.HOLD, finding.code))


def next_step(view: LineView, speaker: Speaker) -> str:
    """What has to be done next for the line, or whom it waits for; empty when nothing is left to do."""
    holds = (
        [finding for finding in _worst_first(view) if finding.level is Level.HOLD] if view.findings else []
    )
    if holds:
        return speaker.pick(_BETWEEN).join(dict.fromkeys(finding.fix(speaker.lang) for finding in holds))
    if view.state is LineState.PO_SENT and view.parcels:
        return speaker.pick(_REST)
    return speaker.pick(_NEXT.get(view.state, ("", "")))


def _courier_name(parcel: Parcel, speaker: Speaker) -> str:
    courier = speaker.couriers.find(parcel.courier)
    return courier.name(speaker.lang) if courier else parcel.courier


def _shipped_at(parcels: Sequence[Parcel], zone: tzinfo) -> datetime | None:
    moments = [parcel.at for parcel in parcels if parcel.at]
    return max(moments).astimezone(zone).replace(tzinfo=None, microsecond=0) if moments else None


def _link(parcels: Sequence[Parcel], couriers: Couriers) -> str:
    """The page of the first parcel that has one."""
    for parcel in parcels:
        courier = couriers.find(parcel.courier)
        link = tracking_link(courier, parcel.number) if courier else ""
        if link:
            return link
    return ""
