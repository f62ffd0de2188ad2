"""A paragraph that both sides have changed → one paragraph, if they have changed other words of it; else nothing.

Safe is what leaves some words between the two that nobody has touched, opens no mark that it does not close, and is
running text: what its lines mean by where they begin (lists, verse, tables) is merged by whole lines, or not at all.
"""

from __future__ import annotations

import re

from press.importing.merging.three_way import Came, Unit, Units, edits, likeness, lines_of, merge_units

APART = 3
"""Words that nobody has touched between a change of ours and one of theirs."""
BY_LINES = re.compile(
    r"(?:>[ \t]?)*(?:\||\+[-=]|:{3,}|[-*+][ \t]|\(?[0-9]{1,4}[.)]|\(?[A-Za-z]{1,5}[.)][ \t]|#\.|:[ \t]|~~~|```|!\[)"
)
"""How a block begins that is no running text."""
PAIRS = (("[", "]"), ("{", "}"), ("(", ")"))
SIGNS = ("*", "“", '"', "$", "~~", "^[", "|")


def combined(base: Unit, ours: Unit, theirs: Unit) -> Unit | None:
    """One paragraph of three, with the line breaks of ours where it can have them."""
    if any("\n\n" in each.text for each in (base, ours, theirs)):
        return _by_paragraphs(base, ours, theirs)
    if any("\n" in each.text and BY_LINES.match(each.text) for each in (base, ours, theirs)):
        return _by_lines(base, ours, theirs)
    quoted = [bare for each in (base, ours, theirs) if (bare := _unquoted(each.text)) is not None]
    if len(quoted) == 3:
        text = _by_words(quoted[0], quoted[1], quoted[2])
        return Unit("\n".join(f"> {line}" for line in text.split("\n")), ours.end) if text else None
    text = _by_words(base.text, ours.text, theirs.text)
    return Unit(text, ours.end) if text else None


def _unquoted(text: str) -> str | None:
    """The words of a quotation without the signs at its lines; None where some line has none."""
    lines = text.split("\n")
    return "\n".join(re.sub(r"^>[ \t]?", "", line) for line in lines) if all(x.startswith(">") for x in lines) else None


def parted_units(text: str) -> Units:
    """A text in units between blank lines."""
    parts = re.split(r"(\n(?:[ \t]*\n)+|\n\Z)", text)
    return tuple(Unit(each, end) for each, end in zip(parts[::2], [*parts[1::2], ""], strict=False) if each or end)


def _by_paragraphs(base: Unit, ours: Unit, theirs: Unit) -> Unit | None:
    """A note or an item of several paragraphs."""
    rows = parted_units(base.text), parted_units(ours.text), parted_units(theirs.text)
    merged = merge_units(rows, likeness, combined)
    if any(each.came is Came.CONFLICT for each in merged):
        return None
    return Unit("\n\n".join(unit.text for each in merged for unit in each.units), ours.end)


def _by_lines(base: Unit, ours: Unit, theirs: Unit) -> Unit | None:
    rows = lines_of(base.text), lines_of(ours.text), lines_of(theirs.text)
    merged = merge_units(rows, likeness, lambda *_: None)
    if any(each.came is Came.CONFLICT for each in merged):
        return None
    return Unit("\n".join(unit.text for each in merged for unit in each.units), ours.end)


def _by_words(base: str, ours: str, theirs: str) -> str:
    """The words of ours with the changes of theirs, or nothing where that is not safe."""
    words = [re.findall(r"\s*\S+", each) for each in (base, ours, theirs)]
    bare = [[word.strip() for word in each] for each in words]
    mine, others = _edits(bare[0], bare[1]), _edits(bare[0], bare[2])
    same = [edit for edit in others if edit in mine]
    others = [edit for edit in others if edit not in same]
    if any(low < high_ + APART and low_ < high + APART for low, high, _ in mine for low_, high_, _ in others):
        return ""
    # where the words of the base stand in ours
    at: dict[int, int] = {}
    for tag, low, high, from_, to in edits(bare[0], bare[1]):
        at |= dict(zip(range(low, high), range(from_, to), strict=True)) if tag == "equal" else {}
    made = list(words[1])
    for low, high, new in reversed(others):
        first = at[low] if low in at else at[low - 1] + 1  # they lie apart from our changes: one of the two is there
        lead = made[first][: -len(made[first].lstrip())] if first < len(made) else " "
        if low == high and first == 0 and made:  # what stood first comes to stand behind what is new
            made[0] = f" {made[0]}"
        made[first : first + high - low] = [(lead if n == 0 else " ") + word for n, word in enumerate(new)]
        if not first and made and not new:
            made[0] = made[0].lstrip()
    text = "".join(made)
    return text if _whole(text, ours, theirs) else ""


def _edits(base: list[str], side: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Stretches of the base, and the words that stand there now."""
    return [(low, high, tuple(side[a:b])) for tag, low, high, a, b in edits(base, side) if tag != "equal"]


def _whole(text: str, ours: str, theirs: str) -> bool:
    """Whether marks that are whole on both sides are whole in what is made of them."""
    for opening, closing in PAIRS:
        if text.count(opening) - text.count(closing) and not (
            ours.count(opening) - ours.count(closing) or theirs.count(opening) - theirs.count(closing)
        ):
            return False
    return not any(text.count(s) % 2 and not (ours.count(s) % 2 or theirs.count(s) % 2) for s in SIGNS)
