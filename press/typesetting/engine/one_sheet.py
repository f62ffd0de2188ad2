"""One sheet of HTML → PDF: what is set by itself, as a cover is, by the engine and with the fonts of the book."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import weasyprint

from press.problem import Faulty, Problem
from press.style.rendering import line_that_says, template_at
from press.style.style import Style
from press.typesetting.engine.fetch import ProjectFetcher
from press.typesetting.engine.messages import File, layout_problems, listening
from press.typesetting.rules import FALLBACK_FONT


def set_sheet(html: str, css: Iterable[str], style: Style, part: str) -> bytes:
    """A document as PDF, by CSS texts; URLs are relative to the folder `part` of the style. Raises `Faulty`."""
    fetcher = ProjectFetcher(style.folders, style.fonts)
    shared: dict[str, Any] = {
        "font_config": weasyprint.text.fonts.FontConfiguration(),
        "counter_style": weasyprint.css.counters.CounterStyle(),
    }
    folder = style.folders[0].resolve()
    base = (folder / part / "x").as_uri()
    where = template_at(style, f"{part}/{part}.html.j2")  # unless a file of the style is named, or a family
    families: set[str] = set()
    content: bytes = b""
    with listening() as messages:
        sheets = [weasyprint.CSS(string=text, base_url=base, url_fetcher=fetcher, **shared) for text in css]
        document = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher).render(stylesheets=sheets, **shared)
        content = document.write_pdf(pdf_identifier=b"press")
        families = {str(font.family) for font in document.fonts.values()}

    def file_at(path: Path) -> File | None:
        within = path.is_relative_to(folder)
        return File("", f"{style.shown}/{path.relative_to(folder).as_posix()}") if within else None

    problems = layout_problems(where, messages, {}, file_at)
    problems += [
        Problem(line_that_says(style, family) or where, FALLBACK_FONT, f"set in {family}")
        for family in sorted(families - set(style.fonts))
    ]
    if problems:
        raise Faulty(problems)
    return content
