"""What the templates of a style see of one piece of the book, and how they have its nodes written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from press.book import Abbreviation, Document, Piece, Target
from press.compose.bylines import Bylines
from press.compose.contents import WRITTEN, contents_of, longest_entry
from press.compose.cut_markup import cut_behind
from press.compose.dates import long_date
from press.compose.figures import seen_of_figures
from press.compose.imprint import imprint_lines
from press.compose.initials import opening_of, with_initial
from press.compose.item_marks import item_marks
from press.compose.labels import Labels
from press.compose.leads import Lead, lead_at
from press.compose.lettered import letters_of
from press.compose.looked import Looking, WatchedBook
from press.compose.material import Material
from press.compose.note_pieces import Cuts, PrintedNotes
from press.compose.points import folded
from press.compose.register_lists import headings_listed, other_names
from press.compose.sentences import first_sentence
from press.compose.tabular import tabulate
from press.compose.typography import breakable, end_entry, end_paragraph, end_tied, refine
from press.compose.verse import names_of_verse
from press.indexes.entries import Group
from press.indexes.headings import invert
from press.indexes.headnote import explain
from press.indexes.index import filing_key, options_of_piece
from press.indexes.locators import page_range
from press.links import public_link
from press.people import Alias, Person
from press.places import Folio, Places
from press.problem import Origin
from press.style.rendering import guarded
from press.style.templates import LOOKED
from press.terms import PEOPLE
from press.text import (
    Block,
    Cluster,
    Epigraph,
    ForeignPassage,
    Inline,
    Inlines,
    LetterPart,
    Link,
    Note,
    Paragraph,
    Phrase,
    Reference,
    Text,
    plain,
    repeated,
)

UNKNOWN = "–"
"""What stands for a page number that is not known yet."""
OPENING = ("dateline", "salutation")
"""The parts with which a letter opens."""
OF_NODES: Mapping[str, Any] = {
    "end_paragraph": end_paragraph,
    "end_entry": end_entry,
    "longest_entry": longest_entry,
    "breakable": breakable,
    "repeated": repeated,
    "first_sentence": first_sentence,
    "item_marks": item_marks,
}
"""What templates ask of nodes, whatever book they are of."""


class PieceView:
    """What a template sees of one piece: the book, the words of the style, and the ways to render nodes and pages."""

    def __init__(self, material: Material, piece: Piece, places: Places, cuts: Cuts, index: tuple[Group, ...]) -> None:
        self.looking = Looking()
        self.material, self.piece, self.index = material.watched(self.looking), piece, index
        self.places = self.looking.at("places", places)
        self.book, self.style = material.book, material.style
        self.labels = Labels(self.book, self.style, self.material.targets)
        self.bylines = Bylines(self.book, self.style)
        self.unit = piece.anchor
        self.blocks = 0
        self.noted = False
        self.tied, self.language = False, ""
        self.origins: dict[str, Origin] = {}
        self.opening = opening_of(piece, self.style.initials)
        self.leads: dict[int, Lead] = {}
        self.notes = PrintedNotes(material.notes[piece.anchor], self.material.placed, self.material.wording, cuts)
        self.environment = material.style.templates

    def html(self) -> str:
        """The section's HTML document."""
        context: dict[str, Any] = {
            "book": WatchedBook(self.book, self.looking),
            "imprint_lines": lambda: imprint_lines(self.book.imprint, self.style.words, self.style.imprint),
            "imprint": self.book.imprint,
            "piece": self.piece,
            "roman": self.book.pieces.index(self.piece) < self.book.page_one(self.style.page_one),
            "title": self.title(self.piece),
            "words": self.style.words,
            **self._of_index(),
            "people_listed": self.people_listed,
            "cover_names": self.cover_names,
            "headings_listed": lambda: headings_listed(self.book, self.piece, self.style.index),
            "other_names": lambda: other_names(self.book, self.piece, self.style.index),
            "bibliography": self.material.wording.bibliography,
            "works_of": lambda piece: self.material.wording.by_piece.get(piece.anchor, ()),
            "render": self.render,
            "lead": lambda paragraph: self.leads.get(id(paragraph)),
            **names_of_verse(self.style, lambda: self.noted),
            "title_of": self.title,
            "opening_title": self.opening_title,
            "authors": self.style.authors,
            "authors_of": self.bylines.of_piece,
            "names": self.bylines.names,
            "contributors_listed": self.bylines.listed,
            "numeral": self.labels.numeral,
            "over_title": self.labels.over_title,
            "title_inlines": self.title_inlines,
            "outlined": self.outlined,
            "part": self._part,
            "depth": int(bool(self.piece.part) and self.piece.kind != "part"),
            "other_id": self.labels.other_id(self.piece),
            "text": self.text,
            "lettered": self.lettered,
            "plain": lambda node: refine(str(node) if isinstance(node, Phrase) else plain(node)),
            "label": self.label,
            "page": self.page,
            "pages_of": self.pages_of,
            "cited": self.cited,
            "long_date": partial(long_date, self.style.words),
            "worded": self.worded,
            "block_id": self.block_id,
            "contents": partial(contents_of, self),
            **seen_of_figures(self.material.figures, self.labels),
            "tables": self.material.tables,
            "abbreviations": self.abbreviations,
            "reference": self.reference,
            "tabulate": lambda table: tabulate(table, self.book.imprint.language),
            **self.notes.names(),
            "in_note": self.in_note,
            "lang_of": self.lang_of,
            "dated_at": self.dated_at,
            "begin": self.begin,
            **OF_NODES,
            **self.material.also,
            LOOKED: self.looking.names,
        }
        return guarded(self.style, f"{self.piece.kind}.html.j2", lambda: self._render(context))

    def _of_index(self) -> dict[str, Any]:
        """What a template sees of the index that it prints."""
        options = options_of_piece(self.book, self.piece, self.style.index)
        return {
            "index": self.index,
            "deep": any(sub.subentries for group in self.index for each in group.entries for sub in each.subentries),
            "options": self.style.index,
            "cut_behind": cut_behind,
            "index_note": explain(options, self.index, people=self.piece.of == (PEOPLE,)),
        }

    def _render(self, context: dict[str, Any]) -> str:
        self.macros = self.environment.get_template("text.html.j2").make_module(context)
        return self.environment.get_template(self._template()).render({**context, "macros": self.macros})

    def _template(self) -> str:
        """The template of the piece: that of what its header says that it is, if the style has one."""
        names = [f"{kind}.html.j2" for kind in (self.piece.own_kind, self.piece.kind) if kind]
        return next((name for name in names if name in self.environment.list_templates()), names[-1])

    # --- what templates call -------------------------------------------------------------------

    def begin(self, unit: str) -> str:
        """From here on references are made from this unit: a document within the documents."""
        self.unit = unit
        return ""

    def render(self, node: Inlines | tuple[Block, ...]) -> Markup:
        """Inlines or blocks as HTML, each by the macro named after its class.

        Raises `TypeError`, a template's fault, for a string, and `AssertionError`, a fault of the press, for a citation
        that has not been worded.
        """
        out = []
        if not self.material.also:  # of an edition without pages a mark is on the word that it leads to
            node = folded(node)
        for n, each in enumerate(node):
            if isinstance(each, str):  # a template has given an attribute that is no text of the book
                raise TypeError(f"a string among nodes: {each!r}")
            if isinstance(each, Cluster):  # printed as nothing, it would be lost without a word
                raise AssertionError(f"a citation that has not been worded: {each}")
            macro = type(each).__name__
            if lead := lead_at(node, n, self.style.headings):  # it is written with the paragraph behind it
                self.leads[id(node[n + 1])] = lead
                continue
            if isinstance(each, Text):
                out.append(self.lettered(each.text))
            elif isinstance(each, Link):  # whoever it came from: a record, a style of citations
                url = public_link(each.url)
                out.append(getattr(self.macros, macro)(replace(each, url=url)) if url else self.render(each.inlines))
            elif isinstance(each, (LetterPart, Epigraph, ForeignPassage)):
                out.append(self._passage(each))
            elif isinstance(each, Note):  # two calls side by side are kept apart
                out.append(getattr(self.macros, macro)(each, n > 0 and isinstance(node[n - 1], Note)))
            else:
                out.append(getattr(self.macros, macro)(self._as_printed(each)))
        return Markup("").join(out)

    def _as_printed(self, node: Inline | Block) -> Inline | Block:
        """A block as it is, or with its initial if it opens the piece."""
        if node is not self.opening or not isinstance(node, Paragraph):
            return node
        inlines, _ = with_initial(node.inlines, self.style.initials, self.book.imprint.language)
        return replace(node, inlines=inlines)

    def _passage(self, node: LetterPart | Epigraph | ForeignPassage) -> Markup:
        """A passage that is set apart; what opens a letter or a section stays with what follows, as a heading does."""
        tied, language = self.tied, self.language
        opens = isinstance(node, Epigraph) or (isinstance(node, LetterPart) and node.kind in OPENING)
        self.tied = tied or opens
        self.language = node.lang if isinstance(node, ForeignPassage) else language
        written: Markup = getattr(self.macros, type(node).__name__)(node)
        self.tied, self.language = tied, language
        return written

    def text(self, words: str | Phrase) -> Markup:
        """Words of a record, with the marks that they have; the notes of a dateline stand there alone."""
        return self.render(repeated(words.inlines)) if isinstance(words, Phrase) else Markup("{}").format(refine(words))

    def lettered(self, text: str) -> Markup:
        """A string as it is set, where small capitals may be asked of it: what has none is marked."""
        return letters_of(text, self.style)

    def title(self, piece: Piece) -> Phrase:
        """A piece's title: the editor's, or the style's word for it."""
        return piece.title or Phrase.of(self.style.words.get(piece.word, ""))

    def opening_title(self, title: Phrase) -> Markup:
        """The title over a piece that the press makes, with its notes if the words before it bring it."""
        chapter = self.piece.chapter
        own = chapter is not None and bool(chapter.title) and plain(chapter.title) == str(title)
        return self.render(chapter.title) if chapter and own else self.text(title)

    def abbreviations(self) -> list[Abbreviation]:
        """The abbreviations that the book uses, in the order of the index."""
        used = (each for each in self.book.abbreviations if each.used)
        return sorted(used, key=lambda each: filing_key(each.short, self.style.index))

    def block_id(self, block: object, kind: str = "b") -> str:
        """An id for a block of this section, for the repair of notes; `bh` for what must stay with the next block, and
        `nb`, whatever is asked for, for what stands in a note.
        """
        self.blocks += 1
        kind = "nb" if self.noted else "bh" if self.tied else kind
        anchor = f"{kind}-{self.piece.anchor}-{self.blocks}"
        if origin := getattr(block, "origin", None):
            self.origins[anchor] = origin
        return anchor

    def people_listed(self) -> list[tuple[Person, str]]:
        """Everybody, by the headings of the index."""
        people = [(person, invert(person)) for person in self.book.people.values()]
        return sorted(people, key=lambda pair: filing_key(pair[0].sort or pair[1], self.style.index))

    def cover_names(self) -> list[tuple[Alias, Person]]:
        """Every other name but mere spellings, in order."""
        aliases = [(a, p) for p in self.book.people.values() for a in p.aliases if a.kind != "spelling"]
        return sorted(aliases, key=lambda pair: filing_key(pair[0].name, self.style.index))

    @property
    def _part(self) -> Piece | None:
        """The part that the piece belongs to."""
        return next((each for each in self.book.pieces if each.anchor == self.piece.part), None)

    def outlined(self, piece: Piece) -> str:
        """A title as the outline has it: with its subtitle, and with the number of a part or an appendix."""
        chapter = piece.chapter
        if not chapter:
            return refine(str(self.title(piece)))
        number = self.labels.over_title(piece) if piece.kind == "part" or chapter.kind == "appendix" else ""
        titles = (plain(chapter.title) or str(self.title(piece)), plain(chapter.subtitle))
        title = ": ".join(each for each in titles if each)
        # the points behind a number are no initial's: only the title has ties
        return self.bylines.outline(piece, ". ".join(each for each in (number, refine(title)) if each))

    def title_inlines(self, piece: Piece) -> Markup:
        """A piece's title without its notes, italics kept."""
        if piece.chapter and piece.chapter.title and (piece.kind in WRITTEN or not piece.title):
            return self.render(repeated(piece.chapter.title))
        return self.text(self.title(piece))

    def page(self, anchor: str) -> str:
        """The folio on which an anchor first stands."""
        folios = self._folios(anchor)
        return str(folios[0]) if folios else UNKNOWN

    def _folios(self, anchor: str) -> tuple[Folio, ...]:
        return self.places.get(anchor, ())

    def label(self, target: Target) -> str:
        """How a cross-reference made from here names its target."""
        return self.labels.label(target, self.unit, self.piece.part)

    def reference(self, node: Reference) -> Markup:
        """What a cross-reference prints: the editor's words, the target's page, or its label."""
        if node.form == "words":
            return self.render(node.inlines)
        if node.form == "page":
            return Markup("{}").format(refine(f"{self.style.words['page']} {self.page(node.target)}"))
        return Markup("{}").format(refine(self.label(self.material.targets[node.target])))

    def cited(self, document: Document) -> bool:
        """Whether the prose of the book refers to a document."""
        return bool(self.material.cited_in[document.anchor])

    def pages_of(self, document: Document) -> str:
        """Where the book discusses a document: `p. 45`, `pp. 45, 103–4`, elided as the index is."""
        anchors = self.material.cited_in[document.anchor]
        folios = sorted({folio for anchor in anchors for folio in self._folios(anchor)})
        word = self.style.words["page" if len(folios) == 1 else "pages"]
        return end_tied(refine(f"{word} {', '.join(_runs(folios, self.style.index.elision)) or UNKNOWN}"))

    def worded(self, anchor: str, inlines: Inlines) -> Inlines:
        """A line with citations (a document's source) as citeproc worded it."""
        found = self.material.wording.notes.get(anchor)
        return found[0] if found else inlines

    def dated_at(self, document: Document) -> Markup:
        """The place of a dateline, with the comma before its date, which in English the calls of notes follow."""
        inlines = document.place.inlines
        end = len(inlines)
        while end and isinstance(inlines[end - 1], Note):
            end -= 1
        comma = (Text(","),) if inlines and (document.date or document.date_text) else ()
        if self.book.imprint.language.startswith("en"):
            line = (*inlines[:end], *comma, *inlines[end:])
        else:
            line = (*inlines, *comma)
        return self.render(line) + (" " if comma else "")

    def lang_of(self, note: Note) -> str:
        """The language of a note in a document or a passage that is in another than the book: its own if it is part of
        the original, the book's if it is the editor's. Elsewhere it is in that of its text, and nothing is to be said.
        """
        language = self.language or next((d.language for d in self.book.documents if d.anchor == self.unit), "")
        return (language if note.original else self.book.imprint.language) if language else ""

    def in_note(self, block: Block) -> Markup:
        """A block of a note: no page is turned at it."""
        self.noted = True
        written = self.render((block,))
        self.noted = False
        # the engine takes white space between the blocks of a note for words; those of the book have no line feeds
        return written.replace("\n", "")


def _runs(folios: list[Folio], how: str) -> Iterator[str]:
    """Folios as printed, neighbouring pages joined."""
    run: list[Folio] = []
    for folio in [*folios, None]:
        if run and (folio is None or folio.roman != run[-1].roman or folio.number != run[-1].number + 1):
            yield page_range(run[0], run[-1], how)
            run = []
        if folio is not None:
            run.append(folio)
