"""Manuscript → Book: read · parse · link · check. Knows nothing of paper."""
