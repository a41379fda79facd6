//! Fills an arena from what is not a file: a data set in memory or DICOM JSON.
//!
//! The caller gives the Elements of each data set in ascending order of their Tags. Values are copied into one buffer.

use crate::arena::{Arena, Element, Encoding, FileKind, Flags, NO_ELEMENT, Note, NoteKind, Stopped};
use crate::limits::{Limit, Limits};
use crate::sniff::Enc;
use crate::tag::Tag;
use crate::vr::Vr;
use crate::walk::{Walker, read_vr_of};
use crate::{Read, SKIP_BYTES, VrLookup};

/// One Element for a [`Builder`].
#[derive(Clone, Copy, Debug)]
pub struct NewElement<'v> {
    /// The Tag.
    pub tag: Tag,
    /// The VR; `Vr::None` where the data set has none (Implicit VR).
    pub vr: Vr,
    /// The value bytes; `None` where there is a value that is not at hand (a file that was not read, bulk data by URI).
    pub value: Option<&'v [u8]>,
    /// The encoding of the file it was read from, for bytes as they stood there; `None` for a converted value: little endian,
    /// strings in UTF-8.
    pub raw: Option<Encoding>,
}

/// Fills an arena Element by Element.
#[derive(Debug)]
pub struct Builder {
    limits: Limits,
    arena: Arena,
    bytes: Vec<u8>,
    stack: Vec<u32>,
    held: u64,
    over_depth: u32,
    full: bool,
}

impl Builder {
    /// An empty data set, within these limits.
    pub fn new(limits: &Limits) -> Builder {
        Builder {
            limits: limits.clone(),
            arena: Arena { kind: FileKind::DataSet, ..Arena::default() },
            bytes: Vec::new(),
            stack: Vec::new(),
            held: 0,
            over_depth: 0,
            full: false,
        }
    }

    /// Ends File Meta Information: what was added so far belongs to it.
    pub fn begin_data_set(&mut self) {
        self.arena.meta_len = self.arena.elements.len() as u32;
    }

    /// Adds an Element that is no Sequence, or a raw Sequence of defined length, whose bytes are walked.
    pub fn element<D: VrLookup + ?Sized>(&mut self, new: NewElement, dict: &D) {
        let length = new.value.map_or(1, |value| u32::try_from(value.len()).unwrap_or(u32::MAX - 1));
        let mut flags = Flags::default();
        let encoding = new.raw.unwrap_or(Encoding::ExplicitLittle);
        let is_un = new.vr == Vr::UN;
        if new.raw.is_some() {
            flags.set(Flags::RAW);
        } else {
            flags.set(Flags::UTF8);
        }
        if new.vr == Vr::None {
            flags.set(Flags::IMPLICIT);
        }
        if encoding == Encoding::ExplicitBig && !is_un {
            flags.set(Flags::BIG_ENDIAN);
        }
        let read_vr = read_vr_of(new.tag, new.vr, dict);
        let Some(index) = self.push(new.tag, new.vr, read_vr, flags, length) else { return };
        let Some(value) = new.value else { return };
        if read_vr == Vr::SQ && new.raw.is_some() {
            let enc = if is_un { Enc::IMPLICIT_LITTLE } else { Enc::of(encoding) };
            self.walk_sequence(index, value, enc, is_un, dict);
            return;
        }
        let is_bulk = matches!(read_vr, Vr::OB | Vr::OD | Vr::OF | Vr::OL | Vr::OV | Vr::OW | Vr::UN | Vr::None);
        if is_bulk && length > SKIP_BYTES {
            return;
        }
        if self.held.saturating_add(u64::from(length)) > self.limits.held_bytes {
            self.note(NoteKind::LimitReached, index, Limit::HeldBytes as u64);
            return;
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.held += u64::from(length);
        if let (Some(element), Ok(start)) = (self.arena.elements.get_mut(index as usize), u32::try_from(start)) {
            element.value = start;
            element.value_len = length;
            element.flags.set(Flags::HAS_VALUE);
        }
    }

    /// Adds encapsulated Pixel Data or another Element of undefined length whose fragments are not looked at.
    pub fn encapsulated(&mut self, tag: Tag, vr: Vr, raw: bool) {
        let mut flags = Flags::UNDEFINED_LENGTH;
        flags.set(Flags::ENCAPSULATED);
        if raw {
            flags.set(Flags::RAW);
        }
        if vr == Vr::None {
            flags.set(Flags::IMPLICIT);
        }
        self.push(tag, vr, vr, flags, u32::MAX);
    }

    /// Opens a Sequence; close it with [`Builder::close`].
    pub fn open_sequence(&mut self, tag: Tag, vr: Vr, raw: bool) {
        let mut flags = Flags::UNDEFINED_LENGTH;
        if raw {
            flags.set(Flags::RAW);
        }
        if vr == Vr::None {
            flags.set(Flags::IMPLICIT);
        }
        let index = self.push(tag, vr, Vr::SQ, flags, u32::MAX);
        self.stack.push(index.unwrap_or(NO_ELEMENT));
    }

    /// Opens an Item of the Sequence that is open; close it with [`Builder::close`].
    pub fn open_item(&mut self) {
        let sequence = self.stack.last().copied().unwrap_or(NO_ELEMENT);
        self.arena.seen += 1;
        let depth = self.arena.elements.get(sequence as usize).map_or(u16::MAX, |e| e.depth);
        if self.over_depth > 0 || depth >= self.limits.depth {
            if self.over_depth == 0 && !self.full && !self.depth_noted() {
                self.note(NoteKind::LimitReached, sequence, Limit::Depth as u64);
            }
            self.over_depth += 1;
            self.stack.push(NO_ELEMENT);
            return;
        }
        let number = self.count_items(sequence);
        let mut flags = Flags::UNDEFINED_LENGTH;
        if self.arena.elements.get(sequence as usize).is_some_and(|e| e.flags.has(Flags::RAW)) {
            flags.set(Flags::RAW);
        }
        let item = Element {
            tag: Tag::ITEM,
            vr: Vr::None,
            read_vr: Vr::None,
            flags,
            depth,
            occurrence: number,
            length: u32::MAX,
            value: 0,
            value_len: 0,
            parent: sequence,
            next: 0,
            at: 0,
        };
        let index = self.add(item).unwrap_or(NO_ELEMENT);
        self.stack.push(index);
    }

    /// Closes the innermost open Sequence or Item.
    pub fn close(&mut self) {
        let Some(index) = self.stack.pop() else { return };
        if index == NO_ELEMENT {
            self.over_depth = self.over_depth.saturating_sub(1);
            return;
        }
        let end = self.arena.elements.len() as u32;
        if let Some(element) = self.arena.elements.get_mut(index as usize) {
            element.next = end;
            if element.is_item() {
                let sequence = element.parent;
                if let Some(sequence) = self.arena.elements.get_mut(sequence as usize) {
                    // Until it is closed a Sequence counts its Items here.
                    sequence.value_len += 1;
                }
            } else {
                element.value_len = 0;
            }
        }
    }

    /// The arena and the buffer in which its values stand.
    pub fn finish(mut self) -> (Arena, Vec<u8>) {
        while !self.stack.is_empty() {
            self.close();
        }
        (self.arena, self.bytes)
    }

    fn count_items(&self, sequence: u32) -> u32 {
        self.arena.elements.get(sequence as usize).map_or(0, |e| e.value_len).saturating_add(1)
    }

    fn depth_noted(&self) -> bool {
        self.arena.notes.iter().any(|n| n.kind == NoteKind::LimitReached && n.detail == Limit::Depth as u64)
    }

    fn note(&mut self, kind: NoteKind, element: u32, detail: u64) {
        self.arena.notes.push(Note { kind, element, at: 0, detail });
    }

    fn push(&mut self, tag: Tag, vr: Vr, read_vr: Vr, flags: Flags, length: u32) -> Option<u32> {
        self.arena.seen += 1;
        if self.over_depth > 0 {
            return None;
        }
        let parent = self.stack.last().copied().unwrap_or(NO_ELEMENT);
        let depth = self.arena.elements.get(parent as usize).map_or(0, |item| item.depth.saturating_add(1));
        self.add(Element {
            tag,
            vr,
            read_vr,
            flags,
            depth,
            occurrence: 1,
            length,
            value: 0,
            value_len: 0,
            parent,
            next: 0,
            at: 0,
        })
    }

    fn add(&mut self, mut element: Element) -> Option<u32> {
        if self.full {
            return None;
        }
        let index = self.arena.elements.len() as u32;
        if index >= self.limits.elements {
            self.full = true;
            self.note(NoteKind::LimitReached, NO_ELEMENT, Limit::Elements as u64);
            self.arena.stopped = Some(Stopped::ByLimit(Limit::Elements));
            return None;
        }
        element.next = index + 1;
        self.arena.elements.push(element);
        Some(index)
    }

    fn walk_sequence<D: VrLookup + ?Sized>(&mut self, index: u32, value: &[u8], enc: Enc, in_un: bool, dict: &D) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(value);
        let mut walker = Walker::new(&self.limits, Read::All);
        walker.sequence(&self.bytes, start, enc, in_un, index, self.held, dict, &mut self.arena);
        self.held = walker.held();
        self.full |= matches!(self.arena.stopped, Some(Stopped::ByLimit(Limit::Elements)));
    }
}
