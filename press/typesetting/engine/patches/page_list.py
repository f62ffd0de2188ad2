"""The list of a PDF's pages made once, and anew only when there are more of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

RECORD = 3
"""Entries in a PDF's list of pages for each page: number, generation, R."""


def listed_once(page_references: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The reader of `pydyf.PDF.page_references`, which keeps what it has read on the PDF."""

    def read(self: Any) -> Any:
        known: tuple[bytes, ...] = vars(self).get("pages_listed", ())
        if len(known) * RECORD != len(self.pages["Kids"]):
            known = self.pages_listed = page_references(self)
        return known

    return read
