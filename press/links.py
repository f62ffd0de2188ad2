"""Which links a book may have, and what its pages may do in a browser.

A link leads to the web or to an address for letters, or to a place in the book: to nothing that runs or lies elsewhere.
Of a page's scripts only the press's own run, each known by its digest (Content Security Policy, level 3).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import unescape

PUBLIC = re.compile(r"(?:https?://|mailto:)[^\x00-\x20]+", re.IGNORECASE)
DOI = re.compile(r"doi:\s*(?://)?(10\..+)", re.IGNORECASE)
HREF = re.compile(r"<(?:a|area)\b[^>]*?\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
"""What links in HTML lead to."""
ID = re.compile(r"""<[a-z][^>]*?\sid\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s>"']+))""", re.IGNORECASE)
WITHIN = re.compile(r"[\w./-]*(?:#[^\x00-\x20]*)?")
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def public_link(url: str) -> str:
    """A link as it goes into a product: a DOI by its address on the web; the empty string for what may be none."""
    url = url.strip()
    if doi := DOI.fullmatch(url):
        url = f"https://doi.org/{doi[1]}"
    return url if PUBLIC.match(url) else ""


def stray_links(html: str) -> Iterator[str]:
    """What links of a page lead to that is neither of the web nor within the book: a place, or a file beside it."""
    for found in HREF.finditer(html):
        href = unescape(next(part for part in found.groups() if part is not None)).strip()
        if not PUBLIC.match(href) and not WITHIN.fullmatch(href):
            yield href


def links_nowhere(html: str) -> Iterator[str]:
    """The places of a page that its links lead to, and that it does not have."""
    places = {unescape(next(filter(None, found.groups()))) for found in ID.finditer(html)}
    hrefs = (unescape(next(filter(None, found.groups()), "")).strip() for found in HREF.finditer(html))
    wanted = dict.fromkeys(href[1:] for href in hrefs if href.startswith("#") and href != "#")
    return (each for each in wanted if each not in places)


def policy_for(page: str, more: str = "") -> str:
    """What a page may do: show pictures that it holds, or has from `more`, and run the scripts that stand in `page`."""
    digests = (hashlib.sha256(script.encode()).digest() for script in SCRIPT.findall(page))
    scripts = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests) or "'none'"
    allowed = f"img-src data:{' ' if more else ''}{more}; style-src 'unsafe-inline'; script-src {scripts}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
