"""Dates of documents and events in words of a style."""

from __future__ import annotations

import re
from collections.abc import Mapping

DATE = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?([?~%]?)")


def long_date(words: Mapping[str, str], date: str) -> str:
    """An ISO date in words: 9 February 1941; ? and ~ become a question mark and `about`."""
    found = DATE.fullmatch(date)
    if not found:
        return date
    year, month, day, doubt = found.groups()
    months = words["months"].split()
    parts = [str(int(day)) if day else "", months[int(month) - 1] if month else "", year]
    written = " ".join(part for part in parts if part)
    about = f"{words['about']} {written}" if doubt in ("~", "%") else written
    return f"{about}?" if doubt in ("?", "%") else about
