"""The manuscript merged with the author's second version, put in its place; and the report of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from press.editing.conflicts import without_conflicts
from press.files import read_text, replace_files
from press.importing.account.account_words import FileAccount
from press.importing.assemble import Assembled
from press.importing.deliver import free_report
from press.importing.merging.kept import TEXTS, KeptImport, kept_files, stale_files
from press.importing.merging.three_way import Came
from press.importing.merging.update import FileUpdate, ManuscriptUpdate, update
from press.importing.report import ImportReport, with_account, write_report
from press.importing.rules import IMPORT_STAYS
from press.problem import Faulty, Origin, Problem, warning
from press.project import KEPT, Project

WORDS = {
    Came.THEIRS: "of the author's taken",
    Came.OURS: "edited here kept",
    Came.BOTH: "with words of both",
    Came.CONFLICT: "in conflict",
}


@dataclass(frozen=True, slots=True)
class Renewal:
    """What an update does: a line for each file, conflicts and what stays as problems, and how many conflicts."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    report: Path
    changed: int


def renew(
    project: Project,
    kept: KeptImport,
    assembled: Assembled,
    new: KeptImport,
    account: FileAccount | None = None,
    *,
    dry: bool,
) -> Renewal:
    """Merge with the import of the second version, of which `new` is to be kept and of whose words an `account` has
    been made, and put all in place at once, or nothing if `dry`. Raises `Faulty`, with nothing written.
    """
    held = _held(project)
    texts = _texts(project, held)
    done = update(kept, held, texts, assembled.files, new)
    files = kept_files(done.kept)
    lines = tuple(_line(each) for each in done.files if not each.open)
    report = free_report(project)
    if not dry:
        written = write_report(with_account(_report(assembled.report, done), account)).encode()
        there = {path: project.manuscript / path for path in (*done.writes, *files)}
        contents = {
            there[path]: content for path, content in {**done.writes, **files}.items() if _differs(there[path], content)
        }
        gone = [project.manuscript / path for path in done.removes]
        # the report first, so that the plan of what is under way lies where the next run looks for it
        replace_files({report: written, **contents}, without=(*gone, *stale_files(project, files)))
    return Renewal(lines, tuple(_problems(project, done)), report, len(done.writes) + len(done.removes))


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


def _held(project: Project) -> dict[str, bytes]:
    """Every file of the manuscript but those that are hidden."""
    found: dict[str, bytes] = {}
    for path in sorted(project.manuscript.rglob("*")):
        name = path.relative_to(project.manuscript)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found[name.as_posix()] = path.read_bytes()
    return found


def _texts(project: Project, held: Mapping[str, bytes]) -> dict[str, str]:
    """Those of them that are text, in which no conflict of the last time is left. Raises `Faulty` where one is."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name in (name for name in held if name.endswith(TEXTS) and not name.startswith("import-report")):
        shown = project.shown(project.manuscript / name)
        texts[name] = read_text(project.manuscript / name, shown).replace("\r\n", "\n")
        problems += without_conflicts(texts[name], shown)[1]
    if problems:
        raise Faulty(problems)
    return texts


def _problems(project: Project, done: ManuscriptUpdate) -> Iterator[Problem]:
    for path, content in done.writes.items():
        if path.endswith(TEXTS):
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
            yield from without_conflicts(text, project.shown(project.manuscript / path))[1]
    for each in done.files:
        if each.open:
            yield warning(Origin(project.shown(project.manuscript / each.path)), IMPORT_STAYS, each.what)


def _line(each: FileUpdate) -> str:
    if each.what:
        return f"{each.path}: {each.what}"
    counts = [f"{each.came[came]} {WORDS[came]}" for came in WORDS if each.came[came]]
    lines = ", ".join(map(str, each.together))
    beside = f"; words of both stand together, see line{'s' if len(each.together) > 1 else ''} {lines}" if lines else ""
    return f"{each.path}: {', '.join(counts)}{beside}"


def _report(report: ImportReport, done: ManuscriptUpdate) -> ImportReport:
    """The report of the second file: where its text went under the names of the first, and what was merged."""
    told = "\n".join(f"- {_line(each)}" for each in done.files) or "Nothing has changed."
    went = tuple(replace(each, where=done.paths.get(each.where, each.where)) for each in report.went)
    remark = (
        f"The manuscript was merged with this version; {KEPT} keeps it for the next.\n\n## What was merged\n\n{told}"
    )
    written = {place: _kept_at(at, done) for place, at in report.written.items()}
    changed = tuple(replace(each, at=_kept_at(each.at, done)) for each in report.changed)
    return replace(report, went=went, written=written, changed=changed, remark=remark)


def _kept_at(at: str, done: ManuscriptUpdate) -> str:
    """File and line of what the import made, as it is kept: in the merged manuscript a line may have moved."""
    path, _, line = at.partition(":")
    return f"{KEPT}/{done.paths.get(path, path)}:{line}" if path and line else at
