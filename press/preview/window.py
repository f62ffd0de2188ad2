"""A page on this machine alone that shows the pages just set, and reloads itself at the one that has changed.

Nothing but Python's own server on 127.0.0.1: the page itself, a stream of events that tells it what there is to show,
and each page of the PDF as a picture, drawn when it is asked for.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pypdfium2

from press.links import policy_for
from press.places import Folio

HOST = "127.0.0.1"
SCALE = 2.0
"""Pixels for each point of the paper."""
PX = 96 / 72
"""CSS px in a point."""
HEARTBEAT = 10.0
"""Seconds after which a page that hears nothing is told so, for the server to learn whether it is still there."""
SELF = "'self'"
PAGE = Path(__file__).with_name("window.html")


@dataclass(frozen=True, slots=True)
class View:
    """What is to be seen: some pages of the book as a PDF, their folios, and what to look at: the page (from 0), or
    -1, and the height on it, in points from its lower edge.
    """

    title: str = ""
    pdf: bytes = b""
    folios: tuple[Folio, ...] = ()
    at: int = -1
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """All that the page is told; `version` changes with the view."""

    version: int = 0
    view: View = field(default_factory=View)
    status: str = ""
    problems: tuple[str, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()

    @property
    def down(self) -> float:
        """How far down its page the change is, from 0 to 1."""
        at, view = self.view.at, self.view
        return (
            round(max(0.0, 1 - view.height / self.sizes[at][1]), 3)
            if view.height and 0 <= at < len(self.sizes)
            else 0.0
        )

    def as_json(self) -> str:
        """The state as `window.html` reads it; widths and heights in CSS px."""
        pages = [
            {
                "folio": str(folio),
                "verso": folio.sheet % 2 == 0,
                "width": round(width * PX),
                "height": round(height * PX),
            }
            for folio, (width, height) in zip(self.view.folios, self.sizes, strict=False)
        ]
        return json.dumps(
            {
                "version": self.version,
                "title": self.view.title,
                "pages": pages,
                "at": self.view.at,
                "down": self.down,
                "status": self.status,
                "problems": self.problems,
            }
        )


class Window:
    """The server: open from `with` to its end, on a port that is free, or the given one. Raises `OSError` if that is
    taken. What is to be shown is told by the thread that opened it, and read by one for each request.
    """

    def __init__(self, port: int = 0) -> None:
        self.state = State()
        self.changed = threading.Condition()
        self.drawing = threading.Lock()
        self.drawn: dict[tuple[int, int], bytes] = {}
        self.open = True
        self.server = ThreadingHTTPServer((HOST, port), type("Answer", (_Answer,), {"window": self}))
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server.server_port}/"

    def __enter__(self) -> Window:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.changed:
            self.open = False
            self.changed.notify_all()
        self.server.shutdown()
        self.server.server_close()

    def show(self, view: View) -> None:
        """Put other pages in the window."""
        with self.drawing:  # the library draws one page at a time
            pdf = pypdfium2.PdfDocument(view.pdf)
            sizes = tuple(pdf.get_page_size(number) for number in range(len(pdf)))
            pdf.close()
            self.drawn.clear()
        self._tell(view=view, sizes=sizes, version=self.state.version + 1)

    def say(self, status: str, problems: Sequence[str] | None = None) -> None:
        """Say how it goes, and what is wrong."""
        self._tell(status=status, problems=self.state.problems if problems is None else tuple(problems))

    def _tell(self, **changes: Any) -> None:
        with self.changed:
            now = {name: getattr(self.state, name) for name in State.__slots__}
            self.state = State(**{**now, **changes})
            self.changed.notify_all()

    def picture(self, number: int) -> bytes | None:
        """A page as PNG, or None if there is no such page."""
        with self.drawing:
            version, view = self.state.version, self.state.view
            if not 0 <= number < len(self.state.sizes):
                return None
            if (version, number) not in self.drawn:  # pages are drawn when they are looked at: most never are
                pdf = pypdfium2.PdfDocument(view.pdf)
                image = pdf[number].render(scale=SCALE).to_pil()
                out = io.BytesIO()
                image.save(out, "png", compress_level=1)
                pdf.close()
                self.drawn[version, number] = out.getvalue()
            return self.drawn[version, number]


class _Answer(BaseHTTPRequestHandler):
    """One request answered. Only a browser on this machine, asking for this very address, is."""

    window: Window
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The page, its events, a picture, or the PDF."""
        here = self.window.address.split("/")[2]
        # Of another name some other site in the browser has led here, which must not read an unpublished book.
        if self.headers.get("Host") not in (here, here.replace(HOST, "localhost")):
            self.send_error(403)
            return
        path = self.path.partition("?")[0]
        if path == "/":
            self._send(PAGE.read_bytes(), "text/html; charset=utf-8")
        elif path == "/events":
            self._stream()
        elif path == "/live.pdf" and self.window.state.view.pdf:
            self._send(self.window.state.view.pdf, "application/pdf")
        elif path.startswith("/page/") and (picture := self._picture(path)):
            self._send(picture, "image/png")
        else:
            self.send_error(404)

    def _picture(self, path: str) -> bytes | None:
        number = path.removeprefix("/page/").removesuffix(".png")
        return self.window.picture(int(number)) if number.isdecimal() and len(number) < 7 else None

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        if kind.startswith("text/html"):
            policy = f"{policy_for(content.decode(), SELF)}; connect-src {SELF}"
            self.send_header("Content-Security-Policy", policy)
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
