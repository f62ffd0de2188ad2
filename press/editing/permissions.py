"""permissions.yaml → whose leave the book has to print what, and what it prints without any, on a day.

What is asked for is told of pictures alone; of a document, a table or a quotation whoever writes a record of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from press.book import Book, Permission
from press.editing.figure_rules import PERMISSION_OF_NOTHING, UNCLEARED
from press.editing.records import PermissionRecord
from press.problem import Origin, Problem, Severity, did_you_mean
from press.text import Figure, FigureGroup

Edition: TypeAlias = Literal["print", "reading"]
BOTH: tuple[Edition, Edition] = ("reading", "print")
LAST = "9999-12-31"


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture that the book prints: its path, and by what else a record may name it; and where it is asked for."""

    path: str
    names: tuple[str, ...]
    origin: Origin


def permission_of(record: PermissionRecord) -> Permission:
    """A record as it is kept in the book."""
    return Permission(
        subject=record.for_,
        holder=record.holder,
        cleared=record.cleared,
        by=record.by,
        until=record.until,
        editions=record.editions,
        note=record.note,
        origin=record.origin,
        keys=record.keys,
    )


def pictures_printed(book: Book) -> tuple[PrintedPicture, ...]:
    """Every picture that says something, in the order of the book; one of a group goes by the group's id too."""
    found: list[PrintedPicture] = []
    group: FigureGroup | None = None
    for node in book.nodes:
        if isinstance(node, FigureGroup):
            group = node
        elif isinstance(node, Figure) and not node.decorative:
            of_group = (group.anchor,) if group and any(node is each for each in group.figures) else ()
            found.append(PrintedPicture(node.path, (node.anchor, *of_group, node.path), node.origin))
    for each in book.documents:
        if each.image:
            origin = each.keys.get("image", each.origin)
            found.append(PrintedPicture(each.image, (each.anchor, each.image), origin))
    return tuple(found)


def state_of(permission: Permission, today: str) -> str:
    """What a record comes to on a day (2026-05-01): cleared, or why it is not."""
    if not permission.cleared or permission.cleared > today:
        return "not cleared"
    # a year or a month lasts to its end
    until = permission.until + LAST[len(permission.until) :] if permission.until else LAST
    return f"lapsed on {permission.until}" if until < today else "cleared"


def _covers(permission: Permission, edition: Edition) -> bool:
    return permission.editions in ("both", edition)


def uncleared(book: Book, today: str, editions: Sequence[Edition] = BOTH) -> Iterator[Problem]:
    """What is printed in some editions without leave on a day: errors where the book requires it, else warnings."""
    for each in book.permissions:
        state = state_of(each, today)
        without = [edition for edition in editions if _covers(each, edition)]
        if state != "cleared" and without:
            severity = Severity.ERROR if set(without) & set(book.leave_for) else Severity.WARNING
            message = f'the permission of {each.holder or "nobody"} for "{each.subject}" is {state}'
            yield Problem(each.origin, UNCLEARED, message.replace("is lapsed", "has lapsed"), severity=severity)
    wanted = [edition for edition in editions if edition in book.leave_for]
    for picture in pictures_printed(book) if wanted else ():
        records = [each for each in book.permissions if each.subject in picture.names]
        for edition in wanted:
            if not any(_covers(each, edition) for each in records):
                why = f"no record is for the {edition} edition" if records else "there is no record of it"
                message = f"{picture.path} is printed without leave: {why}"
                hint = f"add to permissions.yaml a record for: {picture.path}"
                yield Problem(picture.origin, UNCLEARED, message, hint)
                break


def records_name_what_is_there(book: Book) -> Iterator[Problem]:
    """A record that is for nothing of the book says nothing; and one that ends before it begins is mistyped."""
    names = {name for picture in pictures_printed(book) for name in picture.names}
    names |= book.targets.keys() | book.sources.keys()  # of a work much may be quoted
    for each in book.permissions:
        origin = each.keys.get("for", each.origin)
        if each.subject not in names:
            hint = did_you_mean(each.subject, names)
            message = f'a permission for "{each.subject}", which is nothing of this book'
            yield Problem(origin, PERMISSION_OF_NOTHING, message, hint)
        if each.until and each.until < each.cleared[: len(each.until)]:
            at = each.keys.get("until", each.origin)
            message = f"a permission that ends on {each.until}, before it was given"
            yield Problem(at, PERMISSION_OF_NOTHING, message)


def permission_log(book: Book, today: str) -> tuple[tuple[str, ...], ...]:
    """A row for each record, and for each picture without one: for what, holder, state, cleared, by, until, editions,
    note, where.
    """
    rows = [
        (
            each.subject,
            each.holder,
            state_of(each, today),
            each.cleared,
            each.by,
            each.until,
            each.editions,
            each.note,
            str(each.origin),
        )
        for each in book.permissions
    ]
    known = {each.subject for each in book.permissions}
    for picture in pictures_printed(book):
        if not known & set(picture.names):
            rows.append((picture.path, "", "no record", "", "", "", "", "", str(picture.origin)))
    return tuple(rows)
