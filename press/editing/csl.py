"""The words of CSL: of which types a source may be, which variables it may have, and what each takes (CSL 1.0.2)."""

from __future__ import annotations

import re

TYPES = frozenset(
    re.findall(
        r"\S+",
        """
        article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
        dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
        legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
        personal_communication post post-weblog regulation report review review-book software song speech standard
        thesis treaty webpage
        """,
    )
)
TEXTS = frozenset(
    re.findall(
        r"\S+",
        """
        archive archive_collection archive_location archive-place authority call-number chapter-number collection-number
        collection-title container-title container-title-short dimensions division edition event event-place event-title
        genre issue journalAbbreviation jurisdiction locator medium number number-of-pages number-of-volumes
        original-publisher original-publisher-place original-title page page-first part-number part-title
        printing-number publisher publisher-place references reviewed-genre reviewed-title scale source status
        supplement-number title title-short version volume volume-title
        """,
    )
)
"""Words and numbers, in Markdown."""
VERBATIM = frozenset(
    re.findall(
        r"\S+",
        """
        DOI ISBN ISSN PMCID PMID URL abstract annote citation-key citation-label citation-number
        first-reference-note-number keyword language license note year-suffix
        """,
    )
)
"""Characters that mean nothing to Markdown, or that are an editor's own and long: they go to citeproc as they are."""
NAMES = frozenset(
    re.findall(
        r"\S+",
        """
        author chair collection-editor compiler composer container-author contributor curator director editor
        editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer
        original-author performer producer recipient reviewed-author script-writer series-creator translator
        """,
    )
)
DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
UNPRINTED = frozenset({"categories", "custom"})
"""What no citation style can print."""
OWN = frozenset({"cite", "cite_short", "section", "sort"})
"""The press's own keys. CSL's `section` has to stand back."""
VARIABLES = {key.lower(): key for key in TEXTS | VERBATIM | NAMES | DATES | UNPRINTED | OWN | {"id", "type"}} | {
    "shorttitle": "title-short"
}
"""Every key of a record as people may write it, in whatever capitals → as CSL does."""
NAME_PARTS = frozenset(
    re.findall(
        r"\S+",
        """
        family given dropping-particle non-dropping-particle suffix comma-suffix static-ordering literal parse-names
        """,
    )
)
TITLES = frozenset({"title", "title-short", "container-title", "volume-title", "part-title", "original-title"})
