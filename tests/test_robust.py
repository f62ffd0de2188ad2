"""However a run goes wrong it ends in good order: told in a line, with a status of its own, and nothing left behind."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import TOP, Project

from press import build as pipeline
from press import cli
from press.interrupts import interruptible
from press.scratch import scratch
from press.style import rendering
from press.style.nesting import ends_of_rules
from press.typesetting.engine.messages import css_problems

COLOPHON = "styles/base/colophon.html.j2"


def status_of_check(
    project: Project, monkeypatch: pytest.MonkeyPatch, happening: Callable[..., Any]
) -> tuple[int, list[str]]:
    monkeypatch.setattr(pipeline, "examine", happening)
    return project.check(), sorted(path.name for path in project.project.cache.glob("*"))


def raising(fault: BaseException) -> Callable[..., None]:
    def happen(*_: object) -> None:
        raise fault

    return happen


# --- what nobody has foreseen ----------------------------------------------------------------------


@pytest.mark.parametrize("fault", [KeyError("b-12"), RecursionError("too deep"), AssertionError(), IndexError("9")])
def test_a_fault_of_the_press_itself_is_told_in_a_line_with_its_trace_kept(
    fault: Exception, tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    status, kept = status_of_check(tiny, monkeypatch, raising(fault))
    told = capsys.readouterr().err
    assert (status, kept) == (70, ["fault.txt"])
    assert f"error: the press itself is at fault: {type(fault).__name__}" in told
    assert "please send the file .cache/fault.txt" in told
    assert "Traceback" not in told
    assert "Traceback" in tiny.read(".cache/fault.txt")


def test_it_tells_the_file_on_which_the_press_was_at_work(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr("press.editing.parse.parse_document", lambda *_: {}["nothing"], raising=False)
    monkeypatch.setattr("press.editing.check.RULES", ((lambda book: next(iter(book.sources.values())).key.no, set()),))
    assert tiny.check() == 70
    assert capsys.readouterr().err.startswith("manuscript/book.yaml")


def test_that_memory_is_used_up_is_told(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    assert status_of_check(tiny, monkeypatch, raising(MemoryError()))[0] == 1
    assert capsys.readouterr().err == "press: error: memory is used up [memory]\n"


def test_what_the_disk_refuses_is_told_with_the_file(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def read(path: Path) -> None:
        raise OSError(24, "Too many open files")

    assert status_of_check(tiny, monkeypatch, lambda project: read(project.manuscript / "book.yaml"))[0] == 1
    assert capsys.readouterr().err == "error: Too many open files: manuscript/book.yaml [disk]\n"


# --- templates and sheets ----------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "calls itself"),
        ('{% include "colophon.html.j2" %}', "calls itself"),
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "goes on for more than"),
        ("{{ [1][words.page.nothing] }}", "UndefinedError"),
        ("{{ 10 ** (10 ** 9) }}", "a number of more than 100,000 bits"),
        ("{{ 'x' * 10 ** 9 }}", "more than 100,000,000 of something"),
        ("{{ '%999999999d' % 1 }}", "more than 10,000 letters in width"),
        ("{{ '%*d'|format(999999999, 1) }}", "more than 10,000 letters in width"),
        ("{{ 'x'|center(10 ** 9) }}", "more than 10,000 letters in width"),
        ("{{ range(10 ** 9)|list }}", "Range too big"),
        ("{{ '\\ud800' }}", "it writes U+D800"),
        ("{{ '\\x0b' }}", "it writes U+000B"),
        ("{{ words.__class__.__mro__ }}", "it asks for what no page can want"),
        ("{% for a in b %}" * 25 + "{% endfor %}" * 25, "nested too deeply"),
        (f"{{{{ {'(' * 3000}1{')' * 3000} }}}}", "nested too deeply"),
    ],
)
def test_a_template_that_fails_or_never_ends_is_told_with_its_line(
    text: str, why: str, tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(rendering, "TEMPLATE_SECONDS", 0.3)
    assert (
        tiny.small().mend(COLOPHON, "{{ words.colophon_text }}", f"{{{{ words.colophon_text }}}}\n{text}").build() == 1
    )
    told = capsys.readouterr().err
    # of one that calls itself, whichever of its templates was being written when it was stopped
    assert re.search(r"styles/base/[\w-]+\.html\.j2", told)
    assert why in told
    assert "[template]" in told


def test_a_template_of_too_many_brackets_is_told_with_the_line_of_these(
    tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    text = f"{{{{ words.colophon_text }}}}\n\n{{{{ {'[' * 300} }}}}"
    assert tiny.mend(COLOPHON, "{{ words.colophon_text }}", text).check() == 1
    line = 1 + next(n for n, text in enumerate(tiny.read(COLOPHON).split("\n")) if "[" * 300 in text)
    assert f"colophon.html.j2:{line}: error: nested too deeply" in capsys.readouterr().err


@pytest.mark.slow
def test_a_byte_order_mark_in_a_template_or_a_sheet_is_read_past(tiny: Project) -> None:
    before = tiny.small().make().read_bytes()
    for name in (COLOPHON, "styles/classic/1-page.css"):
        tiny.write(name, "\ufeff" + tiny.read(name))
    assert tiny.make().read_bytes() == before


@pytest.mark.parametrize(
    ("sheet", "rule"),
    [
        (f"p {{ width: {'calc(' * 2000}1px{')' * 2000} }}", "sheet-too-deep"),
        ("a{" * 5000, "sheet-too-deep"),
        ("/* p { */ @import url(9-own.css);", "sheet-too-deep"),
        (".note { footnote-display:inline }", "notes-in-line"),
        ("@page { @footnote { margin: 0; column-count: 2 } }", "notes-in-line"),
    ],
)
def test_a_sheet_that_the_engine_would_fall_over_is_told_by_a_check(
    sheet: str, rule: str, tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    assert tiny.write("styles/classic/9-own.css", f"\n{sheet}").check() == 1
    assert "styles/classic/9-own.css:2: error: " in (told := capsys.readouterr().err)
    assert f"[{rule}]" in told


@pytest.mark.parametrize(
    "sheet",
    [
        "p::before { content: '((((' } /* [[[[ */",
        "@footnote { margin: 0 } p { columns: 2 }",
        'p { content: "@import" }',
    ],
)
def test_a_sheet_that_only_looks_like_such_a_one_is_let_pass(sheet: str, tiny: Project) -> None:
    assert tiny.write("styles/classic/9-own.css", sheet * 20).check() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (".note::footnote-call { display: none; content: none }", "fails over it: KeyError"),
        ("html { display: grid }", "a page without room for text"),
        ("@page { size: 9e5mm }", "points"),
        ("* { break-after: left }", ""),
    ],
)
def test_a_rule_with_which_no_page_can_be_set_is_told_with_its_line(
    rule: str, why: str, tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    sheet = f"@media print {{ p {{ margin: 0 }} }}\n/* ;}} */ p {{ color: #111 }}\n\n{rule}\n\ni {{ color: #111 }}\n"
    assert tiny.small().write("styles/classic/9-own.css", sheet).build() == 1
    told = capsys.readouterr().err
    assert "styles/classic/9-own.css:4: error: no page can be set with it: " in told
    assert why in told


def test_a_rule_with_which_a_layout_would_go_on_and_on_is_told_with_its_line(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr("press.typesetting.engine.patches.work.LAYOUT_BOXES", 1000)
    monkeypatch.setattr("press.typesetting.engine.patches.work.LAYOUT_BOXES_PER_LETTER", 0)
    sheet = "p { margin: 0 }\n\n* { display: flex }\n"
    assert tiny.small().write("styles/classic/9-own.css", sheet).build() == 1
    told = capsys.readouterr().err
    assert (
        "styles/classic/9-own.css:3: error: no page can be set with it: fails over it: it makes more than 1,000" in told
    )
    assert told.count("[sheet-fault]") == 1  # and not once for every section


def test_what_fails_whatever_the_sheets_say_is_no_fault_of_theirs(
    tiny: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("press.typesetting.desk.copyfit", lambda *_: {}["nothing"])
    assert tiny.small().build() == cli.OUR_FAULT


def test_the_rules_of_a_sheet_are_told_apart() -> None:
    sheet = "@import 'a.css';\np { margin: 0 } /* } */\n/* ; */\n@page { @top-left { content: ';}' } }\n\n\nb{}i{"
    ends = ends_of_rules(sheet)
    assert [line for line, _ in ends] == [1, 2, 4, 7]
    assert [sheet[:end][-1] for _, end in ends] == [";", "}", "}", "}"]


# --- interrupts, and what is left behind ---------------------------------------------------------------


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_being_told_to_end_are_answered_with_their_status(
    which: signal.Signals, tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)]
    status, kept = status_of_check(tiny, monkeypatch, lambda *_: signal.raise_signal(which))
    assert (status, kept) == (128 + which, [])
    assert capsys.readouterr().err == "interrupted; dist/ is as it was\n"
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)] == before


def test_an_interrupt_that_comes_too_late_says_that_the_files_are_there(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def make_and_be_interrupted(*_: object) -> None:
        tiny.write("dist/tiny-reading.pdf", b"new")
        raise KeyboardInterrupt

    assert status_of_check(tiny, monkeypatch, make_and_be_interrupted)[0] == cli.INTERRUPTED
    assert capsys.readouterr().err == "interrupted; dist/ has the new files\n"


def test_an_interrupt_that_is_swallowed_and_taken_for_a_fault_is_still_one(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def swallow(*_: object) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        raise ValueError("what C has made of it")

    assert status_of_check(tiny, monkeypatch, swallow)[0] == 143
    assert capsys.readouterr().err == "interrupted; dist/ is as it was\n"


def test_a_process_that_has_just_been_forked_ends_without_a_word_when_it_is_told_to() -> None:
    with interruptible(lambda: ""):
        begun, begin = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.write(begin, b"!")  # before that, Python forgets what a new process has heard
                time.sleep(60)
            finally:  # an exception would have been printed by whoever begins processes
                os._exit(1)
        os.read(begun, 1)
        os.kill(child, signal.SIGTERM)
        _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGTERM


STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from press import interrupts
interrupts.GRACE = 1
def swallow():
    try:
        print("begun", flush=True)
        time.sleep(60)
    except BaseException:
        time.sleep(60)
with interrupts.interruptible(lambda: "dist/ is as it was"):
    swallow()
"""


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_that_is_swallowed_ends_the_task_all_the_same(times: int) -> None:
    command = [sys.executable, "-c", STUBBORN]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(TOP)}, **pipes) as process:
        assert process.stdout
        process.stdout.readline()
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "interrupted; dist/ is as it was\n")


PARENT = """
import os, sys, time
from press.workers import Workers
from press.lifetime import ending_with_us
import subprocess
def tell(_, number):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
with Workers(dict, 2) as workers:
    sleeping = subprocess.Popen(ending_with_us(["sleep", "60"]))
    print(sleeping.pid, flush=True)
    list(workers.work(tell, [1, 2]))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked for in /proc")
def test_nothing_outlives_a_press_that_is_killed() -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(TOP)}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        begun = [int(process.stdout.readline()) for _ in range(3)]
        process.kill()
        assert process.stdout.read() == ""  # it ends when nobody holds the pipe any more
    until = time.monotonic() + 2
    while (left := [pid for pid in begun if is_alive(pid)]) and time.monotonic() < until:
        time.sleep(0.02)  # the pipe is let go a moment before the process has gone
    assert left == []


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_what_is_temporary_lies_in_the_cache_and_goes_with_the_run(tmp_path: Path) -> None:
    (tmp_path / "run-of-one-that-is-dead").mkdir()
    told = os.environ.get("TMPDIR")
    with scratch(tmp_path) as folder, scratch(tmp_path) as other:
        assert {path.name for path in tmp_path.iterdir()} == {folder.name, other.name}
        command = [sys.executable, "-c", "import tempfile; print(tempfile.mkdtemp())"]
        made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert Path(made.strip()).parent == other
    assert list(tmp_path.iterdir()) == []
    assert os.environ.get("TMPDIR") == told


# --- names of files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("manuscript/chapters/02-the-crossing.md", "figures/chart.svg", "figures/{}.svg"),
        ("manuscript/book.yaml", "style: classic", "style: {}"),
        ("manuscript/book.yaml", "- chapters/02-the-crossing.md", "- chapters/{}.md"),
    ],
)
def test_a_name_that_no_file_can_have_is_told_with_its_line(
    name: str, old: str, new: str, tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    assert tiny.mend(name, old, new.format("x" * 5000)).check() == 1
    assert re.search(rf"{name}:\d+: error: ", capsys.readouterr().err)


def test_a_link_that_leads_to_itself_is_no_file(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    path = tiny.remove("manuscript/figures/chart.svg").top / "manuscript/figures/chart.svg"
    path.symlink_to(path)
    assert tiny.check() == 1
    assert "[missing-figure]" in capsys.readouterr().err


def test_a_folder_may_have_a_name_that_looks_like_an_address(tmp_path: Path) -> None:
    project = Project(tmp_path / "a %41 press").cold()
    assert cli.html(project.project) == 0


# --- files that are far larger than they look ------------------------------------------------------------


def docx(path: Path, text: int, says: int = 0) -> Path:
    """A file of a word processor whose text unfolds to so many bytes, and says that it has other ones."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as file:
        for _ in range(text // 1_000_000):
            file.write(bytes(1_000_000))
    if says:
        path.write_bytes(path.read_bytes().replace(struct.pack("<I", text), struct.pack("<I", says)))
    return path


def test_a_file_that_unfolds_to_250_megabytes_is_refused_before_it_is_unfolded(
    tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    docx(tiny.top / "a.docx", 250_000_000)
    assert tiny.take("a.docx", "--into", "new") == 1
    assert "a.docx: error: the text in it unfolds to 250 million bytes" in capsys.readouterr().err


def test_a_file_that_does_not_say_to_how_much_it_unfolds_is_refused(
    tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    docx(tiny.top / "a.docx", 120_000_000, says=3_000)
    assert tiny.take("a.docx", "--into", "new") == 1
    assert "a.docx: error: not a .docx file, whatever its name says" in capsys.readouterr().err


@pytest.mark.slow
def test_a_picture_of_sixty_thousand_by_sixty_thousand_dots_is_refused_unopened(
    tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    pack = zlib.compressobj(9)
    rows = b"".join(pack.compress(bytes(7501)) for _ in range(60_000)) + pack.flush()
    content = b"\x89PNG\r\n\x1a\n"
    for tag, part in (
        (b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    ):
        content += struct.pack(">I", len(part)) + tag + part + struct.pack(">I", zlib.crc32(tag + part))
    tiny.small().write("manuscript/figures/a.png", content)
    tiny.write("manuscript/chapters/one.md", '---\ntitle: One\n---\n![A pier.](figures/a.png){alt="A pier."}\n')
    assert tiny.check() == 1
    assert "one.md:4: error: manuscript/figures/a.png has 60,000 × 60,000 dots" in capsys.readouterr().err


@pytest.mark.slow
def test_a_slug_that_is_too_long_for_a_file_is_told_and_one_that_is_made_is_not(
    tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    tiny.small().mend("manuscript/book.yaml", "title: A Small Book", f"title: {'A Book ' * 90}\nslug: {'x' * 201}")
    assert tiny.check() == 1
    assert "book.yaml:2: error:" in (told := capsys.readouterr().err)
    assert "[slug]" in told
    tiny.mend("manuscript/book.yaml", f"\nslug: {'x' * 201}", "")
    assert tiny.build() == 0
    assert max(len(path.name) for path in (tiny.top / "dist").iterdir()) < 255


def test_a_selector_that_the_engine_does_not_know_is_told_with_its_line(
    tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    tiny.small().write("styles/classic/9-own.css", "p { margin: 0 }\n\nol  > li:nothing,\nul { margin: 0 }\n")
    assert tiny.build() == 1
    assert re.search(r"styles/classic/9-own.css:3: error: .*selector.* \[css\]", capsys.readouterr().err)
    within = "ul {\n  margin: 0;\n  li::last-child,\n  dd { margin: 0 }\n}\n"
    tiny.write("styles/classic/9-own.css", within)
    assert tiny.build() == 1
    assert re.search(r"styles/classic/9-own.css:3: error: .*selector.* \[css\]", capsys.readouterr().err)


def test_a_selector_that_stands_nowhere_as_the_engine_says_it_is_told_with_its_likeliest_line() -> None:
    css = "p { margin: 0 }\n.a:has(+ .b),\n.c:has(+ .d) { mars(+ .e), .f:has(+ .g) { margin: 0 } }\n"
    outer = ":is(.a:has(+ .b), .c:has(+ .d) )"
    message = f"Invalid or unsupported selector, '{outer} mars(+ .e),{outer} .f:has(+ .g) '"
    (problem,) = css_problems("own.css", [message], css)
    assert problem.origin.line in (2, 3)


def test_a_book_without_a_piece_is_told_and_nothing_else_fails(
    tiny: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.small().write(
        "manuscript/book.yaml",
        "title: A Small Book\nauthor: A. Quince\nlanguage: en-GB\nstyle: classic\ncontents:\n  body: [chap]\n",
    )
    assert tiny.check() == 1
    assert "manuscript/book.yaml:6: error:" in capsys.readouterr().err
