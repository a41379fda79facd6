//! ## What it checks
//! The direction cosines of rows and of columns in Image Orientation (Patient) and (Slide) are at right angles: a product of
//! more than 0.01 is an error, of more than 0.001 a warning.
//!
//! ## Why
//! Volumes that are built from such images are askew.
//!
//! ## Standard
//! PS3.3 C.7.6.2.1.1.
//!
//! ## Example
//! 1\0\0\0.1\0.99499\0.
//!
//! ## Exceptions
//! What are not six decimal strings.

use validicom_header::Element;

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "C005",
    name: "orientation-angle",
    paragraph: "PS3.3 C.7.6.2.1.1",
    summary: "Rows and columns of an orientation are not at right angles.",
    message: "the directions of rows and columns are not at right angles",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::At(&[tag::IMAGE_ORIENTATION_PATIENT, tag::IMAGE_ORIENTATION_SLIDE], check);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    let Some([a, b, c, d, e, f]) = context.six_numbers(element) else { return };
    // Infinite ones may make this no number, which is above nothing.
    let product = (a * d + b * e + c * f).abs();
    if product > 1e-3 {
        let severity = if product > 1e-2 { Severity::Error } else { Severity::Warning };
        sink.put(id::ORIENTATION_ANGLE, severity, Place::Element(index), |_| {});
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
    use crate::testing::*;

    fn of_orientation(orientation: &str) -> Vec<u8> {
        file(&[text(0x0020_0037, b"DS", orientation)])
    }

    #[test]
    fn angles_are_told_by_how_far_they_are_off() {
        for (orientation, severity) in [
            ("1\\0\\0\\0.1\\0.99499\\0", Severity::Error),
            ("1\\0\\0\\-1\\0\\0", Severity::Error),
            ("1\\0\\0\\0.005\\1\\0", Severity::Warning),
        ] {
            let found = of("C005", &of_orientation(orientation));
            assert_eq!((found.len(), found[0].severity, found[0].value_number), (1, severity, 0), "{orientation}");
        }
        let nested = sequence(0x0048_0200, &[item(&[text(0x0048_0102, b"DS", "0\\1\\0\\0\\1\\0")])]);
        assert_eq!(count("C005", &file(&[nested])), 1);
    }

    #[test]
    fn right_angles_are_silent() {
        for orientation in ["1\\0\\0\\0\\1\\0", "0.6\\0.8\\0\\-0.8\\0.6\\0", "1\\0\\0\\0.0009\\1\\0", "0\\0\\0\\0\\0\\0"] {
            assert_eq!(count("C005", &of_orientation(orientation)), 0, "{orientation}");
        }
        assert_eq!(count("C005", &of_orientation("1e400\\0\\0\\0\\1\\0")), 0, "infinite times zero is no number");
        assert_eq!(count("C005", &of_orientation("1\\0\\0\\1\\0")), 0, "not six numbers");
    }
}
