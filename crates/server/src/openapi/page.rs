//! The document as a page: plain HTML that needs no script.

use std::fmt::Write as _;
use std::sync::LazyLock;

use merchant_signup::catalogue;
use serde_json::{Map, Value};

use crate::paths::{DOCUMENT, PAGE_STYLESHEET};

/// The page. Whatever comes from the document is escaped.
pub(super) fn page(document: &Value) -> String {
    let mut page = Page(String::with_capacity(256 * 1024));
    page.whole(document);
    page.0
}

struct Page(String);

/// Writes to a page; writing to a text does not fail.
macro_rules! put {
    ($page:expr, $($words:tt)*) => { { let _ = write!($page.0, $($words)*); } };
}

impl Page {
    fn whole(&mut self, document: &Value) {
        let title = escaped(text(document, "/info/title"));
        put!(self, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        put!(self, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        put!(self, "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}: the API</title>\n");
        put!(self, "<link rel=\"stylesheet\" href=\"{}\">\n</head>\n<body>\n", PAGE_STYLESHEET);
        put!(self, "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
        self.contents(document);
        put!(
            self,
            "<main id=\"main\">\n<h1>{title}</h1>\n<p class=\"lead\">{}</p>\n",
            escaped(text(document, "/info/summary"))
        );
        self.prose(text(document, "/info/description"));
        put!(
            self,
            "<p>Version {}. For programs: <a href=\"{}\">the OpenAPI document</a>.</p>\n",
            escaped(text(document, "/info/version")),
            DOCUMENT
        );
        self.security(document);
        for tag in list(document, "/tags") {
            self.tag(document, tag);
        }
        self.schemas(document);
        self.codes();
        put!(self, "</main>\n</body>\n</html>\n");
    }

    fn contents(&mut self, document: &Value) {
        put!(self, "<nav aria-label=\"Contents\">\n<ul>\n");
        for tag in list(document, "/tags") {
            let name = text(tag, "/name");
            put!(self, "<li><a href=\"#{}\">{}</a>\n<ul>\n", anchor("tag", name), escaped(name));
            for (_, _, operation) in operations(document).filter(|(_, _, operation)| is_of(operation, name)) {
                let id = anchor("operation", text(operation, "/operationId"));
                put!(self, "<li><a href=\"#{id}\">{}</a></li>\n", escaped(text(operation, "/summary")));
            }
            put!(self, "</ul></li>\n");
        }
        put!(
            self,
            "<li><a href=\"#schemas\">Schemas</a></li>\n<li><a href=\"#codes\">Codes of issues</a></li>\n</ul>\n</nav>\n"
        );
    }

    fn security(&mut self, document: &Value) {
        put!(self, "<h2 id=\"authorization\">Authorization</h2>\n");
        for scheme in members(document, "/components/securitySchemes").values() {
            self.prose(text(scheme, "/description"));
        }
    }

    fn tag(&mut self, document: &Value, tag: &Value) {
        let name = text(tag, "/name");
        put!(
            self,
            "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n",
            anchor("tag", name),
            escaped(name)
        );
        self.prose(text(tag, "/description"));
        for (path, method, operation) in
            operations(document).filter(|(_, _, operation)| is_of(operation, name))
        {
            self.operation(document, path, method, operation);
        }
        put!(self, "</section>\n");
    }

    fn operation(&mut self, document: &Value, path: &str, method: &str, operation: &Value) {
        let id = anchor("operation", text(operation, "/operationId"));
        put!(
            self,
            "<article aria-labelledby=\"{id}\">\n<h3 id=\"{id}\">{}</h3>\n",
            escaped(text(operation, "/summary"))
        );
        put!(self, "<p class=\"route\"><b>{}</b> <code>{}</code></p>\n", method.to_uppercase(), broken(path));
        self.prose(text(operation, "/description"));
        let shared =
            list(document, &format!("/paths/{}/parameters", path.replace('~', "~0").replace('/', "~1")));
        let parameters: Vec<&Value> =
            shared.iter().chain(list(operation, "/parameters")).map(|one| resolved(document, one)).collect();
        if !parameters.is_empty() {
            put!(self, "<h4>Parameters</h4>\n<dl>\n");
            for parameter in parameters {
                let needed = if is_true(parameter, "/required") { ", needed" } else { "" };
                put!(
                    self,
                    "<dt><code>{}</code> <span>{}{needed}</span></dt>\n<dd>\n",
                    escaped(text(parameter, "/name")),
                    escaped(text(parameter, "/in"))
                );
                self.prose(text(parameter, "/description"));
                self.shape(parameter.get("schema").unwrap_or(&Value::Null));
                put!(self, "</dd>\n");
            }
            put!(self, "</dl>\n");
        }
        if let Some(body) = operation.get("requestBody") {
            put!(self, "<h4>Body</h4>\n");
            self.prose(text(body, "/description"));
            self.content(body);
        }
        put!(self, "<h4>Answers</h4>\n<dl>\n");
        for (status, response) in members(operation, "/responses") {
            put!(self, "<dt><code>{}</code></dt>\n<dd>\n", escaped(status));
            let description = text(response, "/description");
            // Every refusal is of the same kind: a line says which, and the rest is there for whoever asks.
            let (title, more) = description.split_once('\n').unwrap_or((description, ""));
            let is_refusal = !status.starts_with('2');
            if is_refusal {
                put!(self, "<details><summary>{}</summary>\n", inline(title));
                self.prose(more);
            } else {
                self.prose(description);
            }
            self.headers(document, response);
            self.content(response);
            put!(self, "{}</dd>\n", if is_refusal { "</details>\n" } else { "" });
        }
        put!(self, "</dl>\n</article>\n");
    }

    fn headers(&mut self, document: &Value, response: &Value) {
        for (name, header) in members(response, "/headers") {
            let description = text(resolved(document, header), "/description");
            put!(self, "<p>Header <code>{}</code>: {}</p>\n", escaped(name), inline(description));
        }
    }

    fn content(&mut self, of: &Value) {
        for (media_type, content) in members(of, "/content") {
            put!(self, "<p><code>{}</code>: ", escaped(media_type));
            self.kind(content.get("schema").unwrap_or(&Value::Null));
            put!(self, "</p>\n");
            if let Some(example) = content.get("example") {
                let example = serde_json::to_string_pretty(example).unwrap_or_default();
                put!(
                    self,
                    "<details><summary>Example</summary>\n<pre tabindex=\"0\"><code>{}</code></pre></details>\n",
                    escaped(&example)
                );
            }
        }
    }

    fn schemas(&mut self, document: &Value) {
        put!(self, "<section aria-labelledby=\"schemas\">\n<h2 id=\"schemas\">Schemas</h2>\n");
        for (name, schema) in members(document, "/components/schemas") {
            let id = anchor("schema", name);
            put!(self, "<article aria-labelledby=\"{id}\">\n<h3 id=\"{id}\">{}</h3>\n", escaped(name));
            self.shape(schema);
            put!(self, "</article>\n");
        }
        put!(self, "</section>\n");
    }

    /// What a value looks like, at length.
    fn shape(&mut self, schema: &Value) {
        self.prose(text(schema, "/description"));
        put!(self, "<p>");
        self.kind(schema);
        put!(self, "</p>\n");
        self.limits(schema);
        self.fields(schema);
        if let Some(items) = schema.get("items") {
            self.fields(items);
        }
        for part in list(schema, "/allOf").iter().chain(list(schema, "/anyOf")) {
            self.limits(part);
            self.fields(part);
        }
        if list(schema, "/allOf").iter().any(|part| part.get("if").is_some()) {
            put!(
                self,
                "<p>Other answers decide what else is owed: the OpenAPI document has it in full.</p>\n"
            );
        }
    }

    fn fields(&mut self, schema: &Value) {
        let fields = members(schema, "/properties");
        if fields.is_empty() {
            return;
        }
        put!(self, "<dl>\n");
        for (name, field) in fields {
            let is_needed = list(schema, "/required").iter().any(|needed| needed == name);
            let needed = if is_needed { " <span>needed</span>" } else { "" };
            put!(self, "<dt><code>{}</code>{needed}</dt>\n<dd>\n", escaped(name));
            self.prose(text(field, "/title"));
            self.shape(field);
            put!(self, "</dd>\n");
        }
        put!(self, "</dl>\n");
    }

    /// What kind of value it is, in a line.
    fn kind(&mut self, schema: &Value) {
        if let Some(name) = text(schema, "/$ref").rsplit('/').next().filter(|name| !name.is_empty()) {
            put!(self, "<a href=\"#{}\">{}</a>", anchor("schema", name), escaped(name));
            return;
        }
        if let Some(alternatives) = schema.get("anyOf").and_then(Value::as_array) {
            for (index, alternative) in alternatives.iter().enumerate() {
                put!(self, "{}", if index == 0 { "" } else { " or " });
                self.kind(alternative);
            }
            return;
        }
        let types = match schema.get("type") {
            Some(Value::String(kind)) => words(kind).to_owned(),
            Some(Value::Array(kinds)) => {
                kinds.iter().filter_map(Value::as_str).map(words).collect::<Vec<_>>().join(" or ")
            }
            _ if schema.get("enum").is_some() => "one of some values".to_owned(),
            _ if schema.get("allOf").is_some() => "an object".to_owned(),
            _ => "anything".to_owned(),
        };
        put!(self, "{types}");
        let format = text(schema, "/format");
        if !format.is_empty() {
            put!(self, " ({})", escaped(format));
        }
        if let Some(items) = schema.get("items") {
            put!(self, " of ");
            self.kind(items);
        }
        for part in list(schema, "/allOf").iter().filter(|part| part.get("$ref").is_some()) {
            put!(self, ", as ");
            self.kind(part);
        }
    }

    fn limits(&mut self, schema: &Value) {
        let limits = [
            ("minLength", "at least", "characters"),
            ("maxLength", "at most", "characters"),
            ("minItems", "at least", "elements"),
            ("maxItems", "at most", "elements"),
            ("minimum", "at least", ""),
            ("exclusiveMinimum", "more than", ""),
            ("maximum", "at most", ""),
            ("default", "unless told:", ""),
        ];
        let limits: Vec<String> = limits
            .into_iter()
            .filter_map(|(name, before, after)| {
                let limit = format!("{before} <code>{}</code> {after}", escaped(&shown(schema.get(name)?)));
                Some(limit.trim_end().to_owned())
            })
            .collect();
        if !limits.is_empty() {
            put!(self, "<p>{}</p>\n", limits.join(", "));
        }
        let values: Vec<String> = list(schema, "/enum")
            .iter()
            .map(|value| format!("<code>{}</code>", escaped(&shown(value))))
            .collect();
        if !values.is_empty() {
            self.folded(values.len() > 12, &format!("{} values", values.len()), &values.join(" "));
        }
        let pattern = text(schema, "/pattern");
        if !pattern.is_empty() {
            let pattern = format!("<code>{}</code>", broken(pattern));
            self.folded(pattern.len() > 80, "Pattern", &pattern);
        }
    }

    fn folded(&mut self, is_folded: bool, summary: &str, html: &str) {
        if is_folded {
            put!(self, "<details><summary>{summary}</summary>\n<p>{html}</p></details>\n");
        } else {
            put!(self, "<p>{html}</p>\n");
        }
    }

    fn codes(&mut self) {
        put!(self, "<section aria-labelledby=\"codes\">\n<h2 id=\"codes\">Codes of issues</h2>\n");
        put!(
            self,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"codes\">\n<table>\n<thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Severity</th><th scope=\"col\">When</th></tr></thead>\n<tbody>\n"
        );
        for rule in catalogue() {
            let severity = rule.code.severity().name();
            let code = rule.code.to_string();
            put!(
                self,
                "<tr><th scope=\"row\"><code>{}</code></th><td class=\"{severity}\">{severity}</td><td>{}</td></tr>\n",
                broken(&code),
                inline(rule.doc)
            );
        }
        put!(self, "</tbody>\n</table>\n</div>\n</section>\n");
    }

    /// Paragraphs and lists.
    fn prose(&mut self, text: &str) {
        let mut is_list = false;
        for line in text.lines().filter(|line| !line.is_empty()) {
            let element = line.strip_prefix("- ");
            if element.is_some() != is_list {
                is_list = element.is_some();
                put!(self, "{}", if is_list { "<ul>\n" } else { "</ul>\n" });
            }
            match element {
                Some(element) => put!(self, "<li>{}</li>\n", inline(element)),
                None => put!(self, "<p>{}</p>\n", inline(line)),
            }
        }
        if is_list {
            put!(self, "</ul>\n");
        }
    }
}

/// The operations, with their paths and methods, in the order of the document; then what endpoints are told, with its
/// name for a path.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    members(document, "/paths").iter().chain(members(document, "/webhooks")).flat_map(|(path, item)| {
        let operations = item.as_object().into_iter().flatten();
        operations
            .filter(|(method, _)| *method != "parameters")
            .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn is_of(operation: &Value, tag: &str) -> bool {
    list(operation, "/tags").iter().any(|name| name == tag)
}

/// What a reference leads to.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = text(value, "/$ref").strip_prefix('#').unwrap_or_default();
    if pointer.is_empty() { value } else { document.pointer(pointer).unwrap_or(value) }
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn members<'a>(value: &'a Value, pointer: &str) -> &'a Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    value.pointer(pointer).and_then(Value::as_object).unwrap_or(&NONE)
}

fn is_true(value: &Value, pointer: &str) -> bool {
    value.pointer(pointer) == Some(&Value::Bool(true))
}

fn words(kind: &str) -> &str {
    match kind {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "true or false",
        "null" => "nothing",
        other => other,
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The id of a part of the page.
fn anchor(kind: &str, name: &str) -> String {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{kind}-{name}")
}

/// Text with what stands between backticks as code.
fn inline(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts
        .map(|(index, part)| {
            let part = escaped(part);
            if index % 2 == 1 { format!("<code>{part}</code>") } else { part }
        })
        .collect()
}

/// A long word that may be broken where it has a mark.
fn broken(word: &str) -> String {
    escaped(word).replace('/', "/<wbr>").replace('.', ".<wbr>").replace('|', "|<wbr>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_document_says_is_text() {
        let document = json!({
            "info": { "title": "<script>alert(1)</script>", "description": "Says `<b>`\n- one & more" },
        });
        let page = page(&document);
        assert!(!page.contains("<script"));
        assert!(page.contains("Says <code>&lt;b&gt;</code>"));
        assert!(page.contains("<ul>\n<li>one &amp; more</li>\n</ul>"));
    }

    #[test]
    fn the_page_has_no_script_no_inline_style_and_one_place_for_each_link() {
        let page = page(&super::super::document(true));
        for refused in ["<script", " style=", " onclick", "http://", "//cdn"] {
            assert!(!page.contains(refused), "{refused}");
        }
        let after = |mark: &'static str| page.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
        let mut ids: Vec<&str> = after(" id=\"").collect();
        for link in after("href=\"#") {
            assert!(ids.contains(&link), "{link} leads nowhere");
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "an id stands twice");
        for name in
            ["dl", "dd", "dt", "ul", "li", "article", "section", "details", "p", "code", "a", "div", "table"]
        {
            let opened =
                page.matches(&format!("<{name}>")).count() + page.matches(&format!("<{name} ")).count();
            assert_eq!(opened, page.matches(&format!("</{name}>")).count(), "{name}");
        }
    }
}
