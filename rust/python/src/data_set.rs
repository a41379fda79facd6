//! A pydicom Dataset to the arena: Elements that are still raw as they stood in the file, converted ones written anew.
//!
//! The Dataset is left as it is: nothing is converted in it. Nested data sets are walked with a stack of our own.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};
use validicom_header::{Arena, Builder, Encoding, Limits, NewElement, Tag, Vr};
use validicom_standard::Edition;

use crate::value::{encode, is_of_the_encoding, vr_of};

/// Fields of a RawDataElement: tag, VR, length, value, value_tell, is_implicit_VR, is_little_endian.
const RAW_FIELDS: usize = 7;

/// One step of the walk.
enum Frame<'py> {
    DataSet(std::vec::IntoIter<(u32, Bound<'py, PyAny>)>),
    Sequence(std::vec::IntoIter<Bound<'py, PyAny>>),
}

/// The arena of a Dataset, and the buffer of its values.
pub fn fill(dataset: &Bound<'_, PyAny>, limits: &Limits) -> PyResult<(Arena, Vec<u8>)> {
    let py = dataset.py();
    let edition = Edition::newest();
    let mut builder = Builder::new(limits);
    if let Some(file_meta) = dataset.getattr_opt(intern!(py, "file_meta"))?.filter(|meta| !meta.is_none()) {
        add(&file_meta, &mut builder, &edition)?;
        builder.begin_data_set();
    }
    add(dataset, &mut builder, &edition)?;
    Ok(builder.finish())
}

fn add(dataset: &Bound<'_, PyAny>, builder: &mut Builder, edition: &Edition) -> PyResult<()> {
    let py = dataset.py();
    let mut stack = vec![Frame::DataSet(elements(dataset)?)];
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
                if let Some(items) = element_of(py, Tag(tag), &element, builder, edition)? {
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
                stack.push(Frame::DataSet(elements(&item)?));
            }
        }
    }
    Ok(())
}

/// The Elements of a data set by ascending Tag, raw ones left raw.
fn elements<'py>(dataset: &Bound<'py, PyAny>) -> PyResult<std::vec::IntoIter<(u32, Bound<'py, PyAny>)>> {
    let py = dataset.py();
    let mut elements = Vec::new();
    // The private name is looked at first; without it, what is public gives the same.
    if let Some(dict) = dataset.getattr_opt(intern!(py, "_dict"))?.and_then(|dict| dict.cast_into::<PyDict>().ok()) {
        elements.reserve(dict.len());
        for (tag, element) in dict.iter() {
            elements.push((tag.extract::<u32>()?, element));
        }
    } else {
        for tag in dataset.call_method0(intern!(py, "keys"))?.try_iter()? {
            let tag = tag?;
            let element = dataset.call_method1(intern!(py, "get_item"), (&tag,))?;
            elements.push((tag.extract::<u32>()?, element));
        }
    }
    elements.retain(|(tag, _)| !is_of_the_encoding(*tag));
    elements.sort_by_key(|(tag, _)| *tag);
    Ok(elements.into_iter())
}

/// Adds an Element; the Items of a Sequence are given back to be walked.
fn element_of<'py>(
    py: Python<'py>,
    tag: Tag,
    element: &Bound<'py, PyAny>,
    builder: &mut Builder,
    edition: &Edition,
) -> PyResult<Option<std::vec::IntoIter<Bound<'py, PyAny>>>> {
    if let Ok(fields) = element.cast::<PyTuple>()
        && fields.len() >= RAW_FIELDS
    {
        raw(tag, fields, builder, edition)?;
        return Ok(None);
    }
    let vr = element.getattr(intern!(py, "VR"))?;
    let vr = vr_of(&vr.cast::<PyString>()?.to_string_lossy());
    if vr == Vr::SQ {
        builder.open_sequence(tag, Vr::SQ, false);
        let value = element.getattr(intern!(py, "value"))?;
        let items: PyResult<Vec<_>> = if value.is_none() { Ok(Vec::new()) } else { value.try_iter()?.collect() };
        return Ok(Some(items?.into_iter()));
    }
    let is_undefined =
        element.getattr_opt(intern!(py, "is_undefined_length"))?.is_some_and(|is| is.is_truthy().unwrap_or(false));
    if is_undefined && tag == Tag::PIXEL_DATA {
        builder.encapsulated(tag, vr, false);
        return Ok(None);
    }
    let value = element.getattr(intern!(py, "value"))?;
    let bytes = encode(vr, &value, text)?;
    builder.element(NewElement { tag, vr, value: bytes.as_deref(), raw: None }, edition);
    Ok(None)
}

/// Adds an Element that pydicom has read but not converted.
fn raw(tag: Tag, fields: &Bound<'_, PyTuple>, builder: &mut Builder, edition: &Edition) -> PyResult<()> {
    let is = |index: usize| fields.get_item(index).and_then(|field| field.is_truthy());
    let vr = fields.get_item(1)?;
    let length: u64 = fields.get_item(2)?.extract()?;
    let value = fields.get_item(3)?;
    let encoding = match (is(5)?, is(6)?) {
        (true, _) => Encoding::ImplicitLittle,
        (false, true) => Encoding::ExplicitLittle,
        (false, false) => Encoding::ExplicitBig,
    };
    let vr = match vr.cast::<PyString>() {
        Ok(name) if encoding != Encoding::ImplicitLittle => {
            match <[u8; 2]>::try_from(name.to_string_lossy().as_bytes()) {
                Ok(letters) => Vr::from_bytes(letters).unwrap_or(Vr::Unknown),
                // A name such as `OB or OW` is the dictionary's: there was none in the file.
                Err(_) => Vr::None,
            }
        }
        _ => Vr::None,
    };
    if length == u64::from(u32::MAX) && vr != Vr::SQ {
        builder.encapsulated(tag, vr, true);
        return Ok(());
    }
    let value = match value.cast::<PyBytes>() {
        Ok(bytes) => Some(bytes.as_bytes()),
        Err(_) if value.is_none() && length == 0 => Some(&[][..]),
        Err(_) => None,
    };
    builder.element(NewElement { tag, vr, value, raw: Some(encoding) }, edition);
    Ok(())
}

/// The text of one converted value, as it would be written.
fn text(vr: Vr, value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    let py = value.py();
    if value.is_none() {
        return Ok(Some(String::new()));
    }
    if vr != Vr::PN
        && !value.is_exact_instance_of::<PyString>()
        && let Some(original) = value.getattr_opt(intern!(py, "original_string"))?
        && let Ok(original) = original.cast::<PyString>()
        && !original.is_empty()?
    {
        return Ok(Some(original.to_string_lossy().into_owned()));
    }
    Ok(Some(value.str()?.to_string_lossy().into_owned()))
}
