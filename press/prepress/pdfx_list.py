"""The rules of PDF/X that a file can show, one record each; `pdfx_findings` has what finds whether a file keeps them.

They are taken from the parts of ISO 15930 (part 1: X-1a:2001, 4: X-1a:2003, 3: X-3:2002, 6: X-3:2003, 7: X-4), whose
clause 6 has all technical requirements. Its subclauses are not numbered alike in the parts, so that a rule is named by
its subject there, and by the clause of ISO 32000-1 that defines what it forbids or asks; for X-4 also by the subclause
of part 7 where its public table of contents names the subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from press.prepress.pdfx_findings import (
    EVERY,
    OLD,
    X1A,
    X4,
    Finder,
    Seen,
    active,
    alternates,
    annotated,
    anywhere,
    attached,
    class_of_profile,
    compressed_objects,
    cut_by_viewers,
    deep_picture,
    default_spaces,
    described,
    disagreeing,
    filtered,
    form_fields,
    half_tone,
    identified,
    later_version,
    layers,
    locked,
    loose_fonts,
    not_nested,
    on_pages,
    one_intent,
    other_claim,
    outside,
    post_script,
    profile_there,
    see_through,
    strange_alternates,
    strange_colours,
    strange_intent,
    title_and_dates,
    transfer_curve,
    trapped_said,
    trim_or_art,
    unknown_operators,
    unnamed_condition,
    with_key,
)

PARTS = {"PDF/X-1a:2001": 1, "PDF/X-1a:2003": 4, "PDF/X-3:2002": 3, "PDF/X-3:2003": 6, "PDF/X-4": 7}
"""Which part of ISO 15930 is that of a level."""


@dataclass(frozen=True, slots=True)
class PdfXRule:
    """One rule: its subject in clause 6 of ISO 15930, where ISO 32000-1 has the thing, of which levels it is, and what
    finds how it is broken.
    """

    subject: str
    says: str
    clause: str
    levels: tuple[str, ...]
    find: Finder
    x4: str = ""
    """The subclause of ISO 15930-7:2010, where it is known."""


def broken_rules(pdf: pikepdf.Pdf, level: str, seen: Seen | None = None) -> Iterator[tuple[PdfXRule, str]]:
    """The rules of a level that a file breaks, with how; `seen`: what is known of its pages already."""
    seen = seen or Seen.of(pdf)
    for rule in rules_of(level):
        if said := rule.find(pdf, level, seen):
            yield rule, said


def rules_of(level: str) -> list[PdfXRule]:
    """The rules of a level of PDF/X."""
    return [rule for rule in PDFX_RULES if level in rule.levels]


PDFX_RULES = (
    PdfXRule("PDF version", "not later than the level's", "7.5.2", EVERY, later_version, "6.1"),
    PdfXRule("identification", "the level is declared, where it must be", "14.3", EVERY, other_claim, "6.10"),
    PdfXRule("document information", "title, date of creation, date of change", "14.3.3", EVERY, title_and_dates),
    PdfXRule("trapping", "Trapped is True or False", "14.11.6", EVERY, trapped_said),
    PdfXRule("file identifier", "there is one", "14.4", EVERY, identified),
    PdfXRule("metadata", "identifier, version and rendition of the document", "14.3.2", X4, described, "6.10"),
    PdfXRule("agreement of metadata", "title, dates and trapping as in the information", "14.3", X4, disagreeing),
    PdfXRule("encryption", "none", "7.6", EVERY, locked),
    PdfXRule("file structure", "a plain table of objects, as before PDF 1.5", "7.5.8", OLD, compressed_objects),
    PdfXRule("output intent", "exactly one of PDF/X", "14.11.5", EVERY, one_intent),
    PdfXRule("output condition", "it is named", "14.11.5", EVERY, unnamed_condition),
    PdfXRule(
        "output profile", "in the file; before X-4 a register may have it", "14.11.5", EVERY, profile_there, "6.4"
    ),
    PdfXRule(
        "class of the profile", "of an output device, with its channels", "14.11.5", EVERY, class_of_profile, "6.4"
    ),
    PdfXRule("trim", "TrimBox or ArtBox on each page, not both", "14.11.2", EVERY, on_pages(trim_or_art)),
    PdfXRule("bounding boxes", "trim in bleed in media", "14.11.2", EVERY, on_pages(not_nested)),
    PdfXRule("annotations", "none within the bleed but the printer's", "12.5", EVERY, on_pages(annotated), "6.17"),
    PdfXRule("operators", "those of PDF alone", "Annex A", EVERY, on_pages(unknown_operators), "6.19"),
    PdfXRule("fonts", "every one in the file", "9.9", EVERY, loose_fonts, "6.5"),
    PdfXRule("colour", "X-1a: inks alone; X-3, X-4: no RGB without a profile", "8.6", EVERY, strange_colours),
    PdfXRule("alternate colour spaces", "of inks of their own the press's", "8.6.6", X1A, strange_alternates),
    PdfXRule("default colour spaces", "none", "8.6.5.6", X1A, default_spaces),
    PdfXRule("transparency", "none", "11", OLD, see_through),
    PdfXRule("compression LZW", "none", "7.4.4", EVERY, anywhere(filtered("/LZWDecode", "/LZW"))),
    PdfXRule("JPEG 2000 and JBIG2", "none", "7.4.9", OLD, anywhere(filtered("/JPXDecode", "/JBIG2Decode"))),
    PdfXRule("PostScript", "none", "8.8", EVERY, anywhere(post_script), "6.14"),
    PdfXRule("OPI", "none", "14.11.7", EVERY, anywhere(with_key("/OPI"))),
    PdfXRule("transfer curves", "none", "10.4", EVERY, anywhere(transfer_curve), "6.13"),
    PdfXRule("halftones", "of type 1 or 5, without HTP and name", "10.5", EVERY, anywhere(half_tone)),
    PdfXRule("alternate images", "none for printing", "8.9.5.4", EVERY, anywhere(alternates)),
    PdfXRule("rendering intents", "one of the four", "8.6.5.8", EVERY, anywhere(strange_intent), "6.23"),
    PdfXRule(
        "preseparated pages", "none", "14.11.4", EVERY, on_pages(lambda page: with_key("/SeparationInfo")(page.obj))
    ),
    PdfXRule("actions and scripts", "none", "12.6", EVERY, active, "6.18"),
    PdfXRule("form fields", "none", "12.7", EVERY, form_fields, "6.26"),
    PdfXRule("external data", "none: neither streams nor pages of other files", "7.3.8", EVERY, anywhere(outside)),
    PdfXRule("viewer preferences", "no part of the page but media or bleed", "12.2", OLD, cut_by_viewers),
    PdfXRule("embedded files", "none", "7.11.4", OLD, attached),
    PdfXRule("optional content", "none", "8.11", OLD, layers),
    PdfXRule("depth of pictures", "16 bits are of PDF 1.5", "8.9.5", OLD, anywhere(deep_picture)),
)
"""Every rule, in the order in which it is told."""
