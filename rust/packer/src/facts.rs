//! The facts of one edition and of `common/`, read from TSV and checked, and how they are laid down in sections.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use crate::FactsError;
use crate::layout::{NONE, Section, VRS, transfer_syntax_flag};
use crate::tsv::Tsv;
use crate::writer::Writer;

/// One row of the dictionary (PS3.6 6): `mask` has the bits of the Tag that count (repeating groups have fewer).
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) tag: u32,
    pub(crate) mask: u32,
    pub(crate) keyword: String,
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
    pub(crate) edition: String,
    pub(crate) attributes: Vec<Attribute>,
    uids: Vec<Uid>,
    transfer_syntaxes: Vec<(String, String, u32)>,
    open_items: Vec<u32>,
    vr_history: BTreeMap<u32, u64>,
    retired_sop_classes: BTreeMap<String, (String, Option<String>)>,
    pub(crate) iods: Vec<Iod>,
}

/// A Composite IOD (PS3.3 A).
#[derive(Debug)]
pub(crate) struct Iod {
    pub(crate) id: String,
    pub(crate) name: String,
    sop_classes: Vec<String>,
}

impl Facts {
    /// Reads the tables of an edition.
    ///
    /// # Errors
    /// As for [`crate::pack`].
    pub fn read(data: &Path, edition: &str) -> Result<Facts, FactsError> {
        let own = |name: &str| Tsv::read(&data.join(edition).join(name));
        let common = |name: &str| Tsv::read(&data.join("common").join(name));
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
            open_items.push(known(&attributes, tag, keyword)?);
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
                    return Err(FactsError::new(format!("{edition}: {id}: {uid} is not in the registry")));
                }
            }
            iods.push(Iod { id: id.into(), name: name.into(), sop_classes });
        }
        Ok(Facts {
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
        let mut uids = BTreeMap::new();
        for (index, iod) in self.iods.iter().enumerate() {
            for id in [&iod.id, &iod.name].map(|s| w.string(s)) {
                w.u32(Section::Iods, id);
            }
            for word in [0, 0, 0, 0, NONE, NONE] {
                w.u32(Section::Iods, word);
            }
            for uid in &iod.sop_classes {
                if let Some(other) = uids.insert(uid.as_str(), index as u32) {
                    return Err(FactsError::new(format!("{uid} is of IOD {} and {}", other, iod.id)));
                }
            }
        }
        for (uid, iod) in uids {
            let id = w.string(uid);
            w.u32(Section::IodUids, id);
            w.u32(Section::IodUids, iod);
        }
        Ok(())
    }
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
        Some(a) => Err(FactsError::new(format!("{tag} is {}, not {keyword}", a.keyword))),
        None => Err(FactsError::new(format!("{tag} {keyword} is not in the dictionary"))),
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
