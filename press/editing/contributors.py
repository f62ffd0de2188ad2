"""contributors.yaml → who has written or edited the book, proved: each known, once in a list, with an ORCID if any.

Their names make no mentions: a contributor is indexed where the text discusses somebody, which `person:` tells.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from press.book import Chapter
from press.editing.contributor_rules import (
    CONTRIBUTOR_NOT_USED,
    CONTRIBUTOR_TWICE,
    NO_AUTHORS,
    NOT_AN_ORCID,
    UNKNOWN_CONTRIBUTOR,
)
from press.editing.phrases import parse_phrase
from press.editing.punctuation import polished
from press.editing.record_rules import NAMELESS
from press.editing.records import BookRecord, ContributorRecord, NameRecord
from press.editing.registers import Registers
from press.editing.value_rules import DOUBTFUL_VALUE, NEVER_PRINTED
from press.imprint import Imprint
from press.people import Contributor, Person
from press.problem import Origin, Problem, warning
from press.text import plain

ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
SHAPE = "sixteen figures, the last of which may be X: 0000-0002-1825-0097"


# --- records -----------------------------------------------------------------------------------------


def read_contributors(records: tuple[ContributorRecord, ...], problems: list[Problem]) -> tuple[Contributor, ...]:
    """The records of contributors.yaml; whether there is a person of people.yaml behind one is not asked yet."""
    return tuple(_contributor(record, problems) for record in records)


def _contributor(record: ContributorRecord, problems: list[Problem]) -> Contributor:
    problems += _name_problems(record)
    found = ORCID.fullmatch(record.orcid)
    orcid = found[1] if found else ""
    at = record.keys.get("orcid", record.origin)
    if record.orcid and not orcid:
        problems.append(Problem(at, NOT_AN_ORCID, f'"{record.orcid}" is no ORCID iD', SHAPE))
    elif orcid and check_digit(orcid[:-1]) != orcid[-1]:
        message = f'"{orcid}" is no ORCID iD: its last figure does not agree with the others'
        problems.append(Problem(at, NOT_AN_ORCID, message))
    return Contributor(
        key=record.id,
        who=someone(record.name, record.origin, record.sort),
        roles=tuple(dict.fromkeys(record.roles)),
        affiliation=parse_phrase(record.affiliation, problems),
        bio=parse_phrase(record.bio, problems).inlines,
        orcid=orcid,
        person=record.person,
        origin=record.origin,
        keys=record.keys,
    )


def _name_problems(record: ContributorRecord) -> Iterator[Problem]:
    """Somebody has a name of their own or that of a person, and it can be sorted."""
    name, at = record.name, record.keys.get("name", record.origin)
    if record.person and "name" in record.keys:
        message, hint = f'the name of "{record.id}" is that of people.yaml', "take name: out, or person:"
        yield Problem(at, NEVER_PRINTED, message, hint)
    elif not (record.person or name.family or name.only):
        yield Problem(at, NAMELESS, f'contributor "{record.id}" has no name', "give name:, or person:")
    first, _, last = name.only.rpartition(" ")
    if first and not record.sort:
        hint = f"write {{family: {last}, given: {first}}}; or say by sort: where it is to stand"
        yield warning(at, DOUBTFUL_VALUE, f'"{name.only}" is sorted by "{name.only.split()[0]}"', hint)


def check_digit(figures: str) -> str:
    """The last figure of an ORCID iD, by the others (ISO 7064, MOD 11-2)."""
    total = 0
    for figure in figures.replace("-", ""):
        total = (total + int(figure)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def someone(name: NameRecord, origin: Origin, sort: str = "") -> Person:
    """Somebody of whom nothing is known but a name."""
    return Person(
        key="",
        family=polished(name.family),
        given=polished(name.given),
        particle=polished(name.particle),
        suffix=polished(name.suffix),
        only=polished(name.only),
        lang="",
        born="",
        died="",
        gloss="",
        bio=(),
        forms=(),
        aliases=(),
        see_also=(),
        sort=sort,
        origin=origin,
    )


# --- who has which part in the book --------------------------------------------------------------------


class Contributions:
    """Who has a part in the book, as it is come to."""

    def __init__(self, known: Iterable[Contributor], registers: Registers) -> None:
        self.registers = registers
        self.known: Mapping[str, Contributor] = {
            key: self._named(each) for key, each in registers.by_key(known, "contributor").items()
        }
        self.used: set[str] = set()
        self.signers: dict[str, None] = {}
        self.registers.problems += self._doubles()

    def _named(self, contributor: Contributor) -> Contributor:
        """A contributor with the name that people.yaml has, if one of its people is meant."""
        at = contributor.keys.get("person", contributor.origin)
        if not contributor.person or not self.registers.person_exists(contributor.person, at):
            return contributor
        return replace(contributor, who=self.registers.people[contributor.person])

    def _doubles(self) -> Iterator[Problem]:
        """Two records of one human being."""
        first: dict[tuple[str, str], Contributor] = {}
        for each in self.known.values():
            for key, said in (("person", each.person), ("orcid", each.orcid)):
                before = first.setdefault((key, said), each)
                if said and before is not each:
                    message = f'"{each.key}" and "{before.key}" have one {key}: "{said}"'
                    at = each.keys.get(key, each.origin)
                    yield Problem(at, CONTRIBUTOR_TWICE, message, f"first at {before.origin}")

    def proved(self, keys: Iterable[str], what: str, origin: Origin) -> tuple[str, ...]:
        """Those of a list that are known; nobody counts twice."""
        found: list[str] = []
        for key in keys:
            if key not in self.known:
                self._complain_of_unknown(key, origin)
            elif key in found:
                message = f'"{key}" stands in {what} twice'
                self.registers.problems.append(Problem(origin, CONTRIBUTOR_TWICE, message, "take one out"))
            else:
                found.append(key)
        self.used.update(found)
        return tuple(found)

    def _complain_of_unknown(self, key: str, origin: Origin) -> None:
        # an editor may well write the name where the id is wanted
        names = {each.who.full_name.casefold(): id_ for id_, each in self.known.items()}
        names |= {each.who.family.casefold(): id_ for id_, each in self.known.items() if each.who.family}
        names |= {id_.casefold(): id_ for id_ in self.known}
        if close := difflib.get_close_matches(key.casefold(), list(names), n=1):
            hint = f'did you mean "{names[close[0]]}"?'
            self.used.add(names[close[0]])  # one slip brings no others
        else:
            known = f", person: {key}" if key in self.registers.people else ", name: {family: …, given: …}"
            hint = f"add a record to it: - {{id: {key}{known}}}"
        if "contributors" not in self.registers.incomplete:
            message = f'no contributor "{key}" in contributors.yaml'
            self.registers.problems.append(Problem(origin, UNKNOWN_CONTRIBUTOR, message, hint))

    def signed(self, chapter: Chapter) -> Chapter:
        """A chapter with those of its authors who are known."""
        origin = chapter.keys.get("authors", chapter.origin)
        told = any(each.origin == origin for each in self.registers.problems)  # of what is no list
        if "authors" in chapter.keys and not chapter.authors and not told:
            self.registers.problems.append(Problem(origin, NO_AUTHORS, "authors: names nobody", "take it out"))
        authors = self.proved(chapter.authors, "authors:", origin)
        self.signers |= dict.fromkeys(authors)
        signed = plain(chapter.signed.inlines).casefold()
        for each in (self.known[key].who.full_name for key in authors):
            if each.casefold() in signed:
                message = f'"{each}" is named by authors: and by signed:, and printed twice'
                hint = "take one out; who has signed stands below the text, authors below the title and in the contents"
                at = chapter.keys.get("signed", origin)
                self.registers.problems.append(warning(at, CONTRIBUTOR_TWICE, message, hint))
        return replace(chapter, authors=authors)

    def of_book(self, imprint: Imprint, record: BookRecord) -> Imprint:
        """The title page with those who have a part in the whole book: its authors, editors and translators, and the
        editors of its series.

        Who is said in book.yaml, else by roles; but who has the role of an author may be that of a chapter.
        """
        authors = self._of_whole(record, "authors", record.authors, imprint.author)
        editors = self._of_whole(record, "editors", record.editors, imprint.editor) or self._by_role("editor")
        return replace(
            imprint,
            author=", ".join(each.name for each in authors),
            editor=", ".join(each.name for each in editors),
            authors=authors,
            editors=editors,
            translators=self._by_role("translator"),
            series_editors=self._by_role("series-editor"),
            signers=tuple(self.known[key] for key in self.signers),
        )

    def _of_whole(self, record: BookRecord, key: str, keys: tuple[str, ...], text: str) -> tuple[Contributor, ...]:
        """Those whom book.yaml names, by their ids or in words of its own."""
        at, single = record.keys.get(key, record.origin), key.removesuffix("s")
        roles = text and single == "editor" and self._by_role(single)
        if text and (keys or roles):
            message = f'"{single}" is not printed: {key} are those of contributors.yaml'
            at = record.keys.get(single, record.origin)
            self.registers.problems.append(Problem(at, NEVER_PRINTED, message, f"take {single}: out"))
        elif key in record.keys and not keys:
            self.registers.problems.append(Problem(at, NO_AUTHORS, f"{key}: names nobody", "take it out"))
        if keys:
            return tuple(self.known[each] for each in self.proved(keys, f"{key}:", at))
        return (_nobody_known(text, record.origin),) if text else ()

    def _by_role(self, role: str) -> tuple[Contributor, ...]:
        """Those with a role in the whole book, as they stand in contributors.yaml."""
        found = tuple(each for each in self.known.values() if role in each.roles)
        self.used.update(each.key for each in found)
        return found

    def all(self) -> Mapping[str, Contributor]:
        """Every contributor with a part in the book, when all of it has been come to; a problem for each other."""
        # of a chapter that cannot be read nobody knows who has written it
        if not self.registers.incomplete & {"chapters", "contributors"}:
            for each in self.known.values():
                if each.key not in self.used:
                    message = f'contributor "{each.key}" has no part in the book'
                    hint = "name the id under authors: of a chapter, or of book.yaml"
                    self.registers.problems.append(warning(each.origin, CONTRIBUTOR_NOT_USED, message, hint))
        return {key: each for key, each in self.known.items() if key in self.used}


def _nobody_known(words: str, origin: Origin) -> Contributor:
    """Who is named on the title page in words, and nowhere else."""
    return Contributor(key="", who=someone(NameRecord(only=words), origin), origin=origin)
