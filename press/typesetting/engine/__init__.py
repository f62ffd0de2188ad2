"""WeasyPrint, at arm's length: the only package that knows it, pydyf, or a box of a layout.

In go HTML and sheets; out come pages as plain values, and PDF.
What must stand before the engine is loaded is set here: no fonts but the style's, and one date for every build.
"""

import os
import warnings
from pathlib import Path

from press.clock import DATE_OF_SUBSETS, VARIABLE

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
os.environ[VARIABLE] = os.environ.get(VARIABLE) or DATE_OF_SUBSETS
warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")  # so it is meant to be
