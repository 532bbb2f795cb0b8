"""Make the virtual environment that a make target needs, and nothing when it is already as it should be.

Usage: python tools/prepare.py [GROUP ...]       GROUP: a name under [dependency-groups] in pyproject.toml

Runs on a bare Python: it imports the standard library only. The package is installed editable, and its
build hook builds the front end. A stamp file remembers what the environment was made from; as long as
that is unchanged, a second run costs a few milliseconds.

Exit code: 0 when the environment is ready, 1 with a sentence when it cannot be made, 2 for an unknown group.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "polku-prepared.json"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
#: What the installed package is made from; Python sources are not among it, because the install is editable.
INGREDIENTS = ("pyproject.toml", "hatch_build.py", "web/frontend", "web/translations", "tools/prepare.py")
#: What the build hook itself makes out of them.
BUILT = {"node_modules", "dist"}
#: The first pip that installs dependency groups (PEP 735).
PIP = "pip>=25.1"


class CannotPrepare(Exception):
    """The environment cannot be made; the text says why and what to do."""


def ingredient_files() -> Iterator[Path]:
    for name in INGREDIENTS:
        path = ROOT / name
        if path.is_file():
            yield path
        elif path.is_dir():
            files = (file for file in path.rglob("*") if file.is_file() and file.suffix != ".mo")
            yield from sorted(file for file in files if not BUILT & set(file.relative_to(path).parts))


def fingerprint() -> str:
    """A hash of everything that would change what an installation gives."""
    digest = hashlib.sha256(sys.version.encode())
    for path in ingredient_files():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def prepared_groups(made_from: str) -> set[str] | None:
    """The groups in the present environment, or None when it is missing or made from something else."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return set(stamp["groups"]) if stamp["made_from"] == made_from and PYTHON.exists() else None


def run(*command: str | Path, otherwise: str) -> None:
    if subprocess.run(list(map(str, command)), cwd=ROOT).returncode != 0:
        raise CannotPrepare(otherwise)


def make_environment() -> None:
    """An environment with a pip of its own, also where the system's Python comes without ensurepip."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return
    python = sys.version.split()[0]
    print(f"Making the virtual environment {ENVIRONMENT.name} with Python {python}.", flush=True)
    if subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True).returncode == 0:
        run(sys.executable, "-m", "venv", ENVIRONMENT, otherwise="That failed; see the lines above.")
        return
    # Debian and Ubuntu leave ensurepip out of python3; their python3-pip can still serve a new environment.
    advice = "This Python can make no virtual environment. On Debian or Ubuntu: apt-get install python3-venv."
    run(sys.executable, "-m", "venv", "--without-pip", ENVIRONMENT, otherwise=advice)
    run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip", otherwise=advice)


def install(groups: set[str]) -> None:
    print(f"Installing {', '.join(['polku', *sorted(groups)])}; this is done once.", flush=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    advice = "The installation failed, see the lines above. It needs a package index that pip can reach."
    run(*pip, PIP, otherwise=advice)
    chosen = [word for group in sorted(groups) for word in ("--group", group)]
    run(*pip, "--editable", ".", *chosen, otherwise=advice)


def known_groups() -> set[str]:
    return set(tomllib.loads((ROOT / "pyproject.toml").read_text()).get("dependency-groups", {}))


def main(wanted: set[str]) -> int:
    if unknown := wanted - known_groups():
        print(f"pyproject.toml has no dependency group {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    made_from = fingerprint()
    present = prepared_groups(made_from)
    if present is not None and wanted <= present:
        return 0
    groups = wanted | (present or set())
    try:
        make_environment()
        STAMP.unlink(missing_ok=True)  # an installation that is cut short must not look finished
        install(groups)
    except CannotPrepare as reason:
        print(reason, file=sys.stderr)
        return 1
    STAMP.write_text(json.dumps({"made_from": made_from, "groups": sorted(groups)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
