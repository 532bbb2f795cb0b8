"""Events: what waits for a time, a message or an error, and what happens when it comes."""
