"""The inbox: what waits for a person or their groups, and the page where one piece of work is done."""
