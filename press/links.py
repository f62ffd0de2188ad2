"""Which links a book may have: to the web and to an address for letters, and to nothing that runs or lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

PUBLIC = re.compile(r"(?:https?://|mailto:)[^\x00-\x20]+", re.IGNORECASE)
DOI = re.compile(r"doi:\s*(?://)?(10\..+)", re.IGNORECASE)
HREF = re.compile(r"<(?:a|area)\b[^>]*?\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
"""What links in HTML lead to."""


def public_link(url: str) -> str:
    """A link as it goes into a product: a DOI by its address on the web; the empty string for what may be none."""
    url = url.strip()
    if doi := DOI.fullmatch(url):
        url = f"https://doi.org/{doi[1]}"
    return url if PUBLIC.match(url) else ""


def stray_links(hrefs: Iterable[str], inside: re.Pattern[str]) -> Iterator[str]:
    """Those of the links of a product that lead neither out of it as a book's may, nor to a place `inside` it."""
    return (href for href in hrefs if not PUBLIC.match(href) and not inside.fullmatch(href))


def links_in(html: str) -> Iterator[str]:
    """What links in HTML lead to, as it is written there."""
    return (next(part for part in found.groups() if part is not None) for found in HREF.finditer(html))
