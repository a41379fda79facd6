//! Builds files for the unit tests of the rules and runs the check on them, with the screens on and off.

use validicom_header::{Arena, Limits, Read, Vr, parse};
use validicom_standard::Edition;

use crate::{Checker, DetailValue, Finding, Levels, Options, RULES, Severity, Verdict, path_text};

pub(crate) const ITEM: u32 = 0xFFFE_E000;
pub(crate) const ITEM_END: u32 = 0xFFFE_E00D;
pub(crate) const SEQUENCE_END: u32 = 0xFFFE_E0DD;
pub(crate) const UNDEFINED: u32 = u32::MAX;
pub(crate) const CT: &[u8] = b"1.2.840.10008.5.1.4.1.1.2\0";
pub(crate) const EXPLICIT: &[u8] = b"1.2.840.10008.1.2.1\0";
pub(crate) const IMPLICIT: &[u8] = b"1.2.840.10008.1.2\0";
pub(crate) const DEFLATED: &[u8] = b"1.2.840.10008.1.2.1.99";
pub(crate) const JPEG: &[u8] = b"1.2.840.10008.1.2.4.50";

/// An Element in Explicit VR Little Endian.
pub(crate) fn el(tag: u32, vr: &[u8; 2], value: impl AsRef<[u8]>) -> Vec<u8> {
    let value = value.as_ref();
    el_length(tag, vr, value.len() as u32, value)
}

/// An Element whose Length says something else than the value has.
pub(crate) fn el_length(tag: u32, vr: &[u8; 2], length: u32, value: impl AsRef<[u8]>) -> Vec<u8> {
    let mut out = tag_bytes(tag);
    out.extend(vr);
    if Vr::from_bytes(*vr).is_none_or(Vr::has_long_form) {
        out.extend([0, 0]);
        out.extend(length.to_le_bytes());
    } else {
        out.extend((length as u16).to_le_bytes());
    }
    out.extend(value.as_ref());
    out
}

/// An Element in Implicit VR Little Endian; also Items and delimiters.
pub(crate) fn implicit(tag: u32, length: u32, value: impl AsRef<[u8]>) -> Vec<u8> {
    let mut out = tag_bytes(tag);
    out.extend(length.to_le_bytes());
    out.extend(value.as_ref());
    out
}

/// An Item of defined length.
pub(crate) fn item(data: &[Vec<u8>]) -> Vec<u8> {
    let data = data.concat();
    implicit(ITEM, data.len() as u32, data)
}

/// A Sequence of undefined length, with its delimiter.
pub(crate) fn sequence(tag: u32, items: &[Vec<u8>]) -> Vec<u8> {
    [el_length(tag, b"SQ", UNDEFINED, items.concat()), implicit(SEQUENCE_END, 0, [])].concat()
}

/// Encapsulated Pixel Data.
pub(crate) fn encapsulated(vr: &[u8; 2], fragments: &[&[u8]]) -> Vec<u8> {
    let mut out = el_length(0x7FE0_0010, vr, UNDEFINED, []);
    for fragment in fragments {
        out.extend(implicit(ITEM, fragment.len() as u32, fragment));
    }
    out.extend(implicit(SEQUENCE_END, 0, []));
    out
}

/// What File Meta Information must have, after its group length.
pub(crate) fn meta_elements(transfer_syntax: &[u8]) -> Vec<Vec<u8>> {
    vec![
        el(0x0002_0001, b"OB", [0, 1]),
        el(0x0002_0002, b"UI", CT),
        el(0x0002_0003, b"UI", b"1.2.3.4\0"),
        el(0x0002_0010, b"UI", transfer_syntax),
        el(0x0002_0012, b"UI", b"1.2.3.40"),
    ]
}

/// A file of these Elements of File Meta Information (a right group length before them) and of the data set.
pub(crate) fn file_of(meta: &[Vec<u8>], data: &[Vec<u8>]) -> Vec<u8> {
    let meta = meta.concat();
    let length = el(0x0002_0000, b"UL", (meta.len() as u32).to_le_bytes());
    [vec![0; 128], b"DICM".to_vec(), length, meta, data.concat()].concat()
}

/// A file without fault in its File Meta Information, in this Transfer Syntax.
pub(crate) fn file_in(transfer_syntax: &[u8], data: &[Vec<u8>]) -> Vec<u8> {
    file_of(&meta_elements(transfer_syntax), data)
}

/// A file in Explicit VR Little Endian.
pub(crate) fn file(data: &[Vec<u8>]) -> Vec<u8> {
    file_in(EXPLICIT, data)
}

/// A file with one Element of the dictionary: its Tag, VR and value.
pub(crate) fn one(tag: u32, vr: &[u8; 2], value: impl AsRef<[u8]>) -> Vec<u8> {
    file(&[el(tag, vr, value)])
}

/// An Element of VR US.
pub(crate) fn us(tag: u32, number: u16) -> Vec<u8> {
    el(tag, b"US", number.to_le_bytes())
}

/// An Element of a string, padded.
pub(crate) fn text(tag: u32, vr: &[u8; 2], value: &str) -> Vec<u8> {
    let pad = if vr == b"UI" { "\0" } else { " " };
    el(tag, vr, if value.len().is_multiple_of(2) { value.to_owned() } else { format!("{value}{pad}") })
}

/// A file of a monochrome image of 2 rows and 3 columns of 8 bits, with these Elements in place of its own of the same Tag.
pub(crate) fn image(with: &[Vec<u8>]) -> Vec<u8> {
    image_in(EXPLICIT, with)
}

/// [`image`] in this Transfer Syntax.
pub(crate) fn image_in(transfer_syntax: &[u8], with: &[Vec<u8>]) -> Vec<u8> {
    let own = [
        us(0x0028_0002, 1),
        text(0x0028_0004, b"CS", "MONOCHROME2"),
        us(0x0028_0010, 2),
        us(0x0028_0011, 3),
        us(0x0028_0100, 8),
        us(0x0028_0101, 8),
        us(0x0028_0102, 7),
        us(0x0028_0103, 0),
        el(0x7FE0_0010, b"OW", [0; 6]),
    ];
    let tag_of = |element: &[u8]| [element[1], element[0], element[3], element[2]];
    let is_kept = |element: &&Vec<u8>| with.iter().all(|other| tag_of(other) != tag_of(element));
    let mut elements: Vec<Vec<u8>> = own.iter().filter(is_kept).chain(with).cloned().collect();
    elements.sort_by_key(|element| tag_of(element));
    file_in(transfer_syntax, &elements)
}

/// Verdict and findings of all levels. The screens may not change them.
pub(crate) fn check(bytes: &[u8]) -> (Verdict, Vec<Finding>) {
    check_by(bytes, Options { levels: Levels::ALL, ..Options::default() })
}

/// [`check`] by options of one's own.
pub(crate) fn check_by(bytes: &[u8], options: Options) -> (Verdict, Vec<Finding>) {
    let edition = Edition::newest();
    let mut arena = Arena::default();
    let buffer = parse(bytes, &options.limits, options.read, &*edition, &mut arena);
    let mut all = Vec::new();
    for screens in [true, false] {
        let mut checker =
            Checker::new(edition.clone(), Options { screens, shape_bits: screens.then_some(64), ..options.clone() });
        let outcome = checker.check(&arena, &buffer, false);
        all.push((outcome.verdict, outcome.findings, checker.counts().to_vec()));
    }
    assert_eq!(all[0], all[1], "the screens or the shapes change something");
    let (verdict, findings, _) = all.swap_remove(0);
    (verdict, findings)
}

/// The findings of one rule.
pub(crate) fn of(code: &str, bytes: &[u8]) -> Vec<Finding> {
    assert!(RULES.iter().any(|rule| rule.meta.code == code), "no rule {code}");
    let (_, findings) = check(bytes);
    findings.into_iter().filter(|finding| RULES[finding.rule as usize].meta.code == code).collect()
}

/// How many places a rule tells.
pub(crate) fn count(code: &str, bytes: &[u8]) -> u32 {
    of(code, bytes).iter().map(|finding| finding.count).sum()
}

/// The Attributes at which a rule tells something, as Tags.
pub(crate) fn tags(code: &str, bytes: &[u8]) -> Vec<u32> {
    of(code, bytes).iter().map(|finding| finding.path.last().map_or(0, |step| step.tag.0)).collect()
}

/// The codes of what is told of a Module (in a CT Image) or at an Attribute, with facts of the world.
pub(crate) fn codes(bytes: &[u8], facts: &[(&str, bool)], module: &str, tag: u32) -> Vec<&'static str> {
    let facts = facts.iter().map(|(name, holds)| ((*name).to_owned(), *holds)).collect();
    let edition = Edition::newest();
    let iod =
        (0..edition.iods()).filter_map(|iod| edition.iod(iod)).find(|iod| iod.id() == "ct-image").expect("an IOD");
    let findings = check_by(bytes, Options { levels: Levels::ALL, facts, ..Options::default() }).1;
    let is_asked = |finding: &&Finding| {
        let of_module =
            finding.module.and_then(|slot| iod.module(slot as u8)).is_some_and(|found| found.id() == module);
        of_module || finding.path.last().is_some_and(|step| step.tag.0 == tag)
    };
    findings.iter().filter(is_asked).map(|finding| RULES[finding.rule as usize].meta.code).collect()
}

/// One detail of the only finding of a rule, as text.
pub(crate) fn detail(code: &str, bytes: &[u8], name: &str) -> String {
    let findings = of(code, bytes);
    assert_eq!(findings.len(), 1, "{code}: {findings:?}");
    match findings[0].detail.iter().find(|(n, _)| *n == name) {
        Some((_, DetailValue::Number(number))) => number.to_string(),
        Some((_, DetailValue::Text(text))) => text.clone(),
        None => String::new(),
    }
}

/// The only finding of a rule: value number and what was observed.
pub(crate) fn measured(code: &str, bytes: &[u8]) -> (u32, Option<u64>) {
    let findings = of(code, bytes);
    assert_eq!(findings.len(), 1, "{code}: {findings:?}");
    (findings[0].value_number, findings[0].observed)
}

fn tag_bytes(tag: u32) -> Vec<u8> {
    [((tag >> 16) as u16).to_le_bytes(), (tag as u16).to_le_bytes()].concat()
}

/// The right sample, a CT Image: without the Elements of these Tags, and with these ones, in order of the Tags.
pub(crate) fn ct(without: &[u32], with: &[Vec<u8>]) -> Vec<u8> {
    const SAMPLE: &[u8] = include_bytes!("../../../tests/samples/ct.dcm");
    let tag_of = |element: &[u8]| {
        let half = |at: usize| u32::from(u16::from_le_bytes([element[at], element[at + 1]]));
        half(0) << 16 | half(2)
    };
    let mut arena = Arena::default();
    parse(SAMPLE, &Limits::default(), Read::All, &*Edition::newest(), &mut arena);
    let mut starts: Vec<usize> = arena.elements.iter().filter(|e| e.depth == 0).map(|e| e.at as usize).collect();
    starts.push(SAMPLE.len());
    let elements = starts.windows(2).map(|two| SAMPLE[two[0]..two[1]].to_vec());
    let mut elements: Vec<Vec<u8>> = elements.filter(|e| !without.contains(&tag_of(e))).chain(with.to_vec()).collect();
    elements.sort_by_key(|e| tag_of(e));
    let (meta, data): (Vec<_>, Vec<_>) = elements.into_iter().partition(|e| tag_of(e) >> 16 == 2);
    file_of(&meta[1..], &data)
}

/// SOP Class UIDs of objects with functional groups, and of Structured Reports.
pub(crate) const ENHANCED_CT: &[u8] = b"1.2.840.10008.5.1.4.1.1.2.1\0";
pub(crate) const ENHANCED_MR: &[u8] = b"1.2.840.10008.5.1.4.1.1.4.1\0";
pub(crate) const SEGMENTATION: &[u8] = b"1.2.840.10008.5.1.4.1.1.66.4";
pub(crate) const LABELMAP: &[u8] = b"1.2.840.10008.5.1.4.1.1.66.7";
pub(crate) const WHOLE_SLIDE: &[u8] = b"1.2.840.10008.5.1.4.1.1.77.1.6";
pub(crate) const BASIC_TEXT_SR: &[u8] = b"1.2.840.10008.5.1.4.1.1.88.11\0";
pub(crate) const ENHANCED_SR: &[u8] = b"1.2.840.10008.5.1.4.1.1.88.22\0";
pub(crate) const COMPREHENSIVE_SR: &[u8] = b"1.2.840.10008.5.1.4.1.1.88.33\0";
pub(crate) const EXTENSIBLE_SR: &[u8] = b"1.2.840.10008.5.1.4.1.1.88.35\0";

/// A file of this SOP Class with these Elements of the root, in order of their Tags.
pub(crate) fn object(sop_class: &[u8], data: &[Vec<u8>]) -> Vec<u8> {
    let mut elements = data.to_vec();
    elements.push(el(0x0008_0016, b"UI", sop_class));
    elements.sort_by_key(|e| u32::from(e[0]) << 16 | u32::from(e[1]) << 24 | u32::from(e[2]) | u32::from(e[3]) << 8);
    file(&elements)
}

/// The findings of one rule by options of one's own, at all levels.
pub(crate) fn of_by(code: &str, bytes: &[u8], options: Options) -> Vec<Finding> {
    assert!(RULES.iter().any(|rule| rule.meta.code == code), "no rule {code}");
    let (_, findings) = check_by(bytes, Options { levels: Levels::ALL, ..options });
    findings.into_iter().filter(|finding| RULES[finding.rule as usize].meta.code == code).collect()
}

/// The texts of the paths of the findings of a rule, and their severities.
pub(crate) fn places(code: &str, bytes: &[u8]) -> Vec<(String, Severity)> {
    let text = |finding: &Finding| path_text(&finding.path, &Edition::newest());
    of(code, bytes).iter().map(|finding| (text(finding), finding.severity)).collect()
}

/// The same of the only finding of a rule.
pub(crate) fn place(code: &str, bytes: &[u8]) -> (String, Severity) {
    let mut places = places(code, bytes);
    assert_eq!(places.len(), 1, "{code}: {places:?}");
    places.remove(0)
}

/// The ids of the Modules and macros that a rule names, with how often.
pub(crate) fn modules(code: &str, bytes: &[u8]) -> Vec<(String, u32)> {
    let edition = Edition::newest();
    let mut arena = Arena::default();
    let limits = Limits::default();
    let buffer = parse(bytes, &limits, Read::All, &*edition, &mut arena);
    let mut checker = Checker::new(edition.clone(), Options { levels: Levels::ALL, ..Options::default() });
    let outcome = checker.check(&arena, &buffer, false);
    let iod = edition.iod(outcome.iod.unwrap()).unwrap();
    let id = |module: u16| match module.checked_sub(iod.modules().into()) {
        None => iod.module(module as u8).unwrap().id().to_owned(),
        Some(slot) => iod.fg_macro(slot as u8).unwrap().id().to_owned(),
    };
    let of_rule = outcome.findings.iter().filter(|finding| RULES[finding.rule as usize].meta.code == code);
    of_rule.map(|finding| (id(finding.module.unwrap()), finding.count)).collect()
}

/// A Sequence with one empty Item: by it, a functional group macro is there.
pub(crate) fn group(tag: u32) -> Vec<u8> {
    sequence(tag, &[item(&[])])
}

/// The Sequences of the macros that an Enhanced CT Image always has.
pub(crate) const CT_GROUPS: [u32; 8] =
    [0x0018_9329, 0x0018_9477, 0x0020_9071, 0x0020_9111, 0x0020_9113, 0x0020_9116, 0x0028_9110, 0x0028_9145];

/// An Item with the groups of an Enhanced CT Image but these.
pub(crate) fn ct_groups(without: &[u32]) -> Vec<u8> {
    let groups: Vec<_> = CT_GROUPS.into_iter().filter(|tag| !without.contains(tag)).map(group).collect();
    item(&groups)
}

pub(crate) const SHARED_GROUPS: u32 = 0x5200_9229;
pub(crate) const PER_FRAME_GROUPS: u32 = 0x5200_9230;

/// A Content Item, or with `relationship` empty the root's Elements: Value Type, Relationship Type, Content Sequence.
pub(crate) fn content(value_type: &str, relationship: &str, more: &[Vec<u8>], below: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let text = |tag: u32, text: &str| {
        let pad = if text.len() % 2 == 1 { " " } else { "" };
        el(tag, b"CS", format!("{text}{pad}"))
    };
    let mut elements = more.to_vec();
    if !relationship.is_empty() {
        elements.push(text(0x0040_A010, relationship));
    }
    if !value_type.is_empty() {
        elements.push(text(0x0040_A040, value_type));
    }
    if !below.is_empty() {
        elements.push(sequence(0x0040_A730, below));
    }
    elements.sort_by_key(|e| u32::from(e[0]) << 16 | u32::from(e[1]) << 24 | u32::from(e[2]) | u32::from(e[3]) << 8);
    elements
}

/// A Content Item by value.
pub(crate) fn content_item(value_type: &str, relationship: &str, more: &[Vec<u8>], below: &[Vec<u8>]) -> Vec<u8> {
    item(&content(value_type, relationship, more, below))
}

/// An Item that points to a Content Item.
pub(crate) fn reference(relationship: &str, identifier: &[u32]) -> Vec<u8> {
    let value: Vec<u8> = identifier.iter().flat_map(|number| number.to_le_bytes()).collect();
    content_item("", relationship, &[el(0x0040_DB73, b"UL", value)], &[])
}

/// A DICOMDIR of these records: type, and the numbers (from 1; 0 is none, others lead nowhere) of the next record and of the
/// first one below. `ends` gives the offsets of the first and the last record of the root from those of all records.
pub(crate) fn directory(records: &[(&str, usize, usize)], ends: impl Fn(&[u32]) -> [u32; 2]) -> Vec<u8> {
    let ul = |tag, offset: u32| el(tag, b"UL", offset.to_le_bytes());
    let build = |offsets: &[u32], ends: [u32; 2]| {
        let to = |number: usize| if number == 0 { 0 } else { offsets.get(number - 1).copied().unwrap_or(7) };
        let items: Vec<_> = records
            .iter()
            .map(|(kind, next, lower)| {
                item(&[
                    ul(0x0004_1400, to(*next)),
                    us(0x0004_1410, 0xFFFF),
                    ul(0x0004_1420, to(*lower)),
                    text(0x0004_1430, b"CS", kind),
                ])
            })
            .collect();
        let mut meta = meta_elements(EXPLICIT);
        meta[1] = el(0x0002_0002, b"UI", b"1.2.840.10008.1.3.10");
        let root =
            [text(0x0004_1130, b"CS", ""), ul(0x0004_1200, ends[0]), ul(0x0004_1202, ends[1]), us(0x0004_1212, 0)];
        let before = file_of(&meta, &root).len() as u32 + 12;
        let starts = items.iter().scan(before, |at, item| {
            let start = *at;
            *at += item.len() as u32;
            Some(start)
        });
        let starts: Vec<u32> = starts.collect();
        (file_of(&meta, &[root.concat(), sequence(0x0004_1220, &items)]), starts)
    };
    let (_, offsets) = build(&[], [0, 0]);
    build(&offsets, ends(&offsets)).0
}
