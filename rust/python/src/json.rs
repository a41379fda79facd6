//! A data set in the DICOM JSON Model (PS3.18 F) to the arena. Nothing in it is raw; nesting is walked with a stack.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString};
use validicom_header::{Arena, Builder, Limits, NewElement, Tag, Vr};
use validicom_standard::Edition;

use crate::value::{encode, is_of_the_encoding, vr_of};

enum Frame<'py> {
    DataSet(std::vec::IntoIter<(u32, Bound<'py, PyAny>)>),
    Sequence(std::vec::IntoIter<Bound<'py, PyAny>>),
}

/// The arena of a data set, and the buffer of its values.
pub fn fill(data: &Bound<'_, PyDict>, limits: &Limits) -> PyResult<(Arena, Vec<u8>)> {
    let edition = Edition::newest();
    let mut builder = Builder::new(limits);
    let mut stack = vec![Frame::DataSet(elements(data.as_any()))];
    // Each turn takes an Element or an Item, or ends a data set or a Sequence.
    while let Some(frame) = stack.last_mut() {
        match frame {
            Frame::DataSet(elements) => {
                let Some((tag, element)) = elements.next() else {
                    stack.pop();
                    if !stack.is_empty() {
                        builder.close();
                    }
                    continue;
                };
                if let Some(items) = element_of(Tag(tag), &element, &mut builder, &edition)? {
                    stack.push(Frame::Sequence(items));
                }
            }
            Frame::Sequence(items) => {
                let Some(item) = items.next() else {
                    stack.pop();
                    builder.close();
                    continue;
                };
                builder.open_item();
                stack.push(Frame::DataSet(elements(&item)));
            }
        }
    }
    Ok(builder.finish())
}

/// The Elements of an object by ascending Tag; what is no object has none, and a key that is no Tag is none.
fn elements<'py>(data: &Bound<'py, PyAny>) -> std::vec::IntoIter<(u32, Bound<'py, PyAny>)> {
    let mut elements = Vec::new();
    if let Ok(data) = data.cast::<PyDict>() {
        for (key, element) in data.iter() {
            let key = key.cast::<PyString>().ok().map(|key| key.to_string_lossy().into_owned());
            let is_tag = |key: &String| key.len() == 8 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
            if let Some(tag) = key.filter(is_tag).and_then(|key| u32::from_str_radix(&key, 16).ok()) {
                elements.push((tag, element));
            }
        }
    }
    elements.retain(|(tag, _)| !is_of_the_encoding(*tag));
    elements.sort_by_key(|(tag, _)| *tag);
    elements.into_iter()
}

fn element_of<'py>(
    tag: Tag,
    element: &Bound<'py, PyAny>,
    builder: &mut Builder,
    edition: &Edition,
) -> PyResult<Option<std::vec::IntoIter<Bound<'py, PyAny>>>> {
    let py = element.py();
    let field = |name: &str| -> PyResult<Option<Bound<'py, PyAny>>> {
        match element.cast::<PyDict>() {
            Ok(element) => element.get_item(name),
            Err(_) => Ok(None),
        }
    };
    let vr = field("vr")?;
    let vr = match vr.as_ref().map(|vr| vr.cast::<PyString>()) {
        Some(Ok(name)) => vr_of(&name.to_string_lossy()),
        _ => Vr::UN,
    };
    let values = field("Value")?;
    if vr == Vr::SQ {
        builder.open_sequence(tag, Vr::SQ, false);
        let items = values.and_then(|values| values.cast_into::<PyList>().ok()).map(|items| items.iter().collect());
        return Ok(Some(items.unwrap_or_else(Vec::new).into_iter()));
    }
    let bytes = if let Some(values) = values {
        encode(vr, &values, text)?
    } else if let Some(inline) = field("InlineBinary")? {
        inline_binary(py, &inline)?
    } else if field("BulkDataURI")?.is_some() {
        None
    } else {
        Some(Vec::new())
    };
    builder.element(NewElement { tag, vr, value: bytes.as_deref(), raw: None }, edition);
    Ok(None)
}

fn inline_binary(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    let options = PyDict::new(py);
    options.set_item(intern!(py, "validate"), true)?;
    let decoded = py.import(intern!(py, "base64"))?.call_method(intern!(py, "b64decode"), (text,), Some(&options));
    // Whatever is wrong with it, the message could hold the value.
    Ok(decoded.ok().and_then(|decoded| decoded.cast::<PyBytes>().ok().map(|bytes| bytes.as_bytes().to_vec())))
}

/// The text of one value.
fn text(vr: Vr, value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() {
        return Ok(Some(String::new()));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text.to_string_lossy().into_owned()));
    }
    if vr == Vr::PN
        && let Ok(groups) = value.cast::<PyDict>()
    {
        let mut name = String::new();
        for (index, group) in ["Alphabetic", "Ideographic", "Phonetic"].iter().enumerate() {
            if index > 0 {
                name.push('=');
            }
            if let Some(group) = groups.get_item(group)?
                && let Ok(text) = group.cast::<PyString>()
            {
                name.push_str(&text.to_string_lossy());
            }
        }
        return Ok(Some(name.trim_end_matches('=').to_owned()));
    }
    let is_number = value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>();
    if is_number && !value.is_instance_of::<PyBool>() {
        return Ok(Some(value.repr()?.to_string_lossy().into_owned()));
    }
    Ok(None)
}
