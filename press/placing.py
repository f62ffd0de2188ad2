"""Products put in place together with the manifest that tells of them: all of it, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from press.files import replace_files
from press.imprint import Imprint
from press.manifest import Product, Standard, digest, entries_of, manifest_path, with_products, with_standards
from press.problem import Origin, Problem, warning
from press.project import Project
from press.rules import STALE_PRODUCT


def put_in_place(
    project: Project,
    imprint: Imprint,
    made: Mapping[Product, bytes],
    say: Callable[[Problem], None],
    beside: Mapping[Path, bytes] | None = None,
) -> None:
    """Put products into `dist/`, with the manifest, and whatever else is made `beside` them.

    What the manifest told of, and is gone or another file, is told, and told of no more.
    """
    path = manifest_path(project.dist, imprint)
    known = path.read_bytes() if path.is_file() else b""
    written, stale = with_products(known, imprint, made, _digests(project.dist, known))
    contents = {project.dist / product.file: content for product, content in made.items()}
    replace_files({**contents, **(beside or {}), path: written})
    for name in stale:
        message = "the manifest told of another file, and no longer does"
        say(warning(Origin(project.shown(project.dist / name)), STALE_PRODUCT, message, "make it anew"))


def note_proved(project: Project, file: Path, *standards: Standard) -> None:
    """Note in every manifest that tells of a file by which validators it has been proved."""
    for path in sorted(project.dist.glob("*.json")):
        known = path.read_bytes()
        mine = {each["file"]: each.get("sha256") for each in entries_of(known)}.get(file.name)
        written = with_standards(known, file.name, standards) if mine == digest(file.read_bytes()) else None
        if written and written != known:
            replace_files({path: written})


def _digests(folder: Path, known: bytes) -> dict[str, str]:
    """The digests of the files of which a manifest tells, as they lie there."""
    names = [str(each["file"]) for each in entries_of(known)]
    return {name: digest((folder / name).read_bytes()) for name in names if (folder / name).is_file()}
