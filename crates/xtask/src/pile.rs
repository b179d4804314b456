//! Piles of generated signups, for the chores that need many.

use std::fs::File;
use std::path::Path;

use anyhow::Result;

use crate::shell::{self, command};

/// Writes so many generated signups, one on each line; `programs` is the folder that cargo has built the command line's
/// examples into. They are the same each time.
///
/// # Errors
///
/// When the examples have not been built, or the file cannot be written.
pub(crate) fn write(programs: &Path, count: u32, file: &Path) -> Result<()> {
    let mut generate = command(programs.join("examples/generate"));
    shell::run(generate.args(["--count", &count.to_string(), "--seed", "1"]).stdout(File::create(file)?))
}
