"""The reference: a second implementation of the checks in plain Python, by the Standard and `docs/recovery.md`.

It favours the plain reading over speed, imports nothing of the native module, and shares only the tables with it.
"""

from __future__ import annotations

from typing import Any

from validicom.reference.engine import ReferenceReport, Rule, check_bytes, check_dataset, check_json, rules

__all__ = ["ReferenceReport", "Rule", "check_bytes", "check_dataset", "check_json", "rules", "validate"]


def validate(source: Any, **options: Any) -> ReferenceReport:
    """Checks a path, bytes, a pydicom Dataset or DICOM JSON, whichever ``source`` is.

    Raises `OSError` if a path cannot be read.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        return check_bytes(source, **options)
    if isinstance(source, dict):
        return check_json(source, **options)
    if hasattr(source, "file_meta") or hasattr(source, "is_undefined_length_sequence_item"):
        return check_dataset(source, **options)
    from pathlib import Path

    return check_bytes(Path(source).read_bytes(), **options)
