from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath

import openpyxl
import pytest

from sheetship.adapters.formats_toml import load_order_profiles
from sheetship.adapters.inbox_files import tables_in
from sheetship.core.recognise import recognise
from tests.stories.layouts import headings
from tests.stories.make_inputs import SAMPLE_SHEETS, files_of, stories
from tests.stories.story import Story

STORIES = {story.name: story for story in stories()}
LARGEST_STORY = 150_000
LAYOUTS = {
    "douyin-day": {"douyin_75"},
    "shopify-us": {"shopify"},
    "three-shops": {"douyin_74", "wechat_shop", "taobao_list", "taobao_detail", "pdd"},
    "paste-your-orders": set(),
}


def _tables(path: str, content: bytes) -> object:
    """What a person sees in the file."""
    if not path.endswith(".xlsx"):
        return content
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book.worksheets}


@pytest.fixture(params=STORIES)
def story(request: pytest.FixtureRequest) -> Story:
    return STORIES[str(request.param)]


def test_the_files_in_the_repository_are_the_ones_that_the_script_makes(story: Story) -> None:
    folder = SAMPLE_SHEETS / story.name
    made = files_of(story)
    there = {
        str(file.relative_to(folder).as_posix()) for file in (folder / "in").rglob("*") if file.is_file()
    }
    assert there | {"README.md", "story.toml"} == set(made)
    for path, content in made.items():
        assert _tables(path, (folder / path).read_bytes()) == _tables(path, content), path


def test_making_the_files_again_gives_the_same_bytes() -> None:
    assert [files_of(story) for story in stories()] == [files_of(story) for story in STORIES.values()]


def test_every_export_is_recognised_by_its_headings(story: Story) -> None:
    profiles = load_order_profiles()
    exports = {path: content for path, content in story.files.items() if path.startswith("inbox/")}
    found = [
        recognise(table, profiles) for path, content in exports.items() for table in tables_in(content, path)
    ]
    assert {it.profile.name for it in found if it} == LAYOUTS[story.name]
    assert None not in found


def test_a_douyin_cell_starts_with_a_tab_and_its_file_has_every_heading_in_order() -> None:
    name, content = next(item for item in STORIES["douyin-day"].files.items() if item[0].startswith("inbox/"))
    assert content.startswith(b"\xef\xbb\xbf"), name
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(header) == headings("douyin_75")
    assert all(row[0].startswith("\t69") and len(row) == len(header) for row in rows)


def test_taobao_numbers_are_wrapped_and_its_goods_file_has_a_cell_too_many() -> None:
    content = next(c for path, c in STORIES["three-shops"].files.items() if "DetailList" in path)
    header, *rows = csv.reader(io.StringIO(content.decode("gbk")))
    assert (len(header), {len(row) for row in rows}) == (10, {11})
    assert all(row[0].startswith('="26') and row[-1] == "" for row in rows)


def test_a_story_is_small_and_says_what_is_odd_about_its_rows(story: Story) -> None:
    assert sum(map(len, story.files.values())) < LARGEST_STORY
    assert all(trap.what and trap.answer and trap.file in story.files for trap in story.traps)
    assert len({PurePosixPath(trap.file, trap.row) for trap in story.traps}) == len(story.traps)


def test_the_douyin_day_has_more_than_fifteen_traps() -> None:
    assert len({trap.what for trap in STORIES["douyin-day"].traps}) > 15
