//! Lists of values of table rows (`values.tsv`) and what IODs and modules fix beside their tables (`common/constraints.tsv`):
//! read, checked, and laid down in sections.

use std::collections::{HashMap, HashSet};

use crate::conditions::{Expr, Layer};
use crate::facts::masked_tag;
use crate::layout::{NONE, NONE16, Section, constraint, list};
use crate::writer::Writer;
use crate::{FactsError, Fault, Source};

/// VRs of numbers and Tags: words such as 0010H are numbers of them.
const NUMERIC: [&str; 11] = ["AT", "US", "SS", "UL", "SL", "SV", "UV", "IS", "DS", "FL", "FD"];

/// A word as printed, and as values are compared with it.
type Word = (String, String);

/// One list of a table row.
#[derive(Debug)]
pub(crate) struct ValueList {
    /// Table and number of the row.
    pub(crate) place: (String, u32),
    index: u16,
    flags: u32,
    words: Vec<Word>,
}

/// A row of `common/constraints.tsv`.
#[derive(Debug)]
pub(crate) struct Constraint {
    /// Empty for all.
    iod: String,
    /// Empty for the IOD itself.
    module: String,
    path: Vec<u32>,
    /// See `layout::constraint`.
    bits: u32,
    words: Vec<Word>,
    /// Empty: always.
    condition: String,
    expr: Option<Expr>,
}

/// What of lists and constraints is laid down so far.
#[derive(Default)]
pub(crate) struct Laid {
    pub(crate) words: u32,
    tags: u32,
    conditions: HashMap<String, u32>,
}

/// Lists and constraints of an edition.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) values: Vec<ValueList>,
    pub(crate) constraints: Vec<Constraint>,
}

impl Lists {
    /// Reads both tables. `vrs`: VR text by Tag.
    pub(crate) fn read(source: &Source, vrs: &HashMap<u32, &str>) -> Result<Lists, FactsError> {
        let edition = source.edition();
        let gaps = source.own("gaps.tsv")?;
        let doubtful: HashSet<(&str, &str)> = gaps
            .columns(["table", "tag", "what"])?
            .into_iter()
            .filter(|[_, _, what]| what.starts_with("cs-values"))
            .map(|[table, tag, _]| (table, tag))
            .collect();
        let rows = source.own("table_rows.tsv")?;
        let tags: HashMap<(&str, &str), &str> =
            rows.columns(["table", "row", "tag"])?.into_iter().map(|[table, row, tag]| ((table, row), tag)).collect();
        let table = source.own("values.tsv")?;
        let cells =
            table.columns(["table", "row", "kind", "index", "when", "agreed", "how", "conf", "partial", "values"])?;
        let mut lists = Lists::default();
        for [table, row, kind, index, when, agreed, how, conf, partial, values] in cells {
            let at = |what: &str| FactsError::new(format!("{edition}: values.tsv: {table} row {row}: {what}"));
            let dangling = || FactsError { fault: Fault::DanglingReference, ..at("no such row") };
            let tag = tags.get(&(table, row)).copied().ok_or_else(dangling)?;
            let vr = vrs.get(&masked_tag(tag).map_err(|_| at("no Attribute"))?.0).copied().unwrap_or("");
            let is_usable = when.is_empty()
                && partial == "N"
                && matches!(kind, "enum" | "terms")
                && conf != "guess"
                && !matches!(how, "sect-weak" | "tag-same" | "tag-common");
            let strength = match (kind, agreed) {
                _ if !is_usable => list::SOFT,
                ("enum", "enum") => list::ERROR,
                ("enum", _) if conf == "certain" => list::ERROR,
                ("enum", "terms") => list::INFO,
                ("enum", _) => list::WARNING,
                _ => list::INFO,
            };
            let is_doubtful = doubtful.contains(&(table, tag));
            lists.values.push(ValueList {
                place: (table.to_owned(), row.parse().map_err(|_| at("no number"))?),
                index: number(index).ok_or_else(|| at("no value number"))?,
                flags: strength | if is_doubtful { list::DOUBTFUL } else { 0 },
                words: words(values, vr),
            });
        }
        lists.constraints = constraints(source, vrs)?;
        Ok(lists)
    }

    /// Lays down the lists; `places`: table rows by table and number.
    pub(crate) fn lay_values(
        &self,
        w: &mut Writer,
        places: &HashMap<(&str, u32), u32>,
        next: &mut u32,
    ) -> Result<(), FactsError> {
        let mut order = Vec::new();
        for one in &self.values {
            let key = (one.place.0.as_str(), one.place.1);
            let place = places
                .get(&key)
                .copied()
                .ok_or_else(|| FactsError::of(Fault::DanglingReference, format!("values.tsv: {key:?} has no row")))?;
            order.push((place, one));
        }
        // As they stand in the table within a row.
        order.sort_by_key(|(place, _)| *place);
        for (place, one) in order {
            if place >= u32::from(NONE16) {
                return Err(FactsError::of(Fault::TooLarge, "too many table rows"));
            }
            let first = lay_words(w, &one.words, next);
            for word in [place | u32::from(one.index) << 16, one.flags, first, one.words.len() as u32] {
                w.u32(Section::ValueLists, word);
            }
        }
        Ok(())
    }
}

impl Constraint {
    /// Lays down a constraint, unless it is of an IOD that the edition lacks (`iod_of` gives none).
    pub(crate) fn lay(
        &self,
        layer: &mut Layer<'_, '_>,
        iod_of: impl Fn(&str) -> Option<u32>,
        laid: &mut Laid,
    ) -> Result<(), FactsError> {
        let iod = if self.iod.is_empty() { Some(NONE) } else { iod_of(&self.iod) };
        let Some(iod) = iod else { return Ok(()) };
        // Equal conditions are one, by which constraints are told to be of one list.
        let condition = match (&self.expr, laid.conditions.get(&self.condition)) {
            (None, _) => NONE,
            (_, Some(place)) => *place,
            (Some(expr), None) => {
                let place = layer.lay(expr)?;
                laid.conditions.insert(self.condition.clone(), place);
                place
            }
        };
        let w = &mut *layer.writer;
        let module = if self.module.is_empty() { NONE } else { w.string(&self.module) };
        let first = lay_words(w, &self.words, &mut laid.words);
        let place = laid.tags;
        for tag in &self.path {
            w.u32(Section::ConstraintTags, *tag);
        }
        laid.tags += self.path.len() as u32;
        let counts = [self.path.len(), self.words.len()].map(|n| n as u32);
        for word in [iod, module, self.bits, place, counts[0], first, counts[1], condition] {
            w.u32(Section::Constraints, word);
        }
        Ok(())
    }
}

fn lay_words(w: &mut Writer, words: &[Word], next: &mut u32) -> u32 {
    let first = *next;
    for (shown, compared) in words {
        for id in [shown, compared].map(|text| w.string(text)) {
            w.u32(Section::ListWords, id);
        }
    }
    *next += words.len() as u32;
    first
}

/// A value number; 0 where none is.
fn number(text: &str) -> Option<u16> {
    if text.is_empty() { Some(0) } else { text.parse().ok().filter(|n| *n > 0) }
}

/// The words of a list. Hexadecimal ones are compared as numbers where the Attribute is one.
fn words(text: &str, vr: &str) -> Vec<Word> {
    let is_number = vr.split(" or ").any(|one| NUMERIC.contains(&one));
    let is_pointer = vr.split(" or ").any(|one| one == "AT");
    let is_hex = |text: &str| text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    let compared = |word: &str| {
        let hex = word.strip_suffix('H').filter(|hex| !hex.is_empty() && is_hex(hex));
        let hex = hex.or((is_pointer && word.len() == 8 && is_hex(word)).then_some(word));
        let (sign, digits) = match word.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", word.strip_prefix('+').unwrap_or(word)),
        };
        let is_decimal = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        match hex.and_then(|hex| u64::from_str_radix(hex, 16).ok()) {
            _ if !is_number => word.to_owned(),
            Some(number) => number.to_string(),
            // `0001` and `+1` are how a table writes 1.
            None if is_decimal => match digits.trim_start_matches('0') {
                "" => "0".to_owned(),
                digits => format!("{sign}{digits}"),
            },
            None => word.to_owned(),
        }
    };
    text.split('|').filter(|word| !word.is_empty()).map(|word| (word.to_owned(), compared(word))).collect()
}

fn constraints(source: &Source, vrs: &HashMap<u32, &str>) -> Result<Vec<Constraint>, FactsError> {
    let table = source.common("constraints.tsv")?;
    let cells = table.columns([
        "iod",
        "module",
        "path",
        "keyword",
        "kind",
        "index",
        "values",
        "condition",
        "severity",
        "source",
    ])?;
    let mut found = Vec::new();
    for [iod, module, path, keyword, kind, index, values, condition, severity, _] in cells {
        let at = |what: &str| FactsError::new(format!("constraints.tsv: {iod} {module} {path} {keyword}: {what}"));
        let mut bits = match kind {
            "enum" => constraint::ENUM,
            "not-zero" => constraint::NOT_ZERO,
            "forbidden-module" => constraint::FORBIDDEN_MODULE,
            _ => return Err(at("kind")),
        };
        bits |= match severity {
            "error" => constraint::ERROR,
            "warning" => 0,
            _ => return Err(at("severity")),
        };
        bits |= u32::from(number(index).ok_or_else(|| at("no value number"))?) << constraint::INDEX_SHIFT;
        let mut tags = Vec::new();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            tags.push(masked_tag(part).map_err(|_| at("path"))?.0);
        }
        let vr = tags.last().and_then(|tag| vrs.get(tag)).copied().unwrap_or("");
        let is_module = bits & constraint::KIND_MASK == constraint::FORBIDDEN_MODULE;
        if tags.is_empty() != is_module || module.is_empty() && is_module {
            return Err(at("a path and no module, or the other way round"));
        }
        found.push(Constraint {
            iod: if iod == "*" { String::new() } else { iod.to_owned() },
            module: module.to_owned(),
            path: tags,
            bits,
            words: words(values, vr),
            condition: condition.to_owned(),
            expr: (!condition.is_empty())
                .then(|| Expr::parse(condition))
                .transpose()
                .map_err(|e| at(&e.to_string()))?,
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_words_are_numbers_where_the_attribute_is() {
        let compared = |text, vr| words(text, vr).into_iter().map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(compared("0010H|00181063H|AH", "AT"), ["16", "1577059", "10"]);
        assert_eq!(compared("0001H", "US or SS"), ["1"]);
        assert_eq!(compared("0001H|BATH|12H", "CS"), ["0001H", "BATH", "12H"]);
        assert_eq!(compared("H|1", "US"), ["H", "1"]);
        assert_eq!(compared("0001|+1|-01|000|12", "SS"), ["1", "1", "-1", "0", "12"]);
        assert_eq!(compared("00181063|0018", "AT"), ["1577059", "18"]);
        assert_eq!(compared("0001|+1", "LO"), ["0001", "+1"]);
    }
}
