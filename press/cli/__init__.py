"""What each task says to the people at the desk, and with which exit status it ends."""
