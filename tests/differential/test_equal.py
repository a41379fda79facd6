"""Both engines give equal reports on made data of four kinds, and the right ones where the tables say which.

2,000 examples by default; `VALIDICOM_EXAMPLES=nightly` makes it 100,000 (`quick`: 200).
"""

from __future__ import annotations

import functools
import random
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus

from . import encode as enc
from . import pixel_breaks, structure_breaks  # noqa: F401 - they enter their breaks
from .breaks import BREAKS
from .datasets import CONDITIONAL, Valid, checkable, valid
from .engines import Answer, assert_equal, core, reference
from .mutate import Mutation, apply, mutations
from .random_data import TRANSFER_SYNTAXES, files
from .tables import EDITIONS, edition

OF_LISTS = ("A120", "A122", "A123")
ELSEWHERE = ("M", "F02", "S00", "G00", *CONDITIONAL)
SYNTAXES = (enc.EXPLICIT_LITTLE, enc.IMPLICIT_LITTLE, enc.EXPLICIT_BIG, enc.DEFLATED, enc.JPEG_BASELINE)


@st.composite
def valid_files(draw: st.DrawFn) -> Valid:
    """A file that is right by construction."""
    tables = edition(draw(st.sampled_from(EDITIONS)))
    iod = draw(st.sampled_from(checkable(tables)))
    seed = draw(st.integers(0, 2**32 - 1))
    return valid(tables, iod, seed, draw(st.sampled_from(SYNTAXES)), draw(st.sampled_from([0.0, 0.05, 0.15])))


def errors(answer: Answer) -> list[tuple[object, ...]]:
    """Findings at error level."""
    return answer.at_level("error")


def assert_no_error(made: Valid) -> None:
    """Neither engine finds an error, and both say the same."""
    data = made.file.to_bytes()
    options = {"edition": made.edition.name}
    assert errors(core(data, **options)) == []
    assert errors(reference(data, **options)) == []
    assert_equal(data, **options)


@pytest.mark.parametrize("name", EDITIONS)
def test_every_iod_of_every_edition_has_a_data_set_without_error(name: str) -> None:
    tables = edition(name)
    iods = checkable(tables)
    assert len(iods) > 160
    failed = []
    for number, iod in enumerate(iods):
        made = valid(tables, iod, number, SYNTAXES[number % len(SYNTAXES)], 0.03)
        try:
            assert_no_error(made)
        except AssertionError as error:
            failed.append(f"{iod.id}: {str(error)[:400]}")
    assert not failed, "\n".join(failed[:5]) + f"\n{len(failed)} IODs"


@given(valid_files())
def test_valid_data_sets_have_no_error(made: Valid) -> None:
    assert_no_error(made)


#: A place in one frame.
IN_A_FRAME = re.compile(r"^PerFrameFunctionalGroupsSequence\[\d+\]")


@dataclass
class Broken:
    """A file with one break."""

    made: Valid
    code: str
    severity: str
    path: str
    #: Code, severity and path of what was there before: what the IOD restricts beyond its tables, for one.
    before: set[tuple[object, ...]]

    def is_new(self, one: tuple[object, ...]) -> bool:
        """Whether a finding has to be the one that the break is to give."""
        if one[:3] in self.before:
            return False
        # A functional group that is copied to a frame takes its findings along.
        shared = IN_A_FRAME.sub("SharedFunctionalGroupsSequence[1]", str(one[2]))
        if self.code == "G002" and (*one[:2], shared) in self.before:
            return False
        if one[0] in OF_LISTS and one[2] == self.path:
            # What does not fit its VR any more is in no list either.
            return self.code in OF_LISTS
        # What a break does to conditions, functional groups and relationships elsewhere is not its finding.
        return one[0] == self.code or not str(one[0]).startswith(ELSEWHERE)


def broken(name: str, seed: int) -> Broken | None:
    """A file with one break, looked for among IODs of one edition from a seed."""
    rnd = random.Random(seed)
    tables = edition(rnd.choice(EDITIONS))
    iods = checkable(tables)
    for _ in range(60):
        syntax = rnd.choice(SYNTAXES)
        made = valid(tables, rnd.choice(iods), rnd.randrange(2**32), syntax, rnd.choice([0.0, 0.1]))
        data = made.file.to_bytes()
        expected = BREAKS[name](made, rnd)
        if expected is not None:
            before = core(data, edition=tables.name).at_level("error", "warning")
            return Broken(
                made, *expected, {one[:3] for one in before if (one[0], one[2]) != (expected[0], expected[2])}
            )
    return None


def assert_only(name: str, seed: int) -> None:
    """Exactly the expected finding is new among errors and warnings, in both engines."""
    found = broken(name, seed)
    if found is None:
        return
    code, severity, path = found.code, found.severity, found.path
    data = found.made.file.to_bytes()
    options = {"edition": found.made.edition.name}
    for engine in (core, reference):
        told = engine(data, **options).at_level("error", "warning")
        told += [one for one in engine(data, **options).at_level("info") if one[0] == code and one[2] == path]
        said = [(one[0], one[1] if severity else "", one[2]) for one in told if found.is_new(one)]
        where = f"{name} {found.made.iod.id} {found.made.file.transfer_syntax}: {engine.__name__}"
        assert said == [(code, severity, path)], where
    assert_equal(data, **options)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_one_break_gives_exactly_its_finding(name: str) -> None:
    for seed in range(3):
        assert_only(name, seed)


@given(st.sampled_from(sorted(BREAKS)), st.integers(0, 2**32 - 1))
def test_breaks_give_exactly_their_finding(name: str, seed: int) -> None:
    assert_only(name, seed)


def test_each_group_of_a_repeating_group_is_looked_at() -> None:
    # PS3.5 7.6: (60xx,0040) stands for each of its groups. Enumerated Values: PS3.3 Table C.9-2.
    tables = edition("2025e")
    for words in ((b"G ", b"X "), (b"X ", b"G "), (b"", b"X "), (b"X ", b"X ")):
        made = valid(tables, tables.iods["ct-image"], 1, enc.EXPLICIT_LITTLE, 0.0)
        made.file.elements += [enc.El(0x60000040 + number * 0x20000, "CS", word) for number, word in enumerate(words)]
        data = made.file.to_bytes()
        wrong = [0x60000040 + number * 0x20000 for number, word in enumerate(words) if word == b"X "]
        for engine in (core, reference):
            told = engine(data, edition="2025e", select=["A120"]).at_level("error", "warning")
            assert [one[3][-1][0] for one in told] == wrong, engine.__name__
        assert_equal(data, edition="2025e")


def test_each_group_of_a_module_that_shall_not_be_there_is_evidence() -> None:
    # PS3.3 A.66.1: an IVOCT image has no Overlay Plane Module.
    tables = edition("2025e")
    iod = tables.iods["intravascular-optical-coherence-tomography-image"]
    for group in (0x6000, 0x6002, 0x601E):
        made = valid(tables, iod, 1, enc.EXPLICIT_LITTLE, 0.0)
        made.file.elements.append(enc.El(group << 16 | 0x10, "US", b"\1\0"))
        made.file.elements.sort(key=lambda el: el.tag)
        for engine in (core, reference):
            told = engine(made.file.to_bytes(), edition="2025e", select=["M010"]).at_level("error", "warning")
            assert [(one[2], one[3][0][0] >> 16) for one in told] == [("OverlayRows", group)], engine.__name__


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "edition": st.sampled_from(EDITIONS),
        "read": st.sampled_from(["header", "all"]),
        "select": st.sampled_from([["V"], ["E", "F"], ["A101", "V02"]]),
        "ignore": st.sampled_from([["V"], ["A1"], ["E014", "P"]]),
    },
)


@given(files(), OPTIONS)
def test_random_data_sets_give_equal_reports(file: enc.File, options: dict[str, object]) -> None:
    assert_equal(file.to_bytes(), **options)


@functools.cache
def small_real_files() -> list[bytes]:
    """Real files below 12 KB, as seeds of mutations."""
    return [path.read_bytes() for path in corpus.real_files() if path.stat().st_size < 12_000]


@st.composite
def mutated_files(draw: st.DrawFn) -> bytes:
    """The bytes of a valid, a random or a real file with structural mutations."""
    kind = draw(st.integers(0, 2))
    real = small_real_files()
    changes: list[Mutation] = draw(mutations())
    if kind == 0:
        data = draw(valid_files()).file.to_bytes()
    elif kind == 1 or not real:
        data = draw(files()).to_bytes()
    else:
        data = draw(st.sampled_from(real))
    return apply(data, changes)


@given(mutated_files(), st.sampled_from(["all", "all", "header"]))
def test_mutated_bytes_give_equal_reports(data: bytes, read: str) -> None:
    assert_equal(data, read=read)


def test_every_transfer_syntax_of_the_generators_is_made() -> None:
    assert {enc.IMPLICIT_LITTLE, enc.EXPLICIT_LITTLE, enc.EXPLICIT_BIG, enc.DEFLATED} < set(TRANSFER_SYNTAXES)
