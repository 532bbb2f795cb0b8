"""Tracing: every fact by time, person, customer and process, and one instance beside its diagram."""
