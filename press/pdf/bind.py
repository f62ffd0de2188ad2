"""Proof → the PDF's bytes: running heads set, sections gathered, type cast, and the book's title on it."""

from __future__ import annotations

import os

from press.book import Piece
from press.memory import give_back
from press.pdf.archive import gather_attachments
from press.pdf.gather import Gathering
from press.pdf.page_boxes import cut_to_trim
from press.pdf.reading import finish_reading
from press.pdf.section import save
from press.problem import Faulty, Origin, Problem
from press.store import key_of
from press.style.pieces import TEMPLATE
from press.style.rendering import line_that_says, link_nowhere, stray_link
from press.typesetting.desk import cast_type, set_heads
from press.typesetting.fonts import unite
from press.typesetting.furniture import Furniture
from press.typesetting.note_heads import heads_over_notes
from press.typesetting.paginate import heads_of
from press.typesetting.rules import FALLBACK_FONT
from press.typesetting.settle import Proof
from press.typesetting.workshop import Workshop

FEW = 48
"""Pages that leave so little behind when they are set that it is not searched for before all are joined."""


def bind(shop: Workshop, proof: Proof) -> bytes:
    """The reading PDF: tagged, linked, labelled. The same proof gives the same bytes. Raises `Faulty`."""
    attachments = gather_attachments(shop.book, shop.project, shop.store)
    gathering = impose(shop, proof)
    _refuse_links(shop, proof, gathering)
    finish_reading(gathering.pdf, gathering.identified, shop.book.imprint, shop.style.words, attachments)
    return save(gathering.pdf)


def _refuse_links(shop: Workshop, proof: Proof, gathering: Gathering) -> None:
    """Links that lead nowhere, or astray: the text's own are known by then, so that these come of a template."""
    pieces = [setting.piece for setting in proof.settings]
    own = {piece.anchor: piece for piece in pieces}

    def page(piece: Piece) -> str:
        return f"{piece.kind}{TEMPLATE}"

    # of a piece that is linked to, its own template has not written the id; else the one that makes the link is told
    whose = {anchor: own.get(anchor, pieces[gathering.linked[anchor]]) for anchor in sorted(gathering.dead)}
    found = [link_nowhere(shop.style, anchor, page(piece)) for anchor, piece in whose.items()]
    found += [stray_link(shop.style, uri, page(pieces[at])) for uri, at in sorted(gathering.stray.items())]
    if found:
        raise Faulty(found)


def impose(shop: Workshop, proof: Proof) -> Gathering:
    """The pages of a proof, in order, furnished, with blank pages where the proof has them and type for all."""
    furniture = furnish(shop, proof)
    # the type is cast once for text and heads together, so that the book has one subset of each face
    in_text = [face for setting in proof.settings for face in setting.fragment.faces]
    faces = unite([*in_text, *(face for each in furniture for face in each.faces)])
    if strange := {face.family for face in faces} - set(shop.style.fonts):
        raise Faulty(
            Problem(line_that_says(shop.style, family) or Origin(shop.style.shown), FALLBACK_FONT, f"set in {family}")
            for family in sorted(strange)
        )
    key = key_of(shop.fingerprint, "type", os.environ["SOURCE_DATE_EPOCH"], repr(faces))
    kept = shop.store.get(key)
    if not kept:
        shop.store.put(key, kept := shop.workers.begin(cast_type, faces)())
    shop.workers.rest()  # a long book fills the memory
    if proof.fresh > FEW:
        give_back()
    gathering = Gathering()
    for setting, heads in zip(proof.settings, furniture, strict=True):
        # pages left blank, so that it begins on the side that its style asks for
        while proof.folios[len(gathering.pdf.pages)] != setting.folios[0]:
            gathering.add_blank(setting.fragment)
        piece = setting.piece
        gathering.add(setting.fragment, heads, piece.part, depth=int(bool(piece.part) and piece.kind != "part"))
    while len(gathering.pdf.pages) < len(proof.folios):
        gathering.add_blank()
    gathering.close(kept or b"", [face.name for face in faces], proof.folios)
    cut_to_trim(gathering.pdf)
    return gathering


def furnish(shop: Workshop, proof: Proof) -> list[Furniture]:
    """The running heads and folios of every section, in order."""
    places, style = proof.places, shop.style
    wanted = [
        heads_of(setting, heads_over_notes(setting, places, style), style.line_numbers) for setting in proof.settings
    ]
    keys = [heads.key(shop.fingerprint) for heads in wanted]
    made = {key: kept for key in keys if (kept := shop.store.load(key, Furniture))}
    missing = [(heads, key) for heads, key in zip(wanted, keys, strict=True) if key not in made]
    for at, furniture in shop.workers.work(set_heads, [heads for heads, _ in missing]):
        made[missing[at][1]] = furniture
        shop.store.keep(missing[at][1], furniture)
    return [made[key] for key in keys]
