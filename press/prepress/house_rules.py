"""Rules of printing houses and of what is made for each: profiles, safe zones, covers, products."""

from __future__ import annotations

from press.problem import Rule, Subject

HOUSE_AT_ODDS = Rule(
    "house-at-odds",
    Subject.PRINT,
    "two keys of a house’s profile that cannot hold together",
    "mend the one or the other",
    authority="ISO 15930",
    example="icc: named",
)
CIRCULAR_PROFILE = Rule(
    "circular-profile",
    Subject.PRINT,
    "a profile that is based on itself",
    "mend `based_on:`, or give it another name than that of the one it changes",
    example='"mine" is based on itself',
)
SAFE_ZONE = Rule(
    "safe-zone",
    Subject.PRINT,
    "letters nearer to the edge than a house takes, by what the style promises",
    "let the style say under `safe:` how far letters keep from the edge for this house",
    example="the style keeps letters 10.8mm from the top edge, Strict asks 0.5in",
)
SAFE_UNSAID = Rule(
    "safe-zone-unsaid",
    Subject.PRINT,
    "a style that does not say how near its letters come to the edges, for a house that asks it",
    "let the style say under `safe:`, for `any`, how far letters keep from the edges",
    example="the style does not say how near its letters come to the edges, of which Strict asks",
)
NO_ROOM = Rule(
    "no-room-in-safe-zone",
    Subject.PRINT,
    "pages that would have to be made smaller by more than a hundredth for a house’s safe zone",
    "choose a style with wider margins, or a larger trim",
    example="the pages would have to be made smaller by 4.7 %",
)
TRIM_NOT_TAKEN = Rule(
    "trim-not-taken",
    Subject.PRINT,
    "a trim size that a house does not take",
    "choose one that it takes",
    example="trim: 5.6in 8.6in",
)
COLOUR_FOR_GRAY = Rule(
    "colour-for-gray",
    Subject.PRINT,
    "something in colour in a book for a house that prints in black ink",
    "choose a house that prints in colour, or see that it can be read in grey",
    example="a picture in RGB, on page 9 of the print edition",
)
INK_NOT_LOADED = Rule(
    "ink-not-loaded",
    Subject.PRINT,
    "an ink of its own that a style asks for, and a house does not load",
    "say `spots: yes` in the profile of a house that loads it, or see that it may be mixed of the inks of the press",
    example="the ink PANTONE 1805 C is mixed of those of the press for Lulu, black and white",
)
HOUSE_REFUSES = Rule(
    "house-refuses",
    Subject.PRINT,
    "what the preflight of an edition made for a house does not let pass",
    "`press preflight --house` tells all of it",
    example="smallest type: 7pt or more, found 6.4pt, on page 16",
)
ISBN_OF_TWO = Rule(
    "isbn-of-two",
    Subject.PRINT,
    "one ISBN for a paperback and a hardback",
    "give one to each: `isbn: {paperback: …, hardback: …}`",
    authority="ISO 2108",
    example="978-0-00-000000-2 for a paperback (kdp-black) and for a hardback (offset-x4)",
)
