//! ## What it checks
//! Planar Configuration is 0 or 1, and 0 where chrominance has fewer samples or the compression turns colours.
//!
//! ## Why
//! A reader that takes planes for pixels shows noise.
//!
//! ## Standard
//! PS3.3 C.7.6.3.1.3.
//!
//! ## Example
//! YBR_FULL_422 with Planar Configuration 1.
//!
//! ## Exceptions
//! Where it cannot be read.

use crate::context::Context;
use crate::finding::DetailValue;
use crate::registry::id;
use crate::rule::{Check, Meta};
use crate::sink::{Place, Sink};
use crate::watch::tag;

/// See the page.
pub const META: Meta = Meta {
    code: "X024",
    name: "planar-configuration",
    paragraph: "PS3.3 C.7.6.3.1.3",
    summary: "Planar Configuration is neither 0 nor 1, or 1 where samples cannot stand in planes.",
    message: "Planar Configuration is not {demanded}, as it has to be here",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Root(check);

fn check(context: &Context, sink: &mut Sink) {
    let Some((index, element)) = context.in_root(tag::PLANAR_CONFIGURATION) else { return };
    let demanded = match context.us(element) {
        None | Some(0) => return,
        Some(1) => match context.photometric_interpretation() {
            Some(b"YBR_FULL_422" | b"YBR_PARTIAL_422" | b"YBR_PARTIAL_420" | b"YBR_ICT" | b"YBR_RCT") => {
                || DetailValue::Number(0)
            }
            _ => return,
        },
        Some(_) => || DetailValue::Text("0 or 1".to_owned()),
    };
    sink.put(id::PLANAR_CONFIGURATION, META.severity, Place::Element(index), |raw| {
        raw.detail = vec![("demanded", demanded())];
    });
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    fn of_interpretation(interpretation: &str, planar: u16) -> Vec<u8> {
        image(&[text(0x0028_0004, b"CS", interpretation), us(0x0028_0006, planar)])
    }

    #[test]
    fn others_and_planes_of_subsampled_colours_are_told() {
        assert_eq!(detail("X024", &of_interpretation("RGB", 2), "demanded"), "0 or 1");
        assert_eq!(detail("X024", &file(&[us(0x0028_0006, 2)]), "demanded"), "0 or 1", "whatever the colours");
        for interpretation in ["YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT"] {
            assert_eq!(detail("X024", &of_interpretation(interpretation, 1), "demanded"), "0", "{interpretation}");
        }
    }

    #[test]
    fn planes_of_whole_colours_are_silent() {
        assert_eq!(count("X024", &of_interpretation("RGB", 1)), 0);
        assert_eq!(count("X024", &of_interpretation("YBR_FULL", 1)), 0);
        assert_eq!(count("X024", &of_interpretation("YBR_FULL_422", 0)), 0);
    }
}
