"""Dates of sources: EDTF, or the plain forms in which an English book gives a date, → what citeproc is given.

A date in words is printed as it stands. EDTF is read at its level 1 (loc.gov/standards/datetime), as far as a work is
dated so: doubtful and unspecified figures, spans, open ends, seasons. What is none of these is refused: citeproc would
say "n.d.", or take what it likes of it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Any

from press.book import SourceDate

HINT = "write 1937, 1937-10-06, 1940~, 1937/1939 or Spring 1940; any other words as {literal: early in the war}"
DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<doubt>[?~%]?)")
UNKNOWN_PART = re.compile(r"(?:-XX){1,2}(?=[?~%]?$)")
DECADE = re.compile(r"(\d\d)(\dX|XX)")
SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}
"""EDTF's numbers of seasons → CSL's."""
MONTHS = re.findall(r"\w+", "january february march april may june july august september october november december")
M = rf"(?:{'|'.join(f'{month}|{month[:3]}' for month in MONTHS)}|sept)\.?"
SEASON = "(?:Spring|Summer|Autumn|Fall|Winter|Christmas|Easter|Michaelmas|Hilary|Trinity)"
YEAR = r"\d{4}"
YEARS = rf"{YEAR}(?:(?: ?[–/] ?)(?:{YEAR}|\d\d?))?"
D = r"\d{1,2}(?:st|nd|rd|th)?"
DM = rf"(?:{D}(?:[–/]{D})? {M}|{M} {D}(?:[–/]{D})?,?|{M}(?:[–/]{M})?,?|{SEASON}(?:[–/]{SEASON})?,?|mid-{M})"
ERA = r"(?:AD \d{1,4}|\d{1,4} (?:BCE?|CE|AD))"
POINT = rf"(?:{DM} {YEARS}|{ERA}|{YEARS}|{YEAR}s)"
NEAR = r"(?:(?:c|ca|circa|about|around|before|after|by|since|until|(?:early|late)(?: in)?|mid|between|from)\.? ?|mid-)"
WORDS = re.compile(
    rf"(?:{NEAR}{{0,2}}{POINT}\??(?:(?: ?[–/] ?|, | or | and | to ){NEAR}?(?:{POINT}|{DM}|present|today)\??)*"
    rf"|{DM} ?[–/] ?{DM} {YEAR}"
    rf"|(?:since |from )?{YEAR} ?[–]"
    r"|(?:early |mid-|late )?(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+th|[a-z]*first|[a-z]*second|[a-z]*third) century"
    r"|forthcoming|in press|in preparation|in progress|n\.? ?d\.?|no date|undated|date unknown)",
    re.IGNORECASE,
)
WITHIN = re.compile(rf"(?P<a>{D})? ?(?P<month>{M}) ?(?P<b>{D}(?!\d))?,? ?(?P<year>{YEAR})?", re.IGNORECASE)
SPAN = re.compile(rf"(?<![\d–/-])(\d{{4}}) ?[–/] ?(\d{{1,4}})(?!\d| (?:{M}))", re.IGNORECASE)


class NoDate(ValueError):
    """Why something is no date, in words for people."""


def read_source_date(value: Any) -> SourceDate:
    """A date as a record has it: text, a number, or a mapping of CSL's. Raises `NoDate`."""
    if isinstance(value, dict):
        return _mapped({str(key): each for key, each in value.items()})
    if isinstance(value, list):
        return _listed(value)
    text = " ".join(str(value).split())
    if not text:
        raise NoDate("an empty date")
    return _edtf(text) or _in_words(text)


# --- CSL's own form ----------------------------------------------------------------------------------


def _mapped(value: dict[str, Any]) -> SourceDate:
    known = {"date-parts", "circa", "season", "literal", "raw", "year", "month", "day"}
    if strange := set(value) - known:
        raise NoDate(f'a date with "{min(strange)}", which CSL has not')
    for key in ("literal", "raw"):
        if key in value:
            words = " ".join(str(value[key]).split())
            if not words or isinstance(value[key], (dict, list)):
                raise NoDate(f'"{key}" of a date wants words')
            return _literal(words) if key == "literal" else read_source_date(words)
    parts = value.get("date-parts", [[value[key] for key in ("year", "month", "day") if key in value]])
    if not isinstance(parts, list) or not parts or not all(isinstance(each, list) and each for each in parts):
        raise NoDate("date-parts want a list of lists: [[1937, 10, 6]]")
    days = [tuple(_whole(each) for each in day if str(each) != "") for day in parts]
    season = _whole(value["season"]) if value.get("season") else 0
    found = SourceDate(tuple(map(_proved, days)), _is_true(value.get("circa")), SEASONS.get(season, season))
    if found.season not in range(5) or len(days) > 2:
        raise NoDate("a date of CSL has two ends at most, and one of four seasons")
    return found


def _listed(value: list[Any]) -> SourceDate:
    """The days of a span, each a mapping, as older programs write them."""
    if not value or len(value) > 2 or not all(isinstance(each, dict) for each in value):
        raise NoDate("a list, where a date is wanted")
    ends = [_mapped(each) for each in value]
    if any(each.literal or len(each.parts) != 1 for each in ends):
        raise NoDate("a list, where a date is wanted")
    return SourceDate(tuple(each.parts[0] for each in ends), any(e.doubtful for e in ends), ends[0].season)


def _whole(value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise NoDate(f'"{value}" is no number of a date') from None


def _is_true(value: Any) -> bool:
    return str(value).lower() in ("1", "true", "yes", "on")


def _proved(day: tuple[int, ...]) -> tuple[int, ...]:
    """A year, perhaps with its month and day, if the calendar has them; a year 0 is an open end."""
    if not day or len(day) > 3:
        raise NoDate("a date is a year, a month and a day")
    year, month, number = (*day, 1, 1)[:3] if len(day) < 3 else day
    if not 1 <= month <= 12:
        raise NoDate(f"there is no month {month}")
    # leap years go round every four hundred: so a year before our era has its 29th of February too
    if not 1 <= number <= monthrange(year % 400 + 2000, month)[1]:
        raise NoDate(f"month {month} of {year} has no day {number}")
    return day


# --- EDTF --------------------------------------------------------------------------------------------


def _edtf(text: str) -> SourceDate | None:
    """A date of EDTF, or None for what is meant otherwise."""
    ends = text.split("/")
    if len(ends) == 2 and not re.fullmatch(r"\d{4}/\d\d?", text):
        return _interval(*ends)
    if len(ends) > 1:
        return None
    if DECADE.fullmatch(text):
        return SourceDate(literal=f"{text.replace('X', '0')}s")
    found = DAY.fullmatch(UNKNOWN_PART.sub("", text))
    if not found:
        if re.fullmatch(r"-?\d{4}-\d.*|-\d{4}", text) and not re.fullmatch(rf"{YEAR}-{YEAR}", text):
            raise NoDate(f'"{text}" is not a date')
        return None
    month = int(found["month"] or 0)
    if month in SEASONS and not found["day"]:
        return SourceDate(((int(found["year"]),),), bool(found["doubt"]), SEASONS[month])
    day = tuple(int(part) for part in found.group("year", "month", "day") if part)
    return SourceDate((_proved(day),), bool(found["doubt"]))


def _interval(first: str, last: str) -> SourceDate | None:
    """A span of EDTF: `1937/1939`, and `1990/..` that has not ended."""
    begun = _edtf(first) if first else None
    if last in ("", "..") and begun and begun.parts and not begun.season:
        return SourceDate((*begun.parts, (0,)), begun.doubtful)
    ended = _edtf(last) if last else None
    if begun is None or ended is None or not begun.parts or not ended.parts or begun.season or ended.season:
        if re.search(r"[A-Za-wyz]", first + last):  # words, which are read elsewhere
            return None
        raise NoDate(f'"{first}/{last}" is not a date')
    if ended.parts[0] < begun.parts[0]:
        raise NoDate(f'"{first}/{last}" ends before it begins')
    return SourceDate(begun.parts + ended.parts, begun.doubtful or ended.doubtful)


# --- words -------------------------------------------------------------------------------------------


def _in_words(text: str) -> SourceDate:
    """A date in words, printed as it stands, if it is one that the calendar has."""
    found = _literal(text)
    bare = found.literal.replace("\u2060", "")
    for opened, closed in (("[", "]"), ("(", ")")):
        if bare.startswith(opened) and bare.endswith(closed):
            bare = bare[1:-1].strip()
    if not WORDS.fullmatch(bare):
        raise NoDate(f'"{text}" is not a date')
    for each in WITHIN.finditer(bare):
        month = next(n for n, name in enumerate(MONTHS, 1) if each["month"].lower().startswith(name[:3]))
        for day in (each["a"], each["b"]):
            number = int(re.sub(r"\D", "", day)) if day else 1
            if not 1 <= number <= monthrange(int(each["year"] or 2000) % 400 + 2000, month)[1]:
                raise NoDate(f'"{text}" is not a date: there is no such day')
    for span in SPAN.finditer(bare):
        first, last = span.groups()
        if int(first[: len(first) - len(last)] + last if len(last) < len(first) else last) <= int(first):
            raise NoDate(f'"{text}" ends before it begins')
    return found


def _literal(text: str) -> SourceDate:
    """Words as they are printed: with a dash between years, and an apostrophe before the last figures of one."""
    text = re.sub(r"---?", "–", text).replace("'", "’")
    text = re.sub(rf"(?<!\d)({YEAR}) ?- ?(?={YEAR}(?!\d)|\]?$)", r"\1–", text)
    return SourceDate(literal=text)
