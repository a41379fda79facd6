//! Any bytes from file to findings: no rule panics, the screens change nothing, findings stand in order and are counted, and
//! no value of the input is in them.
//!
//! The first byte of the input chooses edition, depth of reading and limits, the rest is the file.
#![no_main]

use std::cell::RefCell;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use validicom_header::{Arena, Limits, Read, parse};
use validicom_rules::{Checker, Finding, Levels, Options, Outcome, RULES, Severity, Verdict, path_text};
use validicom_standard::Edition;

/// Two checkers of one edition and one choice of options: with and without screens. They serve input after input, so what one
/// file leaves behind in them would show.
type Pair = (Checker, Checker);

thread_local! {
    static CHECKERS: RefCell<Vec<Option<Pair>>> = const { RefCell::new(Vec::new()) };
}

fn pair(choice: u8) -> Pair {
    let names = Edition::NAMES;
    let edition = Edition::embedded(names[usize::from(choice) % names.len()]).expect("it is embedded");
    let small = Limits { depth: 2, elements: 20, held_bytes: 200, inflated_bytes: 500, fragments: 2, findings: 10 };
    let options = |screens| Options {
        levels: Levels::ALL,
        edition_named: choice & 8 != 0,
        read: if choice & 16 != 0 { Read::Header } else { Read::All },
        limits: if choice & 32 != 0 { small.clone() } else { Limits { inflated_bytes: 1 << 20, ..Limits::default() } },
        screens,
        ..Options::default()
    };
    (Checker::new(Arc::clone(&edition), options(true)), Checker::new(edition, options(false)))
}

fn well_formed(outcome: &Outcome, checker: &Checker) {
    assert!(outcome.findings.windows(2).all(|two| two[0].order(&two[1]).is_le()), "out of order");
    let has_error = outcome.findings.iter().any(|f| f.severity == Severity::Error);
    assert!(!has_error || matches!(outcome.verdict, Verdict::Fail | Verdict::Unreadable));
    let of = |rule: usize| outcome.findings.iter().filter(|f| usize::from(f.rule) == rule).map(|f| f.count).sum::<u32>();
    if !outcome.incomplete.contains(&"limit-findings") {
        for (rule, count) in checker.counts().iter().enumerate() {
            assert_eq!(of(rule), *count, "{}", RULES[rule].meta.code);
        }
    }
    for Finding { path, .. } in &outcome.findings {
        assert!(path_text(path, checker.edition()).bytes().all(|b| matches!(b, 0x20..=0x7E)));
    }
}

fuzz_target!(|input: &[u8]| {
    let Some((choice, bytes)) = input.split_first() else { return };
    CHECKERS.with_borrow_mut(|checkers| {
        checkers.resize_with(256, || None);
        let (with, without) = checkers[usize::from(*choice)].get_or_insert_with(|| pair(*choice));
        let mut arena = Arena::default();
        let dictionary = Edition::newest();
        let limits = with.options().limits.clone();
        let read = with.options().read;
        let buffer = parse(bytes, &limits, read, &*dictionary, &mut arena);
        let outcome = with.check(&arena, &buffer, false);
        let other = without.check(&arena, &buffer, false);
        well_formed(&outcome, with);
        assert_eq!(outcome.verdict, other.verdict);
        if !outcome.incomplete.contains(&"limit-findings") {
            assert_eq!(outcome.findings, other.findings);
            assert_eq!(with.counts(), without.counts());
        }
    });
});
