"""The error gallery of a whole run: the smallest thing that goes wrong in a shop folder, and what the command line says.

What stops a run changes nothing; everything else is a finding, and the four good lines of the shop are bought all the
same.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from sheetship.core.messages import MESSAGES
from tests.cli.calling import AT, sheetship
from tests.flow.small_shop import (
    EXPORTED,
    SmallShop,
    catalogue,
    douyin_export,
    empty_workbook,
    orders_workbook,
    small_shop,
)
from tests.stories.workbooks import book
from tests.xlsx.made_templates import simple
from tests.xlsx.sealed_books import agile

CHINESE = re.compile(r"[\u3400-\u9fff]")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
CUT_ZIP = b"PK\x03\x04" + b"\0" * 60


@dataclass(frozen=True, slots=True)
class Mishap:
    """What goes wrong, and the code that tells it."""

    code: str
    happens: Callable[[SmallShop], object]
    sent: int = 4


def _orders(content: bytes) -> Callable[[SmallShop], object]:
    return lambda shop: shop.orders.write_bytes(content)


def _catalogue(content: bytes) -> Callable[[SmallShop], object]:
    return lambda shop: (shop.folder / "catalogue.xlsx").write_bytes(content)


def _settings(text: str) -> Callable[[SmallShop], object]:
    return lambda shop: (shop.folder / "sheetship.toml").write_text(text, encoding="utf-8")


def _dropped(name: str, content: bytes) -> Callable[[SmallShop], object]:
    return lambda shop: shop.drop(name, content)


def _headed(*headings: str) -> bytes:
    return book(lambda workbook: workbook.add_worksheet("订单").write_row(0, 0, headings))


def _merged_over_our_columns(shop: SmallShop) -> None:
    opened = openpyxl.load_workbook(shop.orders)
    opened.worksheets[0].merge_cells("M1:Q3")
    opened.save(shop.orders)


def _list_over_all_columns(shop: SmallShop) -> None:
    opened = openpyxl.load_workbook(shop.orders)
    rule = DataValidation(type="list", formula1='"x"', showErrorMessage=True, sqref="A2:L99")
    opened.worksheets[0].add_data_validation(rule)
    opened.save(shop.orders)


def _run_and_lost(shop: SmallShop) -> None:
    shop.run()
    shop.orders.unlink()


def _closed_with_another_password(shop: SmallShop) -> None:
    """A variable that is set everywhere, and to no password."""
    shop.orders.write_bytes(agile(orders_workbook()))
    _settings('[tables]\norders_password_env = "PATH"')(shop)


def _closed_and_no_password(shop: SmallShop) -> None:
    shop.orders.write_bytes(agile(orders_workbook()))
    _settings('[tables]\norders_password_env = "NOBODY_SETS_THIS"')(shop)


def _archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return content.getvalue()


def _formula_as_order_number(shop: SmallShop) -> None:
    def fill(workbook: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet = workbook.add_worksheet("订单")
        sheet.write_row(0, 0, (*HEADINGS, "商品编码"))
        sheet.write_row(1, 0, ("A1", 1, "张小满", "13800001111", "浙江省杭州市西湖区文三路 1 号", "CUP"))
        sheet.write_row(2, 0, ("", 1, "李大明", "13900002222", "上海市黄浦区南京东路 2 号", "CUP"))
        sheet.write_formula(2, 0, '="A"&"2"', None, "A2")

    shop.orders.write_bytes(book(fill))


def _template_with_an_unknown_field(shop: SmallShop) -> None:
    """The template that one of the two suppliers gets its sheet from."""
    folder = shop.folder / "templates"
    folder.mkdir()
    (folder / "mine.toml").write_text(
        'title = { zh = "我的表", en = "Mine" }\nkind = "supplier"\nformat = "xlsx"\nfile = "mine.xlsx"\n'
        'fields = ["token"]\n',
        encoding="utf-8",
    )
    (folder / "mine.xlsx").write_bytes(simple(("A1", "{{ line.tokn }}")))
    suppliers = "code|name|template|courier\nHZ|杭州云仓|mine|中通\nYW|义乌优品|offline_cn|圆通"
    (shop.folder / "catalogue.xlsx").write_bytes(catalogue(suppliers=suppliers))


HEADINGS = ("订单号", "数量", "收件人", "电话", "详细地址")
_WIDE = ",".join(f"列{at}" for at in range(200))
_TWICE = douyin_export().decode("utf-8-sig").splitlines()
_TWICE_DIFFERENT = "\r\n".join([*_TWICE, _TWICE[1].replace("文一西路 3 号", "文二路 9 号")])

STOPPING: dict[str, Mishap] = {
    "orders workbook open": Mishap("BOOK-01", lambda shop: (shop.folder / "~$orders.xlsx").touch()),
    "orders workbook a damaged zip": Mishap("BOOK-04", _orders(CUT_ZIP)),
    "orders workbook empty file": Mishap("BOOK-04", _orders(b"")),
    "orders workbook with a password": Mishap("BOOK-05", _orders(OLE)),
    "orders workbook with another password": Mishap("BOOK-07", _closed_with_another_password),
    "orders workbook with a password that the environment lacks": Mishap("BOOK-08", _closed_and_no_password),
    "orders tab that is not there": Mishap("BOOK-06", _settings('[tables]\norders = "orders.xlsx#没有"')),
    "orders table without a column": Mishap("BOOK-20", _orders(_headed(*HEADINGS[:4]))),
    "orders table with a heading twice": Mishap("BOOK-21", _orders(_headed(*HEADINGS, "订单号"))),
    "orders workbook without anything": Mishap("BOOK-22", _orders(empty_workbook())),
    "orders table that cannot be written": Mishap("BOOK-03", _merged_over_our_columns),
    "catalogue a damaged zip": Mishap("BOOK-04", _catalogue(CUT_ZIP)),
    "catalogue with a password": Mishap("BOOK-05", _catalogue(OLE)),
    "catalogue missing": Mishap("SHOP-11", lambda shop: (shop.folder / "catalogue.xlsx").unlink()),
    "orders workbook missing": Mishap("SHOP-11", lambda shop: shop.orders.unlink()),
    "settings that are no TOML": Mishap("SHOP-01", _settings("[shop\n")),
    "settings with an unknown key": Mishap("SHOP-02", _settings('[shop]\nnaem = "小店"')),
    "settings with a wrong value": Mishap("SHOP-03", _settings('[checks]\nlate_hold_days = "三"')),
    "settings with an unknown time zone": Mishap("SHOP-04", _settings('[shop]\ntimezone = "Mars/Base"')),
    "settings with an unknown column": Mishap("SHOP-05", _settings('[columns]\norder_number = "单号"')),
}

GOING_ON: dict[str, Mishap] = {
    "inbox: empty file": Mishap("FILE-01", _dropped("空.csv", b"")),
    "inbox: half-written CSV": Mishap("FILE-04", _dropped("半.csv", '主订单编号,商品\n1,"杯子'.encode())),
    "inbox: workbook with a password": Mishap("FILE-06", _dropped("密.xlsx", OLE)),
    "inbox: damaged zip": Mishap("FILE-07", _dropped("坏.xlsx", CUT_ZIP)),
    "inbox: PDF": Mishap("FILE-08", _dropped("单.pdf", b"%PDF-1.7")),
    "inbox: Numbers": Mishap("FILE-08", _dropped("单.numbers", _archive("Index/Document.iwa"))),
    "inbox: unknown layout": Mishap("FILE-10", _dropped("什么.csv", "订单号,商品\n1,杯子\n".encode())),
    "inbox: 200 columns": Mishap("FILE-10", _dropped("宽.csv", f"{_WIDE}\n{_WIDE}\n".encode())),
    "inbox: heading twice": Mishap(
        "FILE-13", _dropped("两.csv", "商品,订单号,订单状态,商品数量(件),订单号\n杯,1,待发货,1,2\n".encode())
    ),
    "inbox: shop of a file unknown": Mishap(
        "SHOP-09",
        _settings(
            '[shop]\nlang = "zh"\n[[shops]]\nname = "一店"\nplatform = "douyin"\n[[shops]]\nname = "二店"\nplatform = "douyin"'
        ),
        sent=2,
    ),
    "shop of a platform that nobody knows": Mishap(
        "SHOP-12", _settings('[shop]\nlang = "zh"\n[[shops]]\nname = "集市"\nplatform = "fairground"')
    ),
    "an order twice in one file, different": Mishap(
        "ROW-02", _dropped("抖店订单.csv", _TWICE_DIFFERENT.encode("utf-8-sig")), sent=3
    ),
    "order number is a formula": Mishap("ROW-11", _formula_as_order_number, sent=3),
    "rule with an unknown supplier": Mishap(
        "CAT-06", _catalogue(catalogue(rules="min_quantity|supplier\n1|NOBODY"))
    ),
    "template whose field does not exist": Mishap("TPL-05", _template_with_an_unknown_field, sent=2),
    "orders table with a list that lacks our words": Mishap("BOOK-31", _list_over_all_columns),
    "workbook gone, backup there": Mishap("SHOP-08", _run_and_lost, sent=0),
}


def _said_in(shop: SmallShop, lang: str) -> str:
    return sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", lang).err


@pytest.mark.parametrize("name", STOPPING)
def test_what_stops_a_run_says_why_in_both_languages_and_changes_nothing(name: str, tmp_path: Path) -> None:
    shop, mishap = small_shop(tmp_path), STOPPING[name]
    mishap.happens(shop)
    before = _seen(shop)

    answer = sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "en")

    assert (answer.code, answer.out) == (1, "")
    assert f"[{mishap.code}]" in answer.err
    assert "Traceback" not in answer.err
    assert "{" not in answer.err
    assert f"[{mishap.code}]" in _said_in(shop, "zh")
    assert CHINESE.search(_said_in(shop, "zh"))
    assert _seen(shop) == before


def _seen(shop: SmallShop) -> dict[str, bytes]:
    """What people see of the folder."""
    return {
        path.name: path.read_bytes()
        for path in shop.folder.rglob("*")
        if path.is_file() and ".sheetship" not in path.parts
    }


@pytest.mark.parametrize("name", GOING_ON)
def test_what_is_wrong_with_a_part_is_told_and_the_rest_goes_on(name: str, tmp_path: Path) -> None:
    shop, mishap = small_shop(tmp_path), GOING_ON[name]
    mishap.happens(shop)

    answer = sheetship("run", shop.folder, "--yes", "--json", "--at", AT, "--lang", "en")

    assert (answer.code, answer.err) == (0, "")
    assert mishap.code in answer.codes
    assert answer.document["counts"]["sent"] == mishap.sent
    told = next(found for found in answer.document["findings"] if found["code"] == mishap.code)
    assert told["where"] or mishap.code.startswith("SHOP")
    assert told["message"]
    assert told["fix"]


@pytest.mark.parametrize(
    "name", [name for name, mishap in GOING_ON.items() if mishap.code.startswith("FILE")]
)
def test_a_file_that_cannot_be_read_stays_where_it_is(name: str, tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    GOING_ON[name].happens(shop)
    lying = {path.name for path in shop.inbox.iterdir()} - {"抖店订单.csv"}
    shop.run()
    assert {path.name for path in shop.inbox.iterdir()} == lying


def test_a_folder_that_is_no_shop_is_told_so(tmp_path: Path) -> None:
    answer = sheetship("run", tmp_path, "--yes", "--lang", "en")
    assert answer.code == 1
    assert "[SHOP-06]" in answer.err


def test_a_shop_is_never_made_over_another(tmp_path: Path) -> None:
    assert sheetship("init", tmp_path / "new", "--lang", "en").code == 0
    answer = sheetship("init", tmp_path / "new", "--lang", "en")
    assert answer.code == 1
    assert "[SHOP-07]" in answer.err


@pytest.mark.parametrize("command", ["run", "plan", "status", "doctor"])
def test_a_damaged_ledger_stops_everything_and_is_left_as_it_is(command: str, tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.run()
    ledger = shop.folder / ".sheetship" / "ledger.db"
    ledger.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    damaged = ledger.read_bytes()
    answer = sheetship(command, shop.folder, "--lang", "en")
    assert answer.code == 1
    assert "[STORE-10]" in answer.err
    assert ledger.read_bytes() == damaged


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_one_may_not_write_to_is_told_so(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.folder.chmod(0o500)
    try:
        answer = sheetship("run", shop.folder, "--yes", "--at", AT, "--lang", "en")
    finally:
        shop.folder.chmod(0o700)
    assert answer.code == 1
    assert "[STORE-" in answer.err


def test_a_looked_for_order_that_nobody_knows_is_told_so(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    answer = sheetship("why", "NOBODY", "--shop", shop.folder, "--at", AT, "--lang", "en")
    assert answer.code == 1
    assert "[PLAN-06]" in answer.err
    assert EXPORTED[0] not in answer.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_purchase_order_that_there_is_not_is_told_with_those_that_there_are(
    lang: str, tmp_path: Path
) -> None:
    shop = small_shop(tmp_path)
    shop.run()
    answer = sheetship("sent", "HZ-1", "--shop", shop.folder, "--at", AT, "--lang", lang)
    assert answer.code == 1
    assert "[PLAN-10]" in answer.err
    assert "HZ-261121-1" in answer.err


def test_orders_that_wait_for_a_workbook_keep_their_lines(tmp_path: Path) -> None:
    shop = small_shop(tmp_path)
    shop.orders.write_bytes(CUT_ZIP)
    assert sheetship("run", shop.folder, "--yes", "--at", AT).code == 1
    shop.orders.write_bytes(orders_workbook())
    assert sheetship("run", shop.folder, "--yes", "--at", AT, "--json").document["counts"]["sent"] == 4


def test_every_message_has_a_case_in_these_galleries() -> None:
    """A code that nobody can cause, or that nobody ever looked at, is no help."""
    gallery = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    assert [code for code in MESSAGES if f'"{code}"' not in gallery and f"[{code}]" not in gallery] == []
