"""Text with marks in it: pages of the web, Markdown, LaTeX, XML."""
