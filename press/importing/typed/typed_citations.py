"""Citations typed by hand → those that they may stand for, each to be confirmed by an editor; nothing is changed.

*Ibid., 45* behind a note that cites a work; *Kern, Death in Washington, 45* where the works cited have one by Kern that
begins so; a locator typed behind a live citation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from press.importing.sureness import Sure
from press.importing.typescript import Changed, place_of
from press.lines import lines_within
from press.text import Block, Citation, Cluster, Inlines, Note, Text, plain, walk

IBID = re.compile(
    r"(?P<prefix>(?:see(?: also)?|cf\.) )?(?:ibid(?:em)?|ebd|ebda|a\. ?a\. ?o)\b\.?(?:,? ?(?P<rest>[^;]{0,60}?))?\.?",
    re.IGNORECASE,
)
SHORT = re.compile(
    r"(?P<prefix>(?:See(?: also)?|Cf\.|see|cf\.) )?(?:[A-Z]\. ?)*(?P<family>[^\W\d_][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r"(?:, (?P<title>[^,;]{3,80}?))?(?:,? \(?(?P<year>\d{4})\)?)?(?:, (?P<rest>[^;]{1,60}?))?\.?"
)
LOCATOR = re.compile(r",? ?(?P<rest>(?:pp?\. ?|S\. ?)?\d[\d–-]*(?:, \d[\d–-]*)*)\.?")
"""Figures of pages, typed behind a citation."""
PAGE = re.compile(r"^(?:pp?\. ?|S\. ?|at )(?=\d)")


def typed_citations(blocks: Sequence[Block], records: Sequence[Mapping[str, Any]]) -> tuple[Changed, ...]:
    """What notes say that may be a citation, each at its place, with how it would be written."""
    return tuple(_proposed(blocks, records))


def _proposed(blocks: Sequence[Block], records: Sequence[Mapping[str, Any]]) -> Iterator[Changed]:
    last: str = ""  # what the note before has cited, if it is one work
    for block in blocks:
        for note in (each for each in walk(block) if isinstance(each, Note)):
            lines = list(lines_within(note.blocks))
            cited = [each for line in lines for each in walk(line) if isinstance(each, Citation)]
            words = " ".join(plain(line) for line in lines).strip()
            key, surely = "", ""
            if cited:
                if found := _locator_behind(lines[0] if len(lines) == 1 else ()):
                    key, rest = found
                    yield _told(
                        block, f"…{rest}", f"[@{key}, {_bare(rest)}]", "a locator typed behind its citation", "sure"
                    )
            elif (found_ := IBID.fullmatch(words)) and last:
                key, surely = last, "the work of the note before"
                yield _told(block, words, _written(found_, key), surely)
            elif (short := SHORT.fullmatch(words)) and (key := _work_of(short, records)):
                yield _told(block, words, _written(short, key), "a work by that name is among the sources")
            # behind a note of two works, or of words, ibid. says nothing that can be known
            last = cited[0].key if len({each.key for each in cited}) == 1 else "" if cited else key


def _told(block: Block, words: str, written: str, why: str, sure: Sure = "likely") -> Changed:
    return Changed(place_of(block), f'"{" ".join(words.split())[:80]}" may be {written}: {why}', sure)


def _written(found: re.Match[str], key: str) -> str:
    rest = _bare(found["rest"] or "")
    return f"[{found['prefix'] or ''}@{key}{', ' if rest else ''}{rest}]"


def _bare(rest: str) -> str:
    """A locator without the sign of a page, which the style sets."""
    return PAGE.sub("", rest.strip(" ,."))


def _locator_behind(line: Inlines) -> tuple[str, str] | None:
    """The key of a citation without a locator at the end of a note, and figures that are typed behind it."""
    match line:
        case (*_, Cluster(citations=(*_, Citation(key=key, suffix=()))), Text(text=text)):
            found = LOCATOR.fullmatch(text.strip())
            return (key, found["rest"]) if found else None
    return None


def _work_of(found: re.Match[str], records: Sequence[Mapping[str, Any]]) -> str:
    """The one work that a short form can mean: by its author, and its title or its year."""
    meant = [
        record
        for record in records
        if _family(record) == found["family"].casefold()
        and (found["title"] or found["year"] or "").strip()
        and _begins(str(record.get("title", "")), found["title"] or "")
        and (not found["year"] or found["year"] in str(record.get("issued", "")))
    ]
    return str(meant[0].get("id", "")) if len(meant) == 1 else ""


def _family(record: Mapping[str, Any]) -> str:
    names: Any = record.get("author") or record.get("editor") or [{}]
    first = names[0] if isinstance(names, list) and names and isinstance(names[0], dict) else {}
    return str(first.get("family", first.get("literal", ""))).casefold()


def _begins(title: str, short: str) -> bool:
    """Whether a title begins with a short form of it, but for articles and marks."""
    one, two = (re.sub(r"^(?:the|an?) ", "", re.sub(r"[^\w ]", "", each.casefold())) for each in (title, short))
    return one.startswith(two.strip())
