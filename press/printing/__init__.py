"""Book × Style → PDF: style · cite · index · compose · typeset · settle · bind. Knows nothing of Markdown.

What must stand before the engine is loaded is set here: no fonts but the style's, and one date for every build.
"""

import os
import warnings
from pathlib import Path

DATE_OF_SUBSETS = "946684800"
"""The date that subset fonts carry, in seconds of the epoch, where `SOURCE_DATE_EPOCH` is not set."""

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
os.environ["SOURCE_DATE_EPOCH"] = os.environ.get("SOURCE_DATE_EPOCH") or DATE_OF_SUBSETS
warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")  # so it is meant to be
