"""What the window's server answers: to a browser on this machine that knows the key of its address, to nobody else.

Everything that is asked for stands below the key: `window.js`, `events`, `book/pages.json`, `chapter/12.png`. No file
is served but the window's own three.
"""

from __future__ import annotations

import contextlib
import hmac
import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from press.preview.window import State, Window

FILES = {
    "": ("window.html", "text/html; charset=utf-8"),
    "window.css": ("window.css", "text/css; charset=utf-8"),
    "window.js": ("window.js", "text/javascript; charset=utf-8"),
}
HOME = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the window may do: run its own script alone, and ask nobody but its server. No other page may hold it."""
HEARTBEAT = 10.0
"""Seconds after which a page that hears nothing is told so, for the server to learn whether it is still there."""
MOST_DIGITS = 7
SCALES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Pixels for each point of the paper, of which a window may choose."""


class Answer(BaseHTTPRequestHandler):
    """One request answered."""

    window: Window
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The page, its events, a picture, what is known of pages, or the PDF."""
        if (asked := self._asked()) is None:
            return
        path, given = asked
        if path in FILES:
            name, kind = FILES[path]
            self._send((HOME / name).read_bytes(), kind)
        elif path == "events":
            self._stream()
        elif path == "place.json":
            self._send_json(self.window.place_of(given.get("path", ""), _number(given.get("line", ""))))
        else:
            self._view(*path.partition("/")[::2], given)

    def do_POST(self) -> None:
        """A line opened in the editor, or the window turned to one: what does something, no link leads to."""
        if (asked := self._asked()) is None:
            return
        path, given = asked
        if path == "open.json":
            self._send_json(self._open(given))
        elif path == "turn.json":
            self._send_json(self.window.place_of(given.get("path", ""), _number(given.get("line", "")), turn=True))
        else:
            self.send_error(404)

    def _asked(self) -> tuple[str, dict[str, str]] | None:
        """The path below the key, and what is given with it; None for whom nothing is for, who has been told so."""
        self.close_connection = self.command == "POST"  # whatever else it sends is not read
        here = self.window.address.split("/")[2]
        # Of another name some other site in the browser has led here, which must not read an unpublished book.
        known = self.headers.get("Host") in (here, here.replace("127.0.0.1", "localhost"))
        # A page elsewhere that asks is told apart by the browser; one that shows our address as a link is not.
        stranger = self.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and self.command == "POST"
        path, _, query = self.path.partition("?")
        key, slash, rest = path.removeprefix("/").partition("/")
        if not known or stranger or not slash or not hmac.compare_digest(key.encode(), self.window.key.encode()):
            self.send_error(403)
            return None
        return rest, {name: values[-1] for name, values in parse_qs(query).items()}

    def _view(self, name: str, what: str, given: dict[str, str]) -> None:
        """Something of a view: of the chapter, or of the whole book."""
        number, _, kind = what.partition(".")
        page = _number(number, -1)
        if what == "pages.json":
            self._send_json(self.window.contents(name))
        elif what == "search.json":
            self._send_json(self.window.search(name, given.get("words", "")))
        elif what == "pages.pdf" and self.window.view(name).pdf:
            self._send(self.window.view(name).pdf, "application/pdf")
        elif kind == "json" and page >= 0:
            self._send_json(self.window.page(name, page))
        elif kind == "png" and (picture := self.window.picture(name, page, _scale(given.get("scale", "")))):
            self._send(picture, "image/png")
        else:
            self.send_error(404)

    def _open(self, given: dict[str, str]) -> dict[str, str] | None:
        """A line of a page, or of a file of the book, opened in the editor."""
        if "view" in given:
            page, line = _number(given.get("page", ""), -1), _number(given.get("line", ""), -1)
            found = self.window.source_of(given["view"], page, line) if page >= 0 and line >= 0 else None
            return self.window.open_in_editor(*found) if found else None
        path = given.get("path", "")
        return self.window.open_in_editor(path, _number(given.get("line", ""))) if self.window.knows(path) else None

    def _send_json(self, value: Any) -> None:
        if value is None:
            self.send_error(404)
        else:
            self._send(json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def _send(self, content: bytes, kind: str) -> None:
        with contextlib.suppress(OSError):  # the browser has gone, or has seen enough
            self._send_all(content, kind)

    def _send_all(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store" if not kind.startswith("image") else "private, max-age=3600")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        """Server-sent events: the state, and again whenever it changes."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.close_connection = True
        told: State | None = None
        try:
            while self.window.open:
                with self.window.changed:
                    if self.window.state is told:
                        self.window.changed.wait(HEARTBEAT)
                    state = self.window.state
                # Outside the lock: a browser that is slow to read must not keep the watch from telling the others.
                event = f"data: {state.as_json()}\n\n" if state is not told else ": still here\n\n"
                self.wfile.write(event.encode())
                self.wfile.flush()
                told = state
        except OSError:  # the browser has gone
            return

    def log_message(self, *_: object) -> None:
        """Nothing of this is anybody's business."""


def _number(given: str, otherwise: int = 0) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < MOST_DIGITS else otherwise


def _scale(given: str) -> float:
    """The scale of a picture: the smallest that is as large as asked for, of those there are."""
    wanted = _number(given, 200) / 100
    return next((scale for scale in SCALES if scale >= wanted), SCALES[-1])
