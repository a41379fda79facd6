//! A file without findings costs no allocation: neither its walk nor its check, once the memory that is used again has
//! grown. Counted by an allocator of this test program.
#![allow(unsafe_code, clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use validicom_header::{Arena, Limits, Read, Walker, parse_with};
use validicom_rules::{Checker, Options};
use validicom_standard::Edition;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is handed on to the system's allocator; the counter allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations() -> u64 {
    COUNT.with(Cell::get)
}

/// An Element of a short form, padded.
fn element(group: u16, number: u16, vr: &str, value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(group.to_le_bytes());
    bytes.extend(number.to_le_bytes());
    bytes.extend(vr.as_bytes());
    let pad = if vr == "UI" || vr == "OB" { 0 } else { b' ' };
    let padded: Vec<u8> = value.iter().copied().chain((value.len() % 2 == 1).then_some(pad)).collect();
    if vr == "OB" || vr == "OW" || vr == "SQ" {
        bytes.extend([0, 0]);
        bytes.extend((padded.len() as u32).to_le_bytes());
    } else {
        bytes.extend((padded.len() as u16).to_le_bytes());
    }
    bytes.extend(padded);
    bytes
}

/// A Secondary Capture image with all that is demanded of it, text beyond ASCII, a Sequence and a private block.
fn right_file(charset: &[u8], name: &[u8]) -> Vec<u8> {
    let sop_class = b"1.2.840.10008.5.1.4.1.1.7";
    let meta: Vec<u8> = [
        element(2, 1, "OB", &[0, 1]),
        element(2, 2, "UI", sop_class),
        element(2, 3, "UI", b"1.2.3.4"),
        element(2, 0x10, "UI", b"1.2.840.10008.1.2.1"),
        element(2, 0x12, "UI", b"1.2.3"),
    ]
    .concat();
    let code =
        [element(8, 0x0100, "SH", b"1"), element(8, 0x0102, "SH", b"99X"), element(8, 0x0104, "LO", name)].concat();
    let item = [&[0xFE, 0xFF, 0x00, 0xE0][..], &(code.len() as u32).to_le_bytes(), &code].concat();
    let root = [
        element(8, 0x05, "CS", charset),
        element(8, 0x08, "CS", b"ORIGINAL\\PRIMARY"),
        element(8, 0x16, "UI", sop_class),
        element(8, 0x18, "UI", b"1.2.3.4"),
        element(8, 0x20, "DA", b"20240229"),
        element(8, 0x30, "TM", b"120000.5"),
        element(8, 0x50, "SH", b""),
        element(8, 0x60, "CS", b"OT"),
        element(8, 0x64, "CS", b"WSD"),
        element(8, 0x70, "LO", b"Maker"),
        element(8, 0x90, "PN", b""),
        element(8, 0x1032, "SQ", &item),
        element(9, 0x10, "LO", b"MAKER"),
        element(9, 0x1001, "LO", b"anything"),
        element(0x10, 0x10, "PN", name),
        element(0x10, 0x20, "LO", b"1"),
        element(0x10, 0x30, "DA", b""),
        element(0x10, 0x40, "CS", b"O"),
        element(0x20, 0x0D, "UI", b"1.2.3"),
        element(0x20, 0x0E, "UI", b"1.2.4"),
        element(0x20, 0x10, "SH", b""),
        element(0x20, 0x11, "IS", b"1"),
        element(0x20, 0x13, "IS", b"1"),
        element(0x20, 0x20, "CS", b""),
        element(0x28, 0x02, "US", &1u16.to_le_bytes()),
        element(0x28, 0x04, "CS", b"MONOCHROME2"),
        element(0x28, 0x10, "US", &2u16.to_le_bytes()),
        element(0x28, 0x11, "US", &2u16.to_le_bytes()),
        element(0x28, 0x30, "DS", b"0.5\\0.5"),
        element(0x28, 0x100, "US", &8u16.to_le_bytes()),
        element(0x28, 0x101, "US", &8u16.to_le_bytes()),
        element(0x28, 0x102, "US", &7u16.to_le_bytes()),
        element(0x28, 0x103, "US", &0u16.to_le_bytes()),
        element(0x7FE0, 0x10, "OB", &[1, 2, 3, 4]),
    ]
    .concat();
    let length = element(2, 0, "UL", &(meta.len() as u32).to_le_bytes());
    [&[0u8; 128][..], b"DICM", &length, &meta, &root].concat()
}

#[test]
fn a_file_without_findings_allocates_nothing() {
    allocates_nothing(&right_file(b"ISO_IR 100", b"Miller^Jim"));
}

#[test]
fn a_file_with_text_beyond_ascii_allocates_nothing() {
    allocates_nothing(&right_file(b"ISO_IR 192", "Müller^Jürgen".as_bytes()));
    allocates_nothing(&right_file(b"ISO_IR 100", b"M\xfcller^J\xfcrgen"));
}

/// Elements of the root after File Meta Information.
fn file_of(root: &[Vec<u8>]) -> Vec<u8> {
    let meta = element(2, 0x10, "UI", b"1.2.840.10008.1.2.1");
    let length = element(2, 0, "UL", &(meta.len() as u32).to_le_bytes());
    [&[0u8; 128][..], b"DICM", &length, &meta, &root.concat()].concat()
}

fn items(data: &[Vec<u8>]) -> Vec<u8> {
    data.iter()
        .flat_map(|item| [&[0xFE, 0xFF, 0x00, 0xE0][..], &(item.len() as u32).to_le_bytes(), item].concat())
        .collect()
}

#[test]
fn functional_groups_without_findings_allocate_nothing() {
    let groups = [(0x18, 0x9329), (0x18, 0x9477), (0x20, 0x9071), (0x20, 0x9113), (0x20, 0x9116), (0x28, 0x9145)];
    let shared: Vec<u8> =
        groups.into_iter().flat_map(|(group, number)| element(group, number, "SQ", &items(&[Vec::new()]))).collect();
    let values = element(0x20, 0x9157, "UL", &[1, 0, 0, 0]);
    let frame = [element(0x20, 0x9111, "SQ", &items(&[values])), element(0x28, 0x9110, "SQ", &items(&[Vec::new()]))];
    let uid = element(0x20, 0x9164, "UI", b"1.2.3.40");
    let pointers =
        [element(0x20, 0x9165, "AT", &[0x20, 0, 0x57, 0x90]), element(0x20, 0x9167, "AT", &[0x20, 0, 0x11, 0x91])];
    let dimension = [uid.clone(), pointers.concat()].concat();
    let bytes = file_of(&[
        element(8, 0x08, "CS", b"ORIGINAL\\PRIMARY"),
        element(8, 0x16, "UI", b"1.2.840.10008.5.1.4.1.1.2.1"),
        element(0x20, 0x9221, "SQ", &items(&[uid])),
        element(0x20, 0x9222, "SQ", &items(&[dimension])),
        element(0x28, 0x08, "IS", b"40"),
        element(0x5200, 0x9229, "SQ", &items(&[shared])),
        element(0x5200, 0x9230, "SQ", &items(&vec![frame.concat(); 40])),
    ]);
    // Macros that only original images need are missing; that they are looked for is enough here.
    let rules = ["G002", "G003", "G004", "G006", "G007", "G008", "G009", "G011"];
    allocates_nothing_by(&bytes, &rules);
}

#[test]
fn content_items_without_findings_allocate_nothing() {
    let of = |value_type: &str, relationship: &str, more: &[Vec<u8>]| {
        let own =
            [element(0x40, 0xA010, "CS", relationship.as_bytes()), element(0x40, 0xA040, "CS", value_type.as_bytes())];
        [&own[..], more].concat().concat()
    };
    let instance = |uid: &[u8]| element(8, 0x1199, "SQ", &items(&[element(8, 0x1155, "UI", uid)]));
    let series = element(8, 0x1115, "SQ", &items(&[instance(b"1.2.3.40")]));
    let reference =
        [element(0x40, 0xA010, "CS", b"INFERRED FROM"), element(0x40, 0xDB73, "UL", &[1, 0, 0, 0, 2, 0, 0, 0])];
    let code = of("CODE", "CONTAINS", &[element(0x40, 0xA730, "SQ", &items(&[reference.concat()]))]);
    let image = [instance(b"1.2.3.40"), of("IMAGE", "CONTAINS", &[])].concat();
    let bytes = file_of(&[
        element(8, 0x16, "UI", b"1.2.840.10008.5.1.4.1.1.88.33"),
        element(0x40, 0xA040, "CS", b"CONTAINER"),
        element(0x40, 0xA375, "SQ", &items(&[series])),
        element(0x40, 0xA730, "SQ", &items(&[code, image])),
    ]);
    allocates_nothing_by(&bytes, &["S"]);
}

fn allocates_nothing(bytes: &[u8]) {
    allocates_nothing_by(bytes, &[]);
}

fn allocates_nothing_by(bytes: &[u8], rules: &[&str]) {
    let limits = Limits::default();
    let edition = Edition::newest();
    let select = rules.iter().map(|&rule| rule.to_owned()).collect();
    let mut checker = Checker::new(edition.clone(), Options { select, ..Options::default() });
    let mut walker = Walker::new(&limits, Read::All);
    let mut arena = Arena::default();
    let mut round = || {
        let before = allocations();
        let buffer = parse_with(&mut walker, bytes, &limits, &*edition, &mut arena);
        let walked = allocations();
        let outcome = checker.check(&arena, &buffer, false);
        let checked = allocations();
        assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
        (walked - before, checked - walked)
    };
    // The first rounds let the memory grow that is used again.
    round();
    round();
    let counts = round();
    assert_eq!(counts, (0, 0), "allocations of the walk and of the check");
}
