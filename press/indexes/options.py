"""The conventions of an index, as a style chooses them: two houses, each part to be overridden in style.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from press.fields import NO_KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexOptions:
    """How the index is ordered, worded and punctuated; the defaults are Chicago's.

    `preset`: the house whose manner the options depart from. `separator` stands between heading and locators;
    `see_before` before *see* and *see also*, `see_between` between several targets. `join`: from how many successive
    pages on mentions become a range (0: never). `in_notes`: which mentions in notes count, all, those in words of the
    editor's own, or none; `headings`, `captions`, `quotations`: whether those there do; `documents`: whether a
    document is given by its pages or its number, or not at all. `locators`: what a bare number means; where it is a
    document, pages elsewhere stand behind `page` or `pages`. `break_up`: more bare locators than this are given
    chapter by chapter (0: never), or by what `break_by` says, a section being what stands below a heading of the
    second level. `layout`: sub-entries on lines of their own, or run in behind their heading. `continued`: where a
    heading is said again that is parted from its sub-entries, at the head of a verso or of every column;
    `said_again`: with the sub-entry above, or by itself. `document`, `documents_title` and `chapter` are words.
    `alphabet`: whose order of letters it is, which the book says and no style; `numerals`: how the numbers of
    chapters are written.
    """

    preset: Literal["chicago", "oxford"] = "chicago"
    order: Literal["letter", "word"] = "letter"
    elision: Literal["chicago", "oxford", "mhra", "full"] = "chicago"
    separator: str = ", "
    see_before: str = ". "
    see: str = "See"
    see_under: str = "See under"
    see_also: str = "See also"
    see_between: str = "; "
    notes: Literal["chicago", "oxford", "mhra"] = "chicago"
    join: int = 3
    in_notes: Literal["all", "discursive", "none"] = "all"
    text_wins: bool = True
    headings: bool = False
    captions: bool = True
    quotations: bool = True
    figures_italic: bool = True
    documents: Literal["page", "number", "none"] = "page"
    locators: Literal["pages", "documents"] = "pages"
    document: str = "Doc."
    page: str = "p."
    pages: str = "pp."
    chapter: str = "chap."
    documents_title: str = "Documents"
    mc_as_mac: bool = False
    st_as_saint: bool = False
    gloss: Literal["alike", "single", "always"] = "alike"
    subentries: Literal["pages", "alphabet", "passages"] = "pages"
    break_up: int = 0
    break_by: Literal["chapter", "part", "section"] = "chapter"
    layout: Literal["indented", "run-in"] = "indented"
    continued: Literal["versos", "columns", "never"] = "versos"
    said_again: Literal["all", "heading"] = "all"
    alphabet: str = field(default="", metadata=NO_KEY)
    numerals: str = field(default="arabic", metadata=NO_KEY)


PRESETS: Mapping[str, IndexOptions] = {
    "chicago": IndexOptions(),
    "oxford": IndexOptions(
        preset="oxford",
        order="word",
        elision="oxford",
        separator="\u2002",  # New Hart's 19.5: an en space, no comma
        see_before=", ",
        see="see",
        see_under="see under",
        see_also="see also",
        notes="oxford",
        chapter="ch.",
        join=0,  # New Hart's 19.6: 123–5 is a discussion; 123, 124, 125 are mentions
    ),
}
