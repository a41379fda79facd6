//! The rules over files that are in memory and walked already: the sample files, one right and one with faults, with the
//! screens on and off, and a header of many Items.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use validicom_header::{Arena, Limits, Read, parse};
use validicom_rules::{Checker, Options};
use validicom_standard::Edition;

const RIGHT: &[u8] = include_bytes!("../tests/samples/ct.dcm");
const FAULTS: &[u8] = include_bytes!("../tests/samples/ct_faults.dcm");

/// The right sample with a Referenced Image Sequence of so many Items before its Patient's Name.
fn with_items(count: usize) -> Vec<u8> {
    let mut item = Vec::new();
    for (tag, value) in [(0x1150u16, &b"1.2.840.10008.5.1.4.1.1.2\0"[..]), (0x1155, b"1.2.3.4.5.6\0")] {
        item.extend([0x08, 0x00]);
        item.extend(tag.to_le_bytes());
        item.extend(b"UI");
        item.extend((value.len() as u16).to_le_bytes());
        item.extend(value);
    }
    let mut sequence = vec![0x08, 0x00, 0x40, 0x11, b'S', b'Q', 0, 0];
    sequence.extend(((item.len() + 8) as u32 * count as u32).to_le_bytes());
    for _ in 0..count {
        sequence.extend([0xFE, 0xFF, 0x00, 0xE0]);
        sequence.extend((item.len() as u32).to_le_bytes());
        sequence.extend(&item);
    }
    let name = [0x10, 0x00, 0x10, 0x00, b'P', b'N'];
    let at = RIGHT.windows(name.len()).position(|w| w == name).unwrap_or(RIGHT.len());
    [&RIGHT[..at], &sequence, &RIGHT[at..]].concat()
}

fn rules(criterion: &mut Criterion) {
    let edition = Edition::newest();
    let many = with_items(1000);
    let mut group = criterion.benchmark_group("rules");
    for (name, bytes) in [("right", RIGHT), ("faults", FAULTS), ("1000 Items", &many)] {
        for screens in [true, false] {
            let limits = Limits::default();
            let mut arena = Arena::default();
            let buffer = parse(bytes, &limits, Read::All, &*edition, &mut arena);
            let mut checker = Checker::new(Arc::clone(&edition), Options { screens, ..Options::default() });
            group.throughput(Throughput::Elements(arena.elements.len() as u64));
            let label = if screens { name.to_owned() } else { format!("{name}, every rule asked") };
            group.bench_function(label, |bencher| {
                bencher.iter(|| black_box(checker.check(black_box(&arena), &buffer, false)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, rules);
criterion_main!(benches);
