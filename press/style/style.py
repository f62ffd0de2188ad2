"""Style folder → Style: one design, read once. The only reader of style files.

A style is `style.yaml` (what it is made of, and its words), style sheets, and templates. `based_on` names a style
whose sheets come before its own, whose templates it has where it has none of that name, and whose keys hold where it is
silent. Faults carry the file and line of the style that has them. Citation styles (CSL) stand in `styles/citations/`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import fontpkg
import jinja2

from press.citations.wording import CitationStyle
from press.fields import Length, Raw, Reader
from press.indexes.options import PRESETS, IndexOptions
from press.problem import Faulty, Origin, Problem, did_you_mean
from press.project import Project
from press.style.justification import Justification
from press.style.limits import Limits, read_limits

HANG = 0.25
"""Ems by which the widest of the marks that may hang stands out when it hangs in full measure."""
LONG_NOTE = 150


@dataclass(frozen=True, slots=True)
class GutterRecord:
    """From how many pages on the inner margin is to be wider, and by how much."""

    from_: int
    extra: Length


@dataclass(frozen=True, slots=True)
class PrintRecord:
    """How the print edition is made.

    The printing condition and its ICC profile, what becomes of RGB colours, the bleed, the marks, the gutter by extent,
    and how fine pictures and line art must be (dots per inch). `spine` is the narrowest spine that bears a title.
    """

    profile: str = "default_cmyk.icc"
    condition: str = "CGATS TR 001"
    colour: Literal["convert", "refuse"] = "convert"
    bleed: Length = Length()
    marks: Literal["none", "crop"] = "none"
    gutter: tuple[GutterRecord, ...] = ()
    resolution: int = 300
    line_art: int = 600
    spine: Length = Length(18.0, "18pt")
    origin: Origin = Origin("")

    @property
    def beyond(self) -> float:
        """How far beyond the trim pages are painted, in points: the bleed, and the widest gutter that may move them."""
        widest = max((each.extra.points for each in self.gutter), default=0.0)
        return self.bleed.points + widest if self.bleed.points else 0.0


@dataclass(frozen=True, slots=True)
class StyleRecord:
    """style.yaml. `openings`: recto, verso or next, by piece; the default is recto. `words`: what the templates say.
    `paged`: no for a style of the screen, which needs no fonts.
    """

    name: str
    based_on: str = ""
    paged: bool = True
    fonts: tuple[str, ...] = ()
    citations: str = ""
    words: Raw = field(default_factory=lambda: Raw({}, {}))
    openings: Raw = field(default_factory=lambda: Raw({}, {}))
    index: Raw = field(default_factory=lambda: Raw({}, {}))
    look: Raw = field(default_factory=lambda: Raw({}, {}))
    justification: Justification = field(default_factory=Justification)
    long_note: int = 0
    print: PrintRecord = field(default_factory=PrintRecord)
    origin: Origin = Origin("")

    def over(self, base: StyleRecord) -> StyleRecord:
        """What this record says and, where it is silent, `base`; words, openings and index key by key."""
        return dataclasses.replace(
            self,
            fonts=self.fonts or base.fonts,
            citations=self.citations or base.citations,
            words=_over(self.words, base.words),
            openings=_over(self.openings, base.openings),
            index=_over(self.index, base.index),
            look=_over(self.look, base.look),
            justification=base.justification if self.justification == Justification() else self.justification,
            long_note=self.long_note or base.long_note,
            print=base.print if self.print == PrintRecord() else self.print,
        )


def _over(own: Raw, base: Raw) -> Raw:
    return Raw({**base.value, **own.value}, own.lines)


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One style sheet: its path as shown, the folder from which its URLs are read, its text."""

    path: str
    folder: Path
    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """A design: its folders, its own first; sheets, those of the style it is based on first, each folder's in order of
    name; templates, fonts (family → files), words, how to cite and index; and its own folder as it is told to people.
    """

    name: str
    folders: tuple[Path, ...]
    sheets: tuple[StyleSheet, ...]
    templates: jinja2.Environment
    fonts: Mapping[str, tuple[Path, ...]]
    csl: CitationStyle
    words: Mapping[str, str]
    openings: Mapping[str, Literal["recto", "verso", "next"]]
    index: IndexOptions
    justification: Justification
    long_note: int
    limits: Limits
    shown: str
    print: PrintRecord = field(default_factory=PrintRecord)
    cover: tuple[StyleSheet, ...] = ()


def read_style(project: Project, name: str, citations: str, asked: Origin, paged: bool = True) -> Style:
    """The style `name`, citing by the CSL file `citations` (or the style's own). Raises `Faulty`."""
    problems: list[Problem] = []
    lineage = _lineage(project, name, asked, problems)
    folders = tuple(project.styles / ancestor for ancestor, _ in lineage)
    sheets = tuple(sheet for folder in reversed(folders) for sheet in _sheets(project, folder))
    for ancestor, record in lineage:
        path = project.shown(project.styles / ancestor / "style.yaml")
        index_options(record.index, path, problems)
        read_limits(record.look, path, problems)
        problems += _wrong_openings(record.openings, path)
    record = reduce(lambda own, base: own.over(base), (record for _, record in lineage))
    if record.paged != paged:
        raise Faulty([Problem(asked, "unknown-style", f'"{name}" is a style for {"the screen" if paged else "paper"}')])
    for key in ("fonts", "citations") if paged else ():
        if not getattr(record, key):
            problems.append(Problem(record.origin, "missing-key", f'missing key "{key}"'))
    csl = _csl(project, citations or record.citations, asked if citations else record.origin, problems)
    fonts = {family: _font_files(family, record.origin, problems) for family in record.fonts}
    templates = _templates(project, folders, problems)
    limits = read_limits(record.look, "", [])
    if not limits.hang:
        limits = dataclasses.replace(limits, hang=HANG * record.justification.hanging / 100)
    problems += record.justification.problems()
    if problems:
        raise Faulty(problems)
    return Style(
        name,
        folders,
        sheets,
        templates,
        fonts,
        csl,
        {key: str(value) for key, value in record.words.value.items()},
        record.openings.value,
        index_options(record.index, "", []),
        record.justification,
        record.long_note or LONG_NOTE,
        limits,
        project.shown(folders[0]),
        record.print,
        tuple(sheet for folder in reversed(folders) for sheet in _sheets(project, folder / "cover")),
    )


def _lineage(
    project: Project, name: str, asked: Origin, problems: list[Problem]
) -> tuple[tuple[str, StyleRecord], ...]:
    """The style and those it is based on, its own record first."""
    found: dict[str, StyleRecord] = {}
    while name:
        folder = project.styles / name
        if Path(name).name != name or not (folder / "style.yaml").is_file():
            there = [p.parent.name for p in project.styles.glob("*/style.yaml")]
            raise Faulty([Problem(asked, "unknown-style", f'no style "{name}"', did_you_mean(name, there))])
        if name in found:
            raise Faulty([Problem(asked, "circular-style", f'"{name}" is based on itself')])
        reader = Reader(project.shown(folder / "style.yaml"))
        record = reader.record(reader.compose(_text(folder / "style.yaml", reader.path)), StyleRecord)
        problems += reader.problems
        if record is None:
            raise Faulty(problems)
        found[name] = record
        name, asked = record.based_on, record.origin
    return tuple(found.items())


def _sheets(project: Project, folder: Path) -> Iterator[StyleSheet]:
    for path in sorted(folder.glob("*.css")):
        yield StyleSheet(project.shown(path), folder, _text(path, project.shown(path)))


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise Faulty([Problem(Origin(name, line), "utf-8", "not UTF-8")]) from None


def index_options(raw: Raw, path: str, problems: list[Problem]) -> IndexOptions:
    """The `index:` of a style: a preset, and whatever part of it the style does otherwise."""
    asked: dict[str, Any] = dict(raw.value) if isinstance(raw.value, dict) else {}
    preset = str(asked.pop("preset", "chicago"))
    if preset not in PRESETS:
        message = f'no index preset "{preset}"'
        problems.append(
            Problem(Origin(path, raw.lines.get("preset", 0)), "unknown-preset", message, did_you_mean(preset, PRESETS))
        )
    hints = get_type_hints(IndexOptions)
    for key, value in list(asked.items()):
        origin = Origin(path, raw.lines.get(key, 0))
        if key not in hints:
            problems.append(Problem(origin, "unknown-key", f'unknown key "{key}"', did_you_mean(key, hints)))
            del asked[key]
        elif hints[key] is bool:
            asked[key] = value in ("true", "yes", "on")
        elif (choices := get_args(hints[key])) and value not in choices:
            problems.append(
                Problem(origin, "wrong-value", f'"{value}" is no value of "{key}"', f"one of: {', '.join(choices)}")
            )
        elif hints[key] is int and not isinstance(value, int):
            problems.append(Problem(origin, "wrong-type", f'"{key}" wants a number'))
    return dataclasses.replace(PRESETS.get(preset, IndexOptions()), **asked)


def _wrong_openings(raw: Raw, path: str) -> list[Problem]:
    """Openings that are neither recto, verso nor next."""
    openings = raw.value if isinstance(raw.value, dict) else {}
    return [
        Problem(Origin(path, raw.lines.get(piece, 0)), "wrong-value", f'"{side}" is no opening', "recto, verso or next")
        for piece, side in openings.items()
        if side not in ("recto", "verso", "next")
    ]


def _csl(project: Project, name: str, origin: Origin, problems: list[Problem]) -> CitationStyle:
    folder = project.styles / "citations"
    path = folder / (name if name.endswith(".csl") else f"{name}.csl")
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        there = [p.stem for p in folder.glob("*.csl")]
        problems.append(
            Problem(origin, "unknown-citation-style", f'no citation style "{name}"', did_you_mean(name, there))
        )
    return CitationStyle(path, project.shown(path))


def _font_files(family: str, origin: Origin, problems: list[Problem]) -> tuple[Path, ...]:
    try:
        return tuple(sorted({Path(font.path) for font in fontpkg.family(family).files}))
    except fontpkg.FontpkgError as fault:
        hint = "add its fontpkg package to pyproject.toml"
        problems.append(Problem(origin, "unknown-font", f'no font "{family}": {fault}', hint))
        return ()


def _templates(project: Project, folders: tuple[Path, ...], problems: list[Problem]) -> jinja2.Environment:
    """The style's templates, every one compiled so that a fault in any is found now. `base/x.html.j2` names that of
    another style, to extend it.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, folders[0].parent]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    for path in (path for folder in folders for path in sorted((*folder.glob("*.j2"), *folder.glob("cover/*.j2")))):
        try:
            environment.get_template(path.relative_to(project.styles).as_posix())
        except jinja2.TemplateSyntaxError as fault:
            where = Origin(project.shown(Path(fault.filename or path)), fault.lineno)
            problems.append(Problem(where, "template", f"not a template: {fault.message}"))
        except (UnicodeDecodeError, jinja2.TemplateError) as fault:
            problems.append(Problem(Origin(project.shown(path)), "template", str(fault)))
    return environment
