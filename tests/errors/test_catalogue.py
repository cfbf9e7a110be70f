"""The error gallery of the catalogue: the smallest tab that causes each CAT code, where it points and what it says."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from sheetship.core.messages.catalogue import CATALOGUE
from sheetship.core.read_catalogue import read_catalogue
from sheetship.core.tables import ERROR, LOST_DIGITS, RawTable
from tests.core.little_shop import OFFERS, SKU_MAP, SUPPLIERS, Rows, read


class Case(NamedTuple):
    code: str
    tab: str
    rows: Rows
    where: str
    says: str


def _rule(**cells: str) -> Rows:
    return [tuple(cells), tuple(cells.values())]


CASES = [
    Case(
        "CAT-02",
        "offers",
        [("供应商", "货号", "价钱")],
        "报价!1",
        "没有“成本 / Cost”列。现有的列：供应商、货号、价钱",
    ),
    Case("CAT-02", "suppliers", [], "供应商!1", "没有“代码 / Code”列。现有的列：–"),
    Case("CAT-03", "offers", [*OFFERS, ("HZ", "LID", "")], "报价!C4", "“成本”没有填，这一行没有采用"),
    Case(
        "CAT-04",
        "suppliers",
        [*SUPPLIERS, ("杭州", "杭州一厂", "")],
        "供应商!A4",
        "供应商代码“杭州”不合要求，这一行没有采用",
    ),
    Case(
        "CAT-05",
        "suppliers",
        [*SUPPLIERS, ("hz", "杭州二厂", "")],
        "供应商!A4",
        "供应商代码“HZ”重复，供应商!A2 已经用了；这一行没有采用",
    ),
    Case(
        "CAT-06",
        "offers",
        [*OFFERS, ("XX", "LID", "1")],
        "报价!A4",
        "没有供应商“XX”，这一行没有采用。已有：HZ 杭州云仓、YW 义乌优品",
    ),
    Case(
        "CAT-07",
        "offers",
        [*OFFERS, ("HZ", "LID", "-1")],
        "报价!C4",
        "“成本”里的“-1”不是金额，这一行没有采用",
    ),
    Case(
        "CAT-07",
        "offers",
        [*OFFERS, ("HZ", "LID", "NaN")],
        "报价!C4",
        "“成本”里的“NaN”不是金额，这一行没有采用",
    ),
    Case(
        "CAT-08",
        "sku_map",
        [("商品编码", "货号", "每件数量"), ("A1", "CUP", "0")],
        "商品映射!C2",
        "“每件数量”里的“0”不是不小于 1 的整数，这一行没有采用",
    ),
    Case(
        "CAT-09",
        "offers",
        [("供应商", "货号", "成本", "日期"), ("HZ", "CUP", "1", "2026-13-01")],
        "报价!D2",
        "“日期”里的“2026-13-01”不是日期，这一行没有采用",
    ),
    Case(
        "CAT-09",
        "offers",
        [("供应商", "货号", "成本", "日期"), ("HZ", "CUP", "1", "昨天")],
        "报价!D2",
        "“日期”里的“昨天”不是日期，这一行没有采用",
    ),
    Case(
        "CAT-10",
        "suppliers",
        [("代码", "名称", "启用"), ("HZ", "杭州", ""), ("YW", "义乌", "是吧")],
        "供应商!C3",
        "“启用”里的“是吧”看不懂，这一行没有采用",
    ),
    Case(
        "CAT-11",
        "suppliers",
        [("代码", "名称", "结算"), ("HZ", "杭州", ""), ("YW", "义乌", "月结")],
        "供应商!C3",
        "结算方式“月结”看不懂，这一行没有采用",
    ),
    Case(
        "CAT-14",
        "offers",
        [*OFFERS, ("HZ", "CUP", "11")],
        "报价!B4",
        "杭州云仓 的货号“CUP”有两条报价，报价!B2 在先；这一行没有采用",
    ),
    Case(
        "CAT-15",
        "sku_map",
        [*SKU_MAP, ("A1", "CUP")],
        "商品映射!B3",
        "商品“A1”方案 1 里重复写了货号“CUP”，商品映射!B2 在先；这一行没有采用",
    ),
    Case(
        "CAT-16",
        "sku_map",
        [("商品编码", "供应商", "货号"), ("A1", "HZ", "CUP"), ("A1", "YW", "CUP")],
        "商品映射!3",
        "商品“A1”方案 1 同时用了几家供应商：杭州云仓、义乌优品。会当作组合装，每家都下单",
    ),
    Case("CAT-17", "sku_map", [("商品编码", "货号"), ("A1", "CPU")], "商品映射!B2", "货号“CPU”还没有报价"),
    Case(
        "CAT-18",
        "freight",
        [("地区", "首件"), ("浙江", "3"), ("浙江省", "4")],
        "运费!A3",
        "* 到“浙江省”的运费写了两次，运费!A2 在先；这一行没有采用",
    ),
    Case(
        "CAT-19",
        "offers",
        [("供应商", "货号", "成本", "币种"), ("HZ", "CUP", "1", "块")],
        "报价!D2",
        "币种“块”看不懂，这一行没有采用",
    ),
    Case(
        "CAT-20",
        "rules",
        _rule(条件="数量 ＝ 3", 备注="x"),
        "规则!A2",
        "条件“数量 = 3”里有单个等号，这条规则没有采用",
    ),
    Case(
        "CAT-21", "rules", _rule(条件="数量 >", 备注="x"), "规则!A2", "条件“数量 >”看不懂，这条规则没有采用"
    ),
    Case(
        "CAT-22",
        "rules",
        _rule(条件="件数 > 3", 备注="x"),
        "规则!A2",
        "条件里的“件数”不认识，是不是“数量”？这条规则没有采用",
    ),
    Case(
        "CAT-23",
        "rules",
        _rule(条件="商品.__class__", 备注="x"),
        "规则!A2",
        "条件“商品.__class__”用了不允许的写法，这条规则没有采用",
    ),
    Case(
        "CAT-24",
        "rules",
        _rule(条件='数量 > "3"', 备注="x"),
        "规则!A2",
        '条件“数量 > "3"”拿文字和数字作比较，这条规则没有采用',
    ),
    Case("CAT-25", "rules", _rule(数量="3", 供应商代码=""), "规则!B2", "这条规则没有写要做什么，没有采用"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_smallest_tab_that_causes_it(case: Case) -> None:
    _, findings = read(**{case.tab: case.rows})
    (finding,) = [found for found in findings if found.code == case.code]
    assert (finding.where, finding.message("zh")) == (case.where, case.says)
    assert "{" not in finding.message("en") + finding.fix("zh") + finding.fix("en")


def test_a_missing_tab_is_named() -> None:
    _, findings = read_catalogue({})
    assert findings[0].message("en") == "There is no tab “供应商 / Suppliers”"


@pytest.mark.parametrize(("flaw", "code"), [(LOST_DIGITS, "CAT-12"), (ERROR, "CAT-13")])
def test_a_cell_that_cannot_be_trusted_leaves_its_row_out(flaw: str, code: str) -> None:
    table = RawTable("catalogue.xlsx#供应商", SUPPLIERS, {(3, 1): flaw})
    found, findings = read_catalogue({"suppliers": table})
    assert (findings[0].code, findings[0].where) == (code, "供应商!A3")
    assert set(found.suppliers) == {"HZ"}


def test_a_name_that_two_suppliers_share_names_nobody() -> None:
    rows = [("代码", "名称"), ("HZ", "云仓"), ("YW", "云仓")]
    _, findings = read(suppliers=rows, offers=[("供应商", "货号", "成本"), ("云仓", "CUP", "1")])
    assert findings[0].code == "CAT-06"


def test_every_code_has_its_case() -> None:
    assert {case.code for case in CASES} | {"CAT-01", "CAT-12", "CAT-13"} == set(CATALOGUE)
