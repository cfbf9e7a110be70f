"""A sample story as a value, and its README and ``story.toml``: the words stand beside the inputs that they explain.

What goes into a story is left to the module named after it; writing the files to ``make_inputs.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FOOTER = {
    "zh": "`in/` 里的文件、本页和 `story.toml` 由 `python -m tests.stories.make_inputs` 生成，\n`replies/`（供应商和快递晚上发回来的文件）由 `python -m tests.stories.make_replies` 生成，`expected/` 是两次运行后应当看到的内容。\n人名、电话、门牌都是编的。",
    "en": "The files in `in/`, this page and `story.toml` are made by `python -m tests.stories.make_inputs`,\n`replies/` (what suppliers and couriers send back) by `python -m tests.stories.make_replies`; `expected/` is what a\nperson sees after two runs. All people are made up.",
}
_HEADINGS = {
    "zh": ("文件", "行", "特别之处", "SheetShip 怎么处理"),
    "en": ("File", "Row", "Trap", "What SheetShip does"),
}


@dataclass(frozen=True, slots=True)
class Trap:
    """A row that is not as it should be: where it stands, what is odd, what SheetShip does with it."""

    file: str
    row: str
    what: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One folder of ``sample_sheets/``."""

    name: str
    title_zh: str
    title_en: str
    lang: str
    at: str
    replies_at: str
    about: str
    files: Mapping[str, bytes]
    """Bytes by path inside ``in/``."""
    traps: Sequence[Trap]

    @property
    def readme(self) -> str:
        """The page that a person reads first."""
        title = self.title_zh if self.lang == "zh" else self.title_en
        rows = [_HEADINGS[self.lang], ("---",) * 4]
        rows += [(f"`{trap.file}`", trap.row, _cell(trap.what), _cell(trap.answer)) for trap in self.traps]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        return f"# {title}\n\n{self.about.strip()}\n\n{table}\n\n{FOOTER[self.lang]}\n"

    @property
    def settings(self) -> str:
        """The story's ``story.toml``."""
        named = {
            "title_zh": self.title_zh,
            "title_en": self.title_en,
            "lang": self.lang,
            "at": self.at,
            "replies_at": self.replies_at,
        }
        return "".join(f'{key} = "{value}"\n' for key, value in named.items())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "⏎")
