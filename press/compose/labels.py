"""What parts, chapters and appendices are called by their numbers: over their titles, and in cross-references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from press.book import Book, Piece, Target
from press.compose.typography import NBSP
from press.indexes.locators import elide
from press.kinds import PROSE
from press.numerals import from_letters, to_letters, to_roman
from press.style.records import Numerals
from press.style.style import Style
from press.text import Figure, FigureGroup, Table

OVER_TITLES = ("part", "chapter", "appendix")
"""What has its number over its title; the number of a chapter stands there alone."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The names by number of what is in one book, as its style writes them."""

    book: Book
    style: Style
    watched: Mapping[str, Target] | None = None
    """The targets, where somebody looks on at which of them are asked for."""

    @property
    def targets(self) -> Mapping[str, Target]:
        """All that cross-references can point to, by their anchors."""
        return self.book.targets if self.watched is None else self.watched

    def label(self, target: Target, unit: str, part: str) -> str:
        """How a cross-reference names its target: chapter 4, Document 2, figure 1, note 12, chapter 8, note 12.

        `unit` is the chapter or document that refers, `part` the part in which it stands.
        """
        words = self.style.words
        if target.kind == "note":
            home = self.targets[target.home]
            note = f"{words['note']} {target.number}"
            # notes are numbered anew in each unit, so that of another must be named
            return f"{self.label(home, unit, part)}, {note}" if target.home != unit else note
        if target.kind == "place":  # which has no name but its page, nor has a book without pages
            return self.label(self.targets[target.home], unit, part)
        if target.kind == "line":
            return self._lines(target, unit, part)
        if number := self.numeral(target):
            # what is no figure is tied to its word here, where running text is not: "part I" may be two words there
            tied = not number[0].isdigit() or target.kind == "plate"
            named = f"{words[target.kind]}{NBSP if tied else ' '}{number}"
            # and so are chapters in each part, if the book will have it so
            away = bool(target.part) and target.part != part
            return f"{self.label(self.targets[target.part], unit, part)}, {named}" if away else named
        if target.kind == "piece":
            return target.title or words.get(target.home, "")
        own = next((piece.own_kind for piece in self.book.pieces if piece.anchor == target.home), "")
        if own in PROSE and PROSE[own].title == "none":
            # a page that prints no title, and the picture on one, is called by what it is, as a figure is
            word, figure = words.get(own, own), words["figure"]
            return word if figure[:1].isupper() else f"{word[:1].lower()}{word[1:]}"
        return f"‘{target.title or words.get(own, '')}’"

    def _lines(self, target: Target, unit: str, part: str) -> str:
        """A line of verse, l. 14, or several, ll. 114–16; of another unit that must be named, as with notes."""
        first, _, last = target.number.partition("-")
        named = f"{self.style.words['line']}{NBSP}{first}"
        if last:
            named = f"{self.style.words['lines']}{NBSP}{elide(int(first), int(last), self.style.index.elision)}"
        home = self.targets[target.home]
        return f"{self.label(home, unit, part)}, {named}" if target.home != unit else named

    def numeral(self, node: Target | Figure | FigureGroup | Table) -> str:
        """The number of a part, a chapter, an appendix, or of something in it, as the style has it; or nothing."""
        if isinstance(node, (Figure, FigureGroup)):  # plates may be counted by themselves, which their targets know
            node = self.targets[node.anchor]
        head, point, rest = node.number.partition(".")
        written = self.style.numerals
        if head.isalpha() and head.isupper():  # an appendix, or what is numbered within one
            return f"{self._written(from_letters(head), written.appendix)}{point}{rest}"
        how = {"part": written.part, "chapter": written.chapter}.get(getattr(node, "kind", ""), "arabic")
        return node.number if how == "arabic" or not head else self._written(int(head), how)

    def figure_word(self, node: Figure | FigureGroup) -> str:
        """What a figure is called before its number: a figure, or a plate."""
        return self.style.words[self.targets[node.anchor].kind]

    def _written(self, number: int, how: Numerals) -> str:
        words = self.style.words["numbers"].split() if how == "words" else ()
        match how:
            case "roman":
                return to_roman(number).upper()
            case "letters":
                return to_letters(number)
            case "words" if number <= len(words):
                return words[number - 1]
        return "" if how == "none" else str(number)

    def over_title(self, piece: Piece) -> str:
        """What stands over the title of a part, a chapter or an appendix: Part II, 4, Appendix A; or nothing."""
        target = self.targets.get(piece.anchor)
        if not piece.chapter or not target or target.kind not in OVER_TITLES:
            return ""
        number = self.numeral(target)
        # an appendix without a number is still one; the title of a part says enough
        named = target.kind == "appendix" or (target.kind == "part" and number)
        words = (self.style.words[target.kind] if named else "", number)
        return " ".join(each[:1].upper() + each[1:] for each in words if each)

    def other_id(self, piece: Piece) -> str:
        """By what else the text may refer to a part: its number, where its file has another name."""
        numbered = f"part-{piece.chapter.number}" if piece.kind == "part" and piece.chapter else ""
        target = self.targets.get(numbered)
        return numbered if target and target.home == piece.anchor != numbered else ""


def with_titles(book: Book, words: Mapping[str, str]) -> Book:
    """The book with the style's word for the title of every piece that has none of its own, for whoever names it."""
    made = {p.anchor: words.get(p.own_kind if p.chapter and p.kind != "index" else p.word, "") for p in book.pieces}
    titled = {
        anchor: replace(target, title=made[anchor]) if not target.title and made.get(anchor) else target
        for anchor, target in book.targets.items()
    }
    return replace(book, targets=titled)
