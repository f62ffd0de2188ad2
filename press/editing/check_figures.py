"""Rules of figures on a linked book: what is told of a picture to those who cannot see it must be something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from press.book import Book
from press.editing.figure_rules import ALT_SAYS_NOTHING
from press.problem import Problem, warning
from press.text import Figure, FigureGroup, plain

FILE_NAME = re.compile(r"[^\s/]+\.(?:svg|png|jpe?g|gif|tiff?|webp|bmp|pdf|heic)", re.IGNORECASE)
MERE_WORD = re.compile(r"(?:image|img|picture|pic|photo|figure|fig|dsc|scan)[\s._-]*\d*", re.IGNORECASE)
"""What a camera, or a word processor, calls any picture."""
LETTERS = re.compile(r"\W+")


def descriptions_say_something(book: Book) -> Iterator[Problem]:
    """An alt that is the caption again is read aloud twice, and a file's name says nothing to anybody."""
    around = ""
    for node in book.nodes:
        if isinstance(node, FigureGroup):
            around = plain(node.caption)
        elif isinstance(node, Figure) and node.alt.strip():
            alt = node.alt.strip()
            stem = PurePosixPath(node.path).stem
            if _letters(alt) in (_letters(plain(node.caption)), _letters(around)) and _letters(alt):
                what = "the alt of a picture is its caption again"
            elif FILE_NAME.fullmatch(alt) or _letters(alt) == _letters(stem) or MERE_WORD.fullmatch(alt.rstrip(".")):
                what = f'the alt of a picture says nothing: "{alt}"'
            else:
                continue
            hint = "say what is to be seen in it, which the caption does not say"
            yield warning(node.origin, ALT_SAYS_NOTHING, what, hint)


def _letters(words: str) -> str:
    return LETTERS.sub("", words).casefold()
