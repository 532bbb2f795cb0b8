"""Errors become sentences on the error output, and exit codes. A traceback is for those who ask with --debug."""

import sys
import traceback
from typing import Any

import click

from engine.errors import PolkuError, Unavailable, UnknownSetting

FAILED, MISUSED, INTERRUPTED = 1, 2, 130


class Sentences(click.Group):
    """A group of commands whose errors are told in sentences."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run what the command line says, and end the program with an exit code."""
        sys.exit(self.exit_code(*arguments, **options | {"standalone_mode": False}))

    def exit_code(self, *arguments: Any, **options: Any) -> int:
        try:
            return super().main(*arguments, **options) or 0
        except click.exceptions.Exit as exit:
            return exit.exit_code
        except click.Abort:
            return INTERRUPTED
        except click.ClickException as misuse:
            misuse.show()
            return misuse.exit_code
        except UnknownSetting as wrong:
            return told(wrong, MISUSED)
        except PolkuError as error:
            return told(error, FAILED)
        except Exception as error:  # noqa: BLE001  nothing but a sentence reaches a person
            return told_unexpected(error)


def told(error: PolkuError, code: int) -> int:
    if wants_traceback():
        traceback.print_exc()
    click.echo(str(error), err=True)
    if isinstance(error, Unavailable) and error.reason:
        click.echo(f"The reason: {error.reason}", err=True)
    return code


def told_unexpected(error: Exception) -> int:
    """An error that no part of the program made a sentence of: its first line, and how to learn more."""
    if wants_traceback():
        traceback.print_exc()
    lines = str(error).strip().splitlines()
    click.echo(f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__, err=True)
    if not wants_traceback():
        click.echo("Give --debug before the command to see where it happened.", err=True)
    return FAILED


def wants_traceback() -> bool:
    return "--debug" in sys.argv[1:]
