"""`press watch`: after every save the problems that came and went, the changed chapter at once, then the whole book.

The chapter is set in this process (`live`), the whole book in one of its own, which is begun at the same time and is
stopped as soon as something is saved again. Whatever is wrong with the manuscript, the style or the disk, the watch
goes on, and the last good pages stay where they are.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import watchfiles

from press.editing.rules import MISSING_HEADER
from press.editions import Made
from press.files import disk_trouble, replace_file
from press.interrupts import Interrupted, interruptible, status_of
from press.preview.editor import Editor
from press.preview.good import forget_address, keep_address, keep_good, last_good, last_key
from press.preview.live import Excerpt, LiveBook
from press.preview.traced import changed_lines
from press.preview.view import View
from press.preview.whole import Whole
from press.preview.window import BOOK, CHAPTER, Window
from press.problem import Problem, has_errors, in_order, summary
from press.project import Project
from press.rules import DISK, MISSING_FILE, MISSING_KEY, MISSING_MANUSCRIPT, NOT_TEXT, NOT_UTF_8, NOT_YAML
from press.store import Store, key_of

QUIET = 80
"""Milliseconds without another change after which files are taken to be saved; some programs write in several steps."""
TICK = 150
"""Milliseconds after which it is asked how the whole book stands."""
GRACE = 3.0
"""Seconds in which a build that has been told to stop may tidy up after itself."""
LIVE = "live.pdf"
ENDED = "the watch has ended"
MAKING = "the whole book is being made"
ALL = "all problems:"
"""Before them, where they are told anew: an editor forgets then those that it has listed."""
UNREAD = frozenset({MISSING_MANUSCRIPT, MISSING_FILE, MISSING_HEADER, MISSING_KEY, NOT_TEXT, NOT_UTF_8, NOT_YAML})
"""Rules under which something of the manuscript has not been read: what was wrong in it may still be."""


def watch(
    project: Project,
    port: int = 0,
    say: Callable[[str], None] = print,
    editor: Editor | None = None,
    *,
    anew: bool = False,
) -> int:
    """Watch until interrupted, and give the status of that; says everything to `say`, line by line. `editor` opens what
    is clicked on; `anew`: after every look all problems are told, for an editor that lists them.
    """
    key = last_key(project) if port else ""  # a window that was left open finds the press again
    with (
        Window(port, project.here, editor, key) as window,
        tempfile.TemporaryDirectory(prefix="press-watch-") as folder,
    ):
        watcher = Watcher(project, window, Path(folder), say, anew=anew)
        status = 0
        keep_address(project, window.address)
        say(f"the pages: {window.address}")
        watcher.show_last()
        say(f"watching {project.shown(project.manuscript)} and {project.shown(project.styles)}; Ctrl-C ends it")
        try:
            with interruptible(lambda: ENDED) as heard:
                for changed in _changes(project, watcher.followed):
                    watcher.saved(changed) if changed is not None else watcher.check_build()
                    if heard:  # and swallowed by what C has called back
                        raise Interrupted(heard[0])
        except KeyboardInterrupt as interrupt:
            status = status_of(interrupt)
        finally:  # however the watch ends, the build that it began ends with it
            watcher.stop_build(GRACE)
            forget_address(project, window.address)
        say(ENDED)
    return status


def _changes(project: Project, followed: Callable[[], Sequence[Path]]) -> Iterator[frozenset[str] | None]:
    """The files of each save, as they are named to people; none at all for the beginning; None at every tick.

    The beginning is when files are watched already: nothing that is saved from then on is missed. Where a folder that
    is `followed` is taken away, or put in the place of another, or others are, the watching begins anew, and the older
    one ends when the newer has begun: what is saved between the two is seen by either.
    """
    before: Sequence[Path] = ()
    older: Iterator[set[tuple[watchfiles.Change, str]]] | None = None
    left: set[tuple[watchfiles.Change, str]] = set()
    while True:
        now = followed()
        folders = [folder for folder in now if folder.is_dir()]
        known, begun = _identities(now), bool(before) and now != before  # more to follow is nothing that was saved
        before = now
        options = {"debounce": 10 * QUIET, "step": QUIET, "rust_timeout": TICK, "yield_on_timeout": True}
        newer = watchfiles.watch(*folders, **options) if folders else _ticks()  # type: ignore[arg-type]
        with contextlib.suppress(FileNotFoundError):  # gone since it was looked for
            for seen in newer:
                changes = seen | left | (next(older, set()) if older else set())
                older, left = None, set()
                if not begun:
                    begun = True
                    yield frozenset()
                if _identities(followed()) != known:
                    older, left = newer, changes
                    break
                yield frozenset(project.shown(Path(path)) for _, path in changes) if changes else None


def _ticks() -> Iterator[set[tuple[watchfiles.Change, str]]]:
    """No changes, again and again: there is nothing to watch."""
    while True:
        time.sleep(TICK / 1000)
        yield set()


def _identities(folders: Iterable[Path]) -> tuple[int, ...]:
    """Which folders are watched: their numbers on the disk, 0 for one that is not there."""
    return tuple(map(_identity, folders))


def _identity(folder: Path) -> int:
    try:
        return folder.stat().st_ino
    except OSError:
        return 0


class Watcher:
    """What is known between two saves: problems told, the excerpt shown, the whole book being made.

    `folder` is the watch's own, for what other processes leave to be read; it is removed when the watch ends.
    """

    def __init__(
        self, project: Project, window: Window, folder: Path, say: Callable[[str], None], *, anew: bool = False
    ) -> None:
        self.given = self.project = project
        self.window, self.folder, self.say, self.anew = window, folder, say, anew
        self.live_book = LiveBook(project)
        self.told: tuple[Problem, ...] = ()
        """The problems as they were last told; of those below they are made anew after every look."""
        self.seen: tuple[Problem, ...] = ()
        self.in_whole: tuple[Problem, ...] = ()
        """Those that the chapter's look has found, and those that only the whole book has shown."""
        self.troubles: set[str] = set()
        self.excerpt: Excerpt | None = None
        self.making: subprocess.Popen[bytes] | None = None
        """The process that makes the whole book, until its result has been read."""
        self.ready: subprocess.Popen[bytes] | None = None
        """One that waits to make the next: it has loaded what takes longest, or has made the last one and knows it."""
        self.stopping: list[tuple[float, subprocess.Popen[bytes]]] = []
        """Those that have been told to stop, each with the time from which on it is killed."""
        self.builds = 0
        self.warm = False
        self.begun = 0.0
        self.begun_good = False
        """Whether the watch has begun with the last good book."""

    def followed(self) -> tuple[Path, ...]:
        """The folders of which every save is seen: the manuscript, the book's own styles, and those that it names."""
        return tuple(dict.fromkeys((self.given.manuscript, self.given.styles, *self.live_book.libraries)))

    def saved(self, changed: frozenset[str]) -> None:
        """Something has been saved: the chapter first, and the whole book after it."""
        with self._going_on():
            self._look(changed)

    def check_build(self) -> None:
        """See whether the whole book is made, and kill what has been told to stop and does not."""
        with self._going_on():
            self._check_build()

    @contextlib.contextmanager
    def _going_on(self) -> Iterator[None]:
        """Whatever goes wrong is said, and the watch goes on with the pages it has."""
        try:
            yield
            return
        except OSError as fault:  # a file went away, or was not whole yet: it will be saved again; or the disk is full
            self._trouble(disk_trouble(fault, "a file of the book"))
        except Exception as fault:  # the next save may well get past it
            self._trouble(f"error: the press itself is at fault: {type(fault).__name__}: {fault} [press]")
        self.window.say("the last good pages")

    def _look(self, changed: frozenset[str]) -> None:
        self.stop_build()  # it was of a manuscript that is no more, and the chapter wants its processors
        self._find_cache()
        begun = time.monotonic()
        self._begin()  # it finds for itself what hinders, and reads the book while the chapter is set here

        def show(excerpt: Excerpt) -> None:
            self._show(excerpt, time.monotonic() - begun)
            self.window.say(f"the chapter; {MAKING}")

        self.window.say("reading")
        self.seen = self.live_book.look(changed, show)
        self._tell()
        making = f"the chapter; {MAKING}" if self.excerpt else MAKING
        self.window.say("the last good pages" if has_errors(self.seen) else making)

    def _find_cache(self) -> None:
        """Where `.cache` cannot be written to, keep what has been made in a folder of the watch's own."""
        probe = Store(self.given.cache)
        probe.put(key_of("watch"), b"")
        if probe.unwritable:
            self._trouble(f"warning: nothing is kept for the next build: {probe.unwritable} [{DISK}]")
        cache = self.folder / "cache" if probe.unwritable else self.given.cache
        self.project = self.live_book.project = replace(self.given, cache=cache)

    def _check_build(self) -> None:
        self._end_stopped()
        if not self.warm:
            self.warm = True
            self.live_book.warm_up()
        if self.making is None or (self.making.poll() is None and not self._out().exists()):  # none, or not ready
            return
        made, done, self.making = self._read_result(), self.making, None
        self.ready = done if made.waits and done.poll() is None else self._wait_ready()
        if made.trouble:
            self.window.say("the last good pages")
            self._trouble(made.trouble)
            return
        self.troubles.clear()  # it goes well again: the next trouble is news, be it the same
        self.in_whole = tuple(set(made.problems) - set(self.seen))
        self._tell()
        if made.made is None:
            self.window.say("the last good pages")
            return
        seconds = time.monotonic() - self.begun
        self.say(f"{made.made.path}: {made.made.pages} pages, {seconds:.1f} s")
        self._settle(made.made, made.view)
        self.window.say(f"the whole book, {seconds:.1f} s")

    def _settle(self, made: Made, view: View | None) -> None:
        """The whole book stands: show it; and the last excerpt again if its pages are not as they were."""
        if view:
            with contextlib.suppress(OSError):
                view = replace(view, pdf=(self.project.here / made.path).read_bytes())
                keep_good(self.project, view)
                before, self.live_book.good = self.live_book.good, view.pages
                changed = changed_lines(before, view.pages) if before else {}
                turn = self.excerpt is None and not self.begun_good
                self.window.show(replace(view, changed=changed), BOOK, turn=turn)
        if self.excerpt is None:
            return
        begun, (again, _) = time.monotonic(), self.live_book.again()
        if again and again.view.pdf != self.excerpt.view.pdf:
            self._show(again, time.monotonic() - begun)

    def show_last(self) -> None:
        """Show the last good book, if it is known and lies in `dist/` still, until there is a newer one."""
        if good := last_good(self.project):
            self.live_book.good = good.view.pages
            for path in sorted(self.project.dist.glob("*-reading.pdf")):
                with contextlib.suppress(OSError):
                    if view := good.with_pdf(path.read_bytes()):
                        self.window.show(view, BOOK)
                        self.begun_good = True

    def _begin(self) -> None:
        """Begin to make the whole book in a process of its own."""
        self.builds += 1
        self.begun = time.monotonic()
        p = self.project
        given = [*map(str, (p.manuscript, p.styles, p.dist, p.cache, p.here, self._out()))]
        (self.folder / "said").open("wb").close()  # what an earlier one has said is not said by this one
        if self.ready is None or self.ready.poll() is not None:
            self.ready = self._wait_ready()
        self.making, self.ready = self.ready, None
        assert self.making.stdin
        with contextlib.suppress(OSError):  # one that has just ended leaves no answer
            self.making.stdin.write(f"{json.dumps(given)}\n".encode())
            self.making.stdin.flush()

    def _wait_ready(self) -> subprocess.Popen[bytes]:
        """A process that is told later which book to make."""
        packages = str(Path(__file__).resolve().parents[2])
        with (self.folder / "said").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-c", "from press.preview.whole import main; main()", str(os.getpid())],
                env={**os.environ, "PYTHONPATH": packages},
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,  # Ctrl-C is for the watch, which stops it and all its workers by their group
            )

    def _out(self) -> Path:
        return self.folder / f"whole-{self.builds}"

    def _read_result(self) -> Whole:
        """What the process that made the whole book has left behind."""
        try:
            answer = pickle.loads(self._out().read_bytes())
            assert isinstance(answer, Whole)
            return answer
        except (OSError, EOFError, pickle.UnpicklingError, AssertionError):
            said = (self.folder / "said").read_text(encoding="utf-8", errors="replace").strip().splitlines()
            return Whole(
                (), trouble=f"error: the whole book could not be made: {said[-1] if said else 'no reason given'}"
            )

    def stop_build(self, wait: float = 0.0) -> None:
        """Stop the whole book that is being made; with `wait`, see to it that in so many seconds nothing runs."""
        if self.making is not None:
            if self.making.poll() is None:
                _signal(self.making, signal.SIGINT)  # as by Ctrl-C: it leaves no half-written files
                self.stopping.append((time.monotonic() + GRACE, self.making))
            self.making = None
            self.ready = self.ready or (None if wait else self._wait_ready())
        if wait and self.ready:
            self.stopping.append((0.0, self.ready))
            self.ready = None
        until = time.monotonic() + wait
        while self.stopping and time.monotonic() < until:
            time.sleep(0.02)
            self._end_stopped()
        for _, process in self.stopping if wait else ():
            _signal(process, signal.SIGKILL)
            process.wait()

    def _end_stopped(self) -> None:
        for limit, process in self.stopping:
            if process.poll() is None and time.monotonic() > limit:
                _signal(process, signal.SIGKILL)
        self.stopping = [(limit, process) for limit, process in self.stopping if process.poll() is None]

    def _show(self, excerpt: Excerpt, seconds: float) -> None:
        """Put an excerpt before the editor's eyes: in the window, and in `dist/live.pdf`."""
        self.excerpt, view = excerpt, excerpt.view
        first, last = view.folios[0], view.folios[-1]
        pages = f"p. {first}" if first == last else f"pp. {first}–{last}"
        title = f"{excerpt.title}, {pages if excerpt.settled else 'its folios not known yet'}"
        where = f"p. {view.folios[view.at]}" if excerpt.settled else f"its page {view.at + 1}"
        self.window.show(replace(view, title=title), CHAPTER)
        self.say(f"{title}, changed on {where}, {seconds:.1f} s")
        try:
            replace_file(self.project.dist / LIVE, view.pdf)
        except OSError as fault:
            self._trouble(disk_trouble(fault, self.project.shown(self.project.dist / LIVE)))

    def _tell(self) -> None:
        """Say which problems are new and which are mended; the same fault on another line is neither."""
        # While a file cannot be read nobody knows whether what was wrong in it still is: it stays told, and unmended.
        now = in_order((*self.seen, *self.in_whole))
        new, gone = _beyond(now, _counted(self.told)), _beyond(self.told, _counted(now))
        hidden = gone if any(problem.rule in UNREAD for problem in now) else ()
        self.told = (*now, *hidden)
        if self.anew:
            self.say(ALL)
        for problem in self.told if self.anew else new:
            self.say(str(problem))
        for problem in gone if not hidden and not self.anew else ():
            self.say(f"mended: {problem.origin}: {problem.message} [{problem.rule}]")
        if new or gone or self.anew:
            self.say(summary(self.told if self.anew else now))
        self.window.say(self.window.state.status, now)

    def _trouble(self, line: str) -> None:
        """Say what is wrong with the machine, once until it goes well again."""
        if line not in self.troubles:
            self.troubles.add(line)
            self.say(line)


def _signal(process: subprocess.Popen[bytes], which: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, which)


def _counted(problems: Iterable[Problem]) -> Counter[tuple[str, str, str]]:
    return Counter((problem.origin.path, problem.rule.name, problem.message) for problem in problems)


def _beyond(problems: Sequence[Problem], known: Counter[tuple[str, str, str]]) -> tuple[Problem, ...]:
    """Those problems that are not among the known ones, as often as they are not."""
    left, beyond = known.copy(), []
    for problem in problems:
        kind = (problem.origin.path, problem.rule.name, problem.message)
        if left[kind] > 0:
            left[kind] -= 1
        else:
            beyond.append(problem)
    return tuple(beyond)
