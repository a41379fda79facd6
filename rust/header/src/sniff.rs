//! What a file is, and by which encoding a data set can be read (`docs/recovery.md` sections 1, 2, 4).

use crate::arena::{Encoding, FileKind};
use crate::tag::Tag;
use crate::vr::Vr;

/// Bytes of a file that decide what it is.
pub(crate) const SNIFF_BYTES: usize = 1024;

/// Byte order and form of the headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Enc {
    pub explicit: bool,
    pub big: bool,
}

impl Enc {
    pub const IMPLICIT_LITTLE: Enc = Enc { explicit: false, big: false };
    pub const EXPLICIT_LITTLE: Enc = Enc { explicit: true, big: false };
    pub const EXPLICIT_BIG: Enc = Enc { explicit: true, big: true };

    pub fn of(encoding: Encoding) -> Enc {
        match encoding {
            Encoding::ImplicitLittle => Enc::IMPLICIT_LITTLE,
            Encoding::ExplicitLittle => Enc::EXPLICIT_LITTLE,
            Encoding::ExplicitBig => Enc::EXPLICIT_BIG,
        }
    }

    #[inline(always)]
    pub fn u16(self, bytes: [u8; 2]) -> u16 {
        if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    }

    #[inline(always)]
    pub fn u32(self, bytes: [u8; 4]) -> u32 {
        if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }

    #[inline(always)]
    pub fn tag(self, group: [u8; 2], element: [u8; 2]) -> Tag {
        Tag(u32::from(self.u16(group)) << 16 | u32::from(self.u16(element)))
    }
}

/// What the first bytes say: the kind, and where File Meta Information or the data set starts.
pub(crate) fn kind_of(head: &[u8], file_len: u64) -> (FileKind, usize) {
    if head.is_empty() {
        return (FileKind::Empty, 0);
    }
    if head.get(128..132) == Some(b"DICM") {
        return (FileKind::Part10, 132);
    }
    if head.starts_with(b"DICM") {
        return (FileKind::NoPreamble, 4);
    }
    if let [0x02, 0x00, _, 0x00, a, b, ..] = head
        && Vr::from_bytes([*a, *b]).is_some()
    {
        return (FileKind::BareMeta, 0);
    }
    if let Some(kind) = other_format(head) {
        return (kind, 0);
    }
    let group = [Encoding::ExplicitLittle, Encoding::ExplicitBig, Encoding::ImplicitLittle]
        .into_iter()
        .filter(|encoding| found_by_reading(head, file_len) == Some(*encoding))
        .find_map(|encoding| plausible(head, file_len, encoding));
    if group.is_some_and(|group| group & 1 == 0 && group <= 0x40) {
        return (FileKind::BareDataSet, 0);
    }
    if head.iter().all(|&b| matches!(b, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x80..)) {
        return (FileKind::Text, 0);
    }
    (FileKind::Other, 0)
}

/// Formats known by their first bytes.
fn other_format(head: &[u8]) -> Option<FileKind> {
    const KNOWN: [(&[u8], FileKind); 16] = [
        (b"\x89PNG", FileKind::Png),
        (b"\xFF\xD8\xFF", FileKind::Jpeg),
        (b"PK\x03\x04", FileKind::Zip),
        (b"PK\x05\x06", FileKind::Zip),
        (b"\x1F\x8B", FileKind::Gzip),
        (b"%PDF-", FileKind::Pdf),
        (b"II\x2A\x00", FileKind::Tiff),
        (b"MM\x00\x2A", FileKind::Tiff),
        (b"\x7FELF", FileKind::Executable),
        (b"MZ", FileKind::Executable),
        (b"\xFE\xED\xFA\xCE", FileKind::Executable),
        (b"\xFE\xED\xFA\xCF", FileKind::Executable),
        (b"\xCE\xFA\xED\xFE", FileKind::Executable),
        (b"\xCF\xFA\xED\xFE", FileKind::Executable),
        (b"\xCA\xFE\xBA\xBE", FileKind::Executable),
        (b"#!", FileKind::Executable),
    ];
    KNOWN.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, kind)| *kind)
}

/// The group number of the first Element if a data set in this encoding can start here; `left` is what is left of the file.
pub(crate) fn plausible(bytes: &[u8], left: u64, encoding: Encoding) -> Option<u16> {
    let enc = Enc::of(encoding);
    let [g0, g1, e0, e1, v0, v1, l0, l1, rest @ ..] = bytes else { return None };
    let tag = enc.tag([*g0, *g1], [*e0, *e1]);
    let group = tag.group();
    if tag.0 == 0 || (group > 0x7FE0 && group != 0xFFFA && group != 0xFFFC) {
        return None;
    }
    let (header, length, may_be_undefined) = if enc.explicit {
        let vr = Vr::from_bytes([*v0, *v1])?;
        if vr.has_long_form() {
            let [a, b, c, d, ..] = rest else { return None };
            (12, enc.u32([*a, *b, *c, *d]), matches!(vr, Vr::SQ | Vr::UN | Vr::OB | Vr::OW))
        } else {
            (8, u32::from(enc.u16([*l0, *l1])), false)
        }
    } else {
        (8, enc.u32([*v0, *v1, *l0, *l1]), true)
    };
    let fits = left >= header && (u64::from(length) <= left - header || (length == u32::MAX && may_be_undefined));
    fits.then_some(group)
}

/// The explicit encoding that is plausible: of two the one with the lower group number, little endian if they are equal.
pub(crate) fn explicit_by_reading(bytes: &[u8], left: u64) -> Option<Encoding> {
    match (plausible(bytes, left, Encoding::ExplicitLittle), plausible(bytes, left, Encoding::ExplicitBig)) {
        (Some(little), Some(big)) if big < little => Some(Encoding::ExplicitBig),
        (Some(_), _) => Some(Encoding::ExplicitLittle),
        (None, Some(_)) => Some(Encoding::ExplicitBig),
        (None, None) => None,
    }
}

/// The encoding found by reading, if any is plausible.
pub(crate) fn found_by_reading(bytes: &[u8], left: u64) -> Option<Encoding> {
    explicit_by_reading(bytes, left)
        .or_else(|| plausible(bytes, left, Encoding::ImplicitLittle).map(|_| Encoding::ImplicitLittle))
}

/// How a Transfer Syntax encodes the data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    Known {
        encoding: Encoding,
        deflated: bool,
    },
    /// Absent, empty, private or not in the registry.
    Unknown,
}

/// Implicit VR Little Endian, of which Pixel Data is big endian.
pub(crate) const GE_PRIVATE: &[u8] = b"1.2.840.113619.5.2";

/// The encoding that a Transfer Syntax UID declares (`docs/recovery.md` section 4).
pub(crate) fn declared(uid: &[u8], is_registered: impl FnOnce(&[u8]) -> bool) -> Declared {
    match uid {
        b"1.2.840.10008.1.2" | GE_PRIVATE => Declared::Known { encoding: Encoding::ImplicitLittle, deflated: false },
        b"1.2.840.10008.1.2.2" => Declared::Known { encoding: Encoding::ExplicitBig, deflated: false },
        b"1.2.840.10008.1.2.1.99" | b"1.2.840.10008.1.2.4.95" | b"1.2.840.10008.1.2.4.205" => {
            Declared::Known { encoding: Encoding::ExplicitLittle, deflated: true }
        }
        uid if !uid.is_empty() && is_registered(uid) => {
            Declared::Known { encoding: Encoding::ExplicitLittle, deflated: false }
        }
        _ => Declared::Unknown,
    }
}
