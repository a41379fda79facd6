//! What a rule may know: the Elements of one file or data set, their bytes, the edition, and a few facts that are looked up
//! once.

use std::cell::{Cell, OnceCell, RefCell};

use validicom_header::{Arena, Element, FileKind, Flags, NO_ELEMENT, Stopped, Tag, Vr};
use validicom_standard::{Edition, Entry, TransferSyntax};

use crate::Options;
use crate::rule::VrSet;
use crate::values::trim_end;
use crate::watch::Root;

/// All that rules look at.
pub struct Context<'a> {
    /// The Elements.
    pub arena: &'a Arena,
    /// The bytes their values stand in.
    pub bytes: &'a [u8],
    /// The edition of the check.
    pub edition: &'a Edition,
    /// What the caller asked for.
    pub options: &'a Options,
    /// The highest Tag before the Element at hand in its data set, for rules of structure; `u32::MAX` for Items.
    pub highest_before: Cell<u32>,
    transfer_syntax: OnceCell<Option<TransferSyntax<'a>>>,
    memory: RefCell<Memory>,
    pub(crate) root: Root,
}

/// What is looked up once a data set, and lists that rules fill: used again from file to file, so that a file without
/// findings costs no allocation.
#[derive(Default)]
pub(crate) struct Memory {
    charsets: Known<u32>,
    pixel_representations: Known<u16>,
    text: String,
    /// For P001: data set (counted from the root), Private Creator, whether an Element of its block (else it itself), index.
    pub(crate) blocks: Vec<(u32, u32, bool, u32)>,
}

/// A fact of the last data set at each depth. Elements are looked at in document order, so it is found out once each.
#[derive(Default)]
struct Known<T>(Vec<Option<(u32, Option<T>)>>);

impl<T: Copy> Known<T> {
    fn get(&self, depth: usize, data_set: u32) -> Option<Option<T>> {
        self.0.get(depth).copied().flatten().filter(|(known, _)| *known == data_set).map(|(_, fact)| fact)
    }

    fn set(&mut self, depth: usize, data_set: u32, fact: Option<T>) {
        if self.0.len() <= depth {
            self.0.resize(depth + 1, None);
        }
        if let Some(slot) = self.0.get_mut(depth) {
            *slot = Some((data_set, fact));
        }
    }
}

/// SOP Class UID of Media Storage Directory Storage.
const MEDIA_STORAGE_DIRECTORY: &[u8] = b"1.2.840.10008.1.3.10";

/// A value that a rule of the V family looks at.
pub struct Field<'a> {
    /// Index of the Element.
    pub index: u32,
    /// The Element.
    pub element: &'a Element,
    /// The dictionary's entry, for a known public Element.
    pub entry: Option<Entry<'a>>,
    /// The value as it stands in the file.
    pub original: &'a [u8],
    /// The value without what pads it: trailing NULs of strings, one trailing NUL of UI (spaces of UI before that), and the one
    /// trailing space that makes an even length.
    pub field: &'a [u8],
    /// The values: `field` (text beyond ASCII: decoded, in UTF-8) split at backslash, one for ST, LT, UT and UR; none for an empty field.
    pub values: &'a [&'a [u8]],
}

impl<'a> Context<'a> {
    /// A context for one file or data set.
    pub fn new(arena: &'a Arena, bytes: &'a [u8], edition: &'a Edition, options: &'a Options) -> Self {
        Context::with_memory(arena, bytes, edition, options, Memory::default())
    }

    /// [`Context::new`] with memory that was used before.
    pub(crate) fn with_memory(
        arena: &'a Arena,
        bytes: &'a [u8],
        edition: &'a Edition,
        options: &'a Options,
        mut memory: Memory,
    ) -> Self {
        memory.charsets.0.clear();
        memory.pixel_representations.0.clear();
        Context {
            arena,
            bytes,
            edition,
            options,
            highest_before: Cell::new(0),
            transfer_syntax: OnceCell::new(),
            memory: RefCell::new(memory),
            root: Root::new(),
        }
    }

    /// The memory, to be used again.
    pub(crate) fn into_memory(self) -> Memory {
        self.memory.into_inner()
    }

    /// A list for the rule that asks, which gives it back by [`Context::give_back`].
    pub(crate) fn take_blocks(&self) -> Vec<(u32, u32, bool, u32)> {
        let mut blocks = std::mem::take(&mut self.memory.borrow_mut().blocks);
        blocks.clear();
        blocks
    }

    /// See [`Context::take_blocks`].
    pub(crate) fn give_back(&self, blocks: Vec<(u32, u32, bool, u32)>) {
        self.memory.borrow_mut().blocks = blocks;
    }

    /// A buffer for decoded text, which the caller gives back.
    pub(crate) fn take_text(&self) -> String {
        std::mem::take(&mut self.memory.borrow_mut().text)
    }

    /// See [`Context::take_text`].
    pub(crate) fn give_back_text(&self, text: String) {
        self.memory.borrow_mut().text = text;
    }

    /// How many Sequences a data set stands in.
    fn depth_of(&self, data_set: u32) -> usize {
        self.element(data_set).map_or(0, |item| usize::from(item.depth) + 1)
    }

    /// Whether this is a file (or bytes), not a data set in memory or JSON.
    pub fn is_file(&self) -> bool {
        self.arena.kind != FileKind::DataSet
    }

    /// Element by index.
    pub fn element(&self, index: u32) -> Option<&'a Element> {
        self.arena.elements.get(index as usize)
    }

    /// The value of an Element, if it is held.
    pub fn value(&self, element: &Element) -> Option<&'a [u8]> {
        element.value(self.bytes)
    }

    /// The Elements of a data set, in document order: of the Item `parent`, or of the root ([`NO_ELEMENT`]).
    pub fn data_set(&self, parent: u32) -> Children<'a> {
        let (at, end) = match self.element(parent) {
            None => (self.arena.root(), self.arena.elements.len() as u32),
            Some(item) => (parent + 1, item.next),
        };
        Children { arena: self.arena, at, end }
    }

    /// The Elements of File Meta Information.
    pub fn file_meta(&self) -> Children<'a> {
        Children { arena: self.arena, at: 0, end: self.arena.meta_len }
    }

    /// The Items of a Sequence (or fragments of encapsulated Pixel Data), in order.
    pub fn items(&self, sequence: u32) -> Children<'a> {
        match self.element(sequence) {
            Some(element) => Children { arena: self.arena, at: sequence + 1, end: element.next },
            None => Children { arena: self.arena, at: 0, end: 0 },
        }
    }

    /// The first Element with this Tag in a data set.
    pub fn first(&self, parent: u32, tag: Tag) -> Option<(u32, &'a Element)> {
        self.data_set(parent).find(|(_, element)| element.tag == tag)
    }

    /// The data set around the data set of an Item; `None` for the root.
    pub fn enclosing(&self, data_set: u32) -> Option<u32> {
        let item = self.element(data_set)?;
        Some(self.element(item.parent)?.parent)
    }

    /// The Sequence in whose Items an Element stands; `None` in the root.
    pub(crate) fn enclosing_sequence(&self, element: &Element) -> Option<&'a Element> {
        self.element(self.element(element.parent)?.parent)
    }

    /// The Specific Character Set Element that governs a data set: its own first one, else that of the data sets around it.
    pub fn charset_element(&self, data_set: u32) -> Option<u32> {
        self.inherited(
            data_set,
            |memory| &mut memory.charsets,
            |at| self.first(at, Tag::SPECIFIC_CHARACTER_SET).map(|(index, _)| Some(index)),
        )
    }

    /// A fact that holds for a data set if it has it, else that of the data set around it; `None` if none has it.
    fn inherited<T: Copy>(
        &self,
        data_set: u32,
        known: fn(&mut Memory) -> &mut Known<T>,
        own: impl Fn(u32) -> Option<Option<T>>,
    ) -> Option<T> {
        let mut at = data_set;
        // Each turn goes one data set up, so this ends.
        let (found, top) = loop {
            if let Some(fact) = known(&mut self.memory.borrow_mut()).get(self.depth_of(at), at) {
                break (Some(fact), at);
            }
            if let Some(fact) = own(at) {
                break (Some(fact), at);
            }
            match self.enclosing(at) {
                Some(outer) => at = outer,
                None => break (None, at),
            }
        };
        let mut at = data_set;
        // Goes the same way up again.
        loop {
            known(&mut self.memory.borrow_mut()).set(self.depth_of(at), at, found.flatten());
            match self.enclosing(at) {
                Some(outer) if at != top => at = outer,
                _ => return found.flatten(),
            }
        }
    }

    /// Whether an Element or Item stands, at whatever depth, in an Item that holds Attributes of other data sets.
    ///
    /// Each turn goes one level up, so this ends.
    pub fn is_in_open_item(&self, element: &Element) -> bool {
        let mut at = element.parent;
        while let Some(outer) = self.element(at) {
            if !outer.is_item() && self.edition.is_open_item(outer.tag) {
                return true;
            }
            at = outer.parent;
        }
        false
    }

    /// The first value of a US Element.
    pub fn unsigned(&self, element: &Element) -> Option<u16> {
        let bytes = self.value(element)?.first_chunk::<2>()?;
        let is_big = element.flags.has(Flags::BIG_ENDIAN);
        Some(if is_big { u16::from_be_bytes(*bytes) } else { u16::from_le_bytes(*bytes) })
    }

    /// Pixel Representation (0028,0103) of the nearest data set that has it: this one, or one around it.
    pub fn pixel_representation(&self, data_set: u32) -> Option<u16> {
        self.inherited(
            data_set,
            |memory| &mut memory.pixel_representations,
            |at| self.first(at, Tag(0x0028_0103)).map(|(_, element)| self.unsigned(element)),
        )
    }

    /// The Transfer Syntax UID as reading takes it (docs/recovery.md 4), with its Element; `None` if there is no value.
    pub fn transfer_syntax_uid(&self) -> Option<(u32, &'a [u8])> {
        let (index, element) = self.file_meta().find(|(_, e)| e.tag == Tag::TRANSFER_SYNTAX_UID)?;
        let uid = trim_end(self.value(element)?.split(|&b| b == 0).next()?);
        (!uid.is_empty()).then_some((index, uid))
    }

    /// The Transfer Syntax of the file, if it is one of the registry.
    pub fn transfer_syntax(&self) -> Option<TransferSyntax<'a>> {
        *self.transfer_syntax.get_or_init(|| self.edition.transfer_syntax(self.transfer_syntax_uid()?.1))
    }

    /// Whether all fragments of encapsulated Pixel Data were seen: the front end has them, and the walk did not end among them.
    pub fn has_all_fragments(&self, pixel_data: &Element) -> bool {
        let is_last = pixel_data.next as usize >= self.arena.elements.len();
        self.is_file() && !(is_last && self.arena.stopped.is_some())
    }

    /// The preamble, of a file that has one (PS3.10 7.1).
    pub fn preamble(&self) -> Option<&'a [u8]> {
        (self.arena.kind == FileKind::Part10).then(|| self.bytes.get(..128)).flatten()
    }

    /// Whether this is a directory of a medium (PS3.10 8.6).
    pub fn is_dicomdir(&self) -> bool {
        let stored = self.file_meta().find(|(_, e)| e.tag == Tag::MEDIA_STORAGE_SOP_CLASS_UID);
        let own = self.first(ROOT, Tag::SOP_CLASS_UID);
        [stored, own].into_iter().flatten().any(|(_, e)| self.trimmed(e) == Some(MEDIA_STORAGE_DIRECTORY))
    }

    /// Whether an Element has a value (PS3.5 7.4.1): a Sequence an Item; a string something besides spaces, NULs and
    /// delimiters; what is not held or cut short, a length.
    pub fn has_value(&self, index: u32, element: &Element) -> bool {
        if element.flags.has(Flags::ENCAPSULATED) {
            return true;
        }
        if element.read_vr == Vr::SQ {
            return element.next > index + 1 || self.items_not_kept(index, element);
        }
        match self.value(element) {
            Some(value) if VrSet::STRING.has(element.read_vr) => value.iter().any(|b| !matches!(b, b' ' | 0 | b'\\')),
            Some(value) => !value.is_empty(),
            None => element.length > 0,
        }
    }

    /// A Sequence at the depth limit has its Items, though none is kept; so may the last one before the limit on Elements.
    pub(crate) fn items_not_kept(&self, index: u32, element: &Element) -> bool {
        let is_last = index as usize + 1 == self.arena.elements.len();
        let is_cut = is_last && matches!(self.arena.stopped, Some(Stopped::ByLimit(_)));
        element.length > 0 && (element.depth >= self.options.limits.depth || is_cut)
    }

    /// How many Items a Sequence has, delimiters not counted.
    pub(crate) fn count_items(&self, sequence: u32) -> u32 {
        self.items(sequence).filter(|(_, item)| item.is_item()).count() as u32
    }

    /// Whether a Sequence may have had more Items than are kept.
    pub(crate) fn is_cut(&self, index: u32, sequence: &Element) -> bool {
        sequence.flags.has(Flags::TRUNCATED) || self.items_not_kept(index, sequence)
    }

    /// The value of an Element as text without padding: for UIDs and other ASCII strings that are compared.
    pub fn trimmed(&self, element: &Element) -> Option<&'a [u8]> {
        let value = self.value(element)?;
        let end = value.iter().rposition(|b| !matches!(b, 0 | b' ')).map_or(0, |last| last + 1);
        value.get(..end)
    }
}

/// Iterates over the Elements of one level, with their indexes.
#[derive(Clone)]
pub struct Children<'a> {
    arena: &'a Arena,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Children<'a> {
    type Item = (u32, &'a Element);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let element = self.arena.elements.get(self.at as usize)?;
        let index = self.at;
        // `next` is always beyond the Element itself.
        self.at = element.next.max(index + 1);
        Some((index, element))
    }
}

/// A data set's parent index for the root.
pub const ROOT: u32 = NO_ELEMENT;
