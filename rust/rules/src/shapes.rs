//! What is demanded of a data set depends on little: which Attributes are there, and the values of the few that conditions ask
//! for. Most files of an archive are alike in that, so what was found for one such *shape* is kept, and told again where the
//! same shape comes again.
//!
//! A shape is kept whole and compared whole; its hash only says where to look. What depends on more than the shape (other
//! levels, Items, the place of an Item) is not kept: see [`Simple`].

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use validicom_header::{Element, Flags, Tag, Vr};
use validicom_standard::{AttributeType, Edition, Expr, Iod, Node, Otherwise, expression as e};

use crate::compared::is_big;
use crate::context::Context;
use crate::iod::{REFERENCED_CONTENT_ITEM_IDENTIFIER, RowFinding, VALUE_TYPE};

/// What all kept shapes of a checker may weigh: beyond it, all are forgotten.
const MOST_BYTES: usize = 16 << 20;

/// A data set in which a value that conditions ask for is longer is looked at anew.
const MOST_VALUE: usize = 256;

/// Which rows of a node depend on the shape of its data set alone, and what belongs to that shape.
#[derive(Default)]
pub(crate) struct Simple {
    /// The demands of the node that depend on the shape alone, by number.
    pub(crate) alone: Vec<u16>,
    /// The others.
    pub(crate) others: Vec<u16>,
    /// Rows whose presence belongs to the shape.
    pub(crate) relevant: Vec<bool>,
    /// Rows whose value belongs to it.
    pub(crate) drivers: Vec<u16>,
    /// Tags without a row that conditions ask for: a data set that has one is looked at anew.
    pub(crate) extra: Vec<u32>,
    /// Whether it must be known if Pixel Data is encapsulated.
    pub(crate) asks_encapsulated: bool,
    /// Whether the Transfer Syntax must be known.
    pub(crate) asks_transfer_syntax: bool,
}

/// What is known of a data set when its conditions are read.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    /// It is no Item.
    pub(crate) is_root: bool,
    /// Its IOD has functional groups.
    pub(crate) has_frames: bool,
}

impl Kind {
    /// Of an Item of this IOD.
    pub(crate) fn of_item(iod: Iod) -> Kind {
        Kind { is_root: false, has_frames: iod.functional_groups().is_some() }
    }
}

impl Simple {
    /// Room for a node of so many rows.
    pub(crate) fn new(rows: usize) -> Simple {
        Simple { relevant: vec![false; rows], ..Simple::default() }
    }

    /// Adds a row that demands something; `conditions`: those that bear on it.
    pub(crate) fn add(
        &mut self,
        edition: &Edition,
        node: Node,
        kind: Kind,
        row: u16,
        conditions: impl Iterator<Item = u16>,
    ) {
        let mut reader = Reader { edition, node, kind, this: row, of_shape: Parts::default() };
        let tag = node.tag(row);
        let mut is_simple = tag.is_some();
        if tag == Some(VALUE_TYPE) {
            reader.by_reference();
        }
        for index in conditions {
            is_simple = is_simple && reader.condition(index);
        }
        let number = (self.alone.len() + self.others.len()) as u16;
        if !is_simple {
            self.others.push(number);
            return;
        }
        self.alone.push(number);
        let parts = reader.of_shape;
        for row in parts.rows.iter().chain(&parts.drivers).chain([&row]) {
            if let Some(relevant) = self.relevant.get_mut(usize::from(*row)) {
                *relevant = true;
            }
        }
        self.drivers.extend(parts.drivers);
        self.extra.extend(parts.extra);
        self.asks_encapsulated |= parts.asks_encapsulated;
        self.asks_transfer_syntax |= parts.asks_transfer_syntax;
    }

    /// Sorts what was added.
    pub(crate) fn finish(&mut self) {
        self.drivers.sort_unstable();
        self.drivers.dedup();
        self.extra.sort_unstable();
        self.extra.dedup();
    }
}

/// What conditions ask for.
#[derive(Default)]
struct Parts {
    rows: Vec<u16>,
    drivers: Vec<u16>,
    extra: Vec<u32>,
    asks_encapsulated: bool,
    asks_transfer_syntax: bool,
}

/// Reads conditions for what they ask.
struct Reader<'e> {
    edition: &'e Edition,
    node: Node<'e>,
    kind: Kind,
    this: u16,
    of_shape: Parts,
}

impl Reader<'_> {
    /// Whether a condition depends on the shape alone.
    fn condition(&mut self, index: u16) -> bool {
        let condition = self.edition.condition(index);
        let required = condition.required().is_none_or(|expr| self.expr(expr, true));
        required
            && match condition.otherwise() {
                Otherwise::AllowedWhen(when) | Otherwise::ForbiddenWhen(when) => self.expr(when, true),
                _ => true,
            }
    }

    /// `follows`: an operand that is absent may be demanded by a condition of its own.
    // Expressions are not deeper than a pack may have them.
    fn expr(&mut self, expr: Expr, follows: bool) -> bool {
        match expr.op() {
            e::AND | e::OR => expr.parts().all(|part| self.expr(part, follows)),
            e::NOT => self.expr(expr.inner(), follows),
            e::TRUE | e::FALSE | e::UNREAD | e::NONE | e::OUTSIDE | e::IOD | e::MODULE => true,
            e::ENCAPSULATED => {
                self.of_shape.asks_encapsulated = true;
                true
            }
            e::TRANSFER_SYNTAX => {
                self.of_shape.asks_transfer_syntax = true;
                true
            }
            // Of an Attribute that the root has no row for, and that is not there.
            e::ANY | e::ALL | e::CODE => self.is_extra(expr.scope(), expr.tag()),
            e::PRESENT | e::ABSENT | e::HAS_VALUE | e::EMPTY => {
                self.operand(expr.scope(), expr.tag(), expr.number() != 0, follows)
            }
            e::IN | e::NOT_IN | e::VALUE | e::LENGTH | e::COUNT | e::ITEM_COUNT => {
                self.operand(expr.scope(), expr.tag(), true, follows)
            }
            e::EQUAL => {
                let (scope, _, tag) = expr.second();
                self.operand(expr.scope(), expr.tag(), true, follows) && self.operand(scope, tag, true, follows)
            }
            e::POINTS_TO => self.operand(expr.scope(), expr.tag(), true, follows),
            _ => false,
        }
    }

    /// Whether an operand can only be an Attribute without a row, which then counts as absent: of the root, or of frames that
    /// the IOD has not.
    fn is_extra(&mut self, scope: u8, tag: Tag) -> bool {
        let is_here = matches!(scope, e::HERE | e::ROOT) && self.node.find(tag).is_none();
        if is_here {
            self.of_shape.extra.push(tag.0);
        }
        self.kind.is_root && tag.0 != 0 && (is_here || scope == e::FRAME && !self.kind.has_frames)
    }

    /// A Content Item by reference needs no Value Type, so that it matters whether it is one (PS3.3 C.17.3).
    fn by_reference(&mut self) {
        match self.node.find(REFERENCED_CONTENT_ITEM_IDENTIFIER) {
            Some(row) => self.of_shape.rows.push(row),
            None => self.of_shape.extra.push(REFERENCED_CONTENT_ITEM_IDENTIFIER.0),
        }
    }

    fn operand(&mut self, scope: u8, tag: Tag, is_value: bool, follows: bool) -> bool {
        let row = match scope {
            e::THIS => Some(self.this),
            e::HERE => self.node.find(tag),
            e::ROOT if self.kind.is_root => self.node.find(tag),
            _ => None,
        };
        // Outside the root, an Attribute without a row is looked for in the data sets around.
        let Some(row) = row else { return self.is_extra(scope, tag) };
        // Of another repeating group than the row's.
        if self.node.is_functional_groups() || scope != e::THIS && self.node.tag(row) != Some(tag) {
            return false;
        }
        if tag == VALUE_TYPE {
            self.by_reference();
        }
        if is_value {
            self.of_shape.drivers.push(row);
        } else {
            self.of_shape.rows.push(row);
        }
        let Some(claims) = self.node.row(row) else { return false };
        let mut is_simple = true;
        for claim in claims.claims() {
            let is_conditional = matches!(claim.attribute_type(), AttributeType::OneC | AttributeType::TwoC);
            if is_value && is_conditional && follows {
                let condition = self.edition.source(claim.source()).and_then(|source| source.condition);
                let required = condition.and_then(|index| self.edition.condition(index).required());
                // `this` of that condition is that Attribute.
                let this = std::mem::replace(&mut self.this, row);
                is_simple = is_simple && required.is_none_or(|expr| self.expr(expr, false));
                self.this = this;
            }
        }
        is_simple
    }
}

/// Hands on a hash that was made before.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

struct Kept {
    shape: Box<[u8]>,
    found: Box<[(u16, RowFinding)]>,
}

/// The shapes that were met, and what was found for each.
#[derive(Default)]
pub(crate) struct Shapes {
    kept: HashMap<u64, Kept, BuildHasherDefault<Ready>>,
    bytes: usize,
    /// The shape at hand.
    shape: Vec<u8>,
    /// Bits of the hash that count; fewer only to test that the hash decides nothing.
    bits: u64,
    hash: u64,
}

impl Shapes {
    /// None kept yet; `bits` of the hash are used.
    pub(crate) fn new(bits: u32) -> Shapes {
        Shapes { bits: u64::MAX >> (64 - bits.clamp(1, 64)), ..Shapes::default() }
    }

    /// Begins the shape of a data set.
    #[inline]
    pub(crate) fn begin(&mut self) {
        self.shape.clear();
    }

    /// Adds a number.
    #[inline]
    pub(crate) fn add(&mut self, number: u64) {
        self.shape.extend_from_slice(&number.to_le_bytes());
    }

    /// Adds a text with its length.
    pub(crate) fn add_bytes(&mut self, bytes: &[u8]) {
        self.add(bytes.len() as u64);
        self.shape.extend_from_slice(bytes);
    }

    /// Adds a row that is there.
    #[inline]
    pub(crate) fn add_row(&mut self, row: u16, has_value: bool) {
        self.shape.extend_from_slice(&(row << 1 | u16::from(has_value)).to_le_bytes());
    }

    /// Ends the rows that are there, so that no row can pass for a part of what comes after them.
    #[inline]
    pub(crate) fn end_rows(&mut self) {
        self.shape.extend_from_slice(&u16::MAX.to_le_bytes());
    }

    /// Adds the value of an Element; false if it belongs to no shape.
    pub(crate) fn add_value(&mut self, context: &Context, index: u32, element: &Element) -> bool {
        let is_big = is_big(element);
        self.shape.extend_from_slice(&[element.read_vr as u8, u8::from(is_big)]);
        if element.read_vr == Vr::SQ {
            let is_cut = context.is_cut(index, element);
            self.add(u64::from(is_cut) | u64::from(context.count_items(index)) << 1);
            return true;
        }
        let Some(value) = context.value(element) else { return false };
        if value.len() > MOST_VALUE || element.flags.has(Flags::TRUNCATED) {
            return false;
        }
        self.add_bytes(value);
        true
    }

    /// What was found for the shape at hand, if it was met before.
    pub(crate) fn find(&mut self) -> Option<&[(u16, RowFinding)]> {
        self.hash = hash(&self.shape) & self.bits;
        self.kept.get(&self.hash).filter(|kept| *kept.shape == *self.shape).map(|kept| &*kept.found)
    }

    /// Keeps what was found for the shape at hand, after [`Shapes::find`] has not found it.
    pub(crate) fn keep(&mut self, found: &[(u16, RowFinding)]) {
        let weight = |kept: &Kept| kept.shape.len() + size_of_val(&*kept.found) + 64;
        let kept = Kept { shape: self.shape.as_slice().into(), found: found.into() };
        if self.bytes + weight(&kept) > MOST_BYTES {
            self.kept.clear();
            self.bytes = 0;
        }
        self.bytes += weight(&kept);
        if let Some(old) = self.kept.insert(self.hash, kept) {
            self.bytes = self.bytes.saturating_sub(weight(&old));
        }
    }
}

/// A fast hash of bytes, eight at a time; it only says where to look.
fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    for byte in rest {
        hash = (hash.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    hash ^ hash >> 32
}
