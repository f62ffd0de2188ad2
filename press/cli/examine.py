"""The tasks that make nothing and tell something: of the manuscript, of the pages, of the files that were made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from press.cli.answer import answered, bar
from press.cli.rules import FAULTY_PRINT
from press.cli.telling import say, tell, told_to_others
from press.commands import call
from press.problem import Faulty, Origin, Problem, did_you_mean, has_errors, in_order
from press.project import Project
from press.rules import MISSING_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from press.book import Book
    from press.places import Places
    from press.prepress.house import House

# --- the manuscript ------------------------------------------------------------------------------


@answered()
def check(project: Project, pages: bool = False) -> int:
    """Print every problem; with `pages` those that only layout shows too."""
    from press import build as pipeline

    if pages:  # layout takes minutes, and an editor checks after every paragraph
        with bar() as told:
            book, *_, problems = pipeline.proof(project, told)
        problems = pipeline.with_permissions(book, problems)
    else:
        problems = pipeline.examine(project)
    tell(problems)
    return 1 if has_errors(problems) else 0


@answered()
def permissions(project: Project) -> int:
    """The log of permissions: of what each is, since when and until when; and the pictures without one."""
    from press import build as pipeline
    from press.cli.worktable import WorkSheet, print_sheets
    from press.clock import today
    from press.editing.permissions import permission_log, uncleared

    book, problems = pipeline.edit(project)
    rows = permission_log(book, now := today())
    heads = ("for", "holder", "state", "cleared", "by", "until", "editions", "note", "where")
    print_sheets([WorkSheet("Permissions", heads, rows)])
    found = in_order((*(each for each in problems if has_errors([each])), *uncleared(book, now)))
    tell(found)
    return 1 if has_errors(found) else 0


@answered(counted=False)
def queries(project: Project, every: bool = False) -> int:
    """The list of queries, in the order of the files: those that are open with their answers, or `every` one."""
    from press import build as pipeline
    from press.cli.worktable import WorkSheet, print_sheets

    book, _ = pipeline.edit(project)
    shown = sorted((each for each in book.queries if every or not each.resolved), key=lambda each: each.origin)
    rows = tuple(
        (
            str(each.origin),
            each.who,
            each.when,
            each.about,
            each.what,
            "answer" if each.answer else "resolved" if each.resolved else "open",
        )
        for each in shown
    )
    print_sheets([WorkSheet("Queries", ("where", "who", "when", "about", "what", "state"), rows)])
    return 0


@answered()
def trace(project: Project, key: str, pages: bool = False) -> int:
    """Print where a source is cited, or `all` of them; with `pages` the book is laid out for the page numbers."""
    from press import build as pipeline
    from press.citations.trace import trace as trace_source
    from press.citations.trace import trace_all
    from press.editing.record_rules import UNKNOWN_SOURCE

    book, _, wording, _ = pipeline.prepare(project)
    everything = key == "all" and key not in book.sources  # even a source may be called "all"
    if not everything and key not in book.sources:
        where = Origin(project.shown(project.manuscript / "sources.yaml"))
        raise Faulty([Problem(where, UNKNOWN_SOURCE, f'no source "{key}"', did_you_mean(key, book.sources))])
    places: Places = {}
    if pages:
        with bar() as told:
            _, _, settled, _ = pipeline.proof(project, told)
        places = settled.places
    print("\n".join(trace_all(book, wording) if everything else trace_source(book, wording, places, key)))
    return 0


# --- the pages -----------------------------------------------------------------------------------


@answered()
def look(project: Project, strict: bool = False, sheet: bool = True) -> int:
    """Audit the pages and make the contact sheet; print what there is to look at, then the table."""
    from press.audit.audit import table
    from press.look import look as look_at

    with bar() as told:
        looked = look_at(project, told, sheet)
    for problem in looked.problems:
        say(problem)
    print(table(looked.audit))
    for path in looked.made:
        print(project.shown(path))
    return 1 if has_errors(looked.problems) or (strict and looked.problems) else 0


# --- the files that were made ----------------------------------------------------------------------


@answered()
def preflight(project: Project, houses: Iterable[str] = (), cover: bool = False) -> int:
    """The print edition, or the cover, against what printing houses ask for; 1 if one will not do.

    Where no house is named, those of the book are asked, or else `offset`.
    """
    from press import build as pipeline
    from press.cli.make import names_in
    from press.prepress.house import read_houses

    asked = names_in((houses,) if isinstance(houses, str) else houses)
    named = read_houses(project, asked)  # a name mistyped is told before a file is looked for
    book, _ = pipeline.edit(project)
    own = read_houses(project, book.houses, book.keys.get("houses"))
    chosen = named or own or read_houses(project, ("offset",))
    return max([_preflight_for(project, book, house, cover) for house in chosen])


def _preflight_for(project: Project, book: Book, house: House, cover: bool) -> int:
    """A print edition, or a cover, against what one house asks for: that which was made for it, or else for any."""
    from press.cli.worktable import WorkSheet, print_sheets
    from press.editions import look_at_cover, product
    from press.placing import note_proved, stale_in
    from press.prepress.artwork import page_count, read_file
    from press.prepress.house_edition import check_cover, edition_for, proved_by
    from press.prepress.preflight import preflight as check_file
    from press.prepress.wrap import template_check

    own = product(project, book, edition_for(house)).is_file()
    inside = product(project, book, edition_for(house) if own else "print")
    jacket = product(project, book, f"cover-{house.id}")
    jacket = jacket if jacket.is_file() else product(project, book, "cover")
    path = jacket if cover else inside
    shown = project.shown(path)
    for problem in stale_in(project, book.imprint, path):
        say(problem)
    content = read_file(path, shown)
    checks = check_cover(content, book, house, shown) if cover else check_file(content, house, shown)
    if cover and inside.is_file():
        printed = read_file(inside, project.shown(inside))
        checks += (template_check(content, printed, book, house.cover),)
    note_proved(project, path, *proved_by(checks, house))
    rows = tuple(
        ("ok" if c.passed else "FAULT", c.name, c.wanted, c.found, f"page {c.page}" if c.page else "") for c in checks
    )
    print_sheets((WorkSheet(f"{shown} for: {house.name}", ("", "check", "wanted", "found", "where"), rows),))
    if cover and inside.is_file():  # whether it is as wide as that book is thick
        for problem in look_at_cover(project, path, page_count(inside.read_bytes())):
            say(problem)
    for c in (each for each in checks if not each.passed and told_to_others()):  # to people the table tells it
        where = f", page {c.page}" if c.page else ""
        say(Problem(Origin(shown), FAULTY_PRINT, f"{c.name}: wanted {c.wanted}, found {c.found}{where}"))
    faults = sum(not check.passed for check in checks)
    print(f"{faults or 'no'} fault{'' if faults == 1 else 's'} in {len(checks)} checks")
    return 1 if faults else 0


def _reading_editions(project: Project) -> list[Path]:
    """That of the book, if it has been made; all that there are where the book cannot be read."""
    from press import build as pipeline
    from press.editions import product

    try:
        book, _ = pipeline.edit(project)
    except Faulty:
        return sorted(project.dist.glob("*-reading.pdf"))
    return [path for path in (product(project, book, "reading"),) if path.is_file()]


@answered()
def validate(project: Project, install: bool = False) -> int:
    """Hold the reading edition against its standards; with `install`, fetch the validator first."""
    from press.cli import validation, validators
    from press.cli.worktable import WorkSheet, print_sheets
    from press.editing.read import manuscript_missing
    from press.manifest import Standard
    from press.placing import note_proved

    files = {project.shown(path): path for path in _reading_editions(project)}
    if install:
        validators.install(validators.VERAPDF, project.cache)
    if not files:
        where = Origin(project.shown(project.dist))
        unmade = Problem(where, MISSING_FILE, "no reading edition to validate", call("build"))
        raise Faulty([manuscript_missing(project) or unmade])
    verdicts = validation.validate(files, project.cache)
    rows = tuple((v.path, v.standard, f"{v.checks:,}", str(v.failed)) for v in verdicts)
    print_sheets([WorkSheet(str(validators.VERAPDF), ("file", "standard", "checks", "failed"), rows)])
    for shown, path in files.items():
        proved = [Standard(v.standard, str(validators.VERAPDF), not v.failed) for v in verdicts if v.path == shown]
        note_proved(project, path, *proved)
    problems = [problem for verdict in verdicts for problem in verdict.problems()]
    tell(problems)
    return 1 if problems else 0
