"""What all tests share: the profiles of Hypothesis, the laid out real files, and both engines' presence."""

from __future__ import annotations

import importlib.util
import os
import pathlib
import sys

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(pathlib.Path(__file__).parent))

COMMON = {"deadline": None, "print_blob": True, "suppress_health_check": list(HealthCheck)}
# The four kinds of made data share the examples of a profile: see `share`.
TOTALS = {"ci": 2_000, "quick": 200, "nightly": 100_000}
settings.register_profile("ci", max_examples=TOTALS["ci"] // 4, derandomize=True, database=None, **COMMON)  # type: ignore[arg-type]
settings.register_profile("quick", max_examples=TOTALS["quick"] // 4, database=None, **COMMON)  # type: ignore[arg-type]
settings.register_profile("nightly", max_examples=TOTALS["nightly"] // 4, **COMMON)  # type: ignore[arg-type]
settings.load_profile(os.environ.get("VALIDICOM_EXAMPLES", "ci"))


def _there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a built core the tests of both engines cannot run; they say so, and CI builds it first."""
    if _there("validicom._native"):
        return
    skip = pytest.mark.skip(reason="the native module is not built")
    for item in items:
        if {"differential", "faults", "conformance"} & set(pathlib.Path(item.fspath).parts):
            item.add_marker(skip)
