//! Collects sections and strings, then writes them as one pack.

use std::collections::HashMap;

use crate::layout::{self, DIGEST_FROM, DIRECTORY_ENTRY_BYTES, FORMAT_VERSION, HEADER_BYTES, MAGIC, Section};
use crate::{FactsError, Fault};

/// A pack longer than this is of no edition; all its offsets are words.
const MOST_BYTES: usize = 256 << 20;

/// The sections of a pack in the making.
#[derive(Debug)]
pub(crate) struct Writer {
    sections: Vec<Vec<u8>>,
    ids: HashMap<String, u32>,
    starts: Vec<u32>,
}

impl Writer {
    pub(crate) fn new() -> Writer {
        Writer { sections: vec![Vec::new(); Section::ALL.len()], ids: HashMap::new(), starts: vec![0] }
    }

    /// The id of a string, which is stored once.
    pub(crate) fn string(&mut self, text: &str) -> u32 {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = self.ids.len() as u32;
        let blob = &mut self.sections[Section::StringBytes as usize];
        blob.extend_from_slice(text.as_bytes());
        self.starts.push(blob.len() as u32);
        self.ids.insert(text.to_owned(), id);
        id
    }

    pub(crate) fn u32(&mut self, section: Section, value: u32) {
        self.sections[section as usize].extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn u64(&mut self, section: Section, value: u64) {
        self.sections[section as usize].extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn u16(&mut self, section: Section, value: u16) {
        self.sections[section as usize].extend_from_slice(&value.to_le_bytes());
    }

    /// The pack as bytes.
    pub(crate) fn finish(mut self, edition: &str) -> Result<Vec<u8>, FactsError> {
        let name = self.string(edition);
        for start in std::mem::take(&mut self.starts) {
            self.u32(Section::StringStarts, start);
        }
        let mut directory = Vec::new();
        let mut body = Vec::new();
        let first = HEADER_BYTES + Section::ALL.len() * DIRECTORY_ENTRY_BYTES;
        for section in Section::ALL {
            let bytes = &self.sections[section as usize];
            if !bytes.len().is_multiple_of(section.stride()) {
                return Err(FactsError::new(format!("{section:?}: broken records")));
            }
            while !body.len().is_multiple_of(8) {
                body.push(0);
            }
            let words = [section as usize, first + body.len(), bytes.len() / section.stride(), section.stride()];
            for word in words {
                directory.extend_from_slice(&(word as u32).to_le_bytes());
            }
            body.extend_from_slice(bytes);
        }
        let length = first + body.len();
        if length > MOST_BYTES {
            return Err(FactsError::of(Fault::TooLarge, format!("a pack of {length} bytes")));
        }
        let mut pack = Vec::with_capacity(length);
        pack.extend_from_slice(&MAGIC);
        pack.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
        pack.extend_from_slice(&(length as u32).to_le_bytes());
        pack.extend_from_slice(&[0; 8]);
        pack.extend_from_slice(&(Section::ALL.len() as u32).to_le_bytes());
        pack.extend_from_slice(&name.to_le_bytes());
        pack.extend_from_slice(&directory);
        pack.extend_from_slice(&body);
        let digest = layout::digest(&pack[DIGEST_FROM..]);
        pack[16..24].copy_from_slice(&digest.to_le_bytes());
        Ok(pack)
    }
}
