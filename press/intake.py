"""`./go import` as the desk sees it: a typescript becomes a manuscript folder, or records are added to one.

Here an import meets the style, whose fonts decide what can be printed, and the check.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from press import build as pipeline
from press.editing.read import FOLDER
from press.importing.account import Account
from press.importing.assemble import REPORT, Assembled, assemble
from press.importing.convert import convert
from press.importing.deliver import (
    add_sources,
    deliver,
    extend,
    known_in,
    read_text,
    refuse_existing,
    refuse_missing,
    replace_all,
    sections_in,
)
from press.importing.receive import REFERENCES, Received, receive
from press.importing.records import SOURCES, ids_in
from press.importing.references import read_references, sift_references
from press.printing.glyphs import characters
from press.printing.style import read_style
from press.problem import Faulty, Origin, Problem, has_errors, in_order, warning


def import_file(top: Path, file: Path, into: Path | None, changes: str = "accept", update: bool = False) -> int:
    """Import a file; returns the exit status. On an error nothing has been written."""
    try:
        if changes not in ("accept", "reject"):
            hint = "write --changes accept or --changes reject"
            raise Faulty([Problem(Origin(file.name), "import-changes", f'no way to treat changes: "{changes}"', hint)])
        if file.suffix.lower() in REFERENCES:
            return _import_references(receive(file), into or top / FOLDER)
        if into is None:
            hint = "./go import FILE --into DIR"
            raise Faulty([Problem(Origin(file.name), "import-into", "no folder is named for the manuscript", hint)])
        (refuse_missing if update and into.exists() else refuse_existing)(into)
        return _import_typescript(top, receive(file), into, changes, update and into.exists())
    except Faulty as fault:
        _say(fault.problems)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing is changed", file=sys.stderr)
        return 130
    except OSError as fault:
        print(f"error: {fault.strerror or fault}: {fault.filename or 'a file'} [disk]", file=sys.stderr)
        return 1


def _import_typescript(top: Path, received: Received, into: Path, changes: str, update: bool) -> int:
    typescript = convert(received, changes)
    prints = _printable(top)
    if update:
        assembled = assemble(typescript, prints, known_in(into))
        report = extend(assembled, into, next(iter(sections_in(into)), ""))
        added = f"{_count(len(assembled.people), 'person', 'people')} and {_count(len(assembled.sources), 'source')}"
        print(f"{into}: {added} added; nothing else changed\n{report} says more")
        return 0
    assembled = assemble(typescript, prints)
    problems = deliver(assembled.files, into, _looked_at)
    print(_summary(assembled, into))
    shown = [_renamed(problem, into) for problem in problems]
    errors = [problem for problem in shown if has_errors([problem])]
    _say(errors)
    print(_to_do(shown, into), file=sys.stderr)
    return 1 if errors else 0


def _looked_at(top: Path) -> tuple[Problem, ...]:
    """The problems of a manuscript just made."""
    try:
        _, problems = pipeline.edit(top)
    except Faulty as fault:
        return fault.problems
    return problems


def _printable(top: Path) -> Callable[[str], bool]:
    """Whether the fonts of the style have a character."""
    style = read_style(top, "classic", "", Origin("styles"))
    covered = characters(style)
    return lambda char: ord(char) in covered


def _summary(assembled: Assembled, into: Path) -> str:
    paths = Counter(path.split("/")[0] for path in assembled.files)
    account: Account = assembled.account
    made = ", ".join(
        (
            _count(paths["chapters"], "chapter"),
            _count(paths["documents"], "document"),
            _count(paths["figures"], "figure"),
            f"{_count(len(account.census.people), 'person', 'people')} and {_count(len(account.sources), 'source')}",
        )
    )
    left = _count(len(account.left), "thing")
    return f"{into}: {made} proposed\n{left} left out; {into / REPORT} says which, why, and what an editor must decide"


def _to_do(problems: list[Problem], into: Path) -> str:
    counts = Counter(problem.rule for problem in problems if not has_errors([problem]))
    if not counts:
        return "no warnings"
    return "warnings to come, by rule: " + ", ".join(f"{count} {rule}" for rule, count in sorted(counts.items()))


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _renamed(problem: Problem, into: Path) -> Problem:
    """A problem whose file is named where it will be."""
    path = problem.origin.path
    named = str(into) + path.removeprefix(FOLDER) if path.startswith(FOLDER) else path
    return Problem(Origin(named, problem.origin.line), problem.rule, problem.message, problem.hint, problem.severity)


# --- references ------------------------------------------------------------------------------------------


def _import_references(received: Received, into: Path) -> int:
    refuse_missing(into)
    path = into / SOURCES
    found = read_references(received)
    held = ids_in(read_text(path), str(path), "references")
    sifted = sift_references(found, held, received.path.name, str(path))
    sections = sections_in(into)
    count = _count(len(sifted.new), "record")
    problems = list(sifted.problems)
    if sections and not all("section" in record for record in sifted.new):
        message = f'new records are put into the section "{sections[0]}" of the bibliography'
        hint = f"sections are {', '.join(sections)}"
        problems.append(warning(Origin(received.path.name), "reference-section", message, hint))
    if sifted.new:
        replace_all({path: add_sources(into, sifted.new, next(iter(sections), ""))})
    _say(problems)
    print(f"{path}: {count} added" + (f", {sifted.known} there already" if sifted.known else ""))
    return 0


def _say(problems: Iterable[Problem]) -> None:
    for problem in in_order(problems):
        print(problem, file=sys.stderr)
