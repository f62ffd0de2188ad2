"""profiles/*.yaml → House: what a printing house asks of a file. So it is made, and so it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from press.fields import NO_KEY, POINTS, Between, Length, Reader, Written
from press.files import is_there, read_text
from press.prepress.house_limits import beyond_measure
from press.prepress.house_rules import CIRCULAR_PROFILE, HOUSE_AT_ODDS
from press.prepress.rules import UNKNOWN_PROFILE
from press.problem import Faulty, Origin, Problem, did_you_mean, has_errors
from press.project import Project, shipped
from press.rules import MISSING_KEY, NOT_A_TRIM
from press.yaml_tree import Tree, overlay

Level: TypeAlias = Literal["PDF/X-4", "PDF/X-1a:2001", "PDF/X-1a:2003", "PDF/X-3:2002", "PDF/X-3:2003", "any", "none"]
ASKED = ("bleed", "marks", "ink", "pdfx", "resolution", "line_art", "hairline", "black_text")
"""What a profile must say, or one that it is based on."""
OPAQUE_LEVELS = ("PDF/X-1a:2001", "PDF/X-1a:2003", "PDF/X-3:2002", "PDF/X-3:2003")
"""Levels that know no transparency: what is see-through must be flattened."""


@dataclass(frozen=True, slots=True)
class MarginsRecord:
    """How near letters may come to the trim, in a book of so many pages or more."""

    from_: int
    inner: Length
    outer: Length
    top: Length
    bottom: Length


@dataclass(frozen=True, slots=True)
class PagesRecord:
    """How many pages a book may have, and of how many it must be a multiple; how many blank ones may follow each other
    within it, and at its end; and whether the `last` page must be blank.
    """

    multiple: Annotated[int, Between(1, 64, "pages")] = 1
    least: int = 1
    most: int = 100_000
    blank_within: int = 100_000
    blank_at_end: int = 100_000
    last: Literal["any", "blank"] = "any"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where the figures of a profile come from: the name of the rules, their page, of what date they are or when they
    were read, and what of the profile they do not say.
    """

    rules: str = ""
    page: str = ""
    date: str = ""
    unverified: str = ""


@dataclass(frozen=True, slots=True)
class BarCodeRecord:
    """The least width and height of the bars of the bar code, and the least white to their left and right.

    `required`: of a book that has an ISBN, unless the house prints bars of its own where there are none.
    """

    width: Length = Length()
    height: Length = Length()
    quiet: Length = Length()
    required: bool = True

    @property
    def sized(self) -> bool:
        """Whether the house says anything of its size."""
        return any(each.points for each in (self.width, self.height, self.quiet))


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseCoverRecord:
    """How a house wants the cover.

    `binding`: a paperback's, a printed case, or a jacket with flaps. `bleed`: beyond its edges; of a case it is what is
    wrapped round the boards. `leaf`: how thick one leaf of the house's paper is; `board`, of a case's each board, of a
    paperback the card. `hinge`, `overhang`: of a case, between spine and boards, and how far these stand out over the
    leaves. `flap`: how wide each flap of a jacket is. `spine_from`: from how many pages on letters stand on the spine;
    `safe`: how near letters may come to the edges, `spine_safe` to those of the spine.
    """

    binding: Literal["perfect", "case", "jacket"] = "perfect"
    bleed: Length = Length()
    leaf: Length = Length()
    board: Length = Length()
    hinge: Length = Length()
    overhang: Length = Length()
    flap: Length = Length()
    spine_from: int = 0
    safe: Length = Length()
    spine_safe: Length = Length()
    bar_code: BarCodeRecord = field(default_factory=BarCodeRecord)
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a house asks for; of a profile that is `based_on` another only what differs is said.

    `trim`: the sizes that it takes, none for any; `bleed`: at least so much, on `all` sides or `outside`, not at the
    spine; `ink`: per cent of all inks together; `resolution` and `line_art` in dots to the inch; `hairline`: no rule
    thinner; `type`: no letter smaller; `megabytes`: no file larger; `versions` of PDF.

    `pdfx`: the level that is made and asked for; `any`: whichever, and PDF/X-4 is made. `icc`: whether the profile of
    the printing condition is in the file, or the condition is only named. `profile` and `condition`: which, if not the
    style's. `colour`: pictures in colour as CMYK, grey, or sRGB. `overprint`: black letters print over what is below.
    `spots`: inks of their own are loaded, where a style names any; else they become those of the press.
    """

    name: str
    based_on: str = ""
    bleed: Length = Length()
    marks: Literal["crop", "none", "either"] = "either"
    ink: Annotated[int, Between(100, 400, "per cent")] = 400
    pdfx: Level = "any"
    resolution: int = 0
    line_art: int = 0
    hairline: Length = Length()
    black_text: bool = False
    margins: tuple[MarginsRecord, ...] = ()
    pages: PagesRecord = field(default_factory=PagesRecord)
    trim: tuple[Written, ...] = ()
    source: SourceRecord = field(default_factory=SourceRecord)
    sides: Literal["all", "outside"] = "all"
    icc: Literal["embedded", "named", "either"] = "embedded"
    profile: Written = Written("", Origin(""))
    condition: str = ""
    colour: Literal["cmyk", "gray", "rgb"] = "cmyk"
    transparency: Literal["any", "none"] = "any"
    overprint: bool = False
    spots: bool = False
    type: Length = Length()
    megabytes: int = 0
    versions: tuple[str, ...] = ()
    cover: HouseCoverRecord = field(default_factory=HouseCoverRecord)
    id: str = field(default="", metadata=NO_KEY)
    origin: Origin = Origin("")
    keys: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """The level of PDF/X that is made for it."""
        return "PDF/X-4" if self.pdfx == "any" else self.pdfx

    @property
    def opaque(self) -> bool:
        """Whether nothing see-through may be in its files."""
        return self.transparency == "none" or self.level in OPAQUE_LEVELS

    def margins_for(self, pages: int) -> MarginsRecord | None:
        """The margins of a book of so many pages: the thicker it is, the more the fold takes."""
        fitting = [each for each in self.margins if each.from_ <= pages]
        return max(fitting, key=lambda each: each.from_, default=None)

    def sizes(self) -> tuple[tuple[float, float], ...]:
        """The trim sizes in points."""
        return tuple(size for each in self.trim if (size := size_of(each.text)))


def size_of(text: str) -> tuple[float, float] | None:
    """A width and a height as written, in points; None of anything else."""
    sides = [length.points if (length := Length.read(part)) else 0.0 for part in text.split()]
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


def profiles_of(project: Project) -> dict[str, Path]:
    """The houses that have a profile: under `profiles/` of the book, or else of the press."""
    folders = (project.profiles, shipped() / "profiles")
    return {each.stem: each for folder in reversed(folders) for each in sorted(folder.glob("*.yaml"))}


def read_house(project: Project, name: str, asked: Origin | None = None) -> House:
    """The profile `name`; `asked`: where, if in a file. Raises `Faulty`."""
    trees = _lineage(project, name, asked or Origin(project.shown(project.profiles)))
    reader = Reader(trees[0].start_mark.name)
    house = reader.record(reduce(overlay, trees), House)
    problems = [*reader.problems, *(_amiss(house) if house else ())]
    # a key that is mistyped, or has a wrong value, is not missing
    problems += _missing(house) if house and not has_errors(problems) else ()
    if house is None or has_errors(problems):
        raise Faulty(problems)
    return replace(house, id=name)


def _lineage(project: Project, name: str, asked: Origin) -> Sequence[Tree]:
    """The records of a profile and of those that it is based on, its own first. Raises `Faulty` where one cannot be
    had.
    """
    there, found = profiles_of(project), dict[str, Tree]()
    while name:
        if name not in there or not is_there(there[name]):
            hint = did_you_mean(name, there) or f"there are: {', '.join(sorted(there)) or 'none'}"
            raise Faulty([Problem(asked, UNKNOWN_PROFILE, f'no profile "{name}"', hint)])
        if name in found:
            raise Faulty([Problem(asked, CIRCULAR_PROFILE, f'"{name}" is based on itself')])
        reader = Reader(project.shown(there[name]))
        tree = reader.tree(read_text(there[name], reader.path))
        if tree is None or has_errors(reader.problems):
            raise Faulty(reader.problems)
        found[name] = tree
        base = next((value for key, value in tree.value if key.value == "based_on"), None)
        written = Reader(reader.path).value(base, Written, "based_on") if base is not None else None
        name, asked = (written.text, written.origin) if written else ("", asked)
    return tuple(found.values())


def read_houses(project: Project, names: Iterable[str], asked: Origin | None = None) -> tuple[House, ...]:
    """The profiles of several houses, each once. Raises `Faulty` with what is wrong with any."""
    houses: list[House] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        try:
            houses.append(read_house(project, name, asked))
        except Faulty as fault:
            problems += fault.problems
    if problems:
        raise Faulty(problems)
    return tuple(houses)


def _missing(house: House) -> Iterator[Problem]:
    """What neither a profile nor one that it is based on says."""
    for key in (key for key in ASKED if key not in house.keys):
        yield Problem(house.origin, MISSING_KEY, f'missing key "{key}"')


def _amiss(house: House) -> Iterator[Problem]:
    """What of a profile cannot be, by itself or together."""

    def at(key: str) -> Origin:
        return house.keys.get(key, house.origin)

    for size in house.trim:
        if size_of(size.text) is None:
            hint = "write the width and the height: 5.5in 8.5in"
            yield Problem(size.origin, NOT_A_TRIM, f'"{size.text}" is no trim size', hint)
    if house.level == "PDF/X-4" and house.icc == "named":
        message = "a file of PDF/X-4 has the profile of its printing condition in it"
        yield Problem(at("icc"), HOUSE_AT_ODDS, message, "icc: embedded, or another level")
    if house.level.startswith("PDF/X-1a") and house.colour == "rgb":
        message = f"no RGB may be in a file of {house.level}"
        yield Problem(at("colour"), HOUSE_AT_ODDS, message, "colour: cmyk or gray, or PDF/X-3 or X-4")
    if house.level == "none" and house.icc == "embedded" and "icc" in house.keys:
        message = "only PDF/X has a printing condition in it"
        yield Problem(at("icc"), HOUSE_AT_ODDS, message, "icc: either, or a level of PDF/X")
    if house.spots and (house.colour == "gray" or house.opaque):
        without = "printed in black alone" if house.colour == "gray" else "without transparency"
        message = f"no inks of their own are made for what is {without}"
        yield Problem(at("spots"), HOUSE_AT_ODDS, message, "spots: no, or colour: cmyk and PDF/X-4")
    if house.overprint and house.colour == "gray":
        message = "black letters have no other ink to print over"
        yield Problem(at("overprint"), HOUSE_AT_ODDS, message, "overprint: no, or colour: cmyk")
    if bool(house.profile.text) != bool(house.condition):
        key = "profile" if house.profile.text else "condition"
        message = "a profile and the name of its condition belong together"
        yield Problem(at(key), HOUSE_AT_ODDS, message, "give both: profile: PSOcoated_v3.icc and condition: FOGRA51")
    if house.pages.least > house.pages.most:
        message = f"at least {house.pages.least} pages, and {house.pages.most} at most"
        yield Problem(at("pages"), HOUSE_AT_ODDS, message, "the one must not be more than the other")
    yield from beyond_measure(house)


def in_millimetres(points: float) -> str:
    """A length as printers speak of it."""
    return f"{points / POINTS['mm']:.4g} mm"
