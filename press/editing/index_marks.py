"""What braces say for indexes: `{subject=purge place="moscow, leningrad" .principal}`.

Whatever is no attribute of another kind names a register: whether the book has it shows when all of it is linked.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence, Set
from typing import Literal

from press.terms import BELOW

SPAN_SAYS: Mapping[str, Set[str]] = {
    **dict.fromkeys(("sub", "lang", "id"), frozenset()),
    "class": {"smallcaps", "principal", "super", "begin", "end", "underline", "ul", "side"},
}
"""What a mark may say beside what it is for, and which classes it may have: `[words]{person=quill .principal}`."""
OTHER_MARKS = ("sub", "lang", "#id", ".principal", ".begin", ".end", ".smallcaps", ".super", ".underline", ".side")
"""What braces behind words may say beside the registers."""
MARKS_HINT = f"marks are person and the other registers, {', '.join(OTHER_MARKS)}"
PLACE = "id"
"""What is marked where a place in the text has a name; no register is called so."""
NOBODY = "none"
"""Whom `person=none` names: words that are like a name and are none."""
NO_REGISTERS = frozenset({"id", "class", "alt", "width", "height", "at", "credit", "csv", "short", "align", "source"})
"""What braces say of other things, and no register can be called."""
DEEPEST = 2
"""How many levels of sub-entries there are."""


def entries_in(attrs: Mapping[str, object], says: Container[str]) -> list[tuple[str, str]]:
    """What a mark is for: the name of a register and the id of a heading, which is empty for `none`; several ids of one
    register stand in quotation marks, with commas between them. `says`: what the braces may say beside that.
    """
    return [
        (name, "" if key == NOBODY else key)
        for name, value in attrs.items()
        if name not in says and name not in NO_REGISTERS
        for key in (each.strip() or " " for each in str(value).split(","))
    ]


EDGES = frozenset({"begin", "end"})


def named_place(attrs: Mapping[str, object]) -> list[tuple[str, str]]:
    """The place that a mark names, so that the text can refer to its page: `[words]{#id}`, or `[]{#id}`."""
    return [(PLACE, str(attrs["id"]))] if attrs.get("id") else []


def edge_of(classes: Sequence[str]) -> Literal["", "begin", "end"]:
    """Which end of a range a mark is; what says both is told, and is none."""
    if set(classes) >= EDGES:
        return ""
    return "begin" if "begin" in classes else "end" if "end" in classes else ""


def faults_of_entries(
    entries: Sequence[tuple[str, str]], attrs: Mapping[str, object], *, wordless: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with a mark for indexes, and how it should be written."""
    classes = str(attrs.get("class", "")).split()
    edge, named = edge_of(classes), [term for _, term in entries if term]
    if ("sub" in attrs or {*EDGES, "principal"} & {*classes}) and not named:
        yield "sub, .principal, .begin and .end are said of nothing", "add person=some-id, or another register"
    elif "sub" in attrs and len(named) > 1:
        hint = "mark each by itself: [[words]{subject=a sub=…}]{place=b}"
        yield "sub is said of several headings", hint
    if "sub" in attrs and not all(part.strip() for part in str(attrs["sub"]).split(BELOW.strip())):
        yield "sub says nothing", "write it, or take it out"
    elif str(attrs.get("sub", "")).count(BELOW.strip()) >= DEEPEST:
        yield f"sub-entries below the second level: {attrs['sub']}", 'write sub="one > two" at most'
    if set(classes) >= EDGES:
        yield "a mark that both begins and ends a range", "write one mark for each end"
    elif edge and not wordless:
        yield (
            f"the {'beginning' if edge == 'begin' else 'end'} of a range has words",
            f"write []{{… .{edge}}} beside them",
        )
    if wordless and any(not term for _, term in entries):
        yield "none is said of no words", "take the mark out"
