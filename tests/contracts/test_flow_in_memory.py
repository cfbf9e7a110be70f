"""The whole flow on ports from memory: it needs nothing but what they promise."""

from __future__ import annotations

import pytest

from sheetship.core.documents import TemplateSpec
from sheetship.core.findings import SheetShipError
from sheetship.core.replies import ReplyProfiles
from sheetship.flow.ports import Shop
from sheetship.flow.run import apply_saved, run, save_plan
from sheetship.flow.settings import Settings, ShopSettings
from sheetship.flow.undo import undo
from tests.contracts.memory import (
    MemoryBook,
    MemoryCatalogue,
    MemoryHome,
    MemoryInbox,
    MemoryLedger,
    MemoryLock,
    MemoryOutbox,
    MemoryPlans,
    MemoryTemplates,
    MemoryWriters,
    written,
)
from tests.core.replies_made import COURIERS
from tests.flow.small_shop import at, no_step
from tests.templates.made_up_orders import built_in

HEAD = (
    "订单号",
    "商品编码",
    "商品名称",
    "数量",
    "实付金额",
    "收件人",
    "电话",
    "省",
    "市",
    "区县",
    "详细地址",
    "放行",
)
ROW = (
    "A1",
    "CUP",
    "保温杯",
    "1",
    "40",
    "张小满",
    "13800001111",
    "浙江省",
    "杭州市",
    "西湖区",
    "文三路 1 号",
    "",
)
CATALOGUE = {
    "供应商": (("代码", "名称", "表格模板"), ("HZ", "杭州云仓", "offline_cn")),
    "报价": (("供应商", "货号", "成本"), ("HZ", "CUP-1", "12")),
    "商品映射": (("商品编码", "货号"), ("CUP", "CUP-1")),
}


def memory_shop() -> tuple[Shop, MemoryBook]:
    """A shop of one order that is nowhere on disk."""
    book = MemoryBook(written((HEAD, ROW)))
    specs: dict[str, TemplateSpec] = dict(built_in().specs())
    shop = Shop(
        folder="memory",
        name="小店",
        lang="zh",
        settings=Settings(shop=ShopSettings(lang="zh")),
        home=MemoryHome(),
        lock=MemoryLock(),
        book=book,
        catalogue=MemoryCatalogue(CATALOGUE),
        inbox=MemoryInbox(),
        ledger=MemoryLedger(),
        templates=MemoryTemplates(specs),
        outbox=MemoryOutbox(),
        plans=MemoryPlans(),
        writers=MemoryWriters(),
        profiles=(),
        reply_profiles=ReplyProfiles(()),
        couriers=COURIERS,
    )
    return shop, book


def test_a_run_a_second_run_and_an_undo() -> None:
    shop, book = memory_shop()
    before = book.content

    ran = run(shop, at(0), "小美", approve=lambda _: True, step=no_step)
    assert ran.prepared.plan.counts["sent"] == 1
    assert "HZ-261121-1" in (book.content or b"").decode()
    assert run(shop, at(1), "小美", approve=lambda _: True, step=no_step).prepared.plan.is_empty

    undo(shop, None, at(2), "小美")
    assert book.content == before


def test_a_saved_plan_and_its_refusal() -> None:
    shop, book = memory_shop()
    _, name = save_plan(shop, at(0), step=no_step)
    book.content = written((HEAD, ROW, ("A2", *ROW[1:])))
    with pytest.raises(SheetShipError) as refusal:
        apply_saved(shop, name, "小美", step=no_step)
    assert refusal.value.finding.code == "PLAN-01"
    _, name = save_plan(shop, at(0), step=no_step)
    assert apply_saved(shop, name, "小美", step=no_step).applied
