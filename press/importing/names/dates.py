"""Dates in words: as headings of documents and reference files have them."""

from __future__ import annotations

import re

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
# each with its abbreviation of three letters; September is abbreviated to four as well
MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "september" else "sept?(?:ember)?" for month in MONTHS)
DATE = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{MONTH})\.?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<month2>{MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
    rf"|(?P<month3>{MONTH})\.?,?\s+(?P<year3>\d{{4}})"
    r"|(?P<about>c\.|ca\.|circa|about)?\s*(?P<year4>\d{4})(?P<to>[-–/]\d{2,4})?",
    re.IGNORECASE,
)


def read_date(words: str) -> str:
    """A date in words as ISO (`1941-02-13`, `1937-10`, `1939`, doubtful with `~`), or nothing."""
    found = DATE.fullmatch(words.strip())
    if not found:
        return ""
    if found["iso"]:
        return found["iso"]
    if found["year4"]:  # of a span of years neither is the date
        return "" if found["to"] else found["year4"] + ("~" if found["about"] else "")
    year = found["year"] or found["year2"] or found["year3"]
    month = (found["month"] or found["month2"] or found["month3"]).lower()[:3]
    number = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month))
    day = found["day"] or found["day2"]
    if day and not 1 <= int(day) <= 31:  # no date, then: the author's words are kept
        return ""
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")
