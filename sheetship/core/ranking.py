"""Which of the suppliers that may be chosen comes first, and what told it from the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheetship.core.areas import Place
from sheetship.core.candidates import Candidate
from sheetship.core.margin import FreightTable
from sheetship.core.reasons import Because, Reason
from sheetship.core.rules import Rule

Rank = tuple[int, Decimal, int, tuple[tuple[str, str, int], ...]]
"""Priority, cost with freight, lead days, goods: the smallest comes first."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A candidate with its money for one line, and its rank."""

    candidate: Candidate
    cost: Decimal
    freight: Decimal
    rank: Rank


def rank(legal: Sequence[Candidate], quantity: int, place: Place, freight: FreightTable) -> list[Priced]:
    """The candidates with their money, the best first."""
    priced = []
    for it in legal:
        cost, postage = it.unit_cost * quantity, freight.freight(it.parcels, quantity, place)
        priced.append(Priced(it, cost, postage, (it.priority, cost + postage, it.lead_days, it.goods)))
    return sorted(priced, key=lambda one: one.rank)


def reason_for(ranked: Sequence[Priced], rule: Rule | None) -> Reason:
    """What told the first of the ranked from the second."""
    best, rival, place = ranked[0], "", ""
    if rule and rule.supplier:
        because, difference, place = Because.RULE, "", rule.origin.cell("supplier")
    elif len(ranked) == 1:
        because, difference = Because.ONLY, ""
    else:
        because, difference = _decided(best.rank, ranked[1].rank)
        rival = ranked[1].candidate.name
    return Reason(
        because=because,
        chosen=best.candidate.name,
        cost=best.cost,
        freight=best.freight,
        rival=rival,
        difference=difference,
        rule=place,
    )


def _decided(best: Rank, rival: Rank) -> tuple[Because, str]:
    """The first place where two ranks differ, and by how much."""
    if best[0] != rival[0]:
        return Because.PRIORITY, ""
    if best[1] != rival[1]:
        return Because.CHEAPEST, f"{rival[1] - best[1]:.2f}"
    if best[2] != rival[2]:
        return Because.FASTER, str(rival[2] - best[2])
    return Because.CODE, ""
