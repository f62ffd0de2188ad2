"""Text and records as an editor would have written them."""
