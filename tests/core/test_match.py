from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sheetship.core.match import Matched, OpenLine, match
from sheetship.core.replies import ReplyItem
from tests.core.replies_made import COURIERS, SF, YTO, ZTO, item, open_line, token


def matched(items: list[ReplyItem], *lines: OpenLine) -> Matched:
    return match(items, lines, COURIERS)


def parcels(result: Matched) -> list[tuple[str, str, int]]:
    assert not result.exceptions
    return [(parcel.line_key, parcel.number, parcel.quantity) for parcel in result.parcels]


def faults(result: Matched) -> list[str]:
    return [exception.finding.code for exception in result.exceptions]


def evidence(one: ReplyItem, *lines: OpenLine) -> str:
    (parcel,) = matched([one], *lines).parcels
    return parcel.evidence


# --- the cascade ---


def test_a_token_proves_its_line() -> None:
    assert (
        evidence(item(SF, token=token(2)), open_line(1), open_line(2))
        == f"token {token(2)}; courier by the number's form"
    )


def test_a_purchase_order_with_one_line_or_a_sku_proves_it() -> None:
    lines = (open_line(1), open_line(2), open_line(3, po="HZ-261121-2"))
    assert evidence(item(SF, po_number="HZ-261121-2"), *lines).startswith("PO HZ-261121-2;")
    assert evidence(item(SF, po_number="HZ-261121-1", sku="a-2"), *lines).startswith("PO HZ-261121-1 + sku;")
    assert faults(matched([item(SF, po_number="HZ-261121-1")], *lines)) == ["REPLY-11"]


def test_a_purchase_order_and_a_name_prove_the_line() -> None:
    result = matched([item(SF, po_number="HZ-261121-1", name="收件2")], open_line(1), open_line(2))
    assert parcels(result) == [("L2", SF, 1)]


def test_an_order_number_proves_its_only_line_even_with_an_odd_sku() -> None:
    line = open_line(1)
    assert evidence(item(SF, order_id=line.order_id, sku="供应商自己的编码"), line).startswith(
        f"order {line.order_id};"
    )


def test_an_order_number_without_sku_is_for_all_lines_at_the_supplier() -> None:
    lines = (open_line(1, quantity=2), open_line(2, order_id=open_line(1).order_id))
    result = matched([item(SF, order_id=lines[0].order_id)], *lines)
    assert parcels(result) == [("L1", SF, 2), ("L2", SF, 1)]
    assert result.parcels[0].evidence.startswith(f"order {lines[0].order_id} + all 2 lines")


def test_an_order_at_two_suppliers_needs_more_than_its_number() -> None:
    lines = (open_line(1), open_line(2, po="YW-261121-1", order_id=open_line(1).order_id, supplier="YW"))
    assert faults(matched([item(SF, order_id=lines[0].order_id)], *lines)) == ["REPLY-11"]
    assert parcels(matched([item(SF, order_id=lines[0].order_id, sku="A-2")], *lines)) == [("L2", SF, 1)]


def test_an_unknown_sku_does_not_choose_between_lines() -> None:
    lines = (open_line(1), open_line(2, order_id=open_line(1).order_id))
    assert faults(matched([item(SF, order_id=lines[0].order_id, sku="???")], *lines)) == ["REPLY-11"]


def test_a_sub_order_number_and_a_product_name_are_known_too() -> None:
    line = open_line(1, line_id="69-1", product="纯棉袜子 5双")
    assert parcels(matched([item(SF, order_id="69-1")], line)) == [("L1", SF, 1)]
    other = open_line(2, order_id=line.order_id, product="毛巾")
    result = matched([item(SF, order_id=line.order_id, product="纯棉袜子5双")], line, other)
    assert parcels(result) == [("L1", SF, 1)]
    assert "+ product" in result.parcels[0].evidence


def test_name_phone_and_sku_prove_the_line() -> None:
    lines = (open_line(1, name="张三"), open_line(2, name="张三"))
    one = item(SF, name="张 三", phone="138****0002", sku="A-2")
    assert evidence(one, *lines).startswith("name + phone + sku;")


def test_a_foreign_order_number_speaks_against_a_name() -> None:
    line = open_line(1, name="张三")
    assert faults(matched([item(SF, name="张三", phone=line.phone, order_id="999")], line)) == ["REPLY-10"]
    assert faults(matched([item(SF, name="张三", po_number="XX-261121-1")], line)) == ["REPLY-10"]
    assert parcels(matched([item(SF, name="张三", phone=line.phone, order_id="999", sku="A-1")], line)) == [
        ("L1", SF, 1)
    ]


def test_a_name_alone_must_be_the_only_one() -> None:
    assert evidence(item(SF, name="张三"), open_line(1, name="张三"), open_line(2)).startswith("name;")
    assert faults(matched([item(SF, name="张三")], open_line(1, name="张三"), open_line(2, name="张三"))) == [
        "REPLY-11"
    ]


@pytest.mark.parametrize("said", [{"phone": "13911119999"}, {"sku": "Z-9"}, {"order_id": "123"}])
def test_a_name_alone_is_nothing_beside_a_field_that_differs(said: dict[str, Any]) -> None:
    assert faults(matched([item(SF, name="张三", **said)], open_line(1, name="张三")))


def test_a_masked_name_proves_nothing_alone() -> None:
    assert faults(matched([item(SF, name="张*")], open_line(1, name="张三"))) == ["REPLY-10"]


def test_all_lines_of_one_recipient_share_the_number() -> None:
    lines = (
        open_line(1, name="张三"),
        open_line(2, name="张三", order_id=open_line(1).order_id, phone=open_line(1).phone),
    )
    result = matched([item(SF, name="张三", phone="0001")], *lines)
    assert parcels(result) == [("L1", SF, 1), ("L2", SF, 1)]


# --- contradictions ---


@pytest.mark.parametrize(
    "said",
    [
        {"order_id": open_line(2).order_id},
        {"po_number": "HZ-261121-2"},
        {"name": "别人"},
        {"sku": "A-2"},
        {"phone": "13999999999"},
    ],
)
def test_fields_that_contradict_the_token_stop_the_number(said: dict[str, Any]) -> None:
    lines = (open_line(1), open_line(2), open_line(3, po="HZ-261121-2"))
    result = matched([item(SF, token=token(1), **said)], *lines)
    assert faults(result) == ["REPLY-12"]
    assert lines[0] in result.exceptions[0].candidates


def test_a_contradiction_shows_both_lines() -> None:
    result = matched([item(SF, token=token(1), order_id=open_line(2).order_id)], open_line(1), open_line(2))
    assert [line.line_key for line in result.exceptions[0].candidates] == ["L1", "L2"]


def test_a_name_and_a_purchase_order_that_disagree_stop_the_number() -> None:
    lines = (open_line(1), open_line(2), open_line(3, po="HZ-261121-2", name="张三"))
    assert faults(matched([item(SF, po_number="HZ-261121-1", name="张三")], *lines)) == ["REPLY-12"]


def test_steps_that_lead_to_different_lines_stop_the_number() -> None:
    lines = (
        open_line(1, order_id="77"),
        open_line(2, order_id="77"),
        open_line(3, line_id="77", order_id="88", po="HZ-261121-2"),
    )
    assert faults(matched([item(SF, po_number="HZ-261121-1", order_id="77", product="?")], *lines)) == [
        "REPLY-11"
    ]


def test_another_phone_is_fine_where_order_and_name_agree() -> None:
    line = open_line(1)
    assert parcels(
        matched([item(SF, order_id=line.order_id, name=line.name, phone="13999999999")], line)
    ) == [("L1", SF, 1)]


def test_a_token_of_nobody_is_told() -> None:
    assert faults(matched([item(SF, token=token(9), name="收件1")], open_line(1))) == ["REPLY-18"]


# --- quantities ---


def test_one_line_in_several_parcels_shares_its_quantity() -> None:
    items = [item(YTO, token=token(1)), item(SF, token=token(1))]
    assert parcels(matched(items, open_line(1, quantity=5))) == [("L1", SF, 4), ("L1", YTO, 1)]


def test_told_quantities_are_kept_and_the_rest_goes_to_the_others() -> None:
    items = [item(SF, token=token(1), quantity=2), item(YTO, token=token(1))]
    assert parcels(matched(items, open_line(1, quantity=5))) == [("L1", SF, 2), ("L1", YTO, 3)]


def test_a_part_shipment_leaves_the_rest_open() -> None:
    assert parcels(matched([item(SF, token=token(1), quantity=2)], open_line(1, quantity=5))) == [
        ("L1", SF, 2)
    ]


def test_more_than_ordered_is_never_written() -> None:
    items = [item(SF, token=token(1), quantity=2), item(YTO, token=token(1), quantity=2)]
    assert faults(matched(items, open_line(1, quantity=3))) == ["REPLY-14", "REPLY-14"]
    assert (
        faults(matched([item(SF, token=token(1)), item(YTO, token=token(1))], open_line(1)))
        == ["REPLY-14"] * 2
    )


@pytest.mark.parametrize("quantities", [(0,), (1, 2)])
def test_a_quantity_that_makes_no_sense_is_told(quantities: tuple[int, ...]) -> None:
    items = [item(SF, at, token=token(1), quantity=quantity) for at, quantity in enumerate(quantities)]
    assert set(faults(matched(items, open_line(1, quantity=5)))) == {"REPLY-15"}


def test_a_quantity_for_a_whole_order_must_be_all_of_it() -> None:
    lines = (open_line(1, quantity=2), open_line(2, order_id=open_line(1).order_id))
    whole = item(SF, order_id=lines[0].order_id, quantity=3)
    assert parcels(matched([whole], *lines)) == [("L1", SF, 2), ("L2", SF, 1)]
    assert faults(matched([replace(whole, quantity=2)], *lines)) == ["REPLY-15"]


def test_an_unknown_quantity_waits_for_a_doubtful_neighbour() -> None:
    items = [item("1Z999AA10123456785", token=token(1), courier_text="UPS"), item(SF, token=token(1))]
    assert sorted(faults(matched(items, open_line(1, quantity=5)))) == ["REPLY-15", "REPLY-17"]
    told = [items[0], replace(items[1], quantity=1)]
    assert faults(matched(told, open_line(1, quantity=5))) == ["REPLY-17"]


def test_a_fault_spreads_along_lines_that_depend_on_each_other() -> None:
    lines = (open_line(1), open_line(2, order_id=open_line(1).order_id, quantity=2))
    items = [item(SF, order_id=lines[0].order_id), item(YTO, token=token(1))]
    assert faults(matched(items, *lines)) == ["REPLY-14", "REPLY-14"]


# --- known and changed ---


def test_a_known_number_says_nothing_again() -> None:
    line = replace(open_line(1), shipped=(("sf", SF, 1),))
    items = [item(SF, token=token(1)), item(SF.lower(), 3, name=line.name)]
    result = matched(items, line)
    assert (result.parcels, result.exceptions, len(result.known)) == ((), (), 2)


def test_a_known_number_is_recognised_among_lines_alike() -> None:
    lines = (replace(open_line(1, name="张三"), shipped=(("sf", SF, 1),)), open_line(2, name="张三"))
    assert len(matched([item(SF, name="张三")], *lines).known) == 1


def test_a_changed_number_never_overwrites() -> None:
    line = replace(open_line(1), shipped=(("sf", SF, 1),))
    assert faults(matched([item(YTO, token=token(1))], line)) == ["REPLY-13"]


def test_a_second_parcel_takes_what_remains() -> None:
    line = replace(open_line(1, quantity=3), shipped=(("sf", SF, 2),))
    assert parcels(matched([item(YTO, token=token(1))], line)) == [("L1", YTO, 1)]


# --- one number, several people ---


def test_one_number_for_strangers_in_two_rows_is_refused() -> None:
    items = [item(SF, 2, token=token(1)), item(SF, 3, token=token(2))]
    assert faults(matched(items, open_line(1), open_line(2))) == ["REPLY-16", "REPLY-16"]


def test_a_chat_line_may_give_one_number_for_several_people() -> None:
    items = [item(SF, 2, name="收件1"), item(SF, 2, name="收件2")]
    assert parcels(matched(items, open_line(1), open_line(2))) == [("L1", SF, 1), ("L2", SF, 1)]


def test_orders_of_one_person_may_share_a_parcel() -> None:
    items = [item(SF, 2, token=token(1)), item(SF, 3, token=token(2))]
    virtual = (
        open_line(1, name="张三", phone="18412345678-1111"),
        open_line(2, name="张三", phone="18499999999-2222"),
    )
    assert parcels(matched(items, *virtual)) == [("L1", SF, 1), ("L2", SF, 1)]
    one_order = (open_line(1), open_line(2, order_id=open_line(1).order_id))
    assert parcels(matched(items, *one_order)) == [("L1", SF, 1), ("L2", SF, 1)]


def test_a_number_that_a_stranger_already_has_is_refused() -> None:
    lines = (replace(open_line(1), shipped=(("sf", SF, 1),)), open_line(2))
    assert faults(matched([item(SF, token=token(2))], *lines)) == ["REPLY-16"]


# --- couriers ---


@pytest.mark.parametrize(
    ("number", "text", "usual", "code", "notes"),
    [
        (ZTO, "中通", "", "zto", []),
        (SF, "中通", "", "zto", ["REPLY-31"]),
        (SF, "飞毛腿", "", "", ["REPLY-30"]),
        (ZTO, "", "zto", "zto", []),
        (SF, "", "中通", "sf", []),
        ("123456789012", "", "yto", "yto", ["REPLY-31"]),
        (SF, "", "", "sf", []),
        ("123456789012", "", "", "", []),
    ],
)
def test_the_courier_is_the_named_one_then_the_usual_one_then_the_form(
    number: str, text: str, usual: str, code: str, notes: list[str]
) -> None:
    result = matched([item(number, token=token(1), courier_text=text)], open_line(1, default_courier=usual))
    assert [parcel.courier for parcel in result.parcels] == [code]
    assert [finding.code for finding in result.findings] == notes


def test_the_evidence_says_where_the_courier_comes_from() -> None:
    assert evidence(item(ZTO, token=token(1)), open_line(1, default_courier="zto")).endswith(
        "; supplier's usual courier"
    )


def test_a_wrong_check_digit_stops_the_number() -> None:
    wrong = item("1Z999AA10123456785", token=token(1), courier_text="UPS")
    assert faults(matched([wrong], open_line(1))) == ["REPLY-17"]
    assert faults(matched([replace(wrong, courier_text="")], open_line(1, default_courier="UPS"))) == [
        "REPLY-17"
    ]


def test_two_couriers_for_one_number_stop_it() -> None:
    items = [
        item(SF, 2, token=token(1), courier_text="顺丰"),
        item(SF, 3, token=token(1), courier_text="中通"),
    ]
    assert faults(matched(items, open_line(1))) == ["REPLY-19", "REPLY-19"]


# --- what is shown ---


def test_an_exception_shows_the_likeliest_lines_and_no_names() -> None:
    result = matched([item(SF, name="收件12")], open_line(1), open_line(2), open_line(12, name="收件12号"))
    exception = result.exceptions[0]
    assert exception.candidates[0].line_key == "L12"
    assert exception.finding.where == "reply.xlsx!F2"
    assert "收件" not in exception.finding.message("zh")
    assert open_line(12).order_id in exception.finding.message("en")


def test_nothing_said_has_no_candidates() -> None:
    assert matched([item(SF)], open_line(1)).exceptions[0].candidates == ()
    assert matched([item(SF, name="外人")], open_line(1, name="Bob")).exceptions[0].candidates == ()


def test_a_shared_waybill_is_for_every_line_whose_goods_it_lists() -> None:
    pot, cups = (
        open_line(1, product="茶壶"),
        open_line(2, product="品茗杯 6 只", order_id=open_line(1).order_id),
    )
    tray = open_line(3, product="茶盘", order_id=pot.order_id, supplier="YW")
    one = item(SF, order_id=pot.order_id, product="茶壶×1、品茗杯 6 只×1", quantity=2)
    assert parcels(matched([one], pot, cups, tray)) == [("L1", SF, 1), ("L2", SF, 1)]


def test_a_list_of_goods_that_names_something_else_is_for_nobody() -> None:
    pot, cups = open_line(1, product="茶壶"), open_line(2, product="茶杯", order_id=open_line(1).order_id)
    for product in ("茶壶×1、茶盘×1", "茶壶×1、茶杯×1、茶盘×1", "茶壶、"):
        assert faults(matched([item(SF, order_id=pot.order_id, product=product)], pot, cups)) == ["REPLY-11"]
