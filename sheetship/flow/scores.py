"""How suppliers have done over the whole memory of the shop: what they got, what they sent, how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sheetship.core.history import Known

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierScore:
    """A supplier's purchase-order lines; days are counted from the run that ordered to the run that got the number."""

    supplier: str
    lines: int
    shipped: int
    median_days: float | None
    """``None`` while nothing has been shipped."""
    oldest_open_days: float | None
    """``None`` when nothing is open."""


def supplier_scores(known: Known, now: datetime, names: Mapping[str, str]) -> tuple[SupplierScore, ...]:
    """A score for every supplier that ever got a line, the one with most lines first; ``names`` by code."""
    frame = _purchases(known, now)
    if frame.empty:
        return ()
    by_supplier = frame.groupby("supplier")
    summed = by_supplier.agg(lines=("shipped", "size"), shipped=("shipped", "sum"))
    summed["median"] = frame[frame["shipped"]].groupby("supplier")["days"].median()
    summed["oldest"] = frame[~frame["shipped"]].groupby("supplier")["days"].max()
    ranked = summed.sort_values("lines", ascending=False, kind="stable")
    return tuple(
        SupplierScore(
            supplier=names.get(str(code), str(code)),
            lines=int(row["lines"]),
            shipped=int(row["shipped"]),
            median_days=_known(row["median"]),
            oldest_open_days=_known(row["oldest"]),
        )
        for code, row in ranked.to_dict("index").items()
    )


def _purchases(known: Known, now: datetime) -> pd.DataFrame:
    """One row a purchase-order line: its supplier, whether a number came, and after how many days (so far)."""
    import pandas as pd

    began = {run.name: run.at for run in known.runs}
    rows = []
    for line in known.lines.values():
        arrived = {parcel.token: parcel.at for parcel in line.parcels if parcel.at}
        for issue in line.issues:
            if issue.run in began:
                took = arrived.get(issue.token, now) - began[issue.run]
                rows.append((issue.supplier, issue.token in arrived, took.total_seconds() / 86_400))
    return pd.DataFrame(rows, columns=["supplier", "shipped", "days"])


def _known(days: float) -> float | None:
    return None if days != days else round(float(days), 1)  # noqa: PLR0124 - the one value unequal to itself is "none"
