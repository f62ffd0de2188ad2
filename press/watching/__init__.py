"""The edit loop: a watch on the manuscript, the changed chapter at once, the page that shows it."""
