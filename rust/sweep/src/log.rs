//! The log of a sweep: what was found, in the order of the walk, one checksummed frame a commit. It is journal, point of
//! resume and cache in one, so that there is nothing that could disagree with it.
//!
//! A frame: `VSWP`, version (u32), length of what follows the header (u64), its xxh3 (u64); then the length (u64) of an
//! Arrow IPC stream of files, that stream, and one of findings. All little endian. A tail that is no whole frame is what a
//! killed process has left, and is cut off.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_ipc::CompressionType;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{IpcWriteOptions, StreamWriter};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::concat::concat_batches;
use xxhash_rust::xxh3::xxh3_64;

use crate::tables::{FILES, FINDINGS};

const MAGIC: [u8; 4] = *b"VSWP";
const VERSION: u32 = 1;
const HEADER_BYTES: usize = 24;
/// A longer frame is none: commits are far smaller.
const MOST_FRAME: u64 = 1 << 30;
/// A segment that is longer is not added to.
const SEGMENT_BYTES: u64 = 256 << 20;

/// The files and the findings of a commit.
pub type Batches = (RecordBatch, RecordBatch);

/// The segments of a run, in order.
pub fn segments(folder: &Path, run: u32) -> io::Result<Vec<PathBuf>> {
    let prefix = format!("{run:06}-");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
        if name.starts_with(&prefix) && name.ends_with(".vlog") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn segment(folder: &Path, run: u32, number: u32) -> PathBuf {
    folder.join(format!("{run:06}-{number:06}.vlog"))
}

/// Adds frames to the log of a run.
pub struct LogWriter {
    folder: PathBuf,
    run: u32,
    /// Of the segment at hand.
    number: u32,
    file: File,
    length: u64,
}

impl LogWriter {
    /// Goes on with the log of a run, or begins it. What a killed process has left half written is cut off.
    pub fn open(folder: &Path, run: u32) -> io::Result<LogWriter> {
        fs::create_dir_all(folder)?;
        let known = segments(folder, run)?;
        let number = u32::try_from(known.len()).unwrap_or(u32::MAX).max(1);
        let path = known.last().cloned().unwrap_or_else(|| segment(folder, run, 1));
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut length = 0;
        while let Some(payload) = frame(&mut file)? {
            length += (HEADER_BYTES + payload.len()) as u64;
        }
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        Ok(LogWriter { folder: folder.to_owned(), run, number, file, length })
    }

    /// Adds a frame; it lasts after [`LogWriter::sync`]. If this fails, what stands there is cut off when the log is opened.
    pub fn append(&mut self, files: &RecordBatch, findings: &RecordBatch) -> io::Result<()> {
        if self.length >= SEGMENT_BYTES {
            self.sync()?;
            self.number += 1;
            let path = segment(&self.folder, self.run, self.number);
            self.file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?;
            File::open(&self.folder)?.sync_all()?;
            self.length = 0;
        }
        let mut bytes = vec![0; HEADER_BYTES + 8];
        write_stream(&mut bytes, files)?;
        let of_files = (bytes.len() - HEADER_BYTES - 8) as u64;
        write_stream(&mut bytes, findings)?;
        let (header, payload) = bytes.split_at_mut(HEADER_BYTES);
        if let Some(place) = payload.get_mut(..8) {
            place.copy_from_slice(&of_files.to_le_bytes());
        }
        let fields = [
            &MAGIC[..],
            &VERSION.to_le_bytes(),
            &(payload.len() as u64).to_le_bytes(),
            &xxh3_64(payload).to_le_bytes(),
        ];
        header.copy_from_slice(&fields.concat());
        self.file.write_all(&bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Makes what was added last.
    pub fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
}

fn write_stream(bytes: &mut Vec<u8>, batch: &RecordBatch) -> io::Result<()> {
    let options = IpcWriteOptions::default().try_with_compression(Some(CompressionType::LZ4_FRAME)).map_err(other)?;
    let mut writer = StreamWriter::try_new_with_options(bytes, &batch.schema(), options).map_err(other)?;
    writer.write(batch).map_err(other)?;
    writer.finish().map_err(other)
}

fn other(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        error => io::Error::other(error.to_string()),
    }
}

/// The payload of the next frame; nothing where there is no whole one.
fn frame(file: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut header = [0; HEADER_BYTES];
    if !read_whole(file, &mut header)? {
        return Ok(None);
    }
    let number = |at: usize| {
        let bytes = header.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    };
    let (length, digest) = (number(8), number(16));
    if !header.starts_with(&MAGIC) || header.get(4..8) != Some(&VERSION.to_le_bytes()) || length > MOST_FRAME {
        return Ok(None);
    }
    // Grows with what is there, not with what the length claims.
    let mut payload = Vec::new();
    file.take(length).read_to_end(&mut payload)?;
    Ok((payload.len() as u64 == length && xxh3_64(&payload) == digest).then_some(payload))
}

fn read_whole(file: &mut impl Read, into: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(into) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn batches(payload: &[u8]) -> io::Result<Batches> {
    let (length, rest) = payload.split_at_checked(8).ok_or(ErrorKind::InvalidData)?;
    let length = length.try_into().map_or(0, u64::from_le_bytes);
    let (files, findings) = rest.split_at_checked(length as usize).ok_or(ErrorKind::InvalidData)?;
    Ok((read_stream(files, &FILES)?, read_stream(findings, &FINDINGS)?))
}

fn read_stream(bytes: &[u8], schema: &SchemaRef) -> io::Result<RecordBatch> {
    let reader = StreamReader::try_new(Cursor::new(bytes), None).map_err(other)?;
    if reader.schema().fields() != schema.fields() {
        return Err(io::Error::new(ErrorKind::InvalidData, "the log has other columns"));
    }
    let all = reader.collect::<Result<Vec<_>, _>>().map_err(other)?;
    match all.as_slice() {
        [one] => Ok(one.clone()),
        all => concat_batches(schema, all).map_err(other),
    }
}

/// Reads the frames of a run one after the other.
pub struct LogReader {
    segments: std::vec::IntoIter<PathBuf>,
    file: Option<File>,
}

impl LogReader {
    /// The frames of a run; none if it has no log.
    pub fn open(folder: &Path, run: u32) -> io::Result<LogReader> {
        let segments = match segments(folder, run) {
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            segments => segments?,
        };
        Ok(LogReader { segments: segments.into_iter(), file: None })
    }

    /// Passes over the next frame; whether there was one.
    pub fn skip(&mut self) -> io::Result<bool> {
        self.payload().map(|payload| payload.is_some())
    }

    fn payload(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(file) = &mut self.file
                && let Some(payload) = frame(file)?
            {
                return Ok(Some(payload));
            }
            let Some(path) = self.segments.next() else { return Ok(None) };
            self.file = Some(File::open(path)?);
        }
    }
}

impl Iterator for LogReader {
    type Item = io::Result<Batches>;

    fn next(&mut self) -> Option<io::Result<Batches>> {
        self.payload().transpose().map(|payload| payload.and_then(|payload| batches(&payload)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::record::{Identity, Record};
    use crate::tables::TableBuilder;

    fn rows(paths: &[&str]) -> Batches {
        let mut builder = TableBuilder::new("2025e", Vec::new());
        for path in paths {
            builder.append(&Record {
                source: 0,
                path: path.as_bytes().to_vec(),
                size: 1,
                mtime_ns: 2,
                is_member: false,
                result: Err("fifo"),
                identity: Identity::default(),
                nanos: 0,
            });
        }
        builder.finish().unwrap()
    }

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("validicom-log-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn read(folder: &Path) -> Vec<Batches> {
        LogReader::open(folder, 1).unwrap().collect::<io::Result<_>>().unwrap()
    }

    #[test]
    fn what_is_added_is_read() {
        let folder = folder("round");
        assert!(read(&folder).is_empty());
        let (one, two) = (rows(&["a", "b"]), rows(&["c"]));
        let mut log = LogWriter::open(&folder, 1).unwrap();
        log.append(&one.0, &one.1).unwrap();
        drop(log);
        let mut log = LogWriter::open(&folder, 1).unwrap();
        log.append(&two.0, &two.1).unwrap();
        log.sync().unwrap();
        assert_eq!(read(&folder), [one, two]);
        assert!(LogReader::open(&folder, 2).unwrap().next().is_none());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_log_cut_anywhere_keeps_its_whole_frames_and_goes_on() {
        let folder = folder("cut");
        let (one, two) = (rows(&["a"]), rows(&["b"]));
        let mut log = LogWriter::open(&folder, 1).unwrap();
        log.append(&one.0, &one.1).unwrap();
        let first = log.length;
        log.append(&two.0, &two.1).unwrap();
        let path = segments(&folder, 1).unwrap().remove(0);
        let bytes = fs::read(&path).unwrap();
        for length in (0..HEADER_BYTES + 9).chain((0..=bytes.len()).step_by(239)) {
            fs::write(&path, &bytes[..length]).unwrap();
            let mut log = LogWriter::open(&folder, 1).unwrap();
            log.append(&two.0, &two.1).unwrap();
            let kept = if (length as u64) < first { &[][..] } else { std::slice::from_ref(&one) };
            assert_eq!(read(&folder), [kept, std::slice::from_ref(&two)].concat(), "cut at {length}");
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn no_byte_can_change_without_being_noticed() {
        let folder = folder("flip");
        let one = rows(&["a"]);
        LogWriter::open(&folder, 1).unwrap().append(&one.0, &one.1).unwrap();
        let path = segments(&folder, 1).unwrap().remove(0);
        let bytes = fs::read(&path).unwrap();
        for at in (0..HEADER_BYTES + 9).chain((0..bytes.len()).step_by(41)) {
            let mut other = bytes.clone();
            other[at] ^= 0x11;
            fs::write(&path, &other).unwrap();
            assert!(read(&folder).is_empty(), "byte {at}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
