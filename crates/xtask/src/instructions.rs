//! How many instructions a check takes, beside those of another commit: counted by valgrind, so that a busy machine
//! changes nothing.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::shell::{self, command, root};
use crate::{probe, tools};

/// The document that is checked.
const DOCUMENT: &str = "tests/examples/ready.json";

/// How often it is checked; what the program does besides is counted without any check, and taken off.
const TIMES: u32 = 200;

/// Prints the instructions of a check at a commit and here, and fails when they have grown by more than is allowed.
///
/// # Errors
///
/// When valgrind is missing and cannot be installed, a side does not build, or there are too many instructions.
pub(crate) fn run(base: &str, most: f64) -> Result<()> {
    tools::valgrind()?;
    let before = of_a_check(&probe::at(base)?)?;
    let now = of_a_check(&probe::here()?)?;
    let ratio = now / before;
    println!(
        "check_slice on {DOCUMENT}: {now:.0} instructions, {before:.0} at {base}: a ratio of {ratio:.3}"
    );
    ensure!(ratio <= most, "more than {most} times the instructions of {base}");
    Ok(())
}

fn of_a_check(probe: &Path) -> Result<f64> {
    let (some, none) = (count(probe, TIMES)?, count(probe, 0)?);
    Ok((some - none) / f64::from(TIMES))
}

/// The instructions of a whole run.
fn count(probe: &Path, times: u32) -> Result<f64> {
    let mut valgrind = command("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(probe);
    valgrind.arg("check").arg(root().join(DOCUMENT)).arg(times.to_string());
    let output = valgrind.output().context("valgrind cannot be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "valgrind failed on {}:\n{said}", shell::shown(probe));
    collected(&said).with_context(|| format!("valgrind counted nothing:\n{said}"))
}

/// The figure behind `Collected :`.
fn collected(said: &str) -> Option<f64> {
    said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn the_count_is_read() {
        assert_eq!(collected("==1== \n==1== Collected : 1234567\n"), Some(1_234_567.0));
        assert_eq!(collected("==1== Events    : Ir\n"), None);
    }
}
