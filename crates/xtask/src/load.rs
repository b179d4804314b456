//! `cargo xtask load`: how much the server takes, with wrk.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, ensure};

use crate::shell::{self, cargo, command, is_there, read, root, say, target};
use crate::tools::apt_install;

/// The check must reach at least this share of the throughput of a handler that only reads the body.
const LEAST: f64 = 0.9;
const ROUNDS: usize = 5;
/// More than sign up while it is measured.
const ACCOUNTS: &str = "40000";

/// Measures the check against a handler that only deserialises the same body, in turns, then stored signups
/// with webhooks against stored signups without.
///
/// # Errors
///
/// When something cannot be had, or the check is too slow.
pub(crate) fn run(seconds: u32) -> Result<()> {
    if !is_there_wrk() {
        apt_install(&["wrk"]).context("no load generator: install wrk")?;
    }
    say("Building the server");
    let package = "merchant-signup-server";
    shell::run(&mut cargo(["build", "--quiet", "--release", "--package", package, "--example", "load"]))?;
    let folder = target().join("load");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let server = Server::start(&folder, &[])?;
    let tokens = std::fs::read_to_string(folder.join("tokens"))?;
    let token = tokens.split_whitespace().nth(1).context("there is no token")?;

    let per_second = |route: &str| -> Result<f64> {
        let mut wrk = command("wrk");
        wrk.args(["-t1", "-c32", &format!("-d{seconds}s"), "-s"]).arg(root().join("tests/load/check.lua"));
        wrk.env("BODY", root().join("tests/examples/ready.json")).env("TOKEN", token);
        let said = read(wrk.arg(format!("{}{route}", server.origin)))?;
        let line = said.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:"));
        ensure!(!said.contains("Non-2xx"), "not every answer was one:\n{said}");
        line.and_then(|number| number.trim().parse().ok())
            .with_context(|| format!("wrk says nothing:\n{said}"))
    };
    // In turns, after a warm-up, so that all meet the same load from other programs. The same twice shows the noise. What the
    // server's processor does for a request is counted by the system, whatever else the machine is busy with.
    per_second("/v1/check")?;
    let turn = |route: &str| -> Result<(f64, f64)> {
        let before = server.processor_time()?;
        let rate = per_second(route)?;
        Ok((rate, (server.processor_time()? - before) / (rate * f64::from(seconds))))
    };
    let (mut throughput, mut again, mut work) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let (baseline, check, control) = (turn("/v1/baseline")?, turn("/v1/check")?, turn("/v1/baseline")?);
        let without = baseline.0.midpoint(control.0);
        say(format_args!(
            "round {round}: {:.0} checks/s, {:.0} without the check, {:.0} again ({:.3}): {:.3}; processor time {:.1} and {:.1} µs a request",
            check.0,
            baseline.0,
            control.0,
            control.0 / baseline.0,
            check.0 / without,
            check.1 * 1e6,
            baseline.1.midpoint(control.1) * 1e6,
        ));
        throughput.push(check.0 / without);
        again.push(control.0 / baseline.0);
        work.push(baseline.1.midpoint(control.1) / check.1);
    }
    let (median, again, work) = (median_of(throughput), median_of(again), median_of(work));
    say(format_args!(
        "POST /v1/check has {median:.3} of the throughput of a handler that only deserialises; the same twice gives {again:.3}; \
         by processor time {work:.3}"
    ));

    drop(server);
    let with_outbox = signups(&folder, seconds)?;
    ensure!(median >= LEAST, "the check has {median:.3} of the throughput, less than {LEAST}");
    ensure!(
        with_outbox >= LEAST,
        "with webhooks {with_outbox:.3} of the signups are stored, less than {LEAST}"
    );
    Ok(())
}

/// Signups stored on SQLite, in turns: without webhooks, again without them, which shows how far two like measurements are
/// apart, and with an endpoint that is told of each. Returns the share that is left with webhooks.
fn signups(folder: &Path, seconds: u32) -> Result<f64> {
    let stored = |webhooks: bool| -> Result<(f64, String)> {
        // A database of its own each time: an account signs up once.
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        let more: &[&str] = if webhooks { &["webhooks"] } else { &[] };
        let server = Server::start(folder, more)?;
        let mut wrk = command("wrk");
        wrk.args(["-t2", "-c16", &format!("-d{seconds}s"), "-s"]).arg(root().join("tests/load/signups.lua"));
        wrk.env("BODY", root().join("tests/examples/ready.json")).env("TOKENS", folder.join("tokens"));
        let said = read(wrk.arg(&server.origin))?;
        let line =
            said.lines().find(|line| line.starts_with("stored ")).context("wrk says nothing of signups")?;
        let mut words = line.split(' ').skip_while(|word| *word != "per_second").skip(1);
        let number = words.next().and_then(|number| number.parse().ok());
        Ok((number.with_context(|| format!("wrk says nothing: {line}"))?, line.to_owned()))
    };
    let (mut again, mut told) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let ((before, line), (control, _), (webhooks, _)) = (stored(false)?, stored(false)?, stored(true)?);
        if round == 1 {
            say(format_args!("signups on SQLite: {line}"));
        }
        say(format_args!(
            "round {round}: {before:.0} signups/s, {control:.0} again ({:.3}), {webhooks:.0} with webhooks ({:.3})",
            control / before,
            webhooks / before.midpoint(control)
        ));
        again.push(control / before);
        told.push(webhooks / before.midpoint(control));
    }
    let (again, told) = (median_of(again), median_of(told));
    say(format_args!("with webhooks {told:.3} of the signups are stored; the same twice gives {again:.3}"));
    Ok(told)
}

fn median_of(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or_default()
}

/// Whether wrk is installed. `wrk --version` prints the version but exits with a failure, so the output is what counts.
fn is_there_wrk() -> bool {
    is_there("wrk") || command("wrk").arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

struct Server {
    child: Child,
    origin: String,
}

impl Server {
    fn start(folder: &Path, more: &[&str]) -> Result<Self> {
        let mut child = command(target().join("release/examples/load"))
            .arg(folder)
            .arg(ACCOUNTS)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .context("the server cannot be started")?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("it says nothing")?).read_line(&mut line)?;
        let origin = line.trim().strip_prefix("listening on ").map(str::to_owned);
        let server = Self { origin: origin.clone().unwrap_or_default(), child };
        ensure!(origin.is_some(), "the server does not start: {line}");
        Ok(server)
    }

    /// The seconds that processors have worked for it, by what the kernel counts.
    fn processor_time(&self) -> Result<f64> {
        let line = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name, in brackets, may hold spaces; of what follows it the 12th and 13th count ticks of a hundredth.
        let after = line.rsplit(')').next().unwrap_or_default();
        let ticks = after.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>().context("the kernel counts no processor time")? / 100.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
