"""Sections as set → the reading edition: one tagged, linked, labelled PDF."""
