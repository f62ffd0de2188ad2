"""What of lines beside one another a compositor would not pass: rivers, stacks of words, words divided in vain.

Each rule is one function, as in `faults`: a section's survey and the limits → faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from press.style.limits import Limits
from press.typesetting.fault import Fault, around, box_of, quote
from press.typesetting.page import Line, Survey, lines_of, text_of
from press.typesetting.rules import RIVER, STRAINED_HYPHEN, WORD_STACK
from press.typesetting.type_faults import Judge

STACKED = 3
"""Lines that make a stack; two are let pass by most."""
SEEN = 3
"""Letters of a word that is seen when it stands above itself."""


def strained_hyphens(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A word that is divided on a line whose type is yet as wide or as narrow as it may be: both are seen at once."""
    for page, line in lines_of(pages):
        if line.hyphen and line.strained:
            message = f"a hyphen, and type at its limit: {quote(line)}"
            yield Fault(STRAINED_HYPHEN, page, box_of(line), line.block, message)


def rivers_run(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """Spaces that stand below one another through as many lines as make a river (`rivers`), at the last of these."""
    for page, line in lines_of(pages):
        if line.river:
            yield Fault(
                RIVER, page, box_of(line), line.block, f"a river of spaces runs down to this line: {quote(line)}"
            )


def word_stacks(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """Lines of a paragraph, on one page, that all begin or end with the same word."""
    for begins, of in ((True, _first_word), (False, _last_word)):
        for (page, block, word), run in groupby(text_of(pages), lambda pair: (pair[0], pair[1].block, of(pair[1]))):  # noqa: B023
            lines = [line for _, line in run if line.kind == "text" and block and not line.column]
            if len(lines) >= STACKED and len(word) >= SEEN:
                message = f"{len(lines)} lines in a row {'begin' if begins else 'end'} with “{word}”"
                yield Fault(WORD_STACK, page, around(list(map(box_of, lines))), block, message)


def _first_word(line: Line) -> str:
    return _bare(line.text.split()[:1])


def _last_word(line: Line) -> str:
    return "" if line.hyphen or line.last else _bare(line.text.split()[-1:])


def _bare(words: list[str]) -> str:
    return "".join(words).strip("‘’“”()[].,;:!?…").lower()


OF_LINES: tuple[Judge, ...] = (strained_hyphens, rivers_run, word_stacks)
