"""What no house can ask: a length beyond all measure, a version of PDF that there is none of, a part that a binding has
not. A profile that asks it has a slip in it, and what is made by it could not be used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from press.fields import POINTS, Length
from press.prepress.house_rules import HOUSE_AT_ODDS
from press.prepress.pdfx import VERSION, VERSIONS
from press.problem import Origin, Problem
from press.rules import WRONG_VALUE

if TYPE_CHECKING:
    from press.prepress.house import House, HouseCoverRecord

MOST = {"bleed": 50, "hairline": 5, "type": 25}
MOST_OF_CASE = {"board": 10, "hinge": 30, "overhang": 20, "flap": 250}
MOST_OF_COVER = {"bleed": 50, "leaf": 2, "safe": 50, "spine_safe": 50, **MOST_OF_CASE}
MOST_OF_BARS = {"width": 100, "height": 100, "quiet": 25}
"""Millimetres: no length of a key is more."""
VERSION_OF_PDF = re.compile(r"1\.[3-7]|2\.0")
FACES = {"perfect": (), "case": ("hinge", "overhang"), "jacket": ("hinge", "overhang", "flap")}
"""What a binding has, and others have not."""


def beyond_measure(house: House) -> Iterator[Problem]:
    """What of a profile nobody can mean."""

    def at(key: str) -> Origin:
        return house.keys.get(key, house.origin)

    if not house.name.strip():
        yield Problem(at("name"), WRONG_VALUE, '"name" is empty', "the name of the house")
    yield from _too_long(house, MOST, house.keys, house.origin)
    for version in house.versions:
        if not VERSION_OF_PDF.fullmatch(version):
            yield Problem(at("versions"), WRONG_VALUE, f'"{version}" is no version of PDF', "as 1.4, 1.6 or 1.7")
    made = VERSIONS.get(house.level, VERSION)
    if house.versions and made not in house.versions:
        level = house.level if house.level != "none" else "no level of PDF/X"
        message = f"a file of {level} is one of PDF {made}"
        yield Problem(at("versions"), HOUSE_AT_ODDS, message, f"take {made} among them, or another level")
    yield from _cover(house.cover)


def _cover(cover: HouseCoverRecord) -> Iterator[Problem]:
    yield from _too_long(cover, MOST_OF_COVER, cover.keys, cover.origin)
    of_bars = dict.fromkeys(MOST_OF_BARS, cover.keys.get("bar_code", cover.origin))
    yield from _too_long(cover.bar_code, MOST_OF_BARS, of_bars, cover.origin)
    for key in FACES["jacket"]:
        if getattr(cover, key).points and key not in FACES[cover.binding]:
            message = f"binding: {cover.binding} has no {key}"
            hint = f"take it out, or write binding: {' or '.join(each for each in FACES if key in FACES[each])}"
            yield Problem(cover.keys[key], HOUSE_AT_ODDS, message, hint)
    if cover.binding == "jacket" and not cover.flap.points:
        yield Problem(cover.keys["binding"], HOUSE_AT_ODDS, "a jacket has flaps", "say how wide: flap: 80mm")


def _too_long(
    record: object, most: Mapping[str, float], keys: Mapping[str, Origin], whole: Origin
) -> Iterator[Problem]:
    for key, millimetres in most.items():
        length: Length = getattr(record, key)
        if length.points > millimetres * POINTS["mm"]:
            yield Problem(keys.get(key, whole), WRONG_VALUE, f'"{key}" is {length}', f"{millimetres}mm at most")
