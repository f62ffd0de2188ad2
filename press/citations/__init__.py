"""Notes worded by citeproc, and where each source is cited: Book × a citation style → Wording."""
