"""Keys of a style that nothing heeds though any may stand there: openings of no piece, words that no template says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from press.files import read_text
from press.problem import Problem, did_you_mean
from press.rules import UNKNOWN_KEY
from press.style.style import Style
from press.yaml_tree import Tree, place_of

TEMPLATE = ".html.j2"
NO_PIECES = {"section", "text", "page"}
"""Templates that are no piece of a book: what the others share."""


def idle_keys(style: Style, lineage: Sequence[Tree]) -> Iterator[Problem]:
    """Openings of pieces that there are not, and words that no template says: their keys are misspelt."""
    loader = style.templates.loader
    assert loader
    kinds = {name.removesuffix(TEMPLATE) for name in loader.list_templates() if name.endswith(TEMPLATE)} - NO_PIECES
    for key in (key for tree in lineage for key in _keys(tree, "openings")):
        if key.value not in kinds:
            hint = did_you_mean(key.value, kinds)
            yield Problem(place_of(key), UNKNOWN_KEY, f'no piece "{key.value}" has an opening', hint)
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
    for folder in style.folders:
        for path in (*folder.glob("*.j2"), *folder.glob("cover/*.j2")):
            yield read_text(path, path.name)
