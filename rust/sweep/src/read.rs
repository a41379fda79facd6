//! Reads one file as the walk asks: a first page-aligned read that is enough for most, more where it is needed, large
//! values passed over by position. Never mapped: a file that is cut while mapped ends the process.
//!
//! Only regular files are read, and opening never waits: a FIFO, socket or device is told, not read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use validicom_header::{Arena, InflateEnd, Limits, Step, VrLookup, Walker, inflate};

use crate::walk::NotRead;

/// The first read: the header of most files, and cheap.
const FIRST_BYTES: usize = 8 << 10;
/// The first read after a value was passed over: one header, and what may follow.
const AFTER_SKIP_BYTES: usize = 4 << 10;
/// Reads grow fourfold up to this.
const MOST_BYTES: usize = 1 << 20;
/// Buffers larger than this are given back after each file.
const KEPT_BYTES: usize = 4 << 20;
const PAGE_BYTES: usize = 4 << 10;

/// Why a file could not be looked at.
#[derive(Debug)]
pub enum Unread {
    /// It could not be opened or read.
    Io(io::Error),
    /// It is no regular file.
    Kind(NotRead),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Unread::Io(error)
    }
}

/// What tells whether a file changed: length, time of modification in ns, and inode.
pub type Stamp = (u64, i64, i64, u64);

/// Where bytes come from.
pub trait Source {
    /// Reads some bytes at `offset`; 0 at the end.
    fn read_at(&mut self, into: &mut [u8], offset: u64) -> io::Result<usize>;

    /// The state of the source: its length first.
    fn stamp(&mut self) -> io::Result<Stamp>;
}

/// A regular file.
#[derive(Debug)]
pub struct OpenFile {
    file: File,
    stamp: Option<Stamp>,
}

impl OpenFile {
    /// Opens a regular file without ever waiting; links are followed.
    pub fn open(path: &Path) -> Result<Self, Unread> {
        let flags = libc::O_NONBLOCK | libc::O_CLOEXEC | libc::O_NOCTTY;
        let file = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
            Ok(file) => file,
            // A socket cannot be opened at all.
            Err(error) if error.raw_os_error() == Some(libc::ENXIO) => {
                return Err(match fs::metadata(path) {
                    Ok(metadata) if !metadata.is_file() => Unread::Kind(NotRead::of(metadata.file_type())),
                    _ => error.into(),
                });
            }
            Err(error) => return Err(error.into()),
        };
        let state = state_of(&file)?;
        match state.st_mode & libc::S_IFMT {
            libc::S_IFREG => Ok(OpenFile { file, stamp: Some(stamp_of(&state)) }),
            libc::S_IFDIR => Err(io::Error::from_raw_os_error(libc::EISDIR).into()),
            _ => Err(Unread::Kind(NotRead::of(file.metadata()?.file_type()))),
        }
    }
}

/// The state of an open file by `fstat`, which costs half of what the `statx` of the standard library does.
#[allow(unsafe_code)]
fn state_of(file: &File) -> io::Result<libc::stat> {
    // SAFETY: a `stat` of zeros is valid, the call fills it, and the descriptor is open as long as `file` is.
    unsafe {
        let mut state: libc::stat = std::mem::zeroed();
        if libc::fstat(file.as_raw_fd(), &mut state) == 0 { Ok(state) } else { Err(io::Error::last_os_error()) }
    }
}

/// The processor's time that this thread has used.
#[allow(unsafe_code)]
pub fn thread_cpu_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call fills the `timespec`, and fails only for a clock that there is not.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Of sizes that the system gives as signed numbers, none is negative.
fn stamp_of(state: &libc::stat) -> Stamp {
    (u64::try_from(state.st_size).unwrap_or(0), state.st_mtime, state.st_mtime_nsec, state.st_ino)
}

impl Source for OpenFile {
    fn read_at(&mut self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        self.file.read_at(into, offset)
    }

    fn stamp(&mut self) -> io::Result<Stamp> {
        match self.stamp.take() {
            // The state at opening is asked for once only.
            Some(stamp) => Ok(stamp),
            None => state_of(&self.file).map(|state| stamp_of(&state)),
        }
    }
}

/// Memory that serves file after file: the buffer in which the values of the arena stand.
#[derive(Debug, Default)]
pub struct Reader {
    storage: Vec<u8>,
    /// Where the first page begins in `storage`.
    start: usize,
    len: usize,
    /// The inflated data set behind what stands before it, for deflated files.
    inflated: Option<Vec<u8>>,
}

impl Reader {
    /// A reader without memory yet.
    pub fn new() -> Self {
        Reader::default()
    }

    /// The buffer of the last file read.
    pub fn bytes(&self) -> &[u8] {
        match &self.inflated {
            Some(inflated) => inflated,
            None => self.storage.get(self.start..self.start.saturating_add(self.len)).unwrap_or(&[]),
        }
    }

    /// Fills `arena` from a source; tells whether the source changed while it was read.
    pub fn read<S: Source, D: VrLookup + ?Sized>(
        &mut self,
        source: &mut S,
        walker: &mut Walker,
        limits: &Limits,
        dict: &D,
        arena: &mut Arena,
    ) -> io::Result<bool> {
        self.clear();
        walker.reset(arena);
        let before = source.stamp()?;
        let mut file = Position { source, file_len: before.0, next: 0, at_end: false, reads: 0 };
        let mut step_bytes = FIRST_BYTES;
        let mut wanted = FIRST_BYTES;
        // Each turn reads on, moves on in the file, or ends.
        loop {
            self.fill(wanted, &mut file)?;
            match walker.run(self.bytes(), file.at_end, file.file_len, dict, arena) {
                Step::Done => break,
                Step::More { len } => {
                    if file.at_end {
                        break;
                    }
                    step_bytes = step_bytes.saturating_mul(4).min(MOST_BYTES);
                    wanted = len.max(self.len.saturating_add(step_bytes));
                }
                Step::Skip { keep, resume_at } => {
                    self.len = self.len.min(keep);
                    file.next = resume_at;
                    file.at_end = false;
                    step_bytes = AFTER_SKIP_BYTES;
                    wanted = self.len.saturating_add(step_bytes);
                }
                Step::Inflate { from } => self.inflate(from, walker, limits, arena, &mut file)?,
            }
        }
        // The state is asked for again only where the file could have changed between two reads.
        Ok(file.reads > 1 && file.source.stamp()? != before)
    }

    fn inflate<S: Source>(
        &mut self,
        from: usize,
        walker: &mut Walker,
        limits: &Limits,
        arena: &mut Arena,
        file: &mut Position<'_, S>,
    ) -> io::Result<()> {
        // A deflated stream is hardly longer than what it holds: more than this would pass the limit anyway.
        let most = limits.inflated_bytes.saturating_add(limits.inflated_bytes / 8).saturating_add(1 << 16);
        let most = from.saturating_add(usize::try_from(most).unwrap_or(usize::MAX / 2));
        let mut step_bytes = FIRST_BYTES;
        while !file.at_end && self.len < most {
            step_bytes = step_bytes.saturating_mul(4).min(MOST_BYTES);
            self.fill(self.len.saturating_add(step_bytes).min(most), file)?;
        }
        let mut inflated = inflate(self.bytes().get(from..).unwrap_or(&[]), limits.inflated_bytes);
        if let InflateEnd::Complete { left } = &mut inflated.end {
            *left = left.saturating_add(file.file_len.saturating_sub(file.next));
        }
        walker.inflated(&inflated, arena);
        if arena.deflated {
            // The head is small, so it is put before the large part and not the other way round.
            let mut whole = inflated.data;
            whole.splice(0..0, self.bytes().get(..from).unwrap_or(&[]).iter().copied());
            self.release();
            self.inflated = Some(whole);
            file.at_end = true;
        }
        Ok(())
    }

    /// Reads until the buffer holds `wanted` bytes or the end of the file is met.
    fn fill<S: Source>(&mut self, wanted: usize, file: &mut Position<'_, S>) -> io::Result<()> {
        if self.inflated.is_some() {
            return Ok(());
        }
        // Buffers follow the file, not what it claims: no more than what is left of it, and one byte to see that it grew.
        let left = usize::try_from(file.file_len.saturating_sub(file.next)).unwrap_or(usize::MAX);
        let wanted = wanted.min(self.len.saturating_add(left.max(FIRST_BYTES)));
        self.reserve(wanted);
        while self.len < wanted && !file.at_end {
            let place = self.start.saturating_add(self.len)..self.start.saturating_add(wanted);
            let Some(into) = self.storage.get_mut(place) else { return Err(ErrorKind::OutOfMemory.into()) };
            file.reads += 1;
            match file.source.read_at(into, file.next) {
                Ok(0) => file.at_end = true,
                Ok(read) => {
                    self.len = self.len.saturating_add(read);
                    file.next = file.next.saturating_add(read as u64);
                    file.at_end = file.next == file.file_len;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if file.next >= file.file_len && file.file_len > 0 {
            file.at_end = true;
        }
        Ok(())
    }

    /// Makes room for `total` bytes, on a page boundary.
    fn reserve(&mut self, total: usize) {
        if self.start.saturating_add(total) <= self.storage.len() {
            return;
        }
        let mut storage = vec![0; total.saturating_add(PAGE_BYTES)];
        let start = storage.as_ptr().align_offset(PAGE_BYTES).min(PAGE_BYTES);
        let held = self.storage.get(self.start..self.start.saturating_add(self.len)).unwrap_or(&[]);
        if let Some(into) = storage.get_mut(start..start.saturating_add(held.len())) {
            into.copy_from_slice(held);
        }
        self.storage = storage;
        self.start = start;
    }

    fn clear(&mut self) {
        self.inflated = None;
        self.len = 0;
        if self.storage.len() > KEPT_BYTES {
            self.release();
        }
    }

    fn release(&mut self) {
        (self.storage, self.start, self.len) = (Vec::new(), 0, 0);
    }
}

struct Position<'s, S> {
    source: &'s mut S,
    file_len: u64,
    /// Offset in the file of the next byte of the buffer.
    next: u64,
    at_end: bool,
    reads: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use validicom_header::{FileKind, Read, Tag, Vr};

    struct NoDictionary;

    impl VrLookup for NoDictionary {
        fn vr(&self, _: Tag) -> Option<Vr> {
            None
        }
        fn is_transfer_syntax(&self, _: &[u8]) -> bool {
            true
        }
    }

    /// Gives at most `most` bytes a read, and an interruption before each.
    struct Stingy {
        bytes: Vec<u8>,
        most: usize,
        interrupted: bool,
        stamps: u64,
        changes: bool,
    }

    impl Source for Stingy {
        fn read_at(&mut self, into: &mut [u8], offset: u64) -> io::Result<usize> {
            self.interrupted = !self.interrupted;
            if self.interrupted {
                return Err(ErrorKind::Interrupted.into());
            }
            let rest = &self.bytes[(offset as usize).min(self.bytes.len())..];
            let n = rest.len().min(into.len()).min(self.most);
            into[..n].copy_from_slice(&rest[..n]);
            Ok(n)
        }
        fn stamp(&mut self) -> io::Result<Stamp> {
            self.stamps += 1;
            Ok((self.bytes.len() as u64, 0, if self.changes { self.stamps as i64 } else { 0 }, 0))
        }
    }

    fn file_with_pixel_data(len: usize) -> Vec<u8> {
        let mut file = vec![0u8; 128];
        file.extend_from_slice(b"DICM\x02\0\x10\0UI\x14\x001.2.840.10008.1.2.1\0");
        file.extend_from_slice(b"\x08\0\x60\0CS\x02\0CT");
        file.extend_from_slice(b"\xe0\x7f\x10\0OW\0\0");
        file.extend_from_slice(&(len as u32).to_le_bytes());
        file.resize(file.len() + len, 7);
        file.extend_from_slice(b"\xfc\xff\xfc\xffOB\0\0\x02\0\0\0\0\0");
        file
    }

    fn read(bytes: Vec<u8>, most: usize, changes: bool) -> (Arena, bool, usize) {
        let limits = Limits::default();
        let mut walker = Walker::new(&limits, Read::All);
        let mut arena = Arena::default();
        let mut reader = Reader::new();
        let mut source = Stingy { bytes, most, interrupted: false, stamps: 0, changes };
        let changed = reader.read(&mut source, &mut walker, &limits, &NoDictionary, &mut arena).unwrap();
        (arena, changed, reader.storage.len())
    }

    #[test]
    fn the_elements_do_not_depend_on_how_much_a_read_gives() {
        let (whole, ..) = read(file_with_pixel_data(1000), usize::MAX, false);
        let (bit_by_bit, ..) = read(file_with_pixel_data(1000), 3, false);
        assert_eq!(whole.elements, bit_by_bit.elements);
        assert_eq!(whole.elements.len(), 4);
    }

    #[test]
    fn large_values_are_passed_over_and_never_held() {
        let (arena, changed, held) = read(file_with_pixel_data(50 << 20), usize::MAX, false);
        assert_eq!((arena.elements.len(), arena.notes.len(), changed), (4, 0, false));
        assert!(held < 1 << 20, "{held} bytes held of a value of 50 MiB");
    }

    #[test]
    fn a_file_that_changes_between_two_reads_is_told() {
        assert!(read(file_with_pixel_data(100 << 10), usize::MAX, true).1);
        assert!(!read(file_with_pixel_data(100 << 10), usize::MAX, false).1);
    }

    #[test]
    fn an_empty_file_is_read() {
        assert_eq!(read(Vec::new(), 10, false).0.kind, FileKind::Empty);
    }

    #[test]
    fn only_regular_files_are_opened_and_a_fifo_is_not_waited_for() {
        let root = std::env::temp_dir().join(format!("validicom-read-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        let fifo = root.join("fifo");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let socket = root.join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(matches!(OpenFile::open(&fifo), Err(Unread::Kind(NotRead::Fifo))));
        assert!(matches!(OpenFile::open(&socket), Err(Unread::Kind(NotRead::Socket))));
        assert!(matches!(OpenFile::open(Path::new("/dev/null")), Err(Unread::Kind(NotRead::Device))));
        assert!(matches!(OpenFile::open(&root), Err(Unread::Io(e)) if e.raw_os_error() == Some(libc::EISDIR)));
        assert!(matches!(OpenFile::open(&root.join("no")), Err(Unread::Io(e)) if e.kind() == ErrorKind::NotFound));
        fs::remove_dir_all(root).unwrap();
    }
}
