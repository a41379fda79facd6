//! The walk, decision by decision of `docs/recovery.md`.

use validicom_header::{
    Arena, Encoding, FileKind, Flags, Limits, NO_ELEMENT, NoteKind, Read, SKIP_BYTES, Step, Stopped, Tag, Vr, VrLookup,
    Walker, inflate, parse,
};

/// A dictionary of a few Elements.
struct Dict;

impl VrLookup for Dict {
    fn vr(&self, tag: Tag) -> Option<Vr> {
        Some(match tag.0 {
            0x0002_0010 | 0x0008_0016 | 0x0008_0018 => Vr::UI,
            0x0008_0005 | 0x0008_0060 => Vr::CS,
            0x0008_1140 | 0x0008_1111 => Vr::SQ,
            0x0010_0010 => Vr::PN,
            0x0010_0020 => Vr::LO,
            0x0028_0010 | 0x0028_0011 => Vr::US,
            0x7FE0_0010 => Vr::OW,
            _ => return None,
        })
    }

    fn is_transfer_syntax(&self, uid: &[u8]) -> bool {
        matches!(uid, b"1.2.840.10008.1.2.1" | b"1.2.840.10008.1.2.4.50")
    }
}

fn el(tag: u32, vr: &[u8; 2], value: &[u8]) -> Vec<u8> {
    el_length(tag, vr, value.len() as u32, value)
}

fn el_length(tag: u32, vr: &[u8; 2], length: u32, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(((tag >> 16) as u16).to_le_bytes());
    out.extend((tag as u16).to_le_bytes());
    out.extend(vr);
    if Vr::from_bytes(*vr).is_none_or(Vr::has_long_form) {
        out.extend([0, 0]);
        out.extend(length.to_le_bytes());
    } else {
        out.extend((length as u16).to_le_bytes());
    }
    out.extend(value);
    out
}

fn implicit(tag: u32, length: u32, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(((tag >> 16) as u16).to_le_bytes());
    out.extend((tag as u16).to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(value);
    out
}

const ITEM: u32 = 0xFFFE_E000;
const ITEM_END: u32 = 0xFFFE_E00D;
const SEQUENCE_END: u32 = 0xFFFE_E0DD;
const UNDEFINED: u32 = u32::MAX;

fn file(transfer_syntax: &[u8], data: &[u8]) -> Vec<u8> {
    let mut out = vec![0; 128];
    out.extend(b"DICM");
    out.extend(el(0x0002_0010, b"UI", transfer_syntax));
    out.extend(data);
    out
}

fn explicit(data: &[&[u8]]) -> Vec<u8> {
    file(b"1.2.840.10008.1.2.1\0", &data.concat())
}

fn walk(bytes: &[u8]) -> Arena {
    walk_by(bytes, &Limits::default(), Read::All)
}

fn walk_by(bytes: &[u8], limits: &Limits, read: Read) -> Arena {
    let mut arena = Arena::default();
    parse(bytes, limits, read, &Dict, &mut arena);
    arena
}

fn kinds(arena: &Arena) -> Vec<NoteKind> {
    arena.notes.iter().map(|n| n.kind).collect()
}

fn tags(arena: &Arena) -> Vec<u32> {
    arena.elements.iter().skip(arena.meta_len as usize).map(|e| e.tag.0).collect()
}

/// The walk over a buffer that grows by `cut(n)` bytes at the n-th read.
fn walk_in_reads(bytes: &[u8], limits: &Limits, read: Read, mut cut: impl FnMut(usize) -> usize) -> Arena {
    let mut arena = Arena::default();
    let mut walker = Walker::new(limits, read);
    walker.reset(&mut arena);
    let mut buffer: Vec<u8> = Vec::new();
    let mut next = 0usize;
    for turn in 0.. {
        let more = &bytes[next..(next + cut(turn)).min(bytes.len())];
        buffer.extend_from_slice(more);
        next += more.len();
        match walker.run(&buffer, next >= bytes.len(), bytes.len() as u64, &Dict, &mut arena) {
            Step::Done => break,
            Step::More { len } => assert!(len > buffer.len() && next < bytes.len(), "asks for what there is not"),
            Step::Skip { keep, resume_at } => {
                buffer.truncate(keep);
                next = resume_at as usize;
            }
            Step::Inflate { from } => {
                let inflated = inflate(&bytes[from..], limits.inflated_bytes);
                walker.inflated(&inflated, &mut arena);
                if arena.deflated {
                    buffer.truncate(from);
                    buffer.extend_from_slice(&inflated.data);
                    next = bytes.len();
                }
            }
        }
    }
    arena
}

fn same(a: &Arena, b: &Arena) {
    let strip = |arena: &Arena| {
        let mut elements = arena.elements.clone();
        for element in &mut elements {
            element.value = 0;
        }
        (elements, arena.notes.clone(), arena.meta_len, arena.kind, arena.encoding, arena.seen, arena.stopped)
    };
    assert_eq!(strip(a), strip(b));
}

#[test]
fn a_plain_file_gives_its_elements_and_no_note() {
    let bytes = explicit(&[&el(0x0008_0060, b"CS", b"CT"), &el(0x0010_0020, b"LO", b"ab")]);
    let arena = walk(&bytes);
    assert_eq!(kinds(&arena), []);
    assert_eq!(tags(&arena), [0x0008_0060, 0x0010_0020]);
    assert_eq!(arena.kind, FileKind::Part10);
    assert_eq!(arena.elements[1].value(&bytes), Some(&b"CT"[..]));
    assert_eq!(arena.elements[1].at, 132 + 28);
    assert_eq!(arena.meta_end, 160);
}

#[test]
fn sequences_of_defined_and_undefined_length_nest() {
    let inner = [
        implicit(ITEM, UNDEFINED, &[]),
        el(0x0010_0020, b"LO", b"ab"),
        implicit(ITEM_END, 0, &[]),
        implicit(ITEM, 10, &el(0x0010_0020, b"LO", b"cd")),
    ]
    .concat();
    let defined = el(0x0008_1111, b"SQ", &inner);
    let undefined = [el_length(0x0008_1140, b"SQ", UNDEFINED, &inner), implicit(SEQUENCE_END, 0, &[])].concat();
    let arena = walk(&explicit(&[&defined, &undefined, &el(0x0010_0020, b"LO", b"ef")]));
    assert_eq!(kinds(&arena), []);
    let sequence = arena.elements[1];
    assert_eq!((sequence.tag.0, sequence.next), (0x0008_1111, 6));
    assert_eq!((arena.elements[2].occurrence, arena.elements[4].occurrence), (1, 2));
    assert_eq!((arena.elements[3].depth, arena.elements[3].parent), (1, 2));
    assert_eq!(arena.elements.last().unwrap().depth, 0);
}

#[test]
fn kinds_of_files() {
    for (bytes, kind) in [
        (&b""[..], FileKind::Empty),
        (b"hello, world\n", FileKind::Text),
        (b"\x89PNG\r\n\x1a\n", FileKind::Png),
        (b"PK\x03\x04zzzz", FileKind::Zip),
        (b"\x00\x01\x02\x03\x00\x00\x00\x00\x00\x00\x00\x00", FileKind::Other),
    ] {
        assert_eq!(walk(bytes).kind, kind, "{bytes:?}");
    }
    let bare = [implicit(0x0008_0060, 2, b"CT"), implicit(0x0010_0020, 2, b"ab")].concat();
    let arena = walk(&bare);
    assert_eq!((arena.kind, arena.encoding), (FileKind::BareDataSet, Some(Encoding::ImplicitLittle)));
    let acr = [implicit(0x0008_0010, 12, b"ACR-NEMA 2.0"), implicit(0x0010_0020, 2, b"ab")].concat();
    assert_eq!(walk(&acr).kind, FileKind::AcrNema);
    let meta = [el(0x0002_0010, b"UI", b"1.2.840.10008.1.2.1\0"), el(0x0008_0060, b"CS", b"CT")].concat();
    let arena = walk(&meta);
    assert_eq!((arena.kind, arena.meta_len, arena.elements.len()), (FileKind::BareMeta, 1, 2));
}

#[test]
fn a_value_past_the_end_is_truncated() {
    let arena = walk(&explicit(&[&el_length(0x0010_0020, b"LO", 100, b"ab")]));
    assert_eq!(kinds(&arena), [NoteKind::LengthPastEnd]);
    assert!(arena.elements[1].flags.has(Flags::TRUNCATED));
    // In an Item of defined length the Item wins, and the walk goes on after it.
    let item = implicit(ITEM, 10, &el_length(0x0010_0020, b"LO", 100, b"ab"));
    let arena = walk(&explicit(&[&el(0x0008_1111, b"SQ", &item), &el(0x0010_0020, b"LO", b"ef")]));
    assert_eq!(kinds(&arena), [NoteKind::LengthPastEnd]);
    assert_eq!(arena.notes[0].detail, 1);
    assert_eq!(tags(&arena), [0x0008_1111, ITEM, 0x0010_0020, 0x0010_0020]);
}

#[test]
fn missing_delimiters_end_what_they_should_have_ended() {
    let bytes = explicit(&[
        &el_length(0x0008_1111, b"SQ", UNDEFINED, &[]),
        &implicit(ITEM, UNDEFINED, &[]),
        &el(0x0010_0020, b"LO", b"ab"),
        &implicit(ITEM, UNDEFINED, &[]),
        &implicit(SEQUENCE_END, 0, &[]),
        &el_length(0x0008_1140, b"SQ", UNDEFINED, &[]),
        &el(0x0010_0020, b"LO", b"ab"),
    ]);
    let arena = walk(&bytes);
    assert_eq!(
        kinds(&arena),
        [NoteKind::MissingItemDelimiter, NoteKind::MissingItemDelimiter, NoteKind::MissingSequenceDelimiter]
    );
    assert_eq!(tags(&arena), [0x0008_1111, ITEM, 0x0010_0020, ITEM, 0x0008_1140, 0x0010_0020]);
}

#[test]
fn stray_delimiters_are_skipped() {
    let bytes = explicit(&[
        &implicit(ITEM_END, 0, &[]),
        &el(0x0008_0060, b"CS", b"CT"),
        &implicit(SEQUENCE_END, 0, &[]),
        &el(0x0010_0020, b"LO", b"ab"),
    ]);
    let arena = walk(&bytes);
    assert_eq!(kinds(&arena), [NoteKind::StrayDelimiter, NoteKind::StrayDelimiter]);
    assert_eq!(tags(&arena), [0x0008_0060, 0x0010_0020]);
}

#[test]
fn un_of_undefined_length_is_an_implicit_sequence() {
    let bytes = explicit(&[
        &el_length(0x0009_1001, b"UN", UNDEFINED, &[]),
        &implicit(ITEM, UNDEFINED, &[]),
        &implicit(0x0010_0020, 2, b"ab"),
        &implicit(ITEM_END, 0, &[]),
        &implicit(SEQUENCE_END, 0, &[]),
        &el(0x0010_0020, b"LO", b"ab"),
    ]);
    let arena = walk(&bytes);
    assert_eq!(kinds(&arena), []);
    assert_eq!(tags(&arena), [0x0009_1001, ITEM, 0x0010_0020, 0x0010_0020]);
    assert!(arena.elements[3].flags.has(Flags::IN_UN));
    assert_eq!(arena.elements[3].read_vr, Vr::LO);
}

#[test]
fn encapsulated_pixel_data_gives_fragments() {
    let bytes = file(
        b"1.2.840.10008.1.2.4.50\0\0",
        &[
            el_length(0x7FE0_0010, b"OB", UNDEFINED, &[]),
            implicit(ITEM, 0, &[]),
            implicit(ITEM, 4, b"abcd"),
            implicit(SEQUENCE_END, 0, &[]),
            el(0xFFFC_FFFC, b"OB", &[0; 4]),
        ]
        .concat(),
    );
    let arena = walk(&bytes);
    assert_eq!(kinds(&arena), []);
    assert_eq!(tags(&arena), [0x7FE0_0010, ITEM, ITEM, 0xFFFC_FFFC]);
    let header = walk_by(&bytes, &Limits::default(), Read::Header);
    assert_eq!((tags(&header), header.stopped), (vec![0x7FE0_0010], Some(Stopped::AtPixelData)));
}

#[test]
fn pixel_data_of_undefined_length_are_encapsulated_by_their_vr_however_much_is_read() {
    for (vr, encapsulated) in [(b"OB", true), (b"OW", true), (b"OV", true), (b"UN", true), (b"SQ", false)] {
        let pixel_data = [el_length(0x7FE0_0010, vr, UNDEFINED, &[]), implicit(SEQUENCE_END, 0, &[])].concat();
        let bytes = file(b"1.2.840.10008.1.2.4.50\0\0", &pixel_data);
        for read in [Read::All, Read::Header] {
            let arena = walk_by(&bytes, &Limits::default(), read);
            let flags = arena.elements[arena.meta_len as usize].flags;
            assert_eq!(flags.has(Flags::ENCAPSULATED), encapsulated, "{vr:?} {read:?}");
        }
    }
}

#[test]
fn sequences_and_items_past_the_end_are_truncated() {
    let sequence = |item_length, length| {
        let item = [implicit(ITEM, item_length, &[]), el(0x0008_0060, b"CS", b"CT")].concat();
        explicit(&[&el_length(0x0008_1140, b"SQ", length, &item)])
    };
    let flags = |bytes: &[u8]| {
        let arena = walk(bytes);
        let flags = |tag| arena.elements.iter().find(|e| e.tag.0 == tag).map(|e| e.flags.has(Flags::TRUNCATED));
        [0x0008_1140, ITEM, 0x0008_0060].map(flags)
    };
    assert_eq!(flags(&sequence(10, 18)), [Some(false), Some(false), Some(false)]);
    assert_eq!(flags(&sequence(10, 20)), [Some(true), Some(false), Some(false)]);
    assert_eq!(flags(&sequence(12, 18)), [Some(false), Some(true), Some(false)]);
}

#[test]
fn duplicates_are_numbered_whatever_the_order() {
    let bytes = explicit(&[
        &el(0x0010_0020, b"LO", b"ab"),
        &el(0x0008_0060, b"CS", b"CT"),
        &el(0x0010_0020, b"LO", b"cd"),
        &el(0x0008_0060, b"CS", b"MR"),
        &el(0x0010_0020, b"LO", b"ef"),
    ]);
    let occurrences: Vec<u32> = walk(&bytes).elements.iter().skip(1).map(|e| e.occurrence).collect();
    assert_eq!(occurrences, [1, 1, 2, 2, 3]);
}

#[test]
fn a_declared_encoding_that_is_not_there_is_found_by_reading() {
    let arena = walk(&explicit(&[&implicit(0x0008_0060, 2, b"CT"), &implicit(0x0010_0020, 2, b"ab")]));
    assert_eq!((kinds(&arena), arena.encoding), (vec![NoteKind::EncodingDiffers], Some(Encoding::ImplicitLittle)));
    let arena = walk(&file(b"1.2.3.4\0", &el(0x0008_0060, b"CS", b"CT")));
    assert_eq!((kinds(&arena), arena.encoding), (vec![NoteKind::EncodingGuessed], Some(Encoding::ExplicitLittle)));
}

#[test]
fn deeper_than_the_limit_is_counted_and_not_kept() {
    let mut bytes = Vec::new();
    for _ in 0..5 {
        bytes.extend(el_length(0x0008_1111, b"SQ", UNDEFINED, &[]));
        bytes.extend(implicit(ITEM, UNDEFINED, &[]));
    }
    let limits = Limits { depth: 2, ..Limits::default() };
    let arena = walk_by(&explicit(&[&bytes]), &limits, Read::All);
    assert_eq!(arena.seen, 11);
    assert_eq!(tags(&arena), [0x0008_1111, ITEM, 0x0008_1111, ITEM, 0x0008_1111]);
    assert_eq!(arena.notes[0].kind, NoteKind::LimitReached);
    assert_eq!(arena.notes.len(), 6, "the kept Items and Sequences still miss their delimiters");
}

#[test]
fn the_answer_does_not_depend_on_the_reads() {
    let large = vec![7u8; SKIP_BYTES as usize + 10];
    let item = [implicit(ITEM, UNDEFINED, &[]), el(0x0010_0020, b"LO", b"ab"), implicit(ITEM_END, 0, &[])].concat();
    let sequence = [el_length(0x0008_1111, b"SQ", UNDEFINED, &item), implicit(SEQUENCE_END, 0, &[])].concat();
    let files = [
        explicit(&[&sequence, &el(0x0009_1001, b"OB", &large), &el(0x0010_0020, b"LO", b"ab")]),
        explicit(&[&el_length(0x0009_1001, b"OB", u32::MAX - 1, &large)]),
        explicit(&[&el(0x0010_0020, b"LO", b"ab"), b"\x08\x00\x05"]),
        explicit(&[&el(0x0010_0020, b"LO", b"ab"), &[0; 20]]),
        file(
            b"1.2.840.10008.1.2.4.50\0\0",
            &[
                el_length(0x7FE0_0010, b"OB", UNDEFINED, &[]),
                implicit(ITEM, 4, &[0; 4]),
                implicit(ITEM, large.len() as u32, &large),
                implicit(SEQUENCE_END, 0, &[]),
            ]
            .concat(),
        ),
    ];
    for bytes in &files {
        for read in [Read::Header, Read::All] {
            let limits = Limits::default();
            let whole = walk_by(bytes, &limits, read);
            same(&whole, &walk_in_reads(bytes, &limits, read, |_| 1));
            same(&whole, &walk_in_reads(bytes, &limits, read, |turn| 1 + turn * 7 % 23));
            same(&whole, &walk_in_reads(bytes, &limits, read, |_| 1000));
        }
    }
}

#[test]
fn every_truncation_and_every_length_survives() {
    let item = [implicit(ITEM, UNDEFINED, &[]), el(0x0010_0020, b"LO", b"ab"), implicit(ITEM_END, 0, &[])].concat();
    let sequence = [el_length(0x0008_1111, b"SQ", UNDEFINED, &item), implicit(SEQUENCE_END, 0, &[])].concat();
    let bytes = explicit(&[&sequence, &el(0x0008_1140, b"SQ", &item), &el(0x0010_0020, b"LO", b"ab")]);
    for end in 0..bytes.len() {
        let cut = &bytes[..end];
        same(&walk(cut), &walk_in_reads(cut, &Limits::default(), Read::All, |_| 3));
    }
    for at in 132..bytes.len() - 4 {
        for length in [0u32, 1, 7, 1 << 31, u32::MAX - 1, u32::MAX] {
            let mut broken = bytes.clone();
            broken[at..at + 4].copy_from_slice(&length.to_le_bytes());
            let arena = walk(&broken);
            for (index, element) in arena.elements.iter().enumerate() {
                assert!(element.next > index as u32 && element.next as usize <= arena.elements.len());
                assert!(element.parent == NO_ELEMENT || element.parent < index as u32);
            }
        }
    }
}

#[test]
fn file_meta_that_is_cut_is_still_file_meta() {
    let whole = file(b"1.2.840.10008.1.2.1\0", &[]);
    // Fewer bytes than a header needs (section 3): a note at that header, and no data set.
    let arena = walk(&[&whole[..], b"\x02\x00\x12\x00UI"].concat());
    assert_eq!((kinds(&arena), arena.notes[0].at, arena.notes[0].detail), (vec![NoteKind::TrailingBytes], 160, 6));
    assert_eq!((arena.meta_len, arena.meta_end, arena.elements.len()), (1, 160, 1));
    // A value past the end: it is the second of its Tag all the same.
    let arena = walk(&[&whole[..], &el_length(0x0002_0010, b"UI", 100, b"1.2")].concat());
    assert_eq!((kinds(&arena), arena.meta_len), (vec![NoteKind::LengthPastEnd], 2));
    assert_eq!((arena.elements[1].occurrence, arena.meta_end), (2, 160 + 11));
    // Undefined length.
    let arena = walk(&[&whole[..], &el_length(0x0002_0102, b"OB", UNDEFINED, b"1.2")].concat());
    assert_eq!(kinds(&arena), [NoteKind::UndefinedLengthNotAllowed, NoteKind::CannotGoOn]);
    assert_eq!((arena.meta_len, arena.notes[0].element, arena.notes[1].element), (2, 1, NO_ELEMENT));
}

#[test]
fn pixel_data_of_the_private_syntax_is_big_endian() {
    let data = [implicit(0x0028_0010, 2, &[1, 0]), implicit(0x7FE0_0010, 2, &[0, 1])].concat();
    let arena = walk(&file(b"1.2.840.113619.5.2\0\0", &data));
    assert_eq!((kinds(&arena), arena.encoding), (vec![], Some(Encoding::ImplicitLittle)));
    assert!(!arena.elements[1].flags.has(Flags::BIG_ENDIAN) && arena.elements[2].flags.has(Flags::BIG_ENDIAN));
}

#[test]
fn file_meta_of_another_encoding_is_noted_once_whatever_the_reads() {
    let mut bytes = b"DICM".to_vec();
    bytes.extend(implicit(0x0002_0010, 20, b"1.2.840.10008.1.2.1\0"));
    bytes.extend(el(0x0008_0060, b"CS", b"CT"));
    let whole = walk(&bytes);
    assert_eq!((kinds(&whole), whole.notes[0].at, whole.meta_len), (vec![NoteKind::MetaNotExplicit], 4, 1));
    same(&whole, &walk_in_reads(&bytes, &Limits::default(), Read::All, |_| 1));
}

/// What the walk of a large file in memory takes, in a thread with a stack of 512 KB; the figure is printed.
#[allow(clippy::print_stderr)] // the figures are what these trials are for
fn figure(name: &'static str, limits: Limits, make: impl Fn(usize) -> Vec<u8> + Send + 'static) -> [(u64, usize); 2] {
    let run = move || {
        [1usize, 2].map(|times| {
            let bytes = make(times);
            let start = std::time::Instant::now();
            let arena = walk_by(&bytes, &limits, Read::All);
            eprintln!("{name}: {} met, {} kept, {:?}", arena.seen, arena.elements.len(), start.elapsed());
            (arena.seen, arena.elements.len())
        })
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(run).unwrap().join().unwrap()
}

fn nested(levels: usize) -> Vec<u8> {
    let level = [el_length(0x0008_1111, b"SQ", UNDEFINED, &[]), implicit(ITEM, UNDEFINED, &[])].concat();
    explicit(&[&level.repeat(levels)])
}

#[test]
fn a_million_levels_are_counted() {
    let default = figure("nesting, default limits", Limits::default(), |n| nested(n * 500_000));
    // 1,024 levels of a Sequence and an Item, one Sequence more, and File Meta Information.
    assert_eq!(default, [(1_000_001, 2_050), (2_000_001, 2_050)]);
    let raised = figure("nesting, raised limits", Limits::raised(), |n| nested(n * 500_000));
    assert_eq!(raised, [(1_000_001, 131_072), (2_000_001, 131_072)]);
}

#[test]
fn a_million_empty_items_and_ten_million_elements() {
    let items = |n: usize| {
        explicit(&[
            &el_length(0x0008_1111, b"SQ", UNDEFINED, &[]),
            &implicit(ITEM, 0, &[]).repeat(n * 500_000),
            &implicit(SEQUENCE_END, 0, &[]),
        ])
    };
    assert_eq!(figure("empty Items", Limits::default(), items), [(500_002, 500_002), (1_000_002, 1_000_002)]);
    let elements = |n: usize| explicit(&[&el(0x0010_0020, b"LO", b"").repeat(n * 5_000_000)]);
    let raised = figure("Elements, raised limits", Limits::raised(), elements);
    assert_eq!(raised, [(5_000_001, 5_000_001), (10_000_001, 10_000_001)]);
    // The default limit ends the walk at the first Element that it would not keep.
    let default = figure("Elements, default limits", Limits::default(), elements);
    assert_eq!(default, [(2_000_001, 2_000_000); 2]);
}

/// A raw deflate stream of `mib` MiB of zeros after `data`: one block again and again.
fn deflated(data: &[u8], mib: usize) -> Vec<u8> {
    use flate2::{Compress, Compression, FlushCompress};
    let block = |bytes: &[u8], flush| {
        let mut out = Vec::with_capacity(bytes.len() / 2 + 4096);
        Compress::new(Compression::best(), false).compress_vec(bytes, &mut out, flush).unwrap();
        out
    };
    let zeros = block(&vec![0; 1 << 20], FlushCompress::Full);
    [block(data, FlushCompress::Full), zeros.repeat(mib), block(b"", FlushCompress::Finish)].concat()
}

#[test]
#[allow(clippy::print_stderr)]
fn deflated_data_sets_are_read_within_the_limit() {
    let data = [el(0x0008_0060, b"CS", b"CT"), el(0x0010_0020, b"LO", b"ab")].concat();
    let syntax = b"1.2.840.10008.1.2.1.99";
    let whole = file(syntax, &deflated(&data, 0));
    let arena = walk(&whole);
    assert_eq!((kinds(&arena), tags(&arena), arena.deflated), (vec![], vec![0x0008_0060, 0x0010_0020], true));
    same(&arena, &walk_in_reads(&whole, &Limits::default(), Read::All, |_| 1));
    // A stream that is cut: what came out is read.
    let arena = walk(&whole[..whole.len() - 2]);
    assert_eq!((kinds(&arena), tags(&arena)), (vec![NoteKind::DeflateDamaged], vec![0x0008_0060, 0x0010_0020]));
    // One byte of padding is right, two are not.
    assert_eq!(kinds(&walk(&[&whole[..], &[0]].concat())), []);
    let arena = walk(&[&whole[..], &[0, 0]].concat());
    assert_eq!((kinds(&arena), arena.notes[0].detail), (vec![NoteKind::BytesAfterDeflate], 2));
    // Not deflated at all.
    let arena = walk(&file(syntax, &data));
    assert_eq!((kinds(&arena), arena.deflated), (vec![NoteKind::EncodingDiffers], false));
    assert_eq!(tags(&arena), [0x0008_0060, 0x0010_0020]);
    // 512 MiB, of which the limit is read and no more is held.
    let bomb = file(syntax, &deflated(&[data.clone(), el_length(0x0012_0010, b"OB", 1 << 29, &[])].concat(), 512));
    let limits = Limits::default();
    let start = std::time::Instant::now();
    let out = inflate(&bomb[162..], limits.inflated_bytes);
    assert_eq!(out.data.len() as u64, limits.inflated_bytes);
    assert!(out.data.capacity() as u64 <= limits.inflated_bytes + (64 << 10), "{}", out.data.capacity());
    let arena = walk_by(&bomb, &limits, Read::All);
    eprintln!("bomb: {} bytes, inflated twice and walked in {:?}", bomb.len(), start.elapsed());
    assert_eq!((kinds(&arena), tags(&arena)), (vec![NoteKind::LimitReached], vec![0x0008_0060, 0x0010_0020]));
    assert_eq!(arena.stopped, Some(Stopped::ByLimit(validicom_header::Limit::InflatedBytes)));
}

#[test]
fn two_letters_that_are_no_vr_are_read_as_un() {
    let item = [implicit(ITEM, 10, &implicit(0x0010_0020, 2, b"1 "))].concat();
    let arena = walk(&explicit(&[&el(0x0008_1140, b"ZZ", &item), &el(0x0010_0020, b"ZZ", b"1 ")]));
    assert_eq!(tags(&arena), [0x0008_1140, ITEM, 0x0010_0020, 0x0010_0020]);
    let vrs: Vec<_> = arena.elements[1..].iter().map(|e| (e.vr, e.read_vr)).collect();
    assert_eq!(vrs[0], (Vr::Unknown, Vr::SQ));
    assert_eq!(vrs[2], (Vr::None, Vr::LO), "inside, Implicit VR");
    assert_eq!(vrs[3], (Vr::Unknown, Vr::LO));
}
