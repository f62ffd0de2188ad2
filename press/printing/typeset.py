"""Sections of HTML × Style → pages: the one door to WeasyPrint's layout.

`Compositor.lay_out` is a pure function of the section's HTML, its first folio and side, and the paragraphs turned over
to the next page; it remembers what it has set, so that only what has changed is laid out again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint

from press.printing import engine
from press.printing.account import Account, join_calls_and_notes, take_account
from press.printing.compose import Section
from press.printing.style import Style
from press.printing.trim import painted_beyond
from press.problem import Faulty, Origin, Problem

BLANK = "<!DOCTYPE html><html lang='{lang}'><head><title> </title></head><body class='blank'></body></html>"


@dataclass(frozen=True, slots=True)
class Start:
    """How a section begins: on which side, with which folio."""

    folio: int
    verso: bool


@dataclass(frozen=True, slots=True)
class Sheets:
    """A section laid out: the engine's document, the anchors of each page, and the account of its notes."""

    document: Any
    anchors: tuple[tuple[str, ...], ...]
    account: Account

    @property
    def count(self) -> int:
        """How many pages."""
        return len(self.anchors)


class Compositor:
    """Holds the style's sheets and fonts as the engine wants them, and what has been laid out."""

    def __init__(self, top: Path, style: Style, language: str, trim: str, origins: Mapping[str, Origin]) -> None:
        self.base = (top / "manuscript").resolve().as_uri() + "/"
        self.language, self.trim, self.origins = language, trim, origins
        self.beyond = painted_beyond(style.print)
        self.fetcher = engine.ProjectFetcher((top / "manuscript", style.folder), style.fonts)
        self.fonts = weasyprint.text.fonts.FontConfiguration()
        self.counters = weasyprint.css.counters.CounterStyle()
        self.profiles: dict[str, Any] = {}
        self.images: dict[str, Any] = {}
        self.memory: dict[tuple[str, Start, frozenset[str]], Sheets] = {}
        self.layouts = 0
        self.spent = {"layout": 0.0, "account": 0.0}
        self.sheets = self._read_sheets(style)

    def _read_sheets(self, style: Style) -> list[Any]:
        problems: list[Problem] = []
        sheets = []
        for sheet in style.sheets:
            with engine.listening() as messages:
                try:
                    sheets.append(self._css(sheet.text, (style.folder / "x").resolve().as_uri()))
                except engine.OutsideProject as fault:
                    messages.append(str(fault))
            problems += engine.css_problems(sheet.path, messages)
        if problems:
            raise Faulty(problems)
        return sheets

    def _css(self, text: str, base: str) -> Any:
        return weasyprint.CSS(
            string=text,
            base_url=base,
            url_fetcher=self.fetcher,
            font_config=self.fonts,
            counter_style=self.counters,
            color_profiles=self.profiles,
        )

    def lay_out(self, section: Section, start: Start, turned: frozenset[str] = frozenset()) -> Sheets:
        """The section's pages. Raises `Faulty` with whatever the engine complains of."""
        key = (section.html, start, turned)
        if key not in self.memory:
            self.memory[key] = self._lay_out(section, start, turned)
        return self.memory[key]

    def _lay_out(self, section: Section, start: Start, turned: frozenset[str]) -> Sheets:
        self.layouts += 1
        begun = time.perf_counter()
        side = "left" if start.verso else "right"
        own = f"@page :first {{ counter-reset: page {start.folio} }} html {{ break-before: {side} }}"
        own += f" @page {{ size: {self.trim} }}" if self.trim else ""
        own += f" @page {{ bleed: {self.beyond:g}pt }}" if self.beyond else ""
        own += "".join(f" #{anchor} {{ break-before: page }}" for anchor in sorted(turned))
        with engine.listening() as messages:
            try:
                document = weasyprint.HTML(string=section.html, base_url=self.base, url_fetcher=self.fetcher).render(
                    stylesheets=[*self.sheets, self._css(own, self.base)],
                    font_config=self.fonts,
                    counter_style=self.counters,
                    color_profiles=self.profiles,
                    cache=self.images,
                    pdf_tags=True,
                )
            except engine.OutsideProject as fault:
                messages.append(str(fault))
        if messages:
            said = [message.replace(self.base, "manuscript/") for message in messages]
            raise Faulty(engine.layout_problems(f"section {section.key}", said, self.origins))
        laid_out = time.perf_counter()
        account = take_account(document.pages, section.notes)
        join_calls_and_notes(document.pages)
        self.spent["layout"] += laid_out - begun
        self.spent["account"] += time.perf_counter() - laid_out
        return Sheets(document, tuple(tuple(page.anchors) for page in document.pages), account)

    def blank(self, verso: bool) -> Any:
        """An empty page, for the back of a leaf that ends a section."""
        section = Section("blank", BLANK.format(lang=self.language), ())
        return self.lay_out(section, Start(1, verso)).document.pages[0]
