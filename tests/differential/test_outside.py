"""An edition from elsewhere is worth what a shipped one is: equal tables give equal reports, and both engines agree."""

from __future__ import annotations

import pathlib
import random

import pytest

import corpus
import made_editions
from validicom import outside

from .datasets import checkable, valid
from .encode import EXPLICIT_LITTLE
from .engines import assert_equal, core, reference
from .tables import DATA, edition

FILES = corpus.distinct_files()
SAMPLES = sorted((pathlib.Path(__file__).parent.parent / "samples").glob("*.dcm"))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A pack of the shipped tables of 2024e."""
    out = tmp_path_factory.mktemp("packs") / "any.pack"
    outside.pack(DATA / "2024e", out)
    return out


def test_a_pack_of_shipped_tables_gives_equal_reports_on_real_files(pack: pathlib.Path) -> None:
    files = [*SAMPLES, *(path for path in FILES if path.stat().st_size < 4 << 20)]
    for path in files:
        assert core(path, edition=pack) == core(path, edition="2024e"), path.name
    print(f"{len(files)} files")
    assert len(files) > 4


def test_a_pack_of_shipped_tables_gives_equal_reports_on_made_data(pack: pathlib.Path) -> None:
    tables = edition("2024e")
    for number, iod in enumerate(checkable(tables)):
        data = bytearray(valid(tables, iod, number, EXPLICIT_LITTLE, 0.05).file.to_bytes())
        assert core(data, edition=pack) == core(data, edition="2024e"), iod.id
        # The same with a fault somewhere.
        data[random.Random(number).randrange(132, len(data))] ^= 0x11
        assert core(data, edition=str(pack)) == core(data, edition="2024e"), iod.id


@pytest.mark.parametrize(("base", "seed"), [("2023e", 1), ("2025e", 2)])
def test_both_engines_agree_on_an_edition_that_is_not_shipped(base: str, seed: int, tmp_path: pathlib.Path) -> None:
    home = made_editions.shuffled(base, f"{base}-x", tmp_path, seed)
    outside.pack(home, tmp_path / "made.pack")
    tables = edition(base)
    rnd = random.Random(seed)
    differ = 0
    for iod in rnd.sample(checkable(tables), 60):
        data = valid(tables, iod, rnd.randrange(2**32), EXPLICIT_LITTLE, 0.1).file.to_bytes()
        facts = {"patient-is-human": rnd.random() < 0.5}
        assert_equal(data, edition=home, facts=facts)
        made = core(data, edition=tmp_path / "made.pack", facts=facts)
        assert made == core(data, edition=home, facts=facts)
        assert made.get("edition") == f"{base}-x"
        differ += made.findings != core(data, edition=base, facts=facts).findings
    assert differ > 40, "the changes change what is found"


def test_both_engines_take_tables_of_common_from_the_folder(tmp_path: pathlib.Path) -> None:
    home = made_editions.folder_of("2025e", "made", tmp_path)
    tables = edition("2025e")
    iod = next(one for one in tables.iods.values() if one.id == "comprehensive-sr")
    data = valid(tables, iod, 7, EXPLICIT_LITTLE, 0.2).file.to_bytes()
    assert not core(data, edition=home).codes("error")
    (home / "sr_relationships.tsv").write_text("iod\tsource\trelationship\ttarget\tby_value\tby_reference\tagreed\n")
    assert "S002" in core(data, edition=home).codes("error", "warning")
    assert_equal(data, edition=home)
    assert reference(data, edition="2025e") == core(data, edition="2025e")
