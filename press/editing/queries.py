"""What editor and author write to each other, taken out of a file before anything else is read of it.

So a query may stand in any text of the manuscript, and all that reads it knows of none: `{>> editor to author: is this
1937? <<}`, and with the words that it is about `{==1937==}{>> … <<}`, as CriticMarkup has it. With a query goes one
space before it. The lines of the file stay what they were: where a query goes over the end of one, `JOINT` stands on
both sides of that. `press.editing.markdown` joins them in a paragraph, `folded` in the value of a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from press.book import Book, Query
from press.commands import call
from press.editing.query_rules import BROKEN_QUERY, OPEN_QUERY, TRACKED_CHANGE
from press.problem import Origin, Problem, Severity

JOINT, FEED = "\U0010fffc", "\U0010fffd"
"""Stands where a query was taken out, on both sides of a line's end; and for a line's end that is no space."""
OPENED = re.compile(r"\{>>|\{==|==\}|\{\+\+|\{--|\{~~")
QUERIED = re.compile(r"[ \t]*\{>>")
BLANK = re.compile(r"\n(?:[ \t>]*|---[ \t]*)(?=\n)|\Z")
"""Where a paragraph ends, or the header of a file."""
MARGIN = re.compile(r"[ \t>]*")
HEAD = re.compile(
    r"(?P<who>[^:,;?!{}<>]{1,60}?)(?:,\s*(?P<when>\d{4}(?:-\d\d){0,2}))?(?P<done>,\s*resolved)?:\s+(?P<what>.+)",
    re.DOTALL | re.IGNORECASE,
)
"""Who asks, when, and whether it is settled."""
NO_TEXT = re.compile(r"[ \t>]*(?:#{1,6}\s|:{3,}|\||\+[-=])")
"""Lines that no other line goes on with."""
BLOCK = re.compile(r"[ ]*(?:- )*[^#\s][^#]*:[ ]+[|>][-+\d]*[ ]*(?:#.*)?")
"""The key of a text in YAML that is written line by line."""
TRACKED = {"{++": ("++}", "put in"), "{--": ("--}", "taken out"), "{~~": ("~~}", "replaced")}
ALONE = re.compile(rf"(\A|\n)[ \t]*([{JOINT}{FEED}]+)[ \t]*(\n|\Z)")
"""A line of a paragraph with nothing else."""
OVER = re.compile(rf"{JOINT}\n[ \t>]*{JOINT}")
NO_LINE = re.compile(rf"^[ \t>]*{JOINT}+\n", re.MULTILINE)
"""The same in a file."""
FOLDED = re.compile(rf"{JOINT} {JOINT}|{JOINT}")
"""The same in the value of a record, whose lines YAML has made one."""
BACKSLASHES = re.compile(r"\\*\Z")
SIGN = re.compile(r"\{>>|<<\}")
STOPPED = "answer it, or write {>> name, resolved: … <<}: book.yaml says queries: stop"
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Unqueried:
    """A file's text without its queries, line by line as it was, and `bare`, as if they had never been written; the
    queries; and what is wrong with them.
    """

    text: str
    bare: str
    queries: tuple[Query, ...] = ()
    problems: tuple[Problem, ...] = ()


def without_queries(text: str, path: str) -> Unqueried:
    """The text of a file without what editor and author write to each other in it."""
    if not OPENED.search(text):
        return Unqueried(text, text)
    remover = _Remover(text, path)
    kept = remover.lines_kept()
    bare = OVER.sub("", NO_LINE.sub("", kept)).replace(JOINT, "")
    return Unqueried(kept, bare, remover.threads(), tuple(remover.problems))


def without_joints(text: str) -> str:
    """A paragraph, or the value of a record, with the lines joined between which a query went; `FEED` stands for the
    end of such a line.
    """
    if JOINT not in text:
        return text
    joined = re.sub(rf"{JOINT}\n[ \t]*{JOINT}", FEED, text)
    joined = re.sub(rf"({FEED}+)([ ]+)", r"\2\1", joined)  # for a space may be what is looked for, as in "Note: "
    return ALONE.sub(lambda found: (found[1] and found[3]) + FEED * (found[2].count(FEED) + 1), joined)


def folded(value: str) -> str:
    """The value of a record, whose lines YAML has made one, without joints."""
    return FOLDED.sub("", value)


def open_queries(book: Book) -> Iterator[Problem]:
    """How many queries wait for an answer, at the head of book.yaml; or each, where they stop the press."""
    waiting = [each for each in book.queries if not each.resolved and not each.answer]
    if book.queries_stop:
        for each in waiting:
            yield Problem(each.origin, OPEN_QUERY, f'an open query: "{_shown(each.what)}"', STOPPED)
    elif waiting:
        message = f"{len(waiting)} open quer{'ies' if len(waiting) > 1 else 'y'}"
        yield Problem(book.origin, OPEN_QUERY, message, f"{call('queries')} lists them", Severity.LOOK)


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


class _Remover:
    """Goes once through a file's text."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.problems: list[Problem] = []
        self.found: list[Query] = []
        self.kept: list[str] = []
        self.emptied: set[int] = set()
        """Lines, from 0, on which a query stood."""
        self.begun = -1
        """From which of what is kept the words are marked, if some are."""
        self.about = ""
        self.lines = text.split("\n")
        self.at = self.lost = self.padding = 0
        self.ended = self.marked = -1
        self._read()

    def _read(self) -> None:
        while found := OPENED.search(self.text, self.at):
            start, sign = found.start(), found[0]
            self._go_to(start)
            self.at = found.end()
            kept = BACKSLASHES.search(self.kept[-1])
            if kept and len(kept[0]) % 2:
                self.kept.append(sign)
            elif sign == "{>>":
                self._query(start, self._limit(start))
            elif sign == "{==":
                self._begin(start, self._limit(start))
            elif sign == "==}":
                self._end()
            else:
                self._tracked(sign, start, self._limit(start))
        self._go_to(len(self.text))

    def _go_to(self, end: int) -> None:
        """What stands before a place is kept; lines that were lost come again at the next blank one."""
        text = self.text[self.at : end]
        if self.lost and "\n\n" in text:
            text, self.lost = text.replace("\n\n", "\n\n" + "\n" * self.lost, 1), 0
        if self.padding and (bar := re.search(r"(?<!\\)[|\n]", text)):
            text, self.padding = f"{text[: bar.start()]}{' ' * self.padding}{text[bar.start() :]}", 0
        self.kept.append(text)

    def _limit(self, start: int) -> int:
        found = BLANK.search(self.text, start)
        return found.start() if found else len(self.text)

    def _line(self, at: int) -> int:
        return self.text.count("\n", 0, at)

    def _place(self, at: int) -> Origin:
        return Origin(self.path, self._line(at) + 1)

    def _complain(self, at: int, end: int, message: str, hint: str) -> None:
        words = _shown(self.text[at:end] if end > at else self.text[at : self._limit(at)])
        self.problems.append(Problem(self._place(at), BROKEN_QUERY, f'{message}: "{words}"', hint))

    # --- queries ------------------------------------------------------------------------------

    def _query(self, start: int, limit: int) -> None:
        """A query is kept for itself, and its place closed."""
        depth, end, within = 1, start + 3, False
        while depth and (sign := SIGN.search(self.text, end, limit)):
            depth, end = depth + (1 if sign[0] == "{>>" else -1), sign.end()
            within = within or depth > 1
        body = self.text[start + 3 : end - 3]
        if within:
            self._complain(start, end, "a query within a query", "end the first before it: <<}")
        elif depth:
            self._complain(start, 0, "a query that does not end", "it ends with <<}, in the same paragraph")
        elif not body.strip(" \t\n>"):
            self._complain(start, end, "an empty query", "say what is asked, or take it out")
        elif "\n" in body and self.path.endswith(".csv"):
            self._complain(start, end, "a query over the end of a row", "write it on one line")
        else:
            self._keep(body, start)
        if not depth:
            self._close_up(start, end)
            spaces = re.compile(r"[ \t]*").match(self.text, end)
            self.ended = spaces.end() if spaces else end

    def _keep(self, body: str, start: int) -> None:
        said = " ".join(re.sub(r"\n[ \t>]*", " ", body).split())
        head = HEAD.fullmatch(said)
        who, when, done = (head["who"].strip(), head["when"] or "", bool(head["done"])) if head else ("", "", False)
        if who.casefold() == "resolved":
            who, done = "", True
        answer = start == self.ended and bool(self.found)
        about = self.found[-1].about if answer else self.about
        self.about = ""
        what = head["what"] if head else said
        self.found.append(Query(what, who, when, about, done, answer, self._place(start)))

    def _close_up(self, start: int, end: int) -> None:
        """One space goes with a query; of the ends of lines within it none is lost."""
        self.emptied.update(range(self._line(start), self._line(end) + 1))
        line = self._line_so_far()
        if start == self.marked:  # what stands before it are the words that it is about
            pass
        elif line.strip(" \t>"):
            self.kept[-1] = self.kept[-1].removesuffix(" ")
        elif self.text.startswith(" ", end):  # at the head of a line the space behind it goes
            end += 1
        inside = self.text[start:end].split("\n")[1:]
        self._pad(start, len(self.text[start:end]) + (line != self._line_so_far()))
        if inside and NO_TEXT.match(line):
            message = "a query over the end of a line that is one by itself"
            self._complain(start, end, message, "write the query on one line")
            self.lost = len(inside)
        elif inside:
            self.kept.append(JOINT + JOINT.join(f"\n{_margin(each)}{JOINT}" for each in inside))
        self.at = end

    def _pad(self, start: int, letters: int) -> None:
        """Letters that go from the row of a table drawn around them come again as spaces, at the end of their cell."""
        n = self._line(start)
        row = self.lines[n].rstrip()
        if NO_TEXT.match(row) and row.endswith("|"):
            above = next((line for line in reversed(self.lines[:n]) if not line.lstrip(" >").startswith("|")), "")
            if above.lstrip(" >").startswith("+") and len(above.rstrip()) == len(row):
                self.padding += letters

    def _line_so_far(self) -> str:
        line = ""
        for each in reversed(self.kept):
            line = each + line
            if "\n" in each:
                break
        return line.rpartition("\n")[2]

    # --- marked words, and changes that are tracked ---------------------------------------------

    def _begin(self, start: int, limit: int) -> None:
        if self.begun >= 0:
            return  # told where the first begin
        end = self.text.find("==}", start, limit)
        if end < 0:
            self._complain(start, 0, "marked words that do not end", "they end with ==}, in the same paragraph")
            return
        self._pad(start, 3)
        self.begun = len(self.kept)
        if self.text.find("{==", start + 3, end) > 0:
            self._complain(start, end + 3, "marked words within marked words", "write {==words==}{>> … <<}")
        elif not QUERIED.match(self.text, end + 3):
            self._complain(start, end + 3, "marked words, and no query to them", "write {==words==}{>> … <<}")

    def _end(self) -> None:
        spaces = QUERIED.match(self.text, self.at)
        self._pad(self.at, spaces.end() - self.at if spaces else 3)
        if self.begun >= 0 and spaces:
            self.about = " ".join("".join(self.kept[self.begun :]).replace(JOINT, "").split())
            self.at = self.marked = spaces.end() - 3  # what stands between the words and their query goes with it
        elif self.begun < 0 and not self.problems:
            self.kept.append("==}")  # which others will tell
        self.begun = -1

    def _tracked(self, sign: str, start: int, limit: int) -> None:
        """A change that is tracked is told, and nobody prints it."""
        closing, what = TRACKED[sign]
        end = self.text.find(closing, start + 3, limit)
        if end < 0:
            self.kept.append(sign)  # perhaps something else, which others will tell
            return
        words = self.text[start : end + 3]
        hint = "write what is to be printed, without the marks; \\{ keeps a brace"
        message = f'words {what} by a reviewer: "{_shown(words)}"'
        self.problems.append(Problem(self._place(start), TRACKED_CHANGE, message, hint))
        new = words[3:-3] if sign == "{++" else words[3:-3].partition("~>")[2] if sign == "{~~" else ""
        self.kept.append(new + "\n" * (words.count("\n") - new.count("\n")))
        self.at = end + 3

    # --- what is left ---------------------------------------------------------------------------

    def threads(self) -> tuple[Query, ...]:
        """The queries, each resolved if anything in its thread says so."""
        threads: list[list[Query]] = []
        for each in self.found:
            if each.answer:
                threads[-1].append(each)
            else:
                threads.append([each])
        return tuple(
            replace(each, resolved=any(one.resolved for one in thread)) for thread in threads for each in thread
        )

    def lines_kept(self) -> str:
        """The text; a line that had nothing but queries parts no paragraph."""
        lines, before = "".join(self.kept).split("\n"), self.text.split("\n")
        records = _lines_of_records(before, self.path)
        for n in sorted(self.emptied):
            if not _is_bare(lines[n]):
                continue
            above, below = (self._next(lines, n, step) for step in (-1, 1))
            goes_on = bool(above.strip(" \t>") and below.strip(" \t>"))
            goes_on = goes_on and (_in_block(before, n) if n in records else not NO_TEXT.match(above))
            kept = lines[n].strip(" \t>") or JOINT
            lines[n] = f"{_margin(before[n])}{kept}" if goes_on else _margin(before[n]).rstrip()
        for n in sorted(self.emptied):  # a joint needs another, unless it is all that holds a line
            if lines[n].endswith(JOINT) and not _is_bare(lines[n]) and not _begins(lines, n + 1):
                lines[n] = lines[n].removesuffix(JOINT)
            if _begins(lines, n) and not _is_bare(lines[n]) and not (n and lines[n - 1].endswith(JOINT)):
                lines[n] = lines[n].replace(JOINT, "", 1)
        return "\n".join(lines)

    def _next(self, lines: list[str], n: int, step: int) -> str:
        """The nearest line above or below that has more than queries."""
        n += step
        while 0 <= n < len(lines) and n in self.emptied and _is_bare(lines[n]):
            n += step
        return lines[n] if 0 <= n < len(lines) else ""


def _margin(line: str) -> str:
    found = MARGIN.match(line)
    return found[0] if found else ""


def _is_bare(line: str) -> bool:
    return not line.strip(f" \t>{JOINT}")


def _begins(lines: list[str], n: int) -> bool:
    """Whether a line begins with a joint."""
    return n < len(lines) and lines[n].lstrip(" \t>").startswith(JOINT)


def _lines_of_records(lines: list[str], path: str) -> range:
    """Which lines of a file are YAML: all of a record, and the header of a text."""
    if not path.endswith(".md"):
        return range(len(lines))
    rules = [n for n, line in enumerate(lines) if line.rstrip() == "---"]
    return range(rules[1]) if len(rules) > 1 and rules[0] == 0 else range(0)


def _in_block(lines: list[str], n: int) -> bool:
    """Whether a line of YAML belongs to a text that is written line by line."""
    depth = len(_margin(lines[n]))
    for line in reversed(lines[:n]):
        if line.strip() and len(_margin(line)) < depth:
            return bool(BLOCK.fullmatch(line))
    return False
