"""What the files of a manuscript may say of indexes: the registers of book.yaml, and the headings in their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from press.fields import NOWHERE, OneOrMore, Plain, Written
from press.problem import Origin
from press.terms import REGISTER_KINDS

YES_OR_NO = Literal["", "yes", "no"]
"""What a register says for itself, or leaves to the style."""


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    """An entry of `indexes:` in book.yaml: what there is an index of, and what counts in it."""

    id: str
    kind: REGISTER_KINDS = ""
    mark: str = ""
    file: str = ""
    title: Written = NOWHERE
    headnote: str = ""
    in_notes: Literal["", "all", "discursive", "none"] = ""
    headings: YES_OR_NO = ""
    captions: YES_OR_NO = ""
    quotations: YES_OR_NO = ""
    documents: Literal["", "page", "number", "none"] = ""
    locators: Literal["", "pages", "documents"] = ""
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormRecord:
    """A form of a name, perhaps limited to some chapters or documents."""

    form: str
    only_in: tuple[str, ...] = ()
    origin: Origin = Origin("")

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> FormRecord:
        """The short way of writing it: only the form."""
        return cls(text, origin=origin)


@dataclass(frozen=True, slots=True)
class OtherHeadingRecord:
    """Another heading, from which a *see* leads; `sub`: to which sub-entry."""

    name: Plain
    forms: tuple[FormRecord, ...] = ()
    sub: str = ""
    origin: Origin = Origin("")

    @classmethod
    def from_text(cls, text: str, origin: Origin) -> OtherHeadingRecord:
        """The short way of writing it: only the heading."""
        return cls(text, origin=origin)


@dataclass(frozen=True, slots=True)
class SubEntryRecord:
    """A sub-entry that refers to other headings: `see_also` if it has places of its own, `see` if it has none."""

    sub: str
    see: OneOrMore = ()
    see_also: tuple[str, ...] = ()
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class TermRecord:
    """An entry of the file of a register."""

    id: str
    heading: Written = NOWHERE
    forms: tuple[FormRecord, ...] = ()
    aliases: tuple[OtherHeadingRecord, ...] = ()
    see: OneOrMore = ()
    see_also: tuple[str, ...] = ()
    subs: tuple[SubEntryRecord, ...] = ()
    gloss: Plain = ""
    note: Written = NOWHERE
    sort: str = ""
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)
