"""The account of one piece of the book: what the copy asks for, held against what a product shows of it.

What a product is made of, pages or HTML, it does not know: that has been sorted out before into the text, the notes and
the entries of the piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from press.problem import Origin, Problem
from press.words.compare import FoundText, Miss, align, compare_ordered, compare_run, skipped_in
from press.words.copy_sources import CopySource
from press.words.letters import CopyPiece, CopyRun
from press.words.rules import WORDS_LOST

NO_ITEM = "a line that begins with a number and a stop is an item of a list; in prose write 1939\\\\."
ENTRY = "source-"
"""What the id of an entry of a bibliography begins with."""
WITHIN = ".."
"""What parts the key in it from the piece, at whose end the entry stands."""
LONGEST = 9
"""So many words of a loss are told."""
TELLING = 4
"""So many letters of a loss, found where nobody can see them, tell why it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPiece:
    """What a product shows of a piece: its text, its notes in the order of their calls, what else stands among these
    (`apart`), and what stands in its margins (`sides`); the entries of a bibliography by key. `number_at` gives the
    number of the item that a letter of the text begins, `place` where a letter stands, in words; `unseen` are the
    letters that are there and nobody can see.
    """

    text: FoundText
    notes: Sequence[FoundText]
    apart: Sequence[FoundText] = ()
    sides: FoundText = field(default_factory=FoundText)
    entries: Mapping[str, FoundText]
    number_at: Callable[[int], str]
    place: Callable[[int], str]
    unseen: str


def words_amiss(piece: CopyPiece, found: FoundPiece, sources: Mapping[str, CopySource]) -> Iterator[Problem]:
    """All that is wrong with the words of a piece."""
    return _PieceAccount(piece, found, sources).problems()


def lost_words(run: CopyRun, miss: Miss, place: str = "", unseen: str = "") -> Problem:
    """What is amiss with words, told in their place; `unseen`: the letters that stand there and nobody can see."""
    words = [word for word in run.words[miss.first : miss.last] if word.sure] or list(run.words[miss.first : miss.last])
    origin = Origin(run.path, words[0].line if words else run.origin(0).line)
    told = " ".join(word.written for word in words[:LONGEST]) + (" …" if len(words) > LONGEST else "")
    said = {"lost": "not printed", "doubled": f"printed again{place}", "disordered": f"printed out of order{place}"}
    what = said[miss.what]
    hint = ""
    if miss.what == "lost":
        hint = "look for a rule of the style that hides it, a template that leaves it out, or a mark that swallows it"
        letters = "".join(word.letters for word in words)
        if len(letters) >= TELLING and letters in unseen:
            hint = "it is on the page, but cannot be seen: what rule hides it, what colour has it, what lies over it?"
    return Problem(origin, WORDS_LOST, f"{what}: “{told}”", hint)


class _PieceAccount:
    """Keeps the account of one piece."""

    def __init__(self, piece: CopyPiece, found: FoundPiece, sources: Mapping[str, CopySource]) -> None:
        self.piece, self.found, self.sources = piece, found, sources
        self.text = found.text

    def problems(self) -> Iterator[Problem]:
        """All that is wrong with its words."""
        yield from self._text_problems()
        yield from self._number_problems()
        for run in self.piece.runs:
            yield from self._citation_problems(run, self.text.letters)
        yield from self._entry_problems()
        yield from self._list_problems()
        yield from self._note_problems()
        yield from self._side_problems()

    def _text_problems(self) -> Iterator[Problem]:
        runs = self.piece.runs
        if not self.piece.ordered:
            for run in runs:
                for miss in compare_run(run, self.text):
                    yield self._problem(run, miss)
            return
        words = [word for run in runs for word in run.words]
        starts = [sum(len(run.words) for run in runs[:n]) for n in range(len(runs))]
        for miss in compare_ordered(words, starts, self.text, self.piece.repeated):
            n = bisect_right(starts, miss.first) - 1
            yield self._problem(runs[n], miss._replace(first=miss.first - starts[n], last=miss.last - starts[n]))

    def _entry_problems(self) -> Iterator[Problem]:
        """An entry of the bibliography has the title of its work whole, if at all, and its year."""
        for key, entry in self.found.entries.items():
            source = self.sources.get(key)
            if source:
                yield from self._title_problems(source, entry.letters)
                for year in source.years:
                    if year not in entry.letters:
                        message = f"the year {year} of “{key}” is not printed in the bibliography"
                        yield Problem(source.title.origin(0), WORDS_LOST, message)

    def _list_problems(self) -> Iterator[Problem]:
        """What a piece cites is listed at its end, if works are listed there."""
        for cited in self.piece.listed:
            if cited.key not in self.found.entries and cited.key in self.sources:
                message = f"the work “{cited.key}” is cited, and not listed at the end of {self.piece.origin.path}"
                yield Problem(self.sources[cited.key].title.origin(0), WORDS_LOST, message)

    def _number_problems(self) -> Iterator[Problem]:
        """The items of a list must have the numbers that they are written with, unless all are written with one."""
        before = ""
        for run in self.piece.runs:
            numbered = [n for n, word in enumerate(run.words) if word.written.endswith(".") and not word.sure]
            places = align(run.words, self.text.letters).places if numbered and self.piece.ordered else ()
            for n in numbered if places else ():
                first = next((at for at in range(n + 1, len(run.words)) if run.words[at].sure), -1)
                number, before = before, run.words[n].letters
                if first < 0 or places[first] < 0 or number == before:
                    continue
                made = sum(len(word.letters) for word in run.words[n:first])
                if 0 <= places[n] == places[first] - made:  # it stands right before the word, as it is written
                    continue
                printed = self.found.number_at(places[first])
                if printed and printed != before:
                    message = f"the item {before}. is printed as {printed}.: “{run.words[first].written} …”"
                    yield Problem(run.origin(n), WORDS_LOST, message, NO_ITEM)

    def _notes(self) -> Iterator[tuple[CopyRun, FoundText]]:
        """Each note of the copy with what is found of it; if their number is another there, with all that is found."""
        found = self.found.notes
        if len(found) != len(self.piece.notes):
            whole = FoundText()
            for text in (*found, *self.found.apart):
                for place, typed in text.typed:
                    whole.add(place, typed)
            found = [whole] * len(self.piece.notes)
        return zip(self.piece.notes, found, strict=True)

    def _note_problems(self) -> Iterator[Problem]:
        for note, text in self._notes():
            for miss in compare_ordered(note.words, [0], text, frozenset()):
                if miss.what != "doubled":  # the title of a work may be in a note's own words too
                    yield self._problem(note, miss._replace(at=-1))
            yield from self._citation_problems(note, text.letters)

    def _side_problems(self) -> Iterator[Problem]:
        """Side-notes come in their order too, apart from the text."""
        sides = [side for run in self.piece.runs for side in run.sides]
        words = [word for side in sides for word in side.words]
        starts = [sum(len(side.words) for side in sides[:n]) for n in range(len(sides))]
        for miss in compare_ordered(words, starts, self.found.sides, frozenset()):
            n = bisect_right(starts, miss.first) - 1
            here = miss._replace(first=miss.first - starts[n], last=miss.last - starts[n], at=-1)
            yield self._problem(sides[n], here)

    def _title_problems(self, source: CopySource, letters: str) -> Iterator[Problem]:
        """A title must be printed without a hole. It may end early, for short forms do, or not be printed at all."""
        for first, last in skipped_in(source.title.words, letters):
            yield self._problem(source.title, Miss("lost", first, last, -1))

    def _citation_problems(self, run: CopyRun, letters: str) -> Iterator[Problem]:
        """A citation must name its work, by author or title, and have the first figures of its locator."""
        for key, figures, line in run.citations:
            source = self.sources.get(key)
            names = source.shown if source else ()
            if source:
                yield from self._title_problems(source, letters)
            if names and not any(name in letters for name in names) and "ibid" not in letters:
                message = (
                    f"the work “{key}” is cited, and neither its author nor its title is printed in the {run.name}"
                )
                yield Problem(Origin(run.path, line), WORDS_LOST, message)
            elif figures not in letters:
                yield Problem(
                    Origin(run.path, line), WORDS_LOST, f"the {figures} of “{key}” is not printed in the {run.name}"
                )

    def _problem(self, run: CopyRun, miss: Miss) -> Problem:
        return lost_words(run, miss, self.found.place(miss.at) if miss.at >= 0 else "", self.found.unseen)
