"""How answers look on a terminal of 80 columns, and as one JSON document."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.status import Status
from rich.table import Table

from sheetship.cli.words import chosen_lang, say
from sheetship.core.findings import Finding, Level
from sheetship.core.releases import SETTLED
from sheetship.core.report import FileKind, public_findings
from sheetship.flow.apply import edits
from sheetship.flow.ports import Shop
from sheetship.flow.prepare import Prepared
from sheetship.flow.run import Ran
from sheetship.flow.undo import Undone

_SHOWN_FINDINGS = 12
_COUNTS = ("lines", "new", "sent", "shipped", "uploaded", "held", "exceptions")


def console() -> Console:
    """Standard output; plain text when it is no terminal."""
    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 80)


def sentence(text: str) -> None:
    """One sentence."""
    console().print(text, markup=False)


class Steps:
    """Tells, on standard error, which step a run is at; says nothing where nobody looks."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def __call__(self, step: str) -> None:
        """The step that begins now."""
        if self._status:
            self._status.update(say(step))
            self._status.start()

    def pause(self) -> None:
        """Leaves the screen to a question or an answer, until the next step."""
        if self._status:
            self._status.stop()


@contextmanager
def progress(*, quiet: bool) -> Iterator[Steps]:
    """The steps of a command while it works."""
    steps = Steps(None if quiet or not sys.stderr.isatty() else Console(stderr=True).status("…"))
    try:
        yield steps
    finally:
        steps.pause()


def table(*headings: str) -> Table:
    """A plain table whose last column takes the room that is left."""
    made = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made


def plan(prepared: Prepared) -> None:
    """What a plan will do: counts, files, and what waits for a person."""
    out = console()
    if prepared.plan.is_empty:
        out.print(say("nothing"))
    else:
        out.print(f"[bold]{say('plan')} {prepared.plan.run}[/bold]")
        out.print("  ".join(f"{say(name)} {prepared.plan.counts[name]}" for name in _COUNTS), markup=False)
        files(out, prepared)
    findings(out, waiting(prepared))


def files(out: Console, prepared: Prepared) -> None:
    """The files of a plan."""
    if not prepared.files:
        return
    listed = table(say("kind"), say("count"), say("path"))
    for file in prepared.files:
        listed.add_row(say(file.kind.value), str(file.lines), file.path)
    out.print(listed)


def waiting(prepared: Prepared) -> list[Finding]:
    """Findings that wait for a person, without anybody's name, phone or address."""
    held = [f for f in prepared.plan.findings if f.level is not Level.NOTE and f.code not in SETTLED]
    return list(public_findings(held, prepared.plan.lines))


def findings(out: Console, found: list[Finding]) -> None:
    """Findings one below the other: where, what, and how to mend it."""
    lang = chosen_lang()
    for finding in found[:_SHOWN_FINDINGS]:
        out.print(f"{finding.where}  {finding.message(lang)} [{finding.code}]", markup=False)
        out.print(f"   → {finding.fix(lang)}", markup=False)
    if len(found) > _SHOWN_FINDINGS:
        out.print(say("more", count=len(found) - _SHOWN_FINDINGS))


def applied(shop: Shop, ran: Ran) -> None:
    """What was done, and where it lies."""
    out = console()
    done, folder = ran.applied, Path(shop.folder)
    findings(out, list(ran.mended))
    if done and (done.files or done.edits):
        counts = f"{say('files')} {len(done.files)}  {say('edits')} {done.edits}"
        out.print(f"[bold]{say('done')}[/bold]  {say('run')} {done.run}  {counts}")
        findings(out, restored(ran))
        out.print(say("look"))
        place(out, "table_file", folder / shop.book.name)
        if done.files:
            place(out, "outbox", folder / "outbox" / done.run)
            place(out, "report_file", folder / "outbox" / done.run / "report.html")
        sentence(say("take_back", run=done.run, shop=shop.folder))


def restored(ran: Ran) -> list[Finding]:
    """What a person typed into columns of ours and what was there before, back again."""
    return [finding for finding in ran.prepared.plan.findings if finding.code == "ROW-15"]


def place(out: Console, what: str, path: Path) -> None:
    """Where something lies, on one line however long, so that it can be copied."""
    out.print(f"  {say(what)}: {path}", markup=False, soft_wrap=True)


def waiting_count(prepared: Prepared) -> None:
    """The last line: how many findings wait for a person."""
    sentence(say("waiting_footer", count=len(waiting(prepared))))


def undone(shop: Shop, back: Undone) -> None:
    """What was restored, what was kept, what cannot be taken back."""
    out = console()
    out.print(f"[bold]{say('restored')}[/bold]: {back.restored}")
    out.print(f"[bold]{say('kept')}[/bold]: {len(back.kept)}  {', '.join(back.kept[:_SHOWN_FINDINGS])}")
    out.print(f"[bold]{say('cannot')}[/bold]: {len(back.issues)} + {len(back.uploads)}")
    for number in dict.fromkeys(issue.po_number for issue in back.issues):
        out.print(f"  {number}", markup=False)
    for file in back.files:
        place(out, "corrections", Path(shop.folder) / "outbox" / back.by / file.path)


def created(folder: Path) -> None:
    """A new shop folder, and what to do next."""
    sentence(say("created", folder=str(folder)))
    sentence(say("next_init"))


def document(shop: Shop, ran: Ran) -> dict[str, Any]:
    """The JSON document of a plan or a run."""
    plan, done = ran.prepared.plan, ran.applied
    files = done.files if done else ran.prepared.files
    return {
        "run": plan.run,
        "shop": shop.name,
        "applied": done is not None,
        "counts": dict(plan.counts),
        "files": [file_entry(plan.run, file.path, file.kind, file.content, file.lines) for file in files],
        "edits": done.edits if done else edits(plan),
        "findings": [finding_entry(finding) for finding in public_findings(ran.findings, plan.lines)],
    }


def file_entry(run: str, path: str, kind: FileKind, content: bytes, lines: int) -> dict[str, Any]:
    """A file in a JSON document."""
    import hashlib

    return {
        "path": f"outbox/{run}/{path}",
        "kind": kind.value,
        "sha256": hashlib.sha256(content).hexdigest(),
        "lines": lines,
    }


def finding_entry(finding: Finding) -> dict[str, str]:
    """A finding in a JSON document."""
    lang = chosen_lang()
    return {
        "code": finding.code,
        "level": finding.level.value,
        "where": finding.where,
        "message": finding.message(lang),
        "fix": finding.fix(lang),
    }


def undone_document(back: Undone) -> dict[str, Any]:
    """The JSON document of an undo."""
    return {
        "run": back.by,
        "undone": back.run,
        "restored": back.restored,
        "kept": list(back.kept),
        "cannot": {
            "purchase_orders": list(dict.fromkeys(issue.po_number for issue in back.issues)),
            "uploads": [upload.number for upload in back.uploads],
        },
        "files": [file_entry(back.by, f.path, f.kind, f.content, f.lines) for f in back.files],
    }
