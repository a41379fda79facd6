//! Expands the tables of PS3.3 into a graph of nodes. A node is the rows allowed in one data set, Includes inlined, merged
//! over all that speak of that data set; each such speaker is a *slot*. At the root of an IOD the slots are its modules,
//! in an Item of a Functional Groups Sequence its macros, below a Sequence the claims of its row that have Items.
//! Nodes with equal slots are one node, so that macros are shared and SR content refers back to itself.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::layout::attribute_type;
use crate::{FactsError, Fault};

/// Index of an entry of a table in [`Tables::entries`].
type EntryId = u32;

/// One line of a table that is not text.
#[derive(Debug)]
enum Entry {
    /// An Attribute, and what stands below it.
    Attribute { row: u32, below: Vec<EntryId> },
    /// All of another table.
    Include { row: u32, table: String },
    /// Lines that go on with a Sequence which an Include of this table has opened.
    Extend { tag: u32, below: Vec<EntryId> },
}

/// A row of table_rows.tsv.
#[derive(Debug, Clone)]
pub(crate) struct TableRow {
    pub(crate) table: String,
    pub(crate) number: u32,
    pub(crate) is_attribute: bool,
    pub(crate) tag: u32,
    pub(crate) is_repeating: bool,
    pub(crate) attribute_type: u8,
    pub(crate) condition: String,
    /// See `layout::condition_flag`.
    pub(crate) condition_flags: u32,
    pub(crate) items: String,
    /// The row stands in every edition.
    pub(crate) row_in_all: bool,
    /// With a Type at least as strict.
    pub(crate) type_in_all: bool,
    /// Value Type (1..) by which this Include holds.
    pub(crate) value_type: u8,
    /// This Include holds only conditionally.
    pub(crate) optional: bool,
    /// Types that this Include gives to Attributes of the included table.
    pub(crate) types: Vec<(u32, u8)>,
}

/// What one slot of a node holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Slot {
    entries: Vec<EntryId>,
    in_all: bool,
    optional: bool,
    types: Vec<(u32, u8)>,
}

/// What one slot says of an Attribute.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) slot: u8,
    pub(crate) attribute_type: u8,
    pub(crate) in_all: bool,
    pub(crate) optional: bool,
    pub(crate) value_type: u8,
    pub(crate) has_child: bool,
    pub(crate) row: u32,
}

/// A row of a node.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) tag: u32,
    pub(crate) is_repeating: bool,
    pub(crate) claims: Vec<Claim>,
    pub(crate) child: Option<u16>,
}

/// A node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    pub(crate) slots: u8,
    pub(crate) rows: Vec<Row>,
    /// Its rows demand nothing: which macro stands in which Item is left open (PS3.3 C.7.6.16).
    pub(crate) is_functional_groups: bool,
}

/// Shared and Per-Frame Functional Groups Sequence: their Items have the macros of the IOD and nothing else.
const FUNCTIONAL_GROUPS: [u32; 2] = [0x5200_9229, 0x5200_9230];
/// What an Include says for the macros of the IOD.
const MACROS_OF_THE_IOD: &str = "IODFunctionalGroupMacros";

/// The tables of an edition as trees.
#[derive(Debug)]
pub(crate) struct Tables {
    rows: Vec<TableRow>,
    entries: Vec<Entry>,
    tops: HashMap<String, Vec<EntryId>>,
    elsewhere: HashSet<String>,
}

/// One line of table_rows.tsv, as far as the trees need it.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) depth: usize,
    /// Tags from the top of the table to this Attribute.
    pub(crate) path: Vec<u32>,
    pub(crate) include: &'a str,
}

impl Tables {
    /// Makes trees of the lines, which stand in the order of the tables.
    pub(crate) fn new(
        lines: &[(TableRow, Line<'_>)],
        names: &[String],
        elsewhere: HashSet<String>,
        recursions: &HashSet<String>,
    ) -> Result<Tables, FactsError> {
        let mut tables = Tables {
            rows: lines.iter().map(|(row, _)| row.clone()).collect(),
            entries: Vec::new(),
            tops: names.iter().map(|name| (name.clone(), Vec::new())).collect(),
            elsewhere,
        };
        let mut stack: Vec<(u32, EntryId)> = Vec::new();
        let mut last = "";
        for (index, (row, line)) in lines.iter().enumerate() {
            if row.table != last {
                last = &row.table;
                stack.clear();
            }
            let at = |what: &str| FactsError::new(format!("{} row {}: {what}", row.table, row.number));
            if row.is_attribute {
                let (tag, parents) = line.path.split_last().ok_or_else(|| at("no path"))?;
                let same = stack.iter().zip(parents).take_while(|((tag, _), parent)| tag == *parent).count();
                stack.truncate(same);
                for parent in parents.iter().skip(same) {
                    let id = tables.add(Entry::Extend { tag: *parent, below: Vec::new() }, &row.table, &stack)?;
                    stack.push((*parent, id));
                }
                let id = tables.add(Entry::Attribute { row: index as u32, below: Vec::new() }, &row.table, &stack)?;
                stack.push((*tag, id));
            } else {
                if line.depth > stack.len() {
                    return Err(at("an Include below no Sequence"));
                }
                stack.truncate(line.depth);
                tables.add(Entry::Include { row: index as u32, table: line.include.to_owned() }, &row.table, &stack)?;
            }
        }
        tables.check_includes(recursions)?;
        Ok(tables)
    }

    pub(crate) fn rows(&self) -> &[TableRow] {
        &self.rows
    }

    fn add(&mut self, entry: Entry, table: &str, stack: &[(u32, EntryId)]) -> Result<EntryId, FactsError> {
        let id = self.entries.len() as EntryId;
        self.entries.push(entry);
        let below = match stack.last() {
            None => self.tops.get_mut(table),
            Some((_, parent)) => match &mut self.entries[*parent as usize] {
                Entry::Attribute { below, .. } | Entry::Extend { below, .. } => Some(below),
                Entry::Include { .. } => None,
            },
        };
        let unknown = || FactsError::of(Fault::DanglingReference, format!("{table} is not in tables.tsv"));
        below.ok_or_else(unknown)?.push(id);
        Ok(id)
    }

    /// Every Include leads to a table, and no table leads back to itself but those known to.
    fn check_includes(&self, recursions: &HashSet<String>) -> Result<(), FactsError> {
        let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for entry in &self.entries {
            if let Entry::Include { row, table } = entry {
                let row = &self.rows[*row as usize];
                if self.tops.contains_key(table) {
                    edges.entry(row.table.as_str()).or_default().push(table);
                } else if !self.elsewhere.contains(table) {
                    let message = format!("{} row {}: no table {table}", row.table, row.number);
                    return Err(FactsError::of(Fault::DanglingReference, message));
                }
            }
        }
        let mut done: HashSet<&str> = HashSet::new();
        for start in edges.keys() {
            // A walk in depth with its own stack: (table, next edge).
            let mut path: Vec<(&str, usize)> = vec![(start, 0)];
            while let Some((table, next)) = path.last_mut() {
                let table = *table;
                let Some(to) = edges.get(table).and_then(|e| e.get(*next)) else {
                    done.insert(table);
                    path.pop();
                    continue;
                };
                *next += 1;
                if path.iter().any(|(t, _)| t == to) {
                    if !recursions.contains(*to) {
                        let message = format!("{table} includes {to}, which leads back to it");
                        return Err(FactsError::of(Fault::Cycle, message));
                    }
                } else if !done.contains(to) {
                    path.push((to, 0));
                }
            }
        }
        Ok(())
    }

    /// The slot of a module or macro by its table.
    pub(crate) fn slot(&self, table: &str, in_all: bool, types: Vec<(u32, u8)>) -> Result<Slot, FactsError> {
        let unknown = || FactsError::of(Fault::DanglingReference, format!("no table {table}"));
        let entries = self.tops.get(table).ok_or_else(unknown)?;
        Ok(Slot { entries: entries.clone(), in_all, optional: false, types })
    }
}

/// One Attribute of one slot, before the slots are merged.
struct Flat {
    tag: u32,
    row: u32,
    attribute_type: u8,
    in_all: bool,
    optional: bool,
    value_type: u8,
    below: Vec<EntryId>,
    below_in_all: bool,
}

/// The nodes made so far.
#[derive(Debug)]
pub(crate) struct Graph<'t> {
    tables: &'t Tables,
    pub(crate) nodes: Vec<Node>,
    known: HashMap<Vec<Slot>, u16>,
    /// Made, but without rows yet.
    waiting: Vec<(u16, Vec<Slot>)>,
    /// Entries that may still be looked at: tables of elsewhere could include each other without end in sight.
    steps: Cell<u32>,
}

/// Most entries that are looked at in all; the shipped editions need 72,000.
const MOST_STEPS: u32 = 1 << 20;

impl<'t> Graph<'t> {
    pub(crate) fn new(tables: &'t Tables) -> Graph<'t> {
        Graph { tables, nodes: Vec::new(), known: HashMap::new(), waiting: Vec::new(), steps: Cell::new(MOST_STEPS) }
    }

    /// The node of the functional groups of an IOD.
    pub(crate) fn functional_groups(&mut self, macros: &[Slot]) -> Result<u16, FactsError> {
        let id = self.reserve()?;
        let mut node = self.merged(macros, None)?;
        node.is_functional_groups = true;
        self.nodes[id as usize] = node;
        self.finish()?;
        Ok(id)
    }

    /// The root node of an IOD; `groups`: the node of its functional groups.
    pub(crate) fn root(&mut self, modules: &[Slot], groups: Option<u16>) -> Result<u16, FactsError> {
        let id = self.reserve()?;
        self.nodes[id as usize] = self.merged(modules, groups)?;
        self.finish()?;
        Ok(id)
    }

    fn reserve(&mut self) -> Result<u16, FactsError> {
        let id = self.nodes.len();
        if id >= usize::from(crate::layout::NONE16) {
            return Err(FactsError::of(Fault::TooLarge, "too many nodes"));
        }
        self.nodes.push(Node::default());
        Ok(id as u16)
    }

    /// Gives rows to the nodes that wait for them; those may name new nodes.
    fn finish(&mut self) -> Result<(), FactsError> {
        while let Some((id, slots)) = self.waiting.pop() {
            self.nodes[id as usize] = self.merged(&slots, None)?;
        }
        Ok(())
    }

    fn child(&mut self, slots: Vec<Slot>) -> Result<u16, FactsError> {
        if let Some(id) = self.known.get(&slots) {
            return Ok(*id);
        }
        let id = self.reserve()?;
        self.known.insert(slots.clone(), id);
        self.waiting.push((id, slots));
        Ok(id)
    }

    fn merged(&mut self, slots: &[Slot], groups: Option<u16>) -> Result<Node, FactsError> {
        if slots.len() > 64 {
            return Err(FactsError::of(Fault::TooLarge, format!("{} slots in one node", slots.len())));
        }
        let mut rows: BTreeMap<u32, (Row, Vec<Slot>)> = BTreeMap::new();
        for (number, slot) in slots.iter().enumerate() {
            let mut flat = Vec::new();
            self.flatten(slot, &mut flat)?;
            for mut one in flat {
                let is_repeating = self.tables.rows[one.row as usize].is_repeating;
                let (row, below) = rows.entry(one.tag).or_insert_with(|| {
                    (Row { tag: one.tag, is_repeating, claims: Vec::new(), child: None }, Vec::new())
                });
                let leads_to_macros = one.below.iter().any(|id| {
                    matches!(&self.tables.entries[*id as usize],
                        Entry::Include { table, .. } if table == MACROS_OF_THE_IOD)
                });
                if leads_to_macros {
                    // Items of other Sequences with macros (Selected and Current Frame) are left unchecked: no child.
                    if FUNCTIONAL_GROUPS.contains(&one.tag) {
                        row.child = groups;
                    }
                    one.below.clear();
                }
                let has_child = !one.below.is_empty();
                if has_child {
                    below.push(Slot {
                        entries: one.below,
                        in_all: one.below_in_all,
                        optional: one.optional,
                        types: Vec::new(),
                    });
                }
                row.claims.push(Claim {
                    slot: number as u8,
                    attribute_type: one.attribute_type,
                    in_all: one.in_all,
                    optional: one.optional,
                    value_type: one.value_type,
                    has_child,
                    row: one.row,
                });
            }
        }
        let mut node = Node { slots: slots.len() as u8, rows: Vec::new(), is_functional_groups: false };
        for (mut row, below) in rows.into_values() {
            if !below.is_empty() {
                row.child = Some(self.child(below)?);
            }
            node.rows.push(row);
        }
        Ok(node)
    }

    /// The Attributes of a slot at its own level, Includes inlined in their place.
    fn flatten(&self, slot: &Slot, out: &mut Vec<Flat>) -> Result<(), FactsError> {
        struct Frame<'a> {
            entries: &'a [EntryId],
            next: usize,
            /// Where the rows of this table begin.
            from: usize,
            in_all: bool,
            optional: bool,
            value_type: u8,
            types: Vec<(u32, u8)>,
        }
        let mut stack = vec![Frame {
            entries: &slot.entries,
            next: 0,
            from: 0,
            in_all: slot.in_all,
            optional: slot.optional,
            value_type: 0,
            types: slot.types.clone(),
        }];
        while let Some(frame) = stack.last_mut() {
            let Some(id) = frame.entries.get(frame.next) else {
                stack.pop();
                continue;
            };
            frame.next += 1;
            let left = self.steps.get().checked_sub(1);
            self.steps.set(left.ok_or_else(|| FactsError::of(Fault::TooLarge, "the tables expand to too many rows"))?);
            match &self.tables.entries[*id as usize] {
                Entry::Attribute { row, below } => {
                    let known = &self.tables.rows[*row as usize];
                    let stated = frame.types.iter().find(|(tag, _)| *tag == known.tag).map(|(_, t)| *t);
                    let mut attribute_type = stated.unwrap_or(known.attribute_type);
                    if frame.optional && attribute_type != attribute_type::NONE {
                        attribute_type = attribute_type::THREE;
                    }
                    out.push(Flat {
                        tag: known.tag,
                        row: *row,
                        attribute_type,
                        in_all: frame.in_all && known.type_in_all,
                        optional: frame.optional,
                        value_type: frame.value_type,
                        below: below.clone(),
                        below_in_all: frame.in_all && known.row_in_all,
                    });
                }
                Entry::Include { row, table } => {
                    let include = &self.tables.rows[*row as usize];
                    let Some(entries) = self.tables.tops.get(table) else { continue };
                    let mut types = frame.types.clone();
                    // The first wins: what the outer Include says is said of its own use of the macro.
                    types.extend_from_slice(&include.types);
                    let inner = Frame {
                        entries,
                        next: 0,
                        from: out.len(),
                        in_all: frame.in_all && include.row_in_all,
                        optional: frame.optional || include.optional,
                        value_type: if include.value_type != 0 { include.value_type } else { frame.value_type },
                        types,
                    };
                    if stack.len() > 64 {
                        let message = format!("{table} includes itself at the same level");
                        return Err(FactsError::of(Fault::Cycle, message));
                    }
                    stack.push(inner);
                }
                Entry::Extend { tag, below } => {
                    let opened = out.iter_mut().skip(frame.from).rfind(|f| f.tag == *tag).ok_or_else(|| {
                        let message = format!("rows below {tag:08X}, which no Include has opened");
                        FactsError::of(Fault::DanglingReference, message)
                    })?;
                    opened.below.extend_from_slice(below);
                }
            }
        }
        Ok(())
    }
}
