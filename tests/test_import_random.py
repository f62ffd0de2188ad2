"""What is written in Markdown reads back as it was, and nothing of a tree or of a text is lost, whatever is in it."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from press.editing.blocks import parse_text
from press.fields import Written
from press.hyphens import HELD
from press.importing.assemble import assemble
from press.importing.structure.collection import collect
from press.importing.tidy import tidy
from press.importing.tree.reader import Tree
from press.importing.typed.plain_text import read_plain
from press.importing.typescript import lines_of, words_of
from press.importing.writing.markdown import MarkdownWriter
from press.numerals import ItemNumbers
from press.problem import Origin, has_errors
from press.text import (
    Cell,
    Definition,
    DefinitionList,
    Emphasis,
    Extract,
    Heading,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Note,
    Paragraph,
    SmallCaps,
    Strong,
    Superscript,
    Table,
    Text,
    paragraphs_of,
    plain,
)

HERE = Origin("t", 1)
SIGNS = "ab c1 .,;:!?'\"-–()[]{}<>*_`\\@^#&|~+=$%/é’…"
TEXTS = st.text(SIGNS, min_size=1, max_size=14)
WORDS = st.lists(
    st.sampled_from(
        [
            "- ",
            "1. ",
            "## ",
            "> ",
            "***",
            "---",
            "[@a]",
            "^[n]",
            "[^1]",
            ":::",
            "(c)",
            "&amp;",
            "...",
            "....",
            "a",
            "x y",
            "*b*",
            "| ",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)
LEAVES = st.one_of(TEXTS, WORDS).map(Text)
MARKED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from([Emphasis, Strong, SmallCaps, Superscript]), st.lists(inner, min_size=1, max_size=3)
        ).map(lambda pair: pair[0](tuple(pair[1]))),
        st.lists(inner, min_size=1, max_size=2).map(lambda inlines: Link("https://a.b/c_(d)", tuple(inlines))),
    ),
    max_leaves=5,
)
NOTES = st.lists(st.lists(MARKED, min_size=1, max_size=2), min_size=1, max_size=2).map(
    lambda paragraphs: Note("", paragraphs_of(map(tuple, paragraphs), HERE), HERE)
)
LINES = st.lists(st.one_of(MARKED, MARKED, NOTES, st.just(LineBreak())), min_size=1, max_size=5).map(
    lambda inlines: tidy((Text("Word "), *inlines))
)
PARAGRAPHS = LINES.map(lambda line: Paragraph(line, HERE))
PLAIN_LINES = st.lists(LEAVES, min_size=1, max_size=2).map(lambda inlines: tidy((Text("W"), *inlines)))


def table(*cells: Inlines) -> Table:
    """Two columns, a head and a row."""
    head, row = (tuple(map(Cell, pair)) for pair in (cells[:2], cells[2:]))
    return Table(head=(head,), rows=(row,), aligns=("", "right"), origin=HERE)


BLOCKS = st.recursive(
    st.one_of(
        PARAGRAPHS,
        PLAIN_LINES.map(lambda line: Heading(2, line, HERE)),
        st.tuples(PLAIN_LINES, PLAIN_LINES, PLAIN_LINES, PLAIN_LINES).map(lambda c: table(*c)),
    ),
    lambda inner: st.one_of(
        st.lists(inner.filter(lambda b: not isinstance(b, (Heading, Table))), min_size=1, max_size=2).map(
            lambda blocks: Extract(tuple(blocks), HERE)
        ),
        st.lists(st.lists(PARAGRAPHS, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(
            lambda items: ItemList(tuple(items), HERE, ItemNumbers())
        ),
        st.tuples(
            PLAIN_LINES, st.lists(st.lists(inner, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2)
        ).map(lambda pair: DefinitionList((Definition(pair[0], tuple(pair[1]), HERE),), HERE)),
    ),
    max_leaves=4,
)


def signs(text: str) -> str:
    """The signs of a text, but for spaces and for what setting changes: quotation marks, dashes, ellipses.

    A hyphen that is meant is held by a sign of its own.
    """
    even = text.replace(HELD, "").translate(
        str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": "-", "–": "-", "…": "..."})
    )
    return re.sub(r"-+", "-", re.sub(r"\s+", "", even))


def said(blocks: object) -> str:
    return signs(" ".join(plain(line) for line in lines_of(blocks)))


W = (Text("W"),)
BAR_BEHIND_A_BACKSLASH = (table(W, W, W, (Text("W\\|"),)),)


@given(st.lists(BLOCKS, min_size=1, max_size=4).map(tuple))
@example(BAR_BEHIND_A_BACKSLASH)
@settings(max_examples=40)
def test_blocks_written_in_markdown_read_back_with_every_sign(blocks):
    problems = []
    written = MarkdownWriter().text(blocks)
    read = parse_text(Written(written, HERE), problems)
    assert not has_errors(problems), written
    assert sorted(said(read)) == sorted(said(blocks)), written


@given(st.lists(st.text(SIGNS, min_size=1, max_size=60), min_size=1, max_size=12))
@settings(max_examples=30)
def test_every_sign_of_a_plain_text_is_in_the_manuscript_or_told_as_left_out(lines):
    text = "\n".join(lines)
    file = read_plain("t.txt", text)
    if not any(words_of(block) for block in file.blocks):
        return
    made = assemble(collect("t.txt", [file]), lambda _: True)
    files = [content.decode() for path, content in sorted(made.files.items()) if path.endswith(".md") and "/" in path]
    found = made.files["book.yaml"].decode() + "".join(files) + made.files["import-report.md"].decode()
    for line in lines:
        for word in re.findall(r"[a-zé1]+", line):
            assert word in found, (word, text)


def marked(inner):
    kinds = ["Emph", "Strong", "Strikeout", "Subscript", "Underline", "SmallCaps", "Superscript"]
    run = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.tuples(st.sampled_from(kinds), run).map(lambda pair: {"t": pair[0], "c": pair[1]}),
        run.map(lambda inlines: {"t": "Note", "c": [{"t": "Para", "c": inlines}]}),
        run.map(lambda inlines: {"t": "Link", "c": [["", [], []], inlines, ["x", ""]]}),
        run.map(lambda inlines: {"t": "Span", "c": [["", [], []], inlines]}),
    )


def nested(inner):
    run = st.lists(inner, min_size=1, max_size=2)
    return st.one_of(
        run.map(lambda blocks: {"t": "BlockQuote", "c": blocks}),
        run.map(lambda blocks: {"t": "Div", "c": [["", [], []], blocks]}),
        st.lists(run, min_size=1, max_size=2).map(lambda items: {"t": "BulletList", "c": items}),
        st.tuples(INLINES, run).map(lambda pair: {"t": "DefinitionList", "c": [[pair[0], [pair[1]]]]}),
    )


LEAF = st.one_of(st.sampled_from(["a", "bc", "abc"]).map(lambda s: {"t": "Str", "c": s}), st.just({"t": "Space"}))
INLINES = st.lists(st.recursive(LEAF, marked, max_leaves=4), min_size=1, max_size=3)
TEXT_BLOCKS = st.one_of(
    INLINES.map(lambda inner: {"t": "Para", "c": inner}),
    st.lists(INLINES, min_size=1, max_size=3).map(lambda lines: {"t": "LineBlock", "c": lines}),
    st.tuples(st.integers(1, 6), INLINES).map(lambda pair: {"t": "Header", "c": [pair[0], ["", [], []], pair[1]]}),
)
NODES = st.lists(st.recursive(TEXT_BLOCKS, nested, max_leaves=4), min_size=1, max_size=3)


def strings(node: object) -> str:
    """Every word of a tree of pandoc's."""
    if isinstance(node, dict):
        return node["c"] if node["t"] == "Str" else strings(node.get("c"))
    return "".join(map(strings, node)) if isinstance(node, list) else ""


@given(NODES)
@settings(max_examples=40)
def test_every_word_of_a_tree_of_pandoc_s_is_in_the_blocks(nodes):
    tree = Tree("t")
    blocks = tree.read(nodes)
    assert tree.left == []
    assert sorted(re.sub(r"\W", "", "".join(words_of(block) for block in blocks))) == sorted(strings(nodes))
