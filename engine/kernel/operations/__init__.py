"""What operators do to an instance: suspend and resume, retry, modify, migrate."""
