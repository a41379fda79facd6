//! What a sweep keeps of one file, or of one member of an archive, before it becomes rows of tables.

use crate::check::Answer;

/// One file or member and what was said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Number of the root, list or file that the sweep was given and that led to it, from 0.
    pub source: u32,
    /// The path as walked; of a member `ARCHIVE!MEMBER`; of a directory that could not be listed with a slash at its end.
    /// Bytes: names need not be UTF-8. An archive has a record of its own before those of its members.
    pub path: Vec<u8>,
    /// Bytes of the file or member.
    pub size: u64,
    /// Time of modification, in ns since 1970; of a member that of its archive.
    pub mtime_ns: i64,
    /// It is a member of an archive.
    pub is_member: bool,
    /// What was found, or a word for why it could not be read.
    pub result: Result<Answer, &'static str>,
    /// What it is about.
    pub identity: Identity,
    /// Wall time of reading and checking it, in ns: for the slowest files, and in no table.
    pub nanos: u64,
}

/// Which instance it is, and digests by which instances are compared across files. Digests are keyed, so that they tell
/// nothing of a value outside their sweep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// SOP Instance UID (0008,0018).
    pub sop_instance_uid: Option<String>,
    /// Study Instance UID (0020,000D).
    pub study_instance_uid: Option<String>,
    /// Series Instance UID (0020,000E).
    pub series_instance_uid: Option<String>,
    /// Frame of Reference UID (0020,0052).
    pub frame_of_reference_uid: Option<String>,
    /// Modality (0008,0060).
    pub modality: Option<String>,
    /// Manufacturer (0008,0070).
    pub manufacturer: Option<String>,
    /// Manufacturer's Model Name (0008,1090).
    pub model: Option<String>,
    /// Software Versions (0018,1020).
    pub software: Option<String>,
    /// Of the Attributes of the Patient, Study, Series and Frame of Reference.
    pub patient: Option<u64>,
    /// See `patient`.
    pub study: Option<u64>,
    /// See `patient`.
    pub series: Option<u64>,
    /// See `patient`.
    pub frame_of_reference: Option<u64>,
    /// Of Patient ID (0010,0020) and its issuer.
    pub patient_id: Option<u64>,
    /// Of Study Date (0008,0020).
    pub study_date: Option<u64>,
    /// Of the length of the file and the bytes of its header.
    pub content: Option<u64>,
    /// Of the SOP Instance UIDs that are referenced, each once.
    pub references: Vec<u64>,
    /// Digest of Concatenation UID, In-concatenation Number, In-concatenation Total Number.
    pub concatenation: Option<(u64, u32, u32)>,
}
