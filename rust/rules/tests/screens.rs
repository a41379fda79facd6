//! The screens change no finding: generated files, lawful in most values and wrong in a few, are checked with the screens
//! off and on. A failure prints the number of the file, from which it is made again.

mod common;

use common::Random;
use validicom_header::{Arena, Vr, parse};
use validicom_rules::{Checker, Levels, Options};
use validicom_standard::{Edition, Entry};

const FILES: u64 = 6_000;

/// Values near the edge of what each VR allows.
fn text(vr: Vr, random: &mut Random) -> Vec<u8> {
    let known: &[&str] = match vr {
        Vr::AE => &["ACME", "A B", " ", "", "1234567890123456", "12345678901234567"],
        Vr::AS => &["022Y", "22Y", "", "000D ", "    "],
        Vr::CS => &["CT", "ORIGINAL", "a", "A_1", "1234567890123456", "12345678901234567", " ", "A-B"],
        Vr::DA => &["20240229", "20230229", "1997.04.24", "20230101-", "", "        ", "2023", "-20230101"],
        Vr::DS => &["1", "-0.5", "1e5", "1,5", " 1 ", "", ".", "12345678901234567", "1.E-5", "+"],
        Vr::DT => &["2023", "20230101120000.123456+0100", "202313", "2020-2021", "20230101120000.123456+01000"],
        Vr::IS => &["1", "-5", "2147483648", "1.0", " 7 ", "", "+", "1234567890123", "-2147483648"],
        Vr::TM => &["10", "1059", "105960.123456", "24", "10:59", "1000-1200", "105959.", "  ", "105959.1234567"],
        Vr::UI => &[
            "1.2.840",
            "2.25.1",
            "1.02",
            "999",
            "1..2",
            "0.6.1",
            "1.2.",
            "1",
            "1.2.840.10008.1.2",
            "1.2.840.10008.9.1",
        ],
        Vr::UR => &["http://a/b", " http://a", "http://a/<", "", "  "],
        Vr::PN => &["A^B", "A", "A^B=C^D=E", "A=B=C=D", "A^B=C=D=E", "A^B^C^D^E^F", "=A^B", "", "^", "A^B=C^D^E^F^G^H"],
        Vr::SH | Vr::LO | Vr::UC => &["abc", "", "1234567890123456", "12345678901234567", "a\tb", "a b", " ", "\u{e9}"],
        _ => &["text", "two\r\nlines", "", "tab\t", "\u{1}", "a\\b", "J\u{e9}r"],
    };
    let mut value = Vec::new();
    let number = if random.one_in(3) { 1 + random.below(4) } else { 1 };
    for n in 0..number {
        if n > 0 {
            value.push(b'\\');
        }
        value.extend(random.pick(known).as_bytes());
    }
    if random.one_in(20) {
        value.extend(vec![b'1'; random.below(80)]);
    }
    if random.one_in(12) && !value.is_empty() {
        let at = random.below(value.len());
        value[at] = random.next() as u8;
    }
    if random.one_in(8) {
        value.push(*random.pick(&[&b' ', &0, &b'\\', &0x1B]));
    }
    if value.len() % 2 == 1 && !random.one_in(15) {
        value.push(if vr == Vr::UI && !random.one_in(6) { 0 } else { b' ' });
    }
    value
}

fn value(vr: Vr, random: &mut Random) -> Vec<u8> {
    match vr {
        Vr::AT | Vr::FD | Vr::FL | Vr::SL | Vr::SS | Vr::SV | Vr::UL | Vr::US | Vr::UV => {
            let size = match vr {
                Vr::US | Vr::SS => 2,
                Vr::AT | Vr::FL | Vr::SL | Vr::UL => 4,
                _ => 8,
            };
            let bytes = if random.one_in(12) { random.below(20) } else { size * random.below(4) };
            (0..bytes).map(|_| random.one_in(2) as u8).collect()
        }
        Vr::OB | Vr::OD | Vr::OF | Vr::OL | Vr::OV | Vr::OW | Vr::UN | Vr::None | Vr::Unknown => {
            vec![0; random.below(24)]
        }
        vr => text(vr, random),
    }
}

fn header(tag: u32, vr: Vr, length: u32, is_explicit: bool, random: &mut Random) -> Vec<u8> {
    let mut out = [((tag >> 16) as u16).to_le_bytes(), (tag as u16).to_le_bytes()].concat();
    if !is_explicit || tag >> 16 == 0xFFFE {
        out.extend(length.to_le_bytes());
        return out;
    }
    out.extend(if random.one_in(200) { b"ZQ" } else { vr.name().as_bytes().first_chunk::<2>().unwrap() });
    if vr.has_long_form() {
        out.extend([u8::from(random.one_in(40)), 0]);
        out.extend(length.to_le_bytes());
    } else {
        out.extend((length as u16).to_le_bytes());
    }
    out
}

/// Elements of the dictionary and others, in order but for a few, with Sequences to a depth of three.
fn data_set(entries: &[Entry], depth: usize, is_explicit: bool, random: &mut Random) -> Vec<u8> {
    let mut chosen: Vec<(u32, Vr)> = Vec::new();
    for _ in 0..random.below(if depth == 0 { 24 } else { 6 }) {
        let entry = entries[random.below(entries.len())];
        let lowest = Vr::from_code(entry.vr().trailing_zeros() as u8).unwrap_or(Vr::UN);
        let vr = if random.one_in(25) { Vr::ALL[random.below(Vr::ALL.len())] } else { lowest };
        chosen.push((entry.tag().0, vr));
    }
    if random.one_in(3) {
        chosen.push((0x0009_0010, *random.pick(&[&Vr::LO, &Vr::LO, &Vr::LO, &Vr::UN, &Vr::SH])));
        chosen.push((0x0009_1000 | random.below(0x200) as u32, Vr::ALL[random.below(Vr::ALL.len())]));
    }
    if random.one_in(3) {
        chosen.push((0x0008_0005, Vr::CS));
    }
    if random.one_in(3) {
        chosen.push((0x0028_0103, Vr::US));
    }
    if random.one_in(8) {
        chosen.push((0x0008_0018, Vr::UI));
    }
    if random.one_in(6) {
        chosen.push((0x7FE0_0010, *random.pick(&[&Vr::OW, &Vr::OB, &Vr::OL, &Vr::UN])));
    }
    if random.one_in(10) {
        let odd = [0x0008_0000, 0x0002_0010, 0x0010_9999, 0x0009_0001, 0x0005_1000, 0x6002_3000, 0xFFFC_FFFC];
        chosen.push((odd[random.below(odd.len())], Vr::UL));
    }
    if !random.one_in(10) {
        chosen.sort_unstable_by_key(|(tag, _)| *tag);
    }
    if !random.one_in(10) {
        chosen.dedup_by_key(|(tag, _)| *tag);
    }
    let mut out = Vec::new();
    for (tag, vr) in chosen {
        let value = match (tag, vr) {
            (0x0008_0005, _) => random
                .pick(&["ISO_IR 100", "ISO_IR 192", "", "ISO IR 100", "\\ISO 2022 IR 87 ", "ISO 2022 IR 87"])
                .as_bytes()
                .to_vec(),
            (_, Vr::SQ) if depth < 3 => {
                let mut items = Vec::new();
                for _ in 0..random.below(3) {
                    let data = data_set(entries, depth + 1, is_explicit, random);
                    items.extend(header(0xFFFE_E000, Vr::None, data.len() as u32, is_explicit, random));
                    items.extend(data);
                }
                items
            }
            (_, Vr::SQ) => Vec::new(),
            _ => value(vr, random),
        };
        out.extend(header(tag, vr, value.len() as u32, is_explicit, random));
        out.extend(value);
    }
    out
}

fn file(number: u64, entries: &[Entry]) -> Vec<u8> {
    let mut random = Random((number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let syntaxes: [(&[u8], bool); 3] =
        [(b"1.2.840.10008.1.2.1\0", true), (b"1.2.840.10008.1.2\0", false), (b"1.2.840.10008.1.2.4.50", true)];
    let (syntax, is_explicit) = syntaxes[random.below(3)];
    let mut bytes = vec![0; 128];
    bytes.extend(b"DICM");
    bytes.extend(header(0x0002_0010, Vr::UI, syntax.len() as u32, true, &mut Random(1)));
    bytes.extend(syntax);
    bytes.extend(data_set(entries, 0, is_explicit, &mut random));
    if random.one_in(4) {
        let at = 132 + random.below(bytes.len() - 132);
        bytes[at] = random.next() as u8;
    }
    bytes
}

#[test]
fn screens_change_no_finding() {
    let edition = Edition::newest();
    let entries: Vec<Entry> = edition.entries().filter(|entry| entry.vr() != 0).collect();
    let options = Options { levels: Levels::ALL, ..Options::default() };
    let mut with = Checker::new(edition.clone(), options.clone());
    let mut without = Checker::new(edition.clone(), Options { screens: false, ..options.clone() });
    let mut arena = Arena::default();
    let mut fired = vec![0u64; validicom_rules::RULES.len()];
    for number in 0..FILES {
        let bytes = file(number, &entries);
        let buffer = parse(&bytes, &options.limits, options.read, &*edition, &mut arena);
        let (a, b) = (with.check(&arena, &buffer, false), without.check(&arena, &buffer, false));
        assert_eq!(a.findings, b.findings, "file {number}");
        assert_eq!(with.counts(), without.counts(), "file {number}");
        assert_eq!((a.verdict, a.not_checked), (b.verdict, b.not_checked), "file {number}");
        for (sum, count) in fired.iter_mut().zip(with.counts()) {
            *sum += u64::from(*count);
        }
    }
    // The files are worth something only if the rules on values and structure do fire on them.
    for (rule, fired) in validicom_rules::RULES.iter().zip(fired) {
        let code = rule.meta.code;
        let is_meant =
            code.starts_with('V') || code.starts_with('P') || matches!(code, "E002" | "E014" | "E015" | "R001");
        assert!(fired > 0 || !is_meant, "{code} never fired");
    }
}
