//! ## What it checks
//! Values are not longer than the limit of their VR: bytes, or characters where the VR counts characters; of a
//! person name each component group.
//!
//! ## Why
//! Databases have columns of just that length, and cut or refuse what is longer.
//!
//! ## Standard
//! PS3.5 6.2.
//!
//! ## Example
//! A Patient ID of 70 characters.
//!
//! ## Exceptions
//! One space or NUL that makes the length even does not count. Ranges and ACR-NEMA times have rules of their own.
//! Text that its character set does not decode is not measured.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::{Place, Sink};
use crate::values::{DateTimeForm, TimeForm, date_time_form, time_form};

/// See the page.
pub const META: Meta = Meta {
    code: "V005",
    name: "value-too-long",
    paragraph: "PS3.5 6.2",
    summary: "A value is longer than its VR allows.",
    message: "value {value_number} has a length of {observed}; at most {limit} are allowed",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(
    VrSet::of(&[Vr::AE, Vr::CS, Vr::DS, Vr::DT, Vr::IS, Vr::LO, Vr::LT, Vr::PN, Vr::SH, Vr::ST, Vr::TM, Vr::UI]),
    check,
);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    let vr = field.element.read_vr;
    let Some(limit) = limit(vr) else { return };
    for (number, value) in (1u32..).zip(field.values) {
        let has_own_rule = match vr {
            Vr::TM => time_form(value) != TimeForm::Other && time_form(value) != TimeForm::Time,
            Vr::DT => date_time_form(value) == DateTimeForm::Range,
            _ => false,
        };
        let length = if VrSet::ASCII.has(vr) {
            value.len() as u64
        } else if vr == Vr::PN {
            value.split(|&b| b == b'=').map(characters).find(|n| *n > limit).unwrap_or(0)
        } else {
            characters(value)
        };
        if length > limit && !has_own_rule {
            sink.put(id::VALUE_TOO_LONG, META.severity, Place::Element(field.index), |raw| {
                raw.value_number = number;
                raw.observed = Some(length);
                raw.detail = vec![("limit", DetailValue::Number(limit))];
            });
            return;
        }
    }
}

/// The most bytes or characters of a value (PS3.5 Table 6.2-1).
pub(crate) const fn limit(vr: Vr) -> Option<u64> {
    Some(match vr {
        Vr::IS => 12,
        Vr::TM => 14,
        Vr::AE | Vr::CS | Vr::DS | Vr::SH => 16,
        Vr::DT => 26,
        Vr::LO | Vr::PN | Vr::UI => 64,
        Vr::ST => 1024,
        Vr::LT => 10240,
        _ => return None,
    })
}

/// Characters of text in UTF-8: all bytes but those that go on with a character. Text beyond ASCII is decoded before.
fn characters(value: &[u8]) -> u64 {
    value.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u64
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn bytes_and_characters_are_counted() {
        for (tag, vr, limit) in [
            (0x0008_0054, b"AE", 16),
            (0x0008_0060, b"CS", 16),
            (0x0018_0050, b"DS", 16),
            (0x0020_0013, b"IS", 12),
            (0x0008_1010, b"SH", 16),
            (0x0010_0020, b"LO", 64),
            (0x0008_0018, b"UI", 64),
            (0x0008_0081, b"ST", 1024),
            (0x0020_4000, b"LT", 10240),
            (0x0008_0030, b"TM", 14),
        ] {
            let value = vec![b'1'; limit + 1];
            assert_eq!(measured("V005", &one(tag, vr, &value)), (1, Some(limit as u64 + 1)), "{tag:08X}");
            assert_eq!(count("V005", &one(tag, vr, &value[1..])), 0, "{tag:08X}");
        }
        assert_eq!(detail("V005", &one(0x0010_0010, b"PN", format!("A^B={}", "C".repeat(65))), "limit"), "64");
    }

    #[test]
    fn pads_groups_and_characters_of_more_bytes_are_silent() {
        assert_eq!(count("V005", &one(0x0008_1010, b"SH", "123456789012345 ")), 0);
        let name = format!("{}={}={}", "A".repeat(64), "B".repeat(64), "C".repeat(64));
        assert_eq!(count("V005", &one(0x0010_0010, b"PN", name)), 0);
        let text = "é".repeat(64);
        assert_eq!(count("V005", &file(&[el(0x0008_0005, b"CS", "ISO_IR 192"), el(0x0010_0020, b"LO", text)])), 0);
        assert_eq!(count("V005", &one(0x0008_0030, b"TM", "100000.00-110000.00 ")), 0, "V015 tells it");
    }
}
