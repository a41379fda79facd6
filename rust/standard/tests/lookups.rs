//! The dictionary, the registry and the IODs of each edition, against rows of PS3.3 and PS3.6.

use validicom_header::{Tag, Vr, VrLookup};
use validicom_standard::{Edition, Encoding, Vm};

#[test]
fn every_edition_is_embedded_and_names_itself() {
    for name in Edition::NAMES {
        assert_eq!(Edition::embedded(name).unwrap().name(), *name);
    }
    assert_eq!(Edition::newest().name(), "2025e");
    assert!(Edition::embedded("1993").is_none());
}

#[test]
fn rows_of_the_dictionary() {
    let edition = Edition::newest();
    let entry = edition.entry(Tag(0x0010_0010)).unwrap();
    assert_eq!((entry.keyword(), entry.name(), entry.vr_text()), ("PatientName", "Patient's Name", "PN"));
    assert_eq!((entry.vm(), entry.retired()), (Vm { min: 1, max: 1, step: 1 }, false));
    let entry = edition.entry(Tag(0x0028_0106)).unwrap();
    assert_eq!(entry.vr(), 1 << Vr::US as u8 | 1 << Vr::SS as u8);
    assert_eq!(edition.vr(Tag(0x0028_0106)), Some(Vr::US));
    assert_eq!(edition.vr(Tag(0x7FE0_0010)), Some(Vr::OW));
    assert!(edition.entry(Tag(0x0008_0001)).unwrap().retired());
    assert_eq!(edition.tag_of("PixelData"), Some(Tag::PIXEL_DATA));
    assert_eq!(edition.tag_of("NoSuchKeyword"), None);
    assert!(edition.entry(Tag(0x0009_0010)).is_none());
    assert!(edition.entry(Tag(0x0008_0000)).is_none());
    assert_eq!(edition.vr(Tag::ITEM), None);
    for row in edition.entries().filter(|row| !row.keyword().is_empty()) {
        assert_eq!(edition.tag_of(row.keyword()), Some(row.tag()));
        // The first of (0028,04x0) has a row of its own.
        if !row.is_repeating() {
            assert_eq!(edition.keyword(row.tag()), Some(row.keyword()));
        }
    }
}

#[test]
fn repeating_groups_are_known_in_every_even_group() {
    let edition = Edition::newest();
    for (tag, keyword) in [
        (0x6000_0010, "OverlayRows"),
        (0x6002_3000, "OverlayData"),
        (0x60FE_0010, "OverlayRows"),
        (0x5004_3000, "CurveData"),
        (0x0020_3142, "SourceImageIDs"),
        (0x0028_0410, "RowsForNthOrderCoefficients"),
        (0x1000_0120, "EscapeTriplet"),
        (0x1010_4711, "ZonalMap"),
    ] {
        assert_eq!(edition.keyword(Tag(tag)), Some(keyword), "{tag:08x}");
    }
    assert!(edition.entry(Tag(0x6001_0010)).is_none());
    assert!(edition.entry(Tag(0x6100_0010)).is_none());
    assert!(edition.entry(Tag(0x0028_0418)).is_none());
}

#[test]
fn multiplicities() {
    let two_by_two = Vm { min: 2, max: 0, step: 2 };
    assert!(two_by_two.allows(4) && !two_by_two.allows(3) && !two_by_two.allows(0));
    let edition = Edition::newest();
    assert_eq!(edition.entry(Tag(0x0008_0008)).unwrap().vm(), Vm { min: 2, max: 0, step: 1 });
    assert_eq!(edition.entry(Tag(0x0020_0037)).unwrap().vm(), Vm { min: 6, max: 6, step: 1 });
}

#[test]
fn uids_and_transfer_syntaxes() {
    for name in Edition::NAMES {
        let edition = Edition::embedded(name).unwrap();
        assert_eq!(edition.uid(b"1.2.840.10008.5.1.4.1.1.2").unwrap().name, "CT Image Storage");
        assert!(edition.uid(b"1.2.840.10008.5.1.4.1.1.2\0").is_none());
        let deflated = edition.transfer_syntax(b"1.2.840.10008.1.2.1.99").unwrap();
        assert!(deflated.deflated && !deflated.encapsulated && deflated.encoding == Encoding::ExplicitLittle);
        let big = edition.transfer_syntax(b"1.2.840.10008.1.2.2").unwrap();
        assert!(big.retired && big.encoding == Encoding::ExplicitBig);
        for encapsulated in ["1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.8.1"] {
            assert!(edition.transfer_syntax(encapsulated.as_bytes()).unwrap().encapsulated, "{encapsulated}");
        }
        assert_eq!(edition.retired_sop_class(b"1.2.840.10008.5.1.4.1.1.6"), Some(Some("1.2.840.10008.5.1.4.1.1.6.1")));
        assert_eq!(edition.retired_sop_class(b"1.2.840.10008.5.1.4.1.1.2"), None);
        assert!(edition.iod_for_sop_class(b"1.2.840.10008.5.1.4.1.1.2").is_some());
        assert!(edition.iod_for_sop_class(b"1.2.840.10008.1.1").is_none());
    }
}

#[test]
fn open_items_and_old_vrs() {
    let edition = Edition::newest();
    assert!(edition.is_open_item(Tag(0x0400_0550)) && !edition.is_open_item(Tag(0x0040_A730)));
    assert!(edition.vr_history(Tag(0x0008_1190), Vr::UT) && !edition.vr_history(Tag(0x0008_1190), Vr::UR));
}

#[test]
fn content_items_of_structured_reports() {
    for edition in Edition::NAMES.iter().filter_map(|name| Edition::embedded(name)) {
        let report = |id: &str| {
            let iod = (0..edition.iods()).filter_map(|index| edition.iod(index)).find(|iod| iod.id() == id).unwrap();
            edition.report(iod.index())
        };
        let value_type = |name: &[u8]| edition.sr_value_type(name).unwrap();
        let relationship = |name: &[u8]| edition.sr_relationship_type(name).unwrap();
        assert!(report("ct-image").is_none() && report("enhanced-x-ray-radiation-dose-sr").is_none());
        let basic = report("basic-text-sr").unwrap();
        assert!(basic.forbids_references() && basic.has_two_sources() && !basic.is_sure());
        assert!(basic.allows(value_type(b"TEXT")) && !basic.allows(value_type(b"NUM")));
        let comprehensive = report("comprehensive-sr").unwrap();
        assert!(!comprehensive.forbids_references() && comprehensive.is_sure());
        let [container, code, text, contains] =
            [value_type(b"CONTAINER"), value_type(b"CODE"), value_type(b"TEXT"), relationship(b"CONTAINS")];
        assert!(comprehensive.relates(container, contains, text, false));
        assert!(!comprehensive.relates(container, contains, container, true));
        assert!(!comprehensive.relates(code, contains, text, false));
        assert!(comprehensive.relates(text, relationship(b"INFERRED FROM"), text, true));
        assert_eq!(edition.sr_value_type(b"MADE UP"), None);
        assert_eq!(edition.sr_relationship_type(b""), None);
    }
}

#[test]
fn macros_that_stand_in_one_place_only() {
    let edition = Edition::newest();
    let legacy =
        edition.iod_for_sop_class(b"1.2.840.10008.5.1.4.1.1.2.2").and_then(|index| edition.iod(index)).unwrap();
    for usage in (0..legacy.macros()).filter_map(|slot| legacy.fg_macro(slot)) {
        // The last by the table of this IOD (PS3.3 Table A.70-2), the others in every IOD.
        let per_frame = matches!(
            usage.id(),
            "frame-content" | "unassigned-per-frame-converted-attributes" | "image-frame-conversion-source"
        );
        assert_eq!(usage.is_per_frame_only(), per_frame, "{}", usage.id());
        assert_eq!(usage.is_shared_only(), usage.id() == "unassigned-shared-converted-attributes", "{}", usage.id());
    }
}
