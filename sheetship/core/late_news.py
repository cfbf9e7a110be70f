"""What a platform said after a person let the line go: the word was not about that, so it does not lift it.

A refund that came later is not released by a 放行 that was written for a remark. The ledger keeps, with the holds of an
open line, the word as it stood and what it lifted; a word that was written anew is about everything shown before.
"""

from __future__ import annotations

from collections.abc import Iterable

from sheetship.core.findings import Finding
from sheetship.core.releases import is_released
from sheetship.core.workline import WorkLine

NEWS = frozenset({"ORD-02", "ORD-03", "ORD-04", "ORD-05", "ORD-06", "ORD-08", "ROW-21"})
"""Codes that a newer export brings, whatever a person wrote before."""
_LIFTED = "ORD-31"


def late_news(work: WorkLine) -> frozenset[str]:
    """Codes that the word in the row is not about; none for a line seen for the first time."""
    known = work.known
    if known is None or known.issues or not is_released(work.line):
        return frozenset()
    spoken_of = {*known.lifted} if work.line.release == known.word else {*known.held, *known.lifted}
    return NEWS - spoken_of


def lifted_codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The codes among ``NEWS`` that a person's word turned into notes."""
    codes = (finding.values["code"] for finding in findings if finding.code == _LIFTED)
    return tuple(sorted(NEWS.intersection(codes)))
