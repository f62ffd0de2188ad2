"""Sections of HTML → pages: paragraphs, notes accounted for and repaired, copyfitting, settled page numbers."""
