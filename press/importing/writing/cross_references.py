"""References in an author’s file → the press’s: `[](#id)`, `[](#id){.page}`, `[words](#id)`, with ids on their targets.

The press prints what a target is called by its number, so that no number of the author's goes stale: *figure 3*,
*chapter 2*, *note 14*, *p. 117*. A word that says the same before it goes; what will be printed otherwise is told. A
reference whose target is not in the text stays as words, and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from press.importing.slugs import Slugs
from press.importing.tidy import tidy
from press.importing.tree.field_signs import ANCHOR, NOTES, PAGES, PARTED
from press.importing.tree.ids import anchors_in, without_anchors
from press.importing.typed.typed_references import KINDS, LOOSELY, typed_in, typed_references
from press.importing.typescript import Arrangement, Changed, Division, Item, Prose, lines_of, place_of
from press.problem import Origin
from press.text import (
    Figure,
    FigureGroup,
    Heading,
    Inline,
    Inlines,
    Mention,
    Note,
    Paragraph,
    Reference,
    Table,
    Text,
    plain,
    walk,
)

LOST = "a reference whose target is not in the text: its words are kept"
WORD_BEFORE = {
    "page": re.compile(rf"\b{PAGES}\s*$", re.IGNORECASE),
    "note": re.compile(rf"\b{NOTES}\s*$", re.IGNORECASE),
    **{
        kind: re.compile(rf"\b(?:{'|'.join(filter(None, (KINDS.get(kind), words)))})\s*$", re.IGNORECASE)
        for kind, words in LOOSELY.items()
    },
}
"""What an author has typed before a number, which the press sets with it."""
LABEL = re.compile(r"(?:[^\W\d]+(?:\.\s*|\s+))?(?P<number>\d+(?:[.-]\w{1,2})*|[ivxlc]+)\.?", re.IGNORECASE)
"""Words of a reference that are a number, with or without what it is the number of."""
RANGE = re.compile(r"\s*[-–—]\s*")
RANGES = "two pages with a dash between them, each with its own p.: see how they read"
NAMING = (".md", ".markdown", ".html", ".htm", ".tex", ".xml", ".dbk")
"""Files in which whoever writes names what can be referred to."""
KEPT = "a reference that begins a sentence keeps its words, and the number that it has now"
SENTENCE = re.compile(r"(?:[.?!][\"”’)\]]*\s)[\"“‘(\[]*$")
"""What stands before the first word of a sentence."""
ICE = "\u00a0"


@dataclass(slots=True)
class CrossTarget:
    """What can be referred to: its id, what it is, by which number the press will call it, if any, and its words."""

    id: str
    kind: str
    number: str
    words: str
    home: str = ""

    @property
    def printed(self) -> str:
        """How the press will call it, as far as that is known here."""
        return f"{self.kind} {self.number}" if self.number else f"‘{self.words}’"


@dataclass(slots=True)
class CrossReferences:
    """The references of a book to be; `names`: the ids of its pieces by their places, `anchors`: the names that the
    author's file has for headings, by their places.
    """

    names: Mapping[int, str]
    anchors: Mapping[int, str]
    slugs: Slugs
    targets: dict[str, CrossTarget] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """Places in the text, as they are marked, by the term of the mention."""
    changed: list[Changed] = field(default_factory=list)
    figures: int = 0
    tables: int = 0
    home: str = ""

    def resolved(self, arrangement: Arrangement) -> Arrangement:
        """The arrangement with references to ids, and these on their targets."""
        asked = {each.target for prose in arrangement.prose for each in _references((prose.title, prose.blocks))}
        asked |= {each.target for item in arrangement.items for each in _references((item.heading, item.blocks))}
        texts = (*(prose.blocks for prose in arrangement.prose), *(item.blocks for item in arrangement.items))
        typed = {f"{kind} {n}" for blocks in texts for line in lines_of(blocks) for kind, n, _ in typed_in(line)}
        asked |= typed
        self._collect(arrangement, asked)
        body = tuple(
            Division(self._prose(each.opening), tuple(map(self._prose, each.pieces)))
            if isinstance(each, Division)
            else self._prose(each)
            for each in arrangement.body
        )
        before = arrangement.before_items
        return replace(
            arrangement,
            front=tuple(map(self._prose, arrangement.front)),
            body=body,
            back=tuple(map(self._prose, arrangement.back)),
            before_items=self._prose(before) if before else None,
            items=tuple(map(self._item, arrangement.items)),
        )

    # --- targets ---------------------------------------------------------------------------------

    def _collect(self, arrangement: Arrangement, asked: set[str]) -> None:
        """Every target that is asked for, in the order of the book."""
        chapters = 0
        parts = 0
        openings = {id(each.opening) for each in arrangement.body if isinstance(each, Division)}
        body = {id(p) for e in arrangement.body for p in (e.pieces if isinstance(e, Division) else (e,))}
        for prose in arrangement.prose:
            kind, number = "piece", ""
            if id(prose) in openings:
                parts += 1
                kind, number, name = "part", str(parts), f"part-{parts}"
            else:
                name = self.names.get(prose.place, "")
                if id(prose) in body:
                    kind = "chapter"
                    chapters += prose.numbered
                    number = str(chapters) * prose.numbered
            target = CrossTarget(name, kind, number, plain(prose.title))
            self._piece(prose.place, target, (prose.title, prose.blocks), asked)
        for n, item in enumerate(arrangement.items, 1):
            target = CrossTarget(self.names.get(item.place, ""), "document", str(n), plain(item.heading))
            self._piece(item.place, target, (item.heading, item.blocks), asked)
        # a heading that has become part of another, or has gone: what stands there now is meant
        places = sorted(self.names)
        for place, names in self.anchors.items():
            home = next((each for each in reversed(places) if each <= place), None)
            if home is not None and (there := self._at(home)):
                for name in names.split(PARTED):
                    self.targets.setdefault(name, there)

    def _at(self, place: int) -> CrossTarget | None:
        return next((each for each in self.targets.values() if each.id == self.names[place]), None)

    def _piece(self, place: int, target: CrossTarget, node: object, asked: set[str]) -> None:
        names = [each for each in self.anchors.get(place, "").split(PARTED) if each]
        title, blocks = node if isinstance(node, tuple) else ((), ())
        counted = [f"{target.kind} {target.number}"] * bool(target.number)
        for name in (*names, *anchors_in(title), *self._files(names), *counted):
            self.targets.setdefault(name, target)
        notes, self.home = 0, target.id
        taken: set[int] = set()
        for each in walk((title, blocks)):
            made: CrossTarget | None = None
            keys: list[str] = []
            match each:
                case Heading():
                    keys, made = each.anchor.split(PARTED), CrossTarget("", "section", "", plain(each.inlines))
                case Figure(decorative=False) | FigureGroup():
                    self.figures += 1
                    made = CrossTarget("", "figure", str(self.figures), plain(each.caption))
                    keys = [each.anchor, f"figure {each.number}", *self._within(each.caption, taken)]
                case Table() if each.caption:
                    self.tables += 1
                    made = CrossTarget("", "table", str(self.tables), plain(each.caption))
                    keys = [each.anchor, f"table {each.number}", *self._within(each.caption, taken)]
                case Note():
                    notes += 1
                    keys = each.name.split(PARTED)
                    for line in (b.inlines for b in each.blocks if isinstance(b, Paragraph)):
                        keys += self._within(line, taken)
                    made = CrossTarget("", "note", str(notes), "", self.home)
                case Mention(mark=mark) if mark == ANCHOR and id(each) not in taken:
                    keys, made = [each.term], CrossTarget("", "place", "", "")
            self._enter(keys, made, asked)

    @staticmethod
    def _within(line: Inlines, taken: set[int]) -> Iterator[str]:
        for each in walk(line):
            if isinstance(each, Mention) and each.mark == ANCHOR:
                taken.add(id(each))
                yield each.term

    def _files(self, names: Iterable[str]) -> Iterator[str]:
        """A file itself, as the target of a link: its first piece."""
        for name in names:
            file = name.partition("#")[0]
            if file and f"{file}#" not in self.targets:
                yield f"{file}#"

    def _enter(self, keys: Iterable[str], made: CrossTarget | None, asked: set[str]) -> None:
        wanted = [key for key in keys if key and key in asked and key not in self.targets]
        if made is None or not wanted:
            return
        file, _, own = wanted[0].partition("#")
        first = " ".join(made.words.split()[:6])
        # a program of a word processor names things by numbers, whoever writes Markdown or HTML by what they are
        named = [first, f"{first} {made.kind}"] if first else [f"{made.kind} in {self.home}"]
        wishes = [own] * file.endswith(NAMING) + named
        made.id = self.slugs.make(*wishes)
        for key in wanted:
            self.targets[key] = made
            if made.kind == "place":
                self.written[key] = f"[]{{#{made.id}}}"

    def typed(self, arrangement: Arrangement) -> tuple[Changed, ...]:
        """References typed by hand."""
        ids = {name: each.id for name, each in self.targets.items() if "#" not in name and each.id}
        texts = (*(each.blocks for each in arrangement.prose), *(each.blocks for each in arrangement.items))
        blocks = (block for blocks in texts for block in blocks)
        return tuple(typed_references(blocks, ids))

    # --- put in their places ---------------------------------------------------------------------

    def _prose(self, prose: Prose) -> Prose:
        self.home = self.names.get(prose.place, "")
        title, subtitle = self._words(prose.title), self._words(prose.subtitle)
        return replace(prose, title=title, subtitle=subtitle, blocks=self._made(prose.blocks, prose.place))

    def _item(self, item: Item) -> Item:
        self.home = self.names.get(item.place, "")
        return replace(item, heading=self._words(item.heading), blocks=self._made(item.blocks, item.place))

    @staticmethod
    def _words(title: Inlines) -> Inlines:
        """A title, which nothing can refer in, and which has its id in the header."""
        parts = (part for each in title for part in (each.inlines if isinstance(each, Reference) else (each,)))
        return without_anchors(tuple(parts)) if any(isinstance(e, (Reference, Mention)) for e in title) else title

    def _made(self, node: Any, place: int) -> Any:
        """A node with its id, if one is asked for, and with references to ids in its lines."""
        if isinstance(node, tuple):
            made_within = tuple(self._made(each, place) for each in node)  # first, for a line may get notes of ours
            has_reference = any(isinstance(each, Reference) for each in node)
            return self._line(made_within, place) if has_reference else made_within
        if not is_dataclass(node) or isinstance(node, (type, Origin, Reference)):
            return node
        place = place_of(node) if isinstance(getattr(node, "origin", None), Origin) else place  # type: ignore[arg-type]
        held = {f.name: getattr(node, f.name) for f in fields(node)}
        made = {name: self._made(v, place) for name, v in held.items() if isinstance(v, tuple) and v}
        match node:
            case Heading() | Table() | Figure() | FigureGroup():
                caption = held.get("caption", ())
                numbered = f"{_kind(node)} {held.get('number', '')}"
                made["anchor"] = self._id((*held["anchor"].split(PARTED), numbered, *anchors_in(caption)))
                if caption:
                    made["caption"] = without_anchors(made["caption"])
            case Note():
                inner = (e.term for e in walk(node.blocks) if isinstance(e, Mention) and e.mark == ANCHOR)
                made["name"] = self._id((*node.name.split(PARTED), *inner))
        changed = {name: value for name, value in made.items() if value is not held[name]}
        return replace(node, **changed) if changed else node

    def _id(self, keys: Iterable[str]) -> str:
        found = (self.targets[key] for key in keys if key in self.targets)
        return next((each.id for each in found if each.kind in ("section", "figure", "table", "note")), "")

    def _line(self, line: Inlines, place: int) -> Inlines:
        out: list[Inline] = []
        for each in line:
            if not isinstance(each, Reference):
                out.append(each)
                continue
            before = out[-1].text if out and isinstance(out[-1], Text) else ""
            kept, made = self._reference(each, before if out else None, place)
            if kept != before and out:
                out[-1] = Text(kept)
            out += made
        return tidy(tuple(out))

    def _reference(self, said: Reference, above: str | None, place: int) -> tuple[str, Inlines]:
        """What stands before a reference (None: it is the first of its line) but what the press will set with it; and
        the reference as the press has it.
        """
        before = above or ""
        target = self.targets.get(said.target)
        words = plain(said.inlines).strip()
        if target is None or not target.id:
            name = said.target.partition("#")
            self.changed.append(Changed(place, f'{LOST}: "{words}" ({name[2] or name[0]})'))
            return before, said.inlines
        number = LABEL.fullmatch(words)
        form = self._form(said.form, target, bool(number or not words), words)
        if said.form == "call" and target.kind == "note":
            self.changed.append(
                Changed(place, f'note {words}, called a second time: a note that refers to "{target.id}"')
            )
            origin = Origin("", place)
            see = (Text("See "), Reference(target.id, "label", ()), Text("."))
            note = Note("", (Paragraph(see, origin),), origin)
            return before, (note,)
        typed = ""
        if form != "words":
            pattern = WORD_BEFORE.get("page" if form == "page" else target.kind)
            found = pattern.search(before) if pattern else None
            if found:
                typed, before = found[0].strip(ICE + " "), before[: found.start()]
        whole = f"{typed} {words}".strip()
        if form == "label" and _begins(before, whole, first=above is None or (bool(typed) and not before)):
            number = LABEL.fullmatch(words)
            # the press would begin the sentence with a small letter
            if target.number and number and re.search(rf"(?<!\d){re.escape(target.number)}$", whole):
                self.changed.append(Changed(place, f"{KEPT}: [{whole}](#{target.id})"))
                return before, (Reference(target.id, "words", (Text(whole),)),)
        self._tell(place, f"{typed} {words}".strip(), form, target)
        if form == "page" and RANGE.fullmatch(before):
            self.changed.append(Changed(place, f'{RANGES}: "{before}{words}"', "doubtful"))
        return before, (Reference(target.id, form, said.inlines if form == "words" else ()),)

    @staticmethod
    def _form(kind: str, target: CrossTarget, is_number: bool, words: str) -> str:
        if kind == "page":
            return "page"
        if target.kind == "place" or (not is_number and words):
            return "words" if words else "page"
        return "label"

    def _tell(self, place: int, words: str, form: str, target: CrossTarget) -> None:
        if form == "words":
            return
        printed = "the page" if form == "page" else target.printed
        spelling = f"[](#{target.id})" + "{.page}" * (form == "page")
        same = form == "label" and _even(words) == _even(printed)
        if not same:
            what = f'"{words}" is now {spelling}' if words else f"{spelling}"
            self.changed.append(Changed(place, f"a reference, {what}, printed as {printed}"))


def _kind(node: object) -> str:
    return "table" if isinstance(node, Table) else "figure"


def _begins(before: str, words: str, first: bool) -> bool:
    """Whether words with a capital begin a sentence."""
    return words[:1].isupper() and (first or bool(SENTENCE.search(before)))


def _even(words: str) -> str:
    return " ".join(words.replace(ICE, " ").split())


def _references(node: object) -> Iterator[Reference]:
    return (each for each in walk(node) if isinstance(each, Reference))


def anchors_of(blocks: Iterable[object]) -> dict[int, str]:
    """The names that the author's file has for its headings, by their places."""
    return {place_of(each): each.anchor for each in blocks if isinstance(each, Heading) and each.anchor}


def prose_in_order(arrangement: Arrangement) -> Iterator[tuple[Prose, int]]:
    """All prose that has a file by its title alone, with its number, in the order in which it is written."""
    yield from ((prose, 0) for prose in arrangement.front)
    pieces = (p for each in arrangement.body for p in (each.pieces if isinstance(each, Division) else (each,)))
    yield from ((prose, n) for n, prose in enumerate(pieces, 1))
    yield from ((prose, 0) for prose in arrangement.back)
