"""The sample stories that come with SheetShip, and the folders they are played in.

Never touches a folder that holds anything but an earlier demo: that one stays too, the new one gets a number.
"""

from __future__ import annotations

import shutil
import tomllib
from datetime import datetime
from itertools import count
from pathlib import Path, PurePath

from sheetship.core.findings import SheetShipError
from sheetship.flow.demo import Story

_MARK = ".sheetship-demo"


def built_in_stories() -> Path:
    """The folder of the stories that come with SheetShip, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_sample_sheets"
    return installed if installed.is_dir() else package.parent / "sample_sheets"


class SampleStories:
    """Stories in a folder, each with ``story.toml``, ``in/`` and ``replies/``. Answers ``flow.demo.Stories``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """Every story there is, by name."""
        return sorted(file.parent.name for file in self._folder.glob("*/story.toml"))

    def story(self, name: str) -> Story:
        """The story of that name."""
        told = tomllib.loads((self._folder / name / "story.toml").read_text(encoding="utf-8"))
        return Story(
            name=name,
            title_zh=told["title_zh"],
            title_en=told["title_en"],
            lang=told["lang"],
            at=datetime.fromisoformat(told["at"]),
            replies_at=datetime.fromisoformat(told["replies_at"]),
        )

    def lay_out(self, story: Story, folder: PurePath) -> None:
        """Copies what the story begins with."""
        shutil.copytree(self._folder / story.name / "in", folder, dirs_exist_ok=True)

    def deliver(self, story: Story, folder: PurePath) -> list[str]:
        """Drops the story's replies into the inbox; their names."""
        replies = self._folder / story.name / "replies"
        shutil.copytree(replies, folder / "inbox", dirs_exist_ok=True)
        return sorted(file.name for file in replies.iterdir())


def demo_folder(wanted: Path) -> Path:
    """A new folder for a demo: the one that is wanted, or beside an earlier demo one with a number.

    Raises:
        SheetShipError: SHOP-07, the folder holds something else.
    """
    folder = wanted.resolve()
    for number in count(2):
        if not folder.is_dir() or not any(folder.iterdir()):
            break
        if not (folder / _MARK).exists():
            raise SheetShipError("SHOP-07", "", folder=str(folder), name=min(folder.iterdir()).name)
        folder = wanted.resolve().with_name(f"{wanted.resolve().name}-{number}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    return folder
