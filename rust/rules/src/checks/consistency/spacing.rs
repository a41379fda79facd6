//! ## What it checks
//! Pixel Spacing, Imager Pixel Spacing and Nominal Scanned Pixel Spacing are positive, Slice Thickness as well. A zero is told
//! only where there is more than one row, or column, that is apart; that of Slice Thickness as a warning.
//!
//! ## Why
//! Measurements on the image are nonsense, and readers divide by zero.
//!
//! ## Standard
//! PS3.3 10.7.1.3.
//!
//! ## Example
//! Pixel Spacing 0\0 in an image of 512 rows.
//!
//! ## Exceptions
//! Values that are no decimal strings, and another number of values than these Attributes have.

use validicom_header::{Element, Vr};

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::values::decimal;
use crate::watch::{fault, tag};

/// See the page.
pub const META: Meta = Meta {
    code: "C003",
    name: "spacing",
    paragraph: "PS3.3 10.7.1.3",
    summary: "A distance or thickness is negative, or zero where it cannot be.",
    message: "value {value_number} is {fault}, which no distance here can be",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::At(
    &[
        tag::PIXEL_SPACING,
        tag::IMAGER_PIXEL_SPACING,
        tag::NOMINAL_SCANNED_PIXEL_SPACING,
        tag::SLICE_THICKNESS,
    ],
    check,
);

fn check(context: &Context, index: u32, element: &Element, sink: &mut Sink) {
    let Some((number, severity, kind)) = found(context, element) else { return };
    sink.put(id::SPACING, severity, Place::Element(index), |raw| {
        raw.value_number = number;
        raw.detail = fault(kind);
    });
}

/// Whether the rule has something to say of an Element.
pub(crate) fn is_told(context: &Context, element: &Element) -> bool {
    let is_one = [
        tag::PIXEL_SPACING,
        tag::IMAGER_PIXEL_SPACING,
        tag::NOMINAL_SCANNED_PIXEL_SPACING,
        tag::SLICE_THICKNESS,
    ]
    .contains(&element.tag);
    is_one && found(context, element).is_some()
}

/// Number of the first value that cannot be, how bad it is, and what it is.
fn found(context: &Context, element: &Element) -> Option<(u32, Severity, &'static str)> {
    let is_thickness = element.tag == tag::SLICE_THICKNESS;
    let values = numbers(context, element, if is_thickness { 1 } else { 2 })?;
    values.into_iter().zip(1u32..).filter(|(value, _)| *value <= 0.0).find_map(|(value, number)| {
        if value < 0.0 {
            Some((number, Severity::Error, "negative"))
        } else if is_thickness {
            Some((number, Severity::Warning, "zero"))
        } else {
            is_apart(context, number).then_some((number, Severity::Error, "zero"))
        }
    })
}

/// The numbers of an Element that has so many, one or two; for one, a harmless one stands second.
fn numbers(context: &Context, element: &Element, count: usize) -> Option<[f64; 2]> {
    if element.read_vr != Vr::DS {
        return None;
    }
    let mut values = context.strings(element)?;
    let mut numbers = [1.0; 2];
    for number in numbers.iter_mut().take(count) {
        *number = decimal(values.next()?)?;
    }
    values.next().is_none().then_some(numbers)
}

/// Whether there is something apart by the first value (rows), or the second (columns).
fn is_apart(context: &Context, number: u32) -> bool {
    let (rows, columns) = context.rows_and_columns();
    (if number == 1 { rows } else { columns }).is_some_and(|count| count > 1)
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
    use crate::testing::*;

    const PIXEL_SPACING: u32 = 0x0028_0030;
    const SLICE_THICKNESS: u32 = 0x0018_0050;

    fn of_spacing(tag: u32, spacing: &str) -> Vec<u8> {
        image(&[text(tag, b"DS", spacing)])
    }

    /// Value number and kind of the only finding.
    fn told(bytes: &[u8]) -> (u32, String) {
        (measured("C003", bytes).0, detail("C003", bytes, "fault"))
    }

    #[test]
    fn negative_and_zero_distances_are_told() {
        for tag in [PIXEL_SPACING, 0x0018_1164, 0x0018_2010] {
            assert_eq!(told(&of_spacing(tag, "-1\\1")), (1, "negative".to_owned()), "{tag:08x}");
            assert_eq!(told(&of_spacing(tag, "1\\0")), (2, "zero".to_owned()), "{tag:08x}");
        }
        assert_eq!(told(&of_spacing(PIXEL_SPACING, "0\\-1")), (1, "zero".to_owned()), "the first value");
        assert_eq!(told(&of_spacing(PIXEL_SPACING, "-0.0\\ 1")), (1, "zero".to_owned()));
        let nested = sequence(0x0028_9110, &[item(&[text(PIXEL_SPACING, b"DS", "0\\0")])]);
        assert_eq!(count("C003", &image(&[nested])), 1, "by Rows and Columns of the root");
    }

    #[test]
    fn thickness_is_told_without_rows() {
        let thick = |value| file(&[text(SLICE_THICKNESS, b"DS", value)]);
        assert_eq!(of("C003", &thick("-1"))[0].severity, Severity::Error);
        assert_eq!(of("C003", &thick("0"))[0].severity, Severity::Warning);
        assert_eq!(told(&thick("0")), (1, "zero".to_owned()));
    }

    #[test]
    fn what_can_be_is_silent() {
        assert_eq!(count("C003", &of_spacing(PIXEL_SPACING, "0.5\\.5")), 0);
        assert_eq!(count("C003", &of_spacing(SLICE_THICKNESS, "1e-3")), 0);
        let one_row = image(&[us(0x0028_0010, 1), text(PIXEL_SPACING, b"DS", "0\\1")]);
        assert_eq!(count("C003", &one_row), 0, "nothing is apart");
        assert_eq!(count("C003", &file(&[text(PIXEL_SPACING, b"DS", "0\\0")])), 0, "no rows are known");
    }

    #[test]
    fn values_of_another_form_are_silent() {
        for spacing in ["-1", "-1\\1\\1", "-1\\x", "", "-1\\"] {
            assert_eq!(count("C003", &of_spacing(PIXEL_SPACING, spacing)), 0, "{spacing}");
        }
        assert_eq!(count("C003", &of_spacing(SLICE_THICKNESS, "-1\\-1")), 0);
        assert_eq!(count("C003", &image(&[text(PIXEL_SPACING, b"LO", "-1\\1")])), 0, "another VR");
    }
}
