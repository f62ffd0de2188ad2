"""The reading edition: sections as fragments, furniture and type, gathered into one tagged PDF."""
