"""What is drawn in the text and is no word of it: an artifact (PDF 32000-1, 14.8.2.2)."""

from __future__ import annotations

from typing import Any

MARKED = "with stream.marked(child, 'Span'):"
MARKED_UNLESS_ARTIFACT = "with stream.artifact() if press_is_artifact(child) else stream.marked(child, 'Span'):"
TAGGED = """                kid = tags.pop(child)
                assert kid['mcid'] not in nums
                if tag == 'Link':"""
TAGGED_UNLESS_ARTIFACT = """                if child not in tags:  # it has been drawn as an artifact
                    continue
                kid = tags.pop(child)
                assert kid['mcid'] not in nums
                if tag == 'Link':"""
ARTIFACT = "line-number"
"""The class of what is one."""


def is_artifact(text: Any) -> bool:
    """Whether a text is an artifact."""
    return text.element is not None and ARTIFACT in str(text.element.get("class", "")).split()
