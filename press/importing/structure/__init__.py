"""Blocks in a row → before, parts, chapters, primary sources, after."""
