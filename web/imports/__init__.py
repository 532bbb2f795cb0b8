"""Reading companies into the register from a file, with a report of what was refused."""
