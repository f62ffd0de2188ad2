"""The last good book as it was seen, and where its window is, kept for the next watch and for `press show`."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from press.preview.traced import line_now
from press.preview.view import View, lines_of_file, named_in
from press.project import Project
from press.store import Store, key_of

PATIENCE = 5.0
"""Seconds in which a window on this machine answers."""


@dataclass(frozen=True, slots=True)
class GoodBook:
    """A book that could be made: what was seen of it, a digest of its PDF, whose bytes lie in `dist/`, and the folder
    from which its files are named.
    """

    view: View
    digest: str
    here: Path

    def with_pdf(self, pdf: bytes) -> View | None:
        """What was seen, with the PDF; None if that is of another book."""
        return replace(self.view, pdf=pdf) if hashlib.sha256(pdf).hexdigest() == self.digest else None


def keep_good(project: Project, view: View) -> None:
    """Keep what is seen of a book."""
    good = GoodBook(replace(view, pdf=b"", at=-1, changed={}), hashlib.sha256(view.pdf).hexdigest(), project.here)
    Store(project.cache).keep(_key(project, "good"), good)


def last_good(project: Project) -> GoodBook | None:
    """The last good book of a manuscript, if it is known."""
    return Store(project.cache).load(_key(project, "good"), GoodBook)


def keep_address(project: Project, address: str) -> None:
    """Keep where the window of a manuscript is, and the key in that for the next one."""
    Store(project.cache).keep(_key(project, "window"), address)
    Store(project.cache).keep(_key(project, "key of the window"), urlsplit(address).path.strip("/"))


def forget_address(project: Project, address: str) -> None:
    """The window that was there is closed; another that has been opened since stays known."""
    if last_address(project) == address:
        Store(project.cache).keep(_key(project, "window"), "")


def last_address(project: Project) -> str:
    """Where the window of a manuscript is, or the empty string if it has none."""
    return Store(project.cache).load(_key(project, "window"), str) or ""


def last_key(project: Project) -> str:
    """The key that the window of a manuscript had last, or the empty string."""
    return Store(project.cache).load(_key(project, "key of the window"), str) or ""


def _key(project: Project, what: str) -> str:
    return key_of(what, str(project.manuscript.resolve()))


# --- asked for a place ---------------------------------------------------------------------------------


def turned(project: Project, path: Path, line: int) -> dict[str, Any] | None:
    """Where an open window, which turns there, has a line of a file printed; empty if nothing of the file is; None if
    no window is open.
    """
    address = urlsplit(last_address(project))
    if not address.port:
        return None
    asking = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError), contextlib.closing(asking):
        asking.request("POST", f"{address.path}turn.json?{urlencode({'path': str(path), 'line': line})}")
        answer = asking.getresponse()
        content = answer.read()
        if answer.status in (200, 404):
            found: dict[str, Any] = json.loads(content) if answer.status == 200 else {}
            return found
    return None


def folio_in(view: View, here: Path, path: Path, line: int) -> str:
    """The folio of the page on which a line of a file, as it is now, is printed in a view; empty if it is on none."""
    name = named_in(view, here, path)
    place = view.traces.place_of(name, line_now(line, view.texts.get(name, ()), lines_of_file(path)))
    return str(view.folios[place[0]]) if place else ""
