//! What is kept of a shape changes no finding: generated data sets of every IOD, with Attributes of its tables here and there,
//! are checked without shapes, with them, and with a hash of 4 bits, by which nearly all shapes are looked for at one place.

mod common;

use common::Random;
use validicom_header::{Arena, Tag, Vr, parse};
use validicom_rules::{Checker, Levels, Options};
use validicom_standard::{Edition, Iod, NodeId};

const FILES: u64 = 4_000;

/// Values that conditions ask for often, and few of them, so that shapes come again.
fn value(vr: Vr, random: &mut Random) -> Vec<u8> {
    let texts: &[&str] = match vr {
        Vr::CS => {
            &["YES ", "NO", "ORIGINAL\\PRIMARY ", "DERIVED\\SECONDARY ", "NONE", "PALETTE COLOR ", "RGB ", "no", ""]
        }
        Vr::IS | Vr::DS => &["1 ", "2 ", "0 ", "x ", ""],
        Vr::UI => &["1.2.840.10008.5.1.4.1.1.2\0", "1.2.3.4\0", ""],
        Vr::DA => &["20240101", ""],
        _ => &["A ", ""],
    };
    match vr {
        Vr::US | Vr::SS => (random.below(4) as u16).to_le_bytes().to_vec(),
        Vr::UL | Vr::SL | Vr::FL => vec![random.below(3) as u8, 0, 0, 0],
        Vr::AT => [0x0020u16.to_le_bytes(), 0x0032u16.to_le_bytes()].concat(),
        Vr::FD | Vr::SV | Vr::UV => vec![0; 8],
        Vr::OB | Vr::OW | Vr::UN | Vr::OF | Vr::OD | Vr::OL | Vr::OV => vec![0; 4],
        _ => texts[random.below(texts.len())].as_bytes().to_vec(),
    }
}

fn element(tag: Tag, vr: Vr, value: &[u8]) -> Vec<u8> {
    let mut bytes = [tag.group().to_le_bytes(), tag.element().to_le_bytes()].concat();
    bytes.extend(vr.name().as_bytes());
    if vr.has_long_form() {
        bytes.extend([0, 0]);
        bytes.extend((value.len() as u32).to_le_bytes());
    } else {
        bytes.extend((value.len() as u16).to_le_bytes());
    }
    bytes.extend(value);
    bytes
}

/// A data set by the rows of a node: each is there once in `one_in` times.
fn data_set(edition: &Edition, node: NodeId, depth: u32, one_in: usize, class: &str, random: &mut Random) -> Vec<u8> {
    let node = edition.node(node).expect("a node");
    let mut bytes = Vec::new();
    for row in (0..node.rows()).filter_map(|row| node.row(row)) {
        let tag = row.tag();
        let Some(vr) =
            edition.entry(tag).and_then(|entry| Vr::from_bytes(entry.vr_text().as_bytes().first_chunk().copied()?))
        else {
            continue;
        };
        if tag == Tag::SOP_CLASS_UID && depth == 0 {
            let padded = if class.len() % 2 == 1 { format!("{class}\0") } else { class.to_owned() };
            bytes.extend(element(tag, vr, padded.as_bytes()));
        } else if random.below(one_in) == 0 {
            if vr != Vr::SQ {
                bytes.extend(element(tag, vr, &value(vr, random)));
            } else if let Some(child) = row.child().filter(|_| depth < 3) {
                let mut items = Vec::new();
                for _ in 0..random.below(3) {
                    let item = data_set(edition, child, depth + 1, 2, class, random);
                    items.extend([0xFE, 0xFF, 0x00, 0xE0]);
                    items.extend((item.len() as u32).to_le_bytes());
                    items.extend(item);
                }
                bytes.extend(element(tag, vr, &items));
            }
        }
    }
    bytes
}

fn file(edition: &Edition, iod: Iod, class: &str, random: &mut Random) -> Vec<u8> {
    let one_in = 2 + random.below(12);
    let meta = element(Tag(0x0002_0010), Vr::UI, b"1.2.840.10008.1.2.1\0");
    let data = data_set(edition, iod.root(), 0, one_in, class, random);
    [vec![0; 128], b"DICM".to_vec(), meta, data].concat()
}

#[test]
fn shapes_change_no_finding() {
    let edition = Edition::newest();
    let checker = |shape_bits| {
        let options = Options { levels: Levels::ALL, shape_bits, ..Options::default() };
        Checker::new(edition.clone(), options)
    };
    let mut checkers = [checker(None), checker(Some(64)), checker(Some(4))];
    let classes: Vec<(String, u16)> = edition.sop_classes().map(|(uid, iod)| (uid.to_owned(), iod)).collect();
    let (mut seed, mut conditional) = (0, 0);
    for number in 0..FILES {
        // Each file comes twice, the second time with one other byte at most, so that shapes come again and nearly again.
        if number % 2 == 0 {
            seed = number;
        }
        let mut random = Random(0x5EED_5EED ^ (seed + 1).wrapping_mul(0x9E37_79B9));
        let (class, iod) = &classes[random.below(classes.len())];
        let mut bytes = file(&edition, edition.iod(*iod).expect("an IOD"), class, &mut random);
        if number % 4 == 3 && bytes.len() > 160 {
            let at = 160 + random.below(bytes.len() - 160);
            bytes[at] = bytes[at].wrapping_add(1);
        }
        let mut arena = Arena::default();
        let options = Options::default();
        let buffer = parse(&bytes, &options.limits, options.read, &*edition, &mut arena);
        let mut told = Vec::new();
        for checker in &mut checkers {
            let outcome = checker.check(&arena, &buffer, false);
            told.push((outcome, checker.counts().to_vec(), checker.undetermined().to_vec()));
        }
        conditional += told[0].0.findings.len();
        for (which, one) in told.iter().enumerate().skip(1) {
            assert_eq!(format!("{:?}", one.0), format!("{:?}", told[0].0), "file {number}, checker {which}");
            assert_eq!((&one.1, &one.2), (&told[0].1, &told[0].2), "file {number}, checker {which}");
        }
    }
    assert!(conditional > 100_000, "the files have too few findings to tell anything: {conditional}");
}
