"""The reading edition → what a printer takes: the print edition, the cover, and preflight of both."""
