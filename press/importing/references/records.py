"""A record of CSL as a program keeps it → one as the manuscript has it; and what of it has no place there."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from press.editing.csl import DATES, NAME_PARTS, NAMES, OWN, TEXTS, TYPES, VARIABLES, VERBATIM
from press.editing.dates import NoDate, read_source_date
from press.importing.references.files import Spelling
from press.importing.writing.field_words import field_of_words, words_of_html, written_field

UNWANTED = frozenset({"abstract", "keyword", "citation-label", "citation-number", "first-reference-note-number"})
"""What no citation style prints, and programs keep in plenty."""
OURS = "press"
"""The key, within CSL’s `custom`, under which a record that the press has written has what CSL has no place for."""
WHOLE_KEYS = "whole"
"""There, the keys that a file cannot say in its own words at all."""
FIRST = ("id", "section", "type", "author", "editor", "title", "title-short", "container-title", "issued")
ASKED = re.compile(r"([?!]): ")
EXTRA = re.compile(r"^([A-Za-z][\w -]{1,40}): +(\S.*)$")
"""A line of Zotero’s field *Extra*, in which a variable of CSL stands that Zotero has no field for."""
SEASONS = {1: 21, 2: 22, 3: 23, 4: 24}
KINDS = {"misc": "document", "letter": "personal_communication", "": "document"}
UNCERTAIN = "~"


@dataclass(frozen=True, slots=True)
class Taken:
    """A record as the manuscript writes it, and the fields of it that are not taken: their names, and why."""

    record: Mapping[str, Any]
    dropped: tuple[tuple[str, str], ...] = ()


def taken(record: Mapping[str, Any], spelling: Spelling = "html") -> Taken:
    """A record of CSL as the manuscript writes it: dates as EDTF, marks as Markdown, the important fields first."""
    return _Taking(spelling).taken(record)


def our_record(record: Mapping[str, Any], spelling: Spelling = "markdown") -> dict[str, Any]:
    """The record alone, for whoever has told what is dropped, or has nothing to tell."""
    return dict(taken(record, spelling).record)


class _Taking:
    """One record on its way."""

    def __init__(self, spelling: Spelling) -> None:
        self.spelling: Spelling = spelling
        self.dropped: list[tuple[str, str]] = []
        self.ours = False

    def taken(self, record: Mapping[str, Any]) -> Taken:
        custom = record.get("custom")
        own = custom.get(OURS) if isinstance(custom, dict) else None
        ours = self.ours = isinstance(own, dict)
        kept: dict[str, Any] = {}
        for key, value in record.items():
            name = VARIABLES.get(str(key).lower(), "")
            if value in ("", [], {}, None) or name in ("id", "type", "citation-key") or (ours and name == "custom"):
                continue
            made = self._value(str(key), name, value, ours)
            if made not in (None, "", []):
                kept.setdefault(name, made)
        self._from_extra(kept)
        kept["id"] = str(record.get("id", ""))
        # a type that no citation style knows would be cited as nothing at all
        kind = str(record.get("type", ""))
        kept["type"] = kind if kind in TYPES else KINDS.get(kind, "document")
        if kind and kind not in TYPES | KINDS.keys():
            self.dropped.append(("type", f'CSL has no "{kind}"'))
        title = str(kept.get("title", ""))
        if ": " in title and not ours:
            kept.setdefault("title-short", _balanced(title.split(": ", maxsplit=1)[0]) or title)
        elif "title-short" not in kept and "? " in title and self._asks(record):
            kept["title-short"] = title[: title.index("? ") + 1]
        if isinstance(own, dict):
            whole = own.get(WHOLE_KEYS, ())
            # what has been changed since, where the file keeps it, goes before what we have put beside it
            kept |= {k: v for k, v in own.items() if k not in kept or k in whole or likened(v) == likened(kept[k])}
            kept.pop(WHOLE_KEYS, None)
        ordered = (*(f for f in FIRST if f in kept), *sorted(k for k in kept if k not in FIRST))
        return Taken({key: kept[key] for key in ordered}, tuple(self.dropped))

    @staticmethod
    def _asks(record: Mapping[str, Any]) -> bool:
        short = str(record.get("title-short", record.get("shortTitle", "")))
        return short.endswith("?")

    def _value(self, key: str, name: str, value: Any, ours: bool) -> Any:
        """A value as the manuscript writes it; None, and told, where it has no place."""
        if not name or name in ("custom", "categories"):
            self.dropped.append((key, "no citation style prints it" if name else "CSL has no such field"))
        elif name in UNWANTED and not ours:
            self.dropped.append((key, "no citation style prints it"))
        elif name in NAMES:
            return self._names(key, value)
        elif name in DATES:
            return self._date(key, value)
        elif isinstance(value, (list, dict)) and name not in OWN:
            self.dropped.append((key, "it is no text"))
        elif name in VERBATIM:
            return self._verbatim(str(value), name)
        elif name in OWN:
            return str(value)
        elif name in TEXTS:
            return self._words(key, value)
        return None

    def _words(self, key: str, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = ASKED.sub(r"\1 ", str(value)) if "title" in key.lower() else str(value)
        return self._field(key, text)

    def _field(self, key: str, text: str) -> str:
        if self.spelling == "markdown":
            return field_of_words(text)
        written, lost = written_field(words_of_html(text))
        if lost:
            self.dropped.append((key, f'marks in "{lost[:40]}" could not be kept'))
        return written

    def _verbatim(self, text: str, name: str) -> str:
        if self.spelling == "html":
            text = html.unescape(text) if name in ("note", "annote", "abstract", "license") else text
        if name not in ("note", "annote", "abstract"):
            return " ".join(text.split())
        lines = [" ".join(line.split()) for line in text.split("\n")]
        return "\n".join(lines).strip("\n")

    def _names(self, key: str, value: Any) -> list[dict[str, str]]:
        names: list[dict[str, str]] = []
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and each.strip():
                names.append({"literal": self._field(key, each)})
            elif isinstance(each, dict):
                parts = {str(part): words for part, words in each.items() if words not in ("", None, False)}
                lost = [part for part in parts if part not in NAME_PARTS or isinstance(parts[part], (list, dict))]
                self.dropped += ((f"{key}: {part}", "no part of a name") for part in lost)
                made = {part: self._part(key, str(words)) for part, words in parts.items() if part not in lost}
                if made.keys() & {"family", "given", "literal"}:
                    names.append(made)
                elif made:
                    self.dropped.append((key, "a name without family, given or literal"))
        return names

    def _part(self, key: str, words: str) -> str:
        if self.spelling == "markdown":
            return field_of_words(words)
        return written_field(tuple(e for e in words_of_html(re.sub(r"</?\w[^>]*>", "", words))))[0]

    # --- dates -----------------------------------------------------------------------------------

    def _date(self, key: str, value: Any) -> Any:
        made = _date(value)
        if made in ("", None):
            if not (isinstance(value, dict) and not any(value.values())):
                self.dropped.append((key, f"no date: {_shown(value)}"))
            return None
        if isinstance(made, dict):
            return made
        try:
            read_source_date(made)
        except NoDate:
            return {"literal": str(made)}  # the author's words, printed as they stand
        return made

    # --- what Zotero keeps in a note ---------------------------------------------------------------

    def _from_extra(self, kept: dict[str, Any]) -> None:
        """Lines of a note that are fields become those, where the record has none of the name."""
        if self.ours or not isinstance(kept.get("note"), str) or self.spelling == "markdown":
            return
        lines: list[str] = []
        for line in kept["note"].split("\n"):
            found = EXTRA.match(line)
            name = VARIABLES.get(found[1].strip().lower().replace(" ", "-"), "") if found else ""
            name = name or (VARIABLES.get(found[1].strip().lower().replace(" ", "_"), "") if found else "")
            if found and name == "citation-key":
                continue
            wanted = name in TEXTS | DATES | (VERBATIM - UNWANTED - {"note", "annote"})
            made = self._value(found[1], name, found[2], False) if found and wanted and name not in kept else None
            if made and found:
                kept[name] = made
            else:
                lines.append(line)
        kept["note"] = "\n".join(lines).strip("\n")
        if not kept["note"]:
            del kept["note"]


def likened(value: Any) -> str:
    """The letters and figures of a value, by which it is known again in other marks and capitals."""
    bare = re.sub(r"\{[.\w =-]*\}", "", str(value)) if isinstance(value, str) else str(value)
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", bare)).casefold()


def _balanced(words: str) -> str:
    """The beginning of a title, if no mark in it is left open."""
    return words if all(words.count(sign) % 2 == 0 for sign in "*^~") and words.count("[") == words.count("]") else ""


def _shown(value: Any) -> str:
    return " ".join(str(value).split())[:40]


def _date(value: Any) -> Any:
    """A date of CSL in the spelling of EDTF: `1937-10`, `1914/1918`, `1939~`, `1990/..`, `1940-21`; or its words."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):  # a bare year in YAML
        return int(value)
    if isinstance(value, str):
        return _of_words(value)
    if not isinstance(value, dict):
        return ""
    days = _days(value.get("date-parts"))
    if days:
        season = _number(value.get("season"))
        if season in SEASONS and len(days) == 1 and "-" not in days[0]:
            days = [f"{days[0]}-{SEASONS[season]}"]
        about = UNCERTAIN if str(value.get("circa", "")).lower() in ("1", "true", "yes") else ""
        return "/".join(days) + about
    if value.get("literal"):
        words = _of_words(str(value["literal"]))
        return words if isinstance(words, str) and _is_date(words) else {"literal": str(value["literal"]).strip()}
    if value.get("raw"):
        return _of_words(str(value["raw"]))
    loose = [str(value[part]) for part in ("year", "month", "day") if value.get(part)]
    return "-".join(each.zfill(4 if not n else 2) for n, each in enumerate(loose))


def _is_date(words: str) -> bool:
    try:
        read_source_date(words)
    except NoDate:
        return False
    return True


def _of_words(text: str) -> str:
    return " ".join(text.split())


def _days(parts: Any) -> list[str]:
    """The days of a date of CSL; an open end is `..`."""
    found: list[str] = []
    for day in parts if isinstance(parts, list) else []:
        numbers = [_number(each) for each in (day if isinstance(day, list) else [day]) if str(each).strip()]
        if not numbers or None in numbers:
            continue
        year, *rest = [each for each in numbers if each is not None]
        if not year:
            found += [".."] * bool(found)
        elif year < 0 or year > 9999:
            found.append(f"{-year} BC" if year < 0 else str(year))
        else:
            # seasons were once written as months 13 to 16; and programs write 0 for a month that is not known
            month = rest[0] + 8 if rest and 13 <= rest[0] <= 16 else rest[0] if rest else 0
            last = rest[1] if len(rest) > 1 else 0
            found.append(f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{last:02}" if month and last else ""))
    return found


def _number(value: Any) -> int | None:
    try:
        return int(str(value).strip())
    except ValueError:
        return None
