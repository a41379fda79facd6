//! Times walk and check over files held in memory.
#![allow(clippy::print_stdout)]
use std::sync::Arc;
use std::time::Instant;
use validicom_header::{Arena, Limits, Read, Walker, parse_with};
use validicom_rules::{Checker, Options};
use validicom_standard::Edition;
fn main() {
    let edition = Edition::newest();
    let files: Vec<Vec<u8>> = std::env::args().skip(1).map(|p| std::fs::read(p).unwrap_or_default()).collect();
    let limits = Limits::default();
    let mut walker = Walker::new(&limits, Read::Header);
    let mut checker = Checker::new(Arc::clone(&edition), Options::default());
    let mut arena = Arena::default();
    for round in 0..3 {
        let (mut walk, mut check, mut n) = (0.0, 0.0, 0u64);
        for f in &files {
            let times = 300;
            let t = Instant::now();
            for _ in 0..times {
                parse_with(&mut walker, f, &limits, &*edition, &mut arena);
            }
            let w = t.elapsed().as_nanos() as f64 / f64::from(times);
            let buffer = parse_with(&mut walker, f, &limits, &*edition, &mut arena);
            let t = Instant::now();
            for _ in 0..times {
                std::hint::black_box(checker.check(&arena, &buffer, false));
            }
            let c = t.elapsed().as_nanos() as f64 / f64::from(times);
            walk += w;
            check += c;
            n += arena.elements.len() as u64;
            if round == 2 {
                println!(
                    "{:5} el  walk {w:8.0} ns {:5.1}/el   check {c:8.0} ns {:5.1}/el",
                    arena.elements.len(),
                    w / arena.elements.len() as f64,
                    c / arena.elements.len() as f64
                );
            }
        }
        println!("all: {n} el walk {:.1} ns/el check {:.1} ns/el", walk / n as f64, check / n as f64);
    }
}
