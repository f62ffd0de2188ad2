"""Style folder → Style: one design, read once. The only reader of style files.

A style is `style.yaml` (what it is made of, and its words), style sheets, and templates. `based_on` names a style
whose sheets come before its own, whose templates it has where it has none of that name, and whose keys hold where it is
silent: the trees of both files are laid over each other and read as one record. Faults carry the file and line of the
style that has them. Citation styles (CSL) stand in `citations/` beside the styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path

import fontpkg
import jinja2

from press.citations.wording import CitationStyle
from press.fields import Reader, Written
from press.files import is_there, read_text
from press.indexes.options import PRESETS
from press.problem import Faulty, Origin, Problem, did_you_mean, has_errors
from press.project import Project
from press.rules import MISSING_KEY
from press.store import Store
from press.style.csl_file import faults_of_csl
from press.style.libraries import citation_files, libraries, style_folders
from press.style.limits import Limits
from press.style.nesting import faults_of_sheet
from press.style.pieces import idle_keys
from press.style.records import StyleRecord
from press.style.rules import (
    BAD_TEMPLATE,
    CIRCULAR_STYLE,
    IDLE_INITIALS,
    INK,
    UNKNOWN_CITATION_STYLE,
    UNKNOWN_FONT,
    UNKNOWN_STYLE,
)
from press.style.style import Style, StyleSheet
from press.style.templates import CompiledTemplates, TemplateEnvironment, line_being_compiled
from press.yaml_tree import Tree, overlay

INK_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
PROCESS_INKS = {"all", "none", "cyan", "magenta", "yellow", "black"}
"""Names that PDF has given to inks that every press has (PDF 32000-1, 8.6.6.4)."""
LONGEST_NAME = 127
"""Bytes of a name that every reader of PDF takes (PDF 32000-1, Annex C)."""
GREY = 2
"""Channels that differ by no more than this of 255 show no colour, and are printed in black."""
HANG = 0.25
"""Ems by which the widest of the marks that may hang stands out when it hangs in full measure."""

AS_GIVEN = (
    *("words", "openings", "heads", "authors", "bibliography_at", "page_one"),
    *("initials", "headings", "side_column", "contents", "numerals", "justification"),
    *("notes_at", "notes_at_of", "long_note", "verse_numbers", "speakers", "line_numbers", "dashes"),
    *("bullets", "plates", "credits", "print", "imprint"),
)
"""Keys of the record that a style has as they are given."""


def read_style(
    project: Project,
    name: str,
    citations: str,
    asked: Origin,
    paged: bool = True,
    *,
    citing: Origin | None = None,
    among: tuple[Path, ...] = (),
) -> Style:
    """The style `name`, citing by the CSL file `citations` (or the style's own); `asked` and `citing` are where these
    are asked for. `among`: the folders in which styles are looked for, if not only in the project's and the press's.

    Raises `Faulty` with all that is wrong with it, or if it is no style of pages while it is to be `paged`.
    """
    among = among or libraries(project)
    lineage = _lineage(project, name, asked, among)
    folders = tuple(lineage)
    reader = Reader(project.shown(folders[0] / "style.yaml"))
    record = reader.record(reduce(overlay, lineage.values()), StyleRecord)
    problems = list(reader.problems)
    if record is None:
        raise Faulty(problems)
    if record.paged != paged:
        raise Faulty([Problem(asked, UNKNOWN_STYLE, f'"{name}" is a style for {"the screen" if paged else "paper"}')])
    problems += (*_missing(record, bool(citations)), *_idle_initials(record), *_inks_amiss(record.print.inks))
    # what follows from other keys is laid below what is given; so a style can set it to nothing, too
    index = record.index.over(PRESETS[record.index.values.get("preset", "chicago")])
    limits = record.look.over(Limits(hang=HANG * record.justification.hanging / 100))
    # the oldest ancestor's sheets come first: what says otherwise must come later to win
    style = Style(
        name=name,
        folders=folders,
        sheets=tuple(sheet for folder in reversed(folders) for sheet in _sheets(project, folder)),
        cover=tuple(sheet for folder in reversed(folders) for sheet in _sheets(project, folder / "cover")),
        templates=_templates(project, folders, among, problems),
        fonts={family.text: _font_files(family, problems) for family in record.fonts},
        csl=_csl(project, Written(citations, citing or asked) if citations else record.citations, among, problems),
        index=index,
        **{name: getattr(record, name) for name in AS_GIVEN},
        limits=limits,
        shown=project.shown(folders[0]),
    )
    # templates that cannot be read have been told
    problems += idle_keys(style, tuple(lineage.values())) if not problems else []
    if problems := [*problems, *(fault for each in (*style.sheets, *style.cover) for fault in faults_of_sheet(each))]:
        raise Faulty(problems)
    return style


def _lineage(project: Project, name: str, asked: Origin, among: tuple[Path, ...]) -> dict[Path, Tree]:
    """The folder of the style and of those it is based on, with their records, its own first. Raises `Faulty` where one
    cannot be had.
    """
    found: dict[Path, Tree] = {}
    there = style_folders(among)
    while name:
        # a name with a slash would lead out of the styles, or into one
        if name not in there or not is_there(there[name] / "style.yaml"):
            raise Faulty([Problem(asked, UNKNOWN_STYLE, f'no style "{name}"', did_you_mean(name, there))])
        folder = there[name]
        if folder in found:
            raise Faulty([Problem(asked, CIRCULAR_STYLE, f'"{name}" is based on itself')])
        reader = Reader(project.shown(folder / "style.yaml"))
        tree = reader.tree(read_text(folder / "style.yaml", reader.path))
        # of what is told here nothing is to be seen any more in a tree laid over another
        if tree is None or has_errors(reader.problems):
            raise Faulty(reader.problems)
        found[folder] = tree
        base = _based_on(tree, reader.path)
        name, asked = base.text, base.origin
    return found


def _based_on(tree: Tree, path: str) -> Written:
    """The style that one is based on, if any. What is wrong with the key is told when the whole record is read."""
    node = next((value for key, value in tree.value if key.value == "based_on"), None)
    base = Reader(path).value(node, Written, "based_on") if node is not None else None
    return base or Written("", Origin(path))


def _missing(record: StyleRecord, chosen: bool) -> Iterator[Problem]:
    """What every style must say, or one that it is based on; a style of the screen may have its citations `chosen`."""
    said = {
        "fonts": bool(record.fonts) or not record.paged,
        "citations": bool(record.citations.text) or (chosen and not record.paged),
    }
    for key in (key for key, there in said.items() if not there):
        yield Problem(record.origin, MISSING_KEY, f'missing key "{key}"')


def _idle_initials(record: StyleRecord) -> Iterator[Problem]:
    """Initials that could not be set, or of which the kind is not said."""
    how = record.initials
    if how.kind == "none":
        yield from (
            Problem(place, IDLE_INITIALS, f'"{key}" of initials, of which no kind is named', 'add "kind:", as drop')
            for key, place in how.keys.items()
            if "kind" not in how.keys
        )
    elif not record.paged:
        message = "initials in a style for the screen, where a paragraph begins with its number"
        yield Problem(how.origin, IDLE_INITIALS, message, "leave them to styles for paper")
    elif not record.justification.whole:
        message = "initials in a style that breaks paragraphs line by line"
        yield Problem(how.origin, IDLE_INITIALS, message, "set justification: {whole: yes}")


def _inks_amiss(inks: Mapping[str, Written]) -> Iterator[Problem]:
    """Inks of their own that no press could load, or that no colour of a sheet could be printed in."""
    colours, names = set[str](), set[str]()
    for colour, ink in inks.items():
        name = ink.text
        if not INK_COLOUR.fullmatch(colour):
            yield Problem(ink.origin, INK, f'"{colour}" is no colour of an ink', "six figures, as #b03020")
        elif max(rgb := bytes.fromhex(colour[1:])) - min(rgb) <= GREY:
            yield Problem(ink.origin, INK, f'"{colour}" is a grey, and a grey is printed in black ink')
        elif colour.casefold() in colours:
            yield Problem(ink.origin, INK, f'"{colour}" has two inks', "one colour is printed in one ink")
        spaced = name != " ".join(name.split()) or not name.isprintable()
        if not name or spaced or name.casefold() in PROCESS_INKS or len(name.encode()) > LONGEST_NAME:
            yield Problem(ink.origin, INK, f'"{name}" is no ink of its own', "its name as the printer has it")
        elif name.casefold() in names:
            # both would be painted with it in full, whatever the sheets have
            yield Problem(ink.origin, INK, f'"{name}" is the ink of two colours', "a tint of it is no ink of its own")
        colours.add(colour.casefold())
        names.add(name.casefold())


def _sheets(project: Project, folder: Path) -> Iterator[StyleSheet]:
    for path in sorted(folder.glob("*.css")):
        yield StyleSheet(project.shown(path), folder, read_text(path, project.shown(path)))


def _csl(project: Project, chosen: Written, among: tuple[Path, ...], problems: list[Problem]) -> CitationStyle:
    there = citation_files(among)
    name = chosen.text if chosen.text.endswith(".csl") else f"{chosen.text}.csl"
    path = there.get(name, among[0] / "citations" / "none.csl")
    # where none is named, that has been told
    if chosen.text and not (is_there(path) and path.resolve().is_relative_to(path.parent.resolve())):
        known = [each.removesuffix(".csl") for each in there]
        message, hint = f'no citation style "{chosen.text}"', did_you_mean(chosen.text, known)
        problems.append(Problem(chosen.origin, UNKNOWN_CITATION_STYLE, message, hint))
    elif chosen.text:
        try:
            problems += faults_of_csl(read_text(path, project.shown(path)), project.shown(path))
        except Faulty as fault:
            problems += fault.problems
    return CitationStyle(path, project.shown(path))


def _font_files(family: Written, problems: list[Problem]) -> tuple[Path, ...]:
    try:
        return tuple(sorted({Path(font.path) for font in fontpkg.family(family.text).files}))
    except fontpkg.FontpkgError as fault:
        hint = "add its fontpkg package to pyproject.toml"
        problems.append(Problem(family.origin, UNKNOWN_FONT, f'no font "{family.text}": {fault}', hint))
        return ()


def _templates(
    project: Project, folders: tuple[Path, ...], among: tuple[Path, ...], problems: list[Problem]
) -> jinja2.Environment:
    """The style's templates, every one compiled so that a fault in any is found now. `base/x.html.j2` names that of
    another style, to extend it.
    """
    # strict, for an empty place on a page would be found by nobody; and escaped, for words may hold < and &
    environment = TemplateEnvironment(
        loader=jinja2.FileSystemLoader([*folders, *among], encoding="utf-8-sig"),
        bytecode_cache=CompiledTemplates(Store(project.cache)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    written = ((folder, path) for folder in folders for path in (*folder.glob("*.j2"), *folder.glob("cover/*.j2")))
    for folder, path in sorted(written):
        try:
            environment.get_template(path.relative_to(folder.parent).as_posix())
        except jinja2.TemplateSyntaxError as fault:
            where = Origin(project.shown(Path(fault.filename or path)), fault.lineno)
            problems.append(Problem(where, BAD_TEMPLATE, f"not a template: {fault.message}"))
        except UnicodeDecodeError as fault:
            where = Origin(project.shown(path), fault.object[: fault.start].count(b"\n") + 1)
            problems.append(Problem(where, BAD_TEMPLATE, "not UTF-8", "save the file with the encoding UTF-8"))
        except jinja2.TemplateError as fault:
            problems.append(Problem(Origin(project.shown(path)), BAD_TEMPLATE, str(fault)))
        except (SyntaxError, RecursionError) as fault:  # Python's own, to which a template is translated
            where = Origin(project.shown(path), line_being_compiled(fault))
            problems.append(Problem(where, BAD_TEMPLATE, f"nested too deeply: {fault}"))
    return environment
