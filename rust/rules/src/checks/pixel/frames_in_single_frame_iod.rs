//! ## What it checks
//! Number of Frames is not above 1 where the IOD is one of images and has no row for it.
//!
//! ## Why
//! Readers of that SOP Class show the first frame, and nobody sees the others.
//!
//! ## Standard
//! PS3.3 C.7.6.6 and annex A.
//!
//! ## Example
//! A Secondary Capture Image with Number of Frames 16, which is to be one of the Multi-frame Secondary Capture IODs.
//!
//! ## Exceptions
//! A Number of Frames that cannot be read.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "X037",
    name: "frames-in-single-frame-iod",
    severity: Severity::Warning,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.6",
    summary: "An object of an IOD for single images has several frames.",
    message: "Number of Frames is above 1, and the IOD is for single images",
    ..Meta::BASE
};

/// Made by the pass over modules and Attributes (`iod.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn several_frames_are_told() {
        assert_eq!(count("X037", &ct(&[], &[el(0x0028_0008, b"IS", "2 ")])), 1);
    }

    #[test]
    fn one_frame_and_what_is_no_number_are_silent() {
        for value in ["1 ", "", "0 ", "A "] {
            assert_eq!(count("X037", &ct(&[], &[el(0x0028_0008, b"IS", value)])), 0, "{value}");
        }
    }
}
