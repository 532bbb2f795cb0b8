"""The diagrams pass bpmnlint with the rules that the studio shows, where the front end's packages are installed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from processes import business_services

FOLDER = Path(str(business_services.__file__)).parent
PACKAGES = Path(__file__).parents[2] / "web" / "frontend" / "node_modules"
#: Services side by side are what an inclusive gateway is for.
RULES = {"extends": "bpmnlint:recommended", "rules": {"no-inclusive-gateway": "off"}}


def test_the_diagrams_pass_bpmnlint_without_a_warning(tmp_path: Path) -> None:
    node, program = shutil.which("node"), PACKAGES / "bpmnlint" / "bin" / "bpmnlint.js"
    if node is None or not program.exists():
        pytest.skip("the front end's packages are not installed")
    (tmp_path / ".bpmnlintrc").write_text(json.dumps(RULES), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(PACKAGES.resolve())
    diagrams = sorted(str(file) for file in FOLDER.glob("*.bpmn"))

    done = subprocess.run([node, program, *diagrams], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert diagrams
    assert done.returncode == 0, done.stdout
    assert "warning" not in done.stdout, done.stdout
