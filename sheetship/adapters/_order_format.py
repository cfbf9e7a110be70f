"""The form of an order format file (``formats/orders/*.toml``), checked key by key, and the profile it stands for.

Shared by the loader and by the tests that play a format's own samples. Everything a format can say is here; what each
key means for a reader is told in ``formats/FIELDS.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from sheetship.core.model import OrderState, RefundState
from sheetship.core.profiles import (
    FIELDS,
    NEXT,
    Folded,
    Grain,
    Partner,
    Profile,
    Source,
    StateRule,
    States,
)

_NOT_FROM_COLUMNS = frozenset({"platform", "shop", "order_state", "refund_state"})


def _one_group(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    if groups != 1:
        raise ValueError("a pattern has exactly one group in brackets")
    return pattern


def _from_column(name: str) -> str:
    if name not in FIELDS or name in _NOT_FROM_COLUMNS:
        raise ValueError(f"unknown field “{name}”")
    return name


Text = Annotated[str, StringConstraints(min_length=1)]
Pattern = Annotated[str, AfterValidator(_one_group)]
FieldName = Annotated[str, AfterValidator(_from_column)]
Row = dict[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class OneColumn(_Strict):
    """A field from one column; of a ``pattern`` its group."""

    heading: Text
    pattern: Pattern = ""

    def source(self) -> Source:
        """The way it stands for."""
        return Source((self.heading,), "", self.pattern)


class JoinedColumns(_Strict):
    """A field from several columns put together."""

    join: Annotated[tuple[Text, ...], Field(min_length=2)]
    separator: str = Field(default="", alias="with")

    def source(self) -> Source:
        """The way it stands for."""
        return Source(self.join, self.separator)


Way = Text | OneColumn | JoinedColumns


class RuleEntry(_Strict):
    """How one column tells a state."""

    heading: Text
    words: dict[str, str] = {}
    contains: dict[str, str] = {}
    filled: str = ""
    above_zero: str = ""

    def states(self) -> set[str]:
        """Every state that it names."""
        return {*self.words.values(), *self.contains.values(), self.filled, self.above_zero} - {"", NEXT}

    def rule(self) -> StateRule:
        """The rule it stands for."""
        return StateRule(
            heading=self.heading,
            words=self.words,
            contains=self.contains,
            filled=self.filled,
            above_zero=self.above_zero,
        )


class StateEntry(_Strict):
    """The rules of a state, and the state where none decides."""

    default: str = ""
    rules: tuple[RuleEntry, ...] = ()

    def all_states(self) -> set[str]:
        """Every state that it names."""
        return set().union(*(rule.states() for rule in self.rules), {self.default} - {""})

    def value(self) -> States:
        """What it stands for."""
        return States(tuple(rule.rule() for rule in self.rules), self.default)


class PartnerEntry(_Strict):
    """The file with the other half."""

    name: Text
    title_zh: Text
    title_en: Text


class FoldedEntry(_Strict):
    """Which fields hold one part a line where several lines stand in one row."""

    key: FieldName
    separator: Text
    fields: tuple[FieldName, ...]


class ValidSample(_Strict):
    """Rows that read well, and the lines they give: every field but platform and shop."""

    says: Text
    rows: tuple[Row, ...]
    partner_rows: tuple[Row, ...] | None = None
    without: tuple[str, ...] = ()
    lines: tuple[Row, ...]
    flaws: tuple[Row, ...] = ()


class InvalidSample(_Strict):
    """Rows that do not, and the code of the finding they give."""

    says: Text
    rows: tuple[Row, ...]
    partner_rows: tuple[Row, ...] | None = None
    without: tuple[str, ...] = ()
    finding: Text


class OrderFormat(_Strict):
    """One format file."""

    name: Text
    title_zh: Text
    title_en: Text
    platform: Text
    platform_names: tuple[Text, ...]
    kind: Literal["orders"]
    confidence: Literal["seen_verbatim", "reconstructed"]
    source: Text
    file_types: tuple[Literal["csv", "txt", "xls", "xlsx"], ...]
    encodings: tuple[Text, ...]
    delimiter: Literal[",", ";", "\t"]
    quoted: bool
    grain: Grain
    fingerprint: Annotated[tuple[Text, ...], Field(min_length=2)]
    required: tuple[Text, ...]
    empty: tuple[str, ...] = ()
    dates: Annotated[tuple[Text, ...], Field(min_length=1)]
    currency: str
    whole_order: bool
    upload: Text
    headings: tuple[Text, ...]
    optional_headings: tuple[Text, ...] = ()
    fill_down: tuple[Text, ...] = ()
    partner: PartnerEntry | None = None
    folded: FoldedEntry | None = None
    fields: dict[FieldName, Way | tuple[Way, ...]]
    order_state: StateEntry = StateEntry()
    refund_state: StateEntry = StateEntry()
    valid: Annotated[tuple[ValidSample, ...], Field(min_length=1)]
    invalid: Annotated[tuple[InvalidSample, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _holds_together(self) -> OrderFormat:
        known = {*self.headings, *self.optional_headings}
        _refuse("fingerprint", set(self.fingerprint) - set(self.headings), "not in headings")
        _refuse("fields", self._mapped() - known, "not in headings or optional_headings")
        _refuse("fill_down", set(self.fill_down) - known, "not in headings or optional_headings")
        _refuse("required", set(self.required) - self._filled(), "nothing fills this field")
        _refuse("order_state", self.order_state.all_states() - set(OrderState), "no such state")
        _refuse("refund_state", self.refund_state.all_states() - set(RefundState), "no such state")
        _refuse("fields", {"order_id"} - self.fields.keys(), "every format has an order number")
        if (self.partner is not None) != (self.grain in {Grain.ORDER, Grain.GOODS}):
            raise ValueError("partner: goes with grain “order” or “goods”, and only with those")
        return self

    def _filled(self) -> set[str]:
        states = {name for name in ("order_state", "refund_state") if getattr(self, name).rules}
        return {*self.fields, *states}

    def _mapped(self) -> set[str]:
        ways = [heading for sources in self.sources().values() for way in sources for heading in way.headings]
        rules = [rule.heading for rule in (*self.order_state.rules, *self.refund_state.rules)]
        return {*ways, *rules}

    def sources(self) -> dict[str, tuple[Source, ...]]:
        """The ways to fill each field."""
        return {name: _ways(entry) for name, entry in self.fields.items()}

    def profile(self) -> Profile:
        """The profile that the file stands for."""
        return Profile(
            name=self.name,
            title_zh=self.title_zh,
            title_en=self.title_en,
            platform=self.platform,
            platform_names=self.platform_names,
            headings=self.headings,
            optional_headings=self.optional_headings,
            fingerprint=self.fingerprint,
            sources=self.sources(),
            required=self.required,
            grain=self.grain,
            partner=Partner(**self.partner.model_dump()) if self.partner else None,
            fill_down=self.fill_down,
            folded=Folded(**self.folded.model_dump()) if self.folded else None,
            empty=frozenset(self.empty),
            dates=self.dates,
            order_state=self.order_state.value(),
            refund_state=self.refund_state.value(),
            currency=self.currency,
            whole_order=self.whole_order,
            upload=self.upload,
        )


def _ways(entry: Way | Sequence[Way]) -> tuple[Source, ...]:
    ways = [entry] if isinstance(entry, str | OneColumn | JoinedColumns) else entry
    return tuple(Source((way,)) if isinstance(way, str) else way.source() for way in ways)


def _refuse(key: str, wrong: set[str], reason: str) -> None:
    if wrong:
        raise ValueError(f"{key}: {'、'.join(sorted(wrong))}: {reason}")


def check(content: Mapping[str, object]) -> OrderFormat:
    """The format that a file's content describes.

    Raises:
        pydantic.ValidationError: names every key that is wrong.
    """
    return OrderFormat.model_validate(content)
