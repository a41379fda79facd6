//! Packs as files: the same lookups as the embedded ones; hostile bytes give an error or an edition whose every accessor
//! returns; tables that do not hold together give no pack.

use std::fs;
use std::path::{Path, PathBuf};

use validicom_header::{Tag, Vr, VrLookup};
use validicom_packer::layout::{self, DIGEST_FROM, DIRECTORY_ENTRY_BYTES, HEADER_BYTES, Section};
use validicom_standard::{Edition, PackError, outside};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// Calls every accessor; the sum makes sure that none is left out by the compiler.
fn walk(edition: &Edition) -> u64 {
    let mut sum = edition.name().len() as u64;
    for entry in edition.entries() {
        sum += entry.keyword().len() as u64 + entry.name().len() as u64 + entry.vr_text().len() as u64;
        sum += entry.vm_text().len() as u64 + entry.vr() + u64::from(entry.vm().min) + u64::from(entry.retired());
        sum += u64::from(edition.tag_of(entry.keyword()).unwrap_or_default().0);
        sum += u64::from(edition.is_open_item(entry.tag())) + u64::from(edition.vr_history(entry.tag(), Vr::UT));
        sum += u64::from(edition.vr(entry.tag()).is_some());
    }
    for uid in ["", "1.2.840.10008.1.2", "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.6", "\u{fe}"] {
        let uid = uid.as_bytes();
        sum += edition.uid(uid).map_or(0, |u| u.name.len() as u64 + u.kind.len() as u64);
        sum += edition.transfer_syntax(uid).map_or(0, |t| t.name.len() as u64);
        sum += edition.retired_sop_class(uid).flatten().map_or(0, |by| by.len() as u64);
        sum += edition.iod_for_sop_class(uid).map_or(0, u64::from);
    }
    for iod in (0..=edition.iods()).filter_map(|i| edition.iod(i)) {
        sum += iod.id().len() as u64 + iod.name().len() as u64 + u64::from(iod.root().0);
        let usages = (0..=iod.modules()).filter_map(|s| iod.module(s));
        for usage in usages.chain((0..=iod.macros()).filter_map(|s| iod.fg_macro(s))) {
            sum += usage.id().len() as u64 + usage.table().len() as u64 + usage.entity().len() as u64;
            sum += u64::from(usage.usage()) + u64::from(usage.demands()) + u64::from(usage.in_all_editions());
            sum += u64::from(usage.is_shared_only()) + u64::from(usage.is_per_frame_only());
            sum += usage.condition().and_then(|c| edition.condition_id(c)).map_or(0, |c| c.len() as u64);
        }
        sum += iod.functional_groups().map_or(0, |id| u64::from(id.0));
        let Some(report) = edition.report(iod.index()) else { continue };
        sum += u64::from(report.is_sure()) + u64::from(report.forbids_references());
        sum += u64::from(report.has_two_sources()) + u64::from(report.allows(u8::MAX));
        for (source, target) in (0..=16).flat_map(|source| (0..=16).map(move |target| (source, target))) {
            sum += u64::from(report.allows(source)) + u64::from(report.relates(source, 1, target, source > target));
        }
    }
    sum += edition.sr_value_type(b"NUM").map_or(0, u64::from);
    sum += edition.sr_relationship_type(b"CONTAINS").map_or(0, u64::from);
    for node in (0..edition.nodes()).filter_map(|id| edition.node(validicom_standard::NodeId(id))) {
        sum += u64::from(node.slots()) + u64::from(node.is_functional_groups());
        for row in (0..=node.rows()).filter_map(|i| node.row(i)) {
            sum += u64::from(row.tag().0) + row.child().map_or(0, |c| u64::from(c.0));
            sum += node.find(row.tag()).map_or(0, u64::from);
            for claim in row.claims() {
                sum += u64::from(claim.slot()) + u64::from(claim.has_child()) + u64::from(claim.optional());
                sum += edition
                    .value_type(claim.value_type())
                    .map_or(0, |v| u64::from(edition.value_type_of(v.as_bytes())));
                let source = edition.source(claim.source()).unwrap();
                sum += source.table.len() as u64 + u64::from(source.row) + source.items.map_or(0, |i| u64::from(i.max));
            }
        }
    }
    sum
}

/// A small generator of numbers, so that a failure can be had again.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// Puts the right digest in, so that the checks behind it are reached.
fn sealed(mut pack: Vec<u8>) -> Vec<u8> {
    if pack.len() > DIGEST_FROM {
        let digest = layout::digest(&pack[DIGEST_FROM..]);
        pack[16..24].copy_from_slice(&digest.to_le_bytes());
    }
    pack
}

#[test]
fn a_pack_from_a_file_gives_the_same_lookups() {
    for name in Edition::NAMES {
        let embedded = Edition::embedded(name).unwrap();
        let file = std::env::temp_dir().join(format!("validicom-{}-{name}.pack", std::process::id()));
        fs::write(&file, validicom_packer::pack(&data(), name).unwrap()).unwrap();
        let loaded = Edition::load(fs::read(&file).unwrap()).unwrap();
        fs::remove_file(&file).unwrap();
        assert_eq!((loaded.name(), loaded.digest()), (embedded.name(), embedded.digest()));
        assert_eq!(walk(&loaded), walk(&embedded));
    }
}

#[test]
fn packs_together_are_small() {
    let bytes: usize = Edition::NAMES.iter().map(|name| Edition::embedded_pack(name).unwrap().len()).sum();
    assert!(bytes <= 5 << 20, "{bytes}");
}

#[test]
fn a_pack_of_something_else_is_named() {
    let pack = Edition::embedded_pack("2025e").unwrap();
    assert_eq!(Edition::load(&b"not a pack"[..]).err(), Some(PackError::NotAPack));
    assert_eq!(Edition::load(&[][..]).err(), Some(PackError::NotAPack));
    let mut other = pack.to_vec();
    other[8] = 99;
    assert_eq!(Edition::load(other).err(), Some(PackError::Version(99)));
    let mut longer = pack.to_vec();
    longer.push(0);
    assert_eq!(Edition::load(longer).err(), Some(PackError::Length));
    let mut damaged = pack.to_vec();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(Edition::load(damaged).err(), Some(PackError::Digest));
}

#[test]
fn every_flipped_byte_of_header_and_directory_is_an_error_or_harmless() {
    let pack = Edition::embedded_pack("2023e").unwrap();
    for at in 0..HEADER_BYTES + Section::ALL.len() * DIRECTORY_ENTRY_BYTES {
        for flip in [1, 0x80, 0xFF] {
            let mut bytes = pack.to_vec();
            bytes[at] ^= flip;
            assert!(Edition::load(bytes.clone()).is_err(), "byte {at} without a new digest");
            if let Ok(edition) = Edition::load(sealed(bytes)) {
                // The digest itself, the name, or where a section lies and how many records it has: all else is fixed.
                let in_directory =
                    at >= HEADER_BYTES && (4..12).contains(&((at - HEADER_BYTES) % DIRECTORY_ENTRY_BYTES));
                assert!((16..24).contains(&at) || (28..32).contains(&at) || in_directory, "byte {at}");
                walk(&edition);
            }
        }
    }
}

#[test]
fn mutated_and_cut_packs_never_panic() {
    let pack = Edition::embedded_pack("2023e").unwrap();
    let (mut state, mut loaded) = (0x9E37_79B9_7F4A_7C15, 0);
    for round in 0..200 {
        let mut bytes = pack.to_vec();
        for _ in 0..=round % 4 {
            let at = next(&mut state) as usize % bytes.len();
            bytes[at] = next(&mut state) as u8;
        }
        if round % 8 == 7 {
            bytes.truncate(next(&mut state) as usize % bytes.len());
            let length = (bytes.len() as u32).to_le_bytes();
            if let Some(place) = bytes.get_mut(12..16) {
                place.copy_from_slice(&length);
            }
        }
        if let Ok(edition) = Edition::load(sealed(bytes)) {
            walk(&edition);
            loaded += 1;
        }
    }
    assert!(loaded > 10, "the mutations reach the accessors ({loaded})");
}

/// A copy of the tables with one text replaced by another in one of them.
fn broken(file: &str, from: &str, to: &str) -> String {
    let folder =
        std::env::temp_dir().join(format!("validicom-broken-{}-{}", std::process::id(), file.replace('/', "-")));
    for part in ["2025e", "common"] {
        fs::create_dir_all(folder.join(part)).unwrap();
        for path in fs::read_dir(data().join(part)).unwrap().map(|f| f.unwrap().path()) {
            fs::copy(&path, folder.join(part).join(path.file_name().unwrap())).unwrap();
        }
    }
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(folder.join(file), text.replacen(from, to, 1)).unwrap();
    let result = validicom_packer::pack(&folder, "2025e");
    fs::remove_dir_all(&folder).unwrap();
    result.map(|_| String::new()).unwrap_or_else(|error| error.to_string())
}

#[test]
fn tables_that_do_not_hold_together_give_no_pack() {
    let dangling = broken("2025e/table_rows.tsv", "\t8.8-1\t", "\t8.8-99\t");
    assert!(dangling.contains("no table 8.8-99"), "{dangling}");
    let keyword = broken("2025e/table_rows.tsv", "\tPatientName\t", "\tPatientsName\t");
    assert!(keyword.contains("keyword"), "{keyword}");
    let tag = broken("2025e/attributes.tsv", "00100010\tPatientName\t", "00100011\tPatientName\t");
    assert!(tag.contains("not in the dictionary"), "{tag}");
    let uid = broken("2025e/uids.tsv", "1.2.840.10008.5.1.4.1.1.2\t", "1.2.840.10008.5.1.4.1.1.999\t");
    assert!(uid.contains("not in the registry"), "{uid}");
    let module = broken("2025e/iod_modules.tsv", "\tC.7-1\t", "\tC.7-999\t");
    assert!(module.contains("no table C.7-999"), "{module}");
    let cycle = broken("common/recursions.tsv", "C.17-6\t", "C.17-7\t");
    assert!(cycle.contains("leads back"), "{cycle}");
    let when = broken("common/include_when.tsv", "2025e\tC.17-5\t9\t", "2025e\tC.17-5\t8\t");
    assert!(when.contains("no Include"), "{when}");
    let cells = broken("2025e/iods.tsv", "\tCT Image\t", "\t");
    assert!(cells.contains("cells"), "{cells}");
}

#[test]
fn private_and_unknown_tags_have_no_row() {
    let edition = Edition::newest();
    for tag in [0x0009_0010, 0x0008_FFFF, 0xFFFF_FFFF] {
        assert!(edition.vr(Tag(tag)).is_none(), "{tag:08x}");
    }
}

#[test]
fn a_folder_of_shipped_tables_gives_the_shipped_pack() {
    for name in Edition::NAMES {
        let made = outside::pack(&data().join(name), &data().join("common")).unwrap();
        assert!(Edition::embedded_pack(name) == Some(made.as_slice()), "{name}");
    }
}

#[test]
fn a_folder_without_an_edition_is_told_by_kind() {
    let kind = |folder: &Path, common: &Path| outside::pack(folder, common).unwrap_err().kind();
    assert_eq!(kind(&data().join("common"), &data().join("common")), "missing-file");
    assert_eq!(kind(&data().join("2025e"), &data().join("2025e")), "missing-file");
    assert_eq!(kind(Path::new("/"), &data().join("common")), "malformed-table");
    assert_eq!(kind(&data().join("2025e").join("uids.tsv"), &data().join("common")), "unreadable-file");
}
