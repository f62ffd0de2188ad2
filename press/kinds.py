"""The kinds of pieces that a book consists of, and what custom says of each: where it stands, what names and lists it.

Files of prose say in their header which they are; the other pieces the press makes. A chapter, a part and plain prose
are none of these: they may stand anywhere, are listed and indexed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Matter: TypeAlias = Literal["front", "body", "back"]
"""Where in the book a piece stands."""
PROSE_KINDS = Literal[
    "",
    "praise",
    "series",
    "also-by",
    "frontispiece",
    "dedication",
    "epigraph",
    "foreword",
    "preface",
    "acknowledgements",
    "note",
    "translators-note",
    "introduction",
    "appendix",
    "glossary",
    "afterword",
]
"""What a file of prose can be; nothing for a chapter and plain prose."""
Rank: TypeAlias = tuple[int, int]
"""The first place that a kind may have among those of its matter, and the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceKind:
    """What custom says of a kind.

    `front`, `back`: its rank there (Chicago 18, 1.4), if it has one; `strange`: the matters where nobody looks for it.
    `listed`: in the contents (1.38); `indexed`: names in it are (editorial.md 1.4). `title`: whether it is the style's
    word unless the file has one, or must be the `file`'s, or is not printed at all (`none`): then the outline alone has
    that word. `introduced`: whether words of the editor may stand before it. `page`: what it is called if it is one
    page; `html`: its class in HTML, where its name means something else within a text.
    """

    front: Rank | None = None
    back: Rank | None = None
    strange: tuple[Matter, ...] = ()
    listed: bool = True
    indexed: bool = True
    title: Literal["style", "file", "none"] = "style"
    introduced: bool = False
    page: str = ""
    html: str = ""


def _list(front: Rank) -> PieceKind:
    return PieceKind(front=front, indexed=False)


def _reference(front: Rank | None, back: Rank, strange: tuple[Matter, ...] = ()) -> PieceKind:
    return PieceKind(front=front, back=back, strange=strange, indexed=False, introduced=True)


PROSE: Mapping[str, PieceKind] = {
    "": PieceKind(title="file"),
    "praise": PieceKind(front=(0, 0), strange=("body", "back"), listed=False, indexed=False),
    "series": PieceKind(front=(2, 2), listed=False, indexed=False, title="none", html="series-page"),
    "also-by": PieceKind(front=(2, 2), back=(11, 11), listed=False, indexed=False),
    "frontispiece": PieceKind(
        front=(2, 2), strange=("body", "back"), listed=False, indexed=False, title="none", page="frontispiece"
    ),
    "dedication": PieceKind(
        front=(5, 5), strange=("body", "back"), listed=False, indexed=False, title="none", page="dedication"
    ),
    "epigraph": PieceKind(front=(6, 6), listed=False, indexed=False, title="none", html="epigraph-page"),
    "foreword": PieceKind(front=(9, 9), strange=("body", "back")),
    "preface": PieceKind(front=(10, 10), strange=("body", "back")),
    "acknowledgements": PieceKind(front=(11, 11), back=(1, 1), indexed=False),
    "note": PieceKind(front=(8, 13), title="file", html="text-note"),
    "translators-note": PieceKind(front=(8, 13)),
    "introduction": PieceKind(front=(12, 12), strange=("back",)),
    "appendix": PieceKind(back=(2, 2), title="file"),
    "glossary": PieceKind(back=(6, 6), strange=("front", "body"), indexed=False),
    "afterword": PieceKind(back=(0, 0), strange=("front",)),
}
"""What files of prose can be."""
MADE: Mapping[str, PieceKind] = {
    "half-title": PieceKind(front=(1, 1), strange=("back",), listed=False, indexed=False, page="half title"),
    "title-page": PieceKind(front=(3, 3), strange=("body", "back"), listed=False, indexed=False, page="title page"),
    "imprint": PieceKind(front=(4, 4), strange=("body",), listed=False, indexed=False, page="imprint"),
    "contents": PieceKind(front=(7, 7), strange=("body",), listed=False, indexed=False),
    "list-of-documents": _list((8, 8)),
    "list-of-figures": _list((8, 8)),
    "list-of-tables": _list((8, 8)),
    "list-of-maps": _list((8, 8)),
    "list-of-credits": PieceKind(front=(8, 8), back=(2, 9), indexed=False),
    "list-of-people": _reference((8, 13), (3, 6)),
    "contributors": _reference((8, 13), (8, 8)),
    "cover-names": _reference((8, 13), (3, 6)),
    "list": replace(_reference((8, 13), (3, 6)), html="list-of-headings"),
    "other-names": _reference((8, 13), (3, 6)),
    "chronology": _reference((8, 13), (3, 3)),
    "documents": PieceKind(back=(2, 2), introduced=True),
    "plates": PieceKind(strange=("front",), title="none"),
    "notes": _reference(None, (5, 5)),
    "bibliography": _reference(None, (7, 7), ("front", "body")),
    "index-of-names": _reference(None, (10, 10), ("front", "body")),
    "index": replace(_reference(None, (10, 10), ("front", "body")), html="index-piece"),
    "colophon": PieceKind(back=(12, 12), strange=("body",), listed=False, indexed=False, page="colophon"),
    "abbreviations": _reference((8, 13), (4, 4)),
}
"""What the press makes; any other piece of a book is a file."""
KINDS: Mapping[str, PieceKind] = {**PROSE, **MADE}


def kind_named(name: str) -> PieceKind:
    """What custom says of a kind; of a chapter or a part, nothing."""
    return KINDS.get(name, KINDS[""])


def behind_notes(kind: str) -> bool:
    """Whether a piece of the back stands behind the section of notes by custom."""
    notes, rank = MADE["notes"].back, kind_named(kind).back
    return bool(notes and rank and rank[0] > notes[1])
