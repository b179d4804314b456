//! Reads signups, one on each line, into the typed request, on all cores, and does nothing with them: what a batch check
//! is measured beside.
//!
//! ```text
//! cargo run --release -p merchant-signup-cli --example read -- batch.ndjson
//! ```

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Parser;
use merchant_signup::SignupRequest;

#[derive(Debug, Parser)]
struct Args {
    /// Where the lines are
    file: PathBuf,
}

fn main() -> io::Result<()> {
    let file = Args::parse().file;
    let length = file.metadata()?.len();
    let workers = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let part = |worker: u64| length / workers * worker;
    let read: io::Result<u64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers)
            .map(|worker| {
                let file = &file;
                let end = if worker + 1 == workers { length } else { part(worker + 1) };
                scope.spawn(move || lines(file, part(worker), end))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or(Ok(0))).sum()
    });
    writeln!(io::stdout(), "{} could be read", read?)
}

/// Reads the lines that begin in a part of the file; says how many were signups.
fn lines(file: &Path, start: u64, end: u64) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(256 * 1024, File::open(file)?);
    let mut at = start.saturating_sub(1);
    reader.seek(SeekFrom::Start(at))?;
    let mut line = Vec::new();
    if start > 0 {
        // The line that begins before belongs to the part before.
        at += reader.read_until(b'\n', &mut line)? as u64;
    }
    let mut count = 0;
    while at < end {
        line.clear();
        let bytes = reader.read_until(b'\n', &mut line)?;
        if bytes == 0 {
            break;
        }
        at += bytes as u64;
        count += u64::from(serde_json::from_slice::<SignupRequest>(&line).is_ok());
    }
    Ok(count)
}
