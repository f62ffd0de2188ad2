"""The words of a reference file’s fields → Markdown of `sources.yaml`, in which its marks are kept and no sign is one.

CSL-JSON has marks of HTML (`<i>`, `<sub>`, `<span class="nocase">`), which pandoc makes of BibTeX’s commands too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from press.editing.field_text import parse_field
from press.fields import Written
from press.importing.tidy import clean, tidy
from press.importing.writing.read_back import signs_of, unmarked
from press.problem import Origin, Problem
from press.text import (
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    KeptCase,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)

TAGS: dict[str, type[Emphasis | Strong | SmallCaps | Superscript | Subscript]] = {
    "i": Emphasis,
    "em": Emphasis,
    "b": Strong,
    "strong": Strong,
    "sup": Superscript,
    "sub": Subscript,
    "sc": SmallCaps,
}
SMALL = re.compile(r"font-variant:\s*small-caps", re.IGNORECASE)
SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
ALWAYS = re.compile(r"[\\`*_\[\]<{}@^~$]")
FOREIGN = re.compile(r"\w \w|[^\W\d_a-zA-Z]")
SMALL_WORD = re.compile(r"(?<![\w'’-])[^\W\d_A-ZÀ-ÞĀ-Ž](?=[^\W\d_]*[^\W\d_A-ZÀ-Þ])[^\W\d_]*(?![\w'’-])")


class _Marked(HTMLParser):
    """Inlines of words with CSL’s marks; a tag that CSL has not is words, as in any title: 3 < 4, <T>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, str, list[Inline]]] = [("", "", [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A mark opens; `attrs` tells what a span is."""
        if tag not in TAGS and tag != "span":
            self.handle_data(self.get_starttag_text() or "")
            return
        said = dict(attrs)
        style, classes = said.get("style") or "", (said.get("class") or "").split()
        kind = "sc" if tag == "span" and (SMALL.search(style) or "smallcaps" in classes) else tag
        self.stack.append((tag, "nocase" if "nocase" in classes else kind, []))

    def handle_endtag(self, tag: str) -> None:
        """A mark closes, with those that were opened in it and not closed; one that was never opened is words."""
        if tag not in [opened for opened, _, _ in self.stack[1:]]:
            self.handle_data(f"</{tag}>")
            return
        while True:
            opened, kind, inner = self.stack.pop()
            self.stack[-1][2].extend(_wrapped(kind, tuple(inner)))
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        """Words."""
        self.stack[-1][2].append(Text(clean(data)))

    def handle_comment(self, data: str) -> None:
        """Nothing that a title has."""

    def inlines(self) -> Inlines:
        """All, tidy."""
        self.close()
        while len(self.stack) > 1:
            _, kind, inner = self.stack.pop()
            self.stack[-1][2].extend(_wrapped(kind, tuple(inner)))
        return tidy(tuple(self.stack[0][2]))


def _wrapped(kind: str, inner: Inlines) -> Inlines:
    if kind in TAGS:
        return (TAGS[kind](inner),)
    # kept for a phrase of another language, to which a style would give capitals: programs put it around any word
    kept = kind == "nocase" and SMALL_WORD.search(plain(inner)) and FOREIGN.search(plain(inner))
    return (KeptCase(inner),) if kept else inner


def words_of_html(text: str) -> Inlines:
    """The words of a field with CSL’s marks."""
    parser = _Marked()
    parser.feed(re.sub(r"<(?!/?(?:i|em|b|strong|sup|sub|sc|span)\b)", "&lt;", text))
    return parser.inlines()


def written_field(inlines: Inlines) -> tuple[str, str]:
    """The words as a field of `sources.yaml` that reads back the same; and what of their marks could not be kept."""
    if len(inlines) == 1 and isinstance(only := inlines[0], Text) and only.text.replace(" ", "").isalnum():
        return only.text, ""
    for line, lost in ((inlines, ""), (tidy(unmarked(inlines)), plain(inlines))):
        wanted = signs_of(line)
        for escape in (None, ALWAYS, SIGNS):  # the plainest spelling first: an editor is to read it
            written = _written(line, escape)
            if _read(written) == wanted:
                return written, lost
    return SIGNS.sub(r"\\\g<0>", plain(inlines)), plain(inlines)


def field_of_words(text: str) -> str:
    """Words of a field that is Markdown already, as they are; where the press would not take them, with signs kept."""
    text = " ".join(text.split())
    problems: list[Problem] = []
    parse_field(Written(text, Origin("")), problems)
    return text if not problems else written_field((Text(text),))[0]


def _read(written: str) -> tuple[tuple[str, frozenset[str]], ...] | None:
    problems: list[Problem] = []
    found = parse_field(Written(written, Origin("")), problems)
    # a mark without its partner is no fault of the spelling: it stands in the words
    if any(each.rule.name != "quotation-mark" for each in problems):
        return None
    return signs_of(found)


def _written(inlines: Inlines, escape: re.Pattern[str] | None) -> str:
    return "".join(_spelt(inline, escape) for inline in inlines)


def _spelt(inline: Inline, escape: re.Pattern[str] | None) -> str:
    if isinstance(inline, Text):
        return escape.sub(r"\\\g<0>", inline.text) if escape else inline.text
    inner = _written(getattr(inline, "inlines", ()), escape)
    match inline:
        case Emphasis():
            return f"*{inner}*"
        case Strong():
            return f"**{inner}**"
        case Subscript() if " " not in inner:
            return f"~{inner}~"
        case Superscript() if " " not in inner:
            return f"^{inner}^"
        case Superscript():
            return f"[{inner}]{{.super}}"
        case SmallCaps():
            return f"[{inner}]{{.smallcaps}}"
        case KeptCase():
            return f"[{inner}]{{.nocase}}"
        case Foreign():
            return f"[{inner}]{{lang={inline.lang}}}"
    return inner


def html_of(inlines: Inlines) -> str:
    """Words with CSL’s marks, as a program that keeps references reads them."""
    return "".join(_tagged(inlines))


def _tagged(inlines: Inlines) -> Iterator[str]:
    names = {Emphasis: "i", Strong: "b", Superscript: "sup", Subscript: "sub"}
    for inline in inlines:
        inner = html_of(getattr(inline, "inlines", ()))
        if isinstance(inline, Text):
            yield inline.text
        elif name := names.get(type(inline)):
            yield f"<{name}>{inner}</{name}>"
        elif isinstance(inline, SmallCaps):
            yield f'<span style="font-variant:small-caps;">{inner}</span>'
        elif isinstance(inline, (KeptCase, Foreign)):
            yield f'<span class="nocase">{inner}</span>'
        else:
            yield inner
