"""Works named in headings and running text → records proposed for `sources.yaml`, and how the text names each.

*Gary Kern, the author of A Death in Washington (2004)*, *(3) Walter Krivitsky, I Was Stalin's Agent (1939)*, and in
a text with italics *Gary Kern, A Death in Washington (New York: Enigma, 2004)*. What is not sure is not proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from press.importing.names.dates import read_date
from press.importing.names.full_names import author_fields
from press.importing.names.lexicon import any_of, lexicon
from press.importing.slugs import Slugs
from press.importing.sureness import Sure, surer
from press.text import Emphasis, Inlines, plain

EN = lexicon("en")
NAME = r"(?:[A-ZÀ-ÞŁŚŠŽ][\w'’.-]*|de|del|della|der|den|di|du|la|le|ten|ter|van|von|zu|[A-Z]\.)"
NAMES = rf"{NAME}(?: {NAME}){{1,4}}"
AUTHORS = rf"{NAMES}(?:(?:, {NAMES})* and {NAMES})?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
AUTHOR_OF = re.compile(
    rf"(?P<authors>{AUTHORS}),? (?:was |is |were |are )?(?:the |co-)*(?:authors?|editors?|writers?) of "
    rf"(?P<title>(?:[^().;“”\"]|(?<=\b[A-Z])\.){{2,200}}?) \({YEAR}\)"
)
TITLE_WORD = r"[A-ZÀ-ÞŁŚŠŽ0-9][\w'’.-]*"
SMALL_WORD = rf"(?:{any_of(EN.small_words)})"
TITLE = rf"{TITLE_WORD}(?:[,:]? (?:{TITLE_WORD}|{SMALL_WORD}))*"
TITLE_END = re.compile(rf"(?<![\w'’]){TITLE}$")
IN_YEAR = re.compile(rf" \({YEAR}\)")
REACH = 200
"""Letters before a year in which its title begins."""
CUE = re.compile(
    rf"(?:\b(?:in|his|her|their|its) (?:(?:his|her|their|the|own) )*(?:{any_of(EN.kinds_of_books)}),?"
    rf"|\b(?:{any_of(EN.citing)}|point(?:s|ed)? out)(?: \w+){{0,3}}(?: in| as| of)?,?) $"
)
EVENT = re.compile(rf"\b(?:{any_of(EN.events)})$")
LEADING = re.compile(rf"^(?:(?:{SMALL_WORD}|In|On|At|By|For|From|With|And|But|As|To|After|Before|According) )+(?=\S)")
ITALIC_TAIL = re.compile(
    r"^,? ?\((?:(?P<place>[^():,]{2,40}?)(?:: ?(?P<publisher>[^()]{2,60}?))?, ?)?"
    rf"(?:[^(),]{{1,20}} edn?\.?, ?)?{YEAR}\)"
)
ITALIC_HEAD = re.compile(
    r"(?:^|[.;:(] ?|[Ss]ee |[Ss]ee also |[Cc]f\. |[Ii]n |[Bb]y |and )"
    rf"(?P<authors>{AUTHORS})(?: \(eds?\.?\))?, $"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work as the text names it. `date`: the year or the whole date; `places`: where it is named."""

    title: str
    kind: str
    authors: tuple[str, ...] = ()
    date: str = ""
    container: str = ""
    publisher: str = ""
    town: str = ""
    places: tuple[int, ...] = ()
    sure: Sure = "likely"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record proposed for sources.yaml, and where the typescript names the work; how sure it is that it is one, and
    nothing where the author's file has the record.
    """

    key: str
    record: Mapping[str, Any]
    places: tuple[int, ...]
    sure: Sure = ""


WorkKey: TypeAlias = tuple[str, str]
"""A work's title, bare, and its date: the same for all that name it."""


@dataclass(slots=True)
class WorkList:
    """Works met so far, one entry each however often the text names it."""

    works: dict[WorkKey, Work] = field(default_factory=dict)

    def key(self, work: Work) -> WorkKey | None:
        """Under which entry a work stands, perhaps without its subtitle; None if it has none."""
        key = (_bare(work.title or work.container), work.date)
        return key if key in self.works else next((known for known in self.works if _same_work(known, key)), None)

    def add(self, work: Work) -> None:
        """Enter a work, or what this mention of it tells more."""
        key = self.key(work)
        if key is None:
            self.works[_bare(work.title or work.container), work.date] = work
            return
        known = self.works[key]
        self.works[key] = replace(
            known,
            title=max(known.title, work.title, key=len),
            authors=known.authors or work.authors,
            container=known.container or work.container,
            publisher=known.publisher or work.publisher,
            town=known.town or work.town,
            places=(*known.places, *work.places),
            sure=surer(known.sure, work.sure),
        )


def _bare(title: str) -> str:
    return re.sub(r"[^\w ]", "", title.casefold()).strip()


def _same_work(known: WorkKey, key: WorkKey) -> bool:
    """The same title of the same date, once perhaps without its subtitle."""
    shorter, longer = sorted((known[0], key[0]), key=len)
    return known[1] == key[1] and len(shorter.split()) > 1 and longer.startswith(f"{shorter} ")


# --- running text ----------------------------------------------------------------------------------------


def find_works(lines: Iterable[tuple[Inlines, int]], works: WorkList) -> None:
    """Enter every work that running text names, each line with its place."""
    for inlines, place in lines:
        _find_italic(inlines, place, works)
        words = plain(inlines)
        if "(" in words:
            _find_named(words, place, works)


def _find_italic(inlines: Inlines, place: int, works: WorkList) -> None:
    for n, inline in enumerate(inlines):
        if not isinstance(inline, Emphasis) or n + 1 >= len(inlines):
            continue
        tail = ITALIC_TAIL.match(plain(inlines[n + 1 : n + 2]))
        title = plain(inline.inlines).strip(" ,.")
        # italics alone say nothing: a ship, a foreign word, stress. A year in parentheses after them does
        if not tail or (not title[:1].isupper() and not title[:1].isdigit()):
            continue
        # the author before it, where a sentence, a parenthesis or a "see" begins
        head = ITALIC_HEAD.search(plain(inlines[:n])[-160:])
        authors = names_in(head["authors"]) if head else ()
        works.add(
            Work(
                title=title,
                kind="book",
                authors=authors,
                date=tail["year"],
                publisher=tail["publisher"] or "",
                town=tail["place"] or "",
                places=(place,),
                sure="sure" if authors and tail["publisher"] else "likely",
            )
        )


def _find_named(words: str, place: int, works: WorkList) -> None:
    taken: list[tuple[int, int]] = []  # what has been read as "the author of …" is not read again as a title alone
    for found in AUTHOR_OF.finditer(words):
        works.add(
            Work(
                title=found["title"].strip(" ,"),
                kind="book",
                authors=names_in(_person(found["authors"])),
                date=found["year"],
                places=(place,),
            )
        )
        taken.append(found.span())
    for found in IN_YEAR.finditer(words):
        if any(start <= found.start() < end for start, end in taken):
            continue
        before = words[max(0, found.start() - REACH) : found.start()]
        title_at = TITLE_END.search(before)
        if not title_at:
            continue
        before, title = before[: title_at.start()], title_at[0]
        # a sentence's own first words have capitals too, and a title does not end with an event
        if cut := LEADING.match(title):
            before, title = before + cut[0], title[cut.end() :]
        if EVENT.search(title) or not title[:1].isupper():
            continue
        # capitals and a year are too little: it must be cited, quoted, or known from another place
        quoted = before.endswith(("“", '"', "‘")) and " " in title
        cued = CUE.search(before)
        sure: Sure = "likely" if cued else "doubtful"
        work = Work(title=title, kind="book", authors=(), date=found["year"], places=(place,), sure=sure)
        if cued or quoted or works.key(work):
            works.add(work)


def names_in(words: str) -> tuple[str, ...]:
    """The names in `John Costello and Oleg Tsarev`."""
    return tuple(name.strip() for name in re.split(r", | and ", words) if name.strip())


def _person(words: str) -> str:
    """Names without what a sentence puts before the first of them."""
    return re.sub(r"^(?:(?:According to|As|In|But|And|The|His|Her|Historian|Journalist|Biographer) )+", "", words)


# --- records -----------------------------------------------------------------------------------------------


def propose_sources(works: WorkList, taken: Iterable[str] = ()) -> tuple[dict[WorkKey, str], tuple[Proposal, ...]]:
    """A record for each work, its key made of author and year; and which work got which key."""
    slugs = Slugs(taken)
    keys: dict[WorkKey, str] = {}
    proposals = []
    for known, work in works.works.items():
        year = work.date[:4] if work.date[:4].isdigit() else ""
        # what nobody is named as the author of is called by the first words of its title
        family = (
            work.authors[0].split()[-1] if work.authors else " ".join(_bare(work.title or work.container).split()[:4])
        )
        key = slugs.make(f"{re.sub('^(the|a|an) ', '', family)} {year}", "source")
        keys[known] = key
        proposals.append(Proposal(key, _record(key, work), work.places, work.sure))
    return keys, tuple(proposals)


def _record(key: str, work: Work) -> dict[str, Any]:
    record: dict[str, Any] = {"id": key, "type": work.kind}
    if work.authors:
        record["author"] = [author_fields(author) for author in work.authors]
    if work.title:
        record["title"] = work.title
        if ": " in work.title:
            record["title-short"] = work.title.split(": ")[0]
    if work.container:
        record["container-title"] = work.container
    if work.publisher:
        record["publisher"] = work.publisher
    if work.town:
        record["publisher-place"] = work.town
    if work.date and read_date(work.date.rstrip("~")):
        record["issued"] = work.date
    return record
