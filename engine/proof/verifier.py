"""The verifier as one file: this package in a zipped application (PEP 441), for who has Python but not Polku."""

import io
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("archive", "bundle", "checkpoint", "entry", "findings", "log", "many", "merkle")
START = """import sys
from engine.proof.check import main
sys.exit(main())
"""
SHEBANG = b"#!/usr/bin/env python3\n"


def write_verifier(file: Path) -> None:
    """Write the file. It is made of the very modules that this program checks with."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("__main__.py", START)
        packed.writestr("engine/__init__.py", "")
        packed.writestr("engine/proof/__init__.py", (HERE / "__init__.py").read_text(encoding="utf-8"))
        for part in (*PARTS, "check"):
            packed.writestr(f"engine/proof/{part}.py", (HERE / f"{part}.py").read_text(encoding="utf-8"))
    file.write_bytes(SHEBANG + content.getvalue())
    file.chmod(0o755)
