"""Reads the rows of recognised exports into records: text under canonical names, each with its place.

Works down the columns, and only those that the profile maps. Judging the values is left to ``checks.py``; splitting
folded rows to ``unfold.py``, bringing two-file exports together to ``joining.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from operator import itemgetter

from sheetship.core.cell_text import bare_column, ids_with_lost_digits
from sheetship.core.columns import plain_heading
from sheetship.core.field_columns import ID_FIELDS, one_column, spelled, state_column
from sheetship.core.findings import Finding
from sheetship.core.identity import clean_id
from sheetship.core.joining import ReadTable, join_tables
from sheetship.core.model import Origin, Record
from sheetship.core.profiles import FIELDS, Grain, Profile
from sheetship.core.recognise import Header, find_header, headings_there, letters, listed, missing_headings
from sheetship.core.tables import LOST_DIGITS, RawTable
from sheetship.core.unfold import unfold

_TOTALS = frozenset({"合计", "总计", "小计", "汇总", "total", "totals", "sum", "subtotal"})
_ID_DIGITS = 6
"""An order number has at least this many digits where nothing else on its row says that it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """The data rows of one table as columns of bare text, by heading."""

    table: RawTable
    profile: Profile
    header: Header
    numbers: Sequence[int]
    columns: Mapping[str, list[str]]


def read_records(
    tables: Sequence[tuple[RawTable, Profile]], *, zone: tzinfo, shop: str
) -> tuple[list[Record], list[Finding]]:
    """The order lines in one shop's files of one platform, and what is wrong with files and rows.

    A file that cannot be used gives one finding and no records; a row that cannot, one finding and no record.
    ``zone`` is for times that name none.
    """
    read = [_read_table(table, profile, zone, shop) for table, profile in tables]
    return join_tables(read)


def _read_table(table: RawTable, profile: Profile, zone: tzinfo, shop: str) -> ReadTable:
    header = find_header(table, profile)
    missing = missing_headings(header, profile)
    if missing:
        values = {
            "layout_zh": profile.title_zh, "layout_en": profile.title_en,
            "missing": listed(missing), "there": headings_there(table, header),
        }  # fmt: skip
        return ReadTable(table.name, profile, (), (Finding("FILE-12", table.name, values),), is_usable=False)
    doubled = _doubled_headings(table, profile, header)
    if any(finding.code == "FILE-13" for finding in doubled):
        return ReadTable(table.name, profile, (), tuple(doubled), is_usable=False)
    body = _filled_down(_body(table, profile, header))
    records, findings = _sorted_out(body, _records(body, zone, shop))
    return ReadTable(table.name, profile, tuple(records), (*doubled, *findings))


def _mapped_headings(profile: Profile) -> list[str]:
    ways = [heading for sources in profile.sources.values() for way in sources for heading in way.headings]
    rules = [rule.heading for states in (profile.order_state, profile.refund_state) for rule in states.rules]
    return list(dict.fromkeys((*ways, *rules)))


def _doubled_headings(table: RawTable, profile: Profile, header: Header) -> list[Finding]:
    findings = []
    for heading in _mapped_headings(profile):
        places = header.columns.get(plain_heading(heading), ())
        if len(places) > 1:
            texts = set(_columns(table.rows[header.row :], places))
            code = "FILE-14" if len(texts) == 1 else "FILE-13"
            where = f"{table.name}!{header.row}"
            findings.append(Finding(code, where, {"heading": heading, "columns": letters(places)}))
    return findings


def _columns(rows: Sequence[Sequence[str]], places: Sequence[int]) -> list[tuple[str, ...]]:
    """The 1-based columns of ragged rows, in the order asked for."""
    width = max(places)
    even = [cells if len(cells) >= width else (*cells, *[""] * (width - len(cells))) for cells in rows]
    # One place more than asked for, so that a single column comes as a tuple too.
    pick = itemgetter(*(at - 1 for at in places), 0)
    return list(zip(*map(pick, even), strict=True))[:-1] or [()] * len(places)


def _body(table: RawTable, profile: Profile, header: Header) -> _Body:
    places = {heading: at for heading in _mapped_headings(profile) if (at := header.first(heading))}
    rows = table.rows[header.row :]
    columns = _columns(rows, list(places.values()))
    return _Body(
        table=table,
        profile=profile,
        header=header,
        numbers=range(header.row + 1, header.row + 1 + len(rows)),
        columns={
            heading: bare_column(cells, profile.empty) for heading, cells in zip(places, columns, strict=True)
        },
    )


def _filled_down(body: _Body) -> _Body:
    """The body with the order's own cells on every one of its rows."""
    wanted = [heading for heading in body.profile.fill_down if heading in body.columns]
    if not wanted:
        return body
    orders = one_column(body.profile.sources["order_id"], body.columns, len(body.numbers))
    filled = {heading: _first_of_order(orders, body.columns[heading]) for heading in wanted}
    return replace(body, columns={**body.columns, **filled})


def _first_of_order(orders: Sequence[str], cells: Sequence[str]) -> list[str]:
    first: dict[str, str] = {}
    for order, text in zip(orders, cells, strict=True):
        first.setdefault(order, text)
    return [text or first[order] for order, text in zip(orders, cells, strict=True)]


def _records(body: _Body, zone: tzinfo, shop: str) -> list[Record]:
    """A record for every row, whatever it holds."""
    count = len(body.numbers)
    fixed = {"platform": body.profile.platform, "shop": shop, "currency": body.profile.currency}
    columns = {name: [text] * count for name, text in fixed.items()}
    for name in FIELDS:
        if name in body.profile.sources:
            texts = one_column(body.profile.sources[name], body.columns, count)
            there = spelled(name, texts, body.profile, zone)
            columns[name] = [text or fixed[name] for text in there] if name in fixed else there
    # Goods without their order leave to the order what they do not say.
    says_all = body.profile.grain is not Grain.GOODS
    columns["order_state"] = state_column(body.profile.order_state, body.columns, count, "unknown" * says_all)
    columns["refund_state"] = state_column(body.profile.refund_state, body.columns, count, "none" * says_all)
    places = _places(body)
    flaws = _flaws(body, columns)
    names, sheet = tuple(columns), body.table.name
    return [
        Record(
            {name: text for name, text in zip(names, texts, strict=True) if text},
            Origin(sheet, number, places),
            flaws.get(number, {}),
        )
        for number, texts in zip(body.numbers, zip(*columns.values(), strict=True), strict=True)
    ]


def _places(body: _Body) -> dict[str, int]:
    """The column of each field; of one put together from several, the last, which is the detail that people mend."""
    places = {}
    for name, sources in body.profile.sources.items():
        ways = [[heading for heading in way.headings if heading in body.columns] for way in sources]
        there = next((way for way in ways if way), None)
        if there:
            places[name] = body.header.first(there[-1])
    for name, states in (
        ("order_state", body.profile.order_state),
        ("refund_state", body.profile.refund_state),
    ):
        there = [rule.heading for rule in states.rules if rule.heading in body.columns]
        if there:
            places[name] = body.header.first(there[0])
    return places


def _flaws(body: _Body, columns: Mapping[str, list[str]]) -> dict[int, dict[str, str]]:
    """By row, the fields whose cell cannot be trusted."""
    rows: dict[int, dict[str, str]] = {}
    for name in (*ID_FIELDS, "phone"):
        texts = columns.get(name, [])
        lost = ids_with_lost_digits(texts)
        for at, text in enumerate(texts if lost else ()):
            if text in lost:
                rows.setdefault(body.numbers[at], {})[name] = LOST_DIGITS
    fields_at = _fields_at(body)
    for (row, column), flaw in body.table.flaws.items():
        if row > body.header.row:
            rows.setdefault(row, {}).update(dict.fromkeys(fields_at.get(column, ()), flaw))
    return rows


def _fields_at(body: _Body) -> dict[int, list[str]]:
    fields: dict[int, list[str]] = {}
    for name, sources in body.profile.sources.items():
        for heading in dict.fromkeys(heading for way in sources for heading in way.headings):
            if heading in body.columns:
                fields.setdefault(body.header.first(heading), []).append(name)
    return fields


def _sorted_out(body: _Body, records: Iterable[Record]) -> tuple[list[Record], list[Finding]]:
    """The records that are order lines, and a finding for each row that is one but cannot be used."""
    telling = set(body.profile.required) - {"order_id", "order_state", "refund_state"}
    headings = {clean_id(heading) for way in body.profile.sources["order_id"] for heading in way.headings}
    good: list[Record] = []
    findings: list[Finding] = []
    for record in records:
        order = record.fields.get("order_id", "")
        says_more = not telling.isdisjoint(record.fields)
        if not order and says_more:
            findings.append(Finding("FILE-20", record.origin.cell("order_id")))
        elif order and not _is_footer(order, says_more=says_more) and order not in headings:
            lines, trouble = unfold(record, body.profile)
            good += lines
            findings += trouble
    return good, findings


def _is_footer(order: str, *, says_more: bool) -> bool:
    if order.casefold().strip(":") in _TOTALS:
        return True
    return not says_more and sum(map(str.isdigit, order)) < _ID_DIGITS
