"""Checks of a file by what houses are strict about: its format, blank pages, small type, transparency, the cover.

They are listed in `preflight.CHECKS`. A check whose key the profile leaves out has nothing to ask, and is not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TypeAlias

from press.pdf.page_boxes import Box, extent
from press.prepress.artwork import Artwork, ArtworkPage
from press.prepress.house import BarCodeRecord, House, in_millimetres
from press.prepress.pdfx import VERSION, VERSIONS

SLACK = 0.35
"""Points: boxes and letters are measured to an eighth of a millimetre."""
SMALLER = 0.01
"""Points by which type may be smaller than asked for: what is written has been rounded."""
BARS, BAR_LEAST, BAR_WIDEST = 20, 14.0, 5.0
"""A bar code is so many black bars at least, so high and so narrow, in points, side by side on one ground."""

Answer: TypeAlias = tuple[str, str, bool, int]
"""What was asked for, what was found, whether it will do, and the page of the worst case (0: the file)."""
Judge: TypeAlias = Callable[[Artwork, House], Answer | None]
"""What judges a file; None where its question does not arise."""


# --- the file ----------------------------------------------------------------------------------------


def intent(artwork: Artwork, house: House) -> Answer | None:
    """One printing condition, that has a name: of two nobody could say for which the colours were made."""
    if house.level == "none":
        return None
    found = ", ".join([*artwork.intents, *(f"{name}, named" for name in artwork.named)]) or "none"
    some = {"embedded": artwork.intents, "named": artwork.named}.get(house.icc, (*artwork.intents, *artwork.named))
    good = len(some) == 1 == len(artwork.intents) + len(artwork.named) and bool(some[0])
    wanted = {"embedded": "one, with a CMYK profile", "named": "one, by its name alone"}.get(house.icc, "one")
    return wanted, found, good, 0


def version(artwork: Artwork, house: House) -> Answer:
    """Those that the house takes, or no later one than its level is founded on."""
    if house.versions:
        return ", ".join(house.versions), artwork.version, artwork.version in house.versions, 0
    if house.pdfx in ("any", "none"):
        return "any", artwork.version, True, 0
    most = VERSIONS.get(house.pdfx, VERSION)
    return f"{most} or earlier", artwork.version, artwork.version <= most, 0


def file_size(artwork: Artwork, house: House) -> Answer | None:
    """No larger than the house lets anybody send."""
    if not house.megabytes:
        return None
    found = artwork.size / 1e6
    return f"{house.megabytes} MB or less", f"{found:.1f} MB", found <= house.megabytes, 0


def transparency(artwork: Artwork, house: House) -> Answer:
    """Nothing see-through, and no groups for it, where the house wants it flattened."""
    found = [page.number for page in artwork.pages if page.grouped or any(each.see_through for each in page.painted)]
    some = f"on {len(found)} page{'s' if len(found) > 1 else ''}" if found else "none"
    return "none" if house.opaque else "any", some, not (found and house.opaque), found[0] if found else 0


def overprint(artwork: Artwork, house: House) -> Answer | None:
    """Letters in full black print over what lies below, where the house wants it; and nothing else does anywhere, for
    what is white would not be seen, and a colour would become another.
    """
    over = [each for each in artwork.printed if each.overprints]
    other = [each for each in over if not _is_black(each.colour.levels)]
    wanted = "letters in full black" if house.overprint else "nothing in colour or white"
    if other:
        return wanted, f"{other[0].kind} in {other[0].colour.space} ({len(other)} times)", False, other[0].page
    left = [
        each
        for each in artwork.printed
        if house.overprint and each.kind == "text" and _is_black(each.colour.levels) and not each.overprints
    ]
    if left:
        return wanted, f"{len(left)} runs of letters do not", False, left[0].page
    return wanted, f"{len(over)} times" if over else "none", True, 0


# --- pages -------------------------------------------------------------------------------------------


def page_size(artwork: Artwork, house: House) -> Answer | None:
    """Without marks a page is as large as its bleed, and where the house takes no bleed as its trim."""
    if house.marks != "none":
        return None
    bleeds = bool(house.bleed.points or artwork.cover)  # a cover bleeds, whatever the pages do
    wanted = "as its bleed" if bleeds else "as its trim"
    for page in artwork.pages:
        ideal = page.bleed if bleeds else page.trim
        media = page.boxes["/MediaBox"]
        if any(abs(a - b) > SLACK for a, b in zip(ideal, media, strict=True)):
            return wanted, say_size(media), False, page.number
    return wanted, say_size(artwork.pages[0].boxes["/MediaBox"]), True, 0


def say_size(box: Box) -> str:
    """Width and height in millimetres."""
    width, height = extent(box)
    return f"{in_millimetres(width)[:-3]} × {in_millimetres(height)}"


def page_count(artwork: Artwork, house: House) -> Answer | None:
    """As many as the house binds."""
    if artwork.cover:  # one sheet, whatever the book has
        return None
    count, asked = len(artwork.pages), house.pages
    return f"{asked.least} to {asked.most}", str(count), asked.least <= count <= asked.most, 0


def signatures(artwork: Artwork, house: House) -> Answer | None:
    """Whole signatures."""
    if artwork.cover:
        return None
    count, multiple = len(artwork.pages), house.pages.multiple
    over = count % multiple
    return f"a multiple of {multiple}", f"{count}{f', {over} too many' if over else ''}", not over, 0


def blank_pages(artwork: Artwork, house: House) -> Answer | None:
    """Blank pages one after the other, within the book and at its end: some houses take them for a fault."""
    within, at_end = house.pages.blank_within, house.pages.blank_at_end
    if artwork.cover:
        return None
    runs = list(_blank_runs(artwork.pages))
    last = next((run for run in runs if run[-1].number == len(artwork.pages)), [])
    longest = max((run for run in runs if run is not last), key=len, default=[])
    worse = last if len(last) > at_end else longest
    found = f"{len(longest)} within, {len(last)} at the end"
    good = len(longest) <= within and len(last) <= at_end
    limits = ((within, "within"), (at_end, "at the end"))
    wanted = ", ".join(f"{most} {where}" for most, where in limits if most <= len(artwork.pages)) or "any"
    return wanted, found, good, 0 if good else worse[0].number


def _blank_runs(pages: tuple[ArtworkPage, ...]) -> Iterator[list[ArtworkPage]]:
    return (list(run) for blank, run in groupby(pages, key=lambda page: page.blank) if blank)


def last_page(artwork: Artwork, house: House) -> Answer | None:
    """A leaf has two pages, so that the last is even; and some houses print their own mark on it."""
    if artwork.cover:
        return None
    last = artwork.pages[-1]
    even = last.number % 2 == 0
    found = f"{'even' if even else 'odd'}, {'blank' if last.blank else 'printed'}"
    if house.pages.last == "blank":
        return "even, blank", found, even and last.blank, 0 if even and last.blank else last.number
    # where leaves are counted by the signature, that tells it already
    return (
        "even",
        found,
        even or house.pages.multiple % 2 == 0 or len(artwork.pages) == 1,
        last.number if not even else 0,
    )


def smallest_type(artwork: Artwork, house: House) -> Answer | None:
    """The smallest letters, those of figures too: below some size a machine of toner or ink drops their hairlines."""
    letters = [each for each in artwork.printed if each.kind == "text" and each.width > 0]
    if not house.type.points or not letters:
        return None
    smallest = min(letters, key=lambda each: each.width)
    good = smallest.width >= house.type.points - SMALLER
    return f"{house.type} or more", f"{smallest.width:.3g}pt", good, smallest.page


# --- the cover ---------------------------------------------------------------------------------------


def spine(artwork: Artwork, house: House) -> Answer | None:
    """No letters on the spine of a book too thin for them, and elsewhere clear of its edges."""
    left, right = artwork.spine
    if not artwork.cover or right <= left:
        return None
    page, least = artwork.pages[0], house.cover.spine_safe.points
    start, end = page.trim[0] + left, page.trim[0] + right
    letters = [box for box in page.letters if box[2] > start + SLACK and box[0] < end - SLACK]
    if artwork.cover < house.cover.spine_from:
        wanted = f"no letters below {house.cover.spine_from} pages"
        return wanted, "letters" if letters else "none", not letters, 1 if letters else 0
    if not letters:
        return f"{house.cover.spine_safe} to its edges", "no letters", True, 0
    room = min(min(box[0] - start, end - box[2]) for box in letters)
    return f"{house.cover.spine_safe} to its edges", in_millimetres(room), room >= least - SLACK, 1


def bar_code(artwork: Artwork, house: House) -> Answer | None:
    """A bar code of the size asked for, and the white to its left and right up to the end of its ground; none is asked
    by a house that says nothing of its size.
    """
    asked = house.cover.bar_code
    if not artwork.cover or not asked.sized:
        return None
    wanted = _bars_asked(asked)
    if not (bars := _bars(artwork.pages[0])):
        needed = asked.required
        return wanted if needed else f"{wanted}, or none", "none", not needed, int(needed)
    left, right = min(box[0] for box in bars), max(box[2] for box in bars)
    height = max(box[3] - box[1] for box in bars)
    quiet = _quiet(artwork.pages[0], (left, bars[0][1], right, bars[0][3]))
    good = right - left >= asked.width.points - SLACK and height >= asked.height.points - SLACK
    good = good and quiet >= asked.quiet.points - SLACK
    found = f"{in_millimetres(right - left)[:-3]} × {in_millimetres(height)}, {in_millimetres(quiet)} of white"
    return wanted, found, good, 1


def _bars_asked(asked: BarCodeRecord) -> str:
    """What a house says of the size of a bar code."""
    width, height, quiet = asked.width, asked.height, asked.quiet
    size = f"{width} × {height}" if width.points and height.points else ""
    size = size or (f"{width} wide" if width.points else f"{height} high" if height.points else "")
    return ", ".join(each for each in (size, f"{quiet} of white" if quiet.points else "") if each)


def _bars(page: ArtworkPage) -> list[Box]:
    """The bars of a bar code: the black narrow rectangles side by side at one height, if there are enough."""
    black = [each.box for each in page.painted if each.kind == "fill" and each.box and _is_black(each.colour.levels)]
    bars = [box for box in black if extent(box)[0] <= BAR_WIDEST and extent(box)[1] >= BAR_LEAST]
    tops: dict[float, list[Box]] = {}
    for box in bars:
        tops.setdefault(round(box[3]), []).append(box)
    most = max(tops.values(), key=len, default=[])
    return most if len(most) >= BARS else []


def _is_black(levels: tuple[float, ...]) -> bool:
    return levels[-1:] == (1.0,) and not any(levels[:-1]) if len(levels) == 4 else levels == (0.0,)


def _quiet(page: ArtworkPage, bars: Box) -> float:
    """How much of the lightest ground below a bar code stands free to its left and right."""
    grounds = [
        each.box
        for each in page.painted
        if each.kind == "fill" and each.box and sum(each.colour.levels) < 0.1 and len(each.colour.levels) == 4
    ]
    holding = [box for box in grounds if box[0] <= bars[0] and box[2] >= bars[2] and box[1] <= bars[1]]
    ground = min(holding, key=lambda box: extent(box)[0], default=page.trim)
    return min(bars[0] - ground[0], ground[2] - bars[2])
