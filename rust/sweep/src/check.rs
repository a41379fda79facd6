//! From a path or bytes to an answer that stands alone: reads, walks, applies the rules, and names what was found.
//!
//! A panic in all this is a fault of ours: it is caught, file by file, and told as finding F092.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use validicom_header::{Arena, Charset, Element, NO_ELEMENT, Tag, Vr, Walker, parse_with};
use validicom_rules::{
    Checker, Context, Detail, Finding, Options, Outcome, RULES, Severity, Verdict, VrSet, path_text,
};
use validicom_standard::Edition;

use crate::read::{OpenFile, Reader, Source, Unread};

/// Most characters of a value that are shown.
const SHOWN_CHARACTERS: usize = 64;
/// Most bytes of a binary value that are shown.
const SHOWN_BYTES: usize = 16;

/// A finding in words: it needs neither arena nor edition any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The code of the rule.
    pub code: &'static str,
    /// The name of the severity.
    pub severity: &'static str,
    /// The path as text.
    pub path: String,
    /// The path as (Tag, occurrence, Item).
    pub place: Vec<(u32, u32, u32)>,
    /// Identifier of the module or functional group macro.
    pub module: Option<String>,
    /// What is demanded, or which kind of fault it is.
    pub detail: Detail,
    /// What was measured at the first place.
    pub observed: Option<u64>,
    /// From 1; `None` if it is not about one value.
    pub value_number: Option<u32>,
    /// Number of places.
    pub count: u32,
    /// Offset in the file.
    pub at: Option<u64>,
    /// The failing value, cut; only if values were asked for. Not escaped.
    pub value: Option<String>,
}

/// What is said of one file or data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The name of the kind of file.
    pub kind: &'static str,
    /// The name of the verdict.
    pub verdict: &'static str,
    /// In order.
    pub findings: Vec<Row>,
    /// Places by code, in the order of the codes, of all levels.
    pub counts: Vec<(&'static str, u32)>,
    /// Places by severity, of all levels.
    pub severities: Vec<(&'static str, u64)>,
    /// SOP Class UID.
    pub sop_class_uid: Option<String>,
    /// Identifier of the IOD.
    pub iod: Option<String>,
    /// Transfer Syntax UID.
    pub transfer_syntax_uid: Option<String>,
    /// Why something could not be looked at.
    pub incomplete: Vec<&'static str>,
    /// Codes of the rules that could not be applied.
    pub not_checked: Vec<&'static str>,
    /// Type 1C and 2C rows whose condition would have mattered.
    pub conditions_not_checked: u32,
    /// Outside facts (by place in the edition) that left something undecided, and how often; most first.
    pub undetermined: Vec<(u16, u32)>,
    /// Elements and Items met.
    pub elements_seen: u64,
}

/// Checks file after file and keeps its memory.
pub struct FileChecker {
    reader: Reader,
    walker: Walker,
    arena: Arena,
    checker: Checker,
    /// By which values are read: always the newest edition, whatever the edition of the check.
    dictionary: Arc<Edition>,
}

impl FileChecker {
    /// A checker for one edition and one set of options.
    pub fn new(edition: Arc<Edition>, options: Options) -> Self {
        FileChecker {
            reader: Reader::new(),
            walker: Walker::new(&options.limits, options.read),
            arena: Arena::default(),
            checker: Checker::new(edition, options),
            dictionary: Edition::newest(),
        }
    }

    /// Checks the file at `path`.
    pub fn check_path(&mut self, path: &Path) -> Result<Answer, Unread> {
        let mut file = OpenFile::open(path)?;
        self.check_source(&mut file)
    }

    /// Checks what `source` gives.
    pub fn check_source<S: Source>(&mut self, source: &mut S) -> Result<Answer, Unread> {
        self.check_source_with(source, |_, _| ()).map(|(answer, ())| answer)
    }

    /// The same, with what `look` makes of the Elements and their bytes.
    pub fn check_source_with<S: Source, T: Default>(
        &mut self,
        source: &mut S,
        look: impl FnOnce(&Arena, &[u8]) -> T,
    ) -> Result<(Answer, T), Unread> {
        let checked = catch_unwind(AssertUnwindSafe(|| {
            let limits = self.checker.options().limits.clone();
            let dictionary = &*self.dictionary;
            let changed = self.reader.read(source, &mut self.walker, &limits, dictionary, &mut self.arena)?;
            let outcome = self.checker.check(&self.arena, self.reader.bytes(), changed);
            let answer = answer(&self.checker, &self.arena, self.reader.bytes(), outcome);
            Ok((answer, look(&self.arena, self.reader.bytes())))
        }));
        checked.unwrap_or_else(|_| Ok((self.internal_error(), T::default())))
    }

    /// Checks a file that is in memory.
    pub fn check_bytes(&mut self, bytes: &[u8]) -> Answer {
        let checked = catch_unwind(AssertUnwindSafe(|| {
            let limits = self.checker.options().limits.clone();
            let buffer = parse_with(&mut self.walker, bytes, &limits, &*self.dictionary, &mut self.arena);
            let outcome = self.checker.check(&self.arena, &buffer, false);
            answer(&self.checker, &self.arena, &buffer, outcome)
        }));
        checked.unwrap_or_else(|_| self.internal_error())
    }

    /// Checks an arena that another front end has filled, with its buffer.
    pub fn check_arena(&mut self, arena: &Arena, bytes: &[u8]) -> Answer {
        let checked = catch_unwind(AssertUnwindSafe(|| {
            let outcome = self.checker.check(arena, bytes, false);
            answer(&self.checker, arena, bytes, outcome)
        }));
        checked.unwrap_or_else(|_| self.internal_error())
    }

    /// The options.
    pub fn options(&self) -> &Options {
        self.checker.options()
    }

    /// What is said where the check itself failed; the memory is made anew, for nothing is known of its state.
    fn internal_error(&mut self) -> Answer {
        let (edition, options) = (Arc::clone(self.checker.edition()), self.checker.options().clone());
        let levels = options.levels;
        let kind = self.arena.kind.name();
        *self = FileChecker::new(edition, options);
        let row = Row {
            code: "F092",
            severity: Severity::Warning.name(),
            path: String::new(),
            place: Vec::new(),
            module: None,
            detail: Detail::new(),
            observed: None,
            value_number: None,
            count: 1,
            at: None,
            value: None,
        };
        Answer {
            kind,
            verdict: Verdict::Incomplete.name(),
            findings: if levels.has(Severity::Warning) { vec![row] } else { Vec::new() },
            counts: vec![("F092", 1)],
            severities: vec![(Severity::Warning.name(), 1)],
            sop_class_uid: None,
            iod: None,
            transfer_syntax_uid: None,
            incomplete: vec!["internal-error"],
            not_checked: Vec::new(),
            conditions_not_checked: 0,
            undetermined: Vec::new(),
            elements_seen: 0,
        }
    }
}

/// The digest of rules and facts of an edition: what is equal gives equal findings.
pub fn ruleset(edition: &Edition) -> String {
    // FNV-1a: no secret and no attacker, only equality.
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |bytes: &[u8]| {
        for &byte in bytes.iter().chain(&[0]) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    add(env!("CARGO_PKG_VERSION").as_bytes());
    add(&edition.digest().to_le_bytes());
    for rule in RULES {
        for text in [rule.meta.code, rule.meta.name, rule.meta.severity.name(), rule.meta.need.name(), rule.page] {
            add(text.as_bytes());
        }
    }
    format!("{digest:016x}")
}

fn answer(checker: &Checker, arena: &Arena, bytes: &[u8], outcome: Outcome) -> Answer {
    let edition = &**checker.edition();
    let options = checker.options();
    let code = |rule: u16| RULES.get(rule as usize).map_or("", |rule| rule.meta.code);
    let context = Context::new(arena, bytes, edition, options);
    let counts = checker.counts().iter().enumerate().filter(|(_, count)| **count > 0);
    let severities = Severity::ALL.iter().zip(checker.by_severity()).filter(|(_, count)| *count > 0);
    Answer {
        kind: arena.kind.name(),
        verdict: outcome.verdict.name(),
        findings: outcome.findings.into_iter().map(|finding| row(&context, outcome.iod, finding)).collect(),
        counts: counts.map(|(rule, count)| (code(rule as u16), *count)).collect(),
        severities: severities.map(|(severity, count)| (severity.name(), count)).collect(),
        sop_class_uid: outcome.sop_class_element.and_then(|index| uid(arena, bytes, index)),
        iod: outcome.iod.and_then(|iod| iod_id(edition, iod)),
        transfer_syntax_uid: outcome.transfer_syntax_element.and_then(|index| uid(arena, bytes, index)),
        incomplete: outcome.incomplete,
        not_checked: outcome.not_checked.into_iter().map(code).collect(),
        conditions_not_checked: outcome.conditions_not_checked,
        undetermined: undetermined(checker),
        elements_seen: arena.seen,
    }
}

/// What is missing to decide more, most first; facts are in order of their names.
fn undetermined(checker: &Checker) -> Vec<(u16, u32)> {
    let counts = (0u16..).zip(checker.undetermined()).filter(|(_, count)| **count > 0);
    let mut facts: Vec<(u16, u32)> = counts.map(|(fact, count)| (fact, *count)).collect();
    facts.sort_by_key(|(fact, count)| (std::cmp::Reverse(*count), *fact));
    facts
}

fn row(context: &Context, iod: Option<u16>, finding: Finding) -> Row {
    let meta = RULES.get(finding.rule as usize).map(|rule| &rule.meta);
    let value = if context.options.redact {
        None
    } else {
        finding.element.and_then(|at| shown(context, at, finding.value_number))
    };
    Row {
        code: meta.map_or("", |meta| meta.code),
        severity: finding.severity.name(),
        path: path_text(&finding.path, context.edition),
        place: finding.path.iter().map(|step| (step.tag.0, step.occurrence, step.item)).collect(),
        module: finding.module.and_then(|module| module_id(context.edition, iod, module)),
        detail: finding.detail,
        observed: finding.observed,
        value_number: (finding.value_number > 0).then_some(finding.value_number),
        count: finding.count,
        at: finding.at,
        value,
    }
}

fn iod_id(edition: &Edition, iod: u16) -> Option<String> {
    edition.iod(iod).map(|iod| iod.id().to_owned())
}

/// The module of a finding: the IOD's modules are numbered first, then its functional group macros, then the modules of
/// constraints.
fn module_id(edition: &Edition, iod: Option<u16>, module: u16) -> Option<String> {
    let iod = edition.iod(iod?)?;
    let usage = match module.checked_sub(u16::from(iod.modules())) {
        None => iod.module(u8::try_from(module).ok()?),
        Some(slot) => match slot.checked_sub(u16::from(iod.macros())) {
            None => iod.fg_macro(u8::try_from(slot).ok()?),
            Some(constraint) => return edition.constraint(u32::from(constraint)).module().map(str::to_owned),
        },
    };
    usage.map(|usage| usage.id().to_owned())
}

/// A UID without its padding; nothing if it is no UID at all, for then anything may stand there.
fn uid(arena: &Arena, bytes: &[u8], index: u32) -> Option<String> {
    let element = arena.elements.get(index as usize)?;
    let mut value = element.value(bytes)?;
    if element.tag == Tag::TRANSFER_SYNTAX_UID {
        // As reading takes it (docs/recovery.md 4): up to the first NUL.
        value = value.split(|&byte| byte == 0).next()?;
    }
    let end = value.iter().rposition(|&byte| byte != 0 && byte != b' ')?;
    let value = value.get(..=end)?;
    let is_uid = value.len() <= 64 && value.iter().all(|&byte| byte.is_ascii_digit() || byte == b'.');
    if is_uid { String::from_utf8(value.to_vec()).ok() } else { None }
}

/// The value of an Element as it is shown if values were asked for: the one by number, or all of them.
fn shown(context: &Context, index: u32, number: u32) -> Option<String> {
    let element = context.element(index)?;
    let value = element.value(context.bytes)?;
    if !VrSet::STRING.has(element.read_vr) {
        let head: Vec<String> = value.iter().take(SHOWN_BYTES).map(|byte| format!("{byte:02X}")).collect();
        return Some(head.join(" "));
    }
    let text = text_of(context, element, value);
    let one = match number {
        0 => text.as_str(),
        _ if VrSet::SINGLE.has(element.read_vr) => text.as_str(),
        number => text.split('\\').nth(number as usize - 1).unwrap_or(&text),
    };
    Some(one.trim_end_matches([' ', '\0']).chars().take(SHOWN_CHARACTERS).collect())
}

fn text_of(context: &Context, element: &Element, value: &[u8]) -> String {
    let as_latin_1 = || value.iter().map(|&byte| char::from(byte)).collect();
    if value.is_ascii() && !value.contains(&0x1B) {
        return as_latin_1();
    }
    if element.flags.has(validicom_header::Flags::UTF8) {
        return String::from_utf8_lossy(value).into_owned();
    }
    let is_text = VrSet::TEXT.has(element.read_vr) && element.read_vr != Vr::None;
    let charset = context.charset_element(if element.parent == NO_ELEMENT { NO_ELEMENT } else { element.parent });
    let charset = charset.and_then(|index| context.element(index)).and_then(|element| element.value(context.bytes));
    let decoded = charset.filter(|_| is_text).and_then(|terms| Charset::parse(terms).decode(value, element.read_vr));
    decoded.unwrap_or_else(as_latin_1)
}
