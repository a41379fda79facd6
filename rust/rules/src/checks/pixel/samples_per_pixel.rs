//! ## What it checks
//! Samples per Pixel is 1 for monochrome and palette images, 3 for RGB, HSV, the YBR forms and XYB, 4 for ARGB and
//! CMYK.
//!
//! ## Why
//! Readers take samples apart by the one and colour them by the other.
//!
//! ## Standard
//! PS3.3 C.7.6.3.1.2.
//!
//! ## Example
//! MONOCHROME2 with 3 samples.
//!
//! ## Exceptions
//! Photometric Interpretations that are not named here.

use crate::context::Context;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "X023",
    name: "samples-per-pixel",
    paragraph: "PS3.3 C.7.6.3.1.2",
    summary: "Samples per Pixel does not agree with Photometric Interpretation.",
    message: "Samples per Pixel is not {demanded}, which Photometric Interpretation demands",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.in_root(tag::SAMPLES_PER_PIXEL) else { return };
    let (Some(samples), Some(interpretation)) = (context.us(element), context.photometric_interpretation()) else {
        return;
    };
    let demanded = match interpretation {
        b"MONOCHROME1" | b"MONOCHROME2" | b"PALETTE COLOR" => 1,
        b"RGB" | b"HSV" | b"YBR_FULL" | b"YBR_FULL_422" | b"YBR_PARTIAL_422" | b"YBR_PARTIAL_420" | b"YBR_ICT"
        | b"YBR_RCT" | b"XYB" => 3,
        b"ARGB" | b"CMYK" => 4,
        _ => return,
    };
    if samples != demanded {
        sink.put(id::SAMPLES_PER_PIXEL, META.severity, Place::Element(index), |raw| {
            raw.detail = vec![("demanded", DetailValue::Number(u64::from(demanded)))];
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn of_interpretation(interpretation: &str, samples: u16) -> Vec<u8> {
        image(&[us(0x0028_0002, samples), text(0x0028_0004, b"CS", interpretation)])
    }

    #[test]
    fn what_does_not_agree_is_told() {
        for (interpretation, samples, demanded) in
            [("MONOCHROME1", 3, "1"), ("PALETTE COLOR", 0, "1"), ("RGB", 1, "3"), ("YBR_RCT", 4, "3"), ("CMYK", 3, "4")]
        {
            assert_eq!(detail("X023", &of_interpretation(interpretation, samples), "demanded"), demanded);
        }
    }

    #[test]
    fn what_agrees_is_silent() {
        for (interpretation, samples) in [("MONOCHROME2", 1), ("YBR_FULL_422", 3), ("XYB", 3), ("ARGB", 4), ("OTHER", 2)] {
            assert_eq!(count("X023", &of_interpretation(interpretation, samples)), 0, "{interpretation}");
        }
    }
}
