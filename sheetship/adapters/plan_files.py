"""Saved plans: a workbook to look through and untick lines in, beside it what the plan was decided on."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from sheetship.core.findings import SheetShipError
from sheetship.flow.ports import Files, SavedPlan

_BOOK, _RECORD = "plan.xlsx", "plan.json"


class PlanFiles:
    """The ``Plans`` port on ``.sheetship/plans/``: one folder a plan."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files

    def save(self, saved: SavedPlan) -> str:
        """Keeps a plan; the path of its workbook."""
        stamp = f"{saved.run}-{saved.digest[:8]}"
        place = self._folder / stamp
        if not (place / _RECORD).exists():
            self._files.write_new(place / _BOOK, saved.book)
            record = {
                "run": saved.run,
                "at": saved.at.isoformat(),
                "inputs": dict(saved.inputs),
                "digest": saved.digest,
            }
            self._files.write_new(
                place / _RECORD, json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
            )
        return str(place / _BOOK)

    def load(self, name: str) -> SavedPlan:
        """A saved plan by its folder, its workbook or its record.

        Raises:
            SheetShipError: PLAN-02 it is none.
        """
        path = Path(name)
        place = path if path.is_dir() else path.parent
        try:
            record = json.loads((place / _RECORD).read_text(encoding="utf-8"))
            book = (path if path.suffix == ".xlsx" else place / _BOOK).read_bytes()
            return SavedPlan(
                run=record["run"],
                at=datetime.fromisoformat(record["at"]),
                inputs=record["inputs"],
                digest=record["digest"],
                book=book,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SheetShipError("PLAN-02", name, file=name) from error


def shop_of(name: Path) -> Path:
    """The shop folder that a saved plan lies in.

    Raises:
        SheetShipError: PLAN-02 it lies in none.
    """
    for folder in name.resolve().parents:
        if folder.name == "plans" and folder.parent.name == ".sheetship":
            return folder.parent.parent
    raise SheetShipError("PLAN-02", str(name), file=str(name))
