"""Whose products lie in `dist/`: two books with one slug never take each other's place.

What is made of a manuscript that lives elsewhere is recorded beside the products. What is not recorded is of the
manuscript beside `dist/`, if that has the slug.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
from collections.abc import Mapping
from pathlib import Path

from press.editing.parse import parse
from press.editing.read import read
from press.files import is_there, replace_files
from press.problem import Faulty, Origin, Problem
from press.project import BOOK, MANUSCRIPT, Project
from press.rules import SLUG_TAKEN
from press.store import Store

RECORD = ".books.json"
"""The file of `dist/` that says of which manuscript, by its path from there, what was made under a slug."""


def refuse_others(project: Project, slug: str) -> None:
    """Raises `Faulty` where what lies in `dist/` under a slug is of another book that there still is."""
    name = glob.escape(slug)
    made = sorted(path for form in (f"{name}-*", f"{name}.*") for path in project.dist.glob(form))
    if not made:
        return
    owner = _recorded(project).get(slug) or (f"../{MANUSCRIPT}" if _is_of_neighbour(project, slug) else "")
    whole = project.dist / owner
    if owner and is_there(whole / BOOK) and whole.resolve() != project.manuscript.resolve():
        message = f'"{project.shown(made[0])}" is of another book with this slug, {project.shown(whole)}'
        hint = f"give either a `slug:` of its own in {BOOK}, or a folder of its own"
        raise Faulty([Problem(Origin(project.shown(project.manuscript / BOOK)), SLUG_TAKEN, message, hint)])


def put_in_place(project: Project, slug: str, contents: Mapping[Path, bytes]) -> None:
    """Put products in place, all of them or none, and record whose they are. Raises `Faulty` as `refuse_others`."""
    refuse_others(project, slug)
    known = _recorded(project)
    owner = os.path.relpath(project.manuscript.resolve(), project.dist.resolve())
    told = {**known, slug: Path(owner).as_posix()}
    # of the manuscript beside it nobody asks, unless another was there before
    worth = owner != f"../{MANUSCRIPT}" or slug in known
    record = json.dumps(dict(sorted(told.items())), indent=1) + "\n"
    replace_files({**contents, **({project.dist / RECORD: record.encode()} if worth and told != known else {})})


def _recorded(project: Project) -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):  # whoever has spoilt it has lost what it says
        said = json.loads((project.dist / RECORD).read_text(encoding="utf-8"))
        return {str(slug): str(owner) for slug, owner in said.items()} if isinstance(said, dict) else {}
    return {}


def _is_of_neighbour(project: Project, slug: str) -> bool:
    """Whether the manuscript beside `dist/` has a slug, and is another."""
    beside = project.dist.parent / MANUSCRIPT
    if beside.resolve() == project.manuscript.resolve() or not is_there(beside / BOOK):
        return False
    try:
        manuscript, _ = read(Project.at(project.dist.parent, beside))
        return parse(manuscript, Store(project.cache))[0].imprint.slug == slug
    except Faulty:  # what it would be called cannot be told
        return False
