"""The service manager's board: load and lateness, what needs a decision, absences, moving work."""
