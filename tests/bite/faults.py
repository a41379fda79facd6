"""The planted faults: a name, the file, what is searched for (it must be there exactly once), what it becomes.

Each is the kind of slip that a review passes over: a bound off by one, a flag that is not handed on, a case left out.
"""

from __future__ import annotations

from dataclasses import dataclass

WALK = "rust/header/src/walk.rs"
SNIFF = "rust/header/src/sniff.rs"
CHARSET = "rust/header/src/charset.rs"
VALUES = "rust/rules/src/values.rs"
FIELDS = "rust/rules/src/fields.rs"
SINK = "rust/rules/src/sink.rs"
IOD = "rust/rules/src/iod.rs"
LISTS = "rust/rules/src/lists.rs"
GROUPS = "rust/rules/src/groups.rs"
CONTENT = "rust/rules/src/content.rs"
CHECKS = "rust/rules/src/checks"


@dataclass(frozen=True)
class Fault:
    """One planted fault."""

    name: str
    file: str
    search: str
    replace: str


FAULTS = (
    Fault("container that just fits is past the end", WALK, "if end > outer_bound {", "if end >= outer_bound {"),
    Fault("value that just fits is past the end", WALK, "} else if u64::from(header.length) > value_left {", "} else if u64::from(header.length) >= value_left {"),
    Fault("undefined length of a delimiter is let pass", WALK, "if length != 0 && frame.keep {", "if length != 0 && length != u32::MAX && frame.keep {"),
    Fault("unended Sequence told as unended Item", WALK, "FrameKind::Sequence | FrameKind::Fragments => NoteKind::MissingSequenceDelimiter,", "FrameKind::Sequence | FrameKind::Fragments => NoteKind::MissingItemDelimiter,"),
    Fault("four zeros are trailing zeros", WALK, "head.iter().take(8).all(|&b| b == 0)", "head.iter().take(4).all(|&b| b == 0)"),
    Fault("end of File Meta Information off by two", WALK, "arena.meta_end = if arena.meta_len == 0 { 0 } else { self.offset() };", "arena.meta_end = if arena.meta_len == 0 { 0 } else { self.offset() + 2 };"),
    Fault("SQ in UN of defined length read explicitly", WALK, "let inner = if is_un { Enc::IMPLICIT_LITTLE } else { enc };", "let inner = enc;"),
    Fault("third duplicate numbered as the second", WALK, "number = if previous == Some(tag) { number + 1 } else { 1 };", "number = if previous == Some(tag) { number.min(1) + 1 } else { 1 };"),
    Fault("adjacent duplicates are not numbered", WALK, "*next_tag = (*next_tag).max(tag + 1);", "*next_tag = (*next_tag).max(tag);"),
    Fault("rest after a stray Tag in a Sequence is not skipped", WALK, "return Some(frame.bound);", "return Some(here + 8);"),
    Fault("fragment that just fits is truncated", WALK, "let fits = u64::from(length) <= left;", "let fits = u64::from(length) < left;"),
    Fault("Basic Offset Table not held", WALK, "if fits && number == 1 && length <= SKIP_BYTES && frame.keep {", "if fits && number == 2 && length <= SKIP_BYTES && frame.keep {"),
    Fault("values of UN are big endian in a big endian stream", WALK, "if (enc.big && !matches!(header.vr, Vr::UN | Vr::Unknown))", "if enc.big"),
    Fault("one byte of padding after a deflated data set is told", WALK, "InflateEnd::Complete { left } if left > 1 => {", "InflateEnd::Complete { left } if left > 0 => {"),
    Fault("big endian alone is not found by reading", SNIFF, "(None, Some(_)) => Some(Encoding::ExplicitBig),", "(None, Some(_)) => None,"),
    Fault("undefined length of UN is not plausible", SNIFF, "matches!(vr, Vr::SQ | Vr::UN | Vr::OB | Vr::OW)", "matches!(vr, Vr::SQ | Vr::OB | Vr::OW)"),
    Fault("JPIP deflated is not inflated", SNIFF, 'b"1.2.840.10008.1.2.1.99" | b"1.2.840.10008.1.2.4.95" |', 'b"1.2.840.10008.1.2.1.99" |'),
    Fault("multi-byte set as first value is let pass", CHARSET, "if entry.is_multi_byte && charset.wrong_form.is_none() {", "if entry.is_multi_byte && false && charset.wrong_form.is_none() {"),
    Fault("escapes that were not declared are let pass", CHARSET, "if allowed >> term & 1 == 0 {", "if allowed >> term & 1 == 0 && allowed == 1 {"),
    Fault("a day too many in November", VALUES, "4 | 6 | 9 | 11 => 30,", "4 | 6 | 9 => 30,\n        11 => 31,"),
    Fault("1900 is a leap year", VALUES, "let is_leap = if year == 0 { century.is_multiple_of(4) } else { year.is_multiple_of(4) };", "let _ = century;\n    let is_leap = year.is_multiple_of(4);"),
    Fault("no leap second", VALUES, "in_range([*e, *f], 60)", "in_range([*e, *f], 59)"),
    Fault("offset from UTC up to 13 hours", VALUES, "b'+' => total <= 14 * 60,", "b'+' => total <= 13 * 60,"),
    Fault("2147483648 is an IS", VALUES, "(1 << 31) - 1 };", "1 << 31 };"),
    Fault("UID root 1.4", VALUES, "(1, arc) => arc <= 3,", "(1, arc) => arc <= 4,"),
    Fault("DS with an empty exponent", VALUES, "!exponent.is_empty() && all_digits(exponent)", "all_digits(exponent)"),
    Fault("circumflex in a URI", VALUES, "-._~:/?#[]@!$&'()*+,;=%", "-._~:/?#[]@!$&'()*+,;=%^"),
    Fault("the pad is taken from values of odd length too", FIELDS, "if end == original.len() && end.is_multiple_of(2) {", "if end == original.len() {"),
    Fault("vertical tab in LT", f"{CHECKS}/value/control_character.rs", "b'\\t' | b'\\n' | 0x0C | b'\\r' => !is_long,", "b'\\t' | b'\\n' | 0x0B | 0x0C | b'\\r' => !is_long,"),
    Fault("six components of a name", f"{CHECKS}/value/person_name_components.rs", "count() > 4)", "count() > 5)"),
    Fault("characters counted as bytes", f"{CHECKS}/value/value_too_long.rs", "value.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u64", "value.len() as u64"),
    Fault("offsets of fragments may repeat", f"{CHECKS}/pixel/basic_offset_table_offset.rs", "entry > before && reached", "entry >= before && reached"),
    Fault("fragments of odd length told twice", f"{CHECKS}/encoding/odd_length.rs", "if !is_fragment {", "if !is_fragment || element.occurrence > 1 {"),
    Fault("duplicates are out of order", f"{CHECKS}/encoding/element_out_of_order.rs", "element.tag.0 < context.highest_before.get()", "element.tag.0 <= context.highest_before.get()"),
    Fault("Items are not folded", SINK, "(step.tag.0, step.occurrence > 1, step.item > 0)", "(step.tag.0, step.occurrence > 1, step.item > 1)"),
    Fault("folding keeps the last place", SINK, "self.order.push((digest(arena, raw), element.wrapping_add(1), made));", "self.order.push((digest(arena, raw), u32::MAX - element.wrapping_add(1), made));"),
    Fault("Type 1C without value is let pass", IOD, "let is_bare = matches!(otherwise, Otherwise::Forbidden | Otherwise::Unstated);", "let is_bare = matches!(otherwise, Otherwise::Forbidden);"),
    Fault("the first claim wins, not the strictest", IOD, "if rank > self.rank {", "if self.rank == 0 {"),
    Fault("evidence of Attributes that two modules claim", IOD, "&& mask.is_power_of_two()", "&& mask != 0"),
    Fault("empty Attributes are evidence", IOD, "            if has_value\n                && mask", "            if (has_value || element.length == 0)\n                && mask"),
    Fault("Includes of SR hold for every Value Type", IOD, "&& (claim.value_type() == 0 || claim.value_type() == level.value_type)", "&& (claim.value_type() == 0 || level.value_type != u8::MAX)"),
    Fault("open Items are looked into", IOD, "if context.edition.is_open_item(element.tag) {\n                continue;", "if context.edition.is_open_item(element.tag) && context.is_file() && element.depth > 0 {\n                continue;"),
    Fault("Type 1C is Type 1", IOD, "AttributeType::OneC => 3,", "AttributeType::OneC => 4,"),
    Fault("Type 2C is not demanded", IOD, "AttributeType::TwoC => 1,", "AttributeType::TwoC => 0,"),
    Fault("Type 1C empty told as missing", IOD, "(3, true) => Some(id::TYPE_1C_EMPTY),", "(3, true) => Some(id::TYPE_1C_MISSING),"),
    Fault("a note demands as a Type does", IOD, "(1, false) if strictest.is_note => Some(id::REQUIRED_BY_NOTE),", "(1, false) if strictest.is_note && is_there => Some(id::REQUIRED_BY_NOTE),"),
    Fault("a condition that is false allows", IOD, "Elsewhere::Forbidden => State::Forbids { is_weak: false },", "Elsewhere::Forbidden => State::Allows,"),
    Fault("what is unstated allows", IOD, "Elsewhere::Unstated => State::Forbids { is_weak: true },", "Elsewhere::Unstated => State::Allows,"),
    Fault("one claim that permits does not silence a prohibition", IOD, "            _ => is_permitted = true,\n        }\n        all_forbid = false;", "            _ => is_permitted = true,\n        }\n        all_forbid &= is_permitted;"),
    Fault("an empty Attribute of a false condition is an error", IOD, "(true, false, has_value);", "(true, false, true);"),
    Fault("what may be there is undetermined", IOD, "may_be_there: world.elsewhere(otherwise, tag) == Elsewhere::Allowed,", "may_be_there: false,"),
    Fault("an unknown condition of an empty Type 2C is told", IOD, "AttributeType::TwoC => !is_there,", "AttributeType::TwoC => true,"),
    Fault("values of an own list fail by another's", LISTS, "let has = |word: &[u8]| other.words().compared().any(|one| one == word);", "let has = |word: &[u8]| other.words().compared().any(|one| one != word);"),
    Fault("one Item less than the least", LISTS, "count < u64::from(min) ||", "count + 1 < u64::from(min) ||"),
    Fault("one Item more than the most", LISTS, "count > u64::from(max);", "count > u64::from(max) + 1;"),
    Fault("a constraint on one value holds for all", LISTS, "if group.index != 0 && group.index != number {", "if group.index != 0 && group.index > number {"),
    Fault("constraints of a condition hold always", LISTS, "is_none_or(|expr| world.truth(expr, Tag(fixed.tag)) == Truth::True)", "is_none_or(|expr| world.truth(expr, Tag(fixed.tag)) != Truth::False)"),
    Fault("a macro is in Shared without an Item", GROUPS, "self.file.with_item_in_shared |= if has_item { row.slots } else { 0 };", "self.file.with_item_in_shared |= row.slots;"),
    Fault("macros are demanded of tiled images", GROUPS, "let implied = if self.file.is_tiled_full { facts.implied_by_tiled_full } else { 0 };", "let implied = 0 & facts.implied_by_tiled_full;"),
    Fault("concatenations lack macros", GROUPS, "if self.file.has_frames || self.file.is_tiled_full || self.file.is_concatenation {", "if self.file.has_frames || self.file.is_tiled_full {"),
    Fault("two Shared Items are let pass", GROUPS, "if items > 1 && !context.is_cut(sequence, element) {", "if items > 2 && !context.is_cut(sequence, element) {"),
    Fault("a macro may be told forbidden where it is unknown", GROUPS, "if self.truth(world, facts, slot) != Truth::False {", "if self.truth(world, facts, slot) == Truth::True {"),
    Fault("frames are counted by the first Item", GROUPS, "&& u64::from(items) != frames", "&& u64::from(items) < frames"),
    Fault("the first number of a reference is not looked at", CONTENT, "if numbers.next() != Some(1) {", "if numbers.next().is_none() {"),
    Fault("a reference to the Item after the last", CONTENT, "if number == 0 || number > below.count {", "if number == 0 || number > below.count + 1 {"),
    Fault("relationships by reference are those by value", CONTENT, "if !report.relates(source, relationship, own, false) {", "if !report.relates(source, relationship, own, true) {"),
    Fault("lists of Value Types are all sure", CONTENT, "let severity = if report.is_sure() { Severity::Error } else { Severity::Warning };", "let severity = Severity::Error;"),
    Fault("without evidence references are errors", CONTENT, "Evidence::None => Severity::Warning,", "Evidence::None => Severity::Error,"),
    Fault("as many bits stored as allocated", f"{CHECKS}/pixel/bits_stored.rs", "|allocated| stored > allocated)", "|allocated| stored >= allocated)"),
    Fault("High Bit may be Bits Stored", f"{CHECKS}/pixel/high_bit.rs", "if u32::from(high) + 1 != u32::from(stored) {", "if u32::from(high) + 1 != u32::from(stored) && high != stored {"),
    Fault("1 is no Planar Configuration of YBR_RCT", f"{CHECKS}/pixel/planar_configuration.rs", ' | b"YBR_RCT") => {', ") => {"),
    Fault("4:2:0 takes as much as 4:2:2", f"{CHECKS}/pixel/pixel_data_length.rs", 'b"YBR_PARTIAL_420" => 3,', 'b"YBR_PARTIAL_420" => 4,'),
    Fault("palettes differ by bits alone", f"{CHECKS}/pixel/palette_descriptor.rs", "is_some_and(|red| red != (entries, bits))", "is_some_and(|red| red.1 != bits)"),
    Fault("bytes of a palette are not padded", f"{CHECKS}/pixel/palette_data_length.rs", "8 => length == entries || length == even(entries) || length == 2 * entries,", "8 => length == entries || length == 2 * entries,"),
    Fault("RLE may have more fragments than frames", f"{CHECKS}/pixel/fragments_and_frames.rs", "fragments != frames {", "fragments < frames {"),
    Fault("extended offsets of four bytes", f"{CHECKS}/pixel/extended_offset_table.rs", "&& length != 8 * frames", "&& length != 8 * frames && length != 4 * frames"),
    Fault("waveforms are not padded", f"{CHECKS}/pixel/waveform_data_length.rs", "if length != bytes && length != even(bytes) {", "if length != bytes {"),
    Fault("LUTs of 17 bits", f"{CHECKS}/pixel/lut_descriptor.rs", "(8..=16).contains(&bits)", "(8..=17).contains(&bits)"),
    Fault("largest may not be the smallest", f"{CHECKS}/pixel/smallest_largest.rs", "if low_vr == high_vr && high < low {", "if low_vr == high_vr && high <= low {"),
    Fault("padding of one bit more", f"{CHECKS}/pixel/pixel_padding.rs", "0 => (i32::from(value), 0..1 << stored),", "0 => (i32::from(value), 0..2 << stored),"),
    Fault("orientations off by a tenth", f"{CHECKS}/consistency/orientation_length.rs", "[(Severity::Error, 1e-2), (Severity::Warning, 1e-3)]", "[(Severity::Error, 1e-1), (Severity::Warning, 1e-3)]"),
    Fault("zero between the columns of one column", f"{CHECKS}/consistency/spacing.rs", "count > 1", "count > 0"),
    Fault("one value of Image Type too few", f"{CHECKS}/consistency/image_type_values.rs", "if count < demanded {", "if count + 1 < demanded {"),
    Fault("the last record of the root is any", f"{CHECKS}/consistency/dicomdir_offset.rs", "if is_record && last.offset != end {", "if is_record && last.offset != end && end == 0 {"),
    Fault("records lie anywhere", f"{CHECKS}/consistency/dicomdir_hierarchy.rs", "!is_upper_known || !is_lower_known", "!is_upper_known || !is_lower_known || lower.len() > 2"),
)  # fmt: skip
