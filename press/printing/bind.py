"""Proof → the PDF's bytes: running heads set, sections gathered, type cast, and the book's title on it."""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, String

from press.printing.desk import Heads, Workshop, cast_type, set_heads
from press.printing.founts import unite
from press.printing.fragment import save
from press.printing.furniture import Furniture
from press.printing.gather import Gathering
from press.printing.settle import Proof
from press.problem import Faulty, Origin, Problem


def bind(shop: Workshop, proof: Proof) -> bytes:
    """The reading PDF: tagged, linked, labelled. The same proof gives the same bytes. Raises `Faulty`."""
    furniture = furnish(shop, proof)
    in_text = [face for setting in proof.settings for face in setting.fragment.faces]
    faces = unite([*in_text, *(face for each in furniture for face in each.faces)])
    if strange := {face.family for face in faces} - set(shop.style.fonts):
        origin = Origin(f"styles/{shop.style.name}")
        raise Faulty([Problem(origin, "fallback-font", f"set in {', '.join(sorted(strange))}")])
    type_ = shop.hands.begin(cast_type, faces)
    gathering = Gathering()
    for setting, heads in zip(proof.settings, furniture, strict=True):
        while len(gathering.pdf.pages) < setting.folios[0].sheet - 1:
            gathering.add_blank()
        gathering.add(setting.fragment, heads)
    while len(gathering.pdf.pages) < len(proof.folios):
        gathering.add_blank()
    if gathering.dead:
        raise Faulty(
            Problem(Origin("dist"), "dead-link", f"no anchor #{anchor} for internal URI reference")
            for anchor in sorted(gathering.dead)
        )
    pdf = gathering.close(type_(), [face.name for face in faces], proof.folios)
    inscribe(pdf, shop)
    return save(pdf)


def furnish(shop: Workshop, proof: Proof) -> list[Furniture]:
    """The running heads and folios of every section, in order."""
    wanted = [
        Heads(s.section.html, tuple(leaf.name for leaf in s.fragment.leaves), s.folios[0].number, s.verso)
        for s in proof.settings
    ]
    keys = [heads.key(shop.fingerprint) for heads in wanted]
    made = {key: kept for key in keys if (kept := shop.store.load(key, Furniture))}
    missing = [(heads, key) for heads, key in zip(wanted, keys, strict=True) if key not in made]
    for at, furniture in shop.hands.work(set_heads, [heads for heads, _ in missing]):
        made[missing[at][1]] = furniture
        shop.store.keep(missing[at][1], furniture)
    return [made[key] for key in keys]


def inscribe(pdf: pikepdf.Pdf, shop: Workshop) -> None:
    """Title, author and language, for the reader's window and for catalogues (PDF/UA-1, 7.1 and 7.2)."""
    imprint = shop.book.imprint
    pdf.Root.Lang = String(imprint.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["dc:title"] = imprint.title
        if author := imprint.author or imprint.editor:
            metadata["dc:creator"] = [author]
        metadata["dc:language"] = {imprint.language}
        metadata["{http://www.aiim.org/pdfua/ns/id/}part"] = "1"
