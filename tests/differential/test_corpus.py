"""Equal reports of both engines on every real file, read whole and read to Pixel Data.

The files are laid out by `python tests/corpus.py`; a file that is not there is not tested, and the count is printed.
"""

from __future__ import annotations

import os
import pathlib

import pytest

import corpus

from .engines import differences

FILES = corpus.distinct_files()
# The reference is plain Python: files above this are read whole in the nightly run only.
WHOLE_LIMIT = 1 << 40 if os.environ.get("VALIDICOM_EXAMPLES") == "nightly" else 8 << 20


@pytest.mark.skipif(not FILES, reason="no real files are laid out: run python tests/corpus.py")
@pytest.mark.parametrize("read", ["header", "all"])
def test_real_files_give_equal_reports(read: str) -> None:
    failed = []
    tested = 0
    for path in FILES:
        if read == "all" and path.stat().st_size > WHOLE_LIMIT:
            continue
        tested += 1
        found = differences(str(path), read=read)
        if found:
            failed.append(f"{path.name}\n{found[:600]}")
    print(f"{tested} of {len(FILES)} real files, read={read}: {len(failed)} differ")
    assert not failed, "\n".join(failed[:8]) + f"\n{len(failed)} of {tested} files differ"


@pytest.mark.skipif(not FILES, reason="no real files are laid out: run python tests/corpus.py")
def test_paths_and_bytes_give_equal_reports() -> None:
    from .engines import core

    for path in FILES[::5]:
        assert core(str(path)) == core(pathlib.Path(path).read_bytes()), path.name
