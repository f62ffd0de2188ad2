"""What the engine does of itself and the press keeps it from: one observation for every patch, and small documents set.

`faults` and `documents` are called twice, in the process of the tests, whose engine is patched, and in one whose engine
is left as it comes (`unpatched`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import fontpkg
import pydyf
import weasyprint
from laid_out import GARAMOND, account_of, bare
from weasyprint.css import StyleFor
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, percent
from weasyprint.layout import block as block_layout
from weasyprint.text import line_break

from press.patience import TooLong
from press.style.justification import Justification
from press.typesetting.engine.justify import broken_whole
from press.typesetting.engine.paragraphs import ParagraphWork
from press.typesetting.engine.patches.pages import kept_free
from press.typesetting.engine.patches.table import PATCHES
from press.typesetting.engine.patches.work import limited

CSS = """
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }}
@page {{ size: 400px 600px; margin: 0 }}
body {{ margin: 0; font: 14.667px/18px "EB Garamond" }}
p {{ margin: 0; width: {width}px }}
"""
PLAIN = (
    "Krivitsky travels to the Doberts farm near Barboursville and buys p.\u00a0110 a pistol at Charlottesville again "
    "and then goes home to the apartment where he lives"
)
LINKED = PLAIN.replace("p.\u00a0110", '<a href="#x">p.\u00a0110</a>')
ALIKE = """
<p id="a"><em>one</em></p><p id="b"><em id="c">two</em></p><p><em>three</em></p>
<p id="d" style="color: red"><em>four</em></p><p id="e" lang="de"><em>five</em></p>
<p id="f" class="big"><em>six</em></p>
"""
COLUMNS = """
@page {{ size: 200px 300px; margin: 0 }} body {{ margin: 0; font: 12px/15px "EB Garamond" }}
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }} div {{ columns: 2; column-gap: 10px }} p {{ margin: 0 }}
"""
ENTRIES = "".join(f"<p>Entry {n}, {n + 3}, {n + 7} and some more</p>" for n in range(120))
OPTICAL = """
@font-face {{ font-family: "Serif"; src: url("{font}") }}
p {{ font-family: "Serif"; font-variation-settings: "opsz" 11 }}
"""
FURNISHED = """
@page {{ size: 200px 240px; margin: 30px 10px }}
@page {{ @top-center {{ content: counter(page) }} @footnote {{ margin-top: 6px }} }}
@page :left {{ @bottom-left {{ content: "left" }} }} @page :first {{ @top-center {{ content: none }} }}
@page aside {{ @bottom-right {{ content: "aside " counter(pages) }} }}
body {{ margin: 0; font: 12px/15px "EB Garamond" }} p {{ margin: 0 }} .aside {{ page: aside }}
.note {{ float: footnote }} a::after {{ content: " p. " target-counter(attr(href), page) }}
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }}
"""
SHARES = """
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }} @page {{ size: 200px 240px; margin: 5% 10px }}
body {{ margin: 0; font: 12px/15px "EB Garamond"; padding-left: 2% }} div {{ margin: 3% auto; width: 80% }}
p {{ margin: 0 }} .a {{ text-indent: 5%; max-width: 50% }} .b {{ box-sizing: border-box; width: 90px; padding: 4px 5% }}
.c {{ border: 2px solid; border-radius: 10%; min-height: 20px; height: auto }} .d {{ margin-left: calc(2px + 10%) }}
table {{ border-collapse: collapse; width: 100% }} td {{ border: 1px solid; padding: 0 4%; border-radius: 3px }}
i {{ display: inline-block; width: 30%; min-width: 20px }} .e {{ float: left; width: 25%; margin: 0 1% }}
u {{ position: absolute; left: 3%; border-radius: 2px }} b {{ position: absolute; top: 3px; left: 150px }}
"""
SHARED = "".join(
    f"<div><p class='{'abcde'[n % 5]}'>Going over <i>with {n}</i> the <u>slow</u> <b>quick</b> tide, and back again"
    " before noon.</p></div>" + ("<table><tr><td>One</td><td>Two</td></tr></table>" if n % 4 == 0 else "")
    for n in range(40)
)


def referring(number: int) -> str:
    """So many paragraphs, each with a note and the page of another; those in the middle have margins of their own."""
    return "".join(
        f"<p id='p{n}' class='{'aside' if number < 3 * n < 2 * number else ''}'>Paragraph <em id='p{n // 2}'>{n}</em>, "
        f"for which <a href='#p{number - 1 - n}'>see</a>.<span class='note'>Note {n}.</span></p>"
        for n in range(number)
    )


def note(anchor: str, words: str = "A note.") -> str:
    """A note of a bare document; `n1--2` is the second piece of the note `n1`."""
    continued = " continued" if "--" in anchor else ""
    return f'<span class="note{continued}" id="{anchor}">{words}</span>'


def lines(number: int, words: str = "Short.") -> str:
    """So many paragraphs of a line."""
    return "".join(f'<p id="b-{n}">{words}</p>' for n in range(number))


MINIMAL = (
    f'<p id="b-first">Short.{note("n1")}</p>{lines(8)}'
    f'<p id="b-last">One.<br>Two.{note("n2", "Another note.")}<br>Three.<br>Four.</p>'
)
"""A full page, and a paragraph of four lines whose second calls a note: the first line of it would be an orphan."""


# --- small documents -----------------------------------------------------------------------------


def pages_of(html: str, sheet: str, **values: object) -> list[Any]:
    """The engine's pages of some HTML in a sheet."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(string=sheet.format(font=GARAMOND, **values), font_config=fonts)
    whole = f"<html lang='en-GB'>{html}</html>"
    return list(weasyprint.HTML(string=whole).render(stylesheets=[css], font_config=fonts).pages)


def printed(pages: list[Any]) -> list[list[tuple[Any, ...]]]:
    """What stands where on each page: the words of each text, and the anchors."""
    return [
        [(box.text, box.position_x, box.position_y) for box in page._page_box.descendants() if _is_text(box)]
        + [(anchor, *spot) for anchor, spot in sorted(page.anchors.items())]
        for page in pages
    ]


def _is_text(box: Any) -> bool:
    return isinstance(box, boxes.TextBox)


def broken(text: str, width: int) -> list[str]:
    """The lines into which the engine breaks a paragraph."""
    found = pages_of(f"<p id='x'>{text}</p>", CSS, width=width)[0]._page_box.descendants()
    of_lines = [box for box in found if isinstance(box, boxes.LineBox)]
    return ["".join(box.text for box in line.descendants() if _is_text(box)).strip() for line in of_lines]


def styled(html: str, *sheets: str) -> dict[tuple[Any, Any], Any]:
    """The styles that the engine computes: element and pseudo-element → style."""
    fonts, counters = weasyprint.text.fonts.FontConfiguration(), weasyprint.css.counters.CounterStyle()
    options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": [weasyprint.CSS(string=sheet) for sheet in sheets]}
    build = weasyprint.document.Document._build_layout_context
    return dict(build(weasyprint.HTML(string=html), fonts, counters, {}, options).style_for._computed_styles)


def documents() -> dict[str, Any]:
    """Documents in which much is searched for and set in columns, as printed."""
    return {
        "columns": printed(pages_of(f"<div>{ENTRIES}</div>", COLUMNS)),
        "furnished": printed(pages_of(referring(30), FURNISHED)),
        "shares": printed(pages_of(SHARED, SHARES)),
    }


# --- what the engine does of itself --------------------------------------------------------------


def loses_notes() -> bool:
    """It loses or moves notes so that a line has room."""
    return {(stray.anchor, stray.fault) for stray in account_of(MINIMAL, ("n1", "n2")).strays} >= {("n2", "lost")}


def breaks_before_links() -> bool:
    """It ends a line too early where only the space before a link has no room."""
    return broken(LINKED, 185) != broken(PLAIN, 185)


def breaks_line_by_line() -> bool:
    """It does not let a paragraph be planned."""
    work = ParagraphWork(Justification())
    with broken_whole(work):
        bare(f"<p>{PLAIN}</p>", "p { text-align: justify }")
    return not work.done


def styles_all_as_notes() -> bool:
    """It gives what is neither a note nor an item their styles."""
    return any(element.tag == "em" and kind for element, kind in styled("<p>Sea <em>and</em> shore.</p>"))


def styles_each_id_apart() -> bool:
    """It computes a style for each of two elements that differ by the ids of their parents alone."""
    em = [style for (element, kind), style in styled(ALIKE).items() if element.tag == "em" and not kind]
    return em[0] is not em[2]


def sets_columns_again() -> bool:
    """It sets the paragraphs of a full column more than once."""
    return sum(text.startswith("Entry 5,") for text in lines_set(f"<div>{ENTRIES}</div>", COLUMNS)) > 1


def shapes_texts_again() -> bool:
    """It shapes a text again that it has tried on a line of the same width."""
    shaped: list[tuple[str, float]] = []
    create = line_break.create_layout

    def counted(text: str, style: Any, context: Any, max_width: float, *rest: Any) -> Any:
        shaped.append((text, max_width))
        return create(text, style, context, max_width, *rest)

    line_break.create_layout = counted
    try:
        pages_of(f"<div>{ENTRIES}</div>", COLUMNS)
    finally:
        line_break.create_layout = create
    return len(shaped) > len(set(shaped))


def sets_columns_or_texts_again() -> bool:
    """It does either."""
    return sets_columns_again() or shapes_texts_again()


def sets_notes_again() -> bool:
    """It sets a note again when another is called on its page, and when both are printed."""
    called = "".join(f"<p>Short.{note(f'n{n}', f'Note {n}.')}</p>" for n in range(3))
    return lines_set(called, FURNISHED).count("Note 1.") > 1


def lines_set(html: str, sheet: str) -> list[str]:
    """How each line that the engine sets begins, as often as it does."""
    count: list[str] = []
    line = block_layout._linebox_layout

    def counted(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        texts = (each.text for each in box.descendants() if _is_text(each))
        count.append(next((text for text in texts if text.strip("0123456789. ")), ""))
        return line(context, box, *rest, **named)

    block_layout._linebox_layout = counted
    try:
        pages_of(html, sheet)
    finally:
        block_layout._linebox_layout = line
    return count


def writes_keys_of_type_again() -> bool:
    """It writes out all that the height of a line depends on, whenever it is asked how high that is."""
    written: list[Any] = []
    key = line_break._font_style_cache_key

    def counted(style: Any, **named: Any) -> Any:
        written.append(style)
        return key(style, **named)

    line_break._font_style_cache_key = counted
    try:
        (page,) = pages_of(f"<p>{PLAIN}</p>", CSS, width=200)
    finally:
        line_break._font_style_cache_key = key
    style = next(box.style for box in page._page_box.descendants() if _is_text(box))
    return sum(each is style for each in written) > 1


def resolves_lengths_again() -> bool:
    """It looks for shares of something in what has none, box by box."""
    asked: list[Any] = []
    resolve = percent.resolve_one_percentage

    def counted(box: Any, *rest: Any) -> None:
        asked.append(box)
        resolve(box, *rest)

    percent.resolve_one_percentage = counted
    try:
        pages_of(f"<p>{PLAIN}</p>", CSS, width=200)
    finally:
        percent.resolve_one_percentage = resolve
    return any(map(_is_text, asked))


class Searched(list[Any]):
    """A list that counts what is looked for in it in vain."""

    in_vain = 0

    def __contains__(self, each: object) -> bool:
        found = super().__contains__(each)
        Searched.in_vain += not found
        return found

    def copy(self) -> Searched:
        return Searched(self)


def seeks_notes_everywhere() -> bool:
    """It looks for the notes of a line in its every box."""
    begin = LayoutContext.__init__

    def begun(context: Any, *rest: Any, **named: Any) -> None:
        begin(context, *rest, **named)
        context.footnotes = Searched()

    Searched.in_vain, LayoutContext.__init__ = 0, begun
    try:
        pages_of(referring(12), FURNISHED)
    finally:
        LayoutContext.__init__ = begin
    return Searched.in_vain > 0


def goes_through_anchors() -> bool:
    """It keeps the anchors before a page in a list; nothing but its source shows it."""
    (patch,) = (patch for patch in PATCHES if patch.name == "look-anchors-up")
    return not list(patch.missing())


class Walked(dict[Any, Any]):
    """A dictionary that counts how often it is gone through."""

    times = 0

    def __iter__(self) -> Any:
        Walked.times += 1
        return super().__iter__()


def goes_through_styles() -> bool:
    """It goes through the styles of all elements for every page."""
    cascaded = StyleFor.get_cascaded_styles

    def walked(style_for: Any) -> Any:
        if not isinstance(style_for._cascaded_styles, Walked):
            style_for._cascaded_styles = Walked(style_for._cascaded_styles)
        return cascaded(style_for)

    Walked.times, StyleFor.get_cascaded_styles = 0, walked
    try:
        pages_of(referring(12), FURNISHED)
    finally:
        StyleFor.get_cascaded_styles = cascaded
    return Walked.times > 1


def lists_pages_again() -> bool:
    """It makes the list of a PDF's pages whenever it is asked for."""
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary())
    return pdf.page_references is not pdf.page_references


def makes_any_number_of_boxes() -> bool:
    """It makes as many boxes as a page asks for, be they more than a text can need."""
    try:
        with limited(-2000):  # of what any layout may make, nothing is left
            bare("<p>some words</p>", "")
    except TooLong:
        return False
    return True


def names_fonts_by_size() -> bool:
    """It has two fonts for one face in two sizes, though the optical size is said outright."""
    html = "<p style='font-size: 9px'>small</p><p style='font-size: 30px'>large</p>"
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(string=OPTICAL.format(font=fontpkg.path("Source Serif 4").as_uri()), font_config=fonts)
    document = weasyprint.HTML(string=html).render(stylesheets=[css], font_config=fonts)
    document.write_pdf()
    return len({font.hash for font in document.fonts.values()}) > 1


def opens_paragraphs_again() -> bool:
    """It sets the first line that a paragraph has on its second page like the first of all."""
    pages = bare(f"<p>{'and went over with the tide ' * 60}</p>", "p::first-line { font-variant-caps: small-caps }")
    lines = [each for each in pages[1]._page_box.descendants() if isinstance(each, boxes.LineBox)]
    words = next(each for each in lines[0].descendants() if isinstance(each, boxes.TextBox))
    return bool(words.style["font_variant_caps"] == "small-caps")


def leaves_heads_out() -> bool:
    """It leaves out the head of a table where a row that is to stay whole is taller than a page."""
    row = f"<tr><td>{'going over with the tide ' * 60}</td></tr>"
    table = f"<p>Before.</p><table><thead><tr><th>Head</th></tr></thead><tbody>{row}</tbody></table>"
    pages = bare(table, "tr { break-inside: avoid }")[1:]
    return not all(any(_is_text(box) and box.text == "Head" for box in page._page_box.descendants()) for page in pages)


def continues_tables_at_once() -> bool:
    """It says of a table on its first page that it is continued, since it says so on the others."""
    head = '<thead><tr class="continued"><td>Continued</td></tr><tr><th>Head</th></tr></thead>'
    pages = bare(f"<table>{head}<tbody>{'<tr><td>Row</td></tr>' * 40}</tbody></table>", "")
    said = [any(_is_text(box) and box.text == "Continued" for box in page._page_box.descendants()) for page in pages]
    return said[0] or not all(said[1:])


def keeps_no_page_free() -> bool:
    """It goes on with the text on a page that is to be kept free for something else."""
    with kept_free((1,)):
        pages = bare(f"<p>{'going over with the tide ' * 300}</p>", "")
    return not pages[1]._page_box.page_type.blank


def keeps_no_room() -> bool:
    """It fills a page to its foot of which room is to be kept at the head and the foot."""
    with kept_free((), ((0, 36.0, 54.0),)):
        page = bare(f"<p>{'going over with the tide ' * 300}</p>", "")[0]._page_box
    return bool((page.content_box_y(), page.height) != (56.0, 126.0))


def parts_sides() -> bool:
    """It parts what stands in the margin beside the last line of a page."""
    side = f'<span><span class="side" style="position: absolute; width: 40px">{"ebb " * 40}</span></span>'
    pages = bare(f"<p>{('going over with the tide ' * 8 + side) * 6}</p>", "")
    boxes_of = (page._page_box.descendants(placeholders=True) for page in pages)
    return any(sum(box.text.count("ebb") for box in found if _is_text(box)) % 40 for found in boxes_of)


def sets_verse_broad() -> bool:
    """It has verse between auto margins go through the whole measure."""
    (page,) = bare('<p>Sea</p><div class="poem" style="margin: auto"><p>Tide</p></div>', "")
    broad, verse = (box for box in page._page_box.descendants() if box.element_tag in ("body", "div"))
    return bool(verse.width > broad.width / 2)


def tags_numbers_of_verse() -> bool:
    """It has the number of a line of verse among the words that are read aloud."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(string=CSS.format(font=GARAMOND, width=200), font_config=fonts)
    line = '<html lang="en"><p>Tide<span class="line-number">5</span></p>'
    document = weasyprint.HTML(string=line).render(stylesheets=[css], font_config=fonts)
    return b"/Artifact" not in document.write_pdf(pdf_tags=True, uncompressed_pdf=True)


def letters_drawings_by_itself() -> bool:
    """It letters a drawing in figures of its own, each letter a text of its own."""
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'><text y='15'>In 1937</text></svg>"
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheet = CSS.format(font=GARAMOND, width=200) + "img { font-variant-numeric: oldstyle-nums }"
    css = weasyprint.CSS(string=sheet, font_config=fonts)
    html = f"<html lang='en'><p><img alt='' src=\"data:image/svg+xml,{quote(drawing)}\">"
    document = weasyprint.HTML(string=html).render(stylesheets=[css], font_config=fonts)
    written = document.write_pdf(uncompressed_pdf=True)
    return written.count(b" TJ") + written.count(b" Tj") > 1


def asks_again() -> bool:
    """It asks again of a box or a style what it has been told."""
    return resolves_lengths_again() or writes_keys_of_type_again()


FAULTS: dict[str, Callable[[], bool]] = {
    "keep-notes-with-calls": loses_notes,
    "let-spaces-hang": breaks_before_links,
    "set-paragraphs-whole": breaks_line_by_line,
    "open-paragraphs-once": opens_paragraphs_again,
    "keep-heads-of-tables": leaves_heads_out,
    "continue-tables": continues_tables_at_once,
    "keep-pages-free": keeps_no_page_free,
    "keep-room-for-floats": keeps_no_room,
    "keep-side-notes-whole": parts_sides,
    "style-only-notes-as-notes": styles_all_as_notes,
    "share-styles": styles_each_id_apart,
    "fit-verse": sets_verse_broad,
    "number-verse-aside": tags_numbers_of_verse,
    "letter-drawings": letters_drawings_by_itself,
    "set-columns-once": sets_columns_or_texts_again,
    "set-notes-once": sets_notes_again,
    "answer-at-once": asks_again,
    "seek-notes-at-calls": seeks_notes_everywhere,
    "look-anchors-up": goes_through_anchors,
    "style-boxes-of-the-page": goes_through_styles,
    "limit-boxes": makes_any_number_of_boxes,
    "list-pages-once": lists_pages_again,
    "cast-type-once": names_fonts_by_size,
}
"""Patch → what the engine does without it."""


def faults() -> dict[str, bool]:
    """Which of all these the engine does."""
    return {name: does() for name, does in FAULTS.items()}


def all_of_it() -> dict[str, Any]:
    """What is observed, in one go."""
    return {"faults": faults(), "documents": documents()}
