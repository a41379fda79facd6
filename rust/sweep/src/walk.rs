//! Walks a directory tree in sorted order, one directory in memory at a time for each level.
//!
//! Names are bytes. Links to files are followed, links to directories are not, and a directory that is its own ancestor (a
//! bind mount, say) is not entered twice; whatever is not read is told, with what it is.

use std::ffi::OsString;
use std::fs::{self, FileType, Metadata};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::PathBuf;
use std::vec;

/// What stands in a tree and is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NotRead {
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A block or character device.
    Device,
    /// A link to a directory.
    LinkedDirectory,
    /// A directory that encloses itself.
    DirectoryLoop,
    /// A link that leads nowhere, or to itself.
    DanglingLink,
    /// A link, where none is followed.
    Link,
}

impl NotRead {
    /// The word that reports use.
    pub const fn name(self) -> &'static str {
        match self {
            NotRead::Fifo => "fifo",
            NotRead::Socket => "socket",
            NotRead::Device => "device",
            NotRead::LinkedDirectory => "linked-directory",
            NotRead::DirectoryLoop => "directory-loop",
            NotRead::DanglingLink => "dangling-link",
            NotRead::Link => "link",
        }
    }

    /// What a thing that is neither file nor directory is.
    pub fn of(kind: FileType) -> NotRead {
        if kind.is_fifo() {
            NotRead::Fifo
        } else if kind.is_socket() {
            NotRead::Socket
        } else {
            NotRead::Device
        }
    }
}

/// One step of a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path, beginning with the one the walk was given.
    pub path: PathBuf,
    /// `None`: open it. A directory that cannot be listed is also given so: opening it tells why.
    pub not_read: Option<NotRead>,
}

/// The files below a directory, sorted by name within each directory.
pub struct Walk {
    start: Option<PathBuf>,
    stack: Vec<Directory>,
}

struct Directory {
    path: PathBuf,
    identity: (u64, u64),
    entries: vec::IntoIter<(OsString, Option<FileType>)>,
    /// Reading its entries ended with an error.
    is_cut: bool,
}

impl Walk {
    /// A walk of the directory at `path`. Nothing is read before the first step.
    pub fn new(path: PathBuf) -> Self {
        Walk { start: Some(path), stack: Vec::new() }
    }

    /// Opens a directory; an entry if it cannot be entered.
    fn enter(&mut self, path: PathBuf) -> Option<Entry> {
        let (Ok(metadata), Ok(listing)) = (fs::metadata(&path), fs::read_dir(&path)) else {
            return Some(Entry { path, not_read: None });
        };
        let identity = identity(&metadata);
        if self.stack.iter().any(|directory| directory.identity == identity) {
            return Some(Entry { path, not_read: Some(NotRead::DirectoryLoop) });
        }
        let mut entries = Vec::new();
        let mut is_cut = false;
        for entry in listing {
            let Ok(entry) = entry else {
                is_cut = true;
                break;
            };
            entries.push((entry.file_name(), entry.file_type().ok()));
        }
        entries.sort_unstable_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
        self.stack.push(Directory { path, identity, entries: entries.into_iter(), is_cut });
        None
    }
}

impl Iterator for Walk {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if let Some(start) = self.start.take()
            && let Some(entry) = self.enter(start)
        {
            return Some(entry);
        }
        // Each turn takes one name from a directory or ends one; no directory is entered from within itself.
        loop {
            let directory = self.stack.last_mut()?;
            let Some((name, kind)) = directory.entries.next() else {
                let ended = self.stack.pop()?;
                if ended.is_cut {
                    return Some(Entry { path: ended.path, not_read: None });
                }
                continue;
            };
            let path = join(&directory.path, name);
            let Some(kind) = kind else {
                return Some(Entry { path, not_read: None });
            };
            if kind.is_dir() {
                if let Some(entry) = self.enter(path) {
                    return Some(entry);
                }
                continue;
            }
            let not_read = if kind.is_file() {
                None
            } else if kind.is_symlink() {
                match fs::metadata(&path) {
                    Ok(metadata) if metadata.is_dir() => Some(NotRead::LinkedDirectory),
                    Ok(metadata) if !metadata.is_file() => Some(NotRead::of(metadata.file_type())),
                    Ok(_) => None,
                    Err(_) => Some(NotRead::DanglingLink),
                }
            } else {
                Some(NotRead::of(kind))
            };
            return Some(Entry { path, not_read });
        }
    }
}

fn identity(metadata: &Metadata) -> (u64, u64) {
    (metadata.dev(), metadata.ino())
}

fn join(directory: &std::path::Path, name: OsString) -> PathBuf {
    let mut path = directory.as_os_str().as_bytes().to_vec();
    if path.last().is_some_and(|&last| last != b'/') {
        path.push(b'/');
    }
    path.extend_from_slice(name.as_bytes());
    PathBuf::from(OsString::from_vec(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    fn tree(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("validicom-walk-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        root
    }

    fn walked(root: &std::path::Path) -> Vec<(Vec<u8>, Option<NotRead>)> {
        let cut = root.as_os_str().len() + 1;
        Walk::new(root.to_path_buf())
            .map(|entry| (entry.path.as_os_str().as_bytes().get(cut..).unwrap_or(b"").to_vec(), entry.not_read))
            .collect()
    }

    #[test]
    fn files_come_sorted_with_names_as_bytes() {
        let root = tree("sorted");
        for name in [b"b".as_slice(), b"a\nb", b"\xff\xfe", b"a"] {
            fs::write(root.join(OsStr::from_bytes(name)), b"").unwrap();
        }
        fs::create_dir_all(root.join("a-directory/inner")).unwrap();
        fs::write(root.join("a-directory/inner/z"), b"").unwrap();
        fs::write(root.join("a-directory/y"), b"").unwrap();
        let expected: [&[u8]; 6] = [b"a", b"a\nb", b"a-directory/inner/z", b"a-directory/y", b"b", b"\xff\xfe"];
        assert_eq!(walked(&root), expected.map(|name| (name.to_vec(), None)));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_is_no_file_is_told_and_loops_are_not_entered() {
        let root = tree("oddities");
        fs::write(root.join("file"), b"").unwrap();
        symlink("file", root.join("link")).unwrap();
        symlink("nowhere", root.join("dangling")).unwrap();
        symlink("..", root.join("loop")).unwrap();
        symlink("self", root.join("self")).unwrap();
        symlink("/dev/null", root.join("null")).unwrap();
        assert!(Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
        let expected: [(&[u8], _); 7] = [
            (b"dangling", Some(NotRead::DanglingLink)),
            (b"file", None),
            (b"link", None),
            (b"loop", Some(NotRead::LinkedDirectory)),
            (b"null", Some(NotRead::Device)),
            (b"pipe", Some(NotRead::Fifo)),
            (b"self", Some(NotRead::DanglingLink)),
        ];
        assert_eq!(walked(&root), expected.map(|(name, kind)| (name.to_vec(), kind)));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_directory_that_cannot_be_listed_is_given_as_a_path() {
        let missing = std::env::temp_dir().join("validicom-walk-missing");
        let entries: Vec<Entry> = Walk::new(missing.clone()).collect();
        assert_eq!(entries, [Entry { path: missing, not_read: None }]);
    }
}
