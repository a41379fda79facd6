//! The language of conditions (docs/conditions.md): read from `common/conditions.tsv`, checked, laid down as a list of nodes
//! in which operands come before what uses them. Two columns make a condition: when the Attribute, module or macro is
//! required, and what holds otherwise.

use std::collections::BTreeMap;

use crate::layout::{Section, expression, otherwise};
use crate::writer::Writer;
use crate::{FactsError, Fault};

/// Words of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'t> {
    /// A name, number or UID, perhaps with `^`, `/` or `frame.` before it.
    Word(&'t str),
    /// What stood in quotes.
    Quoted(&'t str),
    /// Anything else.
    Mark(&'t str),
}

/// Where an operand is looked for, see [`expression`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// `expression::HERE`, a number of `^`, or `FRAME`, `ROOT`, `THIS`.
    pub scope: u8,
    /// The Attribute; empty for `this`.
    pub keyword: String,
    /// The value number, 0 for any.
    pub number: u16,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// All hold.
    And(Vec<Expr>),
    /// One holds.
    Or(Vec<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// An atom without operand: `true`, `false`, `unread`, `none`, `first_item`, `last_item`, `encapsulated`.
    Bare(u8),
    /// A question about an Attribute.
    About(u8, Operand),
    /// A comparison with a number: of values, their count, Items, length; `item_number` has no operand.
    Compare(u8, Option<Operand>, u8, f64),
    /// Values among which one is, or none.
    In(u8, Operand, Vec<String>),
    /// Codes: value, scheme.
    Code(Operand, Vec<(String, String)>),
    /// Two Attributes: `equal`, `points_to`.
    Pair(u8, Operand, Operand),
    /// `any` and `all`.
    Items(u8, Operand, Box<Expr>),
    /// `module`, `macro`, `group`, `outside` and their name.
    Named(u8, String),
    /// `iod` and `transfer_syntax`.
    OneOf(u8, Vec<String>),
}

/// What holds where a condition is not true.
#[derive(Debug, Clone, PartialEq)]
pub struct Otherwise {
    /// One of [`otherwise`].
    pub kind: u8,
    /// `allowed when`, `forbidden when`.
    pub when: Option<Expr>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Where it is demanded.
    pub required: Expr,
    /// What holds elsewhere.
    pub otherwise: Otherwise,
}

impl Condition {
    /// Reads the two columns.
    ///
    /// # Errors
    /// If one of them is not of the language; the message says what was found and what was expected.
    pub fn parse(required: &str, when_not: &str) -> Result<Condition, FactsError> {
        Ok(Condition { required: Expr::parse(required)?, otherwise: Otherwise::parse(when_not)? })
    }
}

impl Otherwise {
    fn parse(text: &str) -> Result<Otherwise, FactsError> {
        let text = text.trim();
        let plain = |kind| Ok(Otherwise { kind, when: None });
        match text {
            "allowed" => return plain(otherwise::ALLOWED),
            "forbidden" => return plain(otherwise::FORBIDDEN),
            "unstated" => return plain(otherwise::UNSTATED),
            _ => {}
        }
        for (start, kind) in
            [("allowed when ", otherwise::ALLOWED_WHEN), ("forbidden when ", otherwise::FORBIDDEN_WHEN)]
        {
            if let Some(rest) = text.strip_prefix(start) {
                return Ok(Otherwise { kind, when: Some(Expr::parse(rest)?) });
            }
        }
        Err(FactsError::new(format!("no such otherwise: {text:?}")))
    }
}

/// How deep expressions may be nested.
const MOST_DEPTH: usize = 24;

struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    depth: usize,
}

fn tokens(text: &str) -> Result<Vec<Token<'_>>, FactsError> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_.+-^/".contains(c);
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            let end = rest[1..].find('"').ok_or_else(|| FactsError::new(format!("a quote is not closed: {rest:?}")))?;
            found.push(Token::Quoted(&rest[1..=end]));
            end + 2
        } else if is_word(first) {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            found.push(Token::Word(&rest[..end]));
            end
        } else {
            let two = ["!=", "<=", ">="].iter().any(|mark| rest.starts_with(mark));
            let end = if two { 2 } else { first.len_utf8() };
            if !two && !"{}(),=<>[]".contains(first) {
                return Err(FactsError::new(format!("cannot read {rest:?}")));
            }
            found.push(Token::Mark(&rest[..end]));
            end
        };
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

impl Expr {
    pub(crate) fn parse(text: &str) -> Result<Expr, FactsError> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
        let expr = parser.or().map_err(|e| FactsError::new(format!("{e} in {text:?}")))?;
        match parser.peek() {
            None => Ok(expr),
            Some(more) => Err(FactsError::new(format!("{more:?} is too much in {text:?}"))),
        }
    }
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at)
    }

    fn is_next(&self, token: &Token<'_>) -> bool {
        self.peek() == Some(token)
    }

    fn takes(&mut self, token: &Token<'_>) -> bool {
        let is_there = self.is_next(token);
        self.at += usize::from(is_there);
        is_there
    }

    fn want(&mut self, mark: &str) -> Result<(), FactsError> {
        if self.takes(&Token::Mark(mark)) {
            Ok(())
        } else {
            Err(FactsError::new(format!("{mark:?} expected, {:?} found", self.peek())))
        }
    }

    fn or(&mut self) -> Result<Expr, FactsError> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(FactsError::new("nested too deep"));
        }
        let mut parts = vec![self.and()?];
        while self.takes(&Token::Word("or")) {
            parts.push(self.and()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Or(parts) })
    }

    fn and(&mut self) -> Result<Expr, FactsError> {
        let mut parts = vec![self.not()?];
        while self.takes(&Token::Word("and")) {
            parts.push(self.not()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::And(parts) })
    }

    fn not(&mut self) -> Result<Expr, FactsError> {
        if self.takes(&Token::Word("not")) {
            self.depth += 1;
            if self.depth > MOST_DEPTH {
                return Err(FactsError::new("nested too deep"));
            }
            let inner = self.not()?;
            self.depth -= 1;
            return Ok(Expr::Not(Box::new(inner)));
        }
        if self.takes(&Token::Mark("(")) {
            let inner = self.or()?;
            self.want(")")?;
            return Ok(inner);
        }
        self.atom()
    }

    fn word(&mut self) -> Result<String, FactsError> {
        let word = match self.peek() {
            Some(Token::Word(word) | Token::Quoted(word)) => (*word).to_owned(),
            other => return Err(FactsError::new(format!("a word expected, {other:?} found"))),
        };
        self.at += 1;
        Ok(word)
    }

    fn operand(&mut self) -> Result<Operand, FactsError> {
        let Some(Token::Word(word)) = self.peek() else {
            return Err(FactsError::new(format!("an Attribute expected, {:?} found", self.peek())));
        };
        let word = *word;
        self.at += 1;
        let (scope, keyword) = if let Some(keyword) = word.strip_prefix("frame.") {
            (expression::FRAME, keyword)
        } else if let Some(keyword) = word.strip_prefix('/') {
            (expression::ROOT, keyword)
        } else if word == "this" {
            (expression::THIS, "")
        } else {
            let keyword = word.trim_start_matches('^');
            let outwards = word.len() - keyword.len();
            if outwards >= usize::from(expression::FRAME) {
                return Err(FactsError::new(format!("too far outwards: {word}")));
            }
            (outwards as u8, keyword)
        };
        let is_keyword =
            keyword.chars().all(|c| c.is_ascii_alphanumeric()) && (scope == expression::THIS) == keyword.is_empty();
        if !is_keyword {
            return Err(FactsError::new(format!("no Attribute: {word:?}")));
        }
        let mut number = 0;
        if self.takes(&Token::Mark("[")) {
            let text = self.word()?;
            number = text
                .parse()
                .ok()
                .filter(|n| (1..=expression::MOST_VALUE_NUMBER).contains(n))
                .ok_or_else(|| FactsError::new(format!("no value number: {text:?}")))?;
            self.want("]")?;
        }
        Ok(Operand { scope, keyword: keyword.to_owned(), number })
    }

    fn comparison(&mut self) -> Result<(u8, f64), FactsError> {
        let Some(Token::Mark(mark)) = self.peek() else {
            return Err(FactsError::new(format!("a comparison expected, {:?} found", self.peek())));
        };
        let place = expression::COMPARISONS
            .iter()
            .position(|known| known == mark)
            .ok_or_else(|| FactsError::new(format!("a comparison expected, {mark:?} found")))?;
        self.at += 1;
        let text = self.word()?;
        let number = text.parse().map_err(|_| FactsError::new(format!("no number: {text:?}")))?;
        Ok((place as u8, number))
    }

    fn words(&mut self) -> Result<Vec<String>, FactsError> {
        self.want("{")?;
        let mut words = vec![self.word()?];
        while self.takes(&Token::Mark(",")) {
            words.push(self.word()?);
        }
        self.want("}")?;
        Ok(words)
    }

    fn atom(&mut self) -> Result<Expr, FactsError> {
        let start = self.at;
        let Some(Token::Word(name)) = self.peek() else {
            return Err(FactsError::new(format!("an atom expected, {:?} found", self.peek())));
        };
        let name = *name;
        self.at += 1;
        if let Some((_, op)) = expression::BARE.iter().find(|(known, _)| *known == name) {
            return Ok(Expr::Bare(*op));
        }
        if name == "item_number" {
            let (comparison, number) = self.comparison()?;
            return Ok(Expr::Compare(expression::ITEM_NUMBER, None, comparison, number));
        }
        if let Some((_, op)) = expression::ONE_OF.iter().find(|(known, _)| *known == name) {
            if !self.takes(&Token::Word("in")) {
                return Err(FactsError::new(format!("{name} in {{...}} expected")));
            }
            return Ok(Expr::OneOf(*op, self.words()?));
        }
        if self.takes(&Token::Mark("(")) {
            return self.call(name);
        }
        self.at = start;
        let operand = self.operand()?;
        if self.takes(&Token::Word("in")) {
            return Ok(Expr::In(expression::IN, operand, self.words()?));
        }
        if self.takes(&Token::Word("not")) {
            if !self.takes(&Token::Word("in")) {
                return Err(FactsError::new("\"not in\" expected"));
            }
            return Ok(Expr::In(expression::NOT_IN, operand, self.words()?));
        }
        let (comparison, number) = self.comparison()?;
        Ok(Expr::Compare(expression::VALUE, Some(operand), comparison, number))
    }

    /// What stands in parentheses after a name; the opening one is read.
    fn call(&mut self, name: &str) -> Result<Expr, FactsError> {
        let find = |list: &[(&str, u8)]| list.iter().find(|(known, _)| *known == name).map(|(_, op)| *op);
        if let Some(op) = find(&expression::NAMED) {
            let word = self.word()?;
            self.want(")")?;
            return Ok(Expr::Named(op, word));
        }
        let operand = self.operand()?;
        if let Some(op) = find(&expression::ITEMS) {
            self.want(",")?;
            let inner = self.or()?;
            self.want(")")?;
            return Ok(Expr::Items(op, operand, Box::new(inner)));
        }
        if let Some(op) = find(&expression::PAIR) {
            self.want(",")?;
            let second = self.operand()?;
            self.want(")")?;
            return Ok(Expr::Pair(op, operand, second));
        }
        self.want(")")?;
        if let Some(op) = find(&expression::ABOUT) {
            return Ok(Expr::About(op, operand));
        }
        if let Some(op) = find(&expression::MEASURED) {
            let (comparison, number) = self.comparison()?;
            return Ok(Expr::Compare(op, Some(operand), comparison, number));
        }
        if name == "code" {
            if !self.takes(&Token::Word("in")) {
                return Err(FactsError::new("code(...) in {...} expected"));
            }
            self.want("{")?;
            let mut codes = Vec::new();
            loop {
                self.want("(")?;
                let value = self.word()?;
                self.want(",")?;
                let scheme = self.word()?;
                self.want(")")?;
                codes.push((value, scheme));
                if !self.takes(&Token::Mark(",")) {
                    break;
                }
            }
            self.want("}")?;
            return Ok(Expr::Code(operand, codes));
        }
        Err(FactsError::new(format!("no atom of this name: {name}")))
    }
}

/// What names mean in one edition.
pub(crate) struct Names<'n> {
    /// Tag by keyword.
    pub(crate) tags: BTreeMap<&'n str, u32>,
    /// Place of each outside fact.
    pub(crate) facts: BTreeMap<&'n str, u32>,
}

/// Lays expressions down in a pack.
pub(crate) struct Layer<'w, 'n> {
    pub(crate) writer: &'w mut Writer,
    pub(crate) names: &'n Names<'n>,
    pub(crate) nodes: u32,
    pub(crate) items: u32,
}

impl Layer<'_, '_> {
    /// Writes an expression; returns the place of its node.
    pub(crate) fn lay(&mut self, expr: &Expr) -> Result<u32, FactsError> {
        use expression as e;
        Ok(match expr {
            Expr::And(parts) | Expr::Or(parts) => {
                let places: Result<Vec<u32>, _> = parts.iter().map(|part| self.lay(part)).collect();
                let first = self.list(&places?);
                let op = if matches!(expr, Expr::And(_)) { e::AND } else { e::OR };
                self.node(op, 0, 0, [0, first, parts.len() as u32])
            }
            Expr::Not(inner) => {
                let inner = self.lay(inner)?;
                self.node(e::NOT, 0, 0, [0, inner, 0])
            }
            Expr::Bare(op) => self.node(*op, 0, 0, [0; 3]),
            Expr::About(op, operand) => {
                let tag = self.tag(operand)?;
                self.node(*op, operand.scope, operand.number, [tag, 0, 0])
            }
            Expr::Compare(op, operand, comparison, number) => {
                let (scope, value, tag) = match operand {
                    Some(operand) => (operand.scope, operand.number, self.tag(operand)?),
                    None => (0, 0, 0),
                };
                let bits = number.to_bits();
                let number = value | u16::from(*comparison) << e::COMPARISON_SHIFT;
                self.node(*op, scope, number, [tag, bits as u32, (bits >> 32) as u32])
            }
            Expr::In(op, operand, words) => {
                let tag = self.tag(operand)?;
                let strings: Vec<u32> = words.iter().map(|word| self.writer.string(word)).collect();
                let first = self.list(&strings);
                self.node(*op, operand.scope, operand.number, [tag, first, words.len() as u32])
            }
            Expr::Code(operand, codes) => {
                let tag = self.tag(operand)?;
                let strings: Vec<u32> = codes
                    .iter()
                    .flat_map(|(value, scheme)| [value, scheme])
                    .map(|word| self.writer.string(word))
                    .collect();
                let first = self.list(&strings);
                self.node(e::CODE, operand.scope, operand.number, [tag, first, strings.len() as u32])
            }
            Expr::Pair(op, first, second) => {
                let tag = self.tag(first)?;
                let other = self.tag(second)?;
                self.node(
                    *op,
                    first.scope,
                    first.number,
                    [tag, other, u32::from(second.scope) | u32::from(second.number) << 8],
                )
            }
            Expr::Items(op, operand, inner) => {
                let tag = self.tag(operand)?;
                let inner = self.lay(inner)?;
                self.node(*op, operand.scope, 0, [tag, inner, 0])
            }
            Expr::Named(op, name) => {
                // A module or macro of another edition is one that no IOD has.
                let unknown = || FactsError::of(Fault::DanglingReference, format!("nothing is known of {name}"));
                let word = match *op {
                    e::GROUP => {
                        let (value, mask) = crate::facts::masked_tag(&format!("{name}0000"))?;
                        return Ok(self.node(e::GROUP, 0, 0, [value >> 16, mask >> 16, 0]));
                    }
                    e::OUTSIDE => self.names.facts.get(name.as_str()).copied().ok_or_else(unknown)?,
                    _ => self.writer.string(name),
                };
                self.node(*op, 0, 0, [word, 0, 0])
            }
            Expr::OneOf(op, words) => {
                let strings: Vec<u32> = words.iter().map(|word| self.writer.string(word)).collect();
                let first = self.list(&strings);
                self.node(*op, 0, 0, [0, first, words.len() as u32])
            }
        })
    }

    fn tag(&self, operand: &Operand) -> Result<u32, FactsError> {
        if operand.scope == expression::THIS {
            return Ok(0);
        }
        let keyword = operand.keyword.as_str();
        let unknown = || FactsError::of(Fault::UnknownKeyword, format!("no keyword {keyword}"));
        self.names.tags.get(keyword).copied().ok_or_else(unknown)
    }

    fn list(&mut self, words: &[u32]) -> u32 {
        let first = self.items;
        for word in words {
            self.writer.u32(Section::ExpressionItems, *word);
        }
        self.items += words.len() as u32;
        first
    }

    fn node(&mut self, op: u8, scope: u8, number: u16, words: [u32; 3]) -> u32 {
        self.writer.u32(Section::Expressions, u32::from(op) | u32::from(scope) << 8 | u32::from(number) << 16);
        for word in words {
            self.writer.u32(Section::Expressions, word);
        }
        self.nodes += 1;
        self.nodes - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_language_has_is_read() {
        for text in [
            "ConsentForDistributionFlag in {YES, WITHDRAWN}",
            "/ImageType[1] in {ORIGINAL, MIXED} and not (present(^PatientID) or frame.FrameType[1] not in {DERIVED})",
            "points_to(FrameIncrementPointer, TimeSliceVector)",
            "code(SourceOfCornealSizeDataCodeSequence) in {(111784, DCM), (\"T-1 2\", SRT)}",
            "first_item or changes(GantryPitchRotationDirection)",
            "any(ReferencedImageSequence, items(PurposeOfReferenceCodeSequence) >= 1)",
            "module(patient) and iod in {ct-image} or transfer_syntax in {1.2.840.10008.1.2}",
            "count(PixelSpacing) != 2 or length(CodeValue) > 16 or item_number > 1 or NumberOfFrames = -1.5",
            "group(60xx) or outside(contrast-was-applied) or encapsulated or this in {A}",
        ] {
            assert!(Condition::parse(text, "allowed when present(PatientID)").is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_not_of_the_language_is_told() {
        for text in [
            "",
            "and",
            "present()",
            "present(Patient ID)",
            "X in {}",
            "X in {A",
            "X in A",
            "X",
            "X =",
            "X = many",
            "not",
            "(present(X)",
            "present(X))",
            "X[0] in {A}",
            "code(X) in {A}",
            "nonsense(X)",
            "X in {\"A}",
            "X & Y",
            "outside()",
            "equal(X)",
            "any(X)",
            "iod = ct",
            "frame.^X = 1",
        ] {
            assert!(Condition::parse(text, "allowed").is_err(), "{text}");
        }
        assert!(Condition::parse("true", "perhaps").is_err());
        assert!(Condition::parse("true", "allowed when").is_err());
        let deep = "(".repeat(10_000) + "true" + &")".repeat(10_000);
        assert!(Condition::parse(&deep, "allowed").is_err());
    }

    #[test]
    fn and_binds_more_than_or() {
        let Ok(Condition { required: Expr::Or(parts), .. }) = Condition::parse("true or false and unread", "allowed")
        else {
            panic!("no or at the top")
        };
        assert!(matches!(parts.as_slice(), [Expr::Bare(_), Expr::And(_)]));
    }
}
