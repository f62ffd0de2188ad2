"""What a template makes, or where it fails: its faults are told with its line, and one that never ends is ended."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from pathlib import Path

import jinja2
from jinja2.exceptions import SecurityError

from press.files import read_text
from press.limits import TEMPLATE_LETTERS, TEMPLATE_SECONDS
from press.patience import TooLong, at_most
from press.problem import Faulty, Origin, Problem
from press.rules import LINK_NOWHERE, STRAY_LINK
from press.style.rules import BAD_TEMPLATE, MISSING_TEMPLATE
from press.style.style import Style

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML has no character for (XML 1.0, 2.2)."""
WRITTEN = {".j2", ".css", ".yaml"}
"""How the files end that a style is written in."""
OURS = str(Path(__file__).resolve().parents[1])


def template_at(style: Style, name: str) -> Origin:
    """Where a template of a style stands, be it that of another which it is based on."""
    folder = next((each for each in style.folders if (each / name).is_file()), style.folders[0])
    return Origin(f"{style.shown.removesuffix(style.name)}{folder.name}/{name}", 1)


def line_that_says(style: Style, words: str) -> Origin | None:
    """The first line with these words in the templates, sheets and records of a style, and of those it is based on."""
    for folder in style.folders:
        for path in sorted(each for each in folder.glob("**/*") if each.suffix in WRITTEN):
            name = path.relative_to(folder).as_posix()
            for n, line in enumerate(read_text(path, name).split("\n")):
                if words in line:
                    return template_at(style, name).below(n)
    return None


def stray_link(style: Style, href: str, page: str) -> Problem:
    """A link that leads neither to the web nor to a place in the book, at the line that has it, or else at `page`."""
    return Problem(_line_of(style, href, page), STRAY_LINK, f'a link to "{href[:80]}"')


def link_nowhere(style: Style, place: str, page: str) -> Problem:
    """A link to a place that no page has, at the line that has it, or else at the template `page`."""
    message = f"no page has the place #{place}, to which a link leads"
    return Problem(_line_of(style, f"#{place}", page), LINK_NOWHERE, message)


def _line_of(style: Style, words: str, page: str) -> Origin:
    return line_that_says(style, words) or template_at(style, page)


def guarded(style: Style, name: str, render: Callable[[], str]) -> str:
    """What a template of the style renders. Raises `Faulty` with the line of this or of another that it includes."""
    try:
        with at_most(TEMPLATE_SECONDS):
            rendered = render()
    except jinja2.TemplateNotFound as fault:
        raise Faulty([Problem(Origin(style.shown), MISSING_TEMPLATE, f'the style has no "{fault.name}"')]) from None
    except (Faulty, OSError):
        raise
    except Exception as fault:
        where = _line_at_fault(style, fault)
        if where is None:  # no template is at fault: the press is
            raise
        raise Faulty([Problem(where, BAD_TEMPLATE, _said_of(fault))]) from None
    if len(rendered) > TEMPLATE_LETTERS:
        message = f"it writes more than {TEMPLATE_LETTERS:,} letters"
        raise Faulty([Problem(template_at(style, name), BAD_TEMPLATE, message)])
    if found := UNWRITABLE.search(rendered):  # no XML could have it; of the manuscript it would have been told
        message = f"it writes U+{ord(found[0]):04X}, which is no character of a text"
        raise Faulty([Problem(template_at(style, name), BAD_TEMPLATE, message)])
    return rendered


def _said_of(fault: Exception) -> str:
    match fault:
        case TooLong():
            return str(fault)
        case RecursionError():
            return "it calls itself again and again"
        case SecurityError():
            return f"it asks for what no page can want: {fault}"
    return f"{type(fault).__name__}: {fault}"


def _line_at_fault(style: Style, fault: Exception) -> Origin | None:
    """The line of the template in which something failed, unless that was something of ours which it had called."""
    frames = traceback.extract_tb(fault.__traceback__)
    endless = isinstance(fault, (RecursionError, TooLong))
    named = isinstance(fault, (jinja2.TemplateError, TypeError, AttributeError, KeyError, ValueError))
    for frame in reversed(frames):
        if frame.filename.endswith(".j2"):
            parts = Path(frame.filename).parts  # of where it was compiled, which may have been another folder
            name = "/".join(parts[-3 if parts[-2] == "cover" else -2 :])
            return Origin(style.shown.removesuffix(style.name) + name, frame.lineno or 0)
        # what it called of ours may well have been given nonsense; else it is for us to answer for
        if frame.filename.startswith(OURS) and not (endless or named):
            return None
    return None
