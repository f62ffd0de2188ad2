"""The print edition: colours as inks, trim and marks, preflight, and the cover."""
