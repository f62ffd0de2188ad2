"""The window of the watch: what its server answers and to whom; where lines come from, and what opens them."""

from __future__ import annotations

import http.client
import json
import socket
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Project
from test_watch import CROSSING, LEDGER, Watched, built, watched

from press import cli
from press.places import Folio
from press.preview.editor import DEFAULT, EDITORS, VARIABLE, Editor
from press.preview.good import forget_address, keep_address, keep_good, last_address
from press.preview.margin import MarginLine, line_beside, margin_lines, said_in
from press.preview.traced import TracedLine, TracedPage, Traces, changed_lines, line_now, lines_written
from press.preview.view import View
from press.preview.watch import watch
from press.preview.whole import make_whole
from press.preview.window import BOOK, Window, printed_words
from press.problem import Origin, warning
from press.rules import DISK

__all__ = ("built", "watched")
"""Fixtures."""


@pytest.fixture(scope="module")
def whole(built: Project) -> View:
    """The book as the window shows it."""
    made = make_whole(built.project)
    assert made.made and made.view
    return replace(made.view, pdf=(built.top / "dist/tiny-reading.pdf").read_bytes(), at=7, down=0.5)


@pytest.fixture
def window(built: Project, whole: View) -> Iterator[Window]:
    """A window that shows the book, its eighth page to be looked at."""
    with Window(here=built.top, editor=Editor("ed://{path}?{line},{column}")) as window:
        window.show(whole)
        yield window


def ask(window: Window, path: str, method: str = "GET", key: str = "", **headers: str) -> tuple[int, str, bytes]:
    """Status, kind and content of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", window.server.server_port, timeout=10)
    connection.request(method, f"/{key or window.key}/{path}", headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers["Content-Type"], answer.read()


def told(window: Window, path: str, method: str = "GET") -> Any:
    status, _, content = ask(window, path, method)
    assert status == 200
    return json.loads(content)


# --- who is answered, and what ------------------------------------------------------------------------


def test_the_window_has_a_page_with_its_sheet_and_script_pictures_and_the_pdf(window: Window) -> None:
    status, kind, page = ask(window, "")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert b'href="window.css"' in page
    assert b'src="window.js"' in page
    assert ask(window, "window.css")[:2] == (200, "text/css; charset=utf-8")
    assert ask(window, "window.js")[:2] == (200, "text/javascript; charset=utf-8")
    status, kind, picture = ask(window, "book/7.png?scale=200")
    assert (status, kind, picture[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
    assert len(ask(window, "book/7.png?scale=50")[2]) < len(picture)
    assert ask(window, "book/pages.pdf") == (200, "application/pdf", window.view(BOOK).pdf)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "book/999.png",
            "book/-1.png",
            "book/x.png",
            "book/1.json.png",
            "other/1.png",
            "book/999.json",
            "chapter/0.json",
        ),
        *("etc/passwd", "../tasks.py", "book/../../tasks.py", "window.py", "chapter/pages.json"),
    ],
)
def test_the_window_shows_nothing_else(window: Window, path: str) -> None:
    assert ask(window, path)[0] == 404


def test_the_window_answers_only_who_knows_its_key_under_its_own_name(window: Window) -> None:
    assert window.server.server_address[0] == "127.0.0.1"
    assert ask(window, "", key="guessed")[0] == 403
    assert ask(window, "", Host="evil.example")[0] == 403
    assert ask(window, f"open.json?path={CROSSING}&line=3", "POST", **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert ask(window, f"open.json?path={CROSSING}&line=3")[0] == 404  # a link, or a picture's address, does nothing


@pytest.mark.parametrize("path", ["/etc/passwd", "tasks.py", "manuscript/../tasks.py", "manuscript/none.md"])
def test_no_file_is_opened_that_is_none_of_the_book(window: Window, path: str) -> None:
    assert ask(window, f"open.json?path={path}&line=1", "POST")[0] == 404


def test_a_file_that_is_complained_of_is_opened_too(window: Window) -> None:
    assert ask(window, "open.json?path=styles/classic/style.yaml&line=2", "POST")[0] == 404
    window.say("", [warning(Origin("styles/classic/style.yaml", 2), DISK, "a fault")])
    opened = told(window, "open.json?path=styles/classic/style.yaml&line=2", "POST")
    assert opened["link"].endswith("/styles/classic/style.yaml?2,1")


def test_nothing_is_said_of_a_browser_that_goes_away(window: Window, capsys: pytest.CaptureFixture[str]) -> None:
    for begun in (b"", b"GET /"):
        with socket.create_connection(("127.0.0.1", window.server.server_port)) as gone:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not closed
            gone.sendall(begun)
    assert ask(window, "")[0] == 200
    time.sleep(0.2)
    assert capsys.readouterr().err == ""


def test_the_window_tells_what_has_changed_as_it_happens(window: Window) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", window.server.server_port, timeout=10)
    connection.request("GET", f"/{window.key}/events")
    stream = connection.getresponse()

    def heard() -> Any:
        line = stream.readline()
        stream.readline()
        return json.loads(line.removeprefix(b"data: "))

    state = heard()
    assert (
        state["views"] == {"book": {"version": 1, "title": "Ferries of Lund"}} or state["views"]["book"]["version"] == 1
    )
    assert state["turn"] == {"number": 1, "view": "book", "page": 7, "down": 0.5}
    window.say("reading", [warning(Origin(CROSSING, 3), DISK, "a problem", "a hint")])
    state = heard()
    assert state["status"] == "reading"
    (problem,) = state["problems"]
    assert (problem["place"], problem["said"], problem["hint"]) == (f"{CROSSING}:3", "a problem [disk]", "a hint")
    told(window, f"turn.json?path={CROSSING}&line=8", "POST")
    assert heard()["turn"]["number"] == 2


def test_the_window_is_told_of_every_page_and_of_the_outline(window: Window) -> None:
    contents = told(window, "book/pages.json")
    view = window.view(BOOK)
    assert len(contents["pages"]) == len(view.folios) == len(view.pages)
    assert contents["pages"][0] == {
        "folio": str(view.folios[0]),
        "verso": False,
        "width": 528,
        "height": 816,
        "changed": False,
        "look": any(each.page == 0 for each in view.looks),
    }
    assert "The Crossing" in "".join(label for _, label, _ in contents["outline"])


# --- from a line to its source, and back ----------------------------------------------------------------


def test_every_line_of_a_chapter_comes_from_a_line_that_has_one_of_its_words(whole: View) -> None:
    lines = [
        (page, n, line)
        for page, each in enumerate(whole.pages)
        for n, line in enumerate(each.lines)
        if each.section in ("ledger", "crossing") and line.block.startswith("b-")
    ]
    assert len(lines) > 20
    for page, n, line in lines:
        origin, column = whole.traces.line_of(page, n)
        words = {word for word in line.text.replace("’", "'").split() if word.isalpha()}
        written = whole.texts[origin.path][origin.line - 1]
        assert not words or any(word in written for word in words), (line, origin)
        assert 1 <= column <= len(written) + 1


def test_every_line_of_the_book_comes_from_a_file_of_it(whole: View, built: Project) -> None:
    for page in whole.pages:
        for line in page.lines:
            assert line.origin.line
            assert (built.top / line.origin.path).is_file(), line


def test_a_place_is_found_where_the_line_is_printed(whole: View) -> None:
    for page, each in enumerate(whole.pages):
        for n, line in enumerate(each.lines):
            if line.block.startswith("b-crossing"):
                origin, _ = whole.traces.line_of(page, n)
                there = whole.traces.place_of(origin.path, origin.line)
                assert there and there <= (page, round(line.box[1] / each.height, 4))
    assert whole.traces.place_of("manuscript/book.yml", 1) is None


def test_what_stands_beside_the_text_can_be_clicked_on_too(window: Window, whole: View) -> None:
    beside = {}
    for number, page in enumerate(whole.pages):
        lines = told(window, f"book/{number}.json")["lines"]
        assert [each["text"] for each in lines[: len(page.lines)]] == [each.text for each in page.lines]
        for n, line in enumerate(lines[len(page.lines) :], len(page.lines)):
            left, top, width, height = line["box"]
            assert 0 <= left < left + width <= page.width + 1
            assert 0 <= top < top + height <= page.height + 1
            opened = told(window, f"open.json?view=book&page={number}&line={n}", "POST")["place"]
            beside[page.section, line["text"]] = opened
    assert beside["ledger", "The Ledger"] == f"{LEDGER}:3"  # a running head, by the short title
    assert beside["crossing", "The Ferry at Low Water"] == "manuscript/book.yaml:1"
    assert beside["crossing", "6"] == f"{CROSSING}:1"
    assert beside["title-page", "Saltmarsh"] == "manuscript/book.yaml:7"


def test_a_line_beside_the_text_comes_from_the_line_that_says_most_of_it_of_its_own_files_first() -> None:
    texts = {
        "book.yaml": ("title: The Slow Ferry", "publisher: Lund House"),
        "one.md": ("The slow ferry of Lund House.",),
    }
    assert said_in("Lund House", texts, ("book.yaml",)) == ("book.yaml", 2, 12)
    assert said_in("Lund House", texts, ()) == ("book.yaml", 2, 12)
    assert said_in("Slow Ferry, published by Lund House", texts, ("book.yaml",)) == ("one.md", 1, 5)
    assert said_in("The Ferry", {"two.md": ("id: ferry", "title: The Ferry")}, ("two.md",)) == ("two.md", 2, 12)
    assert said_in("nothing of it", texts, ("book.yaml",)) is None
    assert said_in("12", texts, ("book.yaml",)) is None


def test_a_mark_before_a_line_comes_from_where_the_line_does() -> None:
    page = TracedPage(Folio(1, 1), 100, 100, (traced("a letter", line=7),))
    assert line_beside(MarginLine((0.0, 2.0, 4.0, 4.0), "b."), page) == 0
    assert line_beside(MarginLine((0.0, 2.0, 4.0, 4.0), "a running head"), page) is None
    assert line_beside(MarginLine((0.0, 52.0, 4.0, 4.0), "12"), page) is None


def test_on_a_turned_page_what_is_read_upwards_is_a_line_by_itself_and_what_stands_upright_another() -> None:
    cell = TracedLine((20.0, 50.0, 10.0, 40.0), "a cell", False, Origin("a.md", 7), "b-1")
    page = TracedPage(Folio(1, 1), 100, 200, (cell,), turned=True)
    head = [MarginLine((40.0, 5.0, 20.0, 8.0), "The"), MarginLine((62.0, 5.0, 30.0, 8.0), "Ledger")]
    mark = [MarginLine((20.0, 96.0, 8.0, 6.0), "a", turned=True), MarginLine((20.0, 91.0, 8.0, 4.0), ")", turned=True)]
    folio = MarginLine((20.0, 80.0, 4.0, 4.0), "9")
    within = MarginLine((21.0, 60.0, 8.0, 30.0), "a cell", turned=True)
    found = margin_lines(
        [*head, *mark, within, folio], replace(page, lines=(replace(cell, box=(19.0, 50.0, 8.0, 35.0)),))
    )
    assert [(each.text, each.box, each.turned) for each in found[:2]] == [
        ("The Ledger", (40.0, 5.0, 52.0, 8.0), False),
        ("a )", (20.0, 91.0, 8.0, 11.0), True),
    ]
    assert line_beside(found[1], page) == 0
    assert line_beside(folio, page) is None


def test_a_line_is_opened_where_it_stands_now(window: Window, built: Project) -> None:
    text = built.read(CROSSING)
    place = told(window, f"place.json?path={CROSSING}&line=8")
    page = told(window, f"{place['view']}/{place['page']}.json")
    line = next(n for n, each in enumerate(page["lines"]) if each["box"][1] / page["height"] >= place["down"] - 1e-4)
    asked = f"open.json?view=book&page={place['page']}&line={line}"
    before = int(told(window, asked, "POST")["place"].rpartition(":")[2])
    try:
        built.write(CROSSING, text.replace("---\n", "---\nsubtitle: A Word\n", 1))
        assert told(window, asked, "POST")["place"] == f"{CROSSING}:{before + 1}"
        assert told(window, f"place.json?path={CROSSING}&line={before + 1}") == place
    finally:
        built.write(CROSSING, text)
    assert ask(window, f"open.json?view=book&page={place['page']}&line=999", "POST")[0] == 404


def traced(text: str, line: int = 1, block: str = "b-1", *, divided: bool = False) -> TracedLine:
    return TracedLine((0.0, 0.0, 10.0, 10.0), text, divided, Origin("a.md", line), block)


def test_the_lines_of_a_paragraph_are_told_apart_by_their_words() -> None:
    written = ("", "The *ferry* left at", "dawn, and nobody", "saw it again.", "", "Another.")
    printed = [traced("The ferry left at dawn,"), traced("and nobody saw it"), traced("again.")]
    assert lines_written(printed, written, 2) == [(2, 1), (3, 7), (4, 8)]
    assert lines_written([traced("Ibid.")], written, 2) == [(2, 1)]  # words that the press has made
    assert lines_written([traced("anything")], (), 0) == [(0, 1)]


def test_a_line_is_found_in_another_version_of_its_file() -> None:
    then, now = ("a", "b", "c"), ("a", "x", "y", "b", "c")
    assert [line_now(n, then, now) for n in (1, 2, 3)] == [1, 4, 5]
    assert [line_now(n, now, then) for n in (1, 2, 3, 4)] == [1, 2, 2, 2]
    assert line_now(2, then, ()) == 1


def test_what_has_only_moved_has_not_changed() -> None:
    def pages(*texts: str) -> list[TracedPage]:
        return [TracedPage(Folio(n, n), 100, 100, (traced(text),)) for n, text in enumerate(texts, 1)]

    assert changed_lines(pages("a", "b", "c"), pages("a", "b", "c")) == {}
    assert changed_lines(pages("a", "b", "c"), pages("a", "new", "b", "c", "last")) == {1: [0], 4: [0]}
    assert changed_lines(pages("a", "b", "c"), pages("a", "c")) == {}
    assert changed_lines([], pages("a")) == {0: [0]}


def test_lines_on_two_pages_that_are_one_block_are_read_as_one() -> None:
    written = ("One two three", "four five six.")
    first, second = (TracedPage(Folio(n, n), 9, 9, (traced(text),)) for n, text in ((1, "One two"), (2, "five six.")))
    traces = Traces((first, second), {"a.md": written})
    assert traces.line_of(1, 0) == (Origin("a.md", 2), 6)
    assert traces.place_of("a.md", 2) == (1, 0.0)


# --- search ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("the ferry", ["The ferry"]),
        ("FERRY’S", ["ferry's"]),
        ("ferry's", ["ferry's"]),
        ("eclair", ["éclair"]),
        ("determined", ["determined"]),
        ("well-known", ["well-known"]),
        ("known man", ["known man"]),
        ("(man", []),
        (" ", []),
        ("nowhere", []),
    ],
)
def test_words_are_found_whatever_their_accents_and_over_the_ends_of_lines(asked: str, found: list[str]) -> None:
    texts = ("The ferry, a ferry's éclair, determ-", "ined as a well-", "known", "man.")
    page = TracedPage(Folio(3, 3), 100, 100, tuple(traced(text, divided=text.endswith("-")) for text in texts))
    view = View(folios=(Folio(3, 3),), pages=(page,))
    hits = view.search(asked)
    assert [each["words"].replace("- ", "") for each in hits] == [
        each.replace("well-known", "wellknown") for each in found
    ]
    assert {each["folio"] for each in hits} <= {"3"}


def test_what_stands_beside_the_text_is_found_behind_it_and_the_text_only_once() -> None:
    texts = ((1, "The ferry sank."), (2, "It."))
    pages = tuple(TracedPage(Folio(n, n), 100, 100, (traced(text),)) for n, text in texts)
    view = View(folios=tuple(page.folio for page in pages), pages=pages)
    beside = view.beside(("The Ferry 1\r\nThe ferry\r\nsank.", "It.\r\nferry of 1903"))
    hits = view.search("ferry", beside)
    assert [(each["page"], each["lines"], each["words"], each["after"]) for each in hits] == [
        (0, [0], "ferry", " sank. It."),
        (0, [], "Ferry", " 1"),
        (1, [], "ferry", " of 1903"),
    ]


def test_a_page_of_the_pdf_is_read_with_its_running_head(made: Path) -> None:
    words = printed_words(made.read_bytes())
    with pikepdf.open(made) as pdf:
        assert len(words) == len(pdf.pages)
    assert [each for each in words if each.splitlines()[-1:] == ["2 The Ferry at Low Water"]]


# --- editors ---------------------------------------------------------------------------------------------


def test_an_editor_is_chosen_by_name_by_a_template_or_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert Editor.named().template == EDITORS[DEFAULT]
    assert Editor.named("VSCodium").link(Path("/a b/c.md"), 3, 7) == "vscodium://file/a%20b/c.md:3:7"
    monkeypatch.setenv(VARIABLE, "x://{path}#{line}")
    assert Editor.named().link(Path("/a?.md"), 3) == "x:///a%3F.md#3"
    assert Editor.named("none").link(Path("/a"), 3) == Editor.named("none").open(Path("/a"), 3) == ""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("vscod", 'no editor "vscod": did you mean "vscode"?'),
        ("notepad", 'no editor "notepad": one of: vscode, '),
        ("ed {line}", 'no {path} in the template of an editor, "ed {line}"'),
        ("ed {path} {row}", '{row} in the template of an editor, "ed {path} {row}"'),
        ('ed "{path}', "no closing quotation"),
    ],
)
def test_an_editor_that_is_none_is_refused_in_words(asked: str, said: str) -> None:
    with pytest.raises(ValueError, match="editor") as refused:
        Editor.named(asked)
    assert said in str(refused.value)


def test_an_editor_without_links_is_run_as_a_command_and_no_shell_reads_the_name(tmp_path: Path) -> None:
    program = f"import sys; open({str(tmp_path / 'said')!r}, 'w').write(repr(sys.argv[1:]))"
    editor = Editor.named(f'{sys.executable} -c "{program}" +{{line}}:{{column}} {{path}}')
    path = tmp_path / "a $(touch x); b.md"
    assert editor.link(path, 3) == ""
    assert editor.open(path, 3, 7) == ""
    until = time.monotonic() + 20
    while not ((said := tmp_path / "said").exists() and said.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    assert said.read_text() == repr(["+3:7", str(path)])
    assert Editor("no-such-program {path}").open(path, 3).startswith("no-such-program: No such file")


# --- from the manuscript to the page ---------------------------------------------------------------------


def test_a_line_is_shown_in_the_open_window_or_told_of_the_last_good_book(
    window: Window, built: Project, whole: View, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_address(built.project, window.address)
    assert cli.show(built.project, f"{CROSSING}:8:3") == 0
    assert capsys.readouterr().out == f"{CROSSING}:8: p. 5, shown in the window\n"
    assert window.state.turn.number == 2
    forget_address(built.project, "http://127.0.0.1:1/another/")
    assert last_address(built.project) == window.address
    forget_address(built.project, window.address)
    keep_good(built.project, whole)
    assert cli.show(built.project, "chapters/02-the-crossing.md:8") == 0
    assert capsys.readouterr().out == f"{CROSSING}:8: p. 5\n"
    assert window.state.turn.number == 2


@pytest.mark.parametrize(
    "place", ["tasks.py:3", "/etc/passwd", "manuscript/none.md:1", "manuscript/../tasks.py", ":", ""]
)
def test_what_is_no_file_of_the_manuscript_is_not_shown(
    built: Project, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.show(built.project, place) == 1
    assert "no file of the manuscript [unknown-place]" in "".join(capsys.readouterr())


def test_what_is_printed_nowhere_is_told_as_such(
    window: Window, built: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_address(built.project, window.address)
    assert cli.show(built.project, "manuscript/figures/chart.svg") == 1
    assert "it is printed on no page of the last good book [unknown-place]" in "".join(capsys.readouterr())


def test_the_watch_refuses_an_editor_that_is_none(built: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.watch(built.project, 0, "vscod") == 2
    assert 'no editor "vscod": did you mean "vscode"? [unknown-editor]' in "".join(capsys.readouterr())


def test_the_watch_refuses_a_port_that_is_none_or_taken(
    window: Window, built: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.watch(built.project, 70000) == 2
    assert "--port: error: no port 70000 [unusable-port]" in capsys.readouterr().err
    assert cli.watch(built.project, port := window.server.server_port) == 1
    assert f"--port: error: port {port} is taken, or kept from you [unusable-port]" in capsys.readouterr().err


def test_a_window_on_a_port_that_was_named_has_the_same_address_in_the_next_watch(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("press.preview.watch._changes", interrupted)
    with Window() as free:
        port = free.server.server_port
    said: list[str] = []
    for _ in range(2):
        assert watch(built.project, port, said.append) == 130
    first, second = (line for line in said if line.startswith("the pages: "))
    assert first == second
    assert last_address(built.project) == ""


# --- the watch and the window ----------------------------------------------------------------------------


@pytest.mark.slow
def test_what_has_changed_since_the_last_good_book_is_marked_in_the_chapter_and_in_the_next_book(
    watched: Watched,
) -> None:
    watched.see(LEDGER)
    watched.finish()
    text = watched.project.read(CROSSING)
    watched.save(CROSSING, f"{text}\nAn afterthought.\n")
    changed = [watched.view.pages[page].lines[n].text for page, lines in watched.view.changed.items() for n in lines]
    assert changed == ["An afterthought."]
    watched.finish()
    book = watched.window.view(BOOK)
    there = [
        (book.pages[page].section, book.pages[page].lines[n].text) for page in book.changed for n in book.changed[page]
    ]
    assert ("crossing", "An afterthought.") in there
    watched.save(CROSSING, f"{text}\nAn afterthought.\n\nAnd another.\n")
    changed = [watched.view.pages[page].lines[n].text for page, lines in watched.view.changed.items() for n in lines]
    assert changed == ["And another."]
