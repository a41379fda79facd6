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
//! Empty values; ST, LT, UT and UR, which have one value always; bulk data.

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

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    // A binary value that is not held is here to be measured by V032 only.
    let Some(entry) = field.entry.filter(|_| field.element.flags.has(Flags::HAS_VALUE)) else { return };
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
