"""The book without pages: HTML and EPUB."""
