"""Decision rows: the first rule of the 规则 tab that fits a line may name its supplier and courier, or hold it.

A blank cell of a rule means any. What a rule asks for is done by ``allocate.py``; reading it is ``read_catalogue.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sheetship.core.areas import Place
from sheetship.core.conditions import Asker, Condition, ConditionError
from sheetship.core.findings import Finding
from sheetship.core.model import Line, Origin

NOWHERE = Origin("", 0)
"""The origin of what stands in no sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: what a line must be like, and what then happens."""

    priority: int
    shop: str = ""
    platform: str = ""
    province: str = ""
    sku_prefix: str = ""
    min_quantity: int | None = None
    min_amount: Decimal | None = None
    when: Condition | None = None
    supplier: str = ""
    courier: str = ""
    hold: str = ""
    note: str = ""
    origin: Origin = NOWHERE


class RuleBook:
    """The rules of a run, in the order in which they are asked."""

    def __init__(self, rules: Sequence[Rule], platforms: Mapping[str, str]) -> None:
        """``platforms`` gives the platform's code by each of its names in lower case."""
        self._rules = rules
        self._platforms = platforms
        self._asker = Asker() if any(rule.when for rule in rules) else None

    def first_hit(self, line: Line, place: Place) -> Rule | Finding | None:
        """The first rule that fits; a finding where one cannot be answered for this line."""
        if self._asker:
            self._asker.turn_to(line, place)
        for rule in self._rules:
            if not _fits_columns(rule, line, place, self._platforms):
                continue
            try:
                if self._asker is None or rule.when is None or self._asker.meets(rule.when):
                    return rule
            except ConditionError as error:
                values = {**error.values, "rule": rule.origin.cell("when")}
                return Finding(error.code, line.origin.cell(), values, line.key)
        return None


def _fits_columns(rule: Rule, line: Line, place: Place, platforms: Mapping[str, str]) -> bool:
    if rule.shop and rule.shop.casefold() != line.shop.strip().casefold():
        return False
    if rule.platform and _platform(rule.platform, platforms) != _platform(line.platform, platforms):
        return False
    if not line.sku.startswith(rule.sku_prefix) or not _is_enough(rule, line):
        return False
    return not rule.province or place.is_in(rule.province)


def _platform(name: str, platforms: Mapping[str, str]) -> str:
    folded = name.strip().casefold()
    return platforms.get(folded, folded)


def _is_enough(rule: Rule, line: Line) -> bool:
    """An amount that is not known is not enough."""
    if rule.min_quantity is not None and (line.quantity is None or line.quantity < rule.min_quantity):
        return False
    return rule.min_amount is None or (line.income is not None and line.income >= rule.min_amount)
