//! Reads a file that is in memory: drives the walker over one slice.

use std::borrow::Cow;

use crate::arena::Arena;
use crate::inflate::inflate;
use crate::limits::Limits;
use crate::walk::{Step, Walker};
use crate::{Read, VrLookup};

/// Values stand at 32-bit positions of the buffer: of a longer slice only this much is given at once.
const WINDOW: usize = 1 << 30;

/// Fills `arena` from the bytes of a file, and gives the buffer in which its values stand.
///
/// The buffer is `bytes` itself but for deflated data sets (inflated, within `limits`) and for slices above 1 GiB.
pub fn parse<'a, D: VrLookup + ?Sized>(
    bytes: &'a [u8],
    limits: &Limits,
    read: Read,
    dict: &D,
    arena: &mut Arena,
) -> Cow<'a, [u8]> {
    let mut walker = Walker::new(limits, read);
    parse_with(&mut walker, bytes, limits, dict, arena)
}

/// [`parse`] with a walker that is used again.
pub fn parse_with<'a, D: VrLookup + ?Sized>(
    walker: &mut Walker,
    bytes: &'a [u8],
    limits: &Limits,
    dict: &D,
    arena: &mut Arena,
) -> Cow<'a, [u8]> {
    walker.reset(arena);
    let file_len = bytes.len() as u64;
    if bytes.len() > WINDOW {
        return parse_large(walker, bytes, limits, dict, arena);
    }
    let mut buffer = Cow::Borrowed(bytes);
    // With the whole file at hand the walker asks for nothing but inflating, and that once.
    loop {
        match walker.run(&buffer, true, file_len, dict, arena) {
            Step::Inflate { from } => {
                let inflated = inflate(bytes.get(from..).unwrap_or(&[]), limits.inflated_bytes);
                walker.inflated(&inflated, arena);
                if arena.deflated {
                    // The head is small: it goes before what came out, so that only one of the two is held twice.
                    let mut whole = inflated.data;
                    whole.reserve_exact(from);
                    whole.splice(0..0, bytes.get(..from).unwrap_or(&[]).iter().copied());
                    buffer = Cow::Owned(whole);
                }
            }
            Step::Done | Step::More { .. } | Step::Skip { .. } => return buffer,
        }
    }
}

/// A slice of more than [`WINDOW`] bytes: only what the walker asks for is copied.
fn parse_large<'a, D: VrLookup + ?Sized>(
    walker: &mut Walker,
    bytes: &'a [u8],
    limits: &Limits,
    dict: &D,
    arena: &mut Arena,
) -> Cow<'a, [u8]> {
    let file_len = bytes.len() as u64;
    let mut buffer = Vec::new();
    // Where in `bytes` the next byte of the buffer comes from.
    let mut next = 0usize;
    let mut wanted = 64 << 10;
    // Each turn adds bytes to the buffer or moves on in the file.
    loop {
        let missing = wanted.min(1usize << 31).saturating_sub(buffer.len());
        let more = bytes.get(next..next.saturating_add(missing).min(bytes.len())).unwrap_or(&[]);
        buffer.extend_from_slice(more);
        next = next.saturating_add(more.len());
        match walker.run(&buffer, next >= bytes.len(), file_len, dict, arena) {
            Step::Done => return Cow::Owned(buffer),
            Step::More { len } => {
                if next >= bytes.len() || len <= buffer.len() {
                    return Cow::Owned(buffer);
                }
                wanted = len.saturating_add(64 << 10);
            }
            Step::Skip { keep, resume_at } => {
                buffer.truncate(keep);
                next = usize::try_from(resume_at).unwrap_or(bytes.len());
                wanted = keep.saturating_add(64 << 10);
            }
            Step::Inflate { from } => {
                // What was skipped before it makes the place in the buffer and the offset in the file differ.
                let offset = next.saturating_sub(buffer.len().saturating_sub(from));
                let inflated = inflate(bytes.get(offset..).unwrap_or(&[]), limits.inflated_bytes);
                walker.inflated(&inflated, arena);
                if arena.deflated {
                    buffer.truncate(from);
                    buffer.extend_from_slice(&inflated.data);
                    next = bytes.len();
                }
            }
        }
    }
}
