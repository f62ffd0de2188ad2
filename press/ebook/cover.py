"""The picture that stands for an EPUB on a shelf of books: the front of its cover, or of a style without one its title
page, as printed.
"""

from __future__ import annotations

import io

import pypdfium2

from press.book import Book
from press.citations.wording import Wording
from press.compose.compose import Composer
from press.ebook.web_page import with_opening
from press.prepress.cover import front_picture
from press.prepress.wrap import trim_size
from press.project import Project
from press.style.style import Style
from press.typesetting.engine.typeset import Compositor, own_sheet
from press.typesetting.engine.write import write_first_page

WIDTH = 1200
"""Pixels of a title page. Shops ask for a thousand or more on the shorter side."""


def draw_cover(project: Project, book: Book, style: Style, wording: Wording) -> bytes:
    """The front of the cover in the book's own style, as PNG. Raises `Faulty` with what the engine complains of."""
    content = _title_page(project, book, style, wording)  # of which the trim is known too
    if style.cover:
        return front_picture(book, style, *trim_size(content), "png")
    with pypdfium2.PdfDocument(content) as pdf:
        image = pdf[0].render(scale=WIDTH / pdf[0].get_width()).to_pil()
    out = io.BytesIO()
    # it is black on white, and a grey picture is smaller than one in colour
    image.convert("L").save(out, "png", optimize=True)
    return out.getvalue()


def _title_page(project: Project, book: Book, style: Style, wording: Wording) -> bytes:
    whole = with_opening(book)  # so that there is a title page to be drawn
    piece = next(piece for piece in whole.pieces if piece.kind == "title-page")
    composer = Composer(whole, style, wording)
    compositor = Compositor(project, style, book.trim, composer.origins)
    with compositor.listening("the title page"):
        # no page numbers, no places: a title page refers to nothing
        document = compositor.render(composer.compose(piece, {}, {}, ()).html, own_sheet(False, book.trim))
        return write_first_page(document)
