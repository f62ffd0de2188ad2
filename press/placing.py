"""Products put in place with the manifest that tells of them, all of it or none, and never over another book's.

Whose products lie in `dist/` under a slug its manifest says: those of the manuscript beside `dist/`, unless it names
another. What has no manifest is of the manuscript beside it, if that has the slug.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from press.book import Book
from press.ebook.site_folder import site_digest
from press.editing.parse import parse
from press.editing.read import read
from press.files import is_there, replace_files
from press.imprint import Imprint
from press.manifest import (
    Product,
    Standard,
    digest,
    entries_of,
    folder_of,
    manifest_path,
    owner_in,
    stale_products,
    text_digest,
    with_products,
    with_standards,
)
from press.problem import Faulty, Origin, Problem, warning
from press.project import BOOK, MANUSCRIPT, Project
from press.rules import SLUG_TAKEN, STALE_PRODUCT
from press.store import Store

BESIDE = f"../{MANUSCRIPT}"
"""The manuscript beside `dist/`, by its path from there."""


def put_in_place(
    project: Project,
    book: Book,
    made: Mapping[Product, bytes],
    say: Callable[[Problem], None],
    others: Mapping[Path, bytes] | None = None,
) -> None:
    """Put products into `dist/`, with the manifest, and `others` that no manifest tells of: what is made to work with.

    What the manifest told of, and is gone or another file, is told, and told of no more. Raises `Faulty` as
    `refuse_others`.
    """
    refuse_others(project, book)
    path = manifest_path(project.dist, book.imprint)
    known = _read(path)
    contents = {**{project.dist / product.file: content for product, content in made.items()}, **(others or {})}
    owner = Path(os.path.relpath(project.manuscript.resolve(), project.dist.resolve())).as_posix()
    if made or known or owner != BESIDE:  # of the manuscript beside it nobody asks
        named = "" if owner == BESIDE else owner
        there, text = _digests(project.dist, known), text_digest(_within(project, book))
        contents[path], stale = with_products(known, book.imprint, made, there, owner=named, text=text)
        for name in stale:
            message = "the manifest told of another file, and no longer does"
            say(warning(Origin(project.shown(project.dist / name)), STALE_PRODUCT, message, "make it anew"))
    replace_files(contents)


def refuse_others(project: Project, book: Book) -> None:
    """Raises `Faulty` where what lies in `dist/` under a slug is of another book that there still is."""
    slug = book.imprint.slug
    name = glob.escape(slug)
    made = sorted(path for form in (f"{name}-*", f"{name}.*") for path in project.dist.glob(form))
    if not made:
        return
    known = _read(manifest_path(project.dist, book.imprint))
    owner = owner_in(known) or (BESIDE if entries_of(known) or _is_of_neighbour(project, slug) else "")
    whole = project.dist / owner
    if owner and is_there(whole / BOOK) and whole.resolve() != project.manuscript.resolve():
        message = f'"{project.shown(made[0])}" is of another book with this slug, {project.shown(whole)}'
        hint = f"give either a `slug:` of its own in {BOOK}, or a folder of its own"
        where = book.keys.get("slug", book.keys.get("title", book.origin))
        raise Faulty([Problem(where, SLUG_TAKEN, message, hint)])


def stale_in(project: Project, imprint: Imprint, file: Path) -> Iterator[Problem]:
    """A warning when a product is another file than the manifest tells of."""
    known = _read(manifest_path(project.dist, imprint))
    there = {file.name: digest(file.read_bytes())} if file.is_file() else {}
    told = stale_products(known, there, project.shown(project.dist))
    return (each for each in told if each.origin.path.endswith(f"/{file.name}"))


def note_proved(project: Project, file: Path, *standards: Standard) -> None:
    """Note in every manifest that tells of a file by which validators it has been proved."""
    for path in sorted(project.dist.glob("*.json")):
        known = path.read_bytes()
        mine = {each["file"]: each.get("sha256") for each in entries_of(known)}.get(file.name)
        written = with_standards(known, file.name, standards) if mine == digest(file.read_bytes()) else None
        if written and written != known:
            replace_files({path: written})


def made_of(project: Project) -> tuple[Path, ...]:
    """What of `dist/` may be taken away with a book: all that lies in that of its own folder; else what is named as the
    manifests of this manuscript are, for other things may be kept there.
    """
    there = [path for path in sorted(project.dist.iterdir()) if path.name != ".keep"] if project.dist.is_dir() else []
    mine = project.manuscript.resolve()
    if mine == (project.dist.parent / MANUSCRIPT).resolve():
        return tuple(there)
    read = {path.stem: path.read_bytes() for path in there if path.suffix == ".json" and path.is_file()}
    owners = {slug: owner_in(known) for slug, known in read.items() if owner_in(known) or entries_of(known)}
    slugs = {slug for slug, owner in owners.items() if owner and (project.dist / owner).resolve() == mine}
    return tuple(path for path in there if _slug_of(path.name, owners) in slugs)


def _slug_of(name: str, slugs: Iterable[str]) -> str:
    """Under which of some slugs a product is named: the longest, for one may begin like another."""
    return max((slug for slug in slugs if name.startswith((f"{slug}-", f"{slug}."))), key=len, default="")


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _within(project: Project, book: Book) -> dict[str, tuple[str, ...]]:
    """The lines of a manuscript's files by their paths in it, from wherever the press was called."""
    folder = f"{project.shown(project.manuscript)}/"
    return {path.removeprefix(folder): lines for path, lines in book.lines.items()}


def _digests(folder: Path, known: bytes) -> dict[str, str]:
    """The digests of the files of which a manifest tells, as they lie there, and of folders."""
    names = [str(each["file"]) for each in entries_of(known)]
    folders = [name for each in entries_of(known) if (name := folder_of(each))]
    return {
        **{name: digest((folder / name).read_bytes()) for name in names if (folder / name).is_file()},
        **{name: site_digest(folder / name) for name in folders},
    }


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
