//! The files of the languages, `crates/core/src/messages/<tag>.txt`: read, and held against the English one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};

use crate::shell::root;

const FOLDER: &str = "crates/core/src/messages";

/// The language whose keys every other language has.
const ENGLISH: &str = "en";

/// The sections of a file. All but the form's lines are sorted by key, so that two people's additions merge.
const SECTIONS: [&str; 6] = ["language", "labels", "messages", "words", "refusals", "form"];

/// A language: what it is called, and everything that the product says in it.
#[derive(Debug)]
pub(super) struct Language {
    /// Its tag, such as `nb`: the name of its file.
    pub(super) tag: String,
    /// Its name in itself.
    pub(super) name: String,
    /// Its name in English.
    pub(super) english: String,
    /// Tags of languages that the product does not speak, whose readers understand this one.
    pub(super) also: Vec<String>,
    /// The tag that dates and numbers are written by.
    pub(super) formats: String,
    sections: BTreeMap<String, Vec<Line>>,
}

/// A line of a file: a key, its text, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) text: String,
    /// `file:line`, for errors.
    pub(super) place: String,
}

impl Language {
    /// The lines of a section, in the order of the file.
    pub(super) fn lines(&self, section: &str) -> &[Line] {
        self.sections.get(section).map_or(&[], Vec::as_slice)
    }

    /// The text for a key of a section.
    pub(super) fn text(&self, section: &str, key: &str) -> Option<&str> {
        self.lines(section).iter().find(|line| line.key == key).map(|line| line.text.as_str())
    }

    /// The language's name in the program: the first word of its English name.
    pub(super) fn variant(&self) -> &str {
        self.english.split(' ').next().unwrap_or_default()
    }

    /// Whether it is the one whose keys every other has.
    pub(super) fn is_english(&self) -> bool {
        self.tag == ENGLISH
    }

    fn read(tag: &str, text: &str) -> Result<Self> {
        let file = format!("{FOLDER}/{tag}.txt");
        let mut sections: BTreeMap<String, Vec<Line>> = BTreeMap::new();
        let mut section = None;
        for (index, line) in text.lines().enumerate() {
            let place = format!("{file}:{}", index + 1);
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                ensure!(
                    SECTIONS.contains(&name),
                    "{place}: there is no section [{name}]; there are {}",
                    SECTIONS.join(", ")
                );
                section = Some(name.to_owned());
                continue;
            }
            let section =
                section.clone().with_context(|| format!("{place}: no section begins above this line"))?;
            let (key, text) =
                line.split_once(" = ").with_context(|| format!("{place}: not `key = text`: {line}"))?;
            let (key, text) = (key.trim().to_owned(), text.trim().to_owned());
            let lines = sections.entry(section.clone()).or_default();
            if let Some(other) = lines.iter().find(|other| other.key == key) {
                bail!("{place}: `{key}` stands at {} already", other.place);
            }
            if let Some(before) = lines.last().filter(|_| !matches!(&*section, "language" | "form")) {
                ensure!(
                    format!("{} =", before.key) < format!("{key} ="),
                    "{place}: `{key}` belongs before `{}`: the lines of [{section}] are sorted",
                    before.key
                );
            }
            lines.push(Line { key, text, place });
        }
        let fact = |key: &str| {
            let lines = sections.get("language").map_or(&[][..], Vec::as_slice);
            lines.iter().find(|line| line.key == key).map(|line| line.text.clone())
        };
        let due = |key: &str| fact(key).with_context(|| format!("{file}: [language] lacks `{key}`"));
        let also = fact("also").unwrap_or_default();
        Ok(Self {
            tag: tag.to_owned(),
            name: due("name")?,
            english: due("english")?,
            also: also.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
            formats: fact("formats").unwrap_or_else(|| tag.to_owned()),
            sections,
        })
    }

    /// Fails where this language lacks a line that English has, or has one that English lacks.
    fn has_the_lines_of(&self, english: &Self) -> Result<()> {
        for section in SECTIONS.into_iter().filter(|section| *section != "language") {
            let keys = |language: &Self| -> BTreeSet<String> {
                language.lines(section).iter().map(|line| line.key.clone()).collect()
            };
            let (own, due) = (keys(self), keys(english));
            for line in english.lines(section) {
                // A reference to a label is the same in every language, and stands in the English file alone.
                let is_due = !(section == "form" && is_reference(&line.text));
                // Another language may have other forms of a plural than English has.
                let is_due = is_due && (section != "form" || !is_plural_but_other(&line.key));
                ensure!(
                    own.contains(&line.key) || !is_due,
                    "{FOLDER}/{}.txt: [{section}] lacks `{}`, which stands at {}",
                    self.tag,
                    line.key,
                    line.place
                );
            }
            for line in self.lines(section) {
                let is_known = due.contains(&line.key)
                    || (section == "form" && due.contains(&format!("{}.other", plural_of(&line.key))));
                ensure!(is_known, "{}: the English file has no `{}` in [{section}]", line.place, line.key);
            }
        }
        Ok(())
    }
}

/// Whether a text of the form is a field's name and nothing else, such as `{label.bank_name}`.
pub(super) fn is_reference(text: &str) -> bool {
    text.strip_prefix("{label.")
        .and_then(|text| text.strip_suffix('}'))
        .is_some_and(|path| !path.contains('{'))
}

/// The forms of a plural: those of Unicode's plural rules, and `none` for the number 0.
pub(super) const PLURALS: [&str; 7] = ["none", "zero", "one", "two", "few", "many", "other"];

fn plural_of(key: &str) -> &str {
    key.rsplit_once(").").map_or(key, |(head, _)| key.get(..=head.len()).unwrap_or(key))
}

fn is_plural_but_other(key: &str) -> bool {
    key.rsplit_once(").").is_some_and(|(_, form)| form != "other")
}

/// All languages: English first, the others by their tags.
///
/// # Errors
///
/// A file that cannot be read, a line that is not of its form, a key that English has and another language lacks, or the
/// other way round. The error names the file, the line and the key.
pub(super) fn languages() -> Result<Vec<Language>> {
    let folder = root().join(FOLDER);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| format!("{FOLDER} cannot be read"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort_by_key(|file| (file.file_stem().is_some_and(|tag| tag != ENGLISH), file.clone()));
    let mut languages = Vec::new();
    for file in files {
        let tag = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).with_context(|| format!("{FOLDER}/{tag}.txt cannot be read"))?;
        languages.push(Language::read(&tag, &text)?);
    }
    let (english, others) = languages.split_first().context("there is no language")?;
    ensure!(english.tag == ENGLISH, "{FOLDER}/{ENGLISH}.txt is missing");
    others.iter().try_for_each(|language| language.has_the_lines_of(english))?;
    Ok(languages)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "[language]\nname = English\nenglish = English\n[labels]\nbank_name = Bank\n";

    fn error(text: &str) -> String {
        Language::read("xx", text).unwrap_err().to_string()
    }

    #[test]
    fn errors_name_the_file_the_line_and_the_key() {
        assert_eq!(
            error(&format!("{ENGLISH}account = A\n")),
            "crates/core/src/messages/xx.txt:6: `account` belongs before `bank_name`: the lines of [labels] are sorted"
        );
        assert!(error(&format!("{ENGLISH}bank_name = A\n")).contains("xx.txt:6: `bank_name` stands at"));
        assert!(error("[lables]\n").contains("xx.txt:1: there is no section [lables]"));
        assert!(error("[labels]\n\nbank_name: Bank\n").contains("xx.txt:3: not `key = text`"));
        assert!(error("bank_name = Bank\n").contains("xx.txt:1: no section begins"));
    }

    #[test]
    fn a_language_has_the_lines_of_english() {
        let english = Language::read("en", ENGLISH).unwrap();
        let less = Language::read("xx", "[language]\nname = X\nenglish = X\n").unwrap();
        let error = less.has_the_lines_of(&english).unwrap_err().to_string();
        assert!(error.contains("xx.txt: [labels] lacks `bank_name`, which stands at"), "{error}");
        let more = Language::read("xx", &format!("{ENGLISH}revenue = R\n")).unwrap();
        let error = more.has_the_lines_of(&english).unwrap_err().to_string();
        assert!(error.contains("xx.txt:6: the English file has no `revenue`"), "{error}");
    }

    #[test]
    fn a_language_may_have_other_plurals_and_no_references() {
        let english = Language::read(
            "en",
            "[language]\nname = E\nenglish = E\n[form]\nbank = {label.bank_name}\nsum(count).one = {count}\nsum(count).other = {count}\n",
        );
        let polish = "[language]\nname = P\nenglish = P\n[form]\nsum(count).few = {count}\nsum(count).other = {count}\n";
        let polish = Language::read("pl", polish).unwrap();
        polish.has_the_lines_of(&english.unwrap()).unwrap();
    }
}
