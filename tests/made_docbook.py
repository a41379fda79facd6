"""Small documents in the form of the official DocBook, written for the tests: no sentence of the Standard is in them.

`write` makes part03.xml, part04.xml and part06.xml of an edition of two IODs; tests change single places on purpose.
"""

from __future__ import annotations

import pathlib
from xml.sax.saxutils import escape

#: The wording of a condition that the reader of patterns understands, and one that no reader can.
READABLE = "Required if Modality (0008,0060) is CT."
UNREADABLE = "Required if the weather at the time was fine."

PARTS = ("part03", "part04", "part06")

_DICTIONARY = """
(0008,0005)|Specific Character Set|SpecificCharacterSet|CS|1-n|
(0008,0008)|Image Type|ImageType|CS|2-n|
(0008,0016)|SOP Class UID|SOPClassUID|UI|1|
(0008,0018)|SOP Instance UID|SOPInstanceUID|UI|1|
(0008,0060)|Modality|Modality|CS|1|
(0008,0070)|Manufacturer|Manufacturer|LO|1|
(0008,0100)|Code Value|CodeValue|SH|1|
(0008,0102)|Coding Scheme Designator|CodingSchemeDesignator|SH|1|
(0008,0104)|Code Meaning|CodeMeaning|LO|1|
(0008,1030)|Study Description|StudyDescription|LO|1|
(0008,103E)|Series Description|SeriesDescription|LO|1|
(0008,1140)|Referenced Image Sequence|ReferencedImageSequence|SQ|1|
(0010,0010)|Patient's Name|Pat\u200bient\u200bName|PN|1|
(0010,0020)|Patient ID|PatientID|LO|1|
(0010,0040)|Patient's Sex|PatientSex|CS|1|
(0018,0010)|Contrast/Bolus Agent|ContrastBolusAgent|LO|1|
(0018,0012)|Contrast/Bolus Agent Sequence|ContrastBolusAgentSequence|SQ|1|
(0018,0022)|Scan Options|ScanOptions|CS|1-n|
(0018,9074)|Frame Acquisition DateTime|FrameAcquisitionDateTime|DT|1|
(0020,9111)|Frame Content Sequence|FrameContentSequence|SQ|1|
(0028,0010)|Rows|Rows|US|1|
(0028,0106)|Smallest Image Pixel Value|SmallestImagePixelValue|US or SS|1|
(0028,04x0)|Rows For Nth Order Coefficients|RowsForNthOrderCoefficients|US|1|RET
(5200,9229)|Shared Functional Groups Sequence|SharedFunctionalGroupsSequence|SQ|1|
(5200,9230)|Per-Frame Functional Groups Sequence|PerFrameFunctionalGroupsSequence|SQ|1|
(60xx,0010)|Overlay Rows|OverlayRows|US|1|
(7FE0,0010)|Pixel Data|PixelData|OB or OW|1|
"""
CT = "1.2.840.10008.5.1.4.1.1.2"
#: The SOP Class of no edition.
LAYERED = "1.2.840.10008.5.1.4.1.1.9999.1"

_UIDS = f"""
1.2.840.10008.1.2|Implicit VR Little Endian|ImplicitVRLittleEndian|Transfer Syntax|PS3.5
1.2.840.10008.1.2.1|Explicit VR Little Endian|ExplicitVRLittleEndian|Transfer Syntax|PS3.5
{CT}|CT Image Storage|CTImageStorage|SOP Class|PS3.4
{LAYERED}|Layered Image Storage|LayeredImageStorage|SOP Class|PS3.4
"""


def para(text: str) -> str:
    """A paragraph; `[table X]` and `[sect X]` become references."""
    words = escape(text)
    for kind in ("table", "sect"):
        while f"[{kind} " in words:
            before, _, rest = words.partition(f"[{kind} ")
            label, _, after = rest.partition("]")
            words = f'{before}<xref linkend="{kind}_{label}" xrefstyle="select: label"/>{after}'
    return f"<para>{words}</para>"


def values(title: str, *terms: str) -> str:
    """A list of values as the Standard prints them."""
    entries = "".join(
        f"<varlistentry><term>{term}</term><listitem><para>ours</para></listitem></varlistentry>" for term in terms
    )
    return f"<variablelist><title>{title}</title>{entries}</variablelist>"


def points(*texts: str) -> str:
    """A list with bullets."""
    return "<itemizedlist>" + "".join(f"<listitem>{para(text)}</listitem>" for text in texts) + "</itemizedlist>"


def cell(text: str, extra: str = "") -> str:
    """A cell; text that begins with `<` is markup already."""
    return f"<td{extra}>{text if text.startswith('<') else para(text)}</td>"


def table(label: str, caption: str, head: str, rows: list[list[str]]) -> str:
    """A table; a row of one cell spans all columns, one of two all but the last."""
    columns = head.split("|")
    lines = []
    for row in rows:
        if len(row) == len(columns):
            cells = "".join(map(cell, row))
        elif len(row) == 1:
            cells = cell(row[0], f' colspan="{len(columns)}"')
        else:
            cells = cell(row[0], f' colspan="{len(columns) - 1}"') + cell(row[1])
        lines.append(f"<tr>{cells}</tr>")
    titles = "".join(f"<th>{para(column)}</th>" for column in columns)
    return (
        f'<table label="{label}" xml:id="table_{label}"><caption>{caption}</caption>'
        f"<thead><tr>{titles}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def section(label: str, title: str, *inside: str) -> str:
    """A section."""
    return f'<section label="{label}" xml:id="sect_{label}"><title>{title}</title>{"".join(inside)}</section>'


def book(part: str, *inside: str, edition: str = "2031a", head: str = "") -> str:
    """A whole document."""
    return (
        f'<?xml version="1.0" encoding="utf-8" standalone="no"?>\n{head}'
        f'<book xmlns="http://docbook.org/ns/docbook" xmlns:xl="http://www.w3.org/1999/xlink" label="{part}" '
        f'version="5.0" xml:id="{part}"><title>{part}</title><subtitle>DICOM {part} {edition} - of the tests</subtitle>'
        f'<chapter label="A" xml:id="chapter_A"><title>All</title>{"".join(inside)}</chapter></book>\n'
    )


ATTRIBUTES = "Attribute Name|Tag|Type|Attribute Description"
MODULES = "IE|Module|Reference|Usage"


def part03(edition: str = "2031a") -> str:
    """Two IODs: one with a Module of each usage, one with functional groups."""
    plain_iod = section(
        "A.3",
        "Plain Image IOD",
        section(
            "A.3.3",
            "Modules",
            table(
                "A.3-1",
                "Plain Image IOD Modules",
                MODULES,
                [
                    ["Patient", "Person", "[sect C.1]", "M"],
                    ["Image", "Picture", "[sect C.2]", "M"],
                    ["Image", "Dye", "[sect C.3]", f"C - {UNREADABLE}"],
                    ["Image", "Codes", "[sect C.4]", "U"],
                ],
            ),
        ),
    )
    layered_iod = section(
        "A.4",
        "Layered Image IOD",
        section(
            "A.4.3",
            "Modules",
            table(
                "A.4-1",
                "Layered Image IOD Modules",
                MODULES,
                [["Patient", "Person", "[sect C.1]", "M"], ["Image", "Layers", "[sect C.5]", "M"]],
            ),
        ),
        section(
            "A.4.4",
            "Macros",
            table(
                "A.4-2",
                "Layered Image Functional Group Macros",
                "Functional Group Macro|Section|Usage",
                [["Layer Content", "[sect C.6]", f"C - {READABLE}"]],
            ),
        ),
    )
    person = table(
        "C.1-1",
        "Person Module Attributes",
        ATTRIBUTES,
        [
            ["Patient's Name", "(0010,0010)", "2", "Who it is."],
            ["Patient ID", "(0010,0020)", "1", "The number of the person."],
            ["Patient's Sex", "(0010,0040)", "2", para("One of these.") + values("Enumerated Values:", "M", "F", "O")],
        ],
    )
    picture = table(
        "C.2-1",
        "Picture Module Attributes",
        ATTRIBUTES,
        [
            ["THE FIRST ROWS"],
            ["SOP Class UID", "(0008,0016)", "1", "The class."],
            ["SOP Instance UID", "(0008,0018)", "1", "The instance."],
            ["Modality", "(0008,0060)", "1", para("How it was made.") + values("Defined Terms:", "CT", "MR")],
            ["Study Description", "(0008,1030)", "1", "Words of ours."],
            ["Series Description", "(0008,103E)", "1C", f"Words of ours. {READABLE} May be present otherwise."],
            ["Manufacturer", "(0008,0070)", "2C", para("Who made it.") + para(UNREADABLE)],
            ["Scan Options", "(0018,0022)", "3", para("If fine:") + values("Enumerated Values if fine:", "ONE", "TWO")],
            [
                "Referenced Image Sequence",
                "(0008,1140)",
                "3",
                "Others. Only a single Item is permitted in this Sequence.",
            ],
            [">Include [table C.2-2]", "No more."],
            ["Pixel Data", "(7FE0,0010)", "3", "The picture."],
            ["Overlay Rows", "(60xx,0010)", "3", "The rows of what lies over it."],
        ],
    )
    reference = table(
        "C.2-2",
        "Reference Macro Attributes",
        ATTRIBUTES,
        [["SOP Class UID", "(0008,0016)", "1", "The class."], ["Rows", "(0028,0010)", "3", "Its rows."]],
    )
    dye = table(
        "C.3-1",
        "Dye Module Attributes",
        ATTRIBUTES,
        [
            ["Contrast/Bolus Agent", "(0018,0010)", "2", "Which."],
            [
                "Contrast/Bolus Agent Sequence",
                "(0018,0012)",
                "3",
                "Which, in codes. One or more Items shall be included in this Sequence.",
            ],
            [">Include [table C.4-1]", ""],
        ],
    )
    codes = table(
        "C.4-1",
        "Codes Macro Attributes",
        ATTRIBUTES,
        [
            [
                "Code Value",
                "(0008,0100)",
                "1C",
                para("The code. Required if:") + points("it is short, or", "it is old"),
            ],
            ["Coding Scheme Designator", "(0008,0102)", "1", "The scheme."],
            ["Code Meaning", "(0008,0104)", "1", "What it means."],
        ],
    )
    layers = table(
        "C.5-1",
        "Layers Module Attributes",
        ATTRIBUTES,
        [
            ["SOP Class UID", "(0008,0016)", "1", "The class."],
            ["SOP Instance UID", "(0008,0018)", "1", "The instance."],
            ["Per-Frame Functional Groups Sequence", "(5200,9230)", "1", "One or more Items shall be included."],
            [">Include one or more Functional Group Macros that hold for a frame", ""],
        ],
    )
    content = table(
        "C.6-1",
        "Layer Content Macro Attributes",
        ATTRIBUTES,
        [
            [
                "Frame Content Sequence",
                "(0020,9111)",
                "1",
                "What. Only a single Item shall be included in this Sequence.",
            ],
            [">Frame Acquisition DateTime", "(0018,9074)", "1", "When."],
        ],
    )
    return book(
        "PS3.3",
        plain_iod,
        layered_iod,
        section("C.1", "Person", person),
        section("C.2", "Picture", picture, reference),
        section("C.3", "Dye", dye),
        section("C.4", "Codes", codes),
        section("C.5", "Layers", layers),
        section("C.6", "Layer Content", content),
        edition=edition,
    )


def part04() -> str:
    """The SOP Classes of the two."""
    rows = [["CT Image Storage", CT, "[sect A.3]"], ["Layered Image Storage", LAYERED, "[sect A.4]"]]
    return book("PS3.4", table("B.5-1", "SOP Classes", "SOP Class Name|SOP Class UID|IOD Specification", rows))


def part06() -> str:
    """The dictionary and the registry."""
    attributes = [line.split("|") for line in _DICTIONARY.strip().splitlines()]
    uids = [line.split("|") for line in _UIDS.strip().splitlines()]
    return book(
        "PS3.6",
        table("6-1", "Data Elements", "Tag|Name|Keyword|VR|VM|", attributes),
        table("A-1", "UIDs", "UID Value|UID Name|UID Keyword|UID Type|Part", uids),
    )


def write(folder: pathlib.Path) -> pathlib.Path:
    """Write the three documents to a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, text in zip(PARTS, (part03(), part04(), part06()), strict=True):
        (folder / f"{part}.xml").write_text(text, encoding="utf-8")
    return folder
