//! Lists of values of table rows (`values.tsv`), numbers of Items that depend on something (`common/item_counts.tsv`), and
//! what IODs and modules fix beside their tables (`common/constraints.tsv`): read, checked, and laid down in sections.

use std::collections::{HashMap, HashSet};

use crate::conditions::{Expr, Layer};
use crate::facts::masked_tag;
use crate::layout::{NONE, NONE16, Section, constraint, list};
use crate::tsv::Tsv;
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
    when: When,
}

/// A number of Items of a table row.
#[derive(Debug)]
pub(crate) struct ItemCount {
    place: (String, u32),
    /// Fewest, most; 0: no limit.
    items: [u16; 2],
    when: When,
}

/// Where something holds: the text, empty for always, and the expression.
#[derive(Clone, Debug, Default)]
struct When {
    text: String,
    expr: Option<Expr>,
}

impl When {
    fn parse(text: &str) -> Result<When, FactsError> {
        let expr = if text.is_empty() { None } else { Some(Expr::parse(text)?) };
        Ok(When { text: text.to_owned(), expr })
    }

    /// Lays down the expression, unless an equal one was: by that constraints are told to be of one list.
    fn lay(&self, layer: &mut Layer<'_, '_>, laid: &mut Laid) -> Result<u32, FactsError> {
        Ok(match (&self.expr, laid.conditions.get(&self.text)) {
            (None, _) => NONE,
            (_, Some(place)) => *place,
            (Some(expr), None) => {
                let place = layer.lay(expr)?;
                laid.conditions.insert(self.text.clone(), place);
                place
            }
        })
    }
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
    when: When,
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
    values: Vec<ValueList>,
    counts: Vec<ItemCount>,
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
        let qualifiers = qualifiers(source)?;
        let table = source.own("values.tsv")?;
        let cells =
            table.columns(["table", "row", "kind", "index", "when", "agreed", "how", "conf", "partial", "values"])?;
        let mut lists = Lists::default();
        for [table, row, kind, index, when, agreed, how, conf, partial, values] in cells {
            let at = |what: &str| FactsError::new(format!("{edition}: values.tsv: {table} row {row}: {what}"));
            let dangling = || FactsError { fault: Fault::DanglingReference, ..at("no such row") };
            let tag = tags.get(&(table, row)).copied().ok_or_else(dangling)?;
            let vr = vrs.get(&masked_tag(tag).map_err(|_| at("no Attribute"))?.0).copied().unwrap_or("");
            // A qualifier that is not compiled is like a list that may lack something.
            let (is_compiled, when) = match (when.is_empty(), qualifiers.get(when)) {
                (true, _) => (true, When::default()),
                (false, Some(when)) => (true, when.clone()),
                (false, None) => (false, When::default()),
            };
            let is_usable = is_compiled
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
                when,
            });
        }
        lists.counts = item_counts(source, &rows)?;
        lists.constraints = constraints(source, vrs)?;
        Ok(lists)
    }

    /// Lays down lists and numbers of Items; `places`: table rows by table and number.
    pub(crate) fn lay_rows(
        &self,
        layer: &mut Layer<'_, '_>,
        places: &HashMap<(&str, u32), u32>,
        laid: &mut Laid,
    ) -> Result<(), FactsError> {
        for (place, one) in in_order(&self.values, |one| &one.place, places)? {
            let when = one.when.lay(layer, laid)?;
            let first = lay_words(layer.writer, &one.words, &mut laid.words);
            for word in [place | u32::from(one.index) << 16, one.flags, first, one.words.len() as u32, when] {
                layer.writer.u32(Section::ValueLists, word);
            }
        }
        for (place, one) in in_order(&self.counts, |one| &one.place, places)? {
            let when = one.when.lay(layer, laid)?;
            let [min, max] = one.items.map(u32::from);
            for word in [place, min | max << 16, when] {
                layer.writer.u32(Section::ItemCounts, word);
            }
        }
        Ok(())
    }
}

/// What is said of table rows, in the order of these; within a row as it stands in its table.
fn in_order<'l, T>(
    all: &'l [T],
    place_of: impl Fn(&T) -> &(String, u32),
    places: &HashMap<(&str, u32), u32>,
) -> Result<Vec<(u32, &'l T)>, FactsError> {
    let mut order = Vec::with_capacity(all.len());
    for one in all {
        let (table, row) = place_of(one);
        let place = places.get(&(table.as_str(), *row)).copied();
        let place = place.ok_or_else(|| {
            FactsError::of(Fault::DanglingReference, format!("values.tsv: {table} row {row}: no such row"))
        })?;
        if place >= u32::from(NONE16) {
            return Err(FactsError::of(Fault::TooLarge, "too many table rows"));
        }
        order.push((place, one));
    }
    order.sort_by_key(|(place, _)| *place);
    Ok(order)
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
        let condition = self.when.lay(layer, laid)?;
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

/// The ends of `1..5`, `..400`, `0..`: numbers or nothing, and not nothing twice.
fn limits(text: &str) -> Option<Vec<Word>> {
    let (low, high) = text.split_once("..")?;
    let is_limit = |text: &str| text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite);
    let is_good = is_limit(low) && is_limit(high) && text != "..";
    is_good.then(|| [low, high].map(|end| (end.to_owned(), end.to_owned())).into())
}

/// What the qualifiers of lists mean, by id; those that are not compiled are left out.
fn qualifiers(source: &Source) -> Result<HashMap<String, When>, FactsError> {
    let mut found = HashMap::new();
    for [id, condition] in source.common("qualifiers.tsv")?.columns(["id", "condition"])? {
        let at = |what: &str| FactsError::new(format!("qualifiers.tsv: {id}: {what}"));
        if condition.is_empty() {
            return Err(at("no condition"));
        }
        if condition != "unread" {
            let when = When::parse(condition).map_err(|e| at(&e.to_string()))?;
            if found.insert(id.to_owned(), when).is_some() {
                return Err(at("twice"));
            }
        }
    }
    Ok(found)
}

/// Numbers of Items of rows whose own number depends on something.
fn item_counts(source: &Source, rows: &Tsv) -> Result<Vec<ItemCount>, FactsError> {
    let edition = source.edition();
    let mut found = Vec::new();
    let mut places: HashMap<(&str, &str), Vec<(&str, bool)>> = HashMap::new();
    for [table, path, row, items] in rows.columns(["table", "path", "row", "items"])? {
        places.entry((table, path)).or_default().push((row, items.ends_with(":cond") || items.ends_with(":expr")));
    }
    for [table, path, items, condition] in
        source.common("item_counts.tsv")?.columns(["table", "path", "items", "condition"])?
    {
        let at = |what: &str| FactsError::new(format!("{edition}: item_counts.tsv: {table} {path}: {what}"));
        let when = When::parse(condition).map_err(|e| at(&e.to_string()))?;
        let (min, max) = items.split_once("..").ok_or_else(|| at("no number of Items"))?;
        let min = min.parse().map_err(|_| at("no number of Items"))?;
        let max = if max == "n" { 0 } else { max.parse().map_err(|_| at("no number of Items"))? };
        // An Attribute that came with another edition has no row in this one.
        for (row, is_open) in places.get(&(table, path)).into_iter().flatten() {
            if !is_open {
                if source.is_shipped() {
                    return Err(at("the row says itself how many Items there are"));
                }
                continue;
            }
            let row = row.parse().map_err(|_| at("no number"))?;
            found.push(ItemCount { place: (table.to_owned(), row), items: [min, max], when: when.clone() });
        }
    }
    Ok(found)
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
            "range" => constraint::RANGE,
            "item-count" => constraint::ITEM_COUNT,
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
            words: match bits & constraint::KIND_MASK {
                constraint::RANGE | constraint::ITEM_COUNT => limits(values).ok_or_else(|| at("no range"))?,
                _ => words(values, vr),
            },
            when: When::parse(condition).map_err(|e| at(&e.to_string()))?,
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
