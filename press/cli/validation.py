"""What is made against its standards: the reading edition by veraPDF, the EPUB by epubcheck.

What comes out is a verdict for each PDF and standard, with each rule that fails told once and where, and the faults of
an EPUB.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object

from press.cli.rules import FAULTY_EPUB, VALIDATOR, broken_clause
from press.cli.validators import EPUBCHECK, TOLD, VERAPDF, ask, look_for
from press.problem import Faulty, Origin, Problem, Severity

STANDARDS = {"PDF/UA-1": "ua1", "PDF/A-3a": "3a"}
"""What the reading edition claims, and veraPDF's name for each."""
LEVELS = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}
"""What epubcheck calls a fault; whatever else it says is advice."""
PAGE = re.compile(r"pages\[(\d+)\]")
OBJECT = re.compile(r"\((\d+) (\d+) obj")


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file breaks: its clause, what is wrong, how many times, and where first."""

    clause: str
    what: str
    count: int
    where: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF found of one file by one standard: how many checks it made, and the rules that failed."""

    path: str
    standard: str
    checks: int
    failures: tuple[Failure, ...]

    @property
    def failed(self) -> int:
        """How many checks failed."""
        return sum(failure.count for failure in self.failures)

    def problems(self) -> Iterator[Problem]:
        """Each rule that fails, as a problem of the file."""
        for each in self.failures:
            times = f", {each.count} times" if each.count > 1 else ""
            rule = broken_clause(self.standard, each.clause)
            yield Problem(Origin(self.path), rule, f"{each.what}{times}{': first ' if times else ': '}{each.where}")


def validate(files: Mapping[str, Path], cache: Path) -> tuple[Verdict, ...]:
    """Verdicts for files (by the names they are told by), by every standard. Raises `Faulty` if veraPDF cannot be run.

    `cache` is the folder where veraPDF has been put.
    """
    look_for(VERAPDF, cache)
    asked = [(shown, path, standard) for shown, path in files.items() for standard in STANDARDS]
    with ThreadPoolExecutor(2) as pool:  # each is a Java of its own, which takes seconds to start and much memory
        reports = list(pool.map(lambda each: _report(cache, each[0], each[1], STANDARDS[each[2]]), asked))
    return tuple(
        read_report(report, shown, path, standard)
        for (shown, path, standard), report in zip(asked, reports, strict=True)
    )


def _report(cache: Path, shown: str, path: Path, flavour: str) -> str:
    """The report of veraPDF on a file, as JSON."""
    options = ["--format", "json", "--maxfailuresdisplayed", "1", "--nonpdfext", "--flavour", flavour]
    return ask(VERAPDF, cache, [*options, str(path)], shown)


def read_report(report: str, shown: str, path: Path, standard: str) -> Verdict:
    """A verdict from veraPDF's report (JSON) on a file. Raises `Faulty` if veraPDF could not judge it."""
    try:
        job = json.loads(report)["report"]["jobs"][0]
        details = job["validationResult"][0]["details"]
    except (json.JSONDecodeError, KeyError, IndexError):  # it reports so of a file that it cannot parse
        raise Faulty([Problem(Origin(shown), VALIDATOR, "veraPDF cannot read the file")]) from None
    failed = [rule for rule in details["ruleSummaries"] if rule["failedChecks"]]
    checks = details["passedChecks"] + details["failedChecks"]
    if not failed:  # the file itself need not be opened
        return Verdict(shown, standard, checks, ())
    with pikepdf.open(path) as pdf:
        return Verdict(shown, standard, checks, tuple(_failure(rule, pdf) for rule in failed))


def _failure(rule: Mapping[str, Any], pdf: pikepdf.Pdf) -> Failure:
    first: Mapping[str, str] = next(iter(rule["checks"]), {})
    clause = f"{rule['clause']}-{rule['testNumber']}"
    return Failure(
        clause,
        _worded(first.get("errorMessage") or rule["description"]),
        rule["failedChecks"],
        tell_place(first.get("context", ""), pdf),
    )


def _worded(said: str) -> str:
    """What a validator says, as a problem says it: not too long, without a capital and a full stop."""
    what = " ".join(said.split()).rstrip(".")
    # a word in capitals, such as PDF, keeps its first
    what = what if len(what) <= TOLD else f"{what[:TOLD].rstrip()}…"
    return what if what[1:2].isupper() else what[:1].lower() + what[1:]


# --- the EPUB --------------------------------------------------------------------------------------


def check_epub(shown: str, path: Path, cache: Path) -> tuple[Problem, ...]:
    """The faults that epubcheck, the validator of the W3C, finds in an EPUB. Raises `Faulty` if it cannot be run."""
    look_for(EPUBCHECK, cache)
    return read_messages(ask(EPUBCHECK, cache, ["--quiet", "--json", "-", str(path)], shown), shown)


def read_messages(report: str, shown: str) -> tuple[Problem, ...]:
    """The faults in a report of epubcheck (JSON), each with the file within the EPUB and the line where it is first."""
    found = []
    for said in json.loads(report)["messages"]:
        if said["severity"] not in LEVELS:
            continue
        places = [str(each["path"]) + (f":{each['line']}" if each["line"] > 0 else "") for each in said["locations"]]
        message = f"{_worded(said['message'])} ({', '.join((said['ID'], *places[:1]))})"
        found.append(Problem(Origin(shown), FAULTY_EPUB, message, severity=LEVELS[said["severity"]]))
    return tuple(found)


# --- where a rule is broken ----------------------------------------------------------------------


def tell_place(context: str, pdf: pikepdf.Pdf) -> str:
    """The place that a path of veraPDF's leads to: the page as it is numbered, its chapter, the structure element."""
    element = _element(context, pdf)
    found = PAGE.search(context)
    number = int(found[1]) if found else _page_of(element, pdf)  # through the structure a path names no page
    told = []
    if number is not None:
        chapter = _chapter(number, pdf)
        told.append(f"page {pdf.pages[number].label}" + (f" ({chapter})" if chapter else ""))
    if element is not None:
        told.append(_told(element))
    return ", ".join(told) or "the file as a whole"


def _element(context: str, pdf: pikepdf.Pdf) -> Object | None:
    """The innermost structure element on a path, or that of the annotation on it."""
    for number, generation in reversed(OBJECT.findall(context)):  # a path leads inwards
        found = pdf.get_object(int(number), int(generation))
        if isinstance(found, Dictionary) and "/S" in found and "/P" in found:
            return found
        if isinstance(found, Dictionary) and "/StructParent" in found:
            numbers = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
            return numbers.get(int(found.StructParent))
    return None


def _told(element: Object) -> str:
    """An element by the types of those around it, and its identifier if it has one."""
    types: list[str] = []
    around = element
    while "/S" in around:
        types.append(str(around.S)[1:])
        around = around.P
    named = f" {element.ID}" if "/ID" in element else ""
    return " > ".join(reversed(types[:-1])) + named  # without the document, which is around them all


def _page_of(element: Object | None, pdf: pikepdf.Pdf) -> int | None:
    """The page (from 0) of an element, or of the first within it that has one."""
    # breadth first: what an element holds is on its page or a later one
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    waiting: list[Any] = [element]
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, Dictionary):
            continue
        if "/Pg" in each:
            return pages.get(each.Pg.objgen)
        kids = each.get("/K", ())
        waiting += list(kids) if isinstance(kids, Array) else [kids]
    return None


def _chapter(number: int, pdf: pikepdf.Pdf) -> str:
    """The last entry of the outline's first level that begins on a page (from 0) or before it."""
    pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    title = ""
    with pdf.open_outline() as outline:
        for entry in outline.root:
            place = list(entry.destination) if isinstance(entry.destination, Array) else []
            if place and pages.get(place[0].objgen, number + 1) <= number:
                title = entry.title
    return title
