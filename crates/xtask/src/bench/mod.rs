//! `cargo xtask bench`: every comparison in one go, written to docs/benchmarks.md.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, ensure};
use merchant_signup_core::Locale;
use serde_json::Value;

use crate::shell::{self, cargo, command, read, root, say, target};
use crate::{peers, wasm};

mod batch;
mod chart;

use batch::Batch;
use chart::{Bar, Chart};

/// The page's text above the figures.
const METHOD: &str = include_str!("../../templates/benchmarks.md");

/// The page's text below the figures.
const LIMITS: &str = include_str!("../../templates/benchmarks-limits.md");

/// Times by the name of what was measured.
type Times = BTreeMap<String, f64>;

/// A figure that is aimed at.
struct Figure {
    name: String,
    found: f64,
    aim: Aim,
    unit: &'static str,
}

enum Aim {
    AtMost(f64),
    AtLeast(f64),
    /// It says what others are worth.
    Nothing,
}

impl Figure {
    fn at_most(name: impl Into<String>, found: f64, aim: f64) -> Self {
        Self { name: name.into(), found, aim: Aim::AtMost(aim), unit: "" }
    }

    fn at_least(name: impl Into<String>, found: f64, aim: f64) -> Self {
        Self { name: name.into(), found, aim: Aim::AtLeast(aim), unit: "" }
    }

    fn without_aim(name: impl Into<String>, found: f64) -> Self {
        Self { name: name.into(), found, aim: Aim::Nothing, unit: "" }
    }

    fn is_reached(&self) -> bool {
        match self.aim {
            Aim::Nothing => true,
            Aim::AtMost(aim) => self.found <= aim,
            Aim::AtLeast(aim) => self.found >= aim,
        }
    }

    fn row(&self) -> String {
        let Self { name, found, unit, .. } = self;
        let (sign, aim) = match self.aim {
            Aim::AtMost(aim) => ("≤", aim),
            Aim::AtLeast(aim) => ("≥", aim),
            Aim::Nothing => return format!("| {name} | {}{unit} | | |\n", number(*found)),
        };
        let reached = if self.is_reached() { "yes" } else { "no" };
        format!("| {name} | {}{unit} | {sign} {}{unit} | {reached} |\n", number(*found), number(aim))
    }
}

/// A number with about three significant digits; large ones whole, with commas between the thousands.
fn number(value: f64) -> String {
    match value {
        value if value >= 1000.0 => {
            let digits = format!("{value:.0}");
            let mut grouped = String::new();
            for (index, digit) in digits.chars().enumerate() {
                if index > 0 && (digits.len() - index) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            grouped
        }
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 0.1 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}

/// Measures everything, prints it, and writes the page and its charts.
///
/// # Errors
///
/// When something that is measured cannot be built or does not run.
pub(crate) fn run(rounds: u32, lines: u32) -> Result<()> {
    let native = native(200)?;
    let batch = batch::measure(lines)?;
    peers::run(rounds, &[], &target().join("release"))?;
    let text = fs::read_to_string(target().join("peers.json"))?;
    let peers: Value = serde_json::from_str(&text).context("peers.json is no JSON")?;
    let languages = languages()?;

    let mut page = METHOD.replace("{machine}", &machine(&peers)?);
    page.push_str("\n## The figures\n\n| figure | found | aim | reached |\n|---|---:|---:|---|\n");
    for figure in figures(&native, &batch, &peers, &languages) {
        page.push_str(&figure.row());
    }
    page.push_str(&native_table(&native)?);
    page.push_str(&batch.table());
    for (place, title) in [("node", "In Node"), ("chromium", "In Chromium")] {
        if let Some(times) = peers.pointer(&format!("/times/{place}")).and_then(Value::as_object) {
            let times =
                times.iter().filter_map(|(name, time)| Some((name.clone(), time.as_f64()?))).collect();
            page.push_str(&in_javascript(place, title, &times)?);
        }
    }
    page.push_str(&sizes(&peers, &languages)?);
    page.push_str(LIMITS);
    let file = root().join("docs/benchmarks.md");
    fs::write(&file, &page)?;
    println!("{page}");
    say(format_args!("Written to {}", shell::shown(&file)));
    Ok(())
}

/// Checks the ratios that CI enforces. Each has room for the noise of a small machine; absolute times are never checked.
///
/// # Errors
///
/// When a ratio has slipped, or something does not run.
pub(crate) fn ratios() -> Result<()> {
    let native = native(30)?;
    // The step `test` has built it: nothing is built a second time.
    shell::build_as_tested()?;
    peers::run(30, &["node"], &target().join("debug"))?;
    let peers: Value = serde_json::from_str(&fs::read_to_string(target().join("peers.json"))?)?;
    let time = |name: &str| native.get(name).copied().unwrap_or(f64::NAN);
    let figure = |name: &str| {
        let mut figures = peers.get("figures").and_then(Value::as_array).into_iter().flatten();
        let found = figures.find(|figure| figure.get("name").and_then(Value::as_str) == Some(name));
        found.and_then(|found| found.get("value")?.as_f64()).unwrap_or(f64::NAN)
    };
    let node = |name: &str, most| Figure::at_most(format!("Node: {name}"), figure(name), most);
    let (check, typed) = (time("check_slice"), time("serde_json, SignupRequest"));
    let held = [
        Figure::at_most("check_slice / serde_json into the typed struct", check / typed, 1.75),
        Figure::at_most("check_slice / jsonschema", check / time("jsonschema, submission"), 0.65),
        Figure::at_most(
            "the rules / serde_json into the typed struct",
            time("of it the rules") / typed,
            0.65,
        ),
        node("cold ready / fastest complete peer", 1.4),
        node("cold, twenty faults / fastest complete peer", 0.8),
        node("typing, issues stay / fastest complete peer", 0.6),
        node("typing, issues change / fastest complete peer", 0.8),
        node("typing, half-filled signup / fastest complete peer", 0.8),
        node("draft: set, status, issuesAt / fastest peer's check", 0.4),
    ];
    let slipped: Vec<String> = held.iter().filter(|figure| !figure.is_reached()).map(Figure::row).collect();
    held.iter().for_each(|figure| print!("{}", figure.row()));
    ensure!(slipped.is_empty(), "slipped:\n{}", slipped.concat());
    Ok(())
}

fn native(rounds: u32) -> Result<Times> {
    say("Measuring natively");
    let file = target().join("native.json");
    let words = ["bench", "--package", "merchant-signup", "--features", "json-schema", "--bench", "check"];
    shell::run(cargo(words).env("FIGURES", &file).env("ROUNDS", rounds.to_string()))?;
    serde_json::from_str(&fs::read_to_string(file)?).context("the benchmark wrote no figures")
}

/// Bytes after brotli of each language but English.
fn languages() -> Result<Times> {
    let mut sizes = Times::new();
    for locale in Locale::ALL.into_iter().skip(1) {
        let file = root().join(format!("web/package/wasm/messages/{}.js", locale.tag()));
        sizes.insert(locale.tag().to_owned(), wasm::brotli_size(&file)?.into());
    }
    Ok(sizes)
}

fn machine(peers: &Value) -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let rust = read(command("rustc").arg("--version"))?;
    let text = |name: &str| peers[name].as_str().unwrap_or("?").to_owned();
    Ok(format!(
        "{}, {cores} cores · {} · Node {} · Chromium {}",
        text("machine"),
        rust.split(" (").next().unwrap_or_default(),
        text("node"),
        text("chromium")
    ))
}

fn figures(native: &Times, batch: &Batch, peers: &Value, languages: &Times) -> Vec<Figure> {
    let time = |name: &str| native.get(name).copied().unwrap_or(f64::NAN);
    let (check, rules, typed) =
        (time("check_slice"), time("of it the rules"), time("serde_json, SignupRequest"));
    let mut figures = vec![
        Figure::at_most(
            "`check_slice`, ready signup / serde_json into the typed struct",
            check / typed,
            1.05,
        ),
        Figure::at_most(
            "the same / `jsonschema` parse and validate",
            check / time("jsonschema, submission"),
            0.33,
        ),
        Figure::at_most("the rules alone / the typed parse", rules / typed, 0.22),
        Figure::at_least("batch on two cores / on one, throughput", batch.two_cores_of_one(), 1.8),
        Figure::at_least(
            "batch / reading the lines into the typed struct, throughput",
            batch.of_reading(),
            0.85,
        ),
        Figure { unit: " MiB", ..Figure::at_most("memory of a batch, peak", batch.peak_mib, 64.0) },
    ];
    for found in peers["figures"].as_array().into_iter().flatten() {
        let text = |name: &str| found[name].as_str().unwrap_or_default();
        let number = |name: &str| found[name].as_f64().unwrap_or(f64::NAN);
        let of = found["of"].as_str().map(|of| format!(" ({of})")).unwrap_or_default();
        let name = format!("{}: {}{of}", text("where"), text("name"));
        figures.push(match found["aim"].as_f64() {
            Some(aim) => Figure::at_most(name, number("value"), aim),
            None => Figure::without_aim(name, number("value")),
        });
    }
    for (tag, size) in languages {
        figures.push(Figure {
            unit: " B",
            ..Figure::at_most(format!("language `{tag}`, brotli"), *size, 2048.0)
        });
    }
    figures
}

fn native_table(native: &Times) -> Result<String> {
    let names = [
        "check_slice",
        "of it reading a draft",
        "of it the rules",
        "parse_slice",
        "serde_json, SignupRequest",
        "serde_json, Value",
        "jsonschema, submission",
        "jsonschema, contract",
    ];
    let mut table =
        String::from("\n## Natively\n\nThe ready example; nanoseconds.\n\n| | ns |\n|---|---:|\n");
    let mut bars = Vec::new();
    for name in names {
        let time = native.get(name).copied().unwrap_or(f64::NAN);
        writeln!(table, "| {name} | {} |", number(time))?;
        if !name.starts_with("of it") {
            bars.push(Bar { name: name.to_owned(), value: time, is_ours: name.ends_with("_slice") });
        }
    }
    let chart = Chart { title: "A ready signup, natively", unit: "ns", bars };
    Ok(format!("{table}\n{}", chart.write("bench-native")?))
}

/// How a peer is written, and what that is called.
const ROWS: [(&str, &str); 3] = [
    ("libphonenumber", "libphonenumber-js"),
    ("lengths", "phone lengths only"),
    ("short", "as people write it"),
];
const PEERS: [&str; 5] = ["zod", "valibot", "arktype", "ajv", "typebox"];

fn in_javascript(place: &str, title: &str, times: &Times) -> Result<String> {
    let time = |name: String| times.get(&name).copied().unwrap_or(f64::NAN);
    let mut page = format!(
        "\n## {title}\n\nObject in, status and every issue read; microseconds.\n\n\
         | | ready | twenty faults |\n|---|---:|---:|\n"
    );
    let mut bars = Vec::new();
    let ours = (time("ready/check/merchant-signup".into()), time("faulty/check/merchant-signup".into()));
    writeln!(page, "| **merchant-signup** | **{}** | **{}** |", number(ours.0), number(ours.1))?;
    bars.push(Bar { name: "merchant-signup".into(), value: ours.0, is_ours: true });
    for (row, with) in ROWS {
        for peer in PEERS {
            let at = |example: &str| time(format!("{example}/check/{peer}/{row}"));
            writeln!(page, "| {peer}, {with} | {} | {} |", number(at("ready")), number(at("faulty")))?;
            if row == "libphonenumber" {
                bars.push(Bar { name: format!("{peer}, {with}"), value: at("ready"), is_ours: false });
            }
        }
    }
    let chart = Chart { title: "A ready signup", unit: "µs", bars };
    writeln!(page, "\n{}", chart.write(&format!("bench-{place}"))?)?;
    if place == "chromium" {
        let first = |name: &str| number(time(format!("first/{name}")) / 1000.0);
        writeln!(
            page,
            "From bytes to the first report, in a page that knows nothing yet: {} ms, and {} ms for zod with libphonenumber-js.\n",
            first("merchant-signup"),
            first("zod/libphonenumber")
        )?;
    }
    page.push_str(&while_typing(times)?);
    page.push_str("One change in a draft: `set`, `status`, `issuesAt`.\n\n| | ready | twenty faults |\n|---|---:|---:|\n");
    for name in times.keys().filter_map(|name| name.strip_prefix("ready/change/")) {
        let at = |example: &str| number(time(format!("{example}/change/{name}")));
        writeln!(page, "| {name} | {} | {} |", at("ready"), at("faulty"))?;
    }
    Ok(page)
}

/// What a form waits for at each key, where it asks through the Standard Schema.
fn while_typing(times: &Times) -> Result<String> {
    let mut page = String::from(
        "While somebody types, through the Standard Schema: each time an object of its own, with one leaf changed, or none.\n\n\
         | | issues stay | issues change | half-filled | unchanged |\n|---|---:|---:|---:|---:|\n",
    );
    let mut row = |title: &str, who: &str| {
        let at = |kind: &str| number(times.get(&format!("{kind}/typing/{who}")).copied().unwrap_or(f64::NAN));
        writeln!(
            page,
            "| {title} | {} | {} | {} | {} |",
            at("stay"),
            at("change"),
            at("half"),
            at("unchanged")
        )
    };
    row("**merchant-signup**", "merchant-signup")?;
    for (name, with) in [ROWS[0], ROWS[2]] {
        for peer in PEERS {
            row(&format!("{peer}, {with}"), &format!("{peer}/{name}"))?;
        }
    }
    page.push('\n');
    Ok(page)
}

fn sizes(peers: &Value, languages: &Times) -> Result<String> {
    let mut page = String::from(
        "\n## What a browser loads\n\nBytes, minified.\n\n| | raw | gzip | brotli |\n|---|---:|---:|---:|\n",
    );
    let mut bars = Vec::new();
    for (name, size) in peers["sizes"].as_object().into_iter().flatten() {
        let bytes = |kind: &str| size[kind].as_f64().unwrap_or(f64::NAN);
        let name = name.replace('/', ", ");
        writeln!(
            page,
            "| {name} | {} | {} | {} |",
            number(bytes("raw")),
            number(bytes("gzip")),
            number(bytes("brotli"))
        )?;
        let is_ours = name.starts_with("merchant-signup");
        bars.push(Bar { name, value: bytes("brotli") / 1000.0, is_ours });
    }
    for (tag, size) in languages {
        writeln!(page, "| the language `{tag}` | | | {} |", number(*size))?;
    }
    let chart = Chart { title: "What a browser loads, after brotli", unit: "kB", bars };
    Ok(format!("{page}\n{}", chart.write("bench-size")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_they_deserve() {
        let cases =
            [(1_234_567.0, "1,234,567"), (123.4, "123"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_figure_says_whether_it_is_reached() {
        assert_eq!(Figure::at_most("a", 0.5, 0.33).row(), "| a | 0.50 | ≤ 0.33 | no |\n");
        assert_eq!(Figure::at_least("b", 1.9, 1.8).row(), "| b | 1.90 | ≥ 1.80 | yes |\n");
    }
}
