"""How every line stands once the run is done, and what is shown of it: cells, report lines, rows of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sheetship.core.buying import Bought
from sheetship.core.facts import Facts
from sheetship.core.findings import Finding, Level
from sheetship.core.intake import WorkLine
from sheetship.core.known import NEVER_SEEN, KnownLine
from sheetship.core.model import Issue, OrderState, Parcel, RefundState
from sheetship.core.own_cells import LineView, Speaker, next_step
from sheetship.core.plan_rows import Action, PlanRow
from sheetship.core.releases import SETTLED
from sheetship.core.report import ReportLine, Waits
from sheetship.core.states import LineState, quantities, view
from sheetship.core.uploads import UploadState

_ALWAYS_TOLD = frozenset({"ROW-06", "ROW-07", "ROW-08", "ROW-09", "ROW-13"})
_BACK_OUT = frozenset({RefundState.ASKED, RefundState.REFUNDED})
_SHIPPED_ELSEWHERE = frozenset({"ORD-06", "ROW-23"})
_REST = (
    (frozenset({"ORD-04", "ORD-05"}), LineState.CANCELLED),
    (frozenset({"ORD-40", "ORD-41", "ORD-44"}), LineState.BACKORDERED),
)
"""Where the units are that stand in no purchase order, by what holds them."""
_STOPPABLE = frozenset({LineState.PO_SENT, LineState.IN_DOUBT})
_WAITS_FOR = {
    LineState.PO_SENT: Waits.SUPPLIER,
    LineState.IN_DOUBT: Waits.TEAM,
    LineState.CANCEL_REQUESTED: Waits.SUPPLIER,
    LineState.BACKORDERED: Waits.SUPPLIER,
    LineState.SHIPPED: Waits.COURIER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A line and how it stands."""

    work: WorkLine
    view: LineView

    @property
    def hold_codes(self) -> tuple[str, ...]:
        """What holds it, by code, as often as it was found."""
        findings = self.view.findings
        return tuple(finding.code for finding in findings if finding.level is Level.HOLD) if findings else ()

    @property
    def is_held(self) -> bool:
        """True when it waits for somebody of the team."""
        return any(code not in SETTLED for code in self.hold_codes)


def outcomes(
    lines: Sequence[WorkLine],
    bought: Bought,
    parcels: Mapping[str, Sequence[Parcel]],
    uploads: Mapping[str, UploadState],
    findings: Mapping[str, Sequence[Finding]],
) -> list[Outcome]:
    """How every line stands with what this run adds to what was known."""
    issues = bought.issues
    return [
        outcome(
            work,
            new_issues=issues.get(work.key, {}),
            new_parcels=parcels.get(work.key, ()),
            upload=uploads[work.key],
            findings=findings.get(work.key, ()),
            profit=bought.choices[work.key].profit if work.key in bought.choices else None,
        )
        for work in lines
    ]


def outcome(
    work: WorkLine,
    *,
    new_issues: Mapping[Issue, int],
    new_parcels: Sequence[Parcel],
    upload: UploadState,
    findings: Sequence[Finding],
    profit: Decimal | None,
) -> Outcome:
    """How the line stands with what this run adds to what was known; ``new_issues`` with the part each of them is."""
    before = work.known or NEVER_SEEN
    after = _with_news(before, new_issues, new_parcels)
    told = [finding for finding in findings if not after.issues or is_always_told(finding)]
    earlier = before.decision.money.get("profit") if before.decision else None
    return Outcome(
        work=work,
        view=LineView(
            state=_state(work, after, findings),
            issues=after.issues,
            parcels=after.parcels,
            profit=earlier if profit is None else profit,
            upload=upload,
            findings=tuple(told),
            written=work.row.ours if work.row and work.is_moved else before.cells,
        ),
    )


def _with_news(
    before: KnownLine, new_issues: Mapping[Issue, int], new_parcels: Sequence[Parcel]
) -> KnownLine:
    """What is known of the line once the run is done."""
    if not (new_issues or new_parcels):
        return before
    return replace(
        before,
        issues=(*before.issues, *new_issues),
        parts={**before.parts, **{issue.token: part for issue, part in new_issues.items()}},
        parcels=(*before.parcels, *new_parcels),
    )


def is_always_told(finding: Finding) -> bool:
    """After a line was ordered only changes on the platform matter, and what keeps its number from being told."""
    return finding.code in _ALWAYS_TOLD or finding.code.startswith("TPL-")


def _state(work: WorkLine, after: KnownLine, findings: Sequence[Finding]) -> LineState:
    """The one word for the line: its units by where they are, or that it is somebody else's business."""
    line = work.line
    codes = {finding.code for finding in findings if finding.level is Level.HOLD}
    if not after.issues and codes & _SHIPPED_ELSEWHERE:
        return LineState.CLOSED
    rest = next((state for wanted, state in _REST if codes & wanted), LineState.NEW)
    state = view(quantities(line, after, rest))
    if state in _STOPPABLE and (line.refund_state in _BACK_OUT or line.order_state is OrderState.CLOSED):
        return LineState.CANCEL_REQUESTED
    return state


def report_line(result: Outcome, bought: Bought, facts: Facts, speaker: Speaker) -> ReportLine:
    """The line as the report shows it: nobody's name, phone or address."""
    line, view = result.work.line, result.view
    money = _money(result, bought)
    platform = facts.platforms.get(line.platform)
    suppliers = facts.catalogue.suppliers
    costs: dict[str, Decimal] = {}
    for issue in view.issues:
        name = suppliers[issue.supplier].name if issue.supplier in suppliers else issue.supplier
        costs[name] = costs.get(name, Decimal(0)) + issue.cost
    return ReportLine(
        key=line.key,
        platform=platform.names[0] if platform else line.platform,
        shop=line.shop,
        order_id=line.order_id,
        sku=line.sku,
        product=line.product,
        quantity=line.quantity,
        state=view.state,
        supplier="、".join(costs),
        po_number="、".join(dict.fromkeys([issue.po_number for issue in view.issues])),
        currency=line.currency,
        income=line.income,
        cost=sum(costs.values(), Decimal(0)) if costs else None,
        costs=costs,
        freight=money.get("freight"),
        fees=money.get("fees"),
        profit=view.profit if view.issues else None,
        courier="、".join(dict.fromkeys([_courier(p, facts) for p in view.parcels])),
        tracking_number="、".join(dict.fromkeys([parcel.number for parcel in view.parcels])),
        ordered_at=line.ordered_at,
        ship_by=line.ship_by,
        waits_for=_waits_for(result),
        problems=tuple(dict.fromkeys(result.hold_codes)),
        next_step=next_step(view, speaker),
        where=line.origin.cell() if line.origin.row else "",
    )


def _money(result: Outcome, bought: Bought) -> Mapping[str, Decimal | None]:
    """Freight and fees as this run decided them, else as the run did that bought the line."""
    choice, known = bought.choices.get(result.work.key), result.work.known
    if choice:
        return {"freight": choice.freight, "fees": choice.fees}
    return known.decision.money if known and known.decision else {}


def _courier(parcel: Parcel, facts: Facts) -> str:
    courier = facts.couriers.find(parcel.courier)
    return courier.name(facts.lang) if courier else parcel.courier


def _waits_for(result: Outcome) -> Waits:
    if result.is_held:
        return Waits.TEAM
    return _WAITS_FOR.get(result.view.state, Waits.NOBODY)


def plan_rows(
    results: Sequence[Outcome],
    bought: Bought,
    parcels: Mapping[str, Sequence[Parcel]],
    told: Mapping[str, Sequence[Parcel]],
    facts: Facts,
) -> tuple[PlanRow, ...]:
    """What a person sees of the plan: purchases with their reason, numbers with their evidence, what is held and why."""
    rows: list[PlanRow] = []
    for result in results:
        line = result.work.line
        choice = bought.choices.get(line.key)
        if result.work.is_seed:
            rows.append(_row(result, Action.ADD, line.origin.sheet))
        if choice:
            rows.append(_row(result, Action.BUY, choice.why(facts.lang), facts))
        rows += [_row(result, Action.TRACK, f"{p.number} · {p.evidence}") for p in parcels.get(line.key, ())]
        rows += [_row(result, Action.UPLOAD, parcel.number) for parcel in told.get(line.key, ())]
        if result.is_held and not choice:
            rows.append(
                _row(result, Action.HOLD, "；".join(f.message(facts.lang) for f in result.view.findings))
            )
    return tuple(rows)


def _row(result: Outcome, action: Action, why: str, facts: Facts | None = None) -> PlanRow:
    line, view = result.work.line, result.view
    issues = view.issues if facts else ()
    names = [facts.catalogue.suppliers[issue.supplier].name for issue in issues] if facts else []
    return PlanRow(
        line_key=line.key,
        action=action,
        order_id=line.order_id,
        product=line.product,
        quantity=line.quantity,
        supplier="、".join(dict.fromkeys(names)),
        why=why,
        cost=sum((issue.cost for issue in issues), Decimal(0)) if issues else None,
        profit=view.profit if issues else None,
        currency=line.currency,
    )


def counts(
    results: Sequence[Outcome],
    bought: Bought,
    parcels: Mapping[str, Sequence[Parcel]],
    told: Mapping[str, Sequence[Parcel]],
    exceptions: int,
) -> dict[str, int]:
    """The numbers of the summary, in order lines."""
    states = [result.view.state for result in results]
    return {
        "lines": len(results),
        "new": sum(1 for result in results if result.work.known is None),
        "confirmed": sum(1 for result in results if not result.hold_codes),
        "allocated": sum(1 for result in results if result.view.issues),
        "sent": len(bought.choices),
        "shipped": len(parcels),
        "uploaded": len(told),
        "held": sum(1 for result in results if result.is_held),
        "exceptions": exceptions,
        **{f"state_{state.value}": states.count(state) for state in dict.fromkeys(states)},
    }
