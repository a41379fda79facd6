"""A sample of the data sets and breaks of `run.py`: three blocks, one of each edition."""

from __future__ import annotations

import random

import pytest

from differential.datasets import checkable
from differential.tables import EDITIONS, edition

from .run import BLOCK, do


@pytest.mark.parametrize("name", EDITIONS)
def test_a_block_has_no_error_and_each_break_its_finding(name: str) -> None:
    iod = random.Random(f"sample {name}").choice(checkable(edition(name)))
    done = do((name, iod.id, 7))
    assert done.valid == BLOCK
    assert done.wrong == []
    assert done.broken + done.without == BLOCK
