//! Everything that touches files: reading one (header first, never mapped), walking a tree, and a pool of threads that
//! checks many. Paths are bytes and hostile: nothing here may hang on a FIFO, follow a loop, or lose a file silently.
//! `Err` means that we could not look; what is wrong with a file is a finding.

mod check;
mod engine;
mod log;
mod pool;
mod read;
mod record;
mod tables;
mod tree;
mod walk;

pub use check::{Answer, FileChecker, Row, ruleset};
pub use engine::{Engine, Lender, Next, Width};
pub use log::{Batches, LogReader, LogWriter};
pub use pool::Pool;
pub use read::{OpenFile, Reader, Source, Stamp, Unread};
pub use record::{Identity, Record};
pub use tables::{FILES, FINDINGS, LOG_COLUMNS, SCHEMA_VERSION, TableBuilder};
pub use tree::{Links, Met, Patterns, Tree, TreeOptions, Unlisted, order, shard_of};
pub use walk::{Entry, NotRead, Walk};
