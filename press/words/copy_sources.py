"""The records of sources.yaml, read again: what a citation may show of a work, and what a bibliography must."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from press.words.letters import CopyCitation, CopyRun, fold
from press.words.plain_markdown import UnitNotes, read_plain
from press.words.plain_yaml import CopyField, Record, list_of, record_of, text_of

TAGGED = re.compile(r"<(i|b|em|strong|sub|sup|sc|span)\b[^>]*>(.*?)</\1>")
"""Marks that Zotero writes in titles, in pairs."""


@dataclass(frozen=True, slots=True)
class CopySource:
    """What a citation of a work may show of it: one of these is in each of its notes. `listed`: in a bibliography, with
    this title and these years, as far as it gives them.
    """

    shown: tuple[str, ...]
    listed: bool
    title: CopyRun
    years: tuple[str, ...]


def read_source(record: Record, path: str) -> CopySource:
    """What a citation may show of a work: a family name, a title, the editor's own wording."""
    named = ("title", "title-short", "shortTitle", "genre", "container-title", "archive")
    shown = [text_of(record.get(key)) for key in named]
    for role in ("author", "editor", "translator", "director", "interviewer", "recipient", "collection-editor"):
        for name in list_of(record.get(role)):
            shown += [text_of(record_of(name).get(part)) for part in ("family", "literal", "given")]
    for key in ("cite", "cite_short"):
        if words := text_of(record.get(key)):
            shown += re.findall(r"\w{4,}", words)[:3]
    letters = [fold(" ".join(each.split()[:3])) for each in shown if each]
    own, issued = record.get("cite"), record.get("issued")
    title = own if isinstance(own, CopyField) else record.get("title")
    run = CopyRun(path, ())
    if isinstance(title, CopyField):
        run = read_plain(TAGGED.sub(r"\2", title.text), title.line, UnitNotes(path), "title")[0]
    years = [] if isinstance(own, CopyField) else re.findall(r"(?<!\d)0*(\d{3,4})(?!\d)", text_of(issued))
    listed = text_of(record.get("section")) != "none"
    return CopySource(tuple(each for each in letters if each), listed, run, tuple(years))


def cited_in(runs: Iterable[CopyRun]) -> tuple[CopyCitation, ...]:
    """All that is cited in some words."""
    return tuple(each for run in runs for each in run.citations)
