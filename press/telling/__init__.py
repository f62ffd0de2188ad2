"""What the people at the desk are told by each task, and what it answers to the shell."""
