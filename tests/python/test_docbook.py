"""`validicom standard import`: from documents of our own to tables, a pack, and findings; broken documents told in a line."""

from __future__ import annotations

import hashlib
import pathlib
import subprocess
import sys
from collections.abc import Callable

import pytest

pytest.importorskip("validicom._native", reason="the native module is not built")

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset

import made_docbook
import made_editions
import validicom
from differential.tables import DATA
from made_docbook import READABLE, UNREADABLE
from validicom import docbook
from validicom.docbook import wordings

Rows = dict[str, list[made_editions.Row]]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "validicom", *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def documents(tmp_path: pathlib.Path) -> pathlib.Path:
    return made_docbook.write(tmp_path / "documents")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> docbook.Imported:
    home = tmp_path_factory.mktemp("made")
    return docbook.import_docbook(made_docbook.write(home / "documents"), f"{home}/")


@pytest.fixture(scope="module")
def tables(made: docbook.Imported) -> Rows:
    return {path.stem: made_editions.read(path) for path in made.out.glob("*.tsv")}


def change(documents: pathlib.Path, part: str, old: str, new: str) -> None:
    path = documents / f"{part}.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def wording_id(text: str) -> str:
    """The id of a wording as the README of the tables says."""
    return "c" + hashlib.sha1(text.encode()).hexdigest()[:10]


# -- Tables -----------------------------------------------------------------------------------------------------------


def test_the_tables_are_those_of_a_shipped_edition(made: docbook.Imported) -> None:
    for path in (DATA / "2025e").glob("*.tsv"):
        if path.name != "expansion.tsv":
            head = (made.out / path.name).read_text(encoding="utf-8").split("\n")[0]
            assert head == path.read_text(encoding="utf-8").split("\n")[0], path.name


def test_rows_have_depth_path_type_include_and_number_of_items(tables: Rows) -> None:
    columns = ("depth", "kind", "path", "keyword", "type", "include", "items")
    assert [tuple(row[column] for column in columns) for row in tables["table_rows"] if row["table"] == "C.3-1"] == [
        ("0", "attr", "00180010", "ContrastBolusAgent", "2", "", ""),
        ("0", "attr", "00180012", "ContrastBolusAgentSequence", "3", "", "1..n:shall"),
        ("1", "include", "", "", "", "C.4-1", ""),
    ]
    rows = {(row["table"], row["path"]): row for row in tables["table_rows"]}
    assert rows["C.6-1", "00209111/00189074"]["type"] == "1"
    assert rows["C.2-1", "60xx0010"]["keyword"] == "OverlayRows"
    assert rows["C.2-1", "00081140"]["items"] == "1..1:permitted"


def test_iods_have_the_id_that_their_sop_class_has_in_the_shipped_edition(tables: Rows) -> None:
    assert tables["iods"] == [
        {"iod": "ct-image", "name": "Plain Image", "sop_class_uids": made_docbook.CT},
        {"iod": "layered-image", "name": "Layered Image", "sop_class_uids": made_docbook.LAYERED},
    ]


def test_modules_and_macros_are_found_by_the_section_that_is_referred_to(tables: Rows) -> None:
    modules = [(row["iod"], row["table"], row["ie"], row["usage"], row["cond"]) for row in tables["iod_modules"]]
    assert modules == [
        ("ct-image", "C.1-1", "Patient", "M", ""),
        ("ct-image", "C.2-1", "Image", "M", ""),
        ("ct-image", "C.3-1", "Image", "C", wording_id(UNREADABLE)),
        ("ct-image", "C.4-1", "Image", "U", ""),
        ("layered-image", "C.1-1", "Patient", "M", ""),
        ("layered-image", "C.5-1", "Image", "M", ""),
    ]
    assert [(row["iod"], row["macro"], row["usage"]) for row in tables["iod_fg_macros"]] == [
        ("layered-image", "layer-content", "C")
    ]


def test_lists_of_values(tables: Rows) -> None:
    lists = {(row["table"], row["row"]): row for row in tables["values"]}
    assert lists["C.1-1", "2"]["kind"] == "enum"
    assert lists["C.1-1", "2"]["values"] == "M|F|O"
    assert lists["C.2-1", "2"]["kind"] == "terms"
    # What holds in some cases only is no ground for a finding.
    assert lists["C.2-1", "2"]["when"] == ""
    assert lists["C.2-1", "6"]["when"] != ""


def test_a_list_in_a_section_is_that_of_the_attribute_of_its_title(documents: pathlib.Path) -> None:
    change(documents, "part03", "<para>Words of ours.</para>", made_docbook.para("See [sect C.9]."))
    lists = made_docbook.values("Defined Terms:", "HEAD", "HAND")
    end = "</chapter></book>"
    change(documents, "part03", end, made_docbook.section("C.9", "Study Description", lists) + end)
    values = made_editions.read(docbook.import_docbook(documents, f"{documents}/").out / "values.tsv")
    found = [row for row in values if row["how"] == "sect"]
    assert [(row["table"], row["row"], row["kind"], row["values"]) for row in found] == [
        ("C.2-1", "3", "terms", "HEAD|HAND")
    ]
    change(documents, "part03", "<title>Study Description", "<title>Other Description")
    values = made_editions.read(docbook.import_docbook(documents, f"{documents}/").out / "values.tsv")
    assert not [row for row in values if row["how"] == "sect"]


@pytest.mark.parametrize(
    "cell",
    [
        made_docbook.para("If it is fine:") + made_docbook.values("Enumerated Values:", "A"),
        made_docbook.values("Enumerated Values:", "A") + made_docbook.values("Enumerated Values:", "B"),
        made_docbook.values("Enumerated Values:", "A") + made_docbook.values("Enumerated Values for Value 2:", "B"),
        made_docbook.values("Enumerated Values for Value 2:", "A", "B") * 2,
        made_docbook.values("Enumerated Values on Sundays:", "A"),
    ],
)
def test_lists_that_hold_in_some_cases_are_no_ground_for_findings(documents: pathlib.Path, cell: str) -> None:
    change(documents, "part03", made_docbook.para("Words of ours."), cell)
    values = made_editions.read(docbook.import_docbook(documents, f"{documents}/").out / "values.tsv")
    found = [row for row in values if (row["table"], row["row"]) == ("C.2-1", "3")]
    assert len(found) == cell.count("<variablelist")
    assert all(row["when"] for row in found)


def test_lists_of_several_values(documents: pathlib.Path) -> None:
    cell = "".join(made_docbook.values(f"Enumerated Values for Value {n}:", *"AB") for n in (1, 2))
    change(documents, "part03", made_docbook.para("Words of ours."), cell)
    values = made_editions.read(docbook.import_docbook(documents, f"{documents}/").out / "values.tsv")
    found = [(row["index"], row["when"]) for row in values if (row["table"], row["row"]) == ("C.2-1", "3")]
    assert found == [("1", ""), ("2", "")]


def test_zero_width_spaces_are_no_part_of_a_keyword(tables: Rows) -> None:
    assert {row["keyword"] for row in tables["attributes"] if row["tag"] == "00100010"} == {"PatientName"}


def test_the_same_documents_give_the_same_bytes(made: docbook.Imported, documents: pathlib.Path) -> None:
    again = docbook.import_docbook(documents, f"{documents}/")
    assert {path.name: path.read_bytes() for path in again.out.iterdir()} == {
        path.name: path.read_bytes() for path in made.out.iterdir()
    }


# -- Conditions -------------------------------------------------------------------------------------------------------


def test_new_wordings_are_read_by_a_pattern_or_unread_and_listed(made: docbook.Imported, tables: Rows) -> None:
    read, unread = f"{READABLE} May be present otherwise.", UNREADABLE
    conditions = {row["id"]: (row["required"], row["otherwise"]) for row in tables["conditions"]}
    assert conditions[wording_id(read)] == ("Modality in {CT}", "allowed")
    assert conditions[wording_id(unread)] == ("unread", "unstated")
    # What a whole macro hangs on is left to a person.
    assert conditions[wording_id(READABLE)] == ("unread", "unstated")
    listed = {row["what"]: (row["kind"], row["read_as"]) for row in tables["review"]}
    assert listed[read] == ("condition-read", "Modality in {CT} | allowed")
    assert listed[unread] == ("condition-unread", "")
    assert listed["Required if: * it is short, or * it is old"][0] == "condition-unread"
    assert made.wordings == (0, 1, 3)


def test_a_wording_is_known_by_its_digest_whatever_the_space_and_the_last_period() -> None:
    known = wordings.Wordings({}, known=frozenset({wording_id("Required if Patient is tall.")}))
    for text in ("Required  if\nPatient is tall.", "Required if patient is tall", "Required if Patient is tall."):
        assert known.use(text, "here") == wording_id("Required if Patient is tall.")
    assert not known.new
    assert known.use("Required if Patient is small.", "here") == wording_id("Required if Patient is small.")
    assert list(known.new.values()) == ["Required if Patient is small."]


_NAMES = {
    "00080060": {"name": "Modality", "keyword": "Modality", "vr": "CS"},
    "00080008": {"name": "Image Type", "keyword": "ImageType", "vr": "CS"},
    "00081140": {"name": "Referenced Image Sequence", "keyword": "ReferencedImageSequence", "vr": "SQ"},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Required if Modality (0008,0060) is MR or CT.", ("Modality in {MR, CT}", "unstated")),
        ("Required if Image Type (0008,0008) Value 2 is RED.", ("ImageType[2] in {RED}", "unstated")),
        ("Required if Modality (0008,0060) is not present.", ("absent(Modality)", "unstated")),
        (
            "Required if Modality (0008,0060) is CT and Image Type (0008,0008) is present, may be present otherwise.",
            ("Modality in {CT} and present(ImageType)", "allowed"),
        ),
        # Neither the wrong Tag, nor what is said beyond it, nor `and` beside `or`, nor where a Sequence is.
        ("Required if Modality (0008,0061) is CT.", None),
        ("Required if Modality (0008,0060) is CT in most countries.", None),
        ("Required if Modality (0008,0060) is CT and it rains.", None),
        (
            "Required if Modality (0008,0060) is CT or Modality (0008,0060) is MR and Image Type (0008,0008) is A.",
            None,
        ),
        ("Required if Referenced Image Sequence (0008,1140) is present.", None),
        ("Required if Modality (0008,0060) is CT. Nobody knows what else.", None),
        ("Required unless Modality (0008,0060) is CT.", None),
    ],
)
def test_the_reader_of_patterns_understands_a_sentence_wholly_or_not_at_all(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert wordings.read_pattern(text, _NAMES) == expected


# -- From documents to findings ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """An object of the Plain Image IOD: no Patient ID, a sex that is none, no Series Description though it is CT."""
    data = Dataset()
    data.SOPClassUID = made_docbook.CT
    data.SOPInstanceUID = "2.25.1"
    data.Modality = "CT"
    data.Manufacturer = "M"
    data.StudyDescription = "S"
    data.PatientName = "N"
    data.PatientSex = "X"
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = data.SOPClassUID
    meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    path = tmp_path_factory.mktemp("image") / "plain.dcm"
    FileDataset(path, data, file_meta=meta, preamble=bytes(128)).save_as(path, enforce_file_format=True)
    return path


def found(path: pathlib.Path, edition: pathlib.Path, engine: str) -> set[tuple[str, str, str]]:
    report = validicom.validate(path, edition=edition, engine=engine)
    assert report.edition == "2031a"
    return {(one.code, one.severity, one.path) for one in report.findings}


def test_an_imported_edition_gives_its_findings(
    made: docbook.Imported, image: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    pack = docbook.import_docbook(made_docbook.write(tmp_path / "documents"), tmp_path / "2031a.pack").out
    expected = {
        ("A101", "error", "PatientID"),
        # Enumerated Values that only the documents say, a condition that no person has read: warnings at most.
        ("A120", "warning", "PatientSex"),
        ("A104", "warning", "SeriesDescription"),
    }
    assert found(image, made.out, "native") == expected
    assert found(image, pack, "native") == expected
    assert found(image, made.out, "reference") == expected


def test_the_command_makes_a_pack_that_check_takes(
    documents: pathlib.Path, image: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    pack = tmp_path / "new.pack"
    made = run("standard", "import", "--docbook", documents, "--out", pack)
    assert (made.returncode, made.stdout) == (0, f"{pack}\n")
    assert "2 IODs" in made.stderr
    assert "0 known, 1 new and read by a pattern, 3 new and unread" in made.stderr
    assert f"{pack}.review.tsv" in made.stderr
    checked = run("check", image, "--edition", pack)
    assert checked.returncode == 1
    assert "A101" in checked.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents", "new.pack", "new.pack.review.tsv"]


def test_a_folder_gets_the_name_of_the_edition(documents: pathlib.Path, tmp_path: pathlib.Path) -> None:
    for out, place in ((f"{tmp_path}/a/", "a/2031a"), (tmp_path / "a" / "2031a", "a/2031a"), (f"{tmp_path}/b/", "b/x")):
        name = ["--name", "x"] if place == "b/x" else []
        made = run("standard", "import", "--docbook", documents, "--out", out, *name)
        assert (made.returncode, made.stdout) == (0, f"{tmp_path / place}\n")
        assert (tmp_path / place / "table_rows.tsv").is_file()


def test_an_edition_that_is_shipped_gets_another_name(documents: pathlib.Path, tmp_path: pathlib.Path) -> None:
    change(documents, "part03", "PS3.3 2031a", "PS3.3 2025e")
    assert docbook.import_docbook(documents, tmp_path / "one.pack").name == "2025e-docbook"
    with pytest.raises(validicom.OptionError, match="shipped"):
        docbook.import_docbook(documents, tmp_path / "one.pack", name="2025e")


def test_parts_may_be_in_folders_of_their_own(documents: pathlib.Path, tmp_path: pathlib.Path) -> None:
    for part in made_docbook.PARTS:
        (documents / part).mkdir()
        (documents / f"{part}.xml").rename(documents / part / f"{part}.xml")
    assert docbook.import_docbook(documents, tmp_path / "one.pack").name == "2031a"


# -- What is doubtful in the documents is listed, and demands nothing ------------------------------------------------


def listed(documents: pathlib.Path) -> set[tuple[str, str]]:
    made = docbook.import_docbook(documents, f"{documents}/")
    rows = made_editions.read(made.review)
    return {(row["kind"], row["what"]) for row in rows if not row["kind"].startswith("condition-")}


def test_good_documents_leave_nothing_to_a_person_but_wordings(documents: pathlib.Path) -> None:
    assert listed(documents) == set()


@pytest.mark.parametrize(
    ("part", "old", "new", "kind"),
    [
        ("part03", "(0010,0020)", "(0010,ZZZZ)", "attribute"),
        ("part03", "(0010,0020)", "(0011,0020)", "attribute"),
        ("part03", "<td><para>1</para></td>", "<td><para>7</para></td>", "type"),
        ("part03", 'linkend="table_C.2-2"', 'linkend="table_C.9-9"', "include-without-table"),
        ("part03", 'linkend="table_C.2-2"', 'linkend="table_C.2-1"', "include-of-itself"),
        ("part03", 'label="C.4-1"', 'label="C.3-1"', "table-twice"),
        ("part03", "<term>F</term>", "<term>F|G</term>", "values"),
        ("part03", "Enumerated Values:", "Some values:", "values"),
        ("part03", 'linkend="sect_C.3"', 'linkend="sect_C.33"', "module"),
        ("part03", 'linkend="sect_C.6"', 'linkend="sect_C.66"', "macro"),
        ("part03", "<para>Frame Content Sequence</para>", "<para>&gt;&gt;Frame Content Sequence</para>", "row-below"),
        ("part04", 'linkend="sect_A.3"', 'linkend="sect_A.33"', "sop-class-without-iod"),
        ("part04", made_docbook.CT, "1.2.x", "sop-class"),
        ("part06", "<para>PN</para>", "<para>QQ</para>", "dictionary-vr"),
        ("part06", "<para>2-n</para>", "<para>many</para>", "dictionary-vm"),
        ("part06", "(0008,0008)", "(0008,0005)", "dictionary-twice"),
        ("part06", "(0008,0008)", "(0008,)", "dictionary-row"),
        ("part06", "<para>1.2.840.10008.1.2</para>", "<para>1.2.840.10008.1.02</para>", "uid"),
    ],
)
def test_what_is_not_understood_is_listed(documents: pathlib.Path, part: str, old: str, new: str, kind: str) -> None:
    change(documents, part, old, new)
    assert any(one.startswith(kind) for one, _ in listed(documents))


def test_rows_that_a_document_misplaces_beside_their_sequence_are_put_into_it(documents: pathlib.Path) -> None:
    """In table C.12-1 (SOP Common) Context Identifier stands in Context Group Identification Sequence only."""
    row = "<tr><td><para>{}</para></td><td><para>{}</para></td><td><para>{}</para></td><td><para>x</para></td></tr>"
    rows = row.format("Context Group Identification Sequence", "(0008,0123)", "3")
    rows += row.format("Context Identifier", "(0008,010F)", "1") + row.format("Study Description", "(0008,1030)", "3")
    change(documents, "part03", 'label="C.5-1" xml:id="table_C.5-1"', 'label="C.12-1" xml:id="table_C.12-1"')
    change(documents, "part03", "<caption>Layers Module Attributes", "<caption>SOP Common Module Attributes")
    text = (documents / "part03.xml").read_text(encoding="utf-8")
    head, body, rest = text.partition("<caption>SOP Common Module Attributes")
    (documents / "part03.xml").write_text(head + body + rest.replace("<tbody>", f"<tbody>{rows}", 1), encoding="utf-8")
    made = docbook.import_docbook(documents, f"{documents}/")
    paths = [row["path"] for row in made_editions.read(made.out / "table_rows.tsv") if row["table"] == "C.12-1"]
    assert paths[:3] == ["00080123", "00080123/0008010F", "00081030"]
    assert made.notes["row-depth-as-shipped"] == 1


# -- Documents that are broken or mean harm ---------------------------------------------------------------------------

BOMB = '<!DOCTYPE book [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE book [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
PARAMETER = '<!DOCTYPE book [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'


def with_head(head: str) -> Callable[[pathlib.Path], object]:
    return lambda path: path.write_text(made_docbook.book("PS3.3", "<para>&b;</para>", head=head), encoding="utf-8")


HARM: dict[str, tuple[str, Callable[[pathlib.Path], object]]] = {
    "missing": ("missing-part", lambda path: path.unlink()),
    "empty": ("broken-xml", lambda path: path.write_bytes(b"")),
    "no XML": ("broken-xml", lambda path: path.write_bytes(bytes(range(256)) * 9)),
    "cut": ("broken-xml", lambda path: path.write_bytes(path.read_bytes()[:-500])),
    "cut in a tag": (
        "broken-xml",
        lambda path: path.write_bytes(path.read_bytes()[: path.read_bytes().rfind(b"<td") + 2]),
    ),
    "entities": ("broken-xml", with_head(BOMB)),
    "external entity": ("broken-xml", with_head(EXTERNAL)),
    "parameter entity": ("broken-xml", with_head(PARAMETER)),
    "undeclared entity": ("broken-xml", with_head("")),
    "deep": ("broken-xml", lambda path: path.write_text(made_docbook.book("PS3.3", "<b>" * 9999 + "</b>" * 9999))),
    "encoding": ("broken-xml", lambda path: path.write_bytes(b'<?xml version="1.0" encoding="x-none"?><book/>')),
    "other root": ("not-docbook", lambda path: path.write_text("<html/>")),
    "no label": ("not-docbook", lambda path: path.write_text("<book/>")),
    "no table": ("not-docbook", lambda path: path.write_text(made_docbook.book("PS3.3"))),
    "wrong part": ("not-docbook", lambda path: path.write_text(made_docbook.part06(), encoding="utf-8")),
    "no edition": ("not-docbook", lambda path: path.write_text(made_docbook.part03("of old"), encoding="utf-8")),
}


@pytest.mark.parametrize("harm", HARM)
def test_harm_is_told_by_its_kind(documents: pathlib.Path, tmp_path: pathlib.Path, harm: str) -> None:
    kind, do = HARM[harm]
    do(documents / "part03.xml")
    with pytest.raises(validicom.EditionError, match=r"part03\.xml") as raised:
        docbook.import_docbook(documents, tmp_path / "one.pack")
    assert raised.value.kind == kind
    assert not list(tmp_path.glob("one*"))


@pytest.mark.parametrize("harm", ["missing", "cut", "entities", "wrong part", "deep"])
def test_harm_ends_the_command_with_a_line_and_2(documents: pathlib.Path, tmp_path: pathlib.Path, harm: str) -> None:
    HARM[harm][1](documents / "part03.xml")
    ended = run("standard", "import", "--docbook", documents, "--out", tmp_path / "one.pack")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("validicom: ")
    assert "part03.xml" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("one*"))


def test_part16_is_read_if_it_is_there(documents: pathlib.Path, tmp_path: pathlib.Path) -> None:
    (documents / "part16.xml").write_text(made_docbook.book("PS3.16"), encoding="utf-8")
    assert docbook.import_docbook(documents, tmp_path / "one.pack").name == "2031a"
    (documents / "part16.xml").write_text(made_docbook.book("PS3.15"), encoding="utf-8")
    with pytest.raises(validicom.EditionError, match=r"part16\.xml"):
        docbook.import_docbook(documents, tmp_path / "two.pack")


@pytest.mark.parametrize("name", ["", "..", "a b", "a/b", "x" * 33])
def test_a_name_that_is_none_is_refused(documents: pathlib.Path, tmp_path: pathlib.Path, name: str) -> None:
    with pytest.raises(validicom.OptionError):
        docbook.import_docbook(documents, tmp_path / "one.pack", name=name)


def test_spans_that_repeat_without_end_are_refused(documents: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """A few hundred kilobytes that would be millions of cells."""
    wide = '<tr><td rowspan="999" colspan="999"/></tr>' + "<tr/>" * 998
    change(documents, "part03", "<tbody>", f"<tbody>{wide * 90}")
    with pytest.raises(validicom.EditionError) as raised:
        docbook.import_docbook(documents, tmp_path / "one.pack")
    assert raised.value.kind == "too-large"
    assert not list(tmp_path.glob("one*"))
