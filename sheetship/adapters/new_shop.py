"""A new shop folder: settings with comments, empty workbooks, the folders, the launchers to double-click."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sheetship.adapters.launchers import launchers
from sheetship.adapters.new_books import catalogue_book, orders_book
from sheetship.core.findings import SheetShipError
from sheetship.flow.ports import Files

_FOLDERS = ("inbox", "outbox", "archive", "templates")
_SETTINGS: Mapping[str, str] = {
    "zh": """# SheetShip 的设置。每一项都有默认值：不改就不用动，前面有 # 的行不起作用。
[shop]
# name = "我的店"
lang = "zh"
timezone = "Asia/Shanghai"

[tables]
# 订单表和资料表：文件名，# 后面是工作表名
# orders = "orders.xlsx#订单"
# catalogue = "catalogue.xlsx"

[columns]
# 您的列名和常见叫法不一样时，在这里写明
# order_id = "客户单号"

[money]
currency = "CNY"
# 每行至少要赚的比例：0.1 就是 10%，低于它先挂起
# margin_floor = 0.0
# 平台扣点
# fees = { douyin = 0.05, pdd = 0.006 }

[sender]
# 快递表和部分供应商表要填的寄件人
# name = ""
# phone = ""
# address = ""
# account_number = ""

# 同一个平台有几家店时，每家写一段；文件放进 inbox/店铺名/
# [[shops]]
# name = "旗舰店"
# platform = "douyin"
# headings = ["订单号", "物流公司", "物流单号"]

[messages]
# 要起草哪些客户消息
# drafts = ["shipped", "delayed", "out_of_stock"]
""",
    "en": """# Settings of SheetShip. Everything has a default: leave what is right; a line behind # does nothing.
[shop]
# name = "My shop"
lang = "en"
timezone = "America/New_York"

[tables]
# The tables: file name, and behind # the tab
# orders = "orders.xlsx#Orders"
# catalogue = "catalogue.xlsx"

[columns]
# Where your headings are unusual, say which is which
# order_id = "Client ref"

[money]
currency = "USD"
# What a line must earn at least: 0.1 is 10 %; below it the line waits
# margin_floor = 0.0
# What platforms keep of the price
# fees = { shopify = 0.029 }

[sender]
# Who sends, for courier files and for sheets that ask
# name = ""
# phone = ""
# address = ""
# account_number = ""

# With several shops on one platform, a section each; put files into inbox/<name>/
# [[shops]]
# name = "Main store"
# platform = "shopify"

[messages]
# Which customer messages are drafted
# drafts = ["shipped", "delayed", "out_of_stock"]
""",
}


def make_shop(folder: Path, lang: str, python: Path, files: Files) -> None:
    """Makes the folder with everything in it.

    Raises:
        SheetShipError: SHOP-07 one of the files is there already; nothing was written.
    """
    contents: dict[str, bytes] = {
        "sheetship.toml": _SETTINGS[lang].encode(),
        "orders.xlsx": orders_book(lang),
        "catalogue.xlsx": catalogue_book(lang),
    }
    made = launchers(python, lang)
    there = [name for name in (*contents, *made) if (folder / name).exists()]
    if there:
        raise SheetShipError("SHOP-07", "", folder=str(folder), name=there[0])
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        files.write_new(folder / name, content)
    add_launchers(folder, lang, python, files)


def add_launchers(folder: Path, lang: str, python: Path, files: Files) -> None:
    """Puts the launchers into a shop folder; one that is there already is left."""
    for name, (content, is_program) in launchers(python, lang).items():
        path = folder / name
        if not path.exists():
            files.write_new(path, content)
            if is_program:
                path.chmod(0o755)
