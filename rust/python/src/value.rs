//! Converted values back to bytes: little endian, strings in UTF-8, no padding. What cannot be written by its VR is not held.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyList, PySequence, PyString, PyTuple};
use validicom_header::Vr;

/// Whether a Tag is of an Item or a delimiter: in a data set in memory it is no Attribute, and is left out.
pub(crate) const fn is_of_the_encoding(tag: u32) -> bool {
    matches!(tag, 0xFFFE_E000 | 0xFFFE_E00D | 0xFFFE_E0DD)
}

/// How one value of a string VR becomes text; `None` if it cannot.
pub type Text = fn(Vr, &Bound<'_, PyAny>) -> PyResult<Option<String>>;

/// The VR of a name as pydicom and JSON have it: of `US or SS` and its like the first, of what is no VR UN.
pub fn vr_of(name: &str) -> Vr {
    match name.as_bytes() {
        [a, b, ..] => Vr::from_bytes([*a, *b]).unwrap_or(Vr::UN),
        _ => Vr::UN,
    }
}

/// The bytes of a value; `None` if it cannot be written.
pub fn encode(vr: Vr, value: &Bound<'_, PyAny>, text: Text) -> PyResult<Option<Vec<u8>>> {
    match encoded(vr, value, text) {
        // A value that raises when it is looked at is a value we do not have; what it says may hold the value.
        Err(error) if error.is_instance_of::<PyException>(value.py()) => Ok(None),
        result => result,
    }
}

fn encoded(vr: Vr, value: &Bound<'_, PyAny>, text: Text) -> PyResult<Option<Vec<u8>>> {
    if value.is_none() {
        return Ok(Some(Vec::new()));
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Some(bytes.as_bytes().to_vec()));
    }
    if let Ok(bytes) = value.cast::<PyByteArray>() {
        return Ok(Some(bytes.to_vec()));
    }
    if matches!(vr, Vr::OB | Vr::OD | Vr::OF | Vr::OL | Vr::OV | Vr::OW | Vr::UN | Vr::SQ | Vr::None | Vr::Unknown) {
        return Ok(None);
    }
    let is_number = matches!(vr, Vr::AT | Vr::FD | Vr::FL | Vr::SL | Vr::SS | Vr::SV | Vr::UL | Vr::US | Vr::UV);
    let mut bytes = Vec::new();
    for (index, one) in values(value)?.iter().enumerate() {
        if is_number {
            if one.cast::<PyString>().is_ok_and(|text| text.is_empty().unwrap_or(false)) {
                continue;
            }
            if number(vr, one, &mut bytes)?.is_none() {
                return Ok(None);
            }
        } else {
            let Some(text) = text(vr, one)? else { return Ok(None) };
            if index > 0 {
                bytes.push(b'\\');
            }
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    Ok(Some(bytes))
}

/// The values of a multi-valued one, or the one.
fn values<'py>(value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    if value.is_instance_of::<PyString>() {
        return Ok(vec![value.clone()]);
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() || value.cast::<PySequence>().is_ok() {
        return value.try_iter()?.collect();
    }
    Ok(vec![value.clone()])
}

fn number(vr: Vr, value: &Bound<'_, PyAny>, out: &mut Vec<u8>) -> PyResult<Option<()>> {
    let text = value.cast::<PyString>().ok().map(|text| text.to_string_lossy().trim().to_owned());
    if matches!(vr, Vr::FD | Vr::FL) {
        let number = match text {
            Some(text) => text.parse::<f64>().ok(),
            None => value.extract::<f64>().ok(),
        };
        let Some(number) = number else { return Ok(None) };
        if vr == Vr::FD {
            out.extend_from_slice(&number.to_le_bytes());
            return Ok(Some(()));
        }
        #[allow(clippy::cast_possible_truncation)] // the precision of FL is what the VR has
        let single = number as f32;
        if single.is_infinite() && number.is_finite() {
            return Ok(None);
        }
        out.extend_from_slice(&single.to_le_bytes());
        return Ok(Some(()));
    }
    if vr == Vr::AT {
        let tag = match text {
            Some(text) if text.len() == 8 => u32::from_str_radix(&text, 16).ok(),
            Some(_) => None,
            None => value.extract::<u32>().ok(),
        };
        let Some(tag) = tag else { return Ok(None) };
        out.extend_from_slice(&((tag >> 16) as u16).to_le_bytes());
        out.extend_from_slice(&((tag & 0xFFFF) as u16).to_le_bytes());
        return Ok(Some(()));
    }
    let number = match text {
        Some(text) => text.parse::<i128>().ok(),
        None => value.extract::<i128>().ok(),
    };
    let Some(number) = number else { return Ok(None) };
    macro_rules! pack {
        ($type:ty) => {
            match <$type>::try_from(number) {
                Ok(number) => out.extend_from_slice(&number.to_le_bytes()),
                Err(_) => return Ok(None),
            }
        };
    }
    match vr {
        Vr::SS => pack!(i16),
        Vr::US => pack!(u16),
        Vr::SL => pack!(i32),
        Vr::UL => pack!(u32),
        Vr::SV => pack!(i64),
        _ => pack!(u64),
    }
    Ok(Some(()))
}
