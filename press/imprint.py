"""What a book says of itself as an edition: on its title page, on its copyright page, and in metadata.

Everything is frozen and does no input or output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from press.people import Contributor
from press.problem import Origin
from press.text import Phrase

NO_WORDS = Phrase()


@dataclass(frozen=True, slots=True)
class Copyright:
    """Who has the rights, and since which year or years."""

    holder: str
    year: str


@dataclass(frozen=True, slots=True)
class Series:
    """The series in which the book appears, and its number there."""

    title: Phrase = NO_WORDS
    number: str = ""
    issn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyrightPage:
    """What only the copyright page says (Chicago 18, 1.20–37). `address` and `cataloguing` are lines, kept as they are;
    `printing` is the number of the impression, 0 if it is not told.
    """

    copyright: tuple[Copyright, ...] = ()
    editions: tuple[Phrase, ...] = ()
    printing: int = 0
    original: Phrase = NO_WORDS
    contributions: tuple[Phrase, ...] = ()
    address: tuple[str, ...] = ()
    web: str = ""
    cataloguing: tuple[str, ...] = ()
    designer: Phrase = NO_WORDS
    typesetter: Phrase = NO_WORDS
    type: Phrase = NO_WORDS
    cover_picture: Phrase = NO_WORDS
    printer: Phrase = NO_WORDS
    printed_in: str = ""
    paper: Phrase = NO_WORDS
    funding: Phrase = NO_WORDS
    keys: Mapping[str, Origin] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Who certifies that the EPUB is accessible, as whom somebody has certified them, and where their report is."""

    certifier: str = ""
    credential: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the title page, the imprint and the PDF's metadata say.

    `author` and `editor` are the names of those in one line; `signers`: the authors of its pieces. `isbn` is that of
    the printed book, for its bar code; `isbns`: format → number, where the book says which is which.
    """

    title: Phrase
    subtitle: Phrase
    author: str
    editor: str
    language: str
    publisher: str
    place: str
    year: str
    isbn: str
    edition: str
    rights: Phrase
    slug: str
    isbns: Mapping[str, str] = field(default_factory=dict)
    doi: str = ""
    short: Phrase = NO_WORDS
    series: Series = Series()
    page: CopyrightPage = CopyrightPage()
    accessibility: Accessibility = Accessibility()
    authors: tuple[Contributor, ...] = ()
    editors: tuple[Contributor, ...] = ()
    translators: tuple[Contributor, ...] = ()
    series_editors: tuple[Contributor, ...] = ()
    signers: tuple[Contributor, ...] = ()

    @property
    def whole_title(self) -> str:
        """The title with the subtitle."""
        return f"{self.title}: {self.subtitle}" if str(self.subtitle) else str(self.title)

    def isbn_of(self, *formats: str) -> str:
        """The ISBN of the first of these formats that has one; the only one, where no format is told."""
        return next((self.isbns[each] for each in formats if each in self.isbns), "" if self.isbns else self.isbn)

    @property
    def rights_notice(self) -> str:
        """The notice of copyright and the rights, as metadata have them."""
        notices = (" ".join(part for part in ("©", each.year, each.holder) if part) for each in self.page.copyright)
        return ". ".join(part for part in ("; ".join(notices), str(self.rights)) if part)

    @property
    def creators(self) -> tuple[tuple[str, Contributor], ...]:
        """Whose book it is, each with the role: its authors and editors."""
        return tuple(_in_roles(author=self.authors, editor=self.editors))

    @property
    def others(self) -> tuple[tuple[str, Contributor], ...]:
        """Who else has a part in it: translators, editors of the series, and the authors of what is in it."""
        of_parts = tuple(each for each in self.signers if each not in (*self.authors, *self.editors))
        whole = {"translator": self.translators, "series-editor": self.series_editors}
        return tuple(_in_roles(**whole, author=of_parts))


def _in_roles(**some: tuple[Contributor, ...]) -> Iterator[tuple[str, Contributor]]:
    for role, contributors in some.items():
        yield from ((role, each) for each in contributors)
