"""A style's folder → Style: what a designer says, read once, and whether its type has what the book needs."""
