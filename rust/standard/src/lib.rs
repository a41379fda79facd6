//! The facts of the DICOM Standard, one pack an edition: dictionary (PS3.6), UIDs, Transfer Syntaxes, IODs, modules and
//! the Attributes they define (PS3.3). A pack may come from a file: it is hostile input, checked once on load; after that
//! no accessor panics, whatever the bytes. Nothing here judges a data set.
#![forbid(unsafe_code)]

mod conditions;
mod dictionary;
mod graph;
mod lists;
mod load;
pub mod outside;
mod registry;
mod reports;
mod words;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use validicom_header::{Tag, Vr, VrLookup};

pub use conditions::{Condition, Expr, Otherwise};
pub use dictionary::{Entry, Vm};
pub use graph::{AttributeType, Claim, Claims, Iod, Items, Node, NodeId, Row, Source, Usage, tag_of_row};
pub use lists::{Constraint, ConstraintKind, ItemCount, Strength, ValueList, Words};
pub use load::PackError;
pub use registry::{Encoding, TransferSyntax, UidEntry};
pub use reports::Report;
pub use validicom_packer::layout::expression;

/// Which types of records of a DICOMDIR may stand below which (PS3.3 F.4): a table, see `data/README.md`.
pub const DIRECTORY_RECORDS: &str = include_str!("../data/common/directory_records.tsv");
/// How many values Image Type must have, by SOP Class: a table, see `data/README.md`.
pub const IMAGE_TYPE_VALUES: &str = include_str!("../data/common/image_type_values.tsv");

/// One edition of the Standard.
pub struct Edition {
    bytes: Cow<'static, [u8]>,
    sections: load::Sections,
    dictionary: dictionary::Index,
    name: String,
    digest: u64,
    /// Of each word of lists a few bits, made when the first value is compared.
    word_keys: OnceLock<Box<[u64]>>,
}

static PACKS: [&[u8]; 3] = [
    include_bytes!(concat!(env!("OUT_DIR"), "/2023e.pack")),
    include_bytes!(concat!(env!("OUT_DIR"), "/2024e.pack")),
    include_bytes!(concat!(env!("OUT_DIR"), "/2025e.pack")),
];
static LOADED: [OnceLock<Option<Arc<Edition>>>; 3] = [const { OnceLock::new() }; 3];

impl Edition {
    /// The names of the embedded editions, oldest first.
    pub const NAMES: &[&str] = &validicom_packer::EDITIONS;

    /// The newest embedded edition.
    pub fn newest() -> Arc<Edition> {
        Edition::at(Edition::NAMES.len() - 1).unwrap_or_else(|| Arc::new(Edition::none()))
    }

    /// An embedded edition by name.
    pub fn embedded(name: &str) -> Option<Arc<Edition>> {
        Edition::at(Edition::NAMES.iter().position(|n| *n == name)?)
    }

    /// The bytes of an embedded pack, as `load` takes them.
    pub fn embedded_pack(name: &str) -> Option<&'static [u8]> {
        PACKS.get(Edition::NAMES.iter().position(|n| *n == name)?).copied()
    }

    fn at(index: usize) -> Option<Arc<Edition>> {
        LOADED.get(index)?.get_or_init(|| Edition::load(*PACKS.get(index)?).ok().map(Arc::new)).clone()
    }

    /// The edition's name, such as `2025e`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The digest of the pack: equal packs have equal digests.
    pub fn digest(&self) -> u64 {
        self.digest
    }
}

impl std::fmt::Debug for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Edition({} {:016x}, {} bytes)", self.name, self.digest, self.bytes.len())
    }
}

impl VrLookup for Edition {
    #[inline]
    fn vr(&self, tag: Tag) -> Option<Vr> {
        self.dictionary.vr(tag)
    }

    fn is_transfer_syntax(&self, uid: &[u8]) -> bool {
        self.transfer_syntax(uid).is_some()
    }
}
