"""An author’s next version merged with the manuscript as it has been edited."""
