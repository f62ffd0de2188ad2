"""Runs of text → the order of a book: pieces before and after, parts with their chapters, and what has a number.

A number or a word such as *Chapter 3* before a title goes, where the press will print the same; else it stays, and that
is told. A line such as *By Jane Doe* below a title names who wrote the chapter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from press.importing.names.works import NAMES
from press.importing.report import some
from press.importing.structure.outline import HeadedRun, length_of
from press.importing.structure.titles import (
    CONTENTS,
    Label,
    bare_title,
    is_unnumbered,
    kind_of,
    label_of,
    stands_after,
    stands_before,
    without_label,
)
from press.importing.typescript import Changed, Division, LeftOut, Prose, Typescript, line_of, place_of, words_of
from press.text import Heading, Paragraph, plain

BYLINE = re.compile(rf"[Bb]y (?P<names>{NAMES}(?:, {NAMES})*(?:,? (?:and|&) {NAMES})?)")
LONGEST_BYLINE = 160


class Arranger:
    """The runs of one book being put in order; what is left out, changed or to be decided is gathered."""

    def __init__(self, runs: Sequence[HeadedRun]) -> None:
        self.runs = list(runs)
        self.left: list[LeftOut] = []
        self.changed: list[Changed] = []
        self.decide: list[str] = []
        self.by_part = False
        self.author = ""

    def ordered(self) -> tuple[tuple[Prose, ...], tuple[Prose | Division, ...], tuple[Prose, ...]]:
        """Pieces before the body, the body, and pieces after it; there is always a chapter."""
        self._find_author()
        front, body, back = self._sorted(self._without_contents())
        front = [replace(each, kind=kind_of(each.title), numbered=False) for each in front]
        back = self._appendices([replace(each, kind=kind_of(each.title), numbered=False) for each in back])
        self._tell_pieces(front, body, back)
        return tuple(front), tuple(self._numbered(self._titled(body))), tuple(back)

    def _tell_pieces(self, front: Iterable[Prose], body: Iterable[Prose | Division], back: Iterable[Prose]) -> None:
        """What was taken for something else than a chapter: by a title that only such a piece has, or by a place."""
        for where, pieces in (("before", front), ("after", back)):
            for each in pieces:
                what = f"a piece of the kind {each.kind}, by its title" if each.kind else "a piece, by where it stands"
                told = f"taken for {what}: it stands {where} the chapters"
                self.changed.append(Changed(each.place, told, "sure" if each.kind else "likely"))
        for part in (each for each in body if isinstance(each, Division)):
            label = label_of(part.opening.title)
            named = label is not None and label.kind == "part"
            how = "by its label" if named else "by the level of its heading"
            self.changed.append(Changed(part.opening.place, f"taken for a part, {how}", "sure" if named else "likely"))

    def _find_author(self) -> None:
        """If one and the same wrote every chapter whose author is named, and most of them are, it is a book by one."""
        named = {run.authors for run in self.runs if run.authors}
        count = sum(bool(run.authors) for run in self.runs)
        chapters = [
            r for r in self.runs if r.opens != "part" and not stands_before(r.title) and not stands_after(r.title)
        ]
        if len(named) == 1 and count * 2 > len(chapters):
            self.author = " and ".join(next(iter(named)))
            told = f"named below {count} of {len(chapters)} titles of chapters: the author of the book"
            self.changed.append(Changed(0, told, "likely", "book.yaml:author"))
            self.runs = [replace(run, authors=()) for run in self.runs]
        elif len(alone := [run for run in chapters if may_be_byline(run)]) > 1:
            lines = "; ".join(dict.fromkeys(plain(line_of(run.blocks[0])) for run in alone))
            self.decide.append(f"Names below titles of chapters may be those of their authors: {some(lines, 200)}")

    def _without_contents(self) -> list[HeadedRun]:
        """The runs without a table of contents that the author typed, which the press makes."""
        kept = []
        for run in self.runs:
            typed = CONTENTS.fullmatch(bare_title(run.title)) and not any(isinstance(b, Heading) for b in run.blocks)
            if typed and len(self.runs) > 1:
                words = " / ".join((plain(run.title), *(words_of(block) for block in run.blocks)))
                self.left.append(LeftOut(run.place, words, "the table of contents, which the press makes", "likely"))
            else:
                kept.append(run)
        return kept

    # --- before, among and after ------------------------------------------------------------------

    def _sorted(self, runs: list[HeadedRun]) -> tuple[list[Prose], list[Prose | Division], list[Prose]]:
        """Prose by its place, where that is known, else by its title."""
        front = [_prose(run) for run in runs if run.opens == "front"]
        back = [_prose(run) for run in runs if run.opens == "back"]
        middle = self._in_parts([run for run in runs if run.opens not in ("front", "back")])
        first = next((n for n, each in enumerate(middle) if not _before(each)), len(middle))
        last = next((n for n in range(len(middle), first, -1) if not _after(middle[n - 1])), first)
        if first == last:  # all of them could stand before or after chapters: then these are the chapters
            first, last = 0, len(middle)
        before = [each for each in middle[:first] if isinstance(each, Prose)]
        after = [each for each in middle[last:] if isinstance(each, Prose)]
        if not middle[first:last]:  # a body there must be
            return [], [*front, *back], []
        return [*front, *before], middle[first:last], [*after, *back]

    def _in_parts(self, runs: list[HeadedRun]) -> list[Prose | Division]:
        """The runs, the chapters of a part within it."""
        found: list[Prose | Division] = []
        for run in runs:
            last = found[-1] if found else None
            if run.opens == "part":
                found.append(Division(_prose(run), ()))
                if (words := length_of(run.blocks)) > 400:
                    title = plain(run.title)
                    self.decide.append(f'The part "{title}" opens with {words} words: they may be a chapter.')
            elif run.opens == "chapter" and isinstance(last, Division):
                found[-1] = replace(last, pieces=(*last.pieces, _prose(run)))
            else:
                found.append(_prose(run))
                if run.opens == "outside":  # the next chapter, if it has no part, is not within the last one
                    continue
        return found

    # --- numbers ------------------------------------------------------------------------------------

    def _titled(self, body: list[Prose | Division]) -> list[Prose | Division]:
        """The body with titles of parts without the number that the press prints; a part without a title keeps it."""
        parts = [each for each in body if isinstance(each, Division)]
        labels = [label_of(each.opening.title) for each in parts]
        numbers = [(n, label.number) for n, label in enumerate(labels, 1) if label and label.kind == "part"]
        running = all(n == number for n, number in numbers)
        if not running:
            self.changed.append(
                Changed(parts[0].opening.place, "parts are not numbered 1, 2, 3: their titles say how", "likely")
            )
        return [self._part(each, running) if isinstance(each, Division) else each for each in body]

    def _part(self, part: Division, running: bool) -> Division:
        label = label_of(part.opening.title)
        if label is None or label.kind != "part":
            return part
        if label.bare:
            self.decide.append(f'"{plain(part.opening.title)}" has no title of its own: give it one, if it has.')
        title = without_label(part.opening.title) if running and not label.bare else part.opening.title
        # "Part One" alone, or out of its order, is all that the part is called: no other number goes before it
        numbered = part.opening.numbered and running and not label.bare
        return replace(part, opening=replace(part.opening, title=title, numbered=numbered))

    def _numbered(self, body: list[Prose | Division]) -> list[Prose | Division]:
        """The body with titles of chapters without numbers that the press prints; those that have none are marked."""
        chapters = [prose for each in body for prose in (each.pieces if isinstance(each, Division) else (each,))]
        labels = {id(each): label for each in chapters if (label := _chapter_label(each))}
        in_parts = [
            [labels[id(prose)].number for prose in each.pieces if id(prose) in labels]
            for each in body
            if isinstance(each, Division)
        ]
        running = _is_row([label.number for label in labels.values()])
        anew = not running and len(in_parts) > 1 and all(map(_is_row, filter(None, in_parts))) and any(in_parts)
        anew = anew and sum(map(len, in_parts)) == len(labels)
        certain = len(labels) > 1 or any(label.kind == "chapter" for label in labels.values())
        if labels and not ((running or anew) and certain):
            first = next(each for each in chapters if id(each) in labels)
            self.changed.append(
                Changed(first.place, "titles have numbers other than 1, 2, 3: they are kept in them", "likely")
            )
            labels = {}
        self.by_part = anew and bool(labels)

        counted = [each for each in chapters if id(each) in labels or not is_unnumbered(each.title)]
        # one "Chapter 1" does not say that all others have no number; if it stands where it says, the press prints it
        most = len(labels) * 2 >= len(counted)
        in_place = all(labels[id(each)].number == n for n, each in enumerate(counted, 1) if id(each) in labels)
        if labels and not most and not in_place:
            labels = {}

        def told(prose: Prose) -> Prose:
            if label := labels.get(id(prose)):
                return prose if label.bare else replace(prose, title=without_label(prose.title))
            return replace(prose, numbered=False) if (labels and most) or is_unnumbered(prose.title) else prose

        made = [_each(each, told) for each in body]
        unnumbered = [p for p in chapters if p.numbered and id(p) not in labels and not told(p).numbered]
        self.changed += [Changed(each.place, "taken for a chapter without a number", "likely") for each in unnumbered]
        if not labels and not any(prose.numbered for each in made for prose in _prose_in(each)):
            return body  # a book of one chapter, called "Introduction"
        return made

    def _appendices(self, back: list[Prose]) -> list[Prose]:
        """Pieces after the body, those that are appendices without the letters that the press gives them."""
        appendices = [each for each in back if each.kind == "appendix"]
        labels = [label for each in appendices if (label := label_of(each.title))]
        numbers = [label.number for label in labels]
        if not any(label.bare for label in labels) and _is_row(numbers):
            stripped = {id(each): replace(each, title=without_label(each.title), numbered=True) for each in appendices}
            return [stripped.get(id(each), each) for each in back]
        if any(numbers) and not _is_row(numbers):
            told = "appendices are not A, B, C in a row: their titles say how"
            self.changed.append(Changed(appendices[0].place, told, "likely"))
        return back


def _prose(run: HeadedRun) -> Prose:
    return Prose(
        title=run.title,
        subtitle=run.subtitle,
        blocks=run.blocks,
        place=run.place,
        numbered=run.numbered,
        authors=run.authors,
    )


def _prose_in(each: Prose | Division) -> tuple[Prose, ...]:
    return each.pieces if isinstance(each, Division) else (each,)


def _each(each: Prose | Division, make: Callable[[Prose], Prose]) -> Prose | Division:
    return replace(each, pieces=tuple(map(make, each.pieces))) if isinstance(each, Division) else make(each)


def _before(each: Prose | Division) -> bool:
    return isinstance(each, Prose) and stands_before(each.title)


def _after(each: Prose | Division) -> bool:
    return isinstance(each, Prose) and stands_after(each.title)


def _chapter_label(prose: Prose) -> Label | None:
    """The label of a chapter: a number, which no heading of a section has got here."""
    label = label_of(prose.title)
    return label if label and label.kind in ("chapter", "number") else None


def _is_row(numbers: Iterable[int]) -> bool:
    """Whether numbers are 1, 2, 3 and so on."""
    found = list(numbers)
    return found == list(range(1, len(found) + 1))


# --- by-lines -----------------------------------------------------------------------------------------


def with_authors(run: HeadedRun, changed: list[Changed], file: Typescript) -> HeadedRun:
    """A run without the line below its title that names its authors, by its words, its style, or as the file does."""
    first = run.blocks[0] if run.blocks else None
    if not isinstance(first, Paragraph) or len(run.blocks) < 2:
        return run
    words = plain(first.inlines)
    known = place_of(first) in file.bylines or words.casefold() == file.author.casefold()
    names = byline(words) or (names_in(words.removeprefix("by ").removeprefix("By ")) if words and known else ())
    if not names or run.authors:
        return run
    told = f'"{words}" below a title: who wrote the chapter, in contributors.yaml'
    changed.append(Changed(place_of(first), told, "sure" if known else "likely"))
    return replace(run, authors=names, blocks=run.blocks[1:])


def byline(words: str) -> tuple[str, ...]:
    """The names in a line such as *By Jane Doe and John Roe*, or nothing."""
    if words.isupper() and not words.startswith("BY THE "):  # as title pages have it
        words = words.title()
    found = BYLINE.fullmatch(words.strip(" .")) if len(words) <= LONGEST_BYLINE else None
    return names_in(found["names"]) if found else ()


def names_in(words: str) -> tuple[str, ...]:
    """Names parted by commas and *and*."""
    return tuple(each.strip(" .") for each in re.split(r",? (?:and|&) |, |; ", words) if each.strip(" ."))


def may_be_byline(run: HeadedRun) -> bool:
    """Whether the line below a title is a name alone: it may be who wrote the chapter."""
    first = run.blocks[0] if len(run.blocks) > 1 else None
    return isinstance(first, Paragraph) and bool(re.fullmatch(rf"{NAMES}(?: (?:and|&) {NAMES})?", plain(first.inlines)))
