"""What the values of records mean: that a date is a day of the calendar, a year a year, an id an id.

One function a rule, Book → problems, each at the line of its key.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping

from press.alphabets.alphabet import UNORDERED, names
from press.book import Book
from press.editing.check_imprint import IMPRINT_CHECKS, at
from press.editing.dates import MONTHS
from press.editing.front_matter import FRONT_RULES
from press.editing.record_rules import CHRONOLOGY_ORDER, LANGUAGE_HINT, NOT_A_LANGUAGE, NOT_AN_ALPHABET, NOT_AN_ID
from press.editing.registers import ID
from press.editing.source_values import ROMAN
from press.editing.value_rules import DOUBTFUL_VALUE, NOT_A_YEAR
from press.fields import MARKS, Length
from press.problem import Origin, Problem, did_you_mean, warning
from press.rules import MARKED, NOT_A_DATE, NOT_A_TRIM
from press.text import LANGUAGE, Figure

DATE = re.compile(r"-?([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?[?~%]?")
DATE_HINT = "write 1937, 1937-10 or 1937-10-06"
LOOSE_DATE = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?")
IN_WORDS = re.compile(r"(?:([0-9]{1,2})\.? )?([A-Za-z]+)\.?(?: ([0-9]{1,2}),)? ([0-9]{4})")
YEAR = re.compile(
    r"(?:(?:c|ca|fl)\. ?|(?:about|before|after|by|in the) )?([0-9]{1,4})s?(?:[/–-][0-9]{1,4})?(?: (?:BCE?|AD|CE))?\??"
)
SMALLEST, LARGEST = 72.0, 72.0 * 40
"""The sides that a page may have, in points: from one inch to forty."""
AGE = 120
"""Nobody has lived much longer: one of the two years is somebody else's, or mistyped."""


def dates_are_dates(book: Book) -> Iterator[Problem]:
    """Dates of events, documents and prose are ISO, perhaps doubtful (EDTF ? and ~); the chronology is in order."""
    for chapter in (piece.chapter for piece in book.pieces if piece.chapter and piece.chapter.date):
        yield from _date(chapter.date, at(chapter.keys, "date", chapter.origin))
    for each in book.permissions:
        for key, written in (("cleared", each.cleared), ("until", each.until)):
            yield from _date(written, at(each.keys, key, each.origin)) if written else ()
    for document in book.documents:
        if document.date:
            yield from _date(document.date, at(document.keys, "date", document.origin))
    last = ""
    for event in book.events:
        origin = at(event.keys, "date", event.origin)
        if wrong := list(_date(event.date, origin)):
            yield from wrong
            continue
        # ISO dates are in order as text, and a year goes before its months
        date = event.date.rstrip("?~%")
        if date < last:
            yield warning(origin, CHRONOLOGY_ORDER, f"{event.date} stands after {last}")
        last = max(last, date)


def _date(written: str, origin: Origin) -> Iterator[Problem]:
    found = DATE.fullmatch(written)
    if found is None:
        meant = _meant(written)
        yield Problem(origin, NOT_A_DATE, f'"{written}" is not a date', f"write {meant}" if meant else DATE_HINT)
    elif found[3] and not 1 <= int(found[3]) <= _days(found[1], found[2]):
        month = f"{MONTHS[int(found[2]) - 1].capitalize()} {found[1]}"
        message = f'"{written}" is not a date: {month} has {_days(found[1], found[2])} days'
        yield Problem(origin, NOT_A_DATE, message)


def _days(year: str, month: str) -> int:
    return monthrange(int(year) or 4, int(month))[1]  # the year 0 is a leap year, and not the calendar's


def _meant(written: str) -> str:
    """A date written otherwise, as the press would have it: 1937-2-5 or 5 February 1937 are 1937-02-05."""
    if loose := LOOSE_DATE.fullmatch(written):
        parts = loose.groups()
    elif (words := IN_WORDS.fullmatch(written)) and (month := _month(words[2])):
        parts = (words[4], str(month), words[1] or words[3])
    else:
        return ""
    date = "-".join(part.zfill(2) for part in parts if part)
    read = DATE.fullmatch(date)
    return date if read and (not read[3] or 1 <= int(read[3]) <= _days(read[1], read[2])) else ""


def _month(name: str) -> int:
    """The number of a month by its name or by the first three letters of it at least, 0 if it is none."""
    return next((n for n, each in enumerate(MONTHS, 1) if len(name) > 2 and each.startswith(name.casefold())), 0)


def years_are_years(book: Book) -> Iterator[Problem]:
    """Years of birth and death are years, and nobody dies before being born."""
    hint = "write 1899, c. 1899, 1899? or before 1900"
    for person in book.people.values():
        years: dict[str, int] = {}
        for key, written in (("born", person.born), ("died", person.died)):
            found = YEAR.fullmatch(written)
            if written and not found:
                origin = at(person.keys, key, person.origin)
                yield Problem(origin, NOT_A_YEAR, f'"{key}" of "{person.key}" is "{written}", no year', hint)
            elif found and "BC" not in written:
                years[key] = int(found[1])
        if len(years) == 2:
            origin, age = at(person.keys, "died", person.origin), years["died"] - years["born"]
            # of 1899?–1899 or c. 1900–before 1899 one is only the nearest year that is known
            if age < 0 and person.born.isdecimal() and person.died.isdecimal():
                message = f'"{person.key}" died in {person.died}, before being born in {person.born}'
                yield Problem(origin, NOT_A_YEAR, message)
            elif age > AGE:
                yield warning(origin, NOT_A_YEAR, f'"{person.key}" would have lived for {age} years')


def the_trim_is_a_size(book: Book) -> Iterator[Problem]:
    """A trim is a width and a height, of a page that somebody can print and hold."""
    sides = [Length.read(part) for part in book.trim.split()]
    if not book.trim or (len(sides) == 2 and all(side and SMALLEST <= side.points <= LARGEST for side in sides)):
        return
    hint = "write the width and the height: 5.5in 8.5in"
    yield Problem(at(book.keys, "trim", book.origin), NOT_A_TRIM, f'"{book.trim}" is no trim size', hint)


def languages_are_languages(book: Book) -> Iterator[Problem]:
    """Without one nothing is hyphenated and nobody can be read to; a document may have one of its own, and a person."""
    said = [(book.imprint.language, at(book.keys, "language", book.origin))]
    said += [(each.language, at(each.keys, "language", each.origin)) for each in book.documents if each.language]
    said += [(each.lang, at(each.keys, "lang", each.origin)) for each in book.people.values() if each.lang]
    for language, origin in said:
        if not LANGUAGE.fullmatch(language):
            yield Problem(origin, NOT_A_LANGUAGE, f'"{language}" is no language', LANGUAGE_HINT)


def the_alphabet_is_known(book: Book) -> Iterator[Problem]:
    """Lists would be in an order that nobody asked for."""
    language = book.imprint.language.lower().partition("-")[0]
    if "alphabet" in book.keys and book.alphabet not in names():
        hint = did_you_mean(book.alphabet, names()) or f"one of: {', '.join(names())}"
        message = f'"{book.alphabet}" is no alphabet that the press has'
        yield Problem(book.keys["alphabet"], NOT_AN_ALPHABET, message, hint)
    elif "alphabet" not in book.keys and language in UNORDERED:
        message = f'the press has no alphabet of "{language}": lists will be in the order of Unicode'
        hint = "say by sort: where each name and work goes"
        yield warning(at(book.keys, "language", book.origin), NOT_AN_ALPHABET, message, hint)


def ids_are_ids(book: Book) -> Iterator[Problem]:
    """Ids of people and of sections are such that the text, and the links of a PDF, can name them."""
    ids: Mapping[str, Origin] = {key: at(each.keys, "id", each.origin) for key, each in book.people.items()}
    for key, origin in ids.items():
        if not ID.fullmatch(key):
            yield Problem(origin, NOT_AN_ID, f'"{key}" cannot be an id', "letters, digits and hyphens")
        elif key == "none":
            yield Problem(origin, NOT_AN_ID, '"none" cannot be an id: it is how the text says that nobody is meant')


def what_is_told_has_no_marks(book: Book) -> Iterator[Problem]:
    """A sub-entry of the index, and what is told of a picture, are printed or read aloud as they are typed."""
    told = {(each.sub, "sub", each.origin) for each in book.occurrences}
    told |= {(node.alt, "alt", node.origin) for node in book.nodes if isinstance(node, Figure)}
    for words, key, origin in told:
        if found := MARKS.search(words):
            yield Problem(origin, MARKED, f'"{found[0]}" in "{key}", which takes no marks', "write the words alone")


def names_are_in_their_parts(book: Book) -> Iterator[Problem]:
    """The parts of a name bring no comma, which the index sets; and a surname is known as one, to be sorted by."""
    for person in book.people.values():
        origin = at(person.keys, "name", person.origin)
        parts = (person.family, person.given, person.particle, person.suffix)
        for part in parts:
            if part != part.strip(" ,;"):
                message = f'a comma at the end of a part of a name: "{part}"'
                yield warning(origin, DOUBTFUL_VALUE, message, "the press sets the commas of a name")
        first, _, last = person.only.rpartition(" ")
        bare = first and not ROMAN.fullmatch(last) and any(form.text == last for form in person.forms)
        if bare and not person.sort and ", " not in first:
            hint = f"write {{family: {last}, given: {first}}}; or say by sort: where it is to stand"
            message = f'"{person.only}" is sorted by "{first.split()[0]}", and the text has "{last}" alone'
            yield warning(origin, DOUBTFUL_VALUE, message, hint)


VALUE_RULES: tuple[Callable[[Book], Iterator[Problem]], ...] = (
    dates_are_dates,
    years_are_years,
    the_trim_is_a_size,
    languages_are_languages,
    the_alphabet_is_known,
    *IMPRINT_CHECKS,
    *FRONT_RULES,
    ids_are_ids,
    what_is_told_has_no_marks,
    names_are_in_their_parts,
)
"""Each may be asked of any book: none of them would be unjust to what could not be read."""
