"""A paragraph of Markdown in lines, none of which begins like a list, a heading or a rule."""

from __future__ import annotations

import re
import textwrap

NUMBER = r"\(?(?:\d{1,9}|[a-z]|[A-Z](?=\.?\))|[ivxlcdm]+|[IVXLCDM]{2,})(?:\.?\)|\.)|#\."
"""That of an item."""
ALONE = re.compile(r"[A-Z]\.")
"""The number of an item with nothing in it, if it is all that the line has; with words behind it, an initial."""
STARTS_BLOCK = re.compile(rf"(?:Table:|#{{1,6}}|[-+*:~]|{NUMBER})$|#|>|=+$|-+$|-{{2,}}|:::|~~~|```|\||[-:|]+$|\\\[\^")


def wrapped(written: str, width: int) -> str:
    """A paragraph in lines of at most `width` letters, none of which begins like a list, a heading or a rule."""
    lines: list[str] = []
    for forced in written.split("\n"):
        line = ""
        if ALONE.fullmatch(forced):
            lines.append(f"{forced[0]}\\.")
            continue
        for word in forced.split(" "):
            if not line:  # what begins a block does so at the head of a line alone: there it is escaped
                line = _guarded(word) if word else line
            elif (
                len(line) + 1 + len(word) > width and word and not STARTS_BLOCK.match(word) and not line.endswith("\\")
            ):
                lines.append(line)
                line = word
            else:
                line += f" {word}"
        lines.append(line)
    return "\n".join(lines)


def _guarded(word: str) -> str:
    """The first word of a paragraph, escaped if it would begin a list, a heading or a quotation."""
    if not STARTS_BLOCK.match(word) or word.startswith("\\"):
        return word
    if word == "Table:":
        return "Table\\:"
    number = re.match(r"\w+", word)  # of "1." the point: only signs can be escaped
    return f"{number[0]}\\{word[number.end() :]}" if number else f"\\{word}"


def prefixed(text: str, first: str, rest: str) -> str:
    """A text of several lines behind the mark of its block, and the others behind what stands below that."""
    return first + textwrap.indent(text, rest, lambda _: True)[len(rest) :].replace(
        f"\n{rest}\n", f"\n{rest.rstrip()}\n"
    )


def fenced(said: str, text: str) -> str:
    """A block between lines of colons: one more than any within it has."""
    colons = ":" * max([3, *(len(found[0]) + 1 for found in re.finditer(r"^:{3,}", text, re.MULTILINE))])
    return f"{colons} {said}\n{text}\n{colons}"
