"""Rules of `looks.yaml`, in which somebody says of a look that it has been taken."""

from __future__ import annotations

from press.problem import Rule, Subject

UNKNOWN_LOOK = Rule(
    "unknown-look",
    Subject.LOOKS,
    "a record of `looks.yaml` for a look that there is not",
    "mend its name",
    example="- rule: loose-lines",
)
STALE_LOOK = Rule(
    "stale-look",
    Subject.LOOKS,
    "a record of `looks.yaml` that silences nothing: what it was for has been mended, or it never hit",
    "take it out, or quote other words",
    example='no loose-line where chapters/01-the-ledger.md has "The rule had exceptions"',
)
