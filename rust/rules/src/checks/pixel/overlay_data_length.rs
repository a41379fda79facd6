//! ## What it checks
//! The Length of Overlay Data in the groups 6000 to 601E is that of Overlay Rows, Overlay Columns and frames at one bit each:
//! less is an error, more a warning.
//!
//! ## Why
//! Readers draw what stands behind the plane, or fail.
//!
//! ## Standard
//! PS3.3 C.9.2.
//!
//! ## Example
//! 512 rows and columns with 16384 bytes.
//!
//! ## Exceptions
//! Planes that are not of one bit a pixel; values that are cut by the end of the file; planes whose size cannot be read.

use validicom_header::{Element, NO_ELEMENT};

use crate::context::{Context, ROOT};
use crate::finding::Severity;
use crate::registry::id;
use crate::rule::{Check, Meta, Need};
use crate::sink::{Place, Sink};
use crate::watch::{even, fault, overlay_plane};

/// See the page.
pub const META: Meta = Meta {
    code: "X031",
    name: "overlay-data-length",
    need: Need::Presence,
    paragraph: "PS3.3 C.9.2",
    summary: "Overlay Data is shorter or longer than the overlay plane.",
    message: "Overlay Data has a length of {observed}, which is too {fault} for the size of the overlay",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

/// Overlay planes: groups 6000 to 601E, every other one.
const PLANES: usize = 16;

/// Indexes of the first Elements of an overlay plane.
#[derive(Clone, Copy)]
struct Plane {
    rows: u32,
    columns: u32,
    frames: u32,
    bits: u32,
    data: u32,
}

impl Plane {
    const NONE: Plane =
        Plane { rows: NO_ELEMENT, columns: NO_ELEMENT, frames: NO_ELEMENT, bits: NO_ELEMENT, data: NO_ELEMENT };

    fn of(&mut self, number: u16) -> Option<&mut u32> {
        match number {
            0x0010 => Some(&mut self.rows),
            0x0011 => Some(&mut self.columns),
            0x0015 => Some(&mut self.frames),
            0x0100 => Some(&mut self.bits),
            0x3000 => Some(&mut self.data),
            _ => None,
        }
    }
}

fn check(context: &Context, sink: &mut Sink) {
    let first = context.first_overlay();
    if first == NO_ELEMENT {
        return;
    }
    let mut planes = [Plane::NONE; PLANES];
    for (index, element) in context.data_set(ROOT).skip_while(|(index, _)| *index < first) {
        let plane = overlay_plane(element.tag).and_then(|plane| planes.get_mut(plane));
        if let Some(known) = plane.and_then(|plane| plane.of(element.tag.0 as u16)) {
            *known = index.min(*known);
        }
    }
    for plane in &planes {
        judge(context, plane, sink);
    }
}

fn judge(context: &Context, plane: &Plane, sink: &mut Sink) {
    let us = |index| context.us(context.element(index)?);
    let Some(length) = context.element(plane.data).and_then(|data| context.known_length(data)) else { return };
    if context.element(plane.bits).is_some() && us(plane.bits) != Some(1) {
        return;
    }
    let frames: Option<(u32, &Element)> = context.element(plane.frames).map(|frames| (plane.frames, frames));
    let (Some(rows), Some(columns), Some(frames)) = (us(plane.rows), us(plane.columns), context.frames(frames)) else {
        return;
    };
    // At most 16 + 16 + 31 bits.
    let bytes = (u64::from(rows) * u64::from(columns)).saturating_mul(frames).div_ceil(8);
    let (severity, kind) = if length < bytes {
        (Severity::Error, "short")
    } else if length > even(bytes) {
        (Severity::Warning, "long")
    } else {
        return;
    };
    sink.put(id::OVERLAY_DATA_LENGTH, severity, Place::Element(plane.data), |raw| {
        raw.observed = Some(length);
        raw.detail = fault(kind);
    });
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
    use crate::testing::*;

    /// An overlay of 3 rows and 5 columns (2 bytes) in this group, with so many bytes.
    fn plane(group: u32, length: usize, with: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let base = group << 16;
        let size = [us(base | 0x0010, 3), us(base | 0x0011, 5)];
        [&size, with, &[el(base | 0x3000, b"OW", vec![0; length])]].concat()
    }

    /// Kind, severity and Length of the only finding.
    fn told(elements: &[Vec<u8>]) -> (String, Severity, Option<u64>) {
        let bytes = file(elements);
        (detail("X031", &bytes, "fault"), of("X031", &bytes)[0].severity, measured("X031", &bytes).1)
    }

    #[test]
    fn short_and_long_planes_are_told() {
        assert_eq!(told(&plane(0x6000, 0, &[])), ("short".to_owned(), Severity::Error, Some(0)));
        assert_eq!(told(&plane(0x601E, 4, &[])), ("long".to_owned(), Severity::Warning, Some(4)));
        let two_frames = [text(0x6000_0015, b"IS", "2")];
        assert_eq!(told(&plane(0x6000, 2, &two_frames)), ("short".to_owned(), Severity::Error, Some(2)));
        let both = [plane(0x6000, 0, &[]), plane(0x6002, 2, &[]), plane(0x6004, 8, &[])].concat();
        assert_eq!(count("X031", &file(&both)), 2);
        let backwards = [plane(0x6002, 0, &[]), plane(0x6000, 0, &[])].concat();
        assert_eq!(count("X031", &file(&backwards)), 2, "in whatever order");
    }

    #[test]
    fn what_the_plane_takes_is_silent() {
        assert_eq!(count("X031", &file(&plane(0x6000, 2, &[us(0x6000_0100, 1)]))), 0);
        assert_eq!(count("X031", &file(&plane(0x6000, 4, &[text(0x6000_0015, b"IS", "2")]))), 0);
        let odd = [us(0x6000_0010, 3), us(0x6000_0011, 8), el(0x6000_3000, b"OW", [0; 4])];
        assert_eq!(count("X031", &file(&odd)), 0, "padded");
    }

    #[test]
    fn what_is_not_known_is_silent() {
        assert_eq!(count("X031", &file(&plane(0x6000, 0, &[us(0x6000_0100, 16)]))), 0);
        assert_eq!(count("X031", &file(&plane(0x6000, 0, &[el(0x6000_0100, b"US", [])]))), 0);
        assert_eq!(count("X031", &file(&plane(0x6000, 0, &[text(0x6000_0015, b"IS", "x")]))), 0);
        assert_eq!(count("X031", &file(&plane(0x6001, 0, &[]))), 0, "an odd group");
        assert_eq!(count("X031", &file(&plane(0x6020, 0, &[]))), 0, "a group of no overlay");
        let cut = [us(0x6000_0010, 3), us(0x6000_0011, 50), el_length(0x6000_3000, b"OW", 40, [0; 4])];
        assert_eq!(count("X031", &file(&cut)), 0, "cut by the end of the file");
    }
}
