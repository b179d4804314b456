//! Measures a batch: the command line checks a file of many signups. Beside it, the same lines are only deserialized into the
//! typed request.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::number;
use crate::pile;
use crate::shell::{self, cargo, command, is_there, say, target};

/// How often each is run. The quickest run counts, because other programs on the machine can only add time.
const RUNS: usize = 3;

pub(super) struct Batch {
    lines: u32,
    /// Seconds on all cores, on one core, and of reading alone.
    check: f64,
    on_one_core: Option<f64>,
    reading: f64,
    pub(super) peak_mib: f64,
}

/// Generates the lines, and measures.
pub(super) fn measure(lines: u32) -> Result<Batch> {
    say(format_args!("Measuring a batch of {lines} lines"));
    let package = ["--release", "--quiet", "--package", "merchant-signup-cli"];
    shell::run(cargo(["build"]).args(package).args(["--bins", "--examples"]))?;
    let release = target().join("release");
    let batch = target().join("batch.ndjson");
    pile::write(&release, lines, &batch)?;

    let check = || checking(&release, &batch);
    let (mut seconds, mut one, mut reading, mut peak) = (f64::MAX, f64::MAX, f64::MAX, 0_f64);
    let has_taskset = is_there("taskset");
    for _ in 0..RUNS {
        let (time, memory) = timed(check())?;
        seconds = seconds.min(time);
        peak = peak.max(memory);
        if has_taskset {
            let mut pinned = command("taskset");
            pinned.args(["-c", "0"]).arg(release.join("merchant-signup")).args(WORDS).arg(&batch);
            one = one.min(timed(pinned)?.0);
        }
        let mut read = command(release.join("examples/read"));
        read.arg(&batch);
        reading = reading.min(timed(read)?.0);
    }
    fs::remove_file(&batch)?;
    let on_one_core = has_taskset.then_some(one);
    Ok(Batch { lines, check: seconds, on_one_core, reading, peak_mib: peak })
}

const WORDS: [&str; 5] = ["check", "--input", "ndjson", "--details", "0"];

fn checking(release: &Path, batch: &PathBuf) -> Command {
    let mut check = command(release.join("merchant-signup"));
    check.args(WORDS).arg(batch);
    check
}

/// Seconds, and the most memory that the process had, in MiB (none where the system does not say).
fn timed(mut command: Command) -> Result<(f64, f64)> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().context("cannot be started")?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0_f64;
    let ended = loop {
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        let peak_kib = fs::read_to_string(&status).ok().and_then(|text| {
            text.lines()
                .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
        });
        peak = peak.max(peak_kib.unwrap_or(0.0) / 1024.0);
        sleep(Duration::from_millis(5));
    };
    // Exit code 1 is expected: some of the signups are not ready.
    ensure!(matches!(ended.code(), Some(0 | 1)), "{command:?} failed ({ended})");
    Ok((start.elapsed().as_secs_f64(), peak))
}

impl Batch {
    pub(super) fn two_cores_of_one(&self) -> f64 {
        self.on_one_core.map_or(f64::NAN, |one| one / self.check)
    }

    pub(super) fn of_reading(&self) -> f64 {
        self.reading / self.check
    }

    pub(super) fn table(&self) -> String {
        let row = |name: &str, seconds: f64| {
            format!("| {name} | {} | {} |\n", number(seconds), number(f64::from(self.lines) / seconds))
        };
        let mut table = format!(
            "\n## A batch\n\n{} generated lines, six of ten ready; peak memory {} MiB.\n\n\
             | | seconds | lines a second |\n|---|---:|---:|\n",
            number(f64::from(self.lines)),
            number(self.peak_mib)
        );
        table.push_str(&row("`merchant-signup check`, all cores", self.check));
        if let Some(one) = self.on_one_core {
            table.push_str(&row("`merchant-signup check`, one core", one));
        }
        table.push_str(&row("reading into the typed request, all cores", self.reading));
        table
    }
}
