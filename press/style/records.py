"""What style.yaml may say: the records that `press.fields` reads it into, key by key.

A default is what holds if neither the style nor any that it is based on says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias, get_args

from press.book import PageOne
from press.fields import Between, Given, Length, Written
from press.hyphens import Dashes
from press.indexes.options import IndexOptions
from press.problem import Origin
from press.style.justification import Justification
from press.style.limits import Limits

IMPRINT_LINES = Literal[
    "series",
    "edition",
    "editions",
    "original",
    "publisher",
    "address",
    "web",
    "copyright",
    "rights",
    "contributions",
    "funding",
    "isbn",
    "doi",
    "cataloguing",
    "designer",
    "typesetter",
    "type",
    "cover_picture",
    "paper",
    "printer",
    "printing",
]
"""The lines that a copyright page may have, in the order in which they stand if a style does not say otherwise."""
Opening: TypeAlias = Literal["recto", "verso", "next"]
"""On which side a piece of the book opens; `next` is whichever side comes next."""
NotesAt: TypeAlias = Literal["foot", "chapter", "book"]
"""Where notes stand: at the foot of the page, at the end of their chapter or document, or in a section of notes."""
Speakers: TypeAlias = Literal["above", "run-in"]
"""Where the speakers of a drama stand: on lines of their own, or at the head of what they say."""

Numerals: TypeAlias = Literal["arabic", "roman", "letters", "words", "none"]
"""How a number is written: 2, II, B, Two, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumeralsRecord:
    """How parts, chapters and appendices are numbered."""

    part: Numerals = "roman"
    chapter: Numerals = "arabic"
    appendix: Numerals = "letters"


Head: TypeAlias = Literal["none", "book", "part", "author", "chapter", "section-first", "section-last"]
"""What a running head says. A section is a heading of the second level, or a document: the first or last that begins
on the page, or that goes on there."""


@dataclass(frozen=True, slots=True)
class AuthorsRecord:
    """Where the authors of a chapter are named: under its title, in the contents, in the outline of the PDF; and where
    their affiliations stand: under the names, in a note that is called there, or in the list of contributors alone.
    """

    title: bool = True
    contents: bool = True
    outline: bool = False
    affiliation: Literal["title", "note", "list"] = "title"


@dataclass(frozen=True, slots=True)
class SidesRecord:
    """What the running heads of versos and rectos say."""

    verso: Head = "book"
    recto: Head = "chapter"


@dataclass(frozen=True, slots=True)
class HeadsRecord:
    """The running heads of the book; `kinds`: of some kinds of pieces, where they are to say something else."""

    verso: Head = "book"
    recto: Head = "chapter"
    kinds: Mapping[str, Given[SidesRecord]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> SidesRecord:
        """Those of a kind of piece."""
        sides = SidesRecord(self.verso, self.recto)
        return self.kinds[kind].over(sides) if kind in self.kinds else sides


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsOptions:
    """What the table of contents lists beside titles: subtitles, and the headings of the first level in chapters."""

    subtitles: bool = False
    headings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialsRecord:
    """With what letter a chapter opens. One that is dropped stands in so many lines, one that is raised as high on the
    first, one that hangs is dropped in the margin. `quotes`: marks before it are of the size of the text, hang in the
    margin, or are as large as it.
    """

    kind: Literal["none", "drop", "hanging", "raised"] = "none"
    lines: Annotated[int, Between(2, 4, "lines")] = 3
    quotes: Literal["text", "hung", "large"] = "hung"
    origin: Origin = field(default=Origin(""), compare=False)
    keys: Mapping[str, Origin] = field(default_factory=dict, compare=False)


HeadingPlace: TypeAlias = Literal["apart", "run-in", "side"]
"""Where a heading stands: on lines of its own, at the head of its paragraph, or in the margin beside that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingsRecord:
    """Where the headings of the second and the third level stand. One that no paragraph follows stands apart."""

    second: HeadingPlace = "apart"
    third: HeadingPlace = "apart"
    origin: Origin = field(default=Origin(""), compare=False)

    def at(self, level: int) -> HeadingPlace:
        """Where those of a level stand."""
        return self.second if level == 2 else self.third


@dataclass(frozen=True, slots=True, kw_only=True)
class SideColumnRecord:
    """The column in a margin in which side-notes and side-heads stand: how wide it is, how far from the text, and in
    which margin. Of no width, there is none.
    """

    width: Length = Length()
    gap: Length = Length(9.0, "9pt")
    at: Literal["outer", "inner", "left", "right"] = "outer"
    origin: Origin = field(default=Origin(""), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineNumbersRecord:
    """Which lines of the text of documents have their number in the margin: every so many, counted from the head of the
    document or of each page; none, if `every` is 0.
    """

    every: Annotated[int, Between(0, 100, "lines")] = 0
    anew: Literal["document", "page"] = "document"


@dataclass(frozen=True, slots=True)
class PlatesRecord:
    """How plates are numbered, among the figures or apart (Plate 1), and whether their pages have folios."""

    numbered: Literal["apart", "figures"] = "apart"
    folios: bool = False


@dataclass(frozen=True, slots=True)
class GutterRecord:
    """From how many pages on the inner margin is to be wider, and by how much."""

    from_: int
    extra: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeRecord:
    """How far letters keep from the edges of the trim; 0 where nothing is said."""

    inner: Length = Length()
    outer: Length = Length()
    top: Length = Length()
    bottom: Length = Length()
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRecord:
    """How the print edition is made.

    The printing condition and its ICC profile, what becomes of RGB colours, the bleed, the marks, the gutter by extent,
    and how fine pictures and line art must be (dots per inch). `spine` is the narrowest spine that bears a title.
    `inks`: by the colour that sheets have for it, #b03020, the name of an ink that the press loads beside its own.
    `safe`: by the name of a house, how far letters keep from the edges in what is made for it; for `any`, in all else.
    """

    profile: Written = Written("default_cmyk.icc", Origin(""))
    condition: str = "CGATS TR 001"
    colour: Literal["convert", "refuse"] = "convert"
    bleed: Length = Length()
    marks: Literal["none", "crop"] = "none"
    gutter: tuple[GutterRecord, ...] = ()
    resolution: int = 300
    line_art: int = 600
    spine: Length = Length(18.0, "18pt")
    inks: Mapping[str, Written] = field(default_factory=dict)
    safe: Mapping[str, SafeRecord] = field(default_factory=dict)

    @property
    def beyond(self) -> float:
        """How far beyond the trim pages are painted, in points: the bleed, and the widest gutter that may move them."""
        widest = max((each.extra.points for each in self.gutter), default=0.0)
        return self.bleed.points + widest if self.bleed.points else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleRecord:
    """style.yaml. `paged`: no for a style of the screen, which needs no fonts. `words`: what the templates say, by any
    key. `openings`: by kind of piece; the default is recto. `notes_at`: where notes stand; `notes_at_of`: by kind of
    piece, where they stand elsewhere. `long_note`: in words. `dashes`: what becomes of a hyphen that stands for one.
    `bullets`: for how many levels of lists within lists the sheets have marks.
    `imprint`: the lines of the copyright page, in order. `verse_numbers`: every which line of verse has its number, 0
    for none; `speakers`: where the speakers of a drama stand; `line_numbers`: which lines of documents have one.
    `credits`: below captions, or in a list of credits alone.

    `index` and `look` are what is given of them, for what they leave unsaid is not settled here: a preset's, or what
    follows from the justification.
    """

    name: str
    based_on: str = ""
    paged: bool = True
    fonts: tuple[Written, ...] = ()
    citations: Written = Written("", Origin(""))
    words: Mapping[str, str] = field(default_factory=dict)
    openings: Mapping[str, Opening] = field(default_factory=dict)
    heads: HeadsRecord = field(default_factory=HeadsRecord)
    authors: AuthorsRecord = field(default_factory=AuthorsRecord)
    bibliography_at: Literal["book", "chapter"] = "book"
    page_one: PageOne = "body"
    initials: InitialsRecord = field(default_factory=InitialsRecord)
    headings: HeadingsRecord = field(default_factory=HeadingsRecord)
    side_column: SideColumnRecord = field(default_factory=SideColumnRecord)
    contents: ContentsOptions = field(default_factory=ContentsOptions)
    numerals: NumeralsRecord = field(default_factory=NumeralsRecord)
    index: Given[IndexOptions] = field(default_factory=Given)
    look: Given[Limits] = field(default_factory=Given)
    justification: Justification = field(default_factory=Justification)
    notes_at: NotesAt = "foot"
    notes_at_of: Mapping[str, NotesAt] = field(default_factory=dict)
    long_note: int = 150
    verse_numbers: Annotated[int, Between(0, 100, "lines")] = 0
    speakers: Speakers = "above"
    line_numbers: LineNumbersRecord = field(default_factory=LineNumbersRecord)
    dashes: Dashes = "told"
    plates: PlatesRecord = field(default_factory=PlatesRecord)
    credits: Literal["caption", "list"] = "caption"
    bullets: int = 3
    print: PrintRecord = field(default_factory=PrintRecord)
    imprint: tuple[IMPRINT_LINES, ...] = get_args(IMPRINT_LINES)
    origin: Origin = Origin("")
