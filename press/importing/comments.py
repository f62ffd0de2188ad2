"""Comments of an author's file → queries in the manuscript: at their places, with who made them and when.

A sign is put in the file where a comment's words begin and end (`press.importing.index_marks`), for pandoc parts what
is said from where it is said. Words that go over the end of a paragraph, or cross those of another comment, cannot be
marked: they are quoted in the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from press.importing.tidy import clean
from press.importing.typescript import AuthorsComment, LeftOut
from press.importing.writing.escaping import GAP
from press.text import Blocks, Mention, walk

NO_PLACE = "a comment, whose place is not in the manuscript"
QUOTED = 60
"""So many letters are quoted of words that cannot be marked."""


@dataclass(frozen=True, slots=True)
class ImportedComments:
    """What becomes of comments: each as it is written, by the key of the mention that stands for it."""

    written: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, AuthorsComment] = field(default_factory=dict)

    def lost_in(self, texts: Mapping[str, str]) -> Iterator[LeftOut]:
        """The comments that are in none of some texts: what they were about has been left out, or cannot be said."""
        every = "\n".join(texts.values())
        for key, comment in self.comments.items():
            said = self.written.get(key, "").replace(GAP, " ").removeprefix("==}")
            if comment.edge != "begin" and (not said or said not in every):
                yield LeftOut(0, comment.said, NO_PLACE)


def imported_comments(files: list[tuple[Mapping[str, AuthorsComment], Blocks]]) -> ImportedComments:
    """The comments of some files as queries, in the order of these."""
    written: dict[str, str] = {}
    for comments, blocks in files:
        begun: set[str] = set()
        there = [each.term for each in walk(blocks) if isinstance(each, Mention) and each.term in comments]
        ended = {comments[key].name for key in there if comments[key].edge == "end"}
        for key in there:
            comment = comments[key]
            if comment.edge == "begin":
                # what has only one of its ends is not marked
                written[key] = "{==" if comment.name in ended else ""
                begun.add(comment.name)
            else:
                marked = comment.edge == "end" and comment.name in begun
                written[key] = f"{'==}' if marked else ''}{query_of(comment, quoted=not marked)}"
    return ImportedComments(written, {key: each for comments, _ in files for key, each in comments.items()})


def query_of(comment: AuthorsComment, *, quoted: bool) -> str:
    """A comment and its answers as queries; `GAP` stands for a space in them, so that none is divided."""
    about = " ".join(comment.about.split())
    about = f"on “{about[:QUOTED]}{'…' * (len(about) > QUOTED)}”: " if quoted and about else ""
    said = [_said(comment, about), *(_said(each, "") for each in comment.answers)]
    return "".join(f"{{>> {each} <<}}" for each in said).replace(" ", GAP)


def _said(comment: AuthorsComment, about: str) -> str:
    head = ", ".join(filter(None, (_plain(comment.who), comment.when, "resolved" * comment.resolved)))
    return f"{head}: {about}{_guarded(comment.text)}" if head else f"{about}{_guarded(comment.text)}"


def _plain(who: str) -> str:
    return " ".join(re.sub(r"[:,;?!{}<>]", " ", clean(who)).split())[:60].strip()


def _guarded(words: str) -> str:
    """The words of a comment, none of which ends it."""
    line = " ".join(clean(words).split()) or "(no words)"
    return re.sub(r"\{(?=>>|==|\+\+|--|~~)", "{ ", line).replace("<<}", "<< }").replace("==}", "== }")
