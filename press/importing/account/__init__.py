"""Every word of a file held against the manuscript made of it."""
