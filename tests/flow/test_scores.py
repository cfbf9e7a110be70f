"""How suppliers have done, over the whole memory of a shop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sheetship.core.known import Known, KnownLine, RunSeen
from sheetship.core.model import Issue, Parcel
from sheetship.flow.scores import SupplierScore, supplier_scores

START = datetime(2026, 11, 1, 9, tzinfo=UTC)


def known(*lines: KnownLine) -> Known:
    run = RunSeen(name="261101-1", at=START, inputs={}, files={})
    return Known(
        head=1,
        lines={line.key: line for line in lines},
        files=frozenset(),
        digests={},
        po_serials={},
        tokens={},
        runs=(run,),
    )


def bought(key: str, supplier: str, *, days: float | None = None, run: str = "261101-1") -> KnownLine:
    issue = Issue(
        token=f"{supplier}-{key}",
        line_key=key,
        po_number="P",
        supplier=supplier,
        supplier_sku="S",
        quantity=1,
        units=1,
        run=run,
    )
    arrived = () if days is None else (START + timedelta(days=days),)
    parcels = tuple(
        Parcel(token=issue.token, line_key=key, courier="sf", number="SF1", quantity=1, evidence="", at=at)
        for at in arrived
    )
    return KnownLine(key=key, issues=(issue,), parcels=parcels)


def test_a_supplier_is_judged_by_what_it_got_what_it_sent_and_how_long_it_took() -> None:
    shop = known(
        bought("1", "HZ", days=1), bought("2", "HZ", days=3), bought("3", "HZ"), bought("4", "YW", days=2)
    )
    assert supplier_scores(shop, START + timedelta(days=5), {"HZ": "杭州云仓"}) == (
        SupplierScore(supplier="杭州云仓", lines=3, shipped=2, median_days=2.0, oldest_open_days=5.0),
        SupplierScore(supplier="YW", lines=1, shipped=1, median_days=2.0, oldest_open_days=None),
    )


def test_a_supplier_that_never_sent_anything_has_no_median() -> None:
    (score,) = supplier_scores(known(bought("1", "HZ")), START + timedelta(days=2), {})
    assert (score.median_days, score.oldest_open_days) == (None, 2.0)


def test_without_purchases_there_is_nothing_to_score() -> None:
    assert supplier_scores(known(), START, {}) == ()
    assert supplier_scores(known(bought("1", "HZ", run="unknown")), START, {}) == ()
