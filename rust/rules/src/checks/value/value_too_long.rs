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
