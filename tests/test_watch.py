"""The watch: what is said after a save, what is shown, and that nothing ends it but Ctrl-C."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TOP, Project, watching

from press import build as pipeline
from press import cli
from press.preview import whole
from press.preview.view import View
from press.preview.watch import Watcher, _changes
from press.preview.window import Window

LEDGER, CROSSING = "manuscript/chapters/01-the-ledger.md", "manuscript/chapters/02-the-crossing.md"


class Watched:
    """A project being watched, with all that has been said."""

    def __init__(self, project: Project, window: Window, folder: Path) -> None:
        self.project, self.window = project, window
        self.said: list[str] = []
        self.watcher = Watcher(project.project, window, folder, self.said.append)

    def save(self, name: str, content: str) -> list[str]:
        """Write a file, let the watch see it, and return what it says."""
        self.project.write(name, content)
        return self.see(name)

    def see(self, *names: str) -> list[str]:
        """Let the watch see that files have changed, and return what it says."""
        before = len(self.said)
        self.watcher.saved(frozenset(names))
        return self.said[before:]

    def finish(self) -> list[str]:
        """Wait for the whole book, and return what is said of it."""
        before = len(self.said)
        while self.watcher.making:
            time.sleep(0.05)
            self.watcher.check_build()
        return self.said[before:]

    @property
    def view(self) -> View:
        """What the window has turned to."""
        return self.window.view(self.window.state.turn.view)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny book made once, so that its page numbers are known, without what needs no watching."""
    project = Project(tmp_path_factory.mktemp("watched")).brief().cold()
    project.mend("manuscript/book.yaml", "  body:", "  front: [title-page]\n  body:")
    project.mend("manuscript/book.yaml", "    - title-page\n", "")
    project.make()
    return project


@pytest.fixture
def watched(built: Project, tmp_path: Path) -> Iterator[Watched]:
    """The book, watched; afterwards it is as it was."""
    for folder in ("manuscript", "styles"):
        shutil.copytree(built.top / folder, tmp_path / "kept" / folder)
    with Window() as window:
        watched = Watched(built, window, tmp_path)
        watched.see()
        watched.watcher.stop_build()
        yield watched
        watched.watcher.stop_build(3)
    for folder in ("manuscript", "styles"):
        shutil.rmtree(built.top / folder, ignore_errors=True)
        shutil.copytree(tmp_path / "kept" / folder, built.top / folder)


@pytest.mark.slow
def test_after_a_save_the_changed_chapter_is_shown_where_it_stands_in_the_book(watched: Watched) -> None:
    text = watched.project.read(CROSSING)
    (line,) = watched.save(CROSSING, f"{text}\nAn afterthought.^[And its note.]\n")
    assert line.startswith("The Crossing, pp. 5–6, changed on p. 6, ")
    assert [str(folio) for folio in watched.view.folios] == ["5", "6"]
    assert watched.view.at == 1
    with pikepdf.open(watched.project.top / "dist/live.pdf") as pdf:
        assert len(pdf.pages) == 2
    assert watched.watcher.making  # and then the whole book


@pytest.mark.slow
def test_a_style_shows_at_once_on_the_chapter_last_changed(watched: Watched) -> None:
    watched.save(CROSSING, watched.project.read(CROSSING) + "\nAn afterthought.\n")
    before = watched.view.pdf
    sheet = "styles/classic/2-text.css"
    (line,) = watched.save(sheet, watched.project.read(sheet) + "p { color: #700 }\n")
    assert line.startswith("The Crossing, pp. 5–6, changed on p. 6, ")
    assert watched.view.pdf != before


def test_problems_are_said_when_they_come_and_when_they_go_and_not_in_between(watched: Watched) -> None:
    text = watched.project.read(CROSSING)
    told = f'{CROSSING}:6: error: no source "brant" in sources.yaml [unknown-source]\n    hint: did you mean "brandt"?'
    assert watched.save(CROSSING, text.replace("@brandt, 18", "@brant, 18")) == [told, "1 error"]
    spoiled = text.replace("@brandt, 18", "@brant, 18").replace("It was lace.", "A paragraph more.\n\nIt was lace.")
    assert watched.save(CROSSING, spoiled) == []
    assert watched.window.state.problems[0].origin.path == CROSSING
    mended = watched.save(CROSSING, text)
    assert [line.partition(":")[0] for line in mended] == ["mended", "no problems"]
    assert watched.window.state.problems == ()


def test_an_editor_that_lists_problems_is_told_all_of_them_after_every_look(watched: Watched) -> None:
    text = watched.project.read(CROSSING)
    watched.save(CROSSING, text.replace("@brandt, 18", "@brant, 18"))
    watched.watcher.anew = True
    spoiled = text.replace("@brandt, 18", "@brant, 18").replace("It was lace.", "A paragraph more.\n\nIt was lace.")
    first, problem, last = watched.save(CROSSING, spoiled)
    assert (first, last) == ("all problems:", "1 error")
    assert problem.startswith(f"{CROSSING}:8: error: ")
    assert watched.save(CROSSING, text)[:2] == ["all problems:", "no problems"]


def test_nobody_waits_for_a_manuscript_that_is_not_there(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.watch(replace(tiny.project, manuscript=tiny.top / "manuskript"), 0) == 1
    said = 'manuskript: error: no folder "manuskript" [missing-manuscript]\n    hint: did you mean "manuscript"?'
    assert capsys.readouterr().err.startswith(said)


def test_what_is_hidden_by_an_unreadable_file_is_not_called_mended(watched: Watched) -> None:
    text = watched.project.read(CROSSING)
    watched.save(CROSSING, text.replace("@brandt, 18", "@brant, 18"))
    half = watched.save(CROSSING, "half a fi")
    assert "missing-header" in half[0]
    assert not any(line.startswith("mended") for line in half)
    mended = [line for line in watched.save(CROSSING, text) if line.startswith("mended")]
    assert sorted(line.rpartition("[")[2] for line in mended) == ["missing-header]", "unknown-source]"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda project: project.write("styles/classic/2-text.css", "p { colr: red }"), "css"),
        (lambda project: project.write("styles/classic/chapter.html.j2", "{% if %}"), "template"),
        (lambda project: project.mend("manuscript/book.yaml", "style: classic", "style: klassic"), "unknown-style"),
        (lambda project: project.remove(LEDGER), "missing-file"),
        (lambda project: project.write(LEDGER, b"---\ntitle: \xff"), "utf-8"),
        (lambda project: project.remove("manuscript"), "missing-manuscript"),
    ],
)
def test_whatever_is_broken_is_said_and_the_last_good_pages_stay(
    watched: Watched, spoil: Callable[[Project], Any], rule: str
) -> None:
    watched.save(CROSSING, watched.project.read(CROSSING) + "\nAn afterthought.\n")
    watched.watcher.stop_build()
    good = watched.view
    spoil(watched.project)
    said = watched.see("styles/classic/2-text.css", LEDGER)
    assert f"[{rule}]" in "".join(said)
    assert watched.finish() == []
    assert watched.view is good
    assert watched.window.state.status == "the last good pages"


def test_a_file_that_goes_away_while_it_is_read_does_not_end_the_watch(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def gone(path: Path) -> bytes:
        if path.name == "01-the-ledger.md":
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return read(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", gone)
        (line,) = watched.see(LEDGER)
        assert line.startswith("error: No such file or directory: ")
        assert line.endswith("[disk]")
    assert watched.see(LEDGER) == []
    assert watched.watcher.making


@pytest.mark.slow
def test_a_folder_of_products_that_cannot_be_written_is_said_once_and_the_pages_are_shown(watched: Watched) -> None:
    dist = watched.project.top / "dist"
    dist.rename(watched.project.top / "aside")
    dist.touch()
    try:
        text = watched.project.read(CROSSING)
        shown, trouble = watched.save(CROSSING, f"{text}\nOnce.\n")
        assert shown.startswith("The Crossing, ")
        assert "[disk]" in trouble
        assert len(watched.save(CROSSING, f"{text}\nTwice.\n")) == 1
        assert len(watched.view.folios) == 2
    finally:
        dist.unlink()
        (watched.project.top / "aside").rename(dist)


@pytest.mark.slow
def test_where_nothing_can_be_kept_the_watch_says_so_and_goes_on(watched: Watched) -> None:
    cache = watched.project.project.cache
    cache.rename(cache.with_name("aside"))
    cache.touch()
    try:
        warning, shown = watched.save(CROSSING, watched.project.read(CROSSING) + "\nAn afterthought.\n")
        assert warning.startswith("warning: nothing is kept for the next build: ")
        assert shown.startswith("The Crossing, its folios not known yet, changed on its page 2, ")
    finally:
        cache.unlink()
        cache.with_name("aside").rename(cache)


@pytest.mark.slow
def test_the_whole_book_follows_and_is_given_up_when_something_else_is_saved(watched: Watched) -> None:
    text = watched.project.read(CROSSING)
    watched.save(CROSSING, f"{text}\nOnce.\n")
    first = watched.watcher.making
    watched.save(CROSSING, f"{text}\nTwice.\n")
    second = watched.watcher.making
    assert first and second and first is not second
    (line,) = watched.finish()
    with pikepdf.open(watched.project.top / "dist/tiny-reading.pdf") as pdf:
        assert line.startswith(f"dist/tiny-reading.pdf: {len(pdf.pages)} pages, ")
    assert first.wait(5) is not None
    assert second.poll() is None  # it makes the next one
    there = sorted(path.name for path in (watched.project.top / "dist").iterdir())
    assert there == ["live.pdf", "tiny-print.pdf", "tiny-reading.pdf", "tiny.json"]


@pytest.mark.slow
def test_what_only_layout_shows_is_said_when_the_whole_book_has_been_tried(watched: Watched) -> None:
    turned = "<g transform='rotate(nothing)'><rect width='9' height='9'/></g>"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>{turned}</svg>"
    assert watched.save("manuscript/figures/chart.svg", picture) == []
    told = watched.finish()
    assert "[engine]" in told[0]
    assert told[-1] == "1 error"


@pytest.mark.slow
def test_the_first_change_is_shown_where_it_stands_on_the_pages(watched: Watched) -> None:
    text = watched.project.read(CROSSING).replace("It was lace.", "A word before.\n\nIt was lace.")
    (line,) = watched.save(CROSSING, f"{text}\nAnd one after.\n")
    assert "changed on p. 5, " in line
    (line,) = watched.save(CROSSING, f"{text}\nAnother after.\n")
    assert "changed on p. 6, " in line


# --- the whole of it ------------------------------------------------------------------------------


@pytest.mark.slow
def test_real_files_are_watched_until_an_interrupt(tiny: Project) -> None:
    program = (
        "import signal, sys; from pathlib import Path\n"
        "from press.project import Project; from press import cli\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.exit(cli.watch(Project.at(Path(sys.argv[1])), 0))"
    )
    with watching([sys.executable, "-c", program, str(tiny.top)], tiny.top) as printed:
        assert printed.readline().startswith("the pages: http://127.0.0.1:")
        assert printed.readline() == "watching manuscript and styles; Ctrl-C ends it\n"
        good = tiny.read(CROSSING)
        tiny.mend(CROSSING, "@brandt, 18", "@brant, 18")
        assert any("[unknown-source]" in line for line in printed)
        tiny.write(CROSSING, good)
        assert any(line.startswith("mended: ") for line in printed)
    assert not [path for path in (tiny.top / "dist").glob(".*") if path.name != ".keep"]


def test_a_save_in_a_folder_that_styles_names_is_seen(tiny: Project) -> None:
    house = tiny.top / "house"
    shutil.copytree(tiny.top / "styles/classic", house / "classic")
    tiny.mend("manuscript/book.yaml", "style: classic", "style: classic\nstyles: ../house")
    with Window() as window:
        watcher = Watcher(tiny.project, window, tiny.top, lambda line: None)
        changes = _changes(tiny.project, watcher.followed)
        assert next(changes) == frozenset()
        watcher.live_book.look()
        assert house.resolve() in [folder.resolve() for folder in watcher.followed()]
        while next(changes) is None:  # until the watching has begun anew
            tiny.write("house/classic/1-page.css", tiny.read("house/classic/1-page.css") + "/* seen */\n")


def test_a_save_made_while_the_watching_begins_anew_is_seen(tiny: Project) -> None:
    followed = [tiny.top / "manuscript"]
    changes = _changes(tiny.project, lambda: tuple(followed))
    assert next(changes) == frozenset()
    followed.append(tiny.top / "styles")
    tiny.mend(CROSSING, "@brandt, 18", "@brant, 18")
    assert frozenset({CROSSING}) in (next(changes) for _ in range(20))


@pytest.mark.slow
def test_an_interrupt_that_is_swallowed_ends_the_watch_all_the_same(tiny: Project) -> None:
    program = (
        "import contextlib, os, signal, sys; from pathlib import Path\n"
        "from press.project import Project; from press.preview import watch\n"
        "def swallow(watcher):\n"
        "    with contextlib.suppress(KeyboardInterrupt):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "watch.Watcher.check_build = swallow\n"
        "sys.exit(watch.watch(Project.at(Path(sys.argv[1]))))"
    )
    command, environment = [sys.executable, "-c", program, tiny.top], {**os.environ, "PYTHONPATH": str(TOP)}
    ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (130, "the watch has ended"), ended.stderr


@pytest.mark.slow
def test_the_process_that_has_made_the_whole_book_makes_the_next_and_ends_with_the_watch(watched: Watched) -> None:
    watched.see()
    first = watched.watcher.making
    watched.finish()
    assert first and watched.watcher.ready is first
    assert first.poll() is None
    watched.see()
    assert watched.watcher.making is first
    assert any(" pages, " in line for line in watched.finish())
    watched.watcher.stop_build(3)
    assert first.poll() is not None


@pytest.mark.slow
def test_a_process_that_has_made_a_long_book_is_asked_for_no_other(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "LONG", 1)
    watched.see()
    first = watched.watcher.making
    watched.finish()
    assert first and watched.watcher.ready not in (None, first)


@pytest.mark.slow
def test_a_process_whose_book_has_been_given_up_makes_no_other(watched: Watched) -> None:
    watched.see()
    first = watched.watcher.making
    watched.see()
    second = watched.watcher.making
    assert first and second and second is not first
    assert first.wait(5) is not None
    assert any(" pages, " in line for line in watched.finish())


@pytest.mark.slow
def test_a_book_made_by_a_process_that_has_made_others_is_the_one_that_a_new_process_makes(watched: Watched) -> None:
    project, folder = watched.project, watched.project.top
    good, sheet, book = project.read(CROSSING), "styles/classic/2-text.css", "manuscript/book.yaml"
    watched.see()
    watched.finish()
    first = watched.watcher.ready
    for name, text in (
        (CROSSING, good.replace("It was lace.", "It was lace.^[So it is said.] And no more.")),
        (CROSSING, good.replace("@brandt, 18", "@brant, 18")),
        (CROSSING, good),
        (sheet, f"{project.read(sheet)}\nblockquote {{ margin-left: 3em }}\n"),
        (book, project.read(book).replace("title: The Ferry", "title: A Ferry")),
    ):
        watched.save(name, text)
        assert watched.watcher.making is first
        watched.finish()
        if "@brant," not in text:
            made = pipeline.build(replace(project.project, dist=folder / "anew", cache=folder / "cold"))
            assert (folder / "dist/tiny-reading.pdf").read_bytes() == (folder / made.path).read_bytes()
            assert (folder / "dist/tiny-print.pdf").read_bytes() == (folder / made.printed).read_bytes()
