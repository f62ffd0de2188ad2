"""What only an editor can decide of an import, in the order in which it is best done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from press.importing.account.account_words import place_written
from press.importing.file_styles import STYLES
from press.importing.markup.note_names import UNANSWERED, UNCALLED
from press.importing.names.people import Census
from press.importing.names.works import Proposal
from press.importing.references.live_citations import DEAD
from press.importing.report import some
from press.importing.typed.page_numbers import PAGES
from press.importing.typed.typed_notes import UNCALLED as UNCALLED_TYPED
from press.importing.typescript import Arrangement, Changed, LeftOut
from press.importing.writing.cross_references import LOST
from press.text import plain

TO_MEND = (
    (UNANSWERED, "Calls of notes that are not there"),
    (DEAD, "Citations that have lost their data"),
    (LOST, "References whose targets are not in the text"),
    (UNCALLED_TYPED, "Typed notes that nothing calls"),
    (PAGES, "Numbers of pages of another edition"),
)
"""What has been changed, or could not be, that only an editor can mend."""
UNSURE = ("likely", "doubtful")
SHOWN = 8
"""Places that a decision lists."""


def decisions(
    arrangement: Arrangement,
    census: Census,
    proposals: tuple[Proposal, ...],
    left: Sequence[LeftOut],
    changed: Sequence[Changed],
    *,
    written: Mapping[int, str],
) -> Iterator[str]:
    """A line for each decision: what is proposed, what is missing, how much of it, and where, by file and line."""
    yield "`book.yaml`: author, publisher, year and rights; and whether the chapters are cut where they should be."
    yield from arrangement.decide
    if uncalled := sum(each.why == UNCALLED for each in left):
        at = _at((each for each in left if each.why == UNCALLED), written)
        yield f"Notes that nothing in the text calls, {uncalled}: see what was left out{at}."
    for says, what in TO_MEND:
        if found := [each for each in changed if says in each.what]:
            yield f"{what}, {len(found)}: see what was changed{_at(found, written)}."
    if guesses := [each for each in changed if each.sure in UNSURE]:
        yield f"Guesses that may be wrong, {len(guesses)}: see what was changed{_at(guesses, written)}."
    if guessed := [each for each in left if each.sure in UNSURE]:
        yield f"Words left out by a guess, {len(guessed)}: see what was left out{_at(guessed, written)}."
    if taken := sum(STYLES in each.what for each in changed):
        yield f"`{STYLES}`: styles taken for something, {taken}; change the table, and import anew with --styles."
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


def to_confirm(typed: tuple[Changed, ...], referring: tuple[Changed, ...], written: Mapping[int, str]) -> Iterator[str]:
    """That citations and references typed by hand wait to be confirmed."""
    if referring:
        yield f"References typed by hand, {len(referring)}: see below; confirm each{_at(referring, written)}."
    if typed:
        at = _at(typed, written)
        yield f"Citations typed by hand that may be live ones, {len(typed)}: see below; confirm each{at}."


def _where(each: Changed | LeftOut, written: Mapping[int, str]) -> str:
    return (each.at if isinstance(each, Changed) else "") or place_written(written, each.place)


def _at(found: Iterable[Changed | LeftOut], written: Mapping[int, str]) -> str:
    """Where in the manuscript something is, by file and line, as far as a line has room."""
    places = [each for each in dict.fromkeys(_where(each, written) for each in found) if each]
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return f": {', '.join(places[:SHOWN])}{more}" if places else ""
