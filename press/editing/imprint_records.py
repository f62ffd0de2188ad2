"""What book.yaml may say of the edition: its ISBNs, its series, and whatever only the copyright page prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from press.fields import NOWHERE, Plain, Written
from press.problem import Origin


@dataclass(frozen=True, slots=True)
class IsbnRecord:
    """The ISBN of each format; or one, which is that of the printed book."""

    print: Plain = ""
    hardback: Plain = ""
    paperback: Plain = ""
    ebook: Plain = ""
    epub: Plain = ""
    pdf: Plain = ""
    audiobook: Plain = ""
    keys: Mapping[str, Origin] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> IsbnRecord:
        """The short way of writing it: a number alone."""
        return cls(text)


@dataclass(frozen=True, slots=True)
class AccessibilityRecord:
    """Who certifies that the EPUB is accessible."""

    certifier: Plain
    credential: Plain = ""
    report: Plain = ""


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    """The series in which the book appears."""

    title: Written
    number: Plain = ""
    issn: Plain = ""
    keys: Mapping[str, Origin] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> SeriesRecord:
        """The short way of writing it: only the title."""
        return cls(Written(text, origin))


@dataclass(frozen=True, slots=True)
class CopyrightRecord:
    """Who has the rights, and since when; by a name alone, since the year of the edition."""

    holder: Plain
    year: Plain = ""

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> CopyrightRecord:
        """The short way of writing it: only the holder."""
        return cls(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprintRecord:
    """What only the copyright page says."""

    copyright: tuple[CopyrightRecord, ...] = ()
    editions: tuple[Written, ...] = ()
    printing: int = 0
    original: Written = NOWHERE
    contributions: tuple[Written, ...] = ()
    address: str = ""
    web: str = ""
    cataloguing: str = ""
    designer: Written = NOWHERE
    typesetter: Written = NOWHERE
    type: Written = NOWHERE
    cover_picture: Written = NOWHERE
    printer: Written = NOWHERE
    printed_in: Plain = ""
    paper: Written = NOWHERE
    funding: Written = NOWHERE
    keys: Mapping[str, Origin] = field(default_factory=dict)
