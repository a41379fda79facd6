//! The one budget of a parse. There is no way to parse without it.

/// What a parse and the check after it may use at most. Reaching one of them ends or narrows the walk, gives a
/// [`NoteKind::LimitReached`](crate::NoteKind::LimitReached), and makes the verdict *incomplete*, never an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Levels of nested Sequences and Items whose Data Elements are kept; deeper ones are only counted.
    /// Each Sequence is one level and each of its Items another is not counted: depth 1 is an Element of an Item of the data set.
    pub depth: u16,
    /// Data Elements and Items kept.
    pub elements: u32,
    /// Bytes that a Deflated data set may inflate to.
    pub inflated_bytes: u64,
    /// Bytes of values and headers held at once for one file (values that are skipped do not count).
    pub held_bytes: u64,
    /// Fragments of encapsulated Pixel Data visited in one Data Element.
    pub fragments: u32,
    /// Places of findings kept for one file before they are folded; more are only counted.
    pub findings: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            depth: 1024,
            elements: 2_000_000,
            inflated_bytes: 64 << 20,
            held_bytes: 64 << 20,
            fragments: 1 << 20,
            findings: 100_000,
        }
    }
}

impl Limits {
    /// The limits raised as far as the arena can hold: 65,535 levels, 20,000,000 Data Elements.
    pub fn raised() -> Self {
        Limits {
            depth: u16::MAX,
            elements: 20_000_000,
            inflated_bytes: 1 << 30,
            held_bytes: 2 << 30,
            fragments: 1 << 24,
            findings: 1_000_000,
        }
    }
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Limit {
    Depth = 1,
    Elements = 2,
    InflatedBytes = 3,
    HeldBytes = 4,
    Fragments = 5,
    Findings = 6,
}

impl Limit {
    /// The name that reports and the reference use.
    pub const fn name(self) -> &'static str {
        match self {
            Limit::Depth => "depth",
            Limit::Elements => "elements",
            Limit::InflatedBytes => "inflated-bytes",
            Limit::HeldBytes => "held-bytes",
            Limit::Fragments => "fragments",
            Limit::Findings => "findings",
        }
    }
}
