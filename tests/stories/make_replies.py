"""Writes what comes back in every story: ``python -m tests.stories.make_replies [FOLDER]``.

Runs each story once at its ``at``, opens the files that were made, and lets its suppliers and couriers answer. Run it
after a change to a story's inputs or to the sheets that suppliers get; the same files give the same answers.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.stories import douyin_replies, paste_replies, shopify_replies, three_shops_replies
from tests.stories.answering import Answers
from tests.stories.make_inputs import SAMPLE_SHEETS
from tests.stories.playing import Played, morning

ANSWERS: Mapping[str, Callable[[dict[str, bytes]], Answers]] = {
    "douyin-day": douyin_replies.answers,
    "shopify-us": shopify_replies.answers,
    "three-shops": three_shops_replies.answers,
    "paste-your-orders": paste_replies.answers,
}


def answers_to(played: Played, run_name: str) -> Answers:
    """What comes back for the files of a run."""
    return ANSWERS[played.name](played.outbox(run_name))


def write(folder: Path) -> None:
    """Writes the replies of all stories below ``folder``, in place of those that are there."""
    for name in ANSWERS:
        with tempfile.TemporaryDirectory() as place:
            played, ran = morning(name, Path(place) / name)
            answers = answers_to(played, ran.prepared.plan.run)
        replies = folder / name / "replies"
        replies.mkdir(parents=True, exist_ok=True)
        for old in replies.iterdir():
            old.unlink()
        for path, content in answers.files.items():
            (replies / path).write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE_SHEETS)
