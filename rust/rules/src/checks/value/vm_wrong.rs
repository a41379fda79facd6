//! ## What it checks
//! The number of values of a public Element is within the VM of the dictionary.
//!
//! ## Why
//! Readers that expect one value read the first, or fail.
//!
//! ## Standard
//! PS3.6 6.
//!
//! ## Example
//! Rows with two values.
//!
//! ## Exceptions
//! Empty values; ST, LT, UT and UR, which have one value always; bulk data, also where another VR stands (V001 tells it).

use validicom_header::{Flags, Vr};

use crate::context::{Context, Field};
use crate::fields::value_bytes;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "V002",
    name: "vm-wrong",
    paragraph: "PS3.6 6",
    summary: "The number of values is not what the dictionary allows.",
    message: "there are {observed} values; the dictionary allows {vm}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(
    VrSet(
        VrSet::STRING.0 & !VrSet::SINGLE.0
            | VrSet::of(&[Vr::AT, Vr::FD, Vr::FL, Vr::SL, Vr::SS, Vr::SV, Vr::UL, Vr::US, Vr::UV]).0,
    ),
    check,
);

/// VRs of bulk data, which is one value whatever its length.
const BULK: VrSet = VrSet::of(&[Vr::OB, Vr::OD, Vr::OF, Vr::OL, Vr::OV, Vr::OW, Vr::UN]);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    // A binary value that is not held is here to be measured by V032 only.
    let Some(entry) = field.entry.filter(|_| field.element.flags.has(Flags::HAS_VALUE)) else { return };
    if entry.vr() & !BULK.0 == 0 {
        return;
    }
    let count = match value_bytes(field.element.read_vr) {
        Some(size) if field.element.length.is_multiple_of(size) => u64::from(field.element.length / size),
        Some(_) => return,
        None => field.values.len() as u64,
    };
    if count > 0 && !entry.vm().allows(count) {
        sink.put(id::VM_WRONG, META.severity, Place::Element(field.index), |raw| {
            raw.observed = Some(count);
            raw.detail = vec![("vm", DetailValue::Text(entry.vm_text().to_owned()))];
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn too_many_too_few_and_no_multiple_are_told() {
        assert_eq!(measured("V002", &one(0x0008_0060, b"CS", "CT\\MR ")), (0, Some(2)));
        assert_eq!(detail("V002", &one(0x0028_0030, b"DS", "0.5 "), "vm"), "2");
        assert_eq!(measured("V002", &one(0x0028_0010, b"US", [0; 6])).1, Some(3));
        assert_eq!(count("V002", &one(0x0010_0020, b"LO", "a\\ ")), 1, "an empty value is a value");
    }

    #[test]
    fn allowed_numbers_no_value_and_text_are_silent() {
        for (tag, vr, value) in [
            (0x0008_0008, b"CS", "ORIGINAL\\PRIMARY\\AXIAL "),
            (0x0028_0030, b"DS", "0.5\\0.5 "),
            (0x0028_0030, b"DS", ""),
            (0x0020_4000, b"LT", "a\\b "),
            (0x0028_0009, b"AT", "12345678"),
            (0x0028_0010, b"US", "12345"),
            (0x5002_3000, b"SS", "12345678"),
        ] {
            assert_eq!(count("V002", &one(tag, vr, value)), 0, "{tag:08X} {value}");
        }
        // The second byte of this character is a backslash.
        let bytes = file(&[el(0x0008_0005, b"CS", "GB18030 "), el(0x0010_0020, b"LO", b"\x95\x5c")]);
        assert_eq!(count("V002", &bytes), 0);
    }
}
