//! A pack read from a file gives the findings that the embedded one gives.

use std::sync::Arc;

use validicom_header::{Arena, Limits, Read, parse};
use validicom_rules::{Checker, Finding, Levels, Options, Verdict};
use validicom_standard::Edition;

const SAMPLES: [&[u8]; 4] = [
    include_bytes!("../../../tests/samples/ct.dcm"),
    include_bytes!("../../../tests/samples/ct_faults.dcm"),
    include_bytes!("../../../tests/samples/ct_cut.dcm"),
    include_bytes!("../../../tests/samples/ct_no_meta.dcm"),
];

fn answers(edition: Arc<Edition>) -> Vec<(Verdict, Vec<Finding>)> {
    let mut checker = Checker::new(edition, Options { levels: Levels::ALL, ..Options::default() });
    let mut answers = Vec::new();
    for bytes in SAMPLES {
        let mut arena = Arena::default();
        let buffer = parse(bytes, &Limits::default(), Read::All, &*Edition::newest(), &mut arena);
        let outcome = checker.check(&arena, &buffer, false);
        answers.push((outcome.verdict, outcome.findings));
    }
    answers
}

#[test]
fn a_pack_from_a_file_gives_the_same_findings() {
    for name in Edition::NAMES {
        let path = std::env::temp_dir().join(format!("validicom-{}-{name}.pack", std::process::id()));
        std::fs::write(&path, Edition::embedded_pack(name).unwrap()).unwrap();
        let loaded = Arc::new(Edition::load(std::fs::read(&path).unwrap()).unwrap());
        std::fs::remove_file(&path).unwrap();
        let embedded = Edition::embedded(name).unwrap();
        assert_eq!((loaded.name(), loaded.digest()), (embedded.name(), embedded.digest()));
        let (from_file, from_program) = (answers(loaded), answers(embedded));
        assert_eq!(from_file, from_program, "{name}");
        assert_eq!(from_file[0].0, Verdict::Pass, "{name}: the right sample");
        assert!(from_file[1].1.len() > 8, "{name}: the sample with faults");
    }
}
