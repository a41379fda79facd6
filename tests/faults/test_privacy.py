"""What is in the values stays in the file: no output shows one unless asked, and then nothing acts on who reads it."""

from __future__ import annotations

import csv
import io
import json
import pathlib
import pickle
import traceback

import pydicom
import pytest

import validicom
from differential import encode as enc
from differential.encode import El, Item

from . import made

CANARY = "ZQXCANARY"
TEXT = ("AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT", "DS", "IS", "DA", "TM", "DT", "AS", "UI")
TAGS = (
    0x00100010, 0x00100020, 0x00100030, 0x00100040, 0x00101000, 0x00101010, 0x00101030, 0x00080050, 0x00080020, 0x00080030,
    0x00080080, 0x00080081, 0x00080090, 0x00081030, 0x0008103E, 0x00081010, 0x00081050, 0x00081090, 0x0020000D, 0x0020000E,
    0x00200010, 0x00200011, 0x00200013, 0x00204000, 0x00104000, 0x00102160, 0x001021B0, 0x00180015, 0x00181000, 0x00181030,
    0x00080005, 0x00080008, 0x00080060, 0x00080070, 0x00280004, 0x00280103, 0x0040A160, 0x0040A123, 0x00091001, 0x00090010,
)  # fmt: skip


def with_canaries(variant: int) -> enc.File:
    """A file in which every text holds the canary, in the wrong VR, too long, with bad characters, nested, private."""
    file = made.example()
    vrs = TEXT[variant % len(TEXT) :] + TEXT[: variant % len(TEXT)]
    elements = [el for el in file.elements if el.tag != 0x00080005]
    for number, tag in enumerate(TAGS):
        text = f"{CANARY}{number:03}" * (1 + variant % 8) + ("\x1b[31m" if variant % 3 else "\x00")
        elements.append(El(tag, vrs[number % len(vrs)], enc.padded(text.encode())))
    inner = [El(tag, "LO", enc.padded((CANARY + "\xe9").encode("latin-1"))) for tag in TAGS]
    elements.append(El(0x00081140, "SQ", items=[Item(sorted(inner, key=lambda el: el.tag))]))
    if variant % 2:
        elements.append(El(0x00180010, "LO", CANARY.encode() * 9, length=0xFFF0))
    file.elements = sorted(elements, key=lambda el: el.tag)
    file.meta = enc.meta_elements(made.SECONDARY_CAPTURE, CANARY, enc.EXPLICIT_LITTLE)
    if variant % 5 == 0:
        file.meta.append(El(0x00020016, "AE", CANARY.encode() + b"0" * 9))
    return file


def outputs(source: object) -> list[str]:
    """Every text that a report or an exception can become by default."""
    texts = []
    try:
        report = validicom.validate(source, levels=("error", "warning", "info", "undetermined"))  # type: ignore[arg-type]
    except Exception as error:
        return [repr(error), str(error), "".join(traceback.format_exception(error))]
    texts += [repr(report), str(report), json.dumps(report.to_dict()), repr(pickle.dumps(report))]
    for finding in report.findings:
        texts += [repr(finding), str(finding), finding.message, json.dumps(finding.to_dict())]
    return texts


def test_no_planted_value_is_in_any_default_output(tmp_path: pathlib.Path) -> None:
    count, unread = 0, 0
    for variant in range(34):
        data = with_canaries(variant).to_bytes()
        path = tmp_path / f"{variant}.dcm"
        path.write_bytes(data)
        sources: list[object] = [data, str(path), io.BytesIO(data)]
        try:
            sources.append(pydicom.dcmread(io.BytesIO(data), force=True))
        except Exception:
            unread += 1  # pydicom itself cannot read some of them
        sources.append({"00100010": {"vr": "PN", "Value": [{"Alphabetic": CANARY * 9}]}, "00100020": {"vr": "IS", "Value": [CANARY]},
                        CANARY: {"vr": CANARY}, "00100030": CANARY})  # fmt: skip
        for source in sources:
            for text in outputs(source):
                count += 1
                assert CANARY not in text, (variant, type(source).__name__, text[:300])
    for format_ in ("text", "json", "jsonl"):
        done = made.command("check", tmp_path, "--format", format_, "--levels", "error,warning,info,undetermined")
        assert done.returncode in (0, 1), done.stderr[-500:]
        assert CANARY.encode() not in done.stdout + done.stderr, format_
        count += 1
    print(f"planted values: {count} outputs, 0 leaks")
    assert unread < 34


def test_values_are_shown_when_asked_for() -> None:
    report = validicom.validate(with_canaries(1).to_bytes(), redact=False)
    assert any(CANARY in (finding.value or "") for finding in report.findings)
    assert all(CANARY not in repr(finding) for finding in report.findings)


def hostile_values() -> list[str]:
    """200 values with escape sequences, bidi controls, formulas, markup and line ends."""
    starts = ("\x1b[31m", "\x1b]0;title\x07", "\x9b31m", "\u202e", "\u2066", "\u2028", "\x7f", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1",
              "\r\n", "<script>", "&amp;", '"', "'", "\\", "\0", "{{7*7}}")  # fmt: skip
    return [
        f"{start}{tail}"
        for start in starts
        for tail in ("", "x", "\x1b[2J", "\u200f", " " * 70, '",=cmd', "</b>", "\n", "\x85", "\u2029")
    ]


def is_hostile(character: str) -> bool:
    """Control characters of C0 and C1 (but line feed), bidi controls and line separators."""
    code = ord(character)
    bidi = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029}
    return (code < 0x20 and code != 0x0A) or 0x7F <= code < 0xA0 or code in bidi


@pytest.mark.parametrize("format_", ["text", "json", "jsonl"])
@pytest.mark.parametrize("show", [False, True], ids=["default", "show-values"])
def test_hostile_values_never_reach_the_output(tmp_path: pathlib.Path, format_: str, show: bool) -> None:
    values = hostile_values()
    assert len(values) >= 200
    for start in range(0, len(values), 20):
        file = made.example()
        # A CS that breaks its repertoire shows its value; each in a block of its own Element
        tags = (0x00080060, 0x00080008, 0x00100040, 0x00180015, 0x00185100, 0x00280004, 0x00080064, 0x00200060, 0x00280301, 0x00080061,
                0x00100022, 0x00100035, 0x00100228, 0x00101021, 0x00102203, 0x00120062, 0x00180022, 0x00180025, 0x00180026, 0x00180040)  # fmt: skip
        file.elements += [
            El(tag, "CS", enc.padded(v.encode("utf-8")))
            for tag, v in zip(tags, values[start : start + 20], strict=False)
        ]
        file.elements.sort(key=lambda el: el.tag)
        (tmp_path / f"{start}.dcm").write_bytes(file.to_bytes())
    arguments = ["check", str(tmp_path), "--format", format_, "--levels", "error,warning,info"]
    done = made.command(*arguments, *(["--show-values"] if show else []))
    assert done.returncode == 1, done.stderr[-500:]
    text = done.stdout.decode("utf-8")
    bad = sorted({f"{ord(c):04X}" for c in text if is_hostile(c)})
    print(f"{len(values)} hostile values, {format_}, show={show}: {len(text)} characters, {len(bad)} bad ones")
    assert bad == []
    if format_ != "text":
        assert text.isascii()
        parsed = [json.loads(line) for line in text.splitlines()] if format_ == "jsonl" else json.loads(text)
        assert parsed
    if format_ == "text" and not show:
        rows = list(csv.reader(io.StringIO(text)))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "\t"))]
