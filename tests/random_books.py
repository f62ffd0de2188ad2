"""Random manuscripts, the same for the same seeds: chapters with notes wherever the press lets a note stand.

The prose is nonsense of the right shape. Every note begins with words of its own, so that it can be found in what is
made.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence

WORDS = """the a of and to in that was he it for on with as had by his at from which not be were this they have but who
her been one all there their would so when out up some time only them than more other into could what about after no its
over these first made then river harbour ledger letter witness minister embassy passport courier frontier correspondence
archive telegram newspaper commission Europe Paris Vienna Moscow Berlin autumn winter evidence testimony recollection
interrogation uncomfortable department authority nevertheless established particularly circumstances""".split()
ORDINALS = "alder birch cedar damson elder filbert gorse hazel ivy juniper larch maple nettle oak poplar quince".split()
SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='{height}'>"
    "<rect width='300' height='{height}' fill='none' stroke='black'/></svg>"
)
SOURCES = """references:
- {id: quince, type: book, author: [{family: Quince, given: Ann}], title: The Long Ledger, issued: "1951"}
- {id: rowan, type: article-newspaper, title: Harbour News, container-title: The Estuary Gazette, issued: "1937-10-06"}
"""


PLACES = ("harbour", "river", "embassy", "archive")
"""The headings of the register of a book that has one."""


class Author:
    """Writes one random chapter, and a document; `holding`: how many of its notes hold blocks; `rich`: it has verse,
    side-notes, and marks of a register too.
    """

    def __init__(self, seed: int, holding: float = 0.0, *, rich: bool = False) -> None:
        self.seed, self.holding, self.dice = seed, holding, random.Random(seed)
        self.rich, self.other_dice, self.lines = rich, random.Random(-seed), 0
        self.notes = 0
        self.apart: list[str] = []
        self.figures = 0
        self.headed = False

    def words(self, least: int, most: int) -> str:
        """A run of words."""
        return " ".join(self.dice.choices(WORDS, k=self.dice.randint(least, most)))

    def sentence(self, least: int = 5, most: int = 24) -> str:
        """A sentence, now and then with an abbreviation or a number in it."""
        words = self.words(least, most)
        if self.dice.random() < 0.1:
            words += f", {self.dice.choice(['p. 45', 'ch. 3', 'Mr A. B. Quill', 'e.g. 1937', 'vol. ii'])}"
        return words[0].upper() + words[1:] + self.dice.choice("....?!")

    def own_words(self) -> str:
        """The words by which a note is known: `Note gorse oak three.`"""
        self.notes += 1
        number, name = self.notes, []
        while number:
            number, digit = divmod(number, len(ORDINALS))
            name.append(ORDINALS[digit])
        return f"Note {' '.join(name)}."

    def note(self, here: bool = False) -> str:
        """A note: mostly short, sometimes long; a sentence or many; a bare citation; or, unless `here`, written
        apart.
        """
        if self.holding and not here and self.dice.random() < self.holding:
            return self.note_of_blocks()
        kind = 1.0 if here else self.dice.random()
        if kind < 0.1:
            self.notes += 1
            return self.dice.choice(["[@quince, 45]", "[see @rowan; @quince, ch. 3]"])
        if kind < 0.17:
            return self.note_apart()
        if kind < 0.27:
            return f"^[{self.own_words()} {self.sentence(30, 70)}]"
        long = self.dice.random() < 0.1
        body = " ".join(self.sentence() for _ in range(self.dice.randint(6, 14) if long else self.dice.randint(0, 4)))
        return f"^[{self.own_words()} {body}]".replace(" ]", "]")

    def note_apart(self) -> str:
        """A note of several paragraphs, written at the end of the chapter."""
        own = self.own_words()
        name = f"apart-{self.seed}-{self.notes}"
        paragraphs = [f"{own} {self.sentence()}"]
        paragraphs += [" ".join(self.sentence() for _ in range(self.dice.randint(1, 5))) for _ in range(2)]
        self.apart.append(f"[^{name}]: " + "\n\n    ".join(paragraphs))
        return f"[^{name}]"

    def note_of_blocks(self) -> str:
        """A note of several blocks, the first of which need not be a paragraph."""
        own = self.own_words()
        name = f"held-{self.seed}-{self.notes}"
        makers: Sequence[Callable[[], str]] = (
            lambda: " ".join(self.sentence() for _ in range(self.dice.randint(1, 6))),
            lambda: "\n>\n".join(f"> {self.sentence()} {self.sentence()}" for _ in range(self.dice.randint(1, 2))),
            lambda: "\n".join(f"{n}. {self.sentence()}" for n in range(1, self.dice.randint(3, 9))),
            lambda: f"- {self.sentence()}\n  - {self.sentence()}\n  - {self.sentence()}\n- {self.sentence(20, 40)}",
            lambda: "\n|\n".join("\n".join(f"| {self.words(3, 8)}" for _ in range(4)) for _ in range(2)),
            lambda: "\n".join(
                ["| Place | Heads |", "|---|--:|"]
                + [f"| {self.words(1, 3)} | {self.dice.randint(1, 999)} |" for _ in range(self.dice.randint(2, 7))]
            ),
            lambda: f"{self.words(1, 2)}\n:   {self.sentence()}",
        )
        blocks = [make() for make in self.dice.sample(makers, self.dice.randint(1, 4))]
        # a paragraph begins some, and ends all: a rule of the press wants its stop
        begun = [own] if self.dice.random() < 0.7 else []
        blocks = [*begun, *blocks, self.sentence() if begun else f"{own} {self.sentence()}"]
        indented = "\n\n".join(blocks).replace("\n", "\n    ").replace("    \n", "\n")
        self.apart.append(f"[^{name}]:{' ' if begun else chr(10) + '    '}{indented}")
        return f"[^{name}]"

    def calls(self, rate: float = 0.25, here: bool = False) -> str:
        """No note, one, or two in a row."""
        if self.dice.random() > rate:
            return ""
        return self.note(here) + (self.note(here) if self.dice.random() < 0.1 else "")

    def prose(self, least: int = 1, most: int = 8, rate: float = 0.25) -> str:
        """A paragraph, with notes after sentences and sometimes within them."""
        parts = []
        for _ in range(self.dice.randint(least, most)):
            middle = f"{self.sentence()[:-1]}{self.calls(0.08)} " if self.dice.random() < 0.2 else ""
            parts.append(f"{middle}{self.sentence()}{self.calls(rate)}{self.beside()}")
        return " ".join(parts)

    def beside(self) -> str:
        """Nothing, a side-note, or a sentence of which words, or a place, are marked for an index; in a rich book."""
        if not self.rich or self.other_dice.random() > 0.3:
            return ""
        place = self.other_dice.choice(PLACES)
        sub = self.other_dice.choice(["", "", f' sub="{self.words(1, 2)}"'])
        return self.other_dice.choice(
            [
                f"[{self.words(2, 5)}]{{.side}}",
                f" It was [{self.words(1, 3)}]{{place={place}{sub}}}.",
                f" []{{place={place}}}So it was.",
            ]
        )

    def verse(self) -> str:
        """Stanzas of verse with notes, indents, and a line that can be referred to, mostly with a source."""
        stanzas = []
        for _ in range(self.other_dice.randint(1, 3)):
            lines = [f"| {' ' * self.other_dice.choice((0, 0, 3))}{self.words(3, 8)}" for _ in range(4)]
            self.lines += 1
            name = f"line-{self.seed}-{self.lines}"
            lines[1] = f"| {self.words(1, 3)} [{self.words(1, 2)}]{{#{name}}}"
            lines[-1] += self.calls(0.5)
            stanzas.append("\n".join(lines))
        source = f"\n|\n| --- {self.words(1, 3).title()}" if self.other_dice.random() < 0.7 else ""
        said = f"See [](#{name}).\n\n"
        return said + "\n|\n".join(stanzas) + source

    def heading(self) -> str:
        """A heading of a chapter, often with a note, and what it heads."""
        mark = self.dice.choice(["##", "###"]) if self.headed else self.dice.choice(["##", "##"])
        self.headed = True  # a smaller heading stands under a larger one
        return f"{mark} {self.words(2, 6)}{self.calls(0.5)}\n\n{self.prose()}"

    def extract(self) -> str:
        """A block quotation with notes."""
        return "\n>\n".join(f"> {self.prose(1, 4, 0.5)}" for _ in range(self.dice.randint(1, 2)))

    def item_list(self) -> str:
        """A list with notes in its items."""
        mark = self.dice.choice(["-", "1.", "(a)", "i."])
        return "\n".join(f"{mark} {self.prose(1, 2, 0.5)}" for _ in range(self.dice.randint(2, 5)))

    def table(self) -> str:
        """A table with notes in its cells."""
        rows = [f"| {self.words(1, 3)}{self.calls(0.3)} | {self.words(2, 8)}{self.calls(0.3)} |" for _ in range(6)]
        return "\n".join(["| Place | What was found |", "|---|---|", *rows])

    def figure(self) -> str:
        """A picture whose caption has a note; or that floats; now and then some side by side."""
        if self.dice.random() < 0.3:
            return self.group()
        self.figures += 1
        name = f"{self.seed}-{self.figures}"
        at = self.dice.choice(("here", "here", "top", "bottom", "page"))
        calls, said = (self.calls(0.7), "") if at == "here" else ("", f"at={at} ")
        return f'![{self.sentence()}{calls}](figures/{name}.svg){{#f{name} {said}alt="A box."}}'

    def group(self) -> str:
        """Pictures side by side, with notes in their captions and in that of all."""
        panels = []
        for _ in range(self.dice.randint(2, 4)):
            self.figures += 1
            panels.append(
                f'![{self.sentence()}{self.calls(0.4)}](figures/{self.seed}-{self.figures}.svg){{alt="A box."}}'
            )
        return "\n\n".join(["::: {.figures}", *panels, f"{self.sentence()}{self.calls(0.4)}"]) + "\n:::"

    def block(self) -> str:
        """One block of a chapter; every second is plain prose."""
        if self.rich and self.other_dice.random() < 0.3:
            return self.verse()
        makers: Sequence[Callable[[], str]] = (self.heading, self.extract, self.item_list, self.table, self.figure)
        if self.dice.random() < 0.15:
            return "***\n\n" + self.prose()
        return self.dice.choice(makers)() if self.dice.random() < 0.35 else self.prose()

    def chapter(self, length: int) -> str:
        """A chapter of about so many words, notes in its title and epigraph included."""
        self.apart, self.headed = [], False
        header = f"---\nid: c{self.seed}\ntitle: {self.words(2, 5)}{self.calls(0.4, here=True)}\nshort: Chapter\n"
        if self.dice.random() < 0.4:
            header += f"epigraph: {self.sentence()}{self.calls(0.7, here=True)}\nepigraph_source: {self.words(2, 3)}\n"
        blocks = [self.prose()]
        while sum(len(block.split()) for block in blocks) < length:
            blocks.append(self.block())
        return "\n\n".join([header + "---", *blocks, *self.apart]) + "\n"

    def document(self) -> str:
        """A document with notes of the editor's and of its own."""
        self.apart = []
        text = self.prose(2, 6).replace("]}", "]") + f"^[{self.own_words()}]{{.original}} {self.prose(2, 4)}"
        head = f"---\nid: doc-{self.seed}\ntitle: A Letter{self.calls(0.5, here=True)}\nkind: letter\ntreatment: full\n"
        fields = "source: Printed in @quince [12].\nrights: None.\n"
        fields += f"headnote: {self.sentence()}{self.calls(0.5, here=True)}\n---\n\n"
        return head + fields + "\n\n".join([text, *self.apart]) + "\n"


def random_book(seeds: Iterable[int], length: int = 450, holding: float = 0.0, *, rich: bool = False) -> dict[str, str]:
    """The files of a random book: for each seed a chapter of about `length` words, for every second a document.

    `holding`: how many of the notes hold blocks; `rich`: there are verse, side-notes and an index of places.
    """
    chapters, documents, figures = {}, {}, {}
    for seed in seeds:
        author = Author(seed, holding, rich=rich)
        chapters[f"manuscript/chapters/{seed}.md"] = author.chapter(length)
        if seed % 2:
            documents[f"manuscript/documents/{seed}.md"] = author.document()
        for number in range(1, author.figures + 1):
            figures[f"manuscript/figures/{seed}-{number}.svg"] = SVG.format(height=author.dice.randint(40, 300))
    book = {**chapters, **documents, **figures, **shell(list(chapters), list(documents))}
    return with_places(book) if rich else book


def with_places(book: dict[str, str]) -> dict[str, str]:
    """A book with a register of places and its index, in a style that has a column in its margin."""
    settings = book["manuscript/book.yaml"].replace("style: classic", "style: modern")
    settings = settings.replace("contents:", "indexes: [{id: places, file: places.yaml}]\ncontents:")
    back = "" if "  back:" in settings else "  back:\n"
    places = "".join(f"- {{id: {name}, heading: {name.title()}}}\n" for name in PLACES)
    return {
        **book,
        "manuscript/book.yaml": f"{settings}{back}    - {{piece: index, of: places}}\n",
        "manuscript/places.yaml": places,
    }


def shell(chapters: Sequence[str], documents: Sequence[str] = ()) -> dict[str, str]:
    """What a book of these chapters needs beside them."""

    def listed(paths: Sequence[str]) -> Iterator[str]:
        return (f"  - {path.removeprefix('manuscript/')}\n" for path in paths)

    book = "title: A Random Book\nlanguage: en-GB\nstyle: classic\n"
    book += "".join(["documents:\n", *listed(documents)]) if documents else ""
    book += "".join(["contents:\n  body:\n", *(f"  {line}" for line in listed(chapters))])
    book += "  back:\n    - documents\n" if documents else ""
    return {
        "manuscript/book.yaml": book,
        "manuscript/people.yaml": "[]\n",
        "manuscript/sources.yaml": SOURCES,
    }
