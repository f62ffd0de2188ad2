"""The account of words of the book without pages: is every word in the page for a browser, and in the EPUB, once, in
order, and to be seen?

The copy is that of the printed book, in the words of the style of the screen; the notes of a part stand behind it, in
the order of their calls. What `account.NOT_COUNTED` leaves out is left out here too, and what `NOT_ON_SCREEN` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from press.kinds import kind_named
from press.problem import Origin, Problem, in_order
from press.project import Project
from press.style.style import Style
from press.words.copytext import Copytext, read_copytext
from press.words.letters import CopyPiece
from press.words.piece_account import FoundPiece, words_amiss
from press.words.rules import WORDS_LOST
from press.words.screen import Read, Screened, read_epub, read_page, read_site, screen_epub, screen_page, views

NOT_ON_SCREEN = {
    "the half-title": "a page needs none",
    "the publisher, place and year of the title page": "they stand in what is said of the edition, at the end",
    "what is hidden from listeners, as numbers of paragraphs": "the press gives them",
    "the navigation and the cover of an EPUB": "they repeat the titles, and are no text",
    "the contents at the side of a page, and the way to the next": "they repeat the titles",
    "the contents of a page that is printed": "they have no page numbers, and are left off",
    "words that a sheet moves away, covers, or colours like the ground": "only a layout could tell",
}
"""Of what else no account is kept, and why."""
CLOSING = ("imprint", "colophon")
HEAD = 400
"""Within so many letters a part has its title."""

Letters: TypeAlias = tuple[str, ...]


def account_for_page(project: Project, style: Style, html: str) -> tuple[Problem, ...]:
    """All that is wrong with the words of a page for a browser, made in the style of the screen."""
    return _account_for(project, style, read_page(html))


def account_for_site(project: Project, style: Style, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """All that is wrong with the words of a web edition: its pages, in their order, and its sheets, by their paths."""
    return _account_for(project, style, read_site(files))


def _account_for(project: Project, style: Style, page: Read) -> tuple[Problem, ...]:
    copytext = read_copytext(project, style)
    problems: list[Problem] = []
    told: frozenset[Letters] = frozenset()
    for unseen, medium in views(page).items():
        found = screen_page(page, unseen)
        opening = [copytext.title] if "print" in medium else [copytext.title, copytext.contents]
        amiss = _problems(project, copytext, opening, found, told)
        problems += (replace(each, message=f"{each.message} (@media {medium})") if medium else each for each in amiss)
        told |= {_letters(part) for part in (found.before, *found.parts, found.behind)}
    return in_order(problems)


def account_for_epub(project: Project, style: Style, epub: bytes) -> tuple[Problem, ...]:
    """All that is wrong with the words of an EPUB, made in the style of the screen."""
    copytext = read_copytext(project, style)
    closing = any(piece.kind in CLOSING for piece in copytext.pieces)
    found = screen_epub(read_epub(epub), closing)
    return in_order(_problems(project, copytext, [copytext.title], found, frozenset()))


def _problems(
    project: Project, copytext: Copytext, opening: Sequence[CopyPiece], found: Screened, told: frozenset[Letters]
) -> Iterator[Problem]:
    """What is wrong with what is found; nothing of a part with letters that have been `told` of."""
    pieces = [piece for piece in copytext.pieces if kind_named(piece.kind).listed]
    before = _together(opening)
    behind = _together([piece for kind in CLOSING for piece in copytext.pieces if piece.kind == kind])
    pairs = [(before, found.before), *_paired(pieces, found.parts), (behind, found.behind)]
    if len(found.parts) > len(pieces) and not told:
        message = f"{len(pieces)} pieces are asked for, and {len(found.parts)} are there"
        yield Problem(Origin(project.shown(project.manuscript / "book.yaml")), WORDS_LOST, message)
    for piece, part in pairs:
        if part is None:
            if not told:
                yield Problem(piece.origin, WORDS_LOST, "the whole piece is not there")
        elif _letters(part) not in told:
            yield from words_amiss(piece, part, copytext.sources)


def _together(pieces: Sequence[CopyPiece]) -> CopyPiece:
    """Pieces that have no part of their own, as one."""
    runs = tuple(run for piece in pieces for run in piece.runs)
    return CopyPiece("", pieces[0].origin if pieces else Origin(""), runs)


def _paired(pieces: Sequence[CopyPiece], parts: Sequence[FoundPiece]) -> Iterator[tuple[CopyPiece, FoundPiece | None]]:
    """Each piece with its part: one behind another if there are as many, else by their titles."""
    if len(pieces) == len(parts):
        yield from zip(pieces, parts, strict=True)
        return
    at = 0
    for piece in pieces:
        title = "".join(word.letters for word in piece.runs[0].words if word.sure) if piece.runs else ""
        there = next((n for n in range(at, len(parts)) if title in parts[n].text.letters[:HEAD]), -1)
        at = at if there < 0 else there + 1
        yield piece, None if there < 0 else parts[there]


def _letters(part: FoundPiece) -> Letters:
    """All the letters of a part."""
    return part.text.letters, *(note.letters for note in part.notes)
