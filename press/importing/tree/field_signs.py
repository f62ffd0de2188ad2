"""References and their targets in an author’s file, as signs that go through pandoc as words.

Word and Writer keep a reference as a field, of which pandoc passes on the words at most, and not what they lead to. So
a sign stands for it that says all of it; where it comes out there is a `Reference`, whose `target` is a name of the
author's file, or a wordless `Mention` that is a target. `writing.cross_references` puts ids of ours for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from press.importing.tidy import clean, tidy
from press.text import Emphasis, Inlines, Mention, Reference, SmallCaps, Subscript, Superscript, Text

OPEN, CLOSE = "\ue2f4", "\ue2f5"
SIGN = re.compile(f"{OPEN}([0-9a-f]+){CLOSE}")
PARTED = "\x1f"
BEGUN, MIDDLE, ENDED = "\x1c", "\x1d", "\x1e"
"""What stands around words under marks within the words of a sign, and between the marks and them."""
MARKED = re.compile(f"{BEGUN}([a-z]+){MIDDLE}([^{ENDED}]*){ENDED}")
MARKS = {"Emph": "i", "SmallCaps": "k", "Superscript": "p", "Subscript": "s"}
KINDS: dict[str, type[Emphasis | SmallCaps | Superscript | Subscript]] = {
    "i": Emphasis,
    "k": SmallCaps,
    "p": Superscript,
    "s": Subscript,
}
"""Marks that the words of a reference may have."""
ANCHOR = "anchor"
"""The mark of a mention that is the target of a reference."""
Field: TypeAlias = Literal["target", "text", "page", "note", "call", "told"]
"""What a sign stands for: a target; a reference by words, by its page, to a note; a second call of a note; or something
that is to be told of its place.
"""
PAGES = r"(?:pages?|pp?\.|seiten?|S\.|pág(?:ina)?s?\.?|pagin[ae]|bladzijden?|blz\.)"
NOTES = r"(?:(?:foot|end)?notes?|n(?:n|ote)?\.|fn\.|(?:fuß|end)?noten?|Anm(?:erkung(?:en)?|\.)|nota)"


@dataclass(frozen=True, slots=True)
class FieldSign:
    """A reference, or a target: which, to what name, and the words that it has in the file."""

    field: Field
    name: str
    words: str = ""

    @property
    def written(self) -> str:
        """The sign."""
        return f"{OPEN}{PARTED.join((self.field, self.name, self.words)).encode().hex()}{CLOSE}"

    def inlines(self, file: str) -> Inlines:
        """What stands in the text for it; `file` tells its names from those of other files."""
        target = f"{file}#{self.name}"
        if self.field == "target":
            return (Mention(target, (), mark=ANCHOR, edge="point"),)
        return (Reference(target, self.field, tidy(_marked(self.words))),)


def with_marks(words: str, marks: Iterable[str]) -> str:
    """Words of a sign under marks, named as pandoc names them."""
    known = "".join(sorted(MARKS[each] for each in marks if each in MARKS))
    return f"{BEGUN}{known}{MIDDLE}{words}{ENDED}" if known and words.strip() else words


def _marked(words: str) -> Inlines:
    """The words of a sign, under the marks that they have."""
    made: Inlines = ()
    for n, part in enumerate(MARKED.split(words)):
        if n % 3 == 1:
            known = part
        elif part:
            inner: Inlines = (Text(clean(part)),)
            for each in known if n % 3 else "":
                inner = (KINDS[each](inner),)
            made += inner
    return made


def inlines_of(word: str, file: str) -> Inlines | None:
    """A word of pandoc’s with what its signs stand for; None where it has none."""
    if OPEN not in word:
        return None
    found: Inlines = ()
    for n, part in enumerate(SIGN.split(word)):
        if n % 2:
            found += sign.inlines(file) if (sign := _read(part)) else (Text(part),)
        elif part:
            found += (Text(clean(part)),)
    return found


def _read(written: str) -> FieldSign | None:
    """A sign; None for what is none of ours, though it begins and ends as they do."""
    try:
        field, name, words = bytes.fromhex(written).decode().split(PARTED)
    except ValueError:  # no letters, or not three parts of them
        return None
    return FieldSign(cast("Field", field), name, words) if field in get_args(Field) else None
