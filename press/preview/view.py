"""What is to be seen in the window: some pages of a book as a PDF, and all that is known of them, as plain values."""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from press.places import Folio
from press.preview.margin import MarginLine
from press.preview.traced import OutlineEntry, TracedPage, Traces

MOST_HITS = 500
"""Places in which a search finds something, at most."""
AROUND = 48
"""Letters of the text that are shown on either side of them."""
Beside: TypeAlias = tuple[int, str, str]
"""A line that stands beside the text: its page (from 0), its words, and these as they are searched."""


@dataclass(frozen=True, slots=True)
class LookPlace:
    """A look on its page (from 0): its box in CSS px from the top left corner, its rule, what it says, its origin."""

    page: int
    box: tuple[float, float, float, float]
    rule: str
    message: str
    path: str
    line: int


@dataclass(frozen=True)
class View:
    """Pages to be seen, their folios, and what to look at: the page (from 0), or -1, and how far down it, as a share of
    its height. `changed`: the lines of each page that the last good book does not have.
    """

    title: str = ""
    pdf: bytes = b""
    folios: tuple[Folio, ...] = ()
    at: int = -1
    down: float = 0.0
    pages: tuple[TracedPage, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outline: tuple[OutlineEntry, ...] = ()
    looks: tuple[LookPlace, ...] = ()
    changed: Mapping[int, list[int]] = field(default_factory=dict)

    @cached_property
    def traces(self) -> Traces:
        """Where its lines come from."""
        return Traces(self.pages, self.texts)

    @cached_property
    def _words(self) -> tuple[str, str, list[int], list[tuple[int, int]]]:
        """All words, and the same as they are searched; where each line of type begins in them; and which it is."""
        starts, lines, parts, at = [], [], [], 0
        for number, page in enumerate(self.pages):
            for n, line in enumerate(page.lines):
                starts.append(at)
                lines.append((number, n))
                parts.append(line.text)
                at += len(line.text) + 1
        whole = "\n".join(parts)
        return whole, plain_letters(whole), starts, lines

    def beside(self, printed: Iterable[str]) -> tuple[Beside, ...]:
        """What of the words `printed` on each page stands beside the lines of the text: running heads, folios, the
        margin, the words of drawings; line by line.
        """
        found = []
        for number, (words, traced) in enumerate(zip(printed, self.pages, strict=False)):
            known = _letters("".join(line.text for line in traced.lines))
            lines = (line for line in words.splitlines() if _letters(line) not in known)
            found += [(number, line, plain_letters(line)) for line in lines]
        return tuple(found)

    def search(self, asked: str, beside: Iterable[Beside] = ()) -> list[dict[str, Any]]:
        """Where some words stand: page (from 0), folio, lines, and the words around; whatever their capitals, accents
        and quotation marks, and over the ends of lines. What stands `beside` the text has no lines, and comes last.
        """
        pattern = _pattern(plain_letters(asked).strip())
        if not pattern or not self.pages:
            return []
        found = self._search_text(pattern)
        for page, line, text in beside:
            for match in re.finditer(pattern, text):
                found.append(_hit(page, self.pages[page].folio, [], line, match))
        return found[:MOST_HITS]

    def _search_text(self, pattern: str) -> list[dict[str, Any]]:
        whole, text, starts, lines = self._words
        found = []
        for match in re.finditer(pattern, text):
            page, line = lines[bisect_right(starts, match.start()) - 1]
            end = lines[bisect_right(starts, match.end() - 1) - 1]
            here = sorted({n for at, n in ((page, line), end) if at == page})
            found.append(_hit(page, self.pages[page].folio, here, whole, match))
            if len(found) == MOST_HITS:
                break
        return found

    def contents(self, sizes: tuple[tuple[float, float], ...]) -> dict[str, Any]:
        """What the window is told of all pages, whose `sizes` are those of the PDF; widths and heights in CSS px."""
        return {
            "title": self.title,
            "pages": list(self._sheets(sizes)),
            "outline": [[each.level, each.label, each.page] for each in self.outline],
            "looks": [
                {"page": each.page, "rule": each.rule, "message": each.message, "path": each.path, "line": each.line}
                for each in self.looks
            ],
        }

    def _sheets(self, sizes: tuple[tuple[float, float], ...]) -> Iterator[dict[str, Any]]:
        looks = {each.page for each in self.looks}
        for n, (folio, (width, height)) in enumerate(zip(self.folios, sizes, strict=False)):
            yield {
                "folio": str(folio),
                "verso": folio.sheet % 2 == 0,
                "width": round(width * 96 / 72),
                "height": round(height * 96 / 72),
                "changed": n in self.changed,
                "look": n in looks,
            }

    def page(self, number: int, margin: Sequence[MarginLine] = ()) -> dict[str, Any] | None:
        """What the window is told of one page: its lines, each with its box, whether it is read upwards and has
        changed, those beside the text last; its looks.
        """
        if not 0 <= number < len(self.pages):
            return None
        page, changed = self.pages[number], set(self.changed.get(number, ()))
        lines = [
            {
                "box": line.box,
                "text": line.text,
                "turned": page.turned,
                "divided": line.divided,
                "changed": n in changed,
            }
            for n, line in enumerate(page.lines)
        ]
        lines += [
            {"box": each.box, "text": each.text, "turned": each.turned, "divided": False, "changed": False}
            for each in margin
        ]
        looks = [{"box": each.box, "message": each.message} for each in self.looks if each.page == number]
        return {"lines": lines, "looks": looks, "width": page.width, "height": page.height}


def named_in(view: View, here: Path, path: Path) -> str:
    """How a view names a file, whose names are told from the folder `here`; empty if it has none such."""
    whole = os.path.abspath(here / path)
    return next((name for name in view.texts if os.path.abspath(here / name) == whole), "")


def lines_of_file(path: Path) -> tuple[str, ...]:
    """The lines of a file as it is now; none if it cannot be read."""
    try:
        return tuple(path.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError):
        return ()


def plain_letters(text: str) -> str:
    """A text letter by letter without capitals and accents, its quotation marks straight, its spaces plain."""
    letters = {ord(each): _plain(each) for each in set(text)}
    return text.translate(letters)


def _plain(letter: str) -> str:
    if letter in "‘’‚‛":
        return "'"
    if letter in "“”„«»":
        return '"'
    if letter in "‐‑\u00ad":
        return "-"
    if letter != "\n" and letter.isspace():
        return " "
    return unicodedata.normalize("NFKD", letter.casefold())[:1] or letter


def _pattern(words: str) -> str:
    """What some words look like where a line may end within them, or between."""
    made = (
        r"[ \n]+" if each == " " else r"-\n?" if each == "-" else re.escape(each) for each in re.sub(" +", " ", words)
    )
    return r"(?:-?\n)?".join(made) if len(words) > 1 else "".join(made)


def _hit(page: int, folio: Folio, lines: list[int], text: str, match: re.Match[str]) -> dict[str, Any]:
    """What the window is told of a place that a search has found in a text."""
    return {
        "page": page,
        "folio": str(folio),
        "lines": lines,
        "before": _around(text[max(0, match.start() - AROUND) : match.start()]),
        "words": _around(text[match.start() : match.end()]),
        "after": _around(text[match.end() : match.end() + AROUND]),
    }


def _letters(text: str) -> str:
    """The letters and figures of a text alone, by which a line is known however it is spaced and divided."""
    return re.sub(r"[\W_]+", "", plain_letters(text))


def _around(text: str) -> str:
    return re.sub(r"-\n", "", text).replace("\n", " ")
