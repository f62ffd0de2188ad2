"""Measurement, for those who work on the press: how long a book takes, against plain WeasyPrint."""
