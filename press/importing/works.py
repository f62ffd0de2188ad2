"""Works named in headings and running text → records proposed for `sources.yaml`, and how the text names each.

*Gary Kern, the author of A Death in Washington (2004)*, *(3) Walter Krivitsky, I Was Stalin's Agent (1939)*, and in
a text with italics *Gary Kern, A Death in Washington (New York: Enigma, 2004)*. What is not sure is not proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from press.book import Emphasis, Inlines, Text, plain
from press.importing.lexicon import (
    CITING,
    EVENTS,
    KINDS_OF_BOOKS,
    MAGAZINES,
    NEWSPAPERS,
    SMALL_WORDS,
    any_of,
)
from press.importing.slugs import Slugs
from press.importing.typescript import Item

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "september" else "sept?(?:ember)?" for month in MONTHS)
DATE = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{MONTH})\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
    rf"|(?P<month3>{MONTH})\.?,?\s+(?P<year3>\d{{4}})"
    r"|(?P<about>c\.|ca\.|circa|about)?\s*(?P<year4>\d{4})(?P<to>[-–/]\d{2,4})?",
    re.IGNORECASE,
)
NAME = r"(?:[A-ZÀ-ÞŁŚŠŽ][\w'’.-]*|de|del|della|der|den|di|du|la|le|ten|ter|van|von|zu|[A-Z]\.)"
NAMES = rf"{NAME}(?: {NAME}){{1,4}}"
AUTHORS = rf"{NAMES}(?:(?:, {NAMES})* and {NAMES})?"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
AUTHOR_OF = re.compile(
    rf"(?P<authors>{AUTHORS}),? (?:was |is |were |are )?(?:the |co-)*(?:authors?|editors?|writers?) of "
    rf"(?P<title>(?:[^().;“”\"]|(?<=\b[A-Z])\.){{2,200}}?) \({YEAR}\)"
)
TITLE_WORD = r"[A-ZÀ-ÞŁŚŠŽ0-9][\w'’.-]*"
SMALL_WORD = rf"(?:{any_of(SMALL_WORDS)})"
TITLE = rf"{TITLE_WORD}(?:[,:]? (?:{TITLE_WORD}|{SMALL_WORD}))*"
TITLE_END = re.compile(rf"(?<![\w'’]){TITLE}$")
IN_YEAR = re.compile(rf" \({YEAR}\)")
REACH = 200  # letters before a year in which its title begins
CUE = re.compile(
    rf"(?:\b(?:in|his|her|their|its) (?:(?:his|her|their|the|own) )*(?:{any_of(KINDS_OF_BOOKS)}),?"
    rf"|\b(?:{any_of(CITING)}|point(?:s|ed)? out)(?: \w+){{0,3}}(?: in| as| of)?,?) $"
)
EVENT = re.compile(rf"\b(?:{any_of(EVENTS)})$")
LEADING = re.compile(rf"^(?:(?:{SMALL_WORD}|In|On|At|By|For|From|With|And|But|As|To|After|Before|According) )+(?=\S)")
ITALIC_TAIL = re.compile(
    r"^,? ?\((?:(?P<place>[^():,]{2,40}?)(?:: ?(?P<publisher>[^()]{2,60}?))?, ?)?"
    rf"(?:[^(),]{{1,20}} edn?\.?, ?)?{YEAR}\)"
)
ITALIC_HEAD = re.compile(
    r"(?:^|[.;:(] ?|[Ss]ee |[Ss]ee also |[Cc]f\. |[Ii]n |[Bb]y |and )"
    rf"(?P<authors>{AUTHORS})(?: \(eds?\.?\))?, $"
)
PAPER = re.compile(rf"\b(?:{any_of(NEWSPAPERS)})\b")
MAGAZINE = re.compile(rf"\b(?:{any_of(MAGAZINES)})\b")
KINDS = {
    "letter": r"\bletters?\b",
    "telegram": r"\b(?:telegram|cable)\b",
    "memo": r"\bmemo(?:randum|randa|s)?\b",
    "interview": r"\binterview(?:ed)?\b",
    "diary": r"\bdiar(?:y|ies)\b",
    "testimony": r"\b(?:testimony|deposition|evidence|affidavit)\b",
    "speech": r"\b(?:speech|address|broadcast|lecture|sermon)\b",
    "minute": r"\bminutes?\b",
    "report": r"\breports?\b",
    "note": r"\bnotes?\b",
}
RECORD_TYPES = {
    "letter": "personal_communication",
    "telegram": "personal_communication",
    "memo": "manuscript",
    "diary": "manuscript",
    "minute": "manuscript",
    "note": "manuscript",
    "interview": "interview",
    "testimony": "hearing",
    "speech": "speech",
    "report": "report",
}


@dataclass(frozen=True, slots=True)
class Work:
    """A work as the text names it, `year` or the whole date; `places` where, and `forms` the titles it is named by."""

    title: str
    kind: str
    authors: tuple[str, ...] = ()
    date: str = ""
    container: str = ""
    publisher: str = ""
    town: str = ""
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record proposed for sources.yaml, and where the typescript names the work."""

    key: str
    record: Mapping[str, Any]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The heading of a primary source: what the document is called, its kind, its date, and the work it is from."""

    title: Inlines
    kind: str
    date: str
    date_text: str
    work: Work


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
        )


def _bare(title: str) -> str:
    return re.sub(r"[^\w ]", "", title.casefold()).strip()


def _same_work(known: WorkKey, key: WorkKey) -> bool:
    """The same title of the same date, once perhaps without its subtitle."""
    shorter, longer = sorted((known[0], key[0]), key=len)
    return known[1] == key[1] and len(shorter.split()) > 1 and longer.startswith(f"{shorter} ")


# --- dates ---------------------------------------------------------------------------------------------


def read_date(words: str) -> str:
    """A date in words as ISO (`1941-02-13`, `1937-10`, `1939`, doubtful with `~`), or nothing."""
    found = DATE.fullmatch(words.strip())
    if not found:
        return ""
    if found["iso"]:
        return found["iso"]
    if found["year4"]:
        return "" if found["to"] else found["year4"] + ("~" if found["about"] else "")
    year = found["year"] or found["year2"] or found["year3"]
    month = (found["month"] or found["month2"] or found["month3"]).lower()[:3]
    number = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month))
    day = found["day"] or found["day2"]
    if day and not 1 <= int(day) <= 31:
        return ""
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")


# --- headings of primary sources -----------------------------------------------------------------------


def parse_heading(item: Item) -> Parsed:
    """Author, title and date in the heading of a primary source; what has no such parts is all title."""
    words = plain(item.heading).strip()
    rest, date, date_text = _cut_date(words)
    authors, title = _cut_authors(rest)
    # a kind is named in small letters or first of all: *letter to Elsa*, but not *The Zinoviev Letter*
    told = title[:1].lower() + title[1:]
    kind = next((kind for kind, pattern in KINDS.items() if re.search(pattern, told)), "")
    paper = _paper_in(title, date)
    if paper and not kind:
        container = title
        own = title.rpartition(", ")[0] if authors and ", " in title else ""
        container = title.rpartition(", ")[2] if own else title
        work = Work(own, paper, authors, date, container, places=(item.place,))
        return Parsed(_title_line(authors, own, container), "article", date, date_text, work)
    record = RECORD_TYPES.get(kind, "book")
    italic = title if record == "book" else ""
    work = Work(title or words, record, authors, date or date_text, places=(item.place,))
    line = _title_line(authors, "" if italic else title, italic) if title else (Text(words),)
    return Parsed(line, kind or ("book" if authors else "note"), date, date_text, work)


def _cut_date(words: str) -> tuple[str, str, str]:
    """The words before the date that ends a heading, the date in ISO, and its own wording if it is not one."""
    if found := re.search(r"[,.]?\s*\(([^()]*\d{4}[^()]*)\)\.?$", words):
        date = read_date(found[1])
        return words[: found.start()].strip(" ,"), date, "" if date else found[1].strip()
    for found in DATE.finditer(words):
        if (
            found.end() >= len(words.rstrip(". "))
            and found.start() > 3
            and words[found.start() - 2 : found.start()] == ", "
        ):
            return words[: found.start()].strip(" ,"), read_date(found[0]), ""
    return words, "", ""


def _cut_authors(words: str) -> tuple[tuple[str, ...], str]:
    """The authors before the first comma of a heading, if they are names, and the rest."""
    found = re.match(rf"(?P<authors>{AUTHORS}|{NAME}), (?P<rest>\S.*)", words)
    if not found or re.match(r"(?:The|A|An) ", words):
        return (), words
    return _names(found["authors"]), found["rest"]


def _names(words: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r", | and ", words) if name.strip())


def _paper_in(title: str, date: str) -> str:
    """The record type of a newspaper or a magazine, when a heading names one, or a day and nothing else."""
    if MAGAZINE.search(title):
        return "article-magazine"
    if PAPER.search(title) and len(date.rstrip("~")) > 4:
        return "article-newspaper"
    return ""


def _title_line(authors: tuple[str, ...], upright: str, italic: str) -> Inlines:
    """*Walter Krivitsky, I Was Stalin's Agent* with the work's title in italics."""
    parts: list[Any] = [Text(", ".join(filter(None, (" and ".join(authors), upright))))] if authors or upright else []
    if italic:
        parts += [*([Text(", ")] if parts else []), Emphasis((Text(italic),))]
    return tuple(parts)


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
        if not tail or (not title[:1].isupper() and not title[:1].isdigit()):
            continue
        head = ITALIC_HEAD.search(plain(inlines[:n])[-160:])
        authors = _names(head["authors"]) if head else ()
        works.add(
            Work(
                title,
                "book",
                authors,
                tail["year"],
                publisher=tail["publisher"] or "",
                town=tail["place"] or "",
                places=(place,),
            )
        )


def _find_named(words: str, place: int, works: WorkList) -> None:
    taken: list[tuple[int, int]] = []
    for found in AUTHOR_OF.finditer(words):
        works.add(
            Work(found["title"].strip(" ,"), "book", _names(_person(found["authors"])), found["year"], places=(place,))
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
        if cut := LEADING.match(title):
            before, title = before + cut[0], title[cut.end() :]
        if EVENT.search(title) or not title[:1].isupper():
            continue
        work = Work(title, "book", (), found["year"], places=(place,))
        quoted = before.endswith(("“", '"', "‘")) and " " in title
        if CUE.search(before) or quoted or works.key(work):
            works.add(work)


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
        family = (
            work.authors[0].split()[-1] if work.authors else " ".join(_bare(work.title or work.container).split()[:4])
        )
        key = slugs.make(f"{re.sub('^(the|a|an) ', '', family)} {year}", "source")
        keys[known] = key
        proposals.append(Proposal(key, _record(key, work), work.places))
    return keys, tuple(proposals)


def _record(key: str, work: Work) -> dict[str, Any]:
    record: dict[str, Any] = {"id": key, "type": work.kind}
    if work.authors:
        record["author"] = [name_parts(author) for author in work.authors]
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


PARTICLE = {"de", "del", "della", "den", "der", "di", "du", "la", "le", "ten", "ter", "van", "von", "zu"}
BOUND = {"La", "Le", "Van", "Von", "De", "Du", "Del", "Della", "Dos", "Da", "Di", "Ter", "Ten", "St", "St."}
SUFFIX = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}


def name_parts(name: str) -> dict[str, str]:
    """A name in reading order as family, given, and what belongs to them; a single word is a family name."""
    words = name.replace(",", "").split()
    parts: dict[str, str] = {}
    if len(words) > 2 and words[-1] in SUFFIX:
        parts["suffix"] = words.pop()
    family = [words.pop()]
    if words and words[-1] in BOUND and len(words) > 1:
        family.insert(0, words.pop())
    particles: list[str] = []
    while words and words[-1] in PARTICLE:
        particles.insert(0, words.pop())
    named = {"family": " ".join(family)}
    if words:
        named["given"] = " ".join(words)
    if particles:
        named["non-dropping-particle"] = " ".join(particles)
    return named | parts
