//! Bytes to a flat arena of Data Elements plus structural notes: preamble, File Meta Information, Transfer Syntax, walk,
//! limits, inflate, character sets (PS3.5, PS3.10). Input is hostile: no byte sequence may panic, recurse, or allocate by
//! a claimed length. No I/O, no dictionary, no `unsafe`.
#![forbid(unsafe_code)]

mod arena;
mod builder;
mod charset;
mod inflate;
mod limits;
mod parse;
mod sniff;
mod tag;
mod vr;
mod walk;

pub use arena::*;
pub use builder::{Builder, NewElement};
pub use charset::Charset;
pub use inflate::{InflateEnd, Inflated, inflate};
pub use limits::{Limit, Limits};
pub use parse::{parse, parse_with};
pub use tag::Tag;
pub use vr::Vr;
pub use walk::{Step, Walker};

/// How deep a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Read {
    /// Stops at Pixel Data of the root.
    Header,
    /// To the end, visiting fragment headers; values above [`SKIP_BYTES`] of OB, OW and their like are skipped by seek.
    #[default]
    All,
}

/// Values of OB, OD, OF, OL, OV, OW and of UN that is no Sequence, longer than this are never held: their Elements have no
/// value, whatever the read size (so that the findings do not depend on it).
pub const SKIP_BYTES: u32 = 64 << 10;

/// The VR of a Data Element by dictionary, for Implicit VR and UN; `header` itself has no dictionary.
pub trait VrLookup {
    /// The VR of a public Element, reduced to one (`US or SS` to US, `OB or OW` to OW); `None` if it is not known.
    fn vr(&self, tag: Tag) -> Option<Vr>;

    /// Whether the registry of PS3.6 has a Transfer Syntax with this UID.
    fn is_transfer_syntax(&self, uid: &[u8]) -> bool;
}
