//! Prints the findings of files, for a look while working on rules.
#![allow(clippy::print_stdout)]
use std::sync::Arc;
use validicom_header::{Arena, Limits, Read, parse};
use validicom_rules::{Checker, Levels, Options, RULES, path_text};
use validicom_standard::Edition;
fn main() {
    let edition = Edition::newest();
    let mut checker = Checker::new(Arc::clone(&edition), Options { levels: Levels::ALL, ..Options::default() });
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let mut arena = Arena::default();
        let buffer = parse(&bytes, &Limits::default(), Read::All, &*edition, &mut arena);
        let outcome = checker.check(&arena, &buffer, false);
        println!("{path} {:?} {:?} {} elements", outcome.verdict, outcome.incomplete, arena.elements.len());
        for f in &outcome.findings {
            let code = RULES[f.rule as usize].meta.code;
            println!(
                "  {code} {:?} {} {:?} {:?} x{}",
                f.severity,
                path_text(&f.path, &edition),
                f.detail,
                f.observed,
                f.count
            );
        }
    }
}
