"""The sources that Word keeps itself (*References → Manage Sources*) → records of CSL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

WORD_SOURCES = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
TYPES = {
    "Book": "book",
    "BookSection": "chapter",
    "JournalArticle": "article-journal",
    "ArticleInAPeriodical": "article-magazine",
    "ConferenceProceedings": "paper-conference",
    "Report": "report",
    "InternetSite": "webpage",
    "DocumentFromInternetSite": "webpage",
    "ElectronicSource": "webpage",
    "Film": "motion_picture",
    "SoundRecording": "song",
    "Performance": "performance",
    "Art": "graphic",
    "Interview": "interview",
    "Patent": "patent",
    "Case": "legal_case",
}
FIELDS = {
    "Title": "title",
    "ShortTitle": "title-short",
    "BookTitle": "container-title",
    "JournalName": "container-title",
    "PeriodicalTitle": "container-title",
    "ConferenceName": "event-title",
    "InternetSiteTitle": "container-title",
    "Publisher": "publisher",
    "Institution": "publisher",
    "ProductionCompany": "publisher",
    "City": "publisher-place",
    "Volume": "volume",
    "NumberVolumes": "number-of-volumes",
    "Issue": "issue",
    "Edition": "edition",
    "Pages": "page",
    "ChapterNumber": "chapter-number",
    "URL": "URL",
    "DOI": "DOI",
    "Medium": "medium",
    "Comments": "note",
    "ThesisType": "genre",
    "PatentNumber": "number",
    "CaseNumber": "number",
    "Court": "authority",
}
PEOPLE = {
    "Author": "author",
    "Editor": "editor",
    "Translator": "translator",
    "BookAuthor": "container-author",
    "Compiler": "compiler",
    "Composer": "composer",
    "Director": "director",
    "Performer": "performer",
    "Interviewer": "interviewer",
    "Interviewee": "author",
    "Inventor": "author",
    "Artist": "author",
}


def word_sources(root: Element) -> Iterator[dict[str, Any]]:
    """The records of a part of Word's sources; the key of each is its tag, which fields of the text cite."""
    for source in root.iter(f"{WORD_SOURCES}Source"):
        said = {each.tag.removeprefix(WORD_SOURCES): "".join(each.itertext()).strip() for each in source}
        record: dict[str, Any] = {"id": said.get("Tag", ""), "type": TYPES.get(said.get("SourceType", ""), "document")}
        for name, key in FIELDS.items():
            if said.get(name):
                record.setdefault(key, said[name])
        record |= _people(source)
        number = said.get("StandardNumber", "")
        if number:
            serial = re.fullmatch(r"(?:ISSN:?\s*)?\d{4}-\d{3}[\dXx]", number)
            record["ISSN" if serial else "ISBN"] = re.sub(r"^IS[BS]N:?\s*", "", number)
        record |= _dates(said)
        yield record


def _people(source: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    roles = source.find(f"{WORD_SOURCES}Author")
    for role in roles if roles is not None else ():
        key = PEOPLE.get(role.tag.removeprefix(WORD_SOURCES), "")
        names: list[dict[str, str]] = []
        for person in role.iter(f"{WORD_SOURCES}Person"):
            parts = {each.tag.removeprefix(WORD_SOURCES): (each.text or "").strip() for each in person}
            given = " ".join(filter(None, (parts.get("First", ""), parts.get("Middle", ""))))
            names.append({k: v for k, v in (("family", parts.get("Last", "")), ("given", given)) if v})
        names += [{"literal": "".join(each.itertext()).strip()} for each in role.iter(f"{WORD_SOURCES}Corporate")]
        if key and any(names):
            found.setdefault(key, [each for each in names if each])
    return found


def _dates(said: dict[str, str]) -> dict[str, Any]:
    found = {}
    for key, end in (("issued", ""), ("accessed", "Accessed")):
        parts = [said.get(f"{part}{end}", "") for part in ("Year", "Month", "Day")]
        words = " ".join(filter(None, reversed(parts)))
        if parts[0]:
            figures = [each for each in parts if each]
            found[key] = {"date-parts": [figures]} if all(e.isdigit() for e in figures) else {"raw": words}
    return found
