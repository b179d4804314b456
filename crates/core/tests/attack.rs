//! What the fuzzer holds, held without it: over the vectors, and over the cases that it has found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod cases;
#[path = "../../../tests/fuzz/src/seeds.rs"]
mod seeds;
#[path = "../../../tests/fuzz/src/targets.rs"]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use targets::TARGETS;

#[test]
fn the_vectors_hold() {
    std::thread::scope(|scope| {
        for (name, input, hold) in TARGETS {
            scope.spawn(move || {
                let seeds = seeds::seeds(*input);
                assert!(seeds.len() > 100, "{} seeds", seeds.len());
                for seed in seeds {
                    let held = catch_unwind(|| hold(&seed));
                    assert!(held.is_ok(), "{name}: {}", String::from_utf8_lossy(&seed));
                }
            });
        }
    });
}

/// `tests/fuzz/found/<target>/<case>`.
#[test]
fn what_was_found_stays_right() {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/found");
    for folder in fs::read_dir(found).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let (_, _, hold) =
            TARGETS.iter().find(|target| target.0 == name).expect("a folder is named like a target");
        for case in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            hold(&fs::read(case).unwrap());
        }
    }
}
