"""The total fit: of all ways to break a paragraph the one with the fewest demerits, and a way in any case."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.typesetting import total_fit
from press.typesetting.measured_paragraph import Fit, MeasuredParagraph, Place
from press.typesetting.rivers import rivers
from press.typesetting.total_fit import Breaking, fit
from press.typesetting.wishes import Wish

SPACE = 3.0


def paragraph(
    words: list[str], measure: float, *, letter: float = 5.0, indent: float = 0.0, **more: float
) -> MeasuredParagraph:
    """Words of letters that are all as wide; a hyphen in a word is a place where it may be divided."""
    places: list[Place] = []
    at = spaces = 0.0
    for word in words:
        *parts, last = word.split("-")
        for part in parts:
            at += letter * len(part)
            places.append(Place(at + letter, at, spaces, spaces, True))
        at += letter * len(last)
        places.append(Place(at, at + SPACE, spaces, spaces + SPACE))
        at, spaces = at + SPACE, spaces + SPACE
    return MeasuredParagraph(places, measure, indent, **more)


def looseness(given_: MeasuredParagraph, at: int, to: int) -> float:
    """How loose a line is, worked out from the definition."""
    places, last = given_.places, to == len(given_.places) - 1
    begin, spaces = (places[at].begin, places[at].spaces_begin) if at >= 0 else (0.0, 0.0)
    missing = given_.measure - (given_.indent if at < 0 else 0) - (places[to].end - begin)
    room = max(places[to].spaces_end - spaces, 0.0)
    if missing >= 0:
        return 0.0 if last else missing / max(total_fit.STRETCH * room, 1e-3)
    return missing / max(given_.shrink * room, 1e-3)


def cost(given_: MeasuredParagraph, ends: tuple[int, ...]) -> float | None:
    """The demerits of one way without hyphens; None if a line of it is too tight or too loose."""
    total, before = 0.0, 1
    for at, to in pairwise((-1, *ends)):
        ratio = looseness(given_, at, to)
        if not -1 <= ratio <= total_fit.EASY:
            return None
        sort = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2
        felt = ratio if ratio >= 0 else -ratio * given_.shrink / total_fit.SHRUNK
        total += (10 + 100 * felt**3) ** 2 + total_fit.CONTRAST * max(0, abs(sort - before) - 1)
        before = sort
    return total


LINES = st.lists(st.integers(1, 9).map(lambda n: "n" * n), min_size=1, max_size=11)
WORDS = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=4), min_size=1, max_size=40).map(
    lambda words: ["-".join("n" * part for part in word) for word in words]
)


@given(LINES, st.integers(60, 140))
def test_no_other_way_has_fewer_demerits(words: list[str], measure: int) -> None:
    asked = paragraph(words, measure)
    last = len(words) - 1
    ways = [(*inner, last) for n in range(len(words)) for inner in combinations(range(last), n)]
    costs = [c for way in ways if (c := cost(asked, way)) is not None]
    if costs:
        assert abs(fit(asked).demerits - min(costs)) < 1e-6


@given(WORDS, st.integers(20, 200), st.integers(-20, 30))
def test_every_paragraph_is_set_whole_and_in_order(words: list[str], measure: int, indent: int) -> None:
    asked = paragraph(words, measure, indent=indent, give=0.015, least=20.0)
    found = fit(asked)
    assert list(found.ends) == sorted(set(found.ends))
    assert found.ends[-1] == len(asked.places) - 1
    assert len(found.ratios) == found.lines


@given(WORDS, st.integers(90, 200))
def test_hyphens_never_end_three_lines_in_a_row_unless_lines_would_not_fit(words: list[str], measure: int) -> None:
    asked = paragraph(words, measure)
    found = fit(asked)
    hyphens = [asked.places[end].hyphen for end in found.ends]
    if -1 <= min(found.ratios) <= max(found.ratios) <= total_fit.LOOSEST:
        assert not any(all(hyphens[n : n + 3]) for n in range(len(hyphens) - 2))


PLAIN = paragraph(["n" * (1 + n * n % 11 % 8) for n in range(7, 400)], 260, letter=4.6)


def test_a_paragraph_can_be_asked_for_a_line_more_or_fewer() -> None:
    best = fit(PLAIN)
    assert fit(PLAIN, Wish(lines=1)).lines == best.lines + 1
    assert fit(PLAIN, Wish(lines=-1)).lines == best.lines - 1


def test_what_cannot_be_had_is_not_had_at_the_price_of_bad_lines() -> None:
    short = paragraph(["nnnn", "nnn"], 160)
    assert fit(short, Wish(lines=1)) == fit(short)


def test_another_way_ends_its_lines_elsewhere() -> None:
    best, other = fit(PLAIN), fit(PLAIN, Wish(way=1))
    assert set(best.ends[:-1]).isdisjoint(other.ends[:-1])


ASKED = st.builds(Wish, st.integers(-2, 2), st.frozensets(st.integers(1, 4), max_size=2), st.integers(0, 2))


@given(WORDS, st.integers(20, 200), st.lists(ASKED, min_size=2, max_size=6))
def test_ways_that_are_looked_for_together_are_those_found_apart(
    words: list[str], measure: int, wishes: list[Wish]
) -> None:
    asked = paragraph(words, measure, give=0.015, least=20.0)
    together = Breaking(asked)
    assert [together.fit(wish) for wish in wishes] == [fit(asked, wish) for wish in wishes]


def test_a_line_can_be_asked_to_end_without_a_hyphen() -> None:
    words = ["n" * (1 + n * n % 7) if n % 5 else "nnnnn-nnnn-nnn" for n in range(90)]
    tried = 0
    for measure in range(180, 230, 5):
        divided = paragraph(words, measure, give=0.015)
        for line in [n for n, end in enumerate(fit(divided).ends, 1) if divided.places[end].hyphen]:
            found = fit(divided, Wish(whole=frozenset({line})))
            if -1 <= min(found.ratios) <= max(found.ratios) <= total_fit.LOOSEST and found.demerits < total_fit.MISFIT:
                assert not divided.places[found.ends[line - 1]].hyphen
                tried += 1
    assert tried


def test_spaces_that_are_seen_to_be_narrow_are_avoided() -> None:
    """A space may shrink by two fifths; that it is seen when it has by a quarter is told, or is not."""
    narrow = []
    for pinched in (0.25, 1.0):
        asked = [replace(divided(seed), shrink=0.4, pinched=pinched) for seed in range(80)]
        narrow.append(sum(-ratio * 0.4 > 0.25 for each in asked for ratio in fit(each).ratios))
    assert narrow[0] < 0.9 * narrow[1]


def test_a_word_is_rarely_divided_where_the_type_is_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def strained() -> int:
        found = [(each, fit(each)) for each in (divided(seed) for seed in range(20))]
        return sum(
            each.places[end].hyphen and abs(ratio) >= total_fit.TYPE
            for each, way in found
            for end, ratio in zip(way.ends, way.ratios, strict=True)
        )

    before = strained()
    monkeypatch.setattr(total_fit, "STRAINED", 0.0)
    assert before < strained()


def divided(seed: int) -> MeasuredParagraph:
    dice = random.Random(seed)
    words = ["n" * dice.randint(1, 5) + dice.choice(["", "-" + "n" * dice.randint(3, 6)]) for _ in range(120)]
    return paragraph(words, 200, letter=4.6, give=0.02)


def plain(seed: int) -> MeasuredParagraph:
    dice = random.Random(seed)
    return paragraph(["n" * dice.randint(1, 9) for _ in range(150)], 240, letter=4.6, give=0.02)


def test_a_word_does_not_stand_above_itself_where_lines_may_end_elsewhere() -> None:
    """Two lines that end in the same word, beside what is set if they do not."""
    kept = 0
    for seed in range(20):
        asked = plain(seed)
        at, to = fit(asked).ends[2:4]
        places = list(asked.places)
        for n in (at, to):
            places[n] = places[n]._replace(last="grey")
        kept += {at, to} <= set(fit(replace(asked, places=places)).ends)
    assert kept < 18


def test_fewer_rivers_run_through_paragraphs_than_if_nobody_minded(monkeypatch: pytest.MonkeyPatch) -> None:
    minded = sum(len(rivers(each, fit(each))) for each in map(plain, range(40)))
    monkeypatch.setattr(total_fit, "RIVER_MADE", 0.0)
    unminded = sum(len(rivers(each, fit(each))) for each in map(plain, range(40)))
    assert minded < unminded / 2


@pytest.mark.parametrize("wish", [Wish(lines=1), Wish(lines=-1), Wish(way=1)])
def test_a_paragraph_set_otherwise_has_fewer_rivers_too_and_as_many_lines(
    wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    minded = [(fit(each, wish).lines, len(rivers(each, fit(each, wish)))) for each in map(plain, range(40))]
    monkeypatch.setattr(total_fit, "RIVER_MADE", 0.0)
    unminded = [(fit(each, wish).lines, len(rivers(each, fit(each, wish)))) for each in map(plain, range(40))]
    assert sum(river for _, river in minded) < 0.8 * sum(river for _, river in unminded)
    if wish.lines:
        assert [lines for lines, _ in minded] == [lines for lines, _ in unminded]


def test_for_a_river_no_more_words_are_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [divided(seed) for seed in range(60)]
    monkeypatch.setattr(total_fit, "RIVER_MADE", 1e7)
    minded = [fit(each) for each in asked]
    monkeypatch.setattr(total_fit, "RIVER_MADE", 0.0)
    again = [replace(each) for each in asked]
    unminded = [fit(each) for each in again]
    assert minded != unminded
    assert all(hyphens(a, m) <= hyphens(a, u) for a, m, u in zip(asked, minded, unminded, strict=True))


def hyphens(asked: MeasuredParagraph, found: Fit) -> int:
    """How many lines end in one."""
    return sum(asked.places[end].hyphen for end in found.ends)


def test_words_of_one_length_make_a_river() -> None:
    asked = paragraph(["nnnn"] * 30, 5 * 20 + 4 * SPACE)
    assert rivers(asked, fit(asked)) == [3, 3, 3, 3]


def test_a_last_line_is_longer_than_a_stub_if_it_can_be() -> None:
    words = ["nnnnn"] * 6 + ["nn"]
    stub = paragraph(words, 6 * 25 + 5 * SPACE)
    assert stub_length(stub, fit(stub)) == 10
    spared = paragraph(words, 6 * 25 + 5 * SPACE, least=30.0, give=0.015)
    assert stub_length(spared, fit(spared)) >= 10


def stub_length(asked: MeasuredParagraph, found: Fit) -> float:
    """How long the last line is."""
    begin = asked.places[found.ends[-2]].begin if found.lines > 1 else 0.0
    return asked.places[-1].end - begin
