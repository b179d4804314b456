//! `cargo xtask run`: the main job, shown on the examples that the repository ships.

use anyhow::{Result, ensure};

use crate::shell::{cargo, say, status};

const EXAMPLES: [(&str, &str, i32); 2] = [
    ("tests/examples/ready.json", "a signup that is ready to be sent", 0),
    ("tests/examples/twenty-faults.json", "a signup with twenty faults, all found at once", 1),
];

/// Checks the examples with the command line.
///
/// # Errors
///
/// When the command line does not build, or an example is not judged as it should be.
pub(crate) fn run() -> Result<()> {
    say("Building the command line (the first time, some minutes)");
    crate::shell::run(&mut cargo(["build", "--quiet", "--release", "--package", "merchant-signup-cli"]))?;
    for (example, about, due) in EXAMPLES {
        println!();
        say(format_args!("{about}: merchant-signup check {example}"));
        let words =
            ["run", "--quiet", "--release", "--package", "merchant-signup-cli", "--", "check", example];
        let status = status(&mut cargo(words))?;
        ensure!(
            status.code() == Some(due),
            "{example} should end with exit code {due}, but ended with {status}"
        );
    }
    Ok(())
}
