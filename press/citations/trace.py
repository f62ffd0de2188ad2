"""Where the sources are cited: Wording × places → lines, for `press trace`.

For one source each citation: chapter or document, note, page, full or short, and why. For all of them how often, and
which are never cited.
"""

from __future__ import annotations

from collections.abc import Iterator

from press.book import Book
from press.citations.wording import Cited, Wording
from press.places import Places


def trace(book: Book, wording: Wording, places: Places, key: str) -> Iterator[str]:
    """The citations of one source that there is, a line each."""
    cited = [each for each in wording.register if each.key == key]
    if not cited:
        yield f"{key} is never cited"
    for each in cited:
        length = "full" if each.full else "short"
        yield f"{_place(book, places, each)}: {length}, {_reason(book, wording, each)} ({each.origin})"


def trace_all(book: Book, wording: Wording) -> Iterator[str]:
    """Every source with the number of its citations, the most cited first; then those that are never cited."""
    counts = {key: sum(each.key == key for each in wording.register) for key in book.sources}
    width = max((len(key) for key in counts), default=0)
    for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count:
            full = sum(each.full for each in wording.register if each.key == key)
            yield f"{key:{width}}  {count:4} cited, {full} in full"
    never = sorted(key for key, count in counts.items() if not count)
    yield f"never cited: {', '.join(never)}" if never else "every source is cited"


def _unit(book: Book, unit: str) -> str:
    """A chapter or document as the editor speaks of it."""
    target = book.targets[unit]
    return f"{target.kind} {target.number}" if target.number else target.title or unit


def _place(book: Book, places: Places, cited: Cited) -> str:
    """`chapter 3, note 4, p. 45`; a document's source line has no number."""
    note = "source" if cited.mark == "source" else f"note {cited.mark}"
    folios = places.get(cited.note, ())
    return f"{_unit(book, cited.unit)}, {note}{f', p. {folios[0]}' if folios else ''}"


def _reason(book: Book, wording: Wording, cited: Cited) -> str:
    """Why a citation is full or short: it is the first in its unit, or follows another."""
    if cited.mark == "source":  # it is worded apart from the document's notes
        return "the source of a document is always in full"
    literal = ", in the words of `cite:`" if cited.literal and cited.full else ""
    if cited.full:
        return f"first in {_unit(book, cited.unit)}{literal}"
    # there is one: a short citation follows a full one in its unit, in a note and not in the source line
    earlier = (
        e for e in wording.register if (e.key, e.unit, e.full) == (cited.key, cited.unit, True) and e.mark != "source"
    )
    first = next(earlier)
    literal = ", in the words of `cite_short:`" if cited.literal and book.sources[cited.key].cite_short else ""
    return f"after note {first.mark}{literal}"
