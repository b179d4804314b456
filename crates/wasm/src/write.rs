//! Writing what the page reads: bytes one after another, numbers in little-endian order, a text as its length and its UTF-8.

use merchant_signup_core::payload;
use merchant_signup_core::{
    Field, FixKind, Issue, Level, Locale, Param, Params, Place, Profile, RULES_VERSION, Reason, Report,
    Section, SectionSummary,
};

use crate::wire::{NOTICE, ParamTag, Shape};

/// A buffer being written.
#[derive(Debug)]
pub(crate) struct Buffer<'b>(pub(crate) &'b mut Vec<u8>);

impl Buffer<'_> {
    /// A number from 0 to 255; more is cut.
    pub(crate) fn byte(&mut self, value: impl TryInto<u8>) {
        self.0.push(value.try_into().unwrap_or(u8::MAX));
    }

    /// A number from 0 to 65,535; more is cut.
    pub(crate) fn short(&mut self, value: impl TryInto<u16>) {
        self.0.extend_from_slice(&value.try_into().unwrap_or(u16::MAX).to_le_bytes());
    }

    /// A number; more is cut.
    pub(crate) fn number(&mut self, value: impl TryInto<u32>) {
        self.0.extend_from_slice(&value.try_into().unwrap_or(u32::MAX).to_le_bytes());
    }

    /// A text of up to 65,535 bytes: its length in bytes, and its UTF-8.
    pub(crate) fn text(&mut self, text: &str) {
        self.short(text.len());
        self.0.extend_from_slice(text.as_bytes());
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
                payload::Shape::Object => Shape::Object,
                payload::Shape::Objects { .. } => Shape::Objects,
                payload::Shape::Texts { .. } => Shape::Texts,
                payload::Shape::Number => Shape::Number,
                payload::Shape::Boolean => Shape::Boolean,
                _ => Shape::Text,
            } as u8);
            self.byte(field.maximum_elements().unwrap_or_default());
            self.byte(field.section().map_or(u8::MAX, |section| section as u8));
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

    /// A whole report: where the signup stands, its sections, its issues.
    pub(crate) fn report(&mut self, report: &Report) {
        self.byte(report.status() as u8);
        self.byte(report.sections().len());
        report.sections().iter().for_each(|summary| self.summary(*summary));
        self.issues(report.issues());
    }

    /// Where one section stands.
    pub(crate) fn summary(&mut self, summary: SectionSummary) {
        self.byte(summary.section as u8);
        self.byte(summary.status as u8);
        self.short(summary.required);
        self.short(summary.fulfilled);
    }

    /// Issues, after their count: each a record of its own behind the length of it, so that the page can tell by the bytes
    /// that it has had the same issue before. Messages are not among them: the page asks for those that it does not know.
    pub(crate) fn issues(&mut self, issues: &[Issue]) {
        self.short(issues.len());
        for issue in issues {
            let start = self.0.len();
            self.short(0);
            self.byte(issue.code().field().index());
            let is_notice = issue.severity() != issue.code().reason().severity();
            self.byte(issue.code().reason() as u8 | if is_notice { NOTICE } else { 0 });
            self.place(issue.path().place());
            self.text(issue.path().key().unwrap_or_default());
            self.params(issue.params());
            self.short(issue.related().len());
            issue.related().iter().for_each(|place| self.place(*place));
            let length = u16::try_from(self.0.len() - start - 2).unwrap_or(u16::MAX);
            if let Some(head) = self.0.get_mut(start..start + 2) {
                head.copy_from_slice(&length.to_le_bytes());
            }
        }
    }

    fn params(&mut self, params: &Params) {
        self.byte(params.iter().count());
        for (name, value) in params.iter() {
            self.byte(Params::NAMES.iter().position(|known| *known == name).unwrap_or_default());
            match value {
                Param::Number(number) => {
                    self.byte(ParamTag::Number as u8);
                    self.number(number);
                }
                Param::Text(text) => {
                    self.byte(ParamTag::Text as u8);
                    self.text(text);
                }
                Param::Texts(texts) => {
                    self.byte(ParamTag::Texts as u8);
                    self.byte(texts.len());
                    texts.iter().for_each(|text| self.text(text));
                }
                Param::Numbers(numbers) => {
                    self.byte(ParamTag::Numbers as u8);
                    self.byte(numbers.len());
                    self.0.extend_from_slice(numbers);
                }
                _ => {}
            }
        }
    }
}
