"""The look at the finished pages: the book laid out, surveyed, audited, and shown at a glance.

In comes the project; out go the audit with what the editor has silenced, and the contact sheet in `dist/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from press.audit.audit import Audit, audit
from press.audit.contact_sheet import contact_sheet
from press.audit.figures import SurveyedSection
from press.audit.silences import heed, unknown_looks
from press.build import prepare, set_up, silent
from press.editing.read import read_silences
from press.files import replace_file
from press.pdf.bind import bind
from press.problem import Faulty, Problem, in_order
from press.project import Project
from press.store import Store
from press.typesetting.settle import Progress, settle


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to look at: the audit, all problems, and the files made."""

    audit: Audit
    problems: tuple[Problem, ...]
    made: tuple[Path, ...]


def look(project: Project, progress: Progress = silent, sheet: bool = True) -> Looked:
    """Audit the book's pages and, unless `sheet` is false, make the contact sheet. Raises `Faulty`."""
    silences, misread = read_silences(project)
    if misread := (*misread, *unknown_looks(silences)):
        raise Faulty(in_order(misread))
    book, style, wording, problems = prepare(project)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        proof = settle(shop, progress)
        pdf = bind(shop, proof) if sheet else b""
    parts = [SurveyedSection(each.fragment.survey, each.folios, each.piece.origin) for each in proof.settings]
    found, stale = heed(audit(parts, shop.composer.origins, style.limits), silences, book.lines)
    files = contact_sheet(pdf, proof.folios, found, book, project) if sheet else {}
    made = tuple(replace_file(project.dist / name, content) for name, content in files.items())
    looks = [finding.problem() for finding in found.findings]
    return Looked(found, in_order((*problems, *stale, *looks)), made)
