//! Packs of facts as hostile input: a pack loads or is refused, and no accessor of a loaded one panics or never ends.
//!
//! An input is either a pack as it is, or edits of an embedded pack whose digest is then put right: the digest alone would
//! keep the fuzzer out. First byte 0..=2: the edition to edit; then records of offset (3 bytes) and new byte. Else: a pack.
#![no_main]

use libfuzzer_sys::fuzz_target;
use validicom_header::{Tag, Vr, VrLookup};
use validicom_packer::layout::{self, DIGEST_FROM};
use validicom_standard::{Edition, NodeId};

fuzz_target!(|input: &[u8]| {
    let Some((kind, rest)) = input.split_first() else { return };
    let bytes = match Edition::NAMES.get(*kind as usize).and_then(|name| Edition::embedded_pack(name)) {
        Some(pack) => edited(pack, rest),
        None => rest.to_vec(),
    };
    if let Ok(edition) = Edition::load(bytes) {
        look_at_registry(&edition);
        look_at_graph(&edition);
    }
});

/// The pack with single bytes replaced and its digest made right.
fn edited(pack: &[u8], edits: &[u8]) -> Vec<u8> {
    let mut bytes = pack.to_vec();
    for edit in edits.chunks_exact(4) {
        let offset = u32::from_le_bytes([edit[0], edit[1], edit[2], 0]) as usize % bytes.len();
        bytes[offset] = edit[3];
    }
    let digest = layout::digest(&bytes[DIGEST_FROM..]);
    bytes[DIGEST_FROM - 8..DIGEST_FROM].copy_from_slice(&digest.to_le_bytes());
    bytes
}

fn look_at_registry(edition: &Edition) {
    let _ = (edition.name(), edition.digest(), format!("{edition:?}"));
    for entry in edition.entries() {
        let _ = (entry.name(), entry.vr_text(), entry.vm_text(), entry.vm().allows(3), entry.retired(), entry.mask());
        let _ = (edition.tag_of(entry.keyword()), edition.entry(entry.tag()), edition.vr(entry.tag()));
        let _ = (edition.is_open_item(entry.tag()), edition.vr_history(entry.tag(), Vr::UT), entry.has_vr(Vr::OW));
    }
    for tag in [0, 0x0008_0016, 0x5002_3000, 0x60FE_0010, 0x7FE0_0010, 0xFFFE_E000, u32::MAX] {
        let _ = (edition.entry(Tag(tag)), edition.keyword(Tag(tag)), edition.vr(Tag(tag)));
    }
    for uid in
        [&b""[..], b"1.2.840.10008.1.2.1", b"1.2.840.10008.5.1.4.1.1.2", b"1.2.840.10008.5.1.4.1.1.6", &[0xFF; 64]]
    {
        let _ = (edition.uid(uid), edition.transfer_syntax(uid), edition.retired_sop_class(uid));
        let _ = edition.iod_for_sop_class(uid);
    }
}

/// Every IOD, module, node, row and claim. Rows and claims stand in order in the pack, so this is linear in its length.
fn look_at_graph(edition: &Edition) {
    for iod in (0..edition.iods()).filter_map(|index| edition.iod(index)) {
        let _ = (iod.id(), iod.name(), iod.index());
        assert!(iod.modules() <= 64 && iod.macros() <= 64);
        assert!(edition.node(iod.root()).is_some_and(|node| node.slots() == iod.modules()));
        let modules = (0..iod.modules()).filter_map(|slot| iod.module(slot));
        let macros = (0..iod.macros()).filter_map(|slot| iod.fg_macro(slot));
        for usage in modules.chain(macros) {
            let _ =
                (usage.id(), usage.table(), usage.entity(), usage.usage(), usage.demands(), usage.in_all_editions());
            assert!(usage.condition().is_none_or(|condition| edition.condition_id(condition).is_some()));
        }
    }
    for node in (0..edition.nodes()).filter_map(|id| edition.node(NodeId(id))) {
        for row in (0..node.rows()).filter_map(|index| node.row(index)) {
            let _ = node.find(row.tag());
            assert!(row.child().is_none_or(|child| edition.node(child).is_some()));
            for claim in row.claims() {
                assert!(claim.slot() < 64 && edition.source(claim.source()).is_some());
                assert!(claim.value_type() == 0 || edition.value_type(claim.value_type()).is_some());
                let _ = (claim.attribute_type(), claim.in_all_editions(), claim.optional(), claim.has_child());
            }
        }
    }
    let _ = (edition.value_type_of(b"NUM"), edition.value_type_of(&[0xFF]), edition.source(u16::MAX));
}
