"""Platforms and customers are told once of everything that concerns them."""

from __future__ import annotations

from typing import Any

from sheetship.core.decide import decide
from sheetship.core.facts import UploadTarget
from sheetship.core.findings import Finding
from sheetship.core.plan import Document, Plan
from sheetship.core.report import FileKind
from tests.core.little_shop import catalogue
from tests.core.pure_shop import PureShop, record, reply

SF, OTHER = "SF1234567890123", "SF1234567890124"
DRAFTS = ("shipped", "delayed", "out_of_stock")
LATE = "2026-11-20T00:00:00+00:00"
WHY = Finding("TPL-07", "x", {"template": "x", "known": "", "nearest_zh": "", "nearest_en": ""})


def messages(plan: Plan) -> list[tuple[str, int]]:
    return [(one.group, len(one.rows)) for one in plan.documents if one.kind is FileKind.MESSAGE]


def upload(plan: Plan) -> Document:
    (document,) = [one for one in plan.documents if one.kind is FileKind.CHANNEL_UPLOAD]
    return document


def tokens(shop: PureShop) -> dict[str, str]:
    """Token by line number of the order."""
    known = shop.known()
    return {known.line(key).fields.get("line_id", ""): token for token, key in known.tokens.items()}


def bought(*lines: Any, **changes: Any) -> PureShop:  # noqa: ANN401 - records, and anything of the shop
    shop = PureShop(**changes)
    shop.run(*lines)
    return shop


def test_a_file_that_knows_no_lines_names_a_parcel_of_two_lines_once() -> None:
    shop = bought(record("1", "1-1"), record("1", "1-2", variant="红"))
    both = [reply(SF, token=token, row=at) for at, token in enumerate(tokens(shop).values(), 2)]
    document = upload(shop.run(replies=both))
    assert (len(document.rows), len(document.keys)) == (1, 2)


def test_a_shop_s_own_template_and_headings_win_over_the_platform_s() -> None:
    shop = bought(record("1"))
    answer = [reply(SF, token=token) for token in tokens(shop).values()]
    own = {("douyin", "小店"): UploadTarget(template="pdd_bulk_ship", headings=("单号",))}
    plan = shop.plan(replies=answer, targets=own)
    assert (upload(plan).template, upload(plan).headings) == ("pdd_bulk_ship", ("单号",))
    headings_only = {("douyin", "小店"): UploadTarget(template="", headings=("单号",))}
    plan = shop.plan(replies=answer, targets=headings_only)
    assert (upload(plan).template, upload(plan).headings) == ("plain_bulk_ship", ("单号",))


def test_an_upload_that_cannot_be_made_is_told_and_not_remembered_as_written() -> None:
    shop = bought(record("1"))
    facts = shop.facts(replies=[reply(SF, token=token) for token in tokens(shop).values()])
    group = upload(decide(facts, {})).group
    plan = decide(facts, {(FileKind.CHANNEL_UPLOAD, group): WHY})
    assert not [one for one in plan.documents if one.kind is FileKind.CHANNEL_UPLOAD]
    assert "TPL-07" in {finding.code for finding in plan.findings}
    assert not [event for event in plan.events if event.kind == "upload_written"]


def test_a_courier_that_nobody_knows_is_told_by_the_name_it_was_given() -> None:
    shop = bought(record("1"))
    (token,) = tokens(shop).values()
    (row,) = upload(shop.run(replies=[reply("ABC123456789", token=token, courier_text="顺丰")])).rows
    assert (row["courier"], row["tracking_number"]) == ("顺丰速运", "ABC123456789")


def test_customers_hear_of_their_parcel_once_for_each_number() -> None:
    shop = bought(record("1", "1-1"), record("1", "1-2", variant="红"))
    by_line = tokens(shop)
    first = shop.run(replies=[reply(SF, token=by_line["1-1"])], drafts=DRAFTS)
    assert messages(first) == [("shipped", 1)]
    again = shop.run(replies=[reply(SF, token=by_line["1-2"], courier_text="顺丰")], drafts=DRAFTS)
    assert (messages(again), again.counts["shipped"]) == ([], 1)


def test_customers_hear_once_that_their_order_is_late_whatever_line_of_it() -> None:
    shop = PureShop()
    first = shop.run(record("1", "1-1", ship_by=LATE, sku="B9"), drafts=DRAFTS)
    assert messages(first) == [("delayed", 1)]
    second = shop.run(record("1", "1-2", ship_by=LATE, sku="B9", file="b.csv"), drafts=DRAFTS)
    assert messages(second) == []


def test_who_does_not_want_drafts_gets_none() -> None:
    shop = PureShop()
    assert messages(shop.run(record("1", ship_by=LATE))) == []


def test_a_draft_that_cannot_be_made_is_told_and_drafted_later() -> None:
    shop = PureShop()
    facts = shop.facts(record("1", ship_by=LATE, sku="B9"), drafts=DRAFTS)
    plan = decide(facts, {(FileKind.MESSAGE, "delayed"): WHY})
    assert messages(plan) == []
    assert "TPL-07" in {finding.code for finding in plan.findings}


def test_a_refunding_or_shipped_customer_is_not_told_of_a_delay() -> None:
    shop = bought(record("1", ship_by=LATE), record("2", ship_by=LATE, refund_state="asked"))
    key = shop.cell(2, "line_key")
    (token,) = [token for token, line in shop.known().tokens.items() if line == key]
    shop.run(replies=[reply(SF, token=token)])
    assert messages(shop.run(record("3"), drafts=DRAFTS)) == []


def test_customers_hear_that_nobody_has_the_goods() -> None:
    goods = catalogue(offers=(("供应商", "货号", "成本", "库存"), ("HZ", "CUP", "12", "0")))
    plan = PureShop(goods=goods).run(record("1"), drafts=DRAFTS)
    assert messages(plan) == [("out_of_stock", 1)]
