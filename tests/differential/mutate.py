"""Structural mutations of encoded files: lengths, delimiters, VRs, Tags, cuts, character sets, UN.

A mutation is plain numbers (kind, place, choice), so that a failing example shrinks and can be written down.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from hypothesis import strategies as st

from . import encode as enc
from .encode import Encoding, Place

UNDEFINED = enc.UNDEFINED
TAG_CHOICES = (
    0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD, 0xFFFEE001, 0x00080005, 0x00080016, 0x00020010, 0x00020000, 0x00000000, 0x00091001,
    0x00090010, 0x7FE00010, 0xFFFCFFFC, 0x00100010, 0x0040A730, 0xFFFF0000, 0x00081140, 0x00280103, 0x7FE00008,
)  # fmt: skip
VR_CHOICES = tuple(vr.encode() for vr in enc.ALL_VRS) + (b"ZZ", b"\0\0", b"ob", b"  ", b"U\0", b"OX", b"\xff\xff")
KINDS = (
    "length", "vr", "tag", "cut", "byte", "delete-header", "delete-element", "duplicate", "insert-delimiter", "insert-element",
    "insert-zeros", "charset", "undefined", "swap", "as-un", "drop-bytes", "group", "transfer-syntax", "extend", "reserved",
)  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One change: what, where (modulo the number of places), and which."""

    kind: str
    place: int
    choice: int


def mutations() -> st.SearchStrategy[list[Mutation]]:
    """One to four mutations."""
    one = st.builds(Mutation, st.sampled_from(KINDS), st.integers(0, 400), st.integers(0, 400))
    return st.lists(one, min_size=1, max_size=4)


@dataclass
class Parts:
    """A file taken apart: what comes before the data set, and the data set, inflated."""

    head: bytes
    body: bytes
    encoding: Encoding
    deflated: bool

    def whole(self) -> bytes:
        """The file put together again."""
        if not self.deflated:
            return self.head + self.body
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(self.body) + packer.flush()
        return self.head + packed + b"\0" * (len(packed) % 2)


def take_apart(data: bytes) -> Parts:
    """The parts of a well-formed file of PS3.10; anything else is all body."""
    if data[128:132] != b"DICM":
        return Parts(b"", data, Encoding(explicit=data[4:6].isupper()), False)
    at, syntax = 132, ""
    for place in enc.places(data, 132, Encoding()):
        if place.tag >> 16 != 2:
            break
        at = place.value_at + place.length
        if place.tag == 0x00020010:
            syntax = data[place.value_at : at].decode("latin-1").rstrip("\0 ")
    deflated = syntax in (enc.DEFLATED, "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205")
    body = data[at:]
    if deflated:
        try:
            body = zlib.decompressobj(-15).decompress(body, 1 << 20)
        except zlib.error:
            deflated = False
    return Parts(data[:at], body, enc.encoding_of(syntax), deflated)


def length_bytes(value: int, place: Place, encoding: Encoding) -> bytes:
    """A length field of the size that the place has."""
    value &= (1 << 8 * place.length_size) - 1
    return value.to_bytes(place.length_size, "little" if encoding.little else "big")


def mutated(body: bytes, encoding: Encoding, change: Mutation) -> bytes:
    """The data set with one mutation."""
    places = enc.places(body, 0, encoding)
    if not places:
        return body
    place = places[change.place % len(places)]
    choice = change.choice
    end = place.value_at + (0 if place.length == UNDEFINED else place.length)
    rest = len(body) - place.value_at
    kind = change.kind
    if kind in ("length", "undefined"):
        options = [0, 1, 2, 3, 4, 8, place.length + 2, place.length - 2, place.length + 8, place.length + 1, rest, rest + 1, rest - 2,
                   0x7FFFFFFF, 0x80000000, UNDEFINED - 1, UNDEFINED, 0xFFFF]  # fmt: skip
        value = UNDEFINED if kind == "undefined" else options[choice % len(options)]
        return body[: place.length_at] + length_bytes(value, place, encoding) + body[place.value_at :]
    if kind == "vr" and place.vr:
        return body[: place.at + 4] + VR_CHOICES[choice % len(VR_CHOICES)] + body[place.at + 6 :]
    if kind == "tag":
        return body[: place.at] + enc.tag_bytes(TAG_CHOICES[choice % len(TAG_CHOICES)], encoding) + body[place.at + 4 :]
    if kind == "group":
        return (
            body[: place.at]
            + struct.pack(encoding.order + "H", (place.tag >> 16) ^ (1 << choice % 16))
            + body[place.at + 2 :]
        )
    if kind == "cut":
        return body[: max(0, place.at + choice % 16 - 2)]
    if kind == "byte":
        at = (place.at + choice // 8 % 24) % len(body)
        return body[:at] + bytes([body[at] ^ (1 << choice % 8)]) + body[at + 1 :]
    if kind == "delete-header":
        return body[: place.at] + body[place.value_at :]
    if kind == "delete-element":
        return body[: place.at] + body[end:]
    if kind == "duplicate":
        return body[:end] + body[place.at : end] + body[end:]
    if kind == "insert-delimiter":
        tag = (0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD)[choice % 3]
        length = (0, 0, UNDEFINED, 4, 8)[choice // 3 % 5]
        return body[: place.at] + enc.header(tag, None, length, encoding) + body[place.at :]
    if kind == "insert-element":
        el = enc.El(TAG_CHOICES[choice % len(TAG_CHOICES)], enc.ALL_VRS[choice % len(enc.ALL_VRS)], b"12345678")
        return body[: place.at] + enc.encode_element(el, encoding) + body[place.at :]
    if kind == "insert-zeros":
        return body[: place.at] + bytes(choice % 20) + body[place.at :]
    if kind == "drop-bytes":
        return body[: place.at] + body[place.at + choice % 9 :]
    if kind == "extend":
        return body[:end] + bytes([choice % 256]) * (choice % 5) + body[end:]
    if kind == "reserved" and place.value_at - place.at == 12:
        return body[: place.at + 6] + struct.pack("<H", choice) + body[place.at + 8 :]
    if kind == "charset":
        for one in places:
            if one.tag == 0x00080005 and one.length:
                at = one.value_at + choice % one.length
                return body[:at] + bytes([32 + choice % 95]) + body[at + 1 :]
        return body[: place.value_at] + bytes([128 + choice % 128]) + body[place.value_at + 1 :]
    if kind == "swap":
        other = places[choice % len(places)]
        first, second = sorted([place, other], key=lambda p: p.at)
        first_end = first.value_at + (0 if first.length == UNDEFINED else first.length)
        second_end = second.value_at + (0 if second.length == UNDEFINED else second.length)
        if first_end > second.at:
            return body
        ahead, behind = body[first.at : first_end], body[second.at : second_end]
        return body[: first.at] + behind + body[first_end : second.at] + ahead + body[second_end:]
    if kind == "as-un" and place.vr and place.length != UNDEFINED:
        tag_there = body[place.at : place.at + 4]
        length_there = struct.pack(encoding.order + "I", place.length)
        return body[: place.at] + tag_there + b"UN\0\0" + length_there + body[place.value_at :]
    return body


def apply(data: bytes, changes: list[Mutation]) -> bytes:
    """The file with these mutations, each in the data set as the one before left it."""
    parts = take_apart(data)
    for change in changes:
        if change.kind == "transfer-syntax" or change.place % 16 == 0:
            head = parts.head
            at = head.find(b"\2\0\x10\0UI")
            if change.kind == "transfer-syntax" and at >= 0:
                old = struct.unpack_from("<H", head, at + 6)[0]
                uid = (
                    enc.IMPLICIT_LITTLE,
                    enc.EXPLICIT_LITTLE,
                    enc.EXPLICIT_BIG,
                    enc.DEFLATED,
                    enc.JPEG_BASELINE,
                    "1.2.3",
                    "",
                )[change.choice % 7]
                parts.head = head[:at] + enc.encode_element(enc.ui(0x00020010, uid), Encoding()) + head[at + 8 + old :]
            elif len(head) > 132:
                parts.head = head[:132] + mutated(head[132:], Encoding(), change)
            continue
        parts.body = mutated(parts.body, parts.encoding, change)
    whole = parts.whole()
    if parts.deflated and changes[-1].choice % 5 == 0 and len(whole) > len(parts.head) + 4:
        at = len(parts.head) + changes[-1].place % (len(whole) - len(parts.head))
        whole = whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :]
    return whole
