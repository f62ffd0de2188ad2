"""Rules of what editor and author write to each other in the manuscript."""

from __future__ import annotations

from press.problem import Rule, Subject

OPEN_QUERY = Rule(
    "open-query",
    Subject.TEXT,
    "what editor and author still ask each other; where `book.yaml` says `queries: stop`, an error",
    "answer it and take it out; or say that it is settled: `{>> Ada, resolved: … <<}`; `press queries` lists them",
    authority="CriticMarkup; Chicago 18, 2.71",
    example="{>> editor to author: is this 1937? <<}",
)
BROKEN_QUERY = Rule(
    "broken-query",
    Subject.TEXT,
    "a query that does not end, says nothing, or stands in another; words marked with no query to them",
    "write `{>> … <<}`, with the words that it is about before it: `{==1937==}{>> … <<}`; `\\{` keeps a brace",
    authority="CriticMarkup",
    example="{>> is this 1937?",
)
TRACKED_CHANGE = Rule(
    "tracked-change",
    Subject.TEXT,
    "words put in, taken out or replaced that nobody has accepted or rejected",
    "write what is to be printed, without the marks",
    authority="CriticMarkup",
    example="{++a++} {--b--} {~~c~>d~~}",
)
