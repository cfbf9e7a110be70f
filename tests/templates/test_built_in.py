"""Every template that comes with SheetShip, filled with no, one and three made-up orders and read back."""

import re
from io import BytesIO
from typing import NamedTuple

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sheetship.core.documents import FileFormat, Kind, Quoting, arrange, check_rows, with_shop_words
from tests.templates.made_up_orders import built_in, document, filled, orders

NAMES = sorted(built_in().specs())
MESSAGES = [name for name in NAMES if built_in().specs()[name].kind is Kind.MESSAGE]
IDS = {"token", "order_id", "line_id", "phone", "tracking_number", "po_number", "postcode", "account_number"}


class Book(NamedTuple):
    """A workbook template: its sheet, the row of its headings, and in which column which field comes out."""

    sheet: str
    header_row: int
    first_row: int
    columns: int
    shows: dict[str, str]


BOOKS = {
    "offline_cn": Book("代发单", 4, 5, 6, {"A": "order_id", "B": "recipient_block", "D": "quantity"}),
    "cancel_list": Book("取消清单", 4, 5, 9, {"A": "po_number", "B": "token", "C": "order_id", "F": "quantity", "G": "reason"}),
    "fulfilment_en": Book("Orders", 4, 5, 28, {
        "B": "order_id", "C": "token", "D": "buyer_note", "E": "phone", "F": "recipient_name", "G": "street", "H": "city",
        "I": "province", "J": "postcode", "K": "country", "L": "supplier_sku", "M": "sku", "N": "product", "P": "variant",
        "T": "quantity",
    }),
    "dropship_19": Book("Sheet1", 1, 2, 19, {
        "A": "recipient_name", "C": "phone", "D": "province", "E": "city", "F": "district", "G": "street", "H": "product",
        "I": "quantity", "J": "supplier_sku", "K": "variant", "M": "sender_name", "N": "sender_phone",
        "O": "sender_province", "P": "sender_city", "Q": "sender_district", "R": "sender_address", "S": "token",
    }),
    "import_12": Book("订单导入模板", 1, 2, 12, {
        "A": "order_id", "B": "po_number", "C": "shop", "F": "recipient_name", "G": "phone", "H": "address",
        "J": "supplier_sku", "K": "quantity",
    }),
    "sf_57": Book("批量下单", 2, 3, 57, {
        "B": "token", "H": "sender_name", "I": "sender_phone", "K": "company", "L": "recipient_name", "M": "phone",
        "N": "address", "O": "product", "P": "sku", "Q": "quantity", "T": "variant", "X": "account_number",
    }),
    "zto_11": Book("中通快递", 1, 2, 11, {
        "A": "token", "C": "recipient_name", "D": "phone", "F": "address", "G": "company", "I": "quantity", "J": "buyer_note",
    }),
    "sto_4": Book("Sheet1", 1, 2, 4, {"A": "token", "B": "recipient_name", "C": "address", "D": "phone"}),
    "pdd_bulk_ship": Book("批量发货", 1, 3, 3, {"A": "order_id", "B": "upload_name", "C": "tracking_number"}),
    "plain_bulk_ship": Book("发货", 1, 2, 3, {"A": "order_id", "B": "upload_name", "C": "tracking_number"}),
    "shopify_matrixify": Book("Orders", 1, 2, 10, {
        "C": "order_id", "F": "upload_name", "H": "tracking_number", "I": "tracking_url",
    }),
    "payment_list": Book("付款", 4, 5, 10, {
        "A": "supplier", "B": "po_number", "C": "lines", "D": "quantity", "E": "cost", "F": "currency", "G": "terms",
    }),
}  # fmt: skip
WITH_TITLE = ("offline_cn", "cancel_list", "fulfilment_en", "payment_list")


def sheet_of(name: str, count: int) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(filled(name, orders(count)))).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_gallery_is_complete() -> None:
    specs = built_in().specs().values()
    books = {spec.name for spec in specs if spec.format is FileFormat.XLSX}
    assert books == set(BOOKS)
    plain = {spec.name for spec in specs if spec.format is FileFormat.CSV}
    assert plain == {"royal_mail_click_and_drop", "amazon_shipping_confirmation", "woocommerce_ast"}
    messages = {spec.name for spec in specs if spec.format is FileFormat.TEXT}
    assert messages == {
        f"{kind}_{lang}" for kind in ("shipped", "delayed", "out_of_stock") for lang in ("zh", "en")
    }


def test_no_built_in_template_has_a_fault() -> None:
    assert built_in().findings() == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_template_asks_for_no_more_than_it_lists_and_lists_no_more_than_it_asks_for(name: str) -> None:
    folder = built_in()
    spec = folder.specs()[name]
    asked = {mark.field for mark in folder._marks(spec) if mark.repeats}
    assert asked == set(spec.fields)
    assert {name for name in (*spec.required, *spec.sort) if not name.startswith("default.")} <= asked


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("name", sorted(BOOKS))
def test_every_value_stands_in_its_column_with_its_type(name: str, count: int) -> None:
    sheet, book = sheet_of(name, count), BOOKS[name]
    assert (sheet.title, sheet.max_column) == (book.sheet, book.columns)
    for at, order in enumerate(orders(count)):
        for column, field in book.shows.items():
            cell = sheet[f"{column}{book.first_row + at}"]
            assert cell.value == order[field], (column, field)
            assert field not in IDS or (cell.data_type, cell.number_format) == ("s", "@")
    assert not any("{{" in str(cell.value) for row in sheet.rows for cell in row)


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_lines_share_the_look_of_the_first(name: str) -> None:
    sheet, first = sheet_of(name, 3), BOOKS[name].first_row
    looks = [[cell.style_id for cell in sheet[row]] for row in (first, first + 1, first + 2)]
    heights = [sheet.row_dimensions[row].height for row in (first, first + 1, first + 2)]
    assert looks[0] == looks[1] == looks[2]
    assert heights[0] == heights[1] == heights[2]


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_a_sheet_is_ready_to_print_and_its_header_stays_in_view(name: str) -> None:
    sheet, book = sheet_of(name, 3), BOOKS[name]
    last = book.first_row + 2 + (name in WITH_TITLE)
    assert sheet.print_title_rows == f"${book.header_row if name in WITH_TITLE else 1}:${book.first_row - 1}"
    assert sheet.print_area.endswith(f"${last}")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert re.fullmatch(rf"[A-D]{book.first_row}", str(sheet.freeze_panes))
    assert all(sheet.column_dimensions[letter].width > 4 for letter in book.shows)


@pytest.mark.parametrize("name", sorted(WITH_TITLE))
def test_a_sheet_for_people_has_a_title_a_note_and_a_total_that_grows(name: str) -> None:
    sheet = sheet_of(name, 3)
    total = [cell for cell in sheet[8] if cell.data_type == "f"]
    assert sheet["A1"].font.b
    assert len(str(sheet["A3"].value)) > 20
    assert [cell.value for cell in total] == [
        f"=SUM({get_column_letter(cell.column or 0)}5:{get_column_letter(cell.column or 0)}7)"
        for cell in total
    ]
    assert total
    saved = openpyxl.load_workbook(BytesIO(filled(name, orders(3))), data_only=True).worksheets[0]
    assert saved[total[0].coordinate].value == 6


def test_the_offline_sheet_names_supplier_purchase_order_and_line() -> None:
    sheet = sheet_of("offline_cn", 2)
    assert sheet["A1"].value == "杭州云仓 代发单"
    assert str(sheet["A2"].value).startswith("采购单号：HZ-261121-1　　下单日期：2026-11-21")
    assert [sheet[ref].value for ref in ("C5", "E6", "F6")] == [
        "product 1 variant 1",
        "[HZ-261121-1-02M] seller_note 2",
        None,
    ]
    assert [cell.value for cell in sheet[4]] == [
        "订单号",
        "收货信息",
        "商品名称",
        "商品数量",
        "备注信息",
        "快递单号",
    ]


def test_a_line_without_a_note_has_its_token_alone_in_the_remark() -> None:
    rows = [{**orders(1)[0], "seller_note": ""}]
    sheet = openpyxl.load_workbook(BytesIO(filled("offline_cn", rows))).worksheets[0]
    assert sheet["E5"].value == "[HZ-261121-1-01M]"


def test_import_layouts_keep_their_headings_and_have_no_title() -> None:
    assert [cell.value for cell in sheet_of("sto_4", 1)[1]] == ["备注", "姓名", "详细地址", "电话"]
    assert [cell.value for cell in sheet_of("dropship_19", 1)[1]][:3] == [
        "收件人姓名",
        "物流单号",
        "收件人手机/电话",
    ]
    assert [cell.value for cell in sheet_of("pdd_bulk_ship", 1)[2]] == [
        "order_sn",
        "shipping_name",
        "shipping_sn",
    ]
    sf = sheet_of("sf_57", 3)
    assert sorted(str(merged) for merged in sf.merged_cells.ranges) == ["G1:J1", "K1:N1", "O1:T1", "U1:BE1"]
    assert [sf[ref].value for ref in ("A5", "J3", "U3", "V3", "W3")] == [
        3, "sender_province 1sender_city 1sender_district 1sender_address 1", 1, "顺丰标快（陆运）", "寄付月结",
    ]  # fmt: skip


def test_importers_find_the_purchase_order_and_the_line() -> None:
    assert sheet_of("dropship_19", 1)["L2"].value == "po_number 1 seller_note 1"
    assert sheet_of("import_12", 1)["L2"].value == "[HZ-261121-1-01M] seller_note 1"
    assert sheet_of("fulfilment_en", 1)["Y5"].value == "[HZ-261121-1-01M] seller_note 1"


def test_the_cancel_list_offers_the_answers_on_every_line() -> None:
    rules = sheet_of("cancel_list", 3).data_validations.dataValidation
    assert [(str(rule.sqref), rule.formula1) for rule in rules] == [("H5:H7", '"已取消,已发出,部分发出"')]


def test_dates_are_dates_where_the_sheet_shows_dates() -> None:
    cell = sheet_of("fulfilment_en", 1)["A5"]
    assert (cell.is_date, str(cell.value)) == (True, "2026-11-21 12:00:00")


def test_the_payment_list_speaks_the_users_language() -> None:
    for lang, title, heading in (("zh", "付款清单", "供应商"), ("en", "Payment list", "Supplier")):
        sheet = openpyxl.load_workbook(BytesIO(filled("payment_list", orders(1), lang=lang))).worksheets[0]
        assert [sheet["A1"].value, sheet["A4"].value] == [title, heading]


def test_the_plain_upload_takes_the_headings_of_the_shop() -> None:
    book = openpyxl.load_workbook(
        BytesIO(filled("plain_bulk_ship", orders(1), headings=("平台订单", "物流", "单号")))
    )
    assert next(iter(book.worksheets[0].values)) == ("平台订单", "物流", "单号")


def test_shopify_rows_say_what_matrixify_needs_to_act() -> None:
    row = [cell.value for cell in sheet_of("shopify_matrixify", 1)[2]]
    assert [row[0], row[3], row[4], row[9]] == ["UPDATE", "Fulfillment Line", "success", "FALSE"]


def test_amazon_gets_tabs_and_no_quotes() -> None:
    rows = [{**orders(1)[0], "courier": 'Böse "Post"\tGmbH'}]
    lines = filled("amazon_shipping_confirmation", rows).decode().split("\r\n")
    assert lines[0].split("\t")[:4] == ["order-id", "order-item-id", "quantity", "ship-date"]
    assert lines[1].split("\t") == [
        "6926112112345670001", "line_id 1", "1", "2026-11-21", "upload_name 1", 'Böse "Post" GmbH', "SF1000000000001", "",
    ]  # fmt: skip
    assert built_in().specs()["amazon_shipping_confirmation"].quoting is Quoting.NEVER


def test_woocommerce_gets_its_date_form() -> None:
    lines = filled("woocommerce_ast", orders(1)).decode().splitlines()
    assert lines == [
        "order_id,tracking_provider,tracking_number,date_shipped,status_shipped,shipping_note",
        "6926112112345670001,upload_name 1,SF1000000000001,21-11-2026,1,",
    ]


def test_royal_mail_waits_for_a_weight() -> None:
    spec = built_in().specs()["royal_mail_click_and_drop"]
    assert [found.values["field"] for found in check_rows(spec, orders(2)).findings] == ["weight"]
    weighed = with_shop_words(spec, {"weight": "0.5"}, {})
    assert check_rows(weighed, orders(2)).findings == ()
    lines = built_in().render(weighed, document(orders(1))).decode().splitlines()
    assert lines[1].split(",")[:3] == ["HZ-261121-1-01M", "21/11/2026", "first_name 1"]
    assert lines[1].split(",")[14:16] == ["Parcel", "0.5"]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_speaks_of_its_own_order_only(name: str) -> None:
    first, second = orders(2)
    text = filled(name, [first, second, {**first, "product": "第二件"}]).decode()
    parts = text.split("─" * 40)
    assert len(parts) == 2
    assert "第二件" in parts[0]
    assert str(second["order_id"]) not in parts[0]
    assert "{" not in text
    assert not any(
        str(order[field]) in text
        for order in (first, second)
        for field in ("recipient_name", "phone", "address")
    )


def test_a_message_without_orders_is_empty() -> None:
    assert filled("shipped_zh", []) == b""


@pytest.mark.parametrize("name", NAMES)
def test_good_orders_pass_every_template_and_filling_twice_gives_equal_bytes(name: str) -> None:
    spec = with_shop_words(
        built_in().specs()[name], {"weight": "1"} if "weight" in built_in().specs()[name].defaults else {}, {}
    )
    assert check_rows(spec, orders(3)).findings == ()
    assert len(arrange(spec, orders(3))) == 3
    assert filled(name, orders(3)) == filled(name, orders(3))


@pytest.mark.parametrize(
    "name", [spec.name for spec in built_in().specs().values() if spec.kind is Kind.SUPPLIER]
)
def test_a_suppliers_sheet_holds_nothing_of_the_sale(name: str) -> None:
    secret = {
        **orders(1)[0],
        "unit_price": "9999.01",
        "paid": "9999.02",
        "unit_cost": "9999.03",
        "platform": "9999.04",
    }
    sheet = openpyxl.load_workbook(BytesIO(filled(name, [secret]))).worksheets[0]
    assert not any("9999" in str(cell.value) for row in sheet.rows for cell in row)
