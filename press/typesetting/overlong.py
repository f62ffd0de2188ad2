"""What takes more room than it has by custom: running heads of more than one line, title pages of more than one page;
and pages without the head that others like them have.

Nothing of them is lost, so they are told and stop nothing; what lies over something else the account of words tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from press.compose.running_heads import RunningHead
from press.kinds import kind_named
from press.problem import Problem, Severity, warning
from press.typesetting.furniture import Furniture
from press.typesetting.paginate import Setting, said_on_pages
from press.typesetting.rules import MISSING_HEAD, OVERLONG


def overlong(furnished: Iterable[tuple[Setting, Furniture]]) -> Iterator[Problem]:
    """Every running head, each told once, and every page of one piece that takes more than it should."""
    told: dict[RunningHead, str] = {}
    for setting, furniture in furnished:
        kind, pages = setting.piece.named_kind, setting.fragment.count
        if (name := kind_named(kind).page) and pages > 1:
            message = f"the {name} takes {pages} pages"
            yield warning(setting.piece.origin, OVERLONG, message, "shorten its title, subtitle or names")
        chapter = setting.piece.chapter
        if kind == "part" and chapter and not chapter.blocks and pages > 1:
            origin, message = chapter.keys.get("title", chapter.origin), f"the title of a part takes {pages} pages"
            yield warning(origin, OVERLONG, message, "shorten its title, subtitle or epigraph")
        said = said_on_pages(setting) if furniture.wrapped else ()
        for page, words in furniture.wrapped:
            head = said[page]
            # what else a style has in its margins is not for the manuscript to shorten
            if _letters(words) == _letters(head.words):
                told.setdefault(head, words)
    for head, words in told.items():
        yield warning(head.origin, OVERLONG, f"a running head takes more than one line: “{words}”", head.key)


def headless(furnished: Iterable[tuple[Setting, Furniture]]) -> Iterator[Problem]:
    """Every page without a running head, where another of its section, its side and its kind has one; not the first of
    a section, nor one that holds no line of text. A head that is a number, as the title of a section may be, is one.
    """
    for setting, furniture in furnished:
        if not furniture.bare:
            continue
        kinds: dict[tuple[str, bool], list[int]] = {}
        survey = setting.fragment.survey
        for n, (page, folio) in enumerate(zip(setting.fragment.pages, setting.folios, strict=True)):
            if n and (n >= len(survey) or survey[n].lines):
                kinds.setdefault((page.name, folio.sheet % 2 == 0), []).append(n)
        said = said_on_pages(setting)
        for pages in kinds.values():
            bare = [n for n in pages if n in furniture.bare and not _is_number(said[n].words)]
            if len(bare) < len(pages):
                for n in bare:
                    message = f"p. {setting.folios[n]}: no running head, where other pages of its side have theirs"
                    yield Problem(setting.piece.origin, MISSING_HEAD, message, severity=Severity.LOOK)


def _is_number(words: str) -> bool:
    return any(map(str.isdigit, words)) and not any(map(str.isalpha, words))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
