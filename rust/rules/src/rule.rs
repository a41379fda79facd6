//! What a rule is: its metadata, and the way in which it is run.

use validicom_header::{Element, Note, NoteKind, Tag, Vr};
use validicom_standard::Entry;

use crate::context::{Context, Field};
use crate::finding::{Detail, Severity};
use crate::sink::Sink;

/// What must be known of an Element for a rule to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The bytes as they stand in the file.
    Raw,
    /// The value.
    Value,
    /// Only that it is there.
    Presence,
}

impl Need {
    /// The name that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Need::Raw => "raw",
            Need::Value => "value",
            Need::Presence => "presence",
        }
    }
}

/// The facts about a rule that do not depend on a data set.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// Family letter and three digits; never changes its meaning.
    pub code: &'static str,
    /// Names the defect: reads as "allow <name>".
    pub name: &'static str,
    /// The worst severity it gives.
    pub severity: Severity,
    /// What it needs.
    pub need: Need,
    /// The paragraph that demands it, such as `PS3.5 7.1.1`.
    pub paragraph: &'static str,
    /// One sentence: what is wrong when it fires.
    pub summary: &'static str,
    /// Text of a finding; `{name}` stands for a detail, `{observed}` and `{value_number}` for those fields.
    pub message: &'static str,
    /// All places in a file are one finding without a path.
    pub file_fold: bool,
    /// It speaks of files only: it does not apply to a data set in memory or JSON.
    pub file_only: bool,
}

impl Meta {
    /// The defaults of most rules: an error about a value, folded by path.
    pub const BASE: Meta = Meta {
        code: "",
        name: "",
        severity: Severity::Error,
        need: Need::Value,
        paragraph: "",
        summary: "",
        message: "",
        file_fold: false,
        file_only: false,
    };
}

/// A set of VRs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VrSet(pub u64);

impl VrSet {
    /// The set of these.
    #[allow(clippy::indexing_slicing)] // const: a wrong index would not compile
    pub const fn of(vrs: &[Vr]) -> VrSet {
        let mut bits = 0;
        let mut i = 0;
        while i < vrs.len() {
            bits |= 1 << vrs[i] as u8;
            i += 1;
        }
        VrSet(bits)
    }

    /// Whether `vr` is in it.
    #[inline]
    pub const fn has(self, vr: Vr) -> bool {
        self.0 >> (vr as u8) & 1 != 0
    }

    /// Strings whose bytes are read by Specific Character Set.
    pub const TEXT: VrSet = VrSet::of(&[Vr::SH, Vr::LO, Vr::ST, Vr::LT, Vr::UC, Vr::UT, Vr::PN]);
    /// Strings in the default repertoire.
    pub const ASCII: VrSet =
        VrSet::of(&[Vr::AE, Vr::AS, Vr::CS, Vr::DA, Vr::DS, Vr::DT, Vr::IS, Vr::TM, Vr::UI, Vr::UR]);
    /// All strings.
    pub const STRING: VrSet = VrSet(VrSet::TEXT.0 | VrSet::ASCII.0);
    /// Strings of one value, in which a backslash is a character.
    pub const SINGLE: VrSet = VrSet::of(&[Vr::ST, Vr::LT, Vr::UT, Vr::UR]);
}

/// A rule that is run once a file or data set.
pub type FileCheck = fn(&Context, &mut Sink);
/// A rule that is run for Elements and Items, by index.
pub type ElementCheck = fn(&Context, u32, &Element, &mut Sink);
/// A rule that is run for Elements with their dictionary entry.
pub type DictionaryCheck = fn(&Context, u32, &Element, Option<Entry>, &mut Sink);
/// A rule that is run for values.
pub type ValueCheck = fn(&Context, &Field, &mut Sink);

/// How a rule is run. The registry sorts the rules by this.
#[derive(Clone, Copy)]
pub enum Check {
    /// Each note of this kind is a finding; the function gives its detail and what was observed.
    Note(NoteKind, fn(&Note) -> (Detail, Option<u64>)),
    /// Once a file or data set.
    File(FileCheck),
    /// For each Element and Item that the structural screen does not call clean (see `screen.rs`).
    Element(ElementCheck),
    /// For each Element that stands in no open Item and is no Item, with its dictionary entry (none for private ones).
    Dictionary(DictionaryCheck),
    /// For each Element of these VRs whose value is held, or whose binary value has a length.
    Value(VrSet, ValueCheck),
    /// Once a file or data set, after the pass over its Elements: what is watched in the root is known then (see `watch.rs`).
    Root(FileCheck),
    /// For each Element of these Attributes (which must be watched, see `watch.rs`) that stands in no open Item.
    At(&'static [Tag], ElementCheck),
    /// Made by the engine of modules and Attributes, or outside this crate.
    Elsewhere,
}

/// A rule: metadata, the way to run it, and the page about it.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The facts.
    pub meta: Meta,
    /// How it is run.
    pub check: Check,
    /// Markdown: what it checks, why, an example, exceptions.
    pub page: &'static str,
}
