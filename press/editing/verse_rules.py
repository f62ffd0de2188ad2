"""Rules of verse and drama: what is counted, what is shared, and what a drama consists of."""

from __future__ import annotations

from press.problem import Rule, Subject

VERSE_START = Rule(
    "verse-start",
    Subject.TEXT,
    "a number of the first line of verse that is no number from 1 on",
    "write `{.verse start=101}`",
    example="start=ten",
)
SHARED_LINE = Rule(
    "shared-line",
    Subject.TEXT,
    "words that are to end a line of verse that nobody has begun, or that do not begin the line on which they stand",
    "mark the whole line, `[words]{.shared}`, below the line that it ends",
    example="[And now?]{.shared}",
)
DRAMA_PART = Rule(
    "drama-part",
    Subject.TEXT,
    "something in a drama that is no speech, stage direction or verse; or in a speech that cannot be said",
    "write who speaks on a line, and what below it, behind a colon; end the drama before what is none of it",
    example="## Scene II",
)
