"""Pages looked at as a compositor does: surveyed, audited, copyfitted, shown."""
