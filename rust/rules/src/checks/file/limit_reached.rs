//! ## What it checks
//! Whether the file could be read within the limits on depth, number of Elements, and bytes.
//!
//! ## Why
//! Files that would exhaust memory are read in part; the verdict says so.
//!
//! ## Standard
//! None: the limits are those of this program.
//!
//! ## Example
//! Sequences nested 2,000 deep.
//!
//! ## Exceptions
//! In Python the limits can be raised (`validicom.Limits`).

use validicom_header::{Note, NoteKind};

use crate::finding::{Detail, DetailValue, Severity};
use crate::rule::{Check, Meta, Need};

/// See the page.
pub const META: Meta = Meta {
    code: "F091",
    name: "limit-reached",
    severity: Severity::Warning,
    need: Need::Presence,
    summary: "A limit of this program was reached.",
    message: "the limit on {limit} was reached; what is beyond was not checked",
    ..Meta::BASE
};

/// How it is run.
pub const CHECK: Check = Check::Note(NoteKind::LimitReached, describe);

fn describe(note: &Note) -> (Detail, Option<u64>) {
    let limit = match note.detail {
        1 => "depth",
        2 => "elements",
        3 => "inflated-bytes",
        4 => "held-bytes",
        _ => "fragments",
    };
    (vec![("limit", DetailValue::Text(limit.to_owned()))], None)
}

#[cfg(test)]
mod tests {
    use crate::testing::*;
    use crate::{DetailValue, Options, Verdict};
    use validicom_header::Limits;

    #[test]
    fn a_limit_is_told_by_name() {
        let limits = Limits { elements: 7, ..Limits::default() };
        let bytes = file(&[el(0x0008_0060, b"CS", "CT"), el(0x0010_0020, b"LO", "1 ")]);
        let (verdict, findings) = check_by(&bytes, Options { limits, ..Options::default() });
        assert!(findings.iter().any(|f| f.detail == [("limit", DetailValue::Text("elements".to_owned()))]));
        assert_ne!(verdict, Verdict::Pass);
    }

    #[test]
    fn no_limit_is_silent() {
        assert_eq!(count("F091", &one(0x0008_0060, b"CS", "CT")), 0);
    }
}
