//! What belongs to every code: a vector that raises it, a near miss that does not, a message in every language, a word
//! of documentation. And what belongs to no code is not there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use merchant_signup_core::{
    Cause, Code, Locale, ParamType, Payload, Rule, catalogue, catalogue_of, messages,
};
use serde_json::{Map, Value};

/// The lines of a section of a language's file, in their order.
fn section(locale: Locale, section: &str) -> Vec<(String, String)> {
    let file = format!("{}/src/messages/{}.txt", env!("CARGO_MANIFEST_DIR"), locale.tag());
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    text.lines()
        .skip_while(|line| *line != format!("[{section}]"))
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(" = ").unwrap_or_else(|| panic!("{file}: no key: {line}")))
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .collect()
}

/// What reports are written from: labels, messages and words, in one list.
fn lines(locale: Locale) -> Vec<(String, String)> {
    let of = |name: &str, prefix: &str| {
        let lines = section(locale, name).into_iter();
        lines.map(|(key, text)| (format!("{prefix}{key}"), text)).collect::<Vec<_>>()
    };
    [of("labels", "label."), of("messages", ""), of("words", "word.")].concat()
}

fn table(locale: Locale) -> BTreeMap<String, String> {
    lines(locale).into_iter().collect()
}

/// Every case of the vectors, below its file's name.
fn cases() -> Vec<(String, Value)> {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let directories = fs::read_dir(vectors).unwrap().map(|entry| entry.unwrap().path());
    let files = directories
        .filter(|path| path.is_dir())
        .flat_map(|path| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
    files
        .flat_map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let Ok(Value::Array(cases)) = serde_json::from_str(&text) else {
                panic!("{} is no list of cases", file.display());
            };
            let is_built_in = |case: &Value| {
                case["options"]["payload"].as_str().is_none_or(|name| Payload::from_name(name).is_some())
            };
            cases
                .into_iter()
                .filter(is_built_in)
                .map(move |case| (format!("{}: {}", file.display(), case["name"]), case))
        })
        .collect()
}

/// The codes of every payload that this build has.
fn every_code() -> impl Iterator<Item = Rule> {
    Payload::ALL.iter().flat_map(|payload| catalogue_of(payload))
}

/// The issues that a case expects, repeated ones once.
fn issues(case: &Value) -> Vec<&Value> {
    let issues = case["report"]["issues"].as_array().into_iter().flatten();
    issues
        .flat_map(|issue| match issue.get("$each") {
            Some(Value::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
            None => vec![issue],
        })
        .collect()
}

fn text_of<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name}: {value}"))
}

#[test]
fn every_code_has_a_vector_and_a_near_miss() {
    let (mut raised, mut missed) = (BTreeSet::new(), BTreeSet::new());
    for (name, case) in cases() {
        let codes: BTreeSet<_> =
            issues(&case).iter().map(|issue| text_of(issue, "code").to_owned()).collect();
        for near in case["near_miss_of"].as_array().into_iter().flatten() {
            let near = near.as_str().unwrap();
            assert!(case.get("report").is_some(), "{name} expects no report");
            assert!(!codes.contains(near), "{name} raises {near} and is no near miss of it");
            missed.insert(near.to_owned());
        }
        raised.extend(codes);
    }
    let known: BTreeSet<_> = every_code().map(|rule| rule.code.to_string()).collect();
    let lacking = |has: &BTreeSet<String>| known.difference(has).cloned().collect::<Vec<_>>();
    assert_eq!(lacking(&raised), Vec::<String>::new(), "no vector raises these");
    assert_eq!(lacking(&missed), Vec::<String>::new(), "these have no near miss");
    assert_eq!(raised.union(&missed).filter(|code| !known.contains(*code)).count(), 0, "no such code");
}

#[test]
fn vectors_and_the_registry_name_the_same_parameters() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, case) in cases() {
        for issue in issues(&case) {
            let code = Code::from_name(text_of(issue, "code")).expect("a code");
            assert_eq!(text_of(issue, "severity"), code.severity().name(), "{name}");
            assert_eq!(text_of(issue, "kind"), code.kind().name(), "{name}");
            let params = issue["params"].as_object().into_iter().flatten();
            for (param, value) in params.clone() {
                let is_of = match ParamType::of(param) {
                    ParamType::Number => value.is_u64(),
                    ParamType::Text => value.is_string(),
                    ParamType::Texts => all(value, Value::is_string),
                    ParamType::Numbers => all(value, Value::is_u64),
                    ParamType::NumberOrText => value.is_u64() || value.is_string(),
                };
                assert!(is_of, "{name}: {param} is not {:?}", ParamType::of(param));
            }
            seen.entry(code.to_string()).or_default().extend(params.map(|(name, _)| name.clone()));
        }
    }
    for rule in every_code() {
        let named: BTreeSet<String> = rule.params.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(seen.get(&rule.code.to_string()), Some(&named), "{}", rule.code);
    }
}

fn all(list: &Value, is: impl Fn(&Value) -> bool) -> bool {
    list.as_array().is_some_and(|items| items.iter().all(is))
}

#[test]
fn every_code_is_documented_and_found_by_its_name() {
    let mut codes = BTreeSet::new();
    for Rule { code, doc, .. } in catalogue() {
        assert!(doc.len() > 20 && doc.ends_with('.'), "{code}: {doc}");
        assert_eq!(Code::from_name(&code.to_string()), Some(code));
        assert!(codes.insert(code.to_string()), "{code} is listed twice");
    }
}

/// The lines in which an issue's message is looked for, in that order.
fn keys(code: Code, first_parameter: Option<&str>) -> Vec<String> {
    let (of_code, of_reason) = (code.to_string(), format!("*.{}", code.reason().name()));
    [of_code, of_reason]
        .into_iter()
        .flat_map(|key| first_parameter.map(|name| format!("{key}+{name}")).into_iter().chain([key]))
        .collect()
}

/// The lines that say something of a code: one without parameters, one for each parameter that may come first.
fn said_of(rule: &Rule, table: &BTreeMap<String, String>) -> Vec<Option<String>> {
    // Where the reason or what was found says it, that stands for a parameter.
    let firsts: Vec<Option<&str>> = match rule.code.to_string().as_str() {
        "document.malformed" => {
            let causes = Cause::ALL.iter().map(|cause| Some(cause.found().unwrap_or(cause.reason())));
            causes.collect()
        }
        "account_number.format" => vec![Some("letters_for_digits"), None],
        _ => rule.params.iter().copied().map(Some).chain([None]).collect(),
    };
    let firsts = firsts.into_iter();
    firsts.map(|first| keys(rule.code, first).into_iter().find(|key| table.contains_key(key))).collect()
}

#[test]
fn every_code_has_a_message_in_every_language() {
    for locale in Locale::ALL {
        let table = table(locale);
        for rule in every_code() {
            for key in said_of(&rule, &table) {
                assert!(key.is_some(), "{}: no message for {}", locale.tag(), rule.code);
            }
        }
    }
}

#[test]
fn every_field_has_a_label_in_every_language() {
    for locale in Locale::ALL {
        let table = table(locale);
        for field in Payload::SIGNUP.fields() {
            let label = table.get(&format!("label.{}", field.path()));
            assert!(label.is_some_and(|label| !label.is_empty()), "{}: {}", locale.tag(), field.path());
        }
    }
}

#[test]
fn no_line_is_dead() {
    for locale in Locale::ALL {
        let table = table(locale);
        let mut alive: BTreeSet<String> =
            every_code().flat_map(|rule| said_of(&rule, &table)).flatten().collect();
        // Of a payload that this build does not have.
        if cfg!(not(feature = "callback")) {
            alive.insert("*.required".to_owned());
        }
        alive.extend(Payload::SIGNUP.fields().map(|field| format!("label.{}", field.path())));
        let words = ["array", "boolean", "number", "object", "or", "other", "string"];
        alive.extend(words.map(|word| format!("word.{word}")));
        let dead: Vec<_> = table.keys().filter(|key| !alive.contains(*key)).collect();
        assert!(dead.is_empty(), "{}: {dead:?}", locale.tag());
    }
}

/// The program finds a text by the number of its key, in tables that `cargo xtask types` writes.
#[test]
fn the_program_says_what_the_files_say() {
    for locale in Locale::ALL.into_iter().filter(|locale| messages::is_available(*locale)) {
        for field in Payload::SIGNUP.fields() {
            let due = &table(locale)[&format!("label.{}", field.path())];
            assert_eq!(messages::label(field, locale), due, "run `cargo xtask types`");
        }
        for (code, due) in section(locale, "refusals") {
            assert_eq!(messages::refusal(&code, locale), Some(&*due), "run `cargo xtask types`");
        }
        for (key, due) in section(locale, "messages") {
            let Some(code) = Code::from_name(&key) else { continue };
            if placeholders(&due).is_empty() {
                assert_eq!(messages::message_of(code, &Map::new(), locale), due, "run `cargo xtask types`");
            }
        }
    }
}

/// No sentence is left in English, and none is copied from another language. Norwegian and Danish are so near that some
/// sentences of a few words are the same in both.
#[test]
fn every_sentence_of_every_language_is_its_own() {
    let sentences = |locale: Locale| -> BTreeMap<String, String> {
        let all = ["labels", "messages", "refusals", "form"].map(|name| section(locale, name)).concat();
        all.into_iter().filter(|(_, text)| letters(text).split_whitespace().count() > 2).collect()
    };
    let near = [Locale::Norwegian, Locale::Danish];
    for (index, locale) in Locale::ALL.into_iter().enumerate() {
        for other in Locale::ALL.into_iter().skip(index + 1) {
            let (own, others) = (sentences(locale), sentences(other));
            let copied: Vec<_> = own.iter().filter(|(key, text)| others.get(*key) == Some(text)).collect();
            let may_be_near = near.contains(&locale) && near.contains(&other);
            let is_short = |text: &str| letters(text).split_whitespace().count() < 12;
            let copied: Vec<_> =
                copied.into_iter().filter(|(_, text)| !(may_be_near && is_short(text))).collect();
            assert!(copied.is_empty(), "{} and {} share {copied:?}", locale.tag(), other.tag());
        }
    }
}

/// A text without what is in braces.
fn letters(text: &str) -> String {
    text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect()
}

fn placeholders(text: &str) -> Vec<&str> {
    text.split('{')
        .skip(1)
        .map(|rest| rest.split_once('}').unwrap_or_else(|| panic!("an open brace: {text}")).0)
        .collect()
}

#[test]
fn placeholders_are_parameters() {
    for locale in Locale::ALL {
        let table = table(locale);
        for rule in catalogue() {
            for key in said_of(&rule, &table).into_iter().flatten() {
                for name in placeholders(&table[&key]) {
                    let known = name == "field" || rule.params.contains(&name);
                    assert!(known, "{}: {key} has {{{name}}}, {} has not", locale.tag(), rule.code);
                }
            }
        }
        for (key, label) in
            table.iter().filter(|(key, _)| key.starts_with("label.") || key.starts_with("word."))
        {
            assert!(placeholders(label).is_empty(), "{}: {key}", locale.tag());
        }
    }
}

/// The same placeholders in every language, so that none says less.
#[test]
fn translations_say_as_much() {
    let english = table(Locale::English);
    for locale in Locale::ALL {
        for (key, text) in table(locale) {
            let (mut ours, mut theirs) = (placeholders(&text), placeholders(&english[&key]));
            ours.sort_unstable();
            theirs.sort_unstable();
            assert_eq!(ours, theirs, "{}: {key}", locale.tag());
        }
    }
}

#[test]
fn messages_say_what_to_do_instead_of_scolding() {
    for locale in Locale::ALL {
        let words: &[&str] = match locale {
            Locale::Norwegian => &["ugyldig", "vennligst", "obligatorisk", "påkrev", "må fylles ut", "feil"],
            Locale::Swedish => &["ogiltig", "vänligen", "obligatorisk", "måste", "fel"],
            Locale::Danish => &["ugyldig", "venligst", "obligatorisk", "påkræv", "skal udfyldes", "fejl"],
            Locale::Finnish => &["virhe", "kelpaa", "kelvoton", "ole hyvä", "pakolli", "vaaditaan"],
            _ => &["invalid", "please", "required", "error", "failed", "incorrect", "illegal"],
        };
        for (key, text) in lines(locale) {
            let lower = text.to_lowercase();
            for word in words {
                assert!(!lower.contains(word), "{}: {key}: {word}", locale.tag());
            }
            let is_word = key.starts_with("word.");
            assert!(
                is_word || text.starts_with(char::is_uppercase) || text.starts_with('{'),
                "{key}: {text}"
            );
            assert!(!text.ends_with(['.', '!', ' ']) && !text.contains("  "), "{}: {key}", locale.tag());
        }
    }
}

/// What a browser loads for a further language: the texts without their keys compress to about 2.6 KB at this size.
#[test]
fn catalogues_stay_small() {
    for locale in Locale::ALL {
        let bytes: usize = lines(locale).iter().map(|(_, text)| text.len() + 1).sum();
        assert!(bytes < 8_800, "{}: {bytes} bytes", locale.tag());
    }
}
