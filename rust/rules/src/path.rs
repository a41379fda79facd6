//! From the index of an Element to its path, and from a path to text.

use std::fmt::Write;

use validicom_header::Arena;
use validicom_standard::Edition;

use crate::finding::PathStep;

/// The steps of a path from the Element or Item up to the root. Each goes one level up, so this ends.
pub(crate) fn path_upwards(arena: &Arena, element: u32) -> impl Iterator<Item = PathStep> {
    let mut at = element;
    std::iter::from_fn(move || {
        let mut here = arena.elements.get(at as usize)?;
        let mut item = 0;
        if here.is_item() {
            item = here.occurrence;
            here = arena.elements.get(here.parent as usize)?;
        }
        at = here.parent;
        Some(PathStep { tag: here.tag, occurrence: here.occurrence, item })
    })
}

/// The text of a path: `PerFrameFunctionalGroupsSequence[3].PixelMeasuresSequence[1].SliceThickness`.
///
/// Tags without keyword are `(0009,1001)`; the second Element of one Tag in a data set is `PatientName#2`.
pub fn path_text(path: &[PathStep], edition: &Edition) -> String {
    let mut text = String::new();
    for step in path {
        if !text.is_empty() {
            text.push('.');
        }
        match edition.keyword(step.tag) {
            Some(keyword) => text.push_str(keyword),
            None => {
                let _ = write!(text, "{}", step.tag);
            }
        }
        if step.occurrence > 1 {
            let _ = write!(text, "#{}", step.occurrence);
        }
        if step.item > 0 {
            let _ = write!(text, "[{}]", step.item);
        }
    }
    text
}
