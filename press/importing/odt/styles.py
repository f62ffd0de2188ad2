"""The styles of an .odt: what each is called, what it is based on, and the marks that it gives to words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from press.importing.odt.names import FO, OFFICE, STYLE, TEXT

NONE = (None, "none", "")


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """A style, automatic (made for the formatting of one place) or not, and the marks it gives (true) or takes."""

    ident: str
    name: str
    based: str
    automatic: bool
    marks: Mapping[str, bool]
    outline: int = 0


@dataclass(frozen=True, slots=True)
class OdtStyles:
    """The styles of a file by family (`text`, `paragraph`) and name."""

    styles: Mapping[tuple[str, str], OdtStyle] = field(default_factory=dict)

    def chain(self, family: str, ident: str) -> Iterator[OdtStyle]:
        """A style and those that it is based on, in turn."""
        seen: set[str] = set()
        while (family, ident) in self.styles and ident not in seen:
            seen.add(ident)
            yield self.styles[family, ident]
            ident = self.styles[family, ident].based

    def marks(self, family: str, ident: str, *, automatic: bool = False) -> frozenset[str]:
        """The marks of words in a style; of `automatic` styles alone, which say what has been done at the place."""
        made: dict[str, bool] = {}
        for each in self.chain(family, ident):
            if each.automatic or not automatic:
                made = {**each.marks, **made}
        return frozenset(kind for kind, on in made.items() if on)


def read_odt_styles(*roots: Element | None) -> OdtStyles:
    """The styles of `styles.xml` and `content.xml`."""
    found: dict[tuple[str, str], OdtStyle] = {}
    for root in roots:
        for group in root if root is not None else ():
            for each in group.iter(f"{STYLE}style") if group.tag != f"{OFFICE}master-styles" else ():
                ident, family = each.get(f"{STYLE}name", ""), each.get(f"{STYLE}family", "")
                level = each.get(f"{STYLE}default-outline-level", "")
                found[family, ident] = OdtStyle(
                    ident,
                    each.get(f"{STYLE}display-name", ident),
                    each.get(f"{STYLE}parent-style-name", ""),
                    group.tag == f"{OFFICE}automatic-styles",
                    _marks(each.find(f"{STYLE}text-properties")),
                    int(level) if level.isdigit() and 0 < int(level) < 7 else 0,
                )
    return OdtStyles(found)


def _marks(properties: Element | None) -> dict[str, bool]:
    """The marks in the properties of text (OpenDocument 1.3, 20.2–20.3), under pandoc’s names."""
    if properties is None:
        return {}
    made: dict[str, bool] = {}
    said = {
        "Emph": (properties.get(f"{FO}font-style"), ("italic", "oblique")),
        "Strong": (properties.get(f"{FO}font-weight"), ("bold", "600", "700", "800", "900")),
        "SmallCaps": (properties.get(f"{FO}font-variant"), ("small-caps",)),
        "vanish": (properties.get(f"{TEXT}display"), ("none", "condition")),
    }
    for kind, (value, on) in said.items():
        if value is not None:
            made[kind] = value in on
    for kind, line in (("Underline", "underline"), ("Strikeout", "line-through")):
        value = properties.get(f"{STYLE}text-{line}-style", properties.get(f"{STYLE}text-{line}-type"))
        if value is not None:
            made[kind] = value not in NONE
    position = properties.get(f"{STYLE}text-position", "").split()
    if position:
        made |= {"Superscript": False, "Subscript": False}
        height = position[0].rstrip("%")
        if height == "super" or (height.lstrip("-").isdigit() and int(height) > 0):
            made["Superscript"] = True
        elif height == "sub" or (height.lstrip("-").isdigit() and int(height) < 0):
            made["Subscript"] = True
    return made
