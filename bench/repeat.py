"""A book of any length: a manuscript repeated under fresh ids, for `bench.bench` to measure.

Chapters, notes, citations, cross-references, documents and events come again; the front matter stands once. A person or
a source that much of the book speaks of is the same in every repeat; the others are new each time, as a longer book
names more people: their family names are lengthened, in `people.yaml` and in the text alike. The result passes `check`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from press.project import Project

WORDS_PER_PAGE = 272
PAGES_BESIDE = 30
"""As the book that comes with the press turns out: its front matter and lists, and what stands on its other pages."""
COMMON = 1 / 3
"""Who or what is named in more than this part of the texts is of the whole book."""
ENDINGS = ("ov", "in", "ez", "un", "ar", "el", "os", "et", "im", "ol", "ad", "is", "ur", "en", "as", "ig")
DECLARED = (
    re.compile(r"\{#([\w-]+)"),
    re.compile(r"^\[\^([\w-]*[^\W\d][\w-]*)\]:", re.MULTILINE),
    re.compile(r"\A---\n(?:.*\n)*?id: *([\w-]+)"),
)


@dataclass(frozen=True, slots=True)
class BenchText:
    """A chapter or a document of the manuscript: its file's name, its words, and the ids that it declares."""

    name: str
    text: str
    ids: frozenset[str]

    @property
    def own_id(self) -> str:
        """The id of the chapter or document itself."""
        found = DECLARED[2].search(self.text)
        return found[1] if found else re.sub(r"^\d+[-_ ]*", "", Path(self.name).stem)


@dataclass(frozen=True, slots=True)
class BenchManuscript:
    """What is to be repeated: the files as plain values, people and sources by key."""

    book: dict[str, Any]
    chapters: tuple[BenchText, ...]
    documents: tuple[BenchText, ...]
    people: Mapping[str, dict[str, Any]]
    sources: Mapping[str, dict[str, Any]]
    events: tuple[dict[str, Any], ...]
    registers: Mapping[str, list[dict[str, Any]]]
    others: str

    @property
    def texts(self) -> tuple[BenchText, ...]:
        """All that is repeated."""
        return self.chapters + self.documents


def repeat(project: Project, pages: int, to: Path) -> Project:
    """Write a project of about so many pages, in the styles of the one repeated, into the folder `to`."""
    longer = Project.at(to)
    shutil.copytree(project.styles, longer.styles)
    repeated = shutil.ignore_patterns("chapters", "documents", "*.yaml", "README.md")
    shutil.copytree(project.manuscript, longer.manuscript, ignore=repeated)
    _write(_Press(_read(project.manuscript), pages), longer.manuscript)
    return longer


def _read(folder: Path) -> BenchManuscript:
    def load(name: str) -> Any:
        return yaml.safe_load((folder / name).read_text(encoding="utf-8"))

    def text(name: str) -> BenchText:
        words = (folder / name).read_text(encoding="utf-8")
        found = BenchText(name, words, frozenset(each for declared in DECLARED for each in declared.findall(words)))
        return BenchText(name, words, found.ids | {found.own_id})

    book = load("book.yaml")
    chapters = tuple(text(name) for name in book["contents"]["body"])
    documents = tuple(text(name) for name in book.get("documents", ()))
    others = "".join(path.read_text(encoding="utf-8") for path in sorted((folder / "front").glob("*.md")))
    people = {each["id"]: each for each in load("people.yaml")}
    sources = {str(each["id"]): each for each in load("sources.yaml")["references"]}
    registers = {each["file"]: load(each["file"]) for each in book.get("indexes", ()) if "file" in each}
    return BenchManuscript(book, chapters, documents, people, sources, tuple(load("events.yaml")), registers, others)


class _Press:
    """One repeating: what is common to all repeats, and how each repeat is to be told from the others."""

    def __init__(self, manuscript: BenchManuscript, pages: int) -> None:
        self.manuscript = manuscript
        self.families = self._families()
        self.keys = frozenset(key for key in manuscript.sources if not self._common(rf"@{re.escape(key)}(?![\w-])"))
        self.chosen = self._choose((pages - PAGES_BESIDE) * WORDS_PER_PAGE)

    def _common(self, pattern: str) -> bool:
        texts = self.manuscript.texts
        return sum(bool(re.search(pattern, text.text)) for text in texts) > COMMON * len(texts)

    def _families(self) -> dict[str, str]:
        """Key → family name of everybody who is new in each repeat: one word, by which nobody else is named."""
        bearers: dict[str, set[str]] = {}
        for key, person in self.manuscript.people.items():
            for name in (*_forms(person), *_forms_of_aliases(person)):
                for word in re.findall(r"\w+", name):
                    bearers.setdefault(word, set()).add(key)
        # a name in a title would be lengthened in the text and not in the work that it names
        titled = {word for source in self.manuscript.sources.values() for word in _words_of_titles(source)}
        families = {key: _family(person) for key, person in self.manuscript.people.items()}
        return {
            key: family
            for key, family in families.items()
            if bearers.get(family) == {key} and family not in titled and not self._common(rf"\b{family}\b")
        }

    def _choose(self, words: int) -> list[tuple[int, tuple[BenchText, ...], tuple[BenchText, ...]]]:
        """For each repeat its number from 1, its chapters and documents, until there are so many words.

        What is repeated in part is taken from all over the manuscript, so that books of every length are of like text.
        """
        chosen: list[tuple[int, tuple[BenchText, ...], tuple[BenchText, ...]]] = []
        # the last repeat has as many chapters as the words that are lacking ask for
        shares = [self._share(number) for number in range(1, len(self.manuscript.chapters) + 1)]
        while words > 0 or not chosen:
            chapters, documents = next((share for share in shares if _words(share) >= words), shares[-1])
            chosen.append((len(chosen) + 1, chapters, documents))
            words -= _words((chapters, documents))
        return chosen

    def _share(self, number: int) -> tuple[tuple[BenchText, ...], tuple[BenchText, ...]]:
        """So many chapters, and in proportion the documents that they refer to."""
        m = self.manuscript
        chapters = _spread(m.chapters, number)
        # a document to which no chapter refers is a fault of the book
        found = [each for each in m.documents if any(f"(#{each.own_id})" in text.text for text in chapters)]
        return chapters, _spread(found, min(len(found), len(m.documents) * number // len(m.chapters)))

    def ids(self, number: int) -> dict[str, str]:
        """What each id is called in a repeat; what a shorter last repeat leaves out is sought in the one before."""
        # every id is somewhere, for no reference may lead nowhere: at the least it leads to the first chapter
        _, chapters, documents = self.chosen[number - 1]
        here = frozenset().union(*(text.ids for text in (*chapters, *documents)))
        fallback = self.ids(number - 1) if number > 1 else {}
        everywhere = frozenset().union(*(text.ids for text in self.manuscript.texts))
        first = chapters[0].own_id
        return {each: _fresh(each, number) if each in here else fallback.get(each, first) for each in everywhere}

    def text(self, text: str, number: int) -> str:
        """A text as it stands in a repeat: its ids, references, citations and names."""
        ids = self.ids(number)
        text = re.sub(rf"(?<=#)({_any(ids)})(?![\w-])", lambda m: ids[m[1]], text)
        text = re.sub(rf"(?<=\[\^)({_any(ids)})(?=\])", lambda m: ids[m[1]], text)
        text = re.sub(rf"(?m)^((?:id|see): *)({_any(ids)})$", lambda m: m[1] + ids[m[2]], text)
        text = re.sub(rf"@({_any(self.keys)})(?![\w-])", lambda m: "@" + _fresh(m[1], number), text)
        text = re.sub(rf"(?<=person=)({_any(self.families)})(?![\w-])", lambda m: _fresh(m[1], number), text)
        return self.renamed(text, number)

    def renamed(self, text: str, number: int) -> str:
        """A text with the family names of a repeat."""
        names = _any(self.families.values())
        return re.sub(rf"\b({names})\b", lambda m: m[1] + _ending(number), text)


def _spread(texts: Sequence[BenchText], number: int) -> tuple[BenchText, ...]:
    """So many of the texts, at even distances."""
    return tuple(texts[(2 * n + 1) * len(texts) // (2 * number)] for n in range(number))


def _words(texts: Iterable[Sequence[BenchText]]) -> int:
    return sum(len(text.text.split()) for text in chain(*texts))


def _write(press: _Press, folder: Path) -> None:
    m = press.manuscript
    body: list[str] = []
    documents: list[str] = []
    written = m.others
    for number, chapters, papers in press.chosen:
        for listed, texts in ((body, chapters), (documents, papers)):
            for text in texts:
                path = folder / f"{text.name.removesuffix('.md')}{'' if number == 1 else f'-{number}'}.md"
                path.parent.mkdir(exist_ok=True)
                words = press.text(text.text, number)
                path.write_text(words, encoding="utf-8")
                written += words
                listed.append(path.relative_to(folder).as_posix())
    book = {**m.book, "contents": {**m.book["contents"], "body": body}, "documents": documents}
    dump(folder / "book.yaml", book)
    _front(press, folder)
    dump(folder / "people.yaml", _people(press, written))
    dump(folder / "sources.yaml", {"references": _sources(press, written)})
    dump(folder / "events.yaml", _events(press))
    for name, headings in m.registers.items():
        dump(folder / name, list(_headings(headings, written)))


def _front(press: _Press, folder: Path) -> None:
    """The front matter once, its references led to what is there."""
    ids = press.ids(1)
    for path in (folder / "front").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"(?<=#)({_any(ids)})(?![\w-])", lambda m: ids[m[1]], text), encoding="utf-8")


def _people(press: _Press, written: str) -> list[dict[str, Any]]:
    """Those whom the texts name: as they are, and again under the names of each repeat."""
    words = frozenset(re.findall(r"[\w-]+", written))
    found = [
        person
        for key, person in press.manuscript.people.items()
        if key in words or any(form in written for form in (*_forms(person), *_forms_of_aliases(person)))
    ]
    for number in range(2, len(press.chosen) + 1):
        for key, family in press.families.items():
            if family + _ending(number) in words:
                found.append(_namesake(press, press.manuscript.people[key], family, number))
    # whom a shorter book leaves out nobody can be led to
    known = {person["id"] for person in found}
    for person in found:
        if "see_also" in person:
            person["see_also"] = [key for key in person["see_also"] if key in known]
    return found


def _namesake(press: _Press, person: dict[str, Any], family: str, number: int) -> dict[str, Any]:
    """The person who stands for `person` in a repeat."""
    kept: dict[str, Any] = {key: person[key] for key in ("lang", "born", "died", "gloss", "bio") if key in person}
    name = {key: press.renamed(str(value), number) for key, value in person["name"].items()}
    # only forms with the family name can be told from those of whom it stands for
    forms = [press.renamed(form, number) for form in _forms(person) if re.search(rf"\b{family}\b", form)]
    return {"id": _fresh(person["id"], number), "name": name, **kept, "forms": forms}


def _sources(press: _Press, written: str) -> list[dict[str, Any]]:
    """The works that the texts cite: as they are, and as volumes of their own in each repeat."""
    cited = frozenset(re.findall(r"@([\w-]+)", written))
    found = [source for key, source in press.manuscript.sources.items() if key in cited]
    for number in range(2, len(press.chosen) + 1):
        for key in sorted(press.keys):
            if _fresh(key, number) in cited:
                source = {**press.manuscript.sources[key], "id": _fresh(key, number)}
                for title in ("title", "title-short", "genre"):
                    if title in source:
                        source[title] = f"{source[title]} {number}"
                found.append(source)
    return found


def _headings(headings: Iterable[dict[str, Any]], written: str) -> Iterator[dict[str, Any]]:
    """The headings of a register that the texts mark, each once for all repeats; they refer to what is marked too."""
    marked = frozenset(re.findall(r"\w=([\w-]+)", written))

    def leads(reference: str) -> bool:
        heading, _, below = reference.partition(" > ")
        return heading.rpartition("=")[2] in marked and below in written

    for each in headings:
        if each["id"] in marked:
            kept = each | {key: [*filter(leads, each[key])] for key in ("see", "see_also") if key in each}
            if "aliases" in each:  # one of a sub-entry goes with it
                kept["aliases"] = [a for a in each["aliases"] if isinstance(a, str) or a.get("sub", "") in written]
            yield kept


def _events(press: _Press) -> list[dict[str, Any]]:
    events = []
    for number in range(1, len(press.chosen) + 1):
        ids = press.ids(number)
        for event in press.manuscript.events:
            see = {"see": ids.get(str(event["see"]), str(event["see"]))} if "see" in event else {}
            events.append({**event, "text": press.text(event["text"], number), **see})
    return sorted(events, key=lambda event: str(event["date"]).rstrip("?~%"))


def _forms(person: Mapping[str, Any]) -> list[str]:
    return [str(form["form"] if isinstance(form, dict) else form) for form in person.get("forms", ())]


def _forms_of_aliases(person: Mapping[str, Any]) -> list[str]:
    return [form for alias in person.get("aliases", ()) for form in _forms(alias)]


def _family(person: Mapping[str, Any]) -> str:
    name = person["name"]
    family = str(name.get("family", "")) if isinstance(name, dict) else ""
    return family if re.fullmatch(r"\w+", family) and any(family in form for form in _forms(person)) else ""


def _words_of_titles(source: Mapping[str, Any]) -> list[str]:
    return re.findall(r"\w+", " ".join(str(source.get(key, "")) for key in ("title", "title-short", "container-title")))


def _fresh(key: str, number: int) -> str:
    return key if number == 1 else f"{key}-{number}"


def _ending(number: int) -> str:
    """What lengthens a name in a repeat: nothing in the first, then other letters in each."""
    if number == 1:
        return ""
    # like numbers without a nought: one ending for each of sixteen repeats, then two
    further, last = divmod(number - 2, len(ENDINGS))
    return _ending(further + 1) + ENDINGS[last]


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or r"(?!)"


class _Dumper(yaml.SafeDumper):
    """YAML that names nothing to refer to it again, which the press does not read."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def dump(path: Path, content: object) -> None:
    """Write a record that the press reads."""
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10000)
    path.write_text(text, encoding="utf-8")
