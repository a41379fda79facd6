//! Specific Character Set (0008,0005): which Defined Terms it has (PS3.3 C.12.1.1.2), and decoding of text by it
//! (PS3.5 6.1.2), strictly: what does not decode is told.
//!
//! The tables of the sets are those of `encoding_rs`; what is written here is ISO 2022 as PS3.5 6.1.2.5 uses it, and the
//! sets that the WHATWG has replaced by wider ones (8859-1, -9, -11).

use encoding_rs::{
    EUC_JP, EUC_KR, Encoding, GB18030, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5, ISO_8859_6, ISO_8859_7,
    ISO_8859_8, ISO_8859_15,
};

use crate::vr::Vr;

const ESC: u8 = 0x1B;

/// A set of single bytes in G1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Single {
    Latin1,
    Latin5,
    Thai,
    Kana,
    Table(&'static Encoding),
}

/// What the bytes from 80H on mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum G1 {
    Nothing,
    Single(Single),
    Korean,
    Chinese,
}

/// What the bytes below 80H mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum G0 {
    Ascii,
    Jis0208,
    Jis0212,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The default repertoire: nothing is said, or ISO_IR 6 alone.
    Default,
    Utf8,
    Gb18030,
    /// One set without code extensions.
    One(Single),
    /// Code extensions: the set of value 1, and the escapes that the values allow (bits of [`TERMS`]).
    Extended {
        g1: G1,
        allowed: u32,
    },
    /// A value is not understood: nothing can be decoded.
    Unusable,
}

/// What a term of the ISO 2022 list designates.
#[derive(Clone, Copy)]
struct Term {
    number: &'static [u8],
    g1: G1,
    is_multi_byte: bool,
}

/// The numbers of the terms `ISO 2022 IR n`.
const TERMS: [Term; 17] = [
    Term { number: b"6", g1: G1::Nothing, is_multi_byte: false },
    Term { number: b"100", g1: G1::Single(Single::Latin1), is_multi_byte: false },
    Term { number: b"101", g1: G1::Single(Single::Table(ISO_8859_2)), is_multi_byte: false },
    Term { number: b"109", g1: G1::Single(Single::Table(ISO_8859_3)), is_multi_byte: false },
    Term { number: b"110", g1: G1::Single(Single::Table(ISO_8859_4)), is_multi_byte: false },
    Term { number: b"144", g1: G1::Single(Single::Table(ISO_8859_5)), is_multi_byte: false },
    Term { number: b"127", g1: G1::Single(Single::Table(ISO_8859_6)), is_multi_byte: false },
    Term { number: b"126", g1: G1::Single(Single::Table(ISO_8859_7)), is_multi_byte: false },
    Term { number: b"138", g1: G1::Single(Single::Table(ISO_8859_8)), is_multi_byte: false },
    Term { number: b"148", g1: G1::Single(Single::Latin5), is_multi_byte: false },
    Term { number: b"203", g1: G1::Single(Single::Table(ISO_8859_15)), is_multi_byte: false },
    Term { number: b"166", g1: G1::Single(Single::Thai), is_multi_byte: false },
    Term { number: b"13", g1: G1::Single(Single::Kana), is_multi_byte: false },
    Term { number: b"87", g1: G1::Nothing, is_multi_byte: true },
    Term { number: b"159", g1: G1::Nothing, is_multi_byte: true },
    Term { number: b"149", g1: G1::Korean, is_multi_byte: true },
    Term { number: b"58", g1: G1::Chinese, is_multi_byte: true },
];

/// An escape sequence (after ESC), the index in [`TERMS`] of the term that allows it, and what it designates.
const ESCAPES: [(&[u8], usize, Shift); 18] = [
    (b"(B", 0, Shift::G0(G0::Ascii)),
    (b"(J", 12, Shift::G0(G0::Ascii)),
    (b")I", 12, Shift::G1(G1::Single(Single::Kana))),
    (b"-A", 1, Shift::G1(G1::Single(Single::Latin1))),
    (b"-B", 2, Shift::G1(G1::Single(Single::Table(ISO_8859_2)))),
    (b"-C", 3, Shift::G1(G1::Single(Single::Table(ISO_8859_3)))),
    (b"-D", 4, Shift::G1(G1::Single(Single::Table(ISO_8859_4)))),
    (b"-L", 5, Shift::G1(G1::Single(Single::Table(ISO_8859_5)))),
    (b"-G", 6, Shift::G1(G1::Single(Single::Table(ISO_8859_6)))),
    (b"-F", 7, Shift::G1(G1::Single(Single::Table(ISO_8859_7)))),
    (b"-H", 8, Shift::G1(G1::Single(Single::Table(ISO_8859_8)))),
    (b"-M", 9, Shift::G1(G1::Single(Single::Latin5))),
    (b"-b", 10, Shift::G1(G1::Single(Single::Table(ISO_8859_15)))),
    (b"-T", 11, Shift::G1(G1::Single(Single::Thai))),
    (b"$B", 13, Shift::G0(G0::Jis0208)),
    (b"$(D", 14, Shift::G0(G0::Jis0212)),
    (b"$)C", 15, Shift::G1(G1::Korean)),
    (b"$)A", 16, Shift::G1(G1::Chinese)),
];

#[derive(Clone, Copy)]
enum Shift {
    G0(G0),
    G1(G1),
}

/// A Specific Character Set, as its value says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charset {
    kind: Kind,
    unknown_term: Option<u32>,
    wrong_form: Option<u32>,
}

impl Charset {
    /// The default repertoire: no Specific Character Set.
    pub const DEFAULT: Charset = Charset { kind: Kind::Default, unknown_term: None, wrong_form: None };

    /// Reads the value of (0008,0005), padding and all. Terms are compared as they are spelt in PS3.3 C.12.1.1.2.
    pub fn parse(value: &[u8]) -> Charset {
        let end = value.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
        let value = value.get(..end).unwrap_or(&[]);
        let is_multi_valued = value.contains(&b'\\');
        let mut charset = Charset::DEFAULT;
        let mut allowed = 1u32;
        let mut first = G1::Nothing;
        let mut extended = false;
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX - 1) + 1;
        for (index, term) in value.split(|&b| b == b'\\').enumerate() {
            let term = trim_spaces(term);
            if term.is_empty() {
                continue;
            }
            if let Some(found) = term.strip_prefix(b"ISO 2022 IR ").and_then(term_index) {
                let Some(entry) = TERMS.get(found) else { continue };
                extended = true;
                allowed |= 1 << found;
                if index == 0 {
                    first = entry.g1;
                    if entry.is_multi_byte && charset.wrong_form.is_none() {
                        charset.wrong_form = Some(1);
                    }
                }
                continue;
            }
            let alone = match term {
                b"ISO_IR 192" => Some(Kind::Utf8),
                b"GB18030" | b"GBK" => Some(Kind::Gb18030),
                b"ISO_IR 6" => Some(Kind::Default),
                _ => match term.strip_prefix(b"ISO_IR ").and_then(term_index).and_then(|i| TERMS.get(i)) {
                    Some(Term { g1: G1::Single(single), .. }) => Some(Kind::One(*single)),
                    _ => None,
                },
            };
            match alone {
                Some(kind) => {
                    charset.kind = kind;
                    if is_multi_valued && charset.wrong_form.is_none() {
                        charset.wrong_form = Some(number(index));
                    }
                }
                None if charset.unknown_term.is_none() => charset.unknown_term = Some(number(index)),
                None => {}
            }
        }
        if charset.unknown_term.is_some() || charset.wrong_form.is_some() {
            charset.kind = Kind::Unusable;
        } else if extended {
            charset.kind = Kind::Extended { g1: first, allowed };
        }
        charset
    }

    /// Number (from 1) of the first value that is no Defined Term.
    pub fn unknown_term(&self) -> Option<u32> {
        self.unknown_term
    }

    /// Number (from 1) of the first value that may not stand where it stands: a term without code extensions beside others, or
    /// a multi-byte set as value 1.
    pub fn wrong_form(&self) -> Option<u32> {
        self.wrong_form
    }

    /// Whether only the default repertoire may be used.
    pub fn is_default(&self) -> bool {
        self.kind == Kind::Default
    }

    /// Whether a value of it is at fault, so that text cannot be judged by it.
    pub fn is_unusable(&self) -> bool {
        self.kind == Kind::Unusable
    }

    /// The text, without escape sequences; `None` if it does not decode, or uses an escape that no value allows.
    ///
    /// `vr` decides which delimiters reset the code extensions (PS3.5 6.1.2.5.3).
    pub fn decode(&self, bytes: &[u8], vr: Vr) -> Option<String> {
        let mut text = String::with_capacity(bytes.len());
        self.decode_into(bytes, vr, &mut text).then_some(text)
    }

    /// [`Charset::decode`] into a buffer that is used again. Says whether it decodes; if not, the buffer holds anything.
    pub fn decode_into(&self, bytes: &[u8], vr: Vr, text: &mut String) -> bool {
        text.clear();
        match self.kind {
            Kind::Unusable => return false,
            Kind::Default | Kind::Utf8 if bytes.contains(&ESC) => return false,
            Kind::Default if !bytes.is_ascii() => return false,
            Kind::Default | Kind::Utf8 => match std::str::from_utf8(bytes) {
                Ok(decoded) => text.push_str(decoded),
                Err(_) => return false,
            },
            Kind::Gb18030 => return decode_gb18030(bytes, text).is_some(),
            Kind::One(single) => return decode_one(bytes, single, text).is_some(),
            Kind::Extended { g1, allowed } => return decode_extended(bytes, vr, g1, allowed, text).is_some(),
        }
        true
    }
}

/// One set without code extensions.
fn decode_one(bytes: &[u8], single: Single, text: &mut String) -> Option<()> {
    for &byte in bytes {
        match byte {
            ESC => return None,
            0..0x80 => text.push(char::from(byte)),
            _ => text.push(single_byte(single, byte)?),
        }
    }
    Some(())
}

fn trim_spaces(value: &[u8]) -> &[u8] {
    let start = value.iter().position(|&b| b != b' ').unwrap_or(value.len());
    let end = value.iter().rposition(|&b| b != b' ').map_or(start, |last| last + 1);
    value.get(start..end).unwrap_or(&[])
}

fn term_index(number: &[u8]) -> Option<usize> {
    TERMS.iter().position(|term| term.number == number)
}

/// The character of a byte from 80H on.
fn single_byte(set: Single, byte: u8) -> Option<char> {
    if byte < 0xA0 && set != Single::Kana {
        return Some(char::from(byte));
    }
    match set {
        Single::Latin1 => Some(char::from(byte)),
        Single::Latin5 => Some(match byte {
            0xD0 => '\u{11E}',
            0xDD => '\u{130}',
            0xDE => '\u{15E}',
            0xF0 => '\u{11F}',
            0xFD => '\u{131}',
            0xFE => '\u{15F}',
            other => char::from(other),
        }),
        Single::Thai => match byte {
            0xA0 => Some('\u{A0}'),
            0xA1..=0xDA | 0xDF..=0xFB => char::from_u32(0xE00 + u32::from(byte) - 0xA0),
            _ => None,
        },
        Single::Kana => match byte {
            0xA1..=0xDF => char::from_u32(0xFF61 + u32::from(byte) - 0xA1),
            _ => None,
        },
        Single::Table(encoding) => one_char(encoding, &[byte]),
    }
}

/// The one character that these bytes are.
fn one_char(encoding: &'static Encoding, bytes: &[u8]) -> Option<char> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Some(c),
        _ => None,
    }
}

/// GB18030, and GBK, which is a part of it. A lone 80H or FFH is no character, though browsers read one.
fn decode_gb18030(bytes: &[u8], text: &mut String) -> Option<()> {
    let mut at = 0;
    // Each turn takes at least a byte.
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            ESC | 0x80 | 0xFF => return None,
            0..0x80 => 1,
            _ if matches!(bytes.get(at + 1), Some(b'0'..=b'9')) => 4,
            _ => 2,
        };
    }
    text.push_str(&GB18030.decode_without_bom_handling_and_without_replacement(bytes)?);
    Some(())
}

/// Text with code extensions (PS3.5 6.1.2.5).
fn decode_extended(bytes: &[u8], vr: Vr, first: G1, allowed: u32, text: &mut String) -> Option<()> {
    let (mut g0, mut g1) = (G0::Ascii, first);
    let is_split = !matches!(vr, Vr::ST | Vr::LT | Vr::UT);
    let mut rest = bytes;
    // Each turn takes at least a byte.
    while let [byte, after @ ..] = rest {
        match *byte {
            ESC => {
                let (sequence, term, shift) = ESCAPES.iter().find(|(sequence, ..)| after.starts_with(sequence))?;
                if allowed >> term & 1 == 0 {
                    return None;
                }
                match shift {
                    Shift::G0(set) => g0 = *set,
                    Shift::G1(set) => g1 = *set,
                }
                rest = after.get(sequence.len()..).unwrap_or(&[]);
                continue;
            }
            0..0x20 => {
                (g0, g1) = (G0::Ascii, first);
                text.push(char::from(*byte));
            }
            0x21..=0x7E if g0 != G0::Ascii => {
                let [second @ 0x21..=0x7E, next @ ..] = after else { return None };
                let pair = [*byte | 0x80, *second | 0x80];
                text.push(match g0 {
                    G0::Jis0212 => one_char(EUC_JP, &[0x8F, pair[0], pair[1]])?,
                    _ => one_char(EUC_JP, &pair)?,
                });
                rest = next;
                continue;
            }
            0x20..0x80 => {
                if (*byte == b'\\' && is_split) || (vr == Vr::PN && matches!(byte, b'^' | b'=')) {
                    (g0, g1) = (G0::Ascii, first);
                }
                text.push(char::from(*byte));
            }
            _ => match g1 {
                G1::Nothing => return None,
                G1::Single(set) => text.push(single_byte(set, *byte)?),
                G1::Korean | G1::Chinese => {
                    let [second @ 0xA1..=0xFE, next @ ..] = after else { return None };
                    if !(0xA1..=0xFE).contains(byte) {
                        return None;
                    }
                    let encoding = if g1 == G1::Korean { EUC_KR } else { GB18030 };
                    text.push(one_char(encoding, &[*byte, *second])?);
                    rest = next;
                    continue;
                }
            },
        }
        rest = after;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(set: &str, bytes: &[u8], vr: Vr) -> Option<String> {
        Charset::parse(set.as_bytes()).decode(bytes, vr)
    }

    #[test]
    fn names_of_ps3_5_annexes_h_to_k_decode() {
        let yamada = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
        assert_eq!(decode("\\ISO 2022 IR 87", yamada, Vr::PN).as_deref(), Some("Yamada^Tarou=山田^太郎=やまだ^たろう"));
        let hong = b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
        assert_eq!(decode("\\ISO 2022 IR 149", hong, Vr::PN).as_deref(), Some("Hong^Gildong=洪^吉洞=홍^길동"));
        let wang = b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab";
        assert_eq!(decode("GB18030", wang, Vr::PN).as_deref(), Some("Wang^XiaoDong=王^小东"));
        assert_eq!(decode("ISO_IR 192", "Wang=王".as_bytes(), Vr::PN).as_deref(), Some("Wang=王"));
        assert_eq!(decode("ISO_IR 100", b"Buc^J\xe9r\xf4me", Vr::PN).as_deref(), Some("Buc^Jérôme"));
        assert_eq!(decode("ISO_IR 13", b"\xd4\xcf\xc0\xde", Vr::LO).as_deref(), Some("ﾔﾏﾀﾞ"));
    }

    #[test]
    fn code_extensions_end_at_delimiters() {
        // G1 is Korean until the component delimiter, where value 1 (ASCII only) holds again.
        assert_eq!(decode("\\ISO 2022 IR 149", b"\x1b$)C\xfb\xf3^\xd1\xce", Vr::PN), None);
        assert_eq!(decode("\\ISO 2022 IR 149", b"\x1b$)C\xfb\xf3^\xd1\xce", Vr::LT).as_deref(), Some("洪^吉"));
    }

    #[test]
    fn escapes_that_no_value_allows_do_not_decode() {
        assert_eq!(decode("\\ISO 2022 IR 87", b"\x1b$)C\xfb\xf3", Vr::LO), None);
        assert_eq!(decode("ISO_IR 100", b"\x1b$B;3", Vr::LO), None);
        assert_eq!(decode("ISO 2022 IR 6", b"\xe9", Vr::LO), None);
    }

    #[test]
    fn terms_and_their_forms() {
        assert_eq!(Charset::parse(b"ISO_IR 100 ").unknown_term(), None);
        assert_eq!(Charset::parse(b"ISO IR 100").unknown_term(), Some(1));
        assert_eq!(Charset::parse(b"ISO 2022 IR 6\\iso 2022 ir 87").unknown_term(), Some(2));
        assert_eq!(Charset::parse(b"ISO_IR 100\\ISO 2022 IR 87").wrong_form(), Some(1));
        assert_eq!(Charset::parse(b"\\ISO_IR 192").wrong_form(), Some(2));
        assert_eq!(Charset::parse(b"ISO 2022 IR 87").wrong_form(), Some(1));
        assert_eq!(Charset::parse(b"\\ISO 2022 IR 87\\ISO 2022 IR 159").wrong_form(), None);
        assert!(Charset::parse(b"").is_default());
        assert!(Charset::parse(b"ISO_IR 6").is_default());
    }

    #[test]
    fn what_is_no_character_does_not_decode() {
        for (set, bytes) in [
            ("ISO_IR 192", &b"\xff"[..]),
            ("GB18030", b"\x80"),
            ("GBK", b"\xff"),
            ("ISO_IR 13", b"\x85"),
            ("ISO_IR 166", b"\xdb"),
            ("\\ISO 2022 IR 87", b"\x1b$B;"),
            ("\\ISO 2022 IR 149", b"\x1b$)C\xfb"),
        ] {
            assert_eq!(decode(set, bytes, Vr::LO), None, "{set} {bytes:?}");
        }
    }
}
