"""Records of sources.yaml → sources: each key is one of CSL's or of the press's own, and each value what it takes.

What citeproc does not understand it leaves out without a word, so it is understood here, or refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from press.book import Source, SourceDate, SourceField, SourceName
from press.editing.blocks import parse_line
from press.editing.csl import DATES, NAME_PARTS, NAMES, OWN, TITLES, UNPRINTED, VARIABLES, VERBATIM
from press.editing.dates import HINT, NoDate, read_source_date
from press.editing.field_text import parse_field
from press.editing.record_rules import NOT_IN_RECORD
from press.editing.rules import DEAD_LINK
from press.editing.source_values import doi, doubt_of_name, doubt_of_value
from press.editing.value_rules import DOUBTFUL_VALUE
from press.fields import Raw, Written
from press.problem import Origin, Problem, Rule, did_you_mean, warning
from press.rules import NOT_A_DATE, UNKNOWN_KEY, WRONG_TYPE
from press.text import Emphasis, Inlines, KeptCase, SmallCaps, Strong, Text, plain

ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
ASKED_AND_SAID = re.compile(r"([?!]): ")
"""A main title that asks or calls out needs no colon before the subtitle (Chicago, MHRA)."""
NAME_HINT = "write [{family: Kern, given: Gary}], or [{literal: The Foreign Office}]"
TEXT_HINT = "where there is a colon or a bracket in the text, put all of it in quotation marks"


def read_source(raw: Raw, origin: Origin, problems: list[Problem]) -> Source:
    """A record as a source, and what is wrong with it."""
    reader = _SourceReader(raw, origin, problems)
    own = {key: reader.characters(key, raw.value.get(key, "")) for key in (*OWN, "id")}
    return Source(
        key=own["id"],
        record={key: value for key, value in raw.value.items() if key not in OWN},
        fields=reader.fields(),
        section=own["section"],
        cite=parse_line(Written(own["cite"], reader.place("cite")), problems, notes=False),
        cite_short=parse_line(Written(own["cite_short"], reader.place("cite_short")), problems, notes=False),
        origin=origin,
        sort=own["sort"],
    )


class _SourceReader:
    """One record on its way to a source."""

    def __init__(self, raw: Raw, origin: Origin, problems: list[Problem]) -> None:
        self.raw, self.origin, self.problems = raw, origin, problems

    def place(self, *path: object) -> Origin:
        """The line of a key, or of a key within it."""
        lines = self.raw.lines
        line = lines.get("/".join(map(str, path))) or lines.get(str(path[0]), self.origin.line)
        return Origin(self.origin.path, line)

    def complain(self, place: Origin, rule: Rule, message: str, hint: str = "") -> None:
        """A problem of the record."""
        self.problems.append(Problem(place, rule, message, hint))

    def _doubt(self, place: Origin, told: tuple[str, str]) -> None:
        if told[0]:
            self.problems.append(warning(place, DOUBTFUL_VALUE, *told))

    def fields(self) -> Mapping[str, SourceField]:
        """What citeproc is given: every key by CSL's name for it, with what it takes."""
        found: dict[str, SourceField] = {}
        for key, value in self.raw.value.items():
            variable = VARIABLES.get(key.lower(), "")
            if not variable:
                hint = did_you_mean(key, sorted({*VARIABLES.values()} - {"id"}))
                message = f'unknown key "{key}": neither CSL nor the press has it'
                self.complain(self.place(key), UNKNOWN_KEY, message, hint)
            elif variable not in OWN | UNPRINTED | {"id"} and (field := self._field(key, variable, value)):
                found[variable] = field
        return found

    def _field(self, key: str, variable: str, value: Any) -> SourceField:
        """The value of a key; what is empty says nothing, and is left out."""
        if value in ("", None):
            return ""
        if variable in NAMES:
            return self._names(key, value)
        if variable in DATES:
            return self._date(key, value)
        text = self.characters(key, value)
        if variable == "URL" and not ADDRESS.fullmatch(text):
            self.complain(self.place(key), DEAD_LINK, f'"{text}" is no address', "an address begins with https://")
        if variable == "DOI":
            if not (found := doi(text)):
                self.complain(self.place(key), DEAD_LINK, f'"{text}" is no DOI', "a DOI begins with 10.")
            return found
        self._doubt(self.place(key), doubt_of_value(variable, text, str(self.raw.value.get("type", ""))))
        if variable in VERBATIM | {"type"}:
            return text
        words = parse_field(Written(text, self.place(key)), self.problems)
        return _without_colon(words) if variable in TITLES else words

    def characters(self, key: str, value: Any) -> str:
        """A value that must be text; nothing, and a problem, where it is not."""
        if isinstance(value, (list, dict)):
            found = "a list" if isinstance(value, list) else "a mapping"
            self.complain(self.place(key), WRONG_TYPE, f'"{key}" wants text, found {found}', TEXT_HINT)
            return ""
        return "" if value is None else str(value)

    def _date(self, key: str, value: Any) -> SourceField:
        try:
            return read_source_date(value)
        except NoDate as why:
            hint = f'put it in quotation marks: "[{value[0]}]"' if isinstance(value, list) and len(value) == 1 else HINT
            self.complain(self.place(key), NOT_A_DATE, f'"{key}": {why}', hint)
            return SourceDate()

    # --- names ------------------------------------------------------------------------------------

    def _names(self, key: str, value: Any) -> tuple[SourceName, ...]:
        """The names of a key: a list of mappings, or one mapping alone."""
        names = [value] if isinstance(value, dict) else value
        if not isinstance(names, list):
            self.complain(self.place(key), WRONG_TYPE, f'"{key}" wants a list of names, found text', NAME_HINT)
            return ()
        return tuple(made for n, each in enumerate(names) if (made := self._name(key, n, each)))

    def _name(self, key: str, at: int, value: Any) -> SourceName | None:
        place = self.place(key, at)
        if not isinstance(value, dict):
            self.complain(place, WRONG_TYPE, f'"{key}" wants names in their parts, found "{value}"', NAME_HINT)
            return None
        parts: dict[str, str] = {}
        for part, words in value.items():
            if part not in NAME_PARTS:
                hint = did_you_mean(part, NAME_PARTS) or f"a name has {', '.join(sorted(NAME_PARTS))}"
                self.complain(self.place(key, at, part), UNKNOWN_KEY, f'unknown key "{part}" in a name', hint)
            elif said := self._name_part(key, at, part, words):
                parts[part] = said
        if not parts.keys() & {"family", "given", "literal"}:
            self.complain(place, WRONG_TYPE, f'"{key}" has a name without family, given or literal', NAME_HINT)
            return None
        self._doubt(place, doubt_of_name(parts))
        return SourceName(parts)

    def _name_part(self, key: str, at: int, part: str, value: Any) -> str:
        place = self.place(key, at, part)
        if isinstance(value, (list, dict)):
            self.complain(place, WRONG_TYPE, f'"{part}" of a name wants text')
            return ""
        words = parse_field(Written(str(value or ""), place), self.problems)
        if not all(isinstance(each, Text) for each in words):
            self.complain(place, NOT_IN_RECORD, f"marks in a name: {value}", "write the name alone")
        return plain(words)


def _without_colon(words: Inlines) -> Inlines:
    """A title without a colon behind a question mark or an exclamation mark."""
    out: list[Any] = []
    for each in words:
        if isinstance(each, Text):
            text = ASKED_AND_SAID.sub(r"\1 ", each.text)
            if text.startswith(": ") and out and plain(out[-1]).endswith(("?", "!")):  # *Quo Vadis?*: A Study
                text = text[1:]
            out.append(Text(text, each.line))
        elif isinstance(each, (Emphasis, Strong, SmallCaps, KeptCase)):
            out.append(type(each)(_without_colon(each.inlines)))
        else:
            out.append(each)
    return tuple(out)
