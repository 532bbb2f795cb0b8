"""What `make` starts on a bare Python, before anything is installed: the standard library only."""
