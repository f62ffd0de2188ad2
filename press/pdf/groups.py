"""Groups for transparency around what is opaque: taken off, for they change nothing, and printers refuse them.

The engine puts every picture of a ground into a group (PDF 32000-1, 11.6.6), a rule above the notes too, and so every
page with notes had a group. It matters only where something is see-through, masked or blended: there it stays.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object

DEEPEST = 32
"""Forms within forms: one that contains itself would have no end."""
OPAQUE_MODES = ("/Normal", "/Compatible")


def without_idle_groups(pdf: pikepdf.Pdf) -> None:
    """Take off, in place, the groups of all pages on which nothing is see-through."""
    for page in pdf.pages:
        resources = page.obj.get("/Resources", Dictionary())
        if _is_opaque(resources, 0):
            _ungroup(resources, 0)


def is_see_through(state: Object) -> bool:
    """Whether a graphics state (PDF 32000-1, 8.4.5) lets show through what lies below, masks it or blends with it."""
    alphas = any(float(state.get(key, 1)) < 1 for key in ("/ca", "/CA"))
    return alphas or isinstance(state.get("/SMask"), Dictionary) or not _blends_normally(state.get("/BM"))


def _blends_normally(mode: Any) -> bool:
    if mode is None:
        return True
    first = mode if isinstance(mode, Name) else next(iter(mode), Name.Normal)  # of a list the first that is known
    return str(first) in OPAQUE_MODES


def _is_opaque(resources: Object, depth: int) -> bool:
    """Whether nothing is see-through that these resources name, nor what that names in its turn."""
    if depth > DEEPEST or any(is_see_through(state) for state in _named(resources, "/ExtGState")):
        return False
    inner = [*_named(resources, "/XObject"), *_named(resources, "/Pattern")]
    return all(_is_opaque(each.get("/Resources", Dictionary()), depth + 1) for each in inner)


def _ungroup(resources: Object, depth: int) -> None:
    for each in _named(resources, "/XObject"):
        if each.get("/Subtype") == Name.Form and depth <= DEEPEST:
            if "/Group" in each:
                del each.Group
            _ungroup(each.get("/Resources", Dictionary()), depth + 1)


def _named(resources: Object, category: str) -> list[Object]:
    return [each for _, each in resources.get(category, Dictionary()).items()]
