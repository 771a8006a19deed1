"""What stands in deploy/: a unit that systemd takes and that is let do little, and alerts that say what to do."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
MOST_EXPOSED = 20
"""Of 100, as systemd counts how much a unit may do; what holds no line about it comes to 96."""


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit as it would be installed here: with a program that exists."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    text = (TOP / "deploy" / "minga.service").read_text(encoding="utf-8")
    assert "ExecStart=/opt/minga/.venv/bin/minga run\n" in text
    installed = tmp_path / "minga.service"
    installed.write_text(text.replace("/opt/minga/.venv/bin/minga", sys.executable), encoding="utf-8")
    return installed


def analyzed(*words: str | Path) -> tuple[int, str]:
    """What systemd-analyze says, and its exit code."""
    run = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, timeout=60, check=False)
    return run.returncode, run.stdout + run.stderr


def test_systemd_takes_the_unit_without_a_word(unit: Path) -> None:
    assert analyzed("verify", "--man=no", unit) == (0, "")


def test_the_unit_may_do_little(unit: Path) -> None:
    code, said = analyzed("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}", unit)
    assert code == 0, said


def test_every_alert_has_a_threshold_and_says_what_to_do() -> None:
    text = (TOP / "deploy" / "alerts.yml").read_text(encoding="utf-8")
    alerts = text.split("      - alert: ")[1:]
    told = (TOP / "docs" / "operating.md").read_text(encoding="utf-8")
    assert alerts
    for alert in alerts:
        assert re.search(r"^        expr: .*\bminga_\w+.*( > \d+| == 0)$", alert, re.MULTILINE), alert
        assert re.search(r'^          summary: ".+[.:] .+"$', alert, re.MULTILINE), alert
        for name in re.findall(r"\bminga_\w+", alert):
            assert f"| `{name}`" in told, name
