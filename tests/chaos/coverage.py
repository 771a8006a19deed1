"""The branches of rules and use cases that their own tests take; ends with 1 where `make coverage` would.

Run it as `python -m tests.chaos.coverage`; `make chaos` does.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.evidence import Evidence, keep

MEASURED = ("--cov=bot.domain", "--cov=bot.services", "--cov-branch", "--cov-report=", "--cov-fail-under=99.9")


def main() -> int:
    """Measure, keep the figures, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        asked = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *MEASURED]
        ended = subprocess.run([*asked, f"--cov-report=json:{report}", "tests/domain", "tests/services"], check=False)
        if ended.returncode:
            return ended.returncode
        totals = json.loads(report.read_text(encoding="utf-8"))["totals"]
    evidence = Evidence()
    evidence.count("statements", totals["num_statements"])
    evidence.count("statements never run", totals["missing_lines"])
    evidence.count("branches", totals["num_branches"])
    evidence.count("branches never taken", totals["missing_branches"])
    keep(evidence)
    return 0


if __name__ == "__main__":
    sys.exit(main())
