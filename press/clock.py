"""The one date in a made file: the edition's. By the clock no two builds would give the same bytes.

Only whether somebody's leave still holds is asked of the day itself, which no product has in it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from press.imprint import Imprint
from press.problem import Origin, Problem
from press.rules import NOT_A_DATE

VARIABLE = "SOURCE_DATE_EPOCH"
DATE_OF_SUBSETS = "946684800"
"""The date that subset fonts carry, in seconds of the epoch, where `SOURCE_DATE_EPOCH` is not set."""


def date_problem() -> Problem | None:
    """`SOURCE_DATE_EPOCH`, where it is set, must be a number of seconds: the tools that make the type read it too."""
    given = os.environ.get(VARIABLE, DATE_OF_SUBSETS)
    try:
        datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        return Problem(Origin(VARIABLE), NOT_A_DATE, f'"{given}" is not a number of seconds')
    return None


def asked_date() -> datetime | None:
    """`SOURCE_DATE_EPOCH` (UTC); None when nobody has set it."""
    given = os.environ.get(VARIABLE, DATE_OF_SUBSETS)
    # the press sets the variable to this date itself, for its fonts: then nobody has asked for one
    return datetime.fromtimestamp(int(given), UTC) if given != DATE_OF_SUBSETS else None


def edition_date(imprint: Imprint) -> datetime | None:
    """`SOURCE_DATE_EPOCH`, or the first day of the edition's year (UTC); None when the book gives no year either."""
    if asked := asked_date():
        return asked
    year = int(imprint.year) if imprint.year.isdecimal() else 0
    return datetime(year, 1, 1, tzinfo=UTC) if 1 <= year <= 9999 else None


def today() -> str:
    """The day (UTC), as 2026-05-01: that of `SOURCE_DATE_EPOCH`, if somebody has set it."""
    given = os.environ.get(VARIABLE, DATE_OF_SUBSETS)
    now = datetime.now(UTC) if given == DATE_OF_SUBSETS or date_problem() else datetime.fromtimestamp(int(given), UTC)
    return now.strftime("%Y-%m-%d")
