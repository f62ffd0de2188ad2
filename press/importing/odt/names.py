"""What the parts, namespaces and attributes of an .odt are called (OpenDocument 1.3, part 3, 1.4 and 3)."""

from __future__ import annotations

CONTENT, STYLES = "content.xml", "styles.xml"

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
HREF = "{http://www.w3.org/1999/xlink}href"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LINES = (f"{TEXT}p", f"{TEXT}h")
"""What holds words of the text."""
