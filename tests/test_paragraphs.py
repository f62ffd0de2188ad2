"""Paragraphs broken as a whole by the engine: words stay words, edges are flush, the ragged is left alone."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from conftest import Project
from hypothesis import given
from hypothesis import settings as under
from hypothesis import strategies as st
from laid_out import GARAMOND, letters
from poppler import poppler
from weasyprint.formatting_structure import boxes

from press.style.justification import Justification
from press.style.limits import Limits
from press.typesetting import hyphenation, total_fit
from press.typesetting.engine import breakpoints, justify, paragraphs, shaping
from press.typesetting.engine.breakpoints import HANG
from press.typesetting.engine.survey import survey
from press.typesetting.fault import box_of
from press.typesetting.faults import faults
from press.typesetting.rivers import rivers
from press.typesetting.tally import Tally
from press.typesetting.wishes import Wish

EDGE = 0.25 / 0.75
"""CSS px: what right edges may differ by, a quarter of a point."""
SHEET = """
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }}
@page {{ size: {width}px 600px; margin: 0 0 40px; @footnote {{ padding-bottom: .05px }} }}
html {{ font: 14px/18px "EB Garamond"; font-variant-numeric: oldstyle-nums }}
body {{ margin: 0; hyphens: auto; hyphenate-limit-chars: 5 2 3; hyphenate-character: "-"; text-align: justify }}
p {{ margin: 0; text-indent: 18px }}
.caps {{ font-variant-caps: all-small-caps; letter-spacing: .04em }}
.note {{ float: footnote; footnote-display: block; font-size: 12px; line-height: 15px; text-indent: 0 }}
.note::footnote-call {{ content: "\\2060" counter(footnote); font-variant-position: super; vertical-align: baseline;
  font-size: inherit; line-height: inherit }}
"""
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
FONTS = weasyprint.text.fonts.FontConfiguration()
LEXICON = (
    "the of and to in a was that it his had with for as on at by from but not which were house river letter morning "
    "harbour kitchen captain window answer question together evening promise weather journey mountain afterwards "
    "arrangement consideration correspondence examination neighbourhood recollection responsibility unfortunately"
).split()


def prose(words: int, seed: int = 1) -> str:
    """Words of our own in no order, as sentences."""
    dice = random.Random(seed)
    weights = [6] * 22 + [3] * 16 + [1] * (len(LEXICON) - 38)
    found = dice.choices(LEXICON, weights, k=words)
    for at in range(0, words, 11):
        found[at] = found[at].capitalize()
        found[at - 1] += "." if at else ""
    return " ".join(found)


@dataclass(frozen=True)
class Laid:
    """What a layout gave: the document, its lines in order, and the tally."""

    document: Any
    tally: Tally

    @property
    def lines(self) -> list[Any]:
        """The lines of the text, without notes."""
        return [
            line
            for page in self.document.pages
            for part in page._page_box.children
            if not isinstance(part, (boxes.MarginBox, boxes.FootnoteAreaBox))
            for line in part.descendants()
            if isinstance(line, boxes.LineBox) and not line.element_tag.endswith("::first-line")
        ]

    @property
    def text(self) -> list[str]:
        """What each line prints."""
        return [
            "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox)).rstrip()
            for line in self.lines
        ]

    def flush(self, measure: float) -> bool:
        """Whether every line but the last of its paragraph reaches the right edge of the measure."""
        filled = [line for line in self.lines if line.resume_at is not None]
        return all(abs(line.position_x + line.width - measure) < EDGE for line in filled)

    def words(self, tmp_path: Path) -> str:
        """The text as poppler copies it out of the PDF."""
        pdf = tmp_path / "words.pdf"
        self.document.write_pdf(pdf)
        return poppler("pdftotext", pdf, "-nopgbrk")


def lay_out(
    html: str,
    width: int = 320,
    how: Justification = Justification(expansion=2),  # noqa: B008
    names: frozenset[str] = frozenset(),
    wishes: Mapping[str, Wish] | None = None,
    more: str = "",
    lang: str = "en-GB",
) -> Laid:
    """Some HTML laid out on pages as wide as the measure."""
    sheet = weasyprint.CSS(string=SHEET.format(font=GARAMOND, width=width) + more, font_config=FONTS)
    work = paragraphs.ParagraphWork(how, names, wishes or {})
    with justify.broken_whole(work):
        source = weasyprint.HTML(string=f"<html lang='{lang}'><body>{html}</body></html>")
        document = source.render(stylesheets=[sheet], font_config=FONTS)
    return Laid(document, work.tally())


PLAIN = prose(400)
RICH = " ".join(
    f'{prose(23, n)} <em>{prose(4, n + 50)}</em> <span class="caps">{prose(2, n + 60)}</span>, '
    f'<span id="m{n}">{prose(2, n + 70)}</span><a href="#m{n}">p.\u00a0{n}</a>;<span id="e{n}"></span> '
    f'{prose(9, n + 80)} word<span class="note">{prose(20, n + 90)}</span> <em>in</em>side <b>{prose(3, n)}</b>.'
    for n in range(1, 9)
)


# --- the words and the edges -----------------------------------------------------------------------


@pytest.mark.parametrize("width", [180, 260, 390])
@pytest.mark.parametrize(("expansion", "tracking"), [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)])
def test_words_stay_words_and_edges_are_flush(width: int, expansion: float, tracking: float, tmp_path: Path) -> None:
    one_page = f"@page {{ size: {width}px 3000px }}"
    laid = lay_out(f"<p>{PLAIN}</p>", width, Justification(expansion=expansion, tracking=tracking), more=one_page)
    assert laid.words(tmp_path).split() == PLAIN.split()
    assert laid.flush(width)
    assert any(line.endswith("-") for line in laid.text)


@pytest.mark.parametrize("width", range(200, 420, 37))
def test_what_stands_in_a_line_stays_in_it(width: int, tmp_path: Path) -> None:
    """Italics, small capitals, links, anchors, notes and their calls, words half in italics."""
    laid = lay_out(f"<p>{RICH}</p>", width)
    plain = re.sub(r'<span class="note">.*?</span>', "", RICH)
    wanted = letters(re.sub(r"<.*?>", "", plain))
    found = re.sub(r"\u2060\d+", "", "".join(laid.text))
    assert letters(found) == wanted
    assert laid.flush(width)
    assert not any(line.startswith("\u2060") for line in laid.text)
    assert {f"m{n}" for n in range(1, 9)} < {anchor for page in laid.document.pages for anchor in page.anchors}
    assert sum(len(page.links) for page in laid.document.pages) >= 8
    assert laid.tally.left == ()


def test_the_edges_of_the_printed_page_are_flush(made: Path) -> None:
    """In the PDF itself: where the last word of a line comes near the edge of the measure, it meets it; marks hang."""
    pages = poppler("pdftotext", made, "-bbox-layout", "-f", "11").split("<page ")[1:]
    met = 0
    for number, page in enumerate(pages, 11):
        edge = 339.75 if number % 2 else 348.75
        for line in re.findall(r"<line .*?</line>", page, re.DOTALL):
            end, word = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]+)</word>', line)[-1]
            met += abs(float(end) - edge) <= 0.25
            assert float(end) <= edge + (3.5 if word[-1] in HANG else 0.25), word
    assert met > 40


# --- better than line by line ------------------------------------------------------------------------


def gaps(laid: Laid) -> list[float]:
    """The spaces between words on filled lines, in ems."""
    found = []
    for line in laid.lines:
        for box in line.descendants() if line.resume_at is not None else ():
            if isinstance(box, boxes.TextBox):
                space = shaping.advances_of(box.style, " ")[0] + box.justification_spacing
                found += [space / box.style["font_size"]] * (box.text.count(" ") + box.text.count("\u00a0"))
    return sorted(found)


def test_lines_are_more_even_and_less_divided_than_line_by_line() -> None:
    text = "".join(f"<p>{prose(90, seed)}</p>" for seed in range(12))
    whole, greedy = lay_out(text, 390), lay_out(text, 390, Justification(whole=False))
    hyphens = [sum(line.endswith("-") for line in laid.text) for laid in (whole, greedy)]
    assert hyphens[0] < hyphens[1] / 2
    spread = [gaps(laid) for laid in (whole, greedy)]
    assert spread[0][int(len(spread[0]) * 0.99)] < spread[1][int(len(spread[1]) * 0.95)]
    assert greedy.tally == Tally()
    ends = [line.endswith("-") for line in whole.text]
    assert not any(all(ends[n : n + 3]) for n in range(len(ends) - 2))


# --- what is not to be -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", range(150, 400, 31))
def test_names_and_last_words_are_not_divided_and_no_line_begins_with_a_dash(width: int) -> None:
    names = frozenset({"Bystrolyotov", "Houghteling"})
    text = " ".join(
        f"{prose(5, n)} Bystrolyotov’s — {prose(3, n + 9)}–Houghteling, {prose(4, n + 5)} Brook-Houghteling"
        for n in range(9)
    )
    lines = lay_out(f"<p>{text} responsibility.</p>", width, names=names).text
    for before, after in itertools.pairwise(lines):
        if before.endswith("-"):
            assert not re.search(r"(Bys\w*|Hough\w*|Brook)-$", before)
            assert after != "responsibility." or not before.endswith("-")
        assert after[0] not in "–—-"
    assert lines[-1].endswith(("responsibility.", " responsibility."))


@pytest.mark.parametrize("width", range(150, 400, 31))
def test_a_name_is_not_parted_beside_an_initial(width: int) -> None:
    names = frozenset({"Edward", "Gazur"})
    text = " ".join(f"{prose(4, n)} Edward P.\u00a0Gazur {prose(3, n + 9)}" for n in range(12))
    lines = lay_out(f"<p>{text}.</p>", width, names=names).text
    assert not any(line.endswith(("Edward", "P.")) for line in lines)


def test_a_name_is_parted_between_its_words_only_for_want_of_better(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"<p>{prose(9 + n, n)} Yan Berzin {prose(40, n + 9)}.</p>" for n in range(40))
    parted = []
    for share in (1, 0):
        monkeypatch.setattr(breakpoints, "PARTED", share * breakpoints.PARTED)
        shaping.forget(FONTS)  # or what has been planned stands
        lines = lay_out(text, 320, names=frozenset({"Yan", "Berzin"})).text
        parted.append(sum(line.endswith("Yan") for line in lines))
    assert parted[0] < parted[1]


def test_letters_of_a_loose_line_stand_apart_and_its_spaces_are_the_narrower_for_it() -> None:
    text = "".join(f"<p>{prose(90, seed)}</p>" for seed in range(6))
    spread = [gaps(lay_out(text, 300, Justification(expansion=2, tracking=share))) for share in (0, 1)]
    assert spread[1][-20] < spread[0][-20] - 0.02
    assert spread[1][:20] == spread[0][:20]


def test_letters_give_before_spaces_and_four_times_as_much_rather_than_leave_a_hole() -> None:
    def gap(extra: float) -> float:
        return 0.2 + (extra - 50 * tracking(extra)) / 10 + 2 * tracking(extra)

    def tracking(extra: float) -> float:
        return justify._tracking(extra, (10, 0.2), 50, 0.01)

    assert tracking(0.0) == 0
    assert [round(tracking(extra), 6) for extra in (0.5, 1.0, 1.5)] == [0.005, 0.01, 0.01]
    assert round(gap(1.5), 6) == 0.32  # with a hundredth of an em between letters
    assert [round(gap(extra), 6) for extra in (1.6, 2.0, 2.4)] == [0.32] * 3
    assert round(tracking(2.4), 6) == 0.04 == tracking(9.0)
    assert justify._tracking(9.0, (0, 0.2), 9, 0.01) == 0  # one word alone is not spread


@pytest.mark.parametrize("width", [320, 390])
def test_a_first_line_of_small_capitals_is_measured_as_such(width: int) -> None:
    """Its spaces are no wider than those of other lines that begin a paragraph."""
    caps = "p::first-line { font-variant-caps: small-caps; letter-spacing: .03em }"
    for seed in range(6):
        laid = lay_out(f"<p>{prose(60, seed)}</p>", width, more=caps)
        first = laid.lines[0]
        texts = [box for box in first.descendants() if isinstance(box, boxes.TextBox)]
        assert abs(first.position_x + first.width - width) < EDGE
        assert all(-0.1 < box.justification_spacing / 14 < 0.25 for box in texts)


def test_a_first_line_that_is_to_be_as_the_others_is_set_as_one_of_them() -> None:
    """A style has taken back what an older one says of it, and not of what stands in it."""
    caps = "p::first-line { font-variant-caps: small-caps }"
    taken_back = f"{caps} p::first-line {{ font-variant-caps: normal }} b {{ font-variant-caps: small-caps }}"
    text = f"<p>{prose(6, 1)} <b>king</b> {prose(60, 2)}</p>"
    plain, back, small = (
        [
            (line.position_x, [(box.text, box.width) for box in line.descendants() if isinstance(box, boxes.TextBox)])
            for line in lay_out(text, 320, more=more).lines
        ]
        for more in ("b { font-variant-caps: small-caps }", taken_back, caps)
    )
    assert plain == back != small


def test_a_part_of_a_compound_is_divided_rather_than_leave_a_hole_and_only_then() -> None:
    """Neither a double name nor what has figures or stops in it is."""
    divided = {
        word: [
            line
            for width in range(120, 300, 6)
            for line in lay_out(f"<p>{fill(word)}</p>", width).text
            if cut(word, line)
        ]
        for word in ("correspondence-examination", "Correspondence-Examination", "correspondence-examination.example")
    }
    kinds = {word: bool(lines) for word, lines in divided.items()}
    assert list(kinds.values()) == [True, False, False]
    wide = lay_out(f"<p>{fill('mother-of-recollection')}</p>", 390).text
    assert not any(cut("mother-of-recollection", line) for line in wide)


def fill(word: str) -> str:
    """A word among many others."""
    return " ".join(f"{prose(3 + n % 4, n)} {word}" for n in range(12)) + f" {prose(4)}"


def cut(word: str, line: str) -> bool:
    """Whether a line ends within a part of a compound."""
    last = line.rsplit(maxsplit=1)[-1].removesuffix("-") if line.endswith("-") else ""
    return len(last) > 1 and word.startswith(last) and word[len(last)] != "-"


def test_a_word_of_another_language_is_divided_by_its_own_rules() -> None:
    assert hyphenation.syllables("Donaudampfschiff", "de", (5, 2, 3)) != hyphenation.syllables(
        "Donaudampfschiff", "en-GB", (5, 2, 3)
    )
    assert hyphenation.syllables("whatever", "la", (5, 2, 3)) == ()


# --- wishes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wish", "more"), [(Wish(lines=1), 1), (Wish(lines=-1), -1), (Wish(way=1), 0)])
def test_a_paragraph_can_be_asked_to_be_set_otherwise(wish: Wish, more: int) -> None:
    text = f'<p id="a">{prose(700, 3)}</p><p id="b">{prose(90, 4)}</p>'
    best, other = lay_out(text, 380), lay_out(text, 380, wishes={"a": wish})
    assert len(other.text) - len(best.text) == more
    assert other.text != best.text
    assert other.text[-5:] == best.text[-5:]
    assert other.flush(380)


def test_a_line_can_be_asked_to_end_with_a_whole_word() -> None:
    best = lay_out(f'<p id="a">{PLAIN}</p>', 250)
    line = next(n for n, text in enumerate(best.text, 1) if text.endswith("-"))
    other = lay_out(f'<p id="a">{PLAIN}</p>', 250, wishes={"a": Wish(whole=frozenset({line}))})
    assert not other.text[line - 1].endswith("-")


# --- what is left alone ------------------------------------------------------------------------------


def test_what_is_not_justified_is_left_to_the_engine() -> None:
    ragged = lay_out(f"<p>{PLAIN}</p>", more="p { text-align: left }")
    assert ragged.tally == Tally()
    assert ragged.text == lay_out(f"<p>{PLAIN}</p>", how=Justification(whole=False), more="p { text-align: left }").text


@pytest.mark.parametrize(
    ("html", "more", "reason"),
    [
        (f'<div style="float: left; width: 60px; height: 90px"></div><p>{PLAIN}</p>', "", "a float beside it"),
        (f"<p>{PLAIN}<br>{PLAIN}</p>", "", ""),
        (
            f'<p>{PLAIN[:90]}<img style="width: 20px; height: 9px" src="data:image/svg+xml,%3Csvg/%3E">{PLAIN}</p>',
            "",
            "",
        ),
        (f"<p>{PLAIN}</p>", "p::first-line { font-variant-caps: small-caps; letter-spacing: .03em }", ""),
        (f"<p>{PLAIN}</p>", "p::first-letter { font-size: 16px }", "a first letter set apart"),
        (f'<p dir="rtl">{PLAIN}</p>', "p { direction: rtl }", "it runs from right to left"),
        (f'<p style="white-space: pre-wrap">{PLAIN}</p>', "", None),
    ],
)
def test_what_cannot_be_measured_is_left_to_the_engine_and_told(html: str, more: str, reason: str | None) -> None:
    laid = lay_out(html, 390, more=more)
    assert [each.reason for each in laid.tally.left] == ([reason] if reason else [])
    assert (laid.tally.lines > 1) == (reason == "")
    assert letters("".join(laid.text)) in (letters(re.sub("<.*?>", "", html)), letters(PLAIN) * 2)


def test_a_paragraph_goes_over_to_the_next_page_as_it_was_planned() -> None:
    pages = lay_out(f"<p>{prose(900, 5)}</p>", 300, more="@page { size: 300px 200px }")
    assert len(pages.document.pages) > 5
    assert pages.text == lay_out(f"<p>{prose(900, 5)}</p>", 300).text


# --- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "strain"),
    [
        ("Donaudampfschifffahrtsgesellschaftskapitänswitwe " * 5, 120, "wider"),
        ("x" * 300, 200, "wider"),
        ("consideration of responsibility and recollection " * 6, 60, ""),
        ("alone", 300, ""),
        ("", 300, ""),
        ("Москва слезам не верит и ещё много других слов говорят о городе " * 6, 260, ""),
        ("Ἐν ἀρχῇ ἦν ὁ λόγος καὶ ὁ λόγος ἦν πρὸς τὸν θεόν " * 6, 260, ""),
        ("a word and אבגד הוזח טיכל between others that run the other way " * 6, 260, ""),
    ],
)
def test_bad_input_is_set_as_well_as_can_be(text: str, width: int, strain: str) -> None:
    laid = lay_out(f"<p>{text}</p>", width)
    assert letters("".join(laid.text)) == letters(text)
    assert any(strain in each.reason for each in laid.tally.strained) or not strain


SCRAPS = st.lists(
    st.one_of(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="<&>"),
            max_size=12,
        ),
        st.sampled_from([*LEXICON, "<em>an emphasis</em>", "<br>", "\u00ad", "—", "<span class='note'>A note.</span>"]),
    ),
    max_size=40,
)


@given(SCRAPS, st.integers(40, 300), st.sampled_from(["en-GB", "de", "ru", "la"]))
@under(max_examples=25)
def test_no_text_whatever_upsets_the_setting(scraps: list[str], width: int, lang: str) -> None:
    html = " ".join(scraps)
    whole = lay_out(f"<p>{html}</p>", width, lang=lang)
    greedy = lay_out(f"<p>{html}</p>", width, Justification(whole=False), lang=lang)
    assert letters("".join(whole.text)) == letters("".join(greedy.text))


def test_a_space_of_a_tight_line_is_narrower_after_a_comma_and_wider_after_a_full_stop(tmp_path: Path) -> None:
    text = re.sub(r"(the|and|was) ", r"\1, ", prose(900))
    laid = lay_out(f"<p>{text}</p>", 300, more="@page { size: 300px 6000px }")
    assert "".join(laid.words(tmp_path).replace("-\n", "").split()) == text.replace(" ", "")
    told = poppler("pdftotext", tmp_path / "words.pdf", "-bbox")
    words = [(float(x), float(end), foot, word) for x, end, foot, word in WORD.findall(told)]
    kinds: dict[str, list[float]] = {",": [], ".": [], "": []}
    for _, run in itertools.groupby(words, lambda each: each[2]):
        line = list(run)
        gaps_ = [after[0] - before[1] for before, after in itertools.pairwise(line)]
        mean = sum(gaps_) / max(1, len(gaps_))
        if len(line) > 4 and mean < 0.18 * 14 * 0.75:
            for (*_, word), gap in zip(line, gaps_, strict=False):
                kinds[word[-1] if word[-1] in ",." else ""].append(gap / mean)
    assert all(len(each) > 3 for each in kinds.values())
    comma, stop, plain_ = (sum(each) / len(each) for each in kinds.values())
    assert comma < plain_ - 0.02 < plain_ + 0.02 < stop


def test_a_look_tells_of_hyphens_on_strained_lines_and_of_rivers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(total_fit, "RIVER_MADE", 0.0)
    told: dict[str, int] = {}
    for seed in range(12):
        sheet = weasyprint.CSS(string=SHEET.format(font=GARAMOND, width=250), font_config=FONTS)
        work = paragraphs.ParagraphWork(Justification(expansion=2))
        with justify.broken_whole(work):
            html = f"<html lang='en-GB'><body><p id='a{seed}'>{prose(120, seed)}</p>"
            pages = survey(weasyprint.HTML(string=html).render(stylesheets=[sheet], font_config=FONTS).pages)
        (paragraph,) = work.measured().values()
        way = total_fit.fit(paragraph)
        lines = [line for page in pages for line in page.lines]
        found = faults(pages, Limits())
        rivers_ = [n for n in rivers(paragraph, way) if n < len(lines) - 1]
        strained = [
            n
            for n, (end, ratio) in enumerate(zip(way.ends, way.ratios, strict=True))
            if paragraph.places[end].hyphen and abs(ratio) > total_fit.TYPE
        ]
        for name, numbers in (("river", rivers_), ("strained-hyphen", strained)):
            here = [fault.box for fault in found if fault.rule.name == name]
            assert here == [box_of(lines[n]) for n in numbers]
            told[name] = told.get(name, 0) + len(here)
    assert all(told.values())


# --- a style's options -------------------------------------------------------------------------------


def test_punctuation_hangs_if_the_style_wants_it() -> None:
    laid = lay_out(f"<p>{PLAIN}</p>", 250, Justification(hanging=100))
    filled = [(line, text) for line, text in zip(laid.lines, laid.text, strict=True) if line.resume_at is not None]
    beyond = {text[-1]: line.position_x + line.width - 250 for line, text in filled}
    assert all(0.5 < beyond[mark] < 6 for mark in beyond if mark in "-.")
    assert all(abs(beyond[mark]) < EDGE for mark in beyond if mark.isalpha())


@pytest.mark.parametrize("line", ["  expansion: 2.5", "  hanging: -1", "  expansion: much", "  whol: yes"])
def test_a_style_that_asks_for_too_much_is_told_so(tiny: Project, capsys: pytest.CaptureFixture, line: str) -> None:
    tiny.mend("styles/classic/style.yaml", "  expansion: 2", line)
    assert tiny.check() == 1
    assert "styles/classic/style.yaml:" in capsys.readouterr().err


@pytest.mark.slow
def test_a_style_can_have_its_lines_broken_by_the_engine(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    tiny.small().mend("styles/classic/style.yaml", "  whole: yes", "  whole: no")
    assert tiny.build() == 0
    assert "0 lines broken in whole paragraphs" in capsys.readouterr().out
