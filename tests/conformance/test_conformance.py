"""250 real files against what other validators say of them, scored by distinct (SOP Class, module, Attribute, code).

`facts.tsv` is what two of them agree on: each fact is found, or decided otherwise in `decided.tsv` with its paragraph.
The cases in which one of them is known to be wrong follow one by one.
"""

from __future__ import annotations

import csv
import functools
import pathlib
from collections import Counter

import pytest

import corpus
from differential.engines import Answer, core

HERE = pathlib.Path(__file__).parent
FILES = {path.name: path for path in corpus.oracle_files()}
pytestmark = pytest.mark.skipif(not FILES, reason="the files are not laid out: run python tests/corpus.py")
Finding = tuple[str, str, str]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@functools.cache
def told(name: str) -> Answer:
    """What the core says of a file."""
    return core(str(FILES[name]))


def findings(name: str) -> list[Finding]:
    """(code, severity, path) of the findings of a file."""
    return [(str(f[0]), str(f[1]), str(f[2])) for f in told(name).findings]


def last_step(path: str) -> str:
    """The keyword at the end of a path."""
    return path.rpartition(".")[2].partition("[")[0].partition("#")[0]


def present_facts() -> list[dict[str, str]]:
    """The facts of which at least one file is laid out."""
    return [row for row in rows("facts.tsv") if any(name in FILES for name in row["files"].split(";"))]


def test_every_file_is_answered_without_an_internal_error() -> None:
    verdicts = Counter(told(name).get("verdict") for name in FILES)
    print(f"{len(FILES)} files: {dict(verdicts)}")
    assert sum(verdicts.values()) == len(FILES)
    assert not [name for name in FILES if "F092" in told(name).codes()]


def test_what_two_validators_agree_on_is_found_or_decided() -> None:
    decided = {(r["sop_class"], r["module"], r["keyword"], r["code"]) for r in rows("decided.tsv")}
    found, otherwise, missed = 0, 0, []
    for row in present_facts():
        key = (row["sop_class"], row["module"], row["keyword"], row["code"])
        lacking = []
        for name in row["files"].split(";"):
            if name in FILES:
                ours = {(code, last_step(path)) for code, _, path in findings(name)}
                if (row["code"], row["keyword"]) not in ours:
                    lacking.append(name)
        if not lacking:
            found += 1
        elif key in decided:
            otherwise += 1
        else:
            missed.append(f"{key}: {lacking[:3]} ({len(lacking)} files)")
    print(f"{found} found, {otherwise} decided otherwise, {len(missed)} missed of {len(present_facts())} facts")
    assert not missed, "\n".join(missed)


def test_each_decision_cites_a_paragraph_and_is_needed() -> None:
    facts = {(r["sop_class"], r["module"], r["keyword"], r["code"]) for r in rows("facts.tsv")}
    for row in rows("decided.tsv"):
        assert row["paragraph"].startswith("PS3."), row
        assert (row["sop_class"], row["module"], row["keyword"], row["code"]) in facts, row


def errors_at(keyword: str, codes: tuple[str, ...] = ("A", "M", "V", "E")) -> list[tuple[str, Finding]]:
    """Findings at error level of these codes whose path ends at a keyword, over all files."""
    return [
        (name, one)
        for name in FILES
        for one in findings(name)
        if one[1] == "error" and one[0].startswith(codes) and last_step(one[2]) == keyword
    ]


def of(*sop_classes: str) -> list[str]:
    """The files of these SOP Classes."""
    return [name for name in FILES if told(name).get("sop_class_uid") in sop_classes]


SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2"
SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"


def test_laterality_is_never_an_error() -> None:
    assert errors_at("Laterality", ("A", "M")) == []


def test_time_offset_of_a_multiplex_group_is_no_error() -> None:
    assert errors_at("MultiplexGroupTimeOffset", ("A",)) == []


def test_rt_dose_and_rgb_of_32_bits_are_checked_like_any_other() -> None:
    names = [n for n in FILES if "rtdose" in n or ("rgb" in n and "32bit" in n)]
    assert len(names) >= 9
    for name in names:
        assert told(name).get("iod") is not None, name
        assert told(name).get("verdict") in ("pass", "fail"), name


def test_trailing_padding_is_no_error() -> None:
    assert [x for name in FILES for x in findings(name) if "FFFC,FFFC" in x[2] and x[1] != "info"] == []


def test_group_lengths_of_the_data_set_are_no_errors() -> None:
    wrong = [x for n in FILES for x in findings(n) if x[2].endswith(",0000)") and x[1] == "error" and x[0] != "E015"]
    assert wrong == []


def test_attributes_outside_the_iod_are_info() -> None:
    assert {one[1] for name in FILES for one in findings(name) if one[0] == "A110"} == {"info"}


def test_modality_is_not_demanded_of_secondary_capture() -> None:
    names = of(SECONDARY_CAPTURE)
    assert len(names) >= 7
    assert [
        (n, x) for n in names for x in findings(n) if last_step(x[2]) == "Modality" and x[0].startswith("A10")
    ] == []


def test_number_of_frames_is_demanded_of_segmentations() -> None:
    names = [n for n in ("t_liver_1frame.dcm", "t_liver_expb_1frame.dcm") if n in FILES]
    for name in names:
        assert ("A101", "error", "NumberOfFrames") in findings(name), name


def test_number_of_frames_is_not_demanded_of_a_dose_of_one_frame() -> None:
    assert [
        (n, x)
        for n in of(RT_DOSE)
        for x in findings(n)
        if x[1] == "error" and x[0].startswith("A") and x[2] == "NumberOfFrames"
    ] == []


def test_palette_data_is_not_demanded_beside_segmented_data() -> None:
    for colour in ("Red", "Green", "Blue"):
        assert errors_at(f"{colour}PaletteColorLookupTableData", ("A",)) == []


def test_contrast_agent_is_at_most_a_warning_where_its_module_is_there_by_evidence() -> None:
    assert errors_at("ContrastBolusAgent", ("A",)) == []


def test_media_storage_uids_that_differ_are_errors() -> None:
    differs = [n for n in FILES if any(c == "F019" and s == "error" for c, s, _ in findings(n))]
    assert {"c_chrJapMulti.dcm", "c_chrJapMultiExplicitIR6.dcm", "d_data__bad_sequence.dcm"} <= set(differs)


def test_a_data_set_without_sop_class_is_told() -> None:
    for name in ("c_chrSQEncoding.dcm", "c_chrSQEncoding1.dcm", "t_UN_sequence.dcm"):
        told_of = {code for code, severity, _ in findings(name) if severity == "error"}
        assert told_of & {"A101", "M003", "F018", "F019", "M005"}, name


def test_uid_roots_are_warnings() -> None:
    severities = {one[1] for name in FILES for one in findings(name) if one[0] == "V023"}
    assert severities == {"warning"}


def test_retired_forms_of_dates_have_a_rule_of_their_own() -> None:
    forms = [(name, one) for name in FILES for one in findings(name) if one[0] == "V014"]
    assert forms
    for name, (_, _, path) in forms:
        assert not [one for one in findings(name) if one[0] in ("V013", "V016") and one[2] == path], name


def test_age_of_three_characters_and_a_slash_in_a_code_string_are_errors() -> None:
    codes = Counter(one[0] for name in FILES for one in findings(name) if one[1] == "error")
    assert codes["V011"]
    assert codes["V012"]


def test_encapsulated_pixel_data_of_vr_ow_is_an_error() -> None:
    names = [n for n in FILES if any(one[0] == "X001" and one[1] == "error" for one in findings(n))]
    assert {
        "t_693_J2KI.dcm", "t_MR_small_jp2klossless.dcm", "t_MR_small_jpeg_ls_lossless.dcm", "t_SC_rgb_rle_16bit.dcm",
        "t_SC_rgb_rle_16bit_2frame.dcm", "t_rtdose_rle.dcm", "t_rtdose_rle_1frame.dcm", "d_data__explicit_VR-UN.dcm",
        "d_data__emri_small_jpeg_2k_lossless.dcm", "d_data__emri_small_jpeg_2k_lossless_too_short.dcm",
        "d_data__emri_small_jpeg_ls_lossless.dcm",
    } <= set(names)  # fmt: skip


def test_a_subsampled_native_image_has_no_finding_about_its_length() -> None:
    name = "t_SC_ybr_full_422_uncompressed.dcm"
    assert [one for one in findings(name) if one[2] == "PixelData" and one[1] in ("error", "warning")] == []


def test_retired_sop_classes_are_named_with_what_replaced_them() -> None:
    retired = [n for n in FILES if any(one[0] == "R002" for one in findings(n))]
    assert retired
    for name in retired:
        detail = next(dict(f[5]) for f in told(name).findings if f[0] == "R002")
        assert str(detail.get("replaced_by", "")).startswith(("1.2.840.10008.", "none")), name
        assert "sop-class-retired" in told(name).get("incomplete"), name
