"""Process applications: packages that bring diagrams, decision tables and forms, and the Python beside them.

An application is any importable package; what it has, it has by these names, and everything may be missing:

- `*.bpmn`, `*.dmn` and `*.form` files, in the package's folder or below it;
- `handlers`: a module or package that registers job handlers when it is imported;
- `register.schema`, with `SCHEMA`: tables of its own, as an `engine.store.migrate.Schema`;
- `demo`, with `run(open_engine, echo, language)`, a story for `polku demo`, and
  `load(engine, database, now, hash_password, password)`, people and work for `polku serve --demo`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from engine.errors import UnknownSetting
from engine.store.migrate import Schema

SUFFIXES = frozenset({".bpmn", ".dmn", ".form"})


@dataclass(frozen=True, slots=True)
class Application:
    """A loaded process application: its package's name and folder, and the tables that it brings."""

    name: str
    folder: Path
    schemas: tuple[Schema, ...] = ()

    def files(self) -> dict[str, bytes]:
        """Its diagrams, decision tables and forms."""
        return deployable_files(self.folder)

    def part(self, name: str) -> ModuleType | None:
        """One of the package's modules; None when it has no such module."""
        return part_of(self.name, name)


def load_application(name: str) -> Application:
    """Import the package `name` and register its handlers. Raises `UnknownSetting` when there is no such package."""
    try:
        package = import_module(name)
    except ModuleNotFoundError as missing:
        if not f"{name}.".startswith(f"{missing.name}."):
            raise  # the package is there; something that it imports is not
        raise UnknownSetting(
            f"POLKU_PROCESSES: there is no Python package {name}. Give names of packages, separated by commas."
        ) from missing
    if package.__file__ is None:
        raise UnknownSetting(f"POLKU_PROCESSES: {name} is a folder without __init__.py. Add one to it.")
    part_of(name, "handlers")
    schema = part_of(name, "register.schema")
    return Application(name, Path(package.__file__).parent, (schema.SCHEMA,) if schema else ())


def part_of(package: str, name: str) -> ModuleType | None:
    full = f"{package}.{name}"
    try:
        found = find_spec(full)
    except ModuleNotFoundError:  # not even its parent
        return None
    return import_module(full) if found else None


def deployable_files(folder: Path) -> dict[str, bytes]:
    """The diagrams, decision tables and forms in a folder and below it, by their path inside it."""
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def all_files(applications: tuple[Application, ...]) -> Mapping[str, bytes]:
    """The files of all applications, which are deployed together. A name that two of them use is told apart."""
    files: dict[str, bytes] = {}
    for application in applications:
        for name, content in application.files().items():
            files[name if name not in files else f"{application.name}/{name}"] = content
    return files
