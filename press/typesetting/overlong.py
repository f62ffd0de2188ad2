"""What takes more room than it has by custom: running heads of more than one line, title pages of more than one page.

Nothing of them is lost, so they are told and stop nothing; what lies over something else the account of words tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from press.book import Book
from press.problem import Origin, Problem, warning
from press.typesetting.furniture import Furniture
from press.typesetting.paginate import Setting
from press.typesetting.rules import OVERLONG

ONE_PAGE = {"half-title": "half title", "title-page": "title page", "imprint": "imprint", "colophon": "colophon"}
"""The pieces that are a page, and what they are called."""
SHORT = "give the piece a `short:` title for its running head"
BOOK = "the title of the book is printed whole; a style's own section.html.j2 may print less of it"


def overlong(book: Book, furnished: Iterable[tuple[Setting, Furniture]]) -> Iterator[Problem]:
    """Every running head and every page of one piece that takes more than it should."""
    for setting, furniture in furnished:
        kind, pages = setting.piece.kind, setting.fragment.count
        if kind in ONE_PAGE and pages > 1:
            message = f"the {ONE_PAGE[kind]} takes {pages} pages"
            yield warning(setting.piece.origin, OVERLONG, message, "shorten its title, subtitle or names")
        for head in furniture.wrapped:
            ours = _letters(head) == _letters(str(book.imprint.title))
            origin = _key(book, book.origin, "title") if ours else _title_of(book, setting)
            message = f"a running head takes more than one line: “{head}”"
            yield warning(origin, OVERLONG, message, BOOK if ours else SHORT)


def _title_of(book: Book, setting: Setting) -> Origin:
    """Where the running head of a section is written."""
    piece = setting.piece
    return _key(book, piece.chapter.origin, "short", "title") if piece.chapter else piece.origin


def _key(book: Book, origin: Origin, *keys: str) -> Origin:
    """The line of the first of these keys that a file has at its top."""
    lines = book.lines.get(origin.path, ())
    found = (n for key in keys for n, line in enumerate(lines, 1) if line.startswith(f"{key}:"))
    return Origin(origin.path, next(found, origin.line))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
