//! The formats held against libraries that people trust, on millions of values each.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{self, cargo, say, target};

/// The result for one format, as `crates/core/tests/oracles/generated.rs` writes it.
struct Row {
    format: String,
    library: String,
    /// How many values were compared, accepted by both, refused by both, and judged differently for no listed reason.
    counts: [u64; 4],
    /// How many values differ for each listed reason.
    listed: Vec<(u64, String)>,
}

/// Holds each format against its oracle, and prints how they compared.
///
/// # Errors
///
/// When a value differs for no listed reason: the tests show it.
pub(crate) fn run(values: u64, seed: u64) -> Result<()> {
    let folder = target().join("oracles");
    // The results of an earlier run must not be taken for those of this one.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", shell::shown(&folder)))?;
    say(format_args!("Holding each format against its oracle on {values} values"));
    let mut tests = cargo([
        "test",
        "--quiet",
        "--release",
        "--package",
        "merchant-signup-core",
        "--all-features",
        "--test",
        "oracles",
        "verdicts",
    ]);
    tests.env("ORACLE_VALUES", values.to_string()).env("ORACLE_SEED", seed.to_string());
    let outcome = shell::run(tests.env("ORACLE_ROWS", &folder));
    let rows = read_rows(&folder)?;
    ensure!(!rows.is_empty(), "the tests said nothing");
    print(&rows);
    let unlisted: u64 = rows.iter().map(|row| row.counts[3]).sum();
    if unlisted > 0 {
        bail!(
            "{unlisted} values differ for no listed reason: mend the format, or list the reason beside its test"
        );
    }
    outcome
}

fn read_rows(folder: &Path) -> Result<Vec<Row>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    let rows = files.iter().map(|file| {
        let text = fs::read_to_string(file)?;
        row(&text).with_context(|| format!("{} is no row", shell::shown(file)))
    });
    rows.collect()
}

fn row(text: &str) -> Option<Row> {
    let mut lines = text.lines();
    let mut head = lines.next()?.split('\t');
    let (format, library) = (head.next()?.to_owned(), head.next()?.to_owned());
    let counts: Vec<u64> = head.map(|count| count.parse().ok()).collect::<Option<_>>()?;
    let listed = lines.map(|line| {
        let (count, reason) = line.split_once('\t')?;
        Some((count.parse().ok()?, reason.to_owned()))
    });
    Some(Row { format, library, counts: counts.try_into().ok()?, listed: listed.collect::<Option<_>>()? })
}

fn print(rows: &[Row]) {
    println!(
        "{:<12}{:<22}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "format", "oracle", "values", "accepted", "refused", "listed", "unlisted"
    );
    for Row { format, library, counts: [values, accepted, refused, unlisted], listed } in rows {
        let differing: u64 = listed.iter().map(|(count, _)| count).sum();
        println!(
            "{format:<12}{library:<22}{values:>10}{accepted:>10}{refused:>10}{differing:>10}{unlisted:>10}"
        );
        for (count, reason) in listed {
            println!("{count:>74}  {reason}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read() {
        let row = row("iban\tiban_validate\t10\t5\t2\t1\n1\tfor a reason\n1\tfor another\n").unwrap();
        assert_eq!((row.format.as_str(), row.library.as_str()), ("iban", "iban_validate"));
        assert_eq!(row.counts, [10, 5, 2, 1]);
        assert_eq!(row.listed, [(1, "for a reason".to_owned()), (1, "for another".to_owned())]);
        assert!(super::row("iban\tiban_validate\t10\n").is_none());
    }
}
