"""The commands as people expect them: `press`, `./go` and `invoke` do the same, in a book's folder and below it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import TOP, Project

from bench.tasks import ALL
from press.cli.door import misspelt
from press.cli.invoked import COMMON, SHORT, options_of, run
from press.cli.tasks import TASKS
from press.cli.telling import as_annotation, as_code_quality, as_json, as_report, coloured
from press.problem import Origin, Problem, Rule, Severity, Subject, warning
from press.project import Project as Desk
from press.project import shipped

PRESS = "import sys; sys.argv[0] = 'press'; from press.__main__ import main; main()"
BY = {"press": ["-c", PRESS], "invoke": ["-m", "invoke"]}
"""How the tasks are called, in the place of a script that only an installed package has."""


def typed(
    *words: str, by: str = "press", folder: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What comes of a command typed in a folder."""
    ours = {**os.environ, "PYTHONPATH": str(TOP), "PRESS_WORKERS": "1", **(environment or {})}
    ours.pop("PRESS_COMMAND", None)
    command = [sys.executable, *BY[by], *words]
    return subprocess.run(command, cwd=folder, env=ours, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new book, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("two words")
    made = typed("new", "my book", folder=folder)
    assert made.returncode == 0, made.stderr
    told, then = made.stdout.splitlines()
    assert told.endswith("; begin with 'my book/manuscript/book.yaml'")
    assert then == "cd 'my book' && press build"
    return folder / "my book"


# --- a book's folder -------------------------------------------------------------------------------


def test_a_new_book_has_all_that_its_repository_needs(home: Path) -> None:
    names = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert names >= {
        *("manuscript/book.yaml", "tasks.py", "pyproject.toml", ".gitignore", "dist/.keep", "README.md"),
        *(".github/workflows/book.yml", ".gitlab-ci.yml"),
        *(".vscode/tasks.json", ".vscode/settings.json", ".vscode/schemas/book.json", ".vscode/headers.code-snippets"),
    }
    assert len([line for line in (home / "tasks.py").read_text().splitlines() if line]) == 3
    assert f'"press=={__import__("press").__version__}",' in (home / "pyproject.toml").read_text()
    assert '"weasyprint==70.0",' in (home / "pyproject.toml").read_text()
    for name, path in json.loads((home / ".vscode/settings.json").read_text())["yaml.schemas"].items():
        assert (home / name).is_file(), path


def test_the_tasks_of_an_editor_find_what_is_told(home: Path) -> None:
    tasks = json.loads((home / ".vscode/tasks.json").read_text())["tasks"]
    matchers = [each["problemMatcher"] for each in tasks if each["problemMatcher"]]
    for line, whole in matchers:
        for severity in Severity:
            problems = (
                Problem(Origin("manuscript/people: a.yaml", 17), RULE, "what is wrong", "a hint", severity),
                Problem(Origin("manuscript"), RULE, "what is wrong", "a hint", severity),
            )
            found = [[found_by(each, str(problem)) for each in (line, whole)] for problem in problems]
            said = {"severity": severity.value, "message": "what is wrong", "code": "a-rule"}
            assert found == [
                [{"file": "manuscript/people: a.yaml", "line": "17", **said}, {}],
                [{}, {"file": "manuscript", **said}],
            ]


def found_by(matcher: dict[str, Any], told: str) -> dict[str, str]:
    """What an editor takes out of the first line of a problem."""
    pattern = matcher["pattern"]
    found = re.match(pattern["regexp"], told.splitlines()[0])
    return {key: found[n] for key, n in pattern.items() if isinstance(n, int)} if found else {}


def test_the_commands_of_an_editor_and_of_ci_are_tasks_with_options_that_there_are(home: Path) -> None:
    tasks = json.loads((home / ".vscode/tasks.json").read_text())["tasks"]
    lines = [" ".join((each["command"], *each.get("args", ()))) for each in tasks]
    github = yaml.safe_load((home / ".github/workflows/book.yml").read_text())
    (job,) = github["jobs"].values()
    lines += [line for step in job["steps"] for line in step.get("run", "").splitlines()]
    gitlab = yaml.safe_load((home / ".gitlab-ci.yml").read_text())["book"]
    lines += gitlab["script"]
    commands = [shlex.split(line.partition(">")[0]) for line in lines if line.startswith("press ")]
    assert {words[1] for words in commands} == {"check", "build", "watch", "show", "names", "preflight"}
    wants = {name: tuple(task.positional) for name, task in TASKS.tasks.items()}
    for _, *words in commands:
        assert misspelt(words, options_of(TASKS), wants) is None, words
    assert gitlab["artifacts"]["reports"]["codequality"] in gitlab["script"][0]
    asked = commands[-1][1:]
    assert [word for word in asked if word in TASKS.tasks] == ["check", "names", "build", "preflight"]
    assert asked.count("--gitlab") == 4
    assert {"dist/"} == {*gitlab["artifacts"]["paths"], job["steps"][-1]["with"]["path"]}


@pytest.mark.once
@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("within", [".", "manuscript/chapters", "dist"])
def test_a_task_is_for_the_book_whose_folder_one_is_in(home: Path, by: str, within: str) -> None:
    done = typed("check", by=by, folder=home / within)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "no problems")


@pytest.mark.slow
def test_products_land_in_the_folder_of_the_book_that_is_named(home: Path, tmp_path: Path) -> None:
    for named in (home, home / "manuscript"):
        done = typed("export", "-m", str(named), folder=tmp_path)
        assert done.returncode == 0, done.stderr
    assert {path.suffix for path in (home / "dist").iterdir() if path.name != ".keep"} == {".bib", ".json"}
    assert list(tmp_path.iterdir()) == []


def test_a_manuscript_without_a_folder_of_its_own_has_its_products_where_one_is(tmp_path: Path) -> None:
    for name in ("top", "old"):
        Project(tmp_path / name).small()
    (tmp_path / "old/manuscript").rename(tmp_path / "older")
    assert Desk.found(tmp_path, tmp_path / "older", tmp_path / "top").dist == tmp_path / "top/dist"
    assert Desk.found(tmp_path, tmp_path / "older", tmp_path).dist == tmp_path / "dist"
    assert Desk.found(tmp_path, None, tmp_path / "older/chapters").manuscript == tmp_path / "older"


def test_a_command_that_is_told_names_the_book_that_was_named(home: Path, tmp_path: Path) -> None:
    done = typed("preflight", "-m", str(home), folder=tmp_path)
    assert done.returncode == 1
    assert f"    hint: press build --manuscript '{home}' makes it" in done.stderr.splitlines()
    assert "    hint: press build makes it" in typed("preflight", folder=home).stderr.splitlines()


@pytest.mark.slow
def test_the_folder_that_is_named_to_invoke_comes_before_the_one_that_one_is_in(home: Path, tmp_path: Path) -> None:
    (tmp_path / "manuscript").mkdir()
    (tmp_path / "manuscript/book.yaml").write_text("titel: x\n")
    assert typed("-r", str(home), "check", by="invoke", folder=tmp_path).returncode == 0
    assert typed("check", folder=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), 'manuscript: error: no folder "manuscript" [missing-manuscript]'),
        (("show", "01.md:3"), 'manuscript: error: no folder "manuscript" [missing-manuscript]'),
        (("validate",), 'manuscript: error: no folder "manuscript" [missing-manuscript]'),
        (("check", "-m", "none here"), 'none here: error: no folder "none here" [missing-manuscript]'),
        (("new", "note.txt"), 'note.txt: error: "note.txt" is a file [in-the-way]'),
        (("new", "note.txt/book"), 'note.txt/book: error: "note.txt/book" lies below a file [in-the-way]'),
        (("new", "."), '.: error: "." is not empty [in-the-way]'),
    ],
)
def test_what_is_no_book_s_folder_is_told_in_a_line(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "note.txt").write_text("words")
    done = typed(*words, folder=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != ".cache"] == ["note.txt"]


def test_a_second_file_of_tasks_is_told(home: Path) -> None:
    other = home / "manuscript" / "tasks.py"
    shutil.copy(home / "tasks.py", other)
    try:
        done = typed("check", by="invoke", folder=home / "manuscript")
        assert done.returncode == 2
        (line, _) = done.stderr.splitlines()
        assert line == "tasks.py: error: a second tasks.py, in the folder of the book of ../tasks.py [two-tasks-files]"
    finally:
        other.unlink()


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize(("within", "told"), [("books/second", 1), ("second", 0)])
def test_a_book_within_the_folder_of_another_is_told_and_meant_and_one_beside_it_is_not_told(
    tmp_path: Path, by: str, within: str, told: int
) -> None:
    tasks = "from press.cli.tasks import tasks_of\n\nnamespace = tasks_of(__file__)\n"
    first = Project(tmp_path / "first").small().write("tasks.py", tasks)
    folder = (first.top if told else tmp_path) / within
    Project(folder).small().write("tasks.py", tasks).mend("manuscript/book.yaml", "title: A", "tittle: x\ntitle: A")
    said = typed("check", "--json", by=by, folder=folder / "manuscript/chapters")
    found = [(each["path"], each["rule"], each["severity"]) for each in json.loads(said.stdout)]
    book = f"{folder}/manuscript/book.yaml"
    assert found == [(book, "book-within", "warning")] * told + [(book, "unknown-key", "error")]
    assert said.stderr.endswith(f"1 error{', 1 warning' * told}\n")
    outer = typed("check", by=by, folder=first.top)
    assert (outer.returncode, "book-within" in outer.stderr) == (0, False)


def test_a_book_within_a_checkout_of_the_press_is_like_any_other(tmp_path: Path) -> None:
    top = Project(tmp_path).small().write("press/starter/book.yaml", "title: The Starter\n").top
    Project(top / "mine").small()
    done = typed("check", folder=top / "mine")
    assert (done.returncode, "book-within" in done.stderr) == (0, False)


OWN_TASK = """
from invoke import task
from press.cli.tasks import tasks_of

namespace = tasks_of(__file__)


@task
def send_out(_):
    print("sent")


namespace.add_task(send_out)
"""


def test_a_book_may_have_tasks_of_its_own(tmp_path: Path) -> None:
    book = Project(tmp_path).small().write("tasks.py", OWN_TASK)
    done = typed("send-out", by="invoke", folder=book.top / "manuscript")
    assert (done.returncode, done.stdout) == (0, "sent\n"), done.stderr
    assert typed("send-off", by="invoke", folder=book.top).returncode == 2


def test_a_press_without_its_styles_says_so(tmp_path: Path) -> None:
    package = tmp_path / "site"
    shutil.copytree(TOP / "press", package / "press", ignore=shutil.ignore_patterns("__pycache__"))
    book = tmp_path / "book"
    Project(book).small().remove("styles")
    done = typed("check", folder=book, environment={"PYTHONPATH": str(package)})
    assert done.returncode == 1
    assert "press: error: the press has been installed without its styles [not-whole]" in done.stderr.splitlines()


# --- styles ----------------------------------------------------------------------------------------


def test_the_styles_of_the_press_stand_behind_those_of_the_book(tmp_path: Path) -> None:
    book = Project(tmp_path).small().remove("styles").remove("profiles")
    assert book.check() == 0
    book.write("styles/mine/style.yaml", "name: Mine\nbased_on: classic\n").mend(
        "manuscript/book.yaml", "style: classic", "style: mine"
    )
    assert book.check() == 0
    book.write("styles/classic/style.yaml", "name: Spoilt\n")
    assert book.check() == 1


@pytest.mark.parametrize("named", ["../house", "[./none-of-it/.., ../house]"])
def test_a_style_and_citations_of_a_house_come_from_a_folder(
    tmp_path: Path, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Project(tmp_path).small().remove("styles")
    book.write("house/styles/grand/style.yaml", "name: Grand\nbased_on: classic\ncitations: of-house\n")
    book.write("house/styles/citations/of-house.csl", (shipped() / "styles/citations/mhra.csl").read_bytes())
    book.mend("manuscript/book.yaml", "style: classic", f"style: grand\nstyles: {named}")
    book.write("manuscript/none-of-it/x", "").write("manuscript/citations/x.csl", "")
    status = book.check()
    said = capsys.readouterr().err
    assert (status, "grand" in said) == (0, False), said


def test_a_style_of_a_house_comes_from_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Project(tmp_path).small().remove("styles")
    book.write("site/acme_styles/__init__.py", "raise RuntimeError('nothing of it is run')\n")
    book.write("site/acme_styles/grand/style.yaml", "name: Grand\nbased_on: classic\n")
    book.mend("manuscript/book.yaml", "style: classic", "style: grand\nstyles: acme-styles")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert book.check() == 0


# --- what is typed ---------------------------------------------------------------------------------


def test_an_option_has_the_same_short_form_in_every_task_and_h_asks_for_help() -> None:
    for name, options in options_of(TASKS).items():
        shorts = {flag for flag in options if len(flag) == 2}
        assert shorts <= {f"-{letter}" for letter in SHORT.values()}, name
        assert {f"--{each}" for each in COMMON} <= options.keys()
    assert len(set(SHORT.values())) == len(SHORT)
    assert "h" not in SHORT.values()


def test_help_without_a_task_tells_every_task(capsys: pytest.CaptureFixture[str]) -> None:
    for ask in ("-h", "--help"):
        with pytest.raises(SystemExit) as left:
            run(TASKS, "press", TOP, [ask])
        said = capsys.readouterr().out
        assert left.value.code in (0, None)
        assert said.startswith("Usage: press [task] [options of the task]\n")
        assert {line.split()[0] for line in said.splitlines() if re.match(r"  \w", line)} == set(TASKS.tasks)


@pytest.mark.parametrize("name", sorted(TASKS.tasks))
def test_every_task_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    for ask in ("-h", "--help"):
        with pytest.raises(SystemExit) as left:
            run(TASKS, "press", TOP, [name, ask])
        said = capsys.readouterr().out
        assert left.value.code in (0, None)
        assert said.startswith(f"Usage: press [--core-opts] {name} ")
        assert TASKS[name].__doc__.strip()[:30] in said
    assert signal.getsignal(signal.SIGINT) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("chek", 'press: error: no task "chek" [unknown-task]\n    hint: did you mean "check"?'),
        (
            "check --page",
            'press: error: check has no option "--page" [unknown-task]\n    hint: did you mean "--pages"?',
        ),
        ("watch --port x", 'press: error: --port of watch wants a number, found "x" [unknown-task]'),
        ("trace", "press: error: trace wants: key [unknown-task]\n    hint: press trace --help"),
        ("check -m", "press: error: -m of check wants a value [unknown-task]\n    hint: press check --help"),
        ("build --house", "press: error: --house of build wants a value [unknown-task]\n    hint: press build --help"),
        (
            "build --house --marks",
            "press: error: --house of build wants a value [unknown-task]\n    hint: press build --help",
        ),
        ("check -jg", "press: error: --json and --github at once [unknown-task]\n    hint: give one of them"),
        (
            "watch --json",
            "press: error: watch tells lines alone, and takes no --json [unknown-task]\n"
            "    hint: press check --json after each save",
        ),
        ("new ''", "press: error: new wants: folder [unknown-task]\n    hint: press new --help"),
        (
            "--versio",
            'press: error: no option "--versio" [unknown-task]\n    hint: did you mean "--version"?',
        ),
        (
            "--reading",
            'press: error: "--reading" before a task [unknown-task]\n'
            "    hint: an option stands behind its task: press build --reading",
        ),
        (
            "-m x check",
            'press: error: "-m" before a task [unknown-task]\n'
            "    hint: an option stands behind its task: press build -m",
        ),
        ("-D check", "press: error: invalid literal for int() with base 10: 'check' [unknown-task]"),
    ],
)
def test_what_cannot_be_understood_ends_with_2_and_the_nearest(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(TASKS, "press", TOP, shlex.split(words))
    assert left.value.code == 2
    assert capsys.readouterr().err == f"{said}\n"


@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        ("press bu", {"build"}),
        ("press check --pa", {"--pages"}),
        ("press build --house x --ma", {"--marks", "--manuscript"}),
    ],
)
def test_a_shell_is_told_how_what_is_typed_may_end(
    begun: str, ends: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(TASKS, "press", TOP, ["--complete", "--", *begun.split()])
    assert left.value.code in (0, None)
    assert ends <= set(capsys.readouterr().out.split())


def test_an_option_that_may_be_given_again_has_each_of_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr("press.cli.build", lambda project, marks, reading, house: heard.append(house) or 0)
    for words in ("build --house lulu --house bod", "build --house=bod", "build"):
        try:
            run(TASKS, "press", TOP, words.split())
        except SystemExit as left:
            assert not left.code
    assert heard == [["lulu", "bod"], ["bod"], []]


@pytest.mark.parametrize("by", BY)
def test_without_a_word_the_book_is_made(tmp_path: Path, by: str) -> None:
    book = Project(tmp_path).small().mend("manuscript/book.yaml", "title: A", "tittle: x\ntitle: A")
    book.write("tasks.py", "from press.cli.tasks import tasks_of\n\nnamespace = tasks_of(__file__)\n")
    done = typed(by=by, folder=tmp_path)
    assert done.returncode == 1
    assert 'manuscript/book.yaml:1: error: unknown key "tittle" [unknown-key]' in done.stderr.splitlines()


@pytest.mark.parametrize("named", ["~nobody-of-that-name/book", "x" * 300])
def test_a_folder_that_no_folder_can_be_is_told_in_a_line(tmp_path: Path, named: str) -> None:
    done = typed("check", "-m", named, folder=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{named}" in done.stderr


def test_a_folder_that_is_gone_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    ours = {**os.environ, "PYTHONPATH": str(TOP)}
    command = ["sh", "-c", f'rmdir "$PWD"; exec {shlex.join([sys.executable, "-c", PRESS, "check"])}']
    done = subprocess.run(command, cwd=tmp_path / "gone", env=ours, capture_output=True, text=True, check=False)
    said = "error: the folder that you are in is not there any more [disk]\n"
    assert (done.returncode, done.stderr[-len(said) :]) == (1, said)


def test_who_reads_no_further_than_the_first_line_of_the_help_hears_no_complaint(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", PRESS, "--list"]
    ours = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(command, cwd=tmp_path, env=ours, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_checkout_tells_what_may_be_typed_next_by_the_path_by_which_it_was_called(tmp_path: Path) -> None:
    top, desk = tmp_path / "press", tmp_path / "desk"
    (top / ".venv/bin").mkdir(parents=True)
    desk.mkdir()
    for name in ("go", "requirements.lock", "bench", "press"):
        (top / name).symlink_to(TOP / name)
    python = top / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    subprocess.run("cksum go requirements.lock >.venv/set-up", shell=True, cwd=top, check=True)
    done = subprocess.run(["../press/go", "new", "b"], cwd=desk, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "../press/go build --manuscript b"), done.stderr
    done = subprocess.run(["../press/go", "chek"], cwd=desk, capture_output=True, text=True, check=False)
    said = '../press/go: error: no task "chek" [unknown-task]\n    hint: did you mean "check"?\n'
    assert (done.returncode, done.stderr) == (2, said)


def test_all_three_commands_have_the_same_tasks() -> None:
    assert {name: ALL[name] for name in TASKS.tasks} == {name: TASKS[name] for name in TASKS.tasks}


# --- what is told ----------------------------------------------------------------------------------

RULE = Rule("a-rule", Subject.FILES, "", "")


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    Project(tmp_path).small().mend("manuscript/book.yaml", "title: A", "tittle: x\ntitle: A")
    return tmp_path


@pytest.mark.parametrize(("flag", "read"), [("--json", json.loads), ("--gitlab", json.loads), ("--github", str)])
def test_problems_are_told_to_other_programs(spoilt: Path, flag: str, read: Callable[[str], object]) -> None:
    done = typed("check", flag, folder=spoilt)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "1 error"
    assert "tittle" not in done.stderr
    found = read(done.stdout)
    match found:
        case [{"path": path, "line": line, "severity": severity, "rule": rule, "hint": hint}]:
            told = (path, line, severity, rule, hint)
            assert told == ("manuscript/book.yaml", 1, "error", "unknown-key", 'did you mean "title"?')
        case [{"check_name": rule, "severity": severity, "location": place, "fingerprint": str()}]:
            place_ = {"path": "manuscript/book.yaml", "lines": {"begin": 1}}
            assert (rule, severity, place) == ("unknown-key", "major", place_)
        case _:
            assert str(found).startswith("::error file=manuscript/book.yaml,line=1,title=unknown-key::unknown key ")


def test_a_book_without_a_fault_is_an_empty_list(tmp_path: Path) -> None:
    book = Project(tmp_path).small().mend("manuscript/chapters/one.md", " ^[", "^[")
    done = typed("check", "-j", folder=book.top)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_tasks_that_follow_each_other_make_one_list_in_which_nothing_stands_twice(tmp_path: Path) -> None:
    book = Project(tmp_path).small()
    people = "- {id: aal, name: Ada Aal, forms: [Aal]}\n- {id: berg, name: Bo Berg, forms: [Berg]}\n"
    book.write("manuscript/people.yaml", people)
    done = typed("check", "-j", "names", "--check", "-j", "build", "-j", folder=book.top)
    found = [(each["rule"], each["path"], each["line"]) for each in json.loads(done.stdout)]
    assert found.count(("name-doubt", "manuscript/people.yaml", 1)) == 1
    assert found.count(("name-doubt", "manuscript/people.yaml", 2)) == 1
    assert len(found) > 2  # what check tells is there too
    assert (done.returncode, list(book.top.glob("dist/*.pdf"))) == (1, [])
    report = json.loads(typed("check", "--gitlab", "names", "--check", "--gitlab", folder=book.top).stdout)
    assert [each["check_name"] for each in report] == [rule for rule, *_ in found]
    assert len({each["fingerprint"] for each in report}) == len(report)
    told = typed("names", "--check", "--github", folder=book.top).stdout
    assert told.count("title=name-doubt::") == 2


def test_a_disk_that_refuses_is_told_to_other_programs_too(tmp_path: Path) -> None:
    done = typed("check", "--json", "-m", "x" * 300, folder=tmp_path)
    (told,) = json.loads(done.stdout)
    assert (done.returncode, told["rule"], told["message"]) == (1, "disk", "File name too long")


def test_of_the_same_fault_on_two_lines_each_has_a_fingerprint_of_its_own_that_does_not_move_with_it() -> None:
    def prints(*lines: int) -> list[str]:
        return [each["fingerprint"] for each in as_report([Problem(Origin("x", n), RULE, "alike") for n in lines])]

    assert len(set(prints(3, 9))) == 2
    assert prints(3, 9) == prints(4, 10)


def test_an_annotation_is_one_line_whatever_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(TOP.parent))
    monkeypatch.chdir(TOP)
    problem = warning(Origin("a,b:c.md"), RULE, "100 %\nof it", "a hint")
    place = f"{TOP.name}/a%2Cb%3Ac.md"
    assert as_annotation(problem) == f"::warning file={place},line=1,title=a-rule::100 %25%0Aof it (a hint)"
    assert as_code_quality(problem)["severity"] == "minor"
    assert as_json(problem)["line"] == 0


def test_a_severity_is_in_colour_and_nothing_else() -> None:
    for severity in Severity:
        problem = Problem(Origin("x", 1), RULE, f"no {severity.value}: here", severity=severity)
        plain = re.sub(r"\x1b\[[\d;]*m", "", coloured(problem))
        assert plain == str(problem)
        assert coloured(problem).count("\x1b") == 2


def test_in_a_pipe_there_is_a_line_for_each_stage_and_no_colour(spoilt: Path) -> None:
    done = typed("check", folder=spoilt, environment={"FORCE_COLOR": "1"})
    assert done.stderr.splitlines()[0] == "reading the manuscript …"
    assert "\x1b" not in done.stderr + done.stdout


LOADING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Finder:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
"""
"""A Python in which Ctrl-C is pressed when a certain module is about to be loaded."""


@pytest.mark.parametrize("module", ["press.cli", "press.cli.answer", "press.cli.tasks"])
def test_an_interrupt_while_all_is_loaded_ends_quietly_with_130(module: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOADING + PRESS, module]
    ours = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(command, cwd=tmp_path, env=ours, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
