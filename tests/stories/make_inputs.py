"""Writes the inputs, README and ``story.toml`` of every sample story: ``python -m tests.stories.make_inputs [FOLDER]``.

Run it after a change to a story's module; the same modules give the same bytes. Replies and expected outputs are made
from runs, not here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.stories import douyin_day, paste_your_orders, shopify_us, three_shops

if TYPE_CHECKING:
    from tests.stories.story import Story

SAMPLE_SHEETS = Path(__file__).parents[2] / "sample_sheets"


def stories() -> tuple[Story, ...]:
    """All four."""
    return tuple(module.story() for module in (douyin_day, shopify_us, three_shops, paste_your_orders))


def files_of(story: Story) -> dict[str, bytes]:
    """Every file of a story that is made here, by its path inside the story's folder."""
    made = {f"in/{path}": content for path, content in story.files.items()}
    return {"README.md": story.readme.encode(), "story.toml": story.settings.encode(), **made}


def write(folder: Path) -> None:
    """Writes all stories below ``folder``; what else is there stays."""
    for story in stories():
        for path, content in files_of(story).items():
            place = folder / story.name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE_SHEETS)
