//! The facts of one edition and of `common/`, read from TSV and checked, and how they are laid down in sections.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::conditions::{Condition, Layer, Names};
use crate::graph::{Claim, Graph, Line, TableRow, Tables};
use crate::layout::{
    self, NONE, NONE16, Section, VRS, attribute_type, condition_flag, items_flag, transfer_syntax_flag, usage_flag,
};
use crate::lists::{Laid, Lists};
use crate::reports::{Reports, macro_places};
use crate::writer::Writer;
use crate::{FactsError, Fault, Source};

/// One row of the dictionary (PS3.6 6): `mask` has the bits of the Tag that count (repeating groups have fewer).
#[derive(Debug)]
struct Attribute {
    tag: u32,
    mask: u32,
    keyword: String,
    name: String,
    vr: String,
    vm: String,
    retired: bool,
}

#[derive(Debug)]
struct Uid {
    uid: String,
    name: String,
    kind: String,
    retired: bool,
}

/// The tables of one edition, read and checked each by itself.
#[derive(Debug)]
pub struct Facts {
    edition: String,
    attributes: Vec<Attribute>,
    uids: Vec<Uid>,
    transfer_syntaxes: Vec<(String, String, u32)>,
    open_items: Vec<u32>,
    vr_history: BTreeMap<u32, u64>,
    retired_sop_classes: BTreeMap<String, (String, Option<String>)>,
    iods: Vec<Iod>,
    tables: Vec<[String; 3]>,
    rows: Tables,
    modules: BTreeMap<String, Vec<Usage>>,
    macros: BTreeMap<String, Vec<Usage>>,
    value_types: Vec<String>,
    /// Module whose Type is replaced, module that replaces it, tag, Type.
    overrides: Vec<(String, String, u32, u8)>,
    /// By id.
    conditions: BTreeMap<String, Condition>,
    /// Tags by keyword, of the newest edition that has it, but first of this one.
    keywords: BTreeMap<String, u32>,
    /// Outside facts: name, sentence.
    outside: Vec<(String, String)>,
    lists: Lists,
    /// Where functional group macros may stand, by id: `usage_flag`.
    places: BTreeMap<(String, String), u32>,
    reports: Reports,
}

/// A module or macro as an IOD uses it.
#[derive(Debug)]
struct Usage {
    id: String,
    table: String,
    entity: String,
    usage: u8,
    condition: String,
    in_all: bool,
}

/// A Composite IOD (PS3.3 A).
#[derive(Debug)]
struct Iod {
    id: String,
    name: String,
    sop_classes: Vec<String>,
}

impl Facts {
    /// Reads the tables of an edition.
    ///
    /// # Errors
    /// As for [`crate::pack`].
    pub fn read(source: &Source) -> Result<Facts, FactsError> {
        let edition = source.edition();
        let own = |name: &str| source.own(name);
        let common = |name: &str| source.common(name);
        let mut attributes = Vec::new();
        let mut keywords = HashSet::new();
        for [tag, keyword, name, vr, vm, retired] in
            own("attributes.tsv")?.columns(["tag", "keyword", "name", "vr", "vm", "retired"])?
        {
            let (tag, mask) = masked_tag(tag)?;
            if !keyword.is_empty() && !keywords.insert(keyword.to_owned()) {
                return Err(FactsError::new(format!("{edition}: keyword {keyword} twice")));
            }
            attributes.push(Attribute {
                tag,
                mask,
                keyword: keyword.into(),
                name: name.into(),
                vr: vr.into(),
                vm: vm.into(),
                retired: yes(retired)?,
            });
        }
        let mut uids = Vec::new();
        for [uid, name, kind, retired] in own("uids.tsv")?.columns(["uid", "name", "type", "retired"])? {
            uids.push(Uid { uid: uid.into(), name: name.into(), kind: kind.into(), retired: yes(retired)? });
        }
        uids.sort_by(|a, b| a.uid.cmp(&b.uid));
        if let Some(pair) = uids.windows(2).find(|w| w[0].uid == w[1].uid) {
            return Err(FactsError::new(format!("{edition}: UID {} twice", pair[0].uid)));
        }
        let mut transfer_syntaxes = Vec::new();
        for [uid, name, encoding, encapsulated, deflated, retired] in common("transfer_syntaxes.tsv")?.columns([
            "uid",
            "name",
            "encoding",
            "encapsulated",
            "deflated",
            "retired",
        ])? {
            let mut flags = match encoding {
                "implicit-little" => 0,
                "explicit-little" => 1,
                "explicit-big" => 2,
                other => {
                    return Err(FactsError::new(format!("transfer_syntaxes.tsv: encoding {other}")));
                }
            };
            flags |= if yes(encapsulated)? { transfer_syntax_flag::ENCAPSULATED } else { 0 };
            flags |= if yes(deflated)? { transfer_syntax_flag::DEFLATED } else { 0 };
            flags |= if yes(retired)? { transfer_syntax_flag::RETIRED } else { 0 };
            transfer_syntaxes.push((uid.to_owned(), name.to_owned(), flags));
        }
        transfer_syntaxes.sort();
        let mut open_items = Vec::new();
        for [tag, keyword] in common("open_items.tsv")?.columns(["tag", "keyword"])? {
            open_items.extend(known_of(source, &attributes, tag, keyword)?);
        }
        open_items.sort_unstable();
        let mut vr_history = BTreeMap::new();
        for [tag, keyword, vr] in common("vr_history.tsv")?.columns(["tag", "keyword", "vr"])? {
            // An Element that came with a later edition has no row in this one.
            if let Ok(tag) = known(&attributes, tag, keyword) {
                *vr_history.entry(tag).or_insert(0) |= vr_bits(vr)?;
            }
        }
        let mut retired_sop_classes = BTreeMap::new();
        for [uid, name, by] in common("retired_sop_classes.tsv")?.columns(["uid", "name", "replaced_by"])? {
            let by = (!by.is_empty()).then(|| by.to_owned());
            retired_sop_classes.insert(uid.to_owned(), (name.to_owned(), by));
        }
        let mut iods = Vec::new();
        for [id, name, sop_classes] in own("iods.tsv")?.columns(["iod", "name", "sop_class_uids"])? {
            let sop_classes: Vec<String> = sop_classes.split(',').filter(|u| !u.is_empty()).map(String::from).collect();
            for uid in &sop_classes {
                if uids.binary_search_by(|u| u.uid.as_str().cmp(uid)).is_err() {
                    let message = format!("{edition}: {id}: {uid} is not in the registry");
                    return Err(FactsError::of(Fault::DanglingReference, message));
                }
            }
            iods.push(Iod { id: id.into(), name: name.into(), sop_classes });
        }
        let mut tables = Vec::new();
        for row in own("tables.tsv")?.columns(["table", "kind", "id"])? {
            tables.push(row.map(String::from));
        }
        if tables.len() >= usize::from(NONE16) {
            return Err(FactsError::of(Fault::TooLarge, "too many tables"));
        }
        let mut value_types = Vec::new();
        let (rows, overrides) = table_rows(source, &attributes, &tables, &mut value_types)?;
        let usages = |name: &str, key: &'static str| -> Result<BTreeMap<String, Vec<Usage>>, FactsError> {
            let table = own(name)?;
            let entities: Vec<String> = match table.columns(["ie"]) {
                Ok(cells) => cells.into_iter().map(|[ie]| ie.to_owned()).collect(),
                Err(_) => Vec::new(),
            };
            let mut found: BTreeMap<String, Vec<Usage>> = BTreeMap::new();
            let cells = table.columns(["iod", key, "table", "usage", "cond", "in_all"])?;
            for (index, [iod, id, table, usage, condition, in_all]) in cells.into_iter().enumerate() {
                if !iods.iter().any(|i| i.id == iod) {
                    let message = format!("{edition}: {name}: no IOD {iod}");
                    return Err(FactsError::of(Fault::DanglingReference, message));
                }
                let usage = match usage {
                    "M" | "C" | "U" => usage.as_bytes()[0],
                    other => return Err(FactsError::new(format!("{name}: {iod} {id}: usage {other}"))),
                };
                found.entry(iod.to_owned()).or_default().push(Usage {
                    id: id.into(),
                    table: table.into(),
                    entity: entities.get(index).cloned().unwrap_or_default(),
                    usage,
                    condition: condition.into(),
                    in_all: yes(in_all)?,
                });
            }
            Ok(found)
        };
        let modules = usages("iod_modules.tsv", "module")?;
        let macros = usages("iod_fg_macros.tsv", "macro")?;
        if let Some(iod) = iods.iter().find(|i| !modules.contains_key(&i.id)) {
            return Err(FactsError::new(format!("{edition}: {} has no module", iod.id)));
        }
        let mut keywords: BTreeMap<String, u32> = attributes.iter().map(|a| (a.keyword.clone(), a.tag)).collect();
        for (keyword, tag) in source.keywords() {
            keywords.entry(keyword.clone()).or_insert(*tag);
        }
        let mut conditions = BTreeMap::new();
        for table in source.conditions()? {
            let mut of_table = BTreeMap::new();
            for [id, required, otherwise] in table.columns(["id", "required", "otherwise"])? {
                let at = format!("conditions.tsv: {id}");
                let condition = Condition::parse(required, otherwise).map_err(|e| e.at(&at))?;
                if of_table.insert(id.to_owned(), condition).is_some() {
                    return Err(FactsError::new(format!("{at} twice")));
                }
            }
            conditions.append(&mut of_table);
        }
        let mut outside = Vec::new();
        for [name, sentence] in common("facts.tsv")?.columns(["name", "sentence"])? {
            outside.push((name.to_owned(), sentence.to_owned()));
        }
        if !outside.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(FactsError::new("facts.tsv is not sorted, or has a name twice"));
        }
        let vrs = attributes.iter().map(|a| (a.tag, a.vr.as_str())).collect();
        let lists = Lists::read(source, &vrs)?;
        Ok(Facts {
            lists,
            places: macro_places(source)?,
            reports: Reports::read(source)?,
            conditions,
            keywords,
            outside,
            tables,
            rows,
            modules,
            macros,
            value_types,
            overrides,
            edition: edition.to_owned(),
            attributes,
            uids,
            transfer_syntaxes,
            open_items,
            vr_history,
            retired_sop_classes,
            iods,
        })
    }

    /// The pack of these facts.
    ///
    /// # Errors
    /// As for [`crate::pack`].
    pub fn pack(&self) -> Result<Vec<u8>, FactsError> {
        let mut w = Writer::new();
        self.dictionary(&mut w)?;
        self.registry(&mut w)?;
        self.iods(&mut w)?;
        let iods: Vec<&str> = self.iods.iter().map(|iod| iod.id.as_str()).collect();
        self.reports.lay(&mut w, &iods);
        w.finish(&self.edition)
    }

    fn dictionary(&self, w: &mut Writer) -> Result<(), FactsError> {
        let mut order: Vec<&Attribute> = self.attributes.iter().collect();
        // Exact Tags first, so that they can be searched; the reader spreads the masked ones.
        order.sort_by_key(|a| (!a.mask, a.tag));
        let mut keywords = BTreeMap::new();
        for (index, attribute) in order.iter().enumerate() {
            let strings = [&attribute.keyword, &attribute.name].map(|s| w.string(s));
            w.u32(Section::Attributes, attribute.tag);
            w.u32(Section::Attributes, attribute.mask);
            for id in strings {
                w.u32(Section::Attributes, id);
            }
            w.u64(Section::Attributes, vr_bits(&attribute.vr)?);
            for id in [&attribute.vr, &attribute.vm].map(|s| w.string(s)) {
                w.u32(Section::Attributes, id);
            }
            let [min, max, step] = vm(&attribute.vm)?;
            w.u32(Section::Attributes, u32::from_le_bytes([min, max, step, u8::from(attribute.retired)]));
            if !attribute.keyword.is_empty() {
                keywords.insert(attribute.keyword.as_str(), index as u32);
            }
        }
        for index in keywords.values() {
            w.u32(Section::Keywords, *index);
        }
        for tag in &self.open_items {
            w.u32(Section::OpenItems, *tag);
        }
        for (tag, vrs) in &self.vr_history {
            w.u32(Section::VrHistory, *tag);
            w.u64(Section::VrHistory, *vrs);
        }
        Ok(())
    }

    fn registry(&self, w: &mut Writer) -> Result<(), FactsError> {
        for uid in &self.uids {
            for id in [&uid.uid, &uid.name, &uid.kind].map(|s| w.string(s)) {
                w.u32(Section::Uids, id);
            }
            w.u32(Section::Uids, u32::from(uid.retired));
        }
        for (uid, name, flags) in &self.transfer_syntaxes {
            for id in [uid, name].map(|s| w.string(s)) {
                w.u32(Section::TransferSyntaxes, id);
            }
            w.u32(Section::TransferSyntaxes, *flags);
        }
        for (uid, (name, by)) in &self.retired_sop_classes {
            let by = by.as_ref().map_or(NONE, |by| w.string(by));
            for id in [uid, name].map(|s| w.string(s)) {
                w.u32(Section::RetiredSopClasses, id);
            }
            w.u32(Section::RetiredSopClasses, by);
        }
        Ok(())
    }

    fn iods(&self, w: &mut Writer) -> Result<(), FactsError> {
        let conditions = self.conditions(w)?;
        self.table_rows(w, &conditions)?;
        for text in &self.value_types {
            let id = w.string(text);
            w.u32(Section::ValueTypes, id);
        }
        let mut graph = Graph::new(&self.rows);
        let mut uids = BTreeMap::new();
        let (mut first_module, mut first_macro) = (0, 0);
        for (index, iod) in self.iods.iter().enumerate() {
            let none = Vec::new();
            let modules = self.modules.get(&iod.id).unwrap_or(&none);
            let macros = self.macros.get(&iod.id).unwrap_or(&none);
            let groups = if macros.is_empty() {
                None
            } else {
                let slots: Result<Vec<_>, _> =
                    macros.iter().map(|m| self.rows.slot(&m.table, m.in_all, Vec::new())).collect();
                Some(graph.functional_groups(&slots?)?)
            };
            let slots: Result<Vec<_>, _> = modules
                .iter()
                .map(|m| {
                    let beside = |id: &str| modules.iter().any(|other| other.id == id);
                    let replaced = self.overrides.iter().filter(|o| o.0 == m.id && beside(&o.1));
                    self.rows.slot(&m.table, m.in_all, replaced.map(|o| (o.2, o.3)).collect())
                })
                .collect();
            let root = graph.root(&slots?, groups)?;
            for id in [&iod.id, &iod.name].map(|s| w.string(s)) {
                w.u32(Section::Iods, id);
            }
            let counts = [modules.len(), macros.len()].map(|n| n as u32);
            let nodes = [u32::from(root), groups.map_or(NONE, u32::from)];
            for word in [first_module, counts[0], first_macro, counts[1], nodes[0], nodes[1]] {
                w.u32(Section::Iods, word);
            }
            first_module += counts[0];
            first_macro += counts[1];
            for (slot, module) in modules.iter().enumerate() {
                // How many Attributes the module demands without condition.
                let demands = graph.nodes[root as usize].rows.iter().filter(|r| !r.is_repeating).filter(|r| {
                    r.claims.iter().any(|c| {
                        usize::from(c.slot) == slot
                            && matches!(c.attribute_type, attribute_type::ONE | attribute_type::TWO)
                    })
                });
                let demands = demands.count() as u32;
                usage(w, Section::Modules, module, &conditions, demands << 16);
            }
            for group in macros {
                let of = |iod: &str| self.places.get(&(iod.to_owned(), group.id.clone())).copied();
                let place = of(&iod.id).or_else(|| of("*")).unwrap_or(0);
                usage(w, Section::Macros, group, &conditions, place);
            }
            for uid in &iod.sop_classes {
                if let Some(other) = uids.insert(uid.as_str(), index as u32) {
                    return Err(FactsError::new(format!("{uid} is of IOD {other} and {}", iod.id)));
                }
            }
        }
        for (uid, iod) in uids {
            let id = w.string(uid);
            w.u32(Section::IodUids, id);
            w.u32(Section::IodUids, iod);
        }
        self.graph(w, &graph)
    }

    /// Lists of values and constraints; `laid`: nodes of expressions and their items so far.
    fn lists(&self, w: &mut Writer, names: &Names<'_>, laid: (u32, u32)) -> Result<(), FactsError> {
        let rows = (0..).zip(self.rows.rows());
        let places = rows.map(|(place, row)| ((row.table.as_str(), row.number), place)).collect();
        let mut known = Laid::default();
        let mut layer = Layer { writer: w, names, nodes: laid.0, items: laid.1 };
        self.lists
            .lay_rows(&mut layer, &places, &mut known)
            .map_err(|e| FactsError::new(format!("{}: lists: {e}", self.edition)))?;
        for constraint in &self.lists.constraints {
            let iod_of = |id: &str| self.iods.iter().position(|iod| iod.id == id).map(|place| place as u32);
            constraint
                .lay(&mut layer, iod_of, &mut known)
                .map_err(|e| e.at(format!("{}: constraints.tsv", self.edition)))?;
        }
        Ok(())
    }

    /// The conditions that the edition uses, and the place of each by id.
    fn conditions(&self, w: &mut Writer) -> Result<HashMap<String, u32>, FactsError> {
        for (name, sentence) in &self.outside {
            for id in [name, sentence].map(|s| w.string(s)) {
                w.u32(Section::OutsideFacts, id);
            }
        }
        let names = Names {
            tags: self.keywords.iter().map(|(keyword, tag)| (keyword.as_str(), *tag)).collect(),
            facts: (0..).zip(&self.outside).map(|(place, (name, _))| (name.as_str(), place)).collect(),
        };
        let usages = self.modules.values().chain(self.macros.values()).flatten().map(|u| &u.condition);
        let all: BTreeSet<&String> = usages.chain(self.rows.rows().iter().map(|r| &r.condition)).collect();
        let mut places = HashMap::new();
        let (mut nodes, mut items) = (0, 0);
        for (place, id) in all.into_iter().filter(|id| !id.is_empty()).enumerate() {
            let string = w.string(id);
            let mut words = [NONE, u32::from(layout::otherwise::ALLOWED), NONE];
            if let Some(condition) = self.conditions.get(id) {
                let mut layer = Layer { writer: w, names: &names, nodes, items };
                let at = |e: FactsError| e.at(format!("{}: condition {id}", self.edition));
                let required = layer.lay(&condition.required).map_err(at)?;
                let when = condition.otherwise.when.as_ref().map(|e| layer.lay(e)).transpose().map_err(at)?;
                (nodes, items) = (layer.nodes, layer.items);
                words = [required, u32::from(condition.otherwise.kind), when.unwrap_or(NONE)];
            }
            w.u32(Section::Conditions, string);
            for word in words {
                w.u32(Section::Conditions, word);
            }
            places.insert(id.clone(), place as u32);
        }
        self.lists(w, &names, (nodes, items))?;
        Ok(places)
    }

    fn table_rows(&self, w: &mut Writer, conditions: &HashMap<String, u32>) -> Result<(), FactsError> {
        let mut places = HashMap::new();
        for (place, [label, kind, id]) in self.tables.iter().enumerate() {
            places.insert(label.as_str(), place as u32);
            for string in [label, kind, id].map(|s| w.string(s)) {
                w.u32(Section::Tables, string);
            }
        }
        for row in self.rows.rows() {
            let table = places.get(row.table.as_str()).copied().unwrap_or(NONE);
            let condition = conditions.get(&row.condition).copied().unwrap_or(u32::from(NONE16));
            let [min, max, flags] = items(&row.items)?;
            let flags = flags | row.condition_flags;
            if [table, row.number, condition].into_iter().any(|n| n > u32::from(NONE16)) {
                let message = format!("{} row {}: too many", row.table, row.number);
                return Err(FactsError::of(Fault::TooLarge, message));
            }
            for word in [table | row.number << 16, condition | flags << 16, min | max << 16] {
                w.u32(Section::TableRows, word);
            }
        }
        Ok(())
    }

    fn graph(&self, w: &mut Writer, graph: &Graph<'_>) -> Result<(), FactsError> {
        if self.rows.rows().len() >= usize::from(NONE16) {
            return Err(FactsError::of(Fault::TooLarge, "too many table rows"));
        }
        let (mut rows, mut claims) = (0_u32, 0_u32);
        let mut known: HashMap<(u32, Vec<u32>, u16), u16> = HashMap::new();
        for node in &graph.nodes {
            let groups = if node.is_functional_groups { layout::FUNCTIONAL_GROUPS_NODE } else { 0 };
            let slots = u32::from(node.slots) | groups;
            for word in [rows, node.rows.len() as u32, slots] {
                w.u32(Section::Nodes, word);
            }
            rows += node.rows.len() as u32;
            for row in &node.rows {
                let words: Vec<u32> = row.claims.iter().map(claim_word).collect();
                let key = (row.tag, words, row.child.unwrap_or(NONE16));
                if let Some(place) = known.get(&key) {
                    w.u16(Section::NodeRows, *place);
                    continue;
                }
                let place = u16::try_from(known.len()).map_err(|_| FactsError::of(Fault::TooLarge, "too many rows"))?;
                let count =
                    u16::try_from(key.1.len()).map_err(|_| FactsError::of(Fault::TooLarge, "too many claims"))?;
                w.u16(Section::NodeRows, place);
                for word in [key.0, claims, u32::from(count) | u32::from(key.2) << 16] {
                    w.u32(Section::Rows, word);
                }
                for word in &key.1 {
                    w.u32(Section::Claims, *word);
                }
                claims += u32::from(count);
                known.insert(key, place);
            }
        }
        Ok(())
    }
}

fn claim_word(claim: &Claim) -> u32 {
    let mut word = u32::from(claim.slot) | u32::from(claim.attribute_type) << layout::claim::TYPE_SHIFT;
    word |= if claim.in_all { layout::claim::IN_ALL } else { 0 };
    word |= if claim.has_child { layout::claim::CHILD } else { 0 };
    word |= if claim.optional { layout::claim::OPTIONAL } else { 0 };
    word | u32::from(claim.value_type) << layout::claim::VALUE_TYPE_SHIFT | claim.row << layout::claim::ROW_SHIFT
}

/// `more`: flags besides, and in the upper half the number of demands.
fn usage(w: &mut Writer, section: Section, usage: &Usage, conditions: &HashMap<String, u32>, more: u32) {
    for id in [&usage.id, &usage.table, &usage.entity].map(|s| w.string(s)) {
        w.u32(section, id);
    }
    w.u32(section, u32::from(usage.usage));
    w.u32(section, conditions.get(&usage.condition).copied().unwrap_or(NONE));
    w.u32(section, if usage.in_all { usage_flag::IN_ALL } else { 0 } | more);
}

/// Module whose row is replaced, module that replaces it, tag, Type.
type Override = (String, String, u32, u8);

fn attribute_type(text: &str) -> Result<u8, FactsError> {
    Ok(match text {
        "" => attribute_type::NONE,
        "1" => attribute_type::ONE,
        "1C" => attribute_type::ONE_C,
        "2" => attribute_type::TWO,
        "2C" => attribute_type::TWO_C,
        "3" => attribute_type::THREE,
        other => return Err(FactsError::new(format!("no Type: {other:?}"))),
    })
}

/// The rows of all tables as trees, with what `common/` says of single Includes.
fn table_rows(
    source: &Source,
    attributes: &[Attribute],
    tables: &[[String; 3]],
    value_types: &mut Vec<String>,
) -> Result<(Tables, Vec<Override>), FactsError> {
    let edition = source.edition();
    let common = |name: &str| source.common(name);
    let keywords: HashMap<(u32, u32), &str> =
        attributes.iter().map(|a| ((a.tag, a.mask), a.keyword.as_str())).collect();
    let mut when: HashMap<String, (String, u8)> = HashMap::new();
    for [of, table, row, include, value_type] in
        common("include_when.tsv")?.columns(["edition", "table", "row", "include", "value_type"])?
    {
        let place = value_types.iter().position(|v| v == value_type).unwrap_or_else(|| {
            value_types.push(value_type.to_owned());
            value_types.len() - 1
        });
        if place >= layout::claim::VALUE_TYPE_MASK as usize {
            return Err(FactsError::of(Fault::TooLarge, "too many Value Types"));
        }
        if of == edition {
            when.insert(format!("{table}#{row}"), (include.to_owned(), place as u8 + 1));
        }
    }
    let mut optional: HashMap<String, String> = HashMap::new();
    for [of, table, row, include] in
        common("include_conditional.tsv")?.columns(["edition", "table", "row", "include"])?
    {
        if of == edition {
            optional.insert(format!("{table}#{row}"), include.to_owned());
        }
    }
    let mut overrides = Vec::new();
    let mut types: HashMap<String, Vec<(u32, u8)>> = HashMap::new();
    for [of, scope, subject, beside, tag, keyword, new] in
        common("overrides.tsv")?.columns(["edition", "scope", "subject", "beside", "tag", "keyword", "type"])?
    {
        if of != edition && of != "*" {
            continue;
        }
        let Some(tag) = known_of(source, attributes, tag, keyword)? else { continue };
        let new = attribute_type(new)?;
        match scope {
            "module" => overrides.push((subject.to_owned(), beside.to_owned(), tag, new)),
            "include" => types.entry(subject.to_owned()).or_default().push((tag, new)),
            other => return Err(FactsError::new(format!("overrides.tsv: scope {other}"))),
        }
    }
    let elsewhere =
        common("includes_elsewhere.tsv")?.columns(["include"])?.into_iter().map(|[i]| i.to_owned()).collect();
    let recursions = common("recursions.tsv")?.columns(["table"])?.into_iter().map(|[t]| t.to_owned()).collect();
    let gaps = source.own("gaps.tsv")?;
    let doubtful: HashSet<(&str, &str)> = gaps
        .columns(["table", "tag", "what"])?
        .into_iter()
        .filter(|[_, _, what]| what.starts_with("condition-"))
        .map(|[table, tag, _]| (table, tag))
        .collect();
    let printed = source.own("table_rows.tsv")?;
    let conditions: Vec<[&str; 2]> = printed.columns(["cond_kind", "cond_flag"])?;
    let cells = printed.columns([
        "table", "row", "depth", "kind", "tag", "path", "keyword", "type", "include", "cond", "items", "in_all",
    ])?;
    let mut lines = Vec::new();
    for (row, [cond_kind, cond_flag]) in cells.into_iter().zip(conditions) {
        let [table, row, depth, kind, tag, path, keyword, ty, include, condition, items, in_all] = row;
        let fault = |fault, what: &str| FactsError::of(fault, format!("{edition}: {table} row {row}: {what}"));
        let at = |what: &str| fault(Fault::Malformed, what);
        let number = |text: &str| text.parse::<u32>().map_err(|_| at("no number"));
        let is_attribute = match kind {
            "attr" => true,
            "include" => false,
            "text" => continue,
            _ => return Err(at("kind")),
        };
        let place = format!("{table}#{row}");
        let (mut value_type, mut is_optional) = (0, false);
        let (mut value, mut mask) = (0, u32::MAX);
        let mut tags = Vec::new();
        if is_attribute {
            (value, mask) = masked_tag(tag)?;
            match keywords.get(&(value, mask)) {
                Some(known) if *known == keyword => {}
                Some(_) => return Err(fault(Fault::UnknownKeyword, "the keyword is not the dictionary's")),
                None => return Err(fault(Fault::DanglingReference, "not in the dictionary")),
            }
            for part in path.split('/') {
                tags.push(masked_tag(part)?.0);
            }
        } else {
            if let Some((table, n)) = when.remove(&place) {
                value_type = n;
                if table != include {
                    return Err(at("include_when.tsv has another Include"));
                }
            }
            if let Some(table) = optional.remove(&place) {
                is_optional = true;
                if table != include {
                    return Err(at("include_conditional.tsv has another Include"));
                }
            }
        }
        let line = Line { depth: number(depth)? as usize, path: tags, include };
        let row = TableRow {
            table: table.to_owned(),
            number: number(row)?,
            is_attribute,
            tag: value,
            is_repeating: mask != u32::MAX,
            attribute_type: attribute_type(ty)?,
            condition: condition.to_owned(),
            condition_flags: condition_flags(cond_kind, cond_flag, doubtful.contains(&(table, tag))),
            items: items.to_owned(),
            row_in_all: in_all != "N",
            type_in_all: in_all == "Y",
            value_type,
            optional: is_optional,
            types: if is_attribute { Vec::new() } else { types.remove(&place).unwrap_or_default() },
        };
        lines.push((row, line));
    }
    if let Some(place) = when.keys().chain(optional.keys()).chain(types.keys()).next() {
        return Err(FactsError::of(Fault::DanglingReference, format!("{edition}: {place} is no Include")));
    }
    let names: Vec<String> = tables.iter().map(|[label, ..]| label.clone()).collect();
    Ok((Tables::new(&lines, &names, elsewhere, &recursions)?, overrides))
}

/// What is known of a condition's wording: see `standard/data/README.md` for `cond_flag`.
fn condition_flags(kind: &str, flag: &str, is_gap: bool) -> u32 {
    let words = ["cut-differs", "truncated", "maybe-truncated", "list-lost"];
    let is_doubtful = is_gap || flag.split(',').any(|part| words.contains(&part));
    let mut flags = if is_doubtful { condition_flag::DOUBTFUL } else { 0 };
    flags |= if flag.is_empty() { condition_flag::OWN } else { 0 };
    flags | if kind == "note" { condition_flag::NOTE } else { 0 }
}

/// Fewest and most Items (0: no limit) and flags of `1..n:shall`, `0..1:shall:cond`, `..n::expr`.
fn items(text: &str) -> Result<[u32; 3], FactsError> {
    if text.is_empty() {
        return Ok([0, 0, 0]);
    }
    let bad = || FactsError::new(format!("no number of Items: {text:?}"));
    let mut parts = text.split(':');
    let (min, max) = parts.next().and_then(|range| range.split_once("..")).ok_or_else(bad)?;
    let number = |text: &str| match text {
        "" | "n" => Ok(0),
        digits => digits.parse::<u16>().map(u32::from).map_err(|_| bad()),
    };
    let mut flags = items_flag::STATED;
    flags |= match parts.next() {
        Some("shall") => items_flag::SHALL,
        Some("permitted" | "") => 0,
        _ => return Err(bad()),
    };
    flags |= match parts.next() {
        None => 0,
        Some("cond" | "expr") => items_flag::CONDITIONAL,
        Some(_) => return Err(bad()),
    };
    Ok([number(min)?, number(max)?, flags])
}

/// `Y` or `N`.
pub(crate) fn yes(cell: &str) -> Result<bool, FactsError> {
    match cell {
        "Y" => Ok(true),
        "N" => Ok(false),
        other => Err(FactsError::new(format!("neither Y nor N: {other:?}"))),
    }
}

/// A Tag of eight digits, with `x` where any digit stands, as value and mask.
pub(crate) fn masked_tag(text: &str) -> Result<(u32, u32), FactsError> {
    let bad = || FactsError::new(format!("no tag: {text:?}"));
    let of = |x: char, other: char| -> Result<u32, FactsError> {
        if text.len() != 8 {
            return Err(bad());
        }
        let digits: String = text
            .chars()
            .map(|c| {
                if c == 'x' {
                    x
                } else if other == '?' {
                    c
                } else {
                    other
                }
            })
            .collect();
        u32::from_str_radix(&digits, 16).map_err(|_| bad())
    };
    Ok((of('0', '?')?, of('0', 'F')?))
}

fn known(attributes: &[Attribute], tag: &str, keyword: &str) -> Result<u32, FactsError> {
    let (value, mask) = masked_tag(tag)?;
    match attributes.iter().find(|a| a.tag == value && a.mask == mask) {
        Some(a) if a.keyword == keyword => Ok(value),
        Some(a) => Err(FactsError::of(Fault::UnknownKeyword, format!("{tag} is {}, not {keyword}", a.keyword))),
        None => Err(FactsError::of(Fault::DanglingReference, format!("{tag} {keyword} is not in the dictionary"))),
    }
}

/// As `known`; nothing where an edition from elsewhere lacks the Attribute.
fn known_of(source: &Source, attributes: &[Attribute], tag: &str, keyword: &str) -> Result<Option<u32>, FactsError> {
    match known(attributes, tag, keyword) {
        Err(error) if error.fault() == Fault::DanglingReference && !source.is_shipped() => Ok(None),
        found => found.map(Some),
    }
}

/// The VRs of "US or SS" and its like as bits; bit 0 is unused, as in the header's `Vr`.
pub(crate) fn vr_bits(text: &str) -> Result<u64, FactsError> {
    let mut bits = 0;
    for vr in text.split(" or ").filter(|vr| !vr.is_empty()) {
        let place = VRS.iter().position(|v| *v == vr).ok_or_else(|| FactsError::new(format!("no VR: {text:?}")))?;
        bits |= 1 << (place + 1);
    }
    Ok(bits)
}

/// Minimum, maximum (0: no limit) and step of a VM such as 1, 1-3, 2-n, 3-3n, "1-n or 1".
pub(crate) fn vm(text: &str) -> Result<[u8; 3], FactsError> {
    let bad = || FactsError::new(format!("no VM: {text:?}"));
    let first = text.split(" or ").next().unwrap_or(text);
    let number = |t: &str| t.parse::<u8>().map_err(|_| bad());
    let Some((min, max)) = first.split_once('-') else {
        let n = number(first)?;
        return Ok([n, n, 1]);
    };
    let min = number(min)?;
    match max.strip_suffix('n') {
        Some("") => Ok([min, 0, 1]),
        Some(step) => Ok([min, 0, number(step)?]),
        None => Ok([min, number(max)?, 1]),
    }
}
