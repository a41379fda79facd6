"""The public API: sources, options, frozen results, what an import costs, and that no value gets out unasked."""

from __future__ import annotations

import dataclasses
import io
import itertools
import os
import pathlib
import pickle
import subprocess
import sys
import threading
import warnings
from typing import Any

import pytest

pytest.importorskip("validicom._native", reason="the native module is not built")

from made_files import BAD_DATE, CANARY, CT, EXPLICIT, element, part10

import validicom
from validicom import Limits, OptionError, ReadError, Report, UnknownNameError


def findings(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in report.findings]


def only(source: Any, **options: Any) -> Report:
    """A report of the value rules alone, which need no IOD."""
    return validicom.validate(source, select=["V"], **options)


def test_a_bad_date_is_an_error_with_its_path_and_paragraph() -> None:
    report = only(part10(BAD_DATE))
    assert report.verdict == "fail"
    assert not report.ok
    (finding,) = report.findings
    assert (finding.code, finding.severity, finding.path, finding.tag) == ("V013", "error", "StudyDate", "(0008,0020)")
    assert finding.paragraph == "PS3.5 6.2"
    assert finding.name == "date-format"
    assert finding.place == ((0x00080020, 1, 0),)
    assert report.transfer_syntax_uid == EXPLICIT


def test_path_bytes_file_and_memoryview_give_the_same_findings(tmp_path: pathlib.Path) -> None:
    data = part10(BAD_DATE, element(0x00101010, "AS", b"12"))
    path = tmp_path / "a.dcm"
    path.write_bytes(data)
    expected = validicom.validate(data)
    sources: list[Any] = [path, str(path), bytearray(data), memoryview(data), io.BytesIO(data)]
    for source in sources:
        assert validicom.validate(source).findings == expected.findings
    with path.open("rb") as file:
        assert validicom.validate(file).findings == expected.findings
    assert validicom.validate(path).path == str(path)
    assert expected.path is None


def test_a_data_set_in_memory_gives_no_finding_that_its_file_does_not_have() -> None:
    pydicom = pytest.importorskip("pydicom")
    data = part10(BAD_DATE, element(0x00101010, "AS", b"12"), element(0x00100020, "LO", b"x" * 65))
    of_file = findings(validicom.validate(data))
    raw = validicom.validate(pydicom.dcmread(io.BytesIO(data)))
    assert set(findings(raw)) <= set(of_file)
    assert {"V005", "V011", "V013"} <= {code for code, _ in findings(raw)}
    converted = pydicom.dcmread(io.BytesIO(data))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in converted.iterall():
            pass
        json = converted.to_json_dict()
    assert {code for code, _ in findings(validicom.validate(converted))} >= {"V005", "V011", "V013"}
    assert set(findings(validicom.validate(json))) <= set(of_file)
    assert {"V005", "V011", "V013"} <= {code for code, _ in findings(validicom.validate(json))}
    assert raw.kind == "data-set"
    assert all(finding.at is None for finding in raw.findings)


def test_a_data_set_is_left_as_it_is() -> None:
    pydicom = pytest.importorskip("pydicom")
    dataset = pydicom.dcmread(io.BytesIO(part10(BAD_DATE)))
    before = {tag: id(value) for tag, value in dataset._dict.items()}
    validicom.validate(dataset)
    assert {tag: id(value) for tag, value in dataset._dict.items()} == before


def test_json_that_is_no_dicom_json_is_no_crash() -> None:
    for data in (
        {},
        {"x": 1, 5: 6, "00100010": None, "00100020": {"vr": 7, "Value": 8}},
        {"00081140": {"vr": "SQ", "Value": [None, 1, {"00081140": {"vr": "SQ", "Value": "x"}}]}},
        {"00280010": {"vr": "US", "Value": ["a", None, -1, 1e99]}, "7FE00010": {"vr": "OW", "InlineBinary": "%%%"}},
    ):
        assert validicom.validate(data).kind == "data-set"  # type: ignore[arg-type]


def test_a_deeply_nested_json_is_no_recursion() -> None:
    data: dict[str, Any] = {}
    for _ in range(5_000):
        data = {"00081140": {"vr": "SQ", "Value": [data]}}
    assert "limit-depth" in validicom.validate(data).incomplete


@pytest.mark.parametrize(
    "options",
    [
        {"edition": "1993"},
        {"levels": ["fatal"]},
        {"read": "some"},
        {"select": ["Q9"]},
        {"ignore": [""]},
        {"limits": 5},
        {"engine": "other"},
    ],
)
def test_a_wrong_option_is_told_as_such(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError):
        validicom.validate(b"", **options)
    with pytest.raises(OptionError):
        validicom.validate_many([], **options)
    with pytest.raises(ValueError):
        Limits(depth=-1)


def test_select_ignore_and_levels() -> None:
    data = part10(BAD_DATE, element(0x00101010, "AS", b"12"))
    assert {code for code, _ in findings(validicom.validate(data, select="V013"))} == {"V013"}
    assert "V013" not in validicom.validate(data, ignore=["V013"]).counts
    quiet = validicom.validate(data, select="V", levels=[])
    assert quiet.findings == ()
    assert quiet.counts == {"V011": 1, "V013": 1}
    assert quiet.severities == {"error": 2}
    assert quiet.verdict == "fail"


def test_what_cannot_be_opened_raises_an_os_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        validicom.validate(tmp_path / "nothing")
    with pytest.raises(IsADirectoryError):
        validicom.validate(tmp_path)
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(ReadError, match="fifo"):
        validicom.validate(tmp_path / "fifo")
    with pytest.raises(OSError):
        validicom.validate("a\0b")
    with pytest.raises(TypeError):
        validicom.validate(5)  # type: ignore[arg-type]
    with pytest.raises(ReadError):
        validicom.validate(io.StringIO("text"))  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_many_sources_come_back_in_order_and_none_is_lost(tmp_path: pathlib.Path, workers: int) -> None:
    names = []
    for number in range(150):
        path = tmp_path / f"{number:03}.dcm"
        if number % 10:
            path.write_bytes(part10(BAD_DATE) if number % 2 else part10())
        names.append(path)
    reports = list(validicom.validate_many(names, workers=workers, select=["V"]))
    assert [report.path for report in reports] == [str(name) for name in names]
    for number, report in enumerate(reports):
        if number % 10 == 0:
            assert (report.error, report.verdict) == ("no-such-file", "unreadable")
        else:
            assert [finding.code for finding in report.findings] == (["V013"] if number % 2 else [])


def test_sources_of_all_kinds_can_be_mixed(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.dcm"
    path.write_bytes(part10(BAD_DATE))
    json = {"00080020": {"vr": "DA", "Value": ["20230230"]}}
    sources: list[Any] = [path, part10(BAD_DATE), json, io.BytesIO(part10(BAD_DATE)), path]
    reports = list(validicom.validate_many(sources, select=["V013"]))
    assert [[finding.code for finding in report.findings] for report in reports] == [["V013"]] * 5


@pytest.mark.parametrize("one", ["image.dcm", b"DICM", pathlib.Path("image.dcm")])
def test_many_refuses_a_single_source_in_place_of_an_iterable(one: Any) -> None:
    with pytest.raises(TypeError, match="iterable"):
        validicom.validate_many(one)


def test_many_takes_no_more_than_it_needs_from_an_endless_iterable() -> None:
    taken = itertools.count()

    def endless() -> Any:
        while True:
            next(taken)
            yield part10()

    reports = validicom.validate_many(endless(), workers=2)
    for _ in range(20):
        next(reports)
    reports.close()
    assert next(taken) < 400
    assert not [thread for thread in threading.enumerate() if thread.name == "validicom"]


def test_what_the_iterable_raises_is_told_after_what_it_gave() -> None:
    def failing() -> Any:
        yield part10()
        yield part10()
        raise RuntimeError("no more")

    reports = validicom.validate_many(failing())
    assert next(reports).kind == next(reports).kind == "part10"
    with pytest.raises(RuntimeError, match="no more"):
        next(reports)


def test_results_are_what_their_classes_make() -> None:
    report = only(part10(BAD_DATE))
    for one in (report, *report.findings):
        values = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
        same = type(one)(**values)
        assert (type(one).__name__, one, repr(one), hash(one)) == (type(same).__name__, same, repr(same), hash(same))
        assert dataclasses.replace(one) == one
        assert not hasattr(one, "__dict__")
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.path = "other"  # type: ignore[misc]
    assert type(report) is Report
    assert report.error is None


def test_results_are_frozen_and_survive_a_pickle() -> None:
    report = validicom.validate(part10(BAD_DATE), select=["V"])
    assert pickle.loads(pickle.dumps(report)) == report
    with pytest.raises(AttributeError):
        report.verdict = "pass"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        report.findings[0].code = "V014"  # type: ignore[misc]
    assert hash(report) == hash(validicom.validate(part10(BAD_DATE), select=["V"]))


def test_values_are_left_out_unless_asked_for() -> None:
    data = part10(
        element(0x00080060, "CS", CANARY.encode() + b"\x1b[31m\xff"), element(0x00100010, "PN", CANARY.encode())
    )
    report = validicom.validate(data, levels=validicom.findings.LEVELS)
    for text in (repr(report), str(report.findings), str(report.to_dict()), *(f.message for f in report.findings)):
        assert CANARY not in text
    assert CANARY.encode() not in pickle.dumps(report)
    shown = only(data, redact=False)
    values = [finding.value for finding in shown.findings if finding.value is not None]
    assert any(value.startswith(CANARY) for value in values)
    assert all(value.isprintable() for value in values)
    assert CANARY not in repr(shown)


def test_threads_can_share_the_options() -> None:
    data = part10(BAD_DATE)
    expected = validicom.validate(data).findings
    wrong: list[Any] = []

    def work() -> None:
        for _ in range(200):
            if validicom.validate(data).findings != expected:
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("name", [0x00100010, None])
def test_explain_refuses_what_is_no_text(name: Any) -> None:
    with pytest.raises(TypeError, match="expected a str"):
        validicom.explain(name)


def test_no_field_of_a_message_is_left_open() -> None:
    report = only({"00109999": {"vr": "LO", "Value": ["1"]}}, edition="2023e")
    messages = [finding.message for finding in report.findings if finding.code == "V003"]
    assert messages == ["the Tag is not in the dictionary of edition 2023e"]


def test_explain_and_standard() -> None:
    rule = validicom.explain("V013")
    assert isinstance(rule, validicom.Rule)
    assert validicom.explain("date-format") == rule == validicom.explain("v013")
    for name in ("PatientName", "(0010,0010)", "0010,0010", "00100010"):
        attribute = validicom.explain(name)
        assert isinstance(attribute, validicom.Attribute)
        assert (attribute.keyword, attribute.vr, attribute.vm) == ("PatientName", "PN", "1")
    with pytest.raises(UnknownNameError):
        validicom.explain("NoSuchThing")
    with pytest.raises(OptionError):
        validicom.standard("1993")
    for edition in validicom.editions():
        facts = validicom.standard(edition)
        iod = facts.iod_of(CT)
        assert iod is not None
        assert iod == facts.iods["ct-image"]
        usages = {module.module: module.usage for module in iod.modules}
        assert usages["patient"] == "M"
        assert len(facts.iods) >= 150
        modality = [row for row in iod.attributes if row.keyword == "Modality"]
        assert modality
        assert {row.type for row in modality} == {"1"}


def test_every_rule_has_what_a_reader_needs() -> None:
    for rule in validicom.rules().values():
        assert rule.name
        assert rule.summary
        assert rule.template
        assert rule.paragraph.startswith("PS3.") or rule.code in ("F091", "F092", "F093"), rule.code


def test_the_import_is_cheap_and_alone() -> None:
    code = """
import sys, threading, time
before = set(sys.modules)
start = time.perf_counter()
import validicom
took = time.perf_counter() - start
validicom.validate
loaded = set(sys.modules) - before
assert not {name for name in loaded if name.split('.')[0] in ('pydicom', 'pyarrow', 'numpy', 'click')}, loaded
assert threading.active_count() == 1
validicom.validate(b'')
assert len(__import__('os').listdir('/proc/self/task')) == 1
print(took * 1000)
"""
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    print(f"import validicom: {min(times):.1f} ms")
    assert min(times) <= 50


def test_a_fork_after_a_check_does_not_hang() -> None:
    list(validicom.validate_many([part10()] * 10, workers=2))
    child = os.fork()
    if child == 0:
        ok = len(list(validicom.validate_many([part10()] * 10, workers=2))) == 10
        os._exit(0 if ok else 1)
    assert os.waitpid(child, 0)[1] == 0
