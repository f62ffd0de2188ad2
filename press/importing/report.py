"""The report of an import: which lines went where, what was left out and why, and what an editor must decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from press.importing.account.account_words import FileAccount, account_lines, place_written
from press.importing.names.people import Census
from press.importing.names.works import Proposal
from press.importing.structure.collection import Places
from press.importing.sureness import bracketed
from press.importing.typescript import Changed, LeftOut


@dataclass(frozen=True, slots=True)
class Went:
    """Places of the typescript, first and last, that went to a file."""

    first: int
    last: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """Everything that is to be told of an import; `places` says where each place is in the author's file, `written` by
    file and line where it is in the manuscript.
    """

    name: str
    places: Places
    went: tuple[Went, ...]
    left: tuple[LeftOut, ...]
    changed: tuple[Changed, ...]
    census: Census
    sources: tuple[Proposal, ...]
    decide: tuple[str, ...]
    passed_over: tuple[LeftOut, ...] = ()
    written: Mapping[int, str] = field(default_factory=dict)
    typed: tuple[Changed, ...] = ()
    referring: tuple[Changed, ...] = ()
    parts: int = 0
    remark: str = ""
    account: FileAccount | None = None


def with_account(report: ImportReport, account: FileAccount | None) -> ImportReport:
    """The report with the account of the file's words, if one could be made."""
    return report if account is None else replace(report, account=account, left=(*report.left, *account.left))


def line_beginning(texts: Mapping[str, bytes], at: str) -> str:
    """A file, and how its line begins, parted by a colon → the file and the number of that line, if it is there."""
    path, _, start = at.partition(":")
    lines = texts.get(path, b"").decode().split("\n")
    found = next((n for n, line in enumerate(lines, 1) if start and line.strip().startswith(start)), 0)
    return f"{path}:{found}" if found else path * (path in texts)


def some(words: str, letters: int = 80) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= letters else (line[:letters].rpartition(" ")[0] or line[:letters]) + " …"


def write_report(report: ImportReport) -> str:
    """The report, as Markdown to be read."""
    parts = [
        f"# What became of {report.name}\n",
        *([f"{report.remark}\n"] if report.remark else []),
        *_section("The words of the file", _accounted(report)),
        *_section("To decide", (f"- {each}" for each in report.decide)),
        *_section("Files that were not read", (f"- {each.text}: {each.why}" for each in report.passed_over)),
        *_section("Where the text went", _went(report)),
        *_section("Left out", _left(report), "Nothing was left out."),
        *_section("Changed", _changed(report)),
        *_section("Citations typed by hand", _typed(report, report.typed)),
        *_section("References typed by hand", _typed(report, report.referring)),
        *_section("People proposed", _people(report)),
        *_section("Surnames that nobody got", _undecided(report)),
        *_section("Works proposed", _works(report)),
        *_section("Capitals taken for no person", _others(report)),
    ]
    return "\n".join(parts)


def _section(title: str, lines: Iterable[str], otherwise: str = "") -> list[str]:
    found = list(lines) or ([otherwise] if otherwise else [])
    return [f"## {title}\n", *found, ""] if found else []


def _accounted(report: ImportReport) -> Iterable[str]:
    return account_lines(report.account, report.places, report.written) if report.account else ()


def _went(report: ImportReport) -> Iterable[str]:
    yield from (f"- {report.places.said(each.first, each.last)}: {each.where}" for each in report.went)


def _left(report: ImportReport) -> Iterable[str]:
    for each in sorted(report.left, key=lambda one: one.place):  # as code, so that nothing in the words is a mark
        said = f"{report.places.said(each.place)}{_there(report, each.place)}, {each.why}{bracketed(each.sure)}"
        yield f"- {said}:\n\n{_quoted(each.text)}\n"


def _there(report: ImportReport, place: int, at: str = "") -> str:
    """Where in the manuscript something stands, or what stood before it, in parentheses, if anywhere."""
    there = at or place_written(report.written, place)
    return f" ({there})" if there else ""


def _quoted(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.splitlines())


def _changed(report: ImportReport) -> Iterable[str]:
    found = sorted(set(report.changed), key=_place)  # once, though several steps may have met it
    yield from (_told(report, each) for each in found)


def _told(report: ImportReport, each: Changed) -> str:
    """What is otherwise, with its place in the author's file and in the manuscript, and how sure a guess is."""
    return f"- {report.places.said(each.place)}{_there(report, each.place, each.at)}: {each.what}{bracketed(each.sure)}"


def _typed(report: ImportReport, typed: tuple[Changed, ...]) -> Iterable[str]:
    if typed:
        yield "Nothing of these is changed: each is to be confirmed, and written as is said.\n"
    yield from (_told(report, each) for each in typed)


def _place(changed: Changed) -> tuple[int, str]:
    return changed.place, changed.what


def _people(report: ImportReport) -> Iterable[str]:
    people = report.census.people
    if people:
        yield "Each is in `people.yaml`, to be weeded and filled in. The number says how often the text has a form."
        yield "Behind it stands how sure it is that this is a person, and by what.\n"
    for each in people:
        forms = ", ".join(f"{form} {count}" for form, count in each.forms)
        yield f"- `{each.key}` {each.count}: {forms} [{each.sure}]"


def _undecided(report: ImportReport) -> Iterable[str]:
    for surname, count, why in report.census.undecided:
        yield f"- {surname}, {_times(count)}: {why}. Add the form to one person, or mark the places."


def _works(report: ImportReport) -> Iterable[str]:
    for each in report.sources:
        record = each.record
        named = ", ".join(str(record[key]) for key in ("title", "container-title", "issued") if key in record)
        places = report.places.listed(each.places)
        yield f"- `{each.key}` {named}{f' ({places})' if places else ''}{bracketed(each.sure)}"


def _others(report: ImportReport) -> Iterable[str]:
    for words, count, place in report.census.others:
        yield f"- {words}, {_times(count)}, first at {report.places.said(place)}{_there(report, place)} [likely]"


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"
