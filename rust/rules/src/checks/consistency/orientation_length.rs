//! ## What it checks
//! The direction cosines of rows and of columns in Image Orientation (Patient) and (Slide) have the length 1: off by more than
//! 0.01 is an error, by more than 0.001 a warning.
//! Those of Slab Orientation and Velocity Encoding Direction: off by more than 0.001 is a warning.
//!
//! ## Why
//! Positions that are computed from them are wrong by the same factor.
//!
//! ## Standard
//! PS3.3 C.7.6.2.1.1, C.8.13.5.11, C.8.13.5.13.
//!
//! ## Example
//! 1\0\0\0\0.9\0.
//!
//! ## Exceptions
//! What are not six decimal strings, or three numbers of double precision.

use validicom_header::{Element, Vr};

use crate::compared::is_big;
use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "C004",
    name: "orientation-length",
    paragraph: "PS3.3 C.7.6.2.1.1",
    summary: "Direction cosines of an orientation do not have the length 1.",
    message: "the direction cosines from value {value_number} on do not have the length 1",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::At(
    &[
        tag::IMAGE_ORIENTATION_PATIENT,
        tag::IMAGE_ORIENTATION_SLIDE,
        tag::VELOCITY_ENCODING_DIRECTION,
        tag::SLAB_ORIENTATION,
    ],
    check,
);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    if matches!(element.tag, tag::VELOCITY_ENCODING_DIRECTION | tag::SLAB_ORIENTATION) {
        if direction(context, element).is_some_and(|[x, y, z]| off_one(x, y, z) > 1e-3) {
            sink.put(id::ORIENTATION_LENGTH, Severity::Warning, Place::Element(index), |raw| raw.value_number = 1);
        }
        return;
    }
    let Some([a, b, c, d, e, f]) = context.six_numbers(element) else { return };
    let off = [(1, off_one(a, b, c)), (4, off_one(d, e, f))];
    for (severity, most) in [(Severity::Error, 1e-2), (Severity::Warning, 1e-3)] {
        if let Some((number, _)) = off.iter().find(|(_, off)| *off > most) {
            sink.put(id::ORIENTATION_LENGTH, severity, Place::Element(index), |raw| raw.value_number = *number);
            return;
        }
    }
}

/// The three numbers of a direction of VR FD.
fn direction(context: &Context, element: &Element) -> Option<[f64; 3]> {
    let value = context.value(element).filter(|_| element.read_vr == Vr::FD)?;
    let ([x, y, z], []) = value.as_chunks::<8>() else { return None };
    let number = |bytes: &[u8; 8]| if is_big(element) { f64::from_be_bytes(*bytes) } else { f64::from_le_bytes(*bytes) };
    Some([number(x), number(y), number(z)])
}

/// How far the length of a vector is off one.
fn off_one(x: f64, y: f64, z: f64) -> f64 {
    ((x * x + y * y + z * z).sqrt() - 1.0).abs()
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
    use crate::testing::*;

    fn of_orientation(orientation: &str) -> Vec<u8> {
        file(&[text(0x0020_0037, b"DS", orientation)])
    }

    /// Severity and value number of the only finding.
    fn told(orientation: &str) -> (Severity, u32) {
        let bytes = of_orientation(orientation);
        (of("C004", &bytes)[0].severity, measured("C004", &bytes).0)
    }

    #[test]
    fn lengths_off_one_are_told_by_how_far() {
        assert_eq!(told("1\\0\\0\\0\\0.9\\0"), (Severity::Error, 4));
        assert_eq!(told("0\\0\\0\\0\\1\\0"), (Severity::Error, 1));
        assert_eq!(told("1.005\\0\\0\\0\\1\\0"), (Severity::Warning, 1));
        assert_eq!(told("1.005\\0\\0\\0\\2\\0"), (Severity::Error, 4), "the worse one");
        assert_eq!(told("2\\0\\0\\0\\2\\0"), (Severity::Error, 1), "the first of both");
        assert_eq!(told("1e400\\0\\0\\0\\1\\0"), (Severity::Error, 1));
        assert_eq!(count("C004", &file(&[text(0x0048_0102, b"DS", "0\\-2\\0\\-1\\0\\0")])), 1);
    }

    #[test]
    fn directions_of_other_attributes_are_warnings() {
        let of_direction = |tag, numbers: &[f64]| {
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            file(&[el(tag, b"FD", bytes)])
        };
        for tag in [0x0018_9090, 0x0018_9105] {
            for wrong in [[0.0, 0.0, 0.0], [0.0, 0.99, 0.0], [1.0, 1.0, 0.0]] {
                let bytes = of_direction(tag, &wrong);
                assert_eq!(of("C004", &bytes)[0].severity, Severity::Warning, "{wrong:?}");
                assert_eq!(measured("C004", &bytes).0, 1);
            }
            for right in [&[0.0, -1.0, 0.0][..], &[0.6, 0.0, 0.8], &[0.0, 0.0], &[], &[0.0, 0.0, 0.0, 0.0]] {
                assert_eq!(count("C004", &of_direction(tag, right)), 0, "{right:?}");
            }
        }
    }

    #[test]
    fn each_frame_is_told() {
        let frame = |orientation| {
            let plane = sequence(0x0020_9116, &[item(&[text(0x0020_0037, b"DS", orientation)])]);
            item(&[plane])
        };
        let frames = ["2\\0\\0\\0\\1\\0", "1\\0\\0\\0\\1\\0", "2\\0\\0\\0\\1\\0", "2\\0\\0\\0\\1\\0"].map(frame);
        assert_eq!(count("C004", &file(&[sequence(0x5200_9230, &frames)])), 3);
    }

    #[test]
    fn unit_vectors_are_silent() {
        for orientation in ["1\\0\\0\\0\\1\\0", "0.6\\0.8\\0\\-0.8\\0.6\\0", "1.0009\\0\\0\\0\\1\\0", "1\\0\\0\\1\\0\\0"] {
            assert_eq!(count("C004", &of_orientation(orientation)), 0, "{orientation}");
        }
        for orientation in ["2\\0\\0\\0\\1", "2\\0\\0\\0\\1\\0\\0", "2\\0\\0\\0\\x\\0", ""] {
            assert_eq!(count("C004", &of_orientation(orientation)), 0, "{orientation}: not six numbers");
        }
    }
}
