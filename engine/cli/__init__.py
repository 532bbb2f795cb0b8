"""The command `polku`. Exit codes: 0 done, 1 it could not be done (a sentence says why), 2 asked for wrongly."""

from engine.cli.main import main

__all__ = ["main"]
