//! The pass over one Element's dictionary entry and value: a screen that calls most values clean, and behind it the
//! preparation of a [`Field`] for the rules of the V family (padding, character set, splitting).

use validicom_header::{Charset, Element, Flags, Tag, Vr};
use validicom_standard::Entry;

use crate::context::{Context, Field};
use crate::finding::Severity;
use crate::registry::value::instance_uid_under_dicom_root::{DICOM_ROOT, names_an_instance};
use crate::registry::{RULES, id};
use crate::rule::{Check, DictionaryCheck, ValueCheck, VrSet};
use crate::sink::{Place, Sink};
use crate::values::{
    DateForm, DateTimeForm, TimeForm, date_form, date_time_form, fits_32_bits, has_known_root, is_decimal, is_integer,
    is_uri_character, time_form, without_nuls,
};
pub(crate) use crate::values::{is_blank, trim, trim_end};

/// Puts a finding on the first value for which `is_bad` holds.
pub(crate) fn first_bad(rule: u16, severity: Severity, field: &Field, sink: &mut Sink, is_bad: impl Fn(&[u8]) -> bool) {
    if let Some(at) = field.values.iter().position(|value| is_bad(value)) {
        sink.put(rule, severity, Place::Element(field.index), |raw| {
            raw.value_number = u32::try_from(at).unwrap_or(u32::MAX - 1) + 1;
        });
    }
}

/// Puts a finding on the Element.
pub(crate) fn put(rule: u16, severity: Severity, field: &Field, sink: &mut Sink) {
    sink.put(rule, severity, Place::Element(field.index), |_| {});
}

impl Field<'_> {
    /// Whether the bytes are those of the file.
    pub fn is_raw(&self) -> bool {
        self.element.flags.has(Flags::RAW)
    }
}

/// The rules on dictionary entries and values that run.
pub(crate) struct Fields {
    dictionary: Vec<DictionaryCheck>,
    /// Rules by VR (index: the VR as number).
    by_vr: Vec<Vec<ValueCheck>>,
    /// V030, the one rule that needs no characters.
    padding: Option<ValueCheck>,
}

impl Fields {
    /// Sorts the rules by VR.
    pub(crate) fn new(enabled: &[bool]) -> Fields {
        let mut fields = Fields { dictionary: Vec::new(), by_vr: vec![Vec::new(); 36], padding: None };
        for (index, rule) in (0u16..).zip(&RULES) {
            if !enabled.get(usize::from(index)).copied().unwrap_or(false) {
                continue;
            }
            match rule.check {
                Check::Dictionary(check) => fields.dictionary.push(check),
                Check::Value(vrs, check) => {
                    for (code, rules) in (0u8..).zip(&mut fields.by_vr) {
                        if vrs.0 >> code & 1 != 0 {
                            rules.push(check);
                        }
                    }
                    if index == id::PADDED_WITH_NUL {
                        fields.padding = Some(check);
                    }
                }
                _ => {}
            }
        }
        fields
    }

    /// Looks at an Element that is no Item and stands in no open Item.
    #[inline]
    pub(crate) fn check(&self, context: &Context, index: u32, element: &Element, sink: &mut Sink) {
        let entry = if element.tag.is_private() { None } else { context.edition.entry(element.tag) };
        if !(context.options.screens && dictionary_is_clean(element, entry)) {
            self.dictionary(context, index, element, entry, sink);
        }
        let vr = element.read_vr;
        let has_rules = !matches!(vr, Vr::SQ | Vr::UN | Vr::None | Vr::Unknown)
            && !element.flags.has(Flags::TRUNCATED)
            && !(element.tag.is_private() && (element.flags.has(Flags::IMPLICIT) || element.tag.is_private_creator()));
        if !has_rules {
            return;
        }
        let original = match context.value(element) {
            Some(value) => value,
            // Binary values that are not held are measured by their Length.
            None if VrSet::STRING.has(vr) || element.flags.has(Flags::UNDEFINED_LENGTH) => return,
            None => &[],
        };
        if context.options.screens && element.tag != Tag::SPECIFIC_CHARACTER_SET && is_clean(element, entry, original) {
            return;
        }
        self.value(context, index, element, entry, original, sink);
    }

    #[cold]
    fn dictionary(&self, context: &Context, index: u32, element: &Element, entry: Option<Entry>, sink: &mut Sink) {
        for check in &self.dictionary {
            check(context, index, element, entry, sink);
        }
    }

    #[cold]
    fn value(
        &self,
        context: &Context,
        index: u32,
        element: &Element,
        entry: Option<Entry>,
        original: &[u8],
        sink: &mut Sink,
    ) {
        let vr = element.read_vr;
        let field = if VrSet::STRING.has(vr) { without_padding(vr, original) } else { original };
        let mut text = context.take_text();
        let decoded = match decode(context, index, element, field, &mut text, sink) {
            Decoded::Plain => Some(field),
            Decoded::Text => Some(text.as_bytes()),
            Decoded::Not => None,
        };
        match decoded {
            Some(decoded) => {
                let (mut few, mut many) = ([&[][..]; FEW], Vec::new());
                let values = split(vr, decoded, &mut few, &mut many);
                let field = Field { index, element, entry, original, field: decoded, values };
                for check in self.by_vr.get(vr as usize).map_or(&[][..], Vec::as_slice) {
                    check(context, &field, sink);
                }
            }
            None => {
                // Only the padding can be judged.
                let field = Field { index, element, entry, original, field: &[], values: &[] };
                if let Some(check) = self.padding {
                    check(context, &field, sink);
                }
            }
        }
        context.give_back_text(text);
    }
}

/// The field without what pads it: trailing NULs (of UI spaces, then one NUL), then the one space that makes the length even.
pub(crate) fn without_padding(vr: Vr, original: &[u8]) -> &[u8] {
    if vr == Vr::UI {
        let field = trim_end(original);
        return field.strip_suffix(&[0]).unwrap_or(field);
    }
    let field = without_nuls(original);
    let end = field.len();
    if end == original.len() && end.is_multiple_of(2) { field.strip_suffix(b" ").unwrap_or(field) } else { field }
}

/// Values for which no list is allocated.
const FEW: usize = 8;

/// The values of a field: split at backslash where the VR is split.
fn split<'v, 'f>(vr: Vr, field: &'f [u8], few: &'v mut [&'f [u8]; FEW], many: &'v mut Vec<&'f [u8]>) -> &'v [&'f [u8]] {
    if !VrSet::STRING.has(vr) || field.is_empty() {
        return &[];
    }
    if VrSet::SINGLE.has(vr) {
        *few = [field; FEW];
        return few.get(..1).unwrap_or(&[]);
    }
    let values = field.split(|&b| b == b'\\');
    if field.iter().filter(|&&b| b == b'\\').count() >= FEW {
        many.extend(values);
        return many;
    }
    let mut count = 0;
    for (slot, value) in few.iter_mut().zip(values) {
        *slot = value;
        count += 1;
    }
    few.get(..count).unwrap_or(&[])
}

enum Decoded {
    /// ASCII, or a VR that is read as bytes: the field itself.
    Plain,
    /// Text beyond ASCII.
    Text,
    /// The character set is at fault, or missing: nothing can be said of the value.
    Not,
}

/// Decodes text beyond ASCII; what stands in the way is told once, at the Specific Character Set that governs.
fn decode(
    context: &Context,
    index: u32,
    element: &Element,
    field: &[u8],
    text: &mut String,
    sink: &mut Sink,
) -> Decoded {
    if !VrSet::TEXT.has(element.read_vr) || field.iter().all(|&b| b < 0x80 && b != 0x1B) {
        return Decoded::Plain;
    }
    if element.flags.has(Flags::UTF8) {
        // What decodes is its own text.
        return if std::str::from_utf8(field).is_ok() { Decoded::Plain } else { Decoded::Not };
    }
    let governing = if index < context.arena.meta_len { None } else { context.charset_element(element.parent) };
    let charset = governing
        .and_then(|at| context.element(at))
        .and_then(|e| context.value(e))
        .map_or(Charset::DEFAULT, Charset::parse);
    if charset.is_unusable() {
        return Decoded::Not;
    }
    if !charset.is_default() && charset.decode_into(field, element.read_vr, text) {
        return Decoded::Text;
    }
    let rule = if charset.is_default() { id::CHARACTER_SET_MISSING } else { id::CHARACTER_SET_UNDECODABLE };
    if element.flags.has(Flags::RAW) {
        let place = match governing {
            Some(at) => Place::Element(at),
            None => Place::Missing { parent: crate::ROOT, tag: Tag::SPECIFIC_CHARACTER_SET, first: index },
        };
        sink.put(rule, Severity::Error, place, |raw| raw.at = Some(element.at));
    }
    Decoded::Not
}

/// Whether no rule on the dictionary entry can fire: the Attribute is known, not retired, has one VR, and that is the
/// Element's; or it is private.
#[inline]
fn dictionary_is_clean(element: &Element, entry: Option<Entry>) -> bool {
    match entry {
        Some(entry) => {
            let vrs = entry.vr();
            !entry.retired() && (element.flags.has(Flags::IMPLICIT) || vrs == 1 << element.vr as u8)
        }
        None => element.tag.is_private(),
    }
}

/// Bytes that may stand in a value, by group of VRs.
const UPPER: u8 = 1;
const NUMERIC: u8 = 2;
const UID: u8 = 4;
const PRINTABLE: u8 = 8;
const NAME_DELIMITER: u8 = 16;
const BACKSLASH: u8 = 32;

static CLASSES: [u8; 256] = classes();

#[allow(clippy::indexing_slicing)] // const: a wrong index would not compile
const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        let mut class = 0;
        if b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ' || b == b'_' {
            class |= UPPER;
        }
        if b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E' | b' ') {
            class |= NUMERIC;
        }
        if b.is_ascii_digit() || b == b'.' {
            class |= UID;
        }
        if matches!(b, 0x20..=0x7E) {
            class |= PRINTABLE;
        }
        if b == b'^' || b == b'=' {
            class |= NAME_DELIMITER;
        }
        if b == b'\\' {
            class |= BACKSLASH;
        }
        table[byte] = class;
        byte += 1;
    }
    table
}

/// The classes that all bytes have, and those that any has.
#[inline]
fn classes_of(value: &[u8]) -> (u8, u8) {
    let (mut all, mut any) = (u8::MAX, 0);
    for &byte in value {
        let class = CLASSES.get(usize::from(byte)).copied().unwrap_or(0);
        all &= class;
        any |= class;
    }
    (all, any)
}

/// Whether no rule of the V family can fire on the value.
#[inline]
fn is_clean(element: &Element, entry: Option<Entry>, original: &[u8]) -> bool {
    let vr = element.read_vr;
    if let Some(size) = value_bytes(vr) {
        if !element.length.is_multiple_of(size) {
            return false;
        }
        let count = u64::from(element.length / size);
        return count == 0 || has_bulk_vm(vr) || entry.is_none_or(|e| e.vm().allows(count));
    }
    if original.is_empty() || !VrSet::STRING.has(vr) {
        return true;
    }
    // One pad at most; everything else about padding is for the rules.
    let value = match (vr, original) {
        (Vr::UI, [value @ .., 0]) => value,
        (Vr::UI, _) => original,
        (_, [value @ .., b' ']) if original.len().is_multiple_of(2) => value,
        _ => original,
    };
    if vr == Vr::UI && value.starts_with(DICOM_ROOT) && names_an_instance(element.tag) {
        return false;
    }
    let (all, any) = classes_of(value);
    let one = any & BACKSLASH == 0;
    if VrSet::SINGLE.has(vr) {
        return match vr {
            Vr::ST => all & PRINTABLE != 0 && value.len() <= 1024,
            Vr::LT => all & PRINTABLE != 0 && value.len() <= 10240,
            Vr::UT => all & PRINTABLE != 0,
            _ => !value.starts_with(b" ") && trim_end(value).iter().all(|&b| is_uri_character(b)),
        };
    }
    if one {
        return entry.is_none_or(|e| e.vm().allows(1)) && is_clean_value(vr, value, all, any);
    }
    let mut count = 0;
    for value in value.split(|&b| b == b'\\') {
        count += 1;
        let (all, any) = classes_of(value);
        if !is_clean_value(vr, value, all, any) {
            return false;
        }
    }
    entry.is_none_or(|e| e.vm().allows(count))
}

/// Whether no rule can fire on one value, of which the classes of bytes are known.
#[inline]
fn is_clean_value(vr: Vr, value: &[u8], all: u8, any: u8) -> bool {
    match vr {
        Vr::CS => all & UPPER != 0 && value.len() <= 16,
        Vr::LO => all & PRINTABLE != 0 && value.len() <= 64,
        Vr::SH => all & PRINTABLE != 0 && value.len() <= 16,
        Vr::UC => all & PRINTABLE != 0,
        Vr::AE => all & PRINTABLE != 0 && value.len() <= 16 && !is_blank(value),
        Vr::PN => all & PRINTABLE != 0 && value.len() <= 64 && any & NAME_DELIMITER != 0 && is_clean_name(value),
        Vr::UI => all & UID != 0 && value.len() <= 64 && is_clean_uid(value),
        Vr::DS => all & NUMERIC != 0 && value.len() <= 16 && is_decimal(trim(value)),
        Vr::IS => value.len() <= 12 && is_integer(trim(value)) && fits_32_bits(trim(value)),
        Vr::DA => date_form(value) == DateForm::Date,
        Vr::TM => value.len() <= 14 && time_form(value) == TimeForm::Time,
        Vr::DT => value.len() <= 26 && date_time_form(value) == DateTimeForm::DateTime,
        Vr::AS => matches!(value, [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'D' | b'W' | b'M' | b'Y']),
        _ => false,
    }
}

/// A name of one component group with two to five components, or of groups that each have at most five.
fn is_clean_name(value: &[u8]) -> bool {
    let mut groups = 0;
    for group in value.split(|&b| b == b'=') {
        groups += 1;
        let carets = group.iter().filter(|&&b| b == b'^').count();
        if carets > 4 || (groups == 1 && carets == 0) {
            return false;
        }
    }
    groups <= 3
}

/// A UID without leading zeros, under a root that was given out. Its bytes are known to be digits and full stops.
fn is_clean_uid(value: &[u8]) -> bool {
    // The bytes before the last, as a number of two: an empty component is a full stop after a full stop or at an end, a
    // leading zero is 0 after a full stop or at the start, and a digit behind it.
    let (mut before, mut last) = (0u8, b'.');
    let mut is_bad = false;
    for &byte in value {
        is_bad |= byte == b'.' && last == b'.';
        is_bad |= byte != b'.' && last == b'0' && before == b'.';
        before = last;
        last = byte;
    }
    !is_bad && last != b'.' && has_known_root(value)
}

/// Bytes of one value of a binary VR.
pub(crate) const fn value_bytes(vr: Vr) -> Option<u32> {
    Some(match vr {
        Vr::SS | Vr::US | Vr::OW => 2,
        Vr::AT | Vr::FL | Vr::SL | Vr::UL | Vr::OF | Vr::OL => 4,
        Vr::FD | Vr::SV | Vr::UV | Vr::OD | Vr::OV => 8,
        _ => return None,
    })
}

/// The VRs whose whole value counts as one, whatever its length.
pub(crate) const fn has_bulk_vm(vr: Vr) -> bool {
    matches!(vr, Vr::OB | Vr::OD | Vr::OF | Vr::OL | Vr::OV | Vr::OW)
}
