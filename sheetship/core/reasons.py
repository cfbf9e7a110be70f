"""Why a supplier was chosen, as a value and as a sentence in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache


class Because(StrEnum):
    """What decided: the first of these that told the best candidate from the next."""

    RULE = "rule"
    ONLY = "only"
    PRIORITY = "priority"
    CHEAPEST = "cheapest"
    FASTER = "faster"
    CODE = "code"


_SENTENCES: dict[Because, tuple[str, str]] = {
    Because.RULE: (
        "规则 {rule} 指定 {chosen}：成本 {cost} + 运费 {freight}",
        "Rule {rule} names {chosen}: cost {cost} + freight {freight}",
    ),
    Because.ONLY: (
        "只有 {chosen} 能供：成本 {cost} + 运费 {freight}",
        "Only {chosen} can send it: cost {cost} + freight {freight}",
    ),
    Because.PRIORITY: (
        "{chosen} 优先于 {rival}：成本 {cost} + 运费 {freight}",
        "{chosen} comes before {rival} by priority: cost {cost} + freight {freight}",
    ),
    Because.CHEAPEST: (
        "{chosen} 最便宜：成本 {cost} + 运费 {freight}；比 {rival} 便宜 {difference}",
        "{chosen} is cheapest: cost {cost} + freight {freight}; {difference} less than {rival}",
    ),
    Because.FASTER: (
        "{chosen} 和 {rival} 同价，发货快 {difference} 天：成本 {cost} + 运费 {freight}",
        "{chosen} costs the same as {rival} and ships {difference} days sooner: cost {cost} + freight {freight}",
    ),
    Because.CODE: (
        "{chosen} 和 {rival} 同价同时效，按代码先后：成本 {cost} + 运费 {freight}",
        "{chosen} equals {rival} in cost and time, first by code: cost {cost} + freight {freight}",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What decided for a supplier, with the names and amounts to say it."""

    because: Because
    chosen: str
    cost: Decimal
    freight: Decimal
    rival: str = ""
    difference: str = ""
    rule: str = ""

    def say(self, lang: str) -> str:
        """The sentence, ``lang`` being ``zh`` or ``en``."""
        return _said(self, lang)


@lru_cache(maxsize=16384)
def _said(reason: Reason, lang: str) -> str:
    """Many lines of the same goods have the same reason."""
    zh, en = _SENTENCES[reason.because]
    return (zh if lang == "zh" else en).format(
        chosen=reason.chosen,
        cost=f"{reason.cost:.2f}",
        freight=f"{reason.freight:.2f}",
        rival=reason.rival,
        difference=reason.difference,
        rule=reason.rule,
    )
