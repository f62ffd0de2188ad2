"""Lists of what a register has, without pages: what is wrong with one, and what of its headings no list prints.

Book → problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from press.book import Book, Piece
from press.editing.contents_rules import EMPTY_LIST
from press.editing.index_rules import INDEX_OF_NOTHING, REGISTER_NOT_PRINTED
from press.editing.indexes import FILELESS, LISTS
from press.editing.manuscript import Draft
from press.editing.value_rules import NEVER_PRINTED
from press.people import Person
from press.problem import Problem, warning
from press.terms import MARKS, PEOPLE, Indexed, Register


def lists_are_of_registers(book: Book) -> Iterator[Problem]:
    """A list is of what has a file; one that the style has no word for has a title."""
    for piece in _lists(book):
        made = [each for each in map(book.register, piece.listed) if each.kind in FILELESS and each.kind != PEOPLE]
        if made:
            message = f'a list of "{made[0].id}", which the press finds in the text'
            yield Problem(piece.origin, INDEX_OF_NOTHING, message, f"write {{piece: index, of: {made[0].id}}}")
        elif piece.kind == "list" and piece.listed and not str(piece.title).strip() and not _has_word(piece):
            message = f"a list of {', '.join(piece.listed)} without a title"
            yield Problem(piece.origin, INDEX_OF_NOTHING, message, "write title:, as the list is headed")


def lists_alone_have_no_marks(book: Book) -> Iterator[Problem]:
    """What the text marks for a register is printed by an index alone."""
    for id_ in _only_listed(book):
        marked = [each for each in book.occurrences if each.register == id_ and each.marked]
        if marked and id_ != PEOPLE:
            hint = f"add {{piece: index, of: {id_}}} to contents:, or take the marks out"
            message = f'a mark for the register "{id_}", which the book lists, and has no index of'
            yield warning(marked[0].origin, REGISTER_NOT_PRINTED, message, hint)


def _only_listed(book: Book) -> set[str]:
    """The registers that the book lists, and has no index of."""
    return {id_ for piece in book.pieces for id_ in piece.listed} - {id_ for piece in book.pieces for id_ in piece.of}


def is_only_listed(book: Book, register: Register) -> bool:
    """Whether the book lists what a register has, and has no index of it."""
    return register.id in _only_listed(book)


def left_out_of_lists(draft: Draft, book: Book) -> Iterator[Problem]:
    """Lists of nothing, or of headings of which nothing is said; and what is said of those that no list prints."""
    incomplete = {name.removeprefix("index ") for name in draft.incomplete}
    for piece in _lists(book):
        registers = [each for each in map(book.register, piece.listed) if each.id not in incomplete and _filed(each)]
        terms = [term for each in registers for term in each.terms.values()]
        if len(registers) == len(piece.listed) > 0 and (what := _nothing(piece, terms)):
            hint = "give them a note: or a gloss:" if terms and piece.kind == "list" else "take it out of contents:"
            yield warning(piece.origin, EMPTY_LIST, f"{what} {', '.join(piece.listed)}", hint)
    listed = {id_ for piece in book.pieces if piece.kind == "list" for id_ in piece.listed}
    for register, terms_read in draft.registers:
        noted = next((each for each in terms_read if each.note), None)
        if noted and register.id not in listed:
            at = noted.keys.get("note", noted.origin)
            hint = f"add {{piece: list, of: {register.id}}} to contents:"
            yield warning(
                at, NEVER_PRINTED, f'what is said of the headings of "{register.id}" is printed nowhere', hint
            )


def _lists(book: Book) -> list[Piece]:
    return [each for each in book.pieces if each.kind in LISTS]


def _filed(register: Register) -> bool:
    """Whether what it has is in a file; of one that lacks it that has been told."""
    return register.kind == PEOPLE or (bool(register.file) and register.kind not in FILELESS)


def _has_word(piece: Piece) -> bool:
    return len(piece.listed) == 1 and piece.listed[0] in MARKS


def _nothing(piece: Piece, terms: list[Indexed]) -> str:
    """What a list is that has nothing to tell, up to the names of its registers."""
    if piece.kind == "other-names":
        return "" if any(each.aliases for each in terms) else "a list of other names, and there are none in"
    if not terms:
        return "a list of nothing, for there is nothing in"
    return "" if any(map(_is_told_of, terms)) else "a list of headings of which nothing is said, from"


def _is_told_of(term: Indexed) -> bool:
    said = term.bio or term.dates if isinstance(term, Person) else term.note
    return bool(said or term.gloss)


LIST_CHECKS: tuple[tuple[Callable[[Book], Iterator[Problem]], frozenset[str]], ...] = (
    (lists_are_of_registers, frozenset({"indexes"})),
    (lists_alone_have_no_marks, frozenset({"indexes", "chapters", "documents"})),
)
"""What may be asked of a book, with the registers that must have been read whole for it to be just."""
