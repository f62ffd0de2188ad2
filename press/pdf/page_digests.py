"""The pages of a PDF told apart by what they paint: one that has been read before need not be read again."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Set
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

_Known: TypeAlias = dict[tuple[int, int], bytes]
NOT_PAINTED = frozenset({"/Parent", "/Annots", "/Tabs"})
"""Entries of a page that lead elsewhere: it looks the same without them."""
OF_STRUCTURE = frozenset({"/StructParents", "/StructParent"})
"""Entries of pages and of forms that tell of what they mean."""
HANDED = frozenset({"/Resources", "/MediaBox", "/CropBox", "/Rotate"})
"""What pages have from those above them in the tree of pages (PDF 32000-1, 7.7.3.4)."""


def page_digests(content: bytes) -> tuple[str, ...]:
    """Of each page of a PDF a digest of all that it paints: its content, its type, its measures, whatever these are
    made of. Pages of one digest look the same, in whichever files they are.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        known: _Known = {}
        layers = _digest(pdf.Root.get("/OCProperties"), known)
        return tuple(hashlib.sha256(layers + _page(page.obj, known)).hexdigest() for page in pdf.pages)


def _page(page: Object, known: _Known) -> bytes:
    above, found = page.get("/Parent"), _entries(page, known, page.keys() - NOT_PAINTED)
    while above is not None:
        found += _entries(above, known, above.keys() & HANDED)
        above = above.get("/Parent")
    return found


def _digest(each: Any, known: _Known) -> bytes:
    """A digest of something with all that it refers to, whatever numbers this has in its file."""
    if not isinstance(each, (Array, Dictionary, Stream)):
        return each.unparse() if isinstance(each, Object) else repr(each).encode()
    if not each.is_indirect:
        return _held(each, known)
    if each.objgen not in known:
        known[each.objgen] = b"within itself"  # where it is met again in what it holds
        known[each.objgen] = hashlib.sha256(_held(each, known)).digest()
    return known[each.objgen]


def _held(each: Any, known: _Known) -> bytes:
    """Something written out, with digests for what it refers to."""
    if isinstance(each, Stream):
        return _held(each.stream_dict, known) + hashlib.sha256(each.read_raw_bytes()).digest()
    written = bytes(each.unparse(resolved=True))
    if b" R" not in written and b"/StructParent" not in written:
        return written
    if isinstance(each, Array):
        return b"[%s]" % b" ".join(_digest(item, known) for item in each)
    return _entries(each, known, each.keys())


def _entries(each: Object, known: _Known, keys: Set[str]) -> bytes:
    """Some entries of a dictionary written out so."""
    written = (b"%s %s" % (key.encode(), _digest(each[key], known)) for key in sorted(keys - OF_STRUCTURE))
    return b"<<%s>>" % b" ".join(written)
