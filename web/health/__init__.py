"""Whether the program is alive, and whether it is ready to work."""
