r"""The marks of a typewriter → those of a printer: quotation marks, apostrophes, primes, ellipses, dashes.

Each mark is judged by the letters on either side of it, which may stand in other type, or on either side of a note; so
`"*Title*"` and `("x")` are read like plain words. No letter is lost, doubled or moved. What cannot be decided is set in
the likeliest way, and told. What is escaped stands for itself, but `\'` is an apostrophe; an address stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

from markdown_it.token import Token

from press.editing.addresses import BEGINS, EMAIL
from press.editing.foreign_marks import foreign_letters
from press.editing.punctuation_rules import (
    HYPHEN_FOR_DASH,
    LEFT_HYPHEN,
    POINTS,
    QUOTATION_MARK,
    ROW_OF_HYPHENS,
    SPACE_IN_BRACKETS,
)
from press.editing.quotation import set_quotation_marks
from press.hyphens import HELD, OBJECT, hyphens_for_dashes
from press.problem import Rule

SPACE = "[ \u00a0\u2009\u202f]"
ADDRESS = re.compile(rf"(?:\b{BEGINS}|\b10\.\d{{4,9}}/)[^\s<>“”]*[^\s<>“”\"'’.,;:!?)\]}}…]|{EMAIL}|\{{#[\w-]+\}}")
"""An address, or the id of a heading: neither has words."""
OF_ADDRESSES = ("://", "www.", "doi:", "mailto:", "10.", "@", "{#")
"""Of which each has one. Nearly all lines have none, and are not searched; and so with what else is rare."""
DOTS = re.compile(rf"\.(?:{SPACE}\.){{2,}}|\.{{2,}}|,{{2,}}")
HYPHENS = re.compile(r"-{2,}")
PLUS_MINUS = re.compile(rf"\+-(?={SPACE}?\d)")
PRIMES = re.compile(
    rf"(?<![\w.'])\d+(?:[½¼¾]|[ -]\d/\d)?'{SPACE}?\d+(?:[½¼¾])?\"|(?<=°)\d+'(?:{SPACE}?\d+(?:\.\d+)?\")?"
)
"""Feet and inches, 5'10\"; degrees, minutes and seconds, 45°30'15\"."""
PRIMED = re.compile("[\\d½¼¾]'")
TYPED = re.compile(r"['\"+-]|\.[ .]")
"""What there may be something to set in."""
SIGN = re.compile(r"[^\w ,]|,,")
"""What is neither of a word nor between words: where there is none of it, nothing is set."""
DIVIDED = re.compile(
    r"[^\W\d_]{2,}-[ \n](?!(?:and|or|nor|to|but|versus|vs|und|oder|bis|et|ou|à|e|y|o|en|of)\b)[^\W\d_A-Z]{2,}"
)
"""Not the hyphen of *pre- and post-war*, which waits for its word."""
BRACKETS = re.compile(r"\( \S+|\S*[^\s…] \)")
DASH_HINT = "write -- or ---, which are set as – and —; or \\- if a hyphen is meant"
LANG = re.compile(r"\blang=\"?([\w-]+)")
RANGE_HINT = "write --, which is set as –; or \\- if a hyphen is meant"


class DoubtfulMark(NamedTuple):
    """What is probably wrong with a mark: on which line of the text (from 0), by which rule, what; how to mend it."""

    line: int
    rule: Rule
    message: str
    hint: str


def set_punctuation(stream: Sequence[Token]) -> list[DoubtfulMark]:
    """Set the marks of a text, whose block tokens are changed in place; gives what is doubtful."""
    slips: list[DoubtfulMark] = []
    heard: dict[int, int] = {}  # how many quotations the last paragraph has left open, by how deep it stands
    blocks = list(_blocks(stream))
    for at, block in enumerate(blocks):
        line = _Line(block.token.children or (), block.line)
        following = next((each for each in blocks[at + 1 :] if each.prose and each.depth == block.depth), None)
        carried = heard.get(block.depth, 0) if block.prose else 0
        told, left = line.set(carried, _opening(following.token) if following and block.prose else "", block.lang)
        slips += told
        if block.prose:
            heard[block.depth] = left
        for inner, first, asked in _inner(block.token.children or (), block.line):
            if all(token.type == "text" and not SIGN.search(token.content) for token in inner):
                continue  # pages behind a key, and what has no words at all
            told, _ = _Line(inner, first).set()
            slips += told if asked else ()
    return slips


def polished(text: str) -> str:
    """A field that is no Markdown, a name or a title of a record, with its marks set."""
    if not TYPED.search(text):  # as most have none
        return text
    token = Token("text", "", 0, content=text)
    _Line((token,), 0).set()
    return token.content


class _Block(NamedTuple):
    """A line of a block: its token, where it begins; whether speech may go on from it, and how deep it stands; the
    language of the passage that it is of, if it is not that of the text.
    """

    token: Token
    line: int
    prose: bool
    depth: int
    lang: str = ""


def _blocks(stream: Sequence[Token]) -> Iterator[_Block]:
    apart, opened = 0, ""
    langs: list[str] = []
    around: list[str] = []
    for token in stream:
        if token.type == "container_discussion_open":
            said = LANG.search(token.info)
            langs.append(said[1] if said else langs[-1] if langs else "")
        elif token.type == "container_discussion_close":
            langs.pop()
        if token.type == "footnote_reference_open":  # whatever stands around the note
            apart, around, langs = 1000, langs, []
        elif token.type == "footnote_reference_close":
            apart, langs = 0, around
        if token.type == "inline":
            prose = opened == "paragraph_open" and [child.type for child in token.children or ()] != ["image"]
            lang = langs[-1] if langs else ""
            yield _Block(token, token.map[0] if token.map else 0, prose, apart + token.level, lang)
        opened = token.type


def _inner(children: Sequence[Token], line: int) -> Iterator[tuple[Sequence[Token], int, bool]]:
    """The lines within notes, captions and citations, with where they begin; a citation's are not asked for slips."""
    for child in children:
        first = line + int(child.meta.get("line", 0))
        if child.type == "cite":
            lists = [item[part] for item in child.meta["items"] if item for part in ("prefix", "suffix")]
        else:
            lists = [child.children] if child.children else []
        for each in lists:
            yield each, first, child.type != "cite"
            yield from _inner(each, first)


def _opening(token: Token) -> str:
    """The mark that a paragraph begins with."""
    return (token.content or "").lstrip("*_[ ")[:1]


class _Line:
    """A line of text, letter for letter: of each letter whether it stands for itself, its line, and its home, which is
    the number of the token that it is of, -1 for what is none. As lists beside one another, for a book has a million.
    """

    def __init__(self, tokens: Iterable[Token], first: int) -> None:
        self.letters: list[str] = []
        self.fixed: list[bool] = []
        self.lines: list[int] = []
        self.home: list[int] = []
        self.homes: list[Token] = []
        line, automatic, before = first, False, ""
        for token in tokens:
            if (before, token.type) == ("link_open", "link_close"):  # a reference, whose words are the style's
                self._add(OBJECT, line)
            before = token.type
            if token.type in ("link_open", "link_close"):
                automatic = token.type == "link_open" and token.info == "auto"
            if token.type in ("text", "text_special"):
                self._add(token.content, line, token, fixed=token.type == "text_special" or automatic)
                if token.type == "text_special" and token.content == "'":
                    self.letters[-1] = "’"
            elif token.type in ("softbreak", "hardbreak"):
                self._add("\n", line)
                line += 1
            # a note and what it cites are behind the mark that they are called at: the mark belongs to what is before
            elif token.type in ("image", "code_inline", "bare_locator", "address") or token.meta.get("running"):
                self._add(OBJECT, line)
            line += int(token.meta.get("feeds", 0))
        self.text = "".join(self.letters)
        """The line as it stands."""
        for found in ADDRESS.finditer(self.text) if any(sign in self.text for sign in OF_ADDRESSES) else ():
            self.fixed[found.start() : found.end()] = [True] * len(found[0])

    def _add(self, letters: str, line: int, home: Token | None = None, *, fixed: bool = True) -> None:
        if home:
            self.homes.append(home)
        self.letters += letters
        self.fixed += [fixed] * len(letters)
        self.lines += [line] * len(letters)
        self.home += [len(self.homes) - 1 if home else -1] * len(letters)

    @property
    def open_text(self) -> str:
        """The line with a sign in place of every letter that must not be touched."""
        if True not in self.fixed:
            return self.text
        pairs = zip(self.letters, self.fixed, strict=True)
        return "".join(OBJECT if fixed and letter != "\n" else letter for letter, fixed in pairs)

    def set(self, carried: int = 0, following: str = "", lang: str = "") -> tuple[list[DoubtfulMark], int]:
        """Set the marks; gives what is doubtful, and how many quotations are left open.

        `carried`: how many the paragraph before has left open; `following`: the mark that the next one begins with;
        `lang`: a language whose marks are to be set.
        """
        slips = [*self._dots(), *self._hyphens()]
        for found in PLUS_MINUS.finditer(self.open_text) if "+-" in self.text else ():
            self._put(found.start(), found.end(), "±")
        self._close_up()
        for found in PRIMES.finditer(self.open_text) if PRIMED.search(self.text) else ():
            self._put(found.start(), found.end(), found[0].replace("'", "′").replace('"', "″"))
        self._close_up()
        fixed = set(compress(range(len(self.fixed)), self.fixed))
        quoted = set_quotation_marks(self.text, fixed, carried, following)
        slips += (DoubtfulMark(self.lines[at], QUOTATION_MARK, *told) for at, told in quoted.doubts)
        typed, self.text = self.text, quoted.text
        self.letters = foreign_letters(typed, quoted.text, fixed, lang) if lang else list(quoted.text)
        for hyphen in hyphens_for_dashes(self.text):
            if self.fixed[hyphen.at]:  # it is meant, and nothing is to make a dash of it
                self.letters[hyphen.at] += HELD
        self._write()
        return slips, len(quoted.left)

    def _put(self, start: int, end: int, marks: str) -> None:
        """Marks in place of others, which are never fewer; what has none instead is taken out by `_close_up`."""
        for at in range(start, end):
            self.letters[at] = marks[at - start : at - start + 1]

    def _close_up(self) -> None:
        """Take out what others stand in place of."""
        self.text = "".join(self.letters)
        if len(self.text) == len(self.letters):
            return
        kept = [at for at, letter in enumerate(self.letters) if letter]
        self.letters = list(self.text)
        self.fixed = [self.fixed[at] for at in kept]
        self.lines = [self.lines[at] for at in kept]
        self.home = [self.home[at] for at in kept]

    def _write(self) -> None:
        """Give every token its letters back."""
        parts: list[list[str]] = [[] for _ in self.homes]
        for home, letter in zip(self.home, self.letters, strict=True):
            if home >= 0:
                parts[home].append(letter)
        for token, letters in zip(self.homes, parts, strict=True):
            token.content = "".join(letters)

    def _dots(self) -> Iterator[DoubtfulMark]:
        text = self.open_text
        for found in DOTS.finditer(text):
            points = found[0].count(".")
            parted = text[: found.start()][-1:].isspace()
            if points == 3:
                self._put(found.start(), found.end(), "…")
            elif points == 4:  # with the stop of the sentence, which stands at its last word
                self._put(found.start(), found.end(), "…." if parted else ".…")
            elif not (points == 2 and text.startswith("/", found.end())):  # ../ is a path
                told = {0: "two commas", 2: "two points"}.get(points, f"{points} points")
                hint = "write one, or ... for words left out; \\. for a point that is meant"
                yield self._slip(found.start(), POINTS, f'{told}: "{_around(text, found)}"', hint)
        self._close_up()

    def _hyphens(self) -> Iterator[DoubtfulMark]:
        text = self.open_text
        for around, _, is_range in hyphens_for_dashes(text):
            told = f'in a range: "{around[0]}"' if is_range else f'for a dash: "{_around(text, around)}"'
            at = around.end() - 1 if is_range else around.start()
            hint = RANGE_HINT if is_range else DASH_HINT
            yield self._slip(at, HYPHEN_FOR_DASH, " ".join(["a hyphen", *told.split()]), hint)
        for found in DIVIDED.finditer(text) if "- " in text or "-\n" in text else ():
            told = f'a hyphen left from the end of a line: "{" ".join(found[0].split())}"'
            yield self._slip(found.start(), LEFT_HYPHEN, told, "")
        for found in BRACKETS.finditer(text) if "( " in text or " )" in text else ():
            yield self._slip(found.start(), SPACE_IN_BRACKETS, f'a space within brackets: "{found[0]}"', "")
        for found in HYPHENS.finditer(text) if "--" in text else ():
            if len(found[0]) > 3:
                hint = "write -- or ---, which are set as – and —"
                yield self._slip(found.start(), ROW_OF_HYPHENS, f'{len(found[0])} hyphens: "{found[0]}"', hint)
            else:
                self._put(found.start(), found.end(), "–" if len(found[0]) == 2 else "—")
        self._close_up()

    def _slip(self, at: int, rule: Rule, message: str, hint: str) -> DoubtfulMark:
        return DoubtfulMark(self.lines[at], rule, message, hint)


def _around(text: str, found: re.Match[str]) -> str:
    """A word on either side of what is told, so that it can be found."""
    before = text[: found.start()].rsplit(None, 1)[-1:]
    after = text[found.end() :].split(None, 1)[:1]
    spaces = [" " * text[: found.start()][-1:].isspace(), " " * text[found.end() :][:1].isspace()]
    told = f"{before[0] if before else ''}{spaces[0]}{found[0]}{spaces[1]}{after[0] if after else ''}"
    return " ".join(told.replace(OBJECT, "").split())
