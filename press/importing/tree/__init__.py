"""Pandoc’s tree of a file → text of ours."""
