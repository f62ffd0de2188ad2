"""People in a table of headings, `Krivitsky, Walter (1899–1941)` → entries of people.yaml.

A table has names as an index prints them. Which part of one is which is known by its commas and by its particles; what
no table says is told: how the text names somebody, whose other name is of what kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from press.importing.rules import HEADING_ROW
from press.importing.writing.heading_tables import HeadingTable
from press.importing.writing.index_records import ImportedHeading
from press.importing.writing.records import scalar
from press.problem import Origin, Problem, warning

NOTE = re.compile(r" \((?P<note>[^()]*)\)$")
DATES = re.compile(r"(?:(?P<born>[^–]*\d)–(?P<died>[^–]*\d)|b\. (?P<only_born>.*\d)|d\. (?P<only_died>.*\d))")
BEHIND = {"von": "de", "zu": "de", "von der": "de", "von und zu": "de"} | dict.fromkeys(
    ("van", "van der", "van den", "van de", "ter", "ten", "de"), "nl"
)
"""Particles that stand behind the forenames, and the language in which they do."""
KIND = {"code name": "code", "cover name": "cover", "pen name": "pen"}
"""What stands behind another name in an index, and its kind."""


@dataclass(frozen=True, slots=True)
class TablePerson:
    """A person as a heading has one: the parts of the name, dates, a gloss, the language that a particle tells."""

    name: Mapping[str, str]
    said: Mapping[str, str]

    @property
    def forms(self) -> tuple[str, str]:
        """The name in reading order, and the surname that may stand for it; that is nothing for a single name."""
        if only := self.name.get("only"):
            return only, ""
        surname = " ".join(filter(None, (self.name.get("particle", ""), self.name["family"])))
        whole = " ".join(filter(None, (self.name.get("given", ""), surname)))
        return whole, surname


def read_person(heading: str) -> TablePerson:
    """The person of a heading."""
    note = NOTE.search(heading)
    words = (heading[: note.start()] if note else heading).replace("\\", "")
    said: dict[str, str] = {}
    if note and (dates := DATES.fullmatch(note["note"])):
        said |= {"born": dates["born"] or dates["only_born"], "died": dates["died"] or dates["only_died"]}
    elif note:
        said["gloss"] = note["note"]
    family, *rest = (part.strip() for part in words.split(","))
    if not rest:
        return TablePerson({"only": family}, _without_nothing(said))
    given, particle, language = _particle_behind(rest[0])
    lead = re.match(r"(?:[a-zà-ÿ]['’\w]* )+(?=[^a-zà-ÿ])", family)
    if lead and not particle:
        family, particle = family[lead.end() :], lead[0].strip()
    name = {"family": family, "given": given, "particle": particle, "suffix": ", ".join(rest[1:])}
    return TablePerson(_without_nothing(name), _without_nothing({"lang": language, **said}))


def _particle_behind(given: str) -> tuple[str, str, str]:
    """The forenames, the particle behind them, and the language that has it there; else it is one of them."""
    words = given.split()
    for at in range(1, len(words)):
        if language := BEHIND.get(" ".join(words[at:])):
            return " ".join(words[:at]), " ".join(words[at:]), language
    return given, "", ""


def _without_nothing(said: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in said.items() if value}


def people_records(
    found: HeadingTable, known: Mapping[str, Mapping[str, Any]], name: str
) -> tuple[list[str], list[Problem]]:
    """Entries of people.yaml for the headings that are not `known`, those by their headings; and what is to be done.
    `name`: that of the table.
    """
    people = {each.heading: read_person(each.heading) for each in found.headings if each.heading not in known}
    surnames = [person.forms[1] for person in people.values()] + list(_forms_of(known.values()))
    taken = {form for each in known.values() for form in _forms_of([each])}
    records, problems = [], []
    for each in (each for each in found.headings if each.heading in people):
        person = people[each.heading]
        whole, surname = person.forms
        own = [form for form in (whole, surname) if form and form not in taken and surnames.count(form) <= 1]
        aliases, told = zip(*map(_alias, each.aliases), strict=True) if each.aliases else ((), ())
        problems += [
            warning(Origin(name), HEADING_ROW, f"{what} of {each.heading}", hint) for what, hint in filter(None, told)
        ]
        if person.name.get("particle") == "de" and "lang" in person.said:  # in French it stands there too
            message = f"of what language the particle of {each.heading} is: it is taken for Dutch"
            problems.append(warning(Origin(name), HEADING_ROW, message, "mend lang:"))
        if not own:
            message = f"how the text names {each.heading} is not known: {whole} is somebody else's form"
            problems.append(warning(Origin(name), HEADING_ROW, message, "write forms:"))
        records.append(_record(each, person, own, aliases) + found.remark(each.key))
    return records, problems


def _alias(heading: str) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """Another name, and what is to be done about it."""
    note = NOTE.search(heading)
    kind = KIND.get(note["note"], "") if note else ""
    words = heading[: note.start()] if note and kind else heading
    alias: dict[str, Any] = {"name": words, "kind": kind or "spelling"}
    if kind:
        return alias | {"forms": [read_person(words).forms[0]]}, None
    return alias, (f'the kind of "{words}", another name', "it is taken for a spelling, which no text is searched for")


def _record(each: ImportedHeading, person: TablePerson, forms: list[str], aliases: Sequence[dict[str, Any]]) -> str:
    lines = [f"- id: {scalar(each.key)}", f"  name: {scalar(dict(person.name))}"]
    lines += [f"  {key}: {scalar(_number(value))}" for key, value in person.said.items()]
    lines.append(f"  forms: {scalar(forms)}")
    lines += [f"  aliases: {scalar(list(aliases))}"] if aliases else []
    lines += [f"  see_also: {scalar(each.see_also)}"] if each.see_also else []
    lines += [f"  {line}" for line in each.sub_lines]
    lines += [f"  sort: {scalar(each.sort)}"] if each.sort else []
    return "\n".join(lines) + "\n"


def _number(value: str) -> object:
    """A year is written without quotation marks."""
    return int(value) if value.isdecimal() and not value.startswith("0") else value


def _forms_of(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The forms of people that there are."""
    for each in records:
        lists = [
            each.get("forms"),
            *(alias.get("forms") for alias in each.get("aliases") or () if isinstance(alias, dict)),
        ]
        for form in (form for found in lists for form in (found if isinstance(found, list) else ())):
            yield str(form.get("form", "") if isinstance(form, dict) else form)
