"""Notes of a Markdown file by their names, before pandoc reads it: what it would drop without a word is kept or told.

Of a note that nothing calls pandoc says nothing, of two with one name it prints the second at every call, and a call
without a note it prints as it stands. Authors number and name notes by hand, and each of these is common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

DEFINITION = re.compile(r"[ \t>]*\[\^([^\]\s]+)\]:")
CALL = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
FENCE = re.compile(r" {0,3}(```|~~~)")

ADDRESS_OF = re.compile(
    r"^ {0,3}\[[^\]^\n]+\]:[ \t]*(?:\n[ \t]*)?(?:<[^<>\n]*>|(?!\w+\.(?:\s|$))(?=\S*[/.:#@])\S+)"
    r"(?:(?:[ \t]+|[ \t]*\n[ \t]*)(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?(?:[ \t]*\{[^{}\n]*\})?[ \t]*$",
    re.MULTILINE,
)
"""A line that gives the address of a link, perhaps with a title: *[here]: https://example.org "There"*."""
LABEL = re.compile(r" {0,3}\[([^\]^]+)\]:(?=[ \t]+\S)")

UNCALLED = "a note that nothing calls"
"""Why the words of a note are left out."""
UNANSWERED = "calls a note that is not there: it stands in the text"


@dataclass(frozen=True, slots=True)
class NamedNotes:
    """A text whose notes have each a name; `uncalled`: names of notes that are called in paragraphs added behind it.

    `told`: what was changed, or is amiss.
    """

    text: str
    uncalled: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def with_typed_labels(text: str) -> str:
    """The text with the labels of notes typed by hand, *[1]: So it is said.*, as words, each note a paragraph: for
    pandoc such a line is the address of a link, and its words are gone.
    """
    addresses = {text.count("\n", 0, found.start()) for found in ADDRESS_OF.finditer(text)}
    out: list[str] = []
    fence, begins = "", True
    for number, line in enumerate(text.split("\n")):
        if mark := FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        found = LABEL.match(line) if begins and not fence and number not in addresses else None
        out += [""] * bool(found and out and out[-1].strip())
        out.append(f"\\[{found[1]}\\]:{line[found.end() :]}" if found else line)
        begins = not line.strip() or number in addresses or found is not None
    return "\n".join(out)


def with_names(text: str) -> NamedNotes:
    """The text with notes told apart by their names, and those that nothing calls called at its end."""
    lines = text.split("\n")
    defined: dict[str, list[int]] = defaultdict(list)
    called: dict[str, list[int]] = defaultdict(list)
    for number, name, is_call in _names(lines):
        (called if is_call else defined)[name].append(number)
    told: list[str] = []
    for name in [name for name, at in defined.items() if len(at) > 1]:
        _tell_apart(lines, name, defined, called, told)
    # "[^Kern]" and "[^kern]:" are one, where nothing else can be meant
    for name in [name for name in called if name not in defined]:
        alike = [each for each in defined if each.casefold() == name.casefold() and each not in called]
        if len(alike) == 1:
            for n in called[name]:
                lines[n] = lines[n].replace(f"[^{name}]", f"[^{alike[0]}]")
            called[alike[0]] = called[name]
            told.append(f'"[^{name}]", line {called[name][0] + 1}, calls the note "{alike[0]}"')
        else:
            told.append(f'"[^{name}]", line {called[name][0] + 1}, {UNANSWERED}')
    within = _within_notes(lines)
    # what only another note calls is read by no reader of Markdown, which has no notes to notes
    uncalled = tuple(name for name in defined if not set(called.get(name, ())) - within)
    text = "\n".join(lines)
    return NamedNotes("\n\n".join((text, *(f"[^{name}]" for name in uncalled))), uncalled, tuple(told))


def _within_notes(lines: list[str]) -> set[int]:
    """The lines that belong to notes: where one begins, and what stands below it indented."""
    found: set[int] = set()
    inside = False
    for number, line in enumerate(lines):
        inside = bool(DEFINITION.match(line)) or (inside and (not line.strip() or line.startswith(("    ", "\t"))))
        if inside:
            found.add(number)
    return found


def _names(lines: list[str]) -> list[tuple[int, str, bool]]:
    """The names of notes in the order in which they stand: on which line, and whether it is a call."""
    found: list[tuple[int, str, bool]] = []
    fence = ""
    for number, line in enumerate(lines):
        if mark := FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        if fence:
            continue
        head = DEFINITION.match(line)
        if head:
            found.append((number, head[1], False))
        found += [(number, call[1], True) for call in CALL.finditer(line, head.end() if head else 0)]
    return found


def _tell_apart(
    lines: list[str], name: str, defined: dict[str, list[int]], called: dict[str, list[int]], told: list[str]
) -> None:
    """Give notes of one name names of their own: each that of its call, if there are as many, each before its note."""
    notes, calls = defined[name], called.get(name, [])
    in_turn = len(notes) == len(calls) and all(
        call <= note and (n == 0 or call > notes[n - 1])
        for n, (call, note) in enumerate(zip(calls, notes, strict=True))
    )
    for count, note in enumerate(notes[:-1], 1):  # the last keeps the name, as it would if nothing were done
        own = f"{name}-{count}"
        while own in defined:
            own += "-"
        lines[note] = lines[note].replace(f"[^{name}]:", f"[^{own}]:", 1)
        defined[own] = [note]
        if in_turn:
            call = calls[count - 1]
            lines[call] = lines[call].replace(f"[^{name}]", f"[^{own}]")
            called[own] = [call]
    where = ", ".join(str(note + 1) for note in notes)
    what = "each put at its own call" if in_turn else "the last is printed at each call"
    told.append(f'{len(notes)} notes are named "{name}", lines {where}: {what}')
