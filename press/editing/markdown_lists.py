"""A rule of blocks for markdown-it: numbered lists as Pandoc's `fancy_lists` have them, beside those of CommonMark.

Marks are letters and Roman numerals with a point, a bracket or two (`a.` `B)` `(iv)`), figures in two brackets, and
`#.` for the next number. Lists are told from prose as Pandoc does, and by what follows: of one mark that may be either,
an item goes before or behind, or it is the first. What stays in doubt is told. `ordered_list_open` has in `markup` the
delimiter and in `meta` the `numeral`; `list_item_open` has in `meta` the `value`, 0 for `#.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.token import Token

from press.editing.mark_rules import ITEM_OR_PROSE
from press.editing.punctuation import DoubtfulMark
from press.numerals import ItemNumbers, from_letters, to_roman

MARK = re.compile(
    r"(?P<opens>\(?)(?P<number>\d{1,9}|#|[ivxlcdm]+|[IVXLCDM]+|([A-Za-z])\3{0,2})(?P<closes>[.)])"
    r"(?P<spaces>[ \t]+(?=\S)|[ \t]*$)"
)
YEAR = re.compile(r"\d{3,}")
"""Numbers at which no list begins, though one may go on there: *1936. The war …*"""
ABBREVIATED = re.compile(r"\d|[A-Za-z]\.")
"""What follows an abbreviation rather than the number of an item: c. 1890, (c) 1936, i. e."""
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
SENTENCE = re.compile(r"[.:;!?…][\"'”’)\]}*_]*$")
"""How a line ends behind which something new may begin."""
ENDED = "lists that have ended"
OPEN = "lists that are open"


class ItemMark(NamedTuple):
    """What an item begins with: its numeral, its delimiter, its number (1 for `#`), how it is written, how wide
    that is, and how many spaces are behind it.
    """

    numeral: str
    delimiter: str
    value: int
    written: str
    width: int
    spaces: int

    def follows(self, numeral: str, delimiter: str, value: int) -> bool:
        """Whether this is the next item of a list, or numbered as all of it are: a. and a., but not p. and p."""
        alike = self.value == value and (value == 1 or numeral == "decimal")
        return (self.numeral, self.delimiter) == (numeral, delimiter) and (alike or self.value == value + 1)

    @property
    def counted(self) -> bool:
        """Whether it only asks for the next number."""
        return self.written == "#"

    @property
    def like_initial(self) -> bool:
        """Whether it may be that of a name: B. Traven."""
        return self.delimiter == "." and len(self.written) == 1 and self.written.isupper()


def fancy_lists(md: MarkdownIt) -> None:
    """Have a parser know numbered lists of all kinds."""
    alt: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.block.ruler.at("list", _plain_list, alt)
    md.block.ruler.before("list", "fancy_list", _fancy_list, alt)


def item_marks(line: str) -> tuple[ItemMark, ...]:
    """What the mark at the head of a line may be, likeliest first; nothing if there is none."""
    found = MARK.match(line)
    if not found or (found["opens"] and found["closes"] == "."):
        return ()
    written, spaces = found["number"], len(found["spaces"].expandtabs(4)) if found.end() < len(line) else 2
    rest = ("()" if found["opens"] else found["closes"], found.end("closes") - found.start(), spaces)
    return tuple(ItemMark(kind, rest[0], value, written, *rest[1:]) for kind, value in _readings(written))


def _readings(written: str) -> Iterator[tuple[str, int]]:
    if written.isdigit() or written == "#":
        yield "decimal", int(written) if written != "#" else 1
        return
    case = "upper" if written.isupper() else "lower"
    value = _from_roman(written.lower())
    if written in ("i", "I") or len(written) > 1:  # as Pandoc has it: any other letter is one
        yield from [(f"{case}-roman", value)] if value else []
    if len(set(written)) == 1:  # behind z comes aa
        yield f"{case}-alpha", from_letters(written.upper())
    if len(written) == 1:
        yield from [(f"{case}-roman", value)] if value > 1 else []


def _from_roman(written: str) -> int:
    """The number of a Roman numeral, 0 for what is none or is not written so."""
    values = [VALUES.get(each, 0) for each in written]
    signed = (-one if one < other else one for one, other in pairwise([*values, 0]))
    number = sum(signed)
    return number if 0 < number < 4000 and to_roman(number) == written else 0


# --- which lines begin a list -------------------------------------------------------------------------


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]]


def _goes_on(state: StateBlock, mark: ItemMark) -> bool:
    """Whether a list like this has ended with the number before it."""
    value, at = state.env.get(ENDED, {}).get((mark.numeral, mark.delimiter), (0, 0))
    since = state.tokens[at:]
    return bool(mark.value > 1 and value == mark.value - 1 and all(each.type != "heading_open" for each in since))


def _next_marks(state: StateBlock, start: int, end: int) -> tuple[ItemMark, ...]:
    """The mark of the next line that stands as far in as one, and not in what may be the item between."""
    parted = False
    for at in range(start + 1, end):
        if state.isEmpty(at):
            parted = True
            continue
        marks = item_marks(_line(state, at)) if state.sCount[at] <= state.sCount[start] else ()
        if marks or state.sCount[at] < state.sCount[start] or (parted and state.sCount[at] == state.sCount[start]):
            return marks
    return ()


def _begins(state: StateBlock, start: int, end: int, silent: bool = False) -> ItemMark | None:
    """The mark of a list that begins on a line, if one does."""
    marks = item_marks(_line(state, start))
    if not marks or (marks[0].numeral == "decimal" and marks[0].delimiter != "()" and not marks[0].counted):
        return None
    following = _next_marks(state, start, end)
    if following and _line(state, start).endswith("\\") and state.sCount[start + 1] == state.sCount[start]:
        return None  # lines that the editor ends within a paragraph
    going_on = [each for each in marks if _goes_on(state, each)]
    first = [each for each in marks if any(other.follows(*each[:3]) for other in following)]
    for mark in (*going_on, *first):
        if mark.like_initial and mark.spaces < 2:
            if mark in first and not silent:
                _tell(state, start, "items with one space behind their letters", "two make a list: A.  First")
            return None
        if mark in first or mark.numeral == "decimal" or not _abbreviates(state, start, mark):
            return None if mark.numeral == "decimal" and YEAR.match(mark.written) and not going_on else mark
    return _alone(state, start, marks[0], silent)


def _paragraph(state: StateBlock, at: int) -> str:
    """The lines from one on to a blank one."""
    end = at
    while end < state.lineMax and not state.isEmpty(end):
        end += 1
    return " ".join(_line(state, n) for n in range(at, end))


def _abbreviates(state: StateBlock, at: int, mark: ItemMark) -> bool:
    return bool(ABBREVIATED.match(_line(state, at)[mark.width :].lstrip()))


def _alone(state: StateBlock, start: int, mark: ItemMark, silent: bool) -> ItemMark | None:
    """A mark to which none belongs before or behind: that of a list of one item, or nothing."""
    if f" {ItemNumbers(mark.numeral, mark.delimiter, mark.value).mark(1)} " in _paragraph(state, start):
        return None  # (a) this, (b) that: all in one sentence
    if mark.counted or (mark.numeral == "decimal" and not YEAR.match(mark.written)):
        return mark
    if mark.numeral == "decimal" or (mark.like_initial and mark.spaces < 2):  # a year, a name
        return None
    if mark.numeral.endswith("alpha") and len(mark.written) > 1:  # pp. and ff.
        return None
    if _abbreviates(state, start, mark):
        return None
    if mark.value == 1 or mark.delimiter == "()":
        return mark
    if not silent:
        _tell(state, start, f'"{_line(state, start)[: mark.width]}" at the head of a paragraph, and no list around it')
    return None


def _tell(state: StateBlock, at: int, what: str, hint: str = "") -> None:
    told = state.env.setdefault("told items", set())
    if at not in told:
        told.add(at)
        hint = hint or "a list begins with a. or i.; a backslash keeps the mark of prose: b\\."
        state.env.setdefault("slips", []).append(DoubtfulMark(at, ITEM_OR_PROSE, what, hint))


# --- rules -----------------------------------------------------------------------------------------------


def _plain_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list of CommonMark's, unless its first number is that of a year and no list has gone before."""
    if mark := next(iter(item_marks(_line(state, start))), None):
        # the list that an item belongs to may go on there: it only asks where the item ends
        open_ = silent and state.sCount[start] < state.blkIndent
        if YEAR.match(mark.written) and not (open_ or _goes_on(state, mark)):
            return False
    first = len(state.tokens)
    if not list_block(state, start, end, silent):
        return False
    if not silent and (opened := state.tokens[first]).type == "ordered_list_open":
        opened.meta = {"numeral": "decimal"}
        items = [each for each in state.tokens[first:] if _is_item(each, opened.level)]
        for each in items:
            each.meta = {"value": int(each.info)}
        _ended(state, "decimal", opened.markup, int(opened.attrs.get("start", 1)) + len(items) - 1)
    return True


def _is_item(token: Token, level: int) -> bool:
    return bool(token.type == "list_item_open" and token.level == level + 1)


def _ended(state: StateBlock, numeral: str, delimiter: str, value: int) -> None:
    state.env.setdefault(ENDED, {})[numeral, delimiter] = value, len(state.tokens)


def _fancy_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list whose numbers are letters, Roman numerals, figures in brackets or `#.`"""
    if state.is_code_block(start):
        return False
    if silent:
        return _ends_what_is_open(state, start, end)
    if not (mark := _begins(state, start, end)):
        return False
    if mark.counted and (gone := _list_above(state, mark)):
        _go_on(state, start, end, mark, gone)
        return True
    opening = state.push("ordered_list_open", "ol", 1)
    opening.map = place = [start, 0]
    opening.markup = mark.delimiter
    opening.meta = {"numeral": mark.numeral, "counted": mark.counted}
    opening.attrs = {"start": mark.value}
    before, state.parentType = state.parentType, "list"
    last = _all_items(state, start, end, mark)
    state.push("ordered_list_close", "ol", -1).markup = mark.delimiter
    place[1] = state.line
    state.parentType = before
    _ended(state, mark.numeral, mark.delimiter, last)
    return True


def _all_items(state: StateBlock, start: int, end: int, first: ItemMark) -> int:
    """The items from one on; gives the number of the last."""
    lists = state.env.setdefault(OPEN, [])
    last = first.value - 1
    following: ItemMark | None = first
    while following:
        last += 1
        # what an item ends with may ask for the next
        lists.append((state.sCount[start], following._replace(value=last)))
        _item(state, start, end, following)
        start = state.line
        lists.pop()
        following = _following(state, start, end, first, last)
    return last


def _list_above(state: StateBlock, mark: ItemMark) -> Token | None:
    """What opens the list that has just ended, if it has numbers of the same delimiter."""
    last = state.tokens[-1] if state.tokens else None
    if not last or (last.type, last.level, last.markup) != ("ordered_list_close", state.level, mark.delimiter):
        return None
    return next(
        each for each in reversed(state.tokens) if each.type == "ordered_list_open" and each.level == state.level
    )


def _go_on(state: StateBlock, start: int, end: int, mark: ItemMark, opening: Token) -> None:
    """More items of a list that has ended, which ask for the next numbers."""
    close = state.tokens.pop()
    count = sum(_is_item(each, opening.level) for each in state.tokens[state.tokens.index(opening) :])
    before, state.parentType = state.parentType, "list"
    state.level += 1
    last = _all_items(state, start, end, mark._replace(value=int(opening.attrs.get("start", 1)) + count))
    state.level -= 1
    state.parentType = before
    if opening.map:
        opening.map[1] = state.line
    state.tokens.append(close)
    _ended(state, opening.meta["numeral"], mark.delimiter, last)


def _ends_what_is_open(state: StateBlock, start: int, end: int) -> bool:
    """Whether a line ends the paragraph or quotation above it, because an item begins there."""
    marks = item_marks(_line(state, start))
    if not marks:
        return False
    within = state.listIndent >= 0
    lists = state.env.get(OPEN, [])
    if within and state.sCount[start] < state.blkIndent:
        # an item of a list that is open goes on with that, whatever its number is
        if any(abs(at - state.sCount[start]) < 4 and _is_of(marks, open_) for at, open_ in lists):
            return True
        return _begins(state, start, end, silent=True) is not None
    if not within and state.parentType != "blockquote":
        return False  # in running text a list has a blank line before it, as in Pandoc
    mark = _begins(state, start, end, silent=True)
    if mark and _line(state, start)[mark.width :].strip() and (mark.value == 1 or within):
        if mark.value > 1 and not any(each.follows(*mark[:3]) for each in _next_marks(state, start, end)):
            _tell_within(state, start, mark.width, "right below words of an item begins a list of one")
        return True
    if within and not mark:
        _tell_prose(state, start, end, marks[0])
    return False


def _tell_prose(state: StateBlock, start: int, end: int, mark: ItemMark) -> None:
    """Tell of a line within an item that is printed as words of it, and begins as an item of a list within may."""
    line, before = _line(state, start), _line(state, start - 1)
    parted = mark.delimiter == ")" or (len(mark.written) > 1 and not mark.written.isdigit())
    if not line[mark.width :].strip() or before.endswith("\\") or YEAR.match(mark.written):
        return
    if (mark.numeral, mark.value) == ("decimal", 1):  # that begins a list
        return
    if _abbreviates(state, start, mark) or not (parted or SENTENCE.search(before)):
        return
    below = start + 1 < end and state.sCount[start + 1] == state.sCount[start]
    below = below and bool(item_marks(_line(state, start + 1))) and not _begins(state, start + 1, end, silent=True)
    if not (item_marks(before) or below):  # of two such lines the paragraph tells
        _tell_within(state, start, mark.width, "at the head of a line of an item, and no list")


def _tell_within(state: StateBlock, start: int, width: int, what: str) -> None:
    hint = "leave a blank line before a list; or keep the mark by a backslash, as in 5\\) or \\(iv)"
    _tell(state, start, f'"{_line(state, start)[:width]}" {what}', hint)


def _is_of(marks: tuple[ItemMark, ...], open_: ItemMark) -> bool:
    """Whether one of the readings of a mark is that of an item of an open list."""
    return any(
        (each.numeral, each.delimiter) == (open_.numeral, open_.delimiter)
        and not (each.like_initial and each.spaces < 2 and each.value != open_.value + 1)
        for each in marks
    )


def _following(state: StateBlock, start: int, end: int, first: ItemMark, last: int) -> ItemMark | None:
    """The mark of the next item of a list, if one follows."""
    if start >= end or state.sCount[start] < state.blkIndent or state.is_code_block(start):
        return None
    rules = state.md.block.ruler.getRules("list")
    if any(rule(state, start, end, True) for rule in rules):
        return None
    marks = item_marks(_line(state, start))
    if first.counted != bool(marks and marks[0].counted):
        return None
    if not _is_of(marks, first._replace(value=last)):
        return None
    return next(each for each in marks if each.numeral == first.numeral)


def _item(state: StateBlock, start: int, end: int, mark: ItemMark) -> None:
    """The tokens of an item, as markdown-it’s own rule of lists makes them."""
    opening = state.push("list_item_open", "li", 1)
    opening.map = place = [start, 0]
    opening.info, opening.markup = mark.written, mark.delimiter
    opening.meta = {"value": 0 if mark.counted else mark.value}
    content = state.bMarks[start] + state.tShift[start] + mark.width
    while content < state.eMarks[start] and state.src[content] in " \t":
        content += 1
    empty = content >= state.eMarks[start]
    # further in it would be code, and is only spaces
    spaces = 1 if empty or mark.spaces > 4 else mark.spaces
    kept = (state.tight, state.tShift[start], state.sCount[start], state.listIndent, state.blkIndent)
    indent = state.sCount[start] + mark.width
    state.listIndent, state.blkIndent = state.blkIndent, indent + spaces
    state.tShift[start] = content - state.bMarks[start]
    state.sCount[start] = indent + (1 if empty else mark.spaces)
    if empty and state.isEmpty(start + 1):
        state.line = min(state.line + 2, end)
    else:
        state.line = start
        state.md.block.tokenize(state, start, end)
    state.tight, state.tShift[start], state.sCount[start], state.listIndent, state.blkIndent = kept
    state.push("list_item_close", "li", -1).markup = mark.delimiter
    place[1] = state.line
