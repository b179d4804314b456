//! SARIF 2.1.0, the format that code hosts and editors read.

use std::collections::HashMap;

use merchant_signup::{Code, Locale, Options, RULES_VERSION, catalogue};
use serde_json::{Value, json};

use super::{Document, Region, level};
use crate::input::Source;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What stands between two results; the first has it taken away.
pub(crate) const SEPARATOR: &[u8] = b",\n";

#[derive(Debug)]
pub(crate) struct Sarif {
    /// Where each rule stands in the list of rules.
    indices: HashMap<Code, usize>,
    locale: Locale,
}

impl Sarif {
    pub(crate) fn new(locale: Locale) -> Self {
        Self { indices: catalogue().enumerate().map(|(index, rule)| (rule.code, index)).collect(), locale }
    }

    /// What comes before the results.
    pub(crate) fn head(options: &Options) -> String {
        let rules: Vec<_> = catalogue()
            .map(|rule| {
                json!({
                    "id": rule.code,
                    "shortDescription": { "text": rule.doc },
                    "help": { "text": rule.doc },
                    "defaultConfiguration": { "level": level(rule.code.severity()) },
                    "properties": { "kind": rule.code.kind().name(), "params": rule.params },
                })
            })
            .collect();
        let driver = json!({
            "name": "merchant-signup",
            "semanticVersion": RULES_VERSION,
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": rules,
        });
        let properties = json!({
            "level": options.level.name(),
            "profile": options.profile.name,
            "today": options.today.to_string(),
        });
        format!(
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\
             \"tool\":{{\"driver\":{driver}}},\
             \"columnKind\":\"unicodeCodePoints\",\
             \"properties\":{properties},\n\"results\":[\n"
        )
    }

    /// What comes behind the results.
    pub(crate) fn tail(all_read: bool) -> String {
        format!("\n],\"invocations\":[{{\"executionSuccessful\":{all_read}}}]}}]}}\n")
    }

    /// A result for each issue.
    pub(crate) fn document(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        let uri = uri(document.source);
        let mut seen = HashMap::new();
        for (issue, region) in document.report.issues().iter().zip(document.regions()) {
            let pointer = issue.path().to_string();
            let location = location(&uri, region, document.first_line());
            let mut result = json!({
                "ruleId": issue.code(),
                "ruleIndex": self.indices.get(&issue.code()),
                "level": level(issue.severity()),
                "message": { "text": issue.message(self.locale) },
                "locations": [{
                    "physicalLocation": location,
                    "logicalLocations": [{ "fullyQualifiedName": pointer }],
                }],
                "properties": { "path": pointer, "kind": issue.kind().name(), "params": issue.params() },
            });
            let related: Vec<_> = document
                .regions_of(issue.related())
                .into_iter()
                .map(|(place, region)| {
                    json!({
                        "physicalLocation": location_of(&uri, region),
                        "message": { "text": place.to_string() },
                    })
                })
                .collect();
            // The same code at the same path again: one of several keys that are not repeated.
            let again = seen.entry((issue.code(), pointer.clone())).or_insert(0_u32);
            let print = fingerprint(&[
                &uri,
                &document.line.unwrap_or_default().to_string(),
                &issue.code().to_string(),
                &pointer,
                &again.to_string(),
            ]);
            *again += 1;
            if let Value::Object(result) = &mut result {
                if !related.is_empty() {
                    result.insert("relatedLocations".to_owned(), Value::Array(related));
                }
                if let (Some(key), Some(Value::Object(properties))) =
                    (document.key, result.get_mut("properties"))
                {
                    properties.insert("key".to_owned(), json!(key));
                }
                result.insert("partialFingerprints".to_owned(), json!({ "issue/v1": print }));
            }
            out.extend_from_slice(SEPARATOR);
            let _ = serde_json::to_writer(&mut *out, &result);
        }
    }
}

fn location(uri: &str, region: Option<Region>, line: usize) -> Value {
    match region {
        Some(region) => location_of(uri, region),
        None => json!({ "artifactLocation": { "uri": uri }, "region": { "startLine": line } }),
    }
}

fn location_of(uri: &str, region: Region) -> Value {
    json!({
        "artifactLocation": { "uri": uri },
        "region": {
            "startLine": region.start.line,
            "startColumn": region.start.column,
            "endLine": region.end.line,
            "endColumn": region.end.column,
        },
    })
}

/// A source as a URI: relative where it was named so.
fn uri(source: &Source) -> String {
    let Some(path) = &source.path else { return "stdin".to_owned() };
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str(if source.name.starts_with('/') { "file://" } else { "file:///" });
    }
    let name = if cfg!(windows) { source.name.replace('\\', "/") } else { source.name.clone() };
    // A colon in the first part of a relative path would look like a scheme.
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// What is the same from run to run for the same issue of the same source: of codes and places, not of what was typed.
fn fingerprint(parts: &[&str]) -> String {
    // FNV-1a, 64 bits.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn sources_become_uris() {
        let uri = |name: &str| uri(&Source::new(OsStr::new(name)));
        assert_eq!(uri("a b/ø:1.json"), "a%20b/%C3%B8%3A1.json");
        assert_eq!(uri("-"), "stdin");
        if cfg!(unix) {
            assert_eq!(uri("/tmp/a.json"), "file:///tmp/a.json");
        }
    }

    #[test]
    fn fingerprints_tell_their_parts_apart() {
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a", "b"]));
        assert_ne!(fingerprint(&["a", "b"]), fingerprint(&["ab", ""]));
    }
}
