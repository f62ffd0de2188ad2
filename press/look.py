"""The look at the finished pages: the book laid out, surveyed, audited, and shown at a glance.

In comes the project's folder; out go the audit with what the editor has silenced, and the contact sheet in `dist/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from press.build import no_collecting, prepare, replace_file, silent
from press.editing.read import read_silences
from press.printing.audit import Audit, Part, audit, heed, unknown_looks
from press.printing.bind import bind
from press.printing.compose import Composer
from press.printing.contact_sheet import contact_sheet
from press.printing.settle import Progress, settle
from press.printing.survey import survey
from press.printing.typeset import Compositor
from press.problem import Faulty, Problem, in_order

SHEET = "styles/contact-sheet/sheet.html.j2"


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to look at: the audit, all problems, and the files made."""

    audit: Audit
    problems: tuple[Problem, ...]
    made: tuple[Path, ...]


def look(top: Path, progress: Progress = silent, sheet: bool = True) -> Looked:
    """Audit the book's pages and, unless `sheet` is false, make the contact sheet. Raises `Faulty`."""
    silences, misread = read_silences(top)
    if misread := (*misread, *unknown_looks(silences)):
        raise Faulty(in_order(misread))
    book, style, wording, problems = prepare(top)
    composer = Composer(book, style, wording)
    compositor = Compositor(top, style, book.imprint.language, book.trim, composer.origins)
    with no_collecting():
        proof = settle(book, composer, compositor, style.long_note, progress)
        parts = [
            Part(survey(setting.sheets.document.pages), setting.folios, setting.piece.origin)
            for setting in proof.settings
        ]
    found, stale = heed(audit(parts, composer.origins, style.limits), silences, book.lines)
    looks = [finding.problem() for finding in found.findings]
    made: tuple[Path, ...] = ()
    if sheet:
        with no_collecting():
            pdf = bind(proof, book, style)
        files = contact_sheet(pdf, proof.folios, found, book, top / SHEET)
        made = tuple(replace_file(top / "dist" / name, content) for name, content in files.items())
    return Looked(found, in_order((*problems, *stale, *looks)), made)
