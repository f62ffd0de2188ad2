"""Finished pages → what a compositor would not pass, figures, and the contact sheet."""
