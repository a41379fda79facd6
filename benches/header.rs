//! Structure only: the walk of headers that are in memory, with an arena that is used again. One figure is for a header
//! of 146 Elements, the number of the *sweep* corpus; the others are the shapes that cost most.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use validicom_header::{Arena, Limits, Read, Tag, Vr, VrLookup, Walker, parse_with};

struct Dict;

impl VrLookup for Dict {
    #[inline]
    fn vr(&self, tag: Tag) -> Option<Vr> {
        Some(if tag.element() & 1 == 0 { Vr::LO } else { Vr::CS })
    }

    fn is_transfer_syntax(&self, uid: &[u8]) -> bool {
        uid.starts_with(b"1.2.840.10008.1.2")
    }
}

fn element(out: &mut Vec<u8>, tag: u32, vr: Option<&[u8; 2]>, value: &[u8]) {
    out.extend(((tag >> 16) as u16).to_le_bytes());
    out.extend((tag as u16).to_le_bytes());
    match vr {
        None => out.extend((value.len() as u32).to_le_bytes()),
        Some(vr) => {
            out.extend(vr);
            if Vr::from_bytes(*vr).is_some_and(Vr::has_long_form) {
                out.extend([0, 0]);
                out.extend((value.len() as u32).to_le_bytes());
            } else {
                out.extend((value.len() as u16).to_le_bytes());
            }
        }
    }
    out.extend(value);
}

fn part10(transfer_syntax: &[u8]) -> Vec<u8> {
    let mut out = vec![0; 128];
    out.extend(b"DICM");
    for number in [1u32, 2, 3] {
        element(&mut out, 0x0002_0000 + number, Some(b"UI"), b"1.2.3\0");
    }
    element(&mut out, 0x0002_0010, Some(b"UI"), transfer_syntax);
    element(&mut out, 0x0002_0012, Some(b"UI"), b"1.2.3\0");
    out
}

/// 146 Elements, 12 of them in Items, as in a common image.
fn header(is_explicit: bool) -> Vec<u8> {
    let mut out = part10(if is_explicit { b"1.2.840.10008.1.2.1\0" } else { b"1.2.840.10008.1.2\0" });
    let vrs: [&[u8; 2]; 7] = [b"LO", b"CS", b"DS", b"UI", b"US", b"SH", b"DA"];
    let vr = |n: usize| is_explicit.then(|| vrs[n % vrs.len()]);
    let mut count = 5;
    let mut group = 0x0008;
    while count < 132 {
        for number in 0..30u32 {
            if count < 132 {
                element(&mut out, group << 16 | (0x10 + number), vr(count), &b"0123456789ABCDEF"[..2 + count % 7 * 2]);
                count += 1;
            }
        }
        group += 8;
    }
    for number in 0..2u32 {
        let mut item = Vec::new();
        for n in 0..5u32 {
            element(&mut item, 0x0008_0100 + n, vr(n as usize), b"12345678");
        }
        let mut sequence = Vec::new();
        element(&mut sequence, 0xFFFE_E000, None, &item);
        // Odd groups are private, so the Implicit form has none of these as a Sequence.
        element(&mut out, 0x0060_0010 + number, is_explicit.then_some(b"SQ"), &sequence);
    }
    out
}

fn many(count: u32, what: impl Fn(&mut Vec<u8>, u32)) -> Vec<u8> {
    let mut out = part10(b"1.2.840.10008.1.2.1\0");
    for number in 0..count {
        what(&mut out, number);
    }
    out
}

fn walk(c: &mut Criterion) {
    let raised = Limits::raised();
    let nested = many(100_000, |out, _| {
        out.extend(b"\x08\x00\x40\x11SQ\0\0\xFF\xFF\xFF\xFF\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF");
    });
    let items = {
        let mut out = part10(b"1.2.840.10008.1.2.1\0");
        out.extend(b"\x08\x00\x40\x11SQ\0\0\xFF\xFF\xFF\xFF");
        out.extend(b"\xFE\xFF\x00\xE0\0\0\0\0".repeat(100_000));
        out.extend(b"\xFE\xFF\xDD\xE0\0\0\0\0");
        out
    };
    let elements = many(100_000, |out, n| element(out, 0x0010_0010 + n, Some(b"LO"), b"ab"));
    let descending = many(100_000, |out, n| element(out, 0x0014_0000 - n, Some(b"LO"), b"ab"));
    let cases = [
        ("explicit-146", header(true)),
        ("implicit-146", header(false)),
        ("nested-100000", nested),
        ("items-100000", items),
        ("elements-100000", elements),
        ("descending-100000", descending),
    ];
    let mut group = c.benchmark_group("header");
    for (name, bytes) in &cases {
        let mut walker = Walker::new(&raised, Read::All);
        let mut arena = Arena::default();
        parse_with(&mut walker, bytes, &raised, &Dict, &mut arena);
        group.throughput(Throughput::Elements(arena.seen));
        group.bench_function(*name, |b| {
            b.iter(|| {
                parse_with(&mut walker, black_box(bytes), &raised, &Dict, &mut arena);
                arena.seen
            });
        });
    }
    group.finish();
}

criterion_group!(benches, walk);
criterion_main!(benches);
