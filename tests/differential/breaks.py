"""One known break of one rule: each function spoils a valid file in one way and says which code must come at which path.

Only places where the outcome is clear-cut by the tables are spoilt (one row asks for the Attribute, and its module is
mandatory): a generator that had to weigh several modules would be a third evaluator.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass

from . import encode as enc
from .datasets import PIXEL_DATA, SOP_CLASS, SOP_INSTANCE, Placed, Valid
from .encode import El
from .fitting import DEPENDED_ON
from .values import NOT_SPLIT, TEXT_VRS

Expected = tuple[str, str, str]
Break = Callable[[Valid, random.Random], "Expected | None"]
BREAKS: dict[str, Break] = {}
KEEP = DEPENDED_ON | {SOP_CLASS, SOP_INSTANCE, 0x00080005, 0x0040A040, 0x00280103, PIXEL_DATA}


def breaks(name: str) -> Callable[[Break], Break]:
    """Enters a break under its name."""

    def enter(function: Break) -> Break:
        BREAKS[name] = function
        return function

    return enter


@dataclass(frozen=True)
class Bad:
    """A value that breaks the format of a VR in one way."""

    vr: str
    code: str
    values: tuple[bytes, ...]
    severity: str = "error"


BAD_VALUES = (
    Bad("AE", "V005", (b"ABCDEFGHIJKLMNOPQ ",)),
    Bad("AE", "V010", (b"A\tB ", b"A\xe4")),
    Bad("AE", "V031", (b"    ",)),
    Bad("AS", "V011", (b"22Y ", b"022X", b"1234")),
    Bad("CS", "V005", (b"ABCDEFGHIJKLMNOPQ ",)),
    Bad("CS", "V012", (b"abc ", b"A/B ", b"A.B ")),
    Bad(
        "DA",
        "V013",
        (
            b"20231301",
            b"20230230",
            b"2023",
            b"20230100",
            b"19000229",
            b"2023010A",
            b"20231131",
            b"20230431",
            b"20230631",
            b"20230931",
        ),
    ),
    Bad("DA", "V014", (b"1997.04.24",)),
    Bad("DA", "V015", (b"20200101-20210101 ", b"20200101- ", b"-20200101 ")),
    Bad("TM", "V016", (b"2400", b"1260", b"126061", b"123 ", b"120000. ", b"12000.5 ", b"120000.1234567")),
    Bad("TM", "V014", (b"14:04:38", b"14:04:38.5")),
    Bad("TM", "V015", (b"1200-1300 ", b"1200- ", b"-1200 ")),
    Bad("DT", "V017", (b"202313", b"20230101120061", b"2023+1500 ", b"20230101.5")),
    Bad("DT", "V015", (b"2020-2021 ", b"20200101-20210101 ", b"2023-0000 ")),
    Bad("DS", "V018", (b"1,5 ", b"0x10", b"1.5e", b"--1 ", b". ", b"1 2 ")),
    Bad("DS", "V005", (b"1.2345678901234567",)),
    Bad("IS", "V019", (b"1.5 ", b"1e3 ", b"abc ")),
    Bad("IS", "V020", (b"2147483648", b"-2147483649 ", b"99999999999 ")),
    Bad("IS", "V005", (b"0000000000001 ",)),
    Bad("UI", "V021", (b"1.2.x\0", b"1.2..3", b".1.2", b"1.2.", b"1.2 3\0")),
    Bad("UI", "V022", (b"1.2.03", b"1.2.00")),
    Bad("UI", "V023", (b"3.5\0", b"1.9.5\0", b"123\0", b"0.7\0"), "warning"),
    Bad("UI", "V024", (b"1.2.3 ",)),
    Bad("UI", "V005", (b"1.2." + b"1" * 62,)),
    Bad("LO", "V005", (b"x" * 66,)),
    Bad("LO", "V029", (b"a\tb ", b"a\nb ", b"a\x7fb ")),
    Bad("SH", "V005", (b"x" * 18,)),
    Bad("SH", "V029", (b"a\rb ",)),
    Bad("ST", "V005", (b"x" * 1026,)),
    Bad("ST", "V029", (b"a\x01b ", b"a\x0bb ")),
    Bad("LT", "V005", (b"x" * 10242,)),
    Bad("LT", "V029", (b"a\x02b ",)),
    Bad("UT", "V029", (b"a\x03b ",)),
    Bad("UC", "V029", (b"a\x04b ",)),
    Bad("UR", "V025", (b" http://a ", b"http://a b", b'http://"a"')),
    Bad("PN", "V005", (b"x" * 65 + b"^", b"A^B=" + b"y" * 66)),
    Bad("PN", "V026", (b"A^B=C=D=E ",)),
    Bad("PN", "V027", (b"A^B^C^D^E^F ",)),
    Bad("PN", "V029", (b"A^\x05B",)),
    Bad("SH", "V030", (b"abc\0",)),
    Bad("LO", "V030", (b"abc\0",)),
    Bad("US", "V032", (b"\1\2\3",)),
    Bad("UL", "V032", (b"\1\2",)),
    Bad("FD", "V032", (b"\1\2\3\4",)),
    Bad("FL", "V032", (b"\1\2",)),
    Bad("AT", "V032", (b"\1\2",)),
    Bad("OF", "V032", (b"\1\2",)),
    Bad("OL", "V032", (b"\1\2",)),
    Bad("OD", "V032", (b"\1\2\3\4",)),
)


def plain_places(valid: Valid, vr: str | None = None) -> list[Placed]:
    """Elements with a value of their own, of this VR, that nothing else depends on."""
    return [
        p
        for p in valid.placed
        if p.el.items is None and p.el.fragments is None and p.el.tag not in KEEP
        and p.el.tag < 0x7FE00000 and not p.is_listed and (vr is None or p.el.vr == vr) and " or " not in p.attribute.vr
    ]  # fmt: skip


def bad_value(bad: Bad, value: bytes) -> Break:
    """A break that puts a bad value somewhere."""

    def spoil(valid: Valid, rnd: random.Random) -> Expected | None:
        found = [
            p for p in plain_places(valid, bad.vr) if p.attribute.vm.startswith("1") or bad.code in ("V032", "V030")
        ]
        found = [p for p in found if p.attribute.vm in ("1", "1-n") or bad.vr in NOT_SPLIT]
        if bad.code == "V031":  # spaces alone are no value, which Types 1 and 1C demand
            found = [p for p in found if not p.types & {"1", "1C"}]
        if not found:
            return None
        one = rnd.choice(found)
        one.el.value = value
        path = "" if bad.code == "V024" else valid.path_text(one.path)
        return bad.code, bad.severity, path

    return spoil


for _bad in BAD_VALUES:
    for _n, _value in enumerate(_bad.values):
        if _bad.code == "V032" and len(_value) % 2:
            continue  # an odd Length is a finding of its own
        BREAKS[f"{_bad.code}-{_bad.vr}-{_n}"] = bad_value(_bad, _value)


def clear(valid: Valid, kind: str) -> list[Placed]:
    """Elements of Type `kind` by exactly one row of one mandatory module, whose absence touches nothing else."""
    by_module: dict[str, int] = {}
    for placed in valid.placed:
        if len(placed.path) == 1:
            for module, _ in placed.claims:
                by_module[module.id] = by_module.get(module.id, 0) + 1
    found = []
    for placed in valid.placed:
        # A functional group as a whole is G001's.
        is_group = len(placed.path) == 2 and placed.path[0][0] in (0x52009229, 0x52009230)
        if is_group or placed.types != {kind} or len(placed.claims) != 1 or placed.el.tag in KEEP:
            continue
        module, row = placed.claims[0]
        if module.usage != "M" or row.value_type or row.conditional:
            continue
        if len(placed.path) == 1 and by_module.get(module.id, 0) < 2:
            continue  # the last one of its module: module-missing would come too
        found.append(placed)
    return found


@breaks("A101")
def type_1_missing(valid: Valid, rnd: random.Random) -> Expected | None:
    """A Type 1 Attribute is taken away."""
    found = clear(valid, "1")
    if not found:
        return None
    one = rnd.choice(found)
    one.siblings[:] = [el for el in one.siblings if el is not one.el]
    return "A101", "", valid.path_text(one.path)


@breaks("A102")
def type_1_empty(valid: Valid, rnd: random.Random) -> Expected | None:
    """A Type 1 Attribute loses its value."""
    found = clear(valid, "1")
    if not found:
        return None
    one = rnd.choice(found)
    one.el.value, one.el.items = b"", None if one.el.items is None else []
    return "A102", "", valid.path_text(one.path)


@breaks("A103")
def type_2_missing(valid: Valid, rnd: random.Random) -> Expected | None:
    """A Type 2 Attribute is taken away."""
    found = clear(valid, "2")
    if not found:
        return None
    one = rnd.choice(found)
    one.siblings[:] = [el for el in one.siblings if el is not one.el]
    return "A103", "", valid.path_text(one.path)


def one_list(valid: Valid, strengths: tuple[str, ...]) -> list[Placed]:
    """Elements of one code with one list, of a mandatory module."""
    found = []
    for p in valid.placed:
        lists = [lists for lists in p.lists if lists]
        if len(p.claims) != 1 or len(lists) != 1 or p.el.vr != "CS" or not p.el.value or p.el.tag in KEEP:
            continue
        module, row = p.claims[0]
        if module.usage == "M" and not row.value_type and len(lists[0]) == 1 and row.node.lists == lists[0]:
            found += [p] if not lists[0][0][0] and lists[0][0][1] in strengths else []
    return found


def in_no_list(
    valid: Valid, rnd: random.Random, code: str, strengths: tuple[str, ...], severity: str
) -> Expected | None:
    """A word that is in no list, at an Attribute whose lists are of these strengths."""
    found = one_list(valid, strengths)
    if not found:
        return None
    one = rnd.choice(found)
    one.el.value = b"NOT_IN_THE_LIST "
    return code, severity, valid.path_text(one.path)


@breaks("A120")
def not_enumerated(valid: Valid, rnd: random.Random) -> Expected | None:
    """A word that is in no list of Enumerated Values."""
    return in_no_list(valid, rnd, "A120", ("error", "warning"), "")


@breaks("A121")
def not_defined(valid: Valid, rnd: random.Random) -> Expected | None:
    """A word that is in no list of Defined Terms."""
    return in_no_list(valid, rnd, "A121", ("info",), "info")


@breaks("A123")
def zero(valid: Valid, rnd: random.Random) -> Expected | None:
    """A zero where the IOD lets none be."""
    mandatory = {module.id for module in valid.iod.modules if module.usage == "M"}
    paths = {
        path for iod, module, path in valid.edition.zeros if iod in ("*", valid.iod.id) and module in mandatory
    }  # fmt: skip
    found = [
        p
        for p in plain_places(valid, "DS")
        # A zero by chance in a later Item is one finding with that of the first.
        if p.el.value and "/".join(f"{step[0]:08X}" for step in p.path) in paths and all(n < 2 for *_, n in p.path)
    ]
    if not found:
        return None
    one = rnd.choice(found)
    count = one.el.value.count(b"\\") + 1
    one.el.value = enc.padded(b"\\".join([b"0"] * count))
    return "A123", "warning", valid.path_text(one.path)


@breaks("A130")
def too_many_items(valid: Valid, rnd: random.Random) -> Expected | None:
    """One Item more than the only row allows."""
    found = []
    for p in valid.placed:
        if not p.el.items or len(p.claims) != 1 or len(p.path) > 1 or p.el.tag >= 0x52000000:
            continue  # of functional groups other rules tell
        module, row = p.claims[0]
        if module.usage == "M" and row.node.most is not None and row.node.is_counted:
            found.append(p)
    if not found:
        return None
    one = rnd.choice(found)
    items = one.el.items or []
    while len(items) <= (one.claims[0][1].node.most or 0):
        items.append(copy.deepcopy(items[0]))
    return "A130", "", valid.path_text(one.path)


def root_place(valid: Valid, tag: int) -> int:
    """Where an Element with this Tag belongs in the root."""
    return next((i for i, el in enumerate(valid.file.elements) if el.tag > tag), len(valid.file.elements))


def added(valid: Valid, el: El) -> None:
    """Puts an Element in its place in the root."""
    valid.file.elements.insert(root_place(valid, el.tag), el)


@breaks("V002")
def wrong_vm(valid: Valid, rnd: random.Random) -> Expected | None:
    """Two values where one is allowed."""
    found = [p for p in plain_places(valid) if p.attribute.vm == "1" and p.el.value and p.el.vr not in NOT_SPLIT]
    found = [p for p in found if p.el.vr not in ("UI", "PN") and len(p.el.value) < 8000]
    if not found:
        return None
    one = rnd.choice(found)
    glue = b"" if one.el.vr in ("US", "SS", "UL", "SL", "FL", "FD", "AT", "SV", "UV") else b"\\"
    value = one.el.value.rstrip(b" ") if glue else one.el.value
    one.el.value = value + glue + value
    if len(one.el.value) % 2:
        one.el.value += b" "
    return "V002", "error", valid.path_text(one.path)


@breaks("V001")
def wrong_vr(valid: Valid, rnd: random.Random) -> Expected | None:
    """Another VR of the same form than the dictionary's."""
    if not enc.encoding_of(valid.file.transfer_syntax).explicit:
        return None
    found = [p for p in plain_places(valid, "LO") if p.el.value and not p.el.value.startswith(b" ")]
    if not found:
        return None
    one = rnd.choice(found)
    one.el.vr, one.el.value = "LT", b"abc "
    return "V001", "", valid.path_text(one.path)


@breaks("V003")
def unknown_element(valid: Valid, rnd: random.Random) -> Expected | None:
    """A public Element that the dictionary does not know."""
    tag = 0x00180F02 + rnd.randrange(4) * 0x20000
    if valid.edition.attribute(tag):
        return None
    added(valid, El(tag, "LO", b"ab"))
    return "V003", "warning", valid.path_text(((tag, 1, 0),))


@breaks("P001")
def private_without_creator(valid: Valid, rnd: random.Random) -> Expected | None:
    """Private Elements of a block that nobody reserved."""
    block = rnd.randint(0x10, 0xFF)
    for number in range(rnd.randint(1, 3)):
        added(valid, El(0x00090000 | block << 8 | number, "LO", b"ab"))
    return "P001", "warning", valid.path_text(((0x00090000 | block, 1, 0),))


@breaks("P002")
def private_creator_empty(valid: Valid, rnd: random.Random) -> Expected | None:
    """A Private Creator without a value."""
    tag = 0x00090010 + rnd.randrange(0x10)
    added(valid, El(tag, "LO", rnd.choice([b"", b"  "])))
    return "P002", "error", valid.path_text(((tag, 1, 0),))


@breaks("E002")
def odd_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """A text of odd length."""
    found = [
        p for p in plain_places(valid) if p.el.vr in ("LO", "SH", "CS", "LT", "ST") and p.attribute.vm in ("1", "1-n")
    ]
    found = [p for p in found if len(p.path) == 1]  # in an Item of defined length the Item would be odd too
    if not found:
        return None
    one = rnd.choice(found)
    one.el.value = b"ABC"
    return "E002", "error", valid.path_text(one.path)


@breaks("E014")
def out_of_order(valid: Valid, rnd: random.Random) -> Expected | None:
    """An Element behind its neighbour."""
    found = [p for p in valid.placed if len(p.siblings) > 1 and p.siblings.index(p.el) < len(p.siblings) - 1]
    found = [p for p in found if p.el.tag not in KEEP and (len(p.path) > 1 or p.siblings.index(p.el) > 1)]
    found = [p for p in found if p.siblings[p.siblings.index(p.el) + 1].tag not in KEEP]
    if not found:
        return None
    one = rnd.choice(found)
    at = one.siblings.index(one.el)
    one.siblings[at], one.siblings[at + 1] = one.siblings[at + 1], one.siblings[at]
    return "E014", "error", valid.path_text(one.path)


@breaks("E015")
def duplicate(valid: Valid, rnd: random.Random) -> Expected | None:
    """An Element twice."""
    found = [p for p in plain_places(valid) if p.el.tag not in KEEP]
    if not found:
        return None
    one = rnd.choice(found)
    one.siblings.insert(one.siblings.index(one.el), one.el.copy())
    tag = one.path[-1][0]
    return "E015", "error", valid.path_text((*one.path[:-1], (tag, 2, 0)))


@breaks("E018")
def group_not_allowed(valid: Valid, rnd: random.Random) -> Expected | None:
    """A group that is reserved for other uses."""
    tag = rnd.choice([0x0001, 0x0003, 0x0005, 0x0007]) << 16 | 0x0005
    added(valid, El(tag, "LO", b"ab"))
    return "E018", "error", valid.path_text(((tag, 1, 0),))


@breaks("E019")
def private_element_number(valid: Valid, rnd: random.Random) -> Expected | None:
    """A private Element with a number that blocks cannot have."""
    tag = 0x00090000 | rnd.choice([0x0001, 0x000F, 0x0100, 0x0FFF])
    added(valid, El(tag, "LO", b"ab"))
    return "E019", "error", valid.path_text(((tag, 1, 0),))


@breaks("E022")
def reserved_bytes(valid: Valid, rnd: random.Random) -> Expected | None:
    """The reserved bytes of a long form are not zero."""
    if not enc.encoding_of(valid.file.transfer_syntax).explicit:
        return None
    found = [p for p in valid.placed if p.el.vr in enc.LONG_FORM]
    if not found:
        return None
    one = rnd.choice(found)
    one.el.reserved = rnd.choice([b"\1\0", b"\0\1", b"\xff\xff"])
    return "E022", "error", valid.path_text(one.path)


@breaks("E012")
def unknown_vr(valid: Valid, rnd: random.Random) -> Expected | None:
    """Two letters that are no VR, on a private Element."""
    if not enc.encoding_of(valid.file.transfer_syntax).explicit:
        return None
    added(valid, El(0x00090010, "LO", b"MAKER "))
    tag = 0x00091001
    valid.file.elements.insert(root_place(valid, tag), El(tag, "LO", b"ab", written_vr=b"ZZ"))
    return "E012", "error", valid.path_text(((tag, 1, 0),))


@breaks("E004")
def missing_item_delimiter(valid: Valid, rnd: random.Random) -> Expected | None:
    """An Item of undefined length that its Sequence's delimiter ends."""
    found = [p for p in valid.placed if p.el.items and p.el.undefined]
    if not found:
        return None
    one = rnd.choice(found)
    item = (one.el.items or [])[-1]
    item.undefined, item.delimiter = True, False
    return "E004", "error", valid.path_text((*one.path[:-1], (one.path[-1][0], 1, len(one.el.items or []))))


@breaks("E005")
def missing_sequence_delimiter(valid: Valid, rnd: random.Random) -> Expected | None:
    """A Sequence of undefined length that the next Element ends."""
    found = [p for p in valid.placed if p.el.items is not None and len(p.path) == 1]
    found = [p for p in found if p.siblings[-1] is not p.el]
    if not found:
        return None
    one = rnd.choice(found)
    one.el.undefined, one.el.delimiter = True, False
    return "E005", "error", valid.path_text(one.path)


@breaks("E007")
def delimiter_length(valid: Valid, rnd: random.Random) -> Expected | None:
    """A Sequence Delimitation Item with a Length."""
    found = [p for p in valid.placed if p.el.items is not None]
    if not found:
        return None
    one = rnd.choice(found)
    one.el.undefined, one.el.delimiter_length = True, rnd.choice([1, 2, 0xFFFFFFFF])
    return "E007", "error", valid.path_text(one.path)


@breaks("E006")
def stray_delimiter(valid: Valid, rnd: random.Random) -> Expected | None:
    """A delimiter in the root."""
    at = rnd.randrange(3, max(4, len(valid.file.elements)))
    valid.file.elements.insert(at, El(rnd.choice([0xFFFEE00D, 0xFFFEE0DD]), "OB"))
    return "E006", "error", ""


@breaks("E009")
def trailing_bytes(valid: Valid, rnd: random.Random) -> Expected | None:
    """A few bytes after the end."""
    if valid.file.transfer_syntax == enc.DEFLATED:
        return None
    valid.file.tail = bytes(rnd.randrange(1, 255) for _ in range(rnd.randint(1, 7)))
    return "E009", "error", ""


@breaks("E010")
def trailing_zeros(valid: Valid, rnd: random.Random) -> Expected | None:
    """Zeros after the end."""
    if valid.file.transfer_syntax == enc.DEFLATED:
        return None
    valid.file.tail = bytes(rnd.choice([1, 8, 100, 512]))
    return "E010", "warning", ""


@breaks("F001")
def preamble_missing(valid: Valid, rnd: random.Random) -> Expected | None:
    """The prefix without a preamble."""
    valid.file.preamble = b""
    return "F001", "error", ""


@breaks("F002")
def preamble_executable(valid: Valid, rnd: random.Random) -> Expected | None:
    """A preamble that begins as a program."""
    start = rnd.choice([b"\x7fELF", b"MZ\x90\0", b"#!/b", b"\xfe\xed\xfa\xcf"])
    valid.file.preamble = start.ljust(128, b"\0")
    return "F002", "warning", ""


@breaks("F011")
def group_length_missing(valid: Valid, rnd: random.Random) -> Expected | None:
    """No File Meta Information Group Length."""
    valid.file.with_group_length = False
    return "F011", "error", "FileMetaInformationGroupLength"


@breaks("F012")
def group_length_wrong(valid: Valid, rnd: random.Random) -> Expected | None:
    """A wrong File Meta Information Group Length."""
    valid.file.group_length = rnd.choice([0, 1, 0xFFFFFFFF])
    return "F012", "error", "FileMetaInformationGroupLength"


def meta_of(valid: Valid) -> list[El]:
    """The File Meta Information, made explicit so that it can be spoilt."""
    file = valid.file
    file.meta = enc.meta_elements(file.value(SOP_CLASS, "1.2"), file.value(SOP_INSTANCE, "1.2.3"), file.transfer_syntax)
    return file.meta


@breaks("F013")
def meta_missing(valid: Valid, rnd: random.Random) -> Expected | None:
    """An Attribute of Table 7.1-1 is missing."""
    meta = meta_of(valid)
    one = rnd.choice([el for el in meta if el.tag != 0x00020010])
    valid.file.meta = [el for el in meta if el is not one]
    return "F013", "error", valid.path_text(((one.tag, 1, 0),))


@breaks("F014")
def meta_empty(valid: Valid, rnd: random.Random) -> Expected | None:
    """An Attribute of Table 7.1-1 is empty."""
    one = rnd.choice([el for el in meta_of(valid) if el.tag != 0x00020010])
    one.value = b""
    return "F014", "error", valid.path_text(((one.tag, 1, 0),))


@breaks("F018")
def sop_class_differs(valid: Valid, rnd: random.Random) -> Expected | None:
    """Media Storage SOP Class UID is another."""
    meta_of(valid)[1].value = enc.padded(b"1.2.840.10008.5.1.4.1.1.2.9", b"\0")
    return "F018", "error", "MediaStorageSOPClassUID"


@breaks("F019")
def sop_instance_differs(valid: Valid, rnd: random.Random) -> Expected | None:
    """Media Storage SOP Instance UID is another."""
    meta_of(valid)[2].value = b"1.2.3.4\0"
    return "F019", "error", "MediaStorageSOPInstanceUID"


@breaks("V040")
def charset_unknown(valid: Valid, rnd: random.Random) -> Expected | None:
    """A misspelt Defined Term."""
    for placed in valid.placed:
        if placed.el.vr in TEXT_VRS and any(byte > 0x7E for byte in placed.el.value):
            return None
    value = rnd.choice([b"ISO_IR 999", b"ISO_IR100 ", b"UTF_8 ", b"ISO 2022 IR 999 "])
    valid.file.elements[:] = [el for el in valid.file.elements if el.tag != 0x00080005]
    added(valid, El(0x00080005, "CS", value))
    return "V040", "error", "SpecificCharacterSet"


@breaks("E008")
def not_an_item(valid: Valid, rnd: random.Random) -> Expected | None:
    """Something else than an Item in a Sequence of defined length, which is private."""
    added(valid, El(0x00090010, "LO", b"MAKER "))
    inside = enc.encode([El(0x00100010, "LO", b"ab")], enc.encoding_of(valid.file.transfer_syntax))
    tag = 0x00091002
    if not enc.encoding_of(valid.file.transfer_syntax).explicit:
        return None
    valid.file.elements.insert(root_place(valid, tag), El(tag, "SQ", inside))
    return "E008", "error", valid.path_text(((tag, 1, 0),))
