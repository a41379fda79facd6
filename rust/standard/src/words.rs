//! Conditions in plain words, made from their expressions: what a person reads of why an Attribute is demanded or may not
//! be there. Names are those of PS3.6; the words are ours, not the Standard's.

use std::fmt::Write;

use validicom_header::Tag;
use validicom_packer::layout::expression as e;

use crate::conditions::{Condition, Expr, Otherwise};

/// More words of a list than these are not written.
const MOST_WORDS: usize = 12;

impl Condition<'_> {
    /// Where it is demanded, in words; empty if the wording was not compiled.
    pub fn required_in_words(self) -> String {
        let mut text = String::new();
        if let Some(expr) = self.required() {
            expr.write(&mut text, false);
        }
        text
    }

    /// What holds otherwise, in words.
    pub fn otherwise_in_words(self) -> String {
        let mut text = String::new();
        match self.otherwise() {
            Otherwise::Allowed => text.push_str("it may be present otherwise"),
            Otherwise::Forbidden => text.push_str("it shall not be present otherwise"),
            Otherwise::Unstated => text.push_str("nothing is said of it otherwise"),
            Otherwise::AllowedWhen(when) => {
                text.push_str("otherwise it may be present only if ");
                when.write(&mut text, false);
            }
            Otherwise::ForbiddenWhen(when) => {
                text.push_str("it shall not be present if ");
                when.write(&mut text, false);
            }
        }
        text
    }
}

impl<'e> Expr<'e> {
    /// Appends the expression in words; `inside`: within another, so that a list of parts stands in parentheses.
    // Expressions are not deeper than `MOST_DEPTH`: the pack was checked.
    fn write(self, text: &mut String, inside: bool) {
        match self.op() {
            e::AND | e::OR => {
                let joint = if self.op() == e::AND { " and " } else { " or " };
                text.push_str(if inside { "(" } else { "" });
                for (number, part) in self.parts().enumerate() {
                    text.push_str(if number == 0 { "" } else { joint });
                    part.write(text, true);
                }
                text.push_str(if inside { ")" } else { "" });
            }
            e::NOT => {
                text.push_str("not ");
                let inner = self.inner();
                let is_list = matches!(inner.op(), e::AND | e::OR);
                text.push_str(if is_list { "" } else { "(" });
                inner.write(text, is_list);
                text.push_str(if is_list { "" } else { ")" });
            }
            e::ANY | e::ALL => {
                text.push_str(if self.op() == e::ANY { "in some Item of " } else { "in every Item of " });
                self.write_operand(text);
                text.push_str(": ");
                self.inner().write(text, true);
            }
            e::TRUE => text.push_str("always"),
            e::FALSE => text.push_str("never"),
            e::UNREAD | e::NONE => text.push_str("a condition that was not compiled"),
            e::FIRST_ITEM => text.push_str("this is the first Item"),
            e::LAST_ITEM => text.push_str("this is the last Item"),
            e::ITEM_NUMBER => self.write_comparison(text, "the number of this Item"),
            e::ENCAPSULATED => text.push_str("Pixel Data is encapsulated"),
            e::MODULE => self.write_named(text, "the Module ", " is present"),
            e::MACRO => self.write_named(text, "the functional group macro ", " is used"),
            e::GROUP => {
                let (group, mask) = self.group();
                let group = format!("{group:04X}");
                let shown = if mask == 0xFFFF { group.as_str() } else { group.get(..2).unwrap_or("") };
                let rest = if mask == 0xFFFF { "" } else { "xx" };
                let _ = write!(text, "an Attribute of group {shown}{rest} is present");
            }
            e::IOD => self.write_words(text, "the IOD is ", "the IOD is one of "),
            e::TRANSFER_SYNTAX => self.write_words(text, "the Transfer Syntax is ", "the Transfer Syntax is one of "),
            e::OUTSIDE => {
                let name = self.edition().outside_fact(self.fact()).map_or("", |(name, _)| name);
                let _ = write!(text, "the fact {name} holds");
            }
            e::COUNT => {
                let operand = self.operand();
                self.write_comparison(text, &format!("the number of values of {operand}"));
            }
            e::ITEM_COUNT => {
                let operand = self.operand();
                self.write_comparison(text, &format!("the number of Items of {operand}"));
            }
            e::LENGTH => {
                let operand = self.operand();
                self.write_comparison(text, &format!("the length of {operand}"));
            }
            e::VALUE => {
                let operand = self.operand();
                self.write_comparison(text, &operand);
            }
            _ => self.write_atom(text),
        }
    }

    fn write_atom(self, text: &mut String) {
        self.write_operand(text);
        match self.op() {
            e::PRESENT => text.push_str(" is present"),
            e::ABSENT => text.push_str(" is absent"),
            e::HAS_VALUE => text.push_str(" has a value"),
            e::EMPTY => text.push_str(" is empty"),
            e::CHANGES => text.push_str(" changes from Item to Item"),
            e::POINTS_INTO_FUNCTIONAL_GROUPS => text.push_str(" points into a functional group"),
            e::IN => self.write_words(text, " is ", " is one of "),
            e::NOT_IN => self.write_words(text, " is not ", " is none of "),
            e::CODE => {
                text.push_str(" has the code ");
                let mut words = self.words();
                let mut number = 0;
                while let (Some(value), Some(scheme)) = (words.next(), words.next()) {
                    if number == MOST_WORDS {
                        text.push_str(" or another");
                        break;
                    }
                    let joint = if number == 0 { "" } else { " or " };
                    let (value, scheme) = (String::from_utf8_lossy(value), String::from_utf8_lossy(scheme));
                    let _ = write!(text, "{joint}({value}, {scheme})");
                    number += 1;
                }
            }
            e::EQUAL | e::POINTS_TO => {
                text.push_str(if self.op() == e::EQUAL { " is equal to " } else { " points to " });
                let (scope, number, tag) = self.second();
                write_attribute(self, text, scope, number, tag);
            }
            _ => {}
        }
    }

    fn operand(self) -> String {
        let mut text = String::new();
        self.write_operand(&mut text);
        text
    }

    fn write_operand(self, text: &mut String) {
        write_attribute(self, text, self.scope(), self.number(), self.tag());
    }

    fn write_comparison(self, text: &mut String, what: &str) {
        let words = ["is", "is not", "is less than", "is at most", "is greater than", "is at least"];
        let word = words.get(self.comparison()).copied().unwrap_or("");
        let _ = write!(text, "{what} {word} {}", self.compared());
    }

    fn write_named(self, text: &mut String, before: &str, after: &str) {
        let _ = write!(text, "{before}{}{after}", self.name());
    }

    fn write_words(self, text: &mut String, one: &str, many: &str) {
        let count = self.words().count();
        text.push_str(if count == 1 { one } else { many });
        for (number, word) in self.words().take(MOST_WORDS).enumerate() {
            text.push_str(if number == 0 { "" } else { ", " });
            // A UID says nothing to a person: its name does.
            match self.edition().uid(word) {
                Some(uid) => text.push_str(uid.name),
                None => text.push_str(&String::from_utf8_lossy(word)),
            }
        }
        if count > MOST_WORDS {
            let _ = write!(text, " and {} more", count - MOST_WORDS);
        }
    }
}

fn write_attribute(expr: Expr, text: &mut String, scope: u8, number: u16, tag: Tag) {
    if scope == e::THIS {
        text.push_str("the Attribute itself");
    } else {
        match expr.edition().entry(tag) {
            Some(entry) => text.push_str(entry.name()),
            None => {
                let _ = write!(text, "({:04X},{:04X})", tag.group(), tag.element());
            }
        }
        match scope {
            e::HERE | e::THIS => {}
            e::ROOT => text.push_str(" (of the data set itself)"),
            e::FRAME => text.push_str(" (of this frame)"),
            _ => text.push_str(" (of the enclosing Item)"),
        }
    }
    if number != 0 {
        let _ = write!(text, " value {number}");
    }
}

#[cfg(test)]
mod tests {
    use crate::Edition;

    /// The words of the condition of an Attribute, by its table row in the tree.
    fn words(id: &str) -> String {
        let edition = Edition::newest();
        let index = edition.condition_of(id).expect("a condition of the newest edition");
        edition.condition(index).required_in_words()
    }

    #[test]
    fn every_condition_of_every_edition_has_words() {
        for name in Edition::NAMES {
            let edition = Edition::embedded(name).expect("shipped");
            for index in 0..edition.conditions() {
                let condition = edition.condition(index);
                let (text, otherwise) = (condition.required_in_words(), condition.otherwise_in_words());
                assert_eq!(text.is_empty(), condition.required().is_none(), "{}", condition.id());
                assert!(!otherwise.is_empty() && !otherwise.ends_with(' '), "{}", condition.id());
                let opened = text.matches('(').count();
                assert_eq!(opened, text.matches(')').count(), "{}: {text}", condition.id());
                assert!(!text.contains("  ") && !text.contains("(,"), "{}: {text}", condition.id());
            }
        }
    }

    #[test]
    fn words_name_attributes_values_and_facts() {
        // Table C.8-3 (CT Image), KVP and its like; Table C.7-1, Patient Species Description.
        let edition = Edition::newest();
        let texts: Vec<String> = (0..edition.conditions()).map(|i| edition.condition(i).required_in_words()).collect();
        let has = |wanted: &str| texts.iter().any(|text| text == wanted);
        assert!(has("Samples per Pixel is greater than 1"));
        assert!(has("not (the fact patient-is-human holds)"));
        assert!(texts.iter().any(|text| text.contains("Image Type value 1 is ORIGINAL")));
        assert!(words("c6003e63074").starts_with("in some Item of Control Point Sequence"));
    }
}
