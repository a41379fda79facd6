//! Our expansion of every module and functional group macro, in every IOD that uses it, against that of another source
//! (`expansion.tsv`): path, keyword and Type of every Attribute.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use validicom_header::Tag;
use validicom_packer::Tsv;
use validicom_standard::{Edition, Node, NodeId};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The edition without what `common/` changes in the tables as printed.
fn as_printed(name: &str) -> Edition {
    let folder = std::env::temp_dir().join(format!("validicom-expansion-{}-{name}", std::process::id()));
    for part in [name, "common"] {
        fs::create_dir_all(folder.join(part)).unwrap();
        for file in fs::read_dir(data().join(part)).unwrap() {
            let file = file.unwrap().path();
            let text = fs::read_to_string(&file).unwrap();
            let emptied =
                ["overrides.tsv", "include_conditional.tsv"].contains(&file.file_name().unwrap().to_str().unwrap());
            let text = if emptied { format!("{}\n", text.lines().next().unwrap()) } else { text };
            fs::write(folder.join(part).join(file.file_name().unwrap()), text).unwrap();
        }
    }
    let pack = validicom_packer::pack(&folder, name).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    Edition::load(pack).unwrap()
}

/// A Tag as the dictionary prints it, with `x` in repeating groups.
fn printed(edition: &Edition, tag: Tag) -> (String, String) {
    let entry = edition.entry(tag).unwrap();
    let text = format!("{:08X}", entry.tag().0);
    let mask = format!("{:08X}", entry.mask());
    let text = text.chars().zip(mask.chars()).map(|(t, m)| if m == '0' { 'x' } else { t }).collect();
    (text, entry.keyword().to_owned())
}

/// All rows below a node for these slots; stops where a node comes back below itself.
fn expand(
    edition: &Edition,
    node: Node<'_>,
    active: u64,
    path: &str,
    above: &mut Vec<(NodeId, u64)>,
    out: &mut Vec<String>,
) {
    for index in 0..node.rows() {
        let row = node.row(index).unwrap();
        let (tag, keyword) = printed(edition, row.tag());
        let (mut child, mut slot) = (0_u64, 0);
        for claim in row.claims() {
            let in_force = active >> claim.slot() & 1 != 0;
            if claim.has_child() {
                child |= u64::from(in_force) << slot;
                slot += 1;
            }
            if in_force {
                out.push(format!("{path}{tag} {keyword} {}\n", claim.attribute_type().name()));
            }
        }
        let Some(id) = row.child() else { continue };
        if child != 0 && !above.contains(&(id, child)) {
            above.push((id, child));
            expand(edition, edition.node(id).unwrap(), child, &format!("{path}{tag}/"), above, out);
            above.pop();
        }
    }
}

fn digest(lines: &[String]) -> String {
    let mut state = 0xCBF2_9CE4_8422_2325_u64;
    for byte in lines.iter().flat_map(|line| line.bytes()) {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    }
    format!("{state:016x}")
}

fn check(name: &str, iods: u16, modules: usize, macros: usize) {
    let edition = as_printed(name);
    let table = Tsv::read(&data().join(name).join("expansion.tsv")).unwrap();
    let rows = table.columns(["kind", "module", "rows", "digest", "cut"]).unwrap();
    let wanted: HashMap<(&str, &str), (&str, &str, &str)> =
        rows.iter().map(|[kind, module, rows, digest, cut]| ((*kind, *module), (*rows, *digest, *cut))).collect();
    let mut seen: HashMap<(&str, String), usize> = HashMap::new();
    assert_eq!(edition.iods(), iods);
    for iod in (0..iods).map(|index| edition.iod(index).unwrap()) {
        let modules = (0..iod.modules()).map(|slot| ("module", iod.root(), slot, iod.module(slot).unwrap()));
        let groups = iod.functional_groups();
        let macros = (0..iod.macros()).map(|slot| ("fg", groups.unwrap(), slot, iod.fg_macro(slot).unwrap()));
        for (kind, node, slot, usage) in modules.chain(macros) {
            let mut lines = Vec::new();
            expand(&edition, edition.node(node).unwrap(), 1 << slot, "", &mut Vec::new(), &mut lines);
            let (rows, wanted, cut) = wanted[&(kind, usage.id())];
            lines.retain(|line| !cut.split(',').any(|cut| line.starts_with(cut)));
            lines.sort();
            assert_eq!(lines.len().to_string(), rows, "{name} {} {kind} {}", iod.id(), usage.id());
            assert_eq!(digest(&lines), wanted, "{name} {} {kind} {}", iod.id(), usage.id());
            seen.insert((kind, usage.id().to_owned()), lines.len());
        }
    }
    let count = |kind| seen.keys().filter(|(k, _)| *k == kind).count();
    // 360 to 370 modules, 115 or 116 macros, 58,000 to 65,500 rows an edition.
    assert_eq!((count("module"), count("fg")), (modules, macros));
    assert!(seen.values().sum::<usize>() > 55_000);
}

#[test]
fn modules_of_2023e_expand_as_another_source_says() {
    check("2023e", 171, 360, 115);
}

#[test]
fn modules_of_2024e_expand_as_another_source_says() {
    check("2024e", 173, 362, 116);
}

#[test]
fn modules_of_2025e_expand_as_another_source_says() {
    check("2025e", 175, 370, 115);
}
