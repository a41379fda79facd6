//! What a sweep walks: directories as they come, in an order that a later walk of the same tree repeats, so that a sweep can
//! go on where it ended and results that were kept can be read in step with it.
//!
//! The order: a directory's files by the bytes of their names, then its directories, each with all that is below it. Only
//! the names of open directories are in memory.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fs::{self, FileType, Metadata};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::vec;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::walk::NotRead;

/// Which symbolic links are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// None.
    None,
    /// Those to files.
    #[default]
    Files,
    /// Those to directories as well; a directory is not entered from within itself.
    All,
}

/// Patterns of paths below a root: one without a slash is for names, wherever they stand.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    names: GlobSet,
    paths: GlobSet,
}

impl Patterns {
    /// Of these patterns; an error is for a person.
    pub fn new(patterns: &[String]) -> Result<Patterns, String> {
        let (mut names, mut paths) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        for pattern in patterns {
            let glob = GlobBuilder::new(pattern.trim_start_matches('/')).literal_separator(true).build();
            let glob = glob.map_err(|error| format!("{pattern:?}: {}", error.kind()))?;
            if pattern.contains('/') {
                paths.add(glob)
            } else {
                names.add(glob)
            };
        }
        let built = |set: GlobSetBuilder| set.build().map_err(|error| error.to_string());
        Ok(Patterns { names: built(names)?, paths: built(paths)? })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.paths.is_empty()
    }

    fn has(&self, name: &[u8], path: &[u8]) -> bool {
        let name_is = !self.names.is_empty() && self.names.is_match(Path::new(OsStr::from_bytes(name)));
        name_is || !self.paths.is_empty() && self.paths.is_match(Path::new(OsStr::from_bytes(path)))
    }
}

/// What of a tree is walked.
#[derive(Clone, Debug, Default)]
pub struct TreeOptions {
    /// Files must be among these, unless there are none.
    pub include: Patterns,
    /// Files and directories among these are passed over.
    pub exclude: Patterns,
    /// Links that are followed.
    pub links: Links,
    /// Only files of this shard of so many, from 0.
    pub shard: Option<(u64, u64)>,
}

impl TreeOptions {
    /// Whether a path (below its root) is of the shard.
    pub fn has_in_shard(&self, path: &[u8]) -> bool {
        self.shard.is_none_or(|(number, of)| shard_of(path, of) == number)
    }
}

/// The shard of a path among `of`: the same on any machine, and in any version.
pub fn shard_of(path: &[u8], of: u64) -> u64 {
    // FNV-1a, its bits mixed so that the lowest depend on all.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in path {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ hash >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash ^ hash >> 29) % of.max(1)
}

/// What was met in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The path, beginning with that of the root; of a directory that could not be listed with a slash at its end.
    pub path: Vec<u8>,
    /// `None`: a file, to be opened. Otherwise what it is instead, or why a directory could not be listed.
    pub unread: Option<Unlisted>,
}

/// Why something that was met is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// It is no file.
    Kind(NotRead),
    /// A directory: the number of the error.
    Error(i32),
}

/// A walk of one root.
pub struct Tree<'o> {
    options: &'o TreeOptions,
    root: Vec<u8>,
    started: bool,
    stack: Vec<Level>,
    /// What is left to find of the path after which the walk begins.
    after: After,
}

#[derive(Default)]
struct After {
    /// The components that are left, the last first.
    components: Vec<Vec<u8>>,
    /// The last is a directory, and done.
    is_directory: bool,
}

struct Level {
    path: Vec<u8>,
    identity: (u64, u64),
    files: vec::IntoIter<(Vec<u8>, Option<NotRead>)>,
    directories: vec::IntoIter<Vec<u8>>,
    /// Listing it ended with this error.
    error: Option<i32>,
}

impl<'o> Tree<'o> {
    /// A walk of what is at `root`; it begins after `after`, a path that an earlier walk of it has met, if one is given.
    pub fn new(root: &[u8], options: &'o TreeOptions, after: Option<&[u8]>) -> Tree<'o> {
        let mut walk =
            Tree { options, root: root.to_vec(), started: false, stack: Vec::new(), after: After::default() };
        if let Some(after) = after {
            let below = walk.below(after);
            let is_directory = below.ends_with(b"/");
            let parts = below.split(|byte| *byte == b'/').filter(|part| !part.is_empty());
            walk.after = After { components: parts.rev().map(<[u8]>::to_vec).collect(), is_directory };
            // The root itself was all that there was.
            walk.started = walk.after.components.is_empty();
        }
        walk
    }

    /// The part of a path below the root.
    fn below<'p>(&self, path: &'p [u8]) -> &'p [u8] {
        let rest = path.strip_prefix(self.root.as_slice()).unwrap_or(path);
        rest.strip_prefix(b"/").unwrap_or(rest)
    }

    /// Lists a directory; tells why if that is not possible.
    fn enter(&mut self, path: Vec<u8>) -> Option<Met> {
        let at = Path::new(OsStr::from_bytes(&path));
        let opened = fs::metadata(at).and_then(|metadata| Ok((metadata, fs::read_dir(at)?)));
        let (metadata, listing) = match opened {
            Ok(opened) => opened,
            Err(error) => return Some(unlisted(path, Unlisted::Error(error.raw_os_error().unwrap_or(0)))),
        };
        let identity = (metadata.dev(), metadata.ino());
        if self.stack.iter().any(|level| level.identity == identity) {
            return Some(unlisted(path, Unlisted::Kind(NotRead::DirectoryLoop)));
        }
        let (mut files, mut directories, mut error) = (Vec::new(), Vec::new(), None);
        let below = self.below(&path).to_vec();
        for entry in listing {
            let entry = match entry {
                Ok(entry) => entry,
                Err(cut) => {
                    error = Some(cut.raw_os_error().unwrap_or(0));
                    break;
                }
            };
            let name = entry.file_name().into_vec();
            let kind = entry.file_type().ok();
            match self.what(&path, &name, kind) {
                What::Directory => directories.push(name),
                What::File => files.push((name, None)),
                What::NotRead(kind) => files.push((name, Some(kind))),
            }
        }
        let (include, exclude) = (&self.options.include, &self.options.exclude);
        if !exclude.is_empty() {
            files.retain(|(name, _)| !exclude.has(name, &join(&below, name)));
            directories.retain(|name| !exclude.has(name, &join(&below, name)));
        }
        if !include.is_empty() {
            files.retain(|(name, _)| include.has(name, &join(&below, name)));
        }
        if self.options.shard.is_some() {
            files.retain(|(name, _)| self.options.has_in_shard(&join(&below, name)));
        }
        files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        directories.sort_unstable();
        if let Some(next) = self.after.components.pop() {
            let is_last = self.after.components.is_empty();
            if is_last && !self.after.is_directory {
                files.retain(|(name, _)| *name > next);
            } else {
                files.clear();
                directories.retain(|name| if is_last { *name > next } else { *name >= next });
                if directories.first() != Some(&next) {
                    self.after.components.clear();
                }
            }
        }
        let (files, directories) = (files.into_iter(), directories.into_iter());
        self.stack.push(Level { path, identity, files, directories, error });
        None
    }

    /// What a name in a directory stands for.
    fn what(&self, directory: &[u8], name: &[u8], kind: Option<FileType>) -> What {
        let stat = || fs::metadata(Path::new(OsStr::from_bytes(&join(directory, name))));
        let of = |metadata: Metadata| match metadata.file_type() {
            kind if kind.is_dir() => What::Directory,
            kind if kind.is_file() => What::File,
            kind => What::NotRead(NotRead::of(kind)),
        };
        match kind {
            // Opening it will tell what is wrong.
            None => stat().map_or(What::File, of),
            Some(kind) if kind.is_dir() => What::Directory,
            Some(kind) if kind.is_file() => What::File,
            Some(kind) if !kind.is_symlink() => What::NotRead(NotRead::of(kind)),
            Some(_) if self.options.links == Links::None => What::NotRead(NotRead::Link),
            Some(_) => match stat().map(of) {
                Ok(What::Directory) if self.options.links == Links::Files => What::NotRead(NotRead::LinkedDirectory),
                Ok(what) => what,
                Err(_) => What::NotRead(NotRead::DanglingLink),
            },
        }
    }
}

enum What {
    Directory,
    File,
    NotRead(NotRead),
}

fn unlisted(mut path: Vec<u8>, why: Unlisted) -> Met {
    if !path.ends_with(b"/") {
        path.push(b'/');
    }
    Met { path, unread: Some(why) }
}

fn join(directory: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = Vec::with_capacity(directory.len() + name.len() + 1);
    path.extend_from_slice(directory);
    if !path.is_empty() && !path.ends_with(b"/") {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

impl Iterator for Tree<'_> {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        if !std::mem::replace(&mut self.started, true) {
            let root = self.root.clone();
            if !fs::metadata(Path::new(OsStr::from_bytes(&root))).is_ok_and(|metadata| metadata.is_dir()) {
                // A file, or what is no directory: opening it will tell.
                return Some(Met { path: root, unread: None });
            }
            if let Some(met) = self.enter(root) {
                return Some(met);
            }
        }
        // Each turn takes one name or ends a directory; none is entered from within itself.
        loop {
            let level = self.stack.last_mut()?;
            if let Some((name, kind)) = level.files.next() {
                return Some(Met { path: join(&level.path, &name), unread: kind.map(Unlisted::Kind) });
            }
            if let Some(name) = level.directories.next() {
                let path = join(&level.path, &name);
                if let Some(met) = self.enter(path) {
                    return Some(met);
                }
                continue;
            }
            let ended = self.stack.pop()?;
            if let Some(error) = ended.error {
                return Some(unlisted(ended.path, Unlisted::Error(error)));
            }
        }
    }
}

/// How the paths of two files below one root stand in the order of a walk.
pub fn order(a: &[u8], b: &[u8]) -> Ordering {
    // After the directories that both are in, a file comes before any directory.
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let start = a.get(..common).unwrap_or(a).iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let first = |path: &[u8]| {
        let rest = path.get(start..).unwrap_or(&[]);
        let end = rest.iter().position(|byte| *byte == b'/');
        (end.is_some(), start..start + end.unwrap_or(rest.len()))
    };
    let ((a_is_below, in_a), (b_is_below, in_b)) = (first(a), first(b));
    a_is_below.cmp(&b_is_below).then_with(|| a.get(in_a).cmp(&b.get(in_b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;
    use std::process::Command;

    fn tree(name: &str, files: &[&str]) -> PathBuf {
        let root = std::env::temp_dir().join(format!("validicom-tree-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        for file in files {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), b"").unwrap();
        }
        root
    }

    fn walked(root: &Path, options: &TreeOptions, after: Option<&str>) -> Vec<String> {
        let root = root.as_os_str().as_bytes();
        let after = after.map(|after| join(root, after.as_bytes()));
        Tree::new(root, options, after.as_deref())
            .map(|met| {
                let mut text = String::from_utf8_lossy(met.path.get(root.len() + 1..).unwrap_or(b"")).into_owned();
                if let Some(Unlisted::Kind(kind)) = met.unread {
                    text += &format!(" ({})", kind.name());
                }
                text
            })
            .collect()
    }

    const FILES: [&str; 7] = ["b", "a/z", "a/m/1", "a/m/2", "a.d/x", "c/y", "d/e/f"];
    const WALKED: [&str; 7] = ["b", "a/z", "a/m/1", "a/m/2", "a.d/x", "c/y", "d/e/f"];

    #[test]
    fn files_come_before_directories_and_both_by_their_names() {
        let root = tree("order", &FILES);
        assert_eq!(walked(&root, &TreeOptions::default(), None), WALKED);
        for pair in WALKED.windows(2) {
            assert_eq!(order(pair[0].as_bytes(), pair[1].as_bytes()), Ordering::Less, "{pair:?}");
            assert_eq!(order(pair[1].as_bytes(), pair[0].as_bytes()), Ordering::Greater, "{pair:?}");
            assert_eq!(order(pair[0].as_bytes(), pair[0].as_bytes()), Ordering::Equal);
        }
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_walk_goes_on_after_any_file() {
        let root = tree("after", &FILES);
        for (at, file) in WALKED.iter().enumerate() {
            assert_eq!(walked(&root, &TreeOptions::default(), Some(file)), WALKED[at + 1..], "after {file}");
        }
        // What stood there has gone.
        assert_eq!(walked(&root, &TreeOptions::default(), Some("a/m/0/gone")), WALKED[4..]);
        assert_eq!(walked(&root, &TreeOptions::default(), Some("a/n/gone")), WALKED[4..]);
        assert_eq!(walked(&root, &TreeOptions::default(), Some("a/")), WALKED[4..]);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn patterns_without_a_slash_are_of_names() {
        let root = tree("patterns", &FILES);
        let of = |include: &[&str], exclude: &[&str]| {
            let patterns = |given: &[&str]| Patterns::new(&given.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
            let options = TreeOptions {
                include: patterns(include).unwrap(),
                exclude: patterns(exclude).unwrap(),
                ..TreeOptions::default()
            };
            walked(&root, &options, None)
        };
        assert_eq!(of(&["[12]"], &[]), ["a/m/1", "a/m/2"]);
        assert_eq!(of(&["a/*"], &[]), ["a/z"]);
        assert_eq!(of(&["/a/**"], &[]), ["a/z", "a/m/1", "a/m/2"]);
        assert_eq!(of(&[], &["a", "d/e"]), ["b", "a.d/x", "c/y"]);
        assert!(Patterns::new(&["a[".to_owned()]).is_err());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn shards_are_disjoint_and_together_all() {
        let names: Vec<String> = (0..2000).map(|n| format!("{}/{n}", n % 7)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let root = tree("shards", &names);
        let mut all = Vec::new();
        for number in 0..4 {
            let part = walked(&root, &TreeOptions { shard: Some((number, 4)), ..TreeOptions::default() }, None);
            assert!((400..600).contains(&part.len()), "{}", part.len());
            all.extend(part);
        }
        all.sort();
        let mut names = names;
        names.sort_unstable();
        assert_eq!(all, names);
        // Any later version must say the same.
        assert_eq!((shard_of(b"a/b.dcm", 1 << 32), shard_of(b"", 1 << 32)), (SHARD_OF_A_B, SHARD_OF_NOTHING));
        fs::remove_dir_all(root).unwrap();
    }
    const SHARD_OF_A_B: u64 = 233_043_173;
    const SHARD_OF_NOTHING: u64 = 4_266_402_931;

    #[test]
    fn links_are_followed_as_asked() {
        let root = tree("links", &["d/f"]);
        symlink("d/f", root.join("to-file")).unwrap();
        symlink("d", root.join("to-directory")).unwrap();
        symlink("..", root.join("d/loop")).unwrap();
        symlink("nowhere", root.join("dangling")).unwrap();
        assert!(Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
        let of = |links| walked(&root, &TreeOptions { links, ..TreeOptions::default() }, None);
        assert_eq!(
            of(Links::Files),
            [
                "dangling (dangling-link)",
                "pipe (fifo)",
                "to-directory (linked-directory)",
                "to-file",
                "d/f",
                "d/loop (linked-directory)"
            ]
        );
        assert_eq!(
            of(Links::None),
            ["dangling (link)", "pipe (fifo)", "to-directory (link)", "to-file (link)", "d/f", "d/loop (link)"]
        );
        assert_eq!(
            of(Links::All),
            [
                "dangling (dangling-link)",
                "pipe (fifo)",
                "to-file",
                "d/f",
                "d/loop/ (directory-loop)",
                "to-directory/f",
                "to-directory/loop/ (directory-loop)"
            ]
        );
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_root_may_be_a_file_or_nothing() {
        let root = tree("root", &["f"]);
        let of = |name: &str, after: Option<&[u8]>| {
            let path = root.join(name);
            let options = TreeOptions::default();
            Tree::new(path.as_os_str().as_bytes(), &options, after).collect::<Vec<_>>()
        };
        let path = |name: &str| root.join(name).as_os_str().as_bytes().to_vec();
        assert_eq!(of("f", None), [Met { path: path("f"), unread: None }]);
        assert_eq!(of("f", Some(&path("f"))), []);
        assert_eq!(of("gone", None), [Met { path: path("gone"), unread: None }]);
        fs::remove_dir_all(root).unwrap();
    }
}
