"""The error gallery of the inbox: the smallest file that causes each FILE code, where it points and what it says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from sheetship.adapters.formats_toml import load_order_profiles
from sheetship.adapters.inbox_files import read_tables
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.messages.files import FILES
from sheetship.core.normalise import read_records
from sheetship.core.profiles import Profile
from sheetship.core.recognise import recognise, why_not
from tests.xlsx.made_sources import far_apart

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PDD = "商品,订单号,订单状态,商品数量(件)"
DETAIL = "订单编号,标题,价格,购买数量,外部系统编号,商品属性"
LIST = "订单编号,买家会员名,收货人姓名,收货地址,联系手机,订单状态"
FOLDED = "主订单编号,子订单编号,选购商品,商品单价,订单应付金额,商品数量,收件人,收件人手机号,详细地址,订单状态"

CASES: list[tuple[str, dict[str, str | bytes], str, str]] = [
    ("FILE-01", {"a.csv": b""}, "a.csv", "“a.csv”是空文件"),
    ("FILE-02", {}, "gone.csv", "“gone.csv”打不开"),
    ("FILE-03", {"a.csv": b"\xff\xff\xff\xff,"}, "a.csv", "第 1 个字节不对"),
    ("FILE-04", {"a.csv": '订单号,商品\n1,"杯子'}, "a.csv!2", "第 2 行没有写完"),
    ("FILE-05", {"a.csv": "\ufeffa,b\n1,\x00"}, "a.csv!2", "空字节"),
    ("FILE-06", {"a.xlsx": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")}, "a.xlsx", "打开密码"),
    ("FILE-07", {"a.xlsx": b"PK\x03\x04" + b"\0" * 60}, "a.xlsx", "已损坏"),
    ("FILE-08", {"a.csv": b"%PDF-1.7"}, "a.csv", "PDF"),
    ("FILE-09", {"a.xlsb": far_apart()}, "a.xlsb", "读起来不安全"),
    (
        "FILE-10",
        {"a.csv": "订单号,商品\n1,杯子\n"},
        "a.csv",
        "缺这些列：订单状态、商品数量(件)。表里有：订单号、商品",
    ),
    ("FILE-11", {"a.csv": f"{PDD}\n"}, "a.csv", "“拼多多订单导出”和“另一个拼多多”"),
    ("FILE-12", {"a.csv": f"{LIST.removesuffix(',订单状态')}\n"}, "a.csv", "缺少必需的列：订单状态"),
    (
        "FILE-13",
        {"a.csv": f"{PDD},订单号\n杯子,26112001,待发货,1,26112002\n"},
        "a.csv!1",
        "出现了两次（B、E 列）",
    ),
    ("FILE-14", {"a.csv": f"{PDD},订单号\n杯子,26112001,待发货,1,26112001\n"}, "a.csv!1", "内容一样"),
    ("FILE-15", {"a.csv": "1,加厚\n".encode("gbk")}, "a.csv", "可能是 gb18030, big5"),
    ("FILE-16", {"a.csv": "a,b\n" * 65_536}, "a.csv", "写满到第 65536 行"),
    ("FILE-20", {"a.csv": f"{PDD}\n杯子,,待发货,1\n"}, "a.csv!B2", "没有订单号"),
    (
        "FILE-21",
        {"a.csv": f"{FOLDED}\n1,2;3,杯;垫,1;2,3,5,张,138,街,待发货\n"},
        "a.csv!F2",
        "合并了 2 件商品",
    ),
    ("FILE-22", {"a.csv": f"{DETAIL}\n351531314,杯子,1,1,CUP,\n"}, "a.csv", "还需要“淘宝订单报表"),
    (
        "FILE-23",
        {"a.csv": f"{DETAIL}\n351531314,杯子,1,1,CUP,\n", "b.csv": f"{LIST}\n"},
        "a.csv!A2",
        "1 个订单在“淘宝订单报表（ExportOrderList）”里找不到，先等着：351531314",
    ),
]


def findings_of(folder: Path, files: dict[str, str | bytes], profiles: Sequence[Profile]) -> list[Finding]:
    """What a run would say of these files."""
    recognised, findings = [], []
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name in files or ("gone.csv",):
        try:
            tables = read_tables(folder / name, name=name)
        except SheetShipError as error:
            findings.append(error.finding)
            continue
        for table in tables:
            found = recognise(table, profiles)
            if found:
                recognised.append((table, found.profile))
            else:
                findings.append(why_not(table, profiles))
    _, complaints = read_records(recognised, zone=UTC, shop="店")
    return [*findings, *complaints]


@pytest.mark.parametrize(("code", "files", "where", "says"), CASES, ids=[case[0] for case in CASES])
def test_the_smallest_file_for_each_code(
    tmp_path: Path, code: str, files: dict[str, str | bytes], where: str, says: str
) -> None:
    profiles = load_order_profiles()
    if code == "FILE-11":
        pdd = next(profile for profile in profiles if profile.name == "pdd")
        profiles = (pdd, replace(pdd, name="pdd_too", title_zh="另一个拼多多"))
    (finding,) = [found for found in findings_of(tmp_path, files, profiles) if found.code == code]
    assert finding.where == where
    assert says in finding.message("zh")
    assert finding.message("en")


def test_every_code_is_in_the_gallery() -> None:
    told_elsewhere = {"FILE-30", "FILE-90"}
    assert {case[0] for case in CASES} | told_elsewhere == set(FILES)


@pytest.mark.parametrize("code", sorted(FILES))
def test_every_sentence_asks_for_the_same_values_in_both_languages(code: str) -> None:
    message = FILES[code]
    places: Callable[[str], set[str]] = lambda text: {  # noqa: E731 - used twice, here
        name.removesuffix("_zh").removesuffix("_en") for name in re.findall(r"\{(\w+)\}", text)
    }
    assert places(message.zh + message.fix_zh) == places(message.en + message.fix_en)
    assert not re.search(r"[\u4e00-\u9fff]", message.en + message.fix_en)


def test_an_archive_asks_to_be_unpacked(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("订单.csv", PDD)
    (finding,) = findings_of(tmp_path, {"jd.zip": content.getvalue()}, load_order_profiles())
    assert finding.code == "FILE-08"
    assert "解压" in finding.fix("zh")
