"""The commands. Each takes its input, calls the flow, and hands the answer to ``show.py``; nothing is decided here."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sheetship import __version__
from sheetship.cli.words import choose_lang, chosen_lang

app = typer.Typer(
    name="sheetship",
    help="Order fulfilment for people who live in spreadsheets. 订单履约，一键完成。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _lang(value: str | None) -> str | None:
    if value not in {None, "zh", "en"}:
        raise typer.BadParameter(f"--lang {value}: zh | en")
    choose_lang(value)
    return value


def _moment(value: str | None) -> datetime:
    """The clock of a command: ``--at``, else now."""
    if value is None:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"--at {value}: 2026-11-21T10:00:00+08:00") from error
    return moment if moment.tzinfo else moment.astimezone()


ShopPath = Annotated[
    Path,
    typer.Argument(metavar="SHOP", help="A shop folder, or a workbook in it. 店铺文件夹，或其中的工作簿。"),
]
ShopOption = Annotated[
    Path,
    typer.Option(
        "--shop", metavar="SHOP", help="A shop folder, or a workbook in it. 店铺文件夹，或其中的工作簿。"
    ),
]
Lang = Annotated[str | None, typer.Option("--lang", callback=_lang, help="zh | en", metavar="zh|en")]
At = Annotated[str | None, typer.Option("--at", help="Set the clock. 指定时间。", metavar="TIME")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout. 输出 JSON。")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask. 不再询问。")]


def _version(value: bool) -> None:  # noqa: FBT001 - typer calls it so
    if value:
        typer.echo(f"SheetShip {__version__}")
        raise typer.Exit


@app.callback()
def about(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Version. 版本。")
    ] = False,
) -> None:
    """订单履约，一键完成。 Order fulfilment for people who live in spreadsheets."""


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to play. 放在哪里。")] = Path(
        "sheetship-demo"
    ),
    story: Annotated[
        str | None, typer.Option("--story", help="Which story, or 'all'. 哪个示例，all 为全部。")
    ] = None,
    lang: Lang = None,
) -> None:
    """演示一天的流程。 Play a sample day: orders in, sheets out, replies in, tracking numbers back."""
    from sheetship.cli import play

    play.demo(folder, story, lang)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to make it. 建在哪里。")],
    *,
    lang: Lang = None,
) -> None:
    """新建店铺文件夹。 Make a shop folder with well-formatted workbooks."""
    from sheetship.cli import show
    from sheetship.wiring import new_shop

    new_shop(folder, lang or chosen_lang(), Path(sys.executable))
    show.created(folder)


@app.command()
def plan(shop: ShopPath = Path(), *, lang: Lang = None, at: At = None, json: Json = False) -> None:
    """只做计划，不写入。 Decide everything, show it, save it; change nothing else."""
    from sheetship.cli import act

    act.plan(shop, lang, _moment(at), as_json=json)


@app.command()
def run(
    shop: ShopPath = Path(),
    *,
    lang: Lang = None,
    at: At = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show only. 只预演。")] = False,
    json: Json = False,
) -> None:
    """一键运行。 The one click: plan, show, ask once, apply, report."""
    from sheetship.cli import act

    act.run(shop, lang, _moment(at), yes=yes, dry_run=dry_run, as_json=json)


@app.command()
def apply(
    saved: Annotated[Path, typer.Argument(metavar="PLAN", help="plan.xlsx or its folder. 计划文件。")],
    *,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """执行已保存的计划。 Apply a saved, perhaps edited plan; refuse what has changed since."""
    from sheetship.cli import act

    act.apply(saved, lang, as_json=json)


@app.command()
def undo(
    name: Annotated[
        str | None, typer.Argument(metavar="[RUN]", help="Which run; the last one. 哪个批次，默认最近一次。")
    ] = None,
    *,
    shop: ShopOption = Path(),
    lang: Lang = None,
    at: At = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """撤销一个批次。 Take a run back: restored, kept, cannot be taken back."""
    from sheetship.cli import act

    act.undo(shop, name, lang, _moment(at), yes=yes, as_json=json)


@app.command()
def sent(
    numbers: Annotated[list[str], typer.Argument(metavar="PO…", help="Purchase-order numbers. 采购单号。")],
    *,
    shop: ShopOption = Path(),
    lang: Lang = None,
    at: At = None,
) -> None:
    """记下采购单已发给供应商。 Keep in mind that purchase orders went to their suppliers."""
    from sheetship.cli import act

    act.sent(shop, numbers, lang, _moment(at))


@app.command()
def status(shop: ShopPath = Path(), *, lang: Lang = None, at: At = None, json: Json = False) -> None:
    """当前情况。 Open lines by state, deadlines, holds, money, last runs."""
    from sheetship.cli import ask

    ask.status(shop, lang, _moment(at), as_json=json)


@app.command()
def why(
    order: Annotated[str, typer.Argument(metavar="ORDER", help="An order number. 订单号。")],
    *,
    shop: ShopOption = Path(),
    lang: Lang = None,
    at: At = None,
    json: Json = False,
) -> None:
    """一个订单的来龙去脉。 Everything known of one order."""
    from sheetship.cli import ask

    ask.why(shop, order, lang, _moment(at), as_json=json)


@app.command()
def handover(
    shop: ShopPath = Path(),
    *,
    take: Annotated[
        bool,
        typer.Option(
            "--take", help="Take over: that computer is gone for good. 原来的电脑坏了，由这台接手。"
        ),
    ] = False,
    lang: Lang = None,
    yes: Yes = False,
) -> None:
    """换一台电脑来运行。 Let another computer run a shop whose folder is shared."""
    from sheetship.cli import act

    if take:
        act.take_over(shop, lang, yes=yes)
    else:
        act.handover(shop, lang)


@app.command()
def doctor(shop: ShopPath = Path(), *, lang: Lang = None, json: Json = False) -> None:
    """体检。 Check settings, workbooks, formats, templates, ledger."""
    from sheetship.cli import ask

    ask.doctor(shop, lang, as_json=json)
