//! ## What it checks
//! Each frame has each functional group macro of usage M, and each of usage C whose condition holds for it: in its own Item, or in the Shared Functional Groups Sequence.
//! A macro is in an Item by its Sequence with an Item; where that Sequence is of Type 2, 2C or 3, by the Sequence alone.
//!
//! ## Why
//! A reader that needs the pixel spacing or position of a frame looks for it in these two places only.
//!
//! ## Standard
//! PS3.3 C.7.6.16, and the table of functional group macros of each IOD.
//!
//! ## Example
//! An Enhanced CT Image of whose 30 frames one has no Plane Position Sequence: error.
//!
//! ## Exceptions
//! Without Per-Frame Functional Groups, what is not shared is a warning; nothing in an instance of a Concatenation, or where Dimension Organization Type is TILED_FULL.
//! Frames of a TILED_FULL image need no Frame Content, Plane Position (Slide) or Optical Path Identification.
//! IODs without a Per-Frame Functional Groups Sequence (PS3.3 C.7.6.28, C.7.6.29: sparse and real-time objects).
//! Macros of which no Sequence is of Type 1 or 2.
//! A macro that some shipped edition does not demand is a warning, unless the edition was named.

use crate::finding::Severity;
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "G001",
    name: "macro-missing",
    severity: Severity::Error,
    need: Need::Value,
    paragraph: "PS3.3 C.7.6.16",
    summary: "A functional group macro that is required is in neither the frame nor the Shared Functional Groups Sequence.",
    message: "functional group macro {module} is missing: neither shared nor in the frame",
    ..Meta::BASE
};

/// Made by the pass over functional groups (`groups.rs`).
pub const CHECK: Check = Check::Elsewhere;

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::{Options, Severity};

    fn frames(shared: Vec<u8>, frames: &[Vec<u8>], more: &[Vec<u8>]) -> Vec<u8> {
        let groups = [sequence(SHARED_GROUPS, &[shared]), sequence(PER_FRAME_GROUPS, frames)];
        object(ENHANCED_CT, &[&groups[..], more].concat())
    }

    #[test]
    fn a_frame_without_a_mandatory_macro_is_told_once_each() {
        let bytes = frames(item(&[]), &[ct_groups(&[]), ct_groups(&[0x0020_9113]), ct_groups(&[0x0020_9113])], &[]);
        assert_eq!(modules("G001", &bytes), [("plane-position-patient".to_owned(), 2)]);
        assert_eq!(place("G001", &bytes), ("PerFrameFunctionalGroupsSequence[2]".to_owned(), Severity::Error));
    }

    #[test]
    fn what_is_shared_is_not_missing() {
        let shared = item(&[group(0x0020_9113)]);
        assert_eq!(count("G001", &frames(shared, &[ct_groups(&[]), ct_groups(&[0x0020_9113])], &[])), 0);
    }

    #[test]
    fn a_sequence_of_type_1_without_items_is_no_macro() {
        let shared = item(&[sequence(0x0020_9113, &[])]);
        assert_eq!(count("G001", &frames(shared, &[ct_groups(&[0x0020_9113])], &[])), 1);
    }

    #[test]
    fn a_sequence_of_type_2_may_be_empty() {
        // MR Spatial Saturation Sequence is demanded where a frame says SLAB, and may be empty.
        let modifier = sequence(0x0018_9115, &[item(&[el(0x0018_9027, b"CS", "SLAB")])]);
        let of = |groups: &[Vec<u8>]| {
            let data = [el(0x0008_0008, b"CS", "ORIGINAL\\PRIMARY "), sequence(PER_FRAME_GROUPS, &[item(groups)])];
            modules("G001", &object(ENHANCED_MR, &data)).into_iter().any(|(id, _)| id == "mr-spatial-saturation")
        };
        assert!(of(std::slice::from_ref(&modifier)));
        assert!(!of(&[sequence(0x0018_9107, &[]), modifier]));
    }

    #[test]
    fn a_condition_decides_by_the_root() {
        let with = |value: &str| {
            modules("G001", &frames(item(&[]), &[ct_groups(&[])], &[el(0x0008_0008, b"CS", value)]))
        };
        let missing = with("ORIGINAL\\PRIMARY ");
        assert!(missing.contains(&("ct-exposure".to_owned(), 1)), "{missing:?}");
        assert_eq!(with("DERIVED\\PRIMARY\\ "), []);
    }

    #[test]
    fn a_condition_decides_by_the_frame() {
        // CT Reconstruction is demanded where Acquisition Type of the frame is not CONSTANT_ANGLE.
        let frame = |kind: &str| {
            let acquisition = sequence(0x0018_9301, &[item(&[el(0x0018_9302, b"CS", kind)])]);
            item(&[vec![acquisition], CT_GROUPS.into_iter().map(group).collect()].concat())
        };
        let all = [frame("CONSTANT_ANGLE"), frame("SPIRAL"), frame("CONSTANT_ANGLE"), frame("FREE")];
        let bytes = frames(item(&[]), &all, &[el(0x0008_0008, b"CS", "ORIGINAL\\PRIMARY ")]);
        let missing = modules("G001", &bytes);
        assert!(missing.contains(&("ct-reconstruction".to_owned(), 2)), "{missing:?}");
    }

    #[test]
    fn a_condition_on_the_type_of_the_image_decides_for_all_frames() {
        // Real World Value Mapping is demanded where Multi-energy CT Acquisition is YES.
        let of = |value: &str| frames(item(&[]), &[ct_groups(&[]), ct_groups(&[])], &[el(0x0018_9361, b"CS", value)]);
        assert_eq!(modules("G001", &of("YES ")), [("real-world-value-mapping".to_owned(), 2)]);
        assert_eq!(modules("G001", &of("NO")), []);
    }

    #[test]
    fn without_frames_what_is_not_shared_is_a_warning() {
        let of = |more: &[Vec<u8>]| {
            let groups = [sequence(SHARED_GROUPS, &[ct_groups(&[0x0020_9111, 0x0028_9110])])];
            object(ENHANCED_CT, &[&groups[..], more].concat())
        };
        // Frame Content cannot be shared, so that it is missing without a doubt (PS3.3 C.7.6.16.2.2).
        let found = places("G001", &of(&[]));
        let paths: Vec<_> = found.iter().map(|(path, severity)| (path.as_str(), *severity)).collect();
        let expected = [
            ("SharedFunctionalGroupsSequence[1]", Severity::Warning),
            ("PerFrameFunctionalGroupsSequence", Severity::Error),
        ];
        assert_eq!(paths, expected);
        let missing = modules("G001", &of(&[]));
        assert_eq!(missing, [("pixel-measures".to_owned(), 1), ("frame-content".to_owned(), 1)]);
        assert_eq!(count("G001", &of(&[el(0x0020_9161, b"UI", "1.2.3.40")])), 0);
        assert_eq!(count("G001", &of(&[el(0x0020_9311, b"CS", "TILED_FULL")])), 0);
        assert_eq!(count("G001", &of(&[el(0x0020_9311, b"CS", "3D")])), 2);
        assert_eq!(modules("G001", &object(ENHANCED_CT, &[])), [("frame-content".to_owned(), 1)]);
    }

    #[test]
    fn the_order_of_tiles_says_what_frames_need_not() {
        let of = |kind: &str| {
            let frame = item(&[group(0x0028_9110)]);
            let data = [el(0x0020_9311, b"CS", kind), sequence(PER_FRAME_GROUPS, &[frame])];
            modules("G001", &object(WHOLE_SLIDE, &data)).into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        };
        assert_eq!(of("TILED_FULL"), ["whole-slide-microscopy-image-frame-type"]);
        let sparse = of("TILED_SPARSE");
        assert!(sparse.contains(&"plane-position-slide".to_owned()), "{sparse:?}");
        assert!(sparse.contains(&"optical-path-identification".to_owned()), "{sparse:?}");
    }

    #[test]
    fn label_maps_follow_the_conditions_of_segmentations() {
        let of = |sop_class, segmentation: &str, order: &str| {
            let data = [
                el(0x0020_9311, b"CS", order),
                el(0x0062_0001, b"CS", segmentation),
                sequence(PER_FRAME_GROUPS, &[item(&[group(0x0028_9110)])]),
            ];
            modules("G001", &object(sop_class, &data)).into_iter().any(|(id, _)| id == "segmentation")
        };
        assert!(of(SEGMENTATION, "BINARY", "3D"));
        assert!(!of(SEGMENTATION, "BINARY", "TILED_FULL"));
        assert!(!of(LABELMAP, "LABELMAP", "TILED_FULL") && !of(LABELMAP, "LABELMAP", "3D"));
    }

    #[test]
    fn macros_without_a_row_of_type_1_or_2_are_never_missing() {
        let legacy = b"1.2.840.10008.5.1.4.1.1.2.2\0";
        let missing = modules("G001", &object(legacy, &[sequence(PER_FRAME_GROUPS, &[ct_groups(&[])])]));
        assert!(missing.iter().all(|(id, _)| !id.starts_with("unassigned")), "{missing:?}");
        assert!(missing.contains(&("frame-voi-lut".to_owned(), 1)), "{missing:?}");
    }

    #[test]
    fn frames_that_a_limit_did_not_keep_are_not_looked_at() {
        let bytes = frames(ct_groups(&[]), &[item(&[]), item(&[])], &[]);
        let mut options = Options::default();
        options.limits.depth = 0;
        assert_eq!(of_by("G001", &bytes, options).len(), 0);
    }

    #[test]
    fn sparse_objects_tell_of_their_frames_elsewhere() {
        let continuous = b"1.2.840.10008.5.1.4.1.1.481.24";
        let bytes = object(continuous, &[sequence(SHARED_GROUPS, &[item(&[])])]);
        assert_eq!(of("M006", &bytes).len() + of("M001", &bytes).len(), 0);
        assert_eq!(count("G001", &bytes) + count("G010", &bytes), 0);
    }
}
