"""The fields of a reference file accounted for: what is not in the record made of them is put there, or told."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from press.importing.references.bibtex import bare, plain_letters
from press.importing.references.files import EXEMPT, FoundRecord, Spelling
from press.importing.references.records import OURS, Taken, taken
from press.importing.slugs import LETTERS

PLACES: Mapping[str, str] = {
    "shelfmark": "archive_location",
    "repository": "archive",
    "archive": "archive",
    "collection": "archive_collection",
    "callnumber": "call-number",
    "call-num": "call-number",
    "CN": "call-number",
    "AV": "archive_location",
    "CY": "publisher-place",
    "PP": "publisher-place",
    "ET": "edition",
    "LA": "language",
    "N1": "note",
    "notes": "note",
    "recipient": "recipient",
}
"""Fields that pandoc leaves out, and where a record has them."""
ARCHIVAL = frozenset({"archival", "archive", "manuscript"})
"""Kinds of entries whose library is an archive, and their place that of it."""
OF_PRESS, WITHOUT = "press-", "without"
"""How fields begin that the press has written itself; and the one that names what is not the record's."""
NOTHING = frozenset(
    re.findall(
        r"\S+",
        """
        crossref xdata xref related relatedtype ids entryset options useprefix sortname sortkey sorttitle sortyear
        presort indextitle indexsorttitle shorthand xrefstrings owner timestamp date-added date-modified
        bdsk-url-1 bdsk-file-1 __markedentry groups creationdate modificationdate rating
        """,
    )
)
"""Fields that say how a program keeps an entry, and nothing of the work."""
UNPRINTED = "no citation style prints it"
WITHOUT_PRINT = frozenset({"abstract", "keywords", "keyword", "AB", "N2", "KW", "file", "L1", "L2", "L4"})


def accounted(found: FoundRecord, spelling: Spelling) -> Taken:
    """A record as the manuscript writes it, with all that it has a place for; and the fields that it has not."""
    record = _particles(dict(found.record)) if found.fields else dict(found.record)
    said = dict(found.fields)
    if found.kind in ARCHIVAL:
        record = _in_archive(record, said)
    record = _dated(record, said)
    if own := {name.removeprefix(OF_PRESS): _own(said[name]) for name in said if name.startswith(OF_PRESS)}:
        gone = own.pop(WITHOUT, [])
        done = taken(record | {"custom": {OURS: own}}, spelling)
        return Taken({key: value for key, value in done.record.items() if key not in gone})
    done = taken(record, spelling)
    dropped = [each for each in done.dropped if each[0] not in ("abstract", "keyword") or not found.fields]
    kept = _letters_of(done.record)
    for name, value in found.fields:
        if name in NOTHING or _is_in(name, value, done.record, kept, bool(found.kind)):
            continue
        place = PLACES.get(name, "")
        if place and place not in record:
            record[place] = _text(value)
            continue
        dropped.append((name, UNPRINTED if name in WITHOUT_PRINT else "the record has no place for it"))
    return Taken(taken(record, spelling).record, tuple(dict.fromkeys(dropped)))


def _own(value: str) -> Any:
    """What the press has written beside BibLaTeX's own fields; nothing of what somebody has spoilt."""
    try:
        return json.loads(value[1:-1])
    except ValueError:
        return bare(value)


def _particles(record: dict[str, Any]) -> dict[str, Any]:
    """`van Gogh, Vincent`: what stands before the family name where it is typed belongs to it in the short form."""

    def name(each: Any) -> Any:
        if isinstance(each, dict) and "dropping-particle" in each and "non-dropping-particle" not in each:
            return {("non-dropping-particle" if k == "dropping-particle" else k): v for k, v in each.items()}
        return each

    return {key: [name(each) for each in value] if isinstance(value, list) else value for key, value in record.items()}


def _in_archive(record: dict[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """A record of an archive: its library is the archive, and shelfmark, box and folder the place in it."""
    record["type"] = "manuscript"
    for name in ("library", "institution", "organization", "repository", "archive"):
        if name in said:
            record["archive"] = _text(said[name])
            break
    for key in ("call-number", "publisher"):
        if key in record and _letters(str(record[key])) == _letters(str(record.get("archive", ""))):
            del record[key]
    if "publisher-place" in record:
        record["archive-place"] = record.pop("publisher-place")
    parts = [_text(said["shelfmark"])] if "shelfmark" in said else []
    parts += [f"{name} {_text(said[name])}" for name in ("box", "folder", "item") if name in said]
    if parts:
        record["archive_location"] = ", ".join(parts)
    return record


def _dated(record: dict[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """A record with the date that pandoc could make nothing of, in the author's words: c. 1950, Spring 1950."""
    issued = record.get("issued")
    empty = not issued or (isinstance(issued, dict) and not any(issued.get("date-parts") or []))
    empty = empty and not (isinstance(issued, dict) and (issued.get("literal") or issued.get("raw")))
    words = next((said[name] for name in ("date", "year", "DA", "PY", "Y1") if said.get(name)), "")
    if not empty or not words:
        return record
    text = _text(words)
    parts = [each for each in text.split("/") if each]
    if re.fullmatch(r"\d{4}(?:/\d{1,2}){0,2}(?:/[^/]*)?/?", text):  # RIS: year/month/day/words
        days = [each for each in parts[:3] if each.isdigit()]
        return {**record, "issued": {"date-parts": [days]}}
    return {**record, "issued": {"raw": text}}


def _text(value: str) -> str:
    """A value as words: BibTeX's braces and its few signs that a backslash keeps."""
    return re.sub(r"\\([&%$#_{}])", r"\1", bare(value)).replace("{", "").replace("}", "").replace("~", " ").strip()


# --- is it there? ----------------------------------------------------------------------------------------


def _is_in(name: str, value: str, record: Mapping[str, Any], kept: frozenset[str], bib: bool) -> bool:
    """Whether a field is in a record whose words are `kept`."""
    if EXEMPT.get(name, "") in record:
        return True
    words = [each for each in _words(plain_letters(value)) if each != "and"]
    if not words or not value.strip(" {}"):
        return True
    if (
        bib and not value.startswith("{") and value.isalpha() and value.islower()
    ):  # an abbreviation, which has been spelt out
        return True
    # most of its words: a command of TeX may have become a letter
    return 2 * sum(each in kept for each in words) > len(words)


def _letters_of(record: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(each for value in _strings(record) for each in _words(value))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _strings(each) if key not in ("id", "type") else ()
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)
    else:
        yield str(value)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _letters(text))


def _letters(text: str) -> str:
    bare_ = unicodedata.normalize("NFKD", re.sub("['’]", " ", text).translate(LETTERS))
    return "".join(each for each in bare_ if not unicodedata.combining(each)).casefold()
