"""The comments of an author's Markdown: CriticMarkup's, as the manuscript has them, and the spans of Pandoc."""

from __future__ import annotations

import re
from dataclasses import replace

from press.editing.queries import without_queries
from press.importing.index_marks import MarkList
from press.importing.typescript import AuthorsComment

QUERY = r"(?<!\\)\{>>(?:(?!<<\}|\{>>|\n[ \t]*\n).)*<<\}"
THREAD = re.compile(
    rf"(?:(?<!\\)\{{==(?P<words>(?:(?!==\}}|\{{==|\n[ \t]*\n).)*)==\}}[ \t]*)?"
    rf"(?P<said>{QUERY}(?:[ \t]*{QUERY})*)",
    re.DOTALL,
)
START = re.compile(r"\[(?P<said>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\{(?P<attributes>[^}]*\.comment-start\b[^}]*)\}")
END = re.compile(r"\[\]\{(?P<attributes>[^}]*\.comment-end\b[^}]*)\}")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def markdown_comments(text: str, found: MarkList) -> str:
    """The text with signs for its comments, which are entered in `found`."""
    if "{>>" in text:
        text = THREAD.sub(lambda thread: _of_critic(thread, found), text)
    return _of_pandoc(text, found) if ".comment-start" in text else text


def _of_critic(thread: re.Match[str], found: MarkList) -> str:
    queries = without_queries(thread["said"], "").queries
    if not queries:
        return thread[0]
    name = f"critic {len(found.marks)}"
    made = [AuthorsComment(name, each.who, each.when, each.what, resolved=each.resolved) for each in queries]
    comment = replace(made[0], answers=tuple(made[1:]), about=thread["words"] or "")
    if thread["words"] is None:
        return found.sign(comment)
    begun = found.sign(replace(comment, edge="begin"))
    return f"{begun}{thread['words']}{found.sign(replace(comment, edge='end'))}"


def _of_pandoc(text: str, found: MarkList) -> str:
    """Each comment where its words end, if that is in the same paragraph, or else where they begin."""
    out, last = "", 0
    for start in START.finditer(text):
        if start.start() < last:
            continue  # within the words of another: told as left out
        said = dict(ATTRIBUTE.findall(start["attributes"]))
        words = " ".join(re.sub(r"\\(.)", r"\1", start["said"]).split())
        comment = AuthorsComment(said.get("id", ""), said.get("author", ""), said.get("date", "")[:10], words)
        ends = (each for each in END.finditer(text, start.end()) if f'"{comment.name}"' in each["attributes"])
        end = next(ends, None)
        between = text[start.end() : end.start()] if end else ""
        out += text[last : start.start()]
        last = start.end()
        if end and between.strip() and not re.search(r"\n[ \t]*\n|comment-start", between):
            comment = replace(comment, about=between)
            begun = found.sign(replace(comment, edge="begin"))
            out += f"{begun}{between}{found.sign(replace(comment, edge='end'))}"
            last = end.end()
        else:
            out += found.sign(comment)
    return out + text[last:]
