"""What an eye should judge on some pages, each in its place, without what somebody has silenced."""

from __future__ import annotations

from collections.abc import Sequence

from press.audit.audit import audit
from press.audit.figures import SurveyedSection
from press.audit.silences import heed
from press.editing.read import read_silences
from press.preview.traced import TracedPage
from press.preview.view import LookPlace
from press.typesetting.paginate import Setting
from press.typesetting.rules import LOOKS
from press.typesetting.workshop import Workshop


def looks_at(shop: Workshop, settings: Sequence[Setting], pages: Sequence[TracedPage]) -> tuple[LookPlace, ...]:
    """The looks at some sections; `pages` are theirs."""
    names = {look.name for look in LOOKS}
    silences = [each for each in read_silences(shop.project)[0] if each.rule in names]
    parts = [SurveyedSection(each.fragment.survey, each.folios, each.piece.origin) for each in settings]
    found, _ = heed(audit(parts, shop.composer.origins, shop.style.limits), silences, shop.book.lines)
    at = {page.folio.sheet: number for number, page in enumerate(pages)}
    return tuple(
        LookPlace(
            page=at[each.folio.sheet],
            box=each.fault.box,
            rule=each.fault.rule.name,
            message=each.fault.message,
            path=each.origin.path,
            line=each.origin.line,
        )
        for each in found.findings
    )
