"""What poppler reads in a PDF: words, and where they stand. It knows nothing of the press."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pikepdf


def poppler(program: str, pdf: Path, *options: str) -> str:
    """What one of its programs prints of a PDF.

    The file is read without the colour profile that it embeds: poppler makes much of that, and takes half a second.
    """
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.pdf"
        with pikepdf.open(pdf) as opened:
            if "/OutputIntents" in opened.Root:
                del opened.Root.OutputIntents
            opened.save(bare)
        out = [] if program == "pdfinfo" or "-stdout" in options else ["-"]
        return subprocess.run([program, *options, bare, *out], capture_output=True, check=True, encoding="utf-8").stdout
