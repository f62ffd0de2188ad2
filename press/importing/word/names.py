"""What the parts, namespaces and attributes of a .docx are called (ISO/IEC 29500-1, Annex A; 29500-3)."""

from __future__ import annotations

import re

MAIN = "word/document.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
PARTS = (MAIN, *NOTES)
"""The parts with the text of a book: that of the pages, and its notes."""
STYLES, NUMBERING = "word/styles.xml", "word/numbering.xml"
HEADERS = re.compile(r"word/(?:header|footer)\d*\.xml")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 – as Word calls it
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
"""Namespaces, by the prefixes that Word has for them; and the attribute that keeps spaces."""
