"""docs/messages.md holds every sentence of the program, made from it."""

from __future__ import annotations

from collections.abc import Iterator

from sheetship.core.messages import MESSAGES, Message
from sheetship.core.releases import RELEASABLE
from tests.docs.pages import MadeTable, check_made, page

_HEADINGS = ("code", "what it says", "how to mend it")
_LEVELS = {"stop": "stops the file or the run 停", "hold": "holds the line 挂起", "note": "a note 提示"}


def _tables() -> Iterator[MadeTable]:
    for prefix in dict.fromkeys(code.partition("-")[0] for code in MESSAGES):
        rows = (_row(code, MESSAGES[code]) for code in sorted(MESSAGES) if code.startswith(f"{prefix}-"))
        yield MadeTable(prefix, _HEADINGS, tuple(rows))


def _row(code: str, message: Message) -> tuple[str, ...]:
    level = _LEVELS[message.level] + (" · can be released 可放行" if code in RELEASABLE else "")
    return (
        f'<a id="{code.lower()}"></a>**{code}**\n{level}',
        f"{message.zh}\n{message.en}",
        f"{message.fix_zh}\n{message.fix_en}",
    )


def test_every_code_stands_on_the_page_with_its_sentences(*, renew_docs: bool) -> None:
    check_made(page("messages.md"), list(_tables()), renew=renew_docs)


def test_every_message_speaks_both_languages() -> None:
    silent = [
        code
        for code, words in MESSAGES.items()
        if not (words.zh and words.en and words.fix_zh and words.fix_en)
    ]
    assert silent == []
