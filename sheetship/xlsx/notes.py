"""What the caller of a patch should be told, though nothing was refused: `Patched.notes`.

A note has a stable code, the facts, and an English sentence, as an error has. Which notes a patch gives is
decided where the matter stands; this file only says what a note is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

NoteCode = Literal[
    "calculated_column",
    "filtered_row",
    "full_sheet",
    "hidden_sheet",
    "not_in_list",
    "over_protection",
    "sealed_anew",
    "tab_changed",
]
NOTE_CODES: Final[tuple[str, ...]] = get_args(NoteCode)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell; `facts` hold the values of the sentence, such as sheet and cell."""

    code: NoteCode
    sentence: str
    facts: Mapping[str, str] = field(default_factory=dict)
