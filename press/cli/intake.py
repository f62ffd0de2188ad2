"""`press import` as the desk sees it: a typescript becomes a manuscript folder, or records are added to one.

Here an import meets the style, whose fonts decide what can be printed, and the check.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from press import build as pipeline
from press.book import Book
from press.cli.heading_intake import import_headings
from press.cli.telling import say
from press.commands import call
from press.files import read_text, replace_file
from press.importing.account.account_words import FileAccount, lost_words
from press.importing.account.file_account import account_for
from press.importing.assemble import REPORT, Assembled, assemble
from press.importing.convert import convert
from press.importing.deliver import (
    add_sources,
    deliver,
    extend,
    known_in,
    looked_at,
    refuse_existing,
    refuse_missing,
    sections_in,
    text_of,
)
from press.importing.file_styles import STYLES, StyleTable, read_table, styles_not_found
from press.importing.gather import gather
from press.importing.merging.kept import KeptImport, kept_files, kept_import, read_kept
from press.importing.merging.renew import renew
from press.importing.receive import REFERENCES, TABLES, Received, receive
from press.importing.references.sift import read_references, sift_references
from press.importing.report import with_account, write_report
from press.importing.rules import IMPORT_CHANGES, IMPORT_INTO, IMPORT_KEPT, REFERENCE_SECTION
from press.importing.structure.collection import Collection, collect
from press.importing.writing.records import SOURCES, ids_in
from press.problem import Faulty, Origin, Problem, has_errors, in_order, warning
from press.project import KEPT, Project
from press.rules import MISSING_FILE
from press.store import Store
from press.style.glyphs import characters
from press.style.read import read_style


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an import: how tracked changes are treated, whether the manuscript is there already and is to be
    merged with this version, since which, and whether that is only to be told; to which register headings belong; the
    table of what the file's styles are.
    """

    changes: str = ""
    update: bool = False
    since: Path | None = None
    dry: bool = False
    register: str = ""
    styles: Path | None = None


def take_in(project: Project, file: Path, *, into: bool, asked: Asked) -> int:
    """Import a file, or a folder of them, into the project's manuscript, named by the desk or (`into` false) not.

    Returns the exit status.

    Raises `Faulty`; then nothing has been written.
    """
    if asked.changes not in ("", "accept", "reject"):
        hint = "write --changes accept or --changes reject"
        message = f'no way to treat changes: "{asked.changes}"'
        raise Faulty([Problem(Origin(file.name), IMPORT_CHANGES, message, hint)])
    received = None if file.is_dir() else receive(file)
    if received and received.suffix in REFERENCES:  # they have a place without being told
        return _import_references(project, received)
    if received and received.suffix in TABLES:  # and so has a table of headings
        return import_headings(project, received, asked.register or "subjects")
    if not into:
        hint = call("import", "FILE", "--into", "DIR")
        raise Faulty([Problem(Origin(file.name), IMPORT_INTO, "no folder is named for the manuscript", hint)])
    update = (asked.update or asked.since is not None) and project.manuscript.exists()
    (refuse_missing if update else refuse_existing)(project)  # before a long file is read for nothing
    kept = _kept(project, asked) if update else None
    changes = asked.changes or (kept.changes if kept else "accept")
    styles = asked.styles or (_styles_kept(project) if update else None)
    collection, unread = _read(project, file, received, changes, styles, given=asked.styles is not None)
    if update:
        status = _update(project, collection, kept, changes, asked)
    else:
        status = _import_collection(project, collection, changes, asked)
    for problem in unread:
        say(problem)
    return 1 if unread else status


def _table(project: Project, path: Path) -> tuple[StyleTable, str]:
    """The table of styles in a file, and the file's text. Raises `Faulty`."""
    shown = project.shown(path)
    if not path.is_file():
        raise Faulty([Problem(Origin(shown), MISSING_FILE, f'no file "{path.name}"')])
    text = read_text(path, shown)
    table, problems = read_table(text, shown)
    if has_errors(problems):
        raise Faulty(problems)
    return table, text


def _styles_kept(project: Project) -> Path | None:
    """The table of styles that the import has written, as the editor has it now; else as the import has kept it."""
    paths = (project.manuscript / STYLES, project.manuscript / KEPT / STYLES)
    return next((path for path in paths if path.is_file()), None)


def _read(
    project: Project,
    file: Path,
    received: Received | None,
    changes: str,
    styles: Path | None,
    *,
    given: bool,
) -> tuple[Collection, tuple[Problem, ...]]:
    """An author's file, or a folder of them, and what of it could not be read; a table of styles that is `given` names
    none that the file has not. Raises `Faulty`.
    """
    table, said = _table(project, styles) if styles else (StyleTable(), "")
    unread: tuple[Problem, ...] = ()
    if received is None:
        collection, unread = gather(file, changes, table)
    else:
        collection = collect(file.name, [convert(received, changes, styles=table)])
    tables = [each.styles for each in collection.files if each.styles]
    if styles and given and (unknown := styles_not_found(said, project.shown(styles), tables)):
        raise Faulty(unknown)
    return collection, unread


def _import_collection(project: Project, collection: Collection, changes: str, asked: Asked) -> int:
    assembled = assemble(collection, _printable(project))
    shown = project.shown(project.manuscript)
    files = {**assembled.files, **kept_files(kept_import(assembled.files, REPORT, collection.name, changes))}
    if asked.dry:
        print(f"{_summary(assembled, shown, None)}\nnothing is written: --dry-run")
        return 0
    looked, account = deliver(
        files,
        project,
        lambda folder: _looked_at(project, folder, lambda book: account_for(collection, assembled, book)),
        lambda seen: write_report(with_account(assembled.report, seen[1])),
    )
    lost = lost_words(account, collection.places, collection.name) if account else ()
    problems = (*looked, *lost)
    print(_summary(assembled, shown, account))
    errors = [problem for problem in problems if has_errors([problem])]
    for problem in in_order(errors):
        say(problem)
    print(_to_do(problems), file=sys.stderr)  # warnings by number alone: of a new book there are hundreds
    return 1 if errors else 0


# --- the author's second version -------------------------------------------------------------------------


def _kept(project: Project, asked: Asked) -> KeptImport | None:
    """What the last import wrote: as it has kept it, or by importing once more the version that is named."""
    if asked.since is None:
        return read_kept(project)
    changes = asked.changes or "accept"
    received = None if asked.since.is_dir() else receive(asked.since)
    collection, unread = _read(project, asked.since, received, changes, _styles_kept(project), given=False)
    if unread:  # what is not in the base would be taken for new
        raise Faulty(unread)
    files = assemble(collection, _printable(project)).files
    return kept_import(files, REPORT, collection.name, changes)


def _update(project: Project, collection: Collection, kept: KeptImport | None, changes: str, asked: Asked) -> int:
    if kept is None:
        return _add_records(project, collection, asked)
    assembled = assemble(collection, _printable(project))
    new = kept_import(assembled.files, REPORT, collection.name, changes)
    _, account = looked_at(
        assembled.files,
        lambda folder: _looked_at(project, folder, lambda book: account_for(collection, assembled, book)),
    )
    done = renew(project, kept, assembled, new, account, dry=asked.dry)
    shown = project.shown(project.manuscript)
    for line in done.lines:
        print(f"{shown}/{line}")
    lost = tuple(lost_words(account, collection.places, collection.name)) if account else ()
    for problem in (*in_order(done.problems), *lost):
        say(problem)
    changed = _count(done.changed, "file") if done.changed else "nothing"
    if asked.dry:
        print(f"{shown}: {changed} would be changed; nothing is written: --dry-run")
    else:
        print(f"{shown}: {changed} changed\n{project.shown(done.report)} says more")
    conflicts = sum(has_errors([each]) for each in done.problems)
    others = 0 if asked.dry else len(_errors(project)) - conflicts
    if others > 0:  # a note that one side calls no more, say
        look = call("check", "--manuscript", shown)
        print(f"{_count(others, 'error')} in what has come of it: {look}", file=sys.stderr)
    return 1 if conflicts or others > 0 or has_errors(lost) else 0


def _errors(project: Project) -> list[Problem]:
    """What `check` finds wrong in a manuscript."""
    try:
        _, problems = pipeline.edit(project)
    except Faulty as fault:
        problems = fault.problems
    return [each for each in problems if has_errors([each])]


def _add_records(project: Project, collection: Collection, asked: Asked) -> int:
    """Add people and sources alone, where nothing is kept to tell by what the author has changed."""
    shown = project.shown(project.manuscript)
    message = f"what the first import wrote is not kept in {shown}/{KEPT}: only people and sources are added"
    say(
        warning(
            Origin(shown), IMPORT_KEPT, message, "to merge the text, name the version that was imported: --since FILE"
        )
    )
    assembled = assemble(collection, _printable(project), known_in(project))
    added = f"{_count(len(assembled.people), 'person', 'people')} and {_count(len(assembled.sources), 'source')}"
    if asked.dry:
        print(f"{shown}: {added} would be added; nothing is written: --dry-run")
        return 0
    report = extend(assembled, project)
    print(f"{shown}: {added} added; nothing else changed\n{project.shown(report)} says more")
    return 0


def _looked_at(
    project: Project, folder: Path, account: Callable[[Book], FileAccount]
) -> tuple[tuple[Problem, ...], FileAccount | None]:
    """The problems of a manuscript just made, which stands in `folder` and is told as where it will be; its account."""
    made: FileAccount | None = None
    try:
        book, problems = pipeline.edit(replace(project, manuscript=folder, here=folder))
        made = account(book)
    except Faulty as fault:
        problems = fault.problems
    shown = project.shown(project.manuscript)  # where it stands now is gone in a moment
    return tuple(replace(p, origin=Origin(f"{shown}/{p.origin.path}", p.origin.line)) for p in problems), made


def _printable(project: Project) -> Callable[[str], bool]:
    """Whether the fonts of the style have a character: of *classic*, which is what a new book.yaml names."""
    covered = characters(read_style(project, "classic", "", Origin("styles")), Store(project.cache))
    return lambda char: ord(char) in covered


def _summary(assembled: Assembled, shown: str, account: FileAccount | None) -> str:
    paths = Counter(path.split("/")[0] for path in assembled.files)
    report = assembled.report
    made = ", ".join(
        (
            *([_count(report.parts, "part")] if report.parts else []),
            _count(paths["chapters"], "chapter"),
            _count(paths["documents"], "document"),
            _count(paths["figures"], "figure"),
            f"{_count(len(report.census.people), 'person', 'people')} and {_count(len(report.sources), 'source')}",
        )
    )
    left = _count(len(report.left), "thing")
    counted = f"{account.words:,} words of the file: " if account and account.words else ""
    where = f"{shown}/{REPORT} says which, why, and what an editor must decide"
    return f"{shown}: {made} proposed\n{counted}{left} left out; {where}"


def _to_do(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.rule.name for problem in problems if not has_errors([problem]))
    if not counts:
        return "no warnings"
    return "warnings to come, by rule: " + ", ".join(f"{count} {rule}" for rule, count in sorted(counts.items()))


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


# --- references ------------------------------------------------------------------------------------------


def _import_references(project: Project, received: Received) -> int:
    refuse_missing(project)
    path = project.manuscript / SOURCES
    shown = project.shown(path)
    found = read_references(received)
    held = ids_in(text_of(path, shown), shown, "references")
    sifted = sift_references(found.records, held, received.path.name, shown, found.made)
    sections = sections_in(project)
    problems = [*found.problems, *sifted.problems]
    # where a bibliography has sections each record must be in one, and only an editor knows in which
    if sections and not all("section" in record for record in sifted.new):
        message = f'new records are put into the section "{sections[0]}" of the bibliography'
        hint = f"sections are {', '.join(sections)}"
        problems.append(warning(Origin(received.path.name), REFERENCE_SECTION, message, hint))
    if sifted.new:  # else the file is not touched, not even its date
        replace_file(path, add_sources(project, sifted.new).encode())
    for problem in in_order(problems):
        say(problem)
    there = f", {sifted.known} there already" if sifted.known else ""
    print(f"{shown}: {_count(len(sifted.new), 'record')} added{there}")
    return 0
