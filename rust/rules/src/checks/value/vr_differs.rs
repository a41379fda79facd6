//! ## What it checks
//! The VR of a public Element is the dictionary's.
//!
//! ## Why
//! Readers that trust the dictionary read another value than those that trust the file.
//!
//! ## Standard
//! PS3.6 6.
//!
//! ## Example
//! Rows of VR UL.
//!
//! ## Exceptions
//! A VR that was once the Element's is a warning; so are US and SS that Pixel Representation does not ask for. UN
//! has E020.

use validicom_header::{Element, Flags, Vr};
use validicom_standard::Entry;

use crate::context::Context;
use crate::finding::{DetailValue, Severity};
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};

/// See the page.
pub const META: Meta = Meta {
    code: "V001",
    name: "vr-differs",
    need: Need::Raw,
    paragraph: "PS3.6 6",
    summary: "The VR is not that of the dictionary.",
    message: "the VR should be {expected}",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Dictionary(check);

fn check(context: &Context, index: u32, element: &Element, entry: Option<Entry>, sink: &mut Sink) {
    let Some(entry) = entry else { return };
    let is_explicit = element.flags.has(Flags::RAW) && !element.flags.has(Flags::IMPLICIT);
    if !is_explicit || matches!(element.vr, Vr::UN | Vr::Unknown | Vr::None) || entry.vr() == 0 {
        return;
    }
    let mut put = |severity: Severity, expected: &str| {
        sink.put(id::VR_DIFFERS, severity, Place::Element(index), |raw| {
            raw.detail = vec![("expected", DetailValue::Text(expected.to_owned()))];
        });
    };
    if !entry.has_vr(element.vr) {
        let was = context.edition.vr_history(element.tag, element.vr);
        put(if was { Severity::Warning } else { META.severity }, entry.vr_text());
    } else if matches!(element.vr, Vr::US | Vr::SS) && entry.has_vr(Vr::US) && entry.has_vr(Vr::SS) {
        let right = match context.pixel_representation(element.parent) {
            Some(0) => Vr::US,
            Some(1) => Vr::SS,
            _ => return,
        };
        if element.vr != right {
            put(Severity::Warning, right.name());
        }
    }
}
