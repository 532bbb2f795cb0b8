"""A process application for fault tests: a task, a job that writes a note, and another task."""
