"""A page on this machine alone that shows the pages just set, and turns to the one that has changed.

Nothing but Python's own server on 127.0.0.1 (`answers`): the page itself, a stream of events that tells it what there
is to show, each page of the PDF as a picture and as its lines, drawn when it is asked for. Its address has a key that
no other page can know.
"""

from __future__ import annotations

import io
import json
import secrets
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import ThreadingHTTPServer
from math import pi
from pathlib import Path
from typing import Any

import pypdfium2

from press.preview.answers import Answer
from press.preview.editor import Editor
from press.preview.margin import OF_STYLE, MarginLine, line_beside, margin_lines, said_in
from press.preview.traced import line_now
from press.preview.view import Beside, View, lines_of_file, named_in
from press.problem import Origin, Problem
from press.project import BOOK as BOOK_FILE

HOST = "127.0.0.1"
MOST_DRAWN = 400
"""Pictures that are kept for who looks again."""
CHAPTER, BOOK = "chapter", "book"
PX = 96 / 72
"""CSS px in a point."""
NEAREST = 4.0
"""How far, in points, a letter is looked for from the middle of the words it belongs to: over a space."""
UPWARDS = 1.5 * pi
"""The angle that letters have, for the library, which are read from the foot of the page to its head."""


class PortTaken(OSError):
    """The port that the window was to have cannot be had."""


@dataclass(frozen=True, slots=True)
class ViewShown:
    """A view as it is shown: which one it is of its kind, and the sizes of its pages in points."""

    version: int = 0
    view: View = field(default_factory=View)
    sizes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What the window is to turn to: a view, a page (from 0), how far down; `number` tells it that this is news."""

    number: int = 0
    view: str = BOOK
    page: int = -1
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """All that the page is told."""

    shown: Mapping[str, ViewShown] = field(default_factory=dict)
    turn: Turn = field(default_factory=Turn)
    status: str = ""
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> str:
        """The state as `window.js` reads it."""
        problems = [
            {
                "place": str(each.origin),
                "path": each.origin.path,
                "line": each.origin.line,
                "severity": each.severity.value,
                "said": f"{each.message} [{each.rule}]",
                "hint": each.hint,
            }
            for each in self.problems
        ]
        views = {name: {"version": each.version, "title": each.view.title} for name, each in self.shown.items()}
        turn = {"number": self.turn.number, "view": self.turn.view, "page": self.turn.page, "down": self.turn.down}
        return json.dumps({"views": views, "turn": turn, "status": self.status, "problems": problems})


class WindowServer(ThreadingHTTPServer):
    """Python's own server, which says nothing of a browser that goes away while it is answered."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Told of whatever else goes wrong with a request."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Window:
    """The server: open from `with` to its end, on a port that is free, or the given one. Raises `PortTaken`
    if that cannot be had. What is to be shown is told by the thread that opened it, and read by one for each request.

    `here` is the folder from which files are named; `key` is part of the address, `editor` what opens a line.
    """

    def __init__(self, port: int = 0, here: Path | None = None, editor: Editor | None = None, key: str = "") -> None:
        self.here, self.editor, self.key = here or Path.cwd(), editor or Editor(""), key or secrets.token_urlsafe(12)
        self.state = State()
        self.changed = threading.Condition()
        self.drawing = threading.Lock()
        self.drawn: dict[tuple[str, int, int, float], bytes] = {}
        self.beside: dict[str, tuple[int, tuple[Beside, ...]]] = {}
        """Of each view what stands beside its text, and of which version of it, once that has been asked for."""
        self.open = True
        try:
            self.server = WindowServer((HOST, port), type("AnswerHere", (Answer,), {"window": self}))
        except OSError as fault:
            raise PortTaken(*fault.args) from None
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server.server_port}/{self.key}/"

    def __enter__(self) -> Window:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.changed:
            self.open = False
            self.changed.notify_all()
        self.server.shutdown()
        self.server.server_close()

    # --- what is told to it ----------------------------------------------------------------------

    def show(self, view: View, name: str = BOOK, *, turn: bool = True) -> None:
        """Put other pages in the window: of the `chapter`, or of the `book`; and turn to what there is to look at."""
        with self.drawing:  # the library draws one page at a time
            pdf = pypdfium2.PdfDocument(view.pdf)
            sizes = tuple(pdf.get_page_size(number) for number in range(len(pdf)))
            pdf.close()
            self.drawn = {key: each for key, each in self.drawn.items() if key[0] != name}
        with self.changed:
            before = self.state.shown.get(name, ViewShown())
            shown = {**self.state.shown, name: ViewShown(before.version + 1, view, sizes)}
            there = Turn(self.state.turn.number + 1, name, view.at, view.down)
            self.state = replace(self.state, shown=shown, turn=there if turn else self.state.turn)
            self.changed.notify_all()

    def say(self, status: str, problems: Iterable[Problem] | None = None) -> None:
        """Say how it goes, and what is wrong."""
        with self.changed:
            told = self.state.problems if problems is None else tuple(problems)
            self.state = replace(self.state, status=status, problems=told)
            self.changed.notify_all()

    # --- what it is asked ------------------------------------------------------------------------

    def view(self, name: str) -> View:
        """A view, empty if there is none yet."""
        return self.state.shown.get(name, ViewShown()).view

    def picture(self, name: str, number: int, scale: float) -> bytes | None:
        """A page as PNG, or None if there is no such page."""
        with self.drawing:
            shown = self.state.shown.get(name, ViewShown())
            if not 0 <= number < len(shown.sizes):
                return None
            key = name, shown.version, number, scale
            if key not in self.drawn:  # pages are drawn when they are looked at: most never are
                pdf = pypdfium2.PdfDocument(shown.view.pdf)
                image = pdf[number].render(scale=scale).to_pil()
                out = io.BytesIO()
                image.save(out, "png", compress_level=1)
                pdf.close()
                if len(self.drawn) >= MOST_DRAWN:
                    self.drawn.clear()
                self.drawn[key] = out.getvalue()
            return self.drawn[key]

    def page(self, name: str, number: int) -> dict[str, Any] | None:
        """What there is to know of a page of a view, or None if there is no such page."""
        return self.view(name).page(number, self._margin(name, number))

    def _margin(self, name: str, number: int) -> tuple[MarginLine, ...]:
        """The lines of a page of a view that stand beside its text."""
        with self.drawing:  # the library reads one page at a time
            view = self.view(name)
            if not view.pdf or not 0 <= number < len(view.pages):
                return ()
            pdf = pypdfium2.PdfDocument(view.pdf)
            found = margin_lines(printed_parts(pdf[number]), view.pages[number]) if number < len(pdf) else ()
            pdf.close()
            return found

    def contents(self, name: str) -> dict[str, Any] | None:
        """What there is to know of the pages of a view, or None if there is none."""
        shown = self.state.shown.get(name)
        return {**shown.view.contents(shown.sizes), "version": shown.version} if shown else None

    def search(self, name: str, words: str) -> list[dict[str, Any]]:
        """Where some words stand in a view."""
        shown = self.state.shown.get(name, ViewShown())
        with self.drawing:  # the library reads one page at a time
            if self.beside.get(name, (0, ()))[0] != shown.version:
                self.beside[name] = shown.version, shown.view.beside(printed_words(shown.view.pdf))
        return shown.view.search(words, self.beside.get(name, (0, ()))[1])

    def place_of(self, path: str, line: int, *, turn: bool = False) -> dict[str, Any] | None:
        """Where a line of a file as it is now is printed: in the chapter if that has it, or else in the book."""
        for name in (CHAPTER, BOOK):
            view = self.view(name)
            if (known := named_in(view, self.here, Path(path))) and (
                place := view.traces.place_of(known, self._line(view, known, line))
            ):
                page, down = place
                if turn:
                    self._turn(name, page, down)
                return {"view": name, "page": page, "down": down, "folio": str(view.folios[page])}
        return None

    def _turn(self, name: str, page: int, down: float) -> None:
        with self.changed:
            self.state = replace(self.state, turn=Turn(self.state.turn.number + 1, name, page, down))
            self.changed.notify_all()

    def _line(self, view: View, path: str, line: int) -> int:
        """Where a line of a file as it is now stood when a view was made of it."""
        then = view.texts[path]
        return line_now(line, lines_of_file(self.here / path) or then, then)

    def source_of(self, name: str, page: int, number: int) -> tuple[str, int, int] | None:
        """The file, the line and the column there, as they are now, of a line of a page."""
        view = self.view(name)
        try:
            origin, column = view.traces.line_of(page, number)
        except IndexError:
            if (beside := self._source_beside(name, page, number)) is None:
                return None
            origin, column = beside
        then = view.texts.get(origin.path, ())
        now = lines_of_file(self.here / origin.path) if origin.path in view.texts else ()
        return origin.path, line_now(origin.line, then, now or then), column

    def _source_beside(self, name: str, page: int, number: int) -> tuple[Origin, int] | None:
        """Where a line beside the text of a page comes from, and the column there."""
        view, lines = self.view(name), self._margin(name, page)
        if not 0 <= page < len(view.pages) or not 0 <= (at := number - len(view.pages[page].lines)) < len(lines):
            return None
        traced, line = view.pages[page], lines[at]
        if (mark_of := line_beside(line, traced)) is not None:
            return view.traces.line_of(page, mark_of)
        own = (*dict.fromkeys(each.origin.path for each in traced.lines), traced.origin.path)
        book = (path for path in view.texts if path.rpartition("/")[2] == BOOK_FILE)
        if traced.section not in OF_STYLE and (found := said_in(line.text, view.texts, (*own, *book))):
            return Origin(*found[:2]), found[2]
        return (traced.origin, 1) if traced.origin.path else None

    def knows(self, path: str) -> bool:
        """Whether a file is one of the book, or one that is complained of: no other is opened."""
        named = any(each.origin.path == path for each in self.state.problems)
        return named or any(path in self.view(name).texts for name in (CHAPTER, BOOK))

    def open_in_editor(self, path: str, line: int, column: int = 1) -> dict[str, str]:
        """Have a line opened: what the window follows as a link, or what hinders the command."""
        whole = (self.here / path).absolute()
        link = self.editor.link(whole, line, column)
        hindrance = "" if link else self.editor.open(whole, line, column)
        return {"place": f"{path}:{line}", "link": link, "hindrance": hindrance}


def printed_words(content: bytes) -> tuple[str, ...]:
    """All that is printed on each page of a PDF, as it is read."""
    pdf = pypdfium2.PdfDocument(content)
    words = tuple(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return words


def printed_parts(page: pypdfium2.PdfPage) -> Iterator[MarginLine]:
    """The words of a page of a PDF, a line in several parts where its type changes, with their boxes in CSS px."""
    words, height = page.get_textpage(), page.get_height()
    for at in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(at)
        if text := words.get_text_bounded(left, bottom, right, top).strip():
            box = left * PX, (height - top) * PX, (right - left) * PX, (top - bottom) * PX
            yield MarginLine(box, text, _upwards(words, (left + right) / 2, (bottom + top) / 2))


def _upwards(words: pypdfium2.PdfTextPage, x: float, y: float) -> bool:
    """Whether the letter nearest to a place is read upwards."""
    letter = words.get_index(x, y, NEAREST, NEAREST)
    angle = 0.0 if letter is None else pypdfium2.raw.FPDFText_GetCharAngle(words.raw, letter)
    return bool(abs(angle - UPWARDS) < 0.1)
