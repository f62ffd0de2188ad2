"""A folder of an author's files → Collection: each file that can be read, in the order of their names.

Names are put in order as people do: `2-…` before `10-…`. What cannot be read is told, and the rest is read: none of it
is lost in silence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from press.commands import call
from press.files import leads_within
from press.importing.convert import convert
from press.importing.file_styles import StyleTable
from press.importing.receive import ARCHIVES, LONGEST, REFERENCES, TEXTS, receive
from press.importing.references.live_citations import LiveCitations
from press.importing.references.sift import read_references, sift_references
from press.importing.rules import IMPORT_EMPTY, IMPORT_FORMAT
from press.importing.structure.collection import Collection, collect
from press.importing.structure.outline import length_of
from press.importing.typescript import LeftOut, Typescript
from press.problem import Faulty, Origin, Problem
from press.rules import IMPORT_TOO_LONG

READABLE = (*TEXTS, *ARCHIVES)
WRITTEN = re.compile(
    r"\.(?:docm?|dotx?|rtf|wpd|wps|pages|tex|latex|pdf|epub|mobi|azw3|rst|org|adoc|textile|fodt|ott|docbook|xml|tei|fb2"
    r"|djvu|indd|idml|sxw|mdx|qmd|rmd|ipynb|xhtml|mht|mhtml|eml)",
    re.IGNORECASE,
)
"""Endings of files that may hold text of the book, and are not read."""
OWN = re.compile(r"\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$|Icon\r$", re.IGNORECASE)
"""Names that a system or a program gives to files of its own."""


def gather(
    folder: Path, changes: str = "accept", styles: StyleTable | None = None
) -> tuple[Collection, tuple[Problem, ...]]:
    """The files of a folder and what could not be read of them. Raises `Faulty` where none could."""
    if (folder / "book.yaml").is_file():
        message = "it is a manuscript of the press, with a book.yaml: there is nothing to import"
        raise Faulty(
            [Problem(Origin(folder.name), IMPORT_FORMAT, message, f"build it: {call('build', '--manuscript', 'DIR')}")]
        )
    problems: list[Problem] = []
    passed: list[LeftOut] = []
    files: list[Typescript] = []
    records: list[dict[str, object]] = []
    cited = LiveCitations()  # one for all, so that a work has one key, and a key one work
    for path in _files(folder):
        name = _shown(path.relative_to(folder))
        try:
            if (why := _why_not(path, folder)) is not None:
                passed.append(LeftOut(0, name, why))
                if WRITTEN.fullmatch(path.suffix):
                    problems.append(_unread(name))
            elif (received := receive(path)).suffix in REFERENCES:
                read = read_references(received)
                found = sift_references(read.records, {}, name, "sources.yaml", read.made)
                records += [dict(each) for each in found.new]
                passed += [LeftOut(0, _said(each, name), each.message) for each in (*read.problems, *found.problems)]
            else:
                files.append(replace(convert(received, changes, cited.beside(), styles and styles.fresh()), name=name))
        except Faulty as fault:
            told = [replace(each, origin=Origin(name, each.origin.line)) for each in fault.problems]
            passed.append(LeftOut(0, name, told[0].message))
            if path.suffix.lower() not in REFERENCES:  # a file of records may be one of anything else
                problems += told
        except OSError as fault:
            passed.append(LeftOut(0, name, (fault.strerror or "it cannot be read").lower()))
            problems.append(Problem(Origin(name), IMPORT_FORMAT, f"it cannot be read: {fault.strerror}"))
    if not files:
        hint = "it needs .docx, .odt, .html, .md, .txt, .tex or .xml files, in the order of their names"
        nothing = Problem(Origin(folder.name), IMPORT_EMPTY, "there is no text in the folder", hint)
        raise Faulty(problems or [nothing])
    _refuse_longest(folder, files)
    collection = collect(folder.resolve().name, files, is_folder=True)
    held = {str(each.get("id", "")) for each in collection.references}
    added = tuple(each for each in records if str(each.get("id", "")) not in held)
    return replace(collection, passed_over=tuple(passed), references=(*collection.references, *added)), tuple(problems)


def _said(problem: Problem, name: str) -> str:
    """A place in a file of references."""
    return f"{name}, line {problem.origin.line}" if problem.origin.line else name


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder and below it, in order; a folder stands among files by its name."""
    with os.scandir(folder) as found:
        entries = sorted((entry for entry in found if not OWN.match(entry.name)), key=lambda each: in_order(each.name))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)


def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """By what a name is sorted: its figures as numbers, its letters whether large or small."""
    # of a file its ending comes last: *2.md* before *2-1.md*, as *index* before all
    stem = re.sub(r"\.\w+$", "", name)
    first = ((-1, 0, ""),) if re.fullmatch(r"_?index|readme", stem, re.IGNORECASE) else ()
    runs = re.findall(r"\d+|\D+", stem)
    return (*first, *((0, int(run), "") if run.isdecimal() else (1, 0, run.casefold()) for run in runs), (0, 0, name))


def _shown(path: Path) -> str:
    """A file's path as it is told, on one line: a system takes any bytes for a name."""
    return " ".join(os.fsencode(path.as_posix()).decode(errors="replace").split())


def _why_not(path: Path, folder: Path) -> str | None:
    """Why a file is passed over, if it is."""
    if not leads_within(path, folder):  # an author's folder must not lead to others of the editor's
        return "it is a link to something outside the folder"
    if not path.is_file():
        return "it is no file"
    if path.suffix.lower() not in (*READABLE, *REFERENCES):
        return "not a kind of file that is read"
    return None


def _unread(name: str) -> Problem:
    suffix = Path(name).suffix.lower()
    hint = "save it as .docx, .odt, .html, .md or .txt, and import the folder again; the others have been read"
    return Problem(Origin(name), IMPORT_FORMAT, f'the press does not read "{suffix}" files', hint)


def _refuse_longest(folder: Path, files: list[Typescript]) -> None:
    """Files that are each a book, and together more than any. Raises `Faulty`."""
    words = sum(length_of(file.blocks) for file in files)
    if words * 5 > LONGEST:
        message = f"{words / 1e6:.0f} million words are more than a book"
        raise Faulty([Problem(Origin(folder.name), IMPORT_TOO_LONG, message, "import it in parts")])
