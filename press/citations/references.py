"""Sources → references in pandoc's metadata, by which citeproc words citations and pandoc writes CSL-JSON.

Nothing of a record is left for pandoc to parse: it is handed words as inlines, and what must not be touched (an
address, a number of a book) as bare characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from press.book import Source, SourceDate, SourceField, SourceName
from press.citations.quotation import quoted
from press.pandoc import Json
from press.text import (
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    KeptCase,
    LineBreak,
    Link,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
)

MARKS: Mapping[type[object], str] = {
    Emphasis: "Emph",
    Strong: "Strong",
    SmallCaps: "SmallCaps",
    Superscript: "Superscript",
    Subscript: "Subscript",
}
"""Inlines that pandoc has too, and what it calls them."""


def references_of(sources: Iterable[Source]) -> str:
    """The references of some sources, as JSON of a `MetaList`."""
    listed = [_mapping({"id": _string(source.key), **_fields(source)}) for source in sources]
    return json.dumps({"t": "MetaList", "c": listed}, ensure_ascii=False, sort_keys=True)


def _fields(source: Source) -> dict[str, Json]:
    return {variable: _value(field) for variable, field in source.fields.items() if variable != "id"}


def _value(field: SourceField) -> Json:
    if isinstance(field, str):
        return _string(field)
    if isinstance(field, SourceDate):
        return _date(field)
    if isinstance(field[0], SourceName):
        names = (each.parts for each in field if isinstance(each, SourceName))
        return {"t": "MetaList", "c": [_mapping({k: _string(v) for k, v in parts.items()}) for parts in names]}
    return {"t": "MetaInlines", "c": quoted(_inlines(field))}


def _date(date: SourceDate) -> Json:
    if date.literal:
        return _mapping({"literal": _string(date.literal)})
    days = [{"t": "MetaList", "c": [_string(str(each)) for each in day]} for day in date.parts]
    said: dict[str, Json] = {"date-parts": {"t": "MetaList", "c": days}}
    if date.doubtful:
        said["circa"] = {"t": "MetaBool", "c": True}
    if date.season:
        said["season"] = _string(str(date.season))
    return _mapping(said)


def _string(text: str) -> Json:
    return {"t": "MetaString", "c": text}


def _mapping(content: Mapping[str, Json]) -> Json:
    return {"t": "MetaMap", "c": dict(content)}


# --- words -------------------------------------------------------------------------------------------


def _inlines(inlines: Inlines) -> list[Json]:
    return [each for inline in inlines for each in _inline(inline)]


def _inline(inline: Inline) -> list[Json]:
    match inline:
        case Text():
            return words_of(inline.text)
        case Emphasis() | Strong() | SmallCaps() | Superscript() | Subscript():
            return [{"t": MARKS[type(inline)], "c": quoted(_inlines(inline.inlines))}]
        case KeptCase():
            return [span(quoted(_inlines(inline.inlines)), "nocase")]
        case Foreign():  # a foreign language has its own capitals
            return [span(quoted(_inlines(inline.inlines)), "nocase", lang=inline.lang)]
        case Link():  # an address; a title may be set in capitals, and this must not
            link = {"t": "Link", "c": [["", [], []], [word(inline.address)], [inline.url, ""]]}
            return [span([link], "nocase")]
        case LineBreak():
            return [{"t": "Space"}]
    raise AssertionError(f"a {type(inline).__name__} in a record")  # `editing.field_text` refuses it


def word(text: str) -> Json:
    """Characters that pandoc takes for one word."""
    return {"t": "Str", "c": text}


def words_of(text: str) -> list[Json]:
    """Words and the spaces between them. Only the plain space parts words: one that does not break is part of one."""
    parts: list[Json] = []
    for n, each in enumerate(text.split(" ")):
        parts += [{"t": "Space"}] * (n > 0 and (not parts or parts[-1]["t"] != "Space"))
        parts += [word(each)] if each else []
    return parts


def span(content: list[Json], *classes: str, **said: str) -> Json:
    """Words with what is said of them."""
    return {"t": "Span", "c": [["", list(classes), [list(pair) for pair in said.items()]], content]}
