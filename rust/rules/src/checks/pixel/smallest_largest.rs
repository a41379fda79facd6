//! ## What it checks
//! Largest Image Pixel Value is not less than Smallest Image Pixel Value.
//!
//! ## Why
//! Readers that take a window from them show nothing.
//!
//! ## Standard
//! PS3.3 C.7.6.3.
//!
//! ## Example
//! Smallest 100 and largest 99.
//!
//! ## Exceptions
//! Where one is signed and the other not. Where the file has no VR, Pixel Representation tells whether they are signed.

use validicom_header::{Element, Vr};

use crate::context::Context;
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "X034",
    name: "smallest-largest",
    severity: Severity::Warning,
    paragraph: "PS3.3 C.7.6.3",
    summary: "The largest pixel value is less than the smallest.",
    message: "Largest Image Pixel Value is less than Smallest Image Pixel Value",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let (Some((_, smallest)), Some((index, largest))) =
        (context.in_root(tag::SMALLEST_IMAGE_PIXEL_VALUE), context.in_root(tag::LARGEST_IMAGE_PIXEL_VALUE))
    else {
        return;
    };
    let (Some((low_vr, low)), Some((high_vr, high))) = (read(context, smallest), read(context, largest)) else { return };
    if low_vr == high_vr && high < low {
        sink.put(id::SMALLEST_LARGEST, META.severity, Place::Element(index), |_| {});
    }
}

/// VR and first value.
fn read(context: &Context, element: &Element) -> Option<(Vr, i32)> {
    if !matches!(element.read_vr, Vr::US | Vr::SS) {
        return None;
    }
    let vr = match element.vr {
        vr @ (Vr::US | Vr::SS) => vr,
        _ => match context.root_us(tag::PIXEL_REPRESENTATION)? {
            0 => Vr::US,
            1 => Vr::SS,
            _ => return None,
        },
    };
    let value = context.unsigned(element)?;
    Some((vr, if vr == Vr::SS { i32::from(value as i16) } else { i32::from(value) }))
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn of_values(vr: &[u8; 2], smallest: i32, largest: i32) -> Vec<u8> {
        let of = |tag, value: i32| el(tag, vr, (value as u16).to_le_bytes());
        image(&[of(0x0028_0106, smallest), of(0x0028_0107, largest)])
    }

    /// In Implicit VR, where only Pixel Representation tells how they are to be read.
    fn implicitly(representation: Option<u16>, smallest: i32, largest: i32) -> Vec<u8> {
        let of = |tag, value: i32| implicit(tag, 2, (value as u16).to_le_bytes());
        let representation = representation.map(|value| implicit(0x0028_0103, 2, value.to_le_bytes()));
        let values = [of(0x0028_0106, smallest), of(0x0028_0107, largest)];
        file_in(IMPLICIT, &representation.into_iter().chain(values).collect::<Vec<_>>())
    }

    #[test]
    fn a_largest_below_the_smallest_is_told() {
        let found = of("X034", &of_values(b"US", 100, 99));
        assert_eq!((found.len(), found[0].path[0].tag.0), (1, 0x0028_0107));
        assert_eq!(count("X034", &of_values(b"SS", 0, -1)), 1);
        assert_eq!(count("X034", &implicitly(Some(0), 65535, 0)), 1);
        assert_eq!(count("X034", &implicitly(Some(1), 0, -1)), 1);
    }

    #[test]
    fn values_in_order_are_silent() {
        assert_eq!(count("X034", &of_values(b"US", 0, 65535)), 0);
        assert_eq!(count("X034", &of_values(b"US", 7, 7)), 0);
        assert_eq!(count("X034", &of_values(b"SS", -1024, 0)), 0);
        assert_eq!(count("X034", &implicitly(Some(1), -1, 0)), 0);
        assert_eq!(count("X034", &implicitly(Some(0), 0, 65535)), 0);
    }

    #[test]
    fn what_cannot_be_compared_is_silent() {
        assert_eq!(count("X034", &implicitly(None, 9, 1)), 0);
        assert_eq!(count("X034", &implicitly(Some(2), 9, 1)), 0);
        let mixed = image(&[us(0x0028_0106, 9), el(0x0028_0107, b"SS", [1, 0])]);
        assert_eq!(count("X034", &mixed), 0, "one signed, one not");
        assert_eq!(count("X034", &image(&[us(0x0028_0106, 9), el(0x0028_0107, b"US", [])])), 0);
    }
}
