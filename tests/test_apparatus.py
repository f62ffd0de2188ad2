"""What stands before and after a text: lists whose folios are near, entries that end well, sinkage that is even."""

from __future__ import annotations

from press.compose.contents import longest_entry
from press.compose.typography import NBSP, end_entry
from press.text import Emphasis, Text


def ended(*inlines: Text | Emphasis) -> str:
    return "".join(each.text if isinstance(each, Text) else "_" for each in end_entry(inlines))


def test_no_entry_of_a_list_ends_in_a_year_alone() -> None:
    assert ended(Text("Notes of the first meeting, January 1940.")).endswith(f", January{NBSP}1940.")
    assert ended(Text("who could not prove it.")) == f"who could not prove{NBSP}it."


def test_a_long_word_may_end_an_entry_by_itself() -> None:
    assert ended(Text("killed in the manufactory.")) == "killed in the manufactory."


def test_what_ends_an_entry_is_tied_to_what_stands_before_it_in_italics() -> None:
    assert ended(Text("In "), Emphasis((Text("The Times"),)), Text(", 1937.")) == f"In _,{NBSP}1937."


def test_an_entry_that_ends_in_italics_is_left_as_it_is() -> None:
    assert ended(Text("See "), Emphasis((Text("The Times"),))) == "See _"


def test_a_list_is_as_long_as_its_longest_line_without_the_authors_below_it() -> None:
    item = '<li class="chapter"><a href="#a">{}&#xA0;<span>7</span></a><p>By Somebody with a Very Long Name</p></li>'
    assert longest_entry(item.format("Salt") + item.format("The <em>Ferry</em>")) == len("The Ferry 7")
    assert longest_entry("") == 0
