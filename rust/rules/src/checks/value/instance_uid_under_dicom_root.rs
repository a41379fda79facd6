//! ## What it checks
//! The UID of an Instance, Series, Study or Frame of Reference is not under 1.2.840.10008, unless the registry has it.
//!
//! ## Why
//! Under that root the Standard names its own classes and formats; who adds numbers to the UID of a SOP Class makes
//! Instances that another may have, too.
//!
//! ## Standard
//! PS3.5 9.1 and PS3.6 A.
//!
//! ## Example
//! SOP Instance UID `1.2.840.10008.5.1.4.1.1.2.77`.
//!
//! ## Exceptions
//! The UIDs of the registry, and all under 1.2.840.10008.1.4 and 1.2.840.10008.1.5, where it has Frames of Reference and
//! Instances of its own.

use validicom_header::{Tag, Vr};

use crate::context::{Context, Field};
use crate::fields::first_bad;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, VrSet};
use crate::sink::Sink;
use crate::values::is_uid;

/// See the page.
pub const META: Meta = Meta {
    code: "V044",
    name: "instance-uid-under-dicom-root",
    severity: Severity::Warning,
    paragraph: "PS3.5 9.1",
    summary: "The UID of an Instance is under the root of the Standard.",
    message: "value {value_number} is under the root of the Standard, and not one of its registry",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Value(VrSet::of(&[Vr::UI]), check);

/// The root under which the Standard gives out UIDs.
pub(crate) const DICOM_ROOT: &[u8] = b"1.2.840.10008.";
/// Where the Standard has Frames of Reference and Instances of its own.
const WELL_KNOWN: [&[u8]; 2] = [b"1.2.840.10008.1.4.", b"1.2.840.10008.1.5."];

/// Whether the UIDs of an Attribute are those of Instances, Series, Studies or Frames of Reference.
pub(crate) const fn names_an_instance(tag: Tag) -> bool {
    matches!(tag.0, 0x0002_0003 | 0x0008_0018 | 0x0008_1155 | 0x0020_000D | 0x0020_000E | 0x0020_0052)
}

fn check(context: &Context, field: &Field, sink: &mut Sink) {
    if names_an_instance(field.element.tag) {
        first_bad(id::INSTANCE_UID_UNDER_DICOM_ROOT, META.severity, field, sink, |value| {
            is_uid(value)
                && value.starts_with(DICOM_ROOT)
                && !WELL_KNOWN.iter().any(|root| value.starts_with(root))
                && context.edition.uid(value).is_none()
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn instances_under_a_sop_class_are_told() {
        for tag in [0x0008_0018, 0x0008_1155, 0x0020_000D, 0x0020_000E, 0x0020_0052] {
            assert_eq!(count("V044", &one(tag, b"UI", b"1.2.840.10008.5.1.4.1.1.2.77")), 1, "{tag:08X}");
        }
    }

    #[test]
    fn other_attributes_other_roots_and_what_is_known_are_silent() {
        assert_eq!(count("V044", &one(0x0008_1150, b"UI", b"1.2.840.10008.5.1.4.1.1.2.77")), 0, "a SOP Class");
        for value in [b"1.2.840.10008.1.4.1.1\0".as_slice(), b"1.2.840.10008.1.5.99", b"1.2.840.10009.5.1.4\0"] {
            assert_eq!(count("V044", &one(0x0020_0052, b"UI", value)), 0, "{}", value.escape_ascii());
        }
    }
}
