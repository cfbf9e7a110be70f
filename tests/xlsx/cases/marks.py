"""One text that holds a part before and after: `[-gone-]{+come+}`, as in `git diff --word-diff`.

A text that stands in the new file alone is all `{+…+}`, one that goes is all `[-…-]`.
"""

import re
from difflib import SequenceMatcher
from typing import Final

_MARK: Final = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}", re.DOTALL)
_WORD: Final = re.compile(r"<[^>]*>|[^<]+")


def before(marked: str) -> str:
    """Return the old text.

    >>> before('<c r="A1"[-/-]>{+<v>5</v></c>+}')
    '<c r="A1"/>'
    """
    return _MARK.sub(lambda found: found[1] or "", marked)


def after(marked: str) -> str:
    """Return the new text.

    >>> after('<c r="A1"[-/-]>{+<v>5</v></c>+}')
    '<c r="A1"><v>5</v></c>'
    """
    return _MARK.sub(lambda found: found[2] or "", marked)


def is_new(marked: str) -> bool:
    """Whether the whole text is only in the new file."""
    return before(marked) == "" != marked


def is_gone(marked: str) -> bool:
    """Whether the whole text is only in the old file."""
    return after(marked) == "" != marked


def marked(old: str, new: str) -> str:
    """Return both in one text, tag by tag: what to paste into a case once you have read it.

    >>> marked('<row><c r="A1"/></row>', '<row><c r="A1"><v>5</v></c></row>')
    '<row>[-<c r="A1"/>-]{+<c r="A1"><v>5</v></c>+}</row>'
    """
    left, right = _WORD.findall(old), _WORD.findall(new)
    told = ""
    for _, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        gone, come = "".join(left[i:j]), "".join(right[k:m])
        if gone == come:
            told += gone
        else:
            told += (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")
    return told
