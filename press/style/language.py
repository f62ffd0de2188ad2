"""What of a book in another language than English would be printed in English, for the press has words for no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press.book import Book
from press.problem import Problem, warning
from press.style.rules import ENGLISH_WORDS
from press.style.style import Style

ENGLISH = {
    "contents": "Contents",
    "bibliography": "Bibliography",
    "index-of-names": "Index of Names",
    "chapter": "chapter",
    "figure": "figure",
    "table": "table",
    "note": "note",
    "page": "p.",
}
"""Words that a style in another language would say otherwise, as the styles share them (`styles/base`)."""


def check_language(book: Book, style: Style) -> Iterator[Problem]:
    """A warning where the language of the book is not that of what the press says by itself."""
    language = book.imprint.language
    # what is no language at all has been told
    if not re.match(r"[a-z]{2,3}(-|$)", language) or language.partition("-")[0] == "en":
        return
    words = [word for key, word in ENGLISH.items() if style.words.get(key) == word]
    parts = [f"words of the style ({', '.join(words)})"] if words else []
    parts += ["dates"] if style.words.get("months", "").startswith("January") else []
    message = f'the book is in "{language}", but English will be: {", ".join([*parts, "quotation marks"])}'
    hint = "give a style of yours its own words:" if words else ""
    yield warning(book.keys.get("language", book.origin), ENGLISH_WORDS, message, hint)
