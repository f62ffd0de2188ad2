"""Files and citations of reference managers ↔ `sources.yaml`."""
