"""The styles of a .docx: what each is called, what it is based on, and the marks that it gives to words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from press.importing.word.names import W

TOGGLES: Mapping[str, str] = {
    "b": "Strong",
    "i": "Emph",
    "smallCaps": "SmallCaps",
    "strike": "Strikeout",
    "dstrike": "Strikeout",
    "vanish": "vanish",
}
"""Properties of a run that are on or off, and pandoc’s mark for each (29500-1, 17.7.3)."""
RAISED = {"superscript": "Superscript", "subscript": "Subscript"}
WRITTEN: Mapping[str, tuple[str, str]] = {
    "Strong": ("b", ""),
    "Emph": ("i", ""),
    "SmallCaps": ("smallCaps", ""),
    "Strikeout": ("strike", ""),
    "Superscript": ("vertAlign", "superscript"),
    "Subscript": ("vertAlign", "subscript"),
    "Underline": ("u", "single"),
    "vanish": ("vanish", ""),
}
"""Marks as properties of a run."""
LINKS = frozenset(["hyperlink", "followedhyperlink", "internetlink", "visitedinternetlink"])
"""Styles whose underline says that there is an address."""


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A style: its id, its name in English where it is one of Word’s own, its kind, and the marks it gives."""

    ident: str
    name: str
    kind: str
    based: str
    marks: Mapping[str, bool]
    outline: int = 0
    number: tuple[str, str] = ("", "")
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class WordStyles:
    """All styles of a file, by their ids."""

    styles: Mapping[str, WordStyle] = field(default_factory=dict)

    def chain(self, ident: str) -> Iterator[WordStyle]:
        """A style and those that it is based on, in turn."""
        seen: set[str] = set()
        while ident in self.styles and ident not in seen:
            seen.add(ident)
            yield self.styles[ident]
            ident = self.styles[ident].based

    def marks(self, ident: str) -> dict[str, bool]:
        """The marks that a style gives, and takes."""
        made: dict[str, bool] = {}
        for each in self.chain(ident):
            said = each.marks
            if "".join(each.name.split()).casefold() in LINKS:
                said = {kind: on for kind, on in said.items() if kind != "Underline"}
            made = {**said, **made}
        return made


def read_styles(root: Element | None) -> WordStyles:
    """The styles in `word/styles.xml`; none where there is no such part."""
    found: dict[str, WordStyle] = {}
    for each in root.iter(f"{W}style") if root is not None else ():
        ident = each.get(f"{W}styleId", "")
        outline = value_of(each, f"{W}pPr/{W}outlineLvl")
        properties = each.find(f"{W}rPr")
        found[ident] = WordStyle(
            ident,
            value_of(each, f"{W}name") or ident,
            each.get(f"{W}type", "paragraph"),
            value_of(each, f"{W}basedOn"),
            marks_of(properties) if properties is not None else {},
            int(outline) + 1 if outline.isdigit() and int(outline) < 6 else 0,
            (value_of(each, f"{W}pPr/{W}numPr/{W}numId"), value_of(each, f"{W}pPr/{W}numPr/{W}ilvl")),
            is_default=each.get(f"{W}default") in ("1", "true", "on"),
        )
    return WordStyles(found)


def marks_of(properties: Element) -> dict[str, bool]:
    """The marks that the properties of a run give (true) or take (false)."""
    made: dict[str, bool] = {}
    for each in properties:
        name = each.tag.removeprefix(W)
        value = each.get(f"{W}val")
        if name in TOGGLES:
            on = value not in ("0", "false", "off", "none")
            made[TOGGLES[name]] = on or (TOGGLES[name] == "Strikeout" and made.get("Strikeout", False))
        elif name == "u":
            made["Underline"] = value not in (None, "none")
        elif name == "vertAlign":
            made |= dict.fromkeys(RAISED.values(), False)
            if value in RAISED:
                made[RAISED[value]] = True
    return made


def value_of(element: Element, path: str) -> str:
    """What the element at a path within another says; nothing where there is none."""
    found = element.find(path)
    return found.get(f"{W}val", "") if found is not None else ""
