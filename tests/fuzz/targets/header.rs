//! Any bytes as a file: the walk ends, its arena is well formed, and it is the same whatever the sizes of the reads.
//!
//! The first two bytes of the input choose the reads and the limits, the rest is the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use validicom_header::{
    Arena, Charset, Element, Flags, Limits, NO_ELEMENT, Read, Step, Tag, Vr, VrLookup, Walker, inflate, parse,
};

/// Every kind of VR stands in some place of this dictionary.
struct Dict;

impl VrLookup for Dict {
    fn vr(&self, tag: Tag) -> Option<Vr> {
        match tag.0 {
            0x0008_1111 | 0x0008_1140 => Some(Vr::SQ),
            0x7FE0_0010 => Some(Vr::OW),
            other => Vr::from_code((other % 40) as u8).filter(|vr| !matches!(vr, Vr::None | Vr::Unknown)),
        }
    }

    fn is_transfer_syntax(&self, uid: &[u8]) -> bool {
        uid.starts_with(b"1.2.840.10008.1.2")
    }
}

/// The walk over a buffer that grows by `step` bytes a read, and what of the arena does not depend on the buffer.
fn walk_in_reads(bytes: &[u8], limits: &Limits, read: Read, step: usize) -> (Arena, Vec<u8>) {
    let mut arena = Arena::default();
    let mut walker = Walker::new(limits, read);
    walker.reset(&mut arena);
    let mut buffer: Vec<u8> = Vec::new();
    let mut next = 0usize;
    loop {
        let more = &bytes[next.min(bytes.len())..next.saturating_add(step).min(bytes.len())];
        buffer.extend_from_slice(more);
        next += more.len();
        match walker.run(&buffer, next >= bytes.len(), bytes.len() as u64, &Dict, &mut arena) {
            Step::Done => return (arena, buffer),
            Step::More { len } => assert!(len > buffer.len() && next < bytes.len(), "asks for what there is not"),
            Step::Skip { keep, resume_at } => {
                assert!(keep <= buffer.len() && resume_at <= bytes.len() as u64);
                buffer.truncate(keep);
                next = resume_at as usize;
            }
            Step::Inflate { from } => {
                let at = next - (buffer.len() - from);
                let inflated = inflate(&bytes[at..], limits.inflated_bytes);
                walker.inflated(&inflated, &mut arena);
                if arena.deflated {
                    buffer.truncate(from);
                    buffer.extend_from_slice(&inflated.data);
                    next = bytes.len();
                }
            }
        }
    }
}

fn is_well_formed(arena: &Arena, buffer: &[u8]) {
    for (index, element) in arena.elements.iter().enumerate() {
        let index = index as u32;
        assert!(element.next > index && element.next as usize <= arena.elements.len());
        assert!(element.occurrence >= 1);
        if element.parent != NO_ELEMENT {
            let parent = &arena.elements[element.parent as usize];
            assert!(element.parent < index && element.next <= parent.next);
            assert_eq!(element.depth, parent.depth + u16::from(!element.is_item()));
        }
        if element.flags.has(Flags::HAS_VALUE) {
            assert_eq!(element.value(buffer).map(<[u8]>::len), Some(element.length as usize));
        }
    }
    for note in &arena.notes {
        assert!(note.element == NO_ELEMENT || (note.element as usize) < arena.elements.len());
    }
}

fuzz_target!(|data: &[u8]| {
    let [choice, step, bytes @ ..] = data else { return };
    let read = if choice & 1 == 0 { Read::All } else { Read::Header };
    let mut limits = Limits { inflated_bytes: 1 << 16, ..Limits::default() };
    match choice >> 1 & 7 {
        1 => limits.depth = 1,
        2 => limits.elements = 3,
        3 => limits.held_bytes = 20,
        4 => limits.fragments = 1,
        5 => limits.inflated_bytes = 40,
        _ => {}
    }
    let mut arena = Arena::default();
    let buffer = parse(bytes, &limits, read, &Dict, &mut arena);
    is_well_formed(&arena, &buffer);
    let (cut, cut_buffer) = walk_in_reads(bytes, &limits, read, usize::from(*step).max(1));
    is_well_formed(&cut, &cut_buffer);
    let values = |arena: &Arena, buffer: &[u8]| -> Vec<Option<Vec<u8>>> {
        arena.elements.iter().map(|e| e.value(buffer).map(<[u8]>::to_vec)).collect()
    };
    assert_eq!(values(&arena, &buffer), values(&cut, &cut_buffer));
    let elements =
        |arena: &Arena| -> Vec<Element> { arena.elements.iter().map(|e| Element { value: 0, ..*e }).collect() };
    assert_eq!(elements(&arena), elements(&cut));
    assert_eq!(arena.notes, cut.notes);
    assert_eq!(
        (arena.meta_len, arena.meta_end, arena.kind, arena.encoding, arena.deflated, arena.seen, arena.stopped),
        (cut.meta_len, cut.meta_end, cut.kind, cut.encoding, cut.deflated, cut.seen, cut.stopped)
    );
    // Text by the character set that the data set says.
    let charset = arena.elements.iter().find(|e| e.tag == Tag::SPECIFIC_CHARACTER_SET);
    if let Some(value) = charset.and_then(|e| e.value(&buffer)) {
        let charset = Charset::parse(value);
        for element in &arena.elements {
            if let Some(value) = element.value(&buffer) {
                charset.decode(value, element.read_vr);
            }
        }
    }
});
