"""Book × Style → editions without pages: one HTML page, and an EPUB. Paragraphs are numbered where pages are not."""
