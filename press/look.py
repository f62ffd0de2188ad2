"""The audit of a book’s pages, and the contact sheet that shows them: what there is for the eye to judge."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from press.audit.audit import Audit, audit
from press.audit.contact_sheet import contact_sheet
from press.audit.figures import SurveyedSection
from press.audit.silences import heed
from press.build import prepare, set_up
from press.editing.read import read_silences
from press.editions import of_pages, silent
from press.placing import put_in_place, refuse_others
from press.problem import Problem, in_order
from press.project import Project
from press.stages import stage
from press.store import Store
from press.typesetting.rules import LOOKS

if TYPE_CHECKING:  # the engine takes a second to load
    from press.typesetting.settle import Progress


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to look at: the audit, all problems, and the files made."""

    audit: Audit
    problems: tuple[Problem, ...]
    made: tuple[Path, ...]


def look(project: Project, progress: Progress = silent, sheet: bool = True) -> Looked:
    """Audit the book's pages and, unless `sheet` is false, make the contact sheet. Raises `Faulty`."""
    from press.pdf.bind import bind
    from press.typesetting.settle import settle

    looks = {look.name for look in LOOKS}
    silences = [each for each in read_silences(project)[0] if each.rule in looks]  # of the others the check tells
    book, style, wording, problems = prepare(project)
    refuse_others(project, book)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        stage("setting pages")
        proof = settle(shop, progress)
        stage("judging pages")
        pdf = bind(shop, proof) if sheet else b""
        shown = of_pages(shop, proof)
    parts = [
        SurveyedSection(each.fragment.survey, each.folios, each.piece.origin, each.piece.named_kind)
        for each in proof.settings
    ]
    found, stale = heed(audit(parts, shop.composer.origins, style.limits), silences, book.lines)
    drawn = contact_sheet(pdf, proof.folios, found, book, project) if sheet else {}
    files = {project.dist / name: content for name, content in drawn.items()}
    told = [finding.problem() for finding in found.findings]
    put_in_place(project, book, {}, told.append, files)
    return Looked(audit=found, problems=in_order((*problems, *shop.problems, *shown, *stale, *told)), made=tuple(files))
