//! ## What it checks
//! Image Type of the images of a kind that says what its third and fourth value are has that many values.
//!
//! ## Why
//! Viewers tell localizers from other images by the third value.
//!
//! ## Standard
//! PS3.3 C.8.2.1.1.1, C.8.3.1.1.1, C.8.4.9.1.1, C.8.12.4.1.1, C.8.16.1.
//!
//! ## Example
//! ORIGINAL\PRIMARY in a CT Image: warning.
//!
//! ## Exceptions
//! Fewer than two values: V002 tells it. For multi-frame images of CT, MR and PET it is an error, for others a warning.

use std::sync::LazyLock;

use validicom_header::{Element, NO_ELEMENT, Tag, Vr};

use crate::context::{Context, ROOT};
use crate::finding::{DetailValue, Severity};
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "C007",
    name: "image-type-values",
    paragraph: "PS3.3 C.8",
    summary: "Image Type has fewer values than its kind of image has.",
    message: "Image Type has {observed} values, {demanded} are demanded",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::At(&[tag::IMAGE_TYPE], check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if element.parent != NO_ELEMENT || element.occurrence != 1 || element.read_vr != Vr::CS {
        return;
    }
    let Some(values) = context.strings(element) else { return };
    let count = values.count() as u64;
    let (Some(uid), 2..) = (sop_class(context), count) else { return };
    for (_, demanded, severity) in ROWS.iter().filter(|row| row.0 == uid) {
        if count < *demanded {
            sink.put(id::IMAGE_TYPE_VALUES, *severity, Place::Element(index), |raw| {
                raw.observed = Some(count);
                raw.detail = vec![("demanded", DetailValue::Number(*demanded))];
            });
        }
    }
}

/// SOP Class UIDs, how many values they demand, and how bad fewer are.
static ROWS: LazyLock<Vec<(&[u8], u64, Severity)>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let (uid, demanded, severity) = (cells.next()?, cells.next()?, cells.next()?);
        let severity = if severity == "error" { Severity::Error } else { Severity::Warning };
        Some((uid.as_bytes(), demanded.parse().ok()?, severity))
    };
    validicom_standard::IMAGE_TYPE_VALUES.lines().skip(1).filter_map(row).collect()
});

/// The SOP Class UID of the data set, else that of File Meta Information.
fn sop_class<'a>(context: &Context<'a>) -> Option<&'a [u8]> {
    let own = context.first(ROOT, Tag::SOP_CLASS_UID);
    let stored = || context.file_meta().find(|(_, element)| element.tag == Tag::MEDIA_STORAGE_SOP_CLASS_UID);
    let uid = |(_, element): (u32, &Element)| context.trimmed(element).filter(|uid| !uid.is_empty());
    own.and_then(uid).or_else(|| stored().and_then(uid))
}

#[cfg(test)]
mod tests {
    use crate::Severity;
    use crate::testing::*;

    fn of_type(sop_class: &str, image_type: &str) -> Vec<u8> {
        file(&[text(0x0008_0008, b"CS", image_type), text(0x0008_0016, b"UI", sop_class)])
    }

    const CT_IMAGE: &str = "1.2.840.10008.5.1.4.1.1.2";
    const ENHANCED_MR: &str = "1.2.840.10008.5.1.4.1.1.4.1";

    #[test]
    fn fewer_values_than_the_kind_of_image_has_are_told() {
        let bytes = of_type(CT_IMAGE, "ORIGINAL\\PRIMARY");
        assert_eq!(place("C007", &bytes), ("ImageType".to_owned(), Severity::Warning));
        assert_eq!(measured("C007", &bytes), (0, Some(2)));
        let bytes = of_type(ENHANCED_MR, "ORIGINAL\\PRIMARY\\T1");
        assert_eq!(place("C007", &bytes).1, Severity::Error);
    }

    #[test]
    fn enough_values_and_other_kinds_are_silent() {
        assert_eq!(count("C007", &of_type(CT_IMAGE, "ORIGINAL\\PRIMARY\\AXIAL")), 0);
        assert_eq!(count("C007", &of_type(CT_IMAGE, "ORIGINAL")), 0, "V002 tells it");
        assert_eq!(count("C007", &of_type(ENHANCED_MR, "ORIGINAL\\PRIMARY\\T1\\NONE")), 0);
        assert_eq!(count("C007", &of_type("1.2.840.10008.5.1.4.1.1.7", "DERIVED\\SECONDARY")), 0);
    }
}
