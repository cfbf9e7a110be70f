"""Who answers which port: the only file that names adapters."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sheetship.adapters.catalogue_book import CatalogueBook
from sheetship.adapters.couriers_toml import load_couriers, load_reply_profiles
from sheetship.adapters.formats_toml import load_order_profiles
from sheetship.adapters.home_folder import HomeFolder, this_computer
from sheetship.adapters.inbox_folder import InboxFolder
from sheetship.adapters.ledger_sqlite import Ledger, copy_ledger
from sheetship.adapters.new_shop import add_launchers, make_shop
from sheetship.adapters.orders_book import OrdersBook
from sheetship.adapters.outbox_folder import OutboxFolder
from sheetship.adapters.plan_files import PlanFiles, shop_of
from sheetship.adapters.safe_files import SafeFiles
from sheetship.adapters.sample_stories import SampleStories, built_in_stories, demo_folder
from sheetship.adapters.settings_toml import NAME, read_settings
from sheetship.adapters.shared_folders import shared_by
from sheetship.adapters.shop_lock import ShopLock
from sheetship.adapters.templates_files import TemplateFolder, built_in_templates
from sheetship.adapters.writers import Writers
from sheetship.core.findings import SheetShipError
from sheetship.flow.demo import Stories, Story
from sheetship.flow.ports import Shop
from sheetship.flow.settings import Settings

PRIVATE = ".sheetship"


@dataclass(frozen=True, slots=True)
class Place:
    """A shop folder on disk, and the workbook that holds its orders."""

    folder: Path
    settings: Settings
    orders: Path
    tab: str | None

    @property
    def private(self) -> Path:
        """SheetShip's own corner of it."""
        return self.folder / PRIVATE


def find_place(path: Path) -> Place:
    """The shop at a folder, or of a workbook in it.

    Raises:
        SheetShipError: SHOP-06 there is no shop here, SHOP-0x the settings are wrong.
    """
    is_workbook = path.suffix.lower() in {".xlsx", ".xlsm"}
    folder = (path.parent if is_workbook else path).resolve()
    settings = read_settings(folder)
    name, _, tab = settings.tables.orders.partition("#")
    orders = path.resolve() if is_workbook else folder / name
    if not (folder / NAME).exists() and not orders.exists() and not (folder / PRIVATE).exists():
        raise SheetShipError("SHOP-06", "", folder=str(folder), missing=f"{NAME} / {name}")
    catalogue = folder / settings.tables.catalogue.partition("#")[0]
    if not catalogue.exists():
        raise SheetShipError("SHOP-11", catalogue.name, folder=str(folder), missing=catalogue.name)
    return Place(folder, settings, orders, tab or None)


@contextmanager
def open_shop(path: Path, lang: str) -> Iterator[Shop]:
    """The shop with everything that answers for it, while the block runs.

    Its sheets speak the settings' language, else that of the orders table, else ``lang``.
    """
    place = find_place(path)
    files = SafeFiles()
    folder, settings = place.folder, place.settings
    password_env = settings.tables.orders_password_env
    for needed in (folder / "inbox", place.private):
        files.make_folder(needed)
    home = _home(place, files)
    private = home.private()
    book = OrdersBook(place.orders, place.tab, files, private / "backups", password_env=password_env)
    spoken = settings.shop.lang or _lang_of(book) or lang
    own_formats = [folder / "formats"]
    ledger = Ledger.open(private / "ledger.db")
    try:
        yield Shop(
            folder=str(folder),
            name=settings.shop.name or folder.name,
            lang=spoken,
            settings=settings,
            home=home,
            lock=ShopLock(private / "run.lock"),
            book=book,
            catalogue=CatalogueBook(folder / settings.tables.catalogue.partition("#")[0]),
            inbox=InboxFolder(folder / "inbox", folder / "archive", files),
            ledger=ledger,
            templates=TemplateFolder([folder / "templates", built_in_templates()], lang=spoken),
            outbox=OutboxFolder(folder / "outbox", private / "staging", files),
            plans=PlanFiles(place.private / "plans", files),
            writers=Writers(),
            profiles=load_order_profiles(own_formats),
            reply_profiles=load_reply_profiles(own_formats),
            couriers=load_couriers(own_formats),
        )
    finally:
        ledger.close()


@dataclass(frozen=True, slots=True)
class OtherHome:
    """A shop whose memory is on another computer that may be gone."""

    name: str
    take_over: Callable[[], str]
    """Takes the memory over from the newest copy in the folder, and names it."""


def other_home(path: Path) -> OtherHome:
    """The home of a shared shop. Raises SheetShipError SHOP-… there is no shop here."""
    home = _home(find_place(path), SafeFiles())
    return OtherHome(home.home_name(), home.take_over)


def _home(place: Place, files: SafeFiles) -> HomeFolder:
    """The home of the shop's memory; a folder that others share has it on one computer."""
    wanted = place.settings.ledger.place
    is_shared = wanted == "computer" or (wanted == "auto" and bool(shared_by(place.folder)))
    return HomeFolder(place.private, this_computer, files, copy_ledger, is_shared=is_shared)


def _lang_of(book: OrdersBook) -> str:
    """The language of the first words in the orders table; empty where it cannot be told."""
    with suppress(SheetShipError):
        _, table = book.table(book.read())
        words = next(("".join(row) for row in table.rows if any(row)), "")
        if any("\u4e00" <= sign <= "\u9fff" for sign in words):
            return "zh"
        return "en" if words else ""
    return ""


def new_shop(folder: Path, lang: str, python: Path) -> None:
    """Makes a shop folder. Raises SheetShipError SHOP-07 where one is."""
    make_shop(folder.resolve(), lang, python, SafeFiles())


def sample_stories() -> Stories:
    """The stories that come with SheetShip."""
    return SampleStories(built_in_stories())


def new_demo_folder(wanted: Path) -> Path:
    """A folder to play in. Raises SheetShipError SHOP-07 when it holds something else than a demo."""
    return demo_folder(wanted)


def demo_shop(stories: Stories, story: Story, folder: Path, python: Path) -> None:
    """Makes the shop folder that a story begins with, launchers included."""
    stories.lay_out(story, folder)
    add_launchers(folder, story.lang, python, SafeFiles())


def saved_plan_shop(saved: Path) -> Path:
    """The shop folder that a saved plan lies in. Raises SheetShipError PLAN-02."""
    return shop_of(saved)


def user_name() -> str:
    """Who runs this, for the lock's message."""
    with suppress(Exception):
        return getpass.getuser()
    return "?"
