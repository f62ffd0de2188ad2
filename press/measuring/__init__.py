"""The bench: a long book, the same book in plain WeasyPrint, and what each costs."""
