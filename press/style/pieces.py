"""The pieces of a book and the words of a style held against its templates: what has no template, and which keys of its
record, where any may stand, nothing heeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from press.book import Book
from press.files import read_text
from press.kinds import PROSE
from press.problem import Origin, Problem, did_you_mean, warning
from press.project import Project
from press.rules import UNKNOWN_KEY
from press.style.rules import AFFILIATION_NOT_PRINTED, BULLETS, CREDIT_NOT_PRINTED, MISSING_TEMPLATE, UNPRINTED_LINE
from press.style.style import Style
from press.text import Figure, FigureGroup, ItemList, walk
from press.yaml_tree import Tree, place_of

TEMPLATE = ".html.j2"
NO_PIECES = {"section", "text", "page", "untitled"}
"""Templates that are no piece of a book: what the others share."""
NAMED = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
"""Where a template names another."""


def check_templates(book: Book, style: Style, project: Project) -> Iterator[Problem]:
    """A problem for each piece of the book without a template, and for each template that another names in vain."""
    there = set(_names(style))
    for kind in sorted({f"{piece.kind}{TEMPLATE}" for piece in book.pieces} - there):
        yield Problem(Origin(style.shown), MISSING_TEMPLATE, f'the style has no "{kind}"')
    for path in _paths(style):
        for n, line in enumerate(read_text(path, project.shown(path)).split("\n"), 1):
            for name in (name for name in NAMED.findall(line) if name not in there):
                where, hint = Origin(project.shown(path), n), did_you_mean(name, there)
                yield Problem(where, MISSING_TEMPLATE, f'the style has no "{name}"', hint)


def check_imprint(book: Book, style: Style) -> Iterator[Problem]:
    """A warning for each line of the imprint that the book gives and the style leaves out."""
    if not any(piece.kind == "imprint" for piece in book.pieces):
        return
    given, page = book.keys, book.imprint.page.keys
    lines = {**{key: given[key] for key in ("series", "doi", "isbn", "rights") if key in given}, **page}
    if "printed_in" in lines:
        lines.setdefault("printer", lines.pop("printed_in"))
    for key, origin in lines.items():
        if key not in style.imprint:
            hint = "take it out, or name it under imprint: in style.yaml"
            yield warning(origin, UNPRINTED_LINE, f'the style prints no line "{key}"', hint)


def check_bullets(book: Book, style: Style) -> Iterator[Problem]:
    """A warning for each list that stands deeper in others than the style has bullets for."""
    waiting: list[tuple[Any, int]] = [((book.pieces, book.documents), 0)]
    while waiting:
        node, depth = waiting.pop()
        lists = [each for each in outermost(node) if isinstance(each, ItemList)]
        for each in lists:
            level = depth + (not each.numbers and not each.unmarked)
            if level > style.bullets and level > depth:
                what = f"bullets {level} deep in lists, and the style has marks for {style.bullets} levels"
                yield warning(each.origin, BULLETS, what, "number the items: a. or (i); or say it otherwise")
            waiting.append((each.items, level))


def outermost(node: object) -> Iterator[ItemList]:
    """The lists in a part of a book that stand in no other list of it."""
    within: set[int] = set()
    for each in walk(node):
        if isinstance(each, ItemList):
            if id(each) not in within:
                yield each
            within.update(id(inner) for inner in walk(each.items) if isinstance(inner, ItemList))


def check_affiliations(book: Book, style: Style) -> Iterator[Problem]:
    """A warning for each affiliation that stands neither at a title nor in a list of contributors."""
    if any(piece.kind == "contributors" for piece in book.pieces):
        return
    shown = style.authors.title and style.authors.affiliation != "list"
    signed = {key for piece in book.pieces if piece.chapter and shown for key in piece.chapter.authors}
    for each in book.contributors.values():
        if each.affiliation and each.key not in signed:
            origin = each.keys.get("affiliation", each.origin)
            message, hint = f'the affiliation of "{each.key}" is printed nowhere', "add contributors to contents:"
            yield warning(origin, AFFILIATION_NOT_PRINTED, message, hint)


def check_credits(book: Book, style: Style) -> Iterator[Problem]:
    """A warning for each credit that stands neither below a caption nor in a list."""
    if style.credits == "caption" or any(piece.kind == "list-of-credits" for piece in book.pieces):
        return
    for each in book.nodes:
        if isinstance(each, (Figure, FigureGroup)) and each.credit:
            message, hint = f'a credit is printed nowhere: "{each.credit}"', "add list-of-credits to contents:"
            yield warning(each.origin, CREDIT_NOT_PRINTED, message, hint)


def idle_keys(style: Style, lineage: Sequence[Tree]) -> Iterator[Problem]:
    """Openings and notes of pieces that there are not, and words that no template says: their keys are misspelt."""
    kinds = {name.removesuffix(TEMPLATE) for name in _names(style) if name.endswith(TEMPLATE) and "/" not in name}
    kinds = (kinds | {*filter(None, PROSE)}) - NO_PIECES
    for name, said in (("openings", "has an opening"), ("notes_at_of", "has notes")):
        for key in (key for tree in lineage for key in _keys(tree, name) if key.value not in kinds):
            hint = did_you_mean(key.value, kinds)
            yield Problem(place_of(key), UNKNOWN_KEY, f'no piece "{key.value}" {said}', hint)
    heads = (each for tree in lineage for key, each in tree.value if key.value == "heads" and isinstance(each, Tree))
    for key in (key for tree in heads for key in _keys(tree, "kinds")):
        if key.value not in kinds:
            hint = did_you_mean(key.value, kinds)
            yield Problem(place_of(key), UNKNOWN_KEY, f'no piece "{key.value}" has running heads', hint)
    shared = {key.value for key in _keys(lineage[-1], "words")}
    for key in (key for tree in lineage for key in _keys(tree, "words")):
        if key.value not in shared and not any(key.value in each for each in _texts(style)):
            hint = did_you_mean(key.value, shared)
            yield Problem(place_of(key), UNKNOWN_KEY, f'no template says the word "{key.value}"', hint)


def _keys(tree: Tree, name: str) -> Iterator[Any]:
    """The keys of a mapping within a style's record."""
    for key, value in tree.value:
        if key.value == name and isinstance(value, Tree):
            yield from (each for each, _ in value.value if isinstance(each.value, str))


def _texts(style: Style) -> Iterator[str]:
    """The templates of a style as they are written."""
    return (read_text(path, path.name) for path in _paths(style))


def _paths(style: Style) -> Iterator[Path]:
    for folder in style.folders:
        yield from (*folder.glob("*.j2"), *folder.glob("cover/*.j2"))


def _names(style: Style) -> list[str]:
    """Every template that there is, of this style and, by the name of its folder, of others."""
    loader = style.templates.loader
    assert loader
    return loader.list_templates()
