//! Inflates a Deflated data set (PS3.5 A.5) within a budget. Input is hostile: never more than the limit is allocated.

use flate2::{Decompress, FlushDecompress, Status};

/// How inflating ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InflateEnd {
    /// At the end of the stream; `left` bytes follow it.
    Complete {
        /// Bytes after the stream.
        left: u64,
    },
    /// The stream is damaged or cut.
    Damaged,
    /// The limit was reached.
    Limit,
}

/// What came out of a deflated data set.
#[derive(Clone, Debug)]
pub struct Inflated {
    /// The data set, as far as it could be inflated.
    pub data: Vec<u8>,
    /// How it ended.
    pub end: InflateEnd,
}

/// Bytes added to the output at once.
const CHUNK: usize = 256 << 10;

/// Inflates a raw deflate stream to at most `limit` bytes.
pub fn inflate(deflated: &[u8], limit: u64) -> Inflated {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut engine = Decompress::new(false);
    let mut data: Vec<u8> = Vec::new();
    // Each turn makes output or ends: without progress the stream is damaged or cut.
    loop {
        let consumed = usize::try_from(engine.total_in()).unwrap_or(usize::MAX);
        let rest = deflated.get(consumed..).unwrap_or(&[]);
        // One byte beyond the limit tells "exactly the limit" from "more".
        let room = limit.saturating_add(1).saturating_sub(data.len());
        data.reserve_exact(room.min(CHUNK.max(data.len())));
        let before = (engine.total_in(), data.len());
        let status = engine.decompress_vec(rest, &mut data, FlushDecompress::None);
        if data.len() > limit {
            data.truncate(limit);
            return Inflated { data, end: InflateEnd::Limit };
        }
        match status {
            Ok(Status::StreamEnd) => {
                let left = (deflated.len() as u64).saturating_sub(engine.total_in());
                return Inflated { data, end: InflateEnd::Complete { left } };
            }
            Ok(_) if (engine.total_in(), data.len()) != before => {}
            Ok(_) | Err(_) => return Inflated { data, end: InflateEnd::Damaged },
        }
    }
}
