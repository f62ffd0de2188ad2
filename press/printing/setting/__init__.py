"""The setting of a section: the engine, its paragraphs, and the account and repair of its notes."""
