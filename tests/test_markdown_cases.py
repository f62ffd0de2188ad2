"""The manuscript's Markdown, by cases in prose: what is written, and what the press understands."""

from __future__ import annotations

from pathlib import Path

import pytest
from prose import Case, cases

from press.editing.blocks import parse_text
from press.fields import Written
from press.lines import lines_within
from press.problem import Origin, Problem
from press.text import (
    Block,
    Cell,
    Citation,
    Cluster,
    Definition,
    DefinitionList,
    Discussion,
    Drama,
    Emphasis,
    Epigraph,
    Extract,
    Figure,
    Foreign,
    ForeignPassage,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LetterPart,
    LineBreak,
    Link,
    Mention,
    Note,
    Paragraph,
    Reference,
    SmallCaps,
    Speech,
    StageDirection,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
    VerseLine,
)

CASES = cases(Path(__file__).parent / "cases" / "markdown.md")
WRAPPERS = {
    Emphasis: "em",
    Strong: "strong",
    SmallCaps: "small-caps",
    Superscript: "super",
    Subscript: "sub",
    Struck: "struck",
}


def group(*parts: str) -> str:
    """`(em "word")`, empty parts left out."""
    return f"({' '.join(part for part in parts if part)})"


def line(inlines: Inlines) -> str:
    return " ".join(map(inline, inlines))


def inline(node: Inline) -> str:
    match node:
        case Text():
            return f'"{node.text}"'
        case Emphasis() | Strong() | SmallCaps() | Superscript() | Subscript() | Struck():
            return group(WRAPPERS[type(node)], line(node.inlines))
        case Foreign():
            return group("lang", node.lang, line(node.inlines))
        case Link():
            return group("link", node.url, line(node.inlines))
        case LineBreak():
            return "(br)"
        case Reference():
            return group("ref", node.form, node.target, line(node.inlines))
        case Cluster():
            return group("running" if node.running else "cite", *map(citation, node.citations))
        case Mention():
            who = f"{node.mark} {node.term}" if node.term else "nobody"
            return group(who, node.edge, *marks(node), line(node.inlines))
        case Note():
            body = [line(node.blocks[0].inlines)] if len(node.blocks) == 1 else [*map(held, node.blocks)]
            return group("letter" if node.lettered else "note", "original" if node.original else "", node.name, *body)


def citation(node: Citation) -> str:
    return group(line(node.prefix), ("" if node.author else "-") + node.key, line(node.suffix))


def marks(node: Mention | Discussion) -> tuple[str, str]:
    return "principal" if node.principal else "", f"sub={node.sub}" if node.sub else ""


def definition(node: Definition) -> list[str]:
    return [group("term", line(node.term)), *(group("means", *map(block, each)) for each in node.meanings)]


def held(node: Block) -> str:
    """A block of a note of several."""
    return group("par", line(node.inlines)) if isinstance(node, Paragraph) else block(node)


def block(node: Block) -> str:  # noqa: C901 – a case for each kind of block
    match node:
        case Paragraph():
            return group("p flush" if node.flush else "p", line(node.inlines))
        case Heading():
            return group(f"h{node.level}", f"#{node.anchor}" if node.anchor else "", line(node.inlines))
        case Extract():
            return group("quote", *map(block, node.blocks))
        case Verse():
            stanzas = [group("stanza", *map(verse_line, stanza)) for stanza in node.stanzas]
            said = (f"from {node.start}" if node.start != 1 else "", "" if node.numbered else "unnumbered")
            return group("verse", *said, *stanzas, group("source", line(node.source)) if node.source else "")
        case Drama():
            return group("drama", *map(block, node.blocks))
        case Speech():
            return group("speech", line(node.speaker), *map(block, node.blocks))
        case StageDirection():
            return group("direction", line(node.inlines))
        case ItemList():
            items = [group("li", *map(block, item)) for item in node.items]
            plain = "unmarked" if node.unmarked else ""
            first = node.numbers.mark(0) if node.numbers else ""
            return group("ol" if node.numbers else "ul", plain, first if first != "1." else "", *items)
        case DefinitionList():
            return group("terms", *(part for each in node.definitions for part in definition(each)))
        case Table():
            return table(node)
        case Figure():
            anchor = f"#{node.anchor}" if node.anchor else ""
            said = (f"at={node.at}" if node.at != "here" else "", f"width={node.width}" if node.width else "")
            return group(f'figure "{node.path}"', anchor, *said, f'alt="{node.alt}"', line(node.caption))
        case LetterPart():
            return group(node.kind, *map(block, node.blocks))
        case Epigraph():
            source = group("source", line(node.source)) if node.source else ""
            return group("epigraph", *map(block, node.blocks), source)
        case ForeignPassage():
            return group(f"in {node.lang}", *map(block, node.blocks))
        case Discussion():
            about = "" if node.mark == "person" else node.mark
            return group("discussion", about, node.term, *marks(node), *map(block, node.blocks))
    return "(break)"


def verse_line(node: VerseLine) -> str:
    ids = [f"#{each.name}{f'+{each.lines}' if each.lines > 1 else ''}" for each in node.ids]
    said = ("line", str(node.indent or ""), "shared" if node.shared else "", *ids)
    return group(" ".join(filter(None, said)), line(node.inlines))


def table(node: Table) -> str:
    """What is said of a table, the sides of its columns, then its rows, each cell with its spans if it has any."""
    said = "turned" if node.turned else ""
    caption = group("caption", f"#{node.anchor}" if node.anchor else "", line(node.caption)) if node.caption else ""
    parts = [
        group(part, " | ".join(map(cell, row)))
        for part, rows in (("head", node.head), ("row", node.rows), ("foot", node.foot))
        for row in rows
    ]
    remarks = [group("remark", each.mark, *map(line, lines_within(each.blocks))) for each in node.remarks]
    return group("table", said, caption, f"[{', '.join(node.aligns)}]", *parts, *remarks)


def cell(node: Cell) -> str:
    spans = f"{node.across}x{node.down}" if (node.across, node.down) != (1, 1) else ""
    return " ".join(filter(None, (spans, line(node.inlines))))


@pytest.mark.parametrize("case", [pytest.param(case, id=f"markdown.md:{case.line}") for case in CASES])
def test_markdown_means_what_the_prose_says(case: Case) -> None:
    problems: list[Problem] = []
    blocks = parse_text(Written(case.given, Origin("case", 1)), problems)
    told = [f"{problem.origin.line}: {problem.rule}" for problem in problems]
    assert "\n".join([*map(block, blocks), *told]) == case.expected, case.sentence
