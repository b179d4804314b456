//! Writing what the page reads: small records in one buffer, and all texts behind them in one string.
//!
//! The buffer begins with the bytes of its records and those of its string, two u32. A record's texts are lengths in
//! UTF-16 units, in the order in which the texts follow each other in the string. Numbers are little-endian.

use merchant_signup_core::payload::Shape;
use merchant_signup_core::{
    Field, FixKind, Issue, Level, Locale, Param, Params, Place, Profile, RULES_VERSION, Reason, Report,
    Section,
};

/// A buffer being written.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    records: Vec<u8>,
    text: String,
}

impl Buffer {
    /// The buffer as the page reads it.
    pub(crate) fn finish(self, out: &mut Vec<u8>) {
        out.clear();
        for length in [self.records.len(), self.text.len()] {
            out.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        }
        out.extend_from_slice(&self.records);
        out.extend_from_slice(self.text.as_bytes());
    }

    /// A number from 0 to 255; more is cut.
    pub(crate) fn byte(&mut self, value: impl TryInto<u8>) {
        self.records.push(value.try_into().unwrap_or(u8::MAX));
    }

    /// A number from 0 to 65,535; more is cut.
    pub(crate) fn short(&mut self, value: impl TryInto<u16>) {
        self.records.extend_from_slice(&value.try_into().unwrap_or(u16::MAX).to_le_bytes());
    }

    /// A number; more is cut.
    pub(crate) fn number(&mut self, value: impl TryInto<u32>) {
        self.records.extend_from_slice(&value.try_into().unwrap_or(u32::MAX).to_le_bytes());
    }

    /// A text of up to 65,535 UTF-16 units.
    pub(crate) fn text(&mut self, text: &str) {
        let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
        self.short(units);
        self.text.push_str(text);
    }

    /// Where a value stands.
    pub(crate) fn place(&mut self, place: Place) {
        self.byte(place.field().index());
        self.byte(place.row().map_or(0, |row| row + 1));
        self.byte(place.text_element().map_or(0, |element| element + 1));
    }

    fn names<'n>(&mut self, names: impl ExactSizeIterator<Item = &'n str>) {
        self.byte(names.len());
        names.for_each(|name| self.text(name));
    }

    /// The tables of the payload and of a report's words.
    pub(crate) fn tables(&mut self) {
        self.names(Field::ALL.iter().map(|field| field.name()));
        for field in Field::ALL {
            self.byte(field.parent().index());
            self.byte(match field.shape() {
                Shape::Object => 0,
                Shape::Objects { .. } => 1,
                Shape::Texts { .. } => 2,
                _ => 3,
            });
            self.byte(field.maximum_elements().unwrap_or_default());
        }
        self.names(Reason::ALL.iter().map(|reason| reason.name()));
        for reason in Reason::ALL {
            self.byte(reason.severity() as u8);
            self.byte(reason.kind() as u8);
        }
        self.names(Params::NAMES.iter().copied());
        self.names(Section::ALL.iter().map(|section| section.name()));
        self.names(Level::ALL.iter().map(|level| level.name()));
        self.names(Profile::ALL.iter().map(|profile| profile.name));
        self.names(Locale::ALL.iter().map(|locale| locale.tag()));
        self.names(FixKind::ALL.iter().map(|kind| kind.name()));
        self.text(RULES_VERSION);
    }

    /// A whole report.
    pub(crate) fn report(&mut self, report: &Report) {
        self.byte(report.status() as u8);
        self.byte(report.sections().len());
        for section in report.sections() {
            self.byte(section.status as u8);
            self.short(section.required);
            self.short(section.fulfilled);
        }
        self.issues(report.issues().iter(), report.issues().len(), report.locale());
    }

    /// Issues, after their count.
    pub(crate) fn issues<'i>(
        &mut self,
        issues: impl Iterator<Item = &'i Issue>,
        count: usize,
        locale: Locale,
    ) {
        self.number(count);
        for issue in issues {
            self.byte(issue.code().field().index());
            self.byte(issue.code().reason() as u8);
            self.place(issue.path().place());
            self.text(issue.path().key().unwrap_or_default());
            self.params(issue.params());
            self.short(issue.related().len());
            issue.related().iter().for_each(|place| self.place(*place));
            self.text(&issue.message(locale));
        }
    }

    fn params(&mut self, params: &Params) {
        self.byte(params.iter().count());
        for (name, value) in params.iter() {
            self.byte(Params::NAMES.iter().position(|known| *known == name).unwrap_or_default());
            match value {
                Param::Number(number) => {
                    self.byte(0);
                    self.number(number);
                }
                Param::Text(text) => {
                    self.byte(1);
                    self.text(text);
                }
                Param::Texts(texts) => {
                    self.byte(2);
                    self.byte(texts.len());
                    texts.iter().for_each(|text| self.text(text));
                }
                Param::Numbers(numbers) => {
                    self.byte(3);
                    self.byte(numbers.len());
                    self.records.extend_from_slice(numbers);
                }
                _ => {}
            }
        }
    }
}
