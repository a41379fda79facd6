//! Walks the Data Elements of a file or data set (PS3.5 7, PS3.10 7) as `docs/recovery.md` decides, and fills the arena.
//!
//! Input is hostile: no byte sequence may panic, recurse, or allocate by a claimed length. The walk can be resumed: it asks
//! for bytes, and its answer does not depend on how many it is given at once.

use crate::arena::{Arena, Container, Element, Encoding, FileKind, Flags, NO_ELEMENT, Note, NoteKind, Stopped};
use crate::inflate::{InflateEnd, Inflated};
use crate::limits::{Limit, Limits};
use crate::sniff::{self, Declared, Enc, SNIFF_BYTES};
use crate::tag::Tag;
use crate::vr::Vr;
use crate::{Read, SKIP_BYTES, VrLookup};

/// Stands for File Meta Information where a data set is meant.
const FILE_META: u32 = u32::MAX - 1;

/// What the walk needs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: the arena is filled.
    Done,
    /// The buffer must hold at least `len` bytes, or reach the end of the file.
    More {
        /// Bytes from the start of the buffer.
        len: usize,
    },
    /// The buffer is to be cut to `keep` bytes and to go on with what stands in the file from `resume_at` on.
    Skip {
        /// Bytes to keep.
        keep: usize,
        /// Offset in the file.
        resume_at: u64,
    },
    /// The rest of the file, from what stands at `from` of the buffer on, is to be given to
    /// [`inflate`](crate::inflate), and its result to [`Walker::inflated`].
    Inflate {
        /// Where the deflated data set starts.
        from: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Sniff,
    MetaStart,
    Meta,
    DataStart,
    WaitInflate,
    Data,
    Finished,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FrameKind {
    Sequence,
    Item,
    Fragments,
}

/// An open Sequence, Item or encapsulated Pixel Data.
#[derive(Clone, Copy, Debug)]
struct Frame {
    kind: FrameKind,
    enc: Enc,
    in_un: bool,
    /// Whether the Elements of it are kept (the depth limit).
    keep: bool,
    /// Whether its own length is defined.
    defined: bool,
    /// Offset in the file at which the innermost container of defined length ends, itself included.
    bound: u64,
    /// Index in the stack of the frame that sets `bound`; `u32::MAX` for the file.
    bound_by: u32,
    /// Its Element; the innermost kept one if it is not kept.
    element: u32,
    /// Items opened so far.
    items: u32,
    /// One above the highest Tag so far.
    next_tag: u64,
    /// Depth of the Elements in it (Item) or of its Items (Sequence).
    depth: u32,
}

/// The header of a Data Element.
#[derive(Clone, Copy)]
struct Header {
    tag: Tag,
    vr: Vr,
    length: u32,
    size: u32,
    flags: Flags,
}

/// Fills an arena from the bytes of one file. One walker serves many files, one after the other.
#[derive(Debug)]
pub struct Walker {
    limits: Limits,
    read: Read,
    phase: Phase,
    pos: usize,
    delta: u64,
    meta_enc: Enc,
    enc: Enc,
    stack: Vec<Frame>,
    /// One above the highest Tag of the root so far.
    root_next: u64,
    held: u64,
    file_bound: u64,
    depth_noted: bool,
    inflated_len: Option<u64>,
    cut_by_limit: bool,
    /// Where the last Element of the root ends, if bytes follow it.
    last_end: Option<u64>,
    not_deflated: bool,
    /// The private Transfer Syntax of GE: Pixel Data alone is big endian.
    big_endian_pixels: bool,
    unsorted: Vec<u32>,
    sort: Vec<(u32, u32)>,
}

impl Walker {
    /// A walker within these limits.
    pub fn new(limits: &Limits, read: Read) -> Walker {
        Walker {
            limits: limits.clone(),
            read,
            phase: Phase::Sniff,
            pos: 0,
            delta: 0,
            meta_enc: Enc::EXPLICIT_LITTLE,
            enc: Enc::EXPLICIT_LITTLE,
            stack: Vec::new(),
            root_next: 0,
            held: 0,
            file_bound: 0,
            depth_noted: false,
            inflated_len: None,
            cut_by_limit: false,
            last_end: None,
            not_deflated: false,
            big_endian_pixels: false,
            unsorted: Vec::new(),
            sort: Vec::new(),
        }
    }

    /// Begins with a new file, and empties the arena.
    pub fn reset(&mut self, arena: &mut Arena) {
        arena.clear();
        self.phase = Phase::Sniff;
        self.pos = 0;
        self.delta = 0;
        self.stack.clear();
        self.root_next = 0;
        self.held = 0;
        self.depth_noted = false;
        self.inflated_len = None;
        self.cut_by_limit = false;
        self.last_end = None;
        self.not_deflated = false;
        self.big_endian_pixels = false;
        self.unsorted.clear();
    }

    /// Walks the value of one Sequence of defined length, which stands in `bytes` from `start` to the end, and adds what it holds
    /// to the arena below `element`.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn sequence<D: VrLookup + ?Sized>(
        &mut self,
        bytes: &[u8],
        start: usize,
        enc: Enc,
        in_un: bool,
        element: u32,
        held: u64,
        dict: &D,
        arena: &mut Arena,
    ) {
        self.phase = Phase::Data;
        self.pos = start;
        self.held = held;
        self.file_bound = bytes.len() as u64;
        self.depth_noted =
            arena.notes.iter().any(|n| n.kind == NoteKind::LimitReached && n.detail == Limit::Depth as u64);
        let (length, depth) = match arena.elements.get(element as usize) {
            Some(sequence) => (sequence.length, u32::from(sequence.depth)),
            None => return,
        };
        self.open(arena, FrameKind::Sequence, enc, in_un, true, length, element, depth, start as u64);
        let stopped = arena.stopped;
        self.run(bytes, true, bytes.len() as u64, dict, arena);
        arena.stopped = arena.stopped.or(stopped);
    }

    /// Bytes of values held so far.
    pub(crate) fn held(&self) -> u64 {
        self.held
    }

    /// Goes on. `bytes` is the buffer, `at_end` says that it reaches the end of the file, whose length is `file_len`.
    pub fn run<D: VrLookup + ?Sized>(
        &mut self,
        bytes: &[u8],
        at_end: bool,
        file_len: u64,
        dict: &D,
        arena: &mut Arena,
    ) -> Step {
        let held_end = self.delta.saturating_add(bytes.len() as u64);
        let file_len = match self.inflated_len {
            Some(len) => len,
            // The file may have become shorter, or longer, since its length was asked for.
            None if at_end => held_end,
            None => file_len.max(held_end),
        };
        self.file_bound = file_len;
        let mut input = Input { bytes, at_end, file_len, dict };
        loop {
            let step = match self.phase {
                Phase::Sniff => self.sniff(&mut input, arena),
                Phase::MetaStart => self.meta_start(&mut input, arena),
                Phase::Meta => self.meta(&mut input, arena),
                Phase::DataStart => self.data_start(&mut input, arena),
                Phase::WaitInflate => Some(Step::Inflate { from: self.pos }),
                Phase::Data => self.data(&mut input, arena),
                Phase::Finished => Some(Step::Done),
            };
            match step {
                None => {}
                Some(Step::More { .. }) if at_end => {
                    // The file became shorter while it was read.
                    self.note(arena, NoteKind::LengthPastEnd, NO_ELEMENT, self.offset(), Container::File as u64);
                    self.finish(arena, Some(Stopped::CannotGoOn));
                }
                Some(Step::Done) => {
                    name_acr_nema(bytes, arena);
                    return Step::Done;
                }
                Some(step) => return step,
            }
        }
    }

    /// Takes what [`inflate`](crate::inflate) made of the deflated data set. From then on the buffer is the bytes before it plus
    /// the inflated data set, and reaches the end.
    pub fn inflated(&mut self, inflated: &Inflated, arena: &mut Arena) {
        if inflated.data.is_empty() && inflated.end != InflateEnd::Limit {
            self.not_deflated = true;
        } else {
            arena.deflated = true;
            self.inflated_len = Some(self.offset().saturating_add(inflated.data.len() as u64));
            match inflated.end {
                InflateEnd::Limit => {
                    self.cut_by_limit = true;
                    self.note(arena, NoteKind::LimitReached, NO_ELEMENT, self.offset(), Limit::InflatedBytes as u64);
                }
                InflateEnd::Damaged => self.note(arena, NoteKind::DeflateDamaged, NO_ELEMENT, self.offset(), 0),
                InflateEnd::Complete { left } if left > 1 => {
                    self.note(arena, NoteKind::BytesAfterDeflate, NO_ELEMENT, self.offset(), left);
                }
                InflateEnd::Complete { .. } => {}
            }
        }
        self.phase = Phase::DataStart;
    }

    #[inline(always)]
    fn offset(&self) -> u64 {
        self.delta + self.pos as u64
    }

    fn note(&self, arena: &mut Arena, kind: NoteKind, element: u32, at: u64, detail: u64) {
        arena.notes.push(Note { kind, element, at, detail });
    }

    fn sniff<D: VrLookup + ?Sized>(&mut self, input: &mut Input<D>, arena: &mut Arena) -> Option<Step> {
        let wanted = SNIFF_BYTES.min(usize::try_from(input.file_len).unwrap_or(SNIFF_BYTES));
        let Some(head) = input.bytes.get(..wanted) else {
            return Some(Step::More { len: wanted });
        };
        let (kind, start) = sniff::kind_of(head, input.file_len);
        arena.kind = kind;
        self.pos = start;
        if !kind.is_dicom() {
            self.phase = Phase::Finished;
        } else if kind == FileKind::BareDataSet {
            let encoding = sniff::found_by_reading(head, input.file_len).unwrap_or(Encoding::ExplicitLittle);
            arena.encoding = Some(encoding);
            self.enc = Enc::of(encoding);
            self.phase = Phase::Data;
        } else {
            self.phase = Phase::MetaStart;
        }
        None
    }

    /// The form in which File Meta Information is encoded.
    fn meta_start<D: VrLookup + ?Sized>(&mut self, input: &mut Input<D>, arena: &mut Arena) -> Option<Step> {
        let head = match input.upto(self.pos, self.offset(), 6) {
            Ok(head) => head,
            Err(step) => return Some(step),
        };
        self.meta_enc = match head {
            [0x00, 0x02, ..] => Enc::EXPLICIT_BIG,
            [0x02, 0x00, _, _, a, b, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Enc::EXPLICIT_LITTLE,
            [0x02, 0x00, ..] => Enc::IMPLICIT_LITTLE,
            _ => Enc::EXPLICIT_LITTLE,
        };
        // Here and not at the first Element: that may be asked for more than once.
        if self.meta_enc != Enc::EXPLICIT_LITTLE {
            self.note(arena, NoteKind::MetaNotExplicit, NO_ELEMENT, self.offset(), 0);
        }
        self.phase = Phase::Meta;
        None
    }

    fn meta<D: VrLookup + ?Sized>(&mut self, input: &mut Input<D>, arena: &mut Arena) -> Option<Step> {
        // Each turn takes at least 8 bytes, so this ends.
        loop {
            let here = self.offset();
            let left = input.file_len.saturating_sub(here);
            let head = match input.upto(self.pos, here, 12) {
                Ok(head) => head,
                Err(step) => return Some(step),
            };
            let is_meta = match head {
                [a, b, ..] => self.meta_enc.u16([*a, *b]) == 2,
                _ => false,
            };
            if !is_meta {
                break;
            }
            arena.meta_len = arena.elements.len() as u32;
            arena.meta_end = if arena.meta_len == 0 { 0 } else { here };
            let Some(header) = read_header(head, left, self.meta_enc) else {
                self.note(arena, NoteKind::TrailingBytes, NO_ELEMENT, here, left);
                return self.finish(arena, None);
            };
            let value_at = here + u64::from(header.size);
            let left = input.file_len.saturating_sub(value_at);
            let mut element = self.element_of(&header, input.dict, self.meta_enc, false, 0, NO_ELEMENT, here);
            let mut pushed = None;
            if header.length == u32::MAX || u64::from(header.length) > left {
                arena.seen += 1;
                if header.length != u32::MAX {
                    element.flags.set(Flags::TRUNCATED);
                }
                if u64::from(element.tag.0) < self.root_next {
                    self.mark_unsorted(FILE_META);
                }
                pushed = self.push(arena, element);
                arena.meta_len = arena.elements.len() as u32;
                if pushed.is_none() {
                    return self.finish(arena, Some(Stopped::ByLimit(Limit::Elements)));
                }
            }
            let index = pushed.unwrap_or(NO_ELEMENT);
            if header.length == u32::MAX {
                arena.meta_end = value_at;
                self.note(arena, NoteKind::UndefinedLengthNotAllowed, index, here, 0);
                self.note(arena, NoteKind::CannotGoOn, NO_ELEMENT, here, 0);
                return self.finish(arena, Some(Stopped::CannotGoOn));
            }
            if u64::from(header.length) > left {
                self.note(arena, NoteKind::LengthPastEnd, index, here, Container::File as u64);
                arena.meta_end = input.file_len;
                return self.finish(arena, None);
            }
            let limit_before = arena.notes.len();
            match self.take_value(input, arena, &mut element, &header) {
                Err(step) => return Some(step),
                Ok(skip) => {
                    arena.seen += 1;
                    if u64::from(element.tag.0) < self.root_next {
                        self.mark_unsorted(FILE_META);
                    }
                    self.root_next = self.root_next.max(u64::from(element.tag.0) + 1);
                    let Some(index) = self.push(arena, element) else {
                        return self.finish(arena, Some(Stopped::ByLimit(Limit::Elements)));
                    };
                    for note in arena.notes.iter_mut().skip(limit_before) {
                        note.element = index;
                    }
                    if skip.is_some() {
                        return skip;
                    }
                }
            }
        }
        arena.meta_len = arena.elements.len() as u32;
        arena.meta_end = if arena.meta_len == 0 { 0 } else { self.offset() };
        self.root_next = 0;
        self.phase = Phase::DataStart;
        None
    }

    /// Decides by which encoding the data set is read.
    fn data_start<D: VrLookup + ?Sized>(&mut self, input: &mut Input<D>, arena: &mut Arena) -> Option<Step> {
        let here = self.offset();
        let left = input.file_len.saturating_sub(here);
        if left == 0 {
            return self.finish(arena, None);
        }
        let head = match input.upto(self.pos, here, 12) {
            Ok(head) => head,
            Err(step) => return Some(step),
        };
        let uid = arena
            .meta()
            .iter()
            .find(|e| e.tag == Tag::TRANSFER_SYNTAX_UID)
            .and_then(|e| e.value(input.bytes))
            .map_or(&[][..], trim_uid);
        self.big_endian_pixels = uid == sniff::GE_PRIVATE;
        let declared = sniff::declared(uid, |uid| input.dict.is_transfer_syntax(uid));
        let guess = || sniff::found_by_reading(head, left);
        let (encoding, note) = match declared {
            Declared::Known { deflated: true, .. } if self.not_deflated => {
                (guess().unwrap_or(Encoding::ExplicitLittle), Some(NoteKind::EncodingDiffers))
            }
            Declared::Known { deflated: true, .. } if self.inflated_len.is_none() => {
                self.phase = Phase::WaitInflate;
                return None;
            }
            Declared::Known { encoding: Encoding::ImplicitLittle, .. } => {
                match sniff::explicit_by_reading(head, left) {
                    Some(found) => (found, Some(NoteKind::EncodingDiffers)),
                    None => (Encoding::ImplicitLittle, None),
                }
            }
            Declared::Known { encoding, .. } => {
                if sniff::plausible(head, left, encoding).is_some() {
                    (encoding, None)
                } else {
                    match guess() {
                        Some(found) => (found, Some(NoteKind::EncodingDiffers)),
                        None => (encoding, None),
                    }
                }
            }
            Declared::Unknown => (guess().unwrap_or(Encoding::ExplicitLittle), Some(NoteKind::EncodingGuessed)),
        };
        if let Some(kind) = note {
            self.note(arena, kind, NO_ELEMENT, here, encoding as u64);
        }
        arena.encoding = Some(encoding);
        self.enc = Enc::of(encoding);
        self.phase = Phase::Data;
        None
    }

    fn data<D: VrLookup + ?Sized>(&mut self, input: &mut Input<D>, arena: &mut Arena) -> Option<Step> {
        // Each turn takes at least 8 bytes, closes a container, or ends the walk, so this ends.
        loop {
            self.plain_elements(input, arena);
            let here = self.offset();
            let top = self.stack.last().copied();
            let bound = top.map_or(input.file_len, |frame| frame.bound);
            let left = bound.saturating_sub(here);
            if left == 0 {
                if self.close_bound(arena, here) {
                    continue;
                }
                let stopped = self.cut_by_limit.then_some(Stopped::ByLimit(Limit::InflatedBytes));
                return self.finish(arena, stopped);
            }
            if top.is_none() {
                let head = match input.upto(self.pos, here, 8) {
                    Ok(head) => head,
                    Err(step) => return Some(step),
                };
                if head.iter().take(8).all(|&b| b == 0) && !(self.cut_by_limit && left < 8) {
                    self.note(arena, NoteKind::TrailingZeros, NO_ELEMENT, here, 0);
                    return self.finish(arena, None);
                }
            }
            if left < 8 {
                if let Some(step) = self.trailing_bytes(input, arena, here, left) {
                    return Some(step);
                }
                continue;
            }
            let Some(head) = input.bytes.get(self.pos..self.pos.saturating_add(8)) else {
                return Some(Step::More { len: self.pos.saturating_add(8) });
            };
            let enc = top.map_or(self.enc, |frame| frame.enc);
            let [a, b, c, d, e, f, g, h] = head else { continue };
            let tag = enc.tag([*a, *b], [*c, *d]);
            let length = enc.u32([*e, *f, *g, *h]);
            match top.map(|frame| (frame, frame.kind)) {
                Some((frame, FrameKind::Sequence)) => {
                    if tag == Tag::ITEM {
                        if let Some(step) = self.open_item(arena, frame, length, here) {
                            return Some(step);
                        }
                        continue;
                    }
                    if let Some(target) = self.other_than_item(arena, frame, tag, length, here)
                        && let Some(step) = self.go_to(input, target)
                    {
                        return Some(step);
                    }
                }
                Some((frame, FrameKind::Fragments)) => {
                    if let Some(step) = self.fragment(input, arena, frame, tag, length, here) {
                        return Some(step);
                    }
                }
                _ => {
                    let is_delimiter = matches!(tag, Tag::ITEM | Tag::ITEM_DELIMITER | Tag::SEQUENCE_DELIMITER);
                    if is_delimiter {
                        self.delimiter(arena, top, tag, length, here);
                    } else if let Some(step) = self.element(input, arena, top, here, left) {
                        return Some(step);
                    }
                }
            }
        }
    }

    /// Takes the Elements of which nothing is to be said: little endian, short, wholly in the buffer, in ascending order, no
    /// Sequence. These are nearly all; what is left over, and every decision, is for the rest of the walk.
    #[inline]
    fn plain_elements<D: VrLookup + ?Sized>(&mut self, input: &Input<D>, arena: &mut Arena) {
        let (enc, keep, in_item) = match self.stack.last() {
            Some(frame) => (frame.enc, frame.keep, frame.kind == FrameKind::Item),
            None => (self.enc, true, true),
        };
        if keep && in_item && !enc.big {
            if enc.explicit {
                self.plain_run::<D, true>(input, arena);
            } else {
                self.plain_run::<D, false>(input, arena);
            }
        }
    }

    fn plain_run<D: VrLookup + ?Sized, const EXPLICIT: bool>(&mut self, input: &Input<D>, arena: &mut Arena) {
        let (bound, mut next_tag, parent, depth, in_un) = match self.stack.last() {
            Some(frame) => (frame.bound, frame.next_tag, frame.element, frame.depth, frame.in_un),
            None => (input.file_len, self.root_next, NO_ELEMENT, 0, false),
        };
        let bound = usize::try_from(bound.saturating_sub(self.delta)).unwrap_or(usize::MAX);
        let bytes = input.bytes.get(..bound.min(u32::MAX as usize / 2)).unwrap_or(input.bytes);
        let bytes = bytes.get(..u32::MAX as usize / 2).unwrap_or(bytes);
        let mut flags = Flags::RAW;
        flags.set(Flags::HAS_VALUE);
        if !EXPLICIT {
            flags.set(Flags::IMPLICIT);
        }
        if in_un {
            flags.set(Flags::IN_UN);
        }
        let depth = u16::try_from(depth).unwrap_or(u16::MAX);
        let first = arena.elements.len();
        let room = (self.limits.elements as usize).saturating_sub(first);
        let budget = self.limits.held_bytes;
        let (mut pos, mut held) = (self.pos, self.held);
        // Each turn takes at least 8 bytes.
        for _ in 0..room {
            let Some(rest) = bytes.get(pos..) else { break };
            let Some(head) = rest.first_chunk::<8>() else { break };
            let word = u64::from_le_bytes(*head);
            let tag = (word as u32).rotate_left(16);
            // Pixel Data, delimiters and all that comes after are not plain; nor is a Tag that was there already.
            if u64::from(tag) < next_tag || tag >= 0x7FE0_0000 || tag == 0 {
                break;
            }
            let (vr, read_vr, length) = if EXPLICIT {
                let Some(vr) = short_vr((word >> 32) as u16) else { break };
                (vr, vr, (word >> 48) as u32)
            } else {
                let length = (word >> 32) as u32;
                if length >= SKIP_BYTES {
                    break;
                }
                let read_vr = read_vr_of(Tag(tag), Vr::None, input.dict);
                if read_vr == Vr::SQ {
                    break;
                }
                (Vr::None, read_vr, length)
            };
            let size = 8 + length as usize;
            if size > rest.len() || held + u64::from(length) > budget {
                break;
            }
            held += u64::from(length);
            arena.elements.push(Element {
                tag: Tag(tag),
                vr,
                read_vr,
                flags,
                depth,
                occurrence: 1,
                length,
                value: pos as u32 + 8,
                value_len: length,
                parent,
                next: arena.elements.len() as u32 + 1,
                at: self.delta + pos as u64,
            });
            next_tag = u64::from(tag) + 1;
            pos += size;
        }
        arena.seen += (arena.elements.len() - first) as u64;
        (self.pos, self.held) = (pos, held);
        match self.stack.last_mut() {
            Some(frame) => frame.next_tag = next_tag,
            None => self.root_next = next_tag,
        }
    }

    /// Closes the innermost container of defined length, or all at the end of the file; false if that was the file.
    fn close_bound(&mut self, arena: &mut Arena, here: u64) -> bool {
        let by = self.stack.last().map_or(u32::MAX, |frame| frame.bound_by);
        while let Some(frame) = self.stack.last().copied() {
            let is_last = self.stack.len() as u32 - 1 == by;
            if !frame.defined && frame.keep && !(self.cut_by_limit && by == u32::MAX) {
                let kind = match frame.kind {
                    FrameKind::Item => NoteKind::MissingItemDelimiter,
                    FrameKind::Sequence | FrameKind::Fragments => NoteKind::MissingSequenceDelimiter,
                };
                self.note(arena, kind, frame.element, here, 0);
            }
            self.close(arena);
            if is_last {
                return true;
            }
        }
        false
    }

    /// Closes the innermost container.
    fn close(&mut self, arena: &mut Arena) {
        if let Some(frame) = self.stack.pop() {
            let end = arena.elements.len() as u32;
            if frame.keep
                && let Some(element) = arena.elements.get_mut(frame.element as usize)
            {
                element.next = end;
            }
        }
    }

    /// Fewer than a header's bytes are left in the innermost container of defined length.
    fn trailing_bytes<D: VrLookup + ?Sized>(
        &mut self,
        input: &Input<D>,
        arena: &mut Arena,
        here: u64,
        left: u64,
    ) -> Option<Step> {
        let top = self.stack.last().copied();
        let by_file = top.is_none_or(|frame| frame.bound_by == u32::MAX);
        if by_file && self.cut_by_limit {
            return self.finish(arena, Some(Stopped::ByLimit(Limit::InflatedBytes)));
        }
        if top.is_none_or(|frame| frame.keep) {
            let container =
                top.and_then(|frame| self.stack.get(frame.bound_by as usize)).map_or(NO_ELEMENT, |f| f.element);
            self.note(arena, NoteKind::TrailingBytes, container, here, left);
        }
        if top.is_none() {
            self.last_end = Some(here);
        }
        self.go_to(input, here + left)
    }

    /// Moves to a later offset; asks for a skip where the buffer does not reach it.
    fn go_to<D: VrLookup + ?Sized>(&mut self, input: &Input<D>, target: u64) -> Option<Step> {
        let distance = target.saturating_sub(self.offset());
        let in_buffer = (input.bytes.len().saturating_sub(self.pos)) as u64;
        if distance <= in_buffer {
            self.pos = self.pos.saturating_add(distance as usize);
            return None;
        }
        self.delta = target.saturating_sub(self.pos as u64);
        Some(Step::Skip { keep: self.pos, resume_at: target })
    }

    fn open_item(&mut self, arena: &mut Arena, frame: Frame, length: u32, here: u64) -> Option<Step> {
        let number = frame.items.saturating_add(1);
        if let Some(top) = self.stack.last_mut() {
            top.items = number;
        }
        arena.seen += 1;
        let mut element = Element {
            tag: Tag::ITEM,
            vr: Vr::None,
            read_vr: Vr::None,
            flags: Flags::RAW,
            depth: u16::try_from(frame.depth).unwrap_or(u16::MAX),
            occurrence: number,
            length,
            value: 0,
            value_len: 0,
            parent: frame.element,
            next: 0,
            at: here,
        };
        element.flags.set(if length == u32::MAX { Flags::UNDEFINED_LENGTH } else { Flags::default() });
        if frame.enc.big {
            element.flags.set(Flags::BIG_ENDIAN);
        }
        if frame.in_un {
            element.flags.set(Flags::IN_UN);
        }
        let keep = frame.keep && frame.depth < u32::from(self.limits.depth);
        let mut index = frame.element;
        if keep {
            match self.push(arena, element) {
                Some(pushed) => index = pushed,
                None => return self.finish(arena, Some(Stopped::ByLimit(Limit::Elements))),
            }
        } else if frame.keep && !self.depth_noted {
            self.depth_noted = true;
            self.note(arena, NoteKind::LimitReached, frame.element, here, Limit::Depth as u64);
        }
        self.pos += 8;
        self.open(arena, FrameKind::Item, frame.enc, frame.in_un, keep, length, index, frame.depth + 1, here + 8);
        None
    }

    /// Opens a container whose content starts at `start`.
    #[allow(clippy::too_many_arguments)]
    fn open(
        &mut self,
        arena: &mut Arena,
        kind: FrameKind,
        enc: Enc,
        in_un: bool,
        keep: bool,
        length: u32,
        element: u32,
        depth: u32,
        start: u64,
    ) {
        let (outer_bound, outer_by) = match self.stack.last() {
            Some(outer) => (outer.bound, outer.bound_by),
            None => (self.file_bound, u32::MAX),
        };
        let defined = length != u32::MAX;
        let (mut bound, mut bound_by) = (outer_bound, outer_by);
        if defined {
            let end = start.saturating_add(u64::from(length));
            bound_by = self.stack.len() as u32;
            if end > outer_bound {
                if keep && let Some(cut) = arena.elements.get_mut(element as usize) {
                    cut.flags.set(Flags::TRUNCATED);
                }
                if keep && !(outer_by == u32::MAX && self.cut_by_limit) {
                    let detail = self.container_code(outer_by);
                    let at = arena.elements.get(element as usize).map_or(start, |e| e.at);
                    self.note(arena, NoteKind::LengthPastEnd, element, at, detail);
                }
            } else {
                bound = end;
            }
        }
        self.stack.push(Frame {
            kind,
            enc,
            in_un,
            keep,
            defined,
            bound,
            bound_by,
            element,
            items: 0,
            next_tag: 0,
            depth,
        });
    }

    fn container_code(&self, bound_by: u32) -> u64 {
        match self.stack.get(bound_by as usize).map(|frame| frame.kind) {
            Some(FrameKind::Item) => Container::Item as u64,
            Some(_) => Container::Sequence as u64,
            None => Container::File as u64,
        }
    }

    /// Something other than an Item where an Item is due.
    ///
    /// Gives the offset at which to go on, where the rest of the Sequence is skipped.
    fn other_than_item(&mut self, arena: &mut Arena, frame: Frame, tag: Tag, length: u32, here: u64) -> Option<u64> {
        match tag {
            Tag::SEQUENCE_DELIMITER if !frame.defined => {
                self.delimiter_length(arena, frame, length, here);
                self.pos += 8;
                self.close(arena);
            }
            Tag::SEQUENCE_DELIMITER | Tag::ITEM_DELIMITER => {
                if frame.keep {
                    self.note(arena, NoteKind::StrayDelimiter, frame.element, here, u64::from(tag.element()));
                }
                self.pos += 8;
            }
            _ if !frame.defined => {
                if frame.keep {
                    self.note(arena, NoteKind::MissingSequenceDelimiter, frame.element, here, 0);
                }
                self.close(arena);
            }
            _ => {
                if frame.keep {
                    self.note(arena, NoteKind::NotAnItem, frame.element, here, u64::from(tag.0));
                }
                return Some(frame.bound);
            }
        }
        None
    }

    fn delimiter_length(&self, arena: &mut Arena, frame: Frame, length: u32, here: u64) {
        if length != 0 && frame.keep {
            self.note(arena, NoteKind::DelimiterLengthNotZero, frame.element, here, u64::from(length));
        }
    }

    /// A delimiter or an Item in an Item or in the root.
    fn delimiter(&mut self, arena: &mut Arena, top: Option<Frame>, tag: Tag, length: u32, here: u64) {
        match top {
            Some(frame) if !frame.defined => {
                if tag == Tag::ITEM_DELIMITER {
                    self.delimiter_length(arena, frame, length, here);
                    self.pos += 8;
                } else if frame.keep {
                    self.note(arena, NoteKind::MissingItemDelimiter, frame.element, here, 0);
                }
                self.close(arena);
            }
            _ => {
                if top.is_none_or(|frame| frame.keep) {
                    let element = top.map_or(NO_ELEMENT, |frame| frame.element);
                    self.note(arena, NoteKind::StrayDelimiter, element, here, u64::from(tag.element()));
                }
                self.pos += 8;
            }
        }
    }

    /// One header in encapsulated Pixel Data.
    fn fragment<D: VrLookup + ?Sized>(
        &mut self,
        input: &Input<D>,
        arena: &mut Arena,
        frame: Frame,
        tag: Tag,
        length: u32,
        here: u64,
    ) -> Option<Step> {
        match tag {
            Tag::ITEM => {}
            Tag::SEQUENCE_DELIMITER => {
                self.delimiter_length(arena, frame, length, here);
                self.pos += 8;
                self.close(arena);
                return None;
            }
            _ => {
                if frame.keep {
                    self.note(arena, NoteKind::MissingSequenceDelimiter, frame.element, here, 0);
                }
                self.close(arena);
                return None;
            }
        }
        let number = frame.items.saturating_add(1);
        if number > self.limits.fragments {
            arena.seen += 1;
            if frame.keep {
                self.note(arena, NoteKind::LimitReached, frame.element, here, Limit::Fragments as u64);
            }
            return self.finish(arena, Some(Stopped::ByLimit(Limit::Fragments)));
        }
        let value_at = here + 8;
        let left = frame.bound.saturating_sub(value_at);
        let mut flags = Flags::RAW;
        if frame.enc.big {
            flags.set(Flags::BIG_ENDIAN);
        }
        if frame.in_un {
            flags.set(Flags::IN_UN);
        }
        let mut element = Element {
            tag: Tag::ITEM,
            vr: Vr::None,
            read_vr: Vr::None,
            flags,
            depth: u16::try_from(frame.depth).unwrap_or(u16::MAX),
            occurrence: number,
            length,
            value: 0,
            value_len: 0,
            parent: frame.element,
            next: 0,
            at: here,
        };
        if length == u32::MAX {
            arena.seen += 1;
            element.flags.set(Flags::UNDEFINED_LENGTH);
            if frame.keep {
                let Some(index) = self.push(arena, element) else {
                    return self.finish(arena, Some(Stopped::ByLimit(Limit::Elements)));
                };
                self.note(arena, NoteKind::UndefinedLengthNotAllowed, index, here, 0);
            }
            self.pos += 8;
            return self.cannot_go_on(input, arena, here);
        }
        let fits = u64::from(length) <= left;
        if !fits && frame.bound_by == u32::MAX && self.cut_by_limit {
            return self.finish(arena, Some(Stopped::ByLimit(Limit::InflatedBytes)));
        }
        let mut held_now = false;
        if fits && number == 1 && length <= SKIP_BYTES && frame.keep {
            if self.held.saturating_add(u64::from(length)) <= self.limits.held_bytes {
                let end = self.pos.saturating_add(8).saturating_add(length as usize);
                if input.bytes.len() < end {
                    return Some(Step::More { len: end });
                }
                self.held += u64::from(length);
                element.value = u32::try_from(self.pos.saturating_add(8)).unwrap_or(u32::MAX);
                element.value_len = length;
                element.flags.set(Flags::HAS_VALUE);
            } else {
                held_now = true;
            }
        }
        arena.seen += 1;
        if let Some(top) = self.stack.last_mut() {
            top.items = number;
        }
        if !fits {
            element.flags.set(Flags::TRUNCATED);
        }
        if frame.keep {
            let Some(index) = self.push(arena, element) else {
                return self.finish(arena, Some(Stopped::ByLimit(Limit::Elements)));
            };
            if held_now {
                self.note(arena, NoteKind::LimitReached, index, here, Limit::HeldBytes as u64);
            }
            if !fits {
                let detail = self.container_code(frame.bound_by);
                self.note(arena, NoteKind::LengthPastEnd, index, here, detail);
            }
        }
        let target = if fits { value_at + u64::from(length) } else { frame.bound };
        self.go_to(input, target)
    }

    /// The rest of the innermost container of defined length cannot be read.
    fn cannot_go_on<D: VrLookup + ?Sized>(&mut self, input: &Input<D>, arena: &mut Arena, here: u64) -> Option<Step> {
        let top = self.stack.last().copied();
        if top.is_none_or(|frame| frame.keep) {
            let element = top.map_or(NO_ELEMENT, |frame| frame.element);
            self.note(arena, NoteKind::CannotGoOn, element, here, 0);
        }
        let by = top.map_or(u32::MAX, |frame| frame.bound_by);
        if by == u32::MAX {
            return self.finish(arena, Some(Stopped::CannotGoOn));
        }
        let target = top.map_or(0, |frame| frame.bound);
        while self.stack.len() as u32 > by {
            self.close(arena);
        }
        self.go_to(input, target)
    }

    /// One Data Element of an Item or of the root, with its value.
    fn element<D: VrLookup + ?Sized>(
        &mut self,
        input: &mut Input<D>,
        arena: &mut Arena,
        top: Option<Frame>,
        here: u64,
        left: u64,
    ) -> Option<Step> {
        let (enc, in_un, keep, parent, depth) = match &top {
            Some(frame) => (frame.enc, frame.in_un, frame.keep, frame.element, frame.depth),
            None => (self.enc, false, true, NO_ELEMENT, 0),
        };
        let wanted = if left < 12 { 8 } else { 12 };
        let Some(head) = input.bytes.get(self.pos..self.pos.saturating_add(wanted)) else {
            // A short header at the end of the buffer needs no more than its 8 bytes; asking for 12 does no harm, for
            // there are 12 in the file.
            return Some(Step::More { len: self.pos.saturating_add(wanted) });
        };
        let Some(header) = read_header(head, left, enc) else {
            return self.trailing_bytes(input, arena, here, left);
        };
        let value_at = here + u64::from(header.size);
        let value_left = left - u64::from(header.size);
        let mut element = self.element_of(&header, input.dict, enc, in_un, depth, parent, here);
        let is_undefined = header.length == u32::MAX;
        let is_pixel_data = header.tag == Tag::PIXEL_DATA;
        let by_file = top.as_ref().is_none_or(|frame| frame.bound_by == u32::MAX);

        if top.is_none()
            && self.read == Read::Header
            && matches!(header.tag.0, 0x7FE0_0008..=0x7FE0_0010)
            && matches!(header.tag.0 & 0xFFFF, 8 | 9 | 0x10)
        {
            return self.stop_at_pixel_data(arena, element, value_left);
        }

        // What holds Items: a Sequence, or fragments.
        let mut container = None;
        let mut not_allowed = false;
        let mut cannot = false;
        if is_undefined {
            let implicit_or_un = element.flags.has(Flags::IMPLICIT) || element.vr == Vr::UN;
            if is_pixel_data && may_be_encapsulated(element.vr) {
                container = Some((FrameKind::Fragments, enc, in_un));
            } else if element.vr == Vr::UN {
                container = Some((FrameKind::Sequence, Enc::IMPLICIT_LITTLE, true));
            } else if element.vr == Vr::SQ || implicit_or_un {
                container = Some((FrameKind::Sequence, enc, in_un));
            } else {
                not_allowed = true;
                let after = self.pos.saturating_add(header.size as usize);
                let peek = if value_left < 4 {
                    None
                } else {
                    match input.bytes.get(after..after.saturating_add(4)) {
                        Some(bytes) => Some(bytes),
                        None => return Some(Step::More { len: after.saturating_add(4) }),
                    }
                };
                let next = match peek {
                    Some([a, b, c, d]) => Some(enc.tag([*a, *b], [*c, *d])),
                    _ => None,
                };
                if matches!(next, Some(Tag::ITEM | Tag::SEQUENCE_DELIMITER)) {
                    let kind = if is_bulk(element.vr) { FrameKind::Fragments } else { FrameKind::Sequence };
                    container = Some((kind, enc, in_un));
                } else {
                    cannot = true;
                }
            }
        } else if element.read_vr == Vr::SQ {
            let is_un = matches!(element.vr, Vr::UN | Vr::Unknown);
            let inner = if is_un { Enc::IMPLICIT_LITTLE } else { enc };
            container = Some((FrameKind::Sequence, inner, in_un || is_un));
        }

        let mut skip = None;
        let notes_before = arena.notes.len();
        let mut truncated = false;
        if let Some((kind, ..)) = container {
            if kind == FrameKind::Fragments {
                element.flags.set(Flags::ENCAPSULATED);
            } else {
                element.read_vr = Vr::SQ;
            }
            self.pos += header.size as usize;
        } else if cannot {
            self.pos += header.size as usize;
        } else if u64::from(header.length) > value_left {
            if by_file && self.cut_by_limit {
                return self.finish(arena, Some(Stopped::ByLimit(Limit::InflatedBytes)));
            }
            truncated = true;
            element.flags.set(Flags::TRUNCATED);
            let target = top.as_ref().map_or(input.file_len, |frame| frame.bound);
            self.pos += header.size as usize;
            skip = self.go_to(input, target);
        } else if keep {
            match self.take_value(input, arena, &mut element, &header) {
                Err(step) => return Some(step),
                Ok(step) => skip = step,
            }
        } else {
            self.pos += header.size as usize;
            skip = self.go_to(input, value_at + u64::from(header.length));
        }

        arena.seen += 1;
        let mut index = parent;
        if keep {
            let next_tag = match self.stack.last_mut() {
                Some(frame) => &mut frame.next_tag,
                None => &mut self.root_next,
            };
            let tag = u64::from(header.tag.0);
            let is_unsorted = tag < *next_tag;
            *next_tag = (*next_tag).max(tag + 1);
            if is_unsorted {
                self.mark_unsorted(parent);
            }
            match self.push(arena, element) {
                Some(pushed) => index = pushed,
                None => return self.finish(arena, Some(Stopped::ByLimit(Limit::Elements))),
            }
            for note in arena.notes.iter_mut().skip(notes_before) {
                note.element = index;
            }
            if not_allowed {
                self.note(arena, NoteKind::UndefinedLengthNotAllowed, index, here, 0);
            }
            if truncated {
                let detail = self.container_code(top.as_ref().map_or(u32::MAX, |frame| frame.bound_by));
                self.note(arena, NoteKind::LengthPastEnd, index, here, detail);
            }
        }
        if let Some((kind, inner, un)) = container {
            self.open(arena, kind, inner, un, keep, header.length, index, depth, value_at);
        } else if cannot {
            return self.cannot_go_on(input, arena, here);
        }
        skip
    }

    /// `read="header"`: Pixel Data of the root ends the walk.
    fn stop_at_pixel_data(&mut self, arena: &mut Arena, mut element: Element, value_left: u64) -> Option<Step> {
        arena.seen += 1;
        let is_undefined = element.length == u32::MAX;
        let past_end = !is_undefined && u64::from(element.length) > value_left && !self.cut_by_limit;
        if past_end {
            element.flags.set(Flags::TRUNCATED);
        }
        if is_undefined && element.tag == Tag::PIXEL_DATA && may_be_encapsulated(element.vr) {
            element.flags.set(Flags::ENCAPSULATED);
        }
        if u64::from(element.tag.0) < self.root_next {
            self.mark_unsorted(NO_ELEMENT);
        }
        let at = element.at;
        let Some(index) = self.push(arena, element) else {
            return self.finish(arena, Some(Stopped::ByLimit(Limit::Elements)));
        };
        if past_end {
            self.note(arena, NoteKind::LengthPastEnd, index, at, Container::File as u64);
        }
        self.finish(arena, Some(Stopped::AtPixelData))
    }

    /// The row of an Element, without its value.
    #[allow(clippy::too_many_arguments)]
    #[inline]
    fn element_of<D: VrLookup + ?Sized>(
        &self,
        header: &Header,
        dict: &D,
        enc: Enc,
        in_un: bool,
        depth: u32,
        parent: u32,
        at: u64,
    ) -> Element {
        let mut flags = header.flags;
        flags.set(Flags::RAW);
        if header.length == u32::MAX {
            flags.set(Flags::UNDEFINED_LENGTH);
        }
        if in_un {
            flags.set(Flags::IN_UN);
        }
        let read_vr = read_vr_of(header.tag, header.vr, dict);
        // A value of VR UN (or of none that is known, read as UN) is little endian whatever the stream is (PS3.5 6.2.2).
        if (enc.big && !matches!(header.vr, Vr::UN | Vr::Unknown))
            || (self.big_endian_pixels && header.tag == Tag::PIXEL_DATA)
        {
            flags.set(Flags::BIG_ENDIAN);
        }
        Element {
            tag: header.tag,
            vr: header.vr,
            read_vr,
            flags,
            depth: u16::try_from(depth).unwrap_or(u16::MAX),
            occurrence: 1,
            length: header.length,
            value: 0,
            value_len: 0,
            parent,
            next: 0,
            at,
        }
    }

    /// Holds the value of an Element or steps over it, as `docs/recovery.md` section 6 decides. Its Length fits.
    ///
    /// The walk then stands after the value; the inner step is to be given to the caller once the Element is pushed.
    #[inline]
    fn take_value<D: VrLookup + ?Sized>(
        &mut self,
        input: &Input<D>,
        arena: &mut Arena,
        element: &mut Element,
        header: &Header,
    ) -> Result<Option<Step>, Step> {
        let start = self.pos.saturating_add(header.size as usize);
        let length = header.length;
        let is_large =
            length > SKIP_BYTES && (is_bulk(element.read_vr) || matches!(element.read_vr, Vr::UN | Vr::None));
        let over_budget = self.held.saturating_add(u64::from(length)) > self.limits.held_bytes;
        if is_large || over_budget || start > u32::MAX as usize / 2 {
            if !is_large {
                self.note(arena, NoteKind::LimitReached, NO_ELEMENT, element.at, Limit::HeldBytes as u64);
            }
            let target = self.offset() + u64::from(header.size) + u64::from(length);
            self.pos = start;
            return Ok(self.go_to(input, target));
        }
        let end = start.saturating_add(length as usize);
        if end > input.bytes.len() {
            return Err(Step::More { len: end });
        }
        self.held += u64::from(length);
        element.value = start as u32;
        element.value_len = length;
        element.flags.set(Flags::HAS_VALUE);
        self.pos = end;
        Ok(None)
    }

    /// Adds an Element or Item; `None` at the limit, which is noted.
    #[inline]
    fn push(&mut self, arena: &mut Arena, mut element: Element) -> Option<u32> {
        let index = arena.elements.len() as u32;
        if index >= self.limits.elements {
            self.note(arena, NoteKind::LimitReached, NO_ELEMENT, element.at, Limit::Elements as u64);
            return None;
        }
        element.next = index + 1;
        arena.elements.push(element);
        Some(index)
    }

    /// Remembers a data set whose Tags are not in ascending order.
    fn mark_unsorted(&mut self, data_set: u32) {
        if self.unsorted.last() != Some(&data_set) {
            self.unsorted.push(data_set);
        }
    }

    /// Ends the walk.
    fn finish(&mut self, arena: &mut Arena, stopped: Option<Stopped>) -> Option<Step> {
        while !self.stack.is_empty() {
            self.close(arena);
        }
        self.number_duplicates(arena);
        arena.stopped = stopped;
        arena.data_end =
            (self.phase == Phase::Data && stopped.is_none()).then(|| self.last_end.unwrap_or_else(|| self.offset()));
        self.phase = Phase::Finished;
        Some(Step::Done)
    }

    /// Numbers the Elements of one Tag in the data sets that are out of order: n log n, whatever the order is.
    fn number_duplicates(&mut self, arena: &mut Arena) {
        self.unsorted.sort_unstable();
        self.unsorted.dedup();
        for &data_set in &self.unsorted {
            let (mut at, end) = match data_set {
                NO_ELEMENT => (arena.meta_len, arena.elements.len() as u32),
                FILE_META => (0, arena.meta_len),
                n => (n + 1, arena.elements.get(n as usize).map_or(0, |item| item.next)),
            };
            self.sort.clear();
            while at < end {
                let Some(element) = arena.elements.get(at as usize) else { break };
                self.sort.push((element.tag.0, at));
                at = element.next.max(at + 1);
            }
            self.sort.sort_unstable();
            let mut previous = None;
            let mut number = 0;
            for &(tag, index) in &self.sort {
                number = if previous == Some(tag) { number + 1 } else { 1 };
                previous = Some(tag);
                if let Some(element) = arena.elements.get_mut(index as usize) {
                    element.occurrence = number;
                }
            }
        }
        self.unsorted.clear();
    }
}

/// The bytes at hand.
struct Input<'a, D: ?Sized> {
    bytes: &'a [u8],
    at_end: bool,
    file_len: u64,
    dict: &'a D,
}

impl<D: ?Sized> Input<'_, D> {
    /// Up to `len` bytes from `pos`: fewer only at the end of the file.
    fn upto(&self, pos: usize, offset: u64, len: usize) -> Result<&[u8], Step> {
        let left = self.file_len.saturating_sub(offset);
        let wanted = len.min(usize::try_from(left).unwrap_or(len));
        match self.bytes.get(pos..pos.saturating_add(wanted)) {
            Some(bytes) => Ok(bytes),
            None if self.at_end => Ok(self.bytes.get(pos..).unwrap_or(&[])),
            None => Err(Step::More { len: pos.saturating_add(wanted) }),
        }
    }
}

/// A bare data set whose Recognition Code (0008,0010), retired, says ACR-NEMA is that.
fn name_acr_nema(bytes: &[u8], arena: &mut Arena) {
    if arena.kind != FileKind::BareDataSet {
        return;
    }
    let recognised = arena
        .elements
        .iter()
        .find(|e| e.depth == 0 && e.tag.0 == 0x0008_0010)
        .and_then(|e| e.value(bytes))
        .is_some_and(|value| value.windows(8).any(|w| w == b"ACR-NEMA"));
    if recognised {
        arena.kind = FileKind::AcrNema;
    }
}

/// The VR with a 16-bit Length that these two bytes (the first one low) are.
#[inline(always)]
fn short_vr(letters: u16) -> Option<Vr> {
    let first = (letters & 0xFF).wrapping_sub(u16::from(b'A'));
    let second = (letters >> 8).wrapping_sub(u16::from(b'A'));
    if first >= 32 || second >= 32 {
        return None;
    }
    SHORT_VRS.get(usize::from(first << 5 | second)).copied().filter(|&vr| vr as u8 != Vr::None as u8)
}

/// The VRs with a 16-bit Length by five bits of each letter.
static SHORT_VRS: [Vr; 1024] = {
    let mut table = [Vr::None; 1024];
    let mut n = 0;
    while n < Vr::ALL.len() {
        let vr = Vr::ALL[n];
        let name = vr.name().as_bytes();
        if !vr.has_long_form() {
            table[(name[0] - b'A') as usize * 32 + (name[1] - b'A') as usize] = vr;
        }
        n += 1;
    }
    table
};

/// The VRs of bulk data.
#[inline]
fn is_bulk(vr: Vr) -> bool {
    matches!(vr, Vr::OB | Vr::OD | Vr::OF | Vr::OL | Vr::OV | Vr::OW)
}

/// Whether Pixel Data of undefined Length and this VR are encapsulated (docs/recovery.md 8).
#[inline]
fn may_be_encapsulated(vr: Vr) -> bool {
    is_bulk(vr) || matches!(vr, Vr::UN | Vr::None)
}

/// The header at the start of `head`, of which `left` bytes belong to the container; `None` if it does not fit.
#[inline(always)]
fn read_header(head: &[u8], left: u64, enc: Enc) -> Option<Header> {
    let [a, b, c, d, e, f, g, h, rest @ ..] = head else { return None };
    if left < 8 {
        return None;
    }
    let tag = enc.tag([*a, *b], [*c, *d]);
    let implicit = Header { tag, vr: Vr::None, length: enc.u32([*e, *f, *g, *h]), size: 8, flags: Flags::IMPLICIT };
    if !enc.explicit || tag.group() == 0xFFFE {
        return Some(implicit);
    }
    let vr = match Vr::from_bytes([*e, *f]) {
        Some(vr) => vr,
        None if e.is_ascii_uppercase() && f.is_ascii_uppercase() => Vr::Unknown,
        None => {
            let mut header = implicit;
            header.flags.set(Flags::MISSING_VR);
            return Some(header);
        }
    };
    if !vr.has_long_form() {
        return Some(Header { tag, vr, length: u32::from(enc.u16([*g, *h])), size: 8, flags: Flags::default() });
    }
    let [i, j, k, l, ..] = rest else { return None };
    if left < 12 {
        return None;
    }
    let mut flags = Flags::default();
    if *g != 0 || *h != 0 {
        flags.set(Flags::RESERVED_NOT_ZERO);
    }
    Some(Header { tag, vr, length: enc.u32([*i, *j, *k, *l]), size: 12, flags })
}

/// The VR by which a value is read (`docs/recovery.md` sections 5 and 10).
#[inline]
pub(crate) fn read_vr_of<D: VrLookup + ?Sized>(tag: Tag, vr: Vr, dict: &D) -> Vr {
    match vr {
        // Two letters that are no VR are read as UN.
        Vr::None | Vr::UN | Vr::Unknown => {}
        vr => return vr,
    }
    if vr == Vr::None && tag.is_group_length() {
        return Vr::UL;
    }
    if tag.is_private() {
        return if tag.is_private_creator() { Vr::LO } else { Vr::UN };
    }
    dict.vr(tag).unwrap_or(Vr::UN)
}

/// The value of a UI up to its first NUL, without trailing spaces.
fn trim_uid(value: &[u8]) -> &[u8] {
    let value = value.split(|&b| b == 0).next().unwrap_or(&[]);
    value.trim_ascii_end()
}
