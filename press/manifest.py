"""The manifest, `dist/<slug>.json`: what products there are, for whom, with their digests, proved by whom.

A distributor or a script takes the right file by it. It is written together with the products, so that it never tells
of another file than the one that lies there; those of other tasks keep their entries as long as the files are theirs.
What was made of another text than the manuscript had when something was last made is marked as `earlier`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from press.imprint import Imprint
from press.problem import Origin, Problem, warning
from press.rules import STALE_PRODUCT

FOLDER = "folder_sha256"
"""The key of an entry for the digest of a whole folder."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard that a product claims: its name, by what it has been proved (nothing: by nobody yet), and whether it
    was met then.
    """

    name: str
    validator: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product: its file in `dist/`, of what kind it is and for whom, its pages (0: none), its ISBN, its house, the
    standards that it meets, and of a `folder` of which the file is the first the digest of all that is in it.
    """

    file: str
    kind: str
    audience: str
    pages: int = 0
    isbn: str = ""
    house: str = ""
    standards: tuple[Standard, ...] = ()
    folder: str = ""


def manifest_path(folder: Path, imprint: Imprint) -> Path:
    """Where the manifest of a book lies."""
    return folder / f"{imprint.slug}.json"


def digest(content: bytes) -> str:
    """The digest by which a product is known."""
    return hashlib.sha256(content).hexdigest()


def text_digest(lines: Mapping[str, Iterable[str]]) -> str:
    """The digest by which the text of a manuscript is known: of all lines of its files, by their paths in it."""
    text = "\0".join(part for path, each in sorted(lines.items()) for part in (path, *each))
    return digest(text.encode())[:16]


def with_products(
    known: bytes,
    imprint: Imprint,
    made: Mapping[Product, bytes],
    there: Mapping[str, str],
    *,
    owner: str = "",
    text: str = "",
) -> tuple[bytes, tuple[str, ...]]:
    """A manifest with some products that have just been made, and the names of those it has had to leave out.

    `known`: the manifest as it lies there; `there`: the digests of all files that do, and of folders, by their names
    with a slash; `text`: that of the manuscript, as it is now. An entry of a file that is gone, or is another, tells of
    nothing any more.
    """
    entries = {str(each["file"]): each for each in entries_of(known)}
    new = {each.file for each in made}
    stale = tuple(name for name, entry in entries.items() if name not in new and _is_another(entry, there))
    entries = {name: entry for name, entry in entries.items() if name not in stale}
    entries.update({product.file: _entry(product, content, text) for product, content in made.items()})
    return _written(imprint, [_dated(each, text) for each in entries.values()], owner), stale


def with_standards(known: bytes, file: str, standards: Iterable[Standard]) -> bytes | None:
    """A manifest in which a product has been proved by a validator; None where it does not tell of the file."""
    whole = _whole(known)
    entry = next((each for each in entries_of(known) if each["file"] == file), None)
    if entry is None:
        return None
    proved = {each.name: asdict(each) for each in standards}
    claimed = [each for each in _listed(entry, "standards") if "name" in each]
    entry["standards"] = [proved.pop(str(each["name"]), each) for each in claimed] + [*proved.values()]
    whole["products"] = [entry if each["file"] == file else each for each in entries_of(known)]
    return _bytes(whole)


def folder_of(entry: Mapping[str, Any]) -> str:
    """The folder of which an entry tells, with a slash behind it; nothing where it tells of a file alone."""
    return f"{PurePosixPath(str(entry['file'])).parent}/" if entry.get(FOLDER) else ""


def _is_another(entry: Mapping[str, Any], there: Mapping[str, str]) -> bool:
    """Whether what an entry tells of is gone, or is another file, or has other files beside it."""
    folder = folder_of(entry)
    other = bool(folder) and there.get(folder) != entry[FOLDER]
    return other or there.get(str(entry["file"])) != entry.get("sha256")


def stale_products(known: bytes, there: Mapping[str, str], folder: str) -> Iterator[Problem]:
    """A warning for each product that is gone, or is another file than the manifest tells of."""
    for entry in entries_of(known):
        name = str(entry["file"])
        if _is_another(entry, there):
            what = "is not the file that was made" if name in there else "is gone"
            yield warning(Origin(f"{folder}/{name}"), STALE_PRODUCT, f"it {what}", "make it anew")


def entries_of(known: bytes) -> list[dict[str, Any]]:
    """The entries of a manifest; none of one that cannot be read, for it is made by the press and is written anew."""
    return [each for each in _listed(_whole(known), "products") if "file" in each]


def _listed(whole: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The records of a list in a manifest, which somebody may have written in."""
    found = whole.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def owner_in(known: bytes) -> str:
    """The manuscript that a manifest names, by its path from there; empty for the one beside `dist/`."""
    return str(_whole(known).get("manuscript", ""))


def _whole(known: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(known or b"{}")
    except ValueError:
        return {}
    return whole if isinstance(whole, dict) else {}


def _dated(entry: Mapping[str, Any], text: str) -> dict[str, Any]:
    """An entry that tells whether its product is of an earlier text than this."""
    told = {key: value for key, value in entry.items() if key != "earlier"}
    return told if told.get("text", "") == text else {**told, "earlier": True}


def _entry(product: Product, content: bytes, text: str) -> dict[str, Any]:
    told: dict[str, Any] = {"file": product.file, "kind": product.kind, "for": product.audience}
    told |= {"house": product.house, "isbn": product.isbn, "pages": product.pages}
    entry = {key: value for key, value in told.items() if value}
    entry |= {"bytes": len(content), "sha256": digest(content)}
    entry |= {FOLDER: product.folder} if product.folder else {}
    entry |= {"text": text} if text else {}
    entry["standards"] = [asdict(each) for each in product.standards]
    return entry


def _written(imprint: Imprint, entries: Iterable[Mapping[str, Any]], owner: str) -> bytes:
    book = {"title": imprint.whole_title, "by": imprint.author or imprint.editor, "publisher": imprint.publisher}
    book |= {"year": imprint.year, "edition": imprint.edition, "language": imprint.language, "doi": imprint.doi}
    book |= {"manuscript": owner}
    whole = {key: value for key, value in book.items() if value}
    return _bytes({**whole, "products": sorted(entries, key=lambda each: str(each["file"]))})


def _bytes(whole: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()
