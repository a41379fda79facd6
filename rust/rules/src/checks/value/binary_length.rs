//! ## What it checks
//! The length of a binary value is a multiple of the bytes of one value of its VR.
//!
//! ## Why
//! The last value is cut.
//!
//! ## Standard
//! PS3.5 6.2.
//!
//! ## Example
//! Rows (US) of length 3.
//!
//! ## Exceptions
//! None.

use validicom_header::Vr;

use crate::context::{Context, Field};
use crate::fields::value_bytes;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta, Need, VrSet};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "V032",
    name: "binary-length",
    need: Need::Raw,
    paragraph: "PS3.5 6.2",
    summary: "The length of a binary value is not a multiple of its VR's.",
    message: "Value Length {observed} is not a multiple of {multiple}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(
    VrSet::of(&[
        Vr::AT,
        Vr::FD,
        Vr::FL,
        Vr::OD,
        Vr::OF,
        Vr::OL,
        Vr::OV,
        Vr::OW,
        Vr::SL,
        Vr::SS,
        Vr::SV,
        Vr::UL,
        Vr::US,
        Vr::UV,
    ]),
    check,
);

fn check(_: &Context, field: &Field, sink: &mut Sink) {
    let Some(size) = value_bytes(field.element.read_vr) else { return };
    if field.is_raw() && !field.element.length.is_multiple_of(size) {
        sink.put(id::BINARY_LENGTH, META.severity, Place::Element(field.index), |raw| {
            raw.observed = Some(u64::from(field.element.length));
            raw.detail = vec![("multiple", DetailValue::Number(u64::from(size)))];
        });
    }
}
