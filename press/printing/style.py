"""Style folder → Style: one design, read once. The only reader of style files.

A style is `style.yaml` (what it is made of, and its words), style sheets, and templates. Its faults carry the style's
own file and line. Citation styles (CSL) stand in `styles/citations/`, for all designs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import fontpkg
import jinja2

from press.fields import Raw, Reader
from press.printing.index_style import PRESETS, IndexOptions
from press.problem import Faulty, Origin, Problem, did_you_mean
from press.project import Project


@dataclass(frozen=True, slots=True)
class StyleRecord:
    """style.yaml. `openings`: recto, verso or next, by piece; the default is recto. `words`: what the templates say."""

    name: str
    fonts: tuple[str, ...]
    citations: str
    words: Raw
    openings: Raw = field(default_factory=lambda: Raw({}, {}))
    index: Raw = field(default_factory=lambda: Raw({}, {}))
    long_note: int = 150
    origin: Origin = Origin("")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One style sheet."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """A design: sheets in order of name, templates, fonts (family → files), words, how to cite and index, and its
    folder as it is told to people.
    """

    name: str
    folder: Path
    sheets: tuple[Sheet, ...]
    templates: jinja2.Environment
    fonts: Mapping[str, tuple[Path, ...]]
    csl: Path
    words: Mapping[str, str]
    openings: Mapping[str, Literal["recto", "verso", "next"]]
    index: IndexOptions
    long_note: int
    shown: str


def read_style(project: Project, name: str, citations: str, asked: Origin) -> Style:
    """The style `name`, citing by the CSL file `citations` (or the style's own). Raises `Faulty`."""
    folder = project.styles / name
    if Path(name).name != name or not (folder / "style.yaml").is_file():
        there = [p.parent.name for p in project.styles.glob("*/style.yaml")]
        raise Faulty([Problem(asked, "unknown-style", f'no style "{name}"', did_you_mean(name, there))])
    shown = project.shown(folder)
    reader = Reader(f"{shown}/style.yaml")
    text = _text(folder / "style.yaml", reader.path)
    sheets = tuple(_sheet(path, f"{shown}/{path.name}") for path in sorted(folder.glob("*.css")))
    record = reader.record(reader.compose(text), StyleRecord)
    if record is None:
        raise Faulty(reader.problems)
    problems = list(reader.problems)
    csl = _csl(project.styles, citations or record.citations, asked if citations else record.origin, problems)
    fonts = {family: _font_files(family, record.origin, problems) for family in record.fonts}
    templates = _templates(folder, shown, problems)
    index = index_options(record.index, reader.path, problems)
    problems += _wrong_openings(record.openings, reader.path)
    if problems:
        raise Faulty(problems)
    return Style(
        name,
        folder,
        sheets,
        templates,
        fonts,
        csl,
        {key: str(value) for key, value in record.words.value.items()},
        record.openings.value,
        index,
        record.long_note,
        shown,
    )


def _sheet(path: Path, shown: str) -> Sheet:
    return Sheet(shown, _text(path, shown))


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise Faulty([Problem(Origin(shown, line), "utf-8", "not UTF-8")]) from None


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


def _csl(styles: Path, name: str, origin: Origin, problems: list[Problem]) -> Path:
    folder = styles / "citations"
    path = folder / (name if name.endswith(".csl") else f"{name}.csl")
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        there = [p.stem for p in folder.glob("*.csl")]
        problems.append(
            Problem(origin, "unknown-citation-style", f'no citation style "{name}"', did_you_mean(name, there))
        )
    return path


def _font_files(family: str, origin: Origin, problems: list[Problem]) -> tuple[Path, ...]:
    try:
        return tuple(sorted({Path(font.path) for font in fontpkg.family(family).files}))
    except fontpkg.FontpkgError as fault:
        hint = "add its fontpkg package to pyproject.toml"
        problems.append(Problem(origin, "unknown-font", f'no font "{family}": {fault}', hint))
        return ()


def _templates(folder: Path, shown: str, problems: list[Problem]) -> jinja2.Environment:
    """The style's templates, every one compiled so that a fault in any is found now."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    for path in sorted(folder.glob("*.j2")):
        try:
            environment.get_template(path.name)
        except jinja2.TemplateSyntaxError as fault:
            where = Origin(f"{shown}/{fault.name or path.name}", fault.lineno)
            problems.append(Problem(where, "template", f"not a template: {fault.message}"))
        except (UnicodeDecodeError, jinja2.TemplateError) as fault:
            problems.append(Problem(Origin(f"{shown}/{path.name}"), "template", str(fault)))
    return environment
