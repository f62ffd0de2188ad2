"""What only an editor can decide of an import, in the order in which it is best done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from press.importing.cross_references import LOST
from press.importing.file_styles import STYLES
from press.importing.live_citations import DEAD
from press.importing.note_names import UNANSWERED, UNCALLED
from press.importing.people import Census
from press.importing.report import some
from press.importing.typed_structure import GUESSED
from press.importing.typescript import Arrangement, Changed, LeftOut
from press.importing.works import Proposal
from press.text import plain


def decisions(
    arrangement: Arrangement,
    census: Census,
    proposals: tuple[Proposal, ...],
    left: Iterable[LeftOut],
    changed: Iterable[Changed],
) -> Iterator[str]:
    """A line for each decision: what is proposed, what is missing, and how much of it."""
    yield "`book.yaml`: author, publisher, year and rights; and whether the chapters are cut where they should be."
    yield from arrangement.decide
    if uncalled := sum(each.why == UNCALLED for each in left):
        yield f"Notes that nothing in the text calls, {uncalled}: see what was left out."
    if unanswered := sum(each.what.endswith(UNANSWERED) for each in changed):
        yield f"Calls of notes that are not there, {unanswered}: see what was changed."
    if taken := sum(STYLES in each.what for each in changed):
        yield f"`{STYLES}`: styles taken for something, {taken}; change the table, and import anew with --styles."
    if guessed := sum(each.what.startswith(GUESSED) for each in changed):
        yield f"Lines in bold that were taken for headings, {guessed}: a guess; see what was changed."
    if dead := sum(each.what.startswith(DEAD) for each in changed):
        yield f"Citations that have lost their data, {dead}: cite the works by hand; see what was changed."
    if lost := sum(each.what.startswith(LOST) for each in changed):
        yield f"References whose targets are not in the text, {lost}: see what was changed."
    if census.people:
        yield f"`people.yaml`: persons proposed, {len(census.people)}; take out who is none, add dates and glosses."
    if census.undecided:
        yield f"Surnames that stand alone in the text and were given to nobody, {len(census.undecided)}: see below."
    if proposals:
        yield f"`sources.yaml`: works proposed, {len(proposals)}; complete them, and cite them in the text."
    if arrangement.items:
        yield f"Documents, {len(arrangement.items)}: their rights, and from which edition and page each is taken."
        yield "The text does not yet refer to the documents: write `[](#id)` where it uses one."
    names = Counter(plain(item.heading) for item in arrangement.items)
    for name, count in names.items():
        if count > 1:
            yield f'{count} documents have the same heading, "{some(name)}": tell them apart in their titles.'


def to_confirm(typed: tuple[Changed, ...], referring: tuple[Changed, ...]) -> Iterator[str]:
    """That citations and references typed by hand wait to be confirmed."""
    if referring:
        yield f"References typed by hand, {len(referring)}: see below; confirm each."
    if typed:
        yield f"Citations typed by hand that may be live ones, {len(typed)}: see below; confirm each."
