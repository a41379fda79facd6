//! Value Representations (PS3.5 6.2): the two letters, the form of the length field, and what kind of value each holds.

/// A Value Representation, or one of the two states that stand in its place.
///
/// The discriminants are stable: packs and the Python side store them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs, clippy::upper_case_acronyms)] // the names are the Standard's own
pub enum Vr {
    /// No VR: Items, delimiters, and Data Elements of which no VR is known (private ones in Implicit VR).
    None = 0,
    AE = 1,
    AS = 2,
    AT = 3,
    CS = 4,
    DA = 5,
    DS = 6,
    DT = 7,
    FD = 8,
    FL = 9,
    IS = 10,
    LO = 11,
    LT = 12,
    OB = 13,
    OD = 14,
    OF = 15,
    OL = 16,
    OV = 17,
    OW = 18,
    PN = 19,
    SH = 20,
    SL = 21,
    SQ = 22,
    SS = 23,
    ST = 24,
    SV = 25,
    TM = 26,
    UC = 27,
    UI = 28,
    UL = 29,
    UN = 30,
    UR = 31,
    US = 32,
    UT = 33,
    UV = 34,
    /// Two upper-case letters that are no VR of PS3.5 6.2.
    Unknown = 35,
}

impl Vr {
    /// All VRs of PS3.5 6.2 in alphabetical order; `ALL[i] as u8 == i + 1`.
    pub const ALL: [Vr; 34] = [
        Vr::AE,
        Vr::AS,
        Vr::AT,
        Vr::CS,
        Vr::DA,
        Vr::DS,
        Vr::DT,
        Vr::FD,
        Vr::FL,
        Vr::IS,
        Vr::LO,
        Vr::LT,
        Vr::OB,
        Vr::OD,
        Vr::OF,
        Vr::OL,
        Vr::OV,
        Vr::OW,
        Vr::PN,
        Vr::SH,
        Vr::SL,
        Vr::SQ,
        Vr::SS,
        Vr::ST,
        Vr::SV,
        Vr::TM,
        Vr::UC,
        Vr::UI,
        Vr::UL,
        Vr::UN,
        Vr::UR,
        Vr::US,
        Vr::UT,
        Vr::UV,
    ];

    /// The VR of two bytes, `None` where they are not a VR of PS3.5 6.2.
    #[inline]
    pub const fn from_bytes(bytes: [u8; 2]) -> Option<Vr> {
        Some(match &bytes {
            b"AE" => Vr::AE,
            b"AS" => Vr::AS,
            b"AT" => Vr::AT,
            b"CS" => Vr::CS,
            b"DA" => Vr::DA,
            b"DS" => Vr::DS,
            b"DT" => Vr::DT,
            b"FD" => Vr::FD,
            b"FL" => Vr::FL,
            b"IS" => Vr::IS,
            b"LO" => Vr::LO,
            b"LT" => Vr::LT,
            b"OB" => Vr::OB,
            b"OD" => Vr::OD,
            b"OF" => Vr::OF,
            b"OL" => Vr::OL,
            b"OV" => Vr::OV,
            b"OW" => Vr::OW,
            b"PN" => Vr::PN,
            b"SH" => Vr::SH,
            b"SL" => Vr::SL,
            b"SQ" => Vr::SQ,
            b"SS" => Vr::SS,
            b"ST" => Vr::ST,
            b"SV" => Vr::SV,
            b"TM" => Vr::TM,
            b"UC" => Vr::UC,
            b"UI" => Vr::UI,
            b"UL" => Vr::UL,
            b"UN" => Vr::UN,
            b"UR" => Vr::UR,
            b"US" => Vr::US,
            b"UT" => Vr::UT,
            b"UV" => Vr::UV,
            _ => return None,
        })
    }

    /// The VR with this discriminant.
    #[inline]
    pub const fn from_code(code: u8) -> Option<Vr> {
        match code {
            0 => Some(Vr::None),
            1..=34 => Some(Vr::ALL[code as usize - 1]),
            35 => Some(Vr::Unknown),
            _ => None,
        }
    }

    /// The two letters; `"--"` for [`Vr::None`], `"??"` for [`Vr::Unknown`].
    pub const fn name(self) -> &'static str {
        const NAMES: [&str; 36] = [
            "--", "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV",
            "OW", "PN", "SH", "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV", "??",
        ];
        NAMES[self as usize]
    }

    /// Whether an explicit VR has two reserved bytes and a 32-bit length (PS3.5 7.1.2, Table 7.1-1).
    ///
    /// Unknown VRs take this form too (PS3.5 6.2, Note on VRs defined in future).
    #[inline]
    pub const fn has_long_form(self) -> bool {
        matches!(
            self,
            Vr::OB
                | Vr::OD
                | Vr::OF
                | Vr::OL
                | Vr::OV
                | Vr::OW
                | Vr::SQ
                | Vr::SV
                | Vr::UC
                | Vr::UN
                | Vr::UR
                | Vr::UT
                | Vr::UV
                | Vr::Unknown
        )
    }
}
